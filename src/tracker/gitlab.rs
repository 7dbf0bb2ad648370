//! GitLab, as `glab api` speaks with it.

use serde_json::Value;
use serde_json::json;

use super::Call;
use super::NewTicket;
use super::TicketState;
use super::number_behind;
use super::text;
use crate::source::percent_encoded;

/// A project in a path is one part of it.
fn part(project: &str) -> String {
    percent_encoded(project, |_, it| {
        it.is_ascii_alphanumeric() || b"-_.".contains(&it)
    })
}

pub(super) fn create(project: &str, ticket: &NewTicket) -> Call {
    let labels = ticket.labels.join(",");
    let input = json!({"title": ticket.title, "description": ticket.body, "labels": labels});
    Call {
        verb: "POST",
        path: format!("projects/{}/issues", part(project)),
        input: Some(input),
    }
}

pub(super) fn search(project: &str, ticket: &NewTicket) -> Call {
    let label = ticket.labels.last().map_or("", String::as_str);
    let label = percent_encoded(label, |_, it| it.is_ascii_alphanumeric() || it == b'_');
    Call {
        verb: "GET",
        path: format!(
            "projects/{}/issues?scope=all&per_page=100&labels={label}",
            part(project)
        ),
        input: None,
    }
}

pub(super) fn state(project: &str, ticket: &str) -> Option<Call> {
    let ways = [
        format!("{project}/-/issues/"),
        format!("{project}/issues/"),
        format!("{project}/-/work_items/"),
        format!("{project}#"),
    ];
    let number = number_behind(ticket, &ways)?;
    Some(Call {
        verb: "GET",
        path: format!("projects/{}/issues/{number}", part(project)),
        input: None,
    })
}

pub(super) fn made(answer: &Value) -> Option<String> {
    text(answer.get("web_url"))
}

pub(super) fn read_state(answer: &Value) -> Option<TicketState> {
    let is_open = text(answer.get("state"))? != "closed";
    Some(TicketState {
        word: if is_open { "open" } else { "done" }.to_owned(),
        date: text(answer.get("closed_at")),
        reason: None,
    })
}
