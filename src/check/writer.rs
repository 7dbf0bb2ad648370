//! Who made the first commit with the text of a message.

use crate::config::Policy;
use crate::document::Document;
use crate::document::Sort;
use crate::git::History;
use crate::git::Oid;
use crate::git::Repo;
use crate::postmortem::Message;
use crate::refusal::Refusal;
use crate::snapshot::MOST_BYTES;
use crate::source::RepoPath;

/// Who writes a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

/// Who made the first commit with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The commit; `None` where it is yet to be made.
    pub commit: Option<Oid>,
    /// Whose it is.
    pub author: Author,
}

impl Writer {
    /// Whether a person is this one.
    pub fn is(&self, policy: &Policy, person: &str) -> bool {
        let Author { name, email } = &self.author;
        policy.roster.is_author(person, name, email)
    }

    /// What is said of them: `the commit 1234567 by Bob <bob@example.com>`.
    pub fn words(&self) -> String {
        let commit = match &self.commit {
            Some(id) => format!("the commit {}", id.short()),
            None => "this commit".to_owned(),
        };
        format!("{commit} by {} <{}>", self.author.name, self.author.email)
    }
}

/// Who made the first commit up to `head` in which a message has a text: neither the comments of its
/// template nor a heading are any. `None` where no commit has one; where history is cut off, that is a
/// refusal.
pub fn writer(repo: &Repo, head: Oid, path: &RepoPath) -> Result<Option<Writer>, Refusal> {
    let history = repo.history(head, None, path)?;
    if history.is_cut_off {
        return Err(cut_off(&format!("who wrote {path} first")));
    }
    Ok(first(repo, history, path))
}

/// That something cannot be told because history is cut off.
pub(super) fn cut_off(what: &str) -> Refusal {
    Refusal::repository(format!("history is cut off here: {what} cannot be told"))
        .hint("fetch the whole history (in CI: fetch-depth: 0)")
}

/// Who made the first commit of a history in which a message has a text.
fn first(repo: &Repo, history: History, path: &RepoPath) -> Option<Writer> {
    let first = history
        .versions
        .into_iter()
        .find(|it| it.after.is_some_and(|id| has_text(repo, id, path)));
    first.map(|it| Writer {
        commit: Some(it.commit),
        author: Author {
            name: it.author,
            email: it.email,
        },
    })
}

/// The same of what is about to be committed: where the message has no text in HEAD yet, whoever git
/// takes for the author of the next commit. `None` where history is cut off: whoever writes is told
/// nothing, and the commit is judged where all of it is.
pub fn next_writer(repo: &Repo, path: &RepoPath) -> Result<Option<Writer>, Refusal> {
    if let Some(head) = repo.head() {
        let history = repo.history(head, None, path)?;
        let known = (!history.is_cut_off).then(|| first(repo, history, path));
        let known = known.flatten();
        let entry = repo.entry_of_commit(head, path.as_str());
        if known.is_some() || entry.is_some_and(|it| has_text(repo, it.id, path)) {
            return Ok(known);
        }
    }
    Ok(repo.author().map(|(name, email)| Writer {
        commit: None,
        author: Author { name, email },
    }))
}

/// Whether a version of a message has a text.
fn has_text(repo: &Repo, id: Oid, path: &RepoPath) -> bool {
    let bytes = repo.objects().read(id, MOST_BYTES).ok();
    let document = bytes.map(|it| Document::from_bytes(path, it, Sort::WithFrontMatter));
    document.is_some_and(|document| {
        let document = &document;
        !Message { document }.is_empty()
    })
}
