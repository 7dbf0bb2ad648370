//! Planning a process review, joining it, and what became of it.

use chrono::NaiveTime;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Workspace;
use super::Writing;
use super::print;
use crate::calendar;
use crate::calendar::Toward;
use crate::change::reviews;
use crate::change::reviews::Plan;
use crate::commands::carry_out;
use crate::commands::carry_out_found;
use crate::render::Detail;
use crate::render::human;
use crate::report::process_reviews;
use crate::report::process_reviews::Review;
use crate::report::process_reviews::Wanted;
use crate::root::Root;
use crate::time::Moment;
use crate::workspace::State;

/// The hour of a review of which the day alone is given.
const HOUR: u32 = 10;

/// Options of `process-review new`.
#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    /// When it is: 2026-11-30 (at 10:00), "tomorrow 14:00"; now by default
    #[arg(long, aliases = ["at", "scheduled-for", "scheduled_for"], value_name = "WHEN")]
    on: Option<String>,
    /// Who leads it, and owes its notes; `me` is who git says you are
    #[arg(long, value_name = "PERSON")]
    chair: Option<String>,
    /// Who is asked to come (may be given again); whoever is interested by default
    #[arg(long, value_name = "PERSON|anyone")]
    invite: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Plans one.
pub(super) fn new(args: &NewArgs, ctx: &Ctx) -> Result<Ending, Refusal> {
    let find = |it: &Workspace| Ok((it.root_to_write()?, ()));
    carry_out_found(ctx, &args.writing, &find, &|root, (), by| {
        let at = args.on.as_deref().map(|it| when(it, by.now, root));
        let plan = Plan {
            at: at.transpose()?,
            chair: args.chair.as_deref(),
            invited: &args.invite,
        };
        reviews::plan(root, &plan, by)
    })
}

/// The time of the review; a day alone means its morning.
fn when(text: &str, now: Moment, root: &Root) -> Result<Moment, Refusal> {
    let zone = root.config.policy.zone;
    if let (Ok(date), Some(hour)) = (
        calendar::read_date(text, Toward::Future, now, zone),
        NaiveTime::from_hms_opt(HOUR, 0, 0),
    ) {
        return Ok(zone.at(date.and_time(hour)));
    }
    calendar::read_future(text, now, zone)
        .map(|it| it.at)
        .map_err(|it| it.refuse("--on"))
}

/// Adds a person to the attendees.
pub(super) fn join(
    ctx: &Ctx,
    (id, person): (Option<&str>, &str),
    writing: &Writing,
) -> Result<Ending, Refusal> {
    carry_out_found(
        ctx,
        writing,
        &found(ctx, id, Wanted::Next),
        &|root, it, by| reviews::join(root, it, person, by),
    )
}

/// The review that is meant.
fn found<'a>(
    ctx: &'a Ctx,
    id: Option<&'a str>,
    wanted: Wanted,
) -> impl Fn(&Workspace) -> Result<(Root, Review), Refusal> + 'a {
    move |it| process_reviews::find_to_write(it, id, wanted, &ctx.present)
}

/// Records that a review was held. Where its notes are not ready for that it shows what is missing,
/// and nothing is written.
pub(super) fn held(
    ctx: &Ctx,
    (id, at): (Option<&str>, Option<&str>),
    writing: &Writing,
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, review) = found(ctx, id, Wanted::Begun)(&workspace)?;
    let by = ctx.by(&workspace, &root)?;
    let at = at.map(|it| calendar::read_past(it, by.now, root.config.policy.zone));
    let at = at
        .transpose()
        .map_err(|it| it.refuse("--at"))?
        .map(|it| it.at);
    let draft = reviews::held(&root, &review, at, &by)?;
    if !draft.introduces.is_empty() {
        let what = format!("{} cannot be recorded as held yet", review.id);
        let look = ctx.look(Detail::Folded);
        let text = human::not_ready(&what, &draft.introduces, &look);
        print(&text)?;
        return Ok(Ending::Findings);
    }
    carry_out(ctx, &workspace, &draft, writing)?;
    Ok(Ending::Clean)
}

/// Records that a review is not held, and why.
pub(super) fn cancel(
    ctx: &Ctx,
    (id, because): (Option<&str>, &str),
    writing: &Writing,
) -> Result<Ending, Refusal> {
    carry_out_found(
        ctx,
        writing,
        &found(ctx, id, Wanted::Only),
        &|root, it, by| reviews::cancel(root, it, because, by),
    )
}
