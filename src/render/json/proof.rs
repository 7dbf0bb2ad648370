//! A pack of evidence.

use serde::Serialize;

use super::document::VERSION;
use super::document::rfc3339;
use super::line;
use crate::report::Public;
use crate::report::proof;
use crate::report::proof::View;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    as_of: String,
    commit: String,
    bundle: Option<&'a str>,
    since: Option<String>,
    until: Option<String>,
    configuration: Line<'a>,
    proofs: Vec<Proof<'a>>,
    confidential: Vec<Option<String>>,
    commits: Vec<String>,
    is_cut_off: bool,
}

#[derive(Serialize)]
struct Proof<'a> {
    postmortem: &'a str,
    path: &'a str,
    statuses: Vec<Brought<'a>>,
    clocks: Vec<Clock<'a>>,
    was_unreadable: bool,
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
struct Brought<'a> {
    status: &'a str,
    before: Option<&'a str>,
    commit: String,
    author: &'a str,
    committer: &'a str,
    signature: &'a str,
    lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Clock<'a> {
    kind: &'a str,
    part: Option<&'a str>,
    due: String,
    state: &'a str,
    commit: Option<String>,
    met_at: Option<String>,
    lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Message<'a> {
    path: &'a str,
    approved_in: Option<String>,
    sent_in: Option<String>,
    is_as_approved: Option<bool>,
    lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    shows: &'a str,
    command: &'a str,
    prints: &'a str,
    depends_on_keys: bool,
}

/// Writes a pack of evidence. `bundle` is the name of the file that has the commits, where there is one.
pub fn proof(view: &Public<View>, bundle: Option<&str>) -> String {
    line(&Document {
        version: VERSION,
        as_of: rfc3339(view.as_of),
        commit: view.head.to_string(),
        bundle,
        since: view.since.map(|it| it.to_string()),
        until: view.until.map(|it| it.to_string()),
        configuration: of_line(&view.configuration),
        proofs: view.proofs.iter().map(|it| one(it, view)).collect(),
        confidential: view
            .kept
            .iter()
            .map(|it| it.map(|it| it.to_string()))
            .collect(),
        commits: view.commits().iter().map(ToString::to_string).collect(),
        is_cut_off: view.is_cut_off,
    })
}

fn one<'a>(it: &'a proof::Proof, view: &View) -> Proof<'a> {
    let clocks = it.clocks.iter().map(|it| Clock {
        kind: it.kind.as_str(),
        part: it.part.as_deref(),
        due: rfc3339(it.due),
        state: it.state(view.as_of),
        commit: it.met.map(|(commit, _)| commit.to_string()),
        met_at: it.met.map(|(_, at)| rfc3339(at)),
        lines: it.lines.iter().map(of_line).collect(),
    });
    Proof {
        postmortem: &it.postmortem,
        path: it.path.as_str(),
        statuses: it.statuses.iter().map(brought).collect(),
        clocks: clocks.collect(),
        was_unreadable: it.was_unreadable,
        message: it.published.as_ref().map(message),
    }
}

fn brought(it: &proof::Brought) -> Brought<'_> {
    Brought {
        status: &it.status,
        before: it.before.as_deref(),
        commit: it.commit.to_string(),
        author: &it.author,
        committer: &it.committer,
        signature: it.signature,
        lines: it.lines.iter().map(of_line).collect(),
    }
}

fn message(it: &proof::Published) -> Message<'_> {
    Message {
        path: it.path.as_str(),
        approved_in: it.approved.map(|(commit, _)| commit.to_string()),
        sent_in: it.sent.map(|(commit, _)| commit.to_string()),
        is_as_approved: it.is_the_same(),
        lines: it.lines.iter().map(of_line).collect(),
    }
}

fn of_line(it: &proof::Line) -> Line<'_> {
    Line {
        shows: &it.shows,
        command: &it.command,
        prints: &it.prints,
        depends_on_keys: it.depends_on_keys,
    }
}
