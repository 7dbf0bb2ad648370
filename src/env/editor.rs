//! The user's editor.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};

use super::Env;
use crate::git::without_secrets;

/// Why a file was not edited.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// No variable names an editor.
    #[error("no editor is set")]
    NotSet,
    /// The editor could not be started.
    #[error("cannot start the editor `{}`", .0.to_string_lossy())]
    Start(std::ffi::OsString, #[source] io::Error),
    /// The editor gave up.
    #[error("the editor ended with {0}")]
    Failed(ExitStatus),
}

impl Env {
    /// Opens a file in the user's editor and waits until it is closed. `configured` is the one that
    /// git would start, where there is git.
    pub fn edit(&self, configured: Option<&OsStr>, file: &Path) -> Result<(), EditorError> {
        let editor = configured.or(self.editor.as_deref());
        let editor = editor.ok_or(EditorError::NotSet)?;
        let mut command = command(editor, file);
        without_secrets(&mut command);
        let status = command
            .current_dir(&self.directory)
            .status()
            .map_err(|error| EditorError::Start(editor.to_owned(), error))?;
        if status.success() {
            Ok(())
        } else {
            Err(EditorError::Failed(status))
        }
    }
}

/// The editor's command line, read by a shell as git does, because `EDITOR` may hold arguments.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the one door to the editor")]
fn command(editor: &OsStr, file: &Path) -> Command {
    let mut script = editor.to_owned();
    script.push(" \"$@\"");
    let mut command = Command::new("sh");
    command.arg("-c").arg(script).arg(editor).arg(file);
    command
}

/// The editor's command line, split at blanks: there is no shell to count on.
#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "the one door to the editor")]
fn command(editor: &OsStr, file: &Path) -> Command {
    let line = editor.to_string_lossy();
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).arg(file);
    command
}
