//! Reading a root's own files: the configuration, the roster and the holidays.

use std::sync::Arc;
use std::sync::OnceLock;

use super::FOUR_EYES;
use super::Root;
use super::schemas::Schemas;
use crate::config::Config;
use crate::config::FourEyes;
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
use crate::refusal::Refusal;
use crate::rules;
use crate::rules::pm010_configuration;
use crate::schema;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::ReadFault;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::source::Span;

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
            schemas: Arc::new(Schemas::default()),
            layout: OnceLock::new(),
            reviews: OnceLock::new(),
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
        let unknown = root.unknown_templates();
        root.findings.extend(unknown);
        Ok(root)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Texts;

    /// What stands in a root's own files, and whether anybody can say what is asked for.
    #[test]
    fn in_what_cannot_be_read_something_is_found() {
        let nowhere = Snapshot::disk(std::path::Path::new("/nonexistent"));
        let deep = "[".repeat(2000);
        let large = "a: ".repeat(2_000_000);
        for file in [ROOT_FILE, "people.yaml"] {
            for (text, is_readable) in [
                ("", true),
                ("# nothing\n", true),
                ("what: ever\n", true),
                ("- 1\n", false),
                ("a: [\n", false),
                ("a: 1\na: 2\n", true),
                ("a: *b\n", false),
                ("\t- : {", false),
                (&deep, false),
                (&large, false),
            ] {
                let path = RepoPath::new(file).unwrap();
                let texts = Texts::from([(path, Some(text.to_owned()))]);
                let snapshot = nowhere.over(texts);
                let root = Root::open(&snapshot, &RepoPath::root()).unwrap();
                let shown: String = text.chars().take(20).collect();
                let is = root.must_be_readable().is_ok();
                let why = crate::front_matter::why_unreadable(text);
                assert_eq!(
                    is,
                    why.is_none() && text.len() < 4_000_000,
                    "{file}: {shown}"
                );
                assert_eq!(is, is_readable, "{file}: {shown}");
            }
        }
    }
}
