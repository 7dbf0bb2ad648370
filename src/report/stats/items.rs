//! What becomes of action items.

use super::Case;
use super::Figure;
use super::Name;
use super::Tally;
use super::Why;
use crate::model::ActionState;
use crate::report::tables::ActionItem;

pub(super) fn figures(cases: &[&Case<'_>]) -> Vec<Figure> {
    let (mut in_time, mut age) = (Tally::default(), Tally::default());
    let mut owner = Tally::default();
    let mut due = Tally::default();
    let mut ticket = Tally::default();
    let mut complete = Tally::default();
    for case in cases {
        for item in &case.items {
            in_time.count(done_in_time(case, item));
            if item.state().is_none_or(ActionState::owes) {
                age.take(open_for(case));
            }
            let is_agreed = is_agreed(item);
            let (has_owner, has_due, has_ticket) = (
                item.owner.is_some(),
                item.due.is_some(),
                item.ticket.is_some(),
            );
            owner.count(is_agreed.map(|()| has_owner));
            due.count(is_agreed.map(|()| has_due));
            ticket.count(is_agreed.map(|()| has_ticket));
            complete.count(is_agreed.map(|()| has_owner && has_due && has_ticket));
        }
        for _ in 0..case.postmortem.unread_items {
            for it in [
                &mut in_time,
                &mut owner,
                &mut due,
                &mut ticket,
                &mut complete,
            ] {
                it.count(Err(Why::Unreadable));
            }
            age.take(Err(Why::Unreadable));
        }
    }
    vec![
        in_time.share(Name::ItemsInTime),
        age.spread(Name::OpenItemAge),
        owner.share(Name::ItemsWithOwner),
        due.share(Name::ItemsWithDue),
        ticket.share(Name::ItemsWithTicket),
        complete.share(Name::ItemsComplete),
    ]
}

/// Whether somebody agreed to an item, and did not give it up. Of an unknown state it is not said that
/// nobody did.
fn is_agreed(item: &ActionItem) -> Result<(), Why> {
    match item.state() {
        Some(ActionState::Proposed | ActionState::WontDo) => Err(Why::NotAgreed),
        Some(ActionState::Open | ActionState::InProgress | ActionState::Done) | None => Ok(()),
    }
}

fn done_in_time(case: &Case<'_>, item: &ActionItem) -> Result<bool, Why> {
    if let Some(why) = case.apart() {
        return Err(why);
    }
    is_agreed(item)?;
    let due = item.policy_due;
    let due = due.ok_or_else(|| case.without_deadline())?;
    if item.state() == Some(ActionState::Done) {
        let at = item.done_at.ok_or(Why::NoTime)?;
        return Ok(at.unix() <= due.unix());
    }
    if due < case.as_of {
        Ok(false)
    } else {
        Err(Why::NotDueYet)
    }
}

/// For how many seconds an item may have been open: since the incident was over.
fn open_for(case: &Case<'_>) -> Result<i64, Why> {
    let since = case.postmortem.resolved_at;
    let since = since.ok_or_else(|| case.unless_unsaid(Why::NotResolved))?;
    let length = case.as_of.unix() - since.unix();
    if length < 0 {
        return Err(case.unless_unsaid(Why::OutOfOrder));
    }
    Ok(length)
}
