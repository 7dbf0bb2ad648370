//! What another configuration would have meant: what was late over the history by today's, and what by
//! the one that is tried. Nobody is named, whoever was late.

mod collect;

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::model::DeadlineKind;
use crate::report::public::Public;
use crate::report::replay::Course;
use crate::report::replay::Key;
use crate::source::RepoPath;
use crate::time::Moment;

pub use collect::trial;

/// Which incidents are looked at.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// What is tried, in the words in which it was asked for.
    pub tried: Vec<String>,
    /// The first day of an incident.
    pub since: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

/// Something by today's configuration, and by the one that is tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both<T> {
    /// By today's.
    pub before: T,
    /// By the one that is tried.
    pub then: T,
}

/// What was owed and late of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many deadlines of it there ever were.
    pub owed: usize,
    /// How many of them were ever late.
    pub late: usize,
    /// By how much the worst of them was late, in seconds; nothing where none was.
    pub seconds: i64,
    /// The same in words.
    pub distance: String,
}

/// A kind of deadline; each that the team added is one of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The kind.
    pub kind: DeadlineKind,
    /// What the team calls it, where it is its own.
    pub name: Option<String>,
    /// What there was of it.
    pub sums: Both<Sum>,
}

impl Kind {
    /// Its word.
    pub fn word(&self) -> &str {
        self.name.as_deref().unwrap_or(self.kind.as_str())
    }
}

/// A deadline that was late by one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The postmortem's id; `None` for what a process review owed.
    pub postmortem: Option<String>,
    /// The file that says so.
    pub path: RepoPath,
    /// The severity, as written.
    pub severity: Option<String>,
    /// Which deadline.
    pub key: Key,
    /// How it went; `None` where it was not owed.
    pub courses: Both<Option<Course>>,
}

impl Row {
    /// What it is about: the postmortem's id, else the file.
    pub fn subject(&self) -> &str {
        self.postmortem.as_deref().unwrap_or(self.path.as_str())
    }

    /// What was owed, in short: `reviewed`, `AI-3`.
    pub fn what(&self) -> &str {
        self.key.part.as_deref().unwrap_or(self.key.kind.as_str())
    }

    /// Whether it went otherwise by the one that is tried.
    pub fn differs(&self) -> bool {
        let late = |it: &Option<Course>| it.as_ref().map_or(0, |it| it.seconds);
        late(&self.courses.before) != late(&self.courses.then)
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The clock.
    pub as_of: Moment,
    /// What is tried.
    pub tried: Vec<String>,
    /// The first day of an incident.
    pub since: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// How many commits touched a postmortem or a process review.
    pub commits: usize,
    /// When the first of them was.
    pub begins: Option<Moment>,
    /// How many postmortems were looked at.
    pub postmortems: usize,
    /// How many of them could not say for some time what was owed.
    pub unreadable: usize,
    /// Every kind, owed or not.
    pub kinds: Vec<Kind>,
    /// The deadlines that were late by one of the two, of what is not confidential.
    pub rows: Vec<Row>,
    /// The days of the confidential postmortems of which something was late by one of the two; they
    /// count in the kinds. `None` where the day is not known.
    pub confidential: Vec<Option<NaiveDate>>,
    /// Whether older commits may be missing here, as in a shallow clone.
    pub is_cut_off: bool,
}

impl View {
    /// The kinds of which there was something, but never anything late, by one of the two.
    pub fn never_late(&self, of: impl Fn(&Both<Sum>) -> &Sum) -> Vec<&str> {
        let kinds = self.kinds.iter();
        let quiet = kinds.filter(|it| of(&it.sums).owed > 0 && of(&it.sums).late == 0);
        quiet.map(Kind::word).collect()
    }

    /// The deadlines that go otherwise, and how many more only follow from a review that does.
    pub fn otherwise(&self) -> (Vec<&Row>, usize) {
        let all: Vec<&Row> = self.rows.iter().filter(|it| it.differs()).collect();
        let is_review = |it: &&&Row| it.key.kind == DeadlineKind::Reviewed;
        let reviews: HashSet<&RepoPath> = all.iter().filter(is_review).map(|it| &it.path).collect();
        let follows = |it: &&Row| it.key.kind.follows_from_reviewed() && reviews.contains(&it.path);
        let (more, told): (Vec<&Row>, Vec<&Row>) = all.into_iter().partition(follows);
        (told, more.len())
    }

    /// The kinds of which there never was anything, by neither of the two.
    pub fn never_owed(&self) -> Vec<&str> {
        let is_none = |it: &&Kind| it.sums.before.owed == 0 && it.sums.then.owed == 0;
        self.kinds.iter().filter(is_none).map(Kind::word).collect()
    }
}

/// Says that a view names nobody, and of what is confidential only the day.
fn public(view: View) -> Public<View> {
    Public::new(view)
}
