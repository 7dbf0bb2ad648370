//! Our hook, and the one that was there before and keeps running.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::Refusal;
use super::is_plain_directory;
use crate::tree::Folder;
use crate::tree::Mode;

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
            let refusal = Refusal::not_ready(format!("{shown} is a directory"));
            return Err(refusal.about_file(&self.hook));
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
        let folder = Folder::make(&self.directory)?;
        let hook = self.kind;
        if !is_foreign {
            return folder.write(hook.name, hook.text, Mode::Executable);
        }
        self.must_have_no_before()?;
        folder.write_aside((hook.name, hook.before), hook.text, Mode::Executable)
    }

    /// Takes our hook away and brings back what was there before, byte for byte, with its mode.
    pub(super) fn uninstall(&self) -> Result<Left, Refusal> {
        let folder = Folder::at(&self.directory);
        if self.has_before() {
            folder.rename(self.kind.before, self.kind.name)?;
            return Ok(Left::Before);
        }
        if exists(&self.hook) {
            folder.remove(self.kind.name)?;
            return Ok(Left::Nothing);
        }
        Ok(Left::Untouched)
    }

    /// Whether somebody's hook has both names: the installation that was moving it aside was killed.
    fn is_half_aside(&self) -> bool {
        Folder::at(&self.directory).is_one_file(self.kind.name, self.kind.before)
    }

    /// Refuses to overwrite what an earlier installation has moved aside.
    fn must_have_no_before(&self) -> Result<(), Refusal> {
        if !self.has_before() || self.is_half_aside() {
            return Ok(());
        }
        let shown = self.before.display();
        let message = format!("{shown} is there already, from an earlier installation");
        Err(Refusal::not_ready(message)
            .about_file(&self.before)
            .hint(format!(
                "look which of it and {} is wanted, and delete the other",
                self.kind.name
            )))
    }
}

/// Whether there is something at a path, be it a link that leads nowhere.
fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
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
