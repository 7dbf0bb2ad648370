//! What became of a postmortem, commit by commit: when it appeared, reached each status, by whom, and
//! how that compares with what it claims.

use crate::config::Policy;
use crate::corpus::Dossier;
use crate::deadline;
use crate::deadline::Coverage;
use crate::document::Document;
use crate::git::GitError;
use crate::git::Oid;
use crate::git::Repo;
use crate::git::Version;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::postmortem::Statuses;
use crate::report::overdue::words::lateness;
use crate::source::RepoPath;
use crate::time::Moment;
use crate::time::in_words;

/// What a commit made of a postmortem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It came into being, or came back.
    Appeared,
    /// It has another status than it had; the word for that.
    Status(String),
    /// It lay elsewhere before; no other postmortem moved with it.
    Moved(RepoPath),
    /// It was taken away.
    Removed,
    /// What it was made of was written, at that path: it was adopted later.
    Written(RepoPath),
}

/// Something that became of a postmortem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The commit.
    pub commit: Oid,
    /// When the commit was made, with the committer's offset.
    pub at: Moment,
    /// Who wrote it: the handle of the roster, else name and address.
    pub by: String,
    /// What became of it.
    pub what: What,
    /// The status that it has from then on: `unreadable` where it cannot be read.
    pub status: String,
    /// How that compares with what the report claims today, a sentence each.
    pub remarks: Vec<String>,
}

/// The history of a postmortem.
#[derive(Clone, Debug)]
pub struct View {
    /// Its id.
    pub id: String,
    /// Its report.
    pub path: RepoPath,
    /// Its title.
    pub title: Option<String>,
    /// What became of it, the first first; empty where nothing of it is committed.
    pub events: Vec<Event>,
    /// Whether older commits may be missing here.
    pub is_cut_off: bool,
}

/// The history of a postmortem up to a commit. It costs what the report's own commits cost.
pub fn history(
    repo: &Repo,
    commit: Option<Oid>,
    policy: &Policy,
    dossier: &Dossier,
) -> Result<View, GitError> {
    let report = &dossier.report;
    let history = match commit {
        Some(commit) => repo.history(commit, None, &report.path)?,
        None => crate::git::History::default(),
    };
    let mut statuses = Statuses::new(repo);
    let postmortem = Postmortem::new(policy, dossier);
    let claims = Claims { postmortem };
    let mut events = Vec::new();
    let source = commit.and_then(|_| source(repo, report));
    let mut told = |version: &Version, (what, status): (What, String)| {
        events.push(Event {
            commit: version.commit,
            at: version.at,
            by: person(policy, version),
            remarks: claims.beside(&what, &status, version.at),
            what,
            status,
        });
    };
    if let Some((path, version)) = &source {
        let status = version.after.map(|id| statuses.of(id));
        let what = What::Written(path.clone());
        told(version, (what, status.unwrap_or_default()));
    }
    for version in &history.versions {
        for (what, status) in whats(version, &mut statuses) {
            // It is told already when it was written.
            let what = match (what, &source) {
                (What::Appeared, Some((path, _))) => What::Moved(path.clone()),
                (what, _) => what,
            };
            told(version, (what, status));
        }
    }
    Ok(View {
        id: dossier.id.to_string(),
        path: report.path.clone(),
        title: postmortem.title().map(str::to_owned),
        events,
        is_cut_off: history.is_cut_off,
    })
}

/// The document that a report was adopted from: where it lay, and the commit that wrote it, where that is in
/// this repository.
fn source(repo: &Repo, report: &Document) -> Option<(RepoPath, Version)> {
    let from = report.field(FieldName::AdoptedFrom.as_str())?;
    let text = |key| from.get(key).and_then(|it| it.as_str());
    let path = RepoPath::new(text("path")?)?;
    let commit = Oid::parse(text("commit")?)?;
    // Whoever wrote the front matter may name a commit that is not here.
    let history = repo.history(commit, None, &path).ok()?;
    let first = history.versions.into_iter().next()?;
    (path != report.path).then_some((path, first))
}

fn person(policy: &Policy, version: &Version) -> String {
    let known = policy.roster.find(&version.email);
    let known = known.or_else(|| policy.roster.find(&version.author));
    known.map_or_else(
        || format!("{} <{}>", version.author, version.email),
        |it| it.handle.clone(),
    )
}

/// What a version is, with the status from then on. Commits in which nothing of that changes are none,
/// and moving many postmortems at once says nothing of any of them.
fn whats(version: &Version, statuses: &mut Statuses<'_>) -> Vec<(What, String)> {
    let mut told = Vec::new();
    let before: Vec<String> = version
        .before
        .iter()
        .flatten()
        .map(|id| statuses.of(*id))
        .collect();
    let Some(after) = version.after.map(|id| statuses.of(id)) else {
        let was = before.into_iter().next().unwrap_or_default();
        return vec![(What::Removed, was)];
    };
    if before.is_empty() {
        return vec![(What::Appeared, after)];
    }
    if let Some(old) = version
        .moved_from
        .clone()
        .filter(|_| version.moved_others == 0)
    {
        told.push((What::Moved(old), after.clone()));
    }
    if let Some(was) = before.first()
        && !before.contains(&after)
    {
        told.push((What::Status(was.clone()), after));
    }
    told
}

/// What a report claims today.
struct Claims<'a> {
    postmortem: Postmortem<'a>,
}

impl Claims<'_> {
    fn beside(&self, what: &What, status: &str, at: Moment) -> Vec<String> {
        match (what, Status::parse(status)) {
            (What::Appeared | What::Written(_), _) => self.beside_the_end(at).into_iter().collect(),
            (What::Status(was), Some(status)) => {
                let reaches = |it: Status| {
                    let had = Status::parse(was).is_some_and(|was| was.has_reached(it));
                    status.has_reached(it) && !had
                };
                let mut said = Vec::new();
                for (status, kind) in [
                    (Status::InReview, DeadlineKind::InReview),
                    (Status::Reviewed, DeadlineKind::Reviewed),
                ] {
                    if reaches(status) {
                        said.extend(self.beside_deadline(kind, at));
                    }
                }
                if reaches(Status::Reviewed) {
                    said.extend(self.beside_reviewed_at(at));
                }
                said
            }
            _ => Vec::new(),
        }
    }

    fn distance(&self, earlier: Moment, later: Moment) -> String {
        lateness(&self.postmortem.policy.calendar, earlier, later, false)
    }

    fn beside_the_end(&self, at: Moment) -> Option<String> {
        let end = self.postmortem.moment(FieldName::ResolvedAt)?;
        Some(if at < end {
            "while the incident went on".to_owned()
        } else {
            format!(
                "{} after the incident was resolved",
                in_words(at.since(end))
            )
        })
    }

    fn beside_deadline(&self, kind: DeadlineKind, at: Moment) -> Option<String> {
        let owed = deadline::of_postmortem(self.postmortem, Coverage::NoneHeld);
        let due = owed.iter().find(|it| it.kind == kind)?.due;
        let name = kind.as_str();
        Some(if at <= due {
            format!("{name} was due {}: in time", due.to_short())
        } else {
            let late = self.distance(due, at);
            format!("{name} was due {}: {late} late", due.to_short())
        })
    }

    /// `reviewed_at`, where it is another day than the commit's.
    fn beside_reviewed_at(&self, at: Moment) -> Option<String> {
        let claimed = self.postmortem.moment(FieldName::ReviewedAt)?;
        let zone = self.postmortem.policy.zone;
        if zone.date_of(claimed) == zone.date_of(at) {
            return None;
        }
        let (earlier, later, side) = if claimed < at {
            (claimed, at, "before")
        } else {
            (at, claimed, "after")
        };
        let distance = self.distance(earlier, later);
        Some(format!(
            "`reviewed_at` says {}, {distance} {side} this commit",
            claimed.to_short()
        ))
    }
}
