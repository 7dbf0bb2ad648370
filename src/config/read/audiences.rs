//! Who gets which message: `audiences`.

use std::collections::BTreeMap;

use super::Reader;
use super::checklist::is_line;
use super::text;
use crate::config::audiences::Audience;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::model::Severity;

impl Reader {
    pub(super) fn audiences(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let all = self.keys(node).map;
        for entry in all.entries() {
            let audience = match &entry.value.value {
                Value::Map(_) => self.by_severity(&entry.key, &entry.value),
                _ => Audience::All(self.addresses(&entry.value)),
            };
            self.config.audiences.add(&entry.key, audience);
        }
    }

    fn by_severity(&mut self, name: &str, node: &Node) -> Audience {
        let severities = self.config.policy.severities.clone();
        let known: Vec<String> = severities.iter().map(Severity::to_string).collect();
        let mut by = BTreeMap::new();
        for entry in node.entries() {
            let addresses = self.addresses(&entry.value);
            let known_as = severities.iter().find(|it| it.as_str() == entry.key);
            let Some(severity) = known_as else {
                let pointer = format!("/audiences/{name}/{}", entry.key);
                self.none_of(entry.key_span, &entry.key, &known, "severities", &pointer);
                continue;
            };
            by.insert(severity.clone(), addresses);
        }
        Audience::BySeverity(by)
    }

    /// Addresses, or one.
    fn addresses(&mut self, node: &Node) -> Vec<String> {
        if node.as_str().is_some() {
            let one = text(node).filter(|it| is_line(it));
            return self.sure(one).map(str::to_owned).into_iter().collect();
        }
        let mut all = Vec::new();
        for (_, _, word) in self.words(node) {
            let word = self.sure(Some(word).filter(|it| is_line(it)));
            all.extend(word.map(str::to_owned));
        }
        all
    }
}
