//! PM007: a value that other YAML readers take for something else.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Trouble;
use crate::front_matter::FaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM007",
    name: "ambiguous-scalar",
    level: Level::Warning,
    summary: "a value that other YAML readers take for something else",
    page: include_str!("pm007_ambiguous_scalar.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Trouble(is),
};

fn is(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::FrontMatter(FaultKind::AmbiguousScalar))
}
