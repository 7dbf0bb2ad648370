//! `pmrepo overdue` and `pmrepo mine`: who is late with what.

use std::cell::OnceCell;

use chrono::TimeDelta;
use clap::builder::TypedValueParser;
use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use super::repos::Opened;
use super::repos::Repos;
use super::words::one_of;
use crate::calendar;
use crate::calendar::Present;
use crate::calendar::Zone;
use crate::commands::format::OwedFormat;
use crate::commands::which::Which;
use crate::model::DeadlineKind;
use crate::render::Detail;
use crate::report::asked::Asked;
use crate::report::asked::Word;
use crate::report::overdue::Answer;
use crate::report::overdue::Breadth;
use crate::report::overdue::By;
use crate::report::overdue::FailOn;
use crate::report::overdue::Filter;
use crate::report::overdue::Lines;
use crate::report::overdue::Question;
use crate::report::overdue::Whose;
use crate::root::Root;
use crate::source::RepoPath;
use crate::time::parse_span;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Show who is late with what, and what is due soon
///
/// One line for each postmortem, its worst deadline first. Exit status 1 when something is overdue
/// or cannot be read.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only of this postmortem: its id, or a part of it; each deadline has a line then
    #[arg(add = ArgValueCandidates::new(completions::ids), conflicts_with = "repos")]
    id: Option<String>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    repos: Repos,
    #[command(flatten)]
    shared: Shared,
    /// Only what this person must do (may be given again, like all that follow); `me` is who
    /// git says you are
    #[arg(long, value_name = "PERSON")]
    who: Vec<String>,
    /// Only postmortems that this person owns
    #[arg(long, value_name = "PERSON")]
    owner: Vec<String>,
    /// Only of this severity
    #[arg(long, add = completions::severities())]
    severity: Vec<String>,
    /// Only about this service
    #[arg(long)]
    service: Vec<String>,
    /// Only of this kind: reviewed, action-item, …
    #[arg(long, value_parser = kinds())]
    kind: Vec<DeadlineKind>,
    /// Group by who owes it, team, role, service, severity or kind
    #[arg(long, value_enum)]
    by: Option<By>,
    /// Look at the repository as it was at the end of that day, with that as the time
    #[arg(long, value_name = "DATE", conflicts_with_all = ["staged", "rev", "repos", "global.as_of"])]
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
    /// How close a deadline must be to count as soon: 24h, 2d, 1w
    #[arg(long, value_name = "DURATION", default_value = "2d", value_parser = duration)]
    soon: TimeDelta,
    /// One line per deadline, and those that have time left too
    #[arg(long)]
    all: bool,
    /// Say how each deadline was computed
    #[arg(long)]
    explain: bool,
    /// Use people's chat handles, so that they are notified
    #[arg(long)]
    mention: bool,
    /// Show at most this many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Runs `overdue`.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let (opened, present) = if let Some(date) = &args.replay {
        let (workspace, present) = replay(ctx, date)?;
        (vec![Opened::unnamed(workspace)], present)
    } else {
        let opened = args.repos.open(ctx, &args.which.state())?;
        (opened, ctx.present.clone())
    };
    let found = args.id.as_deref().zip(opened.first());
    let meant = found.map(|(id, it)| it.workspace.find(Some(id)));
    let meant = meant.transpose()?;
    let mut question = args.shared.question(Breadth::Pressing, args.by);
    if meant.is_some() {
        question.lines = Lines::Each;
    }
    let fail_on = OnceCell::new();
    let asked = (opened.as_slice(), args.repos.are_named());
    let answer = ask(ctx, asked, &present, question, &|asked, root| {
        if fail_on.get().is_none() {
            let severities = asked.words(Word::Severity, &args.fail_on)?;
            let _ = fail_on.set(severities);
        }
        if meant
            .as_ref()
            .is_some_and(|(it, _)| it.directory != root.directory)
        {
            return Ok(None);
        }
        let filter = Filter {
            postmortem: meant.as_ref().map(|(_, files)| files.directory.clone()),
            who: asked.people(root, &args.who)?,
            owners: asked.people(root, &args.owner)?,
            severities: asked.words(Word::Severity, &args.severity)?,
            services: asked.words(Word::Service, &args.service)?,
            kinds: args.kind.clone(),
        };
        Ok(Some(Whose::All(filter)))
    })?;
    let fail_on = match fail_on.into_inner().unwrap_or_default() {
        _ if args.no_fail => FailOn::Nothing,
        none if none.is_empty() => FailOn::Anything,
        severities => FailOn::Severities(severities),
    };
    show(ctx, &opened, &args.shared, &answer)?;
    Ok(ends(&answer, &fail_on))
}

/// Show everything I owe: as owner, in any role, action items, reviews
///
/// Also shows the meetings that I attend, and the reports in review that I had a part in or whose
/// services are mine: I should review them. A commander also sees each postmortem of theirs that is on its way, and the time that is left.
#[derive(Debug, clap::Args)]
pub(super) struct MineArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    shared: Shared,
    /// Show somebody else's
    #[arg(long = "as", value_name = "PERSON", default_value = "me")]
    person: String,
}

/// Runs `mine`.
pub(super) fn mine(args: &MineArgs, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    let opened = [Opened::unnamed(workspace)];
    // All that is owed is shown: a person's list is short, and what is not late yet is the point.
    let question = args.shared.question(Breadth::Open, None);
    let asked = (&opened[..], false);
    let answer = ask(ctx, asked, &ctx.present, question, &|asked, root| {
        Ok(Some(Whose::One(asked.person(root, &args.person)?)))
    })?;
    show(ctx, &opened, &args.shared, &answer)?;
    Ok(ends(&answer, &FailOn::Anything))
}

impl Shared {
    /// What is asked, at least so much of what is owed.
    fn question(&self, least: Breadth, by: Option<By>) -> Question {
        let breadth = match self.all {
            true if self.format.is_for_programs() => Breadth::All,
            true => Breadth::Open,
            false => least,
        };
        Question {
            breadth,
            soon: self.soon,
            by,
            explains: self.explain || self.format.is_for_programs(),
            mentions: self.mention,
            limit: self.limit,
            lines: Lines::AsWanted,
        }
    }
}

/// Of whom a root is asked; `None` where it is not asked at all.
type OfRoot<'a> = dyn Fn(&Asked<'_>, &Root) -> Result<Option<Whose>, Refusal> + 'a;

/// Asks every root of which something is wanted, of one repository or of several that have names.
fn ask(
    ctx: &Ctx,
    (opened, are_named): (&[Opened], bool),
    present: &Present,
    question: Question,
    whose: &OfRoot<'_>,
) -> Result<Answer, Refusal> {
    let mut walks = Vec::new();
    for Opened { name, workspace } in opened {
        walks.push((name, workspace, workspace.walk(present)?));
    }
    let (_, _, first) = walks.first().ok_or_else(Refusal::no_root)?;
    let mut answer = Answer::new(question, first.as_of);
    for (name, workspace, walk) in &walks {
        if are_named {
            answer.in_repo(name);
        }
        let asked = Asked::of(workspace, walk.roots.iter().map(|(root, _)| root));
        for (root, now) in &walk.roots {
            let progress = ctx.env.progress("read");
            let Some(whose) = whose(&asked, root)? else {
                continue;
            };
            answer.add(root, *now, &whose, &|| progress.tick())?;
        }
    }
    Ok(answer)
}

fn show(ctx: &Ctx, opened: &[Opened], shared: &Shared, answer: &Answer) -> Result<(), Refusal> {
    let snapshot = opened.first().map_or("", |it| it.workspace.snapshot.name());
    let view = answer.view(snapshot);
    let look = ctx.look(Detail::Folded);
    let here = match opened {
        [one] => one.workspace.here.clone(),
        _ => RepoPath::root(),
    };
    let look = look.seen(&here, answer.zones());
    print(&shared.format.overdue(&view, &look))
}

fn ends(answer: &Answer, fail_on: &FailOn) -> Ending {
    if answer.fails(fail_on) {
        Ending::Findings
    } else {
        Ending::Clean
    }
}

/// The repository as it was at the end of a day, and that moment.
fn replay(ctx: &Ctx, date: &str) -> Result<(Workspace, Present), Refusal> {
    let now = Workspace::open(ctx.at(), &State::Worktree)?;
    let repo = now
        .repo
        .as_ref()
        .ok_or_else(|| Refusal::repository("without git there is nothing to replay"))?;
    let zone = now
        .roots()?
        .first()
        .map_or(Zone::utc(), |root| root.config.policy.zone);
    let at = calendar::read_as_of(date, ctx.env.now, zone).map_err(|it| it.refuse("--replay"))?;
    let commit = repo.commit_before(at)?.ok_or_else(|| {
        Refusal::not_found(format!("nothing was committed before {}", zone.words(at)))
    })?;
    let then = Workspace::open(ctx.at(), &State::Revision(commit.to_string()))?;
    Ok((then, Present::new(at, None)))
}

/// Reads a kind of deadline.
fn kinds() -> impl TypedValueParser<Value = DeadlineKind> {
    let words = DeadlineKind::ALL.iter().map(|it| it.as_str());
    one_of(words).try_map(|it| DeadlineKind::parse(&it).ok_or("there is no such kind"))
}

/// How long something lasts.
fn duration(word: &str) -> Result<TimeDelta, String> {
    match parse_span(word) {
        Ok(span) => Ok(span.length()),
        Err(fault) => Err(format!("it {fault}; {}", fault.help())),
    }
}
