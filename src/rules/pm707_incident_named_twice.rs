//! PM707: a process review names a postmortem twice.

use std::collections::BTreeMap;

use super::Check;
use super::Entry;
use super::Notes;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM707",
    name: "incident-named-twice",
    level: Level::Warning,
    summary: "a process review names a postmortem twice",
    page: include_str!("pm707_incident_named_twice.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::ProcessReview(check),
};

fn check(context: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    let review = context.document;
    let incidents = context.field(FieldName::Incidents).items();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (index, node) in incidents.iter().enumerate() {
        let Some(id) = node.as_str() else {
            continue;
        };
        let first = *seen.entry(id).or_insert(node.span);
        if first == node.span {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                &review.path,
                node.span,
                format!("`{id}` is named twice"),
            )
            .help("take one of the two out, or write the id that was meant")
            .label(first, "the other one is here")
            .pointer(format!("{}/{index}", FieldName::Incidents.pointer())),
        );
    }
}
