//! The steps of the checklist: which there are, what each gates, and how far each one is.
//!
//! A step is settled by a fact that the report, a message or a note states, or by a tick.

use std::ops::ControlFlow;

use super::Context;
use crate::config::Policy;
use crate::document::Document;
use crate::front_matter::Node;
use crate::markdown::Task;
use crate::model;
use crate::model::Status;
use crate::time;

/// The step that stands once for each subject matter expert.
pub const NOTES: &str = "sme.add-notes";

/// Beginnings of the ids of steps that somebody asked for.
const ASKED: [&str; 2] = ["ask.", "x."];

/// A step that `pmrepo` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: &'static str,
    /// The status that waits for it; `None`: none does.
    pub gates: Option<Status>,
}

/// The steps, role by role (DESIGN 3).
pub const STEPS: [Step; 11] = [
    step("ic.group-related", Some(Status::InReview)),
    step("ic.final-severity", Some(Status::InReview)),
    step("ic.resolve", Some(Status::InReview)),
    step("ic.assign-owner", Some(Status::InReview)),
    step("ic.internal-notice", None),
    step("ic.check-progress", None),
    step("scribe.key-events", Some(Status::InReview)),
    step("scribe.collect-todos", Some(Status::InReview)),
    step(NOTES, None),
    step("cl.answer-customers", Some(Status::Closed)),
    step("cl.publish-external", Some(Status::Closed)),
];

const fn step(id: &'static str, gates: Option<Status>) -> Step {
    Step { id, gates }
}

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

/// Whether an id is that of a step: a known one, or one that somebody asked for. One that the
/// configuration drops stays known: postmortems from before may have it.
pub fn is_known(_policy: &Policy, id: &str) -> bool {
    STEPS.iter().any(|step| step.id == id) || ASKED.iter().any(|start| id.starts_with(start))
}

/// The id of a step that is most like a word that is none.
pub fn suggest(policy: &Policy, word: &str) -> Option<&'static str> {
    if word.len() > 100 {
        return None;
    }
    STEPS
        .iter()
        .filter(|step| !is_dropped(policy, step.id))
        .map(|step| (strsim::jaro_winkler(step.id, &word.to_lowercase()), step.id))
        .filter(|(likeness, _)| *likeness > 0.9)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, id)| id)
}

/// The status that waits for a step; `None` where none does, or the configuration drops the step.
pub fn gate(policy: &Policy, id: &str) -> Option<Status> {
    STEPS
        .iter()
        .find(|step| step.id == id && !is_dropped(policy, id))?
        .gates
}

/// Whether the configuration does without a step.
pub fn is_dropped(policy: &Policy, id: &str) -> bool {
    policy.dropped_steps.iter().any(|dropped| dropped == id)
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
    let report = context.report();
    match id {
        "ic.group-related" => report.field("grouped_incidents").is_some(),
        "ic.resolve" => context.moment("resolved_at").is_some(),
        "ic.assign-owner" => report
            .text_of("owner")
            .is_some_and(|it| !it.trim().is_empty()),
        "ic.internal-notice" => message(context, "notice").is_some_and(is_sent),
        "ic.check-progress" => context.has_reached(Status::Reviewed),
        "cl.publish-external" => message(context, "external")
            .is_some_and(|it| is_sent(it) || it.text_of("not_sent_because").is_some()),
        NOTES => {
            let experts = report
                .field("roles.subject_matter_experts")
                .map_or(&[][..], Node::items);
            !experts.is_empty()
                && experts
                    .iter()
                    .all(|expert| expert.as_str().is_some_and(|it| has_notes(context, it)))
        }
        _ => false,
    }
}

fn message<'a>(context: &Context<'a>, name: &str) -> Option<&'a Document> {
    context.dossier.messages.get(name)
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
