//! PM001: bytes that are not UTF-8.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Trouble;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM001",
    name: "not-utf8",
    level: Level::Error,
    summary: "bytes that are not UTF-8",
    page: include_str!("pm001_not_utf8.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Trouble(is),
};

fn is(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::NotUtf8)
}
