//! The words in use in a root: what is completed, and what is said of an id.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::config::Roster;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::postmortem::Report;
use crate::root::Root;
use crate::schema::FieldKind;

/// How many reports are read for the words in them, the newest.
const MOST_READ: usize = 300;

/// The words in use in a root.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    /// Who was in the roster then.
    pub(super) roster: Roster,
    /// Whom reports name.
    pub(super) people: BTreeSet<String>,
    /// The texts of lists of words, by the name of the field.
    pub(super) lists: BTreeMap<String, BTreeSet<String>>,
    /// What the newest postmortems are called.
    pub(super) titles: BTreeMap<String, String>,
}

/// The lists whose words are used again.
pub(super) const LISTS: [FieldName; 2] = [FieldName::Services, FieldName::Tags];

impl Vocabulary {
    /// Reads the newest reports of a root.
    pub(super) fn read(root: &Root) -> Self {
        let mut words = Self {
            roster: root.config.policy.roster.clone(),
            ..Self::default()
        };
        let Ok(layout) = root.layout() else {
            return words;
        };
        let reader = root.snapshot().reader();
        let kinds = [FieldKind::Person, FieldKind::PersonOrTeam];
        let policy = &root.config.policy;
        let mut newest: Vec<_> = layout.postmortems.iter().collect();
        newest.sort_by(|a, b| b.id.cmp(&a.id));
        for files in newest.into_iter().take(MOST_READ) {
            let document = Document::read(&reader, &files.report, Sort::FactsOnly);
            let Some(node) = document.root() else {
                continue;
            };
            let values = root.fields().values(node, &kinds);
            let names = values.iter().filter_map(|it| it.node.as_str());
            let handle = |it: &str| policy.roster.handle(it).trim_start_matches('@').to_owned();
            words.people.extend(names.map(handle));
            let report = Report::new(policy, &document);
            for field in LISTS {
                let texts = report.field(field).texts().map(str::to_owned);
                let list = words.lists.entry(field.as_str().to_owned());
                list.or_default().extend(texts);
            }
            if let Some(title) = report.title() {
                words.titles.insert(files.id.to_string(), title.to_owned());
            }
        }
        words
    }
}
