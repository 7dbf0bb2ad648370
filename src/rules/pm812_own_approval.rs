//! PM812: whoever wrote the message to customers first approves it.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM812",
    name: "own-approval",
    level: Level::Warning,
    summary: "whoever made the first commit with the message to customers approves it",
    page: include_str!("pm812_own_approval.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Engine,
};
