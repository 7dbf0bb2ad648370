//! The deadlines: which of them are longer than they were.

use chrono::TimeDelta;

use super::Bar;
use crate::calendar::Calendar;
use crate::calendar::Zone;
use crate::config::Policy;
use crate::config::Scale;
use crate::model::DeadlineKind;
use crate::time::Moment;
use crate::time::Term;

/// A Monday at midnight: a week from it on has every day on which a term can begin.
const MONDAY: &str = "2024-01-01T00:00Z";
const WEEK: i64 = 7;

impl Bar {
    /// Longer deadlines, and ones that are gone.
    pub(super) fn terms(&mut self, before: &Policy, scale: &Scale) {
        let after = self.config.policy.clone();
        let weeks = Weeks::new(before, &after);
        for kind in DeadlineKind::ALL {
            for (old, now) in scale.pairs() {
                let Some(now) = now else {
                    continue;
                };
                let (was, is) = (before.term(kind, old), after.term(kind, now));
                let is_longer = match kind {
                    // It is counted backwards, from the meeting.
                    DeadlineKind::InReview => weeks.is_longer(is, was) || is.is_none(),
                    _ => weeks.is_longer(was, is),
                };
                if was.is_none() || was == is && before.weekend == after.weekend || !is_longer {
                    continue;
                }
                let deadlines = &mut self.config.policy.deadlines;
                deadlines.entry(kind).or_default().insert(now.clone(), was);
                let message = format!(
                    "`{kind}` of {now} has {}, not {}",
                    words(is, "no deadline"),
                    words(was, "none")
                );
                self.lower(format!("/deadlines/{kind}"), message);
            }
        }
        for (key, was, is) in [
            (
                "/deadlines/process-review-notes",
                before.review_notes,
                after.review_notes,
            ),
            (
                "/process_review/every",
                before.review_every,
                after.review_every,
            ),
        ] {
            if was.is_some() && weeks.is_longer(was, is) {
                let what = key.rsplit('/').next().unwrap_or(key);
                let message = format!(
                    "`{what}` is {}, not {}",
                    words(is, "none"),
                    words(was, "none")
                );
                self.lower(key, message);
            }
        }
    }
}

/// A term in words.
fn words(term: Option<Term>, none: &str) -> String {
    term.map_or(none.to_owned(), Term::in_words)
}

/// The weeks of two configurations without their holidays.
struct Weeks {
    before: Calendar,
    after: Calendar,
}

impl Weeks {
    fn new(before: &Policy, after: &Policy) -> Self {
        let week = |it: &Policy| Calendar::new(&it.weekend, [], Zone::utc()).unwrap_or_default();
        Self {
            before: week(before),
            after: week(after),
        }
    }

    /// Whether a term can end later than the one before, whenever both begin, or never ends.
    fn is_longer(&self, was: Option<Term>, is: Option<Term>) -> bool {
        let (Some(was), Some(is)) = (was, is) else {
            return was.is_some();
        };
        let Ok(monday) = crate::time::parse_timestamp(MONDAY) else {
            return true;
        };
        let begins = |day: i64| -> [Moment; 2] {
            let midnight = monday.plus(TimeDelta::days(day));
            [midnight, midnight.plus(TimeDelta::minutes(24 * 60 - 1))]
        };
        let mut all = (0..WEEK).flat_map(begins);
        all.any(|it| self.after.add(is, it) > self.before.add(was, it))
    }
}
