//! In which order the dates of a run have day and month, where they say so themselves.

use crate::adopt::DayOrder;
use crate::adopt::Reading;
use crate::adopt::TwoWays;
use crate::git::Repo;
use crate::source::RepoPath;
use crate::time;

/// The order that the documents of a run have: where one of their dates can be read in one way only,
/// and none says otherwise.
pub(super) fn of_run<'a>(readings: impl Iterator<Item = &'a Reading>) -> Option<DayOrder> {
    one(readings.filter_map(|it| it.day_order))
}

/// The order that the history of documents gives: where one way to read a date lies after the commit
/// that brought the document, and none says otherwise.
pub(super) fn of_history<'a>(
    repo: &Repo,
    readings: impl Iterator<Item = (&'a RepoPath, &'a Reading)>,
) -> Option<DayOrder> {
    let head = repo.head()?;
    let mut found = Vec::new();
    for (path, reading) in readings {
        let dates: Vec<TwoWays> = open_dates(reading).collect();
        if dates.is_empty() {
            continue;
        }
        let history = repo.history(head, None, path).ok()?;
        let Some(first) = history.versions.first().filter(|_| !history.is_cut_off) else {
            continue;
        };
        // Somebody east of whoever made the commit may have had the next day already.
        let last = time::add_days(first.at.date(), 1)?;
        for TwoWays {
            day_first,
            month_first,
        } in dates
        {
            match (day_first <= last, month_first <= last) {
                (true, false) => found.push(DayOrder::DayFirst),
                (false, true) => found.push(DayOrder::MonthFirst),
                _ => {}
            }
        }
    }
    one(found.into_iter())
}

/// The dates of a document that can be read in two ways.
pub(super) fn open_dates(reading: &Reading) -> impl Iterator<Item = TwoWays> {
    reading.not_understood.iter().filter_map(|it| it.two_ways)
}

/// What all say; `None` where nobody says anything, or they differ.
fn one(mut all: impl Iterator<Item = DayOrder>) -> Option<DayOrder> {
    let first = all.next()?;
    all.all(|it| it == first).then_some(first)
}
