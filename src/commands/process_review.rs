//! `pmrepo process-review`: the meetings about the response itself, and their notes.

mod change;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::completions;
use super::print;
use super::words::one_of;
use crate::commands::format::ActionFormat;
use crate::commands::format::AgendaFormat;
use crate::commands::which::Which;
use crate::model::ReviewStatus;
use crate::render::Detail;
use crate::report::process_reviews;
use crate::report::process_reviews::Reviews;
use crate::workspace::Workspace;

/// Process reviews: plan one, print its agenda, join it, record that it was held
///
/// In a process review incident commanders look at the response to incidents, not at the systems. A
/// review's id is its file's name. You can shorten it, or leave it out where only one review can be
/// meant.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Plan one: write its notes, starting with what there is to talk about
    ///
    /// The notes start with every major incident that no review has covered, what didn't go so well in
    /// each, and the tweaks to the process that are still open. It prints the path.
    New(change::NewArgs),
    /// List process reviews, the latest first
    List {
        #[command(flatten)]
        which: Which,
        /// The format of the output
        #[arg(long, value_enum, default_value = "human")]
        format: ActionFormat,
        /// Only with this status (may be given again)
        #[arg(long, value_parser = one_of(ReviewStatus::ALL.map(ReviewStatus::as_str)))]
        status: Vec<String>,
    },
    /// Print what there is to talk about, as it is now
    Agenda {
        /// The review's id, or a part of it; the next one by default
        #[arg(add = ArgValueCandidates::new(completions::reviews))]
        id: Option<String>,
        #[command(flatten)]
        which: Which,
        /// The format of the output
        #[arg(long, value_enum, default_value = "human")]
        format: AgendaFormat,
    },
    /// Say that you will attend; for a review that was held, that you attended
    Join {
        /// The review's id, or a part of it; the next one by default
        #[arg(add = ArgValueCandidates::new(completions::reviews))]
        id: Option<String>,
        /// Who joins; `me` is who git says you are
        #[arg(long = "as", value_name = "PERSON", default_value = "me")]
        person: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Record that it was held, if there are notes and attendees
    Held {
        /// The review's id, or a part of it; that which is waiting for its notes by default
        #[arg(add = ArgValueCandidates::new(completions::reviews))]
        id: Option<String>,
        /// When it was, if not when it was planned: 14:03, "yesterday 9:30"
        #[arg(long, value_name = "WHEN")]
        at: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Record that it is not held, and why
    Cancel {
        /// The review's id, or a part of it; the only one that is planned by default
        #[arg(add = ArgValueCandidates::new(completions::reviews))]
        id: Option<String>,
        /// Why
        #[arg(long, value_name = "REASON")]
        because: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    match &args.action {
        Action::New(args) => change::new(args, ctx),
        Action::List {
            which,
            format,
            status,
        } => list(ctx, which, *format, status),
        Action::Agenda { id, which, format } => agenda(ctx, id.as_deref(), which, *format),
        Action::Join {
            id,
            person,
            writing,
        } => change::join(ctx, (id.as_deref(), person), writing),
        Action::Held { id, at, writing } => {
            change::held(ctx, (id.as_deref(), at.as_deref()), writing)
        }
        Action::Cancel {
            id,
            because,
            writing,
        } => change::cancel(ctx, (id.as_deref(), because), writing),
    }
}

fn list(
    ctx: &Ctx,
    which: &Which,
    format: ActionFormat,
    statuses: &[String],
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &which.state())?;
    let mut reviews = Vec::new();
    let mut zones = Vec::new();
    for root in workspace.roots()? {
        zones.push(root.config.policy.zone);
        let layout = root.layout()?;
        let found = process_reviews::list(&root.config.policy, layout, &workspace.snapshot);
        reviews.extend(found);
    }
    reviews.retain(|it| {
        statuses.is_empty()
            || statuses
                .iter()
                .any(|status| it.status.as_ref() == Some(status))
    });
    process_reviews::sort(&mut reviews);
    let look = ctx.look(Detail::Folded).seen(&workspace.here, zones);
    print(&format.process_reviews(workspace.snapshot.name(), &reviews, &look))?;
    Ok(Ending::Clean)
}

fn agenda(
    ctx: &Ctx,
    id: Option<&str>,
    which: &Which,
    format: AgendaFormat,
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &which.state())?;
    let snapshot = &workspace.snapshot;
    let Reviews { root, all, meant } = process_reviews::find(&workspace, id, &ctx.present)?;
    let now = ctx.now(root.config.policy.zone)?;
    let agenda = process_reviews::agenda(&root, snapshot, meant.as_ref(), &all, now)?;
    let zone = root.config.policy.zone;
    let look = ctx.look(Detail::Folded).seen(&workspace.here, [zone]);
    print(&format.agenda(snapshot.name(), &agenda, &look))?;
    Ok(Ending::Clean)
}
