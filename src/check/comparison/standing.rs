//! What HEAD's branch asks for, where a push goes to another guarded ref.

use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::snapshot::Texts;
use crate::source::RepoPath;

/// The configuration of HEAD's branch, which holds for every guarded ref beside the ref's own.
pub(in crate::check) struct Standing {
    /// HEAD's commit.
    snapshot: Snapshot,
    /// The full name of its branch.
    pub(in crate::check) name: String,
    /// Whether it stands in the place of that of the base, which has none.
    pub(in crate::check) is_base: bool,
}

impl Standing {
    pub(super) fn new(snapshot: Snapshot, name: &str) -> Self {
        Self {
            snapshot,
            name: name.to_owned(),
            is_base: false,
        }
    }

    /// The base with HEAD's configurations and rosters, where it has no root and the change brings one:
    /// whoever begins before there was anything to ask for begins with what is asked for now.
    pub(super) fn stands_in(
        &mut self,
        base: Snapshot,
        after: &Snapshot,
    ) -> Result<Snapshot, Refusal> {
        if root::roots(after)?.is_empty() || !root::roots(&base)?.is_empty() {
            return Ok(base);
        }
        let mut texts = Texts::new();
        for root in self.roots()? {
            root.must_be_readable()?;
            for path in root.own_files().filter(|it| self.snapshot.exists(it)) {
                texts.insert(path.clone(), Some(root.text_of(&path)?));
            }
        }
        self.is_base = true;
        Ok(base.over(texts))
    }

    /// The root of HEAD that asks what it asks of a root: the same, else the one in which it would lie,
    /// else each.
    pub(in crate::check) fn roots_for(&self, root: &Root) -> Result<Vec<Root>, Refusal> {
        let directories = match root::nearest(&self.snapshot, &root.directory) {
            Some(nearest) => vec![nearest],
            None => root::roots(&self.snapshot)?,
        };
        directories.iter().map(|it| self.open(it)).collect()
    }

    /// The roots of HEAD.
    pub(in crate::check) fn roots(&self) -> Result<Vec<Root>, Refusal> {
        Root::all(&self.snapshot)
    }

    fn open(&self, directory: &RepoPath) -> Result<Root, Refusal> {
        let root = Root::open(&self.snapshot, directory)?;
        root.must_be_readable()?;
        Ok(root)
    }
}
