//! What is named by paths and ids, and the roots in which it is judged.

use std::collections::BTreeSet;

use crate::corpus::Files;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::rules::pm203_id_date;
use crate::rules::pm204_misplaced;
use crate::snapshot::EntryKind;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::workspace::Workspace;

/// What is named, and the roots in which it is judged.
pub struct Named {
    /// The roots.
    pub roots: Vec<Root>,
    /// Paths of files and directories; none where nothing is named.
    pub paths: Vec<RepoPath>,
    /// Words for what is looked at only as a part of a postmortem, which is judged in its place.
    pub aside: Vec<String>,
}

impl Named {
    /// What words name: files, directories or ids of postmortems. Each is judged by the root in which
    /// it lies, and by those that lie below it; one in which there is nothing to judge is refused.
    pub fn find(workspace: &Workspace, words: &[String]) -> Result<Self, Refusal> {
        if words.is_empty() {
            return Ok(Self {
                roots: workspace.roots()?,
                paths: Vec::new(),
                aside: Vec::new(),
            });
        }
        let snapshot = &workspace.snapshot;
        let has_root = workspace.has_root()?;
        let mut named = Vec::new();
        for word in words {
            named.push(match path_of(workspace, word) {
                Some(path) => path,
                // Without a root there are no ids.
                None if !has_root => return Err(workspace.unknown(word, &[])),
                None => workspace.find(Some(word))?.1.directory,
            });
        }
        let roots = if has_root {
            roots_of(snapshot, &named)?
        } else {
            rootless(snapshot, &named)?
        };
        let (mut paths, mut aside) = (Vec::new(), Vec::new());
        for (path, word) in named.into_iter().zip(words) {
            if is_judged(snapshot, &roots, &path)? {
                paths.push(path);
            } else if let Some(directory) = holder(&roots, &path)?.filter(|_| has_root) {
                paths.push(directory);
                aside.push(word.clone());
            } else {
                return Err(nothing(snapshot, &path, word));
            }
        }
        Ok(Self {
            roots,
            paths,
            aside,
        })
    }
}

/// The path that a word names, where something is there.
pub(super) fn path_of(workspace: &Workspace, word: &str) -> Option<RepoPath> {
    let path = workspace.place(word)?;
    let snapshot = &workspace.snapshot;
    let is_there = snapshot.exists(&path) || snapshot.list(&path).is_ok_and(|it| !it.is_empty());
    is_there.then_some(path)
}

/// The roots in which paths lie, and those that lie below them; but none that only lies among the
/// files of a postmortem.
fn roots_of(snapshot: &Snapshot, paths: &[RepoPath]) -> Result<Vec<Root>, Refusal> {
    let mut around = BTreeSet::new();
    let mut below = BTreeSet::new();
    for path in paths {
        let directory = match snapshot.entry(path) {
            Some(_) => path.parent().unwrap_or_default(),
            None => path.clone(),
        };
        around.extend(root::nearest(snapshot, &directory));
        if directory == *path {
            let entries = snapshot.list(path)?.into_iter();
            let files = entries.filter(|it| it.path.name() == ROOT_FILE);
            below.extend(files.filter_map(|it| it.path.parent()));
        }
    }
    let open = |it: &RepoPath| Root::open(snapshot, it);
    let mut roots = around.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let places: Vec<RepoPath> = roots.iter().flat_map(Root::places).collect();
    for directory in below.difference(&around) {
        if !places.iter().any(|it| directory.below(it).is_some()) {
            roots.push(open(directory)?);
        }
    }
    roots.sort_by(|a, b| a.directory.cmp(&b.directory));
    Ok(roots)
}

/// Whether a path is judged itself, or something below it.
fn is_judged(snapshot: &Snapshot, roots: &[Root], path: &RepoPath) -> Result<bool, Refusal> {
    let is_in = |it: &RepoPath| it == path || it.below(path).is_some();
    for root in roots {
        let layout = root.layout()?;
        let files = layout.postmortems.iter().flat_map(Files::read_files);
        let mut files = files.chain(&layout.process_reviews).chain(&layout.strange);
        let mut own = root.own_files();
        if files.any(|it| is_in(&it.path)) || own.any(|it| is_in(&it) && snapshot.exists(&it)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The postmortem among whose files a path lies that says nothing alone: evidence, an expert's notes.
fn holder(roots: &[Root], path: &RepoPath) -> Result<Option<RepoPath>, Refusal> {
    for root in roots {
        let mut postmortems = root.layout()?.postmortems.iter();
        if let Some(it) = postmortems.find(|it| path.below(&it.directory).is_some()) {
            return Ok(Some(it.directory.clone()));
        }
    }
    Ok(None)
}

/// There is nothing to judge in what a word names.
fn nothing(snapshot: &Snapshot, path: &RepoPath, word: &str) -> Refusal {
    let message = if let Some(entry) = snapshot.entry(path) {
        let has_front_matter = || {
            let text = snapshot.read(path);
            text.is_ok_and(|it| it.starts_with(b"---") || it.starts_with("\u{feff}---".as_bytes()))
        };
        let lacks = match entry.kind {
            EntryKind::Link => ": it is a link",
            EntryKind::File if !has_front_matter() => ": it has no front matter",
            _ => "",
        };
        format!("`{word}` is not a file of a postmortem{lacks}")
    } else {
        format!("there is no postmortem in `{word}`")
    };
    Refusal::not_found(message)
        .hint("a postmortem is a directory with a `postmortem.md`, below `paths: postmortems` of pmrepo.yaml")
}

/// For files that are named where there is no `pmrepo.yaml`: the defaults, and nothing is asked of
/// where the files lie.
fn rootless(snapshot: &Snapshot, paths: &[RepoPath]) -> Result<Vec<Root>, Refusal> {
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
            let mut root = Root::open(snapshot, &directory)?;
            root.config.paths.postmortems = RepoPath::root();
            for rule in [&pm203_id_date::RULE, &pm204_misplaced::RULE] {
                root.levels.set(rule, None);
            }
            Ok(root)
        })
        .collect()
}
