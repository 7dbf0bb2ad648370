//! What several commands and pages say of the same thing is the same, and no list is empty because what
//! belongs in it cannot be read.

use serde_json::Value;

use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A major incident that ended in February: the policy wants its action items done by then.
const OWED: &str = "---
title: Checkout latency
status: in-review
severity: SEV-1
started_at: 2026-02-10T10:00Z
detected_at: 2026-02-10T10:05Z
resolved_at: 2026-02-10T11:00Z
owner: carol
roles: {incident_commander: ivan}
services: [checkout]
action_items:
  - {id: AI-1, title: Cap the pool, kind: process, priority: P1, owner: dave, due: 2026-05-01, state: open}
  - {id: AI-2, title: Watch the pool, kind: process, priority: P1, owner: dave, state: open}
  - {id: AI-3, title: Draw the pool, priority: P3, owner: dave, state: open}
  - {id: AI-4, title: Buy a pool, priority: P1, owner: dave, due: 2026-03-01, state: proposed}
---
";

/// A draft of an incident on the 10th of March.
const DRAFT: &str = "---
title: Disk full
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
detected_at: 2026-03-10T10:05Z
resolved_at: 2026-03-10T11:00Z
owner: carol
roles: {incident_commander: ivan}
---
";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    std::fs::remove_file(repo.path(".git/hooks/pre-commit")).unwrap();
    repo
}

fn json(out: &str) -> Value {
    serde_json::from_str(out).unwrap()
}

/// The texts of a key in a list of a command's JSON.
fn texts(repo: &Sandbox, words: &[&str], list: &str, key: &str) -> Vec<String> {
    let all = [words, &["--format", "json"]].concat();
    let out = json(&repo.pmrepo(&all).out);
    let entries = out[list].as_array().unwrap().iter();
    let texts = entries.filter_map(|it| it[key].as_str().map(str::to_owned));
    texts.collect()
}

#[test]
fn an_action_item_is_late_by_its_own_day_or_the_policy_s_wherever_it_is_shown() {
    let repo = repo();
    repo.write(&report("owed"), OWED);
    let late = ["overdue", "--kind", "action-item", "--soon", "0d"];
    let mut owed = texts(&repo, &late, "items", "action_item");
    owed.sort();
    assert_eq!(owed, ["AI-1", "AI-2"]);
    let listed = ["action", "list", "--overdue"];
    assert_eq!(texts(&repo, &listed, "action_items", "id"), owed);
    // A process review's agenda says so too.
    let agenda = repo.pmrepo(&["process-review", "agenda", "--format", "json"]);
    let agenda = json(&agenda.ends(0).out);
    let items = agenda["incidents"][0]["action_items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{agenda}");
    assert!(items.iter().all(|it| it["late"] == true), "{agenda}");
    // And every page of a site.
    repo.pmrepo(&["site", "s"]).ends(0);
    let trends = repo.read("s/trends.html");
    let told = "on 2026-04-01: 2 open, 2 late, 0 closed";
    assert!(trends.contains(told), "{trends}");
    let count = |page: &str| {
        let page = repo.read(page);
        page.matches("<b class=\"state overdue\">late</b>").count()
    };
    assert_eq!(count("s/items.html"), 2);
    // What nobody owes any more is late nowhere.
    repo.write(
        &report("owed"),
        OWED.replace("in-review", "not-required\nnot_required_because: A drill.")
            .replace("state: proposed", "state: open"),
    );
    assert_eq!(texts(&repo, &late, "items", "action_item"), [""; 0]);
    assert_eq!(texts(&repo, &listed, "action_items", "id"), [""; 0]);
}

#[test]
fn show_marks_an_action_item_that_is_late_by_the_policy() {
    let repo = repo();
    repo.write(&report("owed"), OWED);
    let shown = repo.pmrepo(&["--color", "always", "show", "owed"]);
    let shown = shown.ends(0).out;
    let tables = shown.split("Action items").nth(1).unwrap();
    let line = |id: &str| tables.lines().find(|it| it.contains(id)).unwrap();
    let colours = |id: &str| line(id).matches('\u{1b}').count();
    assert!(colours("AI-2") > colours("AI-3"), "{tables:?}");
    assert_eq!(colours("AI-1"), colours("AI-2"), "{tables:?}");
}

#[test]
fn the_front_page_of_a_site_counts_as_its_pages_and_overdue_do() {
    let repo = repo();
    repo.write(&report("owed"), OWED);
    repo.write(
        "process-reviews/2026/2026-03-02.md",
        "---\nscheduled_for: 2026-03-02T14:00Z\nstatus: held\nchair: ivan\ntweaks:\n\
         \x20 - {id: AI-1, title: Hold a drill, owner: bob, due: 2026-03-20}\n---\n",
    );
    // Of what is confidential it is counted that it cannot be read, and nothing else is told.
    repo.write(
        &report("secret"),
        DRAFT.replace("owner: carol", "confidential: true\nowner: \"carol"),
    );
    repo.pmrepo(&["site", "s"]).ends(0);
    let page = repo.read("s/index.html");
    let words = ["overdue", "--format", "json"];
    let told = json(&repo.pmrepo(&words).ends(1).out);
    for (title, count) in [
        ("Late", told["summary"]["overdue"].to_string()),
        ("Unreadable", "1".to_owned()),
        ("Open action items", "5".to_owned()),
    ] {
        let tile = format!("<dt>{title}</dt><dd>{count}</dd>");
        assert!(page.contains(&tile), "{tile} {page}");
    }
    assert_eq!(told["summary"]["unreadable"], 1);
    let items = repo.read("s/items.html");
    assert!(items.contains("5 action items not done"), "{items}");
    assert!(!page.contains("secret"), "{page}");
}

#[test]
fn two_reports_of_one_id_are_counted_as_two() {
    let repo = repo();
    let other = "postmortems/2027/2026-03-10-twin/postmortem.md";
    let item = "action_items: [{id: AI-1, title: Cap it, owner: dave, ticket: T-1, due: 2026-03-20}]\n---\n";
    let one = DRAFT.strip_suffix("---\n").unwrap().to_owned() + item;
    repo.write(&report("twin"), &one);
    repo.write(other, one.replace("SEV-2", "SEV-1"));
    let late = texts(&repo, &["overdue", "--kind", "reviewed"], "items", "path");
    assert_eq!(late.len(), 2, "{late:?}");
    let figures = |by: &[&str]| {
        let words = [&["stats", "--format", "json"], by].concat();
        json(&repo.pmrepo(&words).ends(0).out)["groups"].clone()
    };
    let all = figures(&[]);
    assert_eq!(all[0]["figures"][0]["figure"], "reviewed-in-time");
    assert_eq!(all[0]["figures"][0]["rests_on"], 2, "{all}");
    let groups = figures(&["--by", "severity"]);
    for group in groups.as_array().unwrap() {
        let figures = group["figures"].as_array().unwrap();
        let owned = figures.iter().find(|it| it["figure"] == "items-with-owner");
        assert_eq!(owned.unwrap()["rests_on"], 1, "{group}");
    }
    // Each has a line, and neither hides what the other owes.
    let shown = repo.pmrepo(&["overdue"]).ends(1).out;
    assert_eq!(shown.matches("2026-03-10-twin").count(), 2, "{shown}");
    repo.write(&report("twin"), one.replace("draft", "reviewed"));
    let of_one = repo.pmrepo(&["overdue"]).ends(1).out;
    assert_eq!(of_one.matches("2026-03-10-twin").count(), 2, "{of_one}");
}

#[test]
fn figures_say_why_a_report_is_in_none() {
    let repo = repo();
    for (broken, why) in [
        ("status: soon", "unreadable"),
        ("severity: SEV 2", "unreadable"),
        ("resolved_at: 2027-03-10T11:00Z", "unreadable"),
        ("resolved_at: then", "unreadable"),
        ("severity: SEV-5", "no-deadline"),
    ] {
        let (key, _) = broken.split_once(':').unwrap();
        let lines = DRAFT.lines().map(|it| {
            let line = if it.starts_with(key) { broken } else { it };
            format!("{line}\n")
        });
        let item = "action_items: [{id: AI-1, title: Cap it, priority: P1, state: open}]\n---\n";
        let text: String = lines.collect();
        let text = text.strip_suffix("---\n").unwrap().to_owned() + item;
        repo.write(&report("one"), text);
        let told = json(&repo.pmrepo(&["stats", "--format", "json"]).ends(0).out);
        let figures = told["groups"][0]["figures"].as_array().unwrap();
        for name in ["reviewed-in-time", "external-in-time", "items-in-time"] {
            let figure = figures.iter().find(|it| it["figure"] == name).unwrap();
            assert_eq!(figure["rests_on"], 0, "{broken}: {figure}");
            assert_eq!(figure["left_out"][0]["why"], why, "{broken}: {figure}");
        }
    }
}

/// What a command that lists says where something cannot be read.
fn misses(repo: &Sandbox, words: &[&str], what: &str) {
    for format in ["human", "json"] {
        let all = [words, &["--format", format]].concat();
        let shown = repo.pmrepo(&all).ends(1);
        assert!(shown.err.contains(what), "{all:?}: {shown:#?}");
        if format == "json" {
            let out = json(&shown.out);
            let path = out["unreadable"][0]["path"].as_str().unwrap();
            assert!(shown.err.contains(path), "{all:?}: {shown:#?}");
        }
    }
}

#[test]
fn a_list_names_what_it_may_lack_because_that_cannot_be_read() {
    let repo = repo();
    repo.write(&report("fine"), DRAFT);
    let broken = report("broken");
    repo.write(&broken, DRAFT.replace("owner: carol", "owner: \"carol"));
    let lists: [&[&str]; 9] = [
        &["action", "list"],
        &["action", "list", "broken"],
        &["message", "list"],
        &["message", "list", "broken"],
        &["checklist"],
        &["checklist", "broken"],
        &["list", "--status", "draft"],
        &["list", "--owner", "ivan"],
        &["list", "--severity", "SEV-2", "--since", "2026-03-01"],
    ];
    let place = "2026-03-10-broken/postmortem.md:8: ";
    for words in lists {
        misses(&repo, words, place);
    }
    let paths = repo.pmrepo(&["list", "--status", "draft", "--path"]);
    assert!(paths.ends(1).err.contains(place));
    // Where it is listed, or cannot be meant, nothing is said.
    for words in [
        &["list"][..],
        &["list", "--since", "2026-03-01"],
        &["list", "--status", "draft", "--since", "2026-03-12"],
        &["action", "list", "fine"],
        &["message", "list", "fine"],
        &["checklist", "fine"],
    ] {
        let shown = repo.pmrepo(words).ends(0);
        assert_eq!(shown.err, "", "{words:?}");
    }
    // Of what is confidential the date alone is told.
    repo.write(
        &broken,
        DRAFT.replace("owner: carol", "confidential: true\nowner: \"carol"),
    );
    for words in lists {
        let shown = repo.pmrepo(words).ends(1);
        let told = "2026-03-10 (confidential): cannot be read\n";
        assert!(shown.err.contains(told), "{words:?}: {shown:#?}");
        assert!(!shown.err.contains("broken"), "{words:?}: {shown:#?}");
    }
}

#[test]
fn a_list_names_what_does_not_say_whether_it_belongs_there() {
    let repo = repo();
    let lacks = |from: &str, to: &str| repo.write(&report("vague"), DRAFT.replace(from, to));
    let why = "2026-03-10-vague/postmortem.md:4: `Sev 2` is not a severity\n";
    lacks("SEV-2", "Sev 2");
    for words in [
        &["list", "--severity", "SEV-1"][..],
        &["list", "--severity", "SEV-1", "--owner", "carol"],
        &["message", "list"],
        &["checklist"],
    ] {
        misses(&repo, words, why);
    }
    lacks("status: draft", "status: drafty");
    let why = "2026-03-10-vague/postmortem.md:3: `drafty` is not a status\n";
    misses(&repo, &["list", "--status", "draft"], why);
    // What says enough to be another is no answer.
    for words in [
        &["list", "--severity", "SEV-1"][..],
        &["list", "--status", "draft", "--owner", "ivan"],
        &["list", "--status", "draft", "--severity", "SEV-1"],
    ] {
        repo.pmrepo(words).ends(0);
    }
    // A day that cannot be read may be one that has passed.
    let item = "owner: carol\naction_items: [{id: AI-1, title: Cap it, owner: dave, due: soon}]";
    lacks("owner: carol", item);
    let why = "2026-03-10-vague/postmortem.md:9: `due` of AI-1 is not a date\n";
    misses(&repo, &["action", "list", "--overdue"], why);
    misses(&repo, &["action", "list"], why);
    repo.pmrepo(&["action", "list", "--overdue", "--owner", "carol"])
        .ends(0);
    // A message that cannot be read may have been sent.
    let notice = "postmortems/2026/2026-03-10-vague/messages/notice.md";
    repo.write(notice, "---\nsent_at: \"2026-03-10\n---\n\nIt was slow.\n");
    misses(&repo, &["message", "list", "vague"], notice);
}

#[test]
fn an_agenda_names_an_incident_of_which_nobody_knows_how_severe_it_was() {
    let repo = repo();
    for (severity, is_named) in [
        ("severity: Sev 2\n", true),
        ("", true),
        ("severity: SEV-4\n", false),
        ("severity: Sev 2\nadopted_from: {path: x.md}\n", false),
    ] {
        let text = DRAFT.replace("severity: SEV-2\n", severity);
        repo.write(&report("vague"), text);
        let shown = repo.pmrepo(&["process-review", "agenda"]).ends(0).out;
        let told = shown.contains("2026-03-10-vague/postmortem.md");
        assert_eq!(told, is_named, "{severity}: {shown}");
    }
}
