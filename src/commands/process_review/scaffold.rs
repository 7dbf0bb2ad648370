//! `pmrepo process-review new`: notes that begin with what there is to talk about.

use chrono::NaiveTime;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Workspace;
use super::pick;
use super::print;
use crate::calendar;
use crate::check;
use crate::commands::context::say;
use crate::commands::new::scaffold;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::model::ReviewStatus;
use crate::postmortem::ANYONE;
use crate::render::sanitize;
use crate::report::process_reviews;
use crate::report::process_reviews::Agenda;
use crate::report::process_reviews::Incident;
use crate::report::process_reviews::Item;
use crate::report::process_reviews::Review;
use crate::root::Root;
use crate::source::RepoPath;
use crate::template;
use crate::template::Name;
use crate::template::input::ActionInput;
use crate::template::input::IncidentInput;
use crate::template::input::ProcessReviewInput;
use crate::time;
use crate::time::Moment;
use crate::tree::Edits;
use crate::tree::Fresh;
use crate::workspace::State;

/// The hour of a review of which the day alone is given.
const HOUR: u32 = 10;

/// Options of `process-review new`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// When it is: 2026-11-30 (at 10:00), "tomorrow 14:00"; now by default
    #[arg(long, aliases = ["at", "scheduled-for", "scheduled_for"], value_name = "WHEN")]
    on: Option<String>,
    /// Who leads it, and owes its notes; `me` is git's user.email
    #[arg(long, value_name = "PERSON")]
    chair: Option<String>,
    /// Who is asked to come (may be given again); whoever is interested by default
    #[arg(long, value_name = "PERSON|anyone")]
    invite: Vec<String>,
}

/// Runs it: the notes are written whole or not at all, and never over others.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let root = workspace.root_to_write()?;
    let policy = &root.config.policy;
    let now = ctx.now(policy.zone)?;
    let at = match &args.on {
        Some(text) => when(text, now, &root)?,
        None => policy.zone.show(now),
    };
    let person = |it: &str| -> Result<String, Refusal> {
        let person = workspace.person(policy, it)?;
        Ok(policy.roster.handle(&person).to_owned())
    };
    let chair = args.chair.as_deref().map(person).transpose()?;
    let all = pick::all(&workspace, &root)?;
    let agenda = process_reviews::agenda(&root, &workspace.snapshot, None, &all, now)?;
    let date = policy.zone.date_of(at);
    let home = root
        .directory
        .join(root.config.paths.process_reviews.as_str())
        .and_then(|it| it.join(&date.format("%Y").to_string()))
        .ok_or_else(|| {
            Refusal::configuration("the process reviews' directory has no name that can be written")
        })?;
    let input = ProcessReviewInput {
        scheduled_for: at.to_short(),
        chair,
        invited: invited(args, &person)?,
        incidents: agenda
            .incidents
            .iter()
            .map(|it| incident(it, &home))
            .collect(),
        open_tweaks: agenda.tweaks.iter().map(item).collect(),
    };
    let own = scaffold::own_template(&root, &workspace.snapshot, Name::ProcessReview)?;
    let text =
        template::process_review(&input, own.as_deref()).map_err(|it| scaffold::failed(&it))?;
    let name = date.to_string();
    let edits = Edits::fresh(Fresh::File {
        parent: home,
        name,
        ending: ".md",
        text,
    });
    judge(&root, &edits)?;
    let path = workspace.apply(&edits)?.fresh.unwrap_or_default();
    print(&format!("{}\n", sanitize(path.as_str())))?;
    warn(ctx, &all, &agenda);
    Ok(Ending::Clean)
}

/// Refuses what `check` would find errors in.
fn judge(root: &Root, edits: &Edits) -> Result<(), Refusal> {
    let there = root.snapshot().over(edits.texts());
    let reader = there.reader();
    let notes = there.laid_over().filter_map(|(_, entry)| entry);
    let found = notes.flat_map(|entry| {
        let notes = Document::read(&reader, &entry, Sort::WithFrontMatter);
        check::judge_review(root, &notes).into_findings()
    });
    let found: Vec<Finding> = found.collect();
    match found.iter().find(|it| it.level == Level::Error) {
        None => Ok(()),
        Some(fault) => Err(refused(fault)),
    }
}

/// Says that nothing was written, and why.
pub(super) fn refused(fault: &Finding) -> Refusal {
    let error = Refusal::not_ready(format!("nothing was written: {}", fault.message));
    match &fault.help {
        Some(help) => error.hint(help.clone()),
        None => error,
    }
}

/// The time of the review; a day alone means its morning.
fn when(text: &str, now: Moment, root: &Root) -> Result<Moment, Refusal> {
    let zone = root.config.policy.zone;
    if let (Ok(date), Some(hour)) = (
        time::parse_date(text.trim()),
        NaiveTime::from_hms_opt(HOUR, 0, 0),
    ) {
        return Ok(zone.at(date.and_time(hour)));
    }
    calendar::read_short(text, now, zone)
        .map_err(|it| Refusal::usage(format!("--on: {it}")).hint(it.help()))
}

/// Who is invited by name; nobody stands for whoever is interested.
fn invited(
    args: &Args,
    person: &dyn Fn(&str) -> Result<String, Refusal>,
) -> Result<Vec<String>, Refusal> {
    let is_anyone = |it: &String| it.trim().eq_ignore_ascii_case(ANYONE);
    if args.invite.iter().any(is_anyone) {
        if !args.invite.iter().all(is_anyone) {
            return Err(
                Refusal::usage("`anyone` and somebody by name cannot both be invited")
                    .hint("name everybody, or nobody: whoever is interested may join then"),
            );
        }
        return Ok(Vec::new());
    }
    let mut people: Vec<String> = Vec::new();
    for word in &args.invite {
        let invited = person(word)?;
        if !people.contains(&invited) {
            people.push(invited);
        }
    }
    Ok(people)
}

/// An incident for the notes. Of one that is confidential nothing but id and date leaves its place.
fn incident(it: &Incident, home: &RepoPath) -> IncidentInput {
    let known = IncidentInput {
        id: it.id.clone(),
        date: it.date_in_words(),
        link: process_reviews::way(home, &it.path),
        is_confidential: it.is_confidential,
        ..IncidentInput::default()
    };
    if it.is_confidential {
        return known;
    }
    IncidentInput {
        title: it.title.clone().unwrap_or_else(|| it.id.clone()),
        severity: it.severity.clone().unwrap_or_default(),
        status: it.status.clone(),
        commander: it.commander.clone(),
        went_badly: it.went_badly.clone(),
        action_items: it.action_items.iter().map(item).collect(),
        ..known
    }
}

fn item(it: &Item) -> ActionInput {
    ActionInput {
        id: it.name.clone(),
        title: it.title.clone(),
        owner: it.owner.clone(),
        due: it.due.clone(),
    }
}

/// Says what the notes may lack, and what another review talks about too.
fn warn(ctx: &Ctx, all: &[Review], agenda: &Agenda) {
    for it in &agenda.unreadable {
        say(format!(
            "{} cannot be read, and may belong into the notes: {}",
            it.path, it.message
        ));
    }
    let is_shared = |it: &&Review| {
        let names = |id: &String| agenda.incidents.iter().any(|incident| incident.id == *id);
        it.is(ReviewStatus::Scheduled) && it.incidents.iter().any(names)
    };
    if let Some(other) = all.iter().find(is_shared) {
        ctx.hint(format!(
            "{} is scheduled too, and names some of the same incidents",
            other.id
        ));
    }
}
