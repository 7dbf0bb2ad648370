//! `pmrepo pr`: the review of a pull request.

use std::collections::BTreeMap;

use super::Ctx;
use super::Error;
use super::Status;
use super::check::change;
use super::print;
use super::workspace::State;
use super::workspace::Workspace;
use crate::check;
use crate::check::Pair;
use crate::diagnostic::Finding;
use crate::render::PrFormat;
use crate::report::pr;
use crate::report::pr::View;

/// Review a pull request: what changes, whether it is ready, what to ask
///
/// Markdown for one comment, which begins with a hidden mark by which CI finds it again. It never
/// fails because of what it finds: that is `check --range`'s part.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// BASE...HEAD; by default from where the main branch and HEAD part
    #[arg(value_name = "RANGE")]
    range: Option<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "markdown")]
    format: PrFormat,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Error> {
    let range = match &args.range {
        Some(range) => range.clone(),
        None => default_range(ctx)?,
    };
    let (workspace, range) = change::open(ctx, &range)?;
    let mut view = View {
        snapshot: range.head.clone(),
        base: range.base.clone(),
        ..View::default()
    };
    change::each_root(&workspace, ctx, &range, &mut |root, request, difference| {
        let now = ctx.now(root.config.policy.zone)?;
        let tell = |pair: &Pair| pr::postmortem(root, pair, now);
        let (outcome, told) = check::change_telling(root, request, difference, &tell)?;
        let mut by_id: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        let found = outcome.findings.into_iter();
        for finding in found.filter(|it| it.introduced != Some(false)) {
            match &finding.postmortem {
                Some(id) => by_id.entry(id.clone()).or_default().push(finding),
                None => view.others.push(finding),
            }
        }
        for mut postmortem in told {
            postmortem.findings = by_id.remove(&postmortem.id).unwrap_or_default();
            view.postmortems.push(postmortem);
        }
        // Those of postmortems that are taken away.
        view.others.extend(by_id.into_values().flatten());
        Ok(())
    })?;
    print(&args.format.pr(&view))?;
    Ok(Status::Clean)
}

/// The names that a main branch mostly has, for a repository without an `origin`.
const MAIN: [&str; 3] = ["main", "master", "trunk"];

/// From where the main branch and HEAD part.
fn default_range(ctx: &Ctx) -> Result<String, Error> {
    let workspace = Workspace::open(ctx, &State::Worktree)?;
    let main = workspace.repo.as_ref().and_then(|repo| {
        let name = repo.main_branch().unwrap_or_default();
        let mut names = vec![format!("origin/{name}")];
        names.extend(MAIN.map(str::to_owned));
        names.into_iter().find(|it| repo.commit_id(it).is_ok())
    });
    main.map(|it| format!("{it}...HEAD"))
        .ok_or_else(|| Error::new("which range?").hint("name one, such as main...HEAD"))
}
