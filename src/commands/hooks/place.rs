//! Where a repository's hooks are, and whether that is ours to write to.

use std::path::{Component, Path, PathBuf};

use super::super::Refusal;
use super::chain::Chain;
use super::chain::Hook;
use crate::git::Repo;
use crate::render::sanitize;
use crate::source::RepoPath;

/// The directory of hooks of one repository.
#[derive(Debug)]
pub(super) struct Place {
    /// The hook that is meant.
    pub(super) hook: &'static Hook,
    /// The directory of hooks; it may be missing, and then it can be made.
    pub(super) directory: PathBuf,
    /// The top of the work tree.
    top: Option<PathBuf>,
    /// Where one stands in it.
    here: RepoPath,
}

impl Place {
    /// Finds it. Refused where it lies outside the repository, is reached through a symbolic link,
    /// or is written by another program.
    pub(super) fn find(repo: &Repo, kind: &'static Hook, here: &Path) -> Result<Self, Refusal> {
        if repo.has_no_hooks_dir()? {
            return Err(Refusal::repository(
                "`core.hooksPath` is empty, so that git runs no hooks here",
            )
            .hint(
                "`git config --show-origin core.hooksPath` says where that is set; take it out",
            ));
        }
        let directory = repo.hooks_dir()?;
        let top = repo.work_tree().map(Path::to_path_buf);
        let owned: Vec<PathBuf> = [Some(repo.common_dir()), repo.work_tree()]
            .into_iter()
            .flatten()
            .filter_map(|base| base.canonicalize().ok())
            .collect();
        let hook = directory.join(kind.name);
        let by_hand = || {
            format!(
                "add this line to {} by hand:\n{}",
                sanitize(&hook.to_string_lossy()),
                kind.line
            )
        };
        if !is_inside(&directory, &owned) {
            let shown = directory.display();
            return Err(Refusal::repository(format!(
                "the hooks are in {shown}, outside this repository"
            ))
            .hint(by_hand()));
        }
        if let Some(link) = link_in(&directory, &owned) {
            return Err(Refusal::repository(format!(
                "the hooks are behind {}, which is not a plain directory",
                link.display()
            ))
            .hint(by_hand()));
        }
        let place = Self {
            hook: kind,
            directory,
            top,
            here: repo.relative(here).unwrap_or_default(),
        };
        if place.directory.ends_with(".husky/_") {
            return Err(
                Refusal::repository("husky writes the hooks of this repository").hint(format!(
                    "add this line to .husky/{} by hand:\n{}",
                    kind.name, kind.line
                )),
            );
        }
        Ok(place)
    }

    /// The hook in it.
    pub(super) fn chain(&self) -> Chain {
        Chain::at(self.hook, &self.directory)
    }

    /// The hook's path for people: from where one stands, if it is in the work tree.
    pub(super) fn shown(&self) -> String {
        let hook = self.directory.join(self.hook.name);
        let below = self
            .top
            .as_deref()
            .and_then(|top| hook.strip_prefix(top).ok());
        let below = below.and_then(|it| RepoPath::new(&it.to_str()?.replace('\\', "/")));
        match below {
            Some(path) => path.seen_from(&self.here),
            None => hook.display().to_string(),
        }
    }

    /// Whether the repository uses the pre-commit framework.
    pub(super) fn is_pre_commits(&self) -> bool {
        self.top
            .as_deref()
            .is_some_and(|top| top.join(".pre-commit-config.yaml").is_file())
    }

    /// Whether the hooks are husky's, in the repository itself.
    pub(super) fn is_huskys(&self) -> bool {
        self.directory.ends_with(".husky")
    }
}

/// Whether a directory, once every link is followed, lies in one of `owned`.
fn is_inside(directory: &Path, owned: &[PathBuf]) -> bool {
    let Some(existing) = directory
        .ancestors()
        .find(|above| above.symlink_metadata().is_ok())
    else {
        return false;
    };
    let (Ok(real), Ok(missing)) = (existing.canonicalize(), directory.strip_prefix(existing))
    else {
        return false;
    };
    missing
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
        && owned.iter().any(|base| real.starts_with(base))
}

/// What on the way from one of `owned` down to a directory is there and is not a plain directory.
fn link_in(directory: &Path, owned: &[PathBuf]) -> Option<PathBuf> {
    for above in directory.ancestors() {
        let is_link_or_file = above.symlink_metadata().is_ok_and(|it| !it.is_dir());
        if is_link_or_file {
            return Some(above.to_path_buf());
        }
        if above.canonicalize().is_ok_and(|real| owned.contains(&real)) {
            return None;
        }
    }
    None
}
