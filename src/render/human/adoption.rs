//! What becomes of documents that were there before pmrepo.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::paragraph::hanging;
use super::paragraph::heading_of;
use crate::adopt::Kind;
use crate::count::counted;
use crate::report::adoption::Document;
use crate::report::adoption::State;
use crate::report::adoption::View;

/// How many documents that are no postmortems are listed one by one.
const MOST_OTHERS: usize = 20;

/// By how much stands in what belongs to a document.
const BELOW: usize = 4;
/// The fields that every report has sooner or later: those people are told of where they are not there.
const OFTEN_ASKED: [&str; 6] = [
    "severity",
    "owner",
    "started_at",
    "detected_at",
    "resolved_at",
    "services",
];

/// Writes what becomes of documents.
pub fn adoption(view: &View, look: &Look) -> String {
    let mut out = String::new();
    let is_one_of_many = |it: &Document| it.is == Kind::Other && !it.is_open();
    let others = view
        .documents
        .iter()
        .filter(|it| is_one_of_many(it))
        .count();
    for it in &view.documents {
        if others > MOST_OTHERS && is_one_of_many(it) {
            continue;
        }
        push_document(&mut out, it, look);
    }
    if others > MOST_OTHERS {
        out.push_str(&format!("{others} more files are no postmortems\n"));
    }
    for line in summary(view).lines() {
        out.push_str(&hanging("", 0, line, look));
    }
    let proposal = view.proposal();
    if !proposal.is_empty() {
        out.push_str("\nFor pmrepo.yaml:\n\n");
        for line in proposal.yaml().lines() {
            out.push_str(&format!("    {}\n", sanitize(line)));
        }
    }
    out
}

fn push_document(out: &mut String, it: &Document, look: &Look) {
    let path = match &it.place {
        Some(place) => look.path(place),
        None => sanitize(&it.path).into_owned(),
    };
    let line = match (&it.id, it.state, it.is) {
        (Some(id), Some(state), _) if it.obstacle.is_none() => {
            let status = it.status.map_or("-", |it| it.as_str());
            format!("{path} -> {} ({}, {status})", sanitize(id), state.as_str())
        }
        (_, state, Kind::Postmortem) => {
            let state = state.map_or("new", State::as_str);
            format!("{path} ({state}): nothing is made of it")
        }
        (_, _, kind) => format!("{path}: {}, {}", kind.as_str(), sanitize(&it.why)),
    };
    let tone = match (it.is, it.state) {
        _ if it.obstacle.is_some() => Tone::Late,
        (Kind::Postmortem, Some(State::Unchanged)) => Tone::Over,
        (Kind::Postmortem, _) => Tone::Plain,
        _ => Tone::Over,
    };
    out.push_str(&heading_of(tone, &line, look));
    let mut below = |text: String| {
        // What goes on below itself stands further in.
        let text = hanging("", BELOW + 2, &text, look);
        out.push_str(&format!("{}{text}", " ".repeat(BELOW)));
    };
    if let Some(why) = &it.obstacle {
        below(why.clone());
    }
    if it.is != Kind::Postmortem || it.state == Some(State::Unchanged) {
        return;
    }
    for field in &it.fields {
        let value = field.value.joined();
        below(format!("{}: {value} ({})", field.name, field.place));
    }
    let counts = [
        (it.timeline_rows, "timeline row"),
        (it.action_items, "action item"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| counted(*count, what))
        .collect();
    if !counts.is_empty() {
        below(counts.join(", "));
    }
    for unclear in &it.not_understood {
        let line = unclear
            .line
            .map_or_else(|| "name".to_owned(), |line| format!("line {line}"));
        below(format!(
            "not understood: {} `{}` ({line}): {}",
            unclear.field, unclear.text, unclear.why
        ));
    }
    for conflict in &it.conflicts {
        let said = conflict.readings.iter();
        let said: Vec<String> = said
            .map(|(value, place)| format!("{value} ({place})"))
            .collect();
        let said = said.join(", ");
        below(if conflict.is_decided {
            format!("decided: {}: {said}", conflict.field)
        } else {
            format!("contradiction: {}: {said}", conflict.field)
        });
    }
    for loss in &it.losses {
        below(format!("lost: {loss}"));
    }
    for note in &it.notes {
        below(format!("note: {note}"));
    }
    let absent = it.absent.iter().copied();
    let absent: Vec<&str> = absent.filter(|it| OFTEN_ASKED.contains(it)).collect();
    if !absent.is_empty() {
        below(format!("not in it: {}", absent.join(", ")));
    }
}

/// The last lines: how many there are of each kind, and that none was skipped.
pub fn summary(view: &View) -> String {
    let it = view.summary();
    let of_kind = |count: usize, one: &str, many: &str| {
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    };
    let states = [
        (it.new, "new"),
        (it.updated, "updated"),
        (it.diverged, "diverged"),
        (it.unchanged, "unchanged"),
    ];
    let states: Vec<String> = states
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let postmortems = of_kind(it.postmortems, "postmortem", "postmortems");
    let postmortems = postmortems.map(|text| {
        if states.is_empty() {
            text
        } else {
            format!("{text} ({})", states.join(", "))
        }
    });
    let kinds: Vec<String> = postmortems
        .into_iter()
        .chain(of_kind(it.indexes, "index", "indexes"))
        .chain(of_kind(it.templates, "template", "templates"))
        .chain(of_kind(it.others, "other file", "other files"))
        .collect();
    let mut text = counted(it.documents, "document");
    if !kinds.is_empty() {
        text.push_str(&format!(": {}", kinds.join(", ")));
    }
    text.push_str(". Nothing was skipped");
    if view.own > 0 {
        let are = if view.own == 1 { "is" } else { "are" };
        let files = counted(view.own, "file");
        text.push_str(&format!("; {files} {are} pmrepo's own"));
    }
    text.push_str(".\n");
    match it.open {
        0 => {}
        1 => text.push_str("1 document needs somebody to look at it.\n"),
        open => text.push_str(&format!(
            "{open} documents need somebody to look at them.\n"
        )),
    }
    text
}
