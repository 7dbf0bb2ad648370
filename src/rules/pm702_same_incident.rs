//! PM702: two postmortems are about one incident.

use super::Brief;
use super::Check;
use super::Entry;
use super::Repository;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM702",
    name: "same-incident",
    level: Level::Warning,
    summary: "two postmortems are about one incident",
    page: include_str!("pm702_same_incident.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Repository(check),
};

fn check(repository: &Repository<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(FieldName, &str), &Brief> = BTreeMap::new();
    for brief in repository.judged {
        for (number, field, span) in &brief.incidents {
            let number = number.trim();
            if number.is_empty() {
                continue;
            }
            let other = *first.entry((*field, number)).or_insert(brief);
            if other.path == brief.path {
                continue;
            }
            found.push(
                Diagnostic::new(
                    &RULE,
                    &brief.path,
                    *span,
                    format!(
                        "`{field}` is that of `{}` too",
                        other.id.as_deref().unwrap_or_default()
                    ),
                )
                .help("put the two together, or give this one the number of its own incident")
                .pointer(field.pointer()),
            );
        }
    }
}
