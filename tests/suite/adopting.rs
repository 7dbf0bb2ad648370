//! Documents that were there before pmrepo become postmortems: nothing is made up, nothing is lost.

use std::fs;
use std::path::Path;

use serde_json::Value;
use snapbox::assert_data_eq;
use snapbox::str;

use crate::sandbox::Output;
use crate::sandbox::Sandbox;

/// One in which all is clear.
const DNS: &str = "# DNS was gone\n\n## Summary\n\nNames did not resolve.\n\n## Timeline\n\n\
    Times in UTC.\n\n| Time | Event |\n|---|---|\n| 2026-02-18 10:00 | It began. |\n\
    | 2026-02-18 11:00 | It ended. |\n\n## Action Items\n\n- Watch the zone file\n- [x] Restore the zone\n";
const DNS_REPORT: &str = "postmortems/2026/2026-02-18-dns-was-gone/postmortem.md";

/// A name and a heading that disagree.
const TWO_DAYS: &str =
    "# 2026-03-01: Mail was late\n\n## Summary\n\nLate.\n\n## Timeline\n\n- 10:00 UTC: It began.\n";

fn with(documents: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    for (name, text) in documents {
        sandbox.write(&format!("docs/{name}"), text);
    }
    if !documents.is_empty() {
        sandbox.commit("old reports").ends(0);
    }
    sandbox
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&output.out).unwrap()
}

/// Path and state of each document, with its obstacle where it has one.
fn states(sandbox: &Sandbox, words: &[&str]) -> Vec<(String, String)> {
    let all = [&["adopt"], words, &["--format", "json"]].concat();
    let json = json(&sandbox.pmrepo(&all));
    let documents = json.get("documents").unwrap().as_array().unwrap();
    let text = |it: &Value, key: &str| it.get(key).unwrap().as_str().unwrap_or("-").to_owned();
    documents
        .iter()
        .map(|it| (text(it, "path"), text(it, "state")))
        .collect()
}

/// The text below the front matter.
fn body(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("---").unwrap();
    let (_, rest) = rest.split_once("\n---").unwrap();
    rest.split_once('\n').unwrap().1
}

#[test]
fn what_would_become_of_documents_is_shown_and_nothing_is_written() {
    let readme = "# Incidents\n\n- [DNS](2026-02-18-dns.md)\n- [Mail](2026-03-02-mail.md)\n";
    let sandbox = with(&[
        ("2026-02-18-dns.md", DNS),
        ("2026-03-02-mail.md", TWO_DAYS),
        ("README.md", readme),
        ("graph.png", "\u{89}PNG"),
    ]);
    let shown = sandbox.pmrepo(&["adopt", "docs"]);
    assert_data_eq!(
        shown.snapshot(),
        str![[r#"
docs/2026-02-18-dns.md -> 2026-02-18-dns-was-gone (new, draft)
    date: 2026-02-18 (name)
    zone: UTC (body, line 9)
    title: DNS was gone (heading, line 1)
    2 timeline rows, 2 action items
    lost: action_items: 1 action item is done, and nothing says on which day: it stays in the text alone
    not in it: severity, owner, started_at, detected_at, resolved_at, services
docs/2026-03-02-mail.md (new): nothing is made of it
    its dates contradict each other: 2026-03-01 (heading, line 1), 2026-03-02 (name); fix one, or say which counts with --prefer
    title: Mail was late (heading, line 1)
    1 timeline row
    contradiction: date: 2026-03-01 (heading, line 1), 2026-03-02 (name)
    not in it: severity, owner, started_at, detected_at, resolved_at, services
docs/README.md: index, its name is that of a list, and it tells of no incident
docs/graph.png: other, `.png` is not how a document's name ends
4 documents: 2 postmortems (2 new), 1 index, 1 other file. Nothing was skipped.
1 document needs somebody to look at it.
hint: --write writes 1 report; --commit commits, the moves first, which keeps their history
exit status 1

"#]]
    );
    assert_eq!(sandbox.git(&["status", "--short"]).ends(0).out, "");
}

#[test]
fn a_commit_of_moves_alone_keeps_the_history_and_a_second_run_finds_nothing_to_do() {
    let sandbox = with(&[
        ("incidents/2026-02-18-dns.md", DNS),
        ("2026-03-02-mail.md", TWO_DAYS),
    ]);
    // What others have under way stays under way.
    sandbox.write("staged.txt", "staged\n");
    sandbox.git(&["add", "staged.txt"]).ends(0);
    let done = sandbox.pmrepo(&["adopt", "docs", "--commit", "--prefer", "name"]);
    assert_eq!(done.status, 0, "{done:#?}");
    let log = sandbox.git(&["log", "--format=%s", "-3"]).ends(0).out;
    assert_eq!(
        log,
        "Adopt 2 postmortems\nMove 2 old reports to their places\nold reports\n"
    );
    let moves = sandbox.git(&["show", "--format=", "--name-status", "HEAD^"]);
    let moves = moves.ends(0).out;
    assert!(moves.lines().all(|it| it.starts_with("R100")), "{moves}");
    assert_eq!(
        sandbox.git(&["status", "--short"]).ends(0).out,
        "A  staged.txt\n"
    );
    assert_eq!(body(&sandbox.read(DNS_REPORT)), DNS);
    let followed = sandbox.git(&["log", "--follow", "--format=%s", "--", DNS_REPORT]);
    assert!(followed.ends(0).out.ends_with("old reports\n"));
    sandbox.pmrepo(&["check"]).ends(0);
    sandbox
        .pmrepo(&["check", "--range", "HEAD~2...HEAD"])
        .ends(0);
    sandbox.pmrepo(&["overdue"]).ends(0);
    let shown = sandbox.pmrepo(&["show", "dns", "--history"]).ends(0).out;
    assert!(shown.contains("draft"), "{shown}");
    // The directory that is empty now is gone, and is asked for all the same.
    assert!(!sandbox.path("docs").exists());
    let again = sandbox.pmrepo(&["adopt", "docs", "--write"]).ends(0);
    assert!(again.out.contains("(2 unchanged)"), "{again:#?}");
    assert!(again.err.contains("Nothing is to be written"), "{again:#?}");
    assert_eq!(
        sandbox.git(&["status", "--short"]).ends(0).out,
        "A  staged.txt\n"
    );
    sandbox.pmrepo(&["adopt", "docs/other"]).ends(2);
}

#[test]
fn the_report_says_what_became_of_each_document() {
    let sandbox = with(&[("2026-02-18-dns.md", DNS), ("2026-03-02-mail.md", TWO_DAYS)]);
    let done = sandbox.pmrepo(&["adopt", "docs", "--write"]).ends(1);
    assert!(done.err.contains("--commit"), "{done:#?}");
    assert_data_eq!(
        sandbox.read("adopt-report.md"),
        str![[r#"
# Adopted postmortems

2 documents: 2 postmortems (2 new). Nothing was skipped.

1 document needs somebody to look at it.

| Document | Is | Becomes | State | Status | Rows | Items | To look at |
|---|---|---|---|---|---|---|---|
| docs/2026-02-18-dns.md | postmortem | 2026-02-18-dns-was-gone | new | draft | 2 | 2 | - |
| docs/2026-03-02-mail.md | postmortem | - | new | - | 1 | 0 | 2 |

## docs/2026-02-18-dns.md

- date: 2026-02-18 (name)
- zone: UTC (body, line 9)
- title: DNS was gone (heading, line 1)
- Lost: action/_items: 1 action item is done, and nothing says on which day: it stays in the text alone
- Not in it: duration, severity, owner, started/_at, detected/_at, paged/_at, mitigated/_at, resolved/_at, services, roles.incident/_commander, roles.scribe, roles.subject/_matter/_experts, responders, meeting.attendees, roles.deputy

## docs/2026-03-02-mail.md

- **Not adopted**: its dates contradict each other: 2026-03-01 (heading, line 1), 2026-03-02 (name); fix one, or say which counts with --prefer
- title: Mail was late (heading, line 1)
- **Contradiction**: date: 2026-03-01 (heading, line 1), 2026-03-02 (name)
- Not in it: zone, duration, severity, owner, started/_at, detected/_at, paged/_at, mitigated/_at, resolved/_at, services, roles.incident/_commander, roles.scribe, roles.subject/_matter/_experts, responders, meeting.attendees, roles.deputy

"#]]
    );
    assert_data_eq!(
        sandbox.read(DNS_REPORT),
        str![[r#"
---
title: DNS was gone
status: draft
action_items:
  - id: AI-1
    title: Watch the zone file
    state: proposed
adopted_from:
  path: docs/2026-02-18-dns.md
  commit: "7ad57ef26577077ecb705c163279ebfc5a852b8d"
  sha256: "37a5a8cd98455ca65ea48f1af215b7cb36a2522091f4e15dafb81ca8cf763e7c"
---
# DNS was gone

## Summary

Names did not resolve.

## Timeline

Times in UTC.

| Time | Event |
|---|---|
| 2026-02-18 10:00 | It began. |
| 2026-02-18 11:00 | It ended. |

## Action Items

- Watch the zone file
- [x] Restore the zone

"#]]
    );
    // What contradicts itself stays where it is, and is told of until somebody decides.
    assert!(sandbox.path("docs/2026-03-02-mail.md").exists());
    sandbox
        .pmrepo(&["adopt", "docs", "--write", "--prefer", "heading"])
        .ends(0);
    sandbox.pmrepo(&["show", "2026-03-01-mail"]).ends(0);
}

#[test]
fn a_source_that_changes_and_a_result_that_changes_are_told_apart() {
    let sandbox = with(&[("2026-02-18-dns.md", DNS)]);
    let path = "docs/2026-02-18-dns.md";
    let state = || {
        let all = states(&sandbox, &["docs", "--keep-in-place"]);
        all.into_iter().next().unwrap().1
    };
    assert_eq!(state(), "new");
    let write = ["adopt", "docs", "--keep-in-place", "--write"];
    sandbox.pmrepo(&write).ends(0);
    assert_eq!(sandbox.read(path), DNS);
    assert_eq!(state(), "unchanged");
    // The source.
    let more = format!("{DNS}\nMore.\n");
    sandbox.write(path, &more);
    assert_eq!(state(), "updated");
    sandbox.pmrepo(&write).ends(0);
    assert_eq!(body(&sandbox.read(DNS_REPORT)), more);
    assert_eq!(state(), "unchanged");
    // The result.
    sandbox.pmrepo(&["set", "dns", "owner=carol"]).ends(0);
    let result = sandbox.read(DNS_REPORT);
    assert_eq!(state(), "unchanged");
    sandbox.pmrepo(&write).ends(0);
    assert_eq!(sandbox.read(DNS_REPORT), result);
    // Both.
    sandbox.write(path, format!("{more}\nEven more.\n"));
    assert_eq!(state(), "diverged");
    let refused = sandbox.pmrepo(&write).ends(1);
    assert!(refused.out.contains("both it and"), "{refused:#?}");
    assert_eq!(sandbox.read(DNS_REPORT), result);
    // Without words of its own in the front matter, what is in the body counts too.
    sandbox.write(DNS_REPORT, result.replace("It ended", "It has ended"));
    assert_eq!(state(), "diverged");
}

#[test]
fn a_moved_source_is_unchanged_until_something_lies_in_its_place_again() {
    let front = "---\nlayout: post\ntitle: DNS was gone\n---\n";
    let text = format!("{front}{DNS}");
    let sandbox = with(&[("2026-02-18-dns.md", &text)]);
    sandbox.pmrepo(&["adopt", "docs", "--commit"]).ends(0);
    let one = |state: &str| vec![("docs/2026-02-18-dns.md".to_owned(), state.to_owned())];
    assert_eq!(states(&sandbox, &["docs"]), one("unchanged"));
    assert_eq!(
        states(&sandbox, &["docs/2026-02-18-dns.md"]),
        one("unchanged")
    );
    let more = format!("{text}\nMore.\n");
    sandbox.write("docs/2026-02-18-dns.md", &more);
    assert_eq!(states(&sandbox, &["docs"]), one("updated"));
    sandbox.pmrepo(&["adopt", "docs", "--write"]).ends(0);
    assert!(!sandbox.path("docs").exists());
    let report = sandbox.read(DNS_REPORT);
    assert_eq!(body(&report), body(&more));
    assert!(report.contains("\nlayout: post\n"), "{report}");
    sandbox.pmrepo(&["check"]).ends(0);
}

#[test]
fn what_lies_elsewhere_is_copied() {
    let sandbox = with(&[]);
    let other_top = tempfile::tempdir().unwrap();
    let wiki = other_top.path().join("wiki");
    fs::create_dir(&wiki).unwrap();
    fs::write(wiki.join("2026-02-18-dns.md"), DNS).unwrap();
    let word = wiki.to_str().unwrap();
    sandbox.pmrepo(&["adopt", word, "--commit"]).ends(0);
    assert_eq!(
        fs::read_to_string(wiki.join("2026-02-18-dns.md")).unwrap(),
        DNS
    );
    let report = sandbox.read(DNS_REPORT);
    // Where it lay on this machine is nobody's business.
    assert!(
        report.contains("\n  path: wiki/2026-02-18-dns.md\n  sha256: "),
        "{report}"
    );
    assert_eq!(body(&report), DNS);
    let log = sandbox.git(&["log", "--format=%s", "-1"]).ends(0).out;
    assert_eq!(
        log,
        "2026-02-18-dns-was-gone: adopt wiki/2026-02-18-dns.md\n"
    );
    assert_eq!(
        states(&sandbox, &[word]),
        [("wiki/2026-02-18-dns.md".to_owned(), "unchanged".to_owned())]
    );
    let piped = |words: &str| {
        sandbox.write("text", TWO_DAYS);
        sandbox.sh(&format!("pmrepo --as-of 2026-04-01 adopt - {words} < text"))
    };
    piped("--write").ends(0);
    let report = sandbox.read("postmortems/2026/2026-03-01-mail-was-late/postmortem.md");
    assert_eq!(body(&report), TWO_DAYS);
    let again = piped("").ends(0).out;
    assert!(again.contains("unchanged"), "{again}");
    // Whatever else comes that way is another document; the same one, longer, is not.
    let streamed = |text: &str| {
        sandbox.write("text", text);
        let shown = sandbox.sh("pmrepo --as-of 2026-04-01 adopt - --write < text");
        shown.ends(0).out
    };
    let other = TWO_DAYS.replace("Mail", "Login");
    assert!(streamed(&other).contains("2026-03-01-login-was-late (new"));
    let longer = format!("{TWO_DAYS}\nMore.\n");
    assert!(streamed(&longer).contains("2026-03-01-mail-was-late (updated"));
    // Nor are two files of one name the same.
    for (place, text) in [("one", DNS), ("two", TWO_DAYS)] {
        let place = other_top.path().join(place);
        fs::create_dir(&place).unwrap();
        fs::write(place.join("report.md"), text.replace("was", "has been")).unwrap();
        let word = place.join("report.md");
        let shown = sandbox.pmrepo(&["adopt", word.to_str().unwrap(), "--write"]);
        assert!(shown.ends(0).out.contains("(new"), "{place:?}");
    }
}

#[test]
fn bytes_stay_and_front_matter_is_extended() {
    let windows = DNS.replace('\n', "\r\n");
    let marked = format!("\u{feff}{}", DNS.replace("DNS", "Mark"));
    let yaml = format!(
        "---\n# by hand\ntitle: 'YAML was gone'   # so\nstatus: published\nweight: 3\n\
         severity: awful\ntags: one\n---\n{}",
        DNS.replace("# DNS was gone", "")
    );
    let toml = format!(
        "+++\ntitle = 'TOML was gone'\ndate = 2026-02-18\n[params]\nn = 1\n+++\n{}",
        DNS.replace("# DNS was gone", "")
    );
    let sandbox = with(&[
        ("2026-02-18-windows.md", &windows.replace("DNS", "Windows")),
        ("2026-02-18-marked.md", &marked),
        ("2026-02-18-yaml.md", &yaml),
        ("2026-02-18-toml.md", &toml),
    ]);
    let shown = sandbox.pmrepo(&["adopt", "docs", "--write"]);
    assert!(shown.status < 2, "{shown:#?}");
    let report = |name: &str| {
        sandbox.read(&format!(
            "postmortems/2026/2026-02-18-{name}-was-gone/postmortem.md"
        ))
    };
    let of_windows = report("windows");
    assert_eq!(body(&of_windows), windows.replace("DNS", "Windows"));
    assert_eq!(
        of_windows.matches('\n').count(),
        of_windows.matches("\r\n").count()
    );
    let of_marked = report("mark");
    assert!(of_marked.starts_with("\u{feff}---\n"), "{of_marked}");
    assert_eq!(body(&of_marked), marked.trim_start_matches('\u{feff}'));
    let of_yaml = report("yaml");
    assert_eq!(body(&of_yaml), body(&yaml));
    assert!(
        of_yaml.starts_with(
            "---\n# by hand\ntitle: 'YAML was gone'   # so\n# status: published\nweight: 3\n\
             # severity: awful\n# tags: one\nstatus: draft\n"
        ),
        "{of_yaml}"
    );
    for said in [
        "lost: status: `published` stays as a comment",
        "lost: tags: `one` stays as a comment",
        "lost: front matter: it is written anew as YAML",
        "weight: {type: integer}",
    ] {
        assert!(shown.out.contains(said), "{said}: {}", shown.out);
    }
    let of_toml = report("toml");
    assert!(of_toml.contains("title: TOML was gone\n"), "{of_toml}");
    assert!(of_toml.contains("params:\n  \"n\": 1\n"), "{of_toml}");
    assert!(toml.ends_with(body(&of_toml)), "{of_toml}");
    sandbox.pmrepo(&["check"]).ends(0);
}

#[test]
fn the_status_is_the_furthest_that_the_rules_allow() {
    let ready = include_str!("../../src/rules/example/postmortem.md");
    let ready = ready.replace("status: closed\n", "");
    let sandbox = with(&[("ready.md", &ready), ("2026-02-18-dns.md", DNS)]);
    let shown = sandbox.pmrepo(&["adopt", "docs", "--write"]);
    let line = |word: &str| {
        let mut lines = shown.out.lines();
        lines.find(|it| it.starts_with(word)).unwrap().to_owned()
    };
    assert!(line("docs/2026").ends_with("(new, draft)"), "{shown:#?}");
    assert!(line("docs/ready").ends_with("(new, closed)"), "{shown:#?}");
    sandbox.pmrepo(&["check"]).ends(0);
}

#[test]
fn a_status_that_asks_for_more_comes_with_the_day_that_makes_it_mild() {
    let sandbox = with(&[("2026-02-18-dns.md", DNS)]);
    let words = ["adopt", "docs", "--write", "--status", "closed"];
    let shown = sandbox.pmrepo(&words).ends(0);
    assert!(shown.out.contains("enforce_from: 2026-02-19"), "{shown:#?}");
    sandbox.pmrepo(&["check"]).ends(1);
    sandbox.write("pmrepo.yaml", "schema: 1\nenforce_from: 2026-02-19\n");
    sandbox.pmrepo(&["check"]).ends(0);
    let refused = sandbox.pmrepo(&["adopt", "docs", "--status", "not-required"]);
    refused.ends(2);
}

#[test]
fn the_order_of_day_and_month_is_what_another_document_or_git_says() {
    let text = |date: &str, title: &str| {
        format!(
            "# {title}\n\nDate: {date}\n\n## Summary\n\nBad.\n\n## Timeline\n\n- 10:00 UTC: It began.\n"
        )
    };
    let day = |sandbox: &Sandbox| {
        let shown = json(&sandbox.pmrepo(&["adopt", "docs", "--format", "json"]));
        let documents = shown.get("documents").unwrap().as_array().unwrap();
        let it = documents.iter().find(|it| it["path"] == "docs/open.md");
        it.unwrap()["fields"]["date"]["value"].clone()
    };
    // The commit is of 2026-04-01, so that both days were possible.
    let open = text("03-02-2026", "Open");
    let sandbox = with(&[("open.md", &open)]);
    assert_eq!(day(&sandbox), Value::Null);
    for (date, expected) in [("25-02-2026", "2026-02-03"), ("02-25-2026", "2026-03-02")] {
        let sandbox = with(&[("open.md", &open), ("clear.md", &text(date, "Clear"))]);
        assert_eq!(day(&sandbox), expected, "{date}");
    }
    // Those that say both settle nothing.
    let sandbox = with(&[
        ("open.md", &open),
        ("one.md", &text("25-02-2026", "One")),
        ("two.md", &text("02-25-2026", "Two")),
    ]);
    assert_eq!(day(&sandbox), Value::Null);
    // 2026-12-03 was yet to come when this was committed.
    let sandbox = with(&[("open.md", &text("12-03-2026", "Open"))]);
    assert_eq!(day(&sandbox), "2026-03-12");
}

#[test]
fn a_day_that_can_be_read_in_two_orders_is_one_to_look_at() {
    let mail = |day: &str| {
        format!(
            "# Mail is late\n\nDate: {day}\n\n## Summary\n\nText.\n\n## Root cause\n\nA flag.\n\n## Impact\n\nAll.\n"
        )
    };
    let sandbox = with(&[("a.md", &mail("03-11-2020")), ("b.md", &mail("soon"))]);
    let shown = sandbox.pmrepo(&["adopt", "docs"]).ends(1).out;
    assert!(
        shown.contains("its date `03-11-2020` is not understood"),
        "{shown}"
    );
    let other = "docs/b.md: other, it has no timeline, and no day of an incident";
    assert!(shown.contains(other), "{shown}");
    sandbox.write("docs/a.md", mail("13-11-2020"));
    let shown = sandbox.pmrepo(&["adopt", "docs"]).ends(0).out;
    assert!(shown.contains("date: 2020-11-13"), "{shown}");
}

#[test]
fn two_of_one_day_and_title_and_names_that_differ_in_case_are_two() {
    let sandbox = with(&[("a/2026-02-18-dns.md", DNS), ("b/2026-02-18-dns.md", DNS)]);
    let is_told_apart = cfg!(target_os = "linux");
    if is_told_apart {
        sandbox.write("docs/b/2026-02-18-DNS.md", format!("{DNS}\nTwice.\n"));
    }
    let shown = sandbox.pmrepo(&["adopt", "docs", "--write"]).ends(0);
    assert!(
        shown.out.contains("may be of the same incident"),
        "{shown:#?}"
    );
    for suffix in ["", "-2"] {
        let path = format!("postmortems/2026/2026-02-18-dns-was-gone{suffix}/postmortem.md");
        assert!(sandbox.path(&path).exists(), "{path}");
    }
    let third = sandbox.path("postmortems/2026/2026-02-18-dns-was-gone-3");
    assert_eq!(third.exists(), is_told_apart);
    let again = sandbox.pmrepo(&["adopt", "docs"]).ends(0).out;
    assert!(!again.contains("new"), "{again}");
}

#[test]
fn hostile_documents_end_in_a_line_of_the_report() {
    let sandbox = with(&[("2026-02-18-dns.md", DNS)]);
    sandbox.write("docs/latin.md", b"# Caf\xe9\n");
    sandbox.write(
        "docs/zero.md",
        b"# A\0B\n\n## Timeline\n\n- 2026-02-18 10:00 UTC \0 x\n",
    );
    sandbox.write("docs/headings.md", "# 2026-02-18\n".repeat(400_000));
    let rows = "| 2026-02-18 10:00 | x |\n".repeat(100_000);
    sandbox.write(
        "docs/2026-02-19-rows.md",
        format!("# Rows\n\n## Timeline\n\nTimes in UTC.\n\n| Time | Event |\n|---|---|\n{rows}"),
    );
    let broken = format!("---\ntitle: [a\n---\n{DNS}");
    sandbox.write("docs/2026-02-18-broken.md", &broken);
    let anchors = format!("---\ntitle: &a x\nother: *a\n---\n{DNS}");
    sandbox.write("docs/2026-02-18-anchors.md", &anchors);
    let deep = format!("---\nx: {}\n---\n{DNS}", "[".repeat(5_000));
    sandbox.write("docs/2026-02-18-deep.md", &deep);
    let escape = DNS.replace("DNS was gone", "\u{1b}]0;own\u{7}\u{202e}gone");
    sandbox.write("docs/2026-02-18-escape.md", &escape);
    sandbox.write(
        "docs/2026-02-18-adopted.md",
        format!(
            "---\nadopted_from: {{path: ../../etc}}\nstatus: closed\ntitle: Adopted\n---\n{DNS}"
        ),
    );
    #[cfg(unix)]
    {
        let outside = Path::new("/etc/hostname");
        std::os::unix::fs::symlink(outside, sandbox.path("docs/link.md")).unwrap();
        std::os::unix::fs::symlink("..", sandbox.path("docs/loop")).unwrap();
    }
    let shown = sandbox.pmrepo(&["adopt", "docs"]).ends(1);
    assert!(!shown.out.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    for name in [
        "docs/latin.md: other, it is not UTF-8",
        "docs/zero.md",
        "docs/headings.md",
        "docs/2026-02-19-rows.md",
        "docs/2026-02-18-broken.md (new): nothing is made of it",
        "docs/2026-02-18-anchors.md (new): nothing is made of it",
        "docs/2026-02-18-deep.md (new): nothing is made of it",
        "docs/2026-02-18-escape.md",
        "docs/2026-02-18-adopted.md",
    ] {
        assert!(shown.out.contains(name), "{name}: {}", shown.out);
    }
    if cfg!(unix) {
        let said = "docs/link.md: other, this is a symbolic link";
        assert!(shown.out.contains(said), "{}", shown.out);
    }
    let written = sandbox.pmrepo(&["adopt", "docs", "--write"]).ends(1);
    assert!(written.err.contains("Adopted"), "{written:#?}");
    assert_eq!(sandbox.read("docs/2026-02-18-broken.md"), broken);
    assert_eq!(sandbox.read("docs/2026-02-18-anchors.md"), anchors);
    let found = sandbox.pmrepo(&["check"]);
    assert_eq!(found.status, 0, "{found:#?}");
}

#[test]
fn of_a_confidential_document_its_date_alone_leaves_the_repository() {
    let secret = format!(
        "---\nconfidential: true\n---\n{}",
        DNS.replace("DNS", "Vault")
    );
    let sandbox = with(&[("2026-02-18-vault.md", &secret), ("2026-02-18-dns.md", DNS)]);
    let shown = sandbox
        .pmrepo(&["adopt", "docs", "--format", "markdown"])
        .out;
    assert!(shown.contains("2026-02-18 (confidential)"), "{shown}");
    assert!(!shown.to_lowercase().contains("vault"), "{shown}");
    let shown = sandbox.pmrepo(&["adopt", "docs"]).out;
    assert!(shown.contains("vault-was-gone"), "{shown}");
    sandbox.pmrepo(&["adopt", "docs", "--write"]);
    let kept = sandbox.read("adopt-report.md");
    assert!(!kept.to_lowercase().contains("vault"), "{kept}");
    // Nor is it told of in a second run.
    let again = sandbox
        .pmrepo(&["adopt", "docs", "--format", "markdown"])
        .out;
    assert!(!again.to_lowercase().contains("vault"), "{again}");
}

#[test]
fn links_that_lead_elsewhere_from_the_new_place_are_a_loss() {
    let text =
        format!("{DNS}\n![graph](img/graph.png) [x](https://example.com) [y](#a) [z](gone.md)\n");
    let sandbox = with(&[("2026-02-18-dns.md", &text), ("img/graph.png", "png")]);
    let shown = sandbox.pmrepo(&["adopt", "docs/2026-02-18-dns.md"]).out;
    assert!(shown.contains("`img/graph.png`"), "{shown}");
    assert_eq!(shown.matches("lost: links").count(), 1, "{shown}");
}

#[test]
fn without_a_root_or_git_it_says_what_to_do() {
    let bare = Sandbox::plain();
    bare.write("docs/2026-02-18-dns.md", DNS);
    let refused = bare.pmrepo(&["adopt", "docs"]).ends(2);
    assert!(refused.err.contains("pmrepo init"), "{refused:#?}");
    // Without git all works but the commits.
    bare.write("pmrepo.yaml", "schema: 1\n");
    bare.pmrepo(&["adopt", "docs", "--commit"]).ends(2);
    bare.pmrepo(&["adopt", "docs", "--write"]).ends(0);
    assert_eq!(body(&bare.read(DNS_REPORT)), DNS);
    bare.pmrepo(&["check"]).ends(0);
    bare.pmrepo(&["adopt", "docs"]).ends(0);
}

#[test]
fn what_is_pmrepos_own_is_no_document_and_is_counted() {
    let sandbox = with(&[("2026-02-18-dns.md", DNS)]);
    sandbox.pmrepo(&["adopt", ".", "--commit"]).ends(0);
    sandbox.write(
        "postmortems/2026-02-19-flat.md",
        DNS.replace("DNS", "Flat").replace("02-18", "02-19"),
    );
    let shown = sandbox.pmrepo(&["adopt", "."]).ends(0).out;
    assert!(
        shown.contains("postmortems/2026-02-19-flat.md -> 2026-02-19-flat-was-gone (new"),
        "{shown}"
    );
    assert!(shown.contains("3 files are pmrepo's own"), "{shown}");
    let shown = sandbox.pmrepo(&["adopt", DNS_REPORT]).ends(0).out;
    assert!(shown.contains("already"), "{shown}");
}

/// Real reports, where they are: they are not ours to keep in this repository.
#[test]
fn real_reports_are_adopted_and_lose_nothing() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/adopt");
    if !data.is_dir() {
        println!("skipped: there is no {}", data.display());
        return;
    }
    let sandbox = Sandbox::new();
    let mut bodies = Vec::new();
    for entry in walkdir::WalkDir::new(&data).sort_by_file_name() {
        let entry = entry.unwrap();
        if !entry.file_type().is_file() || entry.file_name() == "LICENSE" {
            continue;
        }
        let name = entry.path().strip_prefix(&data).unwrap().to_str().unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        sandbox.write(&format!("docs/{name}"), &text);
        sandbox.commit(&format!("add {name}")).ends(0);
        bodies.push((name.to_owned(), text));
    }
    let shown = sandbox.pmrepo(&["adopt", "docs"]).ends(1).out;
    assert!(
        shown.contains("2022-06-02-pod-limit.md (new): nothing is made of it"),
        "{shown}"
    );
    sandbox.pmrepo(&["adopt", "docs", "--commit", "--prefer", "name"]);
    for (name, text) in &bodies {
        let path = format!("  path: {}", crate_scalar(&format!("docs/{name}")));
        let reports = sandbox.sh(&format!("grep -rlxF -e '{path}' postmortems"));
        let report = reports.ends(0).out.trim().to_owned();
        let result = sandbox.read(&report);
        let expected = if text.starts_with("---\n") {
            body(text)
        } else {
            text
        };
        assert_eq!(body(&result), expected, "{name}");
        let log = sandbox.git(&["log", "--follow", "--format=%s", "--", &report]);
        let log = log.ends(0).out;
        assert!(log.ends_with(&format!("add {name}\n")), "{name}: {log}");
    }
    sandbox.pmrepo(&["check"]).ends(0);
    sandbox.pmrepo(&["list"]).ends(0);
    sandbox.pmrepo(&["overdue"]).ends(0);
    sandbox.pmrepo(&["show", "reddit", "--history"]).ends(0);
    let again = states(&sandbox, &["docs"]);
    assert_eq!(again.len(), bodies.len());
    assert!(
        again.iter().all(|(_, state)| state == "unchanged"),
        "{again:?}"
    );
}

/// A path as the front matter has it.
fn crate_scalar(path: &str) -> String {
    pmrepo::front_matter::scalar(path)
}

#[test]
fn each_row_of_a_table_becomes_a_postmortem_by_its_mapping() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "out.csv",
        "tinyId,message,priority,impactStartDate,impactEndDate,description\n\
         7,Mail was late,SEV-2,2026-02-18T10:00:00Z,2026-02-18T11:00:00Z,\"A queue\nwas full.\"\n\
         ../8,Names were gone,P1,2026-02-19T10:00:00,,\n9,Nothing is known,,,,\n",
    );
    let shown = sandbox.pmrepo(&["adopt", "out.csv", "--map", "opsgenie"]);
    assert_data_eq!(
        shown.snapshot(),
        str![[r#"
out.csv/---8 -> 2026-02-19-names-were-gone (new, draft)
    date: 2026-02-19 (body, line 4)
    zone: UTC (body, line 5)
    title: Names were gone (heading, line 1)
    started_at: 2026-02-19T10:00:00Z (body, line 4)
    not understood: severity `P1` (line 3): is no word of the scale of severities
    not in it: owner, detected_at, resolved_at, services
out.csv/7 -> 2026-02-18-mail-was-late (new, draft)
    date: 2026-02-18 (body, line 5)
    zone: UTC (body, line 6)
    title: Mail was late (heading, line 1)
    severity: SEV-2 (body, line 4)
    started_at: 2026-02-18T10:00:00Z (body, line 5)
    resolved_at: 2026-02-18T11:00:00Z (body, line 3)
    not in it: owner, detected_at, services
out.csv/9 (new): nothing is made of it
    it does not say when the incident was: add `date: YYYY-MM-DD` to its front matter, or the date to its name
    zone: UTC (body, line 3)
    title: Nothing is known (heading, line 1)
    not in it: severity, owner, started_at, detected_at, resolved_at, services
3 documents: 3 postmortems (3 new). Nothing was skipped.
2 documents need somebody to look at them.
hint: --write writes 2 reports; --commit commits, the moves first, which keeps their history
exit status 1

"#]]
    );
    sandbox
        .pmrepo(&["adopt", "out.csv", "--map", "opsgenie", "--write"])
        .ends(1);
    let report = sandbox.read("postmortems/2026/2026-02-18-mail-was-late/postmortem.md");
    assert!(
        report.ends_with("## Overview\n\nA queue\nwas full.\n"),
        "{report}"
    );
    let again = states(&sandbox, &["out.csv", "--map", "opsgenie"]);
    let states: Vec<&str> = again.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(states, ["unchanged", "unchanged", "new"], "{again:?}");
    for (map, why) in [
        ("nowhere.yaml", "nowhere.yaml"),
        ("out.csv", "is no mapping"),
    ] {
        let refused = sandbox.pmrepo(&["adopt", "out.csv", "--map", map]);
        assert_eq!(refused.status, 2);
        assert!(refused.err.contains(why), "{}", refused.err);
    }
}

#[test]
fn a_row_of_which_nothing_can_be_made_is_left_to_be_looked_at() {
    let sandbox = with(&[]);
    let rows = "INC-1,DNS was gone,2026-02-18T10:00Z\nINC-2,Mail was late,soon\nINC-3,,\n";
    sandbox.write("tickets.csv", format!("Key,Summary,When\n{rows}"));
    sandbox.write(
        "map.yaml",
        "name: Key\nfields: {title: Summary, started_at: When}\n",
    );
    let words = ["adopt", "tickets.csv", "--map", "map.yaml", "--write"];
    let shown = sandbox.pmrepo(&words).ends(1);
    for row in ["tickets.csv/INC-2", "tickets.csv/INC-3"] {
        let said = format!("{row} (new): nothing is made of it");
        assert!(shown.out.contains(&said), "{shown:#?}");
    }
    let said = "-> 2026-02-18-dns-was-gone (new";
    assert!(shown.out.contains(said), "{shown:#?}");
}

#[test]
fn what_says_in_its_own_way_that_it_is_confidential_stays_so() {
    let text = "---\ntitle: Stolen keys\ndate: 2026-03-10\nconfidential: yes\n---\n\n## Timeline\n\n\
        | Time | Event |\n|---|---|\n| 10:00 | Keys are gone |\n| 11:00 | They are changed |\n";
    let repo = with(&[("2026-03-10-keys.md", text)]);
    let shown = repo.pmrepo(&["adopt", "docs", "--format", "markdown"]).out;
    assert!(!shown.contains("Stolen"), "{shown}");
    repo.pmrepo(&["adopt", "docs", "--write"]).ends(0);
    let report = repo.read("postmortems/2026/2026-03-10-stolen-keys/postmortem.md");
    assert!(report.contains("\nconfidential: true\n"), "{report}");
    assert!(report.contains("# confidential: yes\n"), "{report}");
}
