//! The words of a team: which severities are major, which priorities have a deadline, and from when
//! on all of it holds.

use chrono::NaiveDate;

use super::Bar;
use super::terms::Weeks;
use crate::config::Policy;
use crate::config::Scale;
use crate::count::counted;
use crate::model::DeadlineKind;
use crate::model::Severity;

impl Bar {
    /// A later `enforce_from`, or one where there was none.
    pub(super) fn enforcement(&mut self, before: Option<NaiveDate>) {
        let now = &mut self.config.policy.enforce_from;
        let Some(date) = *now else {
            return;
        };
        if before.is_some_and(|it| date <= it) {
            return;
        }
        *now = before;
        let message = match before {
            Some(before) => format!("incidents count from {date} on, not from {before}"),
            None => format!("incidents before {date} count no more"),
        };
        self.lower("/enforce_from", message);
    }

    /// Severities that were major and are not.
    pub(super) fn major(&mut self, before: &Policy, scale: &Scale) {
        for (old, now) in scale.pairs() {
            let is_major = now.is_some_and(|it| self.config.policy.is_major(it));
            if is_major || !before.is_major(old) {
                continue;
            }
            let (pointer, message) = match now {
                Some(now) if now == old => ("/major", format!("{old} is not major any more")),
                Some(now) => (
                    "/major",
                    format!("{now}, which was {old}, is not major any more"),
                ),
                None => ("/severities", format!("{old}, which was major, is gone")),
            };
            self.config.policy.major.extend(now.cloned());
            self.lower(pointer, message);
        }
    }

    /// What is major by its own word owes as the mildest severity that is major: less, where that is
    /// another one now.
    pub(super) fn major_by_word(
        &mut self,
        (before, scale): (&Policy, &Scale),
        severities: &[Severity],
    ) {
        let after = self.config.policy.clone();
        let weeks = Weeks::new(before, &after);
        for old in severities {
            let Some(now) = scale.now(old.as_str()) else {
                continue;
            };
            let (was_as, is_as) = (before.owes_as(old, true), after.owes_as(now, true));
            if scale.now(was_as.as_str()) == Some(is_as) {
                continue;
            }
            let less = |kind: DeadlineKind| {
                let (was, is) = (before.term(kind, was_as), after.term(kind, is_as));
                let was = was.filter(|it| weeks.is_less(kind, *it, is))?;
                let differ = weeks.differ(was, is, "no deadline");
                Some(format!(
                    "`{kind}` of a {now} that is major by its own word has {differ}"
                ))
            };
            // One cause, told once.
            let less: Vec<String> = DeadlineKind::ALL.into_iter().filter_map(less).collect();
            match less.as_slice() {
                [] => {}
                [one] => self.lower("/major", one),
                [first, ..] => {
                    let count = counted(less.len(), "deadline");
                    self.lower("/major", format!("{first}, and so on: {count} in all"));
                }
            }
        }
    }

    /// Priorities that had a deadline and have none.
    pub(super) fn priorities(&mut self, before: &[String]) {
        let policy = &self.config.policy;
        let is_urgent = |it: &&String| policy.has_deadline(it);
        let urgent_before = before.iter().take(Policy::URGENT);
        let lost = urgent_before.filter(|it| policy.priorities.contains(it) && !is_urgent(it));
        let lost: Vec<String> = lost.cloned().collect();
        for priority in lost {
            let message = format!("action items of {priority} have no deadline any more");
            self.lower("/priorities", message);
        }
    }
}
