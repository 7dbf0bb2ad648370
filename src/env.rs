//! The process's time, variables, directory and terminal: read once, here, and passed down.

mod child;
mod colour;
mod editor;
mod ending;
mod out;
mod program;
mod progress;
mod prompt;
mod zone;

use std::ffi::OsString;
use std::io;
use std::io::IsTerminal;
use std::path::PathBuf;

use crate::calendar::Zone;
use crate::model::Service;
use crate::time::Moment;

pub use child::Child;
pub use child::ChildFault;
pub use child::program_of;
pub use colour::{ColourChoice, ColourVariables};
pub use editor::EditorError;
pub use out::{print, say};
pub use program::program;
pub use progress::Progress;
pub use prompt::NoAnswer;
pub use prompt::Prompt;

/// What the process was started with.
#[derive(Clone, Debug)]
pub struct Env {
    /// The moment of the run, in UTC, so that the local zone of a machine changes no output.
    pub now: Moment,
    /// The directory that the process was started in.
    pub directory: PathBuf,
    /// Which of the standard streams are terminals.
    pub terminals: Terminals,
    /// What the user's variables say about colour.
    pub colour: ColourVariables,
    /// Whether git has set `GIT_DIR`, as it does in a hook: then it says where the repository is.
    pub in_hook: bool,
    /// The command of the user's editor: `GIT_EDITOR`, `VISUAL` or `EDITOR`.
    pub editor: Option<OsString>,
    /// Whether this is a continuous integration job, which nobody can answer.
    pub ci: bool,
    /// How many processors there are; `None` where `RAYON_NUM_THREADS` says how many threads there are to be.
    pub processors: Option<usize>,
}

/// Which of the standard streams are terminals, and how wide they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terminals {
    /// Whether standard input is a terminal.
    pub input: bool,
    /// Whether standard output is a terminal.
    pub output: bool,
    /// Whether standard error is a terminal.
    pub error: bool,
    /// The columns of the terminal that standard output is, or those of `COLUMNS`; `None` where it
    /// is none and no width is wanted.
    pub width: Option<usize>,
    /// The columns of `COLUMNS`, else of the terminal that standard error is, else those of a plain one.
    pub error_width: usize,
}

impl Env {
    /// Reads it all. Fails where the current directory is gone.
    pub fn read() -> io::Result<Self> {
        Ok(Self {
            now: now(),
            directory: current_directory()?,
            terminals: Terminals::read(),
            colour: ColourVariables::read(),
            in_hook: variable("GIT_DIR").is_some(),
            editor: ["GIT_EDITOR", "VISUAL", "EDITOR"]
                .into_iter()
                .find_map(variable),
            processors: match variable("RAYON_NUM_THREADS") {
                Some(_) => None,
                None => std::thread::available_parallelism().ok().map(usize::from),
            },
            ci: variable("CI").is_some_and(|value| value != "false" && value != "0"),
        })
    }

    /// Whether there is somebody who can answer a question.
    pub fn can_ask(&self) -> bool {
        self.terminals.input && self.terminals.error && !self.ci
    }

    /// The machine's time zone; `None` where nothing names it. It is asked for where it is written down,
    /// and changes no other output.
    pub fn zone(&self) -> Option<Zone> {
        zone::machine()
    }

    /// Asks questions on standard error.
    pub fn prompt(&self) -> Prompt {
        Prompt::new(self.terminals.error_width)
    }

    /// Counts work on standard error, where that is a terminal: `checked 4,200 …`.
    pub fn progress(&self, verb: &'static str) -> Progress {
        if self.terminals.error && !self.ci && !self.colour.is_dumb() {
            Progress::start(verb)
        } else {
            Progress::silent()
        }
    }
}

impl Terminals {
    fn read() -> Self {
        let output = io::stdout().is_terminal();
        // Whoever exports COLUMNS wants output of that width, in a pipe too.
        let wanted = variable("COLUMNS")
            .and_then(|it| it.to_str()?.parse::<usize>().ok())
            .filter(|width| *width > 0);
        let columns = |terminal: Option<(terminal_size::Width, terminal_size::Height)>| {
            let width = terminal.map(|(width, _)| usize::from(width.0));
            width
                .filter(|it| *it > 0)
                .unwrap_or(crate::render::PLAIN_WIDTH)
        };
        let own = || columns(terminal_size::terminal_size_of(io::stdout()));
        let errors = || columns(terminal_size::terminal_size_of(io::stderr()));
        Self {
            input: io::stdin().is_terminal(),
            output,
            error: io::stderr().is_terminal(),
            width: wanted.or_else(|| output.then(own)),
            error_width: wanted.unwrap_or_else(errors),
        }
    }
}

/// What stands for standard input in place of a file's name.
pub const STREAM: &str = "-";

/// All that stands on standard input, whatever its size.
pub fn input() -> io::Result<Vec<u8>> {
    input_up_to(u64::MAX)
}

/// The same, but no more than some bytes of it.
pub fn input_up_to(most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(io::stdin(), most), &mut bytes)?;
    Ok(bytes)
}

/// What stands on standard input, as a stream.
pub fn input_stream() -> Box<dyn io::BufRead> {
    Box::new(io::stdin().lock())
}

/// A user's setting for a service, as the environment has it: `PMREPO_PAGERDUTY_TOKEN`.
pub fn setting(service: Service, name: &str) -> Option<OsString> {
    variable(&service.variable(name))
}

/// The value of a variable; one that is empty counts as not set.
#[expect(clippy::disallowed_methods, reason = "the one door to the environment")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one door to the current directory"
)]
fn current_directory() -> io::Result<PathBuf> {
    std::env::current_dir()
}

/// The moment at which it is asked, in UTC.
#[expect(clippy::disallowed_methods, reason = "the one door to the clock")]
pub fn now() -> Moment {
    let now = chrono::Utc::now();
    // Nothing is decided by less than a second, and nothing shows more.
    Moment::from_unix(now.timestamp(), 0)
}

/// The words of the unfinished command line for which a shell asks for completions.
pub fn completion_words() -> Vec<String> {
    let words = std::env::args_os().skip_while(|word| word != "--").skip(1);
    words.map(|it| it.to_string_lossy().into_owned()).collect()
}

/// The directory in which a shell asks for completions: that of `-C` in the unfinished command
/// line, else the current one.
pub fn completion_directory() -> Option<PathBuf> {
    let mut words = std::env::args_os().skip_while(|word| word != "--");
    let current = current_directory().ok()?;
    while let Some(word) = words.next() {
        if word == "-C" {
            return words.next().map(|directory| current.join(directory));
        }
    }
    Some(current)
}
