//! The steps of the checklist: `checklist.drop` and `checklist.add`.

use super::Reader;
use crate::config::steps;
use crate::config::steps::Step;
use crate::front_matter::Node;
use crate::model::Role;

/// The keys of a step that is added.
const KEYS: [&str; 4] = ["id", "role", "text", "by"];
/// The longest id and the longest text of a step, in bytes.
const LONGEST_ID: usize = 60;
const LONGEST_TEXT: usize = 400;

impl Reader {
    pub(super) fn checklist(&mut self, root: &Node) {
        let Some(node) = root.get("checklist") else {
            return;
        };
        self.known_keys(node, &["drop", "add"], "/checklist");
        if let Some(drop) = node.get("drop") {
            self.drop_steps(drop);
        }
        if let Some(add) = node.get("add") {
            self.a_list(add, "/checklist/add");
            for (index, item) in add.items().iter().enumerate() {
                self.add_step(item, &format!("/checklist/add/{index}"));
            }
        }
    }

    fn drop_steps(&mut self, node: &Node) {
        let ids: Vec<String> = steps::standard().iter().map(|it| it.id.clone()).collect();
        for (index, item) in self.words(node, "/checklist/drop") {
            let word = item.as_str().unwrap_or_default();
            if ids.iter().any(|id| id == word) {
                let policy = &mut self.config.policy;
                policy.steps.retain(|step| step.id != word);
                policy.dropped_steps.push(word.to_owned());
            } else {
                let pointer = format!("/checklist/drop/{index}");
                self.none_of(item.span, word, &ids, "steps", &pointer);
            }
        }
    }

    fn add_step(&mut self, node: &Node, pointer: &str) {
        self.known_keys(node, &KEYS, pointer);
        let id = self.text(node, "id", pointer);
        let role = self.text(node, "role", pointer);
        let text = self.text(node, "text", pointer);
        let (Some(id), Some(role), Some(text)) = (id, role, text) else {
            return;
        };
        let gates = match node.get("by") {
            Some(by) => match self.status(by, &format!("{pointer}/by")) {
                Ok(gates) => gates,
                Err(_) => return,
            },
            None => None,
        };
        let word = role.as_str().unwrap_or_default();
        let Some(known) = Role::of_checklist().find(|it| it.key() == Some(word)) else {
            let roles = Role::of_checklist().filter_map(Role::key);
            let roles: Vec<String> = roles.map(str::to_owned).collect();
            self.none_of(role.span, word, &roles, "roles", &format!("{pointer}/role"));
            return;
        };
        let (Some(id_word), Some(text_words)) = (id.as_str(), text.as_str()) else {
            return;
        };
        if let Some((message, help)) = self.id_fault(id_word) {
            self.wrong(id, &format!("{pointer}/id"), message, Some(help.to_owned()));
            return;
        }
        if text_words.len() > LONGEST_TEXT || text_words.contains(['\n', '\r']) {
            let message = "a step is one line of text".to_owned();
            let help = "say it in a sentence, and link to what explains it".to_owned();
            self.wrong(text, &format!("{pointer}/text"), message, Some(help));
            return;
        }
        let step = Step {
            id: id_word.to_owned(),
            role: known,
            text: text_words.trim().to_owned(),
            gates,
            fact: None,
        };
        self.insert(step);
    }

    /// Puts a step behind the others of its role.
    fn insert(&mut self, step: Step) {
        let place = |role: Role| Role::of_checklist().position(|it| it == role);
        let steps = &mut self.config.policy.steps;
        let at = steps.partition_point(|it| place(it.role) <= place(step.role));
        steps.insert(at, step);
    }

    /// What is wrong with the id of a new step, and what to do.
    fn id_fault(&self, id: &str) -> Option<(String, &'static str)> {
        let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
        let begins = id.starts_with(|it: char| it.is_ascii_alphabetic());
        if !begins || !id.chars().all(is_plain) || id.len() > LONGEST_ID {
            return Some((
                "this is no id of a step".to_owned(),
                "write one like `ic.update-runbook`: letters, digits, dots and dashes",
            ));
        }
        if steps::is_asked(id) {
            return Some((
                format!("`{id}` is kept for steps that somebody asks for after one incident"),
                "begin it otherwise, such as with the role: `ic.update-runbook`",
            ));
        }
        let is_there = steps::standard()
            .iter()
            .chain(&self.config.policy.steps)
            .any(|step| step.id == id);
        is_there.then(|| {
            (
                format!("there is a step `{id}` already"),
                "give this one an id of its own",
            )
        })
    }
}
