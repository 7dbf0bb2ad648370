//! The steps of the checklist: which there are, what each gates, and how far each one is.
//!
//! A step is settled by a fact that the report, a message or a note states, or by a tick.

use std::ops::ControlFlow;

use super::Context;
use crate::config;
use crate::config::Policy;
use crate::config::steps::Fact;
use crate::config::steps::Step;
use crate::document::Document;
use crate::front_matter::Node;
use crate::likeness;
use crate::likeness::Among;
use crate::markdown::Task;
use crate::model;
use crate::model::MessageName;
use crate::model::Status;
use crate::time;

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A fact says that it is done.
    Settled,
    /// It is ticked.
    Ticked,
    /// It is ticked and does not apply, for a reason.
    NotApplicable,
    /// Neither.
    Open,
}

/// Whether an id is that of a step: a listed one, or one that somebody asked for. One that the
/// configuration drops stays known: postmortems from before may have it.
pub fn is_known(policy: &Policy, id: &str) -> bool {
    find(policy, id).is_some() || config::steps::is_asked(id)
}

/// The step of an id, be it dropped.
fn find<'a>(policy: &'a Policy, id: &str) -> Option<&'a Step> {
    let standard = || config::steps::standard().iter().find(|step| step.id == id);
    policy.step(id).or_else(standard)
}

/// Whether a step stands once for each subject matter expert.
pub fn is_for_each_expert(policy: &Policy, id: &str) -> bool {
    find(policy, id).is_some_and(Step::is_for_each_expert)
}

/// The id of a step that is most like a word that is none.
pub fn suggest<'a>(policy: &'a Policy, word: &str) -> Option<&'a str> {
    let ids = policy.steps.iter().map(|step| step.id.as_str());
    likeness::nearest_word(word, ids, Among::Kin)
}

/// The status that waits for a step; `None` where none does, or the configuration drops the step.
pub fn gate(policy: &Policy, id: &str) -> Option<Status> {
    policy.step(id)?.gates
}

/// How far a step is. Where it stands in the checklist several times, the least counts.
pub fn state(id: &str, context: &Context<'_>) -> State {
    if is_settled(id, context) {
        return State::Settled;
    }
    let tasks = context
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
            Some(reason) if !reason.is_empty() => State::NotApplicable,
            _ => State::Ticked,
        };
        ControlFlow::Continue(match so_far {
            Some(State::Ticked) => Some(State::Ticked),
            _ => Some(this),
        })
    });
    match folded {
        ControlFlow::Continue(Some(state)) => state,
        ControlFlow::Continue(None) | ControlFlow::Break(()) => State::Open,
    }
}

/// Whether a fact says that a step is done.
pub fn is_settled(id: &str, context: &Context<'_>) -> bool {
    let fact = find(context.policy, id).and_then(|step| step.fact.as_ref());
    fact.is_some_and(|fact| is_so(fact, context))
}

fn is_so(fact: &Fact, context: &Context<'_>) -> bool {
    let report = context.report();
    match fact {
        Fact::Field(field) => report
            .field(field)
            .is_some_and(|node| node.as_str().is_none_or(|text| !text.trim().is_empty())),
        Fact::Time(field) => context.moment(field).is_some(),
        Fact::Reached(status) => context.has_reached(*status),
        Fact::Sent(name) => message(context, *name).is_some_and(is_sent),
        Fact::SentOrNot(name) => {
            message(context, *name).is_some_and(|it| is_sent(it) || it.says("not_sent_because"))
        }
        Fact::Notes => {
            let experts = report
                .field("roles.subject_matter_experts")
                .map_or(&[][..], Node::items);
            !experts.is_empty()
                && experts
                    .iter()
                    .all(|expert| expert.as_str().is_some_and(|it| has_notes(context, it)))
        }
    }
}

fn message<'a>(context: &Context<'a>, name: MessageName) -> Option<&'a Document> {
    context.dossier.messages.get(name.as_str())
}

/// Whether a message has been sent: its `sent_at` can be read.
pub fn is_sent(message: &Document) -> bool {
    message
        .text_of("sent_at")
        .is_some_and(|it| time::parse_timestamp(it).is_ok())
}

/// Whether a file in `notes/` bears a person's name: `notes/dave.md`, `notes/dave-graphs.md`.
pub fn has_notes(context: &Context<'_>, person: &str) -> bool {
    let person = model::bare(person).to_lowercase();
    !person.is_empty()
        && context.dossier.notes.iter().any(|path| {
            let name = path.name().to_lowercase();
            name.strip_prefix(&person)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
}

/// The expert whose notes an item of `sme.add-notes` asks for: what stands before the colon, else
/// the first word.
pub fn expert(task: &Task) -> &str {
    let name = match task.text.split_once(':') {
        Some((name, _)) if name.split_whitespace().count() <= 3 => name,
        _ => task.text.split_whitespace().next().unwrap_or(""),
    };
    model::bare(name)
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
