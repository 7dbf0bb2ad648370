//! Logs that come again: twice, in parts that overlap, edited at the source, into a timeline that people
//! wrote. Nothing is lost and nothing is there twice.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use crate::generate::hold_of_commits;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// The first second of the incident.
const START: i64 = 1_773_136_800;

/// What messages say; each is worth a row.
const TEXTS: [&str; 6] = [
    "!log the checkout is down | again",
    "!log rolling back the deploy `v2_1`",
    "#info the error rate is 4000 of 9000",
    "!status mitigated\nwith a second line",
    "!log a <b>tag</b> & a [link](x)",
    "!log :fire: the queue of 10:05 is empty",
];

/// The rows that people wrote, as the section holds them, in several styles.
const BY_HAND: [&str; 5] = [
    "| Time | Event | Evidence |\n|---|---|---|\n",
    "| Time | Event | Evidence |\n|---|---|---|\n| 2026-03-10T10:00Z | By hand one. | |\n| 2026-03-10T10:30Z | By hand two. | [graph](https://g.example/1) |\n",
    "| Time | Event | Evidence |\n|---|---|---|\n| 2026-03-10T11:30+01:00 | By hand one. | |\n| 11:10 | By hand two, out of order. | |\n| 2026-03-10T10:40Z | By hand three. | |\n",
    "Times in Europe/Berlin.\n\n### 2026-03-10\n\n| When | What | Who |\n|---|---|---|\n| 11:00 | By hand one. | ann |\n\n### 2026-03-12\n\n| When | What | Who |\n|---|---|---|\n| 09:00 | By hand two. | |\n",
    "| Date | Time (UTC) | Event | Source |\n|---|---|---|---|\n| 2026-03-10 | 10:00 | By hand one. | |\n| | 10:20 | By hand two. | |\n",
];

/// A message: its number, minutes after the start, which text.
type Said = (usize, i64, usize);

fn log(messages: &[Said], texts: &BTreeMap<usize, String>) -> String {
    messages
        .iter()
        .map(|(number, minute, text)| {
            let text = texts
                .get(number)
                .cloned()
                .unwrap_or_else(|| TEXTS.get(*text).copied().unwrap_or_default().to_owned());
            let line = json!({
                "key": format!("slack:C1/{}.{number:06}", START + 60 * minute),
                "time": START + 60 * minute,
                // Two people, so that not all is one row.
                "author": if number % 2 == 0 { "ann" } else { "bob" },
                "text": text,
            });
            format!("{line}\n")
        })
        .collect()
}

/// The keys in the evidence of all rows, each as often as it stands there.
fn keys(text: &str) -> Vec<String> {
    text.split('`')
        .filter(|it| it.starts_with("slack:C1/"))
        .map(|it| it.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

fn import(repo: &Sandbox, file: &str, words: &[&str]) -> Value {
    let all = [
        &["timeline", "import", "one", file],
        words,
        &["--format", "json"],
    ]
    .concat();
    serde_json::from_str(&repo.pmrepo(&all).ends(0).out).unwrap()
}

fn states(value: &Value) -> BTreeSet<&str> {
    let rows = value.get("rows").and_then(Value::as_array).unwrap();
    rows.iter()
        .map(|it| it.get("state").and_then(Value::as_str).unwrap())
        .collect()
}

/// The times of all rows by what they say.
fn times(repo: &Sandbox) -> Vec<(String, Value)> {
    let out = repo
        .pmrepo(&["timeline", "show", "one", "--format", "json"])
        .ends(0)
        .out;
    let value: Value = serde_json::from_str(&out).unwrap();
    let rows = value.get("rows").and_then(Value::as_array).unwrap();
    let said = |it: &Value, name: &str| it.get(name).cloned().unwrap_or_default();
    rows.iter()
        .map(|it| {
            (
                said(it, "event").as_str().unwrap().to_owned(),
                said(it, "at"),
            )
        })
        .collect()
}

#[test]
fn nothing_is_lost_and_nothing_is_there_twice() {
    let any = (
        prop::collection::vec((0_i64..2_000, 0..TEXTS.len()), 2..14),
        0..BY_HAND.len(),
        0.0..1.0,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
    );
    hold_of_commits(5, &any, |(minutes, by_hand, cut, edited, gone)| {
        let repo = Sandbox::new();
        let section = BY_HAND[by_hand];
        repo.write(
            &report("one"),
            format!("---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00Z\n---\n\n## Timeline\n\n{section}\n## What Happened\n\nNothing.\n"),
        );
        let by_people: Vec<(String, Value)> = times(&repo);
        let mut messages: Vec<Said> = Vec::new();
        for (number, (minute, text)) in minutes.iter().enumerate() {
            messages.push((number, *minute, *text));
        }
        messages.sort_by_key(|it| it.1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of a short list"
        )]
        let half = (messages.len() as f64 * cut) as usize;
        let none = BTreeMap::new();
        repo.write("first.jsonl", log(&messages[..half.max(1)], &none));
        repo.write(
            "second.jsonl",
            log(&messages[half.saturating_sub(1)..], &none),
        );
        repo.write("all.jsonl", log(&messages, &none));
        for file in ["first.jsonl", "second.jsonl", "all.jsonl"] {
            repo.pmrepo(&["timeline", "import", "one", file, "--write", "--save-log"])
                .ends(0);
        }
        let text = repo.read(&report("one"));
        // Nothing is lost: each message is a row, or one of a row's.
        let found = keys(&text);
        let unique: BTreeSet<&String> = found.iter().collect();
        prop_assert_eq!(unique.len(), found.len(), "{}", text);
        prop_assert_eq!(found.len(), messages.len(), "{}", text);
        // What people wrote stands there as it was, in its order, of its times.
        let mut lines = text.lines();
        for line in section.lines() {
            prop_assert!(lines.any(|it| it == line), "{line}\n{text}");
        }
        let kept = times(&repo);
        let kept: Vec<_> = kept
            .into_iter()
            .filter(|it| it.0.starts_with("By hand"))
            .collect();
        prop_assert_eq!(kept, by_people);
        // Each row is of the minute of its first message, as `check` sees it.
        repo.pmrepo(&["check", "one", "--fail-on", "warning"])
            .ends(0);
        prop_assert!(!repo.pmrepo(&["check", "one"]).out.contains("PM310"));
        // Again, nothing.
        let again = import(&repo, "all.jsonl", &["--write"]);
        prop_assert_eq!(states(&again), BTreeSet::from(["unchanged"]));
        prop_assert_eq!(&repo.read(&report("one")), &text);
        // Edited at the source, and one that is gone: said, and nothing here changes.
        let changed =
            BTreeMap::from([(edited.index(messages.len()), "!log another text".to_owned())]);
        let mut left = messages.clone();
        left.remove(gone.index(messages.len()));
        repo.write("edited.jsonl", log(&left, &changed));
        let edit = import(&repo, "edited.jsonl", &["--write"]);
        prop_assert!(!states(&edit).contains("new"), "{edit}");
        prop_assert_eq!(&repo.read(&report("one")), &text);
        // Edited here: that stays.
        let here = text
            .replacen("!status mitigated", "It is mitigated", 1)
            .replacen("rolling back", "Rolling back", 1);
        repo.write(&report("one"), &here);
        import(&repo, "all.jsonl", &["--write"]);
        prop_assert_eq!(&repo.read(&report("one")), &here);
        Ok(())
    });
}
