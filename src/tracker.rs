//! Trackers: what is asked of each so that a ticket is made or its state is read, and what the answers say.
//!
//! A tracker is a few calls with JSON in and out. Who carries them out, a program or the network, is not said
//! here.

mod github;
mod gitlab;
mod jira;
mod own;

use serde_json::Value;

use crate::model::Tracker;

/// A ticket that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTicket {
    /// What is to be done.
    pub title: String,
    /// Where that comes from.
    pub body: String,
    /// Labels by which the incident's tickets are found.
    pub labels: Vec<String>,
    /// What stands in its body, and in no other's: `2026-11-20-checkout/AI-3`.
    pub mark: String,
}

/// How far a ticket is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketState {
    /// In a word that pmrepo knows, or that trackers use.
    pub word: String,
    /// Since when, where it is over.
    pub date: Option<String>,
    /// Why, where it will not be done.
    pub reason: Option<String>,
}

/// What is asked of a tracker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The method: `GET` or `POST`; of a program of the team's own the word for what it does.
    pub verb: &'static str,
    /// The path, with its query; empty for a program of the team's own.
    pub path: String,
    /// What is sent along.
    pub input: Option<Value>,
}

/// Whether the name of a project is one that stays what it is in a path.
pub fn is_project(tracker: Tracker, name: &str) -> bool {
    let is_plain = |it: &str| {
        let may_stand = |it: char| it.is_ascii_alphanumeric() || "-_.".contains(it);
        !it.is_empty() && it.chars().all(may_stand) && !it.chars().all(|it| it == '.')
    };
    let parts = name.split('/').count();
    let is_whole = match tracker {
        Tracker::Github => parts == 2,
        Tracker::Gitlab => parts >= 2,
        Tracker::Jira => parts == 1 && !name.contains('.'),
        Tracker::Own => true,
    };
    is_whole && (tracker == Tracker::Own || name.split('/').all(is_plain))
}

/// An example of a project's name.
pub fn example(tracker: Tracker) -> &'static str {
    match tracker {
        Tracker::Github | Tracker::Gitlab => "acme/sre",
        Tracker::Jira | Tracker::Own => "OPS",
    }
}

/// The call that makes a ticket.
pub fn create(tracker: Tracker, project: &str, ticket: &NewTicket) -> Call {
    match tracker {
        Tracker::Github => github::create(project, ticket),
        Tracker::Gitlab => gitlab::create(project, ticket),
        Tracker::Jira => jira::create(project, ticket),
        Tracker::Own => own::create(project, ticket),
    }
}

/// The call that looks for a ticket that was made before; `None` where the tracker looks itself.
pub fn search(tracker: Tracker, project: &str, ticket: &NewTicket) -> Option<Call> {
    match tracker {
        Tracker::Github => Some(github::search(project, ticket)),
        Tracker::Gitlab => Some(gitlab::search(project, ticket)),
        Tracker::Jira => Some(jira::search(project, ticket)),
        Tracker::Own => None,
    }
}

/// The call that reads the state of a ticket; `None` for one of another tracker or project.
pub fn state(tracker: Tracker, project: &str, ticket: &str) -> Option<Call> {
    match tracker {
        Tracker::Github => github::state(project, ticket),
        Tracker::Gitlab => gitlab::state(project, ticket),
        Tracker::Jira => jira::state(project, ticket),
        Tracker::Own => Some(own::state(project, ticket)),
    }
}

/// What a ticket that was made is called; `None` where the answer does not say.
pub fn made(tracker: Tracker, base: &str, answer: &Value) -> Option<String> {
    match tracker {
        Tracker::Github => github::made(answer),
        Tracker::Gitlab => gitlab::made(answer),
        Tracker::Jira => jira::made(base, answer),
        Tracker::Own => own::made(answer),
    }
}

/// What a ticket that was made before is called; `None` where there is none.
pub fn found(tracker: Tracker, base: &str, answer: &Value, ticket: &NewTicket) -> Option<String> {
    let all = match tracker {
        Tracker::Github | Tracker::Gitlab => answer.as_array(),
        Tracker::Jira => answer.get("issues").and_then(Value::as_array),
        Tracker::Own => None,
    };
    let is_it = |it: &&Value| match tracker {
        Tracker::Github => has_line(it.get("body"), &ticket.mark),
        Tracker::Gitlab => has_line(it.get("description"), &ticket.mark),
        // It is found by a label of its own.
        Tracker::Jira | Tracker::Own => true,
    };
    made(tracker, base, all?.iter().find(is_it)?)
}

/// How far a ticket is; `None` where the answer does not say.
pub fn read_state(tracker: Tracker, answer: &Value) -> Option<TicketState> {
    match tracker {
        Tracker::Github => github::read_state(answer),
        Tracker::Gitlab => gitlab::read_state(answer),
        Tracker::Jira => jira::read_state(answer),
        Tracker::Own => own::read_state(answer),
    }
}

/// Whether a tracker knows that work has begun: one that does not says `open` of it.
pub fn knows_progress(tracker: Tracker) -> bool {
    matches!(tracker, Tracker::Jira | Tracker::Own)
}

/// Whether a text has a line that is the mark.
fn has_line(text: Option<&Value>, mark: &str) -> bool {
    let text = text.and_then(Value::as_str).unwrap_or_default();
    text.lines().any(|it| it.trim() == mark)
}

/// A text that says something.
fn text(json: Option<&Value>) -> Option<String> {
    let text = json?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The number behind a beginning of an address or a name: `https://github.com/acme/sre/issues/12`.
fn number_behind(ticket: &str, ways: &[String]) -> Option<u64> {
    let ticket = ticket.trim().trim_end_matches('/');
    ways.iter().find_map(|way| {
        let (before, number) = ticket.rsplit_once(way.as_str())?;
        let is_whole = before.is_empty() || before.ends_with('/');
        is_whole.then(|| number.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests;
