//! What is written under a name that nobody has yet.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;

use super::Made;
use super::Tree;
use super::beside;
use super::lock::Lock;
use super::staging::Staging;
use crate::refusal::Refusal;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;
use crate::snapshot::Texts;
use crate::source::RepoPath;

/// How many postmortems of one day and slug, or process reviews of one day, there may be.
const MOST_SUFFIXES: u32 = 999;

/// What is written under a name that nobody has yet. Where it is taken, `-2`, `-3` … is added, also
/// when two write at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// A directory of files, whole or not at all.
    Directory {
        /// The directory that will hold it.
        parent: RepoPath,
        /// The name that it would like to have.
        name: String,
        /// Its files: the path below it, and the text.
        files: Vec<(String, String)>,
        /// Numbers that it does not get though nobody has them; the 1 is the name without one.
        skips: BTreeSet<u32>,
    },
    /// A file.
    File {
        /// The directory that will hold it.
        parent: RepoPath,
        /// The name that it would like to have.
        name: String,
        /// What its name ends with.
        ending: &'static str,
        /// Its text.
        text: String,
    },
}

impl Fresh {
    /// The path with a number; the first has none.
    fn path(&self, number: u32) -> Option<RepoPath> {
        let (parent, name, ending) = match self {
            Self::Directory { parent, name, .. } => (parent, name, ""),
            Self::File {
                parent,
                name,
                ending,
                ..
            } => (parent, name, *ending),
        };
        parent.join(&match number {
            1 => format!("{name}{ending}"),
            number => format!("{name}-{number}{ending}"),
        })
    }

    /// The numbers that it may get.
    fn numbers(&self) -> impl Iterator<Item = u32> + use<'_> {
        let skips = match self {
            Self::Directory { skips, .. } => Some(skips),
            Self::File { .. } => None,
        };
        let all = 1..=MOST_SUFFIXES;
        all.filter(move |it| skips.is_none_or(|skips| !skips.contains(it)))
    }

    /// The first path that is free in a snapshot.
    pub(super) fn free_path(&self, over: &Snapshot) -> RepoPath {
        let is_free = |path: &RepoPath| {
            let is_empty = |it: Vec<Entry>| it.is_empty();
            !over.exists(path) && over.list(path).is_ok_and(is_empty) && !over.leaves_out(path)
        };
        let mut paths = self.numbers().filter_map(|number| self.path(number));
        paths.find(is_free).unwrap_or_default()
    }

    /// Its files, where it lies at a path.
    pub(super) fn files_at(&self, path: &RepoPath) -> Vec<(RepoPath, String)> {
        match self {
            Self::File { text, .. } => vec![(path.clone(), text.clone())],
            Self::Directory { files, .. } => files
                .iter()
                .map(|(below, text)| (path.join(below).unwrap_or_default(), text.clone()))
                .collect(),
        }
    }

    /// The texts of its files, under the first name that is free in a snapshot.
    pub(super) fn texts(&self, over: &Snapshot) -> Texts {
        let files = self.files_at(&self.free_path(over)).into_iter();
        files.map(|(path, text)| (path, Some(text))).collect()
    }
}

impl Tree {
    /// Writes it, and gives the path that it got: one name is tried after the other.
    pub(super) fn write_fresh(
        &self,
        fresh: &Fresh,
        lock: &Lock,
        made: &mut Made,
    ) -> Result<RepoPath, Refusal> {
        let parent = match fresh {
            Fresh::Directory { parent, .. } | Fresh::File { parent, .. } => parent,
        };
        let left_out = self.left_out(&[parent])?;
        let is_left_out = |path: &RepoPath| {
            let mut all = left_out.iter();
            all.any(|it| it == path || it.below(path).is_some() || path.below(it).is_some())
        };
        for number in fresh.numbers() {
            let path = fresh
                .path(number)
                .ok_or_else(|| Refusal::usage("what is new would lie outside of the repository"))?;
            if self.exists(&path) || is_left_out(&path) {
                continue;
            }
            let is_written = match fresh {
                Fresh::Directory { files, .. } => self.build((&path, files), lock, made)?,
                Fresh::File { text, .. } => self.claim((&path, text), lock, made)?,
            };
            if is_written {
                return Ok(path);
            }
        }
        let what = match fresh {
            Fresh::Directory { .. } => "postmortems",
            Fresh::File { .. } => "files",
        };
        let first = fresh.path(1).unwrap_or_default();
        Err(Refusal::not_ready(format!(
            "there are {MOST_SUFFIXES} {what} called `{}` already",
            first.name()
        )))
    }

    /// Writes a file if nothing is at its path, whole or not at all; says whether it did.
    fn claim(
        &self,
        (path, text): (&RepoPath, &str),
        lock: &Lock,
        made: &mut Made,
    ) -> Result<bool, Refusal> {
        let target = self.path(path);
        let directory = self.directory_of(path, made)?;
        let place = directory.path().join(path.name());
        let write = || -> io::Result<()> {
            let hidden = Staging::new(&directory, parent_of(&target), lock)?;
            let file = beside(&directory.path().join(hidden.name()), None, text)?;
            file.persist_noclobber(&place).map_err(|it| it.error)?;
            directory.sync();
            Ok(())
        };
        match write() {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(Refusal::io(&target, &error)),
        }
    }

    /// Makes a directory of files if nothing is at its path, whole or not at all: it is built under a
    /// hidden name beside its place and renamed into it. Says whether it did.
    fn build(
        &self,
        (path, files): (&RepoPath, &[(String, String)]),
        lock: &Lock,
        made: &mut Made,
    ) -> Result<bool, Refusal> {
        let target = self.path(path);
        let directory = self.directory_of(path, made)?;
        let build = || -> io::Result<()> {
            let hidden = Staging::new(&directory, parent_of(&target), lock)?;
            let building = directory.path().join(hidden.name()).join(path.name());
            fs::create_dir(&building)?;
            for (below, text) in files {
                write_new(&building.join(below), text)?;
            }
            fs::rename(&building, directory.path().join(path.name()))?;
            directory.sync();
            Ok(())
        };
        match build() {
            Ok(()) => Ok(true),
            Err(error) if is_taken(&error) => Ok(false),
            Err(error) => Err(Refusal::io(&target, &error)),
        }
    }
}

/// The directory of a file.
fn parent_of(target: &Path) -> &Path {
    target.parent().unwrap_or(target)
}

/// Whether a rename failed because the name is taken.
fn is_taken(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AlreadyExists
            | io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::NotADirectory
    )
}

/// Writes a file of a directory that is being built.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
