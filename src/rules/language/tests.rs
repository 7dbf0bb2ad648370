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
use crate::source::LineIndex;
use crate::source::RepoPath;
use crate::source::Span;
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
        logs: std::collections::BTreeMap::new(),
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

/// The codes of the language rules for what happened in a row of the timeline.
fn in_timeline(event: &str) -> Vec<&'static str> {
    let report = format!(
        "---\ntitle: x\nowner: carol\nroles:\n  deputy: dave\n---\n\n## Timeline\n\n| Time | Event |\n|---|---|\n| 10:00 | {event} |\n"
    );
    let found = found(&dossier(&report, None));
    found.iter().map(|it| it.rule.code).collect()
}

fn external(sentence: &str) -> Vec<&'static str> {
    let message = format!("---\nto: x\n---\n\n{sentence}\n");
    found(&dossier("---\ntitle: x\n---\n", Some(&message)))
        .iter()
        .map(|it| it.rule.code)
        .collect()
}

/// The sentences that the rules are held against, each with its line, where it stands and the code
/// that it is to get, if any.
fn sentences() -> Vec<(usize, &'static str, Option<&'static str>, &'static str)> {
    let mut place = "";
    let mut sentences = Vec::new();
    for (index, line) in include_str!("sentences.txt").lines().enumerate() {
        if let Some(named) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            place = named;
        } else if !line.is_empty() && !line.starts_with('#') {
            let (code, sentence) = line.split_once(' ').unwrap();
            let code = (code != "ok").then_some(code);
            sentences.push((index + 1, place, code, sentence));
        }
    }
    sentences
}

#[test]
fn each_sentence_of_the_table_gets_its_finding_or_none() {
    let mut wrong = String::new();
    let sentences = sentences();
    for (line, place, expected, sentence) in &sentences {
        let found = match *place {
            "report" => codes(sentence),
            "timeline" => in_timeline(sentence),
            "external" => external(sentence),
            other => panic!("line {line}: no place is called {other}"),
        };
        if found != Vec::from_iter(*expected) {
            wrong += &format!("{line}: {found:?}, not {expected:?}: {sentence}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    let good = sentences.iter().filter(|it| it.2.is_none()).count();
    assert!(good >= 120 && sentences.len() - good >= 120);
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
fn a_factor_is_read_as_it_is_meant_and_found_where_it_is_written() {
    // What is written, what of it is found, and at which line and column.
    let cases = [
        ("It was human error.", "human error", (4, 12)),
        ("It was human\n      error.", "human\n      error", (4, 12)),
        ("'It was the engineer''s mistake.'", "mistake", (4, 29)),
        ("'It''s human\n      error.'", "human\n      error", (4, 12)),
        (
            r#""It was the engineer\u2019s mistake.""#,
            "mistake",
            (4, 33),
        ),
        (
            r#""It was \"quoted\", and human\x20error.\n""#,
            r"human\x20error",
            (4, 29),
        ),
        (r#""Hum\u0061n error.""#, r"Hum\u0061n error", (4, 6)),
        (
            "\"It \\\"was\\\" human \\\n      error.\"",
            "human \\\n      error",
            (4, 17),
        ),
        (
            ">-\n      It was human\n      error.",
            "human\n      error",
            (5, 14),
        ),
        (
            ">\n\n      It was human\n      error.\n",
            "human\n      error",
            (6, 14),
        ),
        ("|\n      It was human error.\n", "human error", (5, 14)),
        (
            "|-\n      Slow.\n\n      Human error.",
            "Human error",
            (7, 7),
        ),
    ];
    for (written, place, (line, column)) in cases {
        let report =
            format!("---\ntitle: x\ncontributing_factors:\n  - {written}\n  - Two.\n---\n");
        let found = found(&dossier(&report, None));
        let spans: Vec<Span> = found.iter().map(|it| it.fault.span).collect();
        let places: Vec<&str> = spans.iter().map(|it| it.of(&report)).collect();
        assert_eq!(places, [place], "{written}");
        let position = LineIndex::new(&report).position(&report, spans[0].start);
        assert_eq!(
            (position.line, position.column),
            (line, column),
            "{written}"
        );
    }
    let quoted =
        "---\ntitle: x\ncontributing_factors:\n  - \"He said \\\"human error\\\".\"\n---\n";
    assert_eq!(found(&dossier(quoted, None)), []);
}

#[test]
fn no_half_word_is_taken_for_a_person() {
    for more in 0..6 {
        let old = " old".repeat(55);
        let sentence = format!(
            "Since May the {}{old} proxy restarted by mistake.",
            "x".repeat(more)
        );
        assert_eq!(codes(&sentence), [""; 0], "{more}");
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
