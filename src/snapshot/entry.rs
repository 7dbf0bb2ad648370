//! What lies at a path of a snapshot.

use super::ReadFault;
use crate::git::Kind;
use crate::git::Listed;
use crate::git::Oid;
use crate::source::RepoPath;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A file, executable or not.
    File,
    /// A symbolic link; never followed.
    Link,
    /// Another repository.
    Submodule,
    /// An entry of the index that a merge left undecided.
    Unmerged,
    /// A name that is not UTF-8; the path shows what can be shown of it.
    BadName,
    /// A device, pipe or socket; a directory in the place of a file.
    Special,
    /// A file in the place of a directory.
    NoDirectory,
}

/// A file of a snapshot, or what stands in the place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it lies.
    pub path: RepoPath,
    /// What it is.
    pub kind: EntryKind,
    /// Its object; `None` on disk.
    pub(super) id: Option<Oid>,
}

impl Entry {
    /// Whether it is anything but a file.
    pub fn is_strange(&self) -> bool {
        self.kind != EntryKind::File
    }

    /// Why it cannot be read, for all but files.
    pub fn fault(&self) -> Option<ReadFault> {
        Some(match self.kind {
            EntryKind::File => return None,
            EntryKind::Link => ReadFault::Link,
            EntryKind::Submodule => ReadFault::Submodule,
            EntryKind::Unmerged => ReadFault::Unmerged,
            EntryKind::BadName => ReadFault::BadName,
            EntryKind::Special => ReadFault::Special,
            EntryKind::NoDirectory => ReadFault::NoDirectory,
        })
    }

    /// A directory where a file was expected.
    pub fn directory(path: RepoPath) -> Self {
        Self {
            path,
            kind: EntryKind::Special,
            id: None,
        }
    }

    /// The same entry where a directory was expected.
    #[must_use]
    pub fn in_place_of_a_directory(self) -> Self {
        let kind = match self.kind {
            EntryKind::File => EntryKind::NoDirectory,
            kind => kind,
        };
        Self { kind, ..self }
    }

    /// What stands in a tree.
    pub fn of_object(listed: &Listed) -> Self {
        let (path, bad) = path_of(&listed.path);
        let kind = match listed.kind {
            _ if bad => EntryKind::BadName,
            Kind::File | Kind::Executable => EntryKind::File,
            Kind::Link => EntryKind::Link,
            Kind::Submodule => EntryKind::Submodule,
        };
        Self {
            path,
            kind,
            id: Some(listed.id),
        }
    }
}

/// A path of git; whether it could not be taken as it is.
pub(super) fn path_of(bytes: &[u8]) -> (RepoPath, bool) {
    if let Some(path) = std::str::from_utf8(bytes).ok().and_then(RepoPath::new) {
        return (path, false);
    }
    let shown = String::from_utf8_lossy(bytes).replace("..", "\u{fffd}");
    let path = RepoPath::new(shown.trim_start_matches('/'));
    (path.unwrap_or_default(), true)
}
