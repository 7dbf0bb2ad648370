//! Bullets that begin with a time → rows of a table.

use super::cells;
use super::section::Section;
use crate::refusal::Refusal;
use crate::time::parse_clock;
use crate::time::parse_date;
use crate::time::parse_local;
use crate::time::parse_timestamp;

/// How many characters a time has at most, with its zone.
const LONGEST_TIME: usize = 40;

/// The text of the report with a table in the place of each list of the timeline, and how many rows there
/// are. What a bullet has no time for is refused.
pub(super) fn to_table(section: &Section) -> Result<(String, usize), Refusal> {
    let text = section.text();
    let newline = section.newline();
    let content = section.content.of(text);
    let mut out = String::with_capacity(text.len() + 256);
    out.push_str(text.get(..section.content.start).unwrap_or_default());
    let mut count = 0;
    let mut rows: Vec<(String, String)> = Vec::new();
    let first = section.document.lines.position(text, section.content.start);
    for (number, line) in (first.line..).zip(content.split_inclusive('\n')) {
        let bare = line.trim_end();
        match bullet(bare) {
            Some(words) => {
                let (time, event) = timed(words).ok_or_else(|| {
                    Refusal::not_ready(format!(
                        "line {number} of the report is a bullet without a time"
                    ))
                    .hint("begin it with a time, like `14:03` or `2026-11-20T14:03Z`")
                    .about(&section.document.path)
                })?;
                rows.push((time, event));
                count += 1;
            }
            // A bullet goes on where its line is indented.
            None if bare.starts_with("  ") && !bare.trim().is_empty() && !rows.is_empty() => {
                if let Some((_, event)) = rows.last_mut() {
                    event.push(' ');
                    event.push_str(bare.trim());
                }
            }
            None if bare.is_empty() && !rows.is_empty() => {}
            None => {
                out.push_str(&table(&std::mem::take(&mut rows), newline));
                out.push_str(line);
            }
        }
    }
    let has_rest = !rows.is_empty();
    out.push_str(&table(&rows, newline));
    let end = section.content.end;
    let rest = text.get(end..).unwrap_or_default();
    // The blank line before the next heading was behind the list.
    if has_rest && rest.is_empty() {
        out.truncate(out.trim_end().len());
        out.push_str(newline);
    }
    out.push_str(rest);
    Ok((out, count))
}

fn bullet(line: &str) -> Option<&str> {
    let marks = ["- ", "* ", "+ "];
    marks
        .iter()
        .find_map(|it| line.strip_prefix(it))
        .map(str::trim)
}

/// The time at the beginning of a bullet, and what follows it.
fn timed(words: &str) -> Option<(String, String)> {
    let words = words.trim_start_matches(['*', '_', '`', '[', '(']);
    let is_time = |it: &str| {
        parse_clock(it).is_ok() || parse_timestamp(it).is_ok() || parse_local(it).is_ok()
    };
    // The longest beginning that is a time: a date may stand before a time of day.
    let ends = words.char_indices().map(|(at, _)| at).take(LONGEST_TIME);
    let mut ends: Vec<usize> = ends.chain([words.len()]).collect();
    ends.retain(|at| words.get(..*at).is_some_and(is_time));
    let end = ends.into_iter().max()?;
    let (time, rest) = words.split_at_checked(end)?;
    let mark = |it: char| it.is_whitespace() || "*_`])-–—:|,".contains(it);
    let is_apart = rest.is_empty() || rest.starts_with(mark);
    let event = rest.trim_start_matches(mark).trim();
    (is_apart && parse_date(time).is_err()).then(|| (time.trim().to_owned(), event.to_owned()))
}

fn table(rows: &[(String, String)], newline: &str) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut table = format!("| Time | Event | Evidence |{newline}|---|---|---|{newline}");
    for (time, event) in rows {
        let event = cells::typed(event);
        table.push_str(&format!("| {time} | {event} | |{newline}"));
    }
    table.push_str(newline);
    table
}
