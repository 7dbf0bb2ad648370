//! How one deadline went over the history.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::deadline::Deadline;
use crate::deadline::Weight;
use crate::model::DeadlineKind;
use crate::report::overdue::lateness;
use crate::source::RepoPath;
use crate::time::Moment;

/// What was owed of: a postmortem, or a process review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The postmortem's id, as it was called last; `None` for a process review.
    pub id: Option<String>,
    /// The file that says so, where it lay last.
    pub path: RepoPath,
    /// The day of the incident, or of the process review.
    pub day: Option<NaiveDate>,
    /// The severity, as it was written last.
    pub severity: Option<String>,
    /// Whether it was ever confidential.
    pub is_confidential: bool,
}

/// What tells a deadline from the others of its subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What was owed.
    pub kind: DeadlineKind,
    /// The checklist's step, the action item, or the team's name for it.
    pub part: Option<String>,
}

/// A time in which something was late by one due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// When it was due: it was late at every moment after this one.
    pub due: Moment,
    /// From when on: since it was due, or since a commit said so.
    pub from: Moment,
    /// The commit that met it, or made it due at another time, or not at all; `None` where it still is.
    pub until: Option<Moment>,
}

/// How a deadline went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// When it was late, in order; never where there is none.
    pub late: Vec<Late>,
    /// By how much it was late at most, in seconds; nothing where it never was.
    pub seconds: i64,
    /// The same in words.
    pub distance: String,
    /// When it was due last; `None` where it is owed no more.
    pub last_due: Option<Moment>,
    /// The step from which on it is met; `None` where it is not.
    pub met_by: Option<usize>,
}

impl Course {
    /// Whether it was ever late.
    pub fn is_late(&self) -> bool {
        !self.late.is_empty()
    }
}

/// What was owed of a subject by one policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Each deadline that there ever was.
    pub owed: BTreeMap<Key, Course>,
    /// Whether there was a time in which nobody could say what was owed.
    pub was_unreadable: bool,
}

/// A time in which a subject did not change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The step with which it began.
    pub(super) step: usize,
    /// Since when.
    pub(super) from: Moment,
    /// Until when; `None`: it still holds.
    pub(super) until: Option<Moment>,
    /// The clock.
    pub(super) now: Moment,
}

impl Window {
    /// Whether it lasted for no moment: a later commit came at the same time.
    fn is_empty(&self) -> bool {
        self.until.is_some_and(|it| it <= self.from)
    }

    /// The last moment that is looked at in it.
    pub(super) fn end(&self) -> Moment {
        self.until.unwrap_or(self.now)
    }

    /// What of it was before a moment, and what is left from that moment on.
    pub(super) fn split(self, at: Option<Moment>) -> (Option<Self>, Option<Self>) {
        let Some(at) = at.filter(|at| self.from < *at) else {
            return (None, Some(self));
        };
        let is_over = match self.until {
            Some(until) => until <= at,
            None => self.now < at,
        };
        let before = Self {
            until: if is_over { self.until } else { Some(at) },
            ..self
        };
        (
            Some(before),
            (!is_over).then_some(Self { from: at, ..self }),
        )
    }
}

impl Side {
    /// Takes what was owed in a window.
    pub(super) fn take(&mut self, deadlines: Vec<Deadline>, window: Window, calendar: &Calendar) {
        if window.is_empty() {
            return;
        }
        for course in self.owed.values_mut() {
            course.last_due = None;
        }
        for it in deadlines {
            if it.weight == Weight::Reminder {
                continue;
            }
            let key = Key {
                kind: it.kind,
                part: it.part().map(str::to_owned),
            };
            let course = self.owed.entry(key).or_default();
            course.last_due = Some(it.due);
            if it.is_met {
                course.met_by.get_or_insert(window.step);
                continue;
            }
            course.met_by = None;
            let end = window.end();
            let from = it.due.max(window.from);
            let lasts = from < end || (window.until.is_none() && from <= end);
            if it.due >= end || !lasts {
                continue;
            }
            let seconds = end.since(it.due).num_seconds();
            if seconds > course.seconds {
                course.seconds = seconds;
                course.distance = lateness(calendar, it.due, end, it.in_business_days);
            }
            match course.late.last_mut() {
                Some(last) if last.due == it.due && last.until == Some(from) => {
                    last.until = window.until;
                }
                _ => course.late.push(Late {
                    due: it.due,
                    from: calendar.zone().show(from),
                    until: window.until.map(|at| calendar.zone().show(at)),
                }),
            }
        }
        for course in self.owed.values_mut().filter(|it| it.last_due.is_none()) {
            course.met_by = None;
        }
    }

    /// Notes that in a window nobody could say all that was owed.
    pub(super) fn take_amiss(&mut self, window: Window) {
        self.was_unreadable |= !window.is_empty();
    }

    /// Notes that in a window nobody could say what was owed.
    pub(super) fn take_unreadable(&mut self, window: Window) {
        if window.is_empty() {
            return;
        }
        self.was_unreadable = true;
        for course in self.owed.values_mut() {
            (course.last_due, course.met_by) = (None, None);
        }
    }
}
