//! PM008: a waiver that waives nothing.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM008",
    name: "unused-waiver",
    level: Level::Warning,
    summary: "a waiver that waives nothing",
    page: include_str!("pm008_unused_waiver.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Engine,
};
