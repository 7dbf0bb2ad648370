//! The terms: `deadlines` and `process_review`.

use super::Reader;
use super::Told;
use crate::config::terms;
use crate::config::terms::REVIEW_NOTES;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::time::Term;

/// The kind that `process_review.within` sets too.
const PROCESS_REVIEW: &str = "process-review";

impl Reader {
    pub(super) fn deadlines(&mut self, root: &Node) {
        if let Some(node) = root.get("deadlines") {
            let kinds: Vec<&str> = terms::kinds().collect();
            self.known_keys(node, &kinds, "/deadlines");
            for entry in node.entries() {
                if kinds.contains(&&*entry.key) {
                    self.deadline(entry);
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
                self.for_all(PROCESS_REVIEW, term);
            }
        }
    }

    /// One kind: a term for every severity that owes it, or a term by severity.
    fn deadline(&mut self, entry: &Entry) {
        let kind = entry.key.as_str();
        let pointer = format!("/deadlines/{kind}");
        if kind == REVIEW_NOTES {
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
            if !severities.contains(&entry.key) {
                self.none_of(
                    entry.key_span,
                    &entry.key,
                    &severities,
                    "severities",
                    &pointer,
                );
            } else if let Ok(term) = self.term(&entry.value, &pointer) {
                let deadlines = &mut self.config.policy.deadlines;
                let terms = deadlines.entry(kind.to_owned()).or_default();
                terms.insert(entry.key.clone(), term);
            }
        }
    }

    /// Sets the term of a kind for every severity that owes it by default and has none of its own.
    fn for_all(&mut self, kind: &str, term: Option<Term>) {
        let policy = &mut self.config.policy;
        let terms = policy.deadlines.entry(kind.to_owned()).or_default();
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
