//! PM006: more than is read of one file.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Trouble;
use crate::front_matter::FaultKind;
use crate::snapshot::ReadFault;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM006",
    name: "too-large",
    level: Level::Error,
    summary: "more than is read of one file",
    page: include_str!("pm006_too_large.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Trouble(is),
};

fn is(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::BodyTooLarge
            | Trouble::FrontMatter(FaultKind::TooLarge)
            | Trouble::File(ReadFault::TooLarge { .. })
    )
}
