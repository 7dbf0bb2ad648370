//! The four plots of trends.

mod axis;

use chrono::NaiveDate;
use serde::Serialize;

use super::drawing::Drawing;
use super::drawing::Point;
use crate::count::counted;
use crate::report::site::Card;
use crate::report::site::Items;
use crate::report::site::Times;
use crate::report::site::Trends;
use crate::report::site::trends;
use crate::root::Root;
use crate::time::Moment;
use axis::Axis;
use axis::Days;
use axis::Frame;
use axis::LEFT;
use axis::decimal;

/// The size of a plot.
const SIZE: (u32, u32) = (560, 300);

/// A plot, with the figures it shows.
pub(super) struct Plot {
    pub(super) drawing: Drawing,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A plot on a page.
#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) svg: String,
    pub(super) about: String,
    /// The same as a file of its own.
    pub(super) file: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Of how many severities each has a colour of its own.
const COLOURS: usize = 5;

/// All four of some postmortems, in the words and the zone of a root.
pub(super) fn of(cards: &[&Card], root: &Root, now: Moment) -> [Plot; 4] {
    let policy = &root.config.policy;
    let severities: Vec<String> = policy.severities.iter().map(ToString::to_string).collect();
    let trends = trends(cards, &severities, policy.zone, now);
    [
        incidents(&trends),
        items(&trends),
        reviews(&trends),
        times(&trends),
    ]
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|it| (*it).to_owned()).collect()
}

/// The class of the number of a colour.
fn colour(prefix: char, at: usize) -> String {
    format!("{prefix}{}", at.min(COLOURS - 1) + 1)
}

/// A square in a colour and what it stands for, for each.
fn legend(drawing: &mut Drawing, names: &[(String, String)]) {
    let mut x = 46.0;
    for (class, name) in names {
        drawing.rect(class, (x, 10.0), (10.0, 10.0), "");
        drawing.text("", (x + 14.0, 19.0), name);
        x += 30.0 + 7.0 * decimal(unicode_width::UnicodeWidthStr::width(name.as_str()));
    }
}

/// Incidents per month by severity.
fn incidents(trends: &Trends) -> Plot {
    let months = &trends.months;
    let all: usize = months.iter().flat_map(|it| &it.counts).sum();
    let about = format!(
        "Bars, one for each month, of the incidents that began in it, by severity: {} in {}.",
        counted(all, "incident"),
        counted(months.len(), "month"),
    );
    let mut drawing = Drawing::new("incidents", "Incidents per month by severity", &about, SIZE);
    // Those beyond the colours are one.
    let shown: Vec<usize> = (0..trends.severities.len().min(COLOURS)).collect();
    let count = |counts: &[usize], at: usize| {
        if at + 1 < COLOURS {
            counts.get(at).copied().unwrap_or_default()
        } else {
            counts.iter().skip(at).sum()
        }
    };
    let most = months.iter().map(|it| it.counts.iter().sum()).max();
    let frame = Frame::new(SIZE, Axis::count(most.unwrap_or(0)));
    frame.draw(&mut drawing, "incidents");
    let step = frame.width() / decimal(months.len().max(1));
    for (number, month) in months.iter().enumerate() {
        let x = LEFT + step * decimal(number);
        let mut below = 0;
        for at in &shown {
            let here = count(&month.counts, *at);
            if here == 0 {
                continue;
            }
            let (top, bottom) = (frame.y(decimal(below + here)), frame.y(decimal(below)));
            let name = trends.severities.get(*at).map_or("", String::as_str);
            let title = format!("{} {name}: {here}", month.first.format("%Y-%m"));
            let place = (x + step * 0.12, top);
            drawing.rect(
                &colour('f', *at),
                place,
                (step * 0.76, bottom - top),
                &title,
            );
            below += here;
        }
        let every = months.len().div_ceil(8).max(1);
        if number % every == 0 {
            let label = month.first.format("%Y-%m").to_string();
            drawing.text("faint mid", (x + step / 2.0, frame.bottom() + 16.0), &label);
        }
    }
    let name = |at: usize| {
        let name = trends.severities.get(at).cloned().unwrap_or_default();
        if at + 1 == COLOURS && trends.severities.len() > COLOURS {
            "others".to_owned()
        } else {
            name
        }
    };
    let names: Vec<(String, String)> = shown
        .iter()
        .map(|at| (colour('f', *at), name(*at)))
        .collect();
    legend(&mut drawing, &names);
    let mut columns = words(&["month"]);
    columns.extend(trends.severities.iter().cloned());
    let rows = months.iter().map(|it| {
        let counts = it.counts.iter().map(ToString::to_string);
        std::iter::once(it.first.format("%Y-%m").to_string())
            .chain(counts)
            .collect()
    });
    Plot {
        drawing,
        columns,
        rows: rows.collect(),
    }
}

/// A line of a plot: its name, its colour, and what it shows of the items on a day.
type Series = (&'static str, usize, fn(&Items) -> usize);

/// Action items open, late and closed over time.
fn items(trends: &Trends) -> Plot {
    let points = &trends.items;
    let last = points.last();
    let about = format!(
        "Lines of the action items that are open, late and closed, at the end of each month{}. \
         {} over without a day and left out.",
        last.map_or_else(String::new, |it| format!(
            "; on {}: {} open, {} late, {} closed",
            it.day, it.open, it.late, it.closed
        )),
        counted(trends.items_without_day, "item"),
    );
    let title = "Action items open, late and closed";
    let mut drawing = Drawing::new("items", title, &about, SIZE);
    let most = points.iter().map(|it| it.open.max(it.late).max(it.closed));
    let frame = Frame::new(SIZE, Axis::count(most.max().unwrap_or(0)));
    frame.draw(&mut drawing, "action items");
    let days: Vec<NaiveDate> = points.iter().map(|it| it.day).collect();
    let x = Days::new(&days);
    x.draw(&frame, &mut drawing);
    let series: [Series; 3] = [
        ("open", 0, |it| it.open),
        ("late", 1, |it| it.late),
        ("closed", 2, |it| it.closed),
    ];
    let mut names = Vec::new();
    for (name, at, of) in series {
        let line: Vec<Point> = points
            .iter()
            .map(|it| (frame.x(x.share(it.day)), frame.y(decimal(of(it)))))
            .collect();
        drawing.line(&format!("line {}", colour('s', at)), &line);
        drawing.dots(&colour('s', at), &line);
        names.push((colour('f', at), name.to_owned()));
    }
    legend(&mut drawing, &names);
    let rows = points.iter().map(|it| {
        let counts = [it.open, it.late, it.closed].map(|it| it.to_string());
        std::iter::once(it.day.to_string()).chain(counts).collect()
    });
    Plot {
        drawing,
        columns: words(&["day", "open", "late", "closed"]),
        rows: rows.collect(),
    }
}

/// Days from resolved to reviewed, every incident a dot.
fn reviews(trends: &Trends) -> Plot {
    let all = &trends.reviews;
    let count = |wanted: Option<bool>| all.iter().filter(|it| it.in_time == wanted).count();
    let about = format!(
        "Dots, one for each incident, of the days from resolved to reviewed, by when it was resolved: \
         {} in time, {} after the deadline, {} without one. {} not reviewed yet.",
        count(Some(true)),
        count(Some(false)),
        count(None),
        counted(trends.without_review, "incident"),
    );
    let title = "Days from resolved to reviewed";
    let mut drawing = Drawing::new("reviews", title, &about, SIZE);
    let most = all.iter().map(|it| it.days).fold(1.0, f64::max);
    let frame = Frame::new(SIZE, Axis::days(most));
    frame.draw(&mut drawing, "days");
    let days: Vec<NaiveDate> = all.iter().map(|it| it.resolved).collect();
    let x = Days::new(&days);
    x.draw(&frame, &mut drawing);
    let kinds = [
        (Some(true), 0, "in time"),
        (Some(false), 1, "after the deadline"),
        (None, 4, "no deadline"),
    ];
    let mut names = Vec::new();
    for (wanted, at, name) in kinds {
        let some = all.iter().filter(|it| it.in_time == wanted);
        let points: Vec<Point> = some
            .map(|it| (frame.x(x.share(it.resolved)), frame.y(it.days)))
            .collect();
        drawing.dots(&colour('s', at), &points);
        names.push((colour('f', at), name.to_owned()));
    }
    legend(&mut drawing, &names);
    Plot {
        drawing,
        columns: words(&["reviews", "incidents"]),
        rows: vec![
            vec!["in time".to_owned(), count(Some(true)).to_string()],
            vec![
                "after the deadline".to_owned(),
                count(Some(false)).to_string(),
            ],
            vec!["no deadline".to_owned(), count(None).to_string()],
            vec![
                "not reviewed yet".to_owned(),
                trends.without_review.to_string(),
            ],
        ],
    }
}

/// How far apart the dots of a row are scattered, of the height of a row: many take the same time.
const SCATTER: [f64; 5] = [0.0, -0.18, 0.18, -0.09, 0.09];

/// Time to detect, to mitigate and to resolve.
fn times(trends: &Trends) -> Plot {
    let told = trends.times.iter().map(|it| {
        format!(
            "to {}: {}{}",
            it.name,
            counted(it.minutes.len(), "incident"),
            percentiles(it)
        )
    });
    let told: Vec<String> = told.collect();
    let about = format!(
        "Dots, one for each incident, of the time from the start {}. Below 20 incidents there is no \
         percentile.",
        told.join("; ")
    );
    let title = "Time to detect, mitigate and resolve";
    let mut drawing = Drawing::new("times", title, &about, SIZE);
    let most = trends.times.iter().filter_map(|it| it.minutes.last());
    let axis = Axis::minutes(most.copied().fold(60.0, f64::max));
    let (left, right, top, row) = (76.0, 540.0, 34.0, 76.0);
    let x = |minutes: f64| left + (right - left) * axis.share(minutes);
    let bottom = top + 3.0 * row;
    for (value, label) in axis.ticks() {
        drawing.line("grid", &[(x(*value), top), (x(*value), bottom)]);
        drawing.text("faint mid", (x(*value), bottom + 16.0), label);
    }
    drawing.line("axis", &[(left, bottom), (right, bottom)]);
    for (at, (times, middle)) in trends.times.iter().zip([0.5, 1.5, 2.5]).enumerate() {
        let y = top + row * middle;
        drawing.text("end", (left - 8.0, y + 4.0), times.name);
        let scattered = times.minutes.iter().zip(SCATTER.iter().cycle());
        let points: Vec<Point> = scattered
            .map(|(it, scatter)| (x(*it), y + row * scatter))
            .collect();
        drawing.dots(&colour('s', at), &points);
        for (hundredths, class) in [(50, "axis"), (90, "mark s5")] {
            if let Some(value) = times.percentile(hundredths) {
                let here = x(value);
                drawing.line(class, &[(here, y - row * 0.4), (here, y + row * 0.4)]);
            }
        }
    }
    drawing.text(
        "faint",
        (left, 19.0),
        "whole line: median, broken line: 90th percentile",
    );
    let rows = trends.times.iter().map(|it| {
        let value = |hundredths| {
            let value = it.percentile(hundredths);
            value.map_or_else(|| "fewer than 20".to_owned(), axis::minutes_in_words)
        };
        vec![
            it.name.to_owned(),
            it.minutes.len().to_string(),
            it.unknown.to_string(),
            value(50),
            value(90),
        ]
    });
    Plot {
        drawing,
        columns: words(&[
            "time to",
            "incidents",
            "not known",
            "median",
            "90th percentile",
        ]),
        rows: rows.collect(),
    }
}

fn percentiles(times: &Times) -> String {
    match (times.percentile(50), times.percentile(90)) {
        (Some(median), Some(high)) => format!(
            ", median {}, 90th percentile {}",
            axis::minutes_in_words(median),
            axis::minutes_in_words(high)
        ),
        _ => String::new(),
    }
}
