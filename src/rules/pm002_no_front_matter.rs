//! PM002: no front matter, or none that ends.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Trouble;
use crate::front_matter::FaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM002",
    name: "no-front-matter",
    level: Level::Error,
    summary: "no front matter, or none that ends",
    page: include_str!("pm002_no_front_matter.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Trouble(is),
};

fn is(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::FrontMatter(FaultKind::NoFrontMatter | FaultKind::Unclosed)
    )
}
