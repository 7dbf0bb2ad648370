//! By what the documents of a root were judged before a change.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::touched::Touched;
use crate::check::Comparison;
use crate::corpus::Files;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// The roots of one base that had what a root has.
pub(super) struct Before {
    /// The base.
    pub(super) snapshot: Snapshot,
    /// The same root, as it was.
    pub(super) own: Option<Root>,
    /// Others, from which postmortems came.
    pub(super) others: Vec<Root>,
    /// Whether it had no root at all: nothing was asked of anybody.
    is_bare: bool,
}

impl Before {
    /// Those of each base, in their order.
    pub(super) fn all(root: &Root, comparison: &Comparison) -> Result<Vec<Self>, Refusal> {
        let bases = comparison.bases.iter();
        bases.map(|it| Self::of(root, comparison, it)).collect()
    }

    fn of(root: &Root, comparison: &Comparison, base: &Snapshot) -> Result<Self, Refusal> {
        let own = comparison.was(root, base)?;
        let moved_here = comparison.moved.iter().filter(|(new, _)| root.has(new));
        let mut strangers: Vec<RepoPath> = moved_here.map(|(_, old)| old.clone()).collect();
        strangers.extend(stays(root, own.as_ref(), base)?);
        strangers.retain(|it| !own.as_ref().is_some_and(|own| own.has(it)));
        let directories: BTreeSet<RepoPath> = strangers
            .iter()
            .flat_map(|it| root::around(base, it))
            .filter(|it| *it != root.directory)
            .collect();
        let mut others = Vec::new();
        for directory in directories {
            let other = comparison.open_base(base, &directory)?;
            others.extend(other.filter(|it| strangers.iter().any(|path| it.has(path))));
        }
        let has_none = || root::roots(base).map(|it| it.is_empty());
        Ok(Self {
            snapshot: base.clone(),
            is_bare: own.is_none() && others.is_empty() && has_none()?,
            own,
            others,
        })
    }

    /// Its roots.
    pub(super) fn roots(&self) -> impl Iterator<Item = &Root> {
        self.own.iter().chain(&self.others)
    }

    /// The root whose postmortem lay in a directory, and its place among [`Before::roots`].
    pub(super) fn root_of_postmortem(&self, directory: &RepoPath) -> Option<(usize, &Root)> {
        let mut roots = self.roots().enumerate();
        roots.find(|(_, it)| is_below(directory, it.postmortems_directory()))
    }

    /// Whether somebody has judged the postmortem of a directory, or nobody was to.
    pub(super) fn has_judged(&self, directory: &RepoPath) -> bool {
        self.is_bare || self.root_of_postmortem(directory).is_some()
    }

    /// The root whose notes of a process review a path was: what was none has no faults as such.
    pub(super) fn root_of_review(&self, path: &RepoPath) -> Option<(usize, &Root)> {
        let mut roots = self.roots().enumerate();
        roots.find(|(_, it)| is_below(path, it.reviews_directory()))
    }
}

/// What a root has that lies where it lay in a base, and that the same root may not have had there: it
/// begins, or has its documents in another place. Documents by their directories.
fn stays(root: &Root, own: Option<&Root>, base: &Snapshot) -> Result<Vec<RepoPath>, Refusal> {
    let had = |place: &RepoPath| own.is_some_and(|it| it.places().any(|it| it == *place));
    if root.places().all(|it| had(&it)) {
        return Ok(Vec::new());
    }
    let layout = root.layout()?;
    let reports = layout.postmortems.iter();
    let reports = reports.filter(|it| base.exists(&it.report.path));
    let entries = layout.process_reviews.iter().chain(&layout.strange);
    let files = entries.map(|it| &it.path).chain(&layout.configurations);
    let files = files.filter(|it| base.exists(it));
    Ok(reports
        .map(|it| &it.directory)
        .chain(files)
        .cloned()
        .collect())
}

/// Whether a path lies below a place.
fn is_below(path: &RepoPath, place: Option<RepoPath>) -> bool {
    place.is_some_and(|it| path.below(&it).is_some())
}

/// Where the files of postmortems were.
pub(super) enum Lookup<'a> {
    /// Each is looked for where it was.
    One,
    /// All were listed: by directory.
    All(BTreeMap<&'a RepoPath, &'a Files>),
}

impl<'a> Lookup<'a> {
    /// Lists what a base had where all of it is judged.
    pub(super) fn new(before: &'a Before, touched: &Touched) -> Result<Self, Refusal> {
        let (Some(own), Some(_)) = (&before.own, &touched.direct) else {
            return Ok(Self::One);
        };
        let all = own.layout()?.postmortems.iter();
        Ok(Self::All(all.map(|it| (&it.directory, it)).collect()))
    }

    /// The files of a postmortem in a base, by the directory that it had there; `None` where it was
    /// not there.
    pub(super) fn files(&self, before: &Before, directory: &RepoPath) -> Option<Cow<'a, Files>> {
        if let Self::All(all) = self
            && let Some(files) = all.get(directory)
        {
            return Some(Cow::Borrowed(files));
        }
        let files = Files::of_directory(&before.snapshot, directory);
        files.ok()?.map(Cow::Owned)
    }
}
