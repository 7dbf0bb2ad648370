//! The postmortems of a root that were made of other documents before.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::decide::Decided;
use super::source::STREAM;
use super::source::Source;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::model::Status;
use crate::postmortem::Report;
use crate::postmortem::is_confidential;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::RepoPath;
use crate::template;

/// A postmortem that was made of another document.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Its id.
    pub(super) id: String,
    /// Its report.
    pub(super) report: RepoPath,
    /// Its status.
    pub(super) status: Option<Status>,
    /// What the document was called.
    pub(super) path: String,
    /// The commit in which it was read.
    pub(super) commit: Option<String>,
    /// The SHA-256 of its bytes.
    pub(super) sha256: Option<String>,
    /// Whether it is confidential.
    pub(super) is_confidential: bool,
}

impl Known {
    /// Whether a document of the same name is the one that it was made of, and has changed since. In a
    /// repository a name is one document's. Elsewhere many may have it: those of one day are taken for one,
    /// and of what has no name at all those of one day and title.
    pub(super) fn is_of(&self, source: &Source, decided: &Decided) -> bool {
        if self.commit.is_some() && source.place.is_some() {
            return true;
        }
        let is_of_that_day = PostmortemId::date_in(&self.id) == decided.date;
        let slug = template::slug(&decided.title);
        let has_its_title = || PostmortemId::slug_in(&self.id) == Some(slug.as_str());
        decided.date.is_some() && is_of_that_day && (source.name != STREAM || has_its_title())
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct AllKnown {
    all: Vec<Known>,
    by_path: BTreeMap<String, Vec<usize>>,
    by_digest: BTreeMap<String, usize>,
}

impl AllKnown {
    /// Those of a root.
    pub(super) fn of(root: &Root) -> Result<Self, Refusal> {
        let policy = &root.config.policy;
        let read = |files: &Files| {
            let reader = root.snapshot().reader();
            let document = Document::read(&reader, &files.report, Sort::FactsOnly);
            let node = document.field(FieldName::AdoptedFrom.as_str())?;
            let text = |key| node.get(key).and_then(|it| it.as_str()).map(str::to_owned);
            Some(Known {
                id: files.id.to_string(),
                report: files.report.path.clone(),
                status: Report::new(policy, &document).status(),
                path: text("path")?,
                commit: text("commit"),
                sha256: text("sha256"),
                is_confidential: is_confidential(&document),
            })
        };
        let all: Vec<Known> = root
            .layout()?
            .postmortems
            .par_iter()
            .filter_map(read)
            .collect();
        let mut known = Self::default();
        for (index, it) in all.iter().enumerate() {
            let of_path = known.by_path.entry(it.path.clone()).or_default();
            of_path.push(index);
            if let Some(sha256) = &it.sha256 {
                known.by_digest.entry(sha256.clone()).or_insert(index);
            }
        }
        known.all = all;
        Ok(known)
    }

    /// Those that were made of documents of that name: elsewhere than in a repository, several may have
    /// it.
    pub(super) fn of_path(&self, path: &str) -> impl Iterator<Item = &Known> {
        let indexes = self.by_path.get(path).into_iter().flatten();
        indexes.filter_map(|it| self.all.get(*it))
    }

    /// The one that was made of these very bytes.
    pub(super) fn of_digest(&self, sha256: &str) -> Option<&Known> {
        self.all.get(*self.by_digest.get(sha256)?)
    }

    /// Those that were made of documents at a place, or below it.
    pub(super) fn below<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a Known> {
        self.all.iter().filter(move |it| {
            let rest = it.path.strip_prefix(place);
            rest.is_some_and(|it| it.is_empty() || it.starts_with('/')) || place.is_empty()
        })
    }
}
