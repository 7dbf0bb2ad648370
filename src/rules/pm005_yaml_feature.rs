//! PM005: anchors, tags and other YAML that front matter does without.

use super::Check;
use super::Entry;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Trouble;
use crate::front_matter::FaultKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM005",
    name: "yaml-feature",
    level: Level::Error,
    summary: "anchors, tags and other YAML that front matter does without",
    page: include_str!("pm005_yaml_feature.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Trouble(is),
};

fn is(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::FrontMatter(FaultKind::Feature))
}
