//! Where files are built until they get their places.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::HIDDEN;
use super::lock::Lock;

/// What git is told of a hidden directory: there is nothing to see.
const IGNORED: &str = "*\n";

/// The file that says so.
const IGNORE: &str = ".gitignore";

/// A hidden directory beside the files that are written, on the same file system. It goes with this
/// value; whoever is killed leaves it behind, and git and pmrepo pass over it.
#[derive(Debug)]
pub(super) struct Staging {
    beside: PathBuf,
    directory: tempfile::TempDir,
}

impl Staging {
    /// A new one in a directory. What writers that were killed left there is cleared away.
    pub(super) fn new(beside: &Path, lock: &Lock) -> io::Result<Self> {
        if lock.is_held() {
            clear(beside);
        }
        let directory = tempfile::Builder::new().prefix(HIDDEN).tempdir_in(beside)?;
        fs::write(directory.path().join(IGNORE), IGNORED)?;
        Ok(Self {
            beside: beside.to_path_buf(),
            directory,
        })
    }

    /// Whether it lies in a directory.
    pub(super) fn is_beside(&self, directory: &Path) -> bool {
        self.beside == directory
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }
}

/// Removes what writers that were killed left behind. What cannot be removed hurts nobody.
fn clear(directory: &Path) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for path in entries.flatten().map(|it| it.path()) {
        let name = path.file_name().and_then(|it| it.to_str());
        let is_ours = name.is_some_and(|it| it.starts_with(HIDDEN))
            && path.symlink_metadata().is_ok_and(|it| it.is_dir())
            && fs::read_to_string(path.join(IGNORE)).is_ok_and(|it| it == IGNORED);
        if is_ours {
            let _ = fs::remove_dir_all(&path);
        }
    }
}
