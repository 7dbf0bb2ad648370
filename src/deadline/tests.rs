//! Deadlines computed by hand.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;

use super::*;
use crate::config::Config;
use crate::config::Policy;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::postmortem::Postmortem;

/// One case of `cases.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What it shows.
    name: String,
    /// `pmrepo.yaml`; the defaults where it is left out.
    #[serde(default)]
    config: String,
    /// The report's front matter without `title` and, where it is a draft, `status`.
    report: String,
    /// `checklist.md`.
    checklist: Option<String>,
    /// The messages, by name: their front matter.
    #[serde(default)]
    messages: BTreeMap<String, String>,
    /// Files in `notes/`.
    #[serde(default)]
    notes: Vec<String>,
    /// When a process review covered the incident.
    reviewed_in: Option<String>,
    /// Whether the root has held no process review.
    #[serde(default)]
    none_held: bool,
    /// What is due, by kind (for steps and action items `kind/id`): when, and a `+` behind it where
    /// it is met. `-`: nothing of that kind is owed.
    due: BTreeMap<String, String>,
    /// Whether nothing else is due.
    #[serde(default)]
    only: bool,
    /// Who owes it, by the same words.
    #[serde(default)]
    owed_by: BTreeMap<String, String>,
}

/// A postmortem that has nothing but a report, whose title is `x` and whose status is `draft` where
/// the front matter has none.
pub(super) fn dossier(front_matter: &str) -> Dossier {
    let status = if front_matter.contains("status:") {
        ""
    } else {
        "status: draft\n"
    };
    Dossier {
        id: PostmortemId::new("2026-03-10-x"),
        directory: RepoPath::new("postmortems/2026/2026-03-10-x").unwrap(),
        report: document(
            "postmortem.md",
            &format!("title: x\n{status}{front_matter}"),
        ),
        checklist: None,
        messages: BTreeMap::new(),
        notes: Vec::new(),
        logs: BTreeMap::new(),
    }
}

/// A file that has nothing but a front matter.
pub(super) fn document(path: &str, front_matter: &str) -> Document {
    let text = format!("---\n{front_matter}\n---\n");
    let path = RepoPath::new(path).unwrap();
    let document = Document::from_text(&path, text, Sort::WithFrontMatter);
    assert_eq!(document.faults, [], "{path}: {front_matter}");
    document
}

/// What a text of `pmrepo.yaml` says.
pub(super) fn policy(config: &str) -> Policy {
    let (config, faults) = Config::read(config);
    assert_eq!(faults, []);
    config.policy
}

impl Case {
    fn dossier(&self) -> Dossier {
        let mut dossier = dossier(&self.report);
        dossier.checklist = self.checklist.clone().map(|text| {
            let path = RepoPath::new("checklist.md").unwrap();
            Document::from_text(&path, text, Sort::BodyOnly)
        });
        for (name, text) in &self.messages {
            let message = document(&format!("messages/{name}.md"), text);
            dossier.messages.insert(name.clone(), message);
        }
        for name in &self.notes {
            let path = RepoPath::new(&format!("notes/{name}")).unwrap();
            dossier.notes.push(path);
        }
        dossier
    }

    /// What the program says, by kind; the second of a kind and id has `#2` behind it.
    fn found(&self) -> BTreeMap<String, Deadline> {
        let policy = policy(&self.config);
        let dossier = self.dossier();
        let postmortem = Postmortem::new(&policy, &dossier);
        let coverage = match &self.reviewed_in {
            Some(at) => Coverage::In(at.parse().unwrap()),
            None if self.none_held => Coverage::NoneHeld,
            None => Coverage::NotYet,
        };
        let mut found = BTreeMap::new();
        for deadline in of_postmortem(postmortem, coverage) {
            let word = word(&deadline);
            let number = (2..).map(|it| format!("{word}#{it}"));
            let word = std::iter::once(word.clone())
                .chain(number)
                .find(|it| !found.contains_key(it));
            found.insert(word.unwrap(), deadline);
        }
        found
    }

    /// What the program says otherwise than the case.
    fn differences(&self) -> Vec<String> {
        let found = self.found();
        let mut wrong = Vec::new();
        for (kind, due) in &self.due {
            let got = found.get(kind).map_or_else(|| "-".to_owned(), due_word);
            if got != *due {
                wrong.push(format!("{}: {kind} is due {got}, not {due}", self.name));
            }
        }
        for (kind, who) in &self.owed_by {
            let got = found.get(kind).map(|it| it.owed_by.join(", "));
            if got.as_deref() != Some(who) {
                wrong.push(format!(
                    "{}: {kind} is owed by {got:?}, not {who}",
                    self.name
                ));
            }
        }
        if self.only {
            let others = found.keys().filter(|it| !self.due.contains_key(*it));
            wrong.extend(others.map(|it| format!("{}: {it} is due too", self.name)));
        }
        wrong
    }
}

/// The moment as the cases write it, `+` behind it where it is met.
fn due_word(deadline: &Deadline) -> String {
    let met = if deadline.is_met { "+" } else { "" };
    format!("{}{met}", deadline.due)
}

fn word(deadline: &Deadline) -> String {
    match deadline.part() {
        Some(id) => format!("{}/{id}", deadline.kind.as_str()),
        None => deadline.kind.as_str().to_owned(),
    }
}

#[test]
fn what_was_computed_by_hand_is_what_is_due() {
    let cases: Vec<Case> = serde_yaml::from_str(include_str!("cases.yaml")).unwrap();
    let wrong: Vec<String> = cases.iter().flat_map(Case::differences).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_has_its_own_name() {
    let cases: Vec<Case> = serde_yaml::from_str(include_str!("cases.yaml")).unwrap();
    let names: BTreeSet<&str> = cases.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names.len(), cases.len());
}
