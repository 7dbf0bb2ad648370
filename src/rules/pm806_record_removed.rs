//! PM806: something that was promised or remembered is taken away.

use super::Change;
use super::Check;
use super::Entry;
use super::change;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::front_matter::Node;
use crate::model::Status;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM806",
    name: "record-removed",
    level: Level::Error,
    summary: "an action item, the owner, an open step or a note is taken away",
    page: include_str!("pm806_record_removed.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let (old, new) = (change.before.report(), change.after.report());
    if !new.is_readable() {
        return;
    }
    let mut gone = |field: &str, what: String, help: &str| {
        let span = match new.field(field) {
            Some(_) => new.place_of(field),
            None => new.place_of("status"),
        };
        found.push(
            Diagnostic::new(&RULE, &new.path, span, format!("{what} is taken away"))
                .help(help)
                .pointer(format!("/{field}")),
        );
    };
    if old.says("owner") && !new.says("owner") {
        gone(
            "owner",
            "the owner".to_owned(),
            "name whoever takes it over",
        );
    }
    let has_been_reviewed = change.before.has_reached(Status::Reviewed);
    let items = change::items(new);
    for (name, (_, item)) in change::items(old) {
        let is_proposed = item.get("state").and_then(Node::as_str) == Some("proposed");
        if !items.contains_key(&name) && (has_been_reviewed || !is_proposed) {
            gone(
                change::ITEMS,
                format!("the action item {name}"),
                "keep it, with `state: wont-do` and a `reason`",
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
                "notes",
                format!("`{note}`"),
                "notes are what people remembered; keep them",
            );
        }
    }
    steps(change, found);
}

/// Open steps that are no longer in the checklist.
fn steps(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let Some(before) = &change.before.dossier.checklist else {
        return;
    };
    let after = change.after.dossier.checklist.as_ref();
    let report = change.after.report();
    let now: Vec<String> = after.map_or_else(Vec::new, |it| {
        it.body.tasks.iter().map(change::step).collect()
    });
    for task in before.body.tasks.iter().filter(|it| !it.checked) {
        let name = change::step(task);
        if task.id.is_none() || now.contains(&name) {
            continue;
        }
        let (path, span) = match after {
            Some(list) => (&list.path, list.place()),
            None => (&report.path, report.place_of("status")),
        };
        found.push(
            Diagnostic::new(
                &RULE,
                path,
                span,
                format!("the open step {name} is taken away"),
            )
            .help("pass over it: `pmrepo checklist skip` writes down why"),
        );
    }
}
