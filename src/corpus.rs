//! What lies where in a postmortem repository: a root's files, put together by postmortem.

mod again;
mod log;

use std::collections::BTreeMap;

pub use log::Log;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::chat::keys;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::snapshot::Entry;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::ReadFault;
use crate::snapshot::Reader;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// The file that makes a directory a postmortem.
pub const REPORT: &str = "postmortem.md";
/// In the path of what lies in a directory that is called as a report is.
const INSIDE_REPORT: &str = "/postmortem.md/";
/// The file of the roles' steps.
pub const CHECKLIST: &str = "checklist.md";
/// The directory of the messages.
pub const MESSAGES: &str = "messages";
/// The directory of the notes.
pub const NOTES: &str = "notes";
/// The directory of evidence, the saved logs among it.
const EVIDENCE: &str = "evidence";

/// Whether the text of a file at a path may be read: that of a document, of what a root is judged by, or of
/// a saved log.
pub fn is_read(path: &RepoPath) -> bool {
    let name = path.name();
    let mut above = path.parent();
    let mut is_evidence = || {
        above
            .take()
            .is_some_and(|it| it.parts().any(|it| it == EVIDENCE))
    };
    name.ends_with(".md")
        || name.ends_with(".yaml")
        || (name.ends_with(keys::SAVED_END) && is_evidence())
}

/// The files of one postmortem, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The name of its directory.
    pub id: PostmortemId,
    /// Its directory.
    pub directory: RepoPath,
    /// `postmortem.md`.
    pub report: Entry,
    /// `checklist.md`.
    pub checklist: Option<Entry>,
    /// The Markdown files in `messages/`.
    pub messages: Vec<Entry>,
    /// The files in `notes/`, paths only: their text is nobody's business.
    pub notes: Vec<RepoPath>,
    /// The saved logs of chats in `evidence/`.
    pub logs: Vec<Entry>,
}

/// What a file is to the postmortem in whose directory it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Report,
    Checklist,
    /// By its name without `.md`.
    Message(String),
    Note,
    /// A saved log of a chat.
    Log,
}

impl Part {
    /// `None` for a file that pmrepo does not know, and for one that lies elsewhere.
    fn of(directory: &RepoPath, path: &RepoPath) -> Option<Self> {
        let below = path.below(directory)?;
        match below.split_once('/') {
            None if below == REPORT => Some(Self::Report),
            None if below == CHECKLIST => Some(Self::Checklist),
            Some((MESSAGES, name)) if name.ends_with(".md") => {
                let name = path.name().trim_end_matches(".md");
                Some(Self::Message(name.to_owned()))
            }
            Some((NOTES, _)) => Some(Self::Note),
            _ if below.starts_with(keys::SAVED) && below.ends_with(keys::SAVED_END) => {
                Some(Self::Log)
            }
            _ => None,
        }
    }
}

/// The files of a root, put together; every list is sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The postmortems.
    pub postmortems: Vec<Files>,
    /// The notes of process reviews.
    pub process_reviews: Vec<Entry>,
    /// Links, submodules and names that cannot be read, where a document could be or lie below, unless it is
    /// read as one itself.
    pub strange: Vec<Entry>,
    /// Configurations where only documents may be: none of them makes a root.
    pub configurations: Vec<RepoPath>,
}

impl Layout {
    /// Puts together the entries below the postmortems' directory and below the process
    /// reviews'. Both lists may come in any order.
    pub fn new(below_postmortems: Vec<Entry>, below_process_reviews: Vec<Entry>) -> Self {
        let mut layout = Self::default();
        let all = below_postmortems.iter().chain(&below_process_reviews);
        let configurations = all.map(|it| &it.path).filter(|it| it.name() == ROOT_FILE);
        layout.configurations = configurations
            .filter(|it| !is_hidden(it))
            .cloned()
            .collect();
        let (reports, others): (Vec<_>, Vec<_>) = below_postmortems
            .into_par_iter()
            .filter(|entry| !is_hidden(&entry.path))
            .map(whole)
            .partition(|entry| entry.path.name() == REPORT);
        let reports: Vec<(RepoPath, Files)> = reports
            .into_par_iter()
            .filter_map(|report| Some((report.path.parent()?, Files::new(report)?)))
            .collect();
        let mut postmortems: BTreeMap<RepoPath, Files> = reports.into_iter().collect();
        for entry in others {
            match home(&postmortems, &entry.path) {
                Some(directory) => {
                    if let Some(files) = postmortems.get_mut(&directory) {
                        layout.strange.extend(files.take(entry));
                    }
                }
                None if entry.is_strange() => layout.strange.push(entry),
                None => {}
            }
        }
        layout.postmortems = postmortems.into_values().collect();
        for entry in below_process_reviews
            .into_iter()
            .filter(|it| !is_hidden(&it.path))
        {
            if is_markdown(&entry.path) {
                layout.process_reviews.push(entry);
            } else if entry.is_strange() {
                layout.strange.push(entry);
            }
        }
        layout.process_reviews.sort_by(|a, b| a.path.cmp(&b.path));
        layout.strange.sort_by(|a, b| a.path.cmp(&b.path));
        layout
    }
}

/// The entry itself; for what lies in a directory that is called as a report is, that directory.
fn whole(entry: Entry) -> Entry {
    let path = entry.path.as_str();
    let inside = path.find(INSIDE_REPORT);
    match inside.and_then(|at| RepoPath::new(path.get(..at)?)?.join(REPORT)) {
        Some(directory) => Entry::directory(directory),
        None => entry,
    }
}

/// The postmortem's directory in which a path lies, at most one directory deep (`messages/`,
/// `notes/`) or anywhere deeper.
fn home(postmortems: &BTreeMap<RepoPath, Files>, path: &RepoPath) -> Option<RepoPath> {
    let mut directory = path.parent()?;
    loop {
        if postmortems.contains_key(&directory) {
            return Some(directory);
        }
        directory = directory.parent()?;
    }
}

/// Whether a file or a directory on the way to it is hidden, as a scaffold is whose process was
/// killed before it got its name.
fn is_hidden(path: &RepoPath) -> bool {
    path.parts().any(|part| part.starts_with('.'))
}

fn is_markdown(path: &RepoPath) -> bool {
    path.name().ends_with(".md")
}

impl Files {
    fn new(report: Entry) -> Option<Self> {
        let directory = report.path.parent()?;
        Some(Self {
            id: PostmortemId::new(directory.name()),
            directory,
            report,
            checklist: None,
            messages: Vec::new(),
            notes: Vec::new(),
            logs: Vec::new(),
        })
    }

    /// The postmortem of a directory; `None` where it holds none.
    pub fn of_directory(
        snapshot: &Snapshot,
        directory: &RepoPath,
    ) -> Result<Option<Self>, SnapshotError> {
        let layout = Layout::new(snapshot.list(directory)?, Vec::new());
        let mut postmortems = layout.postmortems.into_iter();
        Ok(postmortems.find(|it| it.directory == *directory))
    }

    /// Takes a file of the directory, if it is one that pmrepo knows. Gives back what is none and stands
    /// where one could be or lie below, and whose fault nobody finds who reads the documents.
    fn take(&mut self, entry: Entry) -> Option<Entry> {
        let part = Part::of(&self.directory, &entry.path);
        let is_strange = entry.is_strange();
        match part {
            Some(Part::Checklist) => self.checklist = Some(entry),
            Some(Part::Message(_)) => self.messages.push(entry),
            Some(Part::Note) if !is_strange => self.notes.push(entry.path),
            Some(Part::Log) => {
                let strange = is_strange.then(|| entry.clone());
                self.logs.push(entry);
                return strange;
            }
            None | Some(Part::Note) if is_strange && self.may_hold_below(&entry.path) => {
                return Some(entry);
            }
            Some(Part::Report | Part::Note) | None => {}
        }
        None
    }

    /// Whether a path is, or lies in, a directory of the postmortem in which pmrepo reads.
    fn may_hold_below(&self, path: &RepoPath) -> bool {
        let below = path.below(&self.directory).unwrap_or_default();
        let first = below.split('/').next();
        first.is_some_and(|it| [MESSAGES, NOTES, EVIDENCE].contains(&it))
    }

    /// Every document of the postmortem: the report first. The saved logs of chats are none.
    pub fn read_files(&self) -> impl Iterator<Item = &Entry> {
        std::iter::once(&self.report)
            .chain(&self.checklist)
            .chain(&self.messages)
    }
}

/// One postmortem, read: the report and the files beside it.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The name of its directory.
    pub id: PostmortemId,
    /// Its directory.
    pub directory: RepoPath,
    /// `postmortem.md`.
    pub report: Document,
    /// `checklist.md`.
    pub checklist: Option<Document>,
    /// The messages, by file name without `.md`: `notice`, `results`, `external`.
    pub messages: BTreeMap<String, Document>,
    /// The paths of the files in `notes/`.
    pub notes: Vec<RepoPath>,
    /// The saved logs of chats, by their paths below the directory.
    pub logs: BTreeMap<String, Log>,
}

impl Dossier {
    /// Reads the files of a postmortem.
    pub fn read(files: &Files, reader: &Reader<'_>) -> Self {
        Self::read_as(files, reader, Sort::WithFrontMatter)
    }

    /// The same without the body of the report, for whoever asks for facts alone.
    pub fn read_facts(files: &Files, reader: &Reader<'_>) -> Self {
        Self::read_as(files, reader, Sort::FactsOnly)
    }

    /// The same postmortem in an overlay over the snapshot that it was read from. Of its files only
    /// those are read over which a text is laid.
    #[must_use]
    pub fn over(&self, overlay: &Snapshot) -> Self {
        let mut dossier = self.clone();
        let reader = overlay.reader();
        for (path, entry) in overlay.laid_over() {
            let Some(part) = Part::of(&self.directory, path) else {
                continue;
            };
            let read = |sort| entry.as_ref().map(|it| Document::read(&reader, it, sort));
            match part {
                Part::Report => {
                    let gone = || Document::unread(path, &ReadFault::NotFound);
                    dossier.report = read(Sort::WithFrontMatter).unwrap_or_else(gone);
                }
                Part::Checklist => dossier.checklist = read(Sort::BodyOnly),
                Part::Message(name) => match read(Sort::WithFrontMatter) {
                    Some(message) => {
                        dossier.messages.insert(name, message);
                    }
                    None => {
                        dossier.messages.remove(&name);
                    }
                },
                Part::Note => {
                    dossier.notes.retain(|it| it != path);
                    dossier.notes.extend(entry.map(|it| it.path));
                    dossier.notes.sort();
                }
                Part::Log => {
                    let name = path.below(&self.directory).unwrap_or_default().to_owned();
                    dossier.logs.remove(&name);
                    let log = entry.map(|it| (name, Log::new(overlay, it)));
                    dossier.logs.extend(log);
                }
            }
        }
        dossier
    }

    fn read_as(files: &Files, reader: &Reader<'_>, sort: Sort) -> Self {
        let mut notes = files.notes.clone();
        notes.sort();
        Self {
            id: files.id.clone(),
            directory: files.directory.clone(),
            report: Document::read(reader, &files.report, sort),
            checklist: files
                .checklist
                .as_ref()
                .map(|entry| Document::read(reader, entry, Sort::BodyOnly)),
            messages: files
                .messages
                .iter()
                .filter_map(|entry| match Part::of(&files.directory, &entry.path)? {
                    // Whether one was sent depends on its text too.
                    Part::Message(name) => {
                        let message = Document::read(reader, entry, Sort::WithFrontMatter);
                        Some((name, message))
                    }
                    Part::Report | Part::Checklist | Part::Note | Part::Log => None,
                })
                .collect(),
            notes,
            logs: files
                .logs
                .iter()
                .filter_map(|entry| {
                    let name = entry.path.below(&files.directory)?.to_owned();
                    Some((name, Log::new(reader.snapshot(), entry.clone())))
                })
                .collect(),
        }
    }

    /// Its documents: the report first, then the checklist and the messages by name.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        std::iter::once(&self.report)
            .chain(&self.checklist)
            .chain(self.messages.values())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::front_matter::Node;
    use crate::snapshot::Texts;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    #[test]
    fn a_dossier_over_texts_is_what_reading_it_there_gives() {
        let top = tempfile::tempdir().unwrap();
        for name in [
            "x/postmortem.md",
            "x/checklist.md",
            "x/messages/a.md",
            "x/notes/n.md",
        ] {
            let file = top.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, format!("---\nsays: {name}\n---\n")).unwrap();
        }
        let below = Snapshot::disk(top.path());
        let files = Files::of_directory(&below, &path("x")).unwrap().unwrap();
        let dossier = Dossier::read(&files, &below.reader());
        let text = |it: &str| Some(format!("---\nsays: {it}\n---\n"));
        let over = below.over(Texts::from([
            (path("x/postmortem.md"), text("other")),
            (path("x/checklist.md"), None),
            (path("x/messages/a.md"), None),
            (path("x/messages/b.md"), text("new")),
            (path("x/notes/a.md"), text("note")),
            (path("x/other.txt"), text("unknown")),
            (path("y/postmortem.md"), text("elsewhere")),
        ]));
        let moved = dossier.over(&over);
        let files = Files::of_directory(&over, &path("x")).unwrap().unwrap();
        let read = Dossier::read(&files, &over.reader());
        let seen = |it: &Dossier| {
            let documents = it.documents();
            let texts = documents.map(|it| (it.path.clone(), it.text.clone()));
            (texts.collect::<Vec<_>>(), it.notes.clone())
        };
        assert_eq!(seen(&moved), seen(&read));
        let said = moved.report.field("says").and_then(Node::as_str);
        assert_eq!(said, Some("other"));
        assert_eq!(moved.notes, [path("x/notes/a.md"), path("x/notes/n.md")]);
        assert_eq!(moved.messages.keys().collect::<Vec<_>>(), ["b"]);
    }
}
