//! PM811: the configuration or the roster asks less than before.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM811",
    name: "bar-lowered",
    level: Level::Error,
    summary: "the configuration or the roster asks less than before",
    page: include_str!("pm811_bar_lowered.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Engine,
};
