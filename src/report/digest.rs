//! What a team is told in the morning: what is due today, and what became late since yesterday; on
//! Mondays all that is late. It is reckoned from the repository and the clock, and remembers nothing.

use chrono::Datelike as _;
use chrono::TimeDelta;
use chrono::Weekday;

use super::Public;
use super::overdue::Item;
use super::overdue::View;
use crate::deadline::State;
use crate::time::Moment;

/// How far apart two of them are.
const DAY: TimeDelta = TimeDelta::days(1);

/// What a team is told in the morning.
#[derive(Clone, Debug)]
pub struct Digest<'a> {
    /// What is late, the most late first, and what is due today behind it.
    pub view: View<'a>,
    /// Whether that is all that is late, and not only what is new since yesterday.
    pub is_whole: bool,
}

impl<'a> Digest<'a> {
    /// What of all that is owed is told at its clock.
    pub fn of(view: &View<'a>) -> Public<Self> {
        let now = view.as_of;
        let is_whole = now.date().weekday() == Weekday::Mon;
        let mut told = view.clone();
        told.unresolved.clear();
        told.items.retain(|it| match it {
            Item::Unreadable(_) => is_whole,
            Item::Owed(it) => match it.state {
                State::Overdue => is_whole || it.due > now.plus(-DAY),
                State::Soon | State::Open => !it.has_passed && is_that_day(it.due, now),
                State::Met => false,
            },
        });
        Public::new(Self {
            view: (*told.public()).clone(),
            is_whole,
        })
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.view.items.is_empty() && self.view.kept.is_empty()
    }
}

/// Whether a moment is on the day of the clock, by the zone in which it was reckoned.
fn is_that_day(due: Moment, now: Moment) -> bool {
    now.at_offset(due.offset()).date() == due.date()
}
