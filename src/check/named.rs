//! What is named by paths and ids, and the roots in which it is judged.

use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::pm203_id_date;
use crate::rules::pm204_misplaced;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::workspace::Workspace;

/// What is named, and the roots in which it is judged.
pub struct Named {
    /// The roots.
    pub roots: Vec<Root>,
    /// Paths of files and directories; none where nothing is named.
    pub paths: Vec<RepoPath>,
}

impl Named {
    /// What words name: files, directories or ids of postmortems.
    pub fn find(workspace: &Workspace, words: &[String]) -> Result<Self, Refusal> {
        let has_root = workspace.has_root()?;
        let mut paths = Vec::new();
        for word in words {
            let path = workspace.place(word);
            let is_there = path.as_ref().is_some_and(|path| {
                workspace.snapshot.exists(path)
                    || workspace.snapshot.list(path).is_ok_and(|it| !it.is_empty())
            });
            match path {
                Some(path) if is_there => paths.push(path),
                // Without a root there are no ids.
                _ if !has_root => return Err(Refusal::unknown_id(word)),
                _ => paths.push(workspace.find(Some(word))?.1.directory),
            }
        }
        let roots = if has_root || paths.is_empty() {
            workspace.roots()?
        } else {
            rootless(&workspace.snapshot, &paths)
        };
        Ok(Self { roots, paths })
    }
}

/// For files that are named where there is no `pmrepo.yaml`: the defaults, and nothing is asked of
/// where the files lie.
fn rootless(snapshot: &Snapshot, paths: &[RepoPath]) -> Vec<Root> {
    let mut directories: Vec<RepoPath> = paths
        .iter()
        .map(|path| match snapshot.entry(path) {
            Some(_) => path.parent().unwrap_or_default(),
            None => path.clone(),
        })
        .collect();
    directories.sort();
    directories.dedup();
    directories
        .into_iter()
        .map(|directory| {
            let mut root = Root::open(snapshot, &directory);
            root.config.paths.postmortems = RepoPath::root();
            for rule in [&pm203_id_date::RULE, &pm204_misplaced::RULE] {
                root.levels.set(rule, None);
            }
            root
        })
        .collect()
}
