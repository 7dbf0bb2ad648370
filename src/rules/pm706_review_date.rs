//! PM706: the notes of a process review lie under another date.

use chrono::NaiveDate;

use super::Check;
use super::Entry;
use super::Notes;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::source::RepoPath;
use crate::time;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM706",
    name: "review-date",
    level: Level::Warning,
    summary: "the notes of a process review lie under another date",
    page: include_str!("pm706_review_date.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::ProcessReview(check),
};

/// How many bytes of a file's name are its date: `YYYY-MM-DD`.
const DATE: usize = 10;
/// How many of them are its year.
const YEAR: usize = 4;
/// How many days the two dates may be apart: a review may be moved by a day, or held around
/// midnight.
const MOST_DAYS: i64 = 1;

fn check(context: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    let review = context.document;
    let Some(named) = date_of_name(&review.path) else {
        found.push(
            Diagnostic::new(
                &RULE,
                &review.path,
                review.place(),
                "the file's name begins with no date",
            )
            .help("name it like `2026-11-30.md`, with `git mv`"),
        );
        return;
    };
    let year = review.path.name().get(..YEAR).unwrap_or_default();
    let home = review.path.parent().unwrap_or_default();
    let is_year = |it: &str| it.len() == YEAR && it.bytes().all(|it| it.is_ascii_digit());
    if is_year(home.name()) && home.name() != year {
        found.push(
            Diagnostic::new(
                &RULE,
                &review.path,
                review.place(),
                format!(
                    "a process review of {year} belongs in `{year}/`, not in `{}/`",
                    home.name()
                ),
            )
            .help("move it with `git mv`"),
        );
    }
    let scheduled = context.field(FieldName::ScheduledFor);
    let Some(at) = scheduled.moment() else {
        return;
    };
    let date = context.policy.zone.date_of(at);
    if (date - named).num_days().abs() > MOST_DAYS {
        found.push(
            Diagnostic::new(
                &RULE,
                &review.path,
                scheduled.place(),
                format!("the review is on {date}, and the file's name says {named}"),
            )
            // The day hangs on the zone.
            .gist(format!("the review is not on {named}"))
            .help("fix the date, or give the file the right one with `git mv`")
            .pointer(FieldName::ScheduledFor.pointer()),
        );
    }
}

/// The date that a file's name begins with, followed by nothing or by a dash.
fn date_of_name(path: &RepoPath) -> Option<NaiveDate> {
    let name = path.name();
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let rest = stem.get(DATE..)?;
    let date = time::parse_date(stem.get(..DATE)?).ok()?;
    (rest.is_empty() || rest.starts_with('-')).then_some(date)
}
