//! The front matter: more fields, and what is required of whom.
//!
//! What only the schema knows, whether a fragment is a schema and whether there is a field of a
//! name, is found out where the schema is known.

use super::Reader;
use super::is_seen;
use crate::config::ExtraField;
use crate::config::Requirement;
use crate::diagnostic::Fault;
use crate::front_matter::Entry;
use crate::front_matter::Node;

/// The fields without which nothing can be said of a postmortem.
const BASIC: [&str; 3] = ["title", "status", "severity"];

/// How many names a field has at most, as the schema says: what asks for one deeper asks at each level.
const MOST_NAMES: usize = 16;

/// How many entries may ask for fields: each is a block in the schema of every report.
const MOST_REQUIRED: usize = 1_000;

impl Reader {
    pub(super) fn fields(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        for entry in self.keys(node).map.entries() {
            let name = Some(&entry.key).filter(|it| it.chars().any(is_seen) && !it.contains('.'));
            let schema = self.sure(entry.value.is_map().then(|| entry.value.to_json()));
            if let Some(name) = self.sure(name) {
                self.config.fields.push(ExtraField {
                    name: name.clone(),
                    span: entry.key_span,
                    // The field is known all the same, and holds whatever it likes.
                    schema: schema.unwrap_or(true.into()),
                });
            }
        }
    }

    pub(super) fn required(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let entries = self.keys(node).map.entries();
        for entry in entries.iter().take(MOST_REQUIRED) {
            self.requirement(entry);
        }
        if let Some(entry) = entries.get(MOST_REQUIRED) {
            let message = format!("more than {MOST_REQUIRED} fields are required");
            let fault = Fault::new(entry.key_span, message).help("take some out");
            self.faults.push(fault.pointer("/required"));
        }
    }

    fn requirement(&mut self, entry: &Entry) {
        let field = entry.key.as_str();
        let pointer = format!("/required/{field}");
        let (from, severities, since) = if entry.value.is_map() {
            let mut keys = self.keys(&entry.value);
            let from = keys.take("from");
            let severities = keys.take("for").map(|list| {
                let words = self.words(list);
                self.some_severities(&words, &format!("{pointer}/for"))
            });
            let since = self.since(&mut keys, &pointer);
            self.no_more(&keys);
            (from, severities, since)
        } else {
            (Some(&entry.value), None, None)
        };
        let Some(Ok(status)) = self.sure(from).map(|it| self.status(it)) else {
            return;
        };
        // For nobody is not for everybody.
        if severities.as_ref().is_some_and(Vec::is_empty) {
            return;
        }
        if BASIC.contains(&field) {
            let message = format!("`{field}` is required of every postmortem");
            let help = "take this line out".to_owned();
            self.wrong(&entry.value, &pointer, message, Some(help));
            return;
        }
        let is_shallow = field.split('.').count() <= MOST_NAMES;
        if self.sure(is_shallow.then_some(())).is_none() {
            return;
        }
        let requirement = Requirement {
            span: entry.key_span,
            from: status,
            severities: severities.unwrap_or_default(),
            since,
        };
        self.config.required.push((field.to_owned(), requirement));
    }
}
