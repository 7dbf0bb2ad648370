//! Texts laid over a snapshot: files that are new, changed or gone there, and nowhere else. What nobody
//! asks for is not read, and what lies below costs what it costs without them.

use std::collections::BTreeMap;

use super::Entry;
use super::EntryKind;
use super::MOST_BYTES;
use super::ROOT_FILE;
use super::ReadFault;
use super::Snapshot;
use super::SnapshotError;
use crate::source::RepoPath;

/// Texts by their paths; `None` where the file is gone.
pub type Texts = BTreeMap<RepoPath, Option<String>>;

/// Texts over a snapshot.
#[derive(Debug)]
pub(super) struct Overlay {
    pub(super) below: Snapshot,
    pub(super) texts: Texts,
}

impl Overlay {
    pub(super) fn list(&self, directory: &RepoPath) -> Result<Vec<Entry>, SnapshotError> {
        let mut entries = self.below.list(directory)?;
        entries.retain(|it| !self.texts.contains_key(&it.path));
        let laid = self.entries();
        entries.extend(
            laid.filter(|(path, _)| path.below(directory).is_some())
                .filter_map(|(_, entry)| entry),
        );
        Ok(entries)
    }

    pub(super) fn entry(&self, path: &RepoPath) -> Option<Entry> {
        match self.texts.get(path) {
            Some(text) => text.as_ref().map(|_| file(path)),
            None => self.below.entry(path),
        }
    }

    /// What is laid over: each path, and its entry unless it is gone.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&RepoPath, Option<Entry>)> {
        let texts = self.texts.iter();
        texts.map(|(path, text)| (path, text.as_ref().map(|_| file(path))))
    }

    /// The bytes of a path over which something is laid; `None` where nothing is.
    pub(super) fn read(&self, path: &RepoPath) -> Option<Result<Vec<u8>, ReadFault>> {
        let Some(text) = self.texts.get(path)? else {
            return Some(Err(ReadFault::NotFound));
        };
        let size = text.len() as u64;
        Some(if size > MOST_BYTES {
            Err(ReadFault::TooLarge { size })
        } else {
            Ok(text.clone().into_bytes())
        })
    }

    pub(super) fn roots(&self) -> Result<Vec<RepoPath>, SnapshotError> {
        let mut roots = self.below.roots()?;
        for (path, entry) in self.entries().filter(|(path, _)| path.name() == ROOT_FILE) {
            let directory = path.parent().unwrap_or_default();
            roots.retain(|it| *it != directory);
            roots.extend(entry.map(|_| directory));
        }
        Ok(roots)
    }
}

fn file(path: &RepoPath) -> Entry {
    Entry {
        path: path.clone(),
        kind: EntryKind::File,
        id: None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    fn over(texts: &[(&str, Option<&str>)]) -> (tempfile::TempDir, Snapshot) {
        let top = tempfile::tempdir().unwrap();
        for name in ["pmrepo.yaml", "a/x.md", "a/y.md", "b/pmrepo.yaml"] {
            let file = top.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, name).unwrap();
        }
        let texts = texts
            .iter()
            .map(|(name, text)| (path(name), text.map(str::to_owned)));
        let snapshot = Snapshot::disk(top.path()).over(texts.collect());
        (top, snapshot)
    }

    fn listed(snapshot: &Snapshot, below: &str) -> Vec<String> {
        let entries = snapshot.list(&path(below)).unwrap();
        entries.iter().map(|it| it.path.to_string()).collect()
    }

    #[test]
    fn what_is_laid_over_is_listed_found_and_read() {
        let (_top, snapshot) = over(&[
            ("a/x.md", Some("other")),
            ("a/y.md", None),
            ("a/new/z.md", Some("new")),
            ("c/w.md", Some("far")),
        ]);
        assert_eq!(listed(&snapshot, "a"), ["a/new/z.md", "a/x.md"]);
        assert_eq!(listed(&snapshot, "c"), ["c/w.md"]);
        assert_eq!(snapshot.read(&path("a/x.md")).unwrap(), b"other");
        assert_eq!(snapshot.read(&path("a/new/z.md")).unwrap(), b"new");
        assert_eq!(snapshot.read(&path("a/y.md")), Err(ReadFault::NotFound));
        assert!(!snapshot.exists(&path("a/y.md")));
        assert!(snapshot.exists(&path("c/w.md")));
        assert_eq!(snapshot.read(&path("pmrepo.yaml")).unwrap(), b"pmrepo.yaml");
        assert!(!snapshot.is_worktree());
    }

    #[test]
    fn a_listed_entry_that_is_gone_is_not_read_from_below() {
        let (top, snapshot) = over(&[("a/y.md", None)]);
        let entry = Snapshot::disk(top.path()).entry(&path("a/y.md")).unwrap();
        let read = snapshot.reader().read(&entry);
        assert_eq!(read, Err(ReadFault::NotFound));
    }

    #[test]
    fn roots_come_and_go_with_their_file() {
        let (_top, snapshot) = over(&[("b/pmrepo.yaml", None), ("c/d/pmrepo.yaml", Some(""))]);
        let roots = snapshot.roots().unwrap();
        assert_eq!(roots, [path(""), path("c/d")]);
    }

    #[test]
    fn one_overlay_lies_over_the_other() {
        let (_top, snapshot) = over(&[("a/x.md", Some("one")), ("a/y.md", None)]);
        let snapshot = snapshot.over(Texts::from([
            (path("a/x.md"), Some("two".to_owned())),
            (path("a/y.md"), Some("back".to_owned())),
        ]));
        assert_eq!(listed(&snapshot, "a"), ["a/x.md", "a/y.md"]);
        assert_eq!(snapshot.read(&path("a/x.md")).unwrap(), b"two");
        assert_eq!(snapshot.read(&path("a/y.md")).unwrap(), b"back");
    }
}
