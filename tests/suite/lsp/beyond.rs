//! The roster, process reviews and messages: what is offered there, and where what they name leads.

use serde_json::Value;

use super::asking::REPORT;
use super::asking::hovered;
use super::asking::offered;
use super::asking::open;
use super::asking::place_of;
use super::asking::repository;
use crate::editor::Editor;
use crate::editor::place;
use crate::sandbox::Sandbox;

const MESSAGE: &str = "---
to: [ann, all@example.com]
---

AI-1 is bob's, and @Bob knows it. 2026-03-10-two is alike, and so is
https://git.example.com/x/2026-03-10-two/postmortem.md: see 2026-03-20/AI-1, or ask ann@example.com.
";

const REVIEW: &str = "---
scheduled_for: 2026-03-20T14:00Z
status: held
chair: ann
attendees: [ann, bob]
incidents: [2026-03-10-two]
tweaks:
  - id: AI-1
    title: Hold a drill
    kind: process
    owner: bob
---

## Tweaks to the process

AI-1 was agreed. 2026-03-10-one/AI-1, that of [the report](../../postmortems/2026/2026-03-10-one/postmortem.md), is not.
";

const NOTES: &str = "process-reviews/2026/2026-03-20.md";

/// The same repository with a process review, and a message beside the report.
fn wide() -> (Sandbox, String) {
    let (repo, path) = repository();
    repo.write(NOTES, REVIEW);
    let message = path.replace("postmortem.md", "messages/results.md");
    repo.write(&message, MESSAGE);
    (repo, message)
}

/// What is asked of `part` in a text, `in_it` letters into it.
fn asked(
    editor: &mut Editor<'_>,
    method: &str,
    (path, text): (&str, &str),
    (part, in_it): (&str, usize),
) -> Value {
    let at = place(text, text.find(part).unwrap() + in_it);
    let number = |name: &str| usize::try_from(at[name].as_u64().unwrap()).unwrap();
    editor.at(method, path, (number("line"), number("character")))
}

/// The end of each address, and the line, from 1.
fn places(found: &Value) -> Vec<String> {
    let all = found.as_array().unwrap().iter().map(place_of);
    all.map(|(name, line)| format!("{name}:{}", line + 1))
        .collect()
}

#[test]
fn the_roster_offers_keys_teams_and_whom_it_lacks() {
    let (repo, path) = repository();
    let report = REPORT
        .replace("    owner: bob", "    owner: ferry/platform")
        .replace("services:", "responders: [dora, ann]\nservices:");
    repo.write(&path, report);
    let mut editor = open(&repo, &path);
    editor.open("people.yaml");
    let people = "people:\n- handle: ann\n  team: payments\n- handle: bob\n";
    let cases: [(&str, &[&str]); 8] = [
        ("- |", &["handle", "name", "email", "team", "chat"]),
        ("  |", &["name", "email", "team", "chat"]),
        ("- {handle: eve, |}", &["name", "email", "team", "chat"]),
        ("- handle: |", &["dora"]),
        ("- {handle: |}", &["dora"]),
        ("- {handle: |", &["dora"]),
        ("  team: |", &["ferry/platform", "payments"]),
        ("- {handle: eve, team: |", &["ferry/platform", "payments"]),
    ];
    for (line, expected) in cases {
        let text = format!("{people}{line}\n");
        let (labels, _) = offered(&mut editor, "people.yaml", &text);
        assert_eq!(labels, expected, "{line}");
    }
    let (_, text) = offered(
        &mut editor,
        "people.yaml",
        "people:\n- {handle: ann, te|}\n",
    );
    assert!(text.contains("{handle: ann, name: }"), "{text}");
    let (labels, text) = offered(&mut editor, "people.yaml", "|");
    assert_eq!(
        (labels, text),
        (vec!["people".to_owned()], "people: ".to_owned())
    );
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_message_offers_people_behind_a_sign() {
    let (repo, message) = wide();
    let mut editor = open(&repo, &message);
    let cases: [(&str, &[&str]); 3] = [
        ("ask @|", &["ann", "bob"]),
        ("write to x@|", &[]),
        ("see 2026-|", &["2026-03-10-two"]),
    ];
    for (line, expected) in cases {
        let (labels, _) = offered(
            &mut editor,
            &message,
            &format!("---\nto: x\n---\n\n{line}\n"),
        );
        assert_eq!(labels, expected, "{line}");
    }
}

#[test]
fn what_messages_and_reviews_name_is_found() {
    let (repo, message) = wide();
    let mut editor = open(&repo, &message);
    editor.open(NOTES);
    let (one, two) = (
        "2026-03-10-one/postmortem.md",
        "2026-03-10-two/postmortem.md",
    );
    let line = |text: &str, part: &str| {
        let at = text.lines().position(|it| it.contains(part));
        u64::try_from(at.unwrap()).unwrap()
    };
    let (item, tweak) = (line(REPORT, "id: AI-1"), line(REVIEW, "id: AI-1"));
    let in_message = (message.as_str(), MESSAGE);
    let in_review = (NOTES, REVIEW);
    for (file, part, in_it, name, at) in [
        (in_message, "ann, all", 1, "/people.yaml", 1),
        (in_message, "AI-1 is", 1, one, item),
        (in_message, "bob's", 1, "/people.yaml", 2),
        (in_message, "@Bob", 2, "/people.yaml", 2),
        (in_message, "2026-03-10-two is", 1, two, 0),
        (in_message, "2026-03-10-two/post", 1, two, 0),
        (
            in_message,
            "2026-03-20/AI-1",
            1,
            "2026/2026-03-20.md",
            tweak,
        ),
        (in_review, "ann\n", 1, "/people.yaml", 1),
        (in_review, "owner: bob", 8, "/people.yaml", 2),
        (in_review, "2026-03-10-two]", 1, two, 0),
        (in_review, "AI-1 was", 1, "2026/2026-03-20.md", tweak),
        (in_review, "2026-03-10-one/AI-1", 1, one, item),
        (in_review, "the report", 1, one, 0),
    ] {
        let found = asked(&mut editor, "definition", file, (part, in_it));
        let (found, line) = place_of(&found);
        assert!(
            found.ends_with(name) && line == at,
            "{part}: {found}:{line}"
        );
    }
    for (file, part) in [
        (in_message, "example.com]"),
        (in_message, "alike"),
        (in_review, "2026-03-20T"),
    ] {
        let found = asked(&mut editor, "definition", file, (part, 1));
        assert_eq!(found, Value::Null, "{part}");
    }
    let tweak = hovered(&mut editor, NOTES, REVIEW, "AI-1 was");
    assert!(tweak.contains("Hold a drill"), "{tweak}");
}

#[test]
fn messages_and_reviews_are_among_the_places_where_something_is_named() {
    let (repo, message) = wide();
    let mut editor = open(&repo, &message);
    editor.open(NOTES);
    let in_message = (message.as_str(), MESSAGE);
    let in_review = (NOTES, REVIEW);
    for (file, part, expected) in [
        (
            in_message,
            "2026-03-10-two is",
            &[
                "2026-03-10-one/postmortem.md:10",
                "messages/results.md:5",
                "messages/results.md:6",
                "2026/2026-03-20.md:6",
            ][..],
        ),
        (
            in_message,
            "AI-1 is",
            &[
                "2026-03-10-one/postmortem.md:13",
                "2026-03-10-one/postmortem.md:25",
                "messages/results.md:5",
                "2026/2026-03-20.md:16",
            ],
        ),
        (
            in_review,
            "AI-1 was",
            &[
                "messages/results.md:6",
                "2026/2026-03-20.md:8",
                "2026/2026-03-20.md:16",
            ],
        ),
        (
            in_review,
            "ann\n",
            &[
                "2026-03-10-one/postmortem.md:7",
                "messages/results.md:2",
                "2026-03-10-two/postmortem.md:7",
                "2026/2026-03-20.md:4",
                "2026/2026-03-20.md:5",
            ],
        ),
        (
            in_message,
            "Bob knows",
            &[
                "2026-03-10-one/postmortem.md:9",
                "2026-03-10-one/postmortem.md:17",
                "messages/results.md:5",
                "2026-03-10-two/postmortem.md:9",
                "2026-03-10-two/postmortem.md:17",
                "2026/2026-03-20.md:5",
                "2026/2026-03-20.md:11",
            ],
        ),
    ] {
        let found = asked(&mut editor, "references", file, (part, 1));
        assert_eq!(places(&found), expected, "{part}");
    }
    // What is in the editor counts, saved or not.
    let text = REVIEW.replace("AI-1 was agreed", "It was agreed");
    editor.change(NOTES, &serde_json::json!([{"text": text}]));
    let found = asked(&mut editor, "references", (NOTES, &text), ("AI-1\n", 1));
    assert_eq!(
        places(&found),
        ["messages/results.md:6", "2026/2026-03-20.md:8"]
    );
}
