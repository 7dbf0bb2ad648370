//! The ages of incidents that two configurations can tell apart by `since`.

use chrono::Days;
use chrono::NaiveDate;

use crate::config::Policy;

/// A day for each of them: the newest first. One that no `since` comes after stands for what is asked
/// of an incident today.
pub(super) fn of(before: &Policy, after: &Policy) -> Vec<NaiveDate> {
    let mut eras = vec![NaiveDate::MAX];
    for policy in [before, after] {
        let sections = policy.sections.iter().filter_map(|it| it.earlier);
        let sections = sections.map(|it| it.since);
        for since in sections.chain(policy.deadlines_since.values().copied()) {
            eras.push(since);
            eras.extend(since.checked_sub_days(Days::new(1)));
        }
    }
    eras.sort_unstable();
    eras.dedup();
    eras.reverse();
    eras
}

/// Of which incidents something is said, in words; of those of today nothing.
pub(super) fn words(era: NaiveDate) -> String {
    if era == NaiveDate::MAX {
        return String::new();
    }
    format!(" (incidents of {era})")
}
