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
use crate::source::RepoPath;

/// Where git keeps what is its own.
const GIT: &str = ".git";

/// Below this depth directories are walked side by side: `postmortems/YYYY/ID`.
const SHARED_DEPTH: usize = 2;

/// All files below a directory.
pub(super) fn list(top: &Path, below: &RepoPath) -> Result<Vec<Entry>, SnapshotError> {
    let Some(start) = real_directory(top, below) else {
        return Ok(Vec::new());
    };
    let mut entries = Vec::new();
    let mut level = vec![start];
    for _ in 0..SHARED_DEPTH {
        let mut deeper = Vec::new();
        for directory in level {
            for (path, file_type) in children(&directory)? {
                if file_type.is_dir() {
                    deeper.push(path);
                } else {
                    entries.extend(entry_of(top, &path, file_type));
                }
            }
        }
        level = deeper;
    }
    let walked: Result<Vec<Vec<Entry>>, SnapshotError> = level
        .par_iter()
        .map(|directory| {
            walk(directory)
                .filter_map(|found| match found {
                    Ok(found) if found.file_type().is_dir() => None,
                    Ok(found) => entry_of(top, found.path(), found.file_type()).map(Ok),
                    Err(error) => Some(Err(broken(&error))),
                })
                .collect()
        })
        .collect();
    entries.extend(walked?.into_iter().flatten());
    Ok(entries)
}

/// What lies in a directory; git's own is passed over.
fn children(directory: &Path) -> Result<Vec<(PathBuf, fs::FileType)>, SnapshotError> {
    let broken = |error: std::io::Error| SnapshotError::Directory {
        path: directory.display().to_string(),
        said: error.to_string(),
    };
    let mut found = Vec::new();
    for child in fs::read_dir(directory).map_err(broken)? {
        let child = child.map_err(broken)?;
        if child.file_name() != GIT {
            found.push((child.path(), child.file_type().map_err(broken)?));
        }
    }
    Ok(found)
}

/// Walks a directory; git's own is passed over.
fn walk(start: &Path) -> impl Iterator<Item = Result<walkdir::DirEntry, walkdir::Error>> {
    WalkDir::new(start)
        .min_depth(1)
        .follow_links(false)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != GIT)
}

fn broken(error: &walkdir::Error) -> SnapshotError {
    SnapshotError::Directory {
        path: error.path().unwrap_or(Path::new("")).display().to_string(),
        said: error
            .io_error()
            .map_or_else(|| error.to_string(), ToString::to_string),
    }
}

fn entry_of(top: &Path, path: &Path, file_type: fs::FileType) -> Option<Entry> {
    let below = path.strip_prefix(top).ok()?;
    let mut bytes = Vec::new();
    for part in below.components() {
        if !bytes.is_empty() {
            bytes.push(b'/');
        }
        bytes.extend_from_slice(part.as_os_str().as_encoded_bytes());
    }
    let (path, bad) = path_of(&bytes);
    let kind = if bad {
        EntryKind::BadName
    } else {
        kind_of(file_type)
    };
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

/// The entry at a path.
pub(super) fn entry(top: &Path, path: &RepoPath) -> Option<Entry> {
    let file = real_directory(top, &path.parent()?)?.join(path.name());
    let file_type = file.symlink_metadata().ok()?.file_type();
    (!file_type.is_dir()).then(|| Entry {
        path: path.clone(),
        kind: kind_of(file_type),
        id: None,
    })
}

/// The bytes of a file that has been listed.
pub(super) fn read(top: &Path, entry: &Entry) -> Result<Vec<u8>, ReadFault> {
    let system = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ReadFault::NotFound,
        _ => ReadFault::System(error.to_string()),
    };
    let file = fs::File::open(top.join(entry.path.as_str())).map_err(system)?;
    let size = file.metadata().map_err(system)?.len();
    if size > MOST_BYTES {
        return Err(ReadFault::TooLarge { size });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    // A file that grows while it is read ends at the limit too.
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(system)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ReadFault::TooLarge {
            size: bytes.len() as u64,
        });
    }
    Ok(bytes)
}
