//! Who is late with what: every deadline of a root, and how it stands at the clock of the run.

mod collect;
mod item;
mod obstacle;
mod outward;
mod query;
pub(super) mod words;

use std::borrow::Cow;
use std::sync::Arc;

use chrono::TimeDelta;
use rayon::prelude::*;

use crate::calendar::Calendar;
use crate::deadline::State;
use crate::model::DeadlineKind;
use crate::report::mine::Duties;
use crate::source::RepoPath;
use crate::time::Moment;

pub use collect::Read;
pub use collect::Wish;
pub use collect::collect;
pub use collect::coverage;
pub use collect::of_one;
pub use item::Incident;
pub use item::Item;
pub use item::Known;
pub use item::Owed;
pub use item::Part;
pub use item::Place;
pub use item::UNREADABLE;
pub use item::Unreadable;
pub use item::Whom;
pub(super) use obstacle::amiss;
pub(super) use obstacle::is_not_yet;
pub(super) use obstacle::line_of;
pub(super) use obstacle::of_items;
pub(super) use obstacle::of_review;
pub(super) use obstacle::past_from;
pub(super) use obstacle::silence;
pub(super) use obstacle::trouble;
pub use outward::Among;
pub use outward::Kept;
pub use query::Answer;
pub use query::Breadth;
pub use query::By;
pub use query::FailOn;
pub use query::Filter;
pub use query::Lines;
pub use query::Question;
pub use query::Whose;
pub use words::Distance;
pub use words::lateness;

/// The clock of a run.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// The present.
    pub now: Moment,
    /// What is due within this is due soon.
    pub soon: TimeDelta,
}

/// How many of a kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Deadlines that have passed and are not met.
    pub overdue: usize,
    /// Deadlines that pass soon.
    pub soon: usize,
    /// Files that cannot say what is owed.
    pub unreadable: usize,
}

impl Summary {
    /// Counts items.
    pub fn of(items: &[Item]) -> Self {
        let count = |state| items.iter().filter(|it| it.state() == state).count();
        Self {
            overdue: count(Some(State::Overdue)),
            soon: count(Some(State::Soon)),
            unreadable: count(None),
        }
    }
}

/// An incident that goes on for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// The postmortem's id.
    pub postmortem: String,
    /// Its report.
    pub path: RepoPath,
    /// For how many days.
    pub days: i64,
    /// What its repository is called, where several are read.
    pub repo: Option<Arc<str>>,
    /// Whether only the date of the incident may leave the repository.
    pub is_confidential: bool,
}

/// All that a root owes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Most late first, then what cannot be read, then by when it is due.
    pub items: Vec<Item>,
    /// Incidents that go on for more than a week, longest first.
    pub unresolved: Vec<Unresolved>,
}

impl Ledger {
    /// Adds what another one has, behind what is here.
    fn append(&mut self, other: Self) {
        self.items.extend(other.items);
        self.unresolved.extend(other.unresolved);
    }

    /// Sorts what several roots owe.
    pub fn sort(&mut self) {
        self.items.par_sort_by(|a, b| a.order().cmp(&b.order()));
        self.unresolved
            .sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.path.cmp(&b.path)));
    }
}

/// The items of one postmortem, folded into its worst one. What cannot be read stands apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The worst.
    pub worst: &'a Item,
    /// How many more there are.
    pub more: usize,
    /// Who owes any of it, whoever owes the worst first.
    pub owed_by: Vec<&'a str>,
    /// The same people, as the chat calls them as far as that is known.
    pub in_chat: Vec<&'a str>,
}

impl<'a> Line<'a> {
    /// A line of one item.
    pub fn of(item: &'a Item) -> Self {
        let mut line = Self {
            worst: item,
            more: 0,
            owed_by: Vec::new(),
            in_chat: Vec::new(),
        };
        line.name(item);
        line
    }

    /// Names whoever owes an item.
    fn name(&mut self, item: &'a Item) {
        let Some(owed) = item.owed() else {
            return;
        };
        for (names, more) in [
            (&mut self.owed_by, &*owed.owed_by),
            (&mut self.in_chat, owed.in_chat()),
        ] {
            for it in more {
                if !names.contains(&it.as_str()) {
                    names.push(it);
                }
            }
        }
    }

    /// Who owes it, in words: `nobody` where nobody is named.
    pub fn people(&self) -> Cow<'a, str> {
        match &*self.owed_by {
            [] => "nobody".into(),
            [one] => (*one).into(),
            all => all.join(", ").into(),
        }
    }
}

/// Folds items, a line for each postmortem, in the order of the items. While a review is
/// late, what only follows from it is not counted.
pub fn folded<'a>(items: &[&'a Item]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for item in told_apart(items) {
        let place = item.place();
        let key = (item.state().is_none(), &place.repo, place.home());
        if let Some(line) = places.get(&key).and_then(|at: &usize| lines.get_mut(*at)) {
            line.more += 1;
            line.name(item);
            continue;
        }
        places.insert(key, lines.len());
        lines.push(Line::of(item));
    }
    lines
}

/// Leaves out what only follows from a review that is late.
fn told_apart<'a>(items: &[&'a Item]) -> Vec<&'a Item> {
    let late: std::collections::HashSet<(&Option<Arc<str>>, &str)> = items
        .iter()
        .filter_map(|it| it.owed())
        .filter(|it| it.state == State::Overdue && it.kind == DeadlineKind::Reviewed)
        .map(|it| (&it.place.repo, it.place.home()))
        .collect();
    items
        .iter()
        .copied()
        .filter(|it| match it {
            Item::Unreadable(_) => true,
            Item::Owed(it) => {
                let place = (&it.place.repo, it.place.home());
                !(late.contains(&place) && it.kind.follows_from_reviewed())
            }
        })
        .collect()
}

/// Everything that a view of `overdue` is made of.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// The clock.
    pub as_of: Moment,
    /// What was read.
    pub snapshot: &'a str,
    /// The items that are shown, in their order.
    pub items: Vec<&'a Item>,
    /// Incidents that go on.
    pub unresolved: Vec<&'a Unresolved>,
    /// In what leaves the repository, the confidential postmortems; elsewhere they are among the items
    /// like all others.
    pub kept: Vec<Kept>,
    /// The counts of all that is wanted, shown or not.
    pub summary: Summary,
    /// In which groups; `None`: by how it stands.
    pub by: Option<By>,
    /// Whether every item has a line of its own.
    pub is_open: bool,
    /// Whether it is said how each was computed.
    pub explains: bool,
    /// Whether people are called by their chat handles.
    pub mentions: bool,
    /// How many items were left out by a limit.
    pub hidden: usize,
    /// Where one person asks: their meetings, and what they should review.
    pub duties: Option<&'a Duties>,
}

impl<'a> View<'a> {
    /// Its lines: one for each postmortem; opened up, one for each item.
    pub fn lines(&self) -> Vec<Line<'a>> {
        if !self.is_open {
            return folded(&self.items);
        }
        self.items.iter().map(|it| Line::of(it)).collect()
    }
}

/// Words need a calendar where lateness is said in business days.
pub(crate) fn business_days_between(calendar: &Calendar, from: Moment, until: Moment) -> usize {
    let zone = calendar.zone();
    let (mut day, last) = (zone.date_of(from), zone.date_of(until));
    let mut count = 0;
    while day < last && count < MOST_DAYS {
        let Some(next) = crate::time::add_days(day, 1) else {
            break;
        };
        day = next;
        if calendar.is_business_day(day) {
            count += 1;
        }
    }
    count
}

/// What is further apart than so many days is said in days, whatever it was counted in.
const MOST_DAYS: usize = 10;
