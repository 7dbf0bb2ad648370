//! PM810: the commit that sets a postmortem to reviewed is its owner's, or is not signed.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM810",
    name: "four-eyes",
    level: Level::Error,
    summary: "the commit that sets `reviewed` is the owner's, or is not signed, where that is asked for",
    page: include_str!("pm810_four_eyes.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Engine,
};
