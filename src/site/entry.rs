//! What lists are made of: postmortems, what is owed, action items.

use serde::Serialize;

use super::escape::outward;
use super::names::Places;
use crate::config::Policy;
use crate::deadline::State;
use crate::model::ActionState;
use crate::model::Status;
use crate::postmortem::review_id;
use crate::report::actions;
use crate::report::overdue::Item;
use crate::report::site::Card;
use crate::time::Moment;

/// A postmortem in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Entry {
    pub(super) to: String,
    pub(super) title: String,
    pub(super) day: String,
    pub(super) severity: Option<String>,
    /// The class of its severity.
    pub(super) rank: &'static str,
    pub(super) status: Option<String>,
    /// The class of its status.
    pub(super) state: &'static str,
    pub(super) services: Vec<String>,
}

impl Entry {
    /// The entry of a postmortem whose page is `to`.
    pub(super) fn new(card: &Card, to: &str) -> Self {
        let row = &card.row;
        let status = row.status.clone();
        Self {
            to: to.to_owned(),
            title: card.title.clone(),
            day: day(card),
            severity: row.severity.clone(),
            rank: if card.is_major { "high" } else { "low" },
            state: match status.as_deref().and_then(Status::parse) {
                Some(it) if it.is_open() => "open",
                Some(_) => "over",
                None => "unknown",
            },
            status: if row.is_readable {
                status
            } else {
                Some("unreadable".to_owned())
            },
            services: row.services.clone(),
        }
    }
}

/// The day of an incident, in words where nothing says it.
pub(super) fn day(card: &Card) -> String {
    card.day()
        .map_or_else(|| "no date".to_owned(), |it| it.to_string())
}

/// Something that is owed, in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Owed {
    pub(super) to: Option<String>,
    pub(super) title: String,
    pub(super) what: String,
    pub(super) state: &'static str,
    pub(super) about: String,
}

impl Owed {
    /// What is owed in a root; `is_dated` where its day is told and not how far that is, which is other
    /// words every day.
    pub(super) fn new(item: &Item, (root, places): (usize, &Places), is_dated: bool) -> Self {
        let place = item.place();
        let to = match &place.postmortem {
            Some(id) => places.of_id(root, id),
            None => places.of_path(&place.path),
        };
        let title = match item {
            Item::Owed(it) => it.title.clone(),
            Item::Unreadable(_) => None,
        };
        Self {
            to: to.map(str::to_owned),
            title: title.unwrap_or_else(|| {
                match (&place.postmortem, places.of_path(&place.path)) {
                    (None, Some(_)) => format!("Process review {}", review_id(&place.path)),
                    _ => place.subject().to_owned(),
                }
            }),
            what: what(item),
            state: item.state().map_or("unreadable", State::as_str),
            about: match item {
                Item::Owed(it) if is_dated => {
                    format!("{}, due {}", it.people(), it.due.to_local_words())
                }
                Item::Owed(it) if it.state == State::Overdue => {
                    format!("{}, {} late", it.people(), it.distance)
                }
                Item::Owed(it) => format!("{}, due {}", it.people(), it.when()),
                Item::Unreadable(it) => format!("line {}: {}", it.place.line, it.why),
            },
        }
    }
}

/// What is owed, with its words where its short form is only an id.
fn what(item: &Item) -> String {
    let words = item.owed().and_then(|it| it.what_title());
    match words {
        Some(words) => format!("{}: {words}", item.what()),
        None => item.what().to_owned(),
    }
}

/// An action item in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    pub(super) anchor: Option<String>,
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) state: String,
    /// The class of its state.
    pub(super) class: &'static str,
    pub(super) is_late: bool,
    pub(super) about: Vec<String>,
    pub(super) ticket: Option<String>,
    pub(super) ticket_to: Option<String>,
    pub(super) to: Option<String>,
    pub(super) postmortem: Option<String>,
}

impl Line {
    /// The line of an item as it stands now.
    pub(super) fn new(item: &actions::Item, policy: &Policy, now: Moment) -> Self {
        let mut about: Vec<String> = item.priority.iter().cloned().collect();
        about.push(match &item.owner {
            Some(owner) => owner.clone(),
            None => "no owner".to_owned(),
        });
        match (&item.done_on, &item.due) {
            (Some(day), _) => about.push(format!("done {day}")),
            (None, Some(day)) => about.push(format!("due {day}")),
            (None, None) => {}
        }
        about.extend(item.reason.iter().cloned());
        Self {
            anchor: None,
            id: item.id.clone(),
            title: item
                .title
                .clone()
                .unwrap_or_else(|| "(no title)".to_owned()),
            class: match item.state() {
                Some(ActionState::Done) => "done",
                Some(_) | None => "open",
            },
            state: item.state.clone(),
            is_late: item.is_late_on(policy.zone.date_of(now)),
            about,
            ticket_to: item.ticket.as_deref().and_then(outward).map(str::to_owned),
            ticket: item.ticket.clone(),
            to: None,
            postmortem: None,
        }
    }

    /// The same with the postmortem that it is of.
    #[must_use]
    pub(super) fn of(self, postmortem: &str, to: Option<&str>) -> Self {
        Self {
            to: to.map(str::to_owned),
            postmortem: Some(postmortem.to_owned()),
            ..self
        }
    }
}

/// A text that may lead somewhere.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Linked {
    pub(super) text: String,
    pub(super) to: Option<String>,
}

impl Linked {
    /// A text; where it is an address that may be followed, a link.
    pub(super) fn new(text: &str) -> Self {
        Self {
            to: outward(text).map(str::to_owned),
            text: text.to_owned(),
        }
    }
}

/// A fact: its name, and what it says.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) values: Vec<Linked>,
}

impl Fact {
    /// A fact with one value.
    pub(super) fn new(name: &str, value: &str) -> Self {
        Self::list(name, &[value])
    }

    /// A fact with several.
    pub(super) fn list(name: &str, values: &[impl AsRef<str>]) -> Self {
        let values = values.iter().map(|it| Linked::new(it.as_ref()));
        Self {
            name: in_words(name),
            values: values.collect(),
        }
    }
}

/// The name of a field as a heading: `paged_at` as `Paged at`.
pub(super) fn in_words(name: &str) -> String {
    let mut words = name.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}
