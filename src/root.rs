//! A root in one snapshot: its configuration, its roster, the schemas that follow from them, and what
//! lies where in it.

mod places;
mod templates;

use std::borrow::Cow;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde_json::Value;

use crate::config::Config;
use crate::config::FourEyes;
use crate::corpus::Layout;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Family;
use crate::diagnostic::Fault;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::Levels;
use crate::diagnostic::Rule;
use crate::diagnostic::Sink;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter;
use crate::postmortem::is_confidential;
use crate::refusal::Refusal;
use crate::rules;
use crate::rules::Clock;
use crate::rules::pm010_configuration;
use crate::schema;
use crate::schema::Fields;
use crate::schema::Schema;
use crate::snapshot::Entry;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::ReadFault;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::snapshot::Texts;
use crate::source::RepoPath;
use crate::source::Span;
use crate::time::Moment;

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
    /// Blocks of the reports' schema beside those of the configuration.
    asked: Vec<Value>,
    layout: OnceLock<Layout>,
    /// The same of the notes of process reviews alone.
    reviews: OnceLock<Layout>,
    fields: OnceLock<Fields>,
    report: OnceLock<Schema>,
    message: OnceLock<Schema>,
    review: OnceLock<Schema>,
}

impl Root {
    /// Reads a root's configuration from a snapshot. A file that is missing means the defaults;
    /// one that has faults gives findings and the defaults in their place. One of a format that only
    /// a newer pmrepo reads is refused: by defaults nothing in it would be judged as it is meant.
    pub fn open(snapshot: &Snapshot, directory: &RepoPath) -> Result<Self, Refusal> {
        let mut faulty = Vec::new();
        let text = text_of(snapshot, directory, ROOT_FILE, &mut faulty);
        let (mut config, faults) = Config::read(text.as_deref().unwrap_or(""));
        if let Some(format) = config.newer {
            return Err(too_new(directory, format));
        }
        let mut faults = errors(faults);
        faults.extend(schema::settle(&mut config));
        let mut of_holidays = None;
        if let Some((path, span)) = config.holidays_file.clone() {
            let known = faulty.len();
            match text_of(snapshot, directory, path.as_str(), &mut faulty) {
                Some(text) => {
                    let found = config.read_holidays(&text);
                    of_holidays = Some((path.to_string(), text, errors(found)));
                }
                None if faulty.len() == known => {
                    faults.extend(errors(vec![no_holidays(&path, span)]));
                }
                None => {}
            }
        }
        let mut files = vec![(ROOT_FILE.to_owned(), text.unwrap_or_default(), faults)];
        files.extend(of_holidays);
        let people = config.paths.people.clone();
        if let Some(text) = text_of(snapshot, directory, people.as_str(), &mut faulty) {
            let mut faults = config.read_roster(&text);
            faults.extend(schema::of_people(&text));
            files.push((people.to_string(), text, errors(faults)));
        }
        let mut root = Self {
            directory: directory.clone(),
            config,
            levels: Levels::default(),
            findings: faulty,
            snapshot: snapshot.clone(),
            asked: Vec::new(),
            layout: OnceLock::new(),
            reviews: OnceLock::new(),
            fields: OnceLock::new(),
            report: OnceLock::new(),
            message: OnceLock::new(),
            review: OnceLock::new(),
        };
        let unknown = root.set_levels();
        if let Some((_, text, faults)) = files.first_mut() {
            faults.extend(errors(unknown));
            let asks = root.config.four_eyes == Some(FourEyes::Author);
            if asks && root.config.policy.roster.people.is_empty() {
                faults.extend(errors(vec![nobody_else(text, &people)]));
            }
        }
        for (path, text, faults) in files {
            root.take_faults(&path, text, faults);
        }
        let unknown = root.unknown_templates(snapshot);
        root.findings.extend(unknown);
        Ok(root)
    }
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
            asked: self.asked.clone(),
            layout: OnceLock::new(),
            reviews: OnceLock::new(),
            fields: OnceLock::new(),
            report: OnceLock::new(),
            message: OnceLock::new(),
            review: OnceLock::new(),
        }
    }

    /// The same with another configuration and other levels, and with more blocks in the schema of its
    /// reports.
    #[must_use]
    pub fn judging_by(&self, config: Config, levels: Levels, asked: Vec<Value>) -> Self {
        let mut root = self.on(self.snapshot.clone());
        root.config = config;
        root.levels = levels;
        root.asked = asked;
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
        Ok(Layout::new(postmortems, self.reviews_in(snapshot)?))
    }

    fn reviews_in(&self, snapshot: &Snapshot) -> Result<Vec<Entry>, SnapshotError> {
        let directory = &self.config.paths.process_reviews;
        list(snapshot, self.directory.join(directory.as_str()))
    }

    /// The directory below which its postmortems lie.
    pub fn postmortems_directory(&self) -> Option<RepoPath> {
        self.directory.join(self.config.paths.postmortems.as_str())
    }

    /// The directories of its postmortems and of its process reviews.
    pub fn places(&self) -> impl Iterator<Item = RepoPath> + use<'_> {
        let paths = &self.config.paths;
        let places = [&paths.postmortems, &paths.process_reviews].into_iter();
        places.filter_map(|it| self.directory.join(it.as_str()))
    }

    /// Whether a path lies below those directories.
    pub fn has(&self, path: &RepoPath) -> bool {
        self.places().any(|it| path.below(&it).is_some())
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

    /// Refuses a root whose configuration or roster cannot be read at all: by the defaults in their
    /// place nobody could say what is asked for.
    pub fn must_be_readable(&self) -> Result<(), Refusal> {
        for path in self.own_files() {
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
        self.fields.get_or_init(|| Fields::of_report(&self.config))
    }

    /// The schema of reports, compiled when it is first needed.
    pub fn report_schema(&self) -> &Schema {
        self.report
            .get_or_init(|| Schema::new(&self.report_rules()))
    }

    /// The schema of reports as JSON.
    pub fn report_rules(&self) -> Value {
        let mut schema = schema::effective(schema::Name::Postmortem, &self.config);
        if let Some(blocks) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
            blocks.extend(self.asked.iter().cloned());
        }
        schema
    }

    /// The schema of messages.
    pub fn message_schema(&self) -> &Schema {
        self.message
            .get_or_init(|| Schema::new(&schema::effective(schema::Name::Message, &self.config)))
    }

    /// The schema of process reviews.
    pub fn review_schema(&self) -> &Schema {
        self.review.get_or_init(|| {
            Schema::new(&schema::effective(
                schema::Name::ProcessReview,
                &self.config,
            ))
        })
    }

    /// Applies `rules` of the configuration; gives a fault for each word that names no rule, and
    /// for each rule that has to be on.
    fn set_levels(&mut self) -> Vec<Fault> {
        let mut unknown = Vec::new();
        for (word, span, level) in &self.config.rule_levels {
            if let Some(rule) = rules::find(word) {
                let is_milder = *level < Some(rule.level);
                if rule.family() == Family::Reading && is_milder {
                    unknown.push(too_mild(rule, word, *span));
                } else {
                    self.levels.set(rule, *level);
                }
                continue;
            }
            let help = match rules::suggest(word) {
                Some(like) => format!("did you mean `{like}`?"),
                None => "`pmrepo explain` lists them".to_owned(),
            };
            let fault = Fault::new(*span, format!("`{word}` is not a rule"));
            unknown.push(fault.help(help).pointer(format!("/rules/{word}")));
        }
        unknown
    }

    /// Makes findings of the faults in one of the root's own files.
    fn take_faults(&mut self, file: &str, text: String, faults: Vec<Fault<Level>>) {
        let Some(path) = self.directory.join(file) else {
            return;
        };
        let document = Document::from_text(&path, text, Sort::BodyOnly);
        let mut sink = Sink::new(&self.levels, vec![document.source()]);
        for fault in faults {
            let level = fault.kind;
            let diagnostic = Diagnostic::of(&pm010_configuration::RULE, &path, fault);
            sink.push(diagnostic.level(level));
        }
        let found = sink.finish();
        self.findings.extend(found);
    }
}

/// A level that would pass what cannot be read, and so nobody knows what it says.
fn too_mild(rule: &Rule, word: &str, span: Span) -> Fault {
    let (code, level) = (rule.code, rule.level.as_str());
    Fault::new(
        span,
        format!("`{code}` cannot be switched off, or be milder than {level}"),
    )
    .help("take the line out: what cannot be read cannot be judged")
    .pointer(format!("/rules/{word}"))
}

fn list(snapshot: &Snapshot, directory: Option<RepoPath>) -> Result<Vec<Entry>, SnapshotError> {
    match directory {
        Some(directory) => snapshot.list(&directory),
        None => Ok(Vec::new()),
    }
}

/// A configuration that only a newer pmrepo reads.
fn too_new(directory: &RepoPath, format: u64) -> Refusal {
    let path = directory.join(ROOT_FILE).unwrap_or_default();
    Refusal::configuration(format!("{path}: format {format} needs a newer pmrepo"))
        .hint("update pmrepo")
        .about(&path)
}

/// A file of holidays that is not there: without it every deadline in business days would be early,
/// and nobody told.
fn no_holidays(path: &RepoPath, span: Span) -> Fault {
    Fault::new(span, format!("there is no `{path}`, so no holiday counts"))
        .help("add the iCalendar file, or list the days here")
        .pointer("/calendar/holidays")
}

/// Two pairs of eyes are asked for where nobody says whose they are.
fn nobody_else(text: &str, people: &RepoPath) -> Fault {
    let message = format!("`four_eyes: author` needs a roster, and `{people}` names nobody");
    Fault::new(Config::place_of_four_eyes(text), message)
        .help("write down who is who: `pmrepo people init` begins it")
        .pointer(FOUR_EYES)
}

/// Faults that are errors, as all are but few.
fn errors(faults: Vec<Fault>) -> Vec<Fault<Level>> {
    let faults = faults.into_iter();
    faults.map(|it| it.of_kind(Level::Error)).collect()
}

/// The text of one of the root's own files. `None` where it is not there; where it cannot be
/// read, a finding is added that says so.
fn text_of(
    snapshot: &Snapshot,
    directory: &RepoPath,
    file: &str,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let path = directory.join(file)?;
    let (span, message) = match snapshot.read(&path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return Some(text),
            Err(_) => (Span::default(), "is not UTF-8".to_owned()),
        },
        Err(ReadFault::NotFound) => return None,
        Err(fault) => (Span::default(), fault.to_string()),
    };
    let levels = Levels::default();
    let mut sink = Sink::new(&levels, Vec::new());
    sink.push(Diagnostic::new(
        &pm010_configuration::RULE,
        &path,
        span,
        format!("`{file}` cannot be read: {message}"),
    ));
    findings.extend(sink.finish());
    None
}
