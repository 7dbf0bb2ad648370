//! `pmrepo people`: the roster, which says that a handle, a name and an address are one person.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out;
use super::print;
use super::say;
use crate::change::people;
use crate::config::Member;
use crate::model::bare;
use crate::render::Detail;
use crate::render::human;
use crate::report::asked::Asked;
use crate::report::list;
use crate::report::list::Depth;
use crate::report::list::Filter;
use crate::root::Root;
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
        /// Write them without asking
        #[arg(long, short)]
        yes: bool,
        #[command(flatten)]
        writing: Writing,
    },
    /// List the people of the roster
    List,
    /// Show a person: all names, and in which postmortems they have a part
    Show {
        /// A handle, a name or an address; `me` is who git says commits
        person: String,
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
        Action::Init { yes, writing } => init(ctx, &workspace, *yes, writing),
        Action::List => all(ctx, &workspace),
        Action::Show { person } => show(&workspace, person),
        Action::Add(args) => add(ctx, &workspace, args),
    }
}

fn init(ctx: &Ctx, workspace: &Workspace, yes: bool, writing: &Writing) -> Result<Ending, Refusal> {
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
    if !yes && !writing.is_dry() {
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

fn all(ctx: &Ctx, workspace: &Workspace) -> Result<Ending, Refusal> {
    let roots = workspace.roots()?;
    let members = roots.iter().flat_map(|it| &it.config.policy.roster.people);
    let members: Vec<Member> = members.cloned().collect();
    if members.is_empty() {
        say("There is no roster: people are told apart by what reports call them.");
        ctx.hint("`pmrepo people init` proposes one");
        return Ok(Ending::Clean);
    }
    print(&human::people(&members, &ctx.look(Detail::Folded)))?;
    Ok(Ending::Clean)
}

fn show(workspace: &Workspace, word: &str) -> Result<Ending, Refusal> {
    let roots = workspace.roots()?;
    let asked = Asked::of(workspace, &roots);
    let mut text = String::new();
    for root in &roots {
        let someone = asked.person(root, word)?;
        if text.is_empty() {
            text = names(root, &someone.names().collect::<Vec<_>>(), someone.name());
        }
        let filter = Filter {
            who: vec![someone],
            ..Filter::default()
        };
        for row in list::list(root, &workspace.snapshot, &filter, Depth::FrontMatter)? {
            let status = row.status.as_deref().unwrap_or("-");
            text.push_str(&format!("in        {} ({status})\n", row.id));
        }
    }
    let lines = text
        .lines()
        .map(|it| format!("{}\n", crate::render::sanitize(it)));
    print(&lines.collect::<String>())?;
    Ok(Ending::Clean)
}

/// All that is known of a person: what the roster says, else the names that were asked for.
fn names(root: &Root, names: &[&str], shown: &str) -> String {
    let roster = &root.config.policy.roster;
    let member = names.iter().find_map(|it| roster.find(it));
    let fields = match member {
        Some(it) => vec![
            ("handle", Some(bare(&it.handle))),
            ("name", it.name.as_deref()),
            ("address", it.email.as_deref()),
            ("team", it.team.as_deref()),
            ("chat", it.chat.as_deref()),
        ],
        None => vec![("name", Some(shown))],
    };
    let said = fields
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)));
    said.map(|(key, text)| format!("{key:<10}{text}\n"))
        .collect()
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
