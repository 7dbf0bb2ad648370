//! PM009: a link, a damaged object or a name that cannot be read.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Trouble;
use crate::snapshot::ReadFault;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM009",
    name: "not-a-file",
    level: Level::Error,
    summary: "a link, a damaged object or a name that cannot be read",
    page: include_str!("pm009_not_a_file.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Trouble(is),
};

fn is(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::File(fault) => !matches!(fault, ReadFault::TooLarge { .. }),
        _ => false,
    }
}
