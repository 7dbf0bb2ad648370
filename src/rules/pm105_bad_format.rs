//! PM105: a time, date or id that is not written as one.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::schema::SchemaFaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM105",
    name: "bad-format",
    level: Level::Error,
    summary: "a time, date or id that is not written as one",
    page: include_str!("pm105_bad_format.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Shape(is),
};

fn is(kind: SchemaFaultKind) -> bool {
    matches!(kind, SchemaFaultKind::BadFormat)
}
