//! `pmrepo calendar`: meetings and deadlines for a calendar program.

use clap::builder::TypedValueParser;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::print;
use super::say;
use super::words::one_of;
use crate::commands::which::Which;
use crate::render;
use crate::report::asked::Asked;
use crate::report::calendar;
use crate::report::calendar::Events;
use crate::report::calendar::Filter;
use crate::report::calendar::What;
use crate::report::calendar::Word;
use crate::report::overdue::Clock;
use crate::workspace::Workspace;

/// Write review meetings, deadlines and process reviews as a calendar (.ics)
///
/// Past and future, for any program that reads iCalendar. An event keeps its UID, so a newer calendar
/// updates it. Confidential postmortems are left out. Exit status 1 if something cannot be read and may
/// be missing.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    /// Only what this person owes or comes to (may be given again, like all that follow); `me` is
    /// who git says you are
    #[arg(long, value_name = "PERSON")]
    who: Vec<String>,
    /// Only postmortems that this person owns
    #[arg(long, value_name = "PERSON")]
    owner: Vec<String>,
    /// Only of this kind: meeting, process-review, reviewed, action-item, …
    #[arg(long, value_parser = kinds())]
    kind: Vec<Word>,
    /// Deadlines that are met too
    #[arg(long)]
    all: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    let mut found = Events::default();
    let walk = workspace.walk(&ctx.present)?;
    let asked = Asked::of(&workspace, walk.roots.iter().map(|(root, _)| root));
    for (root, now) in &walk.roots {
        let policy = &root.config.policy;
        let filter = Filter {
            who: asked.people(root, &args.who)?,
            owners: asked.people(root, &args.owner)?,
            kinds: args.kind.clone(),
            met: args.all,
        };
        let progress = ctx.env.progress("read");
        let clock = Clock {
            now: *now,
            soon: chrono::TimeDelta::zero(),
        };
        let events = calendar::collect(root, clock, &|| progress.tick())?;
        let wanted = events.events.into_iter();
        found
            .events
            .extend(wanted.filter(|it| filter.takes(it, policy)));
        found.unreadable.extend(events.unreadable);
    }
    found.sort();
    let found = found.public();
    print(&render::ical::calendar(&found, walk.as_of))?;
    for item in &found.unreadable {
        say(item.public_line().as_str());
    }
    Ok(if found.unreadable.is_empty() {
        Ending::Clean
    } else {
        Ending::Findings
    })
}

/// Reads a kind of event.
fn kinds() -> impl TypedValueParser<Value = Word> {
    one_of(What::words()).try_map(|it| it.parse::<Word>())
}
