//! Who is late with what, on a terminal.

use std::borrow::Cow;

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::table::Cells;
use super::super::table::Column;
use super::super::table::table;
use super::paragraph::hanging;
use super::paragraph::heading_of;
use crate::count::grouped;
use crate::deadline::State;
use crate::postmortem::review_id;
use crate::report::overdue::By;
use crate::report::overdue::Item;
use crate::report::overdue::Line;
use crate::report::overdue::Owed;
use crate::report::overdue::View;

/// From how many columns of a terminal on the title and the severity are shown too.
const WIDE: usize = 120;

/// How much room a row has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// The title and the severity have room too.
    Wide,
    /// What matters fits.
    Narrow,
}

impl Room {
    fn of(look: &Look) -> Self {
        match look.terminal {
            Some(width) if width < WIDE => Self::Narrow,
            _ => Self::Wide,
        }
    }
}

/// Writes the items under a heading for each state, a line for each postmortem; opened up, a line
/// for each item.
pub fn overdue(view: &View<'_>, look: &Look) -> String {
    let mut text = String::new();
    let mut is_folded = false;
    if let Some(by) = view.by {
        for (group, lines) in by.groups(&view.items) {
            let group = sanitize(&group);
            text.push_str(&format!("{}\n\n", look.paint(Tone::Heading, &group)));
            text.push_str(&rows(lines.iter(), view, look));
            text.push('\n');
        }
    } else {
        let all = view.lines();
        is_folded = all.iter().any(|it| it.more > 0);
        for (state, heading) in [
            (State::Overdue, "Late"),
            (State::Soon, "Due soon"),
            (State::Open, "Still to come"),
        ] {
            let is_in = |it: &&Line<'_>| it.worst.state() == Some(state);
            let rows = rows(all.iter().filter(is_in), view, look);
            if !rows.is_empty() {
                let heading = look.paint(Tone::Heading, heading);
                for part in [&heading, "\n\n", &rows, "\n"] {
                    text.push_str(part);
                }
            }
        }
    }
    text.push_str(&unreadable(view, look));
    text.push_str(&unresolved(view, look));
    if let Some(duties) = view.duties {
        text.push_str(&super::duties::duties(duties, look));
    }
    text.push_str(&last_line(view, is_folded, look));
    text
}

fn rows<'a>(lines: impl Iterator<Item = &'a Line<'a>>, view: &View<'_>, look: &Look) -> String {
    let room = Room::of(look);
    let columns = [
        Column::Whole("WHEN"),
        Column::Whole("WHAT"),
        Column::Wrapped("OWED BY"),
        Column::Whole("SEVERITY"),
        Column::Whole("REPO"),
        Column::Whole("POSTMORTEM"),
        match (view.explains, room) {
            (true, _) => Column::Below("WHY"),
            (false, Room::Wide) => Column::Cut("TITLE"),
            (false, Room::Narrow) => Column::Below("TITLE"),
        },
    ];
    let mut shown = Vec::new();
    for line in lines {
        let Some(item) = line.worst.owed() else {
            continue;
        };
        let mut cells = cells(item, line, room);
        if let (true, Some(last)) = (view.explains, cells.last_mut()) {
            let title = item.what_title().map(|it| format!("{it}; "));
            *last = format!("{}{}", title.unwrap_or_default(), explained(item, look)).into();
        }
        shown.push(Cells::new(cells).toned(0, Tone::of(item.state)));
    }
    table(&columns, &shown, look)
}

fn cells<'a>(item: &'a Owed, line: &Line<'a>, room: Room) -> [Cow<'a, str>; 7] {
    let (severity, title) = if room == Room::Wide {
        (
            item.incident.severity.as_deref(),
            item.what_title().or(item.incident.title.as_deref()),
        )
    } else {
        (None, item.what_title())
    };
    [
        item.when().into(),
        match line.more {
            0 => item.what().into(),
            more if room == Room::Wide => format!("{}, +{more} more", item.what()).into(),
            more => format!("{} +{more}", item.what()).into(),
        },
        line.people(),
        severity.unwrap_or_default().into(),
        item.place.repo.as_deref().unwrap_or_default().into(),
        subject(item),
        title.unwrap_or_default().into(),
    ]
}

/// What it is about: a postmortem, or a process review.
fn subject(item: &Owed) -> Cow<'_, str> {
    match &item.place.postmortem {
        Some(id) => id.as_str().into(),
        None => format!("process-review {}", review_id(&item.place.path)).into(),
    }
}

fn explained(item: &Owed, look: &Look) -> String {
    let because = look.times_in(&item.explanation);
    format!("due {}: {because}", look.deadline(item.due))
}

fn unreadable(view: &View<'_>, look: &Look) -> String {
    let mut text = String::new();
    for item in &view.items {
        let Item::Unreadable(it) = item else {
            continue;
        };
        let line = format!(
            "{}{}:{}: {}",
            in_repo(it.place.repo.as_deref()),
            look.path(&it.place.path),
            it.place.line,
            it.why
        );
        text.push_str(&hanging("  - ", 4, &line, look));
    }
    if text.is_empty() {
        return text;
    }
    let heading = "Cannot be read, so that nobody knows what is owed";
    format!("{}\n{text}\n", heading_of(Tone::Late, heading, look))
}

/// The repository in front of what is in it, where several are read.
fn in_repo(name: Option<&str>) -> String {
    name.map_or_else(String::new, |it| format!("{it}: "))
}

fn unresolved(view: &View<'_>, look: &Look) -> String {
    let mut text = String::new();
    for it in &view.unresolved {
        let repo = in_repo(it.repo.as_deref());
        let line = format!("{repo}{}: unresolved for {} days", it.postmortem, it.days);
        text.push_str(&hanging("  - ", 4, &line, look));
    }
    if text.is_empty() {
        return text;
    }
    let heading = "Still going on, says the report";
    format!("{}\n{text}\n", heading_of(Tone::Heading, heading, look))
}

/// The last line: `3 late, 1 due soon, 1 unreadable as of 2026-11-23 18:00`.
fn last_line(view: &View<'_>, is_folded: bool, look: &Look) -> String {
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
    let as_of = format!("{}{}", look.deadline(view.as_of), look.zone_name());
    if counts.is_empty() {
        return hanging("", 2, &format!("nothing is late as of {as_of}"), look);
    }
    let mut text = format!("{} as of {as_of}", counts.join(", "));
    if view.hidden > 0 {
        text.push_str(&format!("; {} more not shown", grouped(view.hidden)));
    }
    if is_folded {
        text.push_str("; --all shows each");
    }
    hanging("", 2, &text, look)
}

impl By {
    /// The groups in which a view is shown, each with a heading.
    fn groups<'a>(self, items: &[&'a Item]) -> Vec<(String, Vec<Line<'a>>)> {
        let mut groups: Vec<(String, Vec<Line<'a>>)> = Vec::new();
        for item in items {
            for key in item.owed().map_or_else(Vec::new, |it| self.keys(it)) {
                match groups.iter_mut().find(|(name, _)| *name == key) {
                    Some((_, all)) => all.push(Line::of(item)),
                    None => groups.push((key, vec![Line::of(item)])),
                }
            }
        }
        groups
    }
}
