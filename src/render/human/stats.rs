//! The figures of `stats`, with small plots.

use chrono::TimeDelta;

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::table;
use super::super::table::Column;
use super::super::table::table;
use super::paragraph::hanging;
use crate::count::counted;
use crate::report::stats::By;
use crate::report::stats::Figure;
use crate::report::stats::Group;
use crate::report::stats::Left;
use crate::report::stats::Spread;
use crate::report::stats::Value;
use crate::report::stats::View;

/// How wide a plot is.
const PLOT: usize = 12;
/// The heights of a column of a plot, the lowest first.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// How many values are written out.
const SHOWN: usize = 3;

const COLUMNS: [Column; 5] = [
    Column::Whole("FIGURE"),
    Column::Whole("RESULT"),
    Column::Whole("PLOT"),
    Column::Count("RESTS ON"),
    Column::Below("LEFT OUT"),
];

/// Writes the figures, a table for each group.
pub fn stats(view: &View, look: &Look) -> String {
    let mut text = hanging("", 0, &head(view), look);
    for group in &view.groups {
        text.push('\n');
        if let Some(by) = view.by {
            let title = title(group, by);
            let title = look.paint(Tone::Heading, &title);
            text.push_str(&format!("{title}\n"));
        }
        let counts = severities(group);
        if !counts.is_empty() {
            text.push_str(&hanging("", 0, &counts, look));
        }
        text.push('\n');
        text.push_str(&of_group(group, look));
    }
    for note in notes(view) {
        text.push('\n');
        text.push_str(&hanging("", 0, &note, look));
    }
    text
}

/// Of which time, and what is in no figure.
fn head(view: &View) -> String {
    let all: usize = view.groups.iter().map(|it| it.incidents).sum();
    let mut text = match view.by {
        // In groups of services an incident may count twice.
        Some(By::Service | By::Tag) => format!("Incidents by {}", by(view)),
        Some(_) => format!("{} by {}", counted(all, "incident"), by(view)),
        None => counted(all, "incident"),
    };
    if let Some(day) = view.since {
        text.push_str(&format!(" from {day}"));
    }
    if let Some(day) = view.until {
        text.push_str(&format!(" until {day}"));
    }
    text.push('.');
    if !view.left_out.is_empty() {
        text.push_str(&format!(" In no figure: {}.", left_out(&view.left_out)));
    }
    text
}

fn by(view: &View) -> &'static str {
    view.by.map_or("", By::as_str)
}

fn title(group: &Group, by: By) -> String {
    let key = group.key.as_deref().map_or_else(
        || format!("no {}", by.as_str()),
        |it| sanitize(it).into_owned(),
    );
    format!("{key}: {}", counted(group.incidents, "incident"))
}

fn severities(group: &Group) -> String {
    let counts = group.severities.iter().map(|(severity, count)| {
        let severity = if severity.is_empty() {
            "no severity"
        } else {
            severity
        };
        format!("{severity}: {count}")
    });
    counts.collect::<Vec<_>>().join(", ")
}

fn of_group(group: &Group, look: &Look) -> String {
    let rows: Vec<table::Row> = group.figures.iter().map(row).collect();
    table(&COLUMNS, &rows, look)
}

fn row(it: &Figure) -> table::Row {
    let (result, plot) = match &it.value {
        Value::Share { of: 0, .. } => ("-".to_owned(), String::new()),
        Value::Share { part, of } => (format!("{part} of {of}"), bar(*part, *of)),
        Value::Spread(it) => (spread(it), columns(it)),
        Value::Unknown(_) => ("unknown".to_owned(), String::new()),
    };
    let left = match &it.value {
        Value::Unknown(why) => (*why).to_owned(),
        _ => left_out(&it.left_out),
    };
    table::Row::new([
        it.name.title().to_owned(),
        result,
        plot,
        it.rests_on().to_string(),
        left,
    ])
}

fn left_out(all: &[Left]) -> String {
    let words = all
        .iter()
        .map(|it| format!("{} {}", it.count, it.why.words()));
    words.collect::<Vec<_>>().join(", ")
}

/// A few values one by one, more from the shortest to the longest, and of enough of them the percentiles.
fn spread(it: &Spread) -> String {
    let of = |it: Option<TimeDelta>| it.map_or_else(String::new, short);
    if let (Some(median), Some(ninetieth)) = (it.median(), it.ninetieth()) {
        return format!(
            "half {}, 90% {}, all {}",
            short(median),
            short(ninetieth),
            of(it.highest())
        );
    }
    match it.values() {
        [] => "-".to_owned(),
        few if few.len() <= SHOWN => {
            let each = few.iter().filter_map(|it| TimeDelta::try_seconds(*it));
            each.map(short).collect::<Vec<_>>().join(", ")
        }
        _ => format!("{} to {}", of(it.lowest()), of(it.highest())),
    }
}

/// A length in its largest unit, with a tenth of it: `2.4h`.
fn short(it: TimeDelta) -> String {
    let seconds = it.num_seconds();
    let units = [(86_400, "d"), (3_600, "h"), (60, "m")];
    match units.into_iter().find(|(long, _)| seconds >= *long) {
        Some((long, unit)) => {
            let tenths = seconds * 10 / long;
            format!("{}.{}{unit}", tenths / 10, tenths % 10)
        }
        None => format!("{seconds}s"),
    }
}

/// A share as a bar.
fn bar(part: usize, of: usize) -> String {
    let full = (part * PLOT).checked_div(of).unwrap_or_default();
    let full = full.min(PLOT);
    format!("{}{}", "█".repeat(full), "░".repeat(PLOT - full))
}

/// How many values lie where between nothing and the longest, as columns.
fn columns(it: &Spread) -> String {
    let Some(most) = it.values().last().copied().filter(|it| *it > 0) else {
        return String::new();
    };
    let mut counts = [0_usize; PLOT];
    for value in it.values() {
        let wide = i128::try_from(PLOT).unwrap_or_default();
        let at = i128::from(*value) * wide / (i128::from(most) + 1);
        let at = usize::try_from(at).unwrap_or_default();
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    let highest = counts.iter().copied().max().unwrap_or(1).max(1);
    let column = |count: &usize| {
        let height = (count * HEIGHTS.len()).div_ceil(highest);
        let height = height.checked_sub(1).and_then(|it| HEIGHTS.get(it));
        height.copied().unwrap_or('·')
    };
    counts.iter().map(column).collect()
}

/// What somebody must know to read the figures.
fn notes(view: &View) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(missing) = view.missing.as_ref().filter(|it| !it.is_empty()) {
        let names = missing.iter().map(|it| {
            let number = it.number.map_or_else(String::new, |it| format!(" (#{it})"));
            format!("{}{number}", sanitize(&it.id))
        });
        let names: Vec<String> = names.collect();
        notes.push(format!(
            "Major incidents without a postmortem: {}.",
            names.join(", ")
        ));
    }
    if view.is_cut_off {
        notes.push(
            "The history is cut off here: whether something was in time may be judged by a younger \
             configuration. In CI, fetch all of it (`fetch-depth: 0`)."
                .to_owned(),
        );
    }
    notes
}
