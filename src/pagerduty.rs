//! What PagerDuty says of incidents: JSON → values.
//!
//! Everything may be missing, null or of a kind that nobody knew yet: what cannot be read is not there, and
//! the rest is read all the same.

mod log;
mod review;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::time::Moment;
use crate::time::parse_timestamp;

pub use log::Entry;
pub use log::Note;
pub use log::messages;
pub use review::Review;

/// How far an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody is, or should be, at work on it.
    Open,
    /// It is over.
    Resolved,
    /// In a word that nobody knew yet.
    Unknown,
}

/// How urgent an incident is, in an account's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// Its id in the account.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: String,
    /// Its number in the account.
    pub number: Option<u64>,
    /// What happened.
    pub title: Option<String>,
    /// How far it is.
    pub state: State,
    /// Its page.
    pub url: Option<String>,
    /// When it was triggered.
    pub created_at: Option<Moment>,
    /// When it was resolved.
    pub resolved_at: Option<Moment>,
    /// The service that it is on.
    pub service: Option<String>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// The incident that it was merged into.
    pub merged_into: Option<String>,
    /// Whether it can be merged; `None` where it does not say.
    pub is_mergeable: Option<bool>,
    /// Where people talk about it.
    pub conference: Option<String>,
    /// Who is assigned, who acknowledged, and who was asked to respond: each once.
    pub people: Vec<String>,
}

impl Incident {
    /// Reads one; `None` for what has no id.
    pub fn read(json: &Value) -> Option<Self> {
        let at = |name: &str| parse_timestamp(json.get(name)?.as_str()?).ok();
        let bridge = json.get("conference_bridge");
        let bridge = |name: &str| text(bridge?.get(name));
        Some(Self {
            id: text(json.get("id"))?,
            number: json.get("incident_number").and_then(Value::as_u64),
            title: text(json.get("title")).or_else(|| text(json.get("summary"))),
            state: match json.get("status").and_then(Value::as_str) {
                Some("resolved") => State::Resolved,
                Some("triggered" | "acknowledged") => State::Open,
                _ => State::Unknown,
            },
            url: text(json.get("html_url")),
            created_at: at("created_at"),
            resolved_at: at("resolved_at"),
            service: json.get("service").and_then(name),
            priority: json.get("priority").and_then(Priority::read),
            merged_into: text(json.pointer("/resolve_reason/incident/id")),
            is_mergeable: json.get("is_mergeable").and_then(Value::as_bool),
            conference: bridge("conference_url").or_else(|| bridge("conference_number")),
            people: people(json),
        })
    }

    /// Whether it is the one that a reference means: an id, a number or the address of its page.
    pub fn is(&self, reference: &str) -> bool {
        let id = id_of(reference);
        let is_number = || {
            let number = id.trim_start_matches('#').parse::<u64>().ok();
            number.is_some() && number == self.number
        };
        self.id.eq_ignore_ascii_case(id) || is_number()
    }

    /// When it was over, as far as is known: it may be open again.
    pub fn over_at(&self) -> Option<Moment> {
        self.resolved_at.filter(|_| self.state == State::Resolved)
    }
}

impl Priority {
    /// Reads one; `None` for none.
    pub fn read(json: &Value) -> Option<Self> {
        Some(Self {
            id: text(json.get("id"))?,
            name: name(json)?,
        })
    }
}

/// The id that a reference holds: of an address the part behind `incidents`.
pub fn id_of(reference: &str) -> &str {
    let reference = reference.trim();
    let Some((_, rest)) = reference.split_once("://") else {
        return reference;
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let mut parts = rest.split('/').filter(|it| !it.is_empty());
    let named = parts.clone().skip_while(|it| *it != "incidents").nth(1);
    named.or_else(|| parts.next_back()).unwrap_or(rest)
}

/// The incident in an answer.
pub fn incident_in(json: &Value) -> Option<Incident> {
    Incident::read(json.get("incident")?)
}

/// The note in an answer.
pub fn note_in(json: &Value) -> Option<Note> {
    Note::read(json.get("note")?)
}

/// Whether a page says that there is another behind it.
pub fn has_more(json: &Value) -> bool {
    json.get("more").and_then(Value::as_bool) == Some(true)
}

/// The id of something.
pub fn own_id(json: &Value) -> Option<&str> {
    json.get("id")?.as_str()
}

/// A list in an answer; none where it is something else.
pub fn list<'a>(json: &'a Value, key: &str) -> &'a [Value] {
    let list = json.get(key).and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

/// A text that says something.
fn text(json: Option<&Value>) -> Option<String> {
    let text = json?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What something is called.
fn name(json: &Value) -> Option<String> {
    text(json.get("name")).or_else(|| text(json.get("summary")))
}

/// Those who had to do with an incident.
fn people(json: &Value) -> Vec<String> {
    let lists = [
        ("assignments", "assignee"),
        ("acknowledgements", "acknowledger"),
        ("incidents_responders", "user"),
    ];
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (key, who) in lists {
        for it in list(json, key) {
            // A service or an integration acknowledges, too.
            let one = it.get(who).filter(|it| {
                let kind = it.get("type").and_then(Value::as_str);
                kind.is_none_or(|it| it.starts_with("user"))
            });
            if let Some(name) = one.and_then(name)
                && seen.insert(name.clone())
            {
                all.push(name);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests;
