//! What a document's path says: a date, and words.

use super::DayOrder;
use super::dates;
use super::dates::Day;
use super::dates::DayAt;

/// Endings that say how a file is written, and are no words of its name.
pub(super) const ENDINGS: [&str; 16] = [
    "md",
    "markdown",
    "mdown",
    "mkd",
    "mdx",
    "txt",
    "text",
    "rst",
    "adoc",
    "asciidoc",
    "org",
    "wiki",
    "mediawiki",
    "erb",
    "html",
    "htm",
];

/// The most bytes of a path that are read.
const LONGEST: usize = 1_024;

/// What a path says.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    /// The dates in it, in their order: those of the file's name, else those of the directories.
    pub(super) dates: Vec<DayAt>,
    /// The words of the file's name without its date and endings.
    pub(super) words: String,
    /// The last ending, in small letters; empty where there is none.
    pub(super) ending: String,
}

/// Reads a path.
pub(super) fn read(path: &str, order: Option<DayOrder>) -> Name {
    if path.len() > LONGEST {
        return Name::default();
    }
    let (folders, file) = path.rsplit_once('/').map_or(("", path), |it| it);
    let ending = file.rsplit_once('.').map_or("", |it| it.1);
    // `PM2022-009 - v1.2 of the thing` has no ending: one is short and has letters alone.
    let is_ending = ending.len() <= 10
        && !ending.is_empty()
        && ending.bytes().all(|it| it.is_ascii_alphanumeric())
        && ending.bytes().any(|it| it.is_ascii_alphabetic());
    let mut stem = file;
    while let Some((head, tail)) = stem.rsplit_once('.') {
        if !ENDINGS.contains(&tail.to_lowercase().as_str()) || head.is_empty() {
            break;
        }
        stem = head;
    }
    // A report may be `2020-11-03-x/README.md`: then the directory has the words.
    let plain = stem.to_lowercase();
    let is_generic = matches!(
        plain.as_str(),
        "readme"
            | "index"
            | "_index"
            | "postmortem"
            | "report"
            | "post-mortem"
            | "incident"
            | "document"
    );
    let folder = folders.rsplit('/').next().unwrap_or("");
    let mut dates = in_text(stem, order);
    let mut words = without_dates(stem, order);
    if dates.is_empty() && is_generic {
        dates = in_text(folder, order);
        if !dates.is_empty() {
            words = without_dates(folder, order);
        }
    }
    if dates.is_empty() {
        // The last of those of the directories, together with the name: `2020/11/03/x.md`.
        dates = in_text(path, order).into_iter().rev().take(1).collect();
    }
    Name {
        dates,
        words,
        ending: if is_ending {
            ending.to_lowercase()
        } else {
            String::new()
        },
    }
}

/// The dates in a text, wherever they begin at a word's beginning; a year alone is none.
pub(super) fn in_text(text: &str, order: Option<DayOrder>) -> Vec<DayAt> {
    spots(text, order).into_iter().map(|it| it.1).collect()
}

/// The dates in a text that have a year, and where each begins.
pub(super) fn spots(text: &str, order: Option<DayOrder>) -> Vec<(usize, DayAt)> {
    let mut found = all_spots(text, order);
    found.retain(|it| !matches!(it.1.day, Day::NoYear { .. }));
    found
}

/// The dates in a text, with a year or without one.
pub(super) fn all_spots(text: &str, order: Option<DayOrder>) -> Vec<(usize, DayAt)> {
    let mut found: Vec<(usize, DayAt)> = Vec::new();
    let mut from = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = c.is_alphanumeric()
            && (!before.is_alphanumeric() || (c.is_ascii_digit() && before.is_alphabetic()));
        let date = Some(at)
            .filter(|_| begins && at >= from)
            .and_then(|at| dates::at_start(text.get(at..)?, order));
        // Behind a letter only a whole date is one: `PM20201103`, not `v1-2-2020`.
        let date = date.filter(|it| {
            !before.is_alphanumeric() || (matches!(it.day, Day::Is(_)) && it.len >= 8)
        });
        if let Some(date) = date {
            from = at + date.len;
            found.push((at, date));
        }
        before = c;
    }
    found
}

/// A name without its dates, its words parted by blanks.
fn without_dates(stem: &str, order: Option<DayOrder>) -> String {
    let mut words = String::with_capacity(stem.len());
    let mut from = 0;
    for (at, date) in spots(stem, order) {
        words.push_str(stem.get(from..at).unwrap_or(""));
        words.push(' ');
        from = at + date.len;
    }
    words.push_str(stem.get(from..).unwrap_or(""));
    let spaced = words.replace(['_', '-', '.', '+'], " ");
    crate::markdown::one_line(&spaced)
}
