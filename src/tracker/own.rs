//! A program of the team's own: it is called with a word, reads JSON and prints JSON.

use serde_json::Value;
use serde_json::json;

use super::Call;
use super::NewTicket;
use super::TicketState;
use super::text;

pub(super) fn create(project: &str, ticket: &NewTicket) -> Call {
    Call {
        verb: "create",
        path: String::new(),
        input: Some(json!({
            "project": project,
            "title": ticket.title,
            "body": ticket.body,
            "labels": ticket.labels,
            "mark": ticket.mark,
        })),
    }
}

pub(super) fn state(project: &str, ticket: &str) -> Call {
    Call {
        verb: "state",
        path: String::new(),
        input: Some(json!({"project": project, "ticket": ticket})),
    }
}

pub(super) fn made(answer: &Value) -> Option<String> {
    text(answer.get("ticket"))
}

pub(super) fn read_state(answer: &Value) -> Option<TicketState> {
    Some(TicketState {
        word: text(answer.get("state"))?,
        date: text(answer.get("date")),
        reason: text(answer.get("reason")),
    })
}
