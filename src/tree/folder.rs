//! A directory outside of what a tree holds: one that the user names, or in which git looks for hooks.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::beside;
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
    pub fn write(&self, name: &str, text: &str, mode: Mode) -> Result<(), Refusal> {
        self.write_after(name, text, mode, &|| Ok(()))
    }

    /// Writes a file in it. What has its name gets another one first; where the file cannot be
    /// written it gets its own back.
    pub fn write_aside(
        &self,
        (name, aside): (&str, &str),
        text: &str,
        mode: Mode,
    ) -> Result<(), Refusal> {
        let written = self.write_after(name, text, mode, &|| self.rename(name, aside));
        if written.is_err() && !exists(&self.directory.join(name)) {
            // What cannot be put back is still there under its other name.
            let _ = self.rename(aside, name);
        }
        written
    }

    /// Writes a file beside its place, does something, and puts it there.
    fn write_after(
        &self,
        name: &str,
        text: &str,
        mode: Mode,
        then: &dyn Fn() -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let target = self.directory.join(name);
        let failed = |it: io::Error| Refusal::io(&target, &it);
        let file = beside(&self.directory, permissions(mode), text).map_err(failed)?;
        then()?;
        file.persist(&target).map_err(|it| failed(it.error))?;
        Ok(())
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
