//! Our hook, and the one that was there before and keeps running.

use std::fs;
use std::io;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::super::Refusal;
use super::is_plain_directory;

/// A hook that we install.
#[derive(Debug)]
pub(super) struct Hook {
    /// Its file name.
    pub(super) name: &'static str,
    /// The name under which the hook that was there before goes on; the hook itself names it too.
    pub(super) before: &'static str,
    /// What to add by hand to a hook that is not ours to write.
    pub(super) line: &'static str,
    text: &'static str,
}

/// The hook of those who commit.
pub(super) static COMMIT: Hook = Hook {
    name: "pre-commit",
    before: "pre-commit.before-pmrepo",
    line: "pmrepo check --staged || exit 1",
    text: include_str!("../../../hooks/pre-commit"),
};

/// The hook of a repository that is pushed to.
pub(super) static RECEIVE: Hook = Hook {
    name: "pre-receive",
    before: "pre-receive.before-pmrepo",
    line: "pmrepo hooks receive || exit 1",
    text: include_str!("../../../hooks/pre-receive"),
};

/// By this a hook that some version of pmrepo installed is known.
const MARK: &str = "Put here by `pmrepo hooks install";

/// What is in the hook's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing.
    Missing,
    /// Our hook.
    Installed,
    /// Our hook, as another version writes it.
    Older,
    /// Somebody's hook, which mentions pmrepo.
    Mentions,
    /// Somebody's hook.
    Foreign,
}

/// What is left once our hook is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// What was there before it.
    Before,
    /// Nothing.
    Nothing,
    /// All as it was: our hook was not there.
    Untouched,
}

/// The hook and its predecessor in a directory.
#[derive(Debug)]
pub(super) struct Chain {
    kind: &'static Hook,
    directory: PathBuf,
    hook: PathBuf,
    before: PathBuf,
}

impl Chain {
    pub(super) fn at(kind: &'static Hook, directory: &Path) -> Self {
        Self {
            kind,
            directory: directory.to_path_buf(),
            hook: directory.join(kind.name),
            before: directory.join(kind.before),
        }
    }

    /// Looks at what is in the hook's place. A link counts as what it leads to.
    pub(super) fn state(&self) -> Result<State, Refusal> {
        if !exists(&self.hook) {
            return Ok(State::Missing);
        }
        if is_plain_directory(&self.hook) {
            let shown = self.hook.display();
            return Err(Refusal::not_ready(format!("{shown} is a directory")));
        }
        let bytes = match fs::read(&self.hook) {
            Ok(bytes) => bytes,
            // A link that leads nowhere is not for us to judge.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Refusal::io(&self.hook, &error)),
        };
        let text = String::from_utf8_lossy(&bytes);
        Ok(if text == self.kind.text {
            State::Installed
        } else if text.contains(MARK) {
            State::Older
        } else if text.contains("pmrepo") {
            State::Mentions
        } else {
            State::Foreign
        })
    }

    /// Whether there is a hook that ours runs first.
    pub(super) fn has_before(&self) -> bool {
        exists(&self.before)
    }

    /// Whether git would run the hook.
    #[cfg(unix)]
    pub(super) fn is_executable(&self) -> bool {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(&self.hook).is_ok_and(|it| it.permissions().mode() & 0o100 != 0)
    }

    #[cfg(not(unix))]
    pub(super) fn is_executable(&self) -> bool {
        self.hook.is_file()
    }

    /// Puts our hook into its place. Somebody's hook is moved aside first, with its mode and
    /// whatever it links to, and goes on running; where ours cannot be written it is moved back.
    pub(super) fn install(&self) -> Result<(), Refusal> {
        let is_foreign = self.state()? == State::Foreign;
        fs::create_dir_all(&self.directory).map_err(|it| Refusal::io(&self.directory, &it))?;
        let written = self
            .write_beside()
            .map_err(|it| Refusal::io(&self.hook, &it))?;
        if is_foreign {
            self.move_aside()?;
        }
        match written.persist(&self.hook) {
            Ok(_) => Ok(()),
            Err(error) => {
                if is_foreign {
                    // What cannot be put back is still there under its other name.
                    let _ = fs::rename(&self.before, &self.hook);
                }
                Err(Refusal::io(&self.hook, &error.error))
            }
        }
    }

    /// Takes our hook away and brings back what was there before, byte for byte, with its mode.
    pub(super) fn uninstall(&self) -> Result<Left, Refusal> {
        let is_there = exists(&self.hook);
        if self.has_before() {
            fs::rename(&self.before, &self.hook).map_err(|it| Refusal::io(&self.hook, &it))?;
            return Ok(Left::Before);
        }
        if is_there {
            fs::remove_file(&self.hook).map_err(|it| Refusal::io(&self.hook, &it))?;
            return Ok(Left::Nothing);
        }
        Ok(Left::Untouched)
    }

    fn move_aside(&self) -> Result<(), Refusal> {
        if self.has_before() {
            return Err(Refusal::not_ready(format!(
                "{} is there already, from an earlier installation",
                self.before.display()
            ))
            .hint(format!(
                "look which of it and {} is wanted, and delete the other",
                self.kind.name
            )));
        }
        fs::rename(&self.hook, &self.before).map_err(|it| Refusal::io(&self.before, &it))
    }

    /// Writes our hook under another name, executable, ready to be renamed.
    fn write_beside(&self) -> io::Result<tempfile::NamedTempFile> {
        let mut file = tempfile::Builder::new()
            .prefix(".pmrepo-")
            .tempfile_in(&self.directory)?;
        file.write_all(self.kind.text.as_bytes())?;
        make_executable(file.as_file())?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}

/// Whether there is something at a path, be it a link that leads nowhere.
fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[cfg(unix)]
fn make_executable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hook_bears_its_mark_and_knows_its_predecessor() {
        for hook in [&COMMIT, &RECEIVE] {
            assert!(hook.text.contains(MARK));
            assert!(hook.text.contains(hook.before));
            assert!(!hook.text.contains('\r'));
        }
    }
}
