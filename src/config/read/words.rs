//! The words of a team: severities, priorities, and levels of rules.

use std::collections::BTreeSet;

use super::Keys;
use super::Reader;
use crate::diagnostic::Fault;
use crate::diagnostic::Level;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::model::Severity;

/// How many severities, from the first on, are major by default.
const MAJOR: usize = 2;

/// How many words a scale has at most, and how many characters a word of it: each finding about a value that
/// is none of them tells what there is.
const MOST_WORDS: usize = 100;
const LONGEST_WORD: usize = 100;

impl Reader {
    pub(super) fn severities(&mut self, keys: &mut Keys<'_>) {
        let words = keys.take("severities");
        if let Some(words) = words.and_then(|it| self.scale(it, "/severities")) {
            let words: Vec<Severity> = words.into_iter().map(Severity::new).collect();
            self.config.policy.major = words.iter().take(MAJOR).cloned().collect();
            self.config.policy.severities = words;
        }
        if let Some(major) = keys.take("major") {
            let words = self.words(major);
            self.config.policy.major = self.some_severities(&words, "/major");
        }
    }

    pub(super) fn priorities(&mut self, node: Option<&Node>) {
        if let Some(words) = node.and_then(|it| self.scale(it, "/priorities")) {
            self.config.policy.priorities = words;
        }
    }

    /// The words of a list that are severities; finds fault with the others.
    pub(super) fn some_severities(
        &mut self,
        words: &[(usize, &Node, &str)],
        pointer: &str,
    ) -> Vec<Severity> {
        let all = &self.config.policy.severities;
        let known: Vec<String> = all.iter().map(Severity::to_string).collect();
        let mut found = Vec::new();
        for (index, item, word) in words {
            if known.iter().any(|it| it == word) {
                found.push(Severity::new(*word));
            } else {
                let pointer = format!("{pointer}/{index}");
                self.none_of(item.span, word, &known, "severities", &pointer);
            }
        }
        found
    }

    /// A list of words, at least one and each of them once; `None` where it is no such list.
    fn scale(&mut self, node: &Node, pointer: &str) -> Option<Vec<String>> {
        let words = self.words(node);
        let longest = words.iter().find(|it| it.2.chars().count() > LONGEST_WORD);
        let fault = match (longest, words.get(MOST_WORDS)) {
            (Some((index, item, _)), _) => {
                let message = format!("a word of more than {LONGEST_WORD} characters");
                let fault = Fault::new(item.span, message).pointer(format!("{pointer}/{index}"));
                Some(fault.help("write a short one"))
            }
            (None, Some((_, item, _))) => {
                let message = format!("more than {MOST_WORDS} words");
                let fault = Fault::new(item.span, message).pointer(pointer);
                Some(fault.help("take some out"))
            }
            (None, None) => None,
        };
        if let Some(fault) = fault {
            self.faults.push(fault);
            return None;
        }
        let is_whole = words.len() == node.items().len() && !words.is_empty();
        let words: Vec<String> = words.into_iter().map(|it| it.2.to_owned()).collect();
        let all: BTreeSet<&String> = words.iter().collect();
        let is_scale = is_whole && all.len() == words.len();
        self.sure(is_scale.then_some(words))
    }

    /// The levels of rules; whether there are rules of those names is found out where the rules are
    /// known.
    pub(super) fn rules(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        for entry in self.keys(node).map.entries() {
            let level = match (&entry.value.value, entry.value.as_str()) {
                // `off` is text in YAML 1.2; a quoted one and a bare `false` are meant alike.
                (Value::Bool(false), _) | (_, Some("off")) => Some(None),
                (_, word) => Level::ALL
                    .into_iter()
                    .find(|it| Some(it.as_str()) == word)
                    .map(Some),
            };
            if let Some(level) = self.sure(level) {
                let words = (entry.key.clone(), entry.key_span, level);
                self.config.rule_levels.push(words);
            }
        }
    }
}
