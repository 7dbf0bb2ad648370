//! The deadlines that a team adds: `deadlines.custom`.

use super::Reader;
use super::text;
use crate::config::CustomDeadline;
use crate::config::MetBy;
use crate::config::Whose;
use crate::config::custom_anchors;
use crate::diagnostic::Fault;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::model::Role;
use crate::model::Severity;

/// How many there may be: each is reckoned for every report.
const MOST: usize = 50;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 60;

impl Reader {
    pub(super) fn custom_deadlines(&mut self, node: &Node) {
        let entries = self.keys(node).map.entries();
        for entry in entries.iter().take(MOST) {
            if let Some(it) = self.custom_deadline(entry) {
                self.config.policy.custom.push(it);
            }
        }
        if let Some(entry) = entries.get(MOST) {
            let message = format!("there are more than {MOST} deadlines of your own");
            let fault = Fault::new(entry.key_span, message).help("take some out");
            self.faults.push(fault.pointer("/deadlines/custom"));
        }
    }

    fn custom_deadline(&mut self, entry: &Entry) -> Option<CustomDeadline> {
        let pointer = format!("/deadlines/custom/{}", entry.key);
        let name = self.sure(Some(&entry.key).filter(|it| is_name(it)));
        let mut keys = self.keys(&entry.value);
        let after = keys.take("after").and_then(Node::as_str);
        let after = self.sure(after.and_then(anchor));
        let within = keys.take("within").and_then(Node::as_str);
        let within = self.sure(within.and_then(|it| it.parse().ok()));
        let owed_by = keys.take("owed_by").and_then(Node::as_str);
        let owed_by = self.sure(owed_by.and_then(role));
        let of = keys.take("for").map_or(Some(Whose::All), |it| {
            self.whose(it, &format!("{pointer}/for"))
        });
        let when = keys.take("when").map(|it| self.sure(text(it)));
        let met_by = keys.take("met_by").and_then(|it| self.met_by(it, &pointer));
        self.doubts |= entry.value.get("met_by").is_none();
        let since = self.since(&mut keys, &pointer);
        self.no_more(&keys);
        let when = match when {
            None => None,
            Some(it) => Some(it?.to_owned()),
        };
        Some(CustomDeadline {
            name: name?.clone(),
            span: entry.key_span,
            after: after?,
            within: within?,
            owed_by: owed_by?,
            of: of?,
            when,
            met_by: met_by?,
            since,
        })
    }

    /// Which incidents: `major`, `all`, or a list of severities.
    fn whose(&mut self, node: &Node, pointer: &str) -> Option<Whose> {
        match node.as_str() {
            Some("all") => return Some(Whose::All),
            Some("major") => return Some(Whose::Major),
            Some(_) => return self.sure(None),
            None => {}
        }
        let words = self.words(node);
        let found: Vec<Severity> = self.some_severities(&words, pointer);
        let is_whole = !found.is_empty() && found.len() == node.items().len();
        self.doubts |= node.items().is_empty();
        is_whole.then_some(Whose::These(found))
    }

    /// What meets it: one of a field, a message, a step.
    fn met_by(&mut self, node: &Node, pointer: &str) -> Option<MetBy> {
        let mut keys = self.keys(node);
        let field = keys.take("field").map(|it| self.sure(text(it)));
        let message = keys.take("message").map(|it| {
            let name = it.as_str().and_then(MessageName::parse);
            self.sure(name)
        });
        let step = keys.take("step").map(|it| (it, self.sure(text(it))));
        self.no_more(&keys);
        match (field, message, step) {
            (Some(field), None, None) => Some(MetBy::Field(field?.to_owned())),
            (None, Some(message), None) => Some(MetBy::Message(message?)),
            (None, None, Some((node, step))) => {
                let step = step?;
                if self.config.policy.is_step(step) {
                    return Some(MetBy::Step(step.to_owned()));
                }
                let steps = &self.config.policy.steps;
                let known: Vec<String> = steps.iter().map(|it| it.id.clone()).collect();
                let pointer = format!("{pointer}/met_by/step");
                self.none_of(node.span, step, &known, "steps", &pointer);
                None
            }
            _ => self.sure(None),
        }
    }
}

/// The field of a word from which a clock may run.
fn anchor(word: &str) -> Option<FieldName> {
    custom_anchors().find(|it| it.as_str() == word)
}

/// The role of a word, if it is one that has steps.
fn role(word: &str) -> Option<Role> {
    Role::of_checklist().find(|it| it.key() == Some(word))
}

/// Whether a deadline may be called so: as the others are, in small letters with hyphens.
fn is_name(word: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    word.starts_with(|it: char| it.is_ascii_lowercase())
        && word.bytes().all(is_plain)
        && word.len() <= LONGEST_NAME
}
