//! `timeline`: chat logs into rows that name their messages.

use std::io::Write as _;

use serde_json::Value;
use serde_json::json;

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
services: [checkout]
---

## Timeline

Times in UTC.

| Time | Event | Evidence |
|---|---|---|
| 2026-03-10T10:00Z | It begins. | |
| 2026-03-10T10:20Z | A person wrote this. | |

## What Happened

Nothing.
";

const LOG: &str = "time,author,text,id
2026-03-10T10:01Z,ann,good morning,1
2026-03-10T10:02Z,ann,anyone else seeing 502s? the checkout is down,2
2026-03-10T10:05Z,bob,hm,3
2026-03-10T10:10Z,bob,\"the root cause is a missing index, that is why it is down\",4
2026-03-10T10:15Z,ann,rolling back the deploy now,5
2026-03-10T10:30Z,ann,the rollback worked and the error rate is back to normal,6
2026-03-10T10:31Z,cid,thanks,7
2026-03-10T10:32Z,cid,we should add an alert for that,8
";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo.write("chat.csv", LOG);
    repo
}

fn import(repo: &Sandbox, words: &[&str]) -> Value {
    let all = [&["timeline", "import", "one"], words, &["--format", "json"]].concat();
    serde_json::from_str(&repo.pmrepo(&all).ends(0).out).unwrap()
}

/// The rows as `state shelf text`.
fn rows(value: &Value) -> Vec<String> {
    let rows = value["rows"].as_array().unwrap();
    let shown = rows.iter().map(|it| {
        let event = it["event"].as_str().unwrap();
        format!("{} {} {event}", it["state"].as_str().unwrap(), it["shelf"])
    });
    shown.collect()
}

fn table(repo: &Sandbox) -> Vec<String> {
    let text = repo.read(&report("one"));
    let (_, section) = text.split_once("## Timeline").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|it| it.starts_with("| "));
    rows.map(str::to_owned).collect()
}

#[test]
fn an_import_shows_rows_and_writes_nothing() {
    let repo = repo();
    let shown = repo
        .pmrepo(&["timeline", "import", "one", "chat.csv", "--explain"])
        .ends(0);
    for said in [
        "chat.csv: csv, 8 messages",
        "ann: rolling back the deploy now",
        "new  log:5",
        "repair: a change is taken back",
        "cid: we should add an alert for that (chat.csv:9)",
    ] {
        assert!(shown.out.contains(said), "{said}: {shown:#?}");
    }
    assert!(!shown.out.contains("good morning"));
    assert_eq!(repo.read(&report("one")), REPORT);
}

#[test]
fn rows_go_where_their_time_puts_them_and_name_their_messages() {
    let repo = repo();
    repo.pmrepo(&["timeline", "import", "one", "chat.csv", "--write"])
        .ends(0);
    let table = table(&repo);
    let shown: Vec<&str> = table
        .iter()
        .map(|it| it.split('#').next().unwrap())
        .collect();
    assert_eq!(
        shown,
        [
            "| Time | Event | Evidence |",
            "| 2026-03-10T10:00Z | It begins. | |",
            "| 2026-03-10T10:02Z | ann: anyone else seeing 502s? the checkout is down | `log:2",
            "| 2026-03-10T10:10Z | bob: the root cause is a missing index, that is why it is down | `log:4",
            "| 2026-03-10T10:15Z | ann: rolling back the deploy now | `log:5",
            "| 2026-03-10T10:20Z | A person wrote this. | |",
            "| 2026-03-10T10:30Z | ann: the rollback worked and the error rate is back to normal | `log:6",
        ]
    );
    repo.pmrepo(&["check", "one"]).ends(0);
}

#[test]
fn a_second_import_adds_nothing_and_tells_what_became_of_each_row() {
    let repo = repo();
    repo.pmrepo(&["timeline", "import", "one", "chat.csv", "--write"])
        .ends(0);
    let once = repo.read(&report("one"));
    let again = repo
        .pmrepo(&["timeline", "import", "one", "chat.csv", "--write"])
        .ends(0);
    assert!(
        again
            .out
            .contains("no row that is not in the timeline already"),
        "{again:#?}"
    );
    assert_eq!(repo.read(&report("one")), once);
    let edited = once.replace(
        "ann: rolling back the deploy now",
        "Ann rolls the deploy back",
    );
    repo.write(&report("one"), &edited);
    let log = LOG.replace("a missing index", "a missing table").replace(
        "2026-03-10T10:30Z,ann,the rollback worked and the error rate is back to normal,6\n",
        "",
    );
    repo.write(
        "chat.csv",
        format!("{log}2026-03-10T10:40Z,ann,all clear: the incident is resolved,9\n"),
    );
    let value = import(&repo, &["chat.csv"]);
    assert_eq!(
        rows(&value),
        [
            "unchanged 1 anyone else seeing 502s? the checkout is down",
            "changed 1 the root cause is a missing table, that is why it is down",
            "edited-here 1 rolling back the deploy now",
            "gone null ann: the rollback worked and the error rate is back to normal",
            "new 1 all clear: the incident is resolved",
        ]
    );
    repo.pmrepo(&["timeline", "import", "one", "chat.csv", "--write"])
        .ends(0);
    let text = repo.read(&report("one"));
    assert!(text.contains("Ann rolls the deploy back"), "{text}");
    assert!(text.contains("a missing index"), "{text}");
    assert_eq!(text.lines().count(), edited.lines().count() + 1);
}

#[test]
fn rows_are_picked_by_the_keys_of_their_messages() {
    let repo = repo();
    let words = [
        "timeline", "import", "one", "chat.csv", "--write", "log:1", "log:4",
    ];
    repo.pmrepo(&words).ends(0);
    let text = repo.read(&report("one"));
    assert!(text.contains("| ann: good morning |"), "{text}");
    assert!(text.contains("`log:4#"), "{text}");
    assert!(!text.contains("`log:5#"), "{text}");
    let none = repo
        .pmrepo(&["timeline", "import", "one", "chat.csv", "--write", "log:77"])
        .ends(2);
    assert!(
        none.err.contains("the log has no message `log:77`"),
        "{none:#?}"
    );
}

#[test]
fn rows_take_the_style_of_the_section() {
    let repo = repo();
    let days = "Times in Europe/Berlin.\n\n### 2026-03-10\n\n| When | What | Who |\n|---|---|---|\n| 11:00 | It begins. | ann |\n\n### 2026-03-12\n\n| When | What | Who |\n|---|---|---|\n| 09:00 | It is reviewed. | |\n";
    let (head, rest) = REPORT.split_once("Times in UTC.").unwrap();
    let (_, tail) = rest.split_once("\n## What").unwrap();
    repo.write(&report("one"), format!("{head}{days}\n## What{tail}"));
    repo.write(
        "chat.csv",
        format!("{LOG}2026-03-11T09:00Z,ann,the database is down again because of the bug,10\n"),
    );
    repo.pmrepo(&["timeline", "import", "one", "chat.csv", "--write"])
        .ends(0);
    let text = repo.read(&report("one"));
    assert!(
        text.contains("| 11:15 | ann: rolling back the deploy now (`log:5#"),
        "{text}"
    );
    let fresh = text.find(
        "### 2026-03-11\n\n| Time | Event | Evidence |\n|---|---|---|\n| 10:00 | ann: the database",
    );
    let next = text.find("### 2026-03-12");
    assert!(fresh.is_some() && fresh < next, "{text}");
    repo.pmrepo(&["check", "one"]).ends(0);
    assert_eq!(
        import(&repo, &["chat.csv"])["rows"][0]["state"],
        "unchanged"
    );
}

#[test]
fn bullets_become_rows_before_rows_are_added() {
    let repo = repo();
    let (head, rest) = REPORT.split_once("| Time |").unwrap();
    let (_, tail) = rest.split_once("\n## What").unwrap();
    let bullets =
        "- 2026-03-10T10:00Z: it begins | slowly\n- **2026-03-10T10:20Z** a person\n  wrote this\n";
    repo.write(&report("one"), format!("{head}{bullets}\n## What{tail}"));
    let before = repo.read(&report("one"));
    let refused = repo
        .pmrepo(&["timeline", "import", "one", "chat.csv", "--write"])
        .ends(2);
    assert!(
        refused.err.contains("the timeline is no table"),
        "{refused:#?}"
    );
    assert!(
        refused.err.contains("pmrepo timeline table"),
        "{refused:#?}"
    );
    assert_eq!(repo.read(&report("one")), before);
    repo.pmrepo(&["timeline", "import", "one", "chat.csv"])
        .ends(0);
    repo.pmrepo(&["timeline", "table", "one"]).ends(0);
    assert_eq!(
        table(&repo),
        [
            "| Time | Event | Evidence |",
            "| 2026-03-10T10:00Z | it begins \\| slowly | |",
            "| 2026-03-10T10:20Z | a person wrote this | |",
        ]
    );
    repo.pmrepo(&["timeline", "import", "one", "chat.csv", "--write"])
        .ends(0);
    assert_eq!(table(&repo).len(), 7);
}

#[test]
fn a_row_is_added_by_hand() {
    let repo = repo();
    let words = [
        "timeline",
        "add",
        "one",
        "The pool is larger.",
        "--at",
        "2026-03-10T10:12Z",
        "--evidence",
        "https://x.example/1",
    ];
    repo.pmrepo(&words).ends(0);
    assert_eq!(
        table(&repo)[2],
        "| 2026-03-10T10:12Z | The pool is larger. | https://x.example/1 |"
    );
}

#[test]
fn messages_of_rows_are_saved_and_only_ever_added_to() {
    let repo = repo();
    let log = "postmortems/2026/2026-03-10-one/evidence/chat.jsonl";
    let words = [
        "timeline",
        "import",
        "one",
        "chat.csv",
        "--write",
        "log:5",
        "--save-log",
    ];
    repo.pmrepo(&words).ends(0);
    let first = repo.read(log);
    assert_eq!(
        first,
        "{\"key\":\"log:5\",\"time\":\"2026-03-10T10:15:00Z\",\"author\":\"ann\",\"text\":\"rolling back the deploy now\"}\n"
    );
    repo.pmrepo(&[
        "timeline",
        "import",
        "one",
        "chat.csv",
        "--write",
        "--save-log",
    ])
    .ends(0);
    let second = repo.read(log);
    assert!(second.starts_with(&first), "{second}");
    assert_eq!(second.lines().count(), 4);
    // The saved log is a log itself, with the same keys.
    let value = import(&repo, &[log]);
    assert_eq!(rows(&value).len(), 4);
    assert!(
        rows(&value).iter().all(|it| it.starts_with("unchanged")),
        "{value:#}"
    );
}

#[test]
fn credentials_are_masked_in_rows_todos_and_the_saved_log() {
    let repo = repo();
    let secret = "hunter2hunter2";
    repo.write(
        "chat.csv",
        format!("time,author,text\n2026-03-10T10:02Z,ann,the database is down with password={secret}\n2026-03-10T10:03Z,ann,TODO: rotate password={secret}\n"),
    );
    let shown = repo
        .pmrepo(&[
            "timeline",
            "import",
            "one",
            "chat.csv",
            "--write",
            "--save-log",
        ])
        .ends(0);
    assert!(!format!("{shown:?}").contains(secret), "{shown:#?}");
    assert!(
        shown
            .out
            .contains("chat.csv:2: what looks like a credential is masked"),
        "{shown:#?}"
    );
    assert!(!repo.read(&report("one")).contains(secret));
    assert!(
        !repo
            .read("postmortems/2026/2026-03-10-one/evidence/chat.jsonl")
            .contains(secret)
    );
}

#[test]
fn what_a_language_rule_would_find_is_on_the_second_shelf() {
    let repo = repo();
    repo.write(
        "chat.csv",
        "time,author,text\n2026-03-10T10:02Z,ann,the database is down because of human error\n",
    );
    let value = import(&repo, &["chat.csv", "--all"]);
    assert_eq!(value["rows"][0]["shelf"], 2, "{value:#}");
    assert!(
        value["rows"][0]["why"].to_string().contains("PM501"),
        "{value:#}"
    );
}

#[test]
fn hostile_messages_are_harmless_rows() {
    let repo = repo();
    let lines: Vec<Value> = [
        "the db is down | x | y\n## Owned\n| 1 | 2 |",
        "<script>alert(1)</script> the db is down <!--",
        "\u{1b}[31mthe db is down\u{202e} `",
        "[the db is down](javascript:alert(1)) ![x](https://x.example/a.png)",
    ]
    .iter()
    .enumerate()
    .map(|(at, text)| json!({"time": format!("2026-03-10T10:0{at}:00Z"), "author": "a|b\n## x", "text": text}))
    .collect();
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    repo.write("chat.jsonl", text.join("\n"));
    let shown = repo
        .pmrepo(&["timeline", "import", "one", "chat.jsonl", "--write"])
        .ends(0);
    assert!(!shown.out.contains('\u{1b}'), "{shown:#?}");
    let text = repo.read(&report("one"));
    assert!(
        !text.contains('\u{1b}') && !text.contains('\u{202e}'),
        "{text}"
    );
    assert!(
        !text.contains("\n## Owned") && !text.contains("<!--\n"),
        "{text}"
    );
    assert!(text.contains("\\<script>"), "{text}");
    let value = import(&repo, &["chat.jsonl"]);
    let states = rows(&value);
    assert!(
        states.iter().all(|it| it.starts_with("unchanged")),
        "{states:#?}\n{text}"
    );
    assert!(text.ends_with("## What Happened\n\nNothing.\n"), "{text}");
}

#[test]
fn a_paste_is_refused_without_a_day_and_a_zone() {
    let repo = repo();
    repo.write(
        "paste.txt",
        "ann [11:58 PM]\nthe db is down\nbob [12:03 AM]\nrolling back now\n",
    );
    let refused = repo
        .pmrepo(&["timeline", "import", "one", "paste.txt"])
        .ends(2);
    assert!(refused.err.contains("--date"), "{refused:#?}");
    let refused = repo
        .pmrepo(&[
            "timeline",
            "import",
            "one",
            "paste.txt",
            "--date",
            "2026-03-09",
        ])
        .ends(2);
    assert!(refused.err.contains("--tz"), "{refused:#?}");
    let value = import(
        &repo,
        &[
            "paste.txt",
            "--date",
            "2026-03-09",
            "--tz",
            "-05:00",
            "--all",
        ],
    );
    assert_eq!(value["rows"][0]["at"], "2026-03-09T23:58:00-05:00");
    assert_eq!(value["rows"][1]["at"], "2026-03-10T00:03:00-05:00");
}

#[test]
fn a_log_is_read_between_two_times_and_from_standard_input() {
    let repo = repo();
    let value = import(&repo, &["chat.csv", "--from", "10:10", "--to", "10:20"]);
    assert_eq!(value["messages"], 2, "{value:#}");
    let mut command = repo.command(
        env!("CARGO_BIN_EXE_pmrepo"),
        "",
        &["timeline", "import", "one", "-"],
    );
    command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped());
    let mut running = command.spawn().unwrap();
    running
        .stdin
        .take()
        .unwrap()
        .write_all(LOG.as_bytes())
        .unwrap();
    let done = running.wait_with_output().unwrap();
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(
        shown.starts_with("standard input: csv, 8 messages"),
        "{shown}"
    );
}

const CHAT: &str = "postmortems/2026/2026-03-10-one/evidence/chat.jsonl";

#[test]
fn check_holds_rows_against_the_saved_log() {
    let repo = repo();
    let words = [
        "timeline",
        "import",
        "one",
        "chat.csv",
        "--write",
        "--save-log",
    ];
    repo.pmrepo(&words).ends(0);
    let findings = |repo: &Sandbox| {
        let out = repo
            .pmrepo(&["check", "one", "--format", "json"])
            .ends(0)
            .out;
        let value: Value = serde_json::from_str(&out).unwrap();
        let all = value["findings"].as_array().unwrap().clone();
        let all = all.into_iter().filter(|it| it["code"] == "PM310");
        all.map(|it| it["message"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(findings(&repo).is_empty());
    let shown = repo.pmrepo(&["show", "one"]).ends(0).out;
    assert!(shown.contains("4 of 6 rows have a source"), "{shown}");
    let text = repo.read(&report("one"));
    repo.write(
        &report("one"),
        text.replace("10:15Z | ann", "10:19Z | ann")
            .replace("`log:4#", "`log:44#"),
    );
    assert_eq!(
        findings(&repo),
        [
            "no saved log has the message `log:44`",
            "this row is 4 minutes after the message that it names",
        ]
    );
    // Without a saved log nobody says that anything is verified.
    std::fs::remove_file(repo.path(CHAT)).unwrap();
    assert!(findings(&repo).is_empty());
    assert!(
        !repo
            .pmrepo(&["show", "one"])
            .ends(0)
            .out
            .contains("have a source")
    );
}

#[test]
fn a_saved_log_that_changes_alone_is_held_against_its_rows() {
    let repo = repo();
    let words = ["timeline", "import", "one", "chat.csv", "--write"];
    repo.pmrepo(&[&words[..], &["--save-log"]].concat()).ends(0);
    repo.commit("A log").ends(0);
    let log = repo.read(CHAT);
    repo.write(CHAT, log.replace("10:15", "10:25"));
    repo.git(&["add", "--all"]).ends(0);
    let said = "10 minutes before the message that it names";
    let staged = repo.pmrepo(&["check", "--staged"]).ends(0).out;
    assert!(staged.contains(said), "{staged}");
    repo.commit("Another time").ends(0);
    let words = ["check", "--range", "HEAD~1..HEAD"];
    let range = repo.pmrepo(&words).ends(0).out;
    assert!(range.contains(said), "{range}");
    repo.git(&["rm", "--quiet", CHAT]).ends(0);
    let staged = repo.pmrepo(&["check", "--staged"]).ends(0);
    assert!(!staged.out.contains("PM310"), "{staged:?}");
}

#[test]
fn a_timeline_is_shown_from_its_start() {
    let repo = repo();
    let shown = repo.pmrepo(&["timeline", "show", "one"]).ends(0).out;
    assert!(
        shown.contains("  after 20 minutes  A person wrote this."),
        "{shown}"
    );
    let out = repo
        .pmrepo(&["timeline", "show", "one", "--format", "json"])
        .ends(0)
        .out;
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["rows"][1]["since_start_seconds"], 1200);
    assert_eq!(value["sources"], Value::Null);
}

#[test]
fn what_is_yet_to_be_done_in_a_log_is_collected_once() {
    let repo = repo();
    let words = ["action", "collect", "one", "chat.csv"];
    let shown = repo.pmrepo(&words).ends(0);
    assert!(
        shown
            .out
            .contains("AI-1: we should add an alert for that (log:8)"),
        "{shown:#?}"
    );
    let text = repo.read(&report("one"));
    assert!(text.contains("state: proposed"), "{text}");
    repo.write(
        &report("one"),
        text.replace(
            "title: we should add an alert for that",
            "title: Alert on it",
        ),
    );
    let again = repo.pmrepo(&words).ends(0);
    assert!(
        again
            .out
            .contains("no TODO that is not an action item already"),
        "{again:#?}"
    );
}

#[test]
fn a_note_is_linked_and_settles_its_experts_step_alone() {
    let repo = repo();
    let text = REPORT.replace(
        "services: [checkout]",
        "services: [checkout]\nroles: {subject_matter_experts: [ann, ann-lee]}",
    );
    repo.write(&report("one"), text);
    repo.write("graphs.md", "The pool was full.\n");
    repo.pmrepo(&["checklist", "new", "one"]).ends(0);
    let step = |who: &str| {
        let out = repo
            .pmrepo(&["checklist", "one", "--format", "json"])
            .ends(0)
            .out;
        let value: Value = serde_json::from_str(&out).unwrap();
        let steps = value["steps"].as_array().unwrap().iter();
        let mut steps = steps.filter(|it| {
            it["step"] == "sme.add-notes" && it.to_string().contains(&format!("\"{who}\""))
        });
        steps.next().unwrap()["state"].as_str().unwrap().to_owned()
    };
    repo.pmrepo(&["note", "add", "one", "graphs.md", "--as", "ann-lee"])
        .ends(0);
    let report = repo.read(&report("one"));
    let (_, notes) = report.split_once("\n## Notes\n\n").unwrap();
    assert!(notes.starts_with("- [Notes of ann-lee, "), "{notes}");
    let name = notes
        .split("](notes/")
        .nth(1)
        .unwrap()
        .split(')')
        .next()
        .unwrap();
    let note = repo.read(&format!("postmortems/2026/2026-03-10-one/notes/{name}"));
    assert!(note.contains("\n\nThe pool was full.\n"), "{note}");
    assert_ne!(step("ann"), step("ann-lee"));
    repo.pmrepo(&["note", "add", "one", "graphs.md", "--as", "ann"])
        .ends(0);
    assert_eq!(step("ann"), step("ann-lee"));
}
