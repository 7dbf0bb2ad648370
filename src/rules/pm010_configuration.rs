//! PM010: a fault in pmrepo.yaml or in the roster.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM010",
    name: "configuration",
    level: Level::Error,
    summary: "a fault in pmrepo.yaml or in the roster",
    page: include_str!("pm010_configuration.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Engine,
};
