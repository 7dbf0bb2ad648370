//! `pmrepo action ticket` and `action sync`.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use crate::change::fields::Manner;
use crate::change::fields::Setting;
use crate::change::items;
use crate::change::items::Tickets;
use crate::change::messages;
use crate::commands::agree::Agreeing;
use crate::commands::carry_out;
use crate::commands::carry_out_aside;
use crate::commands::print;
use crate::commands::say;
use crate::commands::strangers::drafted;
use crate::commands::writing::Committing;
use crate::model::FieldName;
use crate::net::trackers::Trackers;
use crate::render::human;
use crate::report::actions;
use crate::report::tickets;
use crate::tracker::knows_progress;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Makes a ticket for an item, and links both ways.
pub(super) fn make(
    word: &str,
    (agreeing, committing): (&Agreeing, &Committing),
    ctx: &Ctx,
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, item) = items::find_item(&workspace, word)?;
    root.must_be_sound()?;
    let place = tickets::place(&root.config)?;
    let by = ctx.by(&workspace, &root)?;
    let (_, files) = workspace.find(Some(&item.postmortem))?;
    let link = messages::address(&root, &files, &by);
    let ticket = tickets::new(&item, link.as_deref())?;
    let tracker = Trackers::open(place, workspace.repo.as_deref())?;
    let found = tracker.find(&ticket)?;
    if agreeing.is_dry() {
        match &found {
            Some(found) => print(&human::lines(&format!(
                "the ticket is there already: {found}"
            )))?,
            None => print(&human::lines(&tracker.shown(&ticket)))?,
        }
        say("nothing was sent, and nothing was written");
        return Ok(Ending::Clean);
    }
    let made = if let Some(found) = found {
        found
    } else {
        let (preset, project) = place;
        let title = preset.title();
        let question = format!("Make the ticket `{}` in {title} {project}", ticket.title);
        if !agreeing.agrees(ctx, question.trim_end())? {
            return Ok(Ending::Clean);
        }
        tracker.create(&ticket)?
    };
    print(&human::lines(&made))?;
    let writing = Writing::committed(committing);
    let setting = Setting {
        field: FieldName::Ticket.as_str(),
        manner: Manner::Is,
        value: &made,
    };
    let draft = drafted(ctx, &workspace, &root, &|by| {
        items::set(&root, &item, &[setting], by)
    })?;
    carry_out(ctx, &workspace, &draft, &writing)?;
    Ok(Ending::Clean)
}

/// Reads the states of tickets back.
pub(super) fn sync(writing: &Writing, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let root = workspace.root_to_write()?;
    let place = tickets::place(&root.config)?;
    let all = actions::of_postmortems(&root, root.snapshot())?;
    let tracker = Trackers::open(place, workspace.repo.as_deref())?;
    let mut states = Vec::new();
    let mut others = 0;
    for ticket in tickets::asked(&all) {
        match tracker.state(ticket)? {
            Some(state) => states.push((ticket.to_owned(), state)),
            None => others += 1,
        }
    }
    let read = Tickets::of_states(states, knows_progress(place.0))?;
    let draft = items::import(&root, &read, &ctx.by(&workspace, &root)?)?;
    carry_out_aside(ctx, &workspace, &draft, writing)?;
    if others > 0 {
        let (preset, project) = place;
        say(format_args!(
            "{others} of the tickets are not in {} {project}: they stay as they are.",
            preset.title()
        ));
    }
    Ok(Ending::Clean)
}
