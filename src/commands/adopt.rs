//! `pmrepo adopt`: documents that were there before become postmortems.

mod sources;
mod tables;

use clap::ValueEnum;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::commission::Commission;
use super::format::AdoptFormat;
use super::print;
use super::say;
use super::words;
use super::writing::Run;
use crate::change::Draft;
use crate::change::adopt;
use crate::change::adopt::Asked;
use crate::change::adopt::Plan;
use crate::change::adopt::REPORT_FILE;
use crate::count::counted;
use crate::env;
use crate::model::Status;
use crate::render::Detail;
use crate::render::human;
use crate::render::markdown;
use crate::root::Root;
use crate::source::RepoPath;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Turn postmortems of any shape into reports of this repository
///
/// It shows what each document says, what it does not, and what contradicts itself; --write writes the
/// reports. Every text stays as it is, word for word, and gets front matter. Nothing is made up: what is
/// not understood is shown with its line. A document of this repository is moved, any other is copied.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Documents, or directories of them; `-` reads one from standard input
    #[arg(required = true, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<String>,
    /// Write the reports, and adopt-report.md, which says what became of each document
    #[arg(long)]
    write: bool,
    /// Say which place counts where a document contradicts itself
    #[arg(long, value_name = "PLACE")]
    prefer: Option<Prefer>,
    /// Leave documents of this repository where they are, and copy them
    #[arg(long)]
    keep_in_place: bool,
    /// The status of the reports [default: the furthest that each can hold by the rules]
    #[arg(long, value_parser = STATUSES)]
    status: Option<String>,
    /// The zone of times that name none: Europe/Berlin, UTC, +01:00
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    tz: Option<String>,
    /// Read tables (CSV), of which each row is an incident, by a mapping from columns to fields: a YAML
    /// file, or `dispatch` or `opsgenie`
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    map: Option<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: AdoptFormat,
    #[command(flatten)]
    writing: Writing,
}

/// The statuses that a report may be given: one that is not required has a reason, each its own.
const STATUSES: [&str; 4] = [
    Status::Draft.as_str(),
    Status::InReview.as_str(),
    Status::Reviewed.as_str(),
    Status::Closed.as_str(),
];

/// Which place counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Prefer {
    /// The document's name
    Name,
    /// Its first heading
    Heading,
    /// Its front matter
    FrontMatter,
}

impl From<Prefer> for adopt::Prefer {
    fn from(it: Prefer) -> Self {
        match it {
            Prefer::Name => Self::Name,
            Prefer::Heading => Self::Heading,
            Prefer::FrontMatter => Self::FrontMatter,
        }
    }
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let writes = args.write || args.writing.commits();
    let root = if writes {
        workspace.root_to_write()?
    } else {
        workspace.one_root()?
    };
    let mut found = sources::gather(&args.paths, ctx, (&workspace, &root))?;
    if let Some(word) = &args.map {
        let mapping = tables::mapping(word, ctx)?;
        found.sources = tables::rows(&found.sources, &mapping)?;
    }
    let asked = Asked {
        prefer: args.prefer.map(Into::into),
        keeps: args.keep_in_place,
        status: args.status.as_deref().and_then(Status::parse),
        zone: words::zone(args.tz.as_deref())?,
        places: &found.places,
    };
    let by = ctx.by(&workspace, &root)?;
    let mut plan = adopt::plan(&root, &found.sources, &asked, &by)?;
    plan.view.own = found.own;
    found.must_all_be_there(&plan.view)?;
    let look = ctx.look(Detail::All).seen(&workspace.here, []);
    print(&args.format.adoption(&plan.view, &look))?;
    if writes {
        let report = markdown::adoption(&plan.view.public());
        plan.keep(&root, report)?;
        write(args, ctx, (&workspace, &root), &plan)?;
    } else {
        hint_to_write(ctx, &plan);
    }
    Ok(if plan.view.is_open() {
        Ending::Findings
    } else {
        Ending::Clean
    })
}

/// Says how what is shown is written.
fn hint_to_write(ctx: &Ctx, plan: &Plan) {
    let made = plan.view.summary().made;
    if made > 0 {
        ctx.hint(format_args!(
            "--write writes {}; --commit commits, the moves first, which keeps their history",
            counted(made, "report")
        ));
    }
}

/// Writes the reports, and commits them where that is asked for: what is moved first, so that git finds
/// its history.
fn write(
    args: &Args,
    ctx: &Ctx,
    (workspace, root): (&Workspace, &Root),
    plan: &Plan,
) -> Result<(), Refusal> {
    let draft = plan.draft(root);
    if draft.edits.is_empty() {
        say("Nothing is to be written.");
        return Ok(());
    }
    if args.writing.run() == Run::Dry {
        let foreseen = workspace.foresee(&draft.edits);
        let look = ctx.look_of_errors(Detail::Folded).seen(&workspace.here, []);
        env::say(&human::edits(&draft.edits, &foreseen, &look));
        say("nothing was written");
        return Ok(());
    }
    let paths = draft.edits.paths(None);
    let paths: Vec<&RepoPath> = paths.iter().collect();
    let committing = (args.writing.committing(), draft.commits);
    let commit = Commission::begin(ctx, workspace, committing, &paths)?;
    let applied = workspace.apply(&draft.edits)?;
    tell(root, workspace, plan);
    if commit.is_pending() {
        commit.moves(&plan.moves, &moving(plan))?;
    } else {
        hint_to_commit(ctx, workspace, (plan, &draft));
    }
    commit.end(&paths, &draft.headline.line(&applied), &draft.trailers)
}

/// What the commit that only moves is called.
fn moving(plan: &Plan) -> String {
    match plan.moves.as_slice() {
        [(from, to)] => {
            let id = to.parent().unwrap_or_default();
            format!("{}: move {from} to its place", id.name())
        }
        all => format!("Move {} to their places", counted(all.len(), "old report")),
    }
}

/// Says what was written.
fn tell(root: &Root, workspace: &Workspace, plan: &Plan) {
    let report = root.directory.join(REPORT_FILE).unwrap_or_default();
    say(format_args!(
        "Adopted {}; {} says what became of each document.",
        counted(plan.view.summary().made, "postmortem"),
        workspace.shown(&report)
    ));
}

/// Says what a commit of one's own would have to do.
fn hint_to_commit(ctx: &Ctx, workspace: &Workspace, (plan, draft): (&Plan, &Draft)) {
    if workspace.repo.is_some() && !plan.moves.is_empty() && !draft.edits.is_empty() {
        ctx.hint(
            "committed at once, git may take a report for new and lose its history: `adopt --commit` \
             commits the moves alone first",
        );
    }
}
