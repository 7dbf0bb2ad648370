//! The course of an incident, drawn from top to bottom: what happened when, and the times that count.

use chrono::Timelike as _;
use unicode_width::UnicodeWidthChar as _;

use super::drawing::Drawing;
use crate::calendar::Zone;
use crate::report::site::Page;
use crate::time;
use crate::time::Moment;

/// The most rows that are drawn: the table has them all.
const MOST: usize = 60;
/// How wide the picture is, and the least that is between two lines of text.
const WIDTH: u32 = 440;
const LINE: f64 = 20.0;
/// Where the axis is, and where texts begin.
const AXIS: f64 = 84.0;
const TEXT: f64 = 112.0;
/// How many columns a text may have there.
const COLUMNS: usize = 46;
/// How high a picture is at most for its times, beside what its texts need.
const TALL: f64 = 260.0;

/// What is written at a moment.
struct Point {
    at: Moment,
    text: String,
    /// Whether it is one of the times that the report states.
    is_mark: bool,
}

/// The drawing of an incident; `None` where there is too little to draw.
pub(super) fn course(page: &Page, zone: Zone) -> Option<Drawing> {
    let mut points: Vec<Point> = Vec::new();
    for (name, at) in &page.marks {
        points.push(Point {
            at: *at,
            text: (*name).to_owned(),
            is_mark: true,
        });
    }
    let rows = page.rows.iter().filter_map(|it| Some((it.at?, &it.event)));
    let count = page.rows.len();
    points.extend(rows.take(MOST).map(|(at, event)| Point {
        at,
        text: plain(event),
        is_mark: false,
    }));
    // What the report states stands before what its rows say of the same moment.
    points.sort_by_key(|it| (it.at, !it.is_mark));
    let (first, last) = (points.first()?.at, points.last()?.at);
    if points.len() < 2 {
        return None;
    }
    let whole = last.since(first);
    let span = |at: Moment| {
        let all = whole.num_seconds().max(1);
        share(at.since(first).num_seconds(), all)
    };
    let mut places: Vec<(f64, f64)> = Vec::new();
    for it in &points {
        let real = 34.0 + TALL * span(it.at);
        let least = places.last().map_or(34.0, |(_, text)| text + LINE);
        places.push((real, real.max(least)));
    }
    let bottom = places.last().map_or(34.0, |it| it.1);
    let stretch = (bottom - 34.0) / TALL;
    let height = bottom + 24.0;
    let about = about(page, (first, last), count);
    let mut drawing = Drawing::new(
        "course",
        "Course of the incident",
        &about,
        (WIDTH, pixels(height)),
    );
    let start = zone.show(first);
    drawing.text(
        "faint",
        (2.0, 16.0),
        &format!(
            "{} to {}",
            start.to_local_words(),
            zone.show(last).to_local_words()
        ),
    );
    let y = |real: f64| 34.0 + (real - 34.0) * stretch.max(1.0);
    drawing.line("axis", &[(AXIS, 34.0), (AXIS, bottom)]);
    phases(page, &mut drawing, &|at| y(34.0 + TALL * span(at)));
    let leads: Vec<[(f64, f64); 3]> = places
        .iter()
        .map(|(real, text)| [(AXIS, y(*real)), (AXIS + 14.0, *text), (TEXT - 6.0, *text)])
        .collect();
    drawing.lines("lead", &leads);
    // What the report states lies above the rest.
    for (is_mark, class) in [(false, "s5"), (true, "s2")] {
        let all = points.iter().zip(&places);
        let dots: Vec<(f64, f64)> = all
            .filter(|(it, _)| it.is_mark == is_mark)
            .map(|(_, (real, _))| (AXIS, y(*real)))
            .collect();
        drawing.dots(class, &dots);
    }
    for (it, (_, text)) in points.iter().zip(&places) {
        let at = zone.show(it.at);
        let class = if it.is_mark { "strong" } else { "" };
        let clock = format!("{:02}:{:02}", at.local().hour(), at.local().minute());
        drawing.text(
            &format!("{class} end faint"),
            (AXIS - 12.0, text + 4.0),
            &clock,
        );
        let (short, is_cut) = cut(&it.text);
        drawing.text_of(
            class,
            (TEXT, text + 4.0),
            &short,
            is_cut.then_some(it.text.as_str()),
        );
    }
    Some(drawing)
}

/// A part of a whole, both in seconds.
#[expect(
    clippy::cast_precision_loss,
    reason = "a picture has no place for the difference"
)]
fn share(part: i64, all: i64) -> f64 {
    part as f64 / all as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a picture has at most some thousand of them, and none is below nothing"
)]
fn pixels(height: f64) -> u32 {
    height.ceil() as u32
}

/// The times between what the report states, in colours along the axis.
fn phases(page: &Page, drawing: &mut Drawing, y: &dyn Fn(Moment) -> f64) {
    let colours = [("started", "f2"), ("detected", "f4"), ("mitigated", "f3")];
    for pair in page.marks.windows(2) {
        let [(name, from), (next, to)] = pair else {
            continue;
        };
        let Some((_, class)) = colours.iter().find(|it| it.0 == *name) else {
            continue;
        };
        let (top, bottom) = (y(*from), y(*to));
        let title = format!("{name} to {next}: {}", time::in_words(to.since(*from)));
        drawing.rect(class, (AXIS - 3.0, top), (6.0, bottom - top), &title);
    }
}

fn about(page: &Page, (first, last): (Moment, Moment), rows: usize) -> String {
    let mut words = vec![format!(
        "{} from the first to the last",
        time::in_words(last.since(first))
    )];
    for (name, span) in &page.spans {
        words.push(format!("{name} {}", time::in_words(*span)));
    }
    if rows > MOST {
        words.push(format!("the first {MOST} of {rows} rows"));
    } else {
        words.push(crate::count::counted(rows, "row"));
    }
    format!("{}.", words.join(", "))
}

/// Words of a row without the marks of Markdown that only shape them.
fn plain(text: &str) -> String {
    text.replace(['`', '*'], "")
}

/// As much of a text as fits, and whether something is missing.
fn cut(text: &str) -> (String, bool) {
    // Every character of ASCII has one column.
    if text.len() <= COLUMNS && text.is_ascii() {
        return (text.to_owned(), false);
    }
    let mut short = String::new();
    let mut columns = 0;
    for it in text.chars() {
        columns += it.width().unwrap_or(1);
        if columns > COLUMNS {
            short.push('\u{2026}');
            return (short, true);
        }
        short.push(it);
    }
    (short, false)
}
