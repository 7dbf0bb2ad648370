//! What was promised, and whether it was kept: reviews, messages to customers, steps of checklists.
//!
//! By when something was due is what the configuration said that held when the postmortem was reviewed.

use super::Case;
use super::Figure;
use super::Name;
use super::Tally;
use super::Why;
use crate::deadline::State;
use crate::model::DeadlineKind;
use crate::report::tables::Deadline;

pub(super) fn figures(cases: &[&Case<'_>]) -> Vec<Figure> {
    let (mut reviewed, mut late) = (Tally::default(), Tally::default());
    let (mut external, mut steps) = (Tally::default(), Tally::default());
    for case in cases {
        let lateness = review(case);
        reviewed.count(lateness.map(|by| by <= 0));
        match lateness {
            Ok(by) if by <= 0 => {}
            other => late.take(other),
        }
        external.count(message(case));
        for it in of_kind(case, DeadlineKind::ChecklistStep) {
            match it.state {
                Some(State::Met) => steps.count(Ok(true)),
                Some(State::Overdue) => steps.count(Ok(false)),
                Some(State::Soon | State::Open) => steps.count(Err(Why::NotDueYet)),
                None => {}
            }
        }
    }
    vec![
        reviewed.share(Name::ReviewedInTime),
        late.spread(Name::ReviewLateBy),
        external.share(Name::ExternalInTime),
        steps.share(Name::StepsDone),
    ]
}

fn of_kind<'a>(case: &Case<'a>, kind: DeadlineKind) -> impl Iterator<Item = &'a Deadline> {
    let deadlines: Vec<&Deadline> = case.deadlines.clone();
    deadlines
        .into_iter()
        .filter(move |it| it.kind == Some(kind))
}

/// By how many seconds a review was late, or is; not above zero where it was in time.
fn review(case: &Case<'_>) -> Result<i64, Why> {
    if let Some(why) = case.apart() {
        return Err(why);
    }
    let due = of_kind(case, DeadlineKind::Reviewed).find_map(|it| it.due_then);
    let due = due.ok_or_else(|| case.without_deadline())?;
    if case.postmortem.is_reviewed() {
        let at = case.postmortem.reviewed_at.ok_or(Why::NoTime)?;
        return Ok(at.unix() - due.unix());
    }
    if due < case.as_of {
        Ok(case.as_of.unix() - due.unix())
    } else {
        Err(Why::NotDueYet)
    }
}

/// Whether customers were told in time.
fn message(case: &Case<'_>) -> Result<bool, Why> {
    if let Some(why) = case.apart() {
        return Err(why);
    }
    let mut owed = of_kind(case, DeadlineKind::ExternalMessage);
    let found = owed.find_map(|it| Some((it, it.due_then?)));
    let (owed, due) = found.ok_or_else(|| case.without_deadline())?;
    match (owed.state, owed.met_at) {
        (Some(State::Met), None) => Err(Why::NoTime),
        (Some(State::Met), Some(at)) => Ok(at.unix() <= due.unix()),
        _ if due < case.as_of => Ok(false),
        _ => Err(Why::NotDueYet),
    }
}
