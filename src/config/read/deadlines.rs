//! The terms: `deadlines` and `process_review`.

use super::Doubtful;
use super::Reader;
use super::time::SINCE;
use crate::config::terms;
use crate::front_matter::Node;
use crate::model::DeadlineKind;
use crate::model::Severity;
use crate::time::Term;

/// The word for no term.
const NONE: &str = "none";

impl Reader {
    pub(super) fn deadlines(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let mut keys = self.keys(node);
        for kind in terms::kinds() {
            if let Some(value) = keys.take(kind.as_str()) {
                self.deadline(kind, value);
            }
        }
        if let Some(custom) = keys.take("custom") {
            self.custom_deadlines(custom);
        }
        self.no_more(&keys);
    }

    pub(super) fn process_review(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let mut keys = self.keys(node);
        if let Some(Ok(term)) = keys.take("every").map(|it| self.term(it)) {
            self.config.policy.review_every = term;
        }
        if let Some(Ok(term)) = keys.take("within").map(|it| self.term(it)) {
            self.for_all(DeadlineKind::ProcessReview, term);
        }
        self.no_more(&keys);
    }

    /// One kind: a term for every severity that owes it, or a term by severity.
    fn deadline(&mut self, kind: DeadlineKind, node: &Node) {
        if kind == DeadlineKind::ProcessReviewNotes {
            if let Ok(term) = self.term(node) {
                self.config.policy.review_notes = term;
            }
            return;
        }
        if !node.is_map() {
            if let Ok(term) = self.term_of(kind, node) {
                self.for_all(kind, term);
            }
            return;
        }
        let severities = self.config.policy.severities.clone();
        for entry in node.entries() {
            let is_since = kind != DeadlineKind::ChecklistStep && entry.key == SINCE;
            if is_since {
                let since = self.date(&entry.value, &format!("/deadlines/{kind}/{SINCE}"));
                let all = &mut self.config.policy.deadlines_since;
                all.extend(since.map(|it| (kind, it)));
                continue;
            }
            let term = self.term_of(kind, &entry.value);
            let Some(severity) = severities.iter().find(|it| it.as_str() == entry.key) else {
                let known: Vec<String> = severities.iter().map(Severity::to_string).collect();
                let pointer = format!("/deadlines/{kind}/{}", entry.key);
                self.none_of(entry.key_span, &entry.key, &known, "severities", &pointer);
                continue;
            };
            if let Ok(term) = term {
                let deadlines = &mut self.config.policy.deadlines;
                let terms = deadlines.entry(kind).or_default();
                terms.insert(severity.clone(), term);
            }
        }
    }

    /// Sets the term of a kind for every severity that owes it by default and has none of its own.
    fn for_all(&mut self, kind: DeadlineKind, term: Option<Term>) {
        let policy = &mut self.config.policy;
        let terms = policy.deadlines.entry(kind).or_default();
        for (place, severity) in policy.severities.iter().enumerate() {
            if terms::default_term(kind, place).is_some() {
                terms.entry(severity.clone()).or_insert(term);
            }
        }
    }

    /// A term of a kind. A step is due with a status and has no term of its own: it can only be
    /// switched off.
    fn term_of(&mut self, kind: DeadlineKind, node: &Node) -> Result<Option<Term>, Doubtful> {
        if kind == DeadlineKind::ChecklistStep && node.as_str() != Some(NONE) {
            return Err(self.doubt());
        }
        self.term(node)
    }

    /// A term; `None` for `none`.
    fn term(&mut self, node: &Node) -> Result<Option<Term>, Doubtful> {
        match node.as_str() {
            Some(NONE) => Ok(None),
            Some(word) => word.parse().map(Some).map_err(|_| self.doubt()),
            None => Err(self.doubt()),
        }
    }
}
