//! `pmrepo people`: the roster, which says that a handle, a name and an address are one person.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::agree::Unasked;
use super::carry_out;
use super::format::Format;
use super::print;
use super::say;
use crate::change::people;
use crate::config::Member;
use crate::model::bare;
use crate::render::Detail;
use crate::render::human;
use crate::report;
use crate::workspace::State;
use crate::workspace::Workspace;

/// How far back authors are looked for, in days.
const DAYS: i64 = 90;

/// Show and edit the roster: which handle, name and address are one person
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Propose the authors of the last 90 days, and write those who are not in the roster
    ///
    /// Names and addresses are those of git's mailmap; programs are left out.
    Init {
        #[command(flatten)]
        unasked: Unasked,
        #[command(flatten)]
        writing: Writing,
    },
    /// List the people of the roster
    List {
        /// The format of the output
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Show a person: all names, and in which postmortems they have a part
    Show {
        /// A handle, a name or an address; `me` is who git says commits
        person: String,
        /// The format of the output
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Add a person to the roster
    Add(AddArgs),
}

/// Options of `people add`.
#[derive(Debug, clap::Args)]
struct AddArgs {
    /// The name that reports use
    handle: String,
    /// The name in full
    #[arg(long)]
    name: Option<String>,
    /// The e-mail address; git knows people by it
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// The team
    #[arg(long)]
    team: Option<String>,
    /// The id in the chat, for `--mention`
    #[arg(long, value_name = "ID")]
    chat: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    match &args.action {
        Action::Init { unasked, writing } => init(ctx, &workspace, *unasked, writing),
        Action::List { format } => all(ctx, &workspace, *format),
        Action::Show { person, format } => show(ctx, &workspace, person, *format),
        Action::Add(args) => add(ctx, &workspace, args),
    }
}

fn init(
    ctx: &Ctx,
    workspace: &Workspace,
    unasked: Unasked,
    writing: &Writing,
) -> Result<Ending, Refusal> {
    let root = workspace.root_to_write()?;
    let repo = workspace.repo.as_ref().ok_or_else(|| {
        Refusal::repository("without git there are no authors").hint("pmrepo people add HANDLE")
    })?;
    let now = ctx.now(root.config.policy.zone)?;
    let authors = repo.authors_since(now.plus(chrono::TimeDelta::days(-DAYS)), &root.directory)?;
    let found = people::proposed(&authors, &root.config.policy.roster);
    let path = workspace.shown(&people::path(&root)?);
    if found.is_empty() {
        say(format_args!(
            "Nobody who committed in the last {DAYS} days is missing in {path}."
        ));
        return Ok(Ending::Clean);
    }
    print(&human::people(&found, &ctx.look(Detail::Folded)))?;
    if !unasked.is_said() && !writing.is_dry() {
        if !ctx.env.can_ask() {
            return Err(Refusal::usage("there is nobody to ask").hint("--yes writes them"));
        }
        let question = format!("Write {} to {path}", people::counted_people(found.len()));
        let is_wanted = ctx.env.prompt().confirm(&question, true);
        if !is_wanted.map_err(|it| Refusal::from(it).hint("--yes never asks"))? {
            say("Nothing was written.");
            return Ok(Ending::Clean);
        }
    }
    let draft = people::add(&root, &found)?;
    carry_out(ctx, workspace, &draft, writing)?;
    if !writing.is_dry() {
        say(format_args!(
            "Wrote {} to {path}.",
            people::counted_people(found.len())
        ));
    }
    Ok(Ending::Clean)
}

fn all(ctx: &Ctx, workspace: &Workspace, format: Format) -> Result<Ending, Refusal> {
    let members = report::people::all(&workspace.roots()?);
    if members.is_empty() {
        say("There is no roster: people are told apart by what reports call them.");
        ctx.hint("`pmrepo people init` proposes one");
        if format == Format::Human {
            return Ok(Ending::Clean);
        }
    }
    let look = ctx.look(Detail::Folded);
    print(&format.people(workspace.snapshot.name(), &members, &look))?;
    Ok(Ending::Clean)
}

fn show(ctx: &Ctx, workspace: &Workspace, word: &str, format: Format) -> Result<Ending, Refusal> {
    let person = report::people::person(workspace, &workspace.roots()?, word)?;
    print(&format.person(
        workspace.snapshot.name(),
        &person,
        &ctx.look(Detail::Folded),
    ))?;
    Ok(Ending::Clean)
}

fn add(ctx: &Ctx, workspace: &Workspace, args: &AddArgs) -> Result<Ending, Refusal> {
    let root = workspace.root_to_write()?;
    let member = Member {
        handle: bare(&args.handle).to_owned(),
        name: args.name.clone(),
        email: args.email.clone(),
        team: args.team.clone(),
        chat: args.chat.clone(),
    };
    let draft = people::add(&root, std::slice::from_ref(&member))?;
    carry_out(ctx, workspace, &draft, &args.writing)?;
    if !args.writing.is_dry() {
        say(format_args!(
            "{} is in {}.",
            member.handle,
            workspace.shown(&people::path(&root)?)
        ));
    }
    Ok(Ending::Clean)
}
