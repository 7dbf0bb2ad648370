//! Process reviews as JSON.

use std::borrow::Cow;

use serde::Serialize;

use super::document::VERSION;
use super::document::document;
use super::document::line;
use super::document::rfc3339;
use super::document::written;
use crate::postmortem::ANYONE;
use crate::report::actions;
use crate::report::process_reviews::Agenda;
use crate::report::process_reviews::Incident;
use crate::report::process_reviews::Item;
use crate::report::process_reviews::Review;

/// What the notes do not say is null.
#[derive(Serialize)]
struct ReviewEntry<'a> {
    id: &'a str,
    path: &'a str,
    status: Option<&'a str>,
    scheduled_for: Option<Cow<'a, str>>,
    chair: Option<&'a str>,
    attendees: &'a [String],
    invited: Invited<'a>,
    incidents: &'a [String],
    tweaks: Vec<TweakEntry<'a>>,
    cancelled_because: Option<&'a str>,
    unreadable: Option<&'a str>,
}

/// `anyone`, or a list of people, as in the notes.
#[derive(Serialize)]
#[serde(untagged)]
enum Invited<'a> {
    Anyone(&'static str),
    People(&'a [String]),
}

#[derive(Serialize)]
struct TweakEntry<'a> {
    id: Option<&'a str>,
    title: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<&'a str>,
    state: &'a str,
}

impl<'a> From<&'a actions::Item> for TweakEntry<'a> {
    fn from(it: &'a actions::Item) -> Self {
        Self {
            id: it.id.as_deref(),
            title: it.title.as_deref(),
            owner: it.owner.as_deref(),
            due: it.due.as_deref(),
            state: &it.state,
        }
    }
}

impl<'a> From<&'a Review> for ReviewEntry<'a> {
    fn from(it: &'a Review) -> Self {
        Self {
            id: &it.id,
            path: it.path.as_str(),
            status: it.status.as_deref(),
            scheduled_for: written(it.scheduled_for.as_deref()),
            chair: it.chair.as_deref(),
            attendees: &it.attendees,
            invited: if it.is_open_to_all {
                Invited::Anyone(ANYONE)
            } else {
                Invited::People(&it.invited)
            },
            incidents: &it.incidents,
            tweaks: it.tweaks.iter().map(Into::into).collect(),
            cancelled_because: it.cancelled_because.as_deref(),
            unreadable: it.unreadable.as_deref(),
        }
    }
}

/// Writes a list of process reviews: one line of JSON.
pub fn process_reviews(snapshot: &str, reviews: &[Review]) -> String {
    let entries: Vec<_> = reviews.iter().map(ReviewEntry::from).collect();
    document(snapshot, "process_reviews", entries)
}

#[derive(Serialize)]
struct AgendaDocument<'a> {
    version: u32,
    snapshot: &'a str,
    process_review: Option<ReviewEntry<'a>>,
    incidents: Vec<IncidentEntry<'a>>,
    open_tweaks: Vec<ItemEntry<'a>>,
    unreadable: Vec<TroubleEntry<'a>>,
}

#[derive(Serialize)]
struct IncidentEntry<'a> {
    id: &'a str,
    path: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    status: Option<&'a str>,
    severity: Option<&'a str>,
    date: Option<String>,
    resolved_at: Option<Cow<'a, str>>,
    incident_commander: Option<&'a str>,
    confidential: bool,
    listed: bool,
    due: Option<String>,
    late: bool,
    went_badly: &'a [String],
    action_items: Vec<ItemEntry<'a>>,
}

#[derive(Serialize)]
struct ItemEntry<'a> {
    name: &'a str,
    title: &'a str,
    owner: Option<&'a str>,
    due: Option<&'a str>,
    state: &'a str,
    late: bool,
}

#[derive(Serialize)]
struct TroubleEntry<'a> {
    path: &'a str,
    message: &'a str,
}

impl<'a> From<&'a Item> for ItemEntry<'a> {
    fn from(it: &'a Item) -> Self {
        Self {
            name: &it.name,
            title: &it.title,
            owner: it.owner.as_deref(),
            due: it.due.as_deref(),
            state: &it.state,
            late: it.is_late,
        }
    }
}

impl<'a> From<&'a Incident> for IncidentEntry<'a> {
    fn from(it: &'a Incident) -> Self {
        Self {
            id: &it.id,
            path: it.path.as_str(),
            url: it.url.as_deref(),
            title: it.title.as_deref(),
            status: it.status.as_deref(),
            severity: it.severity.as_deref(),
            date: it.date.map(|it| it.to_string()),
            resolved_at: written(it.resolved_at.as_deref()),
            incident_commander: it.commander.as_deref(),
            confidential: it.is_confidential,
            listed: it.is_listed,
            due: it.due.map(rfc3339),
            late: it.is_late,
            went_badly: &it.went_badly,
            action_items: it.action_items.iter().map(Into::into).collect(),
        }
    }
}

/// Writes what a review has to talk about: one line of JSON.
pub fn agenda(snapshot: &str, agenda: &Agenda) -> String {
    let unreadable = agenda.unreadable.iter().map(|it| TroubleEntry {
        path: it.path.as_str(),
        message: &it.message,
    });
    line(&AgendaDocument {
        version: VERSION,
        snapshot,
        process_review: agenda.review.as_ref().map(Into::into),
        incidents: agenda.incidents.iter().map(Into::into).collect(),
        open_tweaks: agenda.tweaks.iter().map(Into::into).collect(),
        unreadable: unreadable.collect(),
    })
}
