//! What was late over the whole history, by one policy or another: every commit of HEAD's own line that
//! touched a postmortem or a process review is looked at as `overdue --replay` looks at it, and each
//! version of a file is read once.
//!
//! The history gives the facts; by when something was due is what the policies say that are asked about,
//! and not the configuration of the commit. What only reminds is never late and is left out.

mod course;
mod judge;
mod reviews;
mod track;

use std::sync::Arc;

use crate::config::Policy;
use crate::git::Oid;
use crate::git::Repo;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::time::Moment;

pub use course::Course;
pub use course::Key;
pub use course::Late;
pub use course::Side;
pub use course::Subject;

use track::Tracks;

/// The history of a root's postmortems and process reviews, up to a moment.
pub struct Replay {
    head: Snapshot,
    tracks: Tracks,
    /// The line's commits, and from when on it had each of them.
    commits: Vec<Oid>,
    starts: Vec<Moment>,
    end: Moment,
    /// Whether older commits may be missing here, as in a shallow clone.
    pub is_cut_off: bool,
}

/// What was owed of one postmortem or process review over the history, by each of the policies in their
/// order.
pub struct Told<const N: usize> {
    /// Of what.
    pub subject: Subject,
    /// By each policy.
    pub sides: [Side; N],
}

impl Replay {
    /// Reads the history of what lies in a root, which places its files today, up to a moment. Refuses where
    /// there is no git.
    pub fn of(repo: Option<&Arc<Repo>>, root: &Root, end: Moment) -> Result<Self, Refusal> {
        let repo =
            repo.ok_or_else(|| Refusal::repository("without git there is nothing to replay"))?;
        let places: Vec<_> = root.places().collect();
        let line = repo.own_line(&places)?;
        let head = match repo.head() {
            Some(head) => Snapshot::of_commit(repo, head),
            None => root.snapshot().clone(),
        };
        let steps: Vec<_> = line
            .steps
            .into_iter()
            .take_while(|it| it.from <= end)
            .collect();
        Ok(Self {
            head,
            commits: steps.iter().map(|it| it.commit).collect(),
            starts: steps.iter().map(|it| it.from).collect(),
            tracks: Tracks::of(&steps, &places),
            end,
            is_cut_off: line.is_cut_off,
        })
    }

    /// How many commits touched a postmortem or a process review.
    pub fn commits(&self) -> usize {
        self.starts.len()
    }

    /// The commit of a step, and from when on the line had it.
    pub fn commit(&self, step: usize) -> Option<(Oid, Moment)> {
        Some((*self.commits.get(step)?, *self.starts.get(step)?))
    }

    /// When the first of them was.
    pub fn begins(&self) -> Option<Moment> {
        self.starts.first().copied()
    }

    /// What was owed by some policies: of postmortems in the order of their ids, then of process reviews.
    /// `progress` is called once for each of them.
    pub fn judge<const N: usize>(
        &self,
        policies: [&Policy; N],
        progress: &(dyn Fn() + Sync),
    ) -> Result<Vec<Told<N>>, Refusal> {
        let (reviews, coverage) = reviews::judge(self, policies);
        let mut all = judge::postmortems(self, &coverage, policies, progress);
        all.extend(reviews);
        self.head.must_have_been_read()?;
        Ok(all)
    }

    /// From when on the line had a commit, by its place on it, until it had another; `None`: until now.
    fn window(&self, from: usize, until: Option<usize>) -> Option<course::Window> {
        Some(course::Window {
            step: from,
            from: *self.starts.get(from)?,
            until: until.and_then(|it| self.starts.get(it)).copied(),
            now: self.end,
        })
    }
}
