//! The index as HEAD with the staged changes laid over it: nothing is walked that nobody asks
//! for, and a commit of one file costs what one file costs.

use std::collections::BTreeMap;

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

pub(super) fn list(
    repo: &Repo,
    head: Option<Oid>,
    changes: &BTreeMap<RepoPath, Change>,
    below: &RepoPath,
) -> Result<Vec<Entry>, SnapshotError> {
    let old = match head {
        Some(head) => repo.list_commit(head, below.as_str())?,
        None => Vec::new(),
    };
    let gone = |path: &RepoPath| {
        changes
            .values()
            .any(|it| it.renamed_from.as_deref() == Some(path.as_str().as_bytes()))
    };
    let renames = changes.values().any(|it| it.renamed_from.is_some());
    let mut entries: Vec<Entry> = old
        .into_iter()
        .map(|it| Entry::of_object(&it))
        .filter(|entry| !changes.contains_key(&entry.path) && (!renames || !gone(&entry.path)))
        .collect();
    entries.extend(
        changes
            .iter()
            .filter(|(path, _)| path.below(below).is_some())
            .filter_map(|(path, change)| staged(path, change)),
    );
    Ok(entries)
}

pub(super) fn entry(
    repo: &Repo,
    head: Option<Oid>,
    changes: &BTreeMap<RepoPath, Change>,
    path: &RepoPath,
) -> Option<Entry> {
    if let Some(change) = changes.get(path) {
        return staged(path, change);
    }
    let moved_away = changes
        .values()
        .any(|it| it.renamed_from.as_deref() == Some(path.as_str().as_bytes()));
    if moved_away {
        return None;
    }
    repo.entry_of_commit(head?, path.as_str())
        .map(|it| Entry::of_object(&it))
}

/// The entry that a staged change makes of a path; `None` where it takes the file away.
fn staged(path: &RepoPath, change: &Change) -> Option<Entry> {
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
