//! The steps of the checklist: `checklist.drop` and `checklist.add`.

use super::Reader;
use super::text;
use crate::config::steps;
use crate::config::steps::Step;
use crate::front_matter::Node;
use crate::model::Role;

/// The longest id of a step, in bytes, and the longest text, in characters.
const LONGEST_ID: usize = 60;
const LONGEST_TEXT: usize = 400;

impl Reader {
    pub(super) fn checklist(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let mut keys = self.keys(node);
        if let Some(drop) = keys.take("drop") {
            self.drop_steps(drop);
        }
        if let Some(add) = keys.take("add") {
            for (index, item) in self.list(add).iter().enumerate() {
                self.add_step(item, &format!("/checklist/add/{index}"));
            }
        }
        self.no_more(&keys);
    }

    fn drop_steps(&mut self, node: &Node) {
        let ids: Vec<String> = steps::standard().iter().map(|it| it.id.clone()).collect();
        for (index, item, word) in self.words(node) {
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
        self.doubts |= !node.is_map();
        let mut keys = self.keys(node);
        let id = keys.take("id");
        let id = self.sure(id.filter(|it| it.as_str().is_some_and(is_id)));
        let role = keys.take("role").and_then(Node::as_str);
        let role = Role::of_checklist().find(|it| it.key().is_some() && it.key() == role);
        let role = self.sure(role);
        let line = keys.take("text").and_then(text);
        let line = self.sure(line.filter(|it| is_line(it)));
        let gates = match keys.take("by") {
            Some(by) => self.status(by),
            None => Ok(None),
        };
        self.no_more(&keys);
        let (Some(id), Some(role), Some(line), Ok(gates)) = (id, role, line, gates) else {
            return;
        };
        let word = id.as_str().unwrap_or_default();
        if let Some((message, help)) = self.id_fault(word) {
            self.wrong(id, &format!("{pointer}/id"), message, Some(help.to_owned()));
            return;
        }
        self.insert(Step {
            id: word.to_owned(),
            role,
            text: line.trim().to_owned(),
            gates,
            fact: None,
        });
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

/// Whether a new step may be called so.
fn is_id(word: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    let begins = word.starts_with(|it: char| it.is_ascii_alphabetic());
    begins && word.chars().all(is_plain) && word.len() <= LONGEST_ID
}

/// Whether a text is one line that can be read at a glance.
pub(super) fn is_line(text: &str) -> bool {
    text.chars().count() <= LONGEST_TEXT && !text.contains(['\n', '\r'])
}
