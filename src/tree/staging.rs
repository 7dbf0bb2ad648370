//! Where files are built until they get their places.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::HIDDEN;
use super::held::Held;
use super::lock::Lock;

/// What git is told of a hidden directory: there is nothing to see.
const IGNORED: &str = "*\n";

/// The file that says so.
const IGNORE: &str = ".gitignore";

/// A hidden directory beside the files that are written, on the same file system. It goes with this
/// value; whoever is killed leaves it behind, and git and pmrepo pass over it.
#[derive(Debug)]
pub(super) struct Staging {
    /// Where it lies, by names.
    directory: PathBuf,
    name: PathBuf,
}

impl Staging {
    /// A new one in a directory, which is called `parent`. What writers that were killed left there is
    /// cleared away.
    pub(super) fn new(beside: &Held, parent: &Path, lock: &Lock) -> io::Result<Self> {
        if lock.is_held() {
            clear(beside.path());
        }
        let made = tempfile::Builder::new()
            .prefix(HIDDEN)
            .tempdir_in(beside.path())?;
        let now = made.keep();
        let name = PathBuf::from(now.file_name().unwrap_or_default());
        let staging = Self {
            directory: parent.join(&name),
            name,
        };
        write_whole(&now)?;
        Ok(staging)
    }

    /// Where it lies, by names.
    pub(super) fn path(&self) -> &Path {
        &self.directory
    }

    /// Its name in the directory that it lies in.
    pub(super) fn name(&self) -> &Path {
        &self.name
    }
}

/// Writes the file that keeps git out of a directory, so that it never lies there empty: git would
/// show it then.
#[cfg(target_os = "linux")]
fn write_whole(directory: &Path) -> io::Result<()> {
    use rustix::fs::AtFlags;
    use rustix::fs::CWD;
    use rustix::fs::Mode;
    use rustix::fs::OFlags;
    use std::io::Write as _;
    use std::os::fd::AsRawFd as _;
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let Ok(file) = rustix::fs::open(directory, flags, Mode::from_raw_mode(0o600)) else {
        return fs::write(directory.join(IGNORE), IGNORED);
    };
    let mut file = fs::File::from(file);
    file.write_all(IGNORED.as_bytes())?;
    let nameless = format!("/proc/self/fd/{}", file.as_raw_fd());
    let place = directory.join(IGNORE);
    match rustix::fs::linkat(CWD, nameless, CWD, &place, AtFlags::SYMLINK_FOLLOW) {
        Ok(()) => Ok(()),
        Err(_) => fs::write(&place, IGNORED),
    }
}

/// The same, where the system makes no file without a name: killed at the wrong moment, it leaves an
/// empty file that git shows.
#[cfg(not(target_os = "linux"))]
fn write_whole(directory: &Path) -> io::Result<()> {
    fs::write(directory.join(IGNORE), IGNORED)
}

impl Drop for Staging {
    fn drop(&mut self) {
        empty(&self.directory);
        let _ = fs::remove_dir(&self.directory);
    }
}

/// Removes what lies in a hidden directory, the file that hides it last: whoever is killed meanwhile
/// leaves nothing that git shows. What cannot be removed hurts nobody.
fn empty(directory: &Path) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    let mut is_empty = true;
    for entry in entries.flatten() {
        if entry.file_name() == IGNORE {
            continue;
        }
        let is_directory = entry.file_type().is_ok_and(|it| it.is_dir());
        let removed = if is_directory {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        };
        is_empty &= removed.is_ok();
    }
    if is_empty {
        let _ = fs::remove_file(directory.join(IGNORE));
    }
}

/// Removes what writers that were killed left behind. What cannot be removed hurts nobody.
fn clear(directory: &Path) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for path in entries.flatten().map(|it| it.path()) {
        let name = path.file_name().and_then(|it| it.to_str());
        if !name.is_some_and(|it| it.starts_with(HIDDEN)) {
            continue;
        }
        // One that was left empty; any other stays.
        let _ = fs::remove_dir(&path);
        let is_ours = path.symlink_metadata().is_ok_and(|it| it.is_dir())
            && fs::read_to_string(path.join(IGNORE)).is_ok_and(|it| it == IGNORED);
        if is_ours {
            empty(&path);
            let _ = fs::remove_dir(&path);
        }
    }
}
