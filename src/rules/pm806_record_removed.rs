//! PM806: something that was promised or remembered is taken away.

use super::Change;
use super::Check;
use super::Context;
use super::Entry;
use super::change;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::markdown::Task;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::model::Role;
use crate::model::Status;
use crate::postmortem::ActionItem;
use crate::postmortem::Message;
use crate::postmortem::ProcessReview;
use crate::postmortem::Said;
use crate::postmortem::steps as of_checklist;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM806",
    name: "record-removed",
    level: Level::Error,
    summary: "an action item, the owner, the checklist, an open step or a note is removed",
    page: include_str!("pm806_record_removed.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

/// What stands for the files in `notes/`, which no field names.
const NOTES: &str = "/notes";

/// What helps where an item is made one that may go.
const PROPOSED_AGAIN: &str = "what is not going to be done gets `state: wont-do` and a `reason`";

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let new = change.after.report();
    if !new.is_readable() {
        return;
    }
    let status = change.after.field(FieldName::Status).place();
    let mut gone = |field: Option<FieldName>, what: String, help: &str| {
        let said = field.map(|it| change.after.field(it));
        let said = said.filter(|it| it.is_there());
        let span = said.map_or(status, Said::place);
        found.push(
            Diagnostic::new(&RULE, &new.path, span, format!("{what} is removed"))
                .help(help)
                .pointer(field.map_or_else(|| NOTES.to_owned(), FieldName::pointer)),
        );
    };
    let has_owner = |it: &Context<'_>| it.field(FieldName::Owner).is_text();
    if has_owner(change.before) && !has_owner(change.after) {
        gone(
            Some(FieldName::Owner),
            "the owner".to_owned(),
            "name whoever takes it over",
        );
    }
    let status_before = change.status_before();
    let has_been_reviewed = status_before.is_some_and(|it| it.has_reached(Status::Reviewed));
    let items = ActionItem::by_name(change.after.action_items());
    for (name, item) in ActionItem::by_name(change.before.action_items()) {
        let Some(now) = items.get(name) else {
            if is_proposed(&item) && !has_been_reviewed {
                continue;
            }
            gone(
                Some(FieldName::ActionItems),
                format!("the action item {name}"),
                "keep it, with `state: wont-do` and a `reason`",
            );
            continue;
        };
        if is_proposed(now) && !is_proposed(&item) {
            gone(
                Some(FieldName::ActionItems),
                format!("that the action item {name} was promised"),
                PROPOSED_AGAIN,
            );
        }
    }
    let notes = |dossier: &crate::corpus::Dossier| -> Vec<String> {
        let below = dossier
            .notes
            .iter()
            .filter_map(|it| it.below(&dossier.directory));
        below.map(str::to_owned).collect()
    };
    let kept = notes(change.after.dossier);
    for note in notes(change.before.dossier) {
        if !kept.contains(&note) {
            gone(
                None,
                format!("`{note}`"),
                "notes are what people remembered; keep them",
            );
        }
    }
    steps(change, found);
}

/// Whether an item is only proposed: it may go.
fn is_proposed(item: &ActionItem<'_>) -> bool {
    item.state() == Some(ActionState::Proposed)
}

/// A checklist that is gone, and open steps that are no longer in it. Where the incident is not a
/// major one any more, nobody waits for open steps, and only what was done is a record.
fn steps(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let Some(before) = &change.before.dossier.checklist else {
        return;
    };
    let report = change.after;
    let Some(after) = change.after.dossier.checklist.as_ref() else {
        let mut steps = before.body.tasks.iter().filter(|it| it.id.is_some());
        if steps.any(|it| it.checked || report.is_major()) {
            let place = report.field(FieldName::Status).place();
            found.push(
                Diagnostic::new(
                    &RULE,
                    &report.document.path,
                    place,
                    "the checklist is removed",
                )
                .help("keep `checklist.md`: a step that does not apply is skipped, with a reason"),
            );
        }
        return;
    };
    if !report.is_major() {
        return;
    }
    let now: Vec<String> = after.body.tasks.iter().map(change::step).collect();
    for task in before.body.tasks.iter().filter(|it| !it.checked) {
        let name = change::step(task);
        let Some((id, _)) = &task.id else {
            continue;
        };
        // What stood there for whoever it would be becomes the step of somebody.
        let is_unnamed = name == format!("`{id}`") && report.policy.is_for_each_expert(id);
        let becomes = |it: &String| is_unnamed && it.starts_with(&name);
        if now.iter().any(|it| *it == name || becomes(it))
            || is_taken_over(change, task, id)
            || is_passed_over(after, id) && has_as_many(change, id)
        {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                &after.path,
                after.place(),
                format!("the open step {name} is removed"),
            )
            .help("pass over it: `pmrepo checklist skip` writes down why"),
        );
    }
}

/// Whether the step of an expert whom the report names no longer is somebody else's now: there are as many
/// of it as there were.
fn is_taken_over(change: &Change<'_>, task: &Task, id: &str) -> bool {
    let after = change.after;
    let roster = &after.policy.roster;
    let expert = of_checklist::expert(task);
    let mut experts = after.people(Role::SubjectMatterExpert);
    after.policy.is_for_each_expert(id)
        && !experts.any(|it| roster.is_same(it, expert))
        && has_as_many(change, id)
}

/// Whether somebody has written that a step does not apply, and not whose it was.
fn is_passed_over(checklist: &Document, id: &str) -> bool {
    let mut tasks = checklist.body.tasks.iter();
    tasks.any(|it| {
        let is_it = it.id.as_ref().is_some_and(|(it, _)| it == id);
        let is_passed = of_checklist::not_applicable(&it.text).is_some();
        is_it && is_passed && of_checklist::asked(&it.text).is_empty()
    })
}

/// Whether a step stands there as often as it did.
fn has_as_many(change: &Change<'_>, id: &str) -> bool {
    let count = |it: &Context<'_>| {
        let tasks = it.dossier.checklist.iter().flat_map(|it| &it.body.tasks);
        let is_it = |task: &&Task| task.id.as_ref().is_some_and(|(it, _)| it == id);
        tasks.filter(is_it).count()
    };
    count(change.after) >= count(change.before)
}

/// Finds what the notes of a process review have no longer: that it was held, all that they said then,
/// and tweaks. A tweak that is only proposed may go until the review is held.
pub fn of_notes(before: &ProcessReview<'_>, after: &ProcessReview<'_>) -> Vec<Diagnostic> {
    if !after.document.is_readable() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut gone = |field: FieldName, what: String, help: &str| {
        let said = after.field(field);
        let place = if said.is_there() {
            said.place()
        } else {
            after.document.place()
        };
        found.push(
            Diagnostic::new(
                &RULE,
                &after.document.path,
                place,
                format!("{what} is removed"),
            )
            .help(help)
            .pointer(field.pointer()),
        );
    };
    if before.is_held() && !after.is_held() {
        gone(
            FieldName::Status,
            "that the process review was held".to_owned(),
            "plan the next one with notes of its own",
        );
    }
    let is_silent = |it: &ProcessReview<'_>| {
        Message {
            document: it.document,
        }
        .is_empty()
    };
    if before.is_held() && !is_silent(before) && is_silent(after) {
        gone(
            FieldName::Status,
            "all that was written down".to_owned(),
            "notes are what people remembered; keep them",
        );
    }
    let kept = ActionItem::by_name(after.tweaks());
    for (name, it) in ActionItem::by_name(before.tweaks()) {
        match kept.get(name) {
            None if before.is_held() || !is_proposed(&it) => gone(
                FieldName::Tweaks,
                format!("the tweak {name}"),
                "keep it, with `state: wont-do` and a `reason`",
            ),
            Some(now) if is_proposed(now) && !is_proposed(&it) => gone(
                FieldName::Tweaks,
                format!("that the tweak {name} was promised"),
                PROPOSED_AGAIN,
            ),
            _ => {}
        }
    }
    found
}

/// Finds that a file in `notes/` had a text and has none any more.
pub fn of_note(note: &Document) -> Diagnostic {
    let name = note.path.name();
    Diagnostic::new(
        &RULE,
        &note.path,
        note.place(),
        format!("all that `{name}` said is removed"),
    )
    .help("notes are what people remembered; keep them")
}
