//! Jira's REST interface, as far as its cloud and its servers have the same.

use serde_json::Value;
use serde_json::json;

use super::Call;
use super::NewTicket;
use super::TicketState;
use super::text;
use crate::source::percent_encoded;

/// The kind of ticket that every project has.
const KIND: &str = "Task";

/// A label that only this ticket has: no label has a blank or a slash that means something.
fn label(ticket: &NewTicket) -> String {
    let plain = |it: char| {
        if it.is_alphanumeric() || "-_".contains(it) {
            it
        } else {
            '.'
        }
    };
    let name: String = ticket.mark.chars().map(plain).collect();
    format!("pmrepo.{name}")
}

pub(super) fn create(project: &str, ticket: &NewTicket) -> Call {
    let mut labels = ticket.labels.clone();
    labels.push(label(ticket));
    let input = json!({"fields": {
        "project": {"key": project},
        "issuetype": {"name": KIND},
        "summary": ticket.title,
        "description": ticket.body,
        "labels": labels,
    }});
    Call {
        verb: "POST",
        path: "/rest/api/2/issue".to_owned(),
        input: Some(input),
    }
}

pub(super) fn search(project: &str, ticket: &NewTicket) -> Call {
    let query = format!("project = \"{project}\" AND labels = \"{}\"", label(ticket));
    let query = percent_encoded(&query, |_, it| it.is_ascii_alphanumeric());
    Call {
        verb: "GET",
        path: format!("/rest/api/2/search/jql?fields=labels&maxResults=1&jql={query}"),
        input: None,
    }
}

/// The key of a ticket: its own, or the end of its page's address.
fn key<'a>(project: &str, ticket: &'a str) -> Option<&'a str> {
    let ticket = ticket.trim().trim_end_matches('/');
    let key = ticket.rsplit('/').next().unwrap_or(ticket);
    let number = key.strip_prefix(project)?.strip_prefix('-')?;
    number.bytes().all(|it| it.is_ascii_digit()).then_some(key)
}

pub(super) fn state(project: &str, ticket: &str) -> Option<Call> {
    let key = key(project, ticket)?;
    Some(Call {
        verb: "GET",
        path: format!("/rest/api/2/issue/{key}?fields=status,resolution,resolutiondate"),
        input: None,
    })
}

pub(super) fn made(base: &str, answer: &Value) -> Option<String> {
    let key = text(answer.get("key"))?;
    Some(format!("{base}/browse/{key}"))
}

pub(super) fn read_state(answer: &Value) -> Option<TicketState> {
    let category = text(answer.pointer("/fields/status/statusCategory/key"));
    let resolution = text(answer.pointer("/fields/resolution/name"));
    let is_given_up = resolution.as_deref().is_some_and(|it| {
        let words = [
            "wont",
            "won't",
            "duplicate",
            "declined",
            "cannot",
            "cancel",
            "reject",
        ];
        let name = it.to_lowercase();
        words.iter().any(|word| name.starts_with(word))
    });
    let word = match category?.as_str() {
        "done" if is_given_up => "wont-do",
        "done" => "done",
        "indeterminate" => "in-progress",
        _ => "open",
    };
    Some(TicketState {
        word: word.to_owned(),
        date: text(answer.pointer("/fields/resolutiondate")),
        reason: resolution.filter(|_| is_given_up),
    })
}
