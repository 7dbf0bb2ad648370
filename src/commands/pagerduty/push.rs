//! `pmrepo pagerduty push`.

use super::Agreeing;
use super::By;
use super::Committing;
use super::Ctx;
use super::Dossier;
use super::Ending;
use super::Files;
use super::Named;
use super::Refusal;
use super::Report;
use super::Root;
use super::State;
use super::Workspace;
use super::Writing;
use super::carry_out;
use super::drafted;
use super::print;
use super::say;
use super::write;
use crate::change::messages;
use crate::change::steps;
use crate::change::steps::Which;
use crate::net::pagerduty::PagerDuty;
use crate::render::Detail;
use crate::render::human;
use crate::report::pagerduty::push;
use crate::report::pagerduty::push::Force;
use crate::report::pagerduty::push::There;
use crate::report::pagerduty::push::Wanted;

/// The step that the priority there settles.
const FINAL_SEVERITY: &str = "ic.final-severity";

/// Options of `pagerduty push`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    named: Named,
    /// Set the priority although somebody has changed it there since the last look
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    agreeing: Agreeing,
    #[command(flatten)]
    committing: Committing,
}

/// What is pushed, and where that is written down.
struct Run<'a> {
    ctx: &'a Ctx,
    workspace: &'a Workspace,
    root: Root,
    files: Files,
    wanted: Wanted,
    writing: Writing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files, reference) = args.named.find(&workspace)?;
    let client = PagerDuty::open(workspace.repo.as_deref())?;
    let priorities = client.priorities()?;
    let link = messages::address(&root, &files, &ctx.by(&workspace, &root)?);
    let dossier = Dossier::read(&files, &root.snapshot().reader());
    let report = Report::new(&root.config.policy, &dossier.report);
    let wanted = Wanted::new((&root, &files.id), &report, link, &priorities);
    let mut there = client.there(&reference, wanted.grouped(), priorities)?;
    let force = if args.force { Force::Yes } else { Force::No };
    let plan = push::plan(&wanted, &there, force);
    print(&human::push(
        &there.incident,
        &plan,
        &ctx.look(Detail::Folded),
    ))?;
    let ending = if plan.held.is_empty() {
        Ending::Clean
    } else {
        Ending::Findings
    };
    let id = there.incident.id.clone();
    if args.agreeing.is_dry() {
        for step in &plan.steps {
            let request = client.request(&id, step)?;
            print(&format!("\n{}", human::lines(&client.shown(&request))))?;
        }
        say("nothing was sent, and nothing was written");
        return Ok(ending);
    }
    let run = Run {
        ctx,
        workspace: &workspace,
        root,
        files,
        wanted,
        writing: Writing::committed(&args.committing),
    };
    if plan.steps.is_empty() {
        run.record(&there)?;
        return Ok(ending);
    }
    if !args.agreeing.agrees(ctx, "Do this in PagerDuty")? {
        return Ok(ending);
    }
    // What an earlier run did and could not write down any more is written first.
    run.record(&there)?;
    for step in &plan.steps {
        let note = client.carry_out(&id, step)?;
        there.done(step, note);
        say(format_args!("Done: {}.", human::step(step)));
        run.record(&there)?;
    }
    Ok(ending)
}

impl Run<'_> {
    /// Writes down what is so there now, and ticks the step that it settles.
    fn record(&self, there: &There) -> Result<(), Refusal> {
        let (root, files) = self.workspace.again(&self.root, &self.files)?;
        let dossier = Dossier::read(&files, &root.snapshot().reader());
        let report = Report::new(&root.config.policy, &dossier.report);
        let facts = push::facts(&report, &self.wanted, there);
        let both = (&root, &files);
        write(self.ctx, self.workspace, both, &facts, &self.writing)?;
        if files.checklist.is_none() || !push::is_severity_settled(&self.wanted, there) {
            return Ok(());
        }
        let (root, files) = self.workspace.again(&root, &files)?;
        let words = [FINAL_SEVERITY.to_owned()];
        let by = self.ctx.by(self.workspace, &root)?;
        // A checklist without the step, or where it is passed over, stays as it is.
        let Ok(true) = steps::is_open(&root, &files, FINAL_SEVERITY, &by) else {
            return Ok(());
        };
        let make = |by: &By<'_>| {
            let which = Which {
                words: &words,
                who: None,
            };
            steps::tick(&root, &files, which, None, by)
        };
        let draft = drafted(self.ctx, self.workspace, &root, &make)?;
        carry_out(self.ctx, self.workspace, &draft, &self.writing).map(drop)
    }
}
