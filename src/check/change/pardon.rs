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
use crate::diagnostic::Rule;
use crate::git::Oid;
use crate::git::Range;
use crate::git::Repo;
use crate::git::Step;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::Past;
use crate::rules::pm801_status_move;
use crate::rules::pm803_closed_report_edited;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// How often a file may be moved before it is removed: more of that somebody made up.
const MOST_MOVES: usize = 100;

/// The trailers of a change, and what tells what each of its commits does.
pub(super) struct Pardon<'a> {
    comparison: &'a Comparison,
    trailers: &'a [Trailer],
    /// The root by which a postmortem is judged between two commits, and the moment.
    by: Option<(&'a Root, Clock)>,
    /// The postmortem that was asked for last: what is found in one comes together.
    walk: Option<Walk>,
    /// For each file that was asked for, the commits whose doings were taken back.
    taken_back: HashMap<RepoPath, Vec<Oid>>,
}

/// What the commits of a change do to one postmortem.
struct Walk {
    /// Where it was and where it is.
    ends: [RepoPath; 2],
    /// The directories in which it lay.
    places: Vec<RepoPath>,
    /// The commits, the latest first.
    steps: Vec<Step>,
    /// It as commits have it, each read once.
    read: HashMap<Oid, Option<Arc<Dossier>>>,
}

impl Walk {
    fn new(repo: &Repo, range: Range, [was, is]: [&RepoPath; 2]) -> Result<Self, Refusal> {
        let places = places(repo, range, [was, is])?;
        let paths: Vec<&RepoPath> = places.iter().collect();
        Ok(Self {
            ends: [was.clone(), is.clone()],
            steps: repo.steps(range.base, range.head, &paths)?,
            places,
            read: HashMap::new(),
        })
    }

    /// The postmortem as a commit has it, in one of the places in which it lay.
    fn dossier(&mut self, repo: &Arc<Repo>, commit: Oid) -> Option<Arc<Dossier>> {
        let read = || {
            let snapshot = Snapshot::of_commit(repo, commit);
            let mut places = self.places.iter();
            let files = places.find_map(|it| Files::of_directory(&snapshot, it).ok()?)?;
            Some(Arc::new(Dossier::read(&files, &snapshot.reader())))
        };
        self.read.entry(commit).or_insert_with(read).clone()
    }

    /// What a commit does by itself: of a merge, what is new to all that it merges.
    fn own(&mut self, repo: &Arc<Repo>, judge: Judge<'_>, step: &Step) -> Vec<Found> {
        let after = self.dossier(repo, step.commit);
        let mut own: Option<Vec<Found>> = None;
        for parent in &step.parents {
            let before = self.dossier(repo, *parent);
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

    /// What the commits do to a report that was closed, while it is: one that may opens it again, and what
    /// comes after that is no edit of a closed report until a commit closes it. `None` where none opens it,
    /// and where commits do not follow each other one by one, so that what came before what cannot be told;
    /// nor where a second person has to see it once more, whom nobody asks for where it was reviewed before.
    fn edits_of_closed(
        &mut self,
        (repo, range): (&Arc<Repo>, Range),
        judge: Judge<'_>,
        may_open: impl Fn(Oid, &RepoPath) -> bool,
    ) -> Option<Vec<Mark>> {
        let mut marks = Vec::new();
        let (mut was_opened, mut went_back) = (false, false);
        let mut closed_since = Some(range.base);
        for step in self.steps.clone().iter().rev() {
            let [parent] = step.parents.as_slice() else {
                return None;
            };
            let (was, is) = (self.dossier(repo, *parent), self.dossier(repo, step.commit));
            let path = is.as_ref().map(|it| it.report.path.clone());
            let (was, is) = (judge.status(was.as_deref()), judge.status(is.as_deref()));
            let opens = was == Some(Status::Closed)
                && is.is_some_and(|it| it != Status::Closed)
                && path.is_some_and(|it| may_open(step.commit, &it));
            match closed_since {
                None if is == Some(Status::Closed) => closed_since = Some(step.commit),
                Some(since) if opens => {
                    marks.extend(self.marks_of_closed(repo, judge, [since, step.commit]));
                    (closed_since, was_opened) = (None, true);
                }
                _ => {}
            }
            let is_reviewed = is.is_some_and(|it| it.has_reached(Status::Reviewed));
            if was_opened && went_back && is_reviewed {
                return None;
            }
            went_back |= was_opened && !is_reviewed && judge.root.config.four_eyes.is_some();
        }
        if let Some(since) = closed_since.filter(|_| was_opened) {
            marks.extend(self.marks_of_closed(repo, judge, [since, range.head]));
        }
        was_opened.then_some(marks)
    }

    /// The edits of a closed report between two commits.
    fn marks_of_closed(&mut self, repo: &Arc<Repo>, judge: Judge<'_>, ends: [Oid; 2]) -> Vec<Mark> {
        let [before, after] = ends.map(|it| self.dossier(repo, it));
        let found = judge.between(before, after);
        let edits = found.iter().filter(|it| is_edit_of_closed(it));
        edits.map(Found::mark).collect()
    }

    /// The last commit that does by itself what was found; `None` where none does.
    fn last_doer(
        &mut self,
        (repo, range): (&Arc<Repo>, Range),
        judge: Judge<'_>,
        (one, all): (&Found, &[Found]),
    ) -> Option<Oid> {
        let marks: Vec<Mark> = all.iter().map(Found::mark).collect();
        let wanted = one.mark();
        let steps = std::mem::take(&mut self.steps);
        let mut does = |step: &&Step| {
            let own = self.own(repo, judge, step);
            let is_of_rule = |it: &&Found| it.finding.rule.code == one.finding.rule.code;
            if own.iter().any(|it| it.mark() == wanted) {
                return true;
            }
            // Something that was changed before, and is changed once more.
            let strays = own.iter().filter(is_of_rule);
            let strays: Vec<_> = strays
                .filter(|it| !marks.contains(&it.mark()))
                .map(|it| it.finding.start)
                .collect();
            if strays.is_empty() {
                return false;
            }
            let ends = [range.base, step.commit].map(|it| self.dossier(repo, it));
            let [base, here] = ends;
            let whole = judge.between(base, here);
            let is_here = |it: &Found| it.mark() == wanted && strays.contains(&it.finding.start);
            whole.iter().any(is_here)
        };
        let doer = steps.iter().find(&mut does).map(|it| it.commit);
        self.steps = steps;
        doer
    }
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
            walk: None,
            taken_back: HashMap::new(),
        }
    }

    /// Takes out what is found in a closed report and was done only after a commit of the change that may
    /// had opened it again.
    pub(super) fn drop_opened(&mut self, found: &mut Vec<Found>) -> Result<(), Refusal> {
        let (Witness::Commits(repo, range), Some((root, clock))) =
            (&self.comparison.witness, self.by)
        else {
            return Ok(());
        };
        let opening = &pm801_status_move::RULE;
        let trailers = self.trailers.iter();
        let allowing: Vec<&Trailer> = trailers
            .filter(|it| reason(opening, it).is_some())
            .collect();
        if allowing.is_empty() {
            return Ok(());
        }
        let may_open = |commit: Oid, report: &RepoPath| {
            let mut all = allowing.iter();
            all.any(|it| it.commit == commit && it.paths.contains(report))
        };
        let judge = Judge { root, clock };
        let mut postmortems: Vec<Doing> = Vec::new();
        for one in found.iter().filter(|it| is_edit_of_closed(it)) {
            if !postmortems.contains(&one.doing) {
                postmortems.push(one.doing.clone());
            }
        }
        for doing in postmortems {
            let Doing::Postmortem { was, is } = &doing else {
                continue;
            };
            let walk = self.walk((repo, *range), [was, is])?;
            let Some(edits) = walk.edits_of_closed((repo, *range), judge, may_open) else {
                continue;
            };
            let is_here = |it: &Found| it.doing == doing && is_edit_of_closed(it);
            let here = found.iter().filter(|it| is_here(it));
            let here: Vec<Mark> = here.map(Found::mark).collect();
            // What was done while it was closed and is called otherwise by now is among the rest.
            if edits.iter().all(|it| here.contains(it)) {
                found.retain(|it| !is_here(it) || edits.contains(&it.mark()));
            }
        }
        Ok(())
    }

    /// What the commits do to a postmortem, by where it was and is.
    fn walk(
        &mut self,
        (repo, range): (&Repo, Range),
        [was, is]: [&RepoPath; 2],
    ) -> Result<&mut Walk, Refusal> {
        let known = self.walk.take();
        let known = known.filter(|it| it.ends == [was.clone(), is.clone()]);
        let walk = match known {
            Some(walk) => walk,
            None => Walk::new(repo, range, [was, is])?,
        };
        Ok(self.walk.insert(walk))
    }

    /// What is said of the trailer that allows each finding; `None` where none does.
    pub(super) fn words(&mut self, found: &[Found]) -> Result<Vec<Option<String>>, Refusal> {
        let Witness::Commits(repo, range) = &self.comparison.witness else {
            return Ok(vec![None; found.len()]);
        };
        let mut words = Vec::new();
        for one in found {
            // Nobody is asked what commits do where none of them says why.
            let mut all = self.trailers.iter();
            let may_be = all.any(|it| reason(one.finding.rule, it).is_some());
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
                let judge = Judge { root, clock };
                let walk = self.walk((repo, range), [was, is])?;
                walk.last_doer((repo, range), judge, (one, all))
            }
            (Doing::Removal, _) => remover(repo, range, &one.finding.path)?,
            (Doing::Nobody(root), _) => {
                let is_there = |it: &RepoPath| it.below(root).is_some();
                let is_about = |it: &Trailer| it.paths.is_empty() || it.paths.iter().any(is_there);
                return Ok(self.said(one, is_about));
            }
            _ => None,
        };
        if let Some(commit) = commit {
            return Ok(self.said(one, |it| it.commit == commit));
        }
        // What commits do only together, a trailer of one that changes the file allows.
        let path = &one.finding.path;
        if !self.taken_back.contains_key(path) {
            let since = taken_back(repo, range, path)?;
            self.taken_back.insert(path.clone(), since);
        }
        let since = self.taken_back.get(path).map_or(&[][..], Vec::as_slice);
        let counts = |it: &Trailer| it.paths.contains(path) && !since.contains(&it.commit);
        Ok(self.said(one, counts))
    }

    /// What is said of the first trailer that allows a finding and counts.
    fn said(&self, one: &Found, counts: impl Fn(&Trailer) -> bool) -> Option<String> {
        let mut trailers = self.trailers.iter().filter(|it| counts(it));
        trailers.find_map(|it| {
            let reason = reason(one.finding.rule, it)?;
            Some(format!("; allowed in {}: {reason}", it.commit.short()))
        })
    }
}

/// By what two states of a postmortem are judged.
#[derive(Clone, Copy)]
struct Judge<'a> {
    root: &'a Root,
    clock: Clock,
}

impl Judge<'_> {
    /// The status that a postmortem has.
    fn status(self, it: Option<&Dossier>) -> Option<Status> {
        Postmortem::new(&self.root.config.policy, it?).status()
    }

    fn between(self, before: Option<Arc<Dossier>>, after: Option<Arc<Dossier>>) -> Vec<Found> {
        let (Some(before), Some(after)) = (before, after) else {
            return Vec::new();
        };
        // Whether it had been reviewed long ago is asked of the whole change, and not of each commit.
        let past = Past {
            was_reviewed: true,
            ..Past::default()
        };
        between(
            (self.root, self.root),
            (&before, &after),
            (past, self.clock),
        )
    }
}

/// Whether it is an edit of a closed report.
fn is_edit_of_closed(it: &Found) -> bool {
    it.finding.rule == &pm803_closed_report_edited::RULE
}

/// The reason that a trailer gives for what a rule found; `None` where it is about another rule, or gives
/// none.
fn reason(rule: &Rule, trailer: &Trailer) -> Option<String> {
    let (word, reason) = trailer.value.trim().split_once(char::is_whitespace)?;
    let is_it = rule.is_called(word.trim_end_matches(':'));
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

/// The last commit that removes a file, wherever others have moved it before.
fn remover(repo: &Repo, range: Range, path: &RepoPath) -> Result<Option<Oid>, Refusal> {
    let (mut path, mut since, mut last) = (path.clone(), range.base, None);
    for _ in 0..MOST_MOVES {
        let has = |commit: &Oid| repo.entry_of_commit(*commit, path.as_str()).is_some();
        let removes = |it: &Step| {
            let parent = it.parents.iter().find(|it| has(it))?;
            (!has(&it.commit)).then_some((*parent, it.commit))
        };
        let steps = repo.steps(since, range.head, &[&path])?;
        let Some((parent, commit)) = steps.iter().find_map(removes) else {
            break;
        };
        last = Some(commit);
        // Where it still is, whoever moved it there is who took it away.
        let moved = moved_to(repo, (parent, commit), &path)?;
        let is_gone = |it: &RepoPath| repo.entry_of_commit(range.head, it.as_str()).is_none();
        let Some(next) = moved.filter(is_gone) else {
            break;
        };
        (path, since) = (next, commit);
    }
    Ok(last)
}

/// To where a commit moves a file of its parent; `None` where it does not.
fn moved_to(
    repo: &Repo,
    (parent, commit): (Oid, Oid),
    path: &RepoPath,
) -> Result<Option<RepoPath>, Refusal> {
    let changes = repo.changes_between(parent, commit)?.into_iter();
    let from = path.as_str().as_bytes();
    let mut moved = changes.filter(|it| it.renamed_from.as_deref() == Some(from));
    Ok(moved.find_map(|it| RepoPath::new(std::str::from_utf8(&it.path).ok()?)))
}

/// The commits of a change up to the last that made a file again what it was before the change.
fn taken_back(repo: &Repo, range: Range, path: &RepoPath) -> Result<Vec<Oid>, Refusal> {
    let at = |commit: Oid| repo.entry_of_commit(commit, path.as_str()).map(|it| it.id);
    let before = at(range.base);
    let steps = repo.steps(range.base, range.head, &[path])?.into_iter();
    let since = steps.skip_while(|it| at(it.commit) != before);
    Ok(since.map(|it| it.commit).collect())
}
