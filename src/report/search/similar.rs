//! Which postmortems are like another: by the words of what they say of themselves, the rarer the more.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::common::is_common;
use super::real;
use super::words::each;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::postmortem::Report;
use crate::report::list;
use crate::report::list::Row;
use crate::root::Root;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// What is written before a word that is a service, or a tag: it is another word than the same in a sentence.
const SERVICE: &str = "service:";
const TAG: &str = "tag:";
/// How likely two are about the same thing, from which on that is said unasked.
const SURE: f64 = 0.5;
/// How much two must be like each other to be shown to whoever asks.
const LEAST: f64 = 0.05;
/// How many rare words two must share for that.
const SURE_WORDS: usize = 2;

/// Endings that make no other word of it.
const ENDINGS: [&str; 5] = ["ing", "ed", "es", "s", "e"];
/// The shortest word that is left without its ending.
const SHORTEST: usize = 4;

/// One that is like another.
#[derive(Clone, Debug)]
pub struct Similar {
    /// Its repository, by its place among those that are compared.
    pub repo: usize,
    /// It.
    pub row: Row,
    /// How much: 1 is the same.
    pub score: f64,
    /// The words that both have, the rarest first.
    pub shared: Vec<String>,
}

/// The words of a postmortem without their endings.
type Words = BTreeMap<String, Word>;

/// A word.
#[derive(Clone, Debug, Default)]
struct Word {
    /// How often it is said.
    often: u32,
    /// How it is written where it stands first.
    spelt: String,
}

/// What is compared.
struct Profile {
    repo: usize,
    row: Row,
    words: Words,
}

/// The postmortems of some roots that are like the one whose report lies at a path, the most like first.
/// It lies in the first of the repositories.
pub fn similar(
    roots: &[(usize, &Root)],
    report: (&Root, &RepoPath),
) -> Result<Vec<Similar>, SnapshotError> {
    let (of, path) = report;
    let mut asked = Words::new();
    let mut others = Vec::new();
    for (repo, root) in roots {
        for profile in profiles(root, *repo)? {
            if *repo == 0 && root.directory == of.directory && profile.row.path == *path {
                asked = profile.words;
            } else {
                others.push(profile);
            }
        }
    }
    Ok(ranked(&asked, &others))
}

/// The postmortem of a root that is surely about what a new one is about; `None` where nobody is sure.
pub fn similar_to(
    root: &Root,
    title: &str,
    services: &[String],
) -> Result<Option<Similar>, SnapshotError> {
    let mut asked = Words::new();
    add(&mut asked, title, 2);
    for it in services {
        mark(&mut asked, SERVICE, it);
    }
    let snapshot = root.snapshot();
    // A new one has a title and services, and nothing else yet: no body is read.
    let profiles = root.layout()?.postmortems.par_iter().map_init(
        || snapshot.reader(),
        |reader, files| {
            let document = Document::read(reader, &files.report, Sort::FactsOnly);
            let row = list::row(root, &files.id, &document);
            let mut words = Words::new();
            add(&mut words, row.title.as_deref().unwrap_or_default(), 2);
            for service in row.services.iter().filter(|it| services.contains(it)) {
                mark(&mut words, SERVICE, service);
            }
            let repo = 0;
            Profile { repo, row, words }
        },
    );
    let profiles: Vec<Profile> = profiles.collect();
    let first = ranked(&asked, &profiles).into_iter().next();
    Ok(first.filter(|it| it.score >= SURE && it.shared.len() >= SURE_WORDS))
}

fn profiles(root: &Root, repo: usize) -> Result<Vec<Profile>, SnapshotError> {
    let snapshot = root.snapshot();
    let layout = root.layout()?;
    let profiles = layout.postmortems.par_iter().map_init(
        || snapshot.reader(),
        |reader, files| {
            let document = Document::read(reader, &files.report, Sort::WithFrontMatter);
            let report = Report::new(&root.config.policy, &document);
            let mut words = Words::new();
            add(&mut words, report.title().unwrap_or_default(), 2);
            for factor in report.contributing_factors() {
                add(&mut words, &factor, 1);
            }
            add(&mut words, &report.impact().unwrap_or_default(), 1);
            for (field, kind) in [(FieldName::Services, SERVICE), (FieldName::Tags, TAG)] {
                for it in report.field(field).texts() {
                    mark(&mut words, kind, it);
                }
            }
            Profile {
                repo,
                row: list::row(root, &files.id, &document),
                words,
            }
        },
    );
    Ok(profiles.collect())
}

/// Adds the words of a text, without their endings and without those that say nothing.
fn add(words: &mut Words, text: &str, times: u32) {
    each(text, |word| {
        if is_common(word) {
            return;
        }
        let entry = words.entry(stem(word).to_owned()).or_default();
        entry.often += times;
        if entry.spelt.is_empty() {
            word.clone_into(&mut entry.spelt);
        }
    });
}

/// Adds a service or a tag.
fn mark(words: &mut Words, kind: &str, text: &str) {
    let entry = words.entry(format!("{kind}{}", text.to_lowercase()));
    let entry = entry.or_default();
    entry.often += 1;
    text.clone_into(&mut entry.spelt);
}

/// A word without an ending: `certificates` and `certificate` are one.
fn stem(word: &str) -> &str {
    let cut = |ending: &&str| {
        let rest = word.strip_suffix(*ending)?;
        (rest.chars().count() >= SHORTEST).then_some(rest)
    };
    ENDINGS.iter().find_map(cut).unwrap_or(word)
}

/// Ranks profiles by the cosine of the angle between their words, each weighed by how rare it is.
fn ranked(asked: &Words, others: &[Profile]) -> Vec<Similar> {
    let mut documents: BTreeMap<&str, usize> = BTreeMap::new();
    let all = others.iter().map(|it| &it.words).chain([asked]);
    for word in all.flat_map(BTreeMap::keys) {
        *documents.entry(word).or_default() += 1;
    }
    let many = real(others.len() + 1);
    let rarity = |word: &str| {
        let with = documents.get(word).copied().unwrap_or(1);
        (many / real(with)).ln()
    };
    let weight = |word: &str, often: u32| (1.0 + f64::from(often).ln()) * rarity(word);
    let length = |words: &Words| {
        let squares = words
            .iter()
            .map(|(word, it)| weight(word, it.often).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let of_asked = length(asked);
    let mut found: Vec<Similar> = others
        .iter()
        .filter_map(|it| {
            let mut shared: Vec<(f64, &str)> = Vec::new();
            let mut product = 0.0;
            for (word, mine) in asked {
                if let Some(theirs) = it.words.get(word) {
                    let both = weight(word, mine.often) * weight(word, theirs.often);
                    product += both;
                    shared.push((both, &mine.spelt));
                }
            }
            let score = product / (of_asked * length(&it.words));
            shared.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            shared.dedup_by(|a, b| a.1 == b.1);
            let shared = shared.into_iter().filter(|(both, _)| *both > 0.0);
            // What is no number is less than nothing.
            (score >= LEAST).then(|| Similar {
                repo: it.repo,
                row: it.row.clone(),
                score,
                shared: shared.map(|(_, word)| word.to_owned()).collect(),
            })
        })
        .collect();
    found.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| b.row.path.cmp(&a.row.path))
    });
    found
}
