//! Where one works: the repository, the state of it that is read, the roots in it, where one stands,
//! and who one is.

mod advice;
mod commit;
mod find;

pub use commit::Outcome;
pub use commit::Pending;
pub use find::Meant;

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::calendar::Present;
use crate::config::Policy;
use crate::config::Someone;
use crate::git::Ends;
use crate::git::GitError;
use crate::git::Range;
use crate::git::Repo;
use crate::model::bare;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::snapshot::Texts;
use crate::source::RepoPath;
use crate::time::Moment;
use crate::tree::Applied;
use crate::tree::Edits;
use crate::tree::Tree;

/// The word for whoever asks.
const ME: &str = "me";

/// Which state of the repository is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The files as they lie there; in a bare repository HEAD's commit.
    Worktree,
    /// The index.
    Staged,
    /// A commit.
    Revision(String),
}

/// Where one stands.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// The directory.
    pub directory: &'a Path,
    /// Whether git runs us in a hook: then its environment says where the repository is.
    pub in_hook: bool,
}

/// The repository, one state of it, and the place in it where one stands.
pub struct Workspace {
    /// The state that is read.
    pub snapshot: Snapshot,
    /// Where one stands, seen from the top of the repository.
    pub here: RepoPath,
    /// The top of the work tree; `None` in a bare repository.
    pub top: Option<PathBuf>,
    /// The repository; `None` where there is no git.
    pub repo: Option<Arc<Repo>>,
}

/// The roots that are read, each with what is the present there: a date alone ends at another moment
/// in each zone.
pub struct Walk {
    /// The present in the first of them, for what is told of all.
    pub as_of: Moment,
    /// The roots.
    pub roots: Vec<(Root, Moment)>,
}

impl Workspace {
    /// Opens the repository around a directory. Without git, the files on disk below the nearest
    /// `pmrepo.yaml`.
    pub fn open(at: At<'_>, state: &State) -> Result<Self, Refusal> {
        let repo = match Repo::open(at.directory, at.in_hook) {
            Ok(repo) => Arc::new(repo),
            Err(GitError::NotARepository) if *state == State::Worktree => {
                return Ok(plain(at.directory));
            }
            Err(error) => return Err(error.into()),
        };
        let snapshot = match (state, repo.work_tree()) {
            (State::Worktree, None) => Snapshot::commit(&repo, "HEAD")?,
            (State::Worktree, Some(top)) => Snapshot::worktree(&repo, top),
            (State::Staged, _) => Snapshot::index(&repo)?,
            (State::Revision(revision), _) => Snapshot::commit(&repo, revision)?,
        };
        Ok(Self {
            snapshot,
            here: repo.relative(at.directory).unwrap_or_default(),
            top: repo.work_tree().map(Path::to_path_buf),
            repo: Some(repo),
        })
    }

    /// Opens the repository around a directory, for a range of its commits.
    pub fn open_range(at: At<'_>, ends: &Ends) -> Result<(Arc<Repo>, Range), Refusal> {
        let repo = Repo::open(at.directory, at.in_hook)?;
        let range = repo.range(ends)?;
        Ok((Arc::new(repo), range))
    }

    /// The same with texts laid over the state that is read: what there would be with them.
    #[must_use]
    pub fn over(&self, texts: Texts) -> Self {
        Self {
            snapshot: self.snapshot.over(texts),
            here: self.here.clone(),
            top: self.top.clone(),
            repo: self.repo.clone(),
        }
    }

    /// What the repository is called: as its remote calls it, else as its directory.
    pub fn name(&self) -> String {
        let repo = self.repo.as_ref();
        if let Some(name) = repo.and_then(|it| it.name_at_origin()) {
            return name;
        }
        let place = self.top.as_deref().or_else(|| repo.map(|it| it.git_dir()));
        let name = place.and_then(Path::file_name);
        let name = name.map_or_else(String::new, |it| it.to_string_lossy().into_owned());
        match name.strip_suffix(".git").unwrap_or(&name) {
            "" => "repository".to_owned(),
            name => name.to_owned(),
        }
    }

    /// The files of the work tree, to be written.
    pub fn tree(&self) -> Result<Tree, Refusal> {
        match &self.top {
            Some(top) => Tree::new(top, self.repo.clone()),
            None => Err(
                Refusal::repository("a bare repository has no files to write")
                    .hint("run it in a clone, and push"),
            ),
        }
    }

    /// Makes edits in the work tree: all files or none, and only if nothing changed since they were
    /// read.
    pub fn apply(&self, edits: &Edits) -> Result<Applied, Refusal> {
        self.tree()?.apply(edits)
    }

    /// What applying edits would give, with nothing written.
    pub fn foresee(&self, edits: &Edits) -> Applied {
        Applied {
            paths: edits.files().map(|(path, _)| path.clone()).collect(),
            fresh: edits.fresh_path(&self.snapshot),
        }
    }

    /// A path of the repository from where one stands, as people read it.
    pub fn shown(&self, path: &RepoPath) -> String {
        path.seen_from(&self.here)
    }

    /// A refusal with the files that it names as they are seen from where one stands.
    pub fn seen(&self, refusal: &Refusal) -> Refusal {
        let top = self.top.as_deref().unwrap_or(Path::new(""));
        refusal.seen_from(&self.here, top)
    }

    /// The path in the repository that a path of the file system means, as people type it: absolute, or
    /// from where one stands, with `..` too. `None` where it lies outside.
    pub fn place(&self, word: &str) -> Option<RepoPath> {
        let word = word.replace(std::path::MAIN_SEPARATOR, "/");
        let path = Path::new(&word);
        if !path.is_absolute() {
            return self.here.walk(&word);
        }
        let top = self.top.as_ref()?;
        let real = path.canonicalize();
        let below = path.strip_prefix(top).map(Path::to_path_buf).or_else(|_| {
            let (real, top) = (real.as_ref().ok(), top.canonicalize().ok());
            let below = real.zip(top.as_ref()).map(|(it, top)| it.strip_prefix(top));
            below.and_then(Result::ok).map(Path::to_path_buf).ok_or(())
        });
        let below = below
            .ok()?
            .to_str()?
            .replace(std::path::MAIN_SEPARATOR, "/");
        RepoPath::root().walk(&below)
    }

    /// Refuses a directory of what is made of documents that lies among them, holds them, or is git's own:
    /// what is made would be read as if somebody had written it.
    pub fn must_lie_beside(
        &self,
        directory: &Path,
        places: impl Iterator<Item = RepoPath>,
    ) -> Result<(), Refusal> {
        let refused = |what: String| {
            let shown = directory.display();
            Err(Refusal::usage(format!("{shown} {what}"))
                .hint("name a directory of its own, beside the documents"))
        };
        let Some(real) = real(directory) else {
            return refused("leads up from what is not there".to_owned());
        };
        if real.components().any(|it| it.as_os_str() == ".git") {
            return refused("is git's own place".to_owned());
        }
        let Some(top) = &self.top else {
            return Ok(());
        };
        let top = top.canonicalize().unwrap_or_else(|_| top.clone());
        for place in places {
            let there = top.join(place.as_str());
            if real.starts_with(&there) {
                return refused(format!("lies in `{place}`, where documents are"));
            }
            if there.starts_with(&real) {
                return refused(format!("holds `{place}`, where documents are"));
            }
        }
        Ok(())
    }

    /// A path as a script or a shell can use it: where there is a work tree the whole way from the
    /// top of the file system, else the path in the repository.
    pub fn usable(&self, path: &RepoPath) -> String {
        match &self.top {
            Some(top) if self.snapshot.is_worktree() => {
                top.join(path.as_str()).display().to_string()
            }
            _ => path.to_string(),
        }
    }
}

/// Who one is.
impl Workspace {
    /// Whoever git says commits, by all their names: the roster's handle, the address, what stands in
    /// it before the `@`, and the name.
    pub fn myself(&self, policy: &Policy) -> Option<Someone> {
        let (name, address) = self.repo.as_ref()?.author()?;
        let local = address.split('@').next().unwrap_or_default();
        let names = [address.as_str(), name.as_str(), local];
        let mut members = names.iter().filter_map(|it| policy.roster.find(it));
        let handle = members.next().map(|it| it.handle.as_str());
        let all = handle.into_iter().chain(names);
        Some(Someone::called(all.filter(|it| !it.trim().is_empty())))
    }

    /// Who asks, as it is written: the roster's handle, else the address.
    pub fn me(&self, policy: &Policy) -> Option<String> {
        self.myself(policy).map(|it| it.name().to_owned())
    }

    /// Whether a word stands for whoever asks.
    pub fn is_me(word: &str) -> bool {
        bare(word.trim()).eq_ignore_ascii_case(ME)
    }

    /// Somebody whom a question is about. Whoever names themselves by one of their names is meant by
    /// all of them.
    pub fn someone(&self, policy: &Policy, word: &str) -> Result<Someone, Refusal> {
        if Self::is_me(word) {
            return self.myself(policy).ok_or_else(Refusal::nobody);
        }
        let asked = Someone::called([word]);
        let is_known = policy.roster.find(word).is_some();
        let myself = (!is_known && !word.contains('/')).then(|| self.myself(policy));
        Ok(match myself.flatten() {
            Some(me) if policy.roster.is(&me, word) => me,
            _ => asked,
        })
    }

    /// A person as somebody names them: `me` is who asks, and a leading `@` falls away.
    pub fn person(&self, policy: &Policy, word: &str) -> Result<String, Refusal> {
        if !Self::is_me(word) {
            return Ok(bare(word).to_owned());
        }
        self.me(policy).ok_or_else(Refusal::nobody)
    }

    /// People as somebody names them.
    pub fn people(&self, policy: &Policy, words: &[String]) -> Result<Vec<String>, Refusal> {
        words.iter().map(|word| self.person(policy, word)).collect()
    }
}

/// The roots.
impl Workspace {
    /// Whether there is a root that one would work on here.
    pub fn has_root(&self) -> Result<bool, Refusal> {
        if root::nearest(&self.snapshot, &self.here).is_some() {
            return Ok(true);
        }
        // Without git the roots upwards are all there are: nobody wants a whole disk searched.
        Ok(self.repo.is_some() && !root::roots(&self.snapshot)?.is_empty())
    }

    /// The roots that are judged (DESIGN 3): the nearest one upwards, else every one in the
    /// snapshot; in a bare repository, where nobody stands in a directory, every one. There is at least one.
    pub fn roots(&self) -> Result<Vec<Root>, Refusal> {
        let is_bare = self.repo.as_ref().is_some_and(|repo| repo.is_bare());
        let nearest = || root::nearest(&self.snapshot, &self.here);
        let directories = match (!is_bare).then(nearest).flatten() {
            Some(root) => vec![root],
            None => root::roots(&self.snapshot)?,
        };
        if directories.is_empty() {
            return Err(Refusal::no_root());
        }
        let directories = directories.iter();
        directories
            .map(|directory| Root::open(&self.snapshot, directory))
            .collect()
    }

    /// The same, each with what is the present there.
    pub fn walk(&self, present: &Present) -> Result<Walk, Refusal> {
        let roots = self.roots()?.into_iter().map(|root| {
            let now = present.in_zone(root.config.policy.zone)?;
            Ok((root, now))
        });
        let roots = roots.collect::<Result<Vec<(Root, Moment)>, Refusal>>()?;
        let (_, as_of) = roots.first().ok_or_else(Refusal::no_root)?;
        Ok(Walk {
            as_of: *as_of,
            roots,
        })
    }

    /// The roots in one of which something is written. Where there is but one, its configuration is
    /// sound; of several, whoever writes looks at the one that is meant.
    pub fn roots_to_write(&self) -> Result<Vec<Root>, Refusal> {
        let roots = self.roots()?;
        if let [only] = roots.as_slice() {
            only.must_be_sound()?;
        }
        Ok(roots)
    }

    /// The one root in which something new is written, and its configuration is sound.
    pub fn root_to_write(&self) -> Result<Root, Refusal> {
        let root = self.one_root()?;
        root.must_be_sound()?;
        Ok(root)
    }

    /// The only root here.
    pub fn one_root(&self) -> Result<Root, Refusal> {
        let mut roots = self.roots()?;
        match (roots.pop(), roots.is_empty()) {
            (Some(root), true) => Ok(root),
            (None, _) => Err(Refusal::no_root()),
            (Some(last), false) => {
                let all = roots.iter().chain([&last]).map(|root| &root.directory);
                let several = "there are several roots here: say in which, with -C";
                Err(Refusal::ambiguous(several).candidates(&self.ways(all)))
            }
        }
    }

    /// How roots are named from where one stands: `-C teams/checkout`.
    pub fn ways<'a>(&self, roots: impl Iterator<Item = &'a RepoPath>) -> Vec<String> {
        roots
            .map(|it| format!("-C {}", it.seen_from(&self.here)))
            .collect()
    }

    /// The roots of the whole snapshot besides some: where one stands in one, an id may be another's.
    fn other_roots(&self, roots: &[Root]) -> Result<Vec<Root>, Refusal> {
        if self.repo.is_none() {
            return Ok(Vec::new());
        }
        let known: Vec<&RepoPath> = roots.iter().map(|it| &it.directory).collect();
        let all = root::roots(&self.snapshot)?;
        let others = all.iter().filter(|it| !known.contains(it));
        others.map(|it| Root::open(&self.snapshot, it)).collect()
    }
}

/// A path without links and `..`, as far as it is there; `None` where `..` follows what is not.
fn real(path: &Path) -> Option<PathBuf> {
    let mut missing = Vec::new();
    let mut there = path;
    loop {
        if let Ok(found) = there.canonicalize() {
            return Some(missing.iter().rev().fold(found, |at, it| at.join(it)));
        }
        missing.push(there.file_name()?);
        there = there.parent()?;
    }
}

/// What there is without git: the files below the nearest `pmrepo.yaml`.
fn plain(start: &Path) -> Workspace {
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
