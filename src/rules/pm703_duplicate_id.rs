//! PM703: two directories have one id.

use super::Check;
use super::Entry;
use super::Repository;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM703",
    name: "duplicate-id",
    level: Level::Error,
    summary: "two directories have one id",
    page: include_str!("pm703_duplicate_id.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Repository(check),
};

fn check(repository: &Repository<'_>, found: &mut Vec<Diagnostic>) {
    for brief in repository.judged {
        let Some(id) = &brief.id else {
            continue;
        };
        let Some(directories) = repository.ids.get(id) else {
            continue;
        };
        let here = brief.path.parent();
        let Some(other) = directories.iter().find(|it| Some(*it) != here.as_ref()) else {
            continue;
        };
        found.push(
            Diagnostic::new(
                &RULE,
                &brief.path,
                Span::default(),
                format!("the id `{id}` is that of `{other}` too"),
            )
            .help("rename one of the two directories"),
        );
    }
}
