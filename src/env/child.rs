//! Other programs that the user's own settings name: a command that prints a token, a tracker's.

use std::ffi::OsStr;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc;
use std::time::Duration;
use std::time::Instant;

use super::ending::end;
use crate::count::counted;
use crate::git::without_secrets;

/// The most that is read of what a program prints, in bytes.
const MOST_PRINTED: u64 = 16 * 1024 * 1024;
/// How much is repeated of what a program says about a failure, in lines.
const MOST_SAID: usize = 5;
/// So long is what is kept out of what a command says that prints a secret, in bytes.
const TELLING: usize = 4;
/// How long a program may take where nothing says: somebody may have to unlock something first.
const PATIENCE: Duration = Duration::from_mins(2);
/// How often it is looked whether a program has ended that has closed nothing.
const LOOK: Duration = Duration::from_millis(20);
/// How long what has ended is listened to, if something that it started holds its streams open.
const REST: Duration = Duration::from_secs(1);

/// Another program, what it is told, and what it reads.
#[derive(Debug)]
pub struct Child<'a> {
    /// The program, and its words; of a shell's command line one word.
    line: Line<'a>,
    directory: &'a Path,
    input: &'a [u8],
    patience: Duration,
    /// Whether what it prints is shown to nobody, and what it is called neither.
    is_secret: bool,
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
    #[error("{0} cannot be started: {1}")]
    Start(String, io::Error),
    /// It gave up; what it said.
    #[error("{name} ended with {status}{said}")]
    Failed {
        /// The program, for people.
        name: String,
        /// How it ended.
        status: ExitStatus,
        /// What it said, behind a colon; empty where it said nothing.
        said: String,
    },
    /// It took too long, and was ended with all that it had started.
    #[error("{0} was stopped: it did not end in {1}")]
    TooLong(String, String),
    /// It prints without an end.
    #[error("{0} prints more than is read")]
    TooMuch(String),
    /// What it prints is no text.
    #[error("what {0} prints is not UTF-8")]
    NoText(String),
}

/// How a shell ends where there is no program of the name that a line begins with.
const NOT_FOUND: i32 = 127;

impl ChildFault {
    /// Whether a shell did not find the program.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Failed { status, .. } if status.code() == Some(NOT_FOUND))
    }
}

/// The program that a line of a shell starts, as it is shown: its first word, where that is nothing but a
/// name. The rest of a line may hold what nobody shows, and so may a variable that is set at its beginning.
pub fn program_of(line: &str) -> &str {
    let first = line.split_whitespace().next().unwrap_or_default();
    let may_stand = |it: char| it.is_alphanumeric() || "/\\._-+~:\"'".contains(it);
    if first.chars().all(may_stand) {
        first
    } else {
        "sh"
    }
}

impl<'a> Child<'a> {
    /// A program by its name, with its arguments: nothing in them means anything to a shell.
    pub fn program(name: &'a OsStr, words: Vec<&'a OsStr>, directory: &'a Path) -> Self {
        Self {
            line: Line::Words(name, words),
            directory,
            input: &[],
            patience: PATIENCE,
            is_secret: false,
        }
    }

    /// A command line out of the user's own settings, which may hold arguments and pipes; words are
    /// added to it as they are.
    pub fn line(line: &'a str, words: Vec<&'a OsStr>, directory: &'a Path) -> Self {
        Self {
            line: Line::Shell(line, words),
            directory,
            input: &[],
            patience: PATIENCE,
            is_secret: false,
        }
    }

    /// The same, which prints a secret: neither that nor its command line is told where it fails.
    #[must_use]
    pub fn printing_a_secret(self) -> Self {
        Self {
            is_secret: true,
            ..self
        }
    }

    /// The same, with what it reads.
    #[must_use]
    pub fn reading(self, input: &'a [u8]) -> Self {
        Self { input, ..self }
    }

    /// The same, which may take so long.
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Runs it, and gives what it prints. What it says on standard error is told where it fails. One that
    /// takes too long, or prints too much, is ended with all that it has started.
    pub fn output(&self) -> Result<String, ChildFault> {
        let name = self.name();
        let start = |error| ChildFault::Start(name.clone(), error);
        let mut child = self.command().spawn().map_err(start)?;
        if let Some(mut stdin) = child.stdin.take() {
            let input = self.input.to_vec();
            // One that reads nothing, or prints first, waits for nobody.
            std::thread::spawn(move || {
                let _ = stdin.write_all(&input);
            });
        }
        let printed = Heard::of(child.stdout.take());
        let said = Heard::of(child.stderr.take());
        let began = Instant::now();
        let status = loop {
            // It mostly ends when it closes what it prints to.
            let is_closed = printed.wait(LOOK);
            if printed.is_too_much() {
                end(&mut child);
                return Err(ChildFault::TooMuch(name));
            }
            if let Some(status) = child.try_wait().map_err(start)? {
                break status;
            }
            if began.elapsed() >= self.patience {
                end(&mut child);
                let seconds = usize::try_from(self.patience.as_secs()).unwrap_or(usize::MAX);
                return Err(ChildFault::TooLong(name, counted(seconds, "second")));
            }
            if is_closed {
                std::thread::sleep(Duration::from_millis(1));
            }
        };
        printed.wait(REST);
        if !status.success() {
            said.wait(REST);
            let said = String::from_utf8_lossy(&said.bytes()).into_owned();
            let said = match self.is_secret {
                false => said,
                // The shell says the name, which may be the secret itself.
                true if status.code() == Some(NOT_FOUND) => String::new(),
                true => self.silent(&said, &printed.bytes()),
            };
            return Err(failed(name, status, &said));
        }
        String::from_utf8(printed.bytes()).map_err(|_| ChildFault::NoText(name))
    }

    /// The program as it is told of.
    fn name(&self) -> String {
        let name = match &self.line {
            _ if self.is_secret => return "the command".to_owned(),
            Line::Words(name, _) => name.to_string_lossy(),
            Line::Shell(line, _) => program_of(line).into(),
        };
        format!("`{name}`")
    }

    /// What it said, without the lines that tell what it printed, or its whole command line.
    fn silent(&self, said: &str, printed: &[u8]) -> String {
        let printed = String::from_utf8_lossy(printed);
        let line = match &self.line {
            Line::Words(..) => "",
            Line::Shell(line, _) => line,
        };
        let hidden = printed.lines().chain([line]).map(str::trim);
        let hidden: Vec<&str> = hidden.filter(|it| it.len() >= TELLING).collect();
        let tells = |it: &str| hidden.iter().any(|hidden| it.contains(hidden));
        let told: Vec<&str> = said.lines().filter(|it| !tells(it)).collect();
        told.join("\n")
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
                // Its messages begin with that.
                command.arg("-c").arg(script).arg("sh").args(words);
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

/// A program that gave up, with the beginning of what it said.
fn failed(name: String, status: ExitStatus, said: &str) -> ChildFault {
    let lines: Vec<&str> = said.trim().lines().take(MOST_SAID).collect();
    ChildFault::Failed {
        name,
        status,
        said: if lines.is_empty() {
            String::new()
        } else {
            format!(": {}", lines.join("\n"))
        },
    }
}

/// What comes out of a stream, read beside everything else: whoever holds it open stops nobody.
struct Heard {
    bytes: Arc<Mutex<Vec<u8>>>,
    closed: mpsc::Receiver<()>,
}

impl Heard {
    /// Reads a stream to its end, and not much more than is wanted.
    fn of(stream: Option<impl Read + Send + 'static>) -> Self {
        let bytes: Arc<Mutex<Vec<u8>>> = Arc::default();
        let heard = Arc::clone(&bytes);
        let (close, closed) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            // Whoever waits is told by its end.
            let _close = close;
            let mut part = [0; 8192];
            let mut stream = stream.map(|it| it.take(MOST_PRINTED + 1));
            while let Some(stream) = &mut stream {
                match stream.read(&mut part) {
                    Ok(0) => return,
                    Ok(count) => {
                        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                        heard.extend(part.get(..count).unwrap_or_default());
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(_) => return,
                }
            }
        });
        Self { bytes, closed }
    }

    /// Waits until the stream is closed, but not longer; whether it is.
    fn wait(&self, time: Duration) -> bool {
        self.closed.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Disconnected)
    }

    fn is_too_much(&self) -> bool {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        bytes.len() as u64 > MOST_PRINTED
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *bytes)
    }
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
        let set = Child::line("KEY=hush false", vec![], here).output();
        assert_eq!(
            set.unwrap_err().to_string(),
            "`sh` ended with exit status: 1"
        );
        let large = Child::line("yes", vec![], here).output();
        assert!(matches!(large, Err(ChildFault::TooMuch(_))));
    }

    #[test]
    fn one_that_prints_a_secret_tells_neither_that_nor_its_line() {
        for (line, then) in [
            (
                "echo hush; echo locked >&2; echo hush >&2; false",
                ": locked",
            ),
            ("sh -xc 'echo hush-hush; exit 1'", ": + exit 1"),
            ("hush-hush-token", ""),
            ("KEY=hush-hush-key no-such-program-here", ""),
        ] {
            let failed = Child::line(line, vec![], Path::new("/")).printing_a_secret();
            let failed = failed.output().unwrap_err();
            let status = if then.is_empty() && !line.starts_with("sh") {
                127
            } else {
                1
            };
            let expected = format!("the command ended with exit status: {status}{then}");
            assert_eq!(failed.to_string(), expected, "{line}");
            assert_eq!(failed.is_not_found(), status == 127);
        }
    }

    /// How many programs sleep for so many seconds.
    fn sleeping(seconds: u32) -> String {
        let look = format!("ps -A -o args= | grep -c '^sleep {seconds}$'; true");
        let looked = Child::line(&look, vec![], Path::new("/")).output();
        looked.unwrap_or_default().trim().to_owned()
    }

    #[test]
    fn one_that_takes_too_long_ends_with_all_that_it_started() {
        // A number that no other run of this test has.
        let seconds = 100_000 + std::process::id();
        let sleep = format!("sleep {seconds}");
        let line = format!("({sleep} & exec {sleep}) & {sleep}; true");
        let slow = std::thread::spawn(move || {
            let slow = Child::line(&line, vec![], Path::new("/"));
            slow.within(Duration::from_secs(3)).output()
        });
        let began = Instant::now();
        let patience = Duration::from_secs(30);
        while sleeping(seconds) != "3" && !slow.is_finished() {
            assert!(began.elapsed() < patience);
        }
        assert_eq!(
            slow.join().unwrap().unwrap_err().to_string(),
            "`sh` was stopped: it did not end in 3 seconds"
        );
        while sleeping(seconds) != "0" {
            assert!(began.elapsed() < patience);
        }
    }

    #[test]
    fn what_a_program_leaves_behind_stops_nobody() {
        let line = "echo done; sleep 20 &";
        let began = Instant::now();
        let printed = Child::line(line, vec![], Path::new("/")).output();
        assert_eq!(printed.unwrap(), "done\n");
        assert!(began.elapsed() < Duration::from_secs(10));
    }
}
