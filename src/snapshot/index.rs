//! The index as HEAD with the staged changes laid over it: nothing is walked that nobody asks
//! for, and a commit of one file costs what one file costs.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Entry;
use super::EntryKind;
use super::SnapshotError;
use super::path_of;
use crate::git::Change;
use crate::git::ChangeState;
use crate::git::Kind;
use crate::git::Oid;
use crate::git::Repo;
use crate::source::RepoPath;

/// The staged changes, and what they move away.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) changes: BTreeMap<RepoPath, Change>,
    moved_away: BTreeSet<Vec<u8>>,
}

impl Staged {
    pub(super) fn new(changes: BTreeMap<RepoPath, Change>) -> Self {
        let moved_away = changes.values().filter_map(|it| it.renamed_from.clone());
        Self {
            moved_away: moved_away.collect(),
            changes,
        }
    }

    /// Whether what HEAD has at a path is not what is staged.
    fn differs(&self, path: &RepoPath) -> bool {
        self.changes.contains_key(path) || self.moved_away.contains(path.as_str().as_bytes())
    }

    /// The changes below a directory: those whose paths begin alike stand side by side.
    fn below(&self, directory: &RepoPath) -> impl Iterator<Item = (&RepoPath, &Change)> {
        let alike = self.changes.range(directory.clone()..);
        alike
            .take_while(|(path, _)| path.as_str().starts_with(directory.as_str()))
            .filter(|(path, _)| path.below(directory).is_some())
    }
}

pub(super) fn list(
    repo: &Repo,
    head: Option<Oid>,
    staged: &Staged,
    below: &RepoPath,
) -> Result<Vec<Entry>, SnapshotError> {
    let old = match head {
        Some(head) => repo.list_commit(head, below.as_str())?,
        None => Vec::new(),
    };
    let mut entries: Vec<Entry> = old
        .into_iter()
        .map(|it| Entry::of_object(&it))
        .filter(|entry| !staged.differs(&entry.path))
        .collect();
    let new = staged.below(below);
    entries.extend(new.filter_map(|(path, change)| entry_of(path, change)));
    Ok(entries)
}

pub(super) fn entry(
    repo: &Repo,
    head: Option<Oid>,
    staged: &Staged,
    path: &RepoPath,
) -> Option<Entry> {
    if let Some(change) = staged.changes.get(path) {
        return entry_of(path, change);
    }
    if staged.differs(path) {
        return None;
    }
    repo.entry_of_commit(head?, path.as_str())
        .map(|it| Entry::of_object(&it))
}

/// The entry that a staged change makes of a path; `None` where it takes the file away.
fn entry_of(path: &RepoPath, change: &Change) -> Option<Entry> {
    let bad = path_of(&change.path).1;
    let (kind, id) = match &change.state {
        ChangeState::Gone => return None,
        ChangeState::Unmerged => (EntryKind::Unmerged, None),
        ChangeState::There { kind, id } => {
            let kind = match kind {
                Kind::File | Kind::Executable => EntryKind::File,
                Kind::Link => EntryKind::Link,
                Kind::Submodule => EntryKind::Submodule,
            };
            (kind, Some(*id))
        }
    };
    Some(Entry {
        path: path.clone(),
        kind: if bad { EntryKind::BadName } else { kind },
        id,
    })
}
