//! Deadlines computed by hand.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;
use crate::config::Config;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::document::Sort;
use crate::rules::Context;

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
    /// What is due, by kind (for steps and action items `kind/id`): when, and a `+` behind it where
    /// it is met. `-`: nothing of that kind is owed.
    due: BTreeMap<String, String>,
    /// Who owes it, by the same words.
    #[serde(default)]
    owed_by: BTreeMap<String, String>,
}

fn dossier(case: &Case) -> Dossier {
    let path = |name: &str| RepoPath::new(name).unwrap();
    let status = if case.report.contains("status:") {
        ""
    } else {
        "status: draft\n"
    };
    let front = |text: &str| format!("---\n{text}\n---\n");
    let report = front(&format!("title: x\n{status}{}", case.report));
    Dossier {
        id: "2026-03-10-x".to_owned(),
        directory: path("postmortems/2026/2026-03-10-x"),
        report: Document::from_text(&path("postmortem.md"), report, Sort::WithFrontMatter),
        checklist: case
            .checklist
            .as_ref()
            .map(|text| Document::from_text(&path("checklist.md"), text.clone(), Sort::BodyOnly)),
        messages: case
            .messages
            .iter()
            .map(|(name, text)| {
                let path = path(&format!("messages/{name}.md"));
                let text = front(text);
                (
                    name.clone(),
                    Document::from_text(&path, text, Sort::WithFrontMatter),
                )
            })
            .collect(),
        notes: Vec::new(),
    }
}

fn word(deadline: &Deadline) -> String {
    let id = deadline.step.as_ref().or(deadline.action_item.as_ref());
    match id {
        Some(id) => format!("{}/{id}", deadline.kind.as_str()),
        None => deadline.kind.as_str().to_owned(),
    }
}

#[test]
fn what_was_computed_by_hand_is_what_is_due() {
    let cases: Vec<Case> = serde_yaml::from_str(include_str!("cases.yaml")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let (config, faults) = Config::read(&case.config);
        assert_eq!(faults, [], "{}", case.name);
        let dossier = dossier(case);
        assert_eq!(dossier.report.faults, [], "{}", case.name);
        let context = Context::new(&config.policy, &dossier);
        let found: BTreeMap<String, Deadline> = of_postmortem(&context, None)
            .into_iter()
            .map(|it| (word(&it), it))
            .collect();
        for (kind, due) in &case.due {
            let got = found.get(kind).map_or_else(
                || "-".to_owned(),
                |it| {
                    let met = if it.is_met { "+" } else { "" };
                    format!("{}{met}", it.due.to_chrono().to_rfc3339())
                },
            );
            let got = got.replace("+00:00", "Z");
            if got != *due {
                wrong.push(format!("{}: {kind} is due {got}, not {due}", case.name));
            }
        }
        for (kind, who) in &case.owed_by {
            let got = found.get(kind).map(|it| it.owed_by.join(", "));
            if got.as_deref() != Some(who) {
                wrong.push(format!(
                    "{}: {kind} is owed by {got:?}, not {who}",
                    case.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
