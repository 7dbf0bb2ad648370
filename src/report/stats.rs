//! Whether reviews and action items get better: figures that say on how many they rest, and how many could
//! not be used and why.
//!
//! They are reckoned from the tables of an export, so that anybody can reckon them again. Nothing is reckoned
//! of a person, there is no mean, and below [`ENOUGH`] no percentile: of a few incidents each is shown.

mod durations;
mod figure;
mod items;
mod pagerduty;
mod promises;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::Status;
use crate::report::public::Public;
use crate::report::tables;
use crate::report::tables::Tables;
use crate::time::Moment;

pub use figure::ENOUGH;
pub use figure::Figure;
pub use figure::Left;
pub use figure::Name;
pub use figure::Spread;
pub use figure::Value;
pub use figure::Why;
pub use figure::nearest_rank;
pub use pagerduty::Paged;
pub use pagerduty::paged;

use figure::Tally;

/// By what incidents are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The month of the incident.
    Month,
    /// Its quarter.
    Quarter,
    /// The services that were affected: an incident counts in each of them.
    Service,
    /// Its severity.
    Severity,
    /// Its tags: an incident counts in each of them.
    Tag,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Month,
        Self::Quarter,
        Self::Service,
        Self::Severity,
        Self::Tag,
    ];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Service => "service",
            Self::Severity => "severity",
            Self::Tag => "tag",
        }
    }

    /// The groups that a postmortem is in; none where it does not say.
    fn keys(self, it: &tables::Postmortem) -> Vec<String> {
        let date = |write: &dyn Fn(NaiveDate) -> String| it.date.map(write).into_iter().collect();
        match self {
            Self::Month => date(&|it| it.format("%Y-%m").to_string()),
            Self::Quarter => date(&|it| it.format("%Y-Q%q").to_string()),
            Self::Service => once_each(&it.services),
            Self::Severity => it.severity.iter().cloned().collect(),
            Self::Tag => once_each(&it.tags),
        }
    }
}

fn once_each(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The first day of an incident.
    pub since: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// In which groups; `None`: all together.
    pub by: Option<By>,
    /// What was paged, where that is known.
    pub paged: Option<Vec<Paged>>,
}

impl Question {
    /// Whether an incident of a day is asked about.
    pub fn takes(&self, day: Option<NaiveDate>) -> bool {
        let Some(day) = day else {
            return self.since.is_none() && self.until.is_none();
        };
        self.since.is_none_or(|it| it <= day) && self.until.is_none_or(|it| day <= it)
    }
}

/// The figures of some incidents.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common; `None` for those that do not say, and where there are no groups.
    pub key: Option<String>,
    /// How many they are.
    pub incidents: usize,
    /// How many of each severity, as written; the empty text stands for those that do not say.
    pub severities: BTreeMap<String, usize>,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// All figures.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The clock; of several roots the latest.
    pub as_of: Option<Moment>,
    /// What was read of each repository.
    pub snapshots: Vec<(String, String)>,
    /// The first day.
    pub since: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// In which groups.
    pub by: Option<By>,
    /// The groups, in the order of their keys; those that do not say last.
    pub groups: Vec<Group>,
    /// The postmortems that are in no figure, and why.
    pub left_out: Vec<Left>,
    /// The paged incidents without a postmortem, where that is known.
    pub missing: Option<Vec<Paged>>,
    /// Whether older configurations may be missing here, as in a shallow clone.
    pub is_cut_off: bool,
}

/// A postmortem with what else the tables have of it.
struct Case<'a> {
    as_of: Moment,
    postmortem: &'a tables::Postmortem,
    items: Vec<&'a tables::ActionItem>,
    deadlines: Vec<&'a tables::Deadline>,
}

impl Case<'_> {
    /// Why no promise is held against it, where none is.
    fn apart(&self) -> Option<Why> {
        let it = self.postmortem;
        if it.status() == Some(Status::NotRequired) {
            Some(Why::NotRequired)
        } else if it.is_adopted == Some(true) {
            Some(Why::Adopted)
        } else if it.is_older == Some(true) {
            Some(Why::Older)
        } else {
            None
        }
    }

    /// Why there is no deadline.
    fn without_deadline(&self) -> Why {
        self.unless_unsaid(if self.postmortem.resolved_at.is_some() {
            Why::NoDeadline
        } else {
            Why::NotResolved
        })
    }

    /// A reason, unless the report does not say what it owes: then that is one.
    fn unless_unsaid(&self, why: Why) -> Why {
        let report = self.postmortem.path.as_deref();
        let is_unsaid = |it: &&tables::Deadline| {
            it.kind.is_none() && it.action_item.is_none() && report == Some(&it.path)
        };
        if self.deadlines.iter().any(is_unsaid) {
            Why::Unreadable
        } else {
            why
        }
    }
}

/// Reckons the figures of some tables. The order of the documents changes nothing.
pub fn stats(all: &[Public<Tables>], question: &Question) -> Public<View> {
    let mut left_out: BTreeMap<Why, usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for tables in all {
        gather(tables, question, &mut cases, &mut left_out);
    }
    let mut groups: BTreeMap<(bool, Option<String>), Vec<&Case<'_>>> = BTreeMap::new();
    if question.by.is_none() {
        groups.insert((true, None), Vec::new());
    }
    for case in &cases {
        let keys = question
            .by
            .map_or_else(Vec::new, |by| by.keys(case.postmortem));
        if keys.is_empty() {
            groups.entry((true, None)).or_default().push(case);
        }
        for key in keys {
            groups.entry((false, Some(key))).or_default().push(case);
        }
    }
    let paged = question.paged.as_ref().map(|all| {
        let asked = all.iter().filter(|it| question.takes(it.day()));
        asked.cloned().collect::<Vec<Paged>>()
    });
    let missing = paged.as_ref().map(|it| pagerduty::missing(it, all));
    let groups = groups.into_iter().map(|((_, key), cases)| {
        // Of an incident that has no postmortem only the day is known.
        let paged = paged.as_ref().filter(|_| question.by.is_none());
        let paged = paged.zip(missing.as_ref());
        group(
            key,
            &cases,
            paged.map(|(all, it)| (all.as_slice(), it.as_slice())),
        )
    });
    let snapshots = all.iter().map(|it| (it.repo.clone(), it.snapshot.clone()));
    let mut snapshots: Vec<(String, String)> = snapshots.collect();
    snapshots.sort();
    snapshots.dedup();
    Public::new(View {
        as_of: all.iter().map(|it| it.as_of).max(),
        snapshots,
        since: question.since,
        until: question.until,
        by: question.by,
        groups: groups.collect(),
        left_out: figure::left(left_out),
        missing: missing.clone(),
        is_cut_off: all.iter().any(|it| it.is_cut_off),
    })
}

/// Puts together what the tables have of each postmortem that is asked about.
fn gather<'a>(
    tables: &'a Tables,
    question: &Question,
    cases: &mut Vec<Case<'a>>,
    left_out: &mut BTreeMap<Why, usize>,
) {
    let mut places = BTreeMap::new();
    for it in tables
        .postmortems
        .iter()
        .filter(|it| question.takes(it.date))
    {
        let why = if it.is_confidential {
            Some(Why::Confidential)
        } else {
            (it.is_readable == Some(false)).then_some(Why::Unreadable)
        };
        if let Some(why) = why {
            *left_out.entry(why).or_default() += 1;
            continue;
        }
        // Two may have one id.
        if let Some((home, _)) = it.path.as_deref().and_then(|it| it.rsplit_once('/')) {
            places.insert(home, cases.len());
        }
        cases.push(Case {
            as_of: tables.as_of,
            postmortem: it,
            items: Vec::new(),
            deadlines: Vec::new(),
        });
    }
    // The file lies in the directory of its postmortem, or below that.
    let place = |path: &str| {
        let mut home = path;
        while let Some((above, _)) = home.rsplit_once('/') {
            if let Some(at) = places.get(above) {
                return Some(*at);
            }
            home = above;
        }
        None
    };
    for it in &tables.action_items {
        if let Some(case) = place(&it.path).and_then(|at| cases.get_mut(at)) {
            case.items.push(it);
        }
    }
    for it in &tables.deadlines {
        if let Some(case) = place(&it.path).and_then(|at| cases.get_mut(at)) {
            case.deadlines.push(it);
        }
    }
}

fn group(key: Option<String>, cases: &[&Case<'_>], paged: Option<(&[Paged], &[Paged])>) -> Group {
    let mut severities: BTreeMap<String, usize> = BTreeMap::new();
    for it in cases {
        let severity = it.postmortem.severity.clone().unwrap_or_default();
        *severities.entry(severity).or_default() += 1;
    }
    let mut figures = promises::figures(cases);
    figures.push(pagerduty::figure(paged));
    figures.extend(items::figures(cases));
    figures.extend(durations::figures(cases));
    figures.sort_by_key(|it| it.name);
    Group {
        key,
        incidents: cases.len(),
        severities,
        figures,
    }
}

#[cfg(test)]
mod tests;
