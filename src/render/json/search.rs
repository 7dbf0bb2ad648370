//! What `search` found.

use serde::Serialize;

use super::document::VERSION;
use super::line;
use super::list::ListEntry;
use crate::report::search;
use crate::report::search::View;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    snapshot: &'a str,
    words: &'a [String],
    similar_to: Option<&'a str>,
    searched: usize,
    hidden: usize,
    results: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    row: ListEntry<'a>,
    score: f64,
    places: Vec<Place<'a>>,
    shared: &'a [String],
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    text: &'a str,
}

/// Writes what was found, the best first.
pub fn search(view: &View<'_>) -> String {
    line(&Document {
        version: VERSION,
        snapshot: view.snapshot,
        words: view.words,
        similar_to: view.similar_to,
        searched: view.searched,
        hidden: view.hidden,
        results: view.results.iter().map(entry).collect(),
    })
}

fn entry(it: &search::Shown) -> Entry<'_> {
    let places = it.places.iter().map(|it| Place {
        path: it.path.as_str(),
        line: it.line,
        text: &it.text,
    });
    let mut row = ListEntry::from(&it.row);
    row.repo = it.repo.as_deref();
    Entry {
        row,
        score: it.score,
        places: places.collect(),
        shared: &it.shared,
    }
}
