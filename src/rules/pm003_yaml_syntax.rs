//! PM003: front matter that is not YAML.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Trouble;
use crate::front_matter::FaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM003",
    name: "yaml-syntax",
    level: Level::Error,
    summary: "front matter that is not YAML",
    page: include_str!("pm003_yaml_syntax.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Trouble(is),
};

fn is(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::FrontMatter(FaultKind::Syntax))
}
