//! The command line: one file per command, with its arguments and its function.

mod action;
mod adopt;
mod advance;
mod agree;
mod calendar;
mod carry_out;
mod check;
mod checklist;
mod chosen;
mod commission;
mod complaint;
mod completions;
mod context;
mod demo;
mod edit;
mod explain;
mod export;
pub mod format;
mod given;
mod help;
mod hooks;
mod init;
mod list;
mod lsp;
mod man;
mod mcp;
mod meeting;
mod message;
mod moving;
mod new;
mod note;
mod overdue;
mod pagerduty;
mod people;
mod policy;
mod post;
mod pr;
mod process_review;
mod prove;
mod quoted;
mod reopen;
mod repos;
mod resolve;
mod roles;
mod schema;
mod search;
mod set;
mod show;
mod site;
mod stats;
mod strangers;
mod template;
mod timeline;
mod which;
mod words;
mod writing;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args as _;
use clap::CommandFactory as _;
use clap::FromArgMatches as _;
use clap::Parser as _;

use carry_out::{carry_out, carry_out_and, carry_out_aside, carry_out_found, carry_out_on, tell};
use context::{Ctx, print, say, say_unread};
use writing::Writing;

use crate::env;
use crate::env::ColourChoice;
use crate::env::Env;
use crate::refusal::Refusal;
use crate::snapshot;

/// The exit status of a command that could not do its work.
const TROUBLE: u8 = 2;
/// What the help calls the value of an option that takes a time.
const TIMES: [&str; 3] = ["WHEN", "DATE", "DURATION"];

/// Keeps a team's postmortems in git
///
/// It scaffolds them, checks them before they are committed, and says who is late with what.
#[derive(Debug, clap::Parser)]
#[command(name = "pmrepo", version, max_term_width = 100)]
#[command(subcommand_required = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit status: 0 nothing found, 1 findings, 2 the command could not do its work"
)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes. Their ids are not their fields' names: no command's own
/// argument may be taken for one of them.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
struct Globals {
    /// Work in this directory instead of the current one
    #[arg(
        id = "global.directory",
        short = 'C',
        value_name = "DIR",
        global = true,
        value_hint = clap::ValueHint::DirPath
    )]
    directory: Option<PathBuf>,
    /// Act as if it were this time: a timestamp, or a date (the end of that day)
    #[arg(
        id = "global.as_of",
        long = "as-of",
        value_name = "WHEN",
        global = true,
        value_parser = context::as_of_shape
    )]
    as_of: Option<String>,
    /// Colour the output: auto, always or never
    #[arg(
        id = "global.color",
        long = "color",
        value_name = "WHEN",
        global = true,
        default_value = "auto",
        hide_possible_values = true
    )]
    color: ColourChoice,
}

/// The table of commands: for each its words, its arguments and what runs it.
macro_rules! commands {
    ($($command:ident $name:literal $args:ty => $run:expr,)+) => {
        /// Every command.
        #[derive(Debug, clap::Subcommand)]
        enum Command {
            $(#[command(name = $name)] $command($args),)+
        }

        impl Command {
            fn run(&self, ctx: &Ctx) -> Result<Ending, Refusal> {
                match self {
                    $(Self::$command(args) => $run(args, ctx),)+
                }
            }

            /// The command of this name alone.
            fn named(name: &str) -> Option<clap::Command> {
                match name {
                    $($name => Some(<$args as clap::Args>::augment_args(clap::Command::new($name))),)+
                    _ => None,
                }
            }
        }
    };
}

commands! {
    Init "init" init::Args => init::run,
    Adopt "adopt" adopt::Args => adopt::run,
    New "new" Box<new::Args> => new::run,
    Set "set" set::Args => set::run,
    Edit "edit" edit::Args => edit::run,
    Check "check" check::Args => check::run,
    Resolve "resolve" resolve::Args => resolve::run,
    Advance "advance" advance::Args => advance::run,
    Reopen "reopen" reopen::Args => reopen::run,
    Move "move" moving::Args => moving::run,
    List "list" list::Args => list::run,
    Show "show" show::Args => show::run,
    Overdue "overdue" overdue::Args => overdue::run,
    Mine "mine" overdue::MineArgs => overdue::mine,
    Calendar "calendar" calendar::Args => calendar::run,
    Site "site" site::Args => site::run,
    Search "search" search::Args => search::run,
    Stats "stats" stats::Args => stats::run,
    Export "export" export::Args => export::run,
    Policy "policy" policy::Args => policy::run,
    Prove "prove" prove::Args => prove::run,
    Checklist "checklist" checklist::Args => checklist::run,
    Action "action" action::Args => action::run,
    Timeline "timeline" timeline::Args => timeline::run,
    Meeting "meeting" meeting::Args => meeting::run,
    Message "message" message::Args => message::run,
    Note "note" note::Args => note::run,
    ProcessReview "process-review" process_review::Args => process_review::run,
    Post "post" post::Args => post::run,
    Pr "pr" pr::Args => pr::run,
    PagerDuty "pagerduty" pagerduty::Args => pagerduty::run,
    Hooks "hooks" hooks::Args => hooks::run,
    People "people" people::Args => people::run,
    Explain "explain" explain::Args => explain::run,
    Schema "schema" schema::Args => schema::run,
    Template "template" template::Args => template::run,
    Demo "demo" demo::Args => demo::run,
    Lsp "lsp" lsp::Args => lsp::run,
    Mcp "mcp" mcp::Args => mcp::run,
    Completions "completions" completions::Args => completions::run,
    Man "man" man::Args => man::run,
}

/// How a command ends that did its work: what it has to say by its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Nothing found: 0.
    Clean,
    /// Findings: 1.
    Findings,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Clean => Self::SUCCESS,
            Ending::Findings => Self::FAILURE,
        }
    }
}

/// Parses the command line, runs the command, and gives the exit status: 0 nothing found, 1
/// findings, 2 the command could not do its work.
pub fn main() -> ExitCode {
    match try_main() {
        Ok(code) => code,
        // There is no context yet that knows about colour.
        Err(error) => {
            env::say(&complaint::text(&error, false));
            ExitCode::from(TROUBLE)
        }
    }
}

fn try_main() -> Result<ExitCode, Refusal> {
    let env = Env::read().map_err(|it| Refusal::failed(format!("the working directory: {it}")))?;
    if completions::answer(&env)? {
        return Ok(ExitCode::SUCCESS);
    }
    let words: Vec<OsString> = std::env::args_os().collect();
    // What is right needs no more than the command that it names, and no help: to put all commands
    // together takes as long as to start. What the one command takes, the whole command line takes too.
    let plain = one_command(&words).and_then(|it| it.try_get_matches_from(&words).ok());
    let parsed = plain.map_or_else(
        || whole(env.terminals.width).try_get_matches_from(&words),
        Ok,
    );
    let cli = match parsed.and_then(|it| Cli::from_arg_matches(&it)) {
        Ok(cli) => cli,
        Err(error) => {
            let code = u8::try_from(help::answer(error, &words, &env)).unwrap_or(TROUBLE);
            return Ok(ExitCode::from(code));
        }
    };
    if let Some(processors) = env.processors {
        snapshot::read_on(processors);
    }
    let ctx = Ctx::new(env, cli.globals)?;
    Ok(match cli.command.run(&ctx) {
        Ok(ending) => ending.into(),
        Err(error) => {
            ctx.complain(&error);
            ExitCode::from(TROUBLE)
        }
    })
}

/// Runs a command by its words, as if they had been typed in the context's directory.
fn run_words(words: &[&str], ctx: &Ctx) -> Result<Ending, Refusal> {
    let words = std::iter::once("pmrepo").chain(words.iter().copied());
    let cli = Cli::try_parse_from(words).map_err(|it| Refusal::failed(it.to_string()))?;
    cli.command.run(ctx)
}

/// The command line as clap has it, for completions, manual pages and tests.
pub fn command_line() -> clap::Command {
    whole(None)
}

/// The whole command line, with its help laid out for a width.
fn whole(width: Option<usize>) -> clap::Command {
    help::dressed(words::in_any_case(with_times(Cli::command())), width)
}

/// The command line with the one command that some words name, and without help.
fn one_command(words: &[OsString]) -> Option<clap::Command> {
    let mut words = words.iter().skip(1).filter_map(|it| it.to_str());
    let command = words.find_map(Command::named)?;
    let line = Globals::augment_args(clap::Command::new("pmrepo")).subcommand(command);
    Some(words::in_any_case(with_times(line)))
}

/// Lets every option that takes a time take `-2h`, which begins as an option does.
fn with_times(command: clap::Command) -> clap::Command {
    let takes_time = |it: &clap::Arg| {
        let names = it.get_value_names().unwrap_or_default();
        !it.is_positional() && names.iter().any(|name| TIMES.contains(&name.as_str()))
    };
    command
        .mut_args(|it| {
            if takes_time(&it) {
                it.allow_hyphen_values(true)
            } else {
                it
            }
        })
        .mut_subcommands(with_times)
}
