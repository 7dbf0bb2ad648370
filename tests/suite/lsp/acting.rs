//! Code actions: what mends something, and what does something.

use serde_json::Value;

use crate::editor::Editor;
use crate::editor::edited;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

fn titles(actions: &[Value]) -> Vec<&str> {
    actions
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect()
}

#[track_caller]
fn called<'a>(actions: &'a [Value], start: &str) -> &'a Value {
    let mut all = actions.iter();
    let found = all.find(|it| it["title"].as_str().unwrap().starts_with(start));
    assert!(found.is_some(), "{start}: {:?}", titles(actions));
    found.unwrap()
}

/// The line of a text in which something stands.
fn line(text: &str, part: &str) -> usize {
    text.lines().position(|it| it.contains(part)).unwrap()
}

const FAULTY: &str = "---\ntitle: \u{1f692} Checkout \u{65e5}\u{672c}\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00\nowner: @ann\n---\n\n## Overview  \n\nThey are.\n";

#[test]
fn what_check_mends_an_editor_mends() {
    let repo = Sandbox::new();
    let path = report("one");
    repo.write(&path, FAULTY);
    let mut editor = Editor::new(&repo);
    editor.open(&path);
    editor.sees(&path);
    let uri = editor.uri(&path);
    let on_line = editor.actions(&path, line(FAULTY, "started_at"));
    let one = called(&on_line, "Add the offset");
    assert_eq!(one["isPreferred"], true);
    assert_eq!(one["diagnostics"][0]["code"], "PM105");
    assert_eq!(
        one["edit"]["documentChanges"][0]["textDocument"]["version"],
        1
    );
    assert_eq!(
        edited(FAULTY, one, &uri),
        FAULTY.replace("T10:00\n", "T10:00Z\n")
    );
    assert_eq!(
        on_line.last().unwrap()["title"].as_str().unwrap().get(..5),
        Some("Waive")
    );
    let all = edited(FAULTY, called(&on_line, "Fix all"), &uri);
    repo.pmrepo(&["check", "--fix"]);
    assert_eq!(all, repo.read(&path));
    assert_ne!(all, FAULTY);
}

#[test]
fn missing_fields_are_begun_and_still_asked_for() {
    let repo = Sandbox::new();
    let path = report("one");
    let text = GOOD.replace("draft", "in-review");
    repo.write(&path, &text);
    let mut editor = Editor::new(&repo);
    editor.open(&path);
    let before = editor.codes(&path);
    let actions = editor.actions(&path, line(&text, "status"));
    let uri = editor.uri(&path);
    let after = edited(&text, called(&actions, "Add the missing fields"), &uri);
    for field in [
        "owner:",
        "resolved_at:",
        "incident_commander:",
        "action_items:",
    ] {
        assert!(after.contains(field), "{after}");
    }
    editor.change(&path, &serde_json::json!([{"text": after}]));
    let missing = |codes: &[String]| codes.iter().filter(|it| *it == "PM101").count();
    assert_eq!(missing(&editor.codes(&path)), missing(&before));
}

#[test]
fn a_checklist_is_written_and_ticked() {
    let repo = Sandbox::new();
    let path = report("one");
    let text = GOOD.replace("draft", "in-review");
    repo.write(&path, &text);
    let mut editor = Editor::new(&repo);
    editor.open(&path);
    let shown = editor.sees(&path);
    let at = shown.iter().find(|it| it["code"] == "PM604").unwrap();
    let at = usize::try_from(at["range"]["start"]["line"].as_u64().unwrap()).unwrap();
    let actions = editor.actions(&path, at);
    let write = called(&actions, "Write the checklist");
    let list = path.replace("postmortem.md", "checklist.md");
    let uri = editor.uri(&list);
    assert_eq!(write["edit"]["documentChanges"][0]["kind"], "create");
    let list_text = edited("", write, &uri);
    editor.open_with(&list, &list_text);
    editor.sees(&list);
    let actions = editor.actions(&list, line(&list_text, "ic.final-severity"));
    let ticked = edited(&list_text, called(&actions, "Tick this step"), &uri);
    assert_eq!(
        ticked,
        list_text.replace("- [ ] `ic.final-severity`", "- [x] `ic.final-severity`")
    );
    // It is the one that the command writes where nothing is asked for yet.
    repo.write(&path, GOOD);
    repo.pmrepo(&["checklist", "new", "one"]).ends(0);
    assert_eq!(repo.read(&list), list_text);
}

#[test]
fn a_waiver_asks_for_its_reason() {
    let repo = Sandbox::new();
    let path = report("one");
    let text = format!("{GOOD}\nIt was human error.\n");
    repo.write(&path, &text);
    let mut editor = Editor::new(&repo);
    editor.open(&path);
    assert_eq!(editor.codes(&path), ["PM501"]);
    let actions = editor.actions(&path, line(&text, "human"));
    let uri = editor.uri(&path);
    let after = edited(&text, called(&actions, "Waive PM501"), &uri);
    editor.change(&path, &serde_json::json!([{"text": after}]));
    assert_eq!(editor.codes(&path), ["PM106", "PM501"], "{after}");
    let reasoned = after.replace("reason: \"\"", "reason: It is what they said");
    assert_ne!(reasoned, after);
    editor.change(&path, &serde_json::json!([{"text": reasoned}]));
    assert_eq!(editor.codes(&path), Vec::<String>::new());
}
