//! `pmrepo policy`: what other deadlines would have meant.

use std::path::PathBuf;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::chosen::day;
use super::given;
use super::print;
use crate::commands::format::Format;
use crate::config::Tried;
use crate::config::with_tried;
use crate::diagnostic::Level;
use crate::render::Detail;
use crate::report::replay::Replay;
use crate::report::trial;
use crate::report::trial::Question;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Texts;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Try deadlines on the past
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Tell what would have been late with other deadlines, and by how much
    ///
    /// Every commit of HEAD's own line that touched a postmortem or a process review is looked at: what was
    /// late by the configuration as it is, and what would have been by the one that is tried. The history
    /// says what was done when; people who would have known of a shorter deadline might have done it
    /// sooner. Nobody is named. Changes that are not committed do not count.
    #[command(name = "try")]
    Try(TryArgs),
}

/// Options of `policy try`.
#[derive(Debug, clap::Args)]
struct TryArgs {
    /// Keys of pmrepo.yaml and the values to try, which are YAML: deadlines.reviewed.SEV-2=3d
    ///
    /// All keys by which something is due: `deadlines`, `process_review`, `calendar`, `timezone`,
    /// `enforce_from`, `major` and `priorities`
    #[arg(value_name = "KEY=VALUE", required_unless_present = "config")]
    tried: Vec<String>,
    /// Try this pmrepo.yaml; values are tried on top of it
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// Only incidents from this day on: 2026-11-20, yesterday, 90d
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only incidents up to this day
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let Action::Try(args) = &args.action;
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let root = workspace.one_root()?;
    root.must_be_sound()?;
    let tried = args.root(&workspace, &root, ctx)?;
    let zone = root.config.policy.zone;
    let now = ctx.now(zone)?;
    let file = args.config.as_ref().map(|it| it.display().to_string());
    let question = Question {
        tried: file.into_iter().chain(args.tried.iter().cloned()).collect(),
        since: day(args.since.as_deref(), "--since", zone, ctx)?,
        until: day(args.until.as_deref(), "--until", zone, ctx)?,
    };
    let replay = Replay::of(workspace.repo.as_ref(), &root, now)?;
    let progress = ctx.env.progress("read");
    let view = trial::trial(
        &replay,
        (&root.config.policy, &tried.config.policy),
        (&question, now),
        &|| progress.tick(),
    )?;
    drop(progress);
    let look = ctx.look(Detail::Folded).seen(&workspace.here, [zone]);
    print(&args.format.trial(&view, &look))?;
    Ok(Ending::Clean)
}

impl TryArgs {
    /// The root with the configuration that is tried.
    fn root(&self, workspace: &Workspace, today: &Root, ctx: &Ctx) -> Result<Root, Refusal> {
        let path = today.directory.join(ROOT_FILE).unwrap_or_default();
        let open = |text: String| {
            let over = workspace
                .snapshot
                .over(Texts::from([(path.clone(), Some(text))]));
            Root::open(&over, &today.directory)
        };
        let (base, text) = match &self.config {
            Some(file) => {
                let text = given::text(file, given::DOCUMENT, ctx)?;
                let base = open(text.clone())?;
                refuse_faults(&base, |line, message| {
                    format!("{}:{line}: {message}", file.display())
                })?;
                (base, text)
            }
            None => (today.over(Texts::new()), today.text_of(&path)?),
        };
        if self.tried.is_empty() {
            return Ok(base);
        }
        let tried = self.tried.iter().map(|it| Tried::read(it));
        let tried: Vec<Tried> = tried.collect::<Result<_, _>>()?;
        let text = with_tried(&text, &base.config.policy, &tried)?;
        let root = open(text)?;
        refuse_faults(&root, |_, message| message.to_owned())?;
        Ok(root)
    }
}

/// Refuses a configuration in which something is wrong: it would be tried with defaults in its place.
fn refuse_faults(root: &Root, tell: impl Fn(usize, &str) -> String) -> Result<(), Refusal> {
    let mut errors = root.findings.iter().filter(|it| it.level == Level::Error);
    let Some(fault) = errors.next() else {
        return Ok(());
    };
    let refusal = Refusal::usage(tell(fault.start.line, &fault.message));
    Err(match &fault.help {
        Some(help) => refusal.hint(help.clone()),
        None => refusal,
    })
}
