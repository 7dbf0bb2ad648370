//! `pmrepo hooks`: installs, removes and looks at the git hook that checks commits.

mod chain;
mod place;

use std::path::Path;

use super::{Ctx, Error, Status, print, say};
use crate::git::Repo;
use chain::{Chain, State};
use place::Place;

/// Install, remove or look at the git hook that checks commits
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Copy, Debug, clap::Subcommand)]
enum Action {
    /// Install the hook; one that is there already keeps running
    Install,
    /// Remove the hook, and bring back what was there before
    Uninstall,
    /// Say whether the hook is installed; exit status 1 where it is not
    Status,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Error> {
    let repo = Repo::open(&ctx.directory, ctx.env.in_hook)?;
    match args.action {
        Action::Install => install(&repo, ctx),
        Action::Uninstall => uninstall(&Place::find(&repo)?),
        Action::Status => status(&Place::find(&repo)?),
    }
}

/// Installs the hook of a repository, for `init` too.
pub(super) fn install(repo: &Repo, ctx: &Ctx) -> Result<Status, Error> {
    let place = Place::find(repo)?;
    let chain = Chain::at(&place.directory);
    match chain.state()? {
        State::Installed => {
            if !chain.is_executable() {
                chain.install()?;
            }
            say(format_args!("{} is installed already.", place.shown()));
        }
        State::Older => {
            chain.install()?;
            say(format_args!("Brought {} up to date.", place.shown()));
        }
        State::Missing => {
            chain.install()?;
            say(format_args!("Installed {}.", place.shown()));
        }
        State::Foreign => {
            chain.install()?;
            say(format_args!(
                "Installed {}. What was there runs first, as {}.",
                place.shown(),
                chain::BEFORE
            ));
        }
        State::Mentions => {
            say(format_args!(
                "{} mentions pmrepo already; it stays as it is.",
                place.shown()
            ));
        }
    }
    if place.is_pre_commits() {
        ctx.hint(
            "this repository uses pre-commit; to let it run pmrepo instead, add a local hook to \
             .pre-commit-config.yaml:\n\
             {id: pmrepo, name: pmrepo, entry: pmrepo check --staged, language: system, \
             pass_filenames: false}",
        );
    }
    if place.is_huskys() {
        ctx.hint(format_args!(
            "husky keeps its hooks in the repository: commit {} and what is beside it",
            place.shown()
        ));
    }
    Ok(Status::Clean)
}

/// Puts the hook into the hooks of a repository that was just made.
pub(super) fn install_anew(git_dir: &Path) -> Result<(), Error> {
    Chain::at(&git_dir.join("hooks")).install()
}

fn uninstall(place: &Place) -> Result<Status, Error> {
    let chain = Chain::at(&place.directory);
    match chain.state()? {
        State::Installed | State::Older | State::Missing => match chain.uninstall()? {
            chain::Left::Before => say(format_args!(
                "Removed pmrepo's hook; {} is what it was before.",
                place.shown()
            )),
            chain::Left::Nothing => say(format_args!("Removed {}.", place.shown())),
            chain::Left::Untouched => say("There was no hook to remove."),
        },
        State::Mentions | State::Foreign => say(format_args!(
            "{} was not installed by pmrepo; it stays as it is.",
            place.shown()
        )),
    }
    Ok(Status::Clean)
}

fn status(place: &Place) -> Result<Status, Error> {
    let chain = Chain::at(&place.directory);
    let (word, status) = match chain.state()? {
        State::Installed if !chain.is_executable() => ("not executable", Status::Findings),
        State::Installed if chain.has_before() => {
            ("installed, runs what was there first", Status::Clean)
        }
        State::Installed => ("installed", Status::Clean),
        State::Older => ("of another version: pmrepo hooks install", Status::Findings),
        State::Mentions => ("not pmrepo's own, but mentions it", Status::Clean),
        State::Foreign => ("not pmrepo's", Status::Findings),
        State::Missing => ("not installed", Status::Findings),
    };
    print(&format!("{}: {word}\n", place.shown()))?;
    Ok(status)
}

/// Whether a path is a plain directory: neither missing nor a link to one.
fn is_plain_directory(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|it| it.is_dir())
}
