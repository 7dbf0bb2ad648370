//! A root in one snapshot: its configuration, its roster, the schemas that follow from them, and what
//! lies where in it.

mod open;
mod places;
mod schemas;
mod templates;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde_json::Value;

use crate::config::Config;
use crate::corpus::Layout;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::Levels;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter;
use crate::postmortem::is_confidential;
use crate::refusal::Refusal;
use crate::rules::Clock;
use crate::schema::Fields;
use crate::schema::Schema;
use crate::snapshot::Entry;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::ReadFault;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::snapshot::Texts;
use crate::source::RepoPath;
use crate::time::Moment;

use schemas::Schemas;

pub use places::Places;
pub use places::around;
pub use places::is_root;
pub use places::nearest;
pub use places::roots;
pub use templates::TEMPLATES;

/// The key of what is asked of the commit that sets `reviewed`.
const FOUR_EYES: &str = "/guard/four_eyes";

/// A directory with a `pmrepo.yaml`, and what follows from it.
pub struct Root {
    /// The directory.
    pub directory: RepoPath,
    /// The configuration; where it has faults, defaults stand in.
    pub config: Config,
    /// The levels of the rules.
    pub levels: Levels,
    /// The faults of the configuration, the roster and the holidays.
    pub findings: Vec<Finding>,
    snapshot: Snapshot,
    /// What follows from the configuration, compiled once for all snapshots that it is laid over.
    schemas: Arc<Schemas>,
    layout: OnceLock<Layout>,
    /// The same of the notes of process reviews alone.
    reviews: OnceLock<Layout>,
}

impl Root {
    /// Every root of a snapshot.
    pub fn all(snapshot: &Snapshot) -> Result<Vec<Self>, Refusal> {
        let directories = roots(snapshot)?;
        let directories = directories.iter();
        directories.map(|it| Self::open(snapshot, it)).collect()
    }

    /// The snapshot that it was read from.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The same with texts laid over its files; what its own files say stays.
    #[must_use]
    pub fn over(&self, texts: Texts) -> Self {
        self.on(self.snapshot.over(texts))
    }

    /// The same in another snapshot; what its own files say there counts for nothing.
    #[must_use]
    pub fn on(&self, snapshot: Snapshot) -> Self {
        Self {
            directory: self.directory.clone(),
            config: self.config.clone(),
            levels: self.levels.clone(),
            findings: self.findings.clone(),
            snapshot,
            schemas: Arc::clone(&self.schemas),
            layout: OnceLock::new(),
            reviews: OnceLock::new(),
        }
    }

    /// The same with another configuration and other levels, and with more blocks in the schema of its
    /// reports; those that it has already stay.
    #[must_use]
    pub fn judging_by(&self, config: Config, levels: Levels, asked: Vec<Value>) -> Self {
        let mut root = self.on(self.snapshot.clone());
        root.config = config;
        root.levels = levels;
        root.schemas = Arc::new(self.schemas.asking(asked));
        root
    }

    /// The same with the texts of some files as they are now, whatever becomes of them: an operation
    /// that reads a file twice sees one text, and a writer in between is found when it is applied.
    #[must_use]
    pub fn as_read<'a>(&self, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let texts = entries.into_iter().filter_map(|entry| {
            // What cannot be read stays what it is, and whoever reads it is told why.
            let text = self.text_of(&entry.path).ok()?;
            Some((entry.path.clone(), Some(text)))
        });
        self.over(texts.collect())
    }

    /// What lies in the root, read when it is first asked for.
    pub fn layout(&self) -> Result<&Layout, SnapshotError> {
        if let Some(layout) = self.layout.get() {
            return Ok(layout);
        }
        let layout = self.list_in(&self.snapshot)?;
        Ok(self.layout.get_or_init(|| layout))
    }

    /// The notes of its process reviews, for whoever needs nothing else of what lies in it: they are
    /// listed alone then.
    pub fn process_reviews(&self) -> Result<&[Entry], SnapshotError> {
        if let Some(layout) = self.layout.get().or_else(|| self.reviews.get()) {
            return Ok(&layout.process_reviews);
        }
        let reviews = self.reviews_in(&self.snapshot)?;
        let layout = self
            .reviews
            .get_or_init(|| Layout::new(Vec::new(), reviews));
        Ok(&layout.process_reviews)
    }

    /// What lies in a snapshot where this root's configuration says that it lies. Its own commit is
    /// listed once, whoever asks.
    pub fn layout_in(&self, snapshot: &Snapshot) -> Result<Cow<'_, Layout>, SnapshotError> {
        if self.snapshot.is_same_commit(snapshot) {
            return self.layout().map(Cow::Borrowed);
        }
        self.list_in(snapshot).map(Cow::Owned)
    }

    fn list_in(&self, snapshot: &Snapshot) -> Result<Layout, SnapshotError> {
        let postmortems = list(snapshot, self.postmortems_directory())?;
        let mut layout = Layout::new(postmortems, self.reviews_in(snapshot)?);
        layout.strange.extend(in_the_way(snapshot, &self.ways()));
        layout.strange.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(layout)
    }

    /// The directory of the postmortems, that of the process reviews, and those on the way there.
    pub fn ways(&self) -> BTreeSet<RepoPath> {
        let places = self.places();
        let all = places.flat_map(|it| std::iter::successors(Some(it), RepoPath::parent));
        all.filter(|it| !it.is_root() && it.below(&self.directory).is_some())
            .collect()
    }

    fn reviews_in(&self, snapshot: &Snapshot) -> Result<Vec<Entry>, SnapshotError> {
        list(snapshot, self.reviews_directory())
    }

    /// The directory below which its postmortems lie.
    pub fn postmortems_directory(&self) -> Option<RepoPath> {
        self.directory.join(self.config.paths.postmortems.as_str())
    }

    /// The directory below which the notes of its process reviews lie.
    pub fn reviews_directory(&self) -> Option<RepoPath> {
        let directory = &self.config.paths.process_reviews;
        self.directory.join(directory.as_str())
    }

    /// The directories of its postmortems and of its process reviews.
    pub fn places(&self) -> impl Iterator<Item = RepoPath> + use<> {
        let places = [self.postmortems_directory(), self.reviews_directory()];
        places.into_iter().flatten()
    }

    /// Whether a path lies below those directories.
    pub fn has(&self, path: &RepoPath) -> bool {
        self.places().any(|it| path.below(&it).is_some())
    }

    /// Whether a path lies among the postmortems, or among the process reviews, of this root and of another.
    pub fn shares(&self, other: &Self, path: &RepoPath) -> bool {
        let is_in = |it: Option<RepoPath>| it.is_some_and(|it| path.below(&it).is_some());
        let is_report = is_in(self.postmortems_directory()) && is_in(other.postmortems_directory());
        is_report || is_in(self.reviews_directory()) && is_in(other.reviews_directory())
    }

    /// The files by which it is judged: the configuration, the roster and the holidays.
    pub fn own_files(&self) -> impl Iterator<Item = RepoPath> + use<'_> {
        let holidays = self.config.holidays_file.as_ref();
        let files = [ROOT_FILE, self.config.paths.people.as_str()].into_iter();
        let files = files.chain(holidays.map(|(path, _)| path.as_str()));
        files.filter_map(|it| self.directory.join(it))
    }

    /// Whether a file is one by which it is judged, or replaces a template.
    pub fn is_own(&self, path: &RepoPath) -> bool {
        let templates = self.directory.join(TEMPLATES);
        self.own_files().any(|it| it == *path)
            || templates.is_some_and(|it| path.below(&it).is_some())
    }

    /// Whether a path lies in the directory of a confidential postmortem.
    pub fn is_confidential(&self, path: &RepoPath) -> bool {
        let Ok(layout) = self.layout() else {
            return false;
        };
        let mut all = layout.postmortems.iter();
        all.find(|it| path.below(&it.directory).is_some())
            .is_some_and(|it| {
                let reader = self.snapshot.reader();
                is_confidential(&Document::read(&reader, &it.report, Sort::FactsOnly))
            })
    }

    /// Refuses a root whose configuration has errors: what is written by a wrong one would be wrong
    /// too. By what is asked of commits nothing is written, and commands write what it lacks.
    pub fn must_be_sound(&self) -> Result<(), Refusal> {
        let mut errors = self.findings.iter().filter(|it| it.level == Level::Error);
        let Some(fault) = errors.find(|it| it.pointer != FOUR_EYES) else {
            return Ok(());
        };
        let place = format!("{}:{}", fault.path, fault.start.line);
        Err(
            Refusal::configuration(format!("{place}: {}", fault.message))
                .hint("fix the configuration first: `pmrepo check` shows all that is wrong with it")
                .about(&fault.path),
        )
    }

    /// Whether all that it is judged by is known to be the same in another snapshot.
    pub fn is_unchanged_in(&self, other: &Snapshot) -> bool {
        let mut files = self.own_files();
        files.all(|it| self.snapshot.has_the_same_at(&it, other))
            && self.template_names_in(&self.snapshot) == self.template_names_in(other)
    }

    /// Refuses a root whose configuration or roster cannot be read at all: by the defaults in their
    /// place nobody could say what is asked for.
    pub fn must_be_readable(&self) -> Result<(), Refusal> {
        // In what cannot be read something was found when it was.
        let has_finding = |path: &RepoPath| self.findings.iter().any(|it| it.path == *path);
        for path in self.own_files().filter(has_finding) {
            let text = match self.snapshot.read(&path) {
                Ok(bytes) => String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned()),
                Err(ReadFault::NotFound) => continue,
                Err(fault) => Err(fault.to_string()),
            };
            let is_yaml = self.holidays_path().as_ref() != Some(&path);
            let why = match text {
                Ok(text) if is_yaml => front_matter::why_unreadable(&text),
                Ok(_) => None,
                Err(why) => Some(why),
            };
            if let Some(why) = why {
                let message = format!("`{path}` cannot be read: {why}");
                return Err(Refusal::configuration(message).hint(
                    "without it nobody can say what is asked for; mend it first, in a commit of its own",
                ));
            }
        }
        Ok(())
    }

    /// The file of holidays.
    fn holidays_path(&self) -> Option<RepoPath> {
        let (path, _) = self.config.holidays_file.as_ref()?;
        self.directory.join(path.as_str())
    }

    /// The text of a file, to be changed.
    pub fn text_of(&self, path: &RepoPath) -> Result<String, Refusal> {
        let bytes = self.snapshot.read(path);
        let unreadable = |why: String| Refusal::unreadable(why).about(path);
        let bytes = bytes.map_err(|it| unreadable(format!("{path}: {it}")))?;
        String::from_utf8(bytes).map_err(|_| unreadable(format!("{path} is not UTF-8")))
    }

    /// The clock by which rules judge the root at a moment.
    pub fn clock(&self, now: Moment) -> Clock {
        let zone = self.config.policy.zone;
        let written = self.snapshot.written_at();
        let latest = zone.show(written.map_or(now, |it| it.max(now)));
        Clock {
            today: zone.date_of(now),
            latest,
            latest_day: zone.date_of(latest),
        }
    }

    /// The local date of a moment, in the root's zone.
    pub fn today(&self, now: Moment) -> NaiveDate {
        self.config.policy.zone.date_of(now)
    }

    /// The fields of its reports, and what each holds.
    pub fn fields(&self) -> &Fields {
        self.schemas.fields(&self.config)
    }

    /// The schema of reports, compiled when it is first needed.
    pub fn report_schema(&self) -> &Schema {
        self.schemas.report(&self.config)
    }

    /// The schema of reports as JSON.
    pub fn report_rules(&self) -> Value {
        self.schemas.report_rules(&self.config)
    }

    /// The schema of messages.
    pub fn message_schema(&self) -> &Schema {
        self.schemas.message(&self.config)
    }

    /// The schema of process reviews.
    pub fn review_schema(&self) -> &Schema {
        self.schemas.review(&self.config)
    }
}

fn list(snapshot: &Snapshot, directory: Option<RepoPath>) -> Result<Vec<Entry>, SnapshotError> {
    match directory {
        Some(directory) => snapshot.list(&directory),
        None => Ok(Vec::new()),
    }
}

/// What stands in a snapshot in the place of some directories: nobody sees what lies behind it.
pub fn in_the_way<'a>(
    snapshot: &Snapshot,
    directories: impl IntoIterator<Item = &'a RepoPath>,
) -> impl Iterator<Item = Entry> {
    let entries = directories.into_iter().filter_map(|it| snapshot.entry(it));
    entries.map(Entry::in_place_of_a_directory)
}
