//! PM803: a closed report is edited beyond what may change freely.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::ActionItem;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM803",
    name: "closed-report-edited",
    level: Level::Error,
    summary: "a closed report is edited",
    page: include_str!("pm803_closed_report_edited.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

/// The fields that may change as long as the postmortem exists (DESIGN 5).
const FREE: [FieldName; 5] = [
    FieldName::Status,
    FieldName::Related,
    FieldName::Tags,
    FieldName::References,
    FieldName::Waivers,
];
/// What may change of an action item.
const FREE_OF_ITEM: [FieldName; 5] = [
    FieldName::State,
    FieldName::DoneOn,
    FieldName::Reason,
    FieldName::Ticket,
    FieldName::Owner,
];

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    if change.status_before() != Some(Status::Closed) {
        return;
    }
    let (before, after) = (change.before.report(), change.after.report());
    let (Some(old), Some(new)) = (before.root(), after.root()) else {
        return;
    };
    let keys: BTreeSet<&str> = [old, new]
        .iter()
        .flat_map(|it| it.entries())
        .map(|it| it.key.as_str())
        .filter(|key| !is_one(&FREE, key) && *key != FieldName::ActionItems.as_str())
        .collect();
    for key in keys {
        if change.changes(key) {
            found.push(
                edited(after, after.place_of(key), &format!("`{key}`")).pointer(format!("/{key}")),
            );
        }
    }
    items(change, found);
    let (old, new) = (parts(before), parts(after));
    let titles: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for title in titles {
        let (was, is) = (old.get(title), new.get(title));
        if was.map(|it| &it.0) == is.map(|it| &it.0) {
            continue;
        }
        let span = is.map_or_else(|| change.after.field(FieldName::Status).place(), |it| it.1);
        let what = match title.as_str() {
            "" => "the text before the first section".to_owned(),
            title => format!("the section \"{title}\""),
        };
        found.push(edited(after, span, &what));
    }
}

fn edited(report: &Document, span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        &report.path,
        span,
        format!("{what} of a closed report changes"),
    )
    .help("what was learnt later belongs in another postmortem, named in `related`")
}

/// Whether a key is one of some fields.
fn is_one(fields: &[FieldName], key: &str) -> bool {
    fields.iter().any(|field| field.as_str() == key)
}

/// Action items may come to their end, be handed over, be due earlier and with a new reason later;
/// nothing else.
fn items(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let after = change.after.report();
    let old = ActionItem::by_name(change.before.action_items());
    for (name, item) in ActionItem::by_name(change.after.action_items()) {
        let what = format!("the action item {name}");
        let Some(before) = old.get(name) else {
            found.push(edited(after, item.place(), &what));
            continue;
        };
        let reason = item.field(FieldName::Reason).words();
        let is_put_off = reason.is_some() && reason != before.field(FieldName::Reason).words();
        let may_move = item.due().is_some() && (item.due() <= before.due() || is_put_off);
        let kept = |item: &ActionItem<'_>| -> BTreeMap<String, serde_json::Value> {
            let entries = item.node.entries().iter();
            entries
                .filter(|it| !is_one(&FREE_OF_ITEM, &it.key))
                .filter(|it| it.key != FieldName::Due.as_str() || !may_move)
                .map(|it| (it.key.clone(), it.value.to_json()))
                .collect()
        };
        if kept(before) != kept(&item) {
            found.push(edited(after, item.place(), &what).pointer(item.pointer()));
        }
    }
}

/// The text of each section, and of what stands before the first, with the place of its heading.
/// Blanks at the ends of lines are no text.
fn parts(report: &Document) -> BTreeMap<String, (String, Span)> {
    let body = &report.body;
    let mut parts: BTreeMap<String, (String, Span)> = BTreeMap::new();
    let tops = body.sections.iter().filter(|it| it.parent.is_none());
    let first = tops.clone().map(|it| it.heading.start).min();
    let end = first.unwrap_or(body.span.end);
    let preface = Span::new(body.span.start, end.max(body.span.start));
    parts.insert(
        String::new(),
        (trimmed(preface.of(&report.text)), Span::at(preface.start)),
    );
    for section in tops {
        let text = trimmed(section.content.of(&report.text));
        let entry = parts
            .entry(section.title.clone())
            .or_insert_with(|| (String::new(), section.heading));
        entry.0.push_str(&text);
    }
    parts
}

fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}
