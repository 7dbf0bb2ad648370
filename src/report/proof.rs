//! The evidence of a postmortem, from git alone: which commit brought each status and by whom, which clock
//! was met by which commit, that what was published is what was approved. Every line comes with the git
//! command by which anybody can look it up, and with what that prints.

mod clocks;
mod line;
mod messages;
mod statuses;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::corpus::Files;
use crate::git::Oid;
use crate::git::Repo;
use crate::model::DeadlineKind;
use crate::refusal::Refusal;
use crate::report::public;
use crate::report::public::Public;
use crate::report::replay::Replay;
use crate::report::replay::Told;
use crate::root::Root;
use crate::source::RepoPath;
use crate::time::Moment;

pub use line::Line;

/// A commit that brought a status, and who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The commit.
    pub commit: Oid,
    /// The status that it brought.
    pub status: String,
    /// The status before; `None` where the report was not there.
    pub before: Option<String>,
    /// Who wrote it, and when.
    pub author: String,
    /// Who made the commit, and when.
    pub committer: String,
    /// What git says of its signature, with the keys that it knows here.
    pub signature: &'static str,
    /// How to look it up.
    pub lines: Vec<Line>,
}

/// A clock, and whether it was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// What was owed.
    pub kind: DeadlineKind,
    /// The step, the action item, or what the team calls it.
    pub part: Option<String>,
    /// When it was due last.
    pub due: Moment,
    /// The commit of HEAD's own line from which on it is met, and since when the line has it; `None` where
    /// it is not met.
    pub met: Option<(Oid, Moment)>,
    /// How to look it up.
    pub lines: Vec<Line>,
}

impl Clock {
    /// How it went, at a moment.
    pub fn state(&self, now: Moment) -> &'static str {
        match self.met {
            Some((_, at)) if at <= self.due => "in time",
            Some(_) => "late",
            None if self.due < now => "overdue",
            None => "open",
        }
    }
}

/// The message to customers: what was approved, and what is on record as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Where it lies.
    pub path: RepoPath,
    /// The commit from which on it is approved, and the id of its text there.
    pub approved: Option<(Oid, Oid)>,
    /// The commit from which on it is on record as sent, and the id of its text there.
    pub sent: Option<(Oid, Oid)>,
    /// How to look it up.
    pub lines: Vec<Line>,
}

impl Published {
    /// Whether the text that was sent is the one that was approved; `None` where one of the two is missing.
    pub fn is_the_same(&self) -> Option<bool> {
        let ((_, approved), (_, sent)) = self.approved.zip(self.sent)?;
        Some(approved == sent)
    }
}

/// The evidence of one postmortem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Its id.
    pub postmortem: String,
    /// Its report.
    pub path: RepoPath,
    /// What brought each status, the first first.
    pub statuses: Vec<Brought>,
    /// Every clock.
    pub clocks: Vec<Clock>,
    /// Whether there was a time in which nobody could say all that was owed: a clock may be missing then, or
    /// run to another day.
    pub was_unreadable: bool,
    /// The message to customers, where there is one.
    pub published: Option<Published>,
}

/// A pack of evidence.
#[derive(Clone, Debug)]
pub struct View {
    /// The clock.
    pub as_of: Moment,
    /// The commit that everything is read from.
    pub head: Oid,
    /// By which configuration clocks are reckoned.
    pub configuration: Line,
    /// The first day of an incident.
    pub since: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// The postmortems, by id.
    pub proofs: Vec<Proof>,
    /// The days of the confidential ones, of which nothing else leaves the repository.
    pub kept: Vec<Option<NaiveDate>>,
    /// Whether older commits may be missing here, as in a shallow clone.
    pub is_cut_off: bool,
}

/// Of which postmortems evidence is asked.
pub enum Asked<'a> {
    /// Of one.
    One(&'a Files),
    /// Of all whose incidents were on some days.
    Days(Option<NaiveDate>, Option<NaiveDate>),
}

impl View {
    /// What the confidential ones are called.
    pub fn names_of_kept(&self) -> Vec<String> {
        let days = self.kept.iter();
        days.map(|it| public::name_of_day(*it)).collect()
    }

    /// Every commit that is named.
    pub fn commits(&self) -> BTreeSet<Oid> {
        let mut all = BTreeSet::from([self.head]);
        for proof in &self.proofs {
            all.extend(proof.statuses.iter().map(|it| it.commit));
            all.extend(proof.clocks.iter().filter_map(|it| Some(it.met?.0)));
            let published = proof.published.iter();
            let both = published.flat_map(|it| it.approved.iter().chain(&it.sent));
            all.extend(both.map(|(commit, _)| *commit));
        }
        all
    }
}

/// What a repository holds that nobody outside may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Some postmortem is confidential, or was.
    Secrets,
    /// None ever was.
    Nothing,
}

/// Gathers the evidence of a root at HEAD, and says whether all of the history may go along. Refuses one
/// that is confidential.
pub fn prove(
    repo: &Arc<Repo>,
    root: &Root,
    (asked, now): (&Asked<'_>, Moment),
    progress: &(dyn Fn() + Sync),
) -> Result<(Public<View>, Holds), Refusal> {
    let head = repo
        .head()
        .ok_or_else(|| Refusal::not_found("nothing is committed yet"))?;
    // Whatever the clock, all that is committed is there.
    let end = repo.committed_at(head).map_or(now, |it| it.max(now));
    let replay = Replay::of(Some(repo), root, end)?;
    let all = replay.judge([&root.config.policy], progress)?;
    let mut holds = Holds::Nothing;
    let (since, until) = match asked {
        Asked::One(_) => (None, None),
        Asked::Days(since, until) => (*since, *until),
    };
    let mut view = View {
        as_of: now,
        head,
        configuration: line::of_configuration(repo, head, root)?,
        since,
        until,
        proofs: Vec::new(),
        kept: Vec::new(),
        is_cut_off: replay.is_cut_off,
    };
    for told in &all {
        if told.subject.is_confidential {
            holds = Holds::Secrets;
        }
        if !asked.takes(told) {
            continue;
        }
        if !told.subject.is_confidential {
            view.proofs
                .extend(proof(repo, (head, root), &replay, told)?);
        } else if matches!(asked, Asked::One(_)) {
            return Err(Refusal::usage(
                "it is confidential, or was: nothing of it but its date may leave the repository",
            )
            .hint("`pmrepo show --history` tells those who may read it which commit did what"));
        } else {
            view.kept.push(told.subject.day);
        }
    }
    if matches!(asked, Asked::One(_)) && view.proofs.is_empty() {
        return Err(Refusal::not_found(
            "HEAD's own line has no commit of this postmortem",
        ));
    }
    view.kept.sort_unstable();
    Ok((Public::new(view), holds))
}

impl Asked<'_> {
    fn takes(&self, told: &Told<1>) -> bool {
        match self {
            Self::One(files) => told.subject.id.is_some() && told.subject.path == files.report.path,
            Self::Days(since, until) => {
                let day = told.subject.day;
                let is_after = since.is_none_or(|it| day.is_some_and(|day| it <= day));
                let is_before = until.is_none_or(|it| day.is_some_and(|day| day <= it));
                told.subject.id.is_some() && is_after && is_before
            }
        }
    }
}

/// The evidence of one; `None` where HEAD no longer has it.
fn proof(
    repo: &Repo,
    (head, root): (Oid, &Root),
    replay: &Replay,
    told: &Told<1>,
) -> Result<Option<Proof>, Refusal> {
    let path = &told.subject.path;
    let Some(postmortem) = told.subject.id.clone() else {
        return Ok(None);
    };
    if root.snapshot().entry(path).is_none() {
        return Ok(None);
    }
    let directory = path.parent().unwrap_or_default();
    let [side] = &told.sides;
    Ok(Some(Proof {
        was_unreadable: side.was_unreadable,
        statuses: statuses::brought(repo, head, path)?,
        clocks: clocks::clocks(repo, replay, (told, root.config.policy.zone))?,
        published: messages::published(repo, head, &directory)?,
        postmortem,
        path: path.clone(),
    }))
}
