//! GitHub, as `gh api` speaks with it.

use serde_json::Value;
use serde_json::json;

use super::Call;
use super::NewTicket;
use super::TicketState;
use super::number_behind;
use super::text;
use crate::source::percent_encoded;

pub(super) fn create(project: &str, ticket: &NewTicket) -> Call {
    let input = json!({"title": ticket.title, "body": ticket.body, "labels": ticket.labels});
    Call {
        verb: "POST",
        path: format!("repos/{project}/issues"),
        input: Some(input),
    }
}

pub(super) fn search(project: &str, ticket: &NewTicket) -> Call {
    // The label with the incident's day, which few tickets have.
    let label = ticket.labels.last().map_or("", String::as_str);
    let label = percent_encoded(label, |_, it| it.is_ascii_alphanumeric() || it == b'_');
    Call {
        verb: "GET",
        path: format!("repos/{project}/issues?state=all&per_page=100&labels={label}"),
        input: None,
    }
}

pub(super) fn state(project: &str, ticket: &str) -> Option<Call> {
    let ways = [format!("{project}/issues/"), format!("{project}#")];
    let number = number_behind(ticket, &ways)?;
    Some(Call {
        verb: "GET",
        path: format!("repos/{project}/issues/{number}"),
        input: None,
    })
}

pub(super) fn made(answer: &Value) -> Option<String> {
    text(answer.get("html_url"))
}

pub(super) fn read_state(answer: &Value) -> Option<TicketState> {
    let is_open = text(answer.get("state"))? == "open";
    let reason = text(answer.get("state_reason"));
    let word = match (is_open, reason.as_deref()) {
        (true, _) => "open",
        (false, Some("not_planned")) => "wont-do",
        (false, _) => "done",
    };
    Some(TicketState {
        word: word.to_owned(),
        date: text(answer.get("closed_at")),
        reason: None,
    })
}
