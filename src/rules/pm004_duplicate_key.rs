//! PM004: a field that is there twice.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Trouble;
use crate::front_matter::FaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM004",
    name: "duplicate-key",
    level: Level::Error,
    summary: "a field that is there twice",
    page: include_str!("pm004_duplicate_key.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Trouble(is),
};

fn is(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::FrontMatter(FaultKind::DuplicateKey))
}
