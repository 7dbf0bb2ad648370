//! A timeline, and what an import would add to it.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::table;
use super::super::table::Column;
use super::super::table::table;
use super::paragraph::hanging;
use super::paragraph::heading_of;
use crate::change::timeline::Import;
use crate::change::timeline::Row;
use crate::change::timeline::RowState;
use crate::chat::events::Shelf;
use crate::count::counted;
use crate::report::timeline;
use crate::report::timeline::View;
use crate::time::Moment;
use crate::time::in_words;

/// Writes the rows that a log gives, what is yet to be done, and what could not be read. Where it is asked
/// for, why each row is proposed.
pub fn import(import: &Import, explains: bool, look: &Look) -> String {
    let found = &import.found;
    let span = found.span.map_or_else(String::new, |(from, to)| {
        format!(", {} to {}", look.moment(from), look.moment(to))
    });
    let head = format!(
        "{}: {}, {}{span}",
        found.name,
        found.source.as_str(),
        counted(found.count, "message"),
    );
    let mut text = heading_of(Tone::Heading, &head, look);
    for row in &import.rows {
        text.push('\n');
        push_row(&mut text, row, explains, look);
    }
    if import.rows.is_empty() {
        text.push_str("\nNothing in it is worth a row.\n");
    }
    if !found.todos.is_empty() {
        let heading = "Still to be done, as they say it (`pmrepo action collect` takes them):";
        text.push_str(&format!("\n{}\n", heading_of(Tone::Heading, heading, look)));
        for todo in &found.todos {
            let line = format!("- {}: {} ({})", todo.author, todo.text, todo.place);
            text.push_str(&hanging("  ", 4, &line, look));
        }
    }
    push_rest(&mut text, import, look);
    if let Some(zone) = look.zone_words() {
        text.push_str(&format!("\n{zone}\n"));
    }
    text
}

fn push_row(text: &mut String, row: &Row, explains: bool, look: &Look) {
    let state = match (row.state, row.shelf) {
        (RowState::New, Some(Shelf::Second)) => "new, second shelf",
        (state, _) => state.as_str(),
    };
    let said = if row.author.is_empty() {
        row.event.clone()
    } else {
        format!("{}: {}", row.author, row.event)
    };
    let line = format!("{}  {said}", look.moment(row.at));
    text.push_str(&hanging("", 4, &line, look));
    let line = format!("{state}  {}", row.keys.join(" "));
    text.push_str(&hanging("    ", 4, &line, look));
    if explains && !row.why.is_empty() {
        let kind = row.kind.map_or("", |it| it.as_str());
        let line = format!("{kind}: {}", row.why.join("; "));
        text.push_str(&hanging("    ", 4, &line, look));
    }
}

fn push_rest(text: &mut String, import: &Import, look: &Look) {
    let said = import.found.problems.iter().chain(&import.problems);
    let skipped = import.found.skipped.iter();
    let skipped = skipped.map(|it| format!("{}: not read: {}", it.place, it.reason));
    let lines: Vec<String> = said.cloned().chain(skipped).collect();
    if !lines.is_empty() {
        let heading = heading_of(Tone::Heading, "To be looked at:", look);
        text.push_str(&format!("\n{heading}\n"));
    }
    for line in lines {
        text.push_str(&hanging("  ", 4, &format!("- {line}"), look));
    }
}

/// The letters of the marks in the drawing, and of a row.
const ROW: char = '.';

/// The least columns of a drawing.
const LEAST: usize = 20;

const COLUMNS: [Column; 4] = [
    Column::Whole("TIME"),
    Column::Whole("SINCE START"),
    Column::Below("EVENT"),
    Column::Below("EVIDENCE"),
];

/// Writes a timeline: on a terminal a drawing of the incident, then a table of the rows, with how long after
/// the start each was.
pub fn timeline(view: &View, look: &Look) -> String {
    let title = sanitize(view.title.as_deref().unwrap_or("(no title)"));
    let mut text = format!(
        "{}\n{}\n\n",
        look.paint(Tone::Heading, &title),
        look.path(&view.path)
    );
    if look.terminal.is_some() {
        text.push_str(&drawing(view, look.width()));
    }
    let rows: Vec<table::Row> = view.rows.iter().map(|it| cells(it, look)).collect();
    text.push_str(&table(&COLUMNS, &rows, look));
    if view.rows.is_empty() {
        text.push_str("The timeline has no rows.\n");
    }
    if let Some(sources) = view.sources {
        text.push_str(&format!("\n{sources}\n"));
    }
    if let Some(zone) = look.zone_words() {
        text.push_str(&format!("\n{zone}\n"));
    }
    text
}

fn cells(row: &timeline::Row, look: &Look) -> table::Row {
    let time = row.at.map(|at| look.moment(at));
    let since = row.since.map(|it| match it.num_seconds() {
        0 => "at the start".to_owned(),
        1.. => format!("after {}", in_words(it)),
        _ => format!("{} before", in_words(-it)),
    });
    table::Row::new([
        time.unwrap_or_else(|| row.written.clone()),
        since.unwrap_or_default(),
        row.event.clone(),
        row.evidence.clone(),
    ])
}

/// The incident on one line, as wide as the terminal, and what its letters mean; nothing where fewer than two
/// moments are known.
fn drawing(view: &View, width: usize) -> String {
    let rows = view.rows.iter().filter_map(|it| it.at).map(|at| (ROW, at));
    let letter = |name: &str| name.chars().next().unwrap_or(ROW).to_ascii_uppercase();
    let marks = view.marks.iter().map(|(name, at)| (letter(name), *at));
    let all: Vec<(char, Moment)> = rows.chain(marks).collect();
    let first = all.iter().map(|it| it.1).min();
    let last = all.iter().map(|it| it.1).max();
    let (Some(first), Some(last)) = (first, last) else {
        return String::new();
    };
    let length = last.since(first).num_seconds();
    if length <= 0 {
        return String::new();
    }
    let columns = width.saturating_sub(1).max(LEAST);
    let mut line = vec!['-'; columns];
    for (letter, at) in all {
        let share = at
            .since(first)
            .num_seconds()
            .saturating_mul(i64::try_from(columns - 1).unwrap_or(0));
        let column = usize::try_from(share / length).unwrap_or(0);
        if let Some(it) = line.get_mut(column) {
            *it = letter;
        }
    }
    let line: String = line.into_iter().collect();
    let mut words: Vec<String> = view
        .marks
        .iter()
        .map(|(name, _)| format!("{} {name}", letter(name)))
        .collect();
    words.push(format!("{ROW} a row"));
    format!("{line}\n{}\n\n", words.join(", "))
}
