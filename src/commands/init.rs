//! `pmrepo init`: makes a directory a root, and installs the hook.

mod agents;
mod ci;
mod configuration;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::commission::Commission;
use super::hooks;
use super::print;
use super::say;
use crate::calendar::Zone;
use crate::config::Commits;
use crate::config::Config;
use crate::corpus::REPORT;
use crate::git::Repo;
use crate::render::Detail;
use crate::render::human;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::source::RepoPath;
use crate::tree::Edits;
use crate::workspace::State;
use crate::workspace::Workspace;
use ci::Forge;
use configuration::Choices;
use configuration::Keys;
use configuration::Preset;

/// The names of UTC, which is the default.
const UTC: [&str; 2] = ["UTC", "Etc/UTC"];

/// Write pmrepo.yaml and install the hook; files that are there already stay as they are
///
/// In a clone that has a pmrepo.yaml it only offers the hook.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The process: standard, or small for a team of five
    #[arg(long, value_enum)]
    preset: Option<Preset>,
    /// The severities, worst first; the first two are major
    #[arg(long, value_delimiter = ',', value_name = "P1,P2,P3")]
    severities: Vec<String>,
    /// The team's time zone, an IANA name such as Europe/Berlin; by default this machine's
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Write the CI job, the pull-request template and CODEOWNERS lines too
    #[arg(long, value_enum, value_name = "FORGE")]
    ci: Option<Forge>,
    /// Write what agents need to know too: a block in AGENTS.md and a skill
    #[arg(long)]
    agents: bool,
    /// Name every key in pmrepo.yaml, those that are not set in comments
    #[arg(long)]
    full: bool,
    /// Ask nothing: use the flags and the defaults
    #[arg(long, short)]
    yes: bool,
    /// Install no hook
    #[arg(long)]
    no_hook: bool,
    #[command(flatten)]
    writing: Writing,
}

/// What is to be written, and what there is to say of it then.
struct Plan {
    edits: Edits,
    /// The files, in the order in which they are told of.
    files: Vec<RepoPath>,
    /// What there is to say besides.
    says: Vec<String>,
    /// How the configuration that is there, or comes, wants it committed.
    commits: Commits,
}

/// Runs it. All questions come before anything is written.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let path = workspace
        .here
        .join(ROOT_FILE)
        .ok_or_else(|| Refusal::configuration("this directory has no name that can be written"))?;
    let asks = !args.yes && ctx.env.can_ask();
    let is_new = !workspace.tree()?.exists(&path);
    let mut plan = if is_new {
        begin(args, ctx, (&workspace, &path), asks)?
    } else {
        let shown = workspace.shown(&path);
        Plan {
            edits: Edits::none(),
            files: Vec::new(),
            says: vec![format!("{shown} is there already; it stays as it is.")],
            commits: Root::open(&workspace.snapshot, &workspace.here)?
                .config
                .commits,
        }
    };
    if let Some(forge) = args.ci {
        ci::add(forge, &workspace, &mut plan)?;
    }
    if args.agents {
        agents::add(&workspace, &mut plan)?;
    }
    let wants_hook = !args.writing.is_dry() && wants_hook(args, ctx, &workspace, asks)?;
    write(args, ctx, &workspace, &plan)?;
    if args.writing.is_dry() {
        return Ok(Ending::Clean);
    }
    match &workspace.repo {
        None => {
            say(
                "This is not a git repository: no hook was installed, and nothing is checked before a commit.",
            );
            ctx.hint("run `git init`, then `pmrepo init` again for the hook");
        }
        Some(repo) if wants_hook => hook(ctx, repo),
        Some(_) => {}
    }
    if is_new {
        print(
            "Next: pmrepo new \"What happened\" --severity SEV-2\n"
                .replace(
                    "SEV-2",
                    args.severities.get(1).map_or("SEV-2", String::as_str),
                )
                .as_str(),
        )?;
    }
    Ok(Ending::Clean)
}

/// A new configuration.
fn begin(
    args: &Args,
    ctx: &Ctx,
    (workspace, path): (&Workspace, &RepoPath),
    asks: bool,
) -> Result<Plan, Refusal> {
    let choices = choices(args, ctx, workspace, asks)?;
    let text = configuration::text(&choices);
    let (config, faults) = Config::read(&text);
    if let Some(fault) = faults.first() {
        let error = Refusal::usage(fault.message.clone());
        return Err(match &fault.help {
            Some(help) => error.hint(help.clone()),
            None => error,
        });
    }
    let mut edits = Edits::none();
    edits.create(path, text);
    let files = vec![path.clone()];
    let path = workspace.shown(path);
    let mut says = Vec::new();
    match &choices.timezone {
        Some(zone) => says.push(format!(
            "Times without an offset are in {zone} (`timezone` in {path})."
        )),
        // UTC is the default, and what most servers have: there is nothing to look at.
        None if ctx.env.zone().is_some() => {}
        None => says.push(format!(
            "This machine does not say its time zone: times without an offset are in UTC \
             (`timezone` in {path} says another)."
        )),
    }
    if choices.enforce_from.is_some() {
        says.push(
            "There are postmortems already: what is wrong in older ones is a warning \
             (enforce_from)."
                .to_owned(),
        );
    }
    Ok(Plan {
        edits,
        files,
        says,
        commits: config.commits,
    })
}

/// Writes what is planned, and commits it where that is asked for; or shows it.
fn write(args: &Args, ctx: &Ctx, workspace: &Workspace, plan: &Plan) -> Result<(), Refusal> {
    if args.writing.is_dry() {
        let foreseen = workspace.foresee(&plan.edits);
        let look = ctx.look(Detail::All).seen(&workspace.here, []);
        print(&human::edits(&plan.edits, &foreseen, &look))?;
        plan.says.iter().for_each(say);
        say("nothing was written");
        return Ok(());
    }
    let paths = plan.edits.paths(None);
    let paths: Vec<&RepoPath> = paths.iter().collect();
    let committing = (args.writing.committing(), plan.commits);
    let commission = Commission::begin(ctx, workspace, committing, &paths)?;
    workspace.apply(&plan.edits)?;
    for path in &plan.files {
        say(format_args!("Wrote {}.", workspace.shown(path)));
    }
    plan.says.iter().for_each(say);
    commission.end(&paths, "Set up pmrepo", &[])
}

/// What the flags say, and on a terminal the answers to what they leave open.
fn choices(args: &Args, ctx: &Ctx, workspace: &Workspace, asks: bool) -> Result<Choices, Refusal> {
    let preset = match args.preset {
        Some(preset) => preset,
        None if asks => {
            let words = ["standard", "small: a team of five, no review meeting"];
            match ctx
                .env
                .prompt()
                .choice("Process", &words.map(str::to_owned), 0)?
            {
                0 => Preset::Standard,
                _ => Preset::Small,
            }
        }
        None => Preset::Standard,
    };
    let timezone = match &args.timezone {
        Some(zone) => Some(zone.clone()),
        None => team_zone(ctx, asks)?,
    };
    let default = Config::default().paths.postmortems;
    let below = workspace.here.join(default.as_str()).unwrap_or_default();
    let has_reports = workspace
        .snapshot
        .list(&below)?
        .iter()
        .any(|it| it.path.name() == REPORT);
    let zone = timezone
        .as_deref()
        .and_then(|it| Zone::parse(it).ok())
        .unwrap_or(Zone::utc());
    Ok(Choices {
        preset,
        severities: args.severities.clone(),
        timezone,
        enforce_from: if has_reports {
            Some(zone.date_of(ctx.now(zone)?))
        } else {
            None
        },
        keys: if args.full { Keys::All } else { Keys::Set },
    })
}

/// The machine's time zone; on a terminal it is what is proposed. It is said which it is: other clocks
/// than the team's make every deadline wrong.
fn team_zone(ctx: &Ctx, asks: bool) -> Result<Option<String>, Refusal> {
    let named = ctx.env.zone().map(|it| it.to_string());
    if asks {
        let initial = named.as_deref().unwrap_or("Etc/UTC");
        let prompt = ctx.env.prompt();
        let zone = prompt.text("The team's time zone", initial, |answer| {
            let read = Zone::parse(answer);
            read.map(|it| it.to_string())
                .map_err(|it| format!("{it}; {}", it.help()))
        })?;
        return Ok(Some(zone));
    }
    Ok(named.filter(|it| !UTC.contains(&it.as_str())))
}

/// Whether the hook is to be installed: on a terminal it is offered.
fn wants_hook(args: &Args, ctx: &Ctx, workspace: &Workspace, asks: bool) -> Result<bool, Refusal> {
    if args.no_hook || workspace.repo.is_none() {
        return Ok(false);
    }
    if !asks {
        return Ok(true);
    }
    let question = "Check each commit with a pre-commit hook";
    Ok(ctx.env.prompt().confirm(question, true)?)
}

/// Installs the hook. That it cannot be installed here does not undo the rest.
fn hook(ctx: &Ctx, repo: &Repo) {
    if let Err(error) = hooks::install(repo, ctx) {
        say(format_args!("No hook was installed: {}.", error.message));
        for hint in &error.hints {
            ctx.hint(hint);
        }
    }
}
