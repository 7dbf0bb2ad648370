//! The deadlines: which of them are longer than they were.

use chrono::NaiveDate;
use chrono::TimeDelta;
use chrono::Weekday;

use super::Bar;
use super::eras;
use crate::calendar::Calendar;
use crate::calendar::WEEKDAYS;
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
    pub(super) fn terms(&mut self, (before, scale): (&Policy, &Scale), eras: &[NaiveDate]) {
        let after = self.config.policy.clone();
        let weeks = Weeks::new(before, &after);
        for kind in DeadlineKind::ALL {
            let mut is_less = false;
            for (old, now) in scale.pairs() {
                let Some(now) = now else {
                    continue;
                };
                let less = eras.iter().find_map(|era| {
                    let is_older = |since| *era < since;
                    let was = before.term_of(kind, old, is_older)?;
                    let is = after.term_of(kind, now, is_older);
                    let is_longer = weeks.is_less(kind, was, is);
                    let said = || {
                        format!(
                            "has {}{}",
                            weeks.differ(was, is, "no deadline"),
                            eras::words(*era)
                        )
                    };
                    is_longer.then(said)
                });
                if let Some(less) = less {
                    is_less = true;
                    self.lower(
                        format!("/deadlines/{kind}"),
                        format!("`{kind}` of {now} {less}"),
                    );
                }
            }
            if is_less {
                self.keep_terms(kind, before, scale);
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
            let Some(was) = was.filter(|_| weeks.is_longer(was, is)) else {
                continue;
            };
            let what = key.rsplit('/').next().unwrap_or(key);
            self.lower(
                key,
                format!("`{what}` is {}", weeks.differ(was, is, "none")),
            );
        }
    }
}

impl Bar {
    /// Lets the terms of a kind be as they were.
    fn keep_terms(&mut self, kind: DeadlineKind, before: &Policy, scale: &Scale) {
        let policy = &mut self.config.policy;
        let terms = policy.deadlines.entry(kind).or_default();
        for (old, now) in scale.pairs() {
            if let Some(now) = now {
                terms.insert(now.clone(), before.term(kind, old));
            }
        }
        match before.deadlines_since.get(&kind) {
            Some(since) => policy.deadlines_since.insert(kind, *since),
            None => policy.deadlines_since.remove(&kind),
        };
    }
}

/// The weeks of two configurations without their holidays.
pub(super) struct Weeks {
    before: Calendar,
    after: Calendar,
    /// The weekend of today.
    weekend: Vec<Weekday>,
}

impl Weeks {
    pub(super) fn new(before: &Policy, after: &Policy) -> Self {
        let week = |it: &Policy| Calendar::new(&it.weekend, [], Zone::utc()).unwrap_or_default();
        Self {
            before: week(before),
            after: week(after),
            weekend: after.weekend.clone(),
        }
    }

    /// What is said of a term by which less is owed than by the one before; `none` is the word for none.
    pub(super) fn differ(&self, was: Term, is: Option<Term>, none: &str) -> String {
        let words = |it: Option<Term>| it.map_or(none.to_owned(), Term::in_words);
        let now = words(is);
        // The words may be the same, and the days are not.
        if is == Some(was) {
            let days = WEEKDAYS.iter().filter(|(_, it)| self.weekend.contains(it));
            let weekend: Vec<&str> = days.map(|(name, _)| *name).collect();
            let weekend = weekend.join(", ");
            return format!("{now}, which the weekend ({weekend}) makes longer");
        }
        format!("{now}, not {}", words(Some(was)))
    }

    /// Whether less is owed by a term than by the one before.
    pub(super) fn is_less(&self, kind: DeadlineKind, was: Term, is: Option<Term>) -> bool {
        match kind {
            // It is counted backwards, from the meeting.
            DeadlineKind::InReview => is.is_none_or(|_| self.is_longer(is, Some(was))),
            _ => self.is_longer(Some(was), is),
        }
    }

    /// Whether a term can end later than the one before, whenever both begin, or never ends.
    pub(super) fn is_longer(&self, was: Option<Term>, is: Option<Term>) -> bool {
        let (Some(was), Some(is)) = (was, is) else {
            return was.is_some();
        };
        let (was, is) = match (was, is) {
            (Term::Months(was), Term::Months(is)) => return is > was,
            (was, is) => (was.at_least(), is.at_most()),
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
