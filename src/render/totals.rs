//! The last line of what is owed, where it is read elsewhere.

use crate::report::overdue::Summary;
use crate::time::Moment;

/// Counts what is owed: `3 late, 1 due soon, 0 unreadable as of 2026-11-23T18:00+01:00`.
pub(super) fn totals(summary: Summary, as_of: Moment) -> String {
    format!(
        "{} late, {} due soon, {} unreadable as of {}\n",
        summary.overdue,
        summary.soon,
        summary.unreadable,
        as_of.to_short()
    )
}
