use std::collections::BTreeMap;

use super::StepState;
use super::asked;
use super::not_applicable;
use crate::config::Policy;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::postmortem::Postmortem;
use crate::source::RepoPath;

fn dossier(report: &str, checklist: &str, external: &str) -> Dossier {
    let directory = RepoPath::new("postmortems/2026-03-10-x").unwrap();
    let read = |name: &str, text: &str, sort| {
        Document::from_text(&directory.join(name).unwrap(), text.to_owned(), sort)
    };
    Dossier {
        id: PostmortemId::new("2026-03-10-x"),
        report: read("postmortem.md", report, Sort::WithFrontMatter),
        checklist: Some(read("checklist.md", checklist, Sort::BodyOnly)),
        messages: BTreeMap::from([(
            "external".to_owned(),
            read("messages/external.md", external, Sort::WithFrontMatter),
        )]),
        notes: vec![directory.join("notes/dave-graphs.md").unwrap()],
        logs: BTreeMap::new(),
        directory,
    }
}

fn states<const N: usize>(dossier: &Dossier, ids: [&str; N]) -> [StepState; N] {
    let policy = Policy::default();
    let postmortem = Postmortem::new(&policy, dossier);
    ids.map(|id| postmortem.step_state(id))
}

#[test]
fn a_fact_settles_a_step_before_any_tick() {
    let report = "---\nstatus: draft\nowner: carol\nresolved_at: 2026-03-10T11:10Z\ngrouped_incidents: []\nroles:\n  subject_matter_experts: ['@Dave']\n---\n";
    let external = "---\nto: x\nnot_sent_because: Nobody noticed.\n---\n";
    let dossier = dossier(report, "- [ ] `ic.resolve` Resolve it.\n", external);
    let ids = [
        "ic.resolve",
        "ic.assign-owner",
        "ic.group-related",
        "sme.add-notes",
        "cl.publish-external",
    ];
    assert_eq!(states(&dossier, ids), [StepState::Settled; 5]);
}

#[test]
fn a_step_is_as_far_as_its_least_item() {
    let checklist = "- [x] `sme.add-notes` dave: Add.\n\n- [ ] `sme.add-notes` frank: Add.\n\n- [x] `scribe.key-events` N/A: no chat\n\n- [x] `ic.final-severity` Set it.\n";
    let dossier = dossier(
        "---\nstatus: draft\n---\n",
        checklist,
        "---\nsent_at:\n---\n",
    );
    assert_eq!(
        states(
            &dossier,
            [
                "sme.add-notes",
                "scribe.key-events",
                "ic.final-severity",
                "cl.publish-external",
                "ic.resolve",
            ],
        ),
        [
            StepState::Open,
            StepState::NotApplicable,
            StepState::Ticked,
            StepState::Open,
            StepState::Open,
        ]
    );
}

#[test]
fn a_step_that_does_not_apply_has_a_reason() {
    assert_eq!(not_applicable("n/a: nobody wrote"), Some("nobody wrote"));
    assert_eq!(not_applicable("N/A"), Some(""));
    assert_eq!(not_applicable("n/a:  "), Some(""));
    assert_eq!(not_applicable("n/a nobody wrote"), Some(""));
    assert_eq!(not_applicable("n/apply the patch"), None);
    assert_eq!(not_applicable("Ärger"), None);
}

#[test]
fn what_a_step_asked_for_is_kept_behind_the_reason() {
    let of = |reason: &str, text: &str| asked(&format!("n/a: {reason}. ({text})")).to_owned();
    let text = "dave: Add notes. (in `notes/`)";
    assert_eq!(asked(text), text);
    assert_eq!(of("nothing to add", text), text);
    assert_eq!(of("Nothing. (He said so) (twice)", text), text);
    assert_eq!(asked("n/a: no customer wrote (see the chat)"), "");
    assert_eq!(asked("n/a: no customer wrote:)"), "");
    assert_eq!(asked("N/A"), "");
}
