//! What lists are made of: postmortems, what is owed, action items.

use std::borrow::Cow;

use serde::Serialize;

use super::escape::outward;
use super::names::Places;
use crate::deadline::State;
use crate::model::ActionState;
use crate::model::Status;
use crate::postmortem::review_id;
use crate::report::actions;
use crate::report::overdue::Item;
use crate::report::site::Card;
use crate::report::site::Digest;
use crate::report::site::Of;
use crate::time::Moment;

/// How many services of a postmortem stand in a list: there is a list for each of them.
const MOST_SERVICES: usize = 8;
/// How many characters of a text stand in a list: what has the text may be in very many.
const MOST_CHARACTERS: usize = 300;

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
    /// All its services.
    #[serde(skip)]
    pub(super) services: Vec<String>,
    /// Those of them that are shown, and how many are not.
    shown_services: Vec<String>,
    more_services: usize,
    /// The digest of all that: it stands in many lists.
    #[serde(skip)]
    pub(super) of: Of,
}

impl Entry {
    /// The entry of a postmortem whose page is `to`.
    pub(super) fn new(card: &Card, to: &str) -> Self {
        let row = &card.row;
        let status = row.status.clone();
        let mut entry = Self {
            of: Of::default(),
            to: to.to_owned(),
            title: brief(&card.title).into_owned(),
            day: day(card),
            severity: row.severity.as_deref().map(|it| brief(it).into_owned()),
            rank: if card.is_major { "high" } else { "low" },
            state: match status.as_deref().and_then(Status::parse) {
                Some(it) if it.is_open() => "open",
                Some(_) => "over",
                None => "unknown",
            },
            status: if row.is_readable {
                status.map(|it| brief(&it).into_owned())
            } else {
                Some("unreadable".to_owned())
            },
            services: row.services.clone(),
            shown_services: row
                .services
                .iter()
                .take(MOST_SERVICES)
                .map(|it| brief(it).into_owned())
                .collect(),
            more_services: row.services.len().saturating_sub(MOST_SERVICES),
        };
        entry.of = entry.digest();
        entry
    }

    fn digest(&self) -> Of {
        let Self {
            to,
            title,
            day,
            severity,
            rank,
            status,
            state,
            services,
            shown_services: _,
            more_services: _,
            of: _,
        } = self;
        let mut digest = Digest::new();
        digest.text(to).text(title).text(day).text(rank).text(state);
        digest.some(severity.as_deref()).some(status.as_deref());
        for it in services {
            digest.text(it);
        }
        digest.short()
    }
}

/// A text as it stands in a list.
fn brief(text: &str) -> Cow<'_, str> {
    let cut = text.char_indices().nth(MOST_CHARACTERS);
    match cut.and_then(|(at, _)| text.get(..at)) {
        Some(beginning) => format!("{}…", beginning.trim_end()).into(),
        None => text.into(),
    }
}

/// The day of an incident, in words where nothing says it.
pub(super) fn day(card: &Card) -> String {
    card.day()
        .map_or_else(|| "no date".to_owned(), |it| it.to_string())
}

/// Something that is owed, in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Owed<'a> {
    pub(super) to: Option<&'a str>,
    pub(super) title: Cow<'a, str>,
    pub(super) what: Cow<'a, str>,
    pub(super) state: &'static str,
    pub(super) about: String,
}

impl<'a> Owed<'a> {
    /// What is owed in a root; `is_dated` where its day is told and not how far that is, which is other
    /// words every day.
    pub(super) fn new(item: &'a Item, (root, places): (usize, &'a Places), is_dated: bool) -> Self {
        let place = item.place();
        let to = page_of(item, (root, places));
        Self {
            to,
            title: match (title(item), &place.postmortem, to) {
                (Some(title), ..) => brief(title),
                (None, None, Some(_)) => {
                    format!("Process review {}", review_id(&place.path)).into()
                }
                (None, ..) => place.subject().into(),
            },
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

    /// Digests all that is said of an item where its day is told, without putting it into words.
    pub(super) fn digest(item: &Item, (root, places): (usize, &Places)) -> Of {
        let mut digest = Digest::new();
        digest.some(page_of(item, (root, places)));
        digest.some(title(item)).text(item.place().subject());
        match item {
            Item::Owed(it) => {
                digest.text(it.what()).some(it.what_title());
                digest.text(it.state.as_str());
                digest.number(it.due.local().and_utc().timestamp());
                for person in &it.owed_by {
                    digest.text(person);
                }
            }
            Item::Unreadable(it) => {
                digest.text(&format!("line {}", it.place.line));
                digest.text(item.what()).text(&it.why);
            }
        }
        digest.short()
    }
}

/// The page of what owes something in a root.
fn page_of<'a>(item: &Item, (root, places): (usize, &'a Places)) -> Option<&'a str> {
    let place = item.place();
    match &place.postmortem {
        Some(id) => places.of_id(root, id),
        None => places.of_path(&place.path),
    }
}

/// The title of the postmortem that owes something.
fn title(item: &Item) -> Option<&str> {
    item.owed()?.incident.title.as_deref()
}

/// What is owed, with its words where its short form is only an id.
fn what(item: &Item) -> Cow<'_, str> {
    let words = item.owed().and_then(|it| it.what_title());
    match words {
        Some(words) => format!("{}: {words}", item.what()).into(),
        None => item.what().into(),
    }
}

/// An action item in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line<'a> {
    pub(super) anchor: Option<&'a str>,
    pub(super) id: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) state: &'a str,
    /// The class of its state.
    pub(super) class: &'static str,
    pub(super) is_late: bool,
    pub(super) about: Vec<Cow<'a, str>>,
    pub(super) ticket: Option<&'a str>,
    pub(super) ticket_to: Option<&'a str>,
    pub(super) to: Option<&'a str>,
    pub(super) postmortem: Option<Cow<'a, str>>,
}

impl<'a> Line<'a> {
    /// The line of an item as it stands now, with what it is of: its title, and its page.
    pub(super) fn new(
        item: &'a actions::Item,
        now: Moment,
        (postmortem, to): (&'a str, Option<&'a str>),
    ) -> Self {
        let mut about: Vec<Cow<'a, str>> = Vec::with_capacity(4);
        about.extend(item.priority.as_deref().map(Cow::from));
        about.push(item.owner.as_deref().unwrap_or("no owner").into());
        match (&item.done_on, &item.due) {
            (Some(day), _) => about.push(format!("done {day}").into()),
            (None, Some(day)) => about.push(format!("due {day}").into()),
            (None, None) => {}
        }
        about.extend(item.reason.as_deref().map(Cow::from));
        Self {
            anchor: None,
            id: item.id.as_deref(),
            title: item.title.as_deref().unwrap_or("(no title)"),
            class: match item.state() {
                Some(ActionState::Done) => "done",
                Some(_) | None => "open",
            },
            state: &item.state,
            is_late: item.is_late_at(now),
            about,
            ticket_to: item.ticket.as_deref().and_then(outward),
            ticket: item.ticket.as_deref(),
            to,
            postmortem: Some(brief(postmortem)),
        }
    }

    /// Digests all that is said of an item, without putting it into words.
    pub(super) fn put(item: &actions::Item, now: Moment, digest: &mut Digest) {
        let actions::Item {
            id,
            title,
            priority,
            owner,
            due,
            ticket,
            state,
            done_on,
            reason,
            ..
        } = item;
        for it in [id, title, priority, owner, due, ticket, done_on, reason] {
            digest.some(it.as_deref());
        }
        digest.text(state);
        let is_late = item.is_late_at(now);
        digest.number(i64::from(is_late));
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
