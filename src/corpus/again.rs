//! A postmortem that is read again after some of its files have changed.

use std::collections::BTreeMap;

use super::Dossier;
use super::Files;
use super::Part;
use crate::document::Document;
use crate::document::Sort;
use crate::snapshot::Entry;
use crate::snapshot::Reader;

impl Dossier {
    /// Reads the facts of a postmortem again, as [`Dossier::read_facts`] does: of its files only those that
    /// are another object than `before`, when this was read.
    #[must_use]
    pub fn read_facts_again(mut self, before: &Files, files: &Files, reader: &Reader<'_>) -> Self {
        let is_same = |entry: &Entry| before.read_files().any(|it| it == entry);
        if !is_same(&files.report) {
            self.report = Document::read(reader, &files.report, Sort::FactsOnly);
        }
        match &files.checklist {
            Some(entry) if is_same(entry) => {}
            entry => {
                let read = |it| Document::read(reader, it, Sort::BodyOnly);
                self.checklist = entry.as_ref().map(read);
            }
        }
        if before.messages != files.messages {
            self.messages = messages(self.messages, before, files, reader);
        }
        self.id = files.id.clone();
        self.directory = files.directory.clone();
        self.notes.clone_from(&files.notes);
        self.notes.sort();
        self
    }
}

/// The messages, by name. Of several of one name the last counts, and nobody knows which that was before:
/// then all are read.
fn messages(
    mut known: BTreeMap<String, Document>,
    before: &Files,
    files: &Files,
    reader: &Reader<'_>,
) -> BTreeMap<String, Document> {
    let named = |of: &Files| -> Vec<(String, Entry)> {
        let each =
            of.messages
                .iter()
                .filter_map(|entry| match Part::of(&of.directory, &entry.path)? {
                    Part::Message(name) => Some((name, entry.clone())),
                    Part::Report | Part::Checklist | Part::Note | Part::Log => None,
                });
        each.collect()
    };
    let (old, new) = (named(before), named(files));
    if known.len() != old.len() {
        known.clear();
    }
    let kept = |name: &String, entry: &Entry, known: &mut BTreeMap<String, Document>| {
        let is_same = before.messages.contains(entry);
        known.remove(name).filter(|_| is_same)
    };
    let read = new.into_iter().map(|(name, entry)| {
        let document = kept(&name, &entry, &mut known);
        let read = || Document::read(reader, &entry, Sort::WithFrontMatter);
        let document = document.unwrap_or_else(read);
        (name, document)
    });
    read.collect()
}
