//! Documents and logs of shapes that nobody had in mind: what is there is read or said to be there, and nothing
//! is made of what cannot be read.

use std::fs;

use serde_json::Value;

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const OLD: &str = "# DNS was gone\n\n**Severity:** SEV-2   \n\n## Timeline\n\n| Time | Event |\n|---|---|\n\
    | 2026-02-18 10:00 UTC | It began. |\n| 2026-02-18 11:00 UTC | It ended. |\n";
const OLD_PATH: &str = "postmortems/2026/2026-02-18-names/postmortem.md";

#[test]
fn a_report_of_an_old_shape_is_adopted_where_it_lies() {
    let sandbox = Sandbox::new();
    sandbox.write(OLD_PATH, OLD);
    sandbox.write(
        &report("one"),
        "---\ntitle: One\nstatus: draft\nseverity: SEV-3\nstarted_at: 2026-03-10T10:00Z\n---\n",
    );
    // The hook refuses what has no front matter, as it should.
    sandbox.git(&["add", "--all"]).ends(0);
    let words = [
        "commit",
        "--quiet",
        "--no-verify",
        "--message",
        "old reports",
    ];
    sandbox.git(&words).ends(0);
    sandbox.pmrepo(&["check"]).ends(1);
    let shown = sandbox.pmrepo(&["adopt", "postmortems"]).ends(0);
    let said = format!("{OLD_PATH} -> 2026-02-18-names (new, draft)");
    assert!(shown.out.contains(&said), "{shown:#?}");
    assert!(shown.out.contains("1 file is pmrepo's own"), "{shown:#?}");
    sandbox.pmrepo(&["adopt", OLD_PATH, "--commit"]).ends(0);
    let text = sandbox.read(OLD_PATH);
    assert!(text.ends_with(&format!("\n---\n{OLD}")), "{text}");
    assert!(text.contains("\nseverity: SEV-2\n"), "{text}");
    sandbox.pmrepo(&["check"]).ends(0);
    assert_eq!(sandbox.git(&["status", "--short"]).ends(0).out, "");
    let again = sandbox.pmrepo(&["adopt", "postmortems"]).ends(0);
    assert!(again.out.contains("2 files are pmrepo's own"), "{again:#?}");
}

#[test]
fn fixing_leaves_the_text_of_what_was_adopted_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("docs/2026-02-18-names.md", format!("{OLD}\nThe end.   \n"));
    sandbox.commit("old reports").ends(0);
    sandbox.pmrepo(&["adopt", "docs", "--commit"]).ends(0);
    let path = "postmortems/2026/2026-02-18-dns-was-gone/postmortem.md";
    let before = sandbox.read(path);
    sandbox.pmrepo(&["check", "--fix"]).ends(0);
    assert_eq!(sandbox.read(path), before);
}

#[test]
fn the_history_of_what_was_adopted_begins_when_it_was_written() {
    let sandbox = Sandbox::new();
    sandbox.write("docs/2026-02-18-names.md", OLD);
    sandbox.commit("old reports").ends(0);
    sandbox.pmrepo(&["adopt", "docs", "--commit"]).ends(0);
    let words = ["show", "dns-was-gone", "--history"];
    let shown = sandbox.pmrepo(&words).ends(0).out;
    let first = shown.lines().nth(3).unwrap();
    assert!(
        first.contains("written as docs/2026-02-18-names.md"),
        "{shown}"
    );
    assert!(!shown.contains("appeared"), "{shown}");
    let json = sandbox
        .pmrepo(&[&words[..], &["--format", "json"]].concat())
        .ends(0)
        .out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["events"][0]["event"], "written");
    assert_eq!(json["events"][0]["moved_from"], "docs/2026-02-18-names.md");
    // A commit that is not here is none.
    let path = "postmortems/2026/2026-02-18-dns-was-gone/postmortem.md";
    let text = sandbox.read(path);
    let (head, tail) = text.split_once("commit: ").unwrap();
    let other = format!(
        "{head}commit: {}{}",
        "0".repeat(40),
        tail.get(40..).unwrap()
    );
    fs::write(sandbox.path(path), other).unwrap();
    sandbox.commit("another commit").ends(0);
    let shown = sandbox.pmrepo(&words).ends(0).out;
    assert!(shown.contains("appeared as"), "{shown}");
}

#[test]
fn a_mapping_that_does_not_fit_its_table_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "out.csv",
        "Key,Summary,When\nI-1,DNS was gone,2026-02-18T10:00Z\n",
    );
    for (map, why) in [
        (
            "name: Key\nfields: {title: Sumary, started_at: When}\n",
            "`Sumary`",
        ),
        (
            "name: Key\nfields: {title: Summary}\nsections: {Overview: Text}\n",
            "`Text`",
        ),
        (
            "name: Key\nfields: {title: Summary}\nzone: Europe/Nowhere\n",
            "Europe/Nowhere",
        ),
    ] {
        sandbox.write("map.yaml", map);
        let refused = sandbox
            .pmrepo(&["adopt", "out.csv", "--map", "map.yaml", "--write"])
            .ends(2);
        assert!(refused.err.contains(why), "{refused:#?}");
    }
    let without = sandbox.pmrepo(&["adopt", "out.csv"]);
    assert!(without.out.contains("--map"), "{without:#?}");
}

/// One whose timeline has two rows.
const REPORT: &str = "---\ntitle: One\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00Z\n---\n\n\
    ## Timeline\n\nTimes in UTC.\n\n";

#[test]
fn a_log_of_another_source_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write(
        &report("one"),
        format!("{REPORT}| Time | Event |\n|---|---|\n"),
    );
    sandbox.write("irc.log", "2026-03-10T10:00Z <ann> the site is down\n");
    sandbox.write("empty.log", "");
    for (file, source, why) in [
        (
            "irc.log",
            "slack-paste",
            "no message of it can be read as slack-paste",
        ),
        (
            "irc.log",
            "mattermost",
            "no message of it can be read as mattermost",
        ),
        ("irc.log", "jsonl", "no message of it can be read as jsonl"),
        ("empty.log", "irc", "it is empty"),
    ] {
        let words = ["timeline", "import", "one", file, "--source", source];
        let words = [&words[..], &["--date", "2026-03-10", "--tz", "UTC"]].concat();
        let refused = sandbox.pmrepo(&words).ends(2);
        assert!(refused.err.contains(why), "{refused:#?}");
        assert_eq!(refused.out, "");
    }
    // Outside of the asked time there are messages all the same.
    let words = [
        "timeline",
        "import",
        "one",
        "irc.log",
        "--to",
        "2026-03-10T09:00Z",
    ];
    sandbox.pmrepo(&words).ends(0);
}

#[test]
fn marks_around_words_stay_whole_where_bullets_become_rows() {
    let sandbox = Sandbox::new();
    let bullets = "- 2026-03-10T10:00Z **it begins** slowly\n- 2026-03-10T10:20Z: [the graph](https://x.example) falls\n";
    sandbox.write(&report("one"), format!("{REPORT}{bullets}"));
    sandbox.pmrepo(&["timeline", "table", "one"]).ends(0);
    let text = sandbox.read(&report("one"));
    assert!(
        text.contains("| 2026-03-10T10:00Z | **it begins** slowly | |\n"),
        "{text}"
    );
    assert!(
        text.contains("| 2026-03-10T10:20Z | [the graph](https://x.example) falls | |\n"),
        "{text}"
    );
}

#[test]
fn a_file_that_is_named_by_mistake_is_read_up_to_a_bound() {
    let sandbox = Sandbox::new();
    sandbox.write(&report("one"), GOOD);
    sandbox.commit("one").ends(0);
    let large = |mib: usize| " ".repeat(mib * 1024 * 1024 + 1);
    fs::write(sandbox.path("document"), large(4)).unwrap();
    fs::write(sandbox.path("export"), large(64)).unwrap();
    fs::write(sandbox.path("bytes"), b"\xff\xfe").unwrap();
    // A device without an end, where there is one.
    let endless = "/dev/zero";
    let cases: [(&[&str], &str); 4] = [
        (&["note", "add", "one", "--as", "ada"], "document"),
        (&["policy", "try", "--config"], "document"),
        (&["stats", "--pagerduty"], "export"),
        (&["action", "import"], "export"),
    ];
    for (words, kind) in cases {
        let bound = if kind == "export" { 64 } else { 4 };
        for file in [kind, endless] {
            if file == endless && !fs::exists(endless).unwrap() {
                continue;
            }
            let words = [words, &[file]].concat();
            let said = sandbox.pmrepo(&words).ends(2).err;
            let expected = format!("{file}: is larger than {bound} MiB");
            assert!(said.contains(&expected), "{words:?}: {said}");
        }
        let words = [words, &["bytes"]].concat();
        let said = sandbox.pmrepo(&words).ends(2).err;
        assert!(said.contains("is not UTF-8"), "{words:?}: {said}");
    }
    assert_eq!(
        sandbox.git(&["status", "--short"]).ends(0).out,
        "?? bytes\n?? document\n?? export\n"
    );
}
