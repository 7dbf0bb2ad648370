//! What the commits of a change say of it: what they allow, and who set a postmortem to reviewed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::writer::Author;
use super::writer::Writer;
use super::writer::cut_off;
use super::writer::next_writer;
use super::writer::writer;
use crate::config::Policy;
use crate::corpus::REPORT;
use crate::document::Document;
use crate::document::Sort;
use crate::git::Oid;
use crate::git::Range;
use crate::git::Repo;
use crate::model::Status;
use crate::postmortem::Report;
use crate::postmortem::Statuses;
use crate::refusal::Refusal;
use crate::rules::Past;
use crate::rules::pm802_status_jump::is_jump;
use crate::snapshot::MOST_BYTES;
use crate::source::RepoPath;

/// The keys of lines in messages that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Such a line allows a change.
    Allow,
    /// In such a line somebody says that they have reviewed it.
    Reviewed,
}

impl Key {
    fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Pmrepo-Allow",
            Self::Reviewed => "Reviewed-by",
        }
    }
}

/// A line of a commit's message that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The whole line.
    pub text: String,
    /// The files that its commit changes.
    pub paths: Vec<RepoPath>,
}

/// Who can say what a change's commits say.
#[derive(Clone, Debug)]
pub(super) enum Witness {
    /// The commits themselves; git is asked only where a rule has found something.
    Commits(Arc<Repo>, Range),
    /// Nobody yet: whoever git takes for the author is about to commit it.
    NextCommit(Arc<Repo>),
    /// Nobody yet: its author is this one.
    Author(Author),
}

/// The last commit of a change that sets a postmortem to reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setter {
    /// It; `None` where it is yet to be made.
    pub(super) commit: Option<Oid>,
    /// Who wrote it, or is about to.
    pub(super) author: Author,
    /// What the report was just before it, one for each parent that has it.
    pub(super) before: Vec<Oid>,
}

/// A trailer of a commit that allows a change: `Pmrepo-Allow: PM804 the clock was wrong`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trailer {
    /// The commit.
    pub(super) commit: Oid,
    /// The rule and the reason.
    pub(super) value: String,
    /// The files that the commit changes.
    pub(super) paths: Vec<RepoPath>,
}

/// Where the trailers of a change stand.
pub(super) enum Trailers {
    /// Its message has not been written: what would need a trailer is a warning.
    Unwritten,
    /// In its commits.
    Written(Vec<Trailer>),
}

impl Witness {
    /// Whether the change's message is yet to be written.
    pub(super) fn is_unwritten(&self) -> bool {
        match self {
            Self::Commits(..) => false,
            Self::NextCommit(_) | Self::Author(_) => true,
        }
    }

    /// The branch that a server guards where nothing else is said; only a bare repository knows.
    pub(super) fn guarded_by_default(&self) -> Result<Option<String>, Refusal> {
        Ok(match self {
            Self::Commits(repo, _) | Self::NextCommit(repo) if repo.is_bare() => repo.head_ref()?,
            Self::Commits(..) | Self::NextCommit(_) | Self::Author(_) => None,
        })
    }

    /// The trailers that allow changes.
    pub(super) fn trailers(&self) -> Result<Trailers, Refusal> {
        match self {
            Self::Commits(repo, range) => Ok(Trailers::Written(written(repo, *range, Key::Allow)?)),
            Self::NextCommit(_) | Self::Author(_) => Ok(Trailers::Unwritten),
        }
    }

    /// The lines with a key in the messages of the change's commits, the oldest first.
    pub(super) fn lines(&self, key: Key) -> Result<Vec<Line>, Refusal> {
        let Self::Commits(repo, range) = self else {
            return Ok(Vec::new());
        };
        let written = written(repo, *range, key)?.into_iter().rev();
        Ok(written
            .map(|it| Line {
                text: format!("{}: {}", key.as_str(), it.value),
                paths: it.paths,
            })
            .collect())
    }

    /// Who made the first commit with the text of the message at a path, or is about to where it had
    /// none.
    pub(super) fn writer(
        &self,
        path: &RepoPath,
        had_text: bool,
    ) -> Result<Option<Writer>, Refusal> {
        match self {
            Self::Commits(repo, range) => writer(repo, range.head, path),
            Self::NextCommit(repo) => next_writer(repo, path),
            Self::Author(author) => Ok((!had_text).then(|| Writer {
                commit: None,
                author: author.clone(),
            })),
        }
    }

    /// What history knows of a report whose status moves, or that stated none. `base` is what the change
    /// comes after, and the paths are where the report was there and where it is.
    pub(super) fn past(
        &self,
        base: Option<Oid>,
        [was, is]: [&RepoPath; 2],
        (before, after): (Option<Status>, Option<Status>),
    ) -> Result<Past, Refusal> {
        let mut past = Past::default();
        let repo = match self {
            Self::Commits(repo, _) | Self::NextCommit(repo) => repo,
            Self::Author(_) => return Ok(past),
        };
        if let Some(base) = base.filter(|_| before.is_none()) {
            let (known, is_cut_off) = last_status(repo, base, was)?;
            if known.is_none() && is_cut_off && !self.is_unwritten() {
                return Err(cut_off(&format!("which status {was} had last")));
            }
            past.last_status = known;
        }
        let Some((before, after)) = before.or(past.last_status).zip(after) else {
            return Ok(past);
        };
        let goes_back = match (before, after) {
            (Status::Draft | Status::InReview, Status::NotRequired) => true,
            (Status::InReview, after) => after < before,
            _ => false,
        };
        if let Some(base) = base.filter(|_| goes_back) {
            let known = was_reviewed(repo, base, was)?;
            if known.is_none() && !self.is_unwritten() {
                return Err(cut_off(&format!("whether {was} had been reviewed")));
            }
            past.was_reviewed = known.unwrap_or(false);
        }
        if let Self::Commits(repo, range) = self
            && before < after
            && is_jump(before, after)
        {
            let history = repo.history(range.head, Some(range.base), is)?;
            let mut statuses = Statuses::new(repo);
            let versions = history.versions.iter().filter_map(|it| it.after);
            past.between = versions
                .filter_map(|it| Status::parse(&statuses.of(it)))
                .collect();
        }
        Ok(past)
    }

    /// The repository in whose history the change comes.
    fn repo(&self) -> Option<&Arc<Repo>> {
        match self {
            Self::Commits(repo, _) | Self::NextCommit(repo) => Some(repo),
            Self::Author(_) => None,
        }
    }

    /// The texts that a file has had up to a commit, the latest first; none where nobody can ask.
    pub(super) fn texts(
        &self,
        commit: Option<Oid>,
        path: &RepoPath,
    ) -> Result<Vec<String>, Refusal> {
        let Some((repo, commit)) = self.repo().zip(commit) else {
            return Ok(Vec::new());
        };
        let history = repo.whole_history(commit, path)?;
        if history.is_cut_off && !self.is_unwritten() {
            return Err(cut_off(&format!("what {path} said before")));
        }
        let mut objects = repo.objects();
        let versions = history.versions.iter().rev().filter_map(|it| it.after);
        let text = |id| String::from_utf8(objects.read(id, MOST_BYTES).ok()?).ok();
        Ok(versions.filter_map(text).collect())
    }

    /// Whether up to a commit a report of those whose paths are wanted has ever left draft; adopted ones
    /// have not.
    pub(super) fn has_left_draft(
        &self,
        commit: Oid,
        wanted: impl Fn(&RepoPath) -> bool,
    ) -> Result<bool, Refusal> {
        let Some(repo) = self.repo() else {
            return Ok(false);
        };
        let (all, is_cut_off) = repo.all_called(commit, REPORT)?;
        let policy = Policy::default();
        let mut objects = repo.objects();
        let mut has_left = |(path, id): &(RepoPath, Oid)| {
            let bytes = objects.read(*id, MOST_BYTES).ok();
            let report = bytes.map(|it| Document::from_bytes(path, it, Sort::FactsOnly));
            report.is_some_and(|it| {
                let report = Report::new(&policy, &it);
                let is_draft = |it| it == Status::Draft;
                !report.is_adopted() && !report.status().is_none_or(is_draft)
            })
        };
        let known = all
            .iter()
            .filter(|(path, _)| wanted(path))
            .any(&mut has_left);
        if !known && is_cut_off && !self.is_unwritten() {
            return Err(cut_off("whether any report has left draft"));
        }
        Ok(known)
    }

    /// Whether git accepts the signature of a commit.
    pub(super) fn is_signed(&self, commit: Oid) -> bool {
        match self {
            Self::Commits(repo, _) => repo.is_signed(commit),
            Self::NextCommit(_) | Self::Author(_) => false,
        }
    }

    /// Who says to have reviewed it, in a commit or one that comes after it, whose signature git
    /// accepts.
    pub(super) fn reviewers(&self, since: Oid) -> Result<Vec<String>, Refusal> {
        let Self::Commits(repo, range) = self else {
            return Ok(Vec::new());
        };
        let lines = repo
            .trailers(range.base, range.head, Key::Reviewed.as_str())?
            .into_iter();
        // A commit may have many lines, and is asked once.
        let mut known: BTreeMap<Oid, bool> = BTreeMap::new();
        let mut counts = |commit| {
            let asked = known.entry(commit);
            *asked.or_insert_with(|| repo.comes_after(commit, since) && repo.is_signed(commit))
        };
        Ok(lines
            .filter(|it| counts(it.commit))
            .map(|it| it.value)
            .collect())
    }

    /// The text of a version of a report; `None` where it cannot be read, or nothing is committed.
    pub(super) fn version(&self, id: Oid, path: &RepoPath) -> Option<Document> {
        let Self::Commits(repo, _) = self else {
            return None;
        };
        let bytes = repo.objects().read(id, MOST_BYTES).ok()?;
        Some(Document::from_bytes(path, bytes, Sort::FactsOnly))
    }

    /// The versions of a report up to a commit, or up to the last one where it is yet to be made, each with
    /// who wrote it, the latest first; and whether older ones may be missing.
    pub(super) fn versions(
        &self,
        commit: Option<Oid>,
        path: &RepoPath,
    ) -> Result<(Vec<(Author, Document)>, bool), Refusal> {
        let commit = || commit.or_else(|| self.repo()?.head());
        let Some((repo, commit)) = self.repo().zip(commit()) else {
            return Ok((Vec::new(), false));
        };
        let history = repo.whole_history(commit, path)?;
        let mut objects = repo.objects();
        let versions = history.versions.into_iter().rev().filter_map(|it| {
            let bytes = objects.read(it.after?, MOST_BYTES).ok()?;
            let author = Author {
                name: it.author,
                email: it.email,
            };
            Some((author, Document::from_bytes(path, bytes, Sort::FactsOnly)))
        });
        let is_cut_off = history.is_cut_off && !self.is_unwritten();
        Ok((versions.collect(), is_cut_off))
    }

    /// Who sets the postmortem to reviewed whose report lies at a path; `None` where no single commit
    /// does.
    pub(super) fn setter(&self, report: &RepoPath) -> Result<Option<Setter>, Refusal> {
        let author = match self {
            Self::Commits(repo, range) => return committed(repo, *range, report),
            Self::NextCommit(repo) => repo.author().map(|(name, email)| Author { name, email }),
            Self::Author(author) => Some(author.clone()),
        };
        Ok(Some(Setter {
            commit: None,
            author: author.unwrap_or_default(),
            before: Vec::new(),
        }))
    }
}

/// The trailers of a range with a key.
fn written(repo: &Repo, range: Range, key: Key) -> Result<Vec<Trailer>, Refusal> {
    let found = repo.trailers(range.base, range.head, key.as_str())?;
    let path = |it: &Vec<u8>| RepoPath::new(std::str::from_utf8(it).ok()?);
    Ok(found
        .into_iter()
        .map(|it| Trailer {
            commit: it.commit,
            value: it.value,
            paths: it.paths.iter().filter_map(path).collect(),
        })
        .collect())
}

/// Whether a report had been reviewed at some time up to a commit; `None` where history is cut off before
/// that can be told.
pub fn was_reviewed(repo: &Repo, commit: Oid, path: &RepoPath) -> Result<Option<bool>, Refusal> {
    let history = repo.whole_history(commit, path)?;
    let mut statuses = Statuses::new(repo);
    let mut versions = history.versions.iter().filter_map(|it| it.after);
    let has_been = versions.any(|it| {
        let status = Status::parse(&statuses.of(it));
        status.is_some_and(|it| it.has_reached(Status::Reviewed))
    });
    Ok((has_been || !history.is_cut_off).then_some(has_been))
}

/// The last status that a report stated up to a commit, and whether history is cut off.
fn last_status(
    repo: &Repo,
    commit: Oid,
    path: &RepoPath,
) -> Result<(Option<Status>, bool), Refusal> {
    let history = repo.history(commit, None, path)?;
    let mut statuses = Statuses::new(repo);
    let mut versions = history.versions.iter().rev().filter_map(|it| it.after);
    let last = versions.find_map(|it| Status::parse(&statuses.of(it)));
    Ok((last, history.is_cut_off))
}

/// The last commit of a range that sets a report to reviewed.
fn committed(repo: &Repo, range: Range, path: &RepoPath) -> Result<Option<Setter>, Refusal> {
    let mut statuses = Statuses::new(repo);
    let history = repo.history(range.head, Some(range.base), path)?;
    let mut versions = history.versions.into_iter().rev();
    let sets = versions.find(|it| {
        let mut is_reviewed = |id: &Option<Oid>| {
            let status = id.map(|id| statuses.of(id));
            let status = status.as_deref().and_then(Status::parse);
            status.is_some_and(|it| it.has_reached(Status::Reviewed))
        };
        is_reviewed(&it.after) && !it.before.iter().any(&mut is_reviewed)
    });
    Ok(sets.map(|it| Setter {
        commit: Some(it.commit),
        author: Author {
            name: it.author,
            email: it.email,
        },
        before: it.before.into_iter().flatten().collect(),
    }))
}
