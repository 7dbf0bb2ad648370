//! What becomes of a push to a guarded ref.
//!
//! Two bars hold, and a push has to pass both. The one is that of the ref itself: what its commits say
//! before the push. The other is HEAD's, whatever ref is pushed to: otherwise whoever finds a rule too
//! hard makes a guarded branch of a commit that is older than the rule, and goes on there. So:
//!
//! - A new ref at a commit that a ref has which HEAD guards brings nothing: each of its commits has been
//!   judged there, be that by a configuration that asked less. This is how releases are cut. Nothing is
//!   judged anew, and it is said.
//! - What is added to such a ref is held to both: a configuration that asks less than HEAD's is PM811, as
//!   it is where a change lowers the bar, and as long as no trailer of the pushed commits allows that, what
//!   they introduce is found by what HEAD's asks as well. What documents lacked by HEAD's configuration
//!   before the push is not introduced by it.
//! - Where the commit after which the push begins has no root and the push brings one, HEAD's configuration
//!   stands in the place of the one before: nobody begins before there was anything to ask for. (The
//!   severities, places and people of a branch are its own otherwise.)
//! - What touches no document, configuration or roster is passed as everywhere: a fix of code on an old
//!   release waits for nobody. So is what has no root at all, which is no repository of postmortems.

use std::sync::Arc;

use super::super::Judge;
use super::super::Outcome;
use super::super::Scope;
use super::super::check;
use super::super::comparison::Comparison;
use super::Guards;
use crate::git::Oid;
use crate::git::Pushed;
use crate::git::Range;
use crate::git::Repo;
use crate::git::Update;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::Snapshot;

/// What becomes of an update of a guarded ref.
#[derive(Debug)]
pub enum Received {
    /// It would take the ref away.
    Deleted,
    /// It is new, and all that it brings is there already: in this ref, which is guarded too.
    There(String),
    /// It was judged, with the commit that it would name.
    Judged(Oid, Outcome),
}

impl Guards<'_> {
    /// Judges what an update brings to a ref that is guarded.
    pub fn judge(&self, update: &Update, judge: &Judge<'_>) -> Result<Received, Refusal> {
        let pushed = self.repo.pushed(update)?;
        let Some(head) = pushed.head() else {
            return Ok(Received::Deleted);
        };
        let standing = self.repo.head();
        let is_heads = match pushed {
            Pushed::Since(range) => update.old.is_some() && standing == Some(range.base),
            Pushed::Nothing | Pushed::All(_) => standing.is_none(),
        };
        let there = if is_heads { None } else { self.there(head)? };
        if let (None, Some(there)) = (update.old, &there) {
            return Ok(Received::There(there.clone()));
        }
        let bar = standing.zip(self.main.as_deref());
        let bar = bar.filter(|_| !is_heads && there.is_none());
        let outcome = judge_push(self.repo, pushed, bar, judge)?;
        Ok(Received::Judged(head, outcome))
    }

    /// A ref that HEAD guards and that has a commit.
    fn there(&self, commit: Oid) -> Result<Option<String>, Refusal> {
        let Some(standing) = &self.standing else {
            return Ok(None);
        };
        Ok(self.repo.ref_with(commit, |it| standing.covers(it))?)
    }
}

/// Judges what a push brings to a guarded ref: what it introduces, by what was there and, where HEAD's
/// branch is another one, by what that asks for too. What comes after nothing is held against what HEAD
/// has; where there is nothing yet, every document is judged.
pub fn judge_push(
    repo: &Arc<Repo>,
    pushed: Pushed,
    bar: Option<(Oid, &str)>,
    judge: &Judge<'_>,
) -> Result<Outcome, Refusal> {
    let range = match pushed {
        Pushed::Nothing => return Ok(Outcome::default()),
        Pushed::Since(range) => range,
        Pushed::All(head) => {
            let roots = Root::all(&Snapshot::of_commit(repo, head))?;
            match repo.head() {
                Some(base) if !roots.is_empty() => Range { base, head },
                _ => return check(&roots, Scope::Tree, judge),
            }
        }
    };
    let bar = bar.filter(|(standing, _)| *standing != range.base);
    let comparison = Comparison::pushed(repo, range, bar)?;
    let outcome = check(&comparison.roots()?, Scope::Change(&comparison), judge)?;
    repo.must_have_been_read()?;
    Ok(outcome)
}
