//! Directories of a tree that are held while something is written in them.
//!
//! A path is looked up anew by each call of the system: who swaps a directory for a link between two of them
//! has the second one lead elsewhere. Whatever writes therefore goes down from the top, one name after the
//! other, follows no link, and names what it writes from the directory that it holds then. Nothing is held
//! longer than that: of directories there may be more than a process may have open.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::Made;
use super::Tree;
use super::is_gits_own;
use super::sync;
use crate::refusal::Refusal;
use crate::source::RepoPath;

/// A directory that stays the same, whatever becomes of the way to it.
#[derive(Debug)]
pub(super) struct Held {
    /// What names it as long as this value is there.
    path: PathBuf,
    #[cfg(target_os = "linux")]
    handle: std::os::fd::OwnedFd,
}

#[cfg(target_os = "linux")]
impl Held {
    /// The top of a tree, or a directory that somebody names.
    pub(super) fn top(path: &Path) -> io::Result<Self> {
        use rustix::fs::OFlags;
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = rustix::fs::open(path, flags, rustix::fs::Mode::empty())?;
        Ok(Self::named(handle, path))
    }

    /// A directory in it; a link is none.
    fn enter(&self, name: &str) -> io::Result<Self> {
        use rustix::fs::OFlags;
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let handle = rustix::fs::openat(&self.handle, name, flags, rustix::fs::Mode::empty())?;
        Ok(Self::named(handle, &self.path.join(name)))
    }

    /// Names it by its handle; where the system shows no handles, by its path.
    fn named(handle: std::os::fd::OwnedFd, otherwise: &Path) -> Self {
        use std::os::fd::AsRawFd as _;
        let path = PathBuf::from(format!("/proc/self/fd/{}", handle.as_raw_fd()));
        let is_shown = fs::metadata(&path).is_ok_and(|it| it.is_dir());
        Self {
            path: if is_shown { path } else { otherwise.to_owned() },
            handle,
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl Held {
    /// The top of a tree.
    #[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
    pub(super) fn top(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// A directory in it; a link is none. Here it is looked at, and not held.
    fn enter(&self, name: &str) -> io::Result<Self> {
        let path = self.path.join(name);
        if path.symlink_metadata()?.is_dir() {
            Ok(Self { path })
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }
}

impl Held {
    /// What names it now, and must not outlive it.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Brings the names in it to the disk, where the system can.
    pub(super) fn sync(&self) {
        sync(&self.path);
    }
}

impl Tree {
    /// Holds the directory that a path lies in, made where it is missing; what is made is added to `made`.
    /// Refused where a link, or another repository, is on the way.
    pub(super) fn directory_of(&self, path: &RepoPath, made: &mut Made) -> Result<Held, Refusal> {
        self.held(path, Some(made))
    }

    /// Holds the directory that a path lies in, which must be there.
    pub(super) fn hold(&self, path: &RepoPath) -> Result<Held, Refusal> {
        self.held(path, None)
    }

    fn held(&self, path: &RepoPath, mut made: Option<&mut Made>) -> Result<Held, Refusal> {
        let parent = path.parent().unwrap_or_else(RepoPath::root);
        let mut directory = self.top.clone();
        let mut held = Held::top(&directory).map_err(|it| Refusal::io(&directory, &it))?;
        for part in parent.parts() {
            if is_gits_own(part) {
                return Err(Refusal::usage(format!("`{parent}` is git's own place")));
            }
            directory.push(part);
            let mut next = held.enter(part);
            if let (Err(error), Some(made)) = (&next, made.as_deref_mut())
                && error.kind() == io::ErrorKind::NotFound
            {
                made.make(&held.path().join(part), &directory)?;
                next = held.enter(part);
            }
            held = next.map_err(|error| {
                let shown = directory.strip_prefix(&self.top).unwrap_or(&directory);
                let message = format!("`{}` is not a directory", shown.display());
                let is_other = error.kind() == io::ErrorKind::NotADirectory;
                if is_other {
                    Refusal::not_ready(message).hint("pmrepo never writes through a link")
                } else {
                    Refusal::io(&directory, &error)
                }
            })?;
            if held.path().join(".git").symlink_metadata().is_ok() {
                let shown = directory.strip_prefix(&self.top).unwrap_or(&directory);
                let message = format!("`{}` is another repository", shown.display());
                return Err(Refusal::not_ready(message).hint("run pmrepo inside it"));
            }
        }
        Ok(held)
    }
}
