//! The one place that writes files: whole or not at all, only what is as it was read, and never
//! outside the tree but into a [`Folder`] that the user or git names.

mod apply;
mod edits;
mod exchange;
mod folder;
mod fresh;
mod held;
mod lock;
mod moving;
mod output;
mod scratch;
mod staging;

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

pub use apply::Applied;
pub use edits::Edit;
pub use edits::Edits;
pub use folder::Folder;
pub use folder::Mode;
pub use fresh::Fresh;
pub use moving::Moving;
pub use output::MadeFile;
pub use output::Output;
pub use scratch::Scratch;

use crate::git::Repo;
use crate::refusal::Refusal;
use crate::source::RepoPath;

/// Where files are built until they get their names: git and pmrepo pass over what is hidden.
const HIDDEN: &str = ".pmrepo-";

/// A directory below which files are written: the top of a work tree, or the directory of
/// `pmrepo.yaml` where there is no git.
#[derive(Clone, Debug)]
pub struct Tree {
    top: PathBuf,
    /// The repository whose work tree it is, where it is one.
    repo: Option<Arc<Repo>>,
}

impl Tree {
    /// A tree below `top`, which must exist.
    pub fn new(top: &Path, repo: Option<Arc<Repo>>) -> Result<Self, Refusal> {
        let top = top.canonicalize().map_err(|it| Refusal::io(top, &it))?;
        Ok(Self { top, repo })
    }

    /// What a sparse checkout leaves out of the tree at some paths, below them and on the way there.
    fn left_out(&self, at: &[&RepoPath]) -> Result<Vec<RepoPath>, Refusal> {
        match &self.repo {
            Some(repo) if !at.is_empty() => Ok(repo.left_out(at)?),
            _ => Ok(Vec::new()),
        }
    }

    /// Refuses to make what git has already and only this tree has not: that would be lost with the next
    /// commit.
    fn must_not_be_left_out(&self, at: &[&RepoPath]) -> Result<(), Refusal> {
        let Some(path) = self.left_out(at)?.into_iter().next() else {
            return Ok(());
        };
        let message = format!("`{path}` is tracked, but not checked out here");
        Err(Refusal::not_ready(message)
            .hint("nothing was written: it would take the place of what git has there")
            .hint("bring it here first with `git sparse-checkout add`, or all with `git sparse-checkout disable`")
            .about(&path))
    }

    /// Where a path of the repository lies on disk.
    pub fn path(&self, path: &RepoPath) -> PathBuf {
        self.top.join(path.as_str())
    }

    /// Whether there is something at a path, be it a link that leads nowhere.
    pub fn exists(&self, path: &RepoPath) -> bool {
        self.path(path).symlink_metadata().is_ok()
    }

    /// Room for a file that another program may write: its directory, which goes again with the room
    /// where nothing was written. Refused where something else than a file is in its place: a link leads
    /// that program anywhere.
    pub fn room_for(&self, path: &RepoPath) -> Result<Room, Refusal> {
        if !self.exists(path) {
            self.must_not_be_left_out(&[path])?;
        }
        let mut made = Made::default();
        let held = self.directory_of(path, &mut made)?;
        let there = held.path().join(path.name()).symlink_metadata();
        if there.is_ok_and(|it| !it.is_file()) {
            return Err(Refusal::not_ready(format!("`{path}` is not a plain file"))
                .hint("pmrepo never writes through a link"));
        }
        Ok(Room { _made: made })
    }
}

/// Room for a file that another program may write.
#[derive(Debug)]
pub struct Room {
    _made: Made,
}

/// Directories that were made on the way. Unless they are kept, those that are empty go again.
#[derive(Debug, Default)]
struct Made {
    directories: Vec<PathBuf>,
}

impl Made {
    /// Makes a directory that is called `directory`, whatever names it now.
    fn make(&mut self, now: &Path, directory: &Path) -> Result<(), Refusal> {
        match fs::create_dir(now) {
            Ok(()) => {
                self.directories.push(directory.to_path_buf());
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(Refusal::io(directory, &error)),
        }
    }

    fn keep(&mut self) {
        self.directories.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for directory in self.directories.iter().rev() {
            // One that is not empty is somebody's.
            let _ = fs::remove_dir(directory);
        }
    }
}

/// A file under a hidden name, with what it holds on the disk, to be moved to its place. Its permissions are
/// those that are given, else those of any new file.
fn beside(
    directory: &Path,
    permissions: Option<fs::Permissions>,
    content: impl AsRef<[u8]>,
) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(HIDDEN);
    if let Some(plain) = plain_permissions() {
        builder.permissions(plain);
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(content.as_ref())?;
    if let Some(permissions) = permissions {
        // Not when it is made: then the umask would have a say.
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Brings the names in a directory to the disk, where the system can.
fn sync(directory: &Path) {
    if let Ok(directory) = fs::File::open(directory) {
        let _ = directory.sync_all();
    }
}

/// Whether a directory is git's own, on any file system.
fn is_gits_own(name: &str) -> bool {
    name.eq_ignore_ascii_case(".git")
}

/// The permissions of a new file: everybody may read it, as git would have it.
#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "other systems have no such permissions"
)]
fn plain_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn plain_permissions() -> Option<fs::Permissions> {
    None
}
