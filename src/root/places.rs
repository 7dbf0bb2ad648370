//! Which directories are roots: those with a `pmrepo.yaml`, but none that lies among the documents of
//! another root.

use super::templates::TEMPLATES;
use crate::config::Config;
use crate::config::Paths;
use crate::corpus::REPORT;
use crate::refusal::Refusal;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// What the configuration of a directory says of where things lie, read alone: whatever else it says
/// may be wrong.
pub struct Places {
    directory: RepoPath,
    paths: Paths,
    holidays: Option<RepoPath>,
}

impl Places {
    /// Those of a directory. Where its configuration cannot be read, the default ones.
    pub fn read(snapshot: &Snapshot, directory: &RepoPath) -> Self {
        let file = directory.join(ROOT_FILE);
        let text = file.and_then(|it| String::from_utf8(snapshot.read(&it).ok()?).ok());
        let (config, _) = Config::read(text.as_deref().unwrap_or_default());
        Self {
            directory: directory.clone(),
            paths: config.paths,
            holidays: config.holidays_file.map(|(path, _)| path),
        }
    }

    /// Whether a path lies among the root's documents, or is in the place of all of them.
    pub fn hold(&self, path: &RepoPath) -> bool {
        let places = [&self.paths.postmortems, &self.paths.process_reviews].into_iter();
        let mut places = places.filter_map(|it| self.directory.join(it.as_str()));
        places.any(|it| *path == it || path.below(&it).is_some())
    }

    /// Whether a path is that of a directory in which the root's documents lie, or of one on the way there.
    pub fn lead_through(&self, path: &RepoPath) -> bool {
        let places = [&self.paths.postmortems, &self.paths.process_reviews].into_iter();
        let mut places = places.filter_map(|it| self.directory.join(it.as_str()));
        places.any(|it| *path == it || it.below(path).is_some())
    }

    /// Whether a path can be that of a report, or of the notes of a process review: it lies below them,
    /// and nothing hidden is on the way.
    pub fn hold_document(&self, path: &RepoPath) -> bool {
        let is_below = |place: &RepoPath| {
            let place = self.directory.join(place.as_str());
            let below = place.as_ref().and_then(|it| path.below(it));
            below.is_some_and(|it| !it.split('/').any(|it| it.starts_with('.')))
        };
        if path.name() == REPORT {
            return is_below(&self.paths.postmortems);
        }
        path.name().ends_with(".md") && is_below(&self.paths.process_reviews)
    }

    /// Whether a path is one of the files by which the root is judged, or replaces a template.
    pub fn own(&self, path: &RepoPath) -> bool {
        let files = [Some(ROOT_FILE), Some(self.paths.people.as_str())].into_iter();
        let holidays = self.holidays.as_ref().map(RepoPath::as_str);
        let mut files = files.chain([holidays]).flatten();
        let templates = self.directory.join(TEMPLATES);
        files.any(|it| self.directory.join(it).is_some_and(|it| it == *path))
            || templates.is_some_and(|it| path.below(&it).is_some())
    }
}

/// Every root of a snapshot, sorted.
pub fn roots(snapshot: &Snapshot) -> Result<Vec<RepoPath>, Refusal> {
    Ok(without_nested(snapshot, snapshot.roots()?))
}

/// The roots in which a directory lies, the outermost first.
pub fn around(snapshot: &Snapshot, directory: &RepoPath) -> Vec<RepoPath> {
    let above = std::iter::successors(Some(directory.clone()), RepoPath::parent);
    let mut all: Vec<RepoPath> = above
        .filter(|it| it.join(ROOT_FILE).is_some_and(|it| snapshot.exists(&it)))
        .collect();
    all.reverse();
    without_nested(snapshot, all)
}

/// The nearest root from a directory upwards.
pub fn nearest(snapshot: &Snapshot, directory: &RepoPath) -> Option<RepoPath> {
    around(snapshot, directory).pop()
}

/// Whether a directory is a root.
pub fn is_root(snapshot: &Snapshot, directory: &RepoPath) -> bool {
    nearest(snapshot, directory).is_some_and(|it| it == *directory)
}

/// Takes out what lies among the documents of another one. What is outside comes before what is inside.
fn without_nested(snapshot: &Snapshot, directories: Vec<RepoPath>) -> Vec<RepoPath> {
    let mut roots: Vec<RepoPath> = Vec::new();
    // Read only where something lies inside.
    let mut read: Vec<Option<Places>> = Vec::new();
    for directory in directories {
        let mut outer = roots.iter().zip(&mut read);
        let is_nested = outer.any(|(root, places)| {
            directory.below(root).is_some()
                && places
                    .get_or_insert_with(|| Places::read(snapshot, root))
                    .hold(&directory)
        });
        if !is_nested {
            roots.push(directory);
            read.push(None);
        }
    }
    roots
}
