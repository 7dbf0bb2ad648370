//! What a new version finds where the one before found nothing: the changelog lists it.
//!
//! `tests/fixtures/before` has what the version before (417dfdd) says: `demo.txt` is what its `pmrepo
//! --as-of 2026-04-01 demo` wrote, `findings.txt` what its `check --all` found there, `rules.txt` its
//! rules. `habits.txt` is a repository in which it found nothing.

use std::collections::BTreeSet;

use crate::sandbox::Sandbox;

/// What today's rules find in the demo of the version before that it did not.
const NEW_IN_THE_DEMO: [&str; 0] = [];

/// What they find where it found nothing.
const NEW_IN_OLD_HABITS: [&str; 9] = [
    "PM003", "PM007", "PM304", "PM304", "PM305", "PM501", "PM502", "PM503", "PM504",
];

/// The files of a fixture, each behind a line with its path.
fn unpacked(files: &str) -> Sandbox {
    let sandbox = Sandbox::plain();
    for file in files.split("=== ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        sandbox.write(path, text);
    }
    sandbox
}

/// The findings, each as its rule and its file.
fn findings(sandbox: &Sandbox) -> Vec<(String, String)> {
    let words = [
        "--as-of",
        "2026-04-01",
        "check",
        "--all",
        "--format",
        "json",
    ];
    let checked = sandbox.pmrepo_with(&[], &words).out;
    let checked: serde_json::Value = serde_json::from_str(&checked).unwrap();
    let text = |finding: &serde_json::Value, key| {
        let text = finding.get(key).and_then(serde_json::Value::as_str);
        text.unwrap().to_owned()
    };
    let findings = checked.get("findings").and_then(|it| it.as_array());
    let findings = findings.unwrap().iter();
    let mut all: Vec<_> = findings
        .map(|it| (text(it, "code"), text(it, "path")))
        .collect();
    all.sort();
    all
}

/// What the changelog says of rules that are new or stricter.
fn stricter() -> &'static str {
    let changelog = include_str!("../../CHANGELOG.md");
    let (_, rest) = changelog.split_once("### Stricter\n").unwrap();
    rest.split_once("\n### ").unwrap().0
}

#[test]
fn what_todays_rules_find_in_the_demo_of_the_version_before_is_listed() {
    let sandbox = unpacked(include_str!("../fixtures/before/demo.txt"));
    let before: Vec<&str> = include_str!("../fixtures/before/findings.txt")
        .lines()
        .collect();
    let today: Vec<String> = findings(&sandbox)
        .into_iter()
        .map(|(code, path)| format!("{code} {path}"))
        .collect();
    let new: Vec<&str> = today
        .iter()
        .map(String::as_str)
        .filter(|it| !before.contains(it))
        .collect();
    assert_eq!(new, NEW_IN_THE_DEMO);
    for finding in new {
        let code = finding.split(' ').next().unwrap();
        assert!(stricter().contains(code), "{finding}");
    }
}

#[test]
fn the_changelog_names_every_rule_that_finds_more() {
    let sandbox = unpacked(include_str!("../fixtures/before/habits.txt"));
    let codes: Vec<String> = findings(&sandbox).into_iter().map(|it| it.0).collect();
    assert_eq!(codes, NEW_IN_OLD_HABITS);
    let listed = sandbox.pmrepo(&["explain"]).ends(0).out;
    let before: BTreeSet<&str> = include_str!("../fixtures/before/rules.txt")
        .lines()
        .collect();
    let rules = listed.lines().filter_map(|line| line.split(' ').next());
    let new = rules.filter(|it| it.starts_with("PM") && !before.contains(it));
    for code in new.chain(codes.iter().map(String::as_str)) {
        assert!(
            stricter().contains(code),
            "CHANGELOG.md lists {code} under \"Stricter\""
        );
    }
}
