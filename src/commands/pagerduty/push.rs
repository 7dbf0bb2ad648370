//! `pmrepo pagerduty push`.

use std::collections::BTreeSet;

use super::Agreeing;
use super::By;
use super::Committing;
use super::Ctx;
use super::Dossier;
use super::Ending;
use super::Files;
use super::Format;
use super::Named;
use super::Refusal;
use super::RepoPath;
use super::Report;
use super::Root;
use super::State;
use super::Workspace;
use super::Writing;
use super::drafted;
use super::finish;
use super::print;
use super::say;
use super::write;
use crate::change::messages;
use crate::change::steps;
use crate::change::steps::Which;
use crate::env;
use crate::net::pagerduty::PagerDuty;
use crate::render::Detail;
use crate::render::human;
use crate::render::json;
use crate::report::pagerduty::push;
use crate::report::pagerduty::push::Force;
use crate::report::pagerduty::push::Plan;
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
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
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
    format: Format,
    /// What was written so far.
    written: BTreeSet<RepoPath>,
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
    let there = client.there(&reference, wanted.grouped(), priorities)?;
    let force = if args.force { Force::Yes } else { Force::No };
    let plan = push::plan(&wanted, &there, force);
    let id = there.incident.id.clone();
    let requests = plan.steps.iter().map(|it| client.request(&id, it));
    let requests = requests.collect::<Result<Vec<_>, _>>();
    match args.format {
        Format::Human => print(&human::push(
            &there.incident,
            &plan,
            &ctx.look(Detail::Folded),
        ))?,
        // Whoever is asked sees what it is about.
        Format::Json => env::say(&human::push(
            &there.incident,
            &plan,
            &ctx.look_of_errors(Detail::Folded),
        )),
    }
    let ending = if plan.held.is_empty() {
        Ending::Clean
    } else {
        Ending::Findings
    };
    let requests = requests?;
    let stages: Vec<json::Stage<'_>> = requests.iter().map(|it| client.stage(it)).collect();
    let incident = there.incident.clone();
    let mut run = Run {
        ctx,
        workspace: &workspace,
        root,
        files,
        wanted,
        writing: Writing::committed(&args.committing),
        format: args.format,
        written: BTreeSet::new(),
    };
    let mut done = 0;
    let ended = if args.agreeing.is_dry() {
        if args.format == Format::Human {
            for request in &requests {
                print(&format!("\n{}", human::lines(&client.shown(request))))?;
            }
        }
        say("nothing was sent, and nothing was written");
        Ok(())
    } else {
        run.push(&client, &plan, there, (&args.agreeing, &mut done))
    };
    if args.format == Format::Json {
        let files: Vec<RepoPath> = run.written.iter().cloned().collect();
        print(&json::push(&json::Push {
            snapshot: workspace.snapshot.name(),
            postmortem: &run.files.id,
            incident: &incident,
            plan: &plan,
            stages: &stages,
            done,
            files: &files,
        }))?;
    }
    ended.map(|()| ending)
}

impl Run<'_> {
    /// Does the steps, if that is wanted, and writes down each that is done. It counts them: of one that
    /// fails those before it are done all the same.
    fn push(
        &mut self,
        client: &PagerDuty,
        plan: &Plan,
        mut there: There,
        (agreeing, done): (&Agreeing, &mut usize),
    ) -> Result<(), Refusal> {
        if plan.steps.is_empty() {
            return self.record(&there);
        }
        if !agreeing.agrees(self.ctx, "Do this in PagerDuty")? {
            return Ok(());
        }
        // What an earlier run did and could not write down any more is written first.
        self.record(&there)?;
        let id = there.incident.id.clone();
        for step in &plan.steps {
            let note = client.carry_out(&id, step)?;
            *done += 1;
            there.done(step, note);
            say(format_args!("Done: {}.", human::step(step)));
            self.record(&there)?;
        }
        Ok(())
    }

    /// Writes down what is so there now, and ticks the step that it settles.
    fn record(&mut self, there: &There) -> Result<(), Refusal> {
        let how = (&self.writing, self.format);
        let (root, files) = self.workspace.again(&self.root, &self.files)?;
        let dossier = Dossier::read(&files, &root.snapshot().reader());
        let report = Report::new(&root.config.policy, &dossier.report);
        let facts = push::facts(&report, &self.wanted, there);
        let both = (&root, &files);
        let written = write(self.ctx, self.workspace, both, &facts, how)?;
        self.written.extend(written);
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
        let written = finish(self.ctx, self.workspace, draft, how)?;
        self.written.extend(written);
        Ok(())
    }
}
