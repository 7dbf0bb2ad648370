//! Files on disk, links never followed.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::Entry;
use super::EntryKind;
use super::MOST_BYTES;
use super::ReadFault;
use super::SnapshotError;
use super::path_of;
use super::readers;
use crate::source::RepoPath;

/// Where git keeps what is its own.
const GIT: &str = ".git";

/// So many directories beside each other are read side by side.
const MANY: usize = 4;

/// How many bytes are made room for before a file is read: more than most reports have.
const USUAL_BYTES: usize = 16 * 1024;

/// All files below a directory: level by level, the directories of each side by side. This is no
/// `walkdir`, which walks on one thread: with it `check` and `overdue` took 5 % more time on the clock
/// and 3 % less of the processors' (10,000 postmortems, two cores, medians of nine runs).
pub(super) fn list(top: &Path, below: &RepoPath) -> Result<Vec<Entry>, SnapshotError> {
    let mut entries = Vec::new();
    let mut level: Vec<PathBuf> = own_directory(top, below).into_iter().collect();
    while !level.is_empty() {
        let read = |directory: &PathBuf| Directory::read(top, directory);
        let read: Result<Vec<Directory>, SnapshotError> = if level.len() < MANY {
            level.iter().map(read).collect()
        } else {
            readers::start();
            level.par_iter().map(read).collect()
        };
        level.clear();
        let read = read?;
        entries.reserve(read.iter().map(|it| it.entries.len()).sum());
        for mut directory in read {
            entries.append(&mut directory.entries);
            level.append(&mut directory.below);
        }
    }
    Ok(entries)
}

/// What lies in one directory; git's own at the top is passed over.
#[derive(Default)]
struct Directory {
    entries: Vec<Entry>,
    below: Vec<PathBuf>,
}

impl Directory {
    fn read(top: &Path, directory: &Path) -> Result<Self, SnapshotError> {
        let broken = |error: std::io::Error| SnapshotError::Directory {
            path: directory.display().to_string(),
            said: error.to_string(),
        };
        let mut found = Self::default();
        let is_gone = |error: &std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
        let children = match fs::read_dir(directory) {
            // Somebody removed it, or gave it its name, since it was listed.
            Err(error) if is_gone(&error) => return Ok(found),
            children => children.map_err(broken)?,
        };
        for child in children {
            let child = child.map_err(broken)?;
            let file_type = match child.file_type() {
                Err(error) if is_gone(&error) => continue,
                file_type => file_type.map_err(broken)?,
            };
            if child.file_name() == GIT {
                if directory == top {
                    continue;
                }
                // Another repository, as in a commit.
                return Ok(Self {
                    entries: entry_at(top, directory, EntryKind::Submodule)
                        .into_iter()
                        .collect(),
                    below: Vec::new(),
                });
            }
            if file_type.is_dir() {
                found.below.push(child.path());
            } else {
                found
                    .entries
                    .extend(entry_of(top, &child.path(), file_type));
            }
        }
        Ok(found)
    }
}

/// The names of the directories in a directory; git's own is passed over.
pub(super) fn directories(top: &Path, of: &RepoPath) -> Result<Vec<String>, SnapshotError> {
    let Some(directory) = own_directory(top, of) else {
        return Ok(Vec::new());
    };
    let below = Directory::read(top, &directory)?.below.into_iter();
    let names = below.filter_map(|it| it.file_name()?.to_str().map(str::to_owned));
    Ok(names.collect())
}

/// The directories that hold a file of this name, in any order. What cannot be opened holds none, and what
/// is another repository, or another work tree of this one, has its own.
pub(super) fn directories_with(top: &Path, name: &str) -> Vec<RepoPath> {
    WalkDir::new(top)
        .follow_links(false)
        .into_iter()
        .filter_entry(|it| {
            let is_inside = it.depth() > 0 && it.file_type().is_dir();
            it.file_name() != GIT && !(is_inside && is_repository(it.path()))
        })
        .filter_map(Result::ok)
        .filter(|it| it.file_name() == name && it.file_type().is_file())
        .filter_map(|it| entry_of(top, it.path(), it.file_type())?.path.parent())
        .collect()
}

/// Whether a directory is the top of a repository, or of a work tree, of its own.
fn is_repository(directory: &Path) -> bool {
    directory.join(GIT).symlink_metadata().is_ok()
}

fn entry_of(top: &Path, path: &Path, file_type: fs::FileType) -> Option<Entry> {
    entry_at(top, path, kind_of(file_type))
}

/// The entry of a kind at a path on disk, or of a name that is not UTF-8.
fn entry_at(top: &Path, path: &Path, kind: EntryKind) -> Option<Entry> {
    let below = path.strip_prefix(top).ok()?;
    let mut bytes = Vec::new();
    for part in below.components() {
        if !bytes.is_empty() {
            bytes.push(b'/');
        }
        bytes.extend_from_slice(part.as_os_str().as_encoded_bytes());
    }
    let (path, bad) = path_of(&bytes);
    let kind = if bad { EntryKind::BadName } else { kind };
    Some(Entry {
        path,
        kind,
        id: None,
    })
}

fn kind_of(file_type: fs::FileType) -> EntryKind {
    if file_type.is_file() {
        EntryKind::File
    } else if file_type.is_symlink() {
        EntryKind::Link
    } else {
        EntryKind::Special
    }
}

/// The directory at a path, if every part of the way is a directory and not a link.
fn real_directory(top: &Path, path: &RepoPath) -> Option<PathBuf> {
    let mut directory = top.to_path_buf();
    for part in path.parts() {
        directory.push(part);
        if !directory.symlink_metadata().ok()?.is_dir() {
            return None;
        }
    }
    Some(directory)
}

/// The same if no part of the way is another repository. To look is a call of the system for each part.
fn own_directory(top: &Path, path: &RepoPath) -> Option<PathBuf> {
    let directory = real_directory(top, path)?;
    let mut ways = directory.ancestors().take_while(|it| *it != top);
    (!ways.any(is_repository)).then_some(directory)
}

/// The entry at a path.
pub(super) fn entry(top: &Path, path: &RepoPath) -> Option<Entry> {
    let file = real_directory(top, &path.parent()?)?.join(path.name());
    let file_type = file.symlink_metadata().ok()?.file_type();
    let kind = match file_type.is_dir() {
        true if path.is_root() || !is_repository(&file) => return None,
        true => EntryKind::Submodule,
        false => kind_of(file_type),
    };
    Some(Entry {
        path: path.clone(),
        kind,
        id: None,
    })
}

/// The bytes of a file that has been listed.
pub(super) fn read(top: &Path, entry: &Entry) -> Result<Vec<u8>, ReadFault> {
    let system = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ReadFault::NotFound,
        _ => ReadFault::System(error.to_string()),
    };
    let mut file = fs::File::open(top.join(entry.path.as_str())).map_err(system)?;
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    (&mut file)
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(system)?;
    let read = bytes.len() as u64;
    if read > MOST_BYTES {
        let size = file.metadata().map_or(read, |it| it.len().max(read));
        return Err(ReadFault::TooLarge { size });
    }
    Ok(bytes)
}
