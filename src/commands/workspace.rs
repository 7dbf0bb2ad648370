//! Where a command works: the repository, the state of it that is read, and the roots in it.

use std::path::PathBuf;
use std::sync::Arc;

use super::Ctx;
use super::Error;
use super::writing::Tree;
use crate::check::Root;
use crate::config::Policy;
use crate::corpus::Files;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::git::GitError;
use crate::git::Repo;
use crate::model::Status;
use crate::model::bare;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// The word on the command line for whoever types it.
const ME: &str = "me";
/// How many candidates of an ambiguous id are read, to show the open ones first.
const MOST_CANDIDATES: usize = 50;

/// Which state of the repository a command reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The files as they lie there; in a bare repository HEAD's commit.
    Worktree,
    /// The index.
    Staged,
    /// A commit.
    Revision(String),
}

/// Options of commands that only read: which state of the repository.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// Read what is staged instead of the work tree
    #[arg(long, conflicts_with = "rev")]
    staged: bool,
    /// Read a commit instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
}

impl Which {
    /// The state that is meant.
    pub(super) fn state(&self) -> State {
        match &self.rev {
            _ if self.staged => State::Staged,
            Some(revision) => State::Revision(revision.clone()),
            None => State::Worktree,
        }
    }
}

/// What a command reads.
pub(super) struct Workspace {
    /// The state that is read.
    pub(super) snapshot: Snapshot,
    /// The directory of the command, seen from the top of the repository.
    pub(super) here: RepoPath,
    /// The top of the work tree; `None` in a bare repository.
    pub(super) top: Option<PathBuf>,
    /// The repository; `None` where there is no git.
    pub(super) repo: Option<Arc<Repo>>,
}

impl Workspace {
    /// Opens the repository around the directory of the command. Without git, the files on disk
    /// below the nearest `pmrepo.yaml`.
    pub(super) fn open(ctx: &Ctx, state: &State) -> Result<Self, Error> {
        let repo = match Repo::open(&ctx.directory, ctx.env.in_hook) {
            Ok(repo) => Arc::new(repo),
            Err(GitError::NotARepository) if *state == State::Worktree => return Ok(plain(ctx)),
            Err(error) => return Err(error.into()),
        };
        let snapshot = match (state, repo.work_tree()) {
            (State::Worktree, None) => Snapshot::commit(&repo, "HEAD")?,
            (State::Worktree, Some(top)) => Snapshot::disk(top),
            (State::Staged, _) => Snapshot::index(&repo)?,
            (State::Revision(revision), _) => Snapshot::commit(&repo, revision)?,
        };
        Ok(Self {
            snapshot,
            here: repo.relative(&ctx.directory).unwrap_or_default(),
            top: repo.work_tree().map(std::path::Path::to_path_buf),
            repo: Some(repo),
        })
    }

    /// The files of the work tree, to be written.
    pub(super) fn tree(&self) -> Result<Tree, Error> {
        match &self.top {
            Some(top) => Tree::new(top),
            None => Err(Error::new("a bare repository has no files to write")
                .hint("run it in a clone, and push")),
        }
    }

    /// A path as a script or a shell can use it: where there is a work tree the whole way from the
    /// top of the file system, else the path in the repository.
    pub(super) fn usable(&self, path: &RepoPath) -> String {
        match &self.top {
            Some(top) if self.snapshot.is_worktree() => {
                top.join(path.as_str()).display().to_string()
            }
            _ => path.to_string(),
        }
    }

    /// Who types: the roster's handle for git's `user.email`, else that address itself.
    pub(super) fn me(&self, policy: &Policy) -> Option<String> {
        let email = self.repo.as_ref()?.config("user.email")?;
        let member = policy.roster.find(&email);
        Some(member.map_or(email, |it| bare(&it.handle).to_owned()))
    }

    /// A person as they are named on the command line: `me` is whoever types, and a leading `@`
    /// falls away.
    pub(super) fn person(&self, policy: &Policy, word: &str) -> Result<String, Error> {
        let word = bare(word.trim());
        if !word.eq_ignore_ascii_case(ME) {
            return Ok(word.to_owned());
        }
        self.me(policy).ok_or_else(|| {
            Error::new("git does not know who `me` is")
                .hint("git config user.email you@example.com")
        })
    }

    /// People as they are named on the command line.
    pub(super) fn people(&self, policy: &Policy, words: &[String]) -> Result<Vec<String>, Error> {
        words.iter().map(|word| self.person(policy, word)).collect()
    }

    /// Whether there is a root that a command here would work on.
    pub(super) fn has_root(&self) -> Result<bool, Error> {
        if self.snapshot.root_of(&self.here).is_some() {
            return Ok(true);
        }
        // Without git the roots upwards are all there are: nobody wants a whole disk searched.
        Ok(self.repo.is_some() && !self.snapshot.roots()?.is_empty())
    }

    /// The roots that a reading command judges (DESIGN 3): the nearest one upwards, else every
    /// one in the snapshot.
    pub(super) fn roots(&self) -> Result<Vec<Root>, Error> {
        let directories = match self.snapshot.root_of(&self.here) {
            Some(root) => vec![root],
            None => self.snapshot.roots()?,
        };
        if directories.is_empty() {
            return Err(Error::no_root());
        }
        Ok(directories
            .iter()
            .map(|directory| Root::open(&self.snapshot, directory))
            .collect())
    }

    /// The one root that a command works on that writes, and its configuration is sound: what is
    /// written by a wrong one would be wrong too.
    pub(super) fn root_to_write(&self) -> Result<Root, Error> {
        let root = self.one_root()?;
        match root.findings.iter().find(|it| it.level == Level::Error) {
            Some(fault) => Err(Error::new(format!(
                "{}:{}: {}",
                fault.path, fault.start.line, fault.message
            ))
            .hint("mend the configuration first: `pmrepo check` shows all that is wrong with it")),
            None => Ok(root),
        }
    }

    /// The one root that a command works on.
    pub(super) fn one_root(&self) -> Result<Root, Error> {
        let mut roots = self.roots()?;
        match (roots.pop(), roots.is_empty()) {
            (Some(root), true) => Ok(root),
            (None, _) => Err(Error::no_root()),
            _ => Err(Error::new("there are several roots here").hint("name one with -C")),
        }
    }

    /// The one postmortem of several roots that an id, or a part of one, means. Without one, that
    /// in whose directory the command runs.
    pub(super) fn find(&self, roots: &[Root], word: Option<&str>) -> Result<Files, Error> {
        let mut all = Vec::new();
        for root in roots {
            all.extend(root.layout(&self.snapshot)?.postmortems);
        }
        let Some(word) = word else {
            return all
                .into_iter()
                .find(|it| self.here == it.directory || self.here.below(&it.directory).is_some())
                .ok_or_else(|| {
                    Error::new("which postmortem?")
                        .hint("give its id or a part of it; `pmrepo list` shows what there is")
                });
        };
        let exact: Vec<&Files> = all.iter().filter(|it| it.id == word).collect();
        let like = if exact.is_empty() {
            all.iter().filter(|it| it.id.contains(word)).collect()
        } else {
            exact
        };
        match like.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(Error::unknown_id(word)),
            several => Err(Error::ambiguous_id(word, &self.open_first(several))),
        }
    }

    /// Ids for people to choose from: open postmortems first, each kind newest first.
    fn open_first<'a>(&self, several: &[&'a Files]) -> Vec<&'a str> {
        let reader = self.snapshot.reader();
        let mut found: Vec<(bool, &str)> = several
            .iter()
            .enumerate()
            .map(|(at, files)| {
                let is_ended = at < MOST_CANDIDATES && {
                    let report = Document::read(&reader, &files.report, Sort::WithFrontMatter);
                    let status = report.text_of("status").and_then(Status::parse);
                    status.is_some_and(|it| !it.is_open())
                };
                (is_ended, files.id.as_str())
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(a.1)));
        found.into_iter().map(|(_, id)| id).collect()
    }
}

fn plain(ctx: &Ctx) -> Workspace {
    let start = &ctx.directory;
    let top = start
        .ancestors()
        .find(|directory| directory.join(ROOT_FILE).is_file())
        .unwrap_or(start);
    let below = start.strip_prefix(top).ok().and_then(|it| it.to_str());
    Workspace {
        snapshot: Snapshot::disk(top),
        here: below
            .map(|it| it.replace(std::path::MAIN_SEPARATOR, "/"))
            .and_then(|it| RepoPath::new(&it))
            .unwrap_or_default(),
        top: Some(top.to_path_buf()),
        repo: None,
    }
}
