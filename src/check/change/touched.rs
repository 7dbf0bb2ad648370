//! Which documents a change touches.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map;

use crate::corpus::Files;
use crate::corpus::Layout;
use crate::corpus::REPORT;
use crate::root::Root;
use crate::root::in_the_way;
use crate::snapshot::Entry;
use crate::snapshot::EntryKind;
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
    /// Configurations where only documents may be.
    pub(super) configurations: Vec<RepoPath>,
    /// The directories and paths of those that differ, where the others are judged too because what
    /// they are judged by differs; `None`: all differ.
    pub(super) direct: Option<BTreeSet<RepoPath>>,
}

impl Touched {
    /// Puts together the changed files, each with the files beside it.
    pub(super) fn find(
        root: &Root,
        snapshot: &Snapshot,
        changed: &BTreeSet<&RepoPath>,
        gone: &[&RepoPath],
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
            // What lay beside a report that is gone belongs to none.
            let left = path.parent().filter(|it| {
                path.name() == REPORT && it.below(&postmortems).is_some_and(|it| !it.is_empty())
            });
            if let Some(directory) = home(snapshot, path, &postmortems).or(left)
                && let btree_map::Entry::Vacant(place) = near.entry(directory)
            {
                let entries = snapshot.list(place.key())?;
                place.insert(entries);
            }
        }
        beside.extend(unnamed(snapshot, changed, [&postmortems, &reviews])?);
        let (review_entries, others): (Vec<_>, Vec<_>) = beside
            .into_iter()
            .partition(|entry| entry.path.below(&reviews).is_some());
        let below: Vec<Entry> = near.into_values().flatten().chain(others).collect();
        let layout = Layout::new(below, review_entries);
        let mut strange = layout.strange;
        let ways = root.ways();
        strange.extend(in_the_way(
            snapshot,
            ways.iter().filter(|it| changed.contains(it)),
        ));
        Ok(Self {
            postmortems: layout.postmortems,
            reviews: layout.process_reviews,
            strange,
            configurations: layout.configurations,
            direct: None,
        })
    }

    /// The same with all others of the root.
    pub(super) fn with_all(self, root: &Root) -> Result<Self, SnapshotError> {
        let layout = root.layout()?;
        let postmortems = self.postmortems.into_iter().map(|it| it.directory);
        let reviews = self.reviews.into_iter().map(|it| it.path);
        Ok(Self {
            postmortems: layout.postmortems.clone(),
            reviews: layout.process_reviews.clone(),
            strange: layout.strange.clone(),
            configurations: layout.configurations.clone(),
            direct: Some(postmortems.chain(reviews).collect()),
        })
    }

    /// Whether a postmortem, by its directory, or the notes of a review differ.
    pub(super) fn is_direct(&self, place: &RepoPath) -> bool {
        self.direct.as_ref().is_none_or(|it| it.contains(place))
    }

    /// Whether a file lies in a document that differs.
    pub(super) fn has_direct(&self, path: &RepoPath) -> bool {
        let mut above = std::iter::successors(Some(path.clone()), RepoPath::parent);
        self.direct.is_none() || above.any(|it| self.is_direct(&it))
    }

    /// How many documents differ.
    pub(super) fn count(&self) -> usize {
        let all = self.postmortems.len() + self.reviews.len();
        self.direct.as_ref().map_or(all, BTreeSet::len)
    }
}

/// The changed files whose names are not UTF-8, or that lie in a directory of such a name: nothing leads
/// to them but a listing.
fn unnamed(
    snapshot: &Snapshot,
    changed: &BTreeSet<&RepoPath>,
    places: [&RepoPath; 2],
) -> Result<Vec<Entry>, SnapshotError> {
    let mut all = Vec::new();
    for place in places {
        let is_unnamed = |it: &&&RepoPath| {
            let is_shown = it.as_str().contains(char::REPLACEMENT_CHARACTER);
            is_shown && it.below(place).is_some()
        };
        if changed.iter().any(|it| is_unnamed(&it)) {
            let listed = snapshot.list(place)?.into_iter();
            all.extend(
                listed.filter(|it| it.kind == EntryKind::BadName && changed.contains(&it.path)),
            );
        }
    }
    Ok(all)
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
