//! `pmrepo overdue` and `pmrepo mine`: who is late with what.

use chrono::TimeDelta;
use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Refusal;
use super::Status;
use super::completions;
use super::print;
use crate::calendar;
use crate::calendar::Zone;
use crate::commands::format::OwedFormat;
use crate::commands::which::Which;
use crate::model::DeadlineKind;
use crate::render::Detail;
use crate::report::overdue;
use crate::report::overdue::By;
use crate::report::overdue::Clock;
use crate::report::overdue::Filter;
use crate::report::overdue::Item;
use crate::report::overdue::Owed;
use crate::report::overdue::Summary;
use crate::report::overdue::View;
use crate::report::overdue::Wish;
use crate::time::Moment;
use crate::time::Term;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Say who is late with what, and what falls due soon
///
/// One line for each postmortem, its worst deadline first. Exit status 1 when something is overdue
/// or cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pmrepo overdue --soon 5d
  pmrepo overdue --who me --all --explain
  pmrepo overdue --format markdown --no-fail >> \"$GITHUB_STEP_SUMMARY\"
  pmrepo overdue --replay 2026-03-01")]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    shared: Shared,
    /// Only what this person must do (may be given again, as all that follow); `me` is git's
    /// user.email
    #[arg(long, value_name = "PERSON")]
    who: Vec<String>,
    /// Only of postmortems that this person sees through
    #[arg(long, value_name = "PERSON")]
    owner: Vec<String>,
    /// Only of this severity
    #[arg(long, add = completions::severities())]
    severity: Vec<String>,
    /// Only about this service
    #[arg(long)]
    service: Vec<String>,
    /// Only of this kind: reviewed, action-item, …
    #[arg(long, value_parser = kind, add = ArgValueCandidates::new(kinds))]
    kind: Vec<DeadlineKind>,
    /// Group by who owes it, role, service, severity or kind
    #[arg(long, value_enum)]
    by: Option<By>,
    /// Take the repository as it was at the end of that day, and that as the present
    #[arg(long, value_name = "DATE", conflicts_with_all = ["staged", "rev", "global.as_of"])]
    replay: Option<String>,
    /// Fail only where something of these severities is overdue
    #[arg(long, value_name = "SEVERITIES", value_delimiter = ',')]
    fail_on: Vec<String>,
    /// Never fail because of what is overdue
    #[arg(long, conflicts_with = "fail_on")]
    no_fail: bool,
}

/// Options of `overdue` and `mine`.
#[derive(Debug, clap::Args)]
struct Shared {
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: OwedFormat,
    /// What is due within this is due soon: 24h, 2d
    #[arg(long, value_name = "DURATION", default_value = "2d", value_parser = duration)]
    soon: TimeDelta,
    /// A line for each deadline, and what there is time for too
    #[arg(long)]
    all: bool,
    /// Say how each deadline was computed
    #[arg(long)]
    explain: bool,
    /// Call people by their chat handles, so that they are notified
    #[arg(long)]
    mention: bool,
    /// Show at most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Runs `overdue`.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Refusal> {
    let (workspace, replayed) = match &args.replay {
        Some(date) => replay(ctx, date)?,
        None => (Workspace::open(ctx.at(), &args.which.state())?, None),
    };
    let mut report = Report::default();
    for root in workspace.roots()? {
        let policy = &root.config.policy;
        let filter = Filter {
            who: workspace.people(policy, &args.who)?,
            owners: workspace.people(policy, &args.owner)?,
            severities: args.severity.clone(),
            services: args.service.clone(),
            kinds: args.kind.clone(),
        };
        report.add(ctx, &workspace, &root, &args.shared, replayed, &|item| {
            filter.takes(item, policy)
        })?;
    }
    report.print(ctx, &workspace, &args.shared, args.by)?;
    let is_counted = |item: &Item| match item.state {
        overdue::State::Unreadable => true,
        overdue::State::Overdue => {
            args.fail_on.is_empty()
                || item
                    .severity
                    .as_ref()
                    .is_some_and(|it| args.fail_on.iter().any(|word| word == it))
        }
        _ => false,
    };
    Ok(
        if !args.no_fail && report.owed.items.iter().any(is_counted) {
            Status::Findings
        } else {
            Status::Clean
        },
    )
}

/// Say all that I owe: as owner, commander, in any role, action items, reviews
///
/// A commander also sees each postmortem of theirs that is on its way, and the time that is left.
#[derive(Debug, clap::Args)]
pub(super) struct MineArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    shared: Shared,
    /// Somebody else than git's user.email
    #[arg(long = "as", value_name = "PERSON", default_value = "me")]
    person: String,
}

/// Runs `mine`.
pub(super) fn mine(args: &MineArgs, ctx: &Ctx) -> Result<Status, Refusal> {
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    // All that is owed is shown: a person's list is short, and what is not late yet is the point.
    let mut report = Report {
        is_personal: true,
        ..Report::default()
    };
    for root in workspace.roots()? {
        let policy = &root.config.policy;
        let me = workspace.person(policy, &args.person)?;
        let is_me = |it: &String| policy.roster.is_same(it, &me);
        report.add(ctx, &workspace, &root, &args.shared, None, &|item| {
            if item.state == overdue::State::Unreadable {
                return false;
            }
            let is_on_its_way = item.kind == Some(DeadlineKind::Reviewed)
                && item.commander.as_ref().is_some_and(is_me);
            item.owed_by.iter().any(is_me) || is_on_its_way
        })?;
    }
    report.print(ctx, &workspace, &args.shared, None)?;
    Ok(if report.summary().overdue > 0 {
        Status::Findings
    } else {
        Status::Clean
    })
}

/// What all roots owe.
#[derive(Default)]
struct Report {
    owed: Owed,
    as_of: Option<Moment>,
    is_personal: bool,
}

impl Report {
    fn add(
        &mut self,
        ctx: &Ctx,
        workspace: &Workspace,
        root: &crate::root::Root,
        shared: &Shared,
        replayed: Option<Moment>,
        takes: &dyn Fn(&Item) -> bool,
    ) -> Result<(), Refusal> {
        let zone = root.config.policy.zone;
        let now = match replayed {
            Some(at) => zone.show(at),
            None => ctx.now(zone)?,
        };
        self.as_of.get_or_insert(now);
        let progress = ctx.env.progress("read");
        let clock = Clock {
            now,
            soon: shared.soon,
        };
        let wish = Wish {
            state: &|state| self.is_shown(state, shared),
            progress: &|| progress.tick(),
        };
        let mut owed = overdue::collect(root, &workspace.snapshot, clock, &wish)?;
        owed.items.retain(takes);
        self.owed.items.extend(owed.items);
        self.owed.unresolved.extend(owed.unresolved);
        self.owed.sort();
        Ok(())
    }

    fn is_shown(&self, state: overdue::State, shared: &Shared) -> bool {
        match state {
            overdue::State::Overdue | overdue::State::Unreadable | overdue::State::Soon => true,
            overdue::State::Open => shared.all || self.is_personal,
            overdue::State::Met => shared.all && shared.format.is_for_programs(),
        }
    }

    fn summary(&self) -> Summary {
        Summary::of(&self.owed.items)
    }

    fn print(
        &self,
        ctx: &Ctx,
        workspace: &Workspace,
        shared: &Shared,
        by: Option<By>,
    ) -> Result<(), Refusal> {
        let is_shown = |item: &&Item| self.is_shown(item.state, shared);
        let all: Vec<&Item> = self.owed.items.iter().filter(is_shown).collect();
        // What cannot be read is never left out.
        let mut left = shared.limit.unwrap_or(all.len());
        let mut items = all.clone();
        items.retain(|item| {
            let is_kept = item.state == overdue::State::Unreadable || left > 0;
            if item.state != overdue::State::Unreadable {
                left = left.saturating_sub(1);
            }
            is_kept
        });
        let view = View {
            as_of: self.as_of.unwrap_or(Moment::first()),
            snapshot: workspace.snapshot.name(),
            hidden: all.len() - items.len(),
            items,
            unresolved: if self.is_personal {
                &[]
            } else {
                &self.owed.unresolved
            },
            summary: self.summary(),
            by,
            is_open: shared.all || self.is_personal,
            explains: shared.explain,
            mentions: shared.mention,
        };
        print(&shared.format.overdue(&view, &ctx.look(Detail::Folded)))
    }
}

/// The repository as it was at the end of a day, and that moment.
fn replay(ctx: &Ctx, date: &str) -> Result<(Workspace, Option<Moment>), Refusal> {
    let now = Workspace::open(ctx.at(), &State::Worktree)?;
    let repo = now
        .repo
        .as_ref()
        .ok_or_else(|| Refusal::repository("without git there is nothing to replay"))?;
    let zone = now
        .roots()?
        .first()
        .map_or(Zone::utc(), |root| root.config.policy.zone);
    let at = calendar::read_as_of(date, ctx.env.now, zone)
        .map_err(|it| Refusal::usage(format!("--replay: {it}")).hint(it.help()))?;
    let commit = repo.commit_before(at)?.ok_or_else(|| {
        Refusal::not_found(format!("nothing was committed before {}", at.to_short()))
    })?;
    let then = Workspace::open(ctx.at(), &State::Revision(commit.to_string()))?;
    Ok((then, Some(at)))
}

fn kind(word: &str) -> Result<DeadlineKind, String> {
    DeadlineKind::parse(word).ok_or_else(|| {
        let all: Vec<&str> = DeadlineKind::ALL.iter().map(|it| it.as_str()).collect();
        format!("one of {}", all.join(", "))
    })
}

fn kinds() -> Vec<clap_complete::CompletionCandidate> {
    DeadlineKind::ALL
        .iter()
        .map(|it| it.as_str().into())
        .collect()
}

/// A duration as terms are written; business days make no duration.
fn duration(word: &str) -> Result<TimeDelta, String> {
    match word.parse::<Term>() {
        Ok(Term::Hours(hours)) => Ok(TimeDelta::hours(hours.into())),
        Ok(Term::Days(days)) => Ok(TimeDelta::days(days.into())),
        Ok(Term::BusinessDays(_)) => Err("write hours (24h) or days (2d)".to_owned()),
        Err(fault) => Err(format!("{fault}; {}", fault.help())),
    }
}
