use super::Hit;
use super::scan;
use crate::config::Policy;
use crate::corpus::Dossier;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Family;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::postmortem::Postmortem;
use crate::rules::Clock;
use crate::rules::Context;
use crate::rules::TABLE;
use crate::schema::Fields;
use crate::source::RepoPath;
use crate::time::Moment;

fn dossier(report: &str, external: Option<&str>) -> Dossier {
    let directory = RepoPath::new("postmortems/2026-03-10-x").unwrap();
    let read = |name: &str, text: &str| {
        Document::from_text(
            &directory.join(name).unwrap(),
            text.to_owned(),
            Sort::WithFrontMatter,
        )
    };
    Dossier {
        id: PostmortemId::new("2026-03-10-x"),
        report: read("postmortem.md", report),
        checklist: None,
        messages: external
            .map(|text| ("external".to_owned(), read("messages/external.md", text)))
            .into_iter()
            .collect(),
        notes: Vec::new(),
        directory,
    }
}

fn found(dossier: &Dossier) -> Vec<Diagnostic> {
    let policy = Policy::default();
    let latest = Moment::from_unix(1_775_044_800, 0);
    let clock = Clock {
        today: latest.date(),
        latest,
        latest_day: latest.date(),
    };
    let context = Context::new(
        Postmortem::new(&policy, dossier),
        Fields::published(),
        clock,
    );
    let mut found = Vec::new();
    for entry in TABLE
        .iter()
        .filter(|it| it.rule.family() == Family::Language)
    {
        if let Some(check) = entry.check.of_postmortem() {
            check(&context, &mut found);
        }
    }
    found
}

/// The codes of the language rules for a sentence under "What Happened".
fn codes(sentence: &str) -> Vec<&'static str> {
    let report = format!(
        "---\ntitle: x\nowner: carol\nroles:\n  scribe: Bob Miller\n  subject_matter_experts: ['@dave', deploy]\n---\n\n## What Happened\n\n{sentence}\n"
    );
    found(&dossier(&report, None))
        .iter()
        .map(|it| it.rule.code)
        .collect()
}

fn external(sentence: &str) -> Vec<&'static str> {
    let message = format!("---\nto: x\n---\n\n{sentence}\n");
    found(&dossier("---\ntitle: x\n---\n", Some(&message)))
        .iter()
        .map(|it| it.rule.code)
        .collect()
}

#[test]
fn blame_is_found_in_whatever_words() {
    for (sentence, code) in [
        ("It was a human error.", "PM501"),
        ("This was caused by human\nerror.", "PM501"),
        ("The wrong table was mistakenly dropped.", "PM501"),
        (
            "The on-call engineer failed to follow the runbook.",
            "PM501",
        ),
        ("Bob should have asked.", "PM502"),
        ("The change should have been tested.", "PM502"),
        ("We failed to notice the alert.", "PM502"),
        ("The database team failed to respond.", "PM502"),
        ("A canary would have caught this.", "PM502"),
        ("This could have been prevented.", "PM502"),
        ("We shouldn’t have deployed on a Friday.", "PM502"),
        ("They neglected to update the page.", "PM502"),
        ("If only we had looked at the graph.", "PM502"),
        ("Carol broke the cluster.", "PM503"),
        ("@dave accidentally deleted the table.", "PM503"),
        (
            "The developer had forgotten it, and an engineer then forgot to restart it.",
            "PM503",
        ),
        ("Bob misconfigured the proxy.", "PM503"),
        ("It was caused by a contractor.", "PM503"),
        ("It was **Miller's** mistake.", "PM503"),
        ("The root cause was a full disk.", "PM504"),
        ("The root cause of the latency was a full disk.", "PM504"),
        ("Root cause: a full disk.", "PM504"),
        ("A full disk was the root cause.", "PM504"),
    ] {
        assert_eq!(codes(sentence), [code], "{sentence}");
    }
}

#[test]
fn good_prose_is_left_alone() {
    for sentence in [
        "The server failed to start.",
        "Pods failed to pull the image, and the job mistakenly retried for ever.",
        "The deploy caused a spike; the deploy broke the cache.",
        "The script forgot the lock.",
        "The retry could have caused the spike.",
        "It could have been a network fault.",
        "Each node should have four disks and should have access to the bucket.",
        "Requests that would have reached the old primary were dropped.",
        "The user error rate rose.",
        "Support wrote “human error” in the channel.",
        "The log said `human error: carol broke it`.",
        "> We should have known.",
        "There was no single root cause.",
        "The root cause is not known yet.",
        "The root cause was identified at 14:03.",
        "The root cause analysis was done on Monday.",
        "This has a different root cause than the incident in May.",
        "The cluster operator's error message names the node.",
        "What could have gone better is below.",
        "Carol restarted the service, which fixed it.",
        "Dave saw that the failover broke the client.",
        "If only one replica remains, the leader fails to commit.",
        "The alert should have fired after five minutes.",
    ] {
        assert!(
            codes(sentence).is_empty(),
            "{sentence}: {:?}",
            codes(sentence)
        );
    }
}

#[test]
fn only_the_sections_that_tell_what_happened_are_read() {
    let report = "---\ntitle: x\ncontributing_factors:\n  - \"Human error.\"\n---\n\nHuman error.\n\n## Action items\n\nWe should have known.\n\n## Where We Got Lucky\n\nWe would have lost all.\n\n## Summary\n\n### Human error\n\nHuman error.\n";
    let found = found(&dossier(report, None));
    let places: Vec<_> = found
        .iter()
        .map(|it| (it.fault.span.of(report), it.fault.pointer.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            ("Human error", ""),
            ("Human error", "/contributing_factors/0")
        ]
    );
    assert_eq!(found[1].fault.span.start, report.find("Human").unwrap());
}

#[test]
fn a_customer_is_promised_nothing_and_alarmed_by_nothing() {
    for (sentence, code) in [
        ("We had an outage.", "PM505"),
        ("This was a SEV-1.", "PM505"),
        ("It will be fixed by tomorrow.", "PM506"),
        ("It will be fixed within 24 hours.", "PM506"),
        ("We'll have it fixed by the end of the week.", "PM506"),
        ("This will never happen again.", "PM506"),
    ] {
        assert_eq!(external(sentence), [code], "{sentence}");
    }
    for sentence in [
        "It was fixed within 24 hours, by 11:10 UTC.",
        "It will be fixed by a new release.",
        "We will post an update by Friday.",
        "Some of you could not pay.",
    ] {
        assert!(external(sentence).is_empty(), "{sentence}");
    }
}

#[test]
fn a_text_of_nothing_but_phrases_costs_little() {
    let body = "We should have failed to cause human error by mistake ".repeat(20_000);
    let report = format!("---\ntitle: x\n---\n\n## Overview\n\n{body}\n");
    let dossier = dossier(&report, None);
    let policy = Policy::default();
    let hits: Vec<Hit> = scan(&Postmortem::new(&policy, &dossier)).hits;
    assert_eq!(hits.len(), super::MOST_HITS);
}
