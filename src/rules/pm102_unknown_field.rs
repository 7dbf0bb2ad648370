//! PM102: a field that nobody knows.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::schema::SchemaFaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM102",
    name: "unknown-field",
    level: Level::Error,
    summary: "a field that nobody knows",
    page: include_str!("pm102_unknown_field.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Shape(is),
};

fn is(kind: SchemaFaultKind) -> bool {
    matches!(kind, SchemaFaultKind::UnknownKey)
}
