//! What all documents of some roots name.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::Word;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::postmortem::ProcessReview;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::schema::FieldKind;
use crate::schema::Fields;
use crate::snapshot::Reader;

/// What documents name, each word once, as it is written.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// People and teams.
    pub(super) people: BTreeSet<String>,
    severities: BTreeSet<String>,
    services: BTreeSet<String>,
    tags: BTreeSet<String>,
    priorities: BTreeSet<String>,
    action_kinds: BTreeSet<String>,
    documents: usize,
    /// How many cannot be read.
    pub(super) unreadable: usize,
}

impl Known {
    /// Reads every report and the notes of every process review.
    pub(super) fn read(roots: &[&Root]) -> Result<Self, Refusal> {
        let mut all = Self::default();
        for root in roots {
            let layout = root.layout()?;
            let snapshot = root.snapshot();
            let reports = layout.postmortems.par_iter().map_init(
                || snapshot.reader(),
                |reader, files| {
                    let report = Document::read(reader, &files.report, Sort::FactsOnly);
                    Self::of_report(root, &report)
                },
            );
            all = all.and(reports.reduce(Self::default, Self::and));
            let reader: Reader<'_> = snapshot.reader();
            for entry in &layout.process_reviews {
                let notes = Document::read(&reader, entry, Sort::FactsOnly);
                all = all.and(Self::of_review(root, &notes));
            }
            all.unreadable += layout.strange.len();
        }
        Ok(all)
    }

    /// Whether there is one document at most: whoever is named besides is new, and that says nothing.
    pub(super) fn is_alone(&self) -> bool {
        self.documents <= 1
    }

    /// Whether there is no document.
    pub(super) fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// The words of a kind.
    pub(super) fn words(&self, kind: Word) -> &BTreeSet<String> {
        match kind {
            Word::Severity => &self.severities,
            Word::Service => &self.services,
            Word::Tag => &self.tags,
            Word::Priority => &self.priorities,
            Word::ActionKind => &self.action_kinds,
        }
    }

    fn of_report(root: &Root, document: &Document) -> Self {
        let mut known = Self::of(document, root.fields());
        let report = Report::new(&root.config.policy, document);
        let texts = |field| report.field(field).texts().map(str::to_owned).collect();
        known.severities = report
            .field(FieldName::Severity)
            .words()
            .into_iter()
            .map(str::to_owned)
            .collect();
        known.services = texts(FieldName::Services);
        known.tags = texts(FieldName::Tags);
        for item in report.action_items() {
            let word = |field| item.field(field).words().map(str::to_owned);
            known.priorities.extend(word(FieldName::Priority));
            known.action_kinds.extend(word(FieldName::Kind));
        }
        known
    }

    fn of_review(root: &Root, document: &Document) -> Self {
        let mut known = Self::of(document, Fields::of_review());
        let review = ProcessReview::new(&root.config.policy, document);
        for item in review.tweaks() {
            known
                .priorities
                .extend(item.field(FieldName::Priority).words().map(str::to_owned));
        }
        known
    }

    /// The people whom a document names.
    fn of(document: &Document, fields: &Fields) -> Self {
        let kinds = [FieldKind::Person, FieldKind::PersonOrTeam];
        let values = document
            .root()
            .into_iter()
            .flat_map(|it| fields.values(it, &kinds));
        let people = values.filter_map(|it| it.node.as_str()).map(str::trim);
        Self {
            people: people
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
            documents: 1,
            unreadable: usize::from(!document.is_readable()),
            ..Self::default()
        }
    }

    /// What two know.
    fn and(mut self, other: Self) -> Self {
        self.people.extend(other.people);
        self.severities.extend(other.severities);
        self.services.extend(other.services);
        self.tags.extend(other.tags);
        self.priorities.extend(other.priorities);
        self.action_kinds.extend(other.action_kinds);
        self.documents += other.documents;
        self.unreadable += other.unreadable;
        self
    }
}
