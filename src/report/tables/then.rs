//! The configuration that held when a postmortem was reviewed: whoever kept a deadline is not late
//! because it was made shorter afterwards.

use std::sync::Arc;
use std::sync::OnceLock;

use crate::config::Policy;
use crate::diagnostic::Level;
use crate::git::Oid;
use crate::git::Repo;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::time::Moment;

/// The configurations of a root that its commits had, by the time of the commit.
#[derive(Default)]
pub struct Configurations {
    repo: Option<Arc<Repo>>,
    versions: Vec<Version>,
    is_cut_off: bool,
}

/// The commit of a configuration, and what stands in it.
struct Version {
    at: Moment,
    commit: Oid,
    policy: OnceLock<Held>,
}

/// What held at a time.
enum Held {
    /// What holds in the snapshot.
    TheSame,
    /// Another configuration.
    Other(Box<Policy>),
}

impl Configurations {
    /// Those of the commits before a snapshot. Without git, or without commits, there is but the one that
    /// holds.
    pub fn of(repo: Option<&Arc<Repo>>, root: &Root) -> Result<Self, Refusal> {
        let Some(repo) = repo else {
            return Ok(Self::default());
        };
        let snapshot = root.snapshot();
        let (Some(commit), Some(path)) = (
            snapshot.commit_id().or_else(|| repo.head()),
            root.directory.join(ROOT_FILE),
        ) else {
            return Ok(Self::default());
        };
        let history = repo.history(commit, None, &path)?;
        let is_there = history.versions.iter().filter(|it| it.after.is_some());
        Ok(Self {
            repo: Some(Arc::clone(repo)),
            versions: is_there
                .map(|it| Version {
                    at: it.at,
                    commit: it.commit,
                    policy: OnceLock::new(),
                })
                .collect(),
            is_cut_off: history.is_cut_off,
        })
    }

    /// Whether older ones may be missing here.
    pub fn is_cut_off(&self) -> bool {
        self.is_cut_off
    }

    /// The configuration of a root that held at a time, and its commit; `None` where it says what the
    /// snapshot's own says. Before the first there was none: then the first counts. One with faults
    /// judges nothing, and the snapshot's own counts.
    pub(super) fn at(&self, root: &Root, at: Moment) -> Option<(&Policy, Oid)> {
        let repo = self.repo.as_ref()?;
        let before = self.versions.iter().rev().find(|it| it.at <= at);
        let version = before.or_else(|| self.versions.first())?;
        let held = version.policy.get_or_init(|| {
            let then = Snapshot::of_commit(repo, version.commit);
            if root.is_unchanged_in(&then) {
                return Held::TheSame;
            }
            match Root::open(&then, &root.directory) {
                Ok(it) if !it.findings.iter().any(|it| it.level == Level::Error) => {
                    let mut policy = it.config.policy;
                    // Who is called how changes no deadline.
                    policy.roster = root.config.policy.roster.clone();
                    if policy == root.config.policy {
                        return Held::TheSame;
                    }
                    Held::Other(Box::new(policy))
                }
                _ => Held::TheSame,
            }
        });
        match held {
            Held::TheSame => None,
            Held::Other(policy) => Some((policy, version.commit)),
        }
    }
}
