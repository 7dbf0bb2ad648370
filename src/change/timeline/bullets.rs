//! Bullets and lines that begin with a time → rows of a table.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cells;
use super::section::Section;
use crate::change::reading;
use crate::document::Sort;
use crate::markdown::BlockKind;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::Span;
use crate::time::Moment;
use crate::timeline::TimelineFaultKind;
use crate::timeline::TimelineRow;
use crate::timeline::leading;

/// A row that becomes one of a table.
struct Bullet {
    /// The time as it is written, with its zone.
    written: String,
    /// When that is, and whether it can be read; `None` where nobody has read it before.
    at: Option<Result<Moment, TimelineFaultKind>>,
    event: String,
}

/// A stretch of the section.
enum Part<'a> {
    /// What stays as it is.
    Text(&'a str),
    /// What becomes a table: which of the bullets.
    Table(Range<usize>),
}

/// The text of the report with a table in the place of each list of the timeline, and how many rows there
/// are. What a bullet has no time for is refused, and so is what would be of another time then.
pub(super) fn to_table(root: &Root, section: &Section) -> Result<(String, usize), Refusal> {
    let (parts, bullets) = cut(section)?;
    let mut is_stamp = vec![false; bullets.len()];
    loop {
        let (text, starts) = joined(section, &parts, (&bullets, &is_stamp));
        let wrong = wrong(root, section, &text, (&bullets, &starts));
        if wrong.is_empty() {
            return Ok((text, bullets.len()));
        }
        // Whoever stands below a timestamp may be read otherwise: then all are written so.
        let mut is_other = false;
        for index in wrong {
            is_other |= std::mem::replace(is_stamp.get_mut(index).unwrap_or(&mut false), true);
        }
        if is_other {
            if is_stamp.iter().all(|it| *it) {
                let why = "the times of the bullets would be read otherwise in a table";
                return Err(Refusal::not_ready(why)
                    .hint("write them with their dates and offsets")
                    .about(&section.document.path));
            }
            is_stamp.fill(true);
        }
    }
}

/// Cuts a section into what stays and what becomes rows.
fn cut(section: &Section) -> Result<(Vec<Part<'_>>, Vec<Bullet>), Refusal> {
    let text = section.text();
    // Beside a table bullets are no rows.
    let is_read = !section.timeline.has_table;
    let rows = section.timeline.rows.iter().filter(|_| is_read);
    let rows: BTreeMap<usize, &TimelineRow> = rows.map(|it| (it.span.start, it)).collect();
    let blocks = section.document.body.blocks_in(section.content);
    let is_verbatim = |kind| {
        matches!(
            kind,
            BlockKind::Code | BlockKind::Comment | BlockKind::Quote
        )
    };
    let verbatim: Vec<Span> = blocks
        .iter()
        .filter(|it| is_verbatim(it.kind))
        .map(|it| it.span)
        .collect();
    let first = section.document.lines.position(text, section.content.start);
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut bullets: Vec<Bullet> = Vec::new();
    let mut at = section.content.start;
    let mut is_blank = true;
    for (number, line) in (first.line..).zip(section.content.of(text).split_inclusive('\n')) {
        let start = at;
        at += line.len();
        let bare = line.trim();
        let is_open = matches!(parts.last(), Some(Part::Table(_)));
        let begun = verbatim.partition_point(|it| it.start <= start);
        let block = begun.checked_sub(1).and_then(|it| verbatim.get(it));
        let is_verbatim = block.is_some_and(|it| start < it.end);
        let row = rows.range(start..at).next().map(|(_, it)| *it);
        let bullet = match row {
            _ if is_verbatim => None,
            Some(row) => read(text, row.span, Some(row.time)),
            None if is_read || !is_bullet(line) => None,
            None => read(text, Span::new(start, start + line.trim_end().len()), None),
        };
        if let Some(bullet) = bullet {
            bullets.push(bullet);
            match parts.last_mut() {
                Some(Part::Table(range)) => range.end = bullets.len(),
                _ => parts.push(Part::Table(bullets.len() - 1..bullets.len())),
            }
        } else if !is_verbatim && is_bullet(line) {
            let why = format!("line {number} of the report is a bullet without a time");
            return Err(Refusal::not_ready(why)
                .hint("begin it with a time, like `14:03` or `2026-11-20T14:03Z`")
                .about(&section.document.path));
        } else if is_open && bare.is_empty() {
            // Between two bullets; what else follows gets a blank line of its own.
        } else if is_open && !is_verbatim && goes_on(line, is_blank) {
            if let Some(last) = bullets.last_mut() {
                last.event.push(' ');
                last.event.push_str(bare);
            }
        } else {
            parts.push(Part::Text(line));
        }
        is_blank = bare.is_empty();
    }
    Ok((parts, bullets))
}

fn is_bullet(line: &str) -> bool {
    ["- ", "* ", "+ "].iter().any(|it| line.starts_with(it))
}

/// Whether a line is of the bullet above it: it is indented, or follows without a blank line.
fn goes_on(line: &str, is_after_blank: bool) -> bool {
    line.starts_with("  ") || line.starts_with('\t') || (!is_after_blank && !line.starts_with('#'))
}

/// Reads a line whose time is known to be that.
fn read(text: &str, line: Span, at: Option<Result<Moment, TimelineFaultKind>>) -> Option<Bullet> {
    let leading = leading(text, line)?;
    Some(Bullet {
        written: leading.time.of(text).trim().to_owned(),
        at,
        event: leading.event.of(text).trim().to_owned(),
    })
}

/// The text with tables, and at which byte each of their rows begins.
fn joined(
    section: &Section,
    parts: &[Part<'_>],
    (bullets, is_stamp): (&[Bullet], &[bool]),
) -> (String, BTreeMap<usize, usize>) {
    let text = section.text();
    let newline = section.newline();
    let mut out = String::with_capacity(text.len() + 256);
    let mut starts = BTreeMap::new();
    out.push_str(text.get(..section.content.start).unwrap_or_default());
    for part in parts {
        let range = match part {
            Part::Text(line) => {
                out.push_str(line);
                continue;
            }
            Part::Table(range) => range.clone(),
        };
        if !out.ends_with(&newline.repeat(2)) {
            out.push_str(newline);
        }
        out.push_str(&format!(
            "| Time | Event | Evidence |{newline}|---|---|---|{newline}"
        ));
        for index in range {
            let Some(bullet) = bullets.get(index) else {
                continue;
            };
            starts.insert(out.len(), index);
            let stamp = bullet.at.filter(|_| is_stamp.get(index) == Some(&true));
            let stamp = stamp.and_then(Result::ok);
            let time = stamp.map_or_else(|| cells::typed(&bullet.written), Moment::to_short);
            let event = cells::typed(&bullet.event);
            out.push_str(&format!("| {time} | {event} | |{newline}"));
        }
        out.push_str(newline);
    }
    let rest = text.get(section.content.end..).unwrap_or_default();
    // The blank line before the next heading was behind the list.
    if matches!(parts.last(), Some(Part::Table(_))) && rest.is_empty() {
        out.truncate(out.trim_end().len());
        out.push_str(newline);
    }
    out.push_str(rest);
    (out, starts)
}

/// The bullets that are of another time in a text than they were.
fn wrong(
    root: &Root,
    section: &Section,
    text: &str,
    (bullets, starts): (&[Bullet], &BTreeMap<usize, usize>),
) -> Vec<usize> {
    let path = &section.document.path;
    let document = reading::with(root, path, text, Sort::WithFrontMatter);
    let after = Section::of(root, document);
    let rows = after.iter().flat_map(|it| &it.timeline.rows);
    let read: BTreeMap<usize, Option<Moment>> = rows
        .filter_map(|it| Some((*starts.get(&it.span.start)?, it.time.ok())))
        .collect();
    let all = bullets.iter().enumerate();
    let is_wrong = |(index, it): &(usize, &Bullet)| {
        let meant = it.at.map(Result::ok);
        meant.is_some_and(|meant| read.get(index) != Some(&meant))
    };
    all.filter(is_wrong).map(|(index, _)| index).collect()
}
