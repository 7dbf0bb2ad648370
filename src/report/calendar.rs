//! What goes into a calendar: review meetings, deadlines, process reviews. Nothing that is
//! confidential is in it: a calendar leaves the repository.

mod collect;
mod uid;

use std::str::FromStr;

use chrono::NaiveDate;

use crate::config::Policy;
use crate::config::Someone;
use crate::model::DeadlineKind;
use crate::model::bare;
use crate::report::overdue::Unreadable;
use crate::report::public::Public;
use crate::time::Moment;

pub use collect::collect;

/// What an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The meeting in which a postmortem is reviewed.
    Meeting,
    /// A meeting about the response process.
    ProcessReview,
    /// Something is owed by then.
    Deadline(DeadlineKind),
}

impl What {
    /// Its word on the command line and in the calendar's categories.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::ProcessReview => "process-review",
            Self::Deadline(kind) => kind.as_str(),
        }
    }

    /// Every word there is, each once.
    pub fn words() -> Vec<&'static str> {
        let kinds = DeadlineKind::ALL.iter().map(|it| it.as_str());
        std::iter::once(Self::Meeting.as_str())
            .chain(kinds)
            .collect()
    }
}

/// When an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A whole day: a deadline that passes with the end of it.
    Day(NaiveDate),
    /// From a moment on.
    From(Moment),
}

/// Whether an event still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is as it says.
    Holds,
    /// A deadline that is met.
    Met,
    /// A meeting that does not take place.
    Cancelled,
}

/// A person of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The roster's handle, else what is written.
    pub handle: String,
    /// The name in full, else the handle.
    pub name: String,
    /// The e-mail address, where it is known.
    pub email: Option<String>,
}

impl Person {
    /// The person whom a document names.
    fn new(policy: &Policy, written: &str) -> Self {
        let written = bare(written.trim());
        match policy.roster.find(written) {
            Some(member) => {
                let handle = bare(&member.handle).to_owned();
                Self {
                    name: match &member.name {
                        Some(name) if !name.trim().is_empty() => name.clone(),
                        _ => handle.clone(),
                    },
                    email: member.email.clone(),
                    handle,
                }
            }
            None => Self {
                handle: written.to_owned(),
                name: written.to_owned(),
                email: written.contains('@').then(|| written.to_owned()),
            },
        }
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What a calendar knows it by, whatever becomes of its time and its title.
    pub uid: String,
    /// What it is.
    pub what: What,
    /// The postmortem's id, or the name of a process review's file.
    pub subject: String,
    /// The postmortem's title.
    pub title: Option<String>,
    /// The incident's severity.
    pub severity: Option<String>,
    /// The checklist's step, or the action item's id, that is owed.
    pub part: Option<String>,
    /// When it is.
    pub when: When,
    /// Whether it still holds.
    pub standing: Standing,
    /// Who owns the postmortem.
    pub owner: Option<Person>,
    /// Who leads the meeting.
    pub lead: Option<Person>,
    /// Who comes; of a deadline, who owes it.
    pub people: Vec<Person>,
    /// The document on the web.
    pub url: Option<String>,
    /// How the deadline was computed.
    pub explanation: Option<String>,
}

/// What a root puts into a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// The events, by time.
    pub events: Vec<Event>,
    /// What cannot be read, and so may be missing.
    pub unreadable: Vec<Unreadable>,
}

impl Events {
    /// What may leave the repository, and that is all there is: what is confidential never was in it.
    pub fn public(self) -> Public<Self> {
        Public::new(self)
    }

    /// Sorts what several roots have, by time; what is on one moment by its UID.
    pub fn sort(&mut self) {
        self.events.sort_by(|a, b| {
            let start = |it: &Event| match it.when {
                When::Day(day) => (day, None),
                When::From(at) => (at.utc().date(), Some(at)),
            };
            (start(a), &a.uid).cmp(&(start(b), &b.uid))
        });
        self.unreadable.sort_by(|a, b| {
            let (a, b) = (&a.place, &b.place);
            (&a.path, a.line).cmp(&(&b.path, b.line))
        });
    }
}

/// Which events are wanted. Everything that is given must hold; within one list, any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who must do it, or comes.
    pub who: Vec<Someone>,
    /// The postmortem's owner.
    pub owners: Vec<Someone>,
    /// Words of kinds.
    pub kinds: Vec<Word>,
    /// Whether deadlines that are met are wanted too.
    pub met: bool,
}

impl Filter {
    /// Whether an event is wanted. People are compared through the roster.
    pub fn takes(&self, event: &Event, policy: &Policy) -> bool {
        let is_any = |wanted: &[Someone], mut found: Box<dyn Iterator<Item = &Person> + '_>| {
            wanted.is_empty()
                || found.any(|it| wanted.iter().any(|word| policy.roster.is(word, &it.handle)))
        };
        (self.met || event.standing != Standing::Met)
            && is_any(&self.who, Box::new(event.people.iter().chain(&event.lead)))
            && is_any(&self.owners, Box::new(event.owner.iter()))
            && (self.kinds.is_empty() || self.kinds.iter().any(|it| it.0 == event.what.as_str()))
    }
}

/// A word that names a kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(&'static str);

impl FromStr for Word {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words = What::words();
        let found = words.iter().find(|it| **it == text);
        found
            .map(|it| Self(it))
            .ok_or_else(|| format!("one of {}", words.join(", ")))
    }
}
