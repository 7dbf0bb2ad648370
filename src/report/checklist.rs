//! What each role still has to do after an incident.

use std::collections::BTreeMap;

use crate::config::Policy;
use crate::config::Who;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::model::Role;
use crate::postmortem;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::postmortem::steps;
use crate::report::overdue::Unreadable;
use crate::report::unread;
use crate::report::unread::Need;
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
pub type Ticks = BTreeMap<usize, Option<(String, crate::time::Moment)>>;

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

/// What of a postmortem cannot be read, so that its steps are not all here, or not as they are.
pub fn unread(policy: &Policy, dossier: &Dossier) -> Vec<Unreadable> {
    let report = Report::new(policy, &dossier.report);
    // Without a checklist there are steps of a major incident only.
    let needs: &[Need] = match dossier.checklist {
        Some(_) => &[],
        None => &[Need::Severity],
    };
    let checklist = dossier.checklist.as_ref();
    let checklist = checklist.and_then(|it| unread::of_other(dossier, it, &report));
    let report = unread::of_report(&dossier.id, &report, needs);
    report.into_iter().chain(checklist).collect()
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
    let mut roles: BTreeMap<Role, Holders> = BTreeMap::new();
    let steps = postmortem.steps().map(|step| {
        let holders = step.role().map(|role| {
            let holders = roles.entry(role);
            &*holders.or_insert_with(|| Holders::of(&postmortem, role))
        });
        let people = holders.map_or_else(Vec::new, |it| it.of_step(policy, &step));
        of_step(&postmortem, checklist, (&step, people))
    });
    steps.collect()
}

/// Who has a role.
struct Holders {
    all: Vec<String>,
    by_person: BTreeMap<Who, Vec<String>>,
}

impl Holders {
    fn of(postmortem: &Postmortem<'_>, role: Role) -> Self {
        let all = people(postmortem, role);
        let mut by_person: BTreeMap<Who, Vec<String>> = BTreeMap::new();
        for it in &all {
            let who = postmortem.policy.roster.who(it);
            by_person.entry(who).or_default().push(it.clone());
        }
        Self { all, by_person }
    }

    /// Who of them has a step: the expert whom it names, else all.
    fn of_step(&self, policy: &Policy, step: &postmortem::Step<'_>) -> Vec<String> {
        let named = step.expert().map(|it| policy.roster.who(it));
        let named = named.and_then(|it| self.by_person.get(&it));
        named.unwrap_or(&self.all).clone()
    }
}

fn of_step(
    postmortem: &Postmortem<'_>,
    checklist: &Document,
    (step, people): (&postmortem::Step<'_>, Vec<String>),
) -> Step {
    let policy = postmortem.policy;
    let (task, id) = (step.task, step.id);
    let role = step.role();
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
