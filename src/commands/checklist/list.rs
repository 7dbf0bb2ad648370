//! `pmrepo checklist`, listing.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Error;
use super::Status;
use super::completions;
use crate::commands::format::Format;
use crate::commands::print;
use crate::commands::workspace::Which;
use crate::commands::workspace::Workspace;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::render::Detail;
use crate::report::checklist;
use crate::report::checklist::State;
use crate::report::checklist::Step;

/// Options of the list.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// The postmortem's id, or a part of it; inside its directory it may be left out; without any,
    /// all that are on their way
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    #[command(flatten)]
    which: Which,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Only of this role: scribe, `customer_liaison`, …
    #[arg(long)]
    role: Vec<String>,
    /// Only what this person has to do; `me` is git's user.email
    #[arg(long, value_name = "PERSON")]
    who: Vec<String>,
    /// Only what is open
    #[arg(long)]
    open: bool,
}

/// Runs it. Of one postmortem no other is read.
pub(super) fn run(args: &ListArgs, ctx: &Ctx) -> Result<Status, Error> {
    let workspace = Workspace::open(ctx, &args.which.state())?;
    let roots = workspace.roots()?;
    let mut steps: Vec<Step> = Vec::new();
    let one = match &args.id {
        Some(id) => Some(workspace.find(&roots, Some(id))?),
        None => workspace.find(&roots, None).ok(),
    };
    for root in &roots {
        let policy = &root.config.policy;
        let who: Vec<String> = args
            .who
            .iter()
            .map(|it| workspace.person(policy, it))
            .collect::<Result<_, _>>()?;
        let all = match &one {
            Some(files) => vec![files.clone()],
            None => root.layout(&workspace.snapshot)?.postmortems,
        };
        let reader = workspace.snapshot.reader();
        let is_wanted = |step: &Step| {
            (args.role.is_empty() || args.role.contains(&step.role))
                && (who.is_empty()
                    || step
                        .people
                        .iter()
                        .any(|it| who.iter().any(|who| policy.roster.is_same(who, it))))
                && (!args.open || step.state == State::Open)
        };
        for files in &all {
            // Without an id only what is on its way counts, and what has no checklist has no step.
            if one.is_none() && files.checklist.is_none() {
                continue;
            }
            let dossier = Dossier::read(files, &reader);
            if one.is_none() && !is_on_its_way(&dossier) {
                continue;
            }
            let found = checklist::of_postmortem(policy, &dossier);
            steps.extend(found.into_iter().filter(is_wanted));
        }
        if one.is_some() {
            break;
        }
    }
    let ticks = match &one {
        Some(files) => ticks(&workspace, files),
        None => std::collections::BTreeMap::new(),
    };
    let look = ctx.look(Detail::Folded);
    let name = workspace.snapshot.name();
    print(&args.format.checklist(name, &steps, &ticks, &look))?;
    Ok(Status::Clean)
}

fn is_on_its_way(dossier: &Dossier) -> bool {
    dossier
        .report
        .text_of("status")
        .and_then(crate::model::Status::parse)
        .is_none_or(crate::model::Status::is_open)
}

/// Who wrote each line of a checklist last, and when. Nothing where there is no history.
fn ticks(workspace: &Workspace, files: &Files) -> checklist::Ticks {
    let (Some(repo), Some(entry)) = (&workspace.repo, &files.checklist) else {
        return checklist::Ticks::new();
    };
    repo.blame(workspace.snapshot.commit_id(), &entry.path)
        .unwrap_or_default()
        .into_iter()
        .map(|(line, blame)| (line, blame.map(|it| (it.author, it.at))))
        .collect()
}
