//! Who is late with what: every deadline of a root, and how it stands at the clock of the run.

mod collect;
pub(super) mod words;

use chrono::TimeDelta;

use crate::calendar::Calendar;
use crate::config::Policy;
use crate::model::DeadlineKind;
use crate::model::Role;
use crate::source::RepoPath;
use crate::time::Moment;

pub use collect::Wish;
pub use collect::collect;
pub(super) use collect::is_confidential;
pub(super) use collect::unreadable;
pub use words::lateness;

/// How something that is owed stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It has passed and is not met.
    Overdue,
    /// What is owed cannot be said, because the file cannot be read.
    Unreadable,
    /// It passes soon.
    Soon,
    /// There is time.
    Open,
    /// It is met.
    Met,
}

impl State {
    /// Its word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Unreadable => "unreadable",
            Self::Soon => "soon",
            Self::Open => "open",
            Self::Met => "met",
        }
    }
}

/// One thing that is owed, or a file that cannot say what is. What an unreadable file does not say
/// is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The postmortem's id; `None` for what no postmortem owes.
    pub postmortem: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its owner: the roster's handle where it knows them.
    pub owner: Option<String>,
    /// Who led the response, in the same words.
    pub commander: Option<String>,
    /// The services that the incident touched.
    pub services: Vec<String>,
    /// The file that says so.
    pub path: RepoPath,
    /// The line in it, from 1.
    pub line: usize,
    /// The incident's severity, as written.
    pub severity: Option<String>,
    /// What is owed.
    pub kind: Option<DeadlineKind>,
    /// The checklist's step.
    pub step: Option<String>,
    /// The action item's id.
    pub action_item: Option<String>,
    /// For which part it is owed.
    pub role: Option<Role>,
    /// Who owes it: handles of the roster, else the names as written. Nobody where nobody is named.
    pub owed_by: Vec<String>,
    /// The same people by their ids in the chat, else by the same names.
    pub owed_by_in_chat: Vec<String>,
    /// Whether only the date of the incident may leave the repository.
    pub is_confidential: bool,
    /// Where the file can be read on the web.
    pub url: Option<String>,
    /// When it is due, in the configured zone.
    pub due: Option<Moment>,
    /// Since when it is met, where the snapshot says that.
    pub met_at: Option<Moment>,
    /// How it stands.
    pub state: State,
    /// By how much it is late; `None` where it is not.
    pub late_by: Option<TimeDelta>,
    /// How late it is or how much time is left, in words: `3 days`.
    pub distance: String,
    /// How `due` was computed; of an unreadable file, what is wrong with it.
    pub explanation: String,
}

impl Item {
    /// What is owed, in short: `reviewed`, `action-item AI-3`, `checklist-step scribe.key-events`.
    pub fn what(&self) -> String {
        let kind = self.kind.map_or("unreadable", DeadlineKind::as_str);
        match (&self.step, &self.action_item) {
            (Some(step), _) => step.clone(),
            (None, Some(item)) => item.clone(),
            (None, None) => kind.to_owned(),
        }
    }

    /// What it is about, for output that leaves the repository: of what is confidential the date
    /// alone.
    pub fn public_subject(&self) -> String {
        public_subject(self.subject(), self.is_confidential)
    }

    /// The title, for output that leaves the repository.
    pub fn public_title(&self) -> Option<&str> {
        self.title.as_deref().filter(|_| !self.is_confidential)
    }

    /// Where it can be read, for output that leaves the repository.
    pub fn public_url(&self) -> Option<&str> {
        self.url.as_deref().filter(|_| !self.is_confidential)
    }

    /// What is wrong with a file that cannot be read, and where, for output that leaves the
    /// repository.
    pub fn trouble(&self) -> String {
        if self.is_confidential {
            return format!("{}: cannot be read", self.public_subject());
        }
        format!("{}:{}: {}", self.path, self.line, self.explanation)
    }

    /// Who owes it, in words: `nobody` where nobody is named.
    pub fn people(&self) -> String {
        if self.owed_by.is_empty() {
            "nobody".to_owned()
        } else {
            self.owed_by.join(", ")
        }
    }

    /// What it is about: the postmortem's id, else the file.
    pub fn subject(&self) -> &str {
        self.postmortem.as_deref().unwrap_or(self.path.as_str())
    }
}

/// What a postmortem is called in output that leaves the repository: of what is confidential the date
/// alone.
pub(super) fn public_subject(id: &str, is_confidential: bool) -> String {
    if is_confidential {
        return format!("{} (confidential)", id.get(..10).unwrap_or_default());
    }
    id.to_owned()
}

/// Which items are wanted. Everything that is given must hold; within one list, any. What cannot be
/// read is always wanted: nobody knows what it would say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who must do it.
    pub who: Vec<String>,
    /// The postmortem's owner.
    pub owners: Vec<String>,
    /// Severities.
    pub severities: Vec<String>,
    /// Services.
    pub services: Vec<String>,
    /// Kinds.
    pub kinds: Vec<DeadlineKind>,
}

impl Filter {
    /// Whether an item is wanted. People are compared through the roster.
    pub fn takes(&self, item: &Item, policy: &Policy) -> bool {
        if item.state == State::Unreadable {
            return true;
        }
        let person = |wanted: &[String], found: &[String]| {
            wanted.is_empty()
                || found
                    .iter()
                    .any(|it| wanted.iter().any(|w| policy.roster.is_same(w, it)))
        };
        let word = |wanted: &[String], found: &[String]| {
            wanted.is_empty()
                || found
                    .iter()
                    .any(|it| wanted.iter().any(|w| w.eq_ignore_ascii_case(it)))
        };
        person(&self.who, &item.owed_by)
            && person(&self.owners, item.owner.as_slice())
            && word(&self.severities, item.severity.as_slice())
            && word(&self.services, &item.services)
            && (self.kinds.is_empty() || item.kind.is_some_and(|it| self.kinds.contains(&it)))
    }
}

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
        let count = |state| items.iter().filter(|it| it.state == state).count();
        Self {
            overdue: count(State::Overdue),
            soon: count(State::Soon),
            unreadable: count(State::Unreadable),
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
}

/// All that a root owes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// Most late first, then what cannot be read, then by when it is due.
    pub items: Vec<Item>,
    /// Incidents that go on for more than a week, longest first.
    pub unresolved: Vec<Unresolved>,
}

impl Owed {
    /// Sorts what several roots owe.
    pub fn sort(&mut self) {
        self.items.sort_by(|a, b| {
            (
                a.state,
                a.due,
                &a.path,
                a.line,
                a.kind,
                &a.step,
                &a.action_item,
            )
                .cmp(&(
                    b.state,
                    b.due,
                    &b.path,
                    b.line,
                    b.kind,
                    &b.step,
                    &b.action_item,
                ))
        });
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
}

/// Folds items, a line for each postmortem, in the order of the items. While a review is
/// late, what only follows from it is not counted.
pub fn folded<'a>(items: &[&'a Item]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for item in told_apart(items) {
        let key = (item.state == State::Unreadable, item.subject());
        if let Some(line) = places.get(&key).and_then(|at: &usize| lines.get_mut(*at)) {
            line.more += 1;
            continue;
        }
        places.insert(key, lines.len());
        lines.push(Line {
            worst: item,
            more: 0,
        });
    }
    lines
}

/// Leaves out what only follows from a review that is late.
fn told_apart<'a>(items: &[&'a Item]) -> Vec<&'a Item> {
    let late: std::collections::HashSet<&str> = items
        .iter()
        .filter(|it| it.state == State::Overdue && it.kind == Some(DeadlineKind::Reviewed))
        .map(|it| it.subject())
        .collect();
    items
        .iter()
        .copied()
        .filter(|it| {
            !(late.contains(it.subject())
                && it.kind.is_some_and(DeadlineKind::follows_from_reviewed))
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
    pub unresolved: &'a [Unresolved],
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
}

/// What items are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Who owes it.
    Owner,
    /// For which part in the response it is owed.
    Role,
    /// The services that the incident touched.
    Service,
    /// The incident's severity.
    Severity,
    /// What is owed.
    Kind,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Owner,
        Self::Role,
        Self::Service,
        Self::Severity,
        Self::Kind,
    ];

    /// Its word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Role => "role",
            Self::Service => "service",
            Self::Severity => "severity",
            Self::Kind => "kind",
        }
    }

    /// The groups that an item belongs to.
    pub fn keys(self, item: &Item) -> Vec<String> {
        let or = |keys: Vec<String>, none: &str| {
            if keys.is_empty() {
                vec![none.to_owned()]
            } else {
                keys
            }
        };
        match self {
            Self::Owner => or(item.owed_by.clone(), "nobody"),
            Self::Service => or(item.services.clone(), "no service"),
            Self::Role => vec![item.role.map_or("-", Role::as_str).to_owned()],
            Self::Severity => or(item.severity.clone().into_iter().collect(), "-"),
            Self::Kind => vec![item.kind.map_or("-", DeadlineKind::as_str).to_owned()],
        }
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
