//! The command line: one file for each command, with its arguments and its function.

mod advance;
mod check;
mod error;
mod explain;
mod init;
mod list;
mod new;
mod schema;
mod set;
mod workspace;
mod writing;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;

pub use error::Error;

use crate::calendar;
use crate::calendar::Zone;
use crate::env::Env;
use crate::render::sanitize;
use crate::time::Moment;

/// Keep a team's postmortems in git: scaffold them, check them before they are committed
#[derive(Debug, Parser)]
#[command(name = "pmrepo", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Global {
    /// Work as if started in DIR
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    /// Take WHEN for now: a time, or a date (the end of that day)
    #[arg(long, value_name = "WHEN", global = true)]
    as_of: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Advance(advance::Args),
    Check(check::Args),
    Explain(explain::Args),
    Init(init::Args),
    List(list::Args),
    New(new::Args),
    Schema(schema::Args),
    Set(set::Args),
}

/// How a command that did its work ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing was found.
    Clean,
    /// There are findings.
    Findings,
}

/// What a command works with.
struct Ctx {
    env: Env,
    directory: PathBuf,
    as_of: Option<String>,
}

impl Ctx {
    /// The clock of the run: `--as-of`, else now.
    fn now(&self, zone: Zone) -> Result<Moment, Error> {
        let Some(text) = &self.as_of else {
            return Ok(self.env.now);
        };
        calendar::read_as_of(text, self.env.now, zone)
            .map_err(|it| Error::new(format!("--as-of: {it}")).hint(it.help()))
    }
}

/// Writes the product of a command to standard output. That nobody reads it any more is no error.
fn print(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something about the work, on standard error.
fn say(text: &str) {
    let mut out = anstream::stderr().lock();
    // There is nobody left to tell that nobody can be told.
    let _ = writeln!(out, "{}", sanitize(text));
}

/// Parses the command line, runs the command, and gives the exit status: 0 nothing found, 1
/// findings, 2 the command could not do its work.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(error) => {
            say(&format!("error: {}", error.message));
            for hint in &error.hints {
                say(&format!("hint: {hint}"));
            }
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<Status, Error> {
    let env = Env::read().map_err(|it| Error::new(format!("the working directory: {it}")))?;
    let directory = match &cli.global.directory {
        Some(directory) => env.directory.join(directory),
        None => env.directory.clone(),
    };
    if !directory.is_dir() {
        return Err(Error::new(format!(
            "{} is not a directory",
            directory.display()
        )));
    }
    let ctx = Ctx {
        env,
        directory,
        as_of: cli.global.as_of,
    };
    match cli.command {
        Command::Advance(args) => advance::run(&args, &ctx),
        Command::Check(args) => check::run(&args, &ctx),
        Command::Explain(args) => explain::run(&args),
        Command::Init(args) => init::run(&args, &ctx),
        Command::List(args) => list::run(&args, &ctx),
        Command::New(args) => new::run(&args, &ctx),
        Command::Schema(args) => schema::run(&args, &ctx),
        Command::Set(args) => set::run(&args, &ctx),
    }
}
