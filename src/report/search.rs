//! Which postmortems have some words in them: exact BM25 in one pass over all texts, without an index.
//!
//! The score is that of `SQLite`'s FTS5 with its tokenizer `unicode61`, so that there is something to hold it
//! against: k1 is 1.2, b is 0.75, and the length of a document is the number of its words.

mod common;
mod places;
mod similar;
mod words;

use rayon::prelude::*;

use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::postmortem::review_id;
use crate::report::list;
use crate::report::list::Row;
use crate::root::Root;
use crate::snapshot::Entry;
use crate::snapshot::Reader;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

pub use places::Place;
pub use places::places;
pub use similar::Similar;
pub use similar::similar;
pub use similar::similar_to;
pub use words::Terms;

/// How much a word that stands there often counts more.
const K1: f64 = 1.2;
/// How much a long document counts less.
const B: f64 = 0.75;
/// What a word weighs that stands in more than half of the documents.
const LEAST_WEIGHT: f64 = 1e-6;

/// What is searched: a postmortem with all its texts, or the notes of a process review.
#[derive(Clone)]
pub struct Searched<'a> {
    /// The root.
    pub root: &'a Root,
    /// The repository, by its place among those that are searched.
    pub repo: usize,
    /// The postmortem's files; `None` for a process review.
    pub files: Option<&'a Files>,
    /// Its texts.
    pub entries: Vec<Entry>,
}

/// A document that has some of the words.
#[derive(Clone)]
pub struct Hit<'a> {
    /// It.
    pub document: Searched<'a>,
    /// How well it fits: more is better.
    pub score: f64,
}

/// What was found.
#[derive(Default)]
pub struct Found<'a> {
    /// The best first.
    pub hits: Vec<Hit<'a>>,
    /// How many documents were searched.
    pub searched: usize,
    /// The files that could not be read.
    pub unreadable: Vec<RepoPath>,
}

/// How often each word stands in one document.
struct Count {
    counts: Vec<u32>,
    words: usize,
    unreadable: Vec<RepoPath>,
}

/// The documents of a root of a repository. Notes of experts are text too; saved logs of chats are not searched.
pub fn documents(root: &Root, repo: usize) -> Result<Vec<Searched<'_>>, SnapshotError> {
    let layout = root.layout()?;
    let snapshot = root.snapshot();
    let notes = |files: &Files| -> Vec<Entry> {
        let all = files.notes.iter().filter(|it| it.name().ends_with(".md"));
        all.filter_map(|it| snapshot.entry(it)).collect()
    };
    let postmortems = layout.postmortems.iter().map(|files| Searched {
        root,
        repo,
        files: Some(files),
        entries: files.read_files().cloned().chain(notes(files)).collect(),
    });
    let reviews = layout.process_reviews.iter().map(|entry| Searched {
        root,
        repo,
        files: None,
        entries: vec![entry.clone()],
    });
    // What stands where documents could lie is not searched, and that is said.
    let strange = layout.strange.iter().map(|entry| Searched {
        root,
        repo,
        files: None,
        entries: vec![entry.clone()],
    });
    Ok(postmortems.chain(reviews).chain(strange).collect())
}

/// Ranks documents by words, of which any will do. The weight of a word comes from all documents, whatever
/// is shown of them.
pub fn search<'a>(
    documents: Vec<Searched<'a>>,
    terms: &Terms,
    progress: &(dyn Fn() + Sync),
) -> Found<'a> {
    let counts: Vec<Count> = documents
        .par_iter()
        .map(|it| {
            progress();
            count(it, terms)
        })
        .collect();
    let many = real(documents.len());
    let all: usize = counts.iter().map(|it| it.words).sum();
    let average = real(all) / many.max(1.0);
    let weights: Vec<f64> = (0..terms.len())
        .map(|term| {
            let has = |it: &&Count| it.counts.get(term).is_some_and(|it| *it > 0);
            let with = real(counts.iter().filter(has).count());
            let weight = ((many - with + 0.5) / (with + 0.5)).ln();
            if weight <= 0.0 { LEAST_WEIGHT } else { weight }
        })
        .collect();
    let is_searched = |it: &&Searched<'_>| it.entries.iter().any(|it| !it.is_strange());
    let mut found = Found {
        searched: documents.iter().filter(is_searched).count(),
        ..Found::default()
    };
    for (document, count) in documents.into_iter().zip(counts) {
        found.unreadable.extend(count.unreadable);
        if count.counts.iter().all(|it| *it == 0) {
            continue;
        }
        let length = real(count.words) / average.max(1.0);
        let score = count.counts.iter().zip(&weights).map(|(often, weight)| {
            let often = f64::from(*often);
            weight * often * (K1 + 1.0) / (often + K1 * (1.0 - B + B * length))
        });
        found.hits.push(Hit {
            score: score.sum(),
            document,
        });
    }
    found.hits.sort_by(|a, b| {
        let path = |it: &Hit<'_>| it.document.path().clone();
        b.score
            .total_cmp(&a.score)
            .then_with(|| path(b).cmp(&path(a)))
    });
    found.unreadable.sort();
    found
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "nobody has 2^53 words")]
fn real(count: usize) -> f64 {
    count as f64
}

fn count(document: &Searched<'_>, terms: &Terms) -> Count {
    let mut found = Count {
        counts: vec![0; terms.len()],
        words: 0,
        unreadable: Vec::new(),
    };
    let reader = document.root.snapshot().reader();
    for entry in &document.entries {
        match text_of(&reader, entry) {
            Some(text) => found.words += terms.count(&text, &mut found.counts),
            None => found.unreadable.push(entry.path.clone()),
        }
    }
    found
}

/// The text of a file; `None` where it cannot be read.
fn text_of(reader: &Reader<'_>, entry: &Entry) -> Option<String> {
    String::from_utf8(reader.read(entry).ok()?).ok()
}

/// What is shown of something that was found.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What its repository is called, where several are searched.
    pub repo: Option<String>,
    /// What its report says; of a process review its id and its notes.
    pub row: Row,
    /// How well it fits: more is better.
    pub score: f64,
    /// Where the words stand.
    pub places: Vec<Place>,
    /// The words that it shares with another, the rarest first.
    pub shared: Vec<String>,
}

/// The answer to a search.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// What was read; of several repositories of the first.
    pub snapshot: &'a str,
    /// The words that were looked for.
    pub words: &'a [String],
    /// The postmortem that others should be like.
    pub similar_to: Option<&'a str>,
    /// What was found, the best first.
    pub results: Vec<Shown>,
    /// How many more there are.
    pub hidden: usize,
    /// How many documents were searched.
    pub searched: usize,
}

impl Searched<'_> {
    /// What its report says; of a process review its id and its notes.
    pub fn row(&self) -> Row {
        let Some(files) = self.files else {
            return Row {
                id: review_id(self.path()).to_owned(),
                path: self.path().clone(),
                is_readable: true,
                ..Row::default()
            };
        };
        let reader = self.root.snapshot().reader();
        let report = Document::read(&reader, &files.report, Sort::FactsOnly);
        list::row(self.root, &files.id, &report)
    }

    /// The report, or the notes.
    pub fn path(&self) -> &RepoPath {
        match (self.files, self.entries.first()) {
            (Some(files), _) => &files.report.path,
            (None, Some(entry)) => &entry.path,
            (None, None) => &self.root.directory,
        }
    }
}
