//! Documents as they are, and as they would be.

use crate::document::Document;
use crate::document::Sort;
use crate::root::Root;
use crate::snapshot::ReadFault;
use crate::snapshot::Snapshot;
use crate::snapshot::Texts;
use crate::source::RepoPath;

/// A document as it is.
pub(super) fn today(root: &Root, path: &RepoPath, sort: Sort) -> Document {
    read(root.snapshot(), path, sort)
}

/// A document as it would be with a text.
pub(super) fn with(root: &Root, path: &RepoPath, text: &str, sort: Sort) -> Document {
    let texts = Texts::from([(path.clone(), Some(text.to_owned()))]);
    read(&root.snapshot().over(texts), path, sort)
}

fn read(snapshot: &Snapshot, path: &RepoPath, sort: Sort) -> Document {
    match snapshot.entry(path) {
        Some(entry) => Document::read(&snapshot.reader(), &entry, sort),
        None => Document::unread(path, &ReadFault::NotFound),
    }
}
