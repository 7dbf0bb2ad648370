//! What a push may bring to a ref, and which refs are guarded.

use std::sync::Arc;

use super::Judge;
use super::Outcome;
use super::Scope;
use super::check;
use super::comparison::Comparison;
use crate::diagnostic::Level;
use crate::git::Oid;
use crate::git::Pushed;
use crate::git::Repo;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// Which refs are guarded, as the configuration in a commit says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// Names of refs, whose last character may be `*`.
    patterns: Vec<String>,
    /// The roots whose configuration has errors: the defaults stand in.
    pub faulty: Vec<RepoPath>,
}

impl Guard {
    /// The guard that was in force before a push, which cannot take it away from itself: that of a
    /// commit, by default over the branch that HEAD names.
    pub fn before(repo: &Arc<Repo>, standing: Option<Oid>) -> Self {
        let snapshot = standing.and_then(|it| Snapshot::commit(repo, &it.to_string()).ok());
        let roots = match snapshot.map(|it| Root::all(&it)) {
            Some(Ok(roots)) => roots,
            // Nobody knows which refs it guards: whatever comes is looked at, and refused with a reason.
            Some(Err(_)) => {
                return Self {
                    patterns: vec!["*".to_owned()],
                    faulty: Vec::new(),
                };
            }
            None => Vec::new(),
        };
        let mut guard = Self::default();
        for root in &roots {
            if root.findings.iter().any(|it| it.level == Level::Error) {
                guard.faulty.push(root.directory.clone());
            }
            guard
                .patterns
                .extend(root.config.guarded_refs.iter().cloned());
        }
        let says_nothing = |root: &Root| root.config.guarded_refs.is_empty();
        if roots.is_empty() || roots.iter().any(says_nothing) {
            guard.patterns.extend(repo.head_ref());
        }
        guard
    }

    /// Whether a ref is guarded.
    pub fn covers(&self, name: &str) -> bool {
        let mut patterns = self.patterns.iter();
        patterns.any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == pattern,
        })
    }
}

/// Judges what a push brings to a guarded ref: what it introduces, and every document of a commit
/// that comes after nothing.
pub fn judge_push(repo: &Arc<Repo>, pushed: Pushed, judge: &Judge<'_>) -> Result<Outcome, Refusal> {
    match pushed {
        Pushed::Nothing => Ok(Outcome::default()),
        Pushed::All(head) => {
            let roots = Root::all(&Snapshot::of_commit(repo, head))?;
            check(&roots, Scope::Tree, judge)
        }
        Pushed::Since(range) => {
            let comparison = Comparison::pushed(repo, range)?;
            check(&comparison.roots()?, Scope::Change(&comparison), judge)
        }
    }
}
