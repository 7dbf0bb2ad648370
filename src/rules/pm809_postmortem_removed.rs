//! PM809: a postmortem is taken away.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM809",
    name: "postmortem-removed",
    level: Level::Error,
    summary: "a postmortem is removed",
    page: include_str!("pm809_postmortem_removed.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Engine,
};
