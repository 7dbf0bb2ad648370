//! `pmrepo prove`: the evidence of a postmortem, from git alone.

use std::path::PathBuf;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::chosen::day;
use super::completions;
use super::print;
use super::say;
use crate::commands::format::ProofFormat;
use crate::count::counted;
use crate::report::proof;
use crate::report::proof::Asked;
use crate::report::proof::Holds;
use crate::tree::Folder;
use crate::tree::Mode;
use crate::workspace::State;
use crate::workspace::Workspace;

/// The file with the commits.
const BUNDLE: &str = "evidence.bundle";

/// Show by git alone which commit did what, for an audit
///
/// Which commit brought each status, who wrote and who signed it, which clocks were met by which commit, and that
/// the message to customers that was sent is the one that was approved. Each statement comes with the git commands
/// that show it and what they print. HEAD is read; what is not committed does not count. Of a confidential
/// postmortem nothing but its date leaves the repository.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem: its id, or a part of it
    #[arg(add = ArgValueCandidates::new(completions::ids), conflicts_with_all = ["since", "until"])]
    id: Option<String>,
    /// All incidents from this day on: 2026-11-20, yesterday, 90d
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// All incidents up to this day
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Write into this directory: as Markdown, as JSON, and a bundle of the commits; it is made where it is
    /// missing
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "markdown")]
    format: ProofFormat,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Revision("HEAD".to_owned()))?;
    let is_period = args.since.is_some() || args.until.is_some();
    let (root, files) = if is_period {
        (workspace.one_root()?, None)
    } else {
        let (root, files) = workspace.find(args.id.as_deref())?;
        (root, Some(files))
    };
    root.must_be_sound()?;
    let zone = root.config.policy.zone;
    let now = ctx.now(zone)?;
    let asked = match &files {
        Some(files) => Asked::One(files),
        None => Asked::Days(
            day(args.since.as_deref(), "--since", zone, ctx)?,
            day(args.until.as_deref(), "--until", zone, ctx)?,
        ),
    };
    let repo = workspace
        .repo
        .as_ref()
        .ok_or_else(|| Refusal::repository("without git there is nothing to prove"))?;
    let out = args.out.as_ref().map(|it| (it, ctx.directory.join(it)));
    if let Some((_, directory)) = &out {
        workspace.must_lie_beside(directory, root.places())?;
    }
    let progress = ctx.env.progress("read");
    let (view, holds) = proof::prove(repo, &root, (&asked, now), &|| progress.tick())?;
    drop(progress);
    let Some((shown, directory)) = out else {
        print(&args.format.proof(&view, None))?;
        return Ok(Ending::Clean);
    };
    let folder = Folder::make(&directory)?;
    let bundle = match holds {
        Holds::Nothing => {
            repo.bundle(&folder.path().join(BUNDLE))?;
            Some(BUNDLE)
        }
        Holds::Secrets => {
            ctx.hint(
                "no bundle was written: it would hold all of the history, in which postmortems are confidential",
            );
            None
        }
    };
    for (name, format) in [
        ("evidence.md", ProofFormat::Markdown),
        ("evidence.json", ProofFormat::Json),
    ] {
        folder.write(name, format.proof(&view, bundle), Mode::Text)?;
    }
    say(format_args!(
        "Wrote the evidence of {} into {}.",
        counted(view.proofs.len(), "postmortem"),
        shown.display()
    ));
    Ok(Ending::Clean)
}
