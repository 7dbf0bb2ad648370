//! Other programs that the user's own settings name: a command that prints a token, a tracker's.

use std::ffi::OsStr;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use crate::git::without_secrets;

/// The most that is read of what a program prints, in bytes.
const MOST_PRINTED: u64 = 16 * 1024 * 1024;
/// How much is repeated of what a program says about a failure, in lines.
const MOST_SAID: usize = 5;

/// Another program, what it is told, and what it reads.
#[derive(Debug)]
pub struct Child<'a> {
    /// The program, and its words; of a shell's command line one word.
    line: Line<'a>,
    directory: &'a Path,
    input: &'a [u8],
}

#[derive(Debug)]
enum Line<'a> {
    /// A program and its arguments, as they are.
    Words(&'a OsStr, Vec<&'a OsStr>),
    /// A line that the user wrote, read by a shell as git reads it.
    Shell(&'a str, Vec<&'a OsStr>),
}

/// Why a program did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum ChildFault {
    /// It could not be started.
    #[error("`{0}` cannot be started: {1}")]
    Start(String, io::Error),
    /// It gave up; what it said.
    #[error("`{name}` ended with {status}{said}")]
    Failed {
        /// The program.
        name: String,
        /// How it ended.
        status: String,
        /// What it said, behind a colon; empty where it said nothing.
        said: String,
    },
    /// It prints without an end.
    #[error("`{0}` prints more than is read")]
    TooMuch(String),
    /// What it prints is no text.
    #[error("what `{0}` prints is not UTF-8")]
    NoText(String),
}

impl<'a> Child<'a> {
    /// A program by its name, with its arguments: nothing in them means anything to a shell.
    pub fn program(name: &'a OsStr, words: Vec<&'a OsStr>, directory: &'a Path) -> Self {
        Self {
            line: Line::Words(name, words),
            directory,
            input: &[],
        }
    }

    /// A command line out of the user's own settings, which may hold arguments and pipes; words are
    /// added to it as they are.
    pub fn line(line: &'a str, words: Vec<&'a OsStr>, directory: &'a Path) -> Self {
        Self {
            line: Line::Shell(line, words),
            directory,
            input: &[],
        }
    }

    /// The same, with what it reads.
    #[must_use]
    pub fn reading(self, input: &'a [u8]) -> Self {
        Self { input, ..self }
    }

    /// Runs it, and gives what it prints. What it says on standard error is told where it fails.
    pub fn output(&self) -> Result<String, ChildFault> {
        let name = self.name();
        let start = |error| ChildFault::Start(name.clone(), error);
        let mut child = self.command().spawn().map_err(start)?;
        let stdin = child.stdin.take();
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (printed, said) = std::thread::scope(|scope| {
            // One that reads nothing, or prints first, waits for nobody.
            scope.spawn(move || {
                if let Some(mut stdin) = stdin {
                    let _ = stdin.write_all(self.input);
                }
            });
            let said = scope.spawn(move || read(stderr));
            let printed = read(stdout);
            (printed, said.join().unwrap_or_default())
        });
        if printed.len() as u64 > MOST_PRINTED {
            let _ = child.kill();
            let _ = child.wait();
            return Err(ChildFault::TooMuch(name));
        }
        let status = child.wait().map_err(start)?;
        if !status.success() {
            let said = String::from_utf8_lossy(&said);
            let lines: Vec<&str> = said.trim().lines().take(MOST_SAID).collect();
            return Err(ChildFault::Failed {
                name,
                status: status.to_string(),
                said: if lines.is_empty() {
                    String::new()
                } else {
                    format!(": {}", lines.join("\n"))
                },
            });
        }
        String::from_utf8(printed).map_err(|_| ChildFault::NoText(name))
    }

    /// The program as it is told of: the first word of a line, which may hold what nobody shows.
    fn name(&self) -> String {
        match &self.line {
            Line::Words(name, _) => name.to_string_lossy().into_owned(),
            Line::Shell(line, _) => line
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned(),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one door to other programs")]
    fn command(&self) -> Command {
        let mut command = match &self.line {
            Line::Words(name, words) => {
                let mut command = Command::new(name);
                command.args(words);
                command
            }
            Line::Shell(line, words) => {
                let mut command = Command::new("sh");
                let script = if words.is_empty() {
                    (*line).to_owned()
                } else {
                    format!("{line} \"$@\"")
                };
                command.arg("-c").arg(script).arg(line).args(words);
                command
            }
        };
        without_secrets(&mut command);
        command
            .current_dir(self.directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// What a stream holds, and not much more than is wanted.
fn read(stream: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        let _ = stream.take(MOST_PRINTED + 1).read_to_end(&mut bytes);
    }
    bytes
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_reads_prints_and_fails() {
        let here = Path::new("/");
        let cat = Child::line("cat; echo", vec![], here).reading(b"x");
        assert_eq!(cat.output().unwrap(), "x\n");
        let word = OsStr::new("$HOME; echo no");
        let echo = Child::line("printf %s", vec![word], here);
        assert_eq!(echo.output().unwrap(), "$HOME; echo no");
        let failed = Child::line("echo why >&2; exit 3", vec![], here).output();
        assert_eq!(
            failed.unwrap_err().to_string(),
            "`echo` ended with exit status: 3: why"
        );
        let large = Child::line("yes", vec![], here).output();
        assert!(matches!(large, Err(ChildFault::TooMuch(_))));
    }
}
