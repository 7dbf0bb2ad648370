//! Who is late with what, on a terminal.

use std::collections::BTreeMap;

use super::super::Look;
use super::super::sanitize;
use super::super::table::{Column, table};
use super::show::hanging;
use crate::count::grouped;
use crate::deadline::State;
use crate::report::overdue::By;
use crate::report::overdue::Item;
use crate::report::overdue::Owed;
use crate::report::overdue::View;
use crate::report::overdue::folded;

/// From how many columns of a terminal on the title and the severity are shown too.
const WIDE: usize = 120;

/// Writes the items under a heading for each state, a line for each postmortem; opened up, a line
/// for each item.
pub fn overdue(view: &View<'_>, look: &Look) -> String {
    let mut text = String::new();
    match view.by {
        Some(by) => {
            for (group, items) in by.groups(&view.items) {
                text.push_str(&format!("{}\n\n", sanitize(&group)));
                text.push_str(&rows(&items, view, look));
                text.push('\n');
            }
        }
        None => {
            for (state, heading) in [
                (State::Overdue, "Late"),
                (State::Soon, "Due soon"),
                (State::Open, "Still to come"),
            ] {
                let items: Vec<&Owed> = shown(view, state);
                if !items.is_empty() {
                    text.push_str(&format!("{heading}\n\n{}\n", rows(&items, view, look)));
                }
            }
        }
    }
    text.push_str(&unreadable(view, look));
    text.push_str(&unresolved(view, look));
    text.push_str(&last_line(view));
    text
}

/// The items of a state; folded, those whose postmortem's worst is in it.
fn shown<'a>(view: &View<'a>, state: State) -> Vec<&'a Owed> {
    let owed = view.lines().into_iter().filter_map(|it| it.worst.owed());
    owed.filter(|it| it.state == state).collect()
}

fn rows(items: &[&Owed], view: &View<'_>, look: &Look) -> String {
    let more: BTreeMap<&str, usize> = if view.is_open || view.by.is_some() {
        BTreeMap::new()
    } else {
        folded(&view.items)
            .iter()
            .map(|it| (it.worst.place().subject(), it.more))
            .collect()
    };
    let is_wide = look.terminal.is_none_or(|width| width >= WIDE);
    let mut columns = vec![
        Column::Whole("WHEN"),
        Column::Whole("WHAT"),
        Column::Wrapped("OWED BY"),
        Column::Cut("POSTMORTEM"),
    ];
    if is_wide {
        columns.insert(3, Column::Whole("SEVERITY"));
        columns.push(Column::Wrapped("TITLE"));
    }
    let mut text = String::new();
    let mut lines = Vec::new();
    for item in items {
        let more = more.get(item.place.subject()).copied().unwrap_or(0);
        let mut row = vec![
            when(item),
            match more {
                0 => item.what().to_owned(),
                more if is_wide => format!("{}, +{more} more", item.what()),
                more => format!("{} +{more}", item.what()),
            },
            item.people(),
            item.place.subject().to_owned(),
        ];
        if is_wide {
            row.insert(3, item.severity.clone().unwrap_or_default());
            row.push(item.title.clone().unwrap_or_default());
        }
        if view.explains {
            // A line below each row, so that every row is a table of its own width.
            text.push_str(&hanging("", 0, &row.join("  "), look));
            text.push_str(&hanging("    ", 4, &explained(item), look));
            continue;
        }
        lines.push(row);
    }
    text.push_str(&table(&columns, &lines, look));
    text
}

fn explained(item: &Owed) -> String {
    format!("due {}: {}", item.due.to_short(), item.explanation)
}

fn when(item: &Owed) -> String {
    match item.state {
        State::Overdue => item.distance.clone(),
        State::Soon | State::Open => format!("in {}", item.distance),
        State::Met => "met".to_owned(),
    }
}

fn unreadable(view: &View<'_>, look: &Look) -> String {
    let mut text = String::new();
    for item in &view.items {
        let Item::Unreadable(it) = item else {
            continue;
        };
        let line = format!("{}:{}: {}", it.place.path, it.place.line, it.why);
        text.push_str(&hanging("  - ", 4, &line, look));
    }
    if text.is_empty() {
        return text;
    }
    format!("Cannot be read, so that nobody knows what is owed\n\n{text}\n")
}

fn unresolved(view: &View<'_>, look: &Look) -> String {
    let mut text = String::new();
    for it in &view.unresolved {
        let line = format!("{}: unresolved for {} days", it.postmortem, it.days);
        text.push_str(&hanging("  - ", 4, &line, look));
    }
    if text.is_empty() {
        return text;
    }
    format!("Still going on, says the report\n\n{text}\n")
}

/// The last line: `3 late, 1 due soon, 1 unreadable as of 2026-11-23 18:00`.
fn last_line(view: &View<'_>) -> String {
    let summary = view.summary;
    let counts: Vec<String> = [
        (summary.overdue, "late"),
        (summary.soon, "due soon"),
        (summary.unreadable, "unreadable"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{} {word}", grouped(count)))
    .collect();
    let as_of = view.as_of.to_short();
    if counts.is_empty() {
        return format!("nothing is late as of {as_of}\n");
    }
    let hidden = view.hidden;
    let more = match hidden {
        0 => String::new(),
        hidden => format!("; {} more not shown", grouped(hidden)),
    };
    format!("{} as of {as_of}{more}\n", counts.join(", "))
}

impl By {
    /// The groups in which a view is shown, each with a heading.
    fn groups<'a>(self, items: &[&'a Item]) -> Vec<(String, Vec<&'a Owed>)> {
        let mut groups: Vec<(String, Vec<&'a Owed>)> = Vec::new();
        for item in items.iter().filter_map(|it| it.owed()) {
            for key in self.keys(item) {
                match groups.iter_mut().find(|(name, _)| *name == key) {
                    Some((_, all)) => all.push(item),
                    None => groups.push((key, vec![item])),
                }
            }
        }
        groups
    }
}
