//! `pmrepo pr`: the review of a pull request.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::check::roots_of;
use super::print;
use crate::check;
use crate::check::Comparison;
use crate::check::Judge;
use crate::check::Scope;
use crate::commands::format::PrFormat;
use crate::config::CodeOwners;
use crate::git::Ends;
use crate::render::Detail;
use crate::report::Secrets;
use crate::report::pr::Desk;
use crate::report::pr::View;
use crate::report::pr::configuration;
use crate::snapshot::Snapshot;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Review a pull request: what changes, what is missing, what to ask
///
/// Text for people on a terminal; elsewhere Markdown for one comment, which begins with a hidden mark by
/// which CI finds it again. It never fails because of what it finds; `check --range` does. Where a
/// configuration or a roster cannot be read it says so and ends with exit status 2.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// BASE...HEAD; by default from where the main branch and HEAD part
    #[arg(value_name = "RANGE")]
    range: Option<String>,
    /// The format of the output; by default human on a terminal, else markdown
    #[arg(long, value_enum)]
    format: Option<PrFormat>,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let ends = match &args.range {
        Some(range) => Ends::parse(range)?,
        None => default_range(ctx)?,
    };
    let (repo, range) = Workspace::open_range(ctx.at(), &ends)?;
    let comparison = Comparison::range(&repo, range)?;
    // By the commit that the change begins after: so forges do it too.
    let owners = CodeOwners::of(&Snapshot::of_commit(&repo, range.base));
    let mut view = View {
        snapshot: range.head.to_string(),
        base: range.base.to_string(),
        ..View::default()
    };
    let roots = roots_of(&comparison)?;
    for root in &roots {
        let was = comparison.before(root)?;
        let told = configuration(was.as_ref(), root).into_iter();
        let told = told.filter(|it| !view.configuration.contains(it));
        view.configuration.extend(told.collect::<Vec<_>>());
        let desk = Desk {
            root,
            owners: &owners,
            now: ctx.now(root.config.policy.zone)?,
        };
        let told = Mutex::new(BTreeMap::new());
        let judge = Judge {
            present: &ctx.present,
            watch: &|seen| {
                let (place, one) = desk.tell(seen);
                if let Ok(mut told) = told.lock() {
                    told.insert(place, one);
                }
            },
        };
        let judged = std::slice::from_ref(root);
        let outcome = check::check(judged, Scope::Change(&comparison), &judge)?;
        view.add(told.into_inner().unwrap_or_default(), outcome.findings);
    }
    view.squash = comparison.lines_to_keep(&roots)?;
    let format = args.format.unwrap_or(if ctx.env.terminals.output {
        PrFormat::Human
    } else {
        PrFormat::Markdown
    });
    let here = repo.relative(&ctx.directory).unwrap_or_default();
    let zones = roots.iter().map(|it| it.config.policy.zone);
    let look = ctx.look(Detail::Folded).seen(&here, zones);
    print(&format.pr(&view, &Secrets::of(&roots), &look)?)?;
    Ok(Ending::Clean)
}

/// From where the main branch and HEAD part.
fn default_range(ctx: &Ctx) -> Result<Ends, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let repo = workspace.repo.as_ref();
    repo.and_then(|it| it.range_from_main())
        .ok_or_else(|| Refusal::usage("which range?").hint("name one, such as main...HEAD"))
}
