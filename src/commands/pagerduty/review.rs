//! `pmrepo pagerduty review`.

use super::Agreeing;
use super::Committing;
use super::Ctx;
use super::Dossier;
use super::Ending;
use super::Format;
use super::Named;
use super::Refusal;
use super::Report;
use super::State;
use super::Workspace;
use super::Writing;
use super::print;
use super::say;
use super::write;
use crate::model::FieldName;
use crate::net::pagerduty::PagerDuty;
use crate::render::human;
use crate::report::pagerduty::reviews::status_there;

/// Options of `pagerduty review`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    agreeing: Agreeing,
    #[command(flatten)]
    committing: Committing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files, reference) = args.named.find(&workspace)?;
    let dossier = Dossier::read(&files, &root.snapshot().reader());
    let report = Report::new(&root.config.policy, &dossier.report);
    let id = &files.id;
    if report.is_confidential() {
        return Err(Refusal::not_ready(format!(
            "{id} is confidential: its title does not go to PagerDuty"
        )));
    }
    let wanted = report.status().and_then(status_there);
    let wanted = wanted.ok_or_else(|| {
        Refusal::not_ready(format!("{id} has no status that a review there could have"))
    })?;
    let title = report.title().unwrap_or(id).to_owned();
    let client = PagerDuty::open(workspace.repo.as_deref())?;
    let incident = client.incident(&reference)?;
    let found = client.review(&incident.id)?;
    let status = found.as_ref().and_then(|it| it.status.as_deref());
    let opens = found.is_none();
    let moves = status.unwrap_or("started") != wanted;
    let mut plan = String::new();
    if opens {
        plan.push_str(&format!(
            "open a review of {} called `{title}`\n",
            incident.id
        ));
    }
    if moves {
        let from = status.unwrap_or("started");
        plan.push_str(&format!("move the review on: {from} -> {wanted}\n"));
    }
    print(&human::lines(&plan))?;
    if args.agreeing.is_dry() {
        let opening = opens.then(|| PagerDuty::opening(&incident.id, &title));
        let moving = moves.then(|| PagerDuty::moving(&incident.id, wanted));
        for request in opening.iter().chain(&moving) {
            print(&format!("\n{}", human::lines(&client.shown(request))))?;
        }
        say("nothing was sent, and nothing was written");
        return Ok(Ending::Clean);
    }
    if (opens || moves) && !args.agreeing.agrees(ctx, "Do this in PagerDuty")? {
        return Ok(Ending::Clean);
    }
    let review = match found {
        Some(review) => review,
        None => client.open_review(&incident.id, &title)?,
    };
    let field = FieldName::PagerdutyReview;
    if report.field(field).text() != Some(review.id.as_str()) {
        let writing = Writing::committed(&args.committing);
        let values = [(field, review.id.clone())];
        let how = (&writing, Format::Human);
        write(ctx, &workspace, (&root, &files), &values, how)?;
    }
    if moves {
        client.move_review(&incident.id, wanted)?;
    }
    say(format_args!(
        "{id}: the review {} is {wanted} there.",
        review.id
    ));
    Ok(Ending::Clean)
}
