//! `pmrepo init`: makes a directory a root, and installs the hook.

mod ci;
mod configuration;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::hooks;
use super::print;
use super::say;
use crate::calendar::Zone;
use crate::config::Config;
use crate::corpus::REPORT;
use crate::snapshot::ROOT_FILE;
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
    /// Name every key in pmrepo.yaml, those that are not set in comments
    #[arg(long)]
    full: bool,
    /// Ask nothing: use the flags and the defaults
    #[arg(long, short)]
    yes: bool,
    /// Install no hook
    #[arg(long)]
    no_hook: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let tree = workspace.tree()?;
    let path = workspace
        .here
        .join(ROOT_FILE)
        .ok_or_else(|| Refusal::configuration("this directory has no name that can be written"))?;
    let asks = !args.yes && ctx.env.can_ask();
    let is_new = !tree.exists(&path);
    if is_new {
        let choices = choices(args, ctx, &workspace, asks)?;
        let text = configuration::text(&choices);
        let (_, faults) = Config::read(&text);
        if let Some(fault) = faults.first() {
            let error = Refusal::usage(fault.message.clone());
            return Err(match &fault.help {
                Some(help) => error.hint(help.clone()),
                None => error,
            });
        }
        let mut edits = Edits::none();
        edits.create(&path, text);
        tree.apply(&edits)?;
        say(format_args!("Wrote {path}."));
        match &choices.timezone {
            Some(zone) => say(format_args!(
                "Times without an offset are in {zone} (`timezone` in {path})."
            )),
            // UTC is the default, and what most servers have: there is nothing to look at.
            None if ctx.env.zone().is_some() => {}
            None => say(format_args!(
                "This machine does not say its time zone: times without an offset are in UTC \
                 (`timezone` in {path} says another)."
            )),
        }
        if choices.enforce_from.is_some() {
            say(
                "There are postmortems already: what is wrong in older ones is a warning \
                 (enforce_from).",
            );
        }
    } else {
        say(format_args!("{path} is there already; it stays as it is."));
    }
    if let Some(forge) = args.ci {
        ci::write(forge, &workspace, &tree)?;
    }
    if workspace.repo.is_none() {
        say(
            "This is not a git repository: no hook was installed, and nothing is checked before a commit.",
        );
        ctx.hint("run `git init`, then `pmrepo init` again for the hook");
    } else if !args.no_hook {
        hook(ctx, &workspace, asks)?;
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

/// What the flags say, and on a terminal the answers to what they leave open.
fn choices(args: &Args, ctx: &Ctx, workspace: &Workspace, asks: bool) -> Result<Choices, Refusal> {
    let prompt = ctx.env.prompt();
    let no_answer = |it: std::io::Error| Refusal::failed(format!("no answer: {it}"));
    let preset = match args.preset {
        Some(preset) => preset,
        None if asks => {
            let words = ["standard", "small: a team of five, no review meeting"];
            let at = prompt
                .choice("Process", &words.map(str::to_owned), 0)
                .map_err(no_answer)?;
            if at == 0 {
                Preset::Standard
            } else {
                Preset::Small
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
        let accept = |answer: &str| {
            Zone::parse(answer)
                .map(drop)
                .map_err(|it| format!("{it}; {}", it.help()))
        };
        let initial = named.as_deref().unwrap_or("Etc/UTC");
        let answer = ctx
            .env
            .prompt()
            .text("The team's time zone", initial, accept)
            .map_err(|it| Refusal::failed(format!("no answer: {it}")))?;
        return Ok(Some(answer));
    }
    Ok(named.filter(|it| !UTC.contains(&it.as_str())))
}

/// Installs the hook, or offers it. That it cannot be installed here does not undo the rest.
fn hook(ctx: &Ctx, workspace: &Workspace, asks: bool) -> Result<(), Refusal> {
    let Some(repo) = &workspace.repo else {
        return Ok(());
    };
    if asks {
        let is_wanted = ctx
            .env
            .prompt()
            .confirm("Check each commit with a pre-commit hook", true)
            .map_err(|it| Refusal::failed(format!("no answer: {it}")))?;
        if !is_wanted {
            return Ok(());
        }
    }
    if let Err(error) = hooks::install(repo, ctx) {
        say(format_args!("No hook was installed: {}.", error.message));
        for hint in &error.hints {
            ctx.hint(hint);
        }
    }
    Ok(())
}
