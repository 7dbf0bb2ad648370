//! Which findings the commits of a change allow: a trailer allows what its own commit does, and nothing
//! that a later commit took back or does without one.

use std::collections::HashMap;
use std::sync::Arc;

use super::between::between;
use super::found::Doing;
use super::found::Found;
use super::found::Mark;
use crate::check::Comparison;
use crate::check::witness::Trailer;
use crate::check::witness::Witness;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::corpus::REPORT;
use crate::git::Oid;
use crate::git::Range;
use crate::git::Repo;
use crate::git::Step;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::Past;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// The trailers of a change, and what tells what each of its commits does.
pub(super) struct Pardon<'a> {
    comparison: &'a Comparison,
    trailers: &'a [Trailer],
    /// The root by which a postmortem is judged between two commits, and the moment.
    by: Option<(&'a Root, Clock)>,
    /// Postmortems as commits have them, each read once.
    read: HashMap<Oid, Option<Arc<Dossier>>>,
}

impl<'a> Pardon<'a> {
    pub(super) fn new(
        comparison: &'a Comparison,
        trailers: &'a [Trailer],
        by: Option<(&'a Root, Clock)>,
    ) -> Self {
        Self {
            comparison,
            trailers,
            by,
            read: HashMap::new(),
        }
    }

    /// What is said of the trailer that allows each finding; `None` where none does.
    pub(super) fn words(&mut self, found: &[Found]) -> Result<Vec<Option<String>>, Refusal> {
        let Witness::Commits(repo, range) = &self.comparison.witness else {
            return Ok(vec![None; found.len()]);
        };
        let mut words = Vec::new();
        for one in found {
            // Nobody is asked what commits do where none of them says why.
            let may_be = self.trailers.iter().any(|it| reason(one, it).is_some());
            words.push(if may_be {
                self.of(repo, *range, (one, found))?
            } else {
                None
            });
        }
        Ok(words)
    }

    fn of(
        &mut self,
        repo: &Arc<Repo>,
        range: Range,
        (one, all): (&Found, &[Found]),
    ) -> Result<Option<String>, Refusal> {
        let commit = match (&one.doing, self.by) {
            (Doing::Postmortem { was, is }, Some((root, clock))) => {
                let places = places(repo, range, [was, is])?;
                self.read.clear();
                let judge = Judge {
                    root,
                    clock,
                    places,
                };
                self.last_doer(repo, range, &judge, (one, all))?
            }
            (Doing::Removal, _) => remover(repo, range, &one.finding.path)?,
            _ => None,
        };
        if let Some(commit) = commit {
            return Ok(self.said(one, |it| it.commit == commit));
        }
        // What commits do only together, a trailer of one that changes the file allows.
        let path = &one.finding.path;
        let since = taken_back(repo, range, path)?;
        let counts = |it: &Trailer| it.paths.contains(path) && !since.contains(&it.commit);
        Ok(self.said(one, counts))
    }

    /// What is said of the first trailer that allows a finding and counts.
    fn said(&self, one: &Found, counts: impl Fn(&Trailer) -> bool) -> Option<String> {
        let mut trailers = self.trailers.iter().filter(|it| counts(it));
        trailers.find_map(|it| {
            let reason = reason(one, it)?;
            Some(format!("; allowed in {}: {reason}", it.commit.short()))
        })
    }

    /// The last commit that does by itself what was found in a postmortem; `None` where none does.
    fn last_doer(
        &mut self,
        repo: &Arc<Repo>,
        range: Range,
        judge: &Judge<'_>,
        (one, all): (&Found, &[Found]),
    ) -> Result<Option<Oid>, Refusal> {
        let paths: Vec<&RepoPath> = judge.places.iter().collect();
        let marks: Vec<Mark> = all.iter().map(Found::mark).collect();
        let wanted = one.mark();
        for step in repo.steps(range.base, range.head, &paths)? {
            let own = self.own(repo, judge, &step);
            let is_of_rule = |it: &&Found| it.finding.rule.code == one.finding.rule.code;
            if own.iter().any(|it| it.mark() == wanted) {
                return Ok(Some(step.commit));
            }
            // Something that was changed before, and is changed once more.
            let strays = own.iter().filter(is_of_rule);
            let strays: Vec<_> = strays
                .filter(|it| !marks.contains(&it.mark()))
                .map(|it| it.finding.start)
                .collect();
            if strays.is_empty() {
                continue;
            }
            let (base, here) = (
                self.dossier(repo, judge, range.base),
                self.dossier(repo, judge, step.commit),
            );
            let whole = judge.between(base, here);
            let is_here = |it: &Found| it.mark() == wanted && strays.contains(&it.finding.start);
            if whole.iter().any(is_here) {
                return Ok(Some(step.commit));
            }
        }
        Ok(None)
    }

    /// What a commit does by itself: of a merge, what is new to all that it merges.
    fn own(&mut self, repo: &Arc<Repo>, judge: &Judge<'_>, step: &Step) -> Vec<Found> {
        let after = self.dossier(repo, judge, step.commit);
        let mut own: Option<Vec<Found>> = None;
        for parent in &step.parents {
            let before = self.dossier(repo, judge, *parent);
            let here = judge.between(before, after.clone());
            own = Some(match own {
                None => here,
                Some(mut known) => {
                    let marks: Vec<Mark> = here.iter().map(Found::mark).collect();
                    known.retain(|it| marks.contains(&it.mark()));
                    known
                }
            });
        }
        own.unwrap_or_default()
    }

    /// The postmortem as a commit has it, in one of the places in which it lay.
    fn dossier(
        &mut self,
        repo: &Arc<Repo>,
        judge: &Judge<'_>,
        commit: Oid,
    ) -> Option<Arc<Dossier>> {
        let read = || {
            let snapshot = Snapshot::of_commit(repo, commit);
            let mut places = judge.places.iter();
            let files = places.find_map(|it| Files::of_directory(&snapshot, it).ok()?)?;
            Some(Arc::new(Dossier::read(&files, &snapshot.reader())))
        };
        self.read.entry(commit).or_insert_with(read).clone()
    }
}

/// By what two states of a postmortem are judged, and where it lay.
struct Judge<'a> {
    root: &'a Root,
    clock: Clock,
    places: Vec<RepoPath>,
}

impl Judge<'_> {
    fn between(&self, before: Option<Arc<Dossier>>, after: Option<Arc<Dossier>>) -> Vec<Found> {
        let (Some(before), Some(after)) = (before, after) else {
            return Vec::new();
        };
        // Whether it had been reviewed long ago is asked of the whole change, and not of each commit.
        let past = Past {
            was_reviewed: true,
            between: Vec::new(),
        };
        between(
            (self.root, self.root),
            (&before, &after),
            (past, self.clock),
        )
    }
}

/// The reason that a trailer gives for what was found; `None` where it is about another rule, or gives
/// none.
fn reason(one: &Found, trailer: &Trailer) -> Option<String> {
    let (rule, reason) = trailer.value.trim().split_once(char::is_whitespace)?;
    let is_it = one.finding.rule.is_called(rule.trim_end_matches(':'));
    is_it.then(|| reason.trim().to_owned())
}

/// The directories in which a postmortem lay on the way from one to another.
fn places(repo: &Repo, range: Range, [was, is]: [&RepoPath; 2]) -> Result<Vec<RepoPath>, Refusal> {
    let mut places = vec![is.clone()];
    if was != is {
        let report = is.join(REPORT).unwrap_or_default();
        let history = repo.history(range.head, Some(range.base), &report)?;
        let moved = history.versions.iter().rev();
        let moved = moved.filter_map(|it| it.moved_from.as_ref()?.parent());
        places.extend(moved);
        places.push(was.clone());
        places.dedup();
    }
    Ok(places)
}

/// The last commit that removes a file.
fn remover(repo: &Repo, range: Range, path: &RepoPath) -> Result<Option<Oid>, Refusal> {
    let has = |commit: Oid| repo.entry_of_commit(commit, path.as_str()).is_some();
    let steps = repo.steps(range.base, range.head, &[path])?.into_iter();
    let mut removes = steps.filter(|it| !has(it.commit) && it.parents.iter().any(|it| has(*it)));
    Ok(removes.next().map(|it| it.commit))
}

/// The commits of a change up to the last that made a file again what it was before the change.
fn taken_back(repo: &Repo, range: Range, path: &RepoPath) -> Result<Vec<Oid>, Refusal> {
    let at = |commit: Oid| repo.entry_of_commit(commit, path.as_str()).map(|it| it.id);
    let before = at(range.base);
    let steps = repo.steps(range.base, range.head, &[path])?.into_iter();
    let since = steps.skip_while(|it| at(it.commit) != before);
    Ok(since.map(|it| it.commit).collect())
}
