//! The statuses that versions of a report state.

use std::collections::BTreeMap;

use super::said::Said;
use crate::document::Document;
use crate::document::Sort;
use crate::git::Oid;
use crate::git::Repo;
use crate::model::FieldName;
use crate::snapshot::MOST_BYTES;
use crate::source::RepoPath;

/// The word for a report that cannot be read, and for one that states no status.
const UNREADABLE: &str = "unreadable";
const NO_STATUS: &str = "no status";

/// The statuses that versions of a report state, each read once.
pub struct Statuses<'a> {
    repo: &'a Repo,
    known: BTreeMap<Oid, String>,
}

impl<'a> Statuses<'a> {
    /// Of none yet.
    pub fn new(repo: &'a Repo) -> Self {
        Self {
            repo,
            known: BTreeMap::new(),
        }
    }

    /// The status in an object: the word as it is written, or why there is none.
    pub fn of(&mut self, id: Oid) -> String {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let status = self.read(id);
        self.known.insert(id, status.clone());
        status
    }

    fn read(&self, id: Oid) -> String {
        let Ok(bytes) = self.repo.objects().read(id, MOST_BYTES) else {
            return UNREADABLE.to_owned();
        };
        let report = Document::from_bytes(&RepoPath::root(), bytes, Sort::FactsOnly);
        let status = match report.root() {
            None => UNREADABLE,
            Some(_) => Said::of(&report, FieldName::Status)
                .text()
                .unwrap_or(NO_STATUS),
        };
        status.to_owned()
    }
}
