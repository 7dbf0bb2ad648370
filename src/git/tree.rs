//! Reading the trees of commits. A directory that is looked up is kept: the year in which a thousand
//! postmortems lie is read once, not once for each.

mod between;
mod index;
mod shape;
mod size;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;

use rayon::prelude::*;

use super::Backend;
use super::GitError;
use super::Objects;
use super::Oid;
use super::Repo;
use size::Size;

/// What an entry of a tree or of the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A file.
    File,
    /// A file that may be run.
    Executable,
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Submodule,
}

/// The bits of a mode that say what an entry is, and the values that are told apart.
const KIND: u32 = 0o170_000;
const LINK: u32 = 0o120_000;
const SUBMODULE: u32 = 0o160_000;
const TREE: u32 = 0o040_000;
/// Whoever may run a file.
const RUN: u32 = 0o111;

impl Kind {
    /// The kind that a mode stands for.
    pub fn from_mode(mode: u32) -> Self {
        match mode & KIND {
            LINK => Self::Link,
            SUBMODULE => Self::Submodule,
            _ if mode & RUN != 0 => Self::Executable,
            _ => Self::File,
        }
    }
}

/// An entry of a tree, with its path from the top of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The path, as bytes.
    pub path: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// The object.
    pub id: Oid,
}

/// An entry of one directory.
#[derive(Clone, Debug)]
struct Child {
    mode: u32,
    id: Oid,
}

impl Child {
    fn is_tree(&self) -> bool {
        is_tree(self.mode)
    }

    fn listed(self, path: Vec<u8>) -> Listed {
        Listed {
            path,
            kind: Kind::from_mode(self.mode),
            id: self.id,
        }
    }
}

/// Whether a mode is that of a directory.
fn is_tree(mode: u32) -> bool {
    mode & KIND == TREE
}

/// The entries of a directory, by name.
type Children = Arc<BTreeMap<Vec<u8>, Child>>;

/// The directories of commits that were looked up, by commit and path.
#[derive(Default)]
pub(super) struct Trees(Mutex<HashMap<(Oid, String), Children>>);

impl Trees {
    fn get(&self, key: &(Oid, String)) -> Option<Children> {
        self.0.lock().ok()?.get(key).cloned()
    }

    fn put(&self, key: (Oid, String), children: &Children) {
        if let Ok(mut kept) = self.0.lock() {
            kept.insert(key, Arc::clone(children));
        }
    }
}

/// A directory's path and the last name in a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn joined(directory: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = directory.to_vec();
    if !path.is_empty() {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

impl Repo {
    /// All files of a commit below a directory (empty: the whole commit), in any order. A
    /// directory that is not there has none.
    pub fn list_commit(&self, commit: Oid, directory: &str) -> Result<Vec<Listed>, GitError> {
        let Some(tree) = self.tree_id(commit, directory)? else {
            return Ok(Vec::new());
        };
        match self.backend {
            Backend::Library => self.list_by_library(tree, directory),
            Backend::Executable => {
                let words = [
                    "ls-tree",
                    "-r",
                    "-t",
                    "-z",
                    "--full-tree",
                    &tree.to_string(),
                ];
                let bytes = self.output(&words)?;
                let all = parse(&bytes)?;
                shape::must_be_sound_below(directory, &all, Child::is_tree)?;
                let files = all.into_iter().filter(|it| !it.1.is_tree());
                Ok(files
                    .map(|(name, child)| child.listed(joined(directory.as_bytes(), &name)))
                    .collect())
            }
        }
    }

    /// One entry of a commit; `None` where there is none, or where it is a directory.
    pub fn entry_of_commit(&self, commit: Oid, path: &str) -> Option<Listed> {
        let (directory, name) = split(path);
        let children = self.children(commit, directory);
        let children = children.inspect_err(|it| self.note(it)).ok()??;
        let child = children.get(name.as_bytes())?.clone();
        (!child.is_tree()).then(|| child.listed(path.as_bytes().to_vec()))
    }

    /// The names of the directories in a directory of a commit, but for those that are not UTF-8. A
    /// directory that is not there has none.
    pub fn directories_of_commit(
        &self,
        commit: Oid,
        directory: &str,
    ) -> Result<Vec<String>, GitError> {
        let Some(children) = self.children(commit, directory)? else {
            return Ok(Vec::new());
        };
        let trees = children.iter().filter(|(_, child)| child.is_tree());
        let names = trees.filter_map(|(name, _)| std::str::from_utf8(name).ok());
        Ok(names.map(str::to_owned).collect())
    }

    /// Refuses a commit where the way to one of some paths leads through a directory that git would not
    /// have written: what lies there, nobody would see.
    pub fn must_lead_to<'a>(
        &self,
        commit: Oid,
        paths: impl Iterator<Item = &'a [u8]>,
    ) -> Result<(), GitError> {
        self.children(commit, "")?;
        let mut known = BTreeSet::new();
        for path in paths {
            // What is not UTF-8 is found where the directory is listed.
            let path = String::from_utf8_lossy(path);
            for (at, _) in path.match_indices('/') {
                let directory = path.get(..at).unwrap_or_default();
                if !known.contains(directory) {
                    known.insert(directory.to_owned());
                    self.children(commit, directory)?;
                }
            }
        }
        Ok(())
    }

    /// The tree of a directory; `None` where it is not there, or no directory.
    fn tree_id(&self, commit: Oid, directory: &str) -> Result<Option<Oid>, GitError> {
        if directory.is_empty() {
            return self.top_of(commit).map(Some);
        }
        let (above, name) = split(directory);
        let children = self.children(commit, above)?;
        let child = children.and_then(|it| it.get(name.as_bytes()).cloned());
        Ok(child.filter(Child::is_tree).map(|it| it.id))
    }

    /// What lies in a directory; `None` where it is not there.
    fn children(&self, commit: Oid, directory: &str) -> Result<Option<Children>, GitError> {
        let key = (commit, directory.to_owned());
        if let Some(children) = self.trees.get(&key) {
            return Ok(Some(children));
        }
        let Some(tree) = self.tree_id(commit, directory)? else {
            return Ok(None);
        };
        let children = match self.backend {
            Backend::Library => self.with_handle(|handle| {
                let tree = handle.find_tree(tree.for_library()?)?;
                let all = tree.iter();
                Ok(all
                    .map(|it| (it.name_bytes().to_vec(), child(&it)))
                    .collect())
            })?,
            Backend::Executable => {
                let bytes = self.output(&["ls-tree", "-z", "--full-tree", &tree.to_string()])?;
                parse(&bytes)?
            }
        };
        let names = children.iter().map(|(name, it)| (&**name, it.is_tree()));
        shape::must_be_sound(directory.as_bytes(), names)?;
        let children: Children = Arc::new(children.into_iter().collect());
        self.trees.put(key, &children);
        Ok(Some(children))
    }

    /// The tree of a commit.
    fn top_of(&self, commit: Oid) -> Result<Oid, GitError> {
        match self.backend {
            Backend::Library => self.with_handle(|handle| {
                Ok(handle.find_commit(commit.for_library()?)?.tree_id().into())
            }),
            // `ls-tree` takes a commit for its tree.
            Backend::Executable => Ok(commit),
        }
    }
}

fn child(entry: &git2::TreeEntry<'_>) -> Child {
    Child {
        mode: u32::try_from(entry.filemode()).unwrap_or(0),
        id: entry.id().into(),
    }
}

/// A directory of a commit: its path and its tree.
type Directory = (Vec<u8>, git2::Oid);

/// The directories and files in a directory.
fn below(
    handle: &git2::Repository,
    (prefix, id): &Directory,
) -> Result<(Vec<Directory>, Vec<Listed>), GitError> {
    let (mut trees, mut files) = (Vec::new(), Vec::new());
    let tree = handle.find_tree(*id)?;
    let is_tree = |it: &git2::TreeEntry<'_>| it.kind() == Some(git2::ObjectType::Tree);
    let entries: Vec<_> = tree.iter().collect();
    let names = entries.iter().map(|it| (it.name_bytes(), is_tree(it)));
    shape::must_be_sound(prefix, names)?;
    for entry in entries {
        let path = joined(prefix, entry.name_bytes());
        if is_tree(&entry) {
            trees.push((path, entry.id()));
        } else {
            files.push(child(&entry).listed(path));
        }
    }
    Ok((trees, files))
}

impl Repo {
    /// Level by level, the trees of each side by side.
    fn list_by_library(&self, tree: Oid, directory: &str) -> Result<Vec<Listed>, GitError> {
        let mut files = Vec::new();
        let top = tree.for_library()?;
        let mut level: Vec<Directory> = vec![(directory.as_bytes().to_vec(), top)];
        let mut size = Size::new();
        while !level.is_empty() {
            level.iter().try_for_each(|(_, id)| size.add(*id))?;
            let look = |objects: &mut Objects<'_>, tree| below(objects.handle()?, tree);
            let read: Result<Vec<_>, GitError> = match level.as_slice() {
                // To start threads for it would take longer.
                [one] => look(&mut self.objects(), one).map(|it| vec![it]),
                many => many.par_iter().map_init(|| self.objects(), look).collect(),
            };
            level.clear();
            let read = read?;
            files.reserve(read.iter().map(|(_, found)| found.len()).sum());
            for (trees, found) in read {
                level.extend(trees);
                files.extend(found);
            }
        }
        Ok(files)
    }
}

/// Reads `git ls-tree -z`: `mode type id TAB path NUL`.
fn parse(bytes: &[u8]) -> Result<Vec<(Vec<u8>, Child)>, GitError> {
    let wrong = || GitError::Answer("ls-tree");
    let mut all = Vec::new();
    for line in bytes.split(|byte| *byte == 0).filter(|it| !it.is_empty()) {
        let tab = line.iter().position(|it| *it == b'\t').ok_or_else(wrong)?;
        let (head, name) = line.split_at(tab);
        let head = std::str::from_utf8(head).map_err(|_| wrong())?;
        let words: Vec<&str> = head.split(' ').collect();
        let [mode, _, id] = words.as_slice() else {
            return Err(wrong());
        };
        let child = Child {
            mode: u32::from_str_radix(mode, 8).map_err(|_| wrong())?,
            id: Oid::parse(id).ok_or_else(wrong)?,
        };
        all.push((name.iter().skip(1).copied().collect(), child));
    }
    Ok(all)
}
