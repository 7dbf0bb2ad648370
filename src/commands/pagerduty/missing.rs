//! `pmrepo pagerduty missing`.

use chrono::NaiveTime;
use chrono::TimeDelta;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::State;
use super::Workspace;
use super::print;
use super::say;
use crate::calendar;
use crate::calendar::Toward;
use crate::commands::format::Format;
use crate::net::pagerduty::PagerDuty;
use crate::render::Detail;
use crate::report::pagerduty::missing;
use crate::root::Root;

/// How far back incidents are looked at, in days.
const DAYS: i64 = 90;

/// Options of `pagerduty missing`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// From when on incidents are looked at; 90 days ago by default
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let walk = workspace.walk(&ctx.present)?;
    let until = walk.as_of;
    let roots: Vec<Root> = walk.roots.into_iter().map(|(root, _)| root).collect();
    let first = roots.first().ok_or_else(Refusal::no_root)?;
    let zone = first.config.policy.zone;
    let since = match &args.since {
        Some(text) => {
            // A day from its beginning on.
            if let Ok(day) = calendar::read_date(text, Toward::Past, until, zone) {
                zone.at(day.and_time(NaiveTime::MIN))
            } else {
                let read = calendar::read_past(text, until, zone);
                read.map_err(|it| it.refuse("--since"))?.at
            }
        }
        None => until.plus(TimeDelta::days(-DAYS)),
    };
    let client = PagerDuty::open(workspace.repo.as_deref())?;
    missing::must_be_mapped(&roots, &client.priorities()?)?;
    let incidents = client.incidents(since, until)?;
    let (open, is_whole) = client.open_incidents()?;
    if !is_whole {
        say(
            "PagerDuty has more open incidents than it lists: of the latest it is not known whether they are of a postmortem",
        );
    }
    let view = missing::missing(&roots, (&incidents, &open), (since, until))?;
    let look = ctx.look(Detail::Folded).seen(&workspace.here, [zone]);
    print(&args.format.missing(workspace.snapshot.name(), &view, &look))?;
    Ok(if view.is_clean() {
        Ending::Clean
    } else {
        Ending::Findings
    })
}
