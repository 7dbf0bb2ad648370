//! The roots that a change touches, as they are and as they were.

use super::Comparison;
use super::Stage;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Places;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

impl Comparison {
    /// The roots that it touches, as they are judged: those of today, and those of the base in which
    /// something is left that no root of today has.
    pub fn roots(&self) -> Result<Vec<Root>, Refusal> {
        let mut roots = Vec::new();
        for (directory, paths) in &self.by_root {
            let at = |snapshot| root::is_root(snapshot, directory).then_some(snapshot);
            let (is, was) = (at(&self.after), self.bases.iter().find_map(at));
            let places = |it| Places::read(it, directory);
            let known: Vec<Places> = is.into_iter().chain(was).map(places).collect();
            // Nobody's other work waits for postmortems.
            if !paths.all().any(|it| {
                known
                    .iter()
                    .any(|at| at.hold(it) || at.own(it) || at.lead_through(it))
            }) {
                continue;
            }
            let now = is.map(|it| Root::open(it, directory)).transpose()?;
            if let (Some(now), Stage::Committed | Stage::Pushed) = (&now, self.stage) {
                now.must_be_readable()?;
            }
            let is_left = |old: &Root| match &now {
                Some(now) => old
                    .places()
                    .any(|it| !now.places().any(|place| place == it)),
                None => true,
            };
            // Where nothing that it is judged by differs, nothing is left.
            let is_same = |base| {
                let now = now.as_ref();
                now.is_some_and(|it| it.is_unchanged_in(base))
            };
            let old = was
                .filter(|it| !is_same(it))
                .map(|it| self.open_base(it, directory))
                .transpose()?
                .flatten();
            // What is left where nobody looks any more is judged by the configuration that did.
            let left = old.filter(is_left).map(|old| {
                let mut left = old.on(self.after.clone());
                left.findings.clear();
                left
            });
            roots.extend(now);
            roots.extend(left);
        }
        Ok(roots)
    }

    /// A root as it was in the first base; `None` where it was not there.
    pub fn before(&self, root: &Root) -> Result<Option<Root>, Refusal> {
        let was = self.bases.first().map(|it| self.was(root, it));
        Ok(was.transpose()?.flatten())
    }

    /// A root as it was in a base; `None` where it was not there. Where nothing that it is judged by
    /// differs, what was made of that serves for both.
    pub(in crate::check) fn was(
        &self,
        root: &Root,
        base: &Snapshot,
    ) -> Result<Option<Root>, Refusal> {
        if !root::is_root(base, &root.directory) {
            return Ok(None);
        }
        if root.is_unchanged_in(base) {
            return self.readable(Ok(root.on(base.clone())));
        }
        self.open_base(base, &root.directory)
    }

    /// A root of a base.
    pub(in crate::check) fn open_base(
        &self,
        base: &Snapshot,
        directory: &RepoPath,
    ) -> Result<Option<Root>, Refusal> {
        self.readable(Root::open(base, directory))
    }

    /// What cannot be read is refused, or a change could hide behind it; before a commit it is nobody's
    /// fault that is about to mend it.
    fn readable(&self, root: Result<Root, Refusal>) -> Result<Option<Root>, Refusal> {
        let root = root.and_then(|it| it.must_be_readable().map(|()| it));
        match (root, self.stage) {
            (Ok(root), _) => Ok(Some(root)),
            (Err(_), Stage::Uncommitted) => Ok(None),
            (Err(refusal), Stage::Committed | Stage::Pushed) => Err(refusal),
        }
    }

    /// The roots of the first base in whose place a new one stands: those that are gone, else the
    /// one in which it lies.
    pub(in crate::check) fn predecessors(&self, root: &Root) -> Result<Vec<Root>, Refusal> {
        let Some(base) = self.bases.first() else {
            return Ok(Vec::new());
        };
        let is_lost = |it: &&RepoPath| root::is_root(base, it) && !root::is_root(&self.after, it);
        let mut directories: Vec<RepoPath> = self.by_root.keys().filter(is_lost).cloned().collect();
        if directories.is_empty() {
            directories.extend(root::nearest(base, &root.directory));
        }
        let mut roots = Vec::new();
        for directory in directories {
            roots.extend(self.open_base(base, &directory)?);
        }
        Ok(roots)
    }

    /// All roots of the first base.
    pub(in crate::check) fn base_roots(&self) -> Result<Vec<Root>, Refusal> {
        let Some(base) = self.bases.first() else {
            return Ok(Vec::new());
        };
        let mut roots = Vec::new();
        for directory in root::roots(base)? {
            roots.extend(self.open_base(base, &directory)?);
        }
        Ok(roots)
    }

    /// Whether a root is there that the first base has not.
    pub(in crate::check) fn has_new_root(&self) -> bool {
        let is_old = |it| {
            self.bases
                .first()
                .is_some_and(|base| root::is_root(base, it))
        };
        let mut roots = self.by_root.keys();
        roots.any(|it| root::is_root(&self.after, it) && !is_old(it))
    }
}
