//! Which postmortems are like another: by the words of what they say of themselves, the rarer the more.

use std::collections::BTreeMap;

use rayon::prelude::*;

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

/// The words of a postmortem, and how often it says them.
type Words = BTreeMap<String, u32>;

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
        *asked
            .entry(format!("{SERVICE}{}", it.to_lowercase()))
            .or_default() += 1;
    }
    let profiles = profiles(root, 0)?.into_iter().map(|it| {
        // A new one has a title and nothing else yet.
        let mut words = Words::new();
        add(&mut words, it.row.title.as_deref().unwrap_or_default(), 2);
        for service in services
            .iter()
            .filter(|service| it.row.services.contains(service))
        {
            words.insert(format!("{SERVICE}{}", service.to_lowercase()), 1);
        }
        Profile { words, ..it }
    });
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
            for (field, mark) in [(FieldName::Services, SERVICE), (FieldName::Tags, TAG)] {
                for it in report.field(field).texts() {
                    *words
                        .entry(format!("{mark}{}", it.to_lowercase()))
                        .or_default() += 1;
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

/// Adds the words of a text, without their endings.
fn add(words: &mut Words, text: &str, times: u32) {
    each(text, |word| {
        *words.entry(stem(word).to_owned()).or_default() += times;
    });
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
            .map(|(word, often)| weight(word, *often).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let of_asked = length(asked);
    let mut found: Vec<Similar> = others
        .iter()
        .filter_map(|it| {
            let mut shared: Vec<(f64, &String)> = Vec::new();
            let mut product = 0.0;
            for (word, often) in asked {
                if let Some(others) = it.words.get(word) {
                    let both = weight(word, *often) * weight(word, *others);
                    product += both;
                    shared.push((both, word));
                }
            }
            let score = product / (of_asked * length(&it.words));
            shared.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            let shared = shared.into_iter().filter(|(both, _)| *both > 0.0);
            (score.is_finite() && score > 0.0).then(|| Similar {
                repo: it.repo,
                row: it.row.clone(),
                score,
                shared: shared.map(|(_, word)| plain(word).to_owned()).collect(),
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

/// A word as people read it.
fn plain(word: &str) -> &str {
    let service = word.strip_prefix(SERVICE);
    service.or_else(|| word.strip_prefix(TAG)).unwrap_or(word)
}
