//! `export`: tables with stable columns, for other engines.

use serde_json::Value;

use crate::elsewhere::Elsewhere;
use crate::kept;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

#[test]
fn every_line_is_what_the_published_schema_says() {
    let sandbox = Sandbox::new();
    kept::demo(&sandbox, "d");
    let schema = sandbox.pmrepo(&["schema", "export"]).ends(0).out;
    let published = snapbox::file!["../../schema/export.schema.json"];
    snapbox::assert_data_eq!(schema.as_str(), published.raw());
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    for table in schema["$defs"].as_object_mut().unwrap().values_mut() {
        table["additionalProperties"] = Value::Bool(false);
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let words = ["-C", "d", "--as-of", "2026-04-01", "export"];
    let out = sandbox.pmrepo_with(&[], &words).ends(0).out;
    for line in out.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(validator.is_valid(&line), "{line}");
    }
    for table in schema["$defs"].as_object().unwrap().keys() {
        let begins = format!("{{\"table\":\"{table}\"");
        assert!(out.lines().any(|it| it.starts_with(&begins)), "{table}");
    }
}

/// A repository with text that does harm elsewhere.
fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        &report("hostile"),
        GOOD.replace(
            "Checkout latency",
            "\"=HYPERLINK('x'); DROP TABLE a;--\\u001b[31m\\u202e\"",
        )
        .replace(
            "started_at",
            "services: [\"a'b\", '##[error]x', '+1']\nstarted_at",
        ),
    );
    sandbox
}

#[test]
fn hostile_text_is_text_in_every_format() {
    let sandbox = hostile();
    for words in [
        &["export"][..],
        &["export", "--format", "sql"],
        &["export", "--format", "csv", "--table", "postmortems"],
    ] {
        let out = sandbox.pmrepo(words).ends(0).out;
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
        assert!(!out.contains("##[error]"), "{out}");
    }
    let csv = sandbox
        .pmrepo(&["export", "--format", "csv", "--table", "postmortems"])
        .out;
    assert!(csv.contains(",'=HYPERLINK("), "{csv}");
    let sql = sandbox.pmrepo(&["export", "--format", "sql"]).out;
    assert!(sql.contains("'=HYPERLINK(''x''); DROP TABLE a;--"), "{sql}");
    let line = sandbox.pmrepo(&["export", "--table", "postmortems"]).out;
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        line["title"],
        "=HYPERLINK('x'); DROP TABLE a;--\u{1b}[31m\u{202e}"
    );
}

#[test]
fn it_is_written_where_it_is_asked_for_and_never_among_the_postmortems() {
    let sandbox = hostile();
    let refused = sandbox
        .pmrepo(&["export", "--out", "postmortems/2026/x"])
        .ends(2);
    assert!(
        refused.err.contains("lies among the postmortems"),
        "{refused:#?}"
    );
    let refused = sandbox.pmrepo(&["export", "--format", "csv"]).ends(2);
    assert!(refused.err.contains("--table postmortems"), "{refused:#?}");
    let done = sandbox
        .pmrepo(&["export", "--out", "tables", "--format", "csv"])
        .ends(0);
    assert_eq!(done.err, "Wrote 6 files into tables: 1 postmortems.\n");
    assert_eq!(done.out, "");
    assert!(
        sandbox
            .read("tables/timeline.csv")
            .starts_with("repo,snapshot,as_of,root,postmortem,")
    );
}

#[test]
fn several_repositories_have_names() {
    let sandbox = hostile();
    kept::demo(&sandbox, "d");
    let refused = sandbox
        .pmrepo(&["export", "--repo", "d", "--repo", "d"])
        .ends(2);
    assert!(
        refused.err.contains("two repositories are called `d`"),
        "{refused:#?}"
    );
    let refused = sandbox.pmrepo(&["export", "--repo", "nowhere"]).ends(2);
    assert!(
        refused.err.contains("there is no such directory"),
        "{refused:#?}"
    );
    let words = [
        "export",
        "--repo",
        "here=.",
        "--repo",
        "d",
        "--table",
        "postmortems",
    ];
    let out = sandbox.pmrepo(&words).ends(0).out;
    let repos: Vec<&str> = out
        .lines()
        .map(|it| it.split('"').nth(7).unwrap())
        .collect();
    assert_eq!(
        (repos.first(), repos.last()),
        (Some(&"here"), Some(&"d")),
        "{repos:?}"
    );
    sandbox
        .git_in(
            "d",
            &[
                "remote",
                "add",
                "origin",
                "git@git.example.com:team/postmortems.git",
            ],
        )
        .ends(0);
    let out = sandbox
        .pmrepo(&["-C", "d", "export", "--table", "process_reviews"])
        .ends(0)
        .out;
    assert!(out.contains("\"repo\":\"team/postmortems\""), "{out}");
}

#[test]
fn of_what_is_confidential_there_is_a_row_with_its_date() {
    let sandbox = Sandbox::new();
    sandbox.write(
        &report("stolen-keys"),
        GOOD.replace("status", "confidential: true\nstatus"),
    );
    let out = sandbox.pmrepo(&["export"]).ends(0).out;
    let line: Value = serde_json::from_str(&out).unwrap();
    let said: Vec<&str> = line
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, it)| !it.is_null())
        .map(|(key, _)| key.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "table",
            "repo",
            "snapshot",
            "as_of",
            "root",
            "date",
            "confidential"
        ]
    );
}

/// One that names a confidential one wherever its author may write.
const NAMES: &str = "---
title: After 2026-03-10-Stolen-keys
status: draft
severity: SEV-2
started_at: 2026-03-11T10:00Z
resolved_at: 2026-03-11T12:00Z
services: [2026-03-10-stolen-keys]
impact: {summary: as 2026-03-10-stolen-keys}
contributing_factors: [2026-03-10-stolen-keys]
related: [2026-03-10-stolen-keys]
action_items:
  - {id: AI-1, title: Link 2026-03-10-stolen-keys, state: open, ticket: 2026-03-10-stolen-keys}
---

## Overview

See ../2026-03-10-stolen-keys/postmortem.md.

## Timeline

| Time | Event | Evidence |
|---|---|---|
| 2026-03-11T10:00Z | as 2026-03-10-stolen-keys | ../2026-03-10-stolen-keys/chat.md |
";

#[test]
fn whoever_names_a_confidential_one_names_its_date() {
    let sandbox = Sandbox::new();
    sandbox.write(
        &report("stolen-keys"),
        GOOD.replace("status", "confidential: true\nstatus"),
    );
    let names = report("later").replace("2026-03-10", "2026-03-11");
    sandbox.write(&names, NAMES);
    sandbox.write(
        &names.replace("postmortem.md", "checklist.md"),
        "# Checklist\n\n## Scribe\n\n- [ ] `scribe.links` Link 2026-03-10-stolen-keys.\n",
    );
    let is_quiet = |text: &str| {
        let text = text.to_ascii_lowercase();
        assert!(!text.contains("stolen"), "{text}");
    };
    // Also where it was not there yet.
    for as_of in ["2026-04-01", "2026-03-01"] {
        let program = sandbox.pmrepo_with(&[], &["--as-of", as_of, "export"]);
        is_quiet(&program.ends(0).out);
    }
    let out = sandbox.pmrepo(&["export"]).ends(0).out;
    assert!(out.contains("After 2026-03-10 (confidential)"), "{out}");
    is_quiet(&sandbox.pmrepo(&["export", "--format", "sql"]).ends(0).out);
    is_quiet(
        &sandbox
            .pmrepo(&["stats", "--by", "service", "--format", "csv"])
            .ends(0)
            .out,
    );
    let Some(program) = Elsewhere::find() else {
        return;
    };
    let words = ["export", "--format", "sqlite", "--out", "pm.db"];
    program.run(&sandbox, &[], &words).ends(0);
    let bytes = std::fs::read(sandbox.path("pm.db")).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains("See ../2026-03-10 (confidential)"),
        "the body is there"
    );
    is_quiet(&text);
}

#[test]
fn the_commands_on_the_page_of_figures_work() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let page = include_str!("../../.github/pages/figures.md");
    let mut ran = 0;
    for block in page.split("```sh\n").skip(1) {
        let script = block.split("```").next().unwrap();
        for line in script.lines() {
            let done = sandbox.sh(&format!("cd d && {line}")).ends(0);
            assert!(!done.out.starts_with("nothing found"), "{line}");
            ran += 1;
        }
    }
    assert!(ran > 8, "{ran}");
}
