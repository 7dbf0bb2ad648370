//! Which refs are guarded, and what a push may bring to them.

mod push;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Level;
use crate::git::Oid;
use crate::git::Repo;
use crate::git::Update;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

pub use push::Received;
pub use push::judge_push;

/// How the names of branches begin.
const BRANCHES: &str = "refs/heads/";

/// Which refs are guarded, as the configuration in one commit says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Guard {
    /// Names of refs, whose last character may be `*`.
    patterns: Vec<String>,
    /// The roots whose configuration has errors: the defaults stand in.
    faulty: Vec<RepoPath>,
    /// Whether there is a root at all.
    has_roots: bool,
}

impl Guard {
    /// The guard of a commit; where its configuration says nothing it is over the branch that HEAD
    /// names.
    fn of(repo: &Arc<Repo>, commit: Oid, main: Option<&str>) -> Result<Self, Refusal> {
        let snapshot = Snapshot::of_commit(repo, commit);
        let directories = root::roots(&snapshot)?;
        let has_roots = !directories.is_empty();
        // Where a newer pmrepo wrote the configuration, nobody here knows which refs it guards:
        // whatever comes is looked at, and refused with a reason.
        let roots = directories.iter().map(|it| Root::open(&snapshot, it));
        let Ok(roots) = roots.collect::<Result<Vec<Root>, _>>() else {
            return Ok(Self {
                patterns: vec!["*".to_owned()],
                faulty: Vec::new(),
                has_roots,
            });
        };
        let mut guard = Self {
            has_roots,
            ..Self::default()
        };
        let mut by_default = roots.is_empty();
        for root in &roots {
            let is_faulty = root.findings.iter().any(|it| it.level == Level::Error);
            if is_faulty {
                guard.faulty.push(root.directory.clone());
            }
            let refs = &root.config.guarded_refs;
            by_default |= is_faulty || refs.is_empty();
            guard.patterns.extend(refs.iter().cloned());
        }
        if by_default {
            guard.patterns.extend(main.map(str::to_owned));
        }
        Ok(guard)
    }

    fn covers(&self, name: &str) -> bool {
        let mut patterns = self.patterns.iter();
        patterns.any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == pattern,
        })
    }
}

/// Which refs of a repository are guarded. A push cannot take the guard away from itself: what counts
/// is what HEAD's configuration says, and what that of the ref said before; of a new ref what it
/// brings. Where HEAD names a branch that is not there, it is every branch that has, or gets, a root.
pub struct Guards<'a> {
    repo: &'a Arc<Repo>,
    /// The branch that HEAD names.
    main: Option<String>,
    /// What its commit says; `None` where it is not there.
    standing: Option<Guard>,
    known: BTreeMap<Oid, Guard>,
    faulty: Vec<RepoPath>,
}

impl<'a> Guards<'a> {
    /// Reads HEAD's.
    pub fn new(repo: &'a Arc<Repo>) -> Result<Self, Refusal> {
        let main = repo.head_ref()?;
        let commit = main.as_deref().and_then(|it| repo.commit_id(it).ok());
        let standing = commit.map(|it| Guard::of(repo, it, main.as_deref()));
        let standing = standing.transpose()?;
        let faulty = standing.iter().flat_map(|it| it.faulty.clone()).collect();
        Ok(Self {
            repo,
            main,
            standing,
            known: BTreeMap::new(),
            faulty,
        })
    }

    /// Whether what an update moves is guarded.
    pub fn covers(&mut self, update: &Update) -> Result<bool, Refusal> {
        let name = self.repo.resolved(&update.name)?;
        if self.standing.as_ref().is_some_and(|it| it.covers(&name)) {
            return Ok(true);
        }
        let is_open = self.standing.is_none() && name.starts_with(BRANCHES);
        let new = update
            .new
            .filter(|_| update.old.is_none() || self.standing.is_none());
        for id in update.old.into_iter().chain(new) {
            // A tag may stand for something else than a commit, and that has no configuration.
            let commit = match self.repo.commit_id(&id.to_string()) {
                Err(_) if !name.starts_with(BRANCHES) => continue,
                commit => commit?,
            };
            let guard = self.of(commit)?;
            if guard.covers(&name) || (is_open && guard.has_roots) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn of(&mut self, commit: Oid) -> Result<&Guard, Refusal> {
        if !self.known.contains_key(&commit) {
            let guard = Guard::of(self.repo, commit, self.main.as_deref())?;
            let new = guard.faulty.iter().filter(|it| !self.faulty.contains(it));
            let new: Vec<RepoPath> = new.cloned().collect();
            self.faulty.extend(new);
            self.known.insert(commit, guard);
        }
        Ok(self.known.entry(commit).or_default())
    }

    /// The roots whose configuration has errors, in what has been looked at so far: the defaults stand
    /// in.
    pub fn faulty(&self) -> &[RepoPath] {
        &self.faulty
    }

    /// What HEAD's configuration guards, for people.
    pub fn words(&self) -> String {
        let Some(guard) = &self.standing else {
            let named = match &self.main {
                Some(main) => format!("HEAD names {main}, which is not there"),
                None => "HEAD names no branch".to_owned(),
            };
            return format!("every branch that has, or gets, a pmrepo.yaml: {named}");
        };
        let mut patterns: Vec<&str> = guard.patterns.iter().map(String::as_str).collect();
        patterns.sort_unstable();
        patterns.dedup();
        patterns.join(", ")
    }
}
