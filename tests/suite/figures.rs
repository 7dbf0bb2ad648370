//! The figures of `stats`: every number is reckoned again from the export, in `SQLite` and in `DuckDB` (which
//! `.ci/tools` installs), and is equal.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::elsewhere::Elsewhere;
use crate::kept;
use crate::managers::tool;
use crate::sandbox::Sandbox;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/recompute.py");
const NOW: &str = "2026-06-01T12:00:00Z";
/// How many postmortems there are beside those of the demo.
const MANY: u32 = 60;

/// What is asked of `stats`.
const ASKED: [&[&str]; 7] = [
    &[],
    &["--by", "month"],
    &["--by", "quarter", "--since", "2026-02-01"],
    &["--by", "severity"],
    &["--by", "service"],
    &["--by", "tag", "--until", "2026-03-20"],
    &["--repo", "one=d", "--repo", "two=many", "--by", "severity"],
];

/// A report in which something is missing here and there, the same for the same number.
fn report(at: u32) -> String {
    let day = 1 + at % 28;
    let month = 1 + at % 4;
    let pick =
        |words: &[&'static str], by: u32| *words.iter().cycle().nth((at / by) as usize).unwrap();
    let status = pick(
        &[
            "reviewed",
            "draft",
            "closed",
            "in-review",
            "not-required",
            "reviewed",
        ],
        1,
    );
    let severity = pick(&["SEV-1", "SEV-2", "SEV-3", "SEV-5"], 2);
    let mut text = format!(
        "---\ntitle: Incident {at}\nstatus: {status}\nseverity: {severity}\n\
         started_at: 2026-{month:02}-{day:02}T10:00Z\nowner: carol\n"
    );
    if !at.is_multiple_of(7) {
        text.push_str(&format!(
            "detected_at: 2026-{month:02}-{day:02}T10:{:02}Z\n",
            at % 60
        ));
    }
    if !at.is_multiple_of(5) {
        text.push_str(&format!(
            "mitigated_at: 2026-{month:02}-{day:02}T{:02}:20Z\n",
            9 + at % 8
        ));
    }
    if !at.is_multiple_of(11) {
        text.push_str(&format!(
            "resolved_at: 2026-{month:02}-{day:02}T{:02}:40:09Z\n",
            11 + at % 12
        ));
    }
    if !at.is_multiple_of(3) {
        text.push_str(&format!(
            "reviewed_at: 2026-{:02}-{:02}T16:00:30+02:00\n",
            month + 1,
            1 + at % 9
        ));
    }
    if at.is_multiple_of(13) {
        text.push_str("confidential: true\n");
    }
    if at % 17 == 1 {
        text.push_str("adopted_from: {path: old.md, commit: x, sha256: y}\n");
    }
    text.push_str(pick(
        &[
            "services: [search, 'pay, \"ments\"', search]\n",
            "",
            "services: [search]\n",
        ],
        1,
    ));
    text.push_str(pick(&["tags: [dns]\n", "tags: [dns, quota]\n", ""], 2));
    text.push_str("action_items:\n");
    for item in 0..at % 4 {
        let state = pick(
            &[
                "open",
                "done",
                "in-progress",
                "wont-do",
                "done",
                "proposed",
                "later",
            ],
            1 + item,
        );
        text.push_str(&format!(
            "  - {{id: AI-{item}, title: Cap it, priority: P{item}, state: {state}"
        ));
        if !(at + item).is_multiple_of(3) {
            text.push_str(", owner: dave, ticket: T-1");
        }
        if !(at + item).is_multiple_of(4) {
            text.push_str(&format!(", due: 2026-{:02}-20", month + 1));
        }
        if state == "done" && !at.is_multiple_of(9) {
            text.push_str(&format!(
                ", done_on: 2026-{:02}-{:02}",
                month + 1,
                1 + at % 20
            ));
        }
        text.push_str("}\n");
    }
    text.push_str("---\n\n## Overview\n\nIt was down.\n");
    text
}

/// The demo, and a repository of many reports in which the deadline became shorter.
fn repositories() -> Sandbox {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    sandbox.git(&["init", "-q", "--template=", "many"]).ends(0);
    let commit = |date: &str| {
        sandbox.git_in("many", &["add", "--all"]).ends(0);
        let script = format!("cd many && GIT_COMMITTER_DATE={date} git commit --quiet --message x");
        sandbox.sh(&script).ends(0);
    };
    let term = |days: u32| {
        format!(
            "timezone: Europe/Berlin\nenforce_from: 2026-01-05\ndeadlines:\n  reviewed: {{SEV-1: {days}d, SEV-2: {days}d}}\n  external-message: {{SEV-1: 2d}}\n"
        )
    };
    sandbox.write("many/pmrepo.yaml", term(40));
    commit("2026-01-01T00:00Z");
    sandbox.write("many/pmrepo.yaml", term(10));
    commit("2026-03-01T00:00Z");
    for at in 0..MANY {
        let (month, day) = (1 + at % 4, 1 + at % 28);
        let place = format!("many/postmortems/2026/2026-{month:02}-{day:02}-number-{at}");
        sandbox.write(&format!("{place}/postmortem.md"), report(at));
        if at.is_multiple_of(3) {
            sandbox.write(
                &format!("{place}/messages/external.md"),
                format!(
                    "---\nto: all\nsent_at: 2026-{:02}-11T10:00Z\n---\n\nIt is over.\n",
                    month + 1
                ),
            );
        }
        if at.is_multiple_of(2) {
            sandbox.write(
                &format!("{place}/checklist.md"),
                "# Checklist\n\n## Scribe\n\n- [x] `scribe.key-events` Bring them in.\n- [ ] `scribe.collect-todos` Collect.\n",
            );
        }
    }
    sandbox.write(
        "many/postmortems/2026/2026-02-02-broken/postmortem.md",
        "---\ntitle: \"\n---\n",
    );
    commit("2026-05-01T00:00Z");
    sandbox
}

fn pmrepo(sandbox: &Sandbox, words: &[&str]) -> String {
    let all = [&["--as-of", NOW], words].concat();
    sandbox.pmrepo_with(&[], &all).ends(0).out
}

/// Holds the figures of an answer against the tables; gives what the script says.
fn recomputed(python: &Path, engine: &str, tables: &Path, sandbox: &Sandbox) -> String {
    let mut command = Command::new(python);
    let done = command
        .arg(SCRIPT)
        .arg(engine)
        .arg(tables)
        .args([sandbox.path("schema.json"), sandbox.path("stats.json")])
        .output()
        .unwrap();
    assert!(done.status.success(), "{engine}: {done:#?}");
    String::from_utf8(done.stdout).unwrap()
}

/// An engine, what it reads, and what the tables lie in.
#[derive(Clone, Copy)]
struct Reading {
    engine: &'static str,
    format: &'static str,
    out: &'static str,
    tables: &'static str,
}

fn figures_are_equal(reading: Reading, python: &Path, program: Option<&Elsewhere>) {
    let Reading {
        engine,
        format,
        out,
        tables,
    } = reading;
    let sandbox = repositories();
    sandbox.write("schema.json", pmrepo(&sandbox, &["schema", "export"]));
    for asked in ASKED {
        let mut repos: Vec<&str> = asked.to_vec();
        if asked.contains(&"--repo") {
            repos.truncate(4);
        } else {
            repos = vec!["--repo", "many"];
        }
        let mut words = vec!["stats", "--format", "json"];
        words.extend(asked);
        if !asked.contains(&"--repo") {
            words.extend(&repos);
        }
        sandbox.write("stats.json", pmrepo(&sandbox, &words));
        // A part of another repository would stay.
        let _ = std::fs::remove_dir_all(sandbox.path(out));
        let export = [
            &["--as-of", NOW, "export", "--format", format, "--out", out],
            repos.as_slice(),
        ]
        .concat();
        let written = match program {
            Some(program) => sandbox.program_with(&[], program.program(), &export),
            None => sandbox.pmrepo_with(&[], &export),
        };
        written.ends(0);
        let said = recomputed(python, engine, &sandbox.path(tables), &sandbox);
        let numbers: u32 = said.split(' ').next().unwrap().parse().unwrap();
        assert!(numbers > 50, "{asked:?}: {said}");
        println!("{engine} {format} {asked:?}: {said}");
    }
}

#[test]
fn every_figure_is_the_same_in_sqlite() {
    let script = Reading {
        engine: "sqlite",
        format: "sql",
        out: "tables",
        tables: "tables/pmrepo.sql",
    };
    figures_are_equal(script, Path::new("python3"), None);
}

#[test]
fn every_figure_is_the_same_in_a_database() {
    if let Some(program) = Elsewhere::find() {
        let file = Reading {
            engine: "sqlite",
            format: "sqlite",
            out: "pm.db",
            tables: "pm.db",
        };
        figures_are_equal(file, Path::new("python3"), Some(&program));
    }
}

#[test]
fn every_figure_is_the_same_in_duckdb() {
    if let Some(python) = tool("data/bin/python") {
        let lines = Reading {
            engine: "duckdb",
            format: "ndjson",
            out: "tables",
            tables: "tables",
        };
        figures_are_equal(lines, &python, None);
    }
}

#[test]
fn every_figure_is_the_same_in_parquet() {
    if let (Some(program), Some(python)) = (Elsewhere::find(), tool("data/bin/python")) {
        let parts = Reading {
            engine: "duckdb",
            format: "parquet",
            out: "parts",
            tables: "parts",
        };
        figures_are_equal(parts, &python, Some(&program));
    }
}

#[test]
fn a_review_is_in_time_by_the_configuration_that_held_then() {
    let sandbox = repositories();
    let figure = |more: &[&str]| {
        let words = [&["-C", "many", "stats", "--format", "json"], more].concat();
        let json: Value = serde_json::from_str(&pmrepo(&sandbox, &words)).unwrap();
        json["groups"][0]["figures"][0].clone()
    };
    let whole = figure(&[]);
    assert_eq!(whole["figure"], "reviewed-in-time", "{whole}");
    // The same as if the shorter deadline had always held.
    sandbox
        .sh("cp -r many always && cd always && rm -rf .git && git init -q --template= && git add --all && git commit -qm x")
        .ends(0);
    let words = ["-C", "always", "stats", "--format", "json"];
    let always: Value = serde_json::from_str(&pmrepo(&sandbox, &words)).unwrap();
    let always = always["groups"][0]["figures"][0].clone();
    assert_eq!(whole["rests_on"], always["rests_on"]);
    assert!(
        whole["part"].as_u64() > always["part"].as_u64(),
        "{whole} {always}"
    );
}

#[test]
fn major_incidents_without_a_postmortem_are_found_in_a_list_of_what_was_paged() {
    let sandbox = repositories();
    let words = ["-C", "d", "stats", "--pagerduty", "../paged.json"];
    let incidents = |priority: &str| {
        let one = |id: &str, number: u32| {
            format!(
                "{{\"id\":\"{id}\",\"incident_number\":{number},\"created_at\":\"2026-03-02T10:00:00Z\",\"priority\":{{\"summary\":\"{priority}\"}}}}"
            )
        };
        format!(
            "{{\"incidents\":[{},{},{{\"id\":\"X\",\"priority\":null}}]}}",
            one("Q1NEVER", 7),
            one("Q2NEVER", 8)
        )
    };
    sandbox.write("paged.json", incidents("SEV-1"));
    let out = pmrepo(&sandbox, &words);
    assert!(out.contains("2 of 2"), "{out}");
    assert!(
        out.contains("without a postmortem: Q1NEVER (#7), Q2NEVER (#8)."),
        "{out}"
    );
    sandbox.write("paged.json", incidents("urgent"));
    let all = [&["--as-of", NOW], words.as_slice()].concat();
    let refused = sandbox.pmrepo_with(&[], &all).ends(2);
    assert!(
        refused.err.contains("nobody can say which are major"),
        "{refused:#?}"
    );
    let without = pmrepo(&sandbox, &["-C", "d", "stats"]);
    assert!(
        without.contains("the repository knows only what was written"),
        "{without}"
    );
}
