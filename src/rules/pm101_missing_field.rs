//! PM101: a field that the status asks for is missing.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::schema::SchemaFaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM101",
    name: "missing-field",
    level: Level::Error,
    summary: "a field that the status asks for is missing",
    page: include_str!("pm101_missing_field.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Shape(is),
};

fn is(kind: SchemaFaultKind) -> bool {
    matches!(kind, SchemaFaultKind::Missing)
}
