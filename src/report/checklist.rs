//! What each role still has to do after an incident.

use crate::config::Policy;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::model::Role;
use crate::postmortem;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::postmortem::steps;
use crate::source::RepoPath;

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has done it.
    Open,
    /// It is ticked.
    Done,
    /// A fact says that it is done: nobody needs to tick it.
    Settled,
    /// It is ticked and does not apply.
    NotApplicable,
}

impl State {
    /// Its word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Settled => "settled",
            Self::NotApplicable => "n/a",
        }
    }
}

/// Who ticked a line last, and when, by line; `None` where it is not committed yet.
pub type Ticks = std::collections::BTreeMap<usize, Option<(String, crate::time::Moment)>>;

/// A step of a postmortem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The postmortem's id.
    pub postmortem: String,
    /// The checklist, else the report.
    pub path: RepoPath,
    /// The line of the step in the checklist, from 1; `None` where it does not stand there.
    pub line: Option<usize>,
    /// Its id.
    pub id: String,
    /// The role that does it; `None` for a step that stands under no role's heading.
    pub role: Option<Role>,
    /// Who has it: the roster's handles where it knows them.
    pub people: Vec<String>,
    /// What is to be done.
    pub text: String,
    /// How far it is.
    pub state: State,
    /// The status that waits for it.
    pub gates: Option<crate::model::Status>,
}

impl Step {
    /// The role's name in the front matter; empty where no role has it.
    pub fn role_word(&self) -> &'static str {
        self.role.and_then(Role::key).unwrap_or_default()
    }
}

/// The steps of one postmortem, in the order of its checklist; without one, those that facts
/// settle, of a major incident only.
pub fn of_postmortem(policy: &Policy, dossier: &Dossier) -> Vec<Step> {
    let postmortem = Postmortem::new(policy, dossier);
    let Some(checklist) = &dossier.checklist else {
        if !postmortem.is_major() {
            return Vec::new();
        }
        return policy
            .steps
            .iter()
            .filter(|it| it.fact.is_some())
            .map(|it| Step {
                postmortem: dossier.id.to_string(),
                path: dossier.report.path.clone(),
                line: None,
                id: it.id.clone(),
                role: Some(it.role),
                people: people(&postmortem, it.role),
                text: it.text.clone(),
                state: if postmortem.is_settled(&it.id) {
                    State::Settled
                } else {
                    State::Open
                },
                gates: it.gates,
            })
            .collect();
    };
    postmortem
        .steps()
        .map(|step| of_step(&postmortem, checklist, &step))
        .collect()
}

fn of_step(postmortem: &Postmortem<'_>, checklist: &Document, step: &postmortem::Step<'_>) -> Step {
    let policy = postmortem.policy;
    let (task, id) = (step.task, step.id);
    let role = step.role();
    let mut people = role.map_or_else(Vec::new, |it| people(postmortem, it));
    if let Some(named) = step.expert()
        && people.iter().any(|it| policy.roster.is_same(it, named))
    {
        people.retain(|it| policy.roster.is_same(it, named));
    }
    let state = if task.checked && steps::not_applicable(&task.text).is_some() {
        State::NotApplicable
    } else if task.checked {
        State::Done
    } else if step.is_settled() {
        State::Settled
    } else {
        State::Open
    };
    let line = checklist
        .lines
        .position(&checklist.text, task.marker.start)
        .line;
    Step {
        postmortem: postmortem.dossier.id.to_string(),
        path: checklist.path.clone(),
        line: Some(line),
        id: id.to_owned(),
        role,
        people,
        text: task.text.clone(),
        state,
        gates: policy.gate(id),
    }
}

/// Who has a role in a report: the roster's handles where it knows them.
pub fn people(report: &Report<'_>, role: Role) -> Vec<String> {
    let roster = &report.policy.roster;
    let people = report.people(role);
    people.map(|it| roster.handle(it).to_owned()).collect()
}
