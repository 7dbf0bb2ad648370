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

use clap::CommandFactory as _;
use clap::FromArgMatches as _;
use clap::Parser as _;

use carry_out::{carry_out, carry_out_and, carry_out_aside, carry_out_found, carry_out_on, tell};
use context::{Ctx, print, say};
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

/// Every command.
#[derive(Debug, clap::Subcommand)]
enum Command {
    Init(init::Args),
    Adopt(adopt::Args),
    New(Box<new::Args>),
    Set(set::Args),
    Edit(edit::Args),
    Check(check::Args),
    Resolve(resolve::Args),
    Advance(advance::Args),
    Reopen(reopen::Args),
    Move(moving::Args),
    List(list::Args),
    Show(show::Args),
    Overdue(overdue::Args),
    Mine(overdue::MineArgs),
    Calendar(calendar::Args),
    Site(site::Args),
    Search(search::Args),
    Stats(stats::Args),
    Export(export::Args),
    Policy(policy::Args),
    Prove(prove::Args),
    Checklist(checklist::Args),
    Action(action::Args),
    Timeline(timeline::Args),
    Meeting(meeting::Args),
    Message(message::Args),
    Note(note::Args),
    ProcessReview(process_review::Args),
    Post(post::Args),
    Pr(pr::Args),
    #[command(name = "pagerduty")]
    PagerDuty(pagerduty::Args),
    Hooks(hooks::Args),
    People(people::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Template(template::Args),
    Demo(demo::Args),
    Lsp(lsp::Args),
    Mcp(mcp::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    fn run(&self, ctx: &Ctx) -> Result<Ending, Refusal> {
        match self {
            Self::Init(args) => init::run(args, ctx),
            Self::Adopt(args) => adopt::run(args, ctx),
            Self::New(args) => new::run(args, ctx),
            Self::Set(args) => set::run(args, ctx),
            Self::Edit(args) => edit::run(args, ctx),
            Self::Check(args) => check::run(args, ctx),
            Self::Resolve(args) => resolve::run(args, ctx),
            Self::Advance(args) => advance::run(args, ctx),
            Self::Reopen(args) => reopen::run(args, ctx),
            Self::Move(args) => moving::run(args, ctx),
            Self::List(args) => list::run(args, ctx),
            Self::Show(args) => show::run(args, ctx),
            Self::Overdue(args) => overdue::run(args, ctx),
            Self::Mine(args) => overdue::mine(args, ctx),
            Self::Calendar(args) => calendar::run(args, ctx),
            Self::Site(args) => site::run(args, ctx),
            Self::Search(args) => search::run(args, ctx),
            Self::Stats(args) => stats::run(args, ctx),
            Self::Export(args) => export::run(args, ctx),
            Self::Policy(args) => policy::run(args, ctx),
            Self::Prove(args) => prove::run(args, ctx),
            Self::Checklist(args) => checklist::run(args, ctx),
            Self::Action(args) => action::run(args, ctx),
            Self::Timeline(args) => timeline::run(args, ctx),
            Self::Meeting(args) => meeting::run(args, ctx),
            Self::Message(args) => message::run(args, ctx),
            Self::Note(args) => note::run(args, ctx),
            Self::ProcessReview(args) => process_review::run(args, ctx),
            Self::Post(args) => post::run(args, ctx),
            Self::Pr(args) => pr::run(args, ctx),
            Self::PagerDuty(args) => pagerduty::run(args, ctx),
            Self::Hooks(args) => hooks::run(args, ctx),
            Self::Explain(args) => explain::run(args, ctx),
            Self::People(args) => people::run(args, ctx),
            Self::Schema(args) => schema::run(args, ctx),
            Self::Template(args) => template::run(args, ctx),
            Self::Demo(args) => demo::run(args, ctx),
            Self::Lsp(args) => lsp::run(args, ctx),
            Self::Mcp(args) => mcp::run(args, ctx),
            Self::Completions(args) => completions::run(args),
            Self::Man(args) => man::run(args, ctx),
        }
    }
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
    let command = || words::in_any_case(with_times(Cli::command()));
    let plain = command().try_get_matches_from(&words);
    // What help looks like is worked out where somebody is helped, which takes longer than to parse.
    let dressed = || help::dressed(command(), env.terminals.width);
    let parsed = plain.or_else(|_| dressed().try_get_matches_from(&words));
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
    help::dressed(words::in_any_case(with_times(Cli::command())), None)
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
