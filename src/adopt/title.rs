//! The title of a document, and what else stands in it.

use super::Asked;
use super::facts;
use super::name;
use super::name::Name;
use super::outline::Line;
use super::outline::LineKind;
use super::outline::Outline;
use super::places::NAME;
use super::places::Source;
use super::reading::Field;
use super::reading::Origin;
use super::reading::Place;
use super::reading::Row;
use super::reading::Value;
use super::settle::Settling;
use super::severity;
use super::text;
use super::words;
use crate::markdown::Section;
use crate::model::FieldName;

/// Severities outside of labels: in the title, or spoken of.
pub(super) fn severity_outside(
    settling: &mut Settling,
    source: &Source<'_>,
    outline: &Outline<'_>,
    rows: &[Row],
    heading: &str,
) {
    let field = Field::Of(FieldName::Severity);
    let title_line = outline.lines.iter().find(|it| it.kind == LineKind::Heading);
    if let Some(word) = severity::in_title(heading, source.asked.severities) {
        let start = title_line.map_or(0, |it| it.start);
        let place = source.place(Origin::Heading, start);
        settling.found(field, Value::Text(word), place);
    }
    let is_known = settling.values(field).next().is_some()
        || settling.not_understood.iter().any(|it| it.field == field);
    if is_known {
        return;
    }
    let is_spoken = |line: &str| severity::mention(line) && !text::is_placeholder(line);
    let lines = outline.lines.iter().filter(|it| it.kind != LineKind::Code);
    let line = lines
        .map(|it| (it.text, source.line(it.start)))
        .find(|it| is_spoken(it.0));
    let row = rows.iter().map(|it| (it.text.as_str(), it.line));
    let row = row.clone().find(|it| is_spoken(it.0));
    if let Some((words, line)) = line.or(row) {
        let place = Place {
            origin: Origin::Body,
            line: Some(line),
        };
        let why = "a severity is spoken of, but not said to be that of the incident";
        settling.not(field, words, place, why);
    }
}

/// What stands before the words of a title and is no part of them.
const PREFIXES: [&str; 15] = [
    "incident on",
    "incident date",
    "incident report",
    "postmortem",
    "post-mortem",
    "post mortem",
    "incident",
    "outage report",
    "rca",
    "root cause analysis",
    "incident postmortem",
    "incident review",
    "retrospective",
    "postmortem report",
    "post mortem report",
];

/// A title without its date and the words that say that it is one.
fn bare_title(words: &str, asked: &Asked<'_>) -> String {
    let plain = text::plain(words);
    let mut bare = String::with_capacity(plain.len());
    let mut from = 0;
    for (at, date) in name::spots(&plain, asked.day_order) {
        // A date inside of the words is part of them.
        let before = plain.get(from..at).unwrap_or("");
        let is_at_end = plain
            .get(at + date.len..)
            .unwrap_or("")
            .trim_matches(|it: char| !it.is_alphanumeric())
            .is_empty();
        let is_first = is_only_prefix(before.trim_matches(|it: char| !it.is_alphanumeric()));
        if !is_first && !is_at_end {
            break;
        }
        if is_at_end {
            let head = before.trim_end_matches(|it: char| !it.is_alphanumeric());
            let ends = [" on", " of", " from", " vom", " am", " du", " del"];
            let head = ends
                .iter()
                .find_map(|it| head.strip_suffix(it))
                .unwrap_or(head);
            bare.push_str(head);
            from = plain.len();
            break;
        }
        from = at + date.len;
    }
    bare.push_str(plain.get(from..).unwrap_or(""));
    let mut words = bare.trim_matches(|it: char| it.is_whitespace() || "-–—:,/|".contains(it));
    for prefix in PREFIXES {
        let head = words.get(..prefix.len()).unwrap_or("");
        let tail = words.get(prefix.len()..).unwrap_or("").trim_start();
        let is_cut = tail.starts_with([':', '-', '–', '—', '|']);
        if head.eq_ignore_ascii_case(prefix) && is_cut {
            words = tail.trim_start_matches([':', '-', '–', '—', '|', ' ']);
        }
    }
    words.to_owned()
}

fn is_only_prefix(words: &str) -> bool {
    let small = words.to_lowercase();
    small.is_empty() || PREFIXES.contains(&small.as_str())
}

/// Whether a title says nothing but that it is one of a postmortem.
fn is_generic(words: &str) -> bool {
    let plain = words::plain(words);
    let generic = [
        "postmortem",
        "post mortem",
        "incident report",
        "incident",
        "incident postmortem",
        "postmortem report",
        "post mortem report",
        "rca",
        "root cause analysis",
        "incident review",
        "report",
        "outage report",
        "summary",
        "readme",
        "index",
        "incident on",
        "incident date",
        "overview",
        "outage",
        "downtime",
        "",
    ];
    generic.contains(&plain.as_str())
}

/// The title: of the front matter, else of a label or the heading, else of the name.
pub(super) fn read(
    settling: &mut Settling,
    source: &Source<'_>,
    label: Option<(String, Place)>,
    (heading, first): (Option<&Section>, Option<&Line<'_>>),
    name: &Name,
) -> String {
    let field = Field::Of(FieldName::Title);
    let heading = heading.map(|it| {
        let place = source.place(Origin::Heading, it.heading.start);
        (it.title.clone(), place)
    });
    // Of plain text the first line, where it stands alone.
    let first = first.map(|it| {
        let place = source.place(Origin::Heading, it.start);
        (it.text.trim().to_owned(), place)
    });
    let named = (name.words.clone(), NAME);
    let mut candidates = vec![];
    candidates.extend(label);
    candidates.extend(heading.or(first));
    candidates.push(named);
    let good = candidates.iter().find_map(|(words, place)| {
        let bare = bare_title(words, source.asked);
        let usable = !is_generic(&bare) && !text::is_placeholder(&bare);
        usable.then_some((bare, *place))
    });
    // A title that says no more than a date is one all the same.
    let any = || {
        let mut all = candidates.iter();
        all.find(|it| !it.0.trim().is_empty())
            .map(|it| (text::plain(&it.0), it.1))
    };
    let Some((words, place)) = good.or_else(any) else {
        return String::new();
    };
    settling.found(field, Value::Text(text::excerpt(&words)), place);
    words
}

/// The first line of a document, where it stands alone, is short and says no fact; one that says only that
/// this is a postmortem gives way to the next.
pub(super) fn first_line<'a>(outline: &'a Outline<'a>) -> Option<&'a Line<'a>> {
    let is_title = |at: usize| {
        let line = outline.lines.get(at)?;
        // A title in the middle of a page is set in as code is.
        let is_set_in = line.kind == LineKind::Code;
        let stands_alone = is_set_in || outline.lines.get(at + 1).is_none_or(|it| it.begins);
        let is_fact = facts::labelled(line.text).is_some_and(|it| words::label(it.0).is_some());
        let is_text = is_set_in || line.kind == LineKind::Text;
        let is_short = is_text && line.text.trim().len() < FIRST_LINE;
        let names_part = words::part(line.text).is_some();
        let is_it = is_short && stands_alone && !is_fact && !line.text.ends_with('.');
        (is_it && (at == 0 || !names_part)).then_some(line)
    };
    let first = is_title(0)?;
    let second = is_title(1).filter(|_| is_generic(first.text.trim()));
    Some(second.unwrap_or(first))
}

/// The most bytes of a first line that is a title.
const FIRST_LINE: usize = 100;
