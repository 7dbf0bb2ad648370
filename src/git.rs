//! The one door to git: libgit2 where it can, the `git` executable where it cannot (SHA-256
//! objects, reftable) and where git itself is quicker or must run hooks.

mod author;
mod blame;
mod changes;
mod commit;
mod create;
mod error;
mod evidence;
mod history;
mod hooks;
mod line;
mod objects;
mod oid;
mod personal;
mod push;
mod range;
mod remote;
mod revision;
mod run;
mod secrets;
mod sparse;
mod staged;
mod trailers;
mod tree;

use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;

pub use blame::Blame;
pub use commit::Committed;
pub use commit::Uncommitted;
pub use create::Author;
pub use create::NewRepo;
pub use error::GitError;
pub use error::Unfinished;
pub use evidence::AUTHOR;
pub use evidence::COMMITTER;
pub use evidence::Signature;
pub use evidence::Witnessed;
pub use history::History;
pub use history::Version;
pub use line::Line;
pub use line::LineChange;
pub use line::LineStep;
pub use objects::ObjectFault;
pub use objects::Objects;
pub use oid::Oid;
pub use push::Pushed;
pub use push::Update;
pub use range::Ends;
pub use range::Range;
pub use remote::Forge;
pub use remote::Origin;
pub use run::literal;
pub use secrets::without_secrets;
pub use staged::Change;
pub use staged::ChangeState;
pub use trailers::Step;
pub use trailers::Trailer;
pub use tree::Kind;
pub use tree::Listed;

use crate::source::RepoPath;

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
    /// Whether objects that are missing here are kept elsewhere, from where git fetches them.
    is_partial: bool,
    /// The first thing that could not be read although it should be there.
    trouble: Mutex<Option<GitError>>,
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
            // Git alone knows from where to fetch what is missing.
            Ok(handle) if is_partial(&handle) => Ok(Self {
                is_partial: true,
                ..Self::with_executable(start, in_hook)?
            }),
            Ok(handle) => Ok(Self {
                backend: Backend::Library,
                from_environment: in_hook,
                git_dir: handle.path().to_path_buf(),
                common_dir: handle.commondir().to_path_buf(),
                work_tree: handle.workdir().map(Path::to_path_buf),
                handles: Mutex::new(vec![handle]),
                trees: tree::Trees::default(),
                is_partial: false,
                trouble: Mutex::new(None),
            }),
            Err(error) if error.code() == git2::ErrorCode::NotFound => {
                Err(GitError::NotARepository)
            }
            // Git reads `safe.directory` in more places, and takes more for a path.
            Err(error) if error.code() == git2::ErrorCode::Owner => {
                Self::with_executable(start, in_hook).map_err(|_| {
                    let top = start.ancestors().find(|it| it.join(".git").exists());
                    GitError::OtherOwner(top.unwrap_or(start).to_path_buf())
                })
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
            is_partial: false,
            trouble: Mutex::new(None),
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

    /// Refuses where something could not be read that should be there: what was found without it says
    /// little.
    pub fn must_have_been_read(&self) -> Result<(), GitError> {
        let trouble = self.trouble.lock().ok().and_then(|it| it.clone());
        trouble.map_or(Ok(()), Err)
    }

    /// Notes that something could not be read.
    fn note(&self, error: &GitError) {
        if let Ok(mut trouble) = self.trouble.lock() {
            trouble.get_or_insert_with(|| error.clone());
        }
    }

    /// The line that a question prints; `None` where git answers with nothing but its exit status.
    fn answer(&self, words: &[&str]) -> Result<Option<String>, GitError> {
        match self.output(words) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|_| GitError::Answer("a question"))?;
                Ok(Some(text.strip_suffix('\n').unwrap_or(&text).to_owned()))
            }
            Err(GitError::Command { said, .. }) if said.is_empty() => Ok(None),
            Err(error) => Err(error),
        }
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

    /// A value of the repository's own configuration, which nobody can push to; `None` where it is not
    /// set.
    pub fn own_config(&self, name: &str) -> Result<Option<String>, GitError> {
        self.answer(&["config", "--local", "--no-includes", "--get", name])
    }

    /// A value of git's configuration that is yes or no, as git itself reads it; `None` where it is not
    /// set.
    pub fn switch(&self, name: &str) -> Result<Option<bool>, GitError> {
        let said = self.answer(&["config", "--type=bool", "--get", name])?;
        Ok(said.map(|it| it == "true"))
    }

    /// The names of git's configuration that are set and begin with `prefix`, as git writes them: all but
    /// the middle part in small letters.
    pub fn names_set_below(&self, prefix: &str) -> Result<Vec<String>, GitError> {
        let pattern = format!("^{}", prefix.replace('.', "\\."));
        let said = self.answer(&["config", "--name-only", "--get-regexp", &pattern])?;
        let names = said.as_deref().unwrap_or_default().lines();
        Ok(names.map(str::to_owned).collect())
    }

    /// Sets a value of the repository's own configuration.
    pub fn set_own_config(&self, name: &str, value: &str) -> Result<(), GitError> {
        let words = ["config", "--local", "--replace-all", name, value];
        self.output(&words).map(drop)
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

    /// Closes what is open and not in use, and with it the packs that were read.
    pub fn rest(&self) {
        if let Ok(mut handles) = self.handles.lock() {
            handles.clear();
        }
    }

    fn give_back(&self, handle: git2::Repository) {
        if let Ok(mut handles) = self.handles.lock() {
            handles.push(handle);
        }
    }
}

/// Whether some remote has promised the objects that are missing.
fn is_partial(handle: &git2::Repository) -> bool {
    let promisors = || -> Result<bool, git2::Error> {
        let config = handle.config()?.snapshot()?;
        let mut promisors = config.entries(Some("^remote\\..*\\.promisor$"))?;
        let mut is_any = false;
        while let Some(entry) = promisors.next() {
            is_any |= entry?.value().is_ok_and(|it| it != "false");
        }
        Ok(is_any)
    };
    promisors().unwrap_or(true)
}

/// Opens a repository with libgit2.
#[expect(clippy::disallowed_methods, reason = "this is the door to git")]
fn library(start: &Path, in_hook: bool) -> Result<git2::Repository, git2::Error> {
    // Objects have checksums of their own, by which damage shows; git does not reckon their ids
    // either when it reads them.
    git2::opts::strict_hash_verification(false);
    // What is read is read once, and kept by whoever needs it: a tree for each of 100,000 directories took
    // 80 MiB here.
    git2::opts::enable_caching(false);
    if in_hook {
        git2::Repository::open_from_env()
    } else {
        git2::Repository::discover(start)
    }
}
