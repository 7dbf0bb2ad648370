//! PM701: an id names no postmortem.

use super::Check;
use super::Entry;
use super::Repository;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::likeness;
use crate::likeness::Among;
use crate::model::PostmortemId;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM701",
    name: "unknown-postmortem",
    level: Level::Error,
    summary: "an id names no postmortem",
    page: include_str!("pm701_unknown_postmortem.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Repository(check),
};

/// How many unknown ids get a suggestion: looking for one means comparing it with every id.
const SUGGESTIONS: usize = 50;

fn check(repository: &Repository<'_>, found: &mut Vec<Diagnostic>) {
    let mut left = SUGGESTIONS;
    for brief in repository.judged.iter().chain(repository.reviews) {
        for (id, span, pointer) in &brief.names {
            if repository.ids.contains_key(id.as_str()) {
                continue;
            }
            let span: Span = *span;
            let mut diagnostic = Diagnostic::new(
                &RULE,
                &brief.path,
                span,
                format!("no postmortem is called `{id}`"),
            )
            .pointer(pointer.clone());
            if left > 0 {
                left -= 1;
                diagnostic = match suggest(repository, id) {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None => diagnostic
                        .help("write the name of its directory: `2026-11-20-checkout-latency`"),
                };
            }
            found.push(diagnostic);
        }
    }
}

/// The id that is most like a word that is none, or the only one that it is a part of.
fn suggest<'a>(repository: &Repository<'a>, word: &str) -> Option<&'a str> {
    let ids = || repository.ids.keys().map(PostmortemId::as_str);
    let mut parts = ids().filter(|id| word.len() >= 4 && id.contains(word));
    if let (Some(only), None) = (parts.next(), parts.next()) {
        return Some(only);
    }
    likeness::nearest_word(word, ids(), Among::Kin)
}
