//! The ids of postmortems that are made of documents.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::corpus::REPORT;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::Entry;
use crate::source::RepoPath;
use crate::template;

/// How many postmortems of one day and title there may be.
const MOST: usize = 999;

/// The ids that are taken.
pub(super) struct Ids {
    /// The ids of reports that lie in their places already.
    reports: BTreeMap<RepoPath, String>,
    taken: BTreeSet<String>,
    /// The directories that there are, by the directory of a year.
    years: BTreeMap<RepoPath, BTreeSet<String>>,
}

impl Ids {
    /// Those that postmortems of a root have.
    pub(super) fn of(root: &Root) -> Result<Self, Refusal> {
        let all = root.layout()?.postmortems.iter();
        let reports = all
            .clone()
            .map(|it| (it.report.path.clone(), it.id.to_string()));
        Ok(Self {
            reports: reports.collect(),
            taken: all.map(|it| it.id.to_string().to_lowercase()).collect(),
            years: BTreeMap::new(),
        })
    }

    /// The id and the path of a report that lies in its place already.
    pub(super) fn in_place(&self, path: &RepoPath) -> Option<(String, RepoPath)> {
        let (report, id) = self.reports.get_key_value(path)?;
        Some((id.clone(), report.clone()))
    }

    /// The directory of a new postmortem, and which number of its date and title it has; `None` where
    /// there are too many.
    pub(super) fn give(
        &mut self,
        root: &Root,
        date: NaiveDate,
        title: &str,
    ) -> Result<Option<(RepoPath, usize)>, Refusal> {
        let place = root.postmortems_directory();
        let year = place.and_then(|it| it.join(&date.format("%Y").to_string()));
        let year = year.ok_or_else(|| {
            Refusal::configuration("the postmortems' directory has no name that can be written")
        })?;
        let snapshot = root.snapshot();
        if !self.years.contains_key(&year) {
            let names = snapshot.directories(&year)?.into_iter();
            let names = names.map(|it| it.to_lowercase()).collect();
            self.years.insert(year.clone(), names);
        }
        let there = self.years.get(&year);
        let name = format!("{date}-{}", template::slug(title));
        for number in 1..=MOST {
            let id = match number {
                1 => name.clone(),
                number => format!("{name}-{number}"),
            };
            let Some(directory) = year.join(&id) else {
                break;
            };
            // A directory that a writer left empty who was killed is as good as none.
            let is_there = there.is_some_and(|it| it.contains(&id));
            let holds = |it: &Entry| {
                let below = it.path.below(&directory).unwrap_or_default();
                !below.starts_with('.')
            };
            let files = if is_there {
                snapshot.list(&directory)?
            } else {
                Vec::new()
            };
            // Whoever wrote it may have made it of the same document.
            let is_report =
                |it: &Entry| it.path.below(&directory) == Some(REPORT) && !it.is_strange();
            if !self.taken.contains(&id) && files.iter().any(is_report) {
                let written = format!("`{directory}` was written since the postmortems were read");
                return Err(Refusal::stale(written).hint("run it again"));
            }
            if !files.iter().any(holds) && self.taken.insert(id) {
                return Ok(Some((directory, number)));
            }
        }
        Ok(None)
    }
}
