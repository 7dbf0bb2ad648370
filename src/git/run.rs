//! Running the `git` executable.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use super::GitError;
use super::Repo;
use super::secrets::with_settings;
use super::without_secrets;
use crate::source::RepoPath;

/// A path of the repository that means itself to git, whatever it begins with and wherever it is asked.
pub fn literal(path: &RepoPath) -> String {
    format!(":(top,literal){path}")
}

/// How many lines are repeated of what git says about a failure; all of its usage follows some.
const MOST_SAID: usize = 5;

/// What every git is told before its command: no program that a configuration names watches the files,
/// and the first commit of a history has changes as all others have.
const SETTINGS: [&str; 4] = ["-c", "core.fsmonitor=false", "-c", "log.showRoot=true"];

/// The objects are read as they are, and not as a ref that somebody has pushed would have them.
const AS_THEY_ARE: (&str, &str) = ("GIT_NO_REPLACE_OBJECTS", "1");

/// What commands that compare are told first: nothing that a configuration or an attribute names runs.
const COMPARING: [&str; 3] = [
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=dirty",
];

/// What commands that tell of commits are told first: no signature between the lines, and the authors
/// as the commits name them, whatever a file of the last one says.
const TELLING: [&str; 3] = ["--no-show-signature", "--no-mailmap", "--encoding=UTF-8"];

/// The one place that starts git.
#[expect(clippy::disallowed_methods, reason = "this is the door to git")]
fn any_git(directory: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(directory)
        .env(AS_THEY_ARE.0, AS_THEY_ARE.1)
        .args(SETTINGS)
        .stdin(Stdio::null());
    without_secrets(&mut command);
    command
}

/// A git that is asked something. Questions never take locks, never page, and are answered in English.
fn git(directory: &Path, words: &[&str]) -> Command {
    let mut command = any_git(directory);
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    let (first, rest) = words.split_at(words.len().min(1));
    command.args(first);
    if first == ["config"] {
        with_settings(&mut command);
    }
    match first {
        ["diff"] => command.args(COMPARING),
        ["log" | "show"] => command.args(COMPARING).args(TELLING),
        ["blame"] => command.arg("--no-textconv"),
        _ => &mut command,
    };
    command.args(rest);
    command
}

fn failed(words: &[&str], said: &[u8]) -> GitError {
    let said = String::from_utf8_lossy(said);
    let lines: Vec<&str> = said.trim().lines().take(MOST_SAID).collect();
    GitError::Command {
        command: words.first().copied().unwrap_or_default().to_owned(),
        said: lines.join("\n"),
    }
}

fn not_started(error: &std::io::Error) -> GitError {
    if error.kind() == std::io::ErrorKind::NotFound {
        GitError::NoExecutable
    } else {
        GitError::Library(error.to_string())
    }
}

/// Runs a command and gives what it prints.
pub(super) fn output(directory: &Path, words: &[&str]) -> Result<Vec<u8>, GitError> {
    let done = git(directory, words)
        .output()
        .map_err(|it| not_started(&it))?;
    if done.status.success() {
        Ok(done.stdout)
    } else {
        Err(failed(words, &done.stderr))
    }
}

/// Runs a command that changes something, and keeps what it prints for the case that it fails.
pub(super) fn quietly(directory: &Path, words: &[String]) -> Result<(), GitError> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    output(directory, &words).map(drop)
}

/// Runs a command that changes something, with a variable in its environment, and gives it what it reads.
pub(super) fn fed(
    directory: &Path,
    (words, variable): (&[&str], Option<(&str, &OsStr)>),
    input: &[u8],
) -> Result<(), GitError> {
    let mut command = any_git(directory);
    command.args(words).envs(variable).env("LC_ALL", "C");
    exchanged(command.stdout(Stdio::null()), words, input).map(drop)
}

/// Runs a command that answers what it reads, which must be little.
pub(super) fn answered(
    directory: &Path,
    words: &[&str],
    input: &[u8],
) -> Result<Vec<u8>, GitError> {
    exchanged(git(directory, words).stdout(Stdio::piped()), words, input)
}

/// Lets a command read, and gives what it printed.
fn exchanged(command: &mut Command, words: &[&str], input: &[u8]) -> Result<Vec<u8>, GitError> {
    let mut child = command
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|it| not_started(&it))?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that wants no more says why itself.
        let _ = stdin.write_all(input);
    }
    let done = child.wait_with_output().map_err(|it| not_started(&it))?;
    if done.status.success() {
        Ok(done.stdout)
    } else {
        Err(failed(words, &done.stderr))
    }
}

/// Runs a command that changes something, as if the user had typed it: in their language, and what it
/// and its hooks say goes where this program's errors go.
pub(super) fn aloud(
    directory: &Path,
    words: &[String],
    variable: Option<(&str, &OsStr)>,
) -> Result<(), GitError> {
    let mut command = any_git(directory);
    command.args(words).envs(variable).stdout(Stdio::null());
    let done = command.status().map_err(|it| not_started(&it))?;
    if done.success() {
        return Ok(());
    }
    let command = words.first().cloned().unwrap_or_default();
    Err(GitError::Command {
        command,
        said: "see above".to_owned(),
    })
}

/// Starts a command that answers questions until its input ends.
pub(super) fn start(directory: &Path, words: &[&str]) -> Result<Child, GitError> {
    git(directory, words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|it| not_started(&it))
}

impl Repo {
    /// Makes a branch and goes there, as `git switch --create` does. The work tree stays.
    pub fn switch_to_new_branch(&self, name: &str) -> Result<(), GitError> {
        self.output(&["switch", "--quiet", "--create", name])
            .map(drop)
    }
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
pub(super) struct CatFile {
    child: Child,
    input: std::process::ChildStdin,
    output: std::io::BufReader<std::process::ChildStdout>,
}

impl CatFile {
    pub(super) fn start(repo: &Repo) -> Result<Self, GitError> {
        let mut child = start(repo.directory(), &["cat-file", "--batch-command"])?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(GitError::Answer("cat-file"));
        };
        Ok(Self {
            child,
            input,
            output: std::io::BufReader::new(output),
        })
    }

    /// Asks one question and gives the line that answers it.
    pub(super) fn ask(&mut self, question: &str) -> std::io::Result<String> {
        use std::io::BufRead;
        writeln!(self.input, "{question}")?;
        self.input.flush()?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line)
    }

    /// Reads the `size` bytes that follow an answer, and the line feed behind them.
    pub(super) fn read(&mut self, size: usize) -> std::io::Result<Vec<u8>> {
        use std::io::Read;
        let mut bytes = vec![0; size + 1];
        self.output.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(bytes)
    }
}

impl Drop for CatFile {
    fn drop(&mut self) {
        // It ends with its input; a process that does not is not waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
