//! PM104: a value that is not one of those allowed.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::schema::SchemaFaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM104",
    name: "value-not-allowed",
    level: Level::Error,
    summary: "a value that is not one of those allowed",
    page: include_str!("pm104_value_not_allowed.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Shape(is),
};

fn is(kind: SchemaFaultKind) -> bool {
    matches!(kind, SchemaFaultKind::NotAllowed)
}
