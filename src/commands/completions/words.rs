//! Words of the repository that complete what is typed: ids, people, items, files.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use clap_complete::engine::CompletionCandidate;

use super::Place;
use super::can_be_typed;
use super::directories;
use super::in_order;
use crate::config::Roster;
use crate::corpus::REPORT;
use crate::document::Document;
use crate::document::Sort;
use crate::env::completion_words;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::model::Role;
use crate::postmortem::Report;
use crate::schema::FieldKind;
use crate::schema::Fields;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// How many reports are read for the words in them, the newest: completing is not to be waited for.
const MOST_READ: usize = 100;
/// How many items are offered.
const MOST_ITEMS: usize = 200;

/// The ids in which what is typed occurs anywhere, those that begin with it first.
pub(super) fn ids(typed: &str) -> Vec<CompletionCandidate> {
    let all = Place::find().map(|it| it.ids()).unwrap_or_default();
    in_order(anywhere(&all, typed).into_iter().map(Into::into))
}

/// The same of process reviews.
pub(super) fn reviews(typed: &str) -> Vec<CompletionCandidate> {
    let all = Place::find().map(|it| it.reviews()).unwrap_or_default();
    in_order(anywhere(&all, typed).into_iter().map(Into::into))
}

/// Ids in which a text occurs, newest first; where some begin with it only those.
pub(super) fn anywhere(all: &BTreeSet<String>, typed: &str) -> Vec<String> {
    let typed = typed.to_lowercase();
    let newest = || all.iter().rev();
    let begin: Vec<String> = newest()
        .filter(|it| it.to_lowercase().starts_with(&typed))
        .cloned()
        .collect();
    if !begin.is_empty() {
        return begin.into_iter().take(super::MOST_IDS).collect();
    }
    let inside = newest().filter(|it| it.to_lowercase().contains(&typed));
    inside.take(super::MOST_IDS).cloned().collect()
}

/// Action items as they are called from outside: `ID/AI-3`. Where many postmortems fit, first these.
pub(super) fn items(typed: &str) -> Vec<CompletionCandidate> {
    let Some(place) = Place::find() else {
        return Vec::new();
    };
    let (id, item) = match typed.split_once('/') {
        Some((id, item)) => (id, Some(item)),
        None => (typed, None),
    };
    let ids = anywhere(&place.ids(), id);
    if item.is_none() && ids.len() > 1 {
        return in_order(ids.into_iter().map(|it| format!("{it}/").into()));
    }
    let mut found = Vec::new();
    for id in ids.into_iter().take(MOST_READ) {
        let Some(document) = place.report(&id) else {
            continue;
        };
        for it in Report::new(&place.config.policy, &document).action_items() {
            let title = it.field(FieldName::Title).words().map(str::to_owned);
            if let Some(name) = it.id().filter(|it| can_be_typed(it)) {
                let candidate = CompletionCandidate::new(format!("{id}/{name}"));
                found.push((name.to_owned(), candidate.help(title.map(Into::into))));
            }
        }
    }
    let item = item.unwrap_or_default().to_lowercase();
    let fitting = found
        .into_iter()
        .filter(|(name, _)| name.to_lowercase().starts_with(&item));
    in_order(fitting.map(|(_, it)| it).take(MOST_ITEMS))
}

/// The people of the roster, and those whom reports name.
pub(super) fn people(typed: &str) -> Vec<CompletionCandidate> {
    beginning(all_people(), typed, "")
}

/// Everybody who is known.
pub(super) fn all_people() -> BTreeSet<String> {
    let mut all = BTreeSet::from(["me".to_owned()]);
    let Some(place) = Place::find() else {
        return all;
    };
    let (roster, _) = Roster::read(&place.text(&place.config.paths.people).unwrap_or_default());
    all.extend(roster.people.iter().map(|it| it.handle.clone()));
    let kinds = [FieldKind::Person, FieldKind::PersonOrTeam];
    for document in place.newest() {
        if let Some(root) = document.root() {
            let values = Fields::published().values(root, &kinds);
            let names = values.iter().filter_map(|it| it.node.as_str());
            all.extend(names.map(|it| roster.handle(it).trim_start_matches('@').to_owned()));
        }
    }
    all
}

/// The services that reports name.
pub(super) fn services(typed: &str) -> Vec<CompletionCandidate> {
    beginning(texts(FieldName::Services), typed, "")
}

/// The tags that reports have.
pub(super) fn tags(typed: &str) -> Vec<CompletionCandidate> {
    beginning(texts(FieldName::Tags), typed, "")
}

/// The texts of a list in the newest reports.
pub(super) fn texts(field: FieldName) -> BTreeSet<String> {
    let Some(place) = Place::find() else {
        return BTreeSet::new();
    };
    let mut all = BTreeSet::new();
    for document in place.newest() {
        let report = Report::new(&place.config.policy, &document);
        all.extend(report.field(field).texts().map(str::to_owned));
    }
    all
}

/// The roles that have steps.
pub(super) fn roles(typed: &str) -> Vec<CompletionCandidate> {
    let all = Role::of_checklist().filter_map(Role::key);
    beginning(all.map(str::to_owned).collect(), typed, "")
}

/// The configured severities.
pub(super) fn severities(typed: &str) -> Vec<CompletionCandidate> {
    let config = Place::find().map(|it| it.config).unwrap_or_default();
    let all = config.policy.severities.iter();
    beginning(all.map(|it| it.as_str().to_owned()).collect(), typed, "")
}

/// The configured priorities.
pub(super) fn priorities(typed: &str) -> Vec<CompletionCandidate> {
    let config = Place::find().map(|it| it.config).unwrap_or_default();
    beginning(config.policy.priorities.into_iter().collect(), typed, "")
}

/// The files of the postmortem that was typed before, by the words that `edit` takes.
pub(super) fn files(typed: &str) -> Vec<CompletionCandidate> {
    let mut all: BTreeSet<String> = MessageName::ALL
        .iter()
        .map(|it| it.as_str().to_owned())
        .collect();
    all.insert("checklist".to_owned());
    let words = completion_words();
    let id = words.iter().skip_while(|it| *it != "edit").nth(1);
    let directory = id.zip(Place::find()).and_then(|(id, place)| {
        let ids = anywhere(&place.ids(), id);
        let [only] = ids.as_slice() else {
            return None;
        };
        place.directory(only)
    });
    for (name, below) in directory.iter().flat_map(|it| directories(it)) {
        for entry in fs::read_dir(below).into_iter().flatten().flatten() {
            let file = entry.file_name().into_string().unwrap_or_default();
            if name != "messages" && file.ends_with(".md") && can_be_typed(&file) {
                all.insert(format!("{name}/{file}"));
            }
        }
    }
    beginning(all, typed, "")
}

/// Words that begin as what is typed, each behind what was typed before it.
pub(super) fn beginning(
    all: BTreeSet<String>,
    typed: &str,
    before: &str,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_lowercase();
    let fitting = all
        .into_iter()
        .filter(|it| can_be_typed(it) && it.to_lowercase().starts_with(&typed));
    in_order(fitting.map(|it| format!("{before}{it}").into()))
}

impl Place {
    /// The directory of a postmortem.
    fn directory(&self, id: &str) -> Option<PathBuf> {
        let postmortems = self.root.join(self.config.paths.postmortems.as_str());
        let years = directories(&postmortems).into_iter();
        let mut found = years.map(|(_, year)| year.join(id));
        found.find(|it| it.is_dir())
    }

    /// What the report of a postmortem says, without its body.
    fn report(&self, id: &str) -> Option<Document> {
        let directory = self.directory(id)?;
        let directory = RepoPath::new(directory.strip_prefix(&self.root).ok()?.to_str()?)?;
        let path = directory.join(REPORT)?;
        let text = self.text(&path)?;
        Some(Document::from_text(&path, text, Sort::FactsOnly))
    }

    /// The text of a file below the root, as every other command reads it: a link leads nowhere.
    fn text(&self, path: &RepoPath) -> Option<String> {
        let bytes = Snapshot::disk(&self.root).read(path).ok()?;
        String::from_utf8(bytes).ok()
    }

    /// The newest reports.
    fn newest(&self) -> impl Iterator<Item = Document> + use<'_> {
        let ids = self.ids().into_iter().rev().take(MOST_READ);
        ids.filter_map(|id| self.report(&id))
    }
}
