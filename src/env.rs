//! The process's surroundings, read once: time, variables, directory, terminal.

use std::io::IsTerminal;
use std::path::PathBuf;

use chrono::Utc;

use crate::time::Moment;

/// What the program was started in.
#[derive(Clone, Debug)]
pub struct Env {
    /// The moment of the run, in UTC.
    pub now: Moment,
    /// The working directory.
    pub directory: PathBuf,
    /// Whether git has set `GIT_DIR`, as it does in a hook.
    pub in_hook: bool,
    /// Whether colour is wanted on standard output: a terminal, and `NO_COLOR` not set.
    pub color: bool,
}

impl Env {
    /// Reads it.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door to time and environment"
    )]
    pub fn read() -> std::io::Result<Self> {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
        Ok(Self {
            now: Moment::new(Utc::now().fixed_offset()),
            directory: std::env::current_dir()?,
            in_hook: is_set("GIT_DIR"),
            color: std::io::stdout().is_terminal() && !is_set("NO_COLOR"),
        })
    }
}
