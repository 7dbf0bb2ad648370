//! `pmrepo hooks`: installs, removes and looks at the git hook that checks commits.

mod bypass;
mod chain;
mod fsck;
mod place;
mod receive;

use std::path::Path;
use std::sync::Arc;

use super::{Ctx, Ending, Refusal, print, say};
use crate::check::Guards;
use crate::git::Repo;
use chain::{COMMIT, Chain, Hook, RECEIVE, State};
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
    Install(InstallArgs),
    /// Remove the hook, and bring back what was there before
    Uninstall(Which),
    /// Say whether the hook is installed; exit status 1 where it is not
    Status(Which),
    /// Judge a push; the pre-receive hook runs it with what git says on standard input
    #[command(hide = true)]
    Receive,
}

/// Options of `hooks install`.
#[derive(Clone, Copy, Debug, clap::Args)]
struct InstallArgs {
    #[command(flatten)]
    which: Which,
    /// Let git refuse what no git writes, such as two files of one name (receive.fsckObjects): directories
    /// that are wrong are refused, everything else is a warning
    #[arg(long, requires = "server")]
    fsck: bool,
}

/// Which of the hooks.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Which {
    /// The pre-receive hook of a repository that is pushed to, instead of the pre-commit hook; in a
    /// bare repository it is always meant
    #[arg(long)]
    server: bool,
}

impl Which {
    /// Nobody commits in a bare repository: there the hook of pushes is meant.
    fn hook(self, repo: &Repo) -> &'static Hook {
        if self.server || repo.is_bare() {
            &RECEIVE
        } else {
            &COMMIT
        }
    }
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let open = || Repo::open(&ctx.directory, ctx.env.in_hook);
    let find = |which: Which| {
        let repo = open()?;
        Place::find(&repo, which.hook(&repo), &ctx.directory)
    };
    let is_server = |which: Which| Ok::<_, Refusal>(which.hook(&open()?).name == RECEIVE.name);
    match args.action {
        Action::Install(InstallArgs { which, fsck }) => {
            if !which.server && open()?.is_bare() {
                return Err(Refusal::repository(
                    "nobody commits in a bare repository, so that its hook never runs",
                )
                .hint("pmrepo hooks install --server judges what is pushed to it"));
            }
            let ending = install_hook(&find(which)?, ctx)?;
            if which.server {
                let repo = open()?;
                if fsck {
                    fsck::set(&repo)?;
                    say("Git refuses directories in a push that no git writes.");
                } else if !fsck::is_set(&repo)? {
                    ctx.hint(
                        "pmrepo hooks install --server --fsck also lets git refuse damaged directories",
                    );
                }
                say_what_is_guarded(repo)?;
            }
            Ok(ending)
        }
        Action::Uninstall(which) => uninstall(&find(which)?),
        Action::Status(which) => {
            let ending = status(&find(which)?)?;
            if is_server(which)? && ending == Ending::Clean {
                say_what_is_guarded(open()?)?;
            }
            Ok(ending)
        }
        Action::Receive => receive::run(ctx),
    }
}

/// Says which refs the hook of pushes judges.
fn say_what_is_guarded(repo: Repo) -> Result<(), Refusal> {
    let repo = Arc::new(repo);
    let guards = Guards::new(&repo)?;
    say(format_args!("It guards {}.", guards.words()));
    Ok(())
}

/// Installs the hook of those who commit, for `init` too.
pub(super) fn install(repo: &Repo, ctx: &Ctx) -> Result<Ending, Refusal> {
    install_hook(&Place::find(repo, &COMMIT, &ctx.directory)?, ctx)
}

fn install_hook(place: &Place, ctx: &Ctx) -> Result<Ending, Refusal> {
    let is_server = place.hook.name == RECEIVE.name;
    let chain = place.chain();
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
                place.hook.before
            ));
        }
        State::Mentions => {
            say(format_args!(
                "{} mentions pmrepo already; it stays as it is.",
                place.shown()
            ));
        }
    }
    if place.is_pre_commits() && !is_server {
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
    Ok(Ending::Clean)
}

/// Puts the hook into the hooks of a repository that was just made.
pub(super) fn install_anew(git_dir: &Path) -> Result<(), Refusal> {
    Chain::at(&COMMIT, &git_dir.join("hooks")).install()
}

fn uninstall(place: &Place) -> Result<Ending, Refusal> {
    let chain = place.chain();
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
    Ok(Ending::Clean)
}

fn status(place: &Place) -> Result<Ending, Refusal> {
    let chain = place.chain();
    let (word, ending) = match chain.state()? {
        State::Installed if !chain.is_executable() => ("not executable", Ending::Findings),
        State::Installed if chain.has_before() => {
            ("installed, runs what was there first", Ending::Clean)
        }
        State::Installed => ("installed", Ending::Clean),
        State::Older if place.hook.name == RECEIVE.name => (
            "of another version: pmrepo hooks install --server",
            Ending::Findings,
        ),
        State::Older => ("of another version: pmrepo hooks install", Ending::Findings),
        State::Mentions => ("not pmrepo's own, but mentions it", Ending::Clean),
        State::Foreign => ("not pmrepo's", Ending::Findings),
        State::Missing => ("not installed", Ending::Findings),
    };
    print(&format!("{}: {word}\n", place.shown()))?;
    Ok(ending)
}

/// Whether a path is a plain directory: neither missing nor a link to one.
fn is_plain_directory(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|it| it.is_dir())
}
