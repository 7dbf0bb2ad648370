//! The terms: `deadlines` and `process_review`.

use super::Reader;
use super::Told;
use crate::config::terms;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::model::DeadlineKind;
use crate::model::Severity;
use crate::time::Term;

impl Reader {
    pub(super) fn deadlines(&mut self, root: &Node) {
        if let Some(node) = root.get("deadlines") {
            let kinds: Vec<&str> = terms::kinds().map(DeadlineKind::as_str).collect();
            self.known_keys(node, &kinds, "/deadlines");
            for entry in node.entries() {
                if let Some(kind) = terms::kinds().find(|it| it.as_str() == entry.key) {
                    self.deadline(kind, entry);
                }
            }
        }
        if let Some(node) = root.get("process_review") {
            self.known_keys(node, &["within", "every"], "/process_review");
            if let Some(every) = node.get("every")
                && let Ok(term) = self.term(every, "/process_review/every")
            {
                self.config.policy.review_every = term;
            }
            if let Some(within) = node.get("within")
                && let Ok(term) = self.term(within, "/process_review/within")
            {
                self.for_all(DeadlineKind::ProcessReview, term);
            }
        }
    }

    /// One kind: a term for every severity that owes it, or a term by severity.
    fn deadline(&mut self, kind: DeadlineKind, entry: &Entry) {
        let pointer = format!("/deadlines/{kind}");
        if kind == DeadlineKind::ProcessReviewNotes {
            if let Ok(term) = self.term(&entry.value, &pointer) {
                self.config.policy.review_notes = term;
            }
            return;
        }
        if !entry.value.is_map() {
            if let Ok(term) = self.term(&entry.value, &pointer) {
                self.for_all(kind, term);
            }
            return;
        }
        let severities = self.config.policy.severities.clone();
        for entry in entry.value.entries() {
            let pointer = format!("{pointer}/{}", entry.key);
            let Some(severity) = severities.iter().find(|it| it.as_str() == entry.key) else {
                let known: Vec<String> = severities.iter().map(Severity::to_string).collect();
                self.none_of(entry.key_span, &entry.key, &known, "severities", &pointer);
                continue;
            };
            if let Ok(term) = self.term(&entry.value, &pointer) {
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

    /// A term; `None` for `none`.
    fn term(&mut self, node: &Node, pointer: &str) -> Result<Option<Term>, Told> {
        let (message, help) = match node.as_str() {
            Some("none") => return Ok(None),
            Some(word) => match word.parse::<Term>() {
                Ok(term) => return Ok(Some(term)),
                Err(fault) => (format!("`{word}` {fault}"), fault.help()),
            },
            None => (
                "a term is expected".to_owned(),
                "write 24h, 3d, 5bd (business days) or none",
            ),
        };
        self.wrong(node, pointer, message, Some(help.to_owned()));
        Err(Told)
    }
}
