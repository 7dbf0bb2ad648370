//! The log of an incident, and what people noted there: as messages of a log, of which rows of a timeline
//! are proposed.

use serde_json::Value;

use super::text;
use crate::chat::Message;
use crate::time::Moment;
use crate::time::parse_timestamp;

/// What the keys of its messages begin with.
const SOURCE: &str = "pagerduty";

/// What somebody noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: String,
    /// When it was written.
    pub at: Option<Moment>,
    /// By whom.
    pub author: String,
    /// What it says.
    pub text: String,
}

impl Note {
    /// Reads one; `None` for what has no id.
    pub fn read(json: &Value) -> Option<Self> {
        Some(Self {
            id: text(json.get("id"))?,
            at: at(json),
            author: who(json.get("user")),
            text: text(json.get("content")).unwrap_or_default(),
        })
    }
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What kind of entry it is, without `_log_entry`; one that nobody knew yet stays what it is called.
    pub kind: String,
    /// When it happened.
    pub at: Option<Moment>,
    /// Who did it.
    pub agent: String,
    /// What it says.
    pub summary: String,
    /// Its page.
    pub url: Option<String>,
}

impl Entry {
    /// Reads one; `None` for what has no id.
    pub fn read(json: &Value) -> Option<Self> {
        let kind = text(json.get("type")).unwrap_or_default();
        let kind = kind.trim_end_matches("_reference");
        let note = text(json.pointer("/channel/note"));
        let summary = note.or_else(|| text(json.get("summary")));
        Some(Self {
            id: text(json.get("id"))?,
            kind: kind.trim_end_matches("_log_entry").to_owned(),
            at: at(json),
            agent: who(json.get("agent")),
            summary: summary.unwrap_or_default(),
            url: text(json.get("html_url")),
        })
    }

    /// Whether it is only about how people were told: nobody wants that in a timeline.
    fn is_noise(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "notify" | "assign" | "annotate" | "snooze"
        )
    }
}

/// The messages that entries and notes are, the first first. What has no time or says nothing is none.
/// Notes are not told twice: the log has an entry for each.
pub fn messages(entries: &[Entry], notes: &[Note], incident_url: Option<&str>) -> Vec<Message> {
    let of_entries = entries.iter().filter(|it| !it.is_noise()).filter_map(|it| {
        let place = it.url.as_deref().or(incident_url);
        message(&it.id, (it.at?, &it.agent), &it.summary, place)
    });
    let of_notes = notes
        .iter()
        .filter_map(|it| message(&it.id, (it.at?, &it.author), &it.text, incident_url));
    let mut all: Vec<Message> = of_entries.chain(of_notes).collect();
    all.sort_by_key(|it| it.at);
    all
}

fn message(
    id: &str,
    (at, author): (Moment, &str),
    text: &str,
    place: Option<&str>,
) -> Option<Message> {
    (!text.is_empty()).then(|| Message {
        key: crate::chat::keys::of_id(SOURCE, id),
        place: place.unwrap_or(id).to_owned(),
        at,
        author: author.to_owned(),
        is_bot: false,
        text: text.to_owned(),
        reactions: Vec::new(),
        is_pinned: false,
        reply_to: None,
        remark: None,
    })
}

fn at(json: &Value) -> Option<Moment> {
    parse_timestamp(json.get("created_at")?.as_str()?).ok()
}

fn who(json: Option<&Value>) -> String {
    let name = json.and_then(super::name);
    name.unwrap_or_default()
}
