//! What was told to whom.

use std::borrow::Cow;

use serde::Serialize;

use super::document::listing;
use super::document::written;
use crate::report::messages;
use crate::report::overdue::Unreadable;

#[derive(Serialize)]
pub(super) struct MessageEntry<'a> {
    postmortem: &'a str,
    message: &'a str,
    path: &'a str,
    state: &'a str,
    sent_at: Option<Cow<'a, str>>,
    attempted_at: Option<Cow<'a, str>>,
    posted_at: Option<Cow<'a, str>>,
    approved_by: Option<&'a str>,
    approved_at: Option<Cow<'a, str>>,
    url: Option<&'a str>,
    not_sent_because: Option<&'a str>,
    people: &'a [String],
}

impl<'a> From<&'a messages::Message> for MessageEntry<'a> {
    fn from(it: &'a messages::Message) -> Self {
        Self {
            postmortem: &it.postmortem,
            message: it.name.as_str(),
            path: it.path.as_str(),
            state: it.state.as_str(),
            sent_at: written(it.sent_at.as_deref()),
            attempted_at: written(it.attempted_at.as_deref()),
            posted_at: written(it.posted_at.as_deref()),
            approved_by: it.approved_by.as_deref(),
            approved_at: written(it.approved_at.as_deref()),
            url: it.url.as_deref(),
            not_sent_because: it.reason.as_deref(),
            people: &it.people,
        }
    }
}

/// Writes what was told to whom: one line of JSON.
pub fn messages(snapshot: &str, all: &[messages::Message], unread: &[Unreadable]) -> String {
    let entries: Vec<MessageEntry<'_>> = all.iter().map(Into::into).collect();
    listing(snapshot, ("messages", entries), unread)
}
