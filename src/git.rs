//! The one door to git: libgit2 where it can, the `git` executable where it cannot (SHA-256
//! objects, reftable) and where git itself is quicker or must run hooks.

mod author;
mod blame;
mod changes;
mod create;
mod error;
mod history;
mod hooks;
mod objects;
mod oid;
mod push;
mod range;
mod run;
mod staged;
mod tree;

use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;

pub use blame::Blame;
pub use changes::Trailer;
pub use create::Author;
pub use create::NewRepo;
pub use error::GitError;
pub use history::History;
pub use history::Version;
pub use objects::ObjectFault;
pub use objects::Objects;
pub use oid::Oid;
pub use push::Pushed;
pub use push::Update;
pub use range::Ends;
pub use range::Range;
pub use staged::Change;
pub use staged::ChangeState;
pub use tree::Kind;
pub use tree::Listed;

use crate::source::RepoPath;
use crate::time::Moment;

/// How objects are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Backend {
    /// By libgit2.
    Library,
    /// By the `git` executable.
    Executable,
}

/// An open repository.
pub struct Repo {
    backend: Backend,
    /// Whether git's own environment says where the repository is, as it does in a hook.
    from_environment: bool,
    git_dir: PathBuf,
    common_dir: PathBuf,
    work_tree: Option<PathBuf>,
    /// Handles that are not in use: one handle serves one thread at a time.
    handles: Mutex<Vec<git2::Repository>>,
    trees: tree::Trees,
}

impl std::fmt::Debug for Repo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repo")
            .field("git_dir", &self.git_dir)
            .finish_non_exhaustive()
    }
}

impl Repo {
    /// Opens the repository around `start`. In a hook (`in_hook`: git has set `GIT_DIR`) it is
    /// the one that git says, with the index and object directories that it says.
    pub fn open(start: &Path, in_hook: bool) -> Result<Self, GitError> {
        match library(start, in_hook) {
            Ok(handle) => Ok(Self {
                backend: Backend::Library,
                from_environment: in_hook,
                git_dir: handle.path().to_path_buf(),
                common_dir: handle.commondir().to_path_buf(),
                work_tree: handle.workdir().map(Path::to_path_buf),
                handles: Mutex::new(vec![handle]),
                trees: tree::Trees::default(),
            }),
            Err(error) if error.code() == git2::ErrorCode::NotFound => {
                Err(GitError::NotARepository)
            }
            Err(error) if error.code() == git2::ErrorCode::Owner => {
                let top = start.ancestors().find(|it| it.join(".git").exists());
                Err(GitError::OtherOwner(top.unwrap_or(start).to_path_buf()))
            }
            Err(error) => Self::with_executable(start, in_hook)
                .map_err(|_| GitError::Library(error.message().to_owned())),
        }
    }

    /// Opens a repository that libgit2 cannot read.
    fn with_executable(start: &Path, in_hook: bool) -> Result<Self, GitError> {
        let ask = |words: &[&str]| -> Result<Vec<String>, GitError> {
            let mut all = vec!["rev-parse"];
            all.extend(words);
            let bytes = run::output(start, &all)?;
            let text = String::from_utf8(bytes).map_err(|_| GitError::Answer("rev-parse"))?;
            Ok(text.lines().map(str::to_owned).collect())
        };
        let answer = ask(&[
            "--is-bare-repository",
            "--path-format=absolute",
            "--git-dir",
            "--git-common-dir",
        ])?;
        let [bare, git_dir, common_dir] = answer.as_slice() else {
            return Err(GitError::Answer("rev-parse"));
        };
        let work_tree = if bare == "true" {
            None
        } else {
            ask(&["--show-toplevel"])?.first().map(PathBuf::from)
        };
        Ok(Self {
            backend: Backend::Executable,
            from_environment: in_hook,
            git_dir: PathBuf::from(git_dir),
            common_dir: PathBuf::from(common_dir),
            work_tree,
            handles: Mutex::new(Vec::new()),
            trees: tree::Trees::default(),
        })
    }

    /// Whether it has no work tree.
    pub fn is_bare(&self) -> bool {
        self.work_tree.is_none()
    }

    /// The top of the work tree; `None` in a bare repository.
    pub fn work_tree(&self) -> Option<&Path> {
        self.work_tree.as_deref()
    }

    /// The repository's own directory; in a linked worktree that worktree's.
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The directory that all worktrees share.
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// The directory in which git's commands run.
    fn directory(&self) -> &Path {
        if self.from_environment {
            Path::new(".")
        } else {
            self.work_tree.as_deref().unwrap_or(&self.git_dir)
        }
    }

    /// Runs a git command and gives what it prints.
    fn output(&self, words: &[&str]) -> Result<Vec<u8>, GitError> {
        run::output(self.directory(), words)
    }

    /// A directory of the work tree as a path of the repository; `None` where it lies outside.
    pub fn relative(&self, directory: &Path) -> Option<RepoPath> {
        let top = self.work_tree.as_ref()?.canonicalize().ok()?;
        let directory = directory.canonicalize().ok()?;
        let below = directory.strip_prefix(&top).ok()?;
        let parts: Option<Vec<&str>> = below
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect();
        RepoPath::new(&parts?.join("/"))
    }

    /// A value of git's configuration; `None` where it is not set. A name that is not one is not
    /// set either.
    pub fn config(&self, name: &str) -> Option<String> {
        let bytes = self.output(&["config", "--get", name]).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some(text.trim_end_matches('\n').to_owned()).filter(|it| !it.is_empty())
    }

    /// The full id of the commit that a revision names.
    pub fn commit_id(&self, revision: &str) -> Result<Oid, GitError> {
        let unknown = || GitError::UnknownRevision(revision.to_owned());
        if revision.starts_with('-') || revision.contains('\0') {
            return Err(unknown());
        }
        match self.backend {
            Backend::Library => self.with_handle(|handle| {
                let object = handle.revparse_single(revision).map_err(|_| unknown())?;
                let commit = object.peel_to_commit().map_err(|_| unknown())?;
                Ok(commit.id().into())
            }),
            Backend::Executable => {
                let wanted = format!("{revision}^{{commit}}");
                let bytes = self
                    .output(&[
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        &wanted,
                    ])
                    .map_err(|_| unknown())?;
                one_id(&bytes).ok_or_else(unknown)
            }
        }
    }

    /// The commit that HEAD names; `None` before the first one.
    pub fn head(&self) -> Option<Oid> {
        self.commit_id("HEAD").ok()
    }

    /// The last commit on HEAD's own line that was made at a moment or before it.
    pub fn commit_before(&self, at: Moment) -> Result<Option<Oid>, GitError> {
        let before = format!("--before=@{}", at.unix());
        let words = ["rev-list", "-1", "--first-parent", &before, "HEAD"];
        Ok(one_id(&self.output(&words)?))
    }

    /// The full name of the branch that HEAD names, whether or not it has a commit.
    pub fn head_ref(&self) -> Option<String> {
        let answer = self.output(&["symbolic-ref", "--quiet", "HEAD"]).ok()?;
        let name = String::from_utf8(answer).ok()?;
        Some(name.trim().to_owned()).filter(|it| !it.is_empty())
    }

    /// The branch that everybody works from: the one that `origin` names, else the one that HEAD
    /// names, whether or not it has a commit. `None` where neither does.
    pub fn main_branch(&self) -> Option<String> {
        let ask = |name: &str| {
            let words = ["symbolic-ref", "--quiet", "--short", name];
            let name = String::from_utf8(self.output(&words).ok()?).ok()?;
            Some(name.trim().to_owned()).filter(|it| !it.is_empty())
        };
        ask("refs/remotes/origin/HEAD")
            .and_then(|it| it.strip_prefix("origin/").map(str::to_owned))
            .or_else(|| ask("HEAD"))
    }

    /// The commits that the next commit comes after: HEAD, and in a merge what is merged.
    pub fn parents(&self) -> Vec<Oid> {
        let mut parents: Vec<Oid> = self.head().into_iter().collect();
        let merged = std::fs::read_to_string(self.git_dir.join("MERGE_HEAD")).unwrap_or_default();
        parents.extend(
            merged
                .lines()
                .filter(|line| line.bytes().all(|it| it.is_ascii_hexdigit()))
                .filter_map(|line| self.commit_id(line).ok()),
        );
        parents
    }

    /// Lends a libgit2 handle: one that is free, or a new one.
    fn with_handle<T>(
        &self,
        work: impl FnOnce(&git2::Repository) -> Result<T, GitError>,
    ) -> Result<T, GitError> {
        let handle = self.take_handle()?;
        let result = work(&handle);
        self.give_back(handle);
        result
    }

    fn take_handle(&self) -> Result<git2::Repository, GitError> {
        let free = self.handles.lock().ok().and_then(|mut it| it.pop());
        match free {
            Some(handle) => Ok(handle),
            None if self.from_environment => library(&self.git_dir, true).map_err(GitError::from),
            None => git2::Repository::open_ext(
                &self.git_dir,
                git2::RepositoryOpenFlags::NO_SEARCH,
                &[] as &[&std::ffi::OsStr],
            )
            .map_err(GitError::from),
        }
    }

    fn give_back(&self, handle: git2::Repository) {
        if let Ok(mut handles) = self.handles.lock() {
            handles.push(handle);
        }
    }
}

/// The one id that a command prints; `None` where it prints none.
fn one_id(printed: &[u8]) -> Option<Oid> {
    Oid::parse(std::str::from_utf8(printed).ok()?.trim())
}

/// Opens a repository with libgit2.
#[expect(clippy::disallowed_methods, reason = "this is the door to git")]
fn library(start: &Path, in_hook: bool) -> Result<git2::Repository, git2::Error> {
    // Objects have checksums of their own, by which damage shows; git does not reckon their ids
    // either when it reads them.
    git2::opts::strict_hash_verification(false);
    if in_hook {
        git2::Repository::open_from_env()
    } else {
        git2::Repository::discover(start)
    }
}
