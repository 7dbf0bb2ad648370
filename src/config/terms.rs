//! How long there is by default for each kind of deadline (DESIGN 4).

use super::Policy;
use crate::time::Term;
use crate::time::Term::BusinessDays;
use crate::time::Term::Days;
use crate::time::Term::Hours;

/// By kind of deadline: the terms of the first severities in the list, worst first. Further
/// severities owe nothing.
const TERMS: [(&str, [Option<Term>; 3]); 10] = [
    ("owner-named", [Some(Days(1)), Some(BusinessDays(1)), None]),
    (
        "meeting-scheduled",
        [Some(Days(1)), Some(BusinessDays(1)), None],
    ),
    (
        "internal-notice",
        [Some(Days(1)), Some(BusinessDays(1)), None],
    ),
    ("in-review", [Some(Hours(24)), Some(Hours(24)), None]),
    (
        "reviewed",
        [Some(Days(3)), Some(BusinessDays(5)), Some(BusinessDays(10))],
    ),
    (
        "results-mail",
        [Some(BusinessDays(1)), Some(BusinessDays(1)), None],
    ),
    (
        "external-message",
        [Some(BusinessDays(2)), Some(BusinessDays(5)), None],
    ),
    ("checklist-step", [Some(Days(0)), Some(Days(0)), None]),
    (
        "action-item",
        [Some(Days(15)), Some(Days(30)), Some(Days(60))],
    ),
    ("process-review", [Some(Days(30)), Some(Days(30)), None]),
];

/// How long the chair has for the notes of a process review.
const REVIEW_NOTES: Term = BusinessDays(1);

impl Policy {
    /// How long there is for a kind of deadline at a severity; `None` where nothing is owed. For
    /// `checklist-step` it says only whether steps are owed: each is due with a status.
    pub fn term(&self, kind: &str, severity: &str) -> Option<Term> {
        if let Some(term) = self.deadlines.get(kind).and_then(|it| it.get(severity)) {
            return *term;
        }
        let position = self.severities.iter().position(|it| it == severity)?;
        let (_, terms) = TERMS.iter().find(|(name, _)| *name == kind)?;
        terms.get(position).copied().flatten()
    }

    /// How long the chair of a process review has for its notes, from its beginning.
    pub fn review_notes_term(&self) -> Term {
        REVIEW_NOTES
    }
}
