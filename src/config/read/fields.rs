//! The front matter: more fields, and what is required of whom.
//!
//! What only the schema knows, whether a fragment is a schema and whether there is a field of a
//! name, is found out where the schema is known.

use super::Reader;
use crate::config::ExtraField;
use crate::config::Requirement;
use crate::diagnostic::Fault;
use crate::front_matter::Entry;
use crate::front_matter::Node;

/// The fields without which nothing can be said of a postmortem.
const BASIC: [&str; 3] = ["title", "status", "severity"];

impl Reader {
    pub(super) fn fields(&mut self, root: &Node) {
        if let Some(node) = root.get("fields") {
            self.a_map(
                node,
                "/fields",
                "write `region: {enum: [eu, us]}`, one field a line",
            );
            for entry in node.entries() {
                self.field(entry);
            }
        }
        if let Some(node) = root.get("required") {
            self.a_map(
                node,
                "/required",
                "write `region: in-review`, one field a line",
            );
            for entry in node.entries() {
                self.requirement(entry);
            }
        }
    }

    fn field(&mut self, entry: &Entry) {
        let pointer = format!("/fields/{}", entry.key);
        if entry.key.trim().is_empty() || entry.key.contains('.') {
            let fault = Fault::new(entry.key_span, "this is no name of a field")
                .help("take one without dots; fields are added at the top level");
            self.faults.push(fault.pointer(pointer));
            return;
        }
        if !entry.value.is_map() {
            let message = "a part of a JSON Schema is expected".to_owned();
            let help = "write one like {type: string} or {enum: [eu, us]}".to_owned();
            self.wrong(&entry.value, &pointer, message, Some(help));
        }
        self.config.fields.push(ExtraField {
            name: entry.key.clone(),
            span: entry.key_span,
            schema: if entry.value.is_map() {
                entry.value.to_json()
            } else {
                true.into()
            },
        });
    }

    fn requirement(&mut self, entry: &Entry) {
        let field = entry.key.as_str();
        let pointer = format!("/required/{field}");
        let (from, severities) = if entry.value.is_map() {
            self.known_keys(&entry.value, &["from", "for"], &pointer);
            let Some(from) = entry.value.get("from") else {
                let message = "`from` is missing".to_owned();
                let help = "write from which status on it is required: {from: in-review}";
                self.wrong(&entry.value, &pointer, message, Some(help.to_owned()));
                return;
            };
            let severities = match entry.value.get("for") {
                Some(list) => {
                    let pointer = format!("{pointer}/for");
                    let words = self.words(list, &pointer);
                    let found = self.some_severities(&words, &pointer);
                    if found.is_empty() {
                        // For nobody is not for everybody.
                        return;
                    }
                    found
                }
                None => Vec::new(),
            };
            (from, severities)
        } else {
            (&entry.value, Vec::new())
        };
        let Ok(status) = self.status(from, &pointer) else {
            return;
        };
        if BASIC.contains(&field) {
            let message = format!("`{field}` is required of every postmortem");
            let help = "take this line out".to_owned();
            self.wrong(&entry.value, &pointer, message, Some(help));
            return;
        }
        let requirement = Requirement {
            span: entry.key_span,
            from: status,
            severities,
        };
        self.config.required.push((field.to_owned(), requirement));
    }
}
