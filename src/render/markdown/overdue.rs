//! Who is late with what, for job summaries and issues.

use super::text;
use crate::deadline::State;
use crate::render::address::address;
use crate::render::totals::totals;
use crate::report::Public;
use crate::report::overdue::Among;
use crate::report::overdue::Item;
use crate::report::overdue::Line;
use crate::report::overdue::Owed;
use crate::report::overdue::Place;
use crate::report::overdue::View;

/// Writes what is owed as tables, a line for each postmortem; opened up, a line for each item.
pub fn overdue(view: &Public<View<'_>>) -> String {
    let lines = view.lines();
    let mut out = String::new();
    for (state, heading, when) in [
        (State::Overdue, "Late", "Late by"),
        (State::Soon, "Due soon", "In"),
        (State::Open, "Still to come", "In"),
    ] {
        let rows = rows(&lines, state, view);
        if !rows.is_empty() {
            out.push_str(&format!(
                "### {heading}\n\n| {when} | What | Owed by | Severity | Postmortem |\n|---|---|---|---|---|\n{rows}\n"
            ));
        }
    }
    section(&mut out, "Cannot be read", &broken(view));
    section(&mut out, "Still going on", &going_on(view));
    out.push_str(&totals(view.summary, view.as_of));
    out
}

/// A heading with a list; nothing where that is empty.
fn section(out: &mut String, heading: &str, list: &str) {
    if !list.is_empty() {
        out.push_str(&format!("### {heading}\n\n{list}\n"));
    }
}

/// Those of which nothing but the name is shown.
fn kept<'a>(view: &'a View<'_>, among: Among) -> impl Iterator<Item = String> + 'a {
    let kept = view.kept.iter().filter(move |it| it.among == among);
    kept.map(|it| text(&it.name))
}

fn rows(lines: &[Line<'_>], state: State, view: &View<'_>) -> String {
    let mut rows = String::new();
    for line in lines {
        let owed = line.worst.owed();
        if let Some(owed) = owed.filter(|it| it.state == state) {
            rows.push_str(&row(owed, line, view));
        }
    }
    for name in kept(view, Among::Owed(state)) {
        rows.push_str(&format!("| - | - | - | - | {name} |\n"));
    }
    rows
}

fn row(owed: &Owed, line: &Line<'_>, view: &View<'_>) -> String {
    let what = match line.more {
        0 => text(owed.what()),
        more => format!("{}, +{more} more", text(owed.what())),
    };
    let people = if view.mentions && !line.owed_by.is_empty() {
        let handles = line.owed_by.iter().map(|it| mention(it));
        handles.collect::<Vec<_>>().join(", ")
    } else {
        text(&line.people())
    };
    let title = owed.incident.title.as_deref();
    let title = title.map_or_else(String::new, |it| format!(": {}", text(it)));
    let distance = if owed.has_passed && owed.state != State::Overdue {
        owed.when()
    } else {
        owed.distance.to_string()
    };
    format!(
        "| {distance} | {what} | {people} | {} | {}{title} |\n",
        text(owed.incident.severity.as_deref().unwrap_or("-")),
        linked(&owed.place, &owed.place.name()),
    )
}

fn broken(view: &View<'_>) -> String {
    let mut list = String::new();
    for item in &view.items {
        let Item::Unreadable(it) = item else {
            continue;
        };
        let where_it_is = format!("{}:{}", it.place.path, it.place.line);
        list.push_str(&format!(
            "- {}: {}\n",
            linked(&it.place, &where_it_is),
            text(&it.why)
        ));
    }
    for name in kept(view, Among::Unreadable) {
        list.push_str(&format!("- {name}\n"));
    }
    list
}

fn going_on(view: &View<'_>) -> String {
    let mut list = String::new();
    for it in &view.unresolved {
        list.push_str(&format!(
            "- {}: unresolved for {} days\n",
            text(&it.postmortem),
            it.days
        ));
    }
    for name in kept(view, Among::Unresolved) {
        list.push_str(&format!("- {name}\n"));
    }
    list
}

fn linked(place: &Place, label: &str) -> String {
    match &place.url {
        Some(url) => format!("[{}]({})", text(label), address(url)),
        None => text(label),
    }
}

/// A person whom the forge notifies; whoever has no plain handle is named only.
fn mention(person: &str) -> String {
    let is_handle = person
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || "-_/".contains(it));
    if is_handle && !person.is_empty() {
        format!("@{person}")
    } else {
        text(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_handle_is_notified() {
        assert_eq!(mention("carol"), "@carol");
        assert_eq!(mention("Carol <x>"), "Carol \\<x\\>");
    }
}
