//! Completion, hovers, places, outlines, hints and lenses.

use serde_json::Value;
use serde_json::json;

use crate::editor::Editor;
use crate::editor::place;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

pub(super) const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-30T11:00Z
owner: ann
roles:
  incident_commander: bob
related: [2026-03-10-two]
services: [checkout]
action_items:
  - id: AI-1
    title: Cap the pool
    kind: prevent
    priority: P1
    owner: bob
    due: 2026-04-03
    ticket: OPS-1
    state: open
---

## Overview

See AI-1, 2026-03-10-two/AI-1 and [the log](evidence/chat.log). PM501 is waived.

## Timeline
";

const ROSTER: &str = "people:\n- {handle: ann, name: Ann Example, team: payments, email: ann@example.com}\n- {handle: bob, name: Bob}\n";

/// Two postmortems, a roster and a zone; the first report is open.
pub(super) fn repository() -> (Sandbox, String) {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "timezone: Europe/Berlin\n");
    repo.write("people.yaml", ROSTER);
    let other = REPORT
        .replace("latency", "locks")
        .replace("related: [2026-03-10-two]", "tags: [db]");
    repo.write(&report("two"), other);
    let path = report("one");
    repo.write(&path, REPORT);
    repo.write(&path.replace("postmortem.md", "evidence/chat.log"), "x\n");
    (repo, path)
}

pub(super) fn open<'a>(repo: &'a Sandbox, path: &str) -> Editor<'a> {
    let mut editor = Editor::with(
        repo,
        &json!({"workspace": {"codeLens": {"refreshSupport": true}, "textDocumentContent": {}}}),
    );
    editor.open(path);
    // Once all documents have been read.
    let is_read = |it: &Editor<'_>| {
        let mut said = it.said.iter();
        said.any(|it| it["method"] == "workspace/codeLens/refresh")
    };
    assert!(editor.waits(&is_read));
    editor
}

/// The place of `|` in a text, and the text without it.
pub(super) fn marked(text: &str) -> (String, (usize, usize)) {
    let offset = text.find('|').unwrap();
    let text = text.replacen('|', "", 1);
    let at = place(&text, offset);
    let number = |name: &str| usize::try_from(at[name].as_u64().unwrap()).unwrap();
    let at = (number("line"), number("character"));
    (text, at)
}

/// What is offered at `|`, in its order, and the text with the first of it.
pub(super) fn offered(editor: &mut Editor<'_>, path: &str, text: &str) -> (Vec<String>, String) {
    let (text, at) = marked(text);
    editor.change(path, &json!([{"text": text}]));
    let list = editor.at("completion", path, at);
    let mut items = list["items"].as_array().unwrap().clone();
    items.sort_by_key(|it| it["sortText"].as_str().unwrap().to_owned());
    let labels = items
        .iter()
        .map(|it| it["label"].as_str().unwrap().to_owned());
    let mut with = text.clone();
    if let Some(first) = items.first() {
        let edit = &first["textEdit"];
        let start = crate::editor::offset(&text, &edit["range"]["start"]);
        let end = crate::editor::offset(&text, &edit["range"]["end"]);
        with.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    (labels.collect(), with)
}

#[test]
fn what_may_stand_there_is_offered() {
    let (repo, path) = repository();
    let mut editor = open(&repo, &path);
    let front = REPORT.split("---\n\n").next().unwrap();
    let with = |line: &str| format!("{front}{line}\n---\n\n## Overview\n");
    let cases: [(&str, &[&str]); 8] = [
        (
            "detection: |",
            &["monitoring", "customer", "staff", "other"],
        ),
        ("severity2: |", &[]),
        ("responders: [a|", &["ann", "bob"]),
        ("responders:\n  - |", &["ann", "bob"]),
        ("grouped_incidents: |", &[]),
        ("major: |", &["true", "false"]),
        ("tags: [|", &["db"]),
        ("meeting: {facilitator: |}", &["ann", "bob"]),
    ];
    for (line, expected) in cases {
        let (labels, _) = offered(&mut editor, &path, &with(line));
        assert_eq!(labels, expected, "{line}");
    }
    let (labels, text) = offered(
        &mut editor,
        &path,
        &REPORT.replace("[2026-03-10-two]", "[2026|]"),
    );
    assert_eq!(labels, ["2026-03-10-two"]);
    assert!(text.contains("related: [2026-03-10-two]"), "{text}");
    let (labels, _) = offered(&mut editor, &path, &with("waivers:\n  - rule: |"));
    assert!(
        labels.len() > 60 && labels.contains(&"PM101".to_owned()),
        "{labels:?}"
    );
    let (labels, text) = offered(&mut editor, &path, &with("de|"));
    // What is asked for next comes first, and what is there does not come.
    let at = |name: &str| labels.iter().position(|it| it == name);
    assert!(at("detection").unwrap() < at("tags").unwrap(), "{labels:?}");
    assert_eq!((at("title"), at("owner")), (None, None));
    assert!(text.contains(": \n---"), "{text}");
    let (labels, _) = offered(
        &mut editor,
        &path,
        &with("x: 1\nroles2:").replace(
            "  incident_commander: bob",
            "  incident_commander: bob\n  sc|",
        ),
    );
    assert!(
        labels.contains(&"scribe".to_owned()) && !labels.contains(&"incident_commander".to_owned())
    );
    let (labels, text) = offered(&mut editor, &path, &format!("{REPORT}\n## Co|\n"));
    assert!(
        labels.contains(&"Contributing Factors".to_owned())
            && !labels.contains(&"Overview".to_owned())
    );
    assert!(!text.contains("## Co\n"), "{text}");
    let (labels, _) = offered(&mut editor, &path, &format!("{REPORT}\nSee 2026-|\n"));
    assert_eq!(labels, ["2026-03-10-two"]);
    editor.open("pmrepo.yaml");
    for (text, some) in [
        ("rules: {PM5|", "PM501"),
        ("rules:\n  PM501: |", "warning"),
        ("tim|", "timezone"),
        ("checklist:\n  drop: [|", "scribe.key-events"),
        ("sections:\n  |", "Overview"),
    ] {
        let (labels, _) = offered(&mut editor, "pmrepo.yaml", text);
        assert!(labels.contains(&some.to_owned()), "{text}: {labels:?}");
    }
}

/// What a hover says at `part`, two letters into it.
pub(super) fn hovered(editor: &mut Editor<'_>, path: &str, text: &str, part: &str) -> String {
    let at = place(text, text.find(part).unwrap() + 2);
    let number = |name: &str| usize::try_from(at[name].as_u64().unwrap()).unwrap();
    let it = editor.at("hover", path, (number("line"), number("character")));
    it.pointer("/contents/value")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn what_somebody_points_at_is_explained() {
    let (repo, path) = repository();
    let mut editor = open(&repo, &path);
    for (part, words) in [
        ("title:", &["What happened, in a few words"][..]),
        (
            "owner: ann",
            &["one person, not a team", "Required from in-review"],
        ),
        ("status:", &["reviewed", "(", "2026-04-"]),
        ("ann", &["Ann Example", "payments"]),
        ("2026-03-10-two", &["Checkout locks", "draft, SEV-2"]),
        ("due:", &["action-item", "2026-04-03"]),
        ("started_at:", &["2026-03-10 11:00 CET", "ago"]),
        ("AI-1, ", &["Cap the pool", "owner: bob"]),
        ("PM501 is", &["PM501", "##"]),
    ] {
        let found = hovered(&mut editor, &path, REPORT, part);
        for word in words {
            assert!(found.contains(word), "{part}: {found}");
        }
    }
    assert_eq!(hovered(&mut editor, &path, REPORT, "Overview"), "");
    let page = editor.ask(
        "workspace/textDocumentContent",
        &json!({"uri": "pmrepo:/rules/PM501.md"}),
    );
    assert!(page["text"].as_str().unwrap().starts_with("# "), "{page}");
    let nothing = editor.try_ask(
        "workspace/textDocumentContent",
        &json!({"uri": "pmrepo:/rules/../x"}),
    );
    nothing.unwrap_err();
}

/// Where something leads: the end of the address, and the line.
pub(super) fn place_of(location: &Value) -> (String, u64) {
    let uri = location["uri"].as_str().unwrap_or_default();
    let mut parts: Vec<&str> = uri.rsplit('/').take(2).collect();
    parts.reverse();
    let line = location
        .pointer("/range/start/line")
        .and_then(Value::as_u64);
    (parts.join("/"), line.unwrap_or_default())
}

#[test]
fn what_is_written_down_elsewhere_is_found() {
    let (repo, path) = repository();
    let mut editor = open(&repo, &path);
    let line = |part: &str| REPORT.lines().position(|it| it.contains(part)).unwrap();
    let column = |part: &str| {
        let line = REPORT.lines().find(|it| it.contains(part)).unwrap();
        line.find(part).unwrap() + 1
    };
    let item = u64::try_from(line("id: AI-1")).unwrap();
    for (part, name, at) in [
        ("2026-03-10-two]", "2026-03-10-two/postmortem.md", 0),
        ("2026-03-10-two/AI-1", "2026-03-10-two/postmortem.md", item),
        ("AI-1, ", "2026-03-10-one/postmortem.md", item),
        ("evidence/chat", "evidence/chat.log", 0),
    ] {
        let found = editor.at("definition", &path, (line(part), column(part)));
        assert_eq!(place_of(&found), (name.to_owned(), at), "{part}");
    }
    let bob = editor.at("definition", &path, (line("incident_commander"), 25));
    assert_eq!(place_of(&bob).1, 2, "{bob}");
    let all = editor.at(
        "references",
        &path,
        (line("related"), column("2026-03-10-two]")),
    );
    assert_eq!(all.as_array().unwrap().len(), 1, "{all}");
    let all = editor.at("references", &path, (line("incident_commander"), 25));
    assert_eq!(all.as_array().unwrap().len(), 4, "{all}");
}

#[test]
fn a_report_has_an_outline_links_hints_and_a_lens() {
    let (repo, path) = repository();
    let mut editor = open(&repo, &path);
    let params = json!({"textDocument": {"uri": editor.uri(&path)}});
    let symbols = editor.ask("textDocument/documentSymbol", &params);
    let names = |it: &Value| -> Vec<String> {
        let all = it.as_array().unwrap().iter();
        all.map(|it| it["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&symbols), ["front matter", "Overview", "Timeline"]);
    let fields = &symbols[0]["children"];
    assert_eq!(names(fields)[..2], ["title", "status"]);
    let items = fields.as_array().unwrap().last().unwrap();
    assert_eq!(names(&items["children"]), ["AI-1 Cap the pool"]);
    let folds = editor.ask("textDocument/foldingRange", &params);
    assert!(folds.as_array().unwrap().len() >= 4, "{folds}");
    let links = editor.ask("textDocument/documentLink", &params);
    let ends: Vec<String> = links
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            it["target"]
                .as_str()
                .unwrap()
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(ends, ["chat.log", "postmortem.md"]);
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let asked = json!({"textDocument": {"uri": editor.uri(&path)}, "range": whole});
    let hints = editor.ask("textDocument/inlayHint", &asked);
    let labels: Vec<&str> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["label"].as_str().unwrap())
        .collect();
    assert!(labels.contains(&"due in 2 days"), "{labels:?}");
    assert!(labels.contains(&"2026-03-10 11:00 CET"), "{labels:?}");
    let lenses = editor.ask("textDocument/codeLens", &params);
    let title = lenses[0]["command"]["title"].as_str().unwrap();
    assert!(title.ends_with("things missing for in-review"), "{title}");
    // In a text that nobody can read there is nothing, and nothing breaks.
    for text in [
        "",
        "---",
        "---\n: [\n---\n",
        "\u{feff}---\ntitle: x\n---\n",
        "\u{1f692}",
        &GOOD.replace('\n', "\r\n"),
    ] {
        editor.change(&path, &json!([{"text": text}]));
        for method in ["documentSymbol", "foldingRange", "documentLink", "codeLens"] {
            editor.ask(&format!("textDocument/{method}"), &params);
        }
        for at in [(0, 0), (0, 99), (1, 3), (99, 99)] {
            for method in ["completion", "hover", "definition", "references"] {
                editor.at(method, &path, at);
            }
        }
        editor.ask("textDocument/inlayHint", &asked);
        editor.actions(&path, 0);
    }
    assert_eq!(editor.end(), 0);
}
