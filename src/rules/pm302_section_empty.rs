//! PM302: a section with nothing in it.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::markdown::BlockKind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM302",
    name: "section-empty",
    level: Level::Error,
    summary: "a section with nothing in it",
    page: include_str!("pm302_section_empty.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    for (section, there) in context.sections() {
        let Some((index, there)) = there else {
            continue;
        };
        let says_something = report
            .body
            .blocks_of(index)
            .iter()
            .any(|block| !matches!(block.kind, BlockKind::Comment | BlockKind::Heading));
        if says_something
            || !super::pm301_section_missing::is_due(context, section)
            || super::pm301_section_missing::is_told_in_front_matter(context, &section.title)
        {
            continue;
        }
        found.push(
            Diagnostic::new(&RULE, &report.path, there.heading, said(&section.title))
                .help("write it; a comment alone says nothing to a reader"),
        );
    }
}

/// What is said of a section.
pub fn said(title: &str) -> String {
    format!("the section \u{201c}{title}\u{201d} is empty")
}
