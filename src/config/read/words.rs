//! The words of a team: severities, priorities, and levels of rules.

use super::Reader;
use crate::diagnostic::Level;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::model::Severity;

/// How many severities, from the first on, are major by default.
const MAJOR: usize = 2;

impl Reader {
    pub(super) fn severities(&mut self, root: &Node) {
        if let Some(words) = self.scale(root, "severities") {
            let words: Vec<Severity> = words.into_iter().map(Severity::new).collect();
            self.config.policy.major = words.iter().take(MAJOR).cloned().collect();
            self.config.policy.severities = words;
        }
        let Some(node) = root.get("major") else {
            return;
        };
        let words = self.words(node, "/major");
        self.config.policy.major = self.some_severities(&words, "/major");
    }

    pub(super) fn priorities(&mut self, root: &Node) {
        if let Some(words) = self.scale(root, "priorities") {
            self.config.policy.priorities = words;
        }
    }

    /// The words of a list that are severities; finds fault with the others.
    pub(super) fn some_severities(
        &mut self,
        words: &[(usize, &Node)],
        pointer: &str,
    ) -> Vec<Severity> {
        let all = &self.config.policy.severities;
        let known: Vec<String> = all.iter().map(Severity::to_string).collect();
        let mut found = Vec::new();
        for (index, item) in words {
            let word = item.as_str().unwrap_or_default();
            if known.iter().any(|it| it == word) {
                found.push(Severity::new(word));
            } else {
                let pointer = format!("{pointer}/{index}");
                self.none_of(item.span, word, &known, "severities", &pointer);
            }
        }
        found
    }

    /// A list of words, each of them once; `None` where it is no such list.
    fn scale(&mut self, root: &Node, key: &str) -> Option<Vec<String>> {
        let node = root.get(key)?;
        let pointer = format!("/{key}");
        let before = self.faults.len();
        let mut words: Vec<String> = Vec::new();
        for (index, item) in self.words(node, &pointer) {
            let word = item.as_str().unwrap_or_default().to_owned();
            if words.contains(&word) {
                let message = format!("`{word}` is there twice");
                let help = "take one of the two out".to_owned();
                self.wrong(item, &format!("{pointer}/{index}"), message, Some(help));
            }
            words.push(word);
        }
        if words.is_empty() && self.faults.len() == before {
            let message = format!("`{key}` needs at least one word");
            let help = "take the key out for the default ones".to_owned();
            self.wrong(node, &pointer, message, Some(help));
        }
        (self.faults.len() == before).then_some(words)
    }

    /// The levels of rules; whether there are rules of those names is found out where the rules are
    /// known.
    pub(super) fn rules(&mut self, root: &Node) {
        let Some(node) = root.get("rules") else {
            return;
        };
        self.a_map(node, "/rules", "write `PM501: off`, one rule a line");
        for entry in node.entries() {
            let level = match (&entry.value.value, entry.value.as_str()) {
                // `off` is text in YAML 1.2; a quoted one and a bare `false` are meant alike.
                (Value::Bool(false), _) | (_, Some("off")) => Ok(None),
                (_, word) => Level::ALL
                    .into_iter()
                    .find(|it| Some(it.as_str()) == word)
                    .map(Some)
                    .ok_or(()),
            };
            if let Ok(level) = level {
                let words = (entry.key.clone(), entry.key_span, level);
                self.config.rule_levels.push(words);
            } else {
                let pointer = format!("/rules/{}", entry.key);
                let help = "write error, warning, note or off".to_owned();
                self.wrong(
                    &entry.value,
                    &pointer,
                    "a level is expected".to_owned(),
                    Some(help),
                );
            }
        }
    }
}
