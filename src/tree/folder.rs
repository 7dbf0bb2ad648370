//! A directory outside of what a tree holds: one that the user names, or in which git looks for hooks.

use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use super::beside;
use super::held::Held;
use super::lock::Lock;
use super::staging::Staging;
use crate::refusal::Refusal;

/// Who may run a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nobody: it is a text.
    Text,
    /// Everybody.
    Executable,
}

/// A directory that the user or git names, and the files directly in it.
#[derive(Clone, Debug)]
pub struct Folder {
    directory: PathBuf,
}

impl Folder {
    /// The folder, made where it is missing.
    pub fn make(directory: &Path) -> Result<Self, Refusal> {
        fs::create_dir_all(directory).map_err(|it| Refusal::io(directory, &it))?;
        Ok(Self::at(directory))
    }

    /// An empty folder among the system's temporary files, which stays.
    pub fn scratch(prefix: &str) -> Result<Self, Refusal> {
        let made = tempfile::Builder::new().prefix(prefix).tempdir();
        let made = made.map_err(|it| Refusal::failed(format!("a temporary directory: {it}")))?;
        Ok(Self {
            directory: made.keep(),
        })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.directory
    }

    /// The folder, which may be missing.
    pub fn at(directory: &Path) -> Self {
        Self {
            directory: directory.to_path_buf(),
        }
    }

    /// Writes a file in it, whole or not at all; one that is there is replaced.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>, mode: Mode) -> Result<(), Refusal> {
        self.write_after(name, content.as_ref(), mode, &|| Ok(()))
    }

    /// Up to `most` bytes from the beginning of a file; `None` where there is none.
    pub fn beginning(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Refusal> {
        let target = self.directory.join(name);
        let mut bytes = Vec::new();
        let read = fs::File::open(&target).and_then(|it| it.take(most).read_to_end(&mut bytes));
        match read {
            Ok(_) => Ok(Some(bytes)),
            Err(it) if it.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(it) => Err(Refusal::io(&target, &it)),
        }
    }

    /// Writes a file in it. What has its name gets another one too before, so that there is always one
    /// of the two under it; where the file cannot be written all is as it was.
    pub fn write_aside(
        &self,
        (name, aside): (&str, &str),
        text: &str,
        mode: Mode,
    ) -> Result<(), Refusal> {
        let written = self.write_after(name, text.as_bytes(), mode, &|| self.name_too(name, aside));
        if written.is_err() {
            // What cannot be put back is still there under its other name.
            let _ = if exists(&self.directory.join(name)) {
                self.remove(aside)
            } else {
                self.rename(aside, name)
            };
        }
        written
    }

    /// Writes a file to a hidden place beside its own, does something, and puts it there.
    fn write_after(
        &self,
        name: &str,
        content: &[u8],
        mode: Mode,
        then: &dyn Fn() -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let target = self.directory.join(name);
        let failed = |it: io::Error| Refusal::io(&target, &it);
        let lock = Lock::take(&self.directory);
        let held = Held::top(&self.directory).map_err(failed)?;
        let hidden = Staging::new(&held, &self.directory, &lock).map_err(failed)?;
        let file = beside(hidden.path(), permissions(mode), content).map_err(failed)?;
        then()?;
        file.persist(&target).map_err(|it| failed(it.error))?;
        super::sync(&self.directory);
        Ok(())
    }

    /// Gives a file, or a link, a second name; where the file system has no such thing, the second name
    /// instead of the first.
    fn name_too(&self, name: &str, too: &str) -> Result<(), Refusal> {
        let (name_at, too_at) = (self.directory.join(name), self.directory.join(too));
        match fs::hard_link(name_at, &too_at) {
            Ok(()) => Ok(()),
            // Whoever was killed in between had named it already.
            Err(_) if self.is_one_file(name, too) => Ok(()),
            Err(it) if it.kind() == io::ErrorKind::AlreadyExists => Err(Refusal::io(&too_at, &it)),
            Err(_) => self.rename(name, too),
        }
    }

    /// Whether two names are those of one file.
    #[cfg(unix)]
    pub fn is_one_file(&self, one: &str, other: &str) -> bool {
        use std::os::unix::fs::MetadataExt;
        let file = |name| self.directory.join(name).symlink_metadata().ok();
        let id = |name| file(name).map(|it| (it.dev(), it.ino()));
        id(one).is_some_and(|it| id(other) == Some(it))
    }

    /// Whether two names are those of one file: nobody can say.
    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "other systems look")]
    pub fn is_one_file(&self, _: &str, _: &str) -> bool {
        false
    }

    /// Gives a file another name.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), Refusal> {
        let target = self.directory.join(to);
        fs::rename(self.directory.join(from), &target).map_err(|it| Refusal::io(&target, &it))
    }

    /// Takes a file away.
    pub fn remove(&self, name: &str) -> Result<(), Refusal> {
        let target = self.directory.join(name);
        fs::remove_file(&target).map_err(|it| Refusal::io(&target, &it))
    }
}

/// Whether there is something at a path, be it a link that leads nowhere.
fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[cfg(unix)]
fn permissions(mode: Mode) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    match mode {
        Mode::Text => None,
        Mode::Executable => Some(fs::Permissions::from_mode(0o755)),
    }
}

#[cfg(not(unix))]
fn permissions(mode: Mode) -> Option<fs::Permissions> {
    match mode {
        Mode::Text | Mode::Executable => None,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::sync::atomic::Ordering;

    use super::*;

    #[test]
    fn what_is_put_aside_is_there_under_one_of_its_names_at_every_moment() {
        let top = tempfile::tempdir().unwrap();
        let folder = Folder::at(top.path());
        let hook = top.path().join("hook");
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            fs::write(&hook, "theirs").unwrap();
            let watch = scope.spawn(|| {
                let mut missed = 0;
                while !is_over.load(Ordering::Relaxed) {
                    missed += usize::from(!exists(&hook));
                }
                missed
            });
            for _ in 0..500 {
                folder
                    .write_aside(("hook", "before"), "ours", Mode::Executable)
                    .unwrap();
                folder.rename("before", "hook").unwrap();
            }
            is_over.store(true, Ordering::Relaxed);
            assert_eq!(watch.join().unwrap(), 0);
        });
        assert_eq!(fs::read_to_string(&hook).unwrap(), "theirs");
    }
}
