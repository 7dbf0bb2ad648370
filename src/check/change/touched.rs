//! Which documents a change touches.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map;

use crate::check::Comparison;
use crate::corpus::Files;
use crate::corpus::Layout;
use crate::corpus::REPORT;
use crate::root::Root;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// The documents of a root that the change touches.
#[derive(Default)]
pub(super) struct Touched {
    pub(super) postmortems: Vec<Files>,
    pub(super) reviews: Vec<Entry>,
    /// Links, submodules and unreadable names where a postmortem could be.
    pub(super) strange: Vec<Entry>,
}

impl Touched {
    /// Puts together the changed files, each with the files beside it.
    pub(super) fn find(
        root: &Root,
        snapshot: &Snapshot,
        changed: &BTreeSet<&RepoPath>,
        gone: &[RepoPath],
    ) -> Result<Self, SnapshotError> {
        let paths = &root.config.paths;
        let (Some(postmortems), Some(reviews)) = (
            root.directory.join(paths.postmortems.as_str()),
            root.directory.join(paths.process_reviews.as_str()),
        ) else {
            return Ok(Self::default());
        };
        let mut near = BTreeMap::new();
        let mut beside = Vec::new();
        for path in changed {
            if path.below(&postmortems).is_some() {
                let Some(directory) = home(snapshot, path, &postmortems) else {
                    beside.extend(snapshot.entry(path));
                    continue;
                };
                if let btree_map::Entry::Vacant(place) = near.entry(directory) {
                    let entries = snapshot.list(place.key())?;
                    place.insert(entries);
                }
            } else if path.below(&reviews).is_some() {
                beside.extend(snapshot.entry(path));
            }
        }
        for path in gone.iter().filter(|it| it.below(&postmortems).is_some()) {
            if let Some(directory) = home(snapshot, path, &postmortems)
                && let btree_map::Entry::Vacant(place) = near.entry(directory)
            {
                let entries = snapshot.list(place.key())?;
                place.insert(entries);
            }
        }
        let (review_entries, others): (Vec<_>, Vec<_>) = beside
            .into_iter()
            .partition(|entry| entry.path.below(&reviews).is_some());
        let below: Vec<Entry> = near.into_values().flatten().chain(others).collect();
        let layout = Layout::new(below, review_entries);
        Ok(Self {
            postmortems: layout.postmortems,
            reviews: layout.process_reviews,
            strange: layout.strange,
        })
    }
}

impl Comparison {
    /// The files of a postmortem in a base, by the directory that it has now; `None` where it was not
    /// there.
    pub(super) fn files_in(&self, base: &Snapshot, directory: &RepoPath) -> Option<Files> {
        let directory = self.moved.get(directory).unwrap_or(directory);
        let entries = base.list(directory).ok()?;
        Layout::new(entries, Vec::new())
            .postmortems
            .into_iter()
            .next()
    }
}

/// The directory of the postmortem in which a changed file lies.
fn home(snapshot: &Snapshot, path: &RepoPath, postmortems: &RepoPath) -> Option<RepoPath> {
    let mut directory = path.parent()?;
    while directory
        .below(postmortems)
        .is_some_and(|it| !it.is_empty())
    {
        if snapshot.exists(&directory.join(REPORT)?) {
            return Some(directory);
        }
        directory = directory.parent()?;
    }
    None
}
