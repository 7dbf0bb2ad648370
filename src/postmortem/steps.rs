//! The steps of the checklist: how far each one is.
//!
//! A step is settled by a fact that the report, a message or a note states, or by a tick.

use std::cell::OnceCell;
use std::ops::ControlFlow;
use std::rc::Rc;

use super::Postmortem;
use super::amiss;
use super::noted::Noted;
use crate::config::steps::Fact;
use crate::markdown::Task;
use crate::model::Role;
use crate::model::bare;

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// A fact says that it is done.
    Settled,
    /// It is ticked.
    Ticked,
    /// It is ticked and does not apply, for a reason.
    NotApplicable,
    /// Neither.
    Open,
}

/// A step as it stands in the checklist.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    postmortem: Postmortem<'a>,
    notes: Rc<Notes>,
    /// The item.
    pub task: &'a Task,
    /// The step's id.
    pub id: &'a str,
}

/// What the steps of a postmortem share: its notes, and whether all experts have added theirs. Both are looked
/// at when a step first asks.
#[derive(Debug, Default)]
struct Notes {
    noted: OnceCell<Noted>,
    are_complete: OnceCell<bool>,
}

impl<'a> Step<'a> {
    /// The expert whose step it is, as the item names them, where each has one.
    pub fn expert(&self) -> Option<&'a str> {
        let is_own = self.postmortem.policy.is_for_each_expert(self.id);
        is_own
            .then(|| expert(self.task))
            .filter(|it| !it.is_empty())
    }

    /// The role that does it: as the list says; a step that somebody asked for names it in its id,
    /// `ask.deputy.1`; else that of the heading that it stands under.
    pub fn role(&self) -> Option<Role> {
        if let Some(step) = self.postmortem.policy.step(self.id) {
            return Some(step.role);
        }
        let asked = self.id.strip_prefix("ask.");
        let asked = asked.map(|it| it.rsplit_once('.').map_or(it, |(role, _)| role));
        asked.and_then(Role::called).or_else(|| {
            let checklist = self.postmortem.dossier.checklist.as_ref()?;
            let heading = checklist.body.sections.get(self.task.heading?)?;
            Role::called(heading.title.split(':').next()?)
        })
    }

    /// Whether a fact says that it is done.
    pub fn is_settled(&self) -> bool {
        let noted = || self.notes.noted.get_or_init(|| Noted::of(&self.postmortem));
        if self.expert().is_some_and(|it| noted().has(it)) {
            return true;
        }
        match self.postmortem.fact(self.id) {
            Some(Fact::Notes) => {
                let are_complete = || self.postmortem.is_noted_by_all(noted());
                *self.notes.are_complete.get_or_init(are_complete)
            }
            Some(fact) => self.postmortem.is_so(fact),
            None => false,
        }
    }
}

impl<'a> Postmortem<'a> {
    /// The steps that stand in the checklist, in its order: what is no step, or dropped by the
    /// configuration, is none. Nothing without a checklist.
    pub fn steps(&self) -> impl Iterator<Item = Step<'a>> + use<'a> {
        let postmortem = *self;
        let notes = Rc::new(Notes::default());
        let tasks = self.dossier.checklist.iter();
        let tasks = tasks.flat_map(|checklist| &checklist.body.tasks);
        tasks.filter_map(move |task| {
            let (id, _) = task.id.as_ref()?;
            let policy = postmortem.policy;
            let is_here = policy.is_step(id) && !policy.drops(id);
            is_here.then(|| Step {
                postmortem,
                notes: Rc::clone(&notes),
                task,
                id,
            })
        })
    }

    /// How far a step is. Where it stands in the checklist several times, the least counts.
    pub fn step_state(&self, id: &str) -> StepState {
        if self.is_settled(id) {
            return StepState::Settled;
        }
        let tasks = self
            .dossier
            .checklist
            .iter()
            .flat_map(|checklist| &checklist.body.tasks)
            .filter(|task| task.id.as_ref().is_some_and(|(name, _)| name == id));
        let folded = tasks.into_iter().try_fold(None, |so_far, task| {
            if !task.checked {
                return ControlFlow::Break(());
            }
            let this = match not_applicable(&task.text) {
                Some(reason) if !reason.is_empty() => StepState::NotApplicable,
                _ => StepState::Ticked,
            };
            ControlFlow::Continue(match so_far {
                Some(StepState::Ticked) => Some(StepState::Ticked),
                _ => Some(this),
            })
        });
        match folded {
            ControlFlow::Continue(Some(state)) => state,
            ControlFlow::Continue(None) | ControlFlow::Break(()) => StepState::Open,
        }
    }

    /// Whether a fact says that a step is done.
    pub fn is_settled(&self, id: &str) -> bool {
        self.fact(id).is_some_and(|fact| self.is_so(fact))
    }

    /// The fact that says that a step is done.
    fn fact(&self, id: &str) -> Option<&'a Fact> {
        self.policy.step_or_dropped(id)?.fact.as_ref()
    }

    fn is_so(&self, fact: &Fact) -> bool {
        match fact {
            Fact::Field(field) => {
                let said = self.field(*field);
                said.node().is_some_and(|it| amiss::is_in_form(*field, it))
                    && (said.text().is_none() || said.is_text())
            }
            Fact::Time(field) => self.moment(*field).is_some(),
            Fact::Reached(status) => self.has_reached(*status),
            Fact::Sent(name) => self.message(*name).is_some_and(|it| it.is_settled()),
            Fact::Notes => self.is_noted_by_all(&Noted::of(self)),
        }
    }

    /// Whether every expert has added notes, and there is one.
    fn is_noted_by_all(&self, noted: &Noted) -> bool {
        let field = Role::SubjectMatterExpert.field();
        let experts = field.map_or(&[][..], |it| self.field(it).items());
        let has_notes = |it: &str| noted.has(it);
        !experts.is_empty() && experts.iter().all(|it| it.as_str().is_some_and(has_notes))
    }
}

/// The expert whose notes an item of `sme.add-notes` asks for: what stands before the colon, else
/// the first word; empty where one that does not apply names nobody.
pub fn expert(task: &Task) -> &str {
    let asked = asked(&task.text);
    let name = match asked.split_once(':') {
        Some((name, _)) if name.split_whitespace().count() <= 3 => name,
        _ => asked.split_whitespace().next().unwrap_or(""),
    };
    bare(name)
}

/// What an item asks for: its text, and of one that does not apply what is kept of that in brackets behind
/// the reason, as `pmrepo checklist skip` writes it; empty where nothing is.
pub fn asked(text: &str) -> &str {
    let text = text.trim();
    match not_applicable(text) {
        Some(reason) => kept(reason).unwrap_or(""),
        None => text,
    }
}

/// What stands in the brackets at the end of a reason, behind its full stop.
fn kept(reason: &str) -> Option<&str> {
    let text = reason.strip_suffix(')')?;
    let mut open = 1_usize;
    let start = text.char_indices().rev().find_map(|(at, mark)| {
        open = match mark {
            ')' => open.saturating_add(1),
            '(' => open.saturating_sub(1),
            _ => open,
        };
        (open == 0).then_some(at)
    })?;
    let is_behind = text.get(..start)?.ends_with(". ");
    text.get(start + 1..).filter(|_| is_behind)
}

/// The reason of an item that does not apply, which may be empty; `None` where it applies.
pub fn not_applicable(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text
        .get(..3)
        .filter(|head| head.eq_ignore_ascii_case("n/a"))
        .and_then(|_| text.get(3..))?;
    match rest.chars().next() {
        Some(':') => Some(rest.get(1..).unwrap_or("").trim()),
        Some(mark) if mark.is_alphanumeric() => None,
        _ => Some(""),
    }
}

#[cfg(test)]
mod tests;
