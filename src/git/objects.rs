//! Reading trees and blobs.

use rayon::prelude::*;

use super::Backend;
use super::GitError;
use super::Repo;
use super::run::CatFile;

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

impl Kind {
    /// The kind that a mode stands for.
    pub fn from_mode(mode: u32) -> Self {
        match mode & 0o170_000 {
            0o120_000 => Self::Link,
            0o160_000 => Self::Submodule,
            _ if mode & 0o111 != 0 => Self::Executable,
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
    /// The object's id.
    pub id: String,
}

/// Why an object could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectFault {
    /// It is not in the repository.
    Missing,
    /// It is damaged, or something else than a file.
    Damaged,
    /// It has more bytes than are wanted.
    TooLarge(u64),
}

/// Reads objects; one for each thread. With libgit2 it borrows a handle and gives it back.
pub struct Objects<'a> {
    repo: &'a Repo,
    handle: Option<git2::Repository>,
    cat_file: Option<CatFile>,
}

impl Drop for Objects<'_> {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            self.repo.give_back(handle);
        }
    }
}

impl Repo {
    /// A reader of objects for one thread.
    pub fn objects(&self) -> Objects<'_> {
        Objects {
            repo: self,
            handle: None,
            cat_file: None,
        }
    }

    /// All files of a commit below a directory (empty: the whole commit), in any order. A
    /// directory that is not there has none.
    pub fn list_commit(&self, commit: &str, directory: &str) -> Result<Vec<Listed>, GitError> {
        match self.backend {
            Backend::Library => self.list_by_library(commit, directory),
            Backend::Executable => {
                let place = if directory.is_empty() {
                    commit.to_owned()
                } else {
                    format!("{commit}:{directory}")
                };
                let words = [
                    "ls-tree",
                    "-r",
                    "-z",
                    "--full-tree",
                    "--end-of-options",
                    &place,
                ];
                let Ok(bytes) = self.output(&words) else {
                    return Ok(Vec::new());
                };
                parse(&bytes, directory)
            }
        }
    }

    /// One entry of a commit; `None` where there is none, or where it is a directory.
    pub fn entry_of_commit(&self, commit: &str, path: &str) -> Option<Listed> {
        match self.backend {
            Backend::Library => self
                .with_handle(|handle| {
                    let tree = tree_of(handle, commit)?;
                    let entry = tree.get_path(std::path::Path::new(path))?;
                    Ok(listed(&entry, path.as_bytes().to_vec()))
                })
                .ok()
                .flatten(),
            Backend::Executable => {
                let words = ["ls-tree", "-z", "--full-tree", commit, "--", path];
                let bytes = self.output(&words).ok()?;
                parse(&bytes, "").ok()?.into_iter().next()
            }
        }
    }
}

fn tree_of<'a>(handle: &'a git2::Repository, commit: &str) -> Result<git2::Tree<'a>, GitError> {
    let id = git2::Oid::from_str(commit)?;
    Ok(handle.find_commit(id)?.tree()?)
}

fn listed(entry: &git2::TreeEntry<'_>, path: Vec<u8>) -> Option<Listed> {
    let is_file = matches!(
        entry.kind(),
        Some(git2::ObjectType::Blob | git2::ObjectType::Commit)
    );
    is_file.then(|| Listed {
        path,
        kind: Kind::from_mode(u32::try_from(entry.filemode()).unwrap_or(0)),
        id: entry.id().to_string(),
    })
}

/// A directory of a commit: its path and its tree.
type Directory = (Vec<u8>, git2::Oid);

/// The directories and files in a directory.
fn children(
    handle: &git2::Repository,
    (prefix, id): &Directory,
) -> Result<(Vec<Directory>, Vec<Listed>), GitError> {
    let (mut trees, mut files) = (Vec::new(), Vec::new());
    for entry in &handle.find_tree(*id)? {
        let mut path = prefix.clone();
        if !path.is_empty() {
            path.push(b'/');
        }
        path.extend_from_slice(entry.name_bytes());
        if entry.kind() == Some(git2::ObjectType::Tree) {
            trees.push((path, entry.id()));
        } else {
            files.extend(listed(&entry, path));
        }
    }
    Ok((trees, files))
}

impl Repo {
    /// Level by level, the trees of each side by side.
    fn list_by_library(&self, commit: &str, directory: &str) -> Result<Vec<Listed>, GitError> {
        let top = self.with_handle(|handle| {
            let tree = tree_of(handle, commit)?;
            if directory.is_empty() {
                return Ok(Some(tree.id()));
            }
            let entry = tree.get_path(std::path::Path::new(directory)).ok();
            let entry = entry.filter(|it| it.kind() == Some(git2::ObjectType::Tree));
            Ok(entry.map(|it| it.id()))
        })?;
        let mut files = Vec::new();
        let top = top.map(|id| (directory.as_bytes().to_vec(), id));
        let mut level: Vec<Directory> = top.into_iter().collect();
        while !level.is_empty() {
            let read: Result<Vec<_>, GitError> = level
                .par_iter()
                .map_init(
                    || self.objects(),
                    |objects, tree| children(objects.handle()?, tree),
                )
                .collect();
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
fn parse(bytes: &[u8], directory: &str) -> Result<Vec<Listed>, GitError> {
    let wrong = || GitError::Answer("ls-tree");
    let mut all = Vec::new();
    for line in bytes.split(|byte| *byte == 0).filter(|it| !it.is_empty()) {
        let tab = line.iter().position(|it| *it == b'\t').ok_or_else(wrong)?;
        let (head, name) = line.split_at(tab);
        let head = std::str::from_utf8(head).map_err(|_| wrong())?;
        let words: Vec<&str> = head.split(' ').collect();
        let [mode, kind, id] = words.as_slice() else {
            return Err(wrong());
        };
        if *kind == "tree" {
            continue;
        }
        let mut path = directory.as_bytes().to_vec();
        if !path.is_empty() {
            path.push(b'/');
        }
        path.extend(name.iter().skip(1));
        all.push(Listed {
            path,
            kind: Kind::from_mode(u32::from_str_radix(mode, 8).map_err(|_| wrong())?),
            id: (*id).to_owned(),
        });
    }
    Ok(all)
}

impl Objects<'_> {
    /// The bytes of a file's object, if there are at most `limit`.
    pub fn read(&mut self, id: &str, limit: u64) -> Result<Vec<u8>, ObjectFault> {
        match self.repo.backend {
            Backend::Library => self.by_library(id, limit),
            Backend::Executable => self.by_executable(id, limit),
        }
    }

    /// The handle that it borrows.
    fn handle(&mut self) -> Result<&git2::Repository, GitError> {
        let handle = match self.handle.take() {
            Some(handle) => handle,
            None => self.repo.take_handle()?,
        };
        Ok(self.handle.insert(handle))
    }

    fn by_library(&mut self, id: &str, limit: u64) -> Result<Vec<u8>, ObjectFault> {
        let handle = self.handle().map_err(|_| ObjectFault::Damaged)?;
        let id = git2::Oid::from_str(id).map_err(|_| ObjectFault::Damaged)?;
        let fault = |error: git2::Error| match error.code() {
            git2::ErrorCode::NotFound => ObjectFault::Missing,
            _ => ObjectFault::Damaged,
        };
        let odb = handle.odb().map_err(fault)?;
        let (size, kind) = odb.read_header(id).map_err(fault)?;
        if kind != git2::ObjectType::Blob {
            return Err(ObjectFault::Damaged);
        }
        let size = size as u64;
        if size > limit {
            return Err(ObjectFault::TooLarge(size));
        }
        Ok(odb.read(id).map_err(fault)?.data().to_vec())
    }

    fn by_executable(&mut self, id: &str, limit: u64) -> Result<Vec<u8>, ObjectFault> {
        if self.cat_file.is_none() {
            self.cat_file = CatFile::start(self.repo).ok();
        }
        let cat_file = self.cat_file.as_mut().ok_or(ObjectFault::Damaged)?;
        let answer = cat_file.ask(&format!("info {id}"));
        let size = size(&answer.map_err(|_| ObjectFault::Damaged)?)?;
        if size > limit {
            return Err(ObjectFault::TooLarge(size));
        }
        let read = |cat_file: &mut CatFile| -> std::io::Result<Vec<u8>> {
            cat_file.ask(&format!("contents {id}"))?;
            cat_file.read(usize::try_from(size).unwrap_or(usize::MAX))
        };
        read(cat_file).map_err(|_| {
            // A damaged object ends git's process; the next question starts another.
            self.cat_file = None;
            ObjectFault::Damaged
        })
    }
}

/// Reads `id blob size` or `id missing`.
fn size(answer: &str) -> Result<u64, ObjectFault> {
    let words: Vec<&str> = answer.split_whitespace().collect();
    match words.as_slice() {
        [_, "blob", size] => size.parse().map_err(|_| ObjectFault::Damaged),
        [_, "missing"] => Err(ObjectFault::Missing),
        _ => Err(ObjectFault::Damaged),
    }
}
