//! The steps of the checklist as data: `schema/checklist.yaml`, and what the configuration makes of
//! it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::FieldName;
use crate::model::MessageName;
use crate::model::Role;
use crate::model::Status;

/// The published list.
const LIST: &str = include_str!("../../schema/checklist.yaml");

/// Beginnings of the ids of steps that somebody asked for.
const ASKED: [&str; 2] = ["ask.", "x."];

/// The fact that settles a step without a tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A field of the report says something; an empty list does.
    Field(FieldName),
    /// A field of the report has a time that can be read.
    Time(FieldName),
    /// The report has come so far.
    Reached(Status),
    /// A message has been sent, or says why not.
    Sent(MessageName),
    /// Each subject matter expert has a file in `notes/`.
    Notes,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: String,
    /// The role that does it.
    pub role: Role,
    /// What is to be done.
    pub text: String,
    /// The status that waits for it; `None`: none does.
    pub gates: Option<Status>,
    /// What settles it without a tick.
    pub fact: Option<Fact>,
}

impl Step {
    /// Whether it stands once for each subject matter expert.
    pub fn is_for_each_expert(&self) -> bool {
        self.fact == Some(Fact::Notes)
    }
}

/// The list as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    notes: BTreeMap<String, String>,
    steps: Vec<WrittenStep>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    id: String,
    role: String,
    text: String,
    gates: Option<String>,
    #[serde(default)]
    settled_by: SettledBy,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SettledBy {
    field: Option<String>,
    time: Option<String>,
    status: Option<String>,
    message: Option<String>,
    notes: bool,
}

impl SettledBy {
    fn fact(self) -> Option<Fact> {
        let status = self.status.as_deref().and_then(Status::parse);
        let name = |it: Option<String>| MessageName::parse(&it?);
        let field = |it: Option<String>| FieldName::parse(&it?);
        field(self.field)
            .map(Fact::Field)
            .or(field(self.time).map(Fact::Time))
            .or(status.map(Fact::Reached))
            .or(name(self.message).map(Fact::Sent))
            .or(self.notes.then_some(Fact::Notes))
    }
}

/// The published notes and steps. The file is part of the program, and a test reads it: that it
/// cannot be read does not happen.
static STANDARD: LazyLock<(BTreeMap<String, String>, Vec<Step>)> = LazyLock::new(|| {
    let written: Written = serde_yaml::from_str(LIST).unwrap_or_default();
    let steps = written.steps.into_iter().filter_map(|step| {
        Some(Step {
            gates: step.gates.as_deref().and_then(Status::parse),
            fact: step.settled_by.fact(),
            id: step.id,
            role: Role::of_key(&step.role)?,
            text: step.text,
        })
    });
    (written.notes, steps.collect())
});

/// The sentence under the heading of a role without steps of its own.
pub fn note(role: Role) -> Option<&'static str> {
    STANDARD.0.get(role.key()?).map(String::as_str)
}

/// The published steps, in their order, before any configuration.
pub fn standard() -> &'static [Step] {
    &STANDARD.1
}

/// Whether an id is that of a step that somebody asked for, rather than of one in the list.
pub fn is_asked(id: &str) -> bool {
    ASKED.iter().any(|start| id.starts_with(start))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_published_list_can_be_read_whole() {
        let written: Written = serde_yaml::from_str(LIST).unwrap();
        assert!(!written.steps.is_empty());
        assert_eq!(written.steps.len(), standard().len());
        let of_checklist: Vec<&str> = Role::of_checklist().filter_map(Role::key).collect();
        for role in written.notes.keys() {
            assert!(of_checklist.contains(&role.as_str()), "{role}");
        }
        for (step, read) in written.steps.iter().zip(standard()) {
            assert_eq!(step.gates.as_deref(), read.gates.map(Status::as_str));
            assert!(of_checklist.contains(&step.role.as_str()), "{step:?}");
        }
        let with_fact = LIST.lines().filter(|line| line.contains("settled_by: {"));
        let facts = standard().iter().filter(|step| step.fact.is_some());
        assert_eq!(with_fact.count(), facts.count());
        let ids: BTreeSet<&str> = standard().iter().map(|step| step.id.as_str()).collect();
        assert_eq!(ids.len(), written.steps.len());
        assert!(!ids.iter().any(|id| is_asked(id)));
    }

    #[test]
    fn the_steps_are_in_the_order_of_their_roles() {
        let order = |step: &Step| Role::of_checklist().position(|role| role == step.role);
        assert!(standard().is_sorted_by_key(order));
    }
}
