//! The moment of the run, as plain data.

use chrono::NaiveDate;
use chrono::TimeDelta;

use crate::time::Moment;

/// Clocks of machines and of people differ by so much.
const GRACE: TimeDelta = TimeDelta::minutes(5);

/// What rules may know of the moment of the run, in the zone of a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The local date of the run: waivers expire by it.
    pub today: NaiveDate,
    /// The last moment that has passed: the run's, or the commit's that is judged where that one is
    /// later, so that looking back calls nothing that was written since a thing of the future.
    pub latest: Moment,
    /// The local date of that.
    pub latest_day: NaiveDate,
}

impl Clock {
    /// From when on a moment counts as one that has passed.
    pub fn passes_at(moment: Moment) -> Moment {
        moment.plus(-GRACE)
    }

    /// How long after the last moment that has passed another one is; `None` where it has passed too,
    /// give or take what clocks differ by.
    pub fn ahead(&self, moment: Moment) -> Option<TimeDelta> {
        let ahead = moment.since(self.latest);
        (ahead > GRACE).then_some(ahead)
    }

    /// Whether one moment comes after another by more than clocks differ.
    pub fn is_later(one: Moment, other: Moment) -> bool {
        one.since(other) > GRACE
    }

    /// The same of a day.
    pub fn days_ahead(&self, day: NaiveDate) -> Option<TimeDelta> {
        let ahead = day.signed_duration_since(self.latest_day);
        (ahead > TimeDelta::zero()).then_some(ahead)
    }
}
