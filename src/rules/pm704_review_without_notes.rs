//! PM704: a process review was held and has no notes.

use super::Check;
use super::Entry;
use super::Notes;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::markdown::Section;
use crate::model::FieldName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM704",
    name: "review-without-notes",
    level: Level::Error,
    summary: "a process review was held and has no notes",
    page: include_str!("pm704_review_without_notes.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::ProcessReview(check),
};

/// The section that a review's notes begin with: what there was to talk about.
const AGENDA: &str = "Agenda";
/// What the title of the section says in which tweaks are spoken of.
const TWEAK: &str = "tweak";

fn check(context: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    let review = context.document;
    if !context.is_held() {
        return;
    }
    let status = context.field(FieldName::Status).place();
    let attendees = context.field(FieldName::Attendees);
    if attendees.text().is_none() && attendees.items().is_empty() {
        found.push(
            Diagnostic::new(
                &RULE,
                &review.path,
                status,
                "`attendees` is missing: the review was held",
            )
            .help("write who was there")
            .pointer(FieldName::Attendees.pointer()),
        );
    }
    let body = &review.body;
    if body.too_large {
        return;
    }
    // What was prepared is not what was said.
    let is_agenda = |section: &&Section| section.title.eq_ignore_ascii_case(AGENDA);
    let sections = || {
        let all = body.sections.iter().filter(|section| section.level == 2);
        all.filter(|section| !is_agenda(section))
    };
    let prepared = body.sections.iter().find(is_agenda).map(|it| it.content);
    let is_outside =
        |it: &&Block| prepared.is_none_or(|at| it.span.start < at.start || at.end <= it.span.start);
    let outside: Vec<Block> = body.blocks.iter().filter(is_outside).copied().collect();
    let has_tweaks = context.tweaks().next().is_some();
    if sections().next().is_none() && !has_text(&outside) && !has_tweaks {
        found.push(
            Diagnostic::new(
                &RULE,
                &review.path,
                status,
                "the review was held and has no notes",
            )
            .help("write what went well, what you would do differently, and what changes"),
        );
    }
    for section in sections() {
        // What changes stands in `tweaks`, and need not stand here again.
        if has_tweaks && section.title.to_lowercase().contains(TWEAK) {
            continue;
        }
        if !has_text(body.blocks_in(section.content)) {
            found.push(
                Diagnostic::new(
                    &RULE,
                    &review.path,
                    section.heading,
                    format!("`{}` is empty: the review was held", section.title),
                )
                .help("write what was said, or that there was nothing"),
            );
        }
    }
}

/// Whether any of the blocks holds more than headings and comments.
fn has_text(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| {
        !matches!(block.kind, BlockKind::Comment | BlockKind::Heading) && !block.span.is_empty()
    })
}
