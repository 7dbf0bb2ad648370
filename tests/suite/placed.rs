//! Rows that come into a timeline: each is read back as of the time that it is of, and no other changes.

use serde_json::Value;

use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A report whose timeline says this.
fn repo(section: &str) -> Sandbox {
    let repo = Sandbox::new();
    repo.write(
        &report("one"),
        format!(
            "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T09:00Z\n---\n\n## Timeline\n\n{section}\n## What Happened\n\nNothing.\n"
        ),
    );
    repo
}

fn add(repo: &Sandbox, at: &str) -> Output {
    repo.pmrepo(&["timeline", "add", "one", "It is new.", "--at", at])
}

/// The times of the rows in UTC, the new ones with a star.
fn times(repo: &Sandbox) -> Vec<String> {
    let words = ["timeline", "show", "one", "--format", "json"];
    let value: Value = serde_json::from_str(&repo.pmrepo(&words).ends(0).out).unwrap();
    let rows = value.get("rows").and_then(Value::as_array).unwrap().iter();
    rows.map(|row| {
        let at = row["at"].as_str().unwrap_or("?");
        let at = chrono::DateTime::parse_from_rfc3339(at).map_or_else(
            |_| "?".to_owned(),
            |it| it.to_utc().format("%d %H:%M").to_string(),
        );
        let star = if row["event"] == "It is new." {
            "*"
        } else {
            ""
        };
        format!("{at}{star}")
    })
    .collect()
}

fn has(repo: &Sandbox, line: &str) {
    let text = repo.read(&report("one"));
    assert!(text.lines().any(|it| it == line), "{line}\n{text}");
}

const HEAD: &str = "| Time | Event | Evidence |\n|---|---|---|\n";

#[test]
fn a_row_below_an_offset_has_that_offset_and_so_have_those_behind_it() {
    let repo = repo(&format!(
        "{HEAD}| 2026-03-10T11:00+01:00 | a | |\n| 11:10 | b | |\n| 11:20 | c | |\n"
    ));
    add(&repo, "2026-03-10T10:15Z").ends(0);
    has(&repo, "| 2026-03-10T11:15+01:00 | It is new. | |");
    assert_eq!(
        times(&repo),
        ["10 10:00", "10 10:10", "10 10:15*", "10 10:20"]
    );
}

#[test]
fn each_table_keeps_the_zone_over_its_column() {
    let table = |zone: &str, rows: &str| {
        format!("| Time ({zone}) | Event | Evidence |\n|---|---|---|\n{rows}\n")
    };
    let repo = repo(&format!(
        "### 2026-03-10\n\n{}### 2026-03-11\n\n{}",
        table("UTC", "| 10:00 | a | |\n"),
        table("Europe/Berlin", "| 10:00 | b | |\n| 12:00 | c | |\n")
    ));
    add(&repo, "2026-03-11T10:15Z").ends(0);
    has(&repo, "| 11:15 | It is new. | |");
    assert_eq!(
        times(&repo),
        ["10 10:00", "11 09:00", "11 10:15*", "11 11:00"]
    );
    add(&repo, "2026-03-10T10:15Z").ends(0);
    has(&repo, "| 10:15 | It is new. | |");
}

#[test]
fn where_two_zones_are_named_a_row_says_its_own() {
    let repo = repo(&format!(
        "Times in Europe/Berlin.\n\nAll times are in UTC.\n\n### 2026-03-10\n\n{HEAD}| 10:00 | a | |\n"
    ));
    add(&repo, "2026-03-10T10:15Z").ends(0);
    has(&repo, "| 2026-03-10T10:15Z | It is new. | |");
    assert_eq!(times(&repo), ["?", "10 10:15*"]);
}

#[test]
fn what_check_reads_takes_rows() {
    let repo = repo(
        "### Tuesday, 2026-03-10 (UTC)\n\n| Start time | Details | Reference | Who |\n|---|---|---|---|\n| 10:00 | a | b | c |\n\n### 2026-03-12, in UTC\n\n| Timestamp | Summary |\n|---|---|\n| 10:00 | d |\n",
    );
    add(&repo, "2026-03-10T10:15Z").ends(0);
    has(&repo, "| 10:15 | It is new. | | |");
    add(&repo, "2026-03-12T09:15Z").ends(0);
    has(&repo, "| 09:15 | It is new. |");
    add(&repo, "2026-03-11T09:15Z").ends(0);
    let text = repo.read(&report("one"));
    let day = text.find("### 2026-03-11\n");
    assert!(day < text.find("### 2026-03-12") && day.is_some(), "{text}");
    repo.pmrepo(&["check", "one"]).ends(0);
}

#[test]
fn a_day_in_a_column_of_its_own_is_written_there() {
    let repo = repo(
        "| Date | Time (UTC) | Event |\n|---|---|---|\n| 2026-03-10 | 10:00 | a |\n| | 11:00 | b |\n| 2026-03-11 | 09:00 | c |\n",
    );
    add(&repo, "2026-03-10T10:15Z").ends(0);
    has(&repo, "| 2026-03-10 | 10:15 | It is new. |");
    add(&repo, "2026-03-11T00:15Z").ends(0);
    assert_eq!(
        times(&repo),
        ["10 10:00", "10 10:15*", "10 11:00", "11 00:15*", "11 09:00"]
    );
}

#[test]
fn rows_without_a_day_get_none_by_a_row_above_them() {
    let repo = repo(&format!(
        "{HEAD}| 2026-03-10T10:00Z | a | |\n| 10:30 +01:00 | b | |\n"
    ));
    // The second is of 09:30, and out of order.
    add(&repo, "2026-03-10T09:45Z").ends(0);
    assert_eq!(times(&repo), ["10 09:45*", "10 10:00", "10 09:30"]);
}

#[test]
fn bullets_keep_their_times_when_they_become_rows() {
    let bullets = "**2026-03-10**\n\n- 11:00 UTC the alert fires\n- 11:10 +01:00: b\n  goes on\n- 11:20 PM c\nd\n\n2026-03-11, the day after\n\n* [09:00] e\n\n```\n- no bullet\n```\n";
    let repo = repo(bullets);
    let before = times(&repo);
    assert_eq!(before, ["10 11:00", "10 10:10", "10 22:20", "11 08:00"]);
    repo.pmrepo(&["timeline", "table", "one"]).ends(0);
    assert_eq!(times(&repo), before);
    let text = repo.read(&report("one"));
    for said in [
        "| 2026-03-10T11:00Z | the alert fires | |",
        "| b goes on | |",
        "| c d | |",
        "```\n- no bullet\n```",
        "**2026-03-10**",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}
