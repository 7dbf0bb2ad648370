//! Which commit brought each status.

use super::Brought;
use super::line;
use super::line::Line;
use crate::document::Document;
use crate::document::Sort;
use crate::git::Oid;
use crate::git::Repo;
use crate::git::Version;
use crate::model::FieldName;
use crate::postmortem::Statuses;
use crate::refusal::Refusal;
use crate::report::overdue::line_of;
use crate::snapshot::MOST_BYTES;
use crate::source::RepoPath;

/// The commits that brought each status of a report, the first first.
pub(super) fn brought(repo: &Repo, head: Oid, path: &RepoPath) -> Result<Vec<Brought>, Refusal> {
    let history = repo.history(head, None, path)?;
    let mut statuses = Statuses::new(repo);
    let mut all = Vec::new();
    // Where it lay in each version shows from the end: a move says where from.
    let mut place = path.clone();
    for version in history.versions.iter().rev() {
        let here = place.clone();
        if let Some(from) = &version.moved_from {
            place = from.clone();
        }
        let Some(after) = version.after else { continue };
        let status = statuses.of(after);
        let before: Vec<(Oid, String)> = version
            .before
            .iter()
            .flatten()
            .map(|id| (*id, statuses.of(*id)))
            .collect();
        if before.iter().any(|(_, it)| *it == status) {
            continue;
        }
        let place = Places {
            before: &place,
            after: &here,
        };
        all.push(one(repo, version, (status, &before), &place)?);
    }
    all.reverse();
    Ok(all)
}

/// Where a report lay before a commit, and in it.
struct Places<'a> {
    before: &'a RepoPath,
    after: &'a RepoPath,
}

fn one(
    repo: &Repo,
    version: &Version,
    (status, before): (String, &[(Oid, String)]),
    place: &Places<'_>,
) -> Result<Brought, Refusal> {
    let commit = version.commit;
    let witnessed = repo.witnessed(&[commit])?.into_iter().next();
    let witnessed = witnessed.ok_or_else(|| Refusal::not_found(format!("there is no {commit}")))?;
    let mut lines = Vec::new();
    if let Some(id) = version.after {
        let shows = format!("the report in this commit says `{status}`");
        lines.push(line::of_file(
            commit,
            place.after,
            id,
            "the report in this commit",
        ));
        lines.extend(stated(repo, (commit, place.after), id, shows));
    }
    for (parent, id) in witnessed.parents.iter().zip(&version.before) {
        match id.and_then(|id| before.iter().find(|(it, _)| *it == id)) {
            Some((id, was)) => {
                let shows = format!("the report before it says `{was}`");
                lines.extend(stated(repo, (*parent, place.before), *id, shows));
            }
            None => lines.push(line::of_nothing(
                *parent,
                place.after,
                "before it there was no report",
            )),
        }
    }
    lines.extend(line::of_commit(&witnessed));
    Ok(Brought {
        commit,
        status,
        before: before.first().map(|(_, it)| it.clone()),
        author: witnessed.author,
        committer: witnessed.committer,
        signature: witnessed.signature.as_str(),
        lines,
    })
}

/// The status as it is written in a commit: what follows on the line is nobody's business.
fn stated(repo: &Repo, (commit, path): (Oid, &RepoPath), id: Oid, shows: String) -> Option<Line> {
    let bytes = repo.objects().read(id, MOST_BYTES).ok()?;
    let report = Document::from_bytes(path, bytes, Sort::FactsOnly);
    let span = report.field(FieldName::Status.as_str())?.span;
    let number = line_of(&report, span.start);
    let whole = report.lines.line_span(&report.text, number)?;
    let text = report.text.get(whole.start..span.end)?;
    if text.contains('\n') {
        return None;
    }
    let command = format!(
        "git show {} | sed -n {number}p | cut -b1-{}",
        line::word(&format!("{commit}:{path}")),
        text.len()
    );
    Some(Line::new(shows, command, text))
}
