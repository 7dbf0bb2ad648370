//! That what customers were told is what was approved.

use super::Published;
use super::line;
use super::line::Line;
use crate::corpus::MESSAGES;
use crate::document::Document;
use crate::document::Sort;
use crate::git::Oid;
use crate::git::Repo;
use crate::git::Version;
use crate::model::MessageName;
use crate::postmortem::Message;
use crate::refusal::Refusal;
use crate::report::overdue::line_of;
use crate::snapshot::MOST_BYTES;
use crate::source::RepoPath;

/// A version of the message.
struct At {
    commit: Oid,
    path: RepoPath,
    document: Document,
}

/// The message to customers of a postmortem; `None` where none is committed.
pub(super) fn published(
    repo: &Repo,
    head: Oid,
    directory: &RepoPath,
) -> Result<Option<Published>, Refusal> {
    let name = MessageName::External.as_str();
    let Some(path) = directory.join(&format!("{MESSAGES}/{name}.md")) else {
        return Ok(None);
    };
    let history = repo.history(head, None, &path)?;
    if history.versions.last().is_none_or(|it| it.after.is_none()) {
        return Ok(None);
    }
    let mut lines = Vec::new();
    let approved = since(repo, (&history.versions, &path), Record::Approved);
    let sent = since(repo, (&history.versions, &path), Record::Sent);
    let approved = told(repo, approved, "approved", &mut lines)?;
    let sent = told(repo, sent, "on record as sent", &mut lines)?;
    Ok(Some(Published {
        path,
        approved,
        sent,
        lines,
    }))
}

/// What a version may have on record.
#[derive(Clone, Copy)]
enum Record {
    /// That it was approved.
    Approved,
    /// That it was sent.
    Sent,
}

impl Record {
    fn is_in(self, message: Message<'_>) -> bool {
        match self {
            Self::Approved => message.is_approved(),
            Self::Sent => message.sent_at().is_some(),
        }
    }
}

/// The version from which on all have something on record.
fn since(repo: &Repo, (versions, path): (&[Version], &RepoPath), record: Record) -> Option<At> {
    let mut place = path.clone();
    let mut found = None;
    for version in versions.iter().rev() {
        let here = place.clone();
        if let Some(from) = &version.moved_from {
            place = from.clone();
        }
        let bytes = repo.objects().read(version.after?, MOST_BYTES).ok();
        let Some(bytes) = bytes else { break };
        let document = Document::from_bytes(&here, bytes, Sort::WithFrontMatter);
        let message = Message {
            document: &document,
        };
        if !record.is_in(message) {
            break;
        }
        found = Some(At {
            commit: version.commit,
            path: here,
            document,
        });
    }
    found
}

/// The commit of a version and the id of its text, with how to look them up.
fn told(
    repo: &Repo,
    at: Option<At>,
    what: &str,
    lines: &mut Vec<Line>,
) -> Result<Option<(Oid, Oid)>, Refusal> {
    let Some(at) = at else { return Ok(None) };
    let document = &at.document;
    let number = line_of(document, document.body.span.start);
    let start = document.lines.line_span(&document.text, number);
    let start = start.map_or(document.text.len(), |it| it.start);
    let text = document.text.get(start..).unwrap_or_default();
    let id = repo.id_of_bytes(text.as_bytes())?;
    let place = line::word(&format!("{}:{}", at.commit, at.path));
    let command = format!("git show {place} | tail -n +{number} | git hash-object --stdin");
    let shows = format!("the text from the commit on in which it is {what}");
    lines.push(Line::new(shows, command, id.to_string()));
    let witnessed = repo.witnessed(&[at.commit])?;
    lines.extend(witnessed.iter().flat_map(line::of_commit));
    Ok(Some((at.commit, id)))
}
