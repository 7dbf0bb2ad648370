//! What each role still has to do after an incident.

use crate::config::Policy;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::front_matter::Node;
use crate::markdown::Task;
use crate::model::Role;
use crate::model::bare;
use crate::rules;
use crate::rules::Context;
use crate::rules::steps;
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
    let context = Context::new(policy, dossier);
    let report = &dossier.report;
    let Some(checklist) = &dossier.checklist else {
        if !rules::is_major(policy, report) {
            return Vec::new();
        }
        return policy
            .steps
            .iter()
            .filter(|it| it.fact.is_some())
            .map(|it| Step {
                postmortem: dossier.id.clone(),
                path: report.path.clone(),
                line: None,
                id: it.id.clone(),
                role: Some(it.role),
                people: people(policy, report, it.role),
                text: it.text.clone(),
                state: if steps::is_settled(&it.id, &context) {
                    State::Settled
                } else {
                    State::Open
                },
                gates: it.gates,
            })
            .collect();
    };
    checklist
        .body
        .tasks
        .iter()
        .filter_map(|task| {
            let (id, _) = task.id.as_ref()?;
            let is_here = steps::is_known(policy, id) && !policy.drops(id);
            is_here.then(|| of_task(policy, &context, checklist, task, id))
        })
        .collect()
}

fn of_task(
    policy: &Policy,
    context: &Context<'_>,
    checklist: &Document,
    task: &Task,
    id: &str,
) -> Step {
    let report = context.report();
    let role = role(policy, checklist, task, id);
    let is_own = steps::is_for_each_expert(policy, id);
    let named = steps::expert(task);
    let mut people = role.map_or_else(Vec::new, |it| people(policy, report, it));
    if is_own && people.iter().any(|it| policy.roster.is_same(it, named)) {
        people.retain(|it| policy.roster.is_same(it, named));
    }
    let is_settled = steps::is_settled(id, context) || is_own && steps::has_notes(context, named);
    let state = if task.checked && steps::not_applicable(&task.text).is_some() {
        State::NotApplicable
    } else if task.checked {
        State::Done
    } else if is_settled {
        State::Settled
    } else {
        State::Open
    };
    let line = checklist
        .lines
        .position(&checklist.text, task.marker.start)
        .line;
    Step {
        postmortem: context.dossier.id.clone(),
        path: checklist.path.clone(),
        line: Some(line),
        id: id.to_owned(),
        role,
        people,
        text: task.text.clone(),
        state,
        gates: steps::gate(policy, id),
    }
}

/// The role of a step: as the list says, else that of the heading it stands under.
fn role(policy: &Policy, checklist: &Document, task: &Task, id: &str) -> Option<Role> {
    if let Some(step) = policy.step(id) {
        return Some(step.role);
    }
    let heading = task
        .heading
        .and_then(|it| checklist.body.sections.get(it))
        .map_or("", |it| it.title.as_str());
    let title = heading.split(':').next().unwrap_or_default().trim();
    Role::of_checklist().find(|it| it.title().is_some_and(|it| it.eq_ignore_ascii_case(title)))
}

/// Who has a role in a report.
pub fn people(policy: &Policy, report: &Document, role: Role) -> Vec<String> {
    let Some(node) = role.field().and_then(|it| report.field(it)) else {
        return Vec::new();
    };
    node.as_str()
        .into_iter()
        .chain(node.items().iter().filter_map(Node::as_str))
        .filter(|it| !it.trim().is_empty())
        .map(|it| {
            let known = policy.roster.find(it);
            bare(known.map_or(it, |member| member.handle.as_str())).to_owned()
        })
        .collect()
}
