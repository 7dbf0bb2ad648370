//! PM103: a value of the wrong type.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::schema::SchemaFaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM103",
    name: "wrong-type",
    level: Level::Error,
    summary: "a value of the wrong type",
    page: include_str!("pm103_wrong_type.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Shape(is),
};

fn is(kind: SchemaFaultKind) -> bool {
    matches!(kind, SchemaFaultKind::WrongType)
}
