//! What the commits of a change say of it: what they allow, and who set a postmortem to reviewed.

use crate::check::Setter;
use crate::check::Trailer;
use crate::git::Oid;
use crate::git::Range;
use crate::git::Repo;
use crate::model::Status;
use crate::report::history::Statuses;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;
use crate::workspace::Workspace;

/// The key of the trailers that allow a change.
const ALLOW: &str = "Pmrepo-Allow";

/// The trailers of a range that allow changes.
pub(super) fn trailers(repo: &Repo, range: Range) -> Result<Vec<Trailer>, SnapshotError> {
    let found = repo.trailers(range.base, range.head, ALLOW)?;
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

/// The last commit of a range that sets a report to reviewed; where no single one does, the last.
pub(super) fn setter(repo: &Repo, range: Range, path: &RepoPath) -> Result<Setter, SnapshotError> {
    let mut statuses = Statuses::new(repo);
    let history = repo.history(range.head, Some(range.base), path)?;
    let sets = history.versions.iter().rev().find(|it| {
        let mut is_reviewed = |id: &Option<Oid>| {
            let status = id.map(|id| statuses.of(id));
            let status = status.as_deref().and_then(Status::parse);
            status.is_some_and(|it| it.has_reached(Status::Reviewed))
        };
        is_reviewed(&it.after) && !it.before.iter().any(&mut is_reviewed)
    });
    let commit = sets.map_or(range.head, |it| it.commit);
    let (author, email) = match sets {
        Some(it) => (it.author.clone(), it.email.clone()),
        None => repo.author_of(commit)?,
    };
    Ok(Setter {
        is_signed: Some(repo.is_signed(commit)),
        commit: Some(commit),
        author,
        email,
    })
}

/// Whoever makes the commit that is being prepared.
pub(super) fn next_author(workspace: &Workspace) -> Setter {
    let author = workspace.repo.as_ref().and_then(|it| it.author());
    let (author, email) = author.unwrap_or_default();
    Setter {
        commit: None,
        author,
        email,
        is_signed: None,
    }
}
