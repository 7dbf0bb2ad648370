//! `pagerduty pull` and `push` for programs: what differs, and what was written.

use serde_json::Value;
use serde_json::json;

use super::PLACE;
use super::REPORT;
use super::repository;
use super::run;
use super::schema;
use super::world;
use crate::http::Trouble;
use crate::pagerduty_fake::PagerDuty;
use crate::pagerduty_fake::World;
use crate::pagerduty_fake::fault;
use crate::pagerduty_fake::incident;
use crate::sandbox::Output;

const CHECKLIST: &str = "postmortems/2026/2026-03-10-checkout/checklist.md";

/// What was printed, held against the published schema.
fn told(definition: &str, output: &Output) -> Value {
    assert_eq!(output.out.lines().count(), 1, "{output:?}");
    let told: Value = serde_json::from_str(&output.out).unwrap();
    schema(definition, &told);
    told
}

/// The texts of a key in a list.
fn each<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    let all = list.as_array().unwrap().iter();
    all.map(|it| it[key].as_str().unwrap()).collect()
}

#[test]
fn a_pull_says_what_differs_and_what_was_written() {
    let Some(it) = repository() else { return };
    let mut there = world();
    let one = incident("Q1", 1, "resolved", Some("P2"));
    there.incidents.insert("Q1".to_owned(), one);
    let server = PagerDuty::start(there);
    let pull = |more: &[&str]| {
        let words = ["pagerduty", "pull", "checkout", "--format", "json"];
        let output = run(&it, &server, &[&words, more].concat()).ends(0);
        told("pull", &output)
    };
    let shown = pull(&[]);
    assert_eq!(it.1.read(PLACE), REPORT);
    assert_eq!(shown["postmortem"], "2026-03-10-checkout");
    assert_eq!(
        (
            &shown["incident"]["incident"],
            &shown["incident"]["priority"]
        ),
        (&json!("Q1"), &json!("P2"))
    );
    let filled = json!([{"field": "references.pagerduty_priority", "value": "P2"}, {"field": "services", "value": "Checkout"}]);
    let mut fills = shown["fills"].as_array().unwrap().clone();
    fills.sort_by_key(|it| it["field"].to_string());
    assert_eq!(json!(fills), filled);
    assert_eq!(
        shown["differences"],
        json!([{"field": "severity", "here": "SEV-1", "there": "SEV-2", "setting": "severity=SEV-2"}])
    );
    assert_eq!(shown["people"], json!(["Ann Lee", "Bob Ray"]));
    assert_eq!(each(&shown["rows"], "state"), ["new", "new"]);
    assert_eq!(shown["written"], json!({"fields": [], "files": []}));
    // A dry run writes nothing, and says so.
    let dry = pull(&["--write", "--rows", "--dry-run"]);
    assert_eq!((it.1.read(PLACE), &dry), (REPORT.to_owned(), &shown));
    let written = pull(&["--write", "--rows", "--save-log"]);
    assert_eq!(written["fills"], shown["fills"]);
    let mut fields: Vec<&str> = written["written"]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    fields.sort_unstable();
    assert_eq!(fields, ["references.pagerduty_priority", "services"]);
    let log = PLACE.replace("postmortem.md", "evidence/chat.jsonl");
    assert_eq!(written["written"]["files"], json!([log, PLACE]));
    assert!(it.1.read(PLACE).contains("pagerduty:R3"));
    let again = pull(&["--write", "--rows"]);
    assert_eq!(
        (&again["fills"], &again["written"]["files"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(each(&again["rows"], "state"), ["unchanged", "unchanged"]);
}

#[test]
fn a_push_says_each_step_and_whether_it_was_done() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(world());
    let words = ["pagerduty", "push", "checkout", "--format", "json"];
    let push = |more: &[&str], ends| {
        let output = run(&it, &server, &[&words, more].concat()).ends(ends);
        told("push", &output)
    };
    let kinds = ["merge", "priority", "resolve", "note"];
    let done = |told: &Value| -> Vec<bool> {
        let all = told["steps"].as_array().unwrap().iter();
        all.map(|it| it["done"].as_bool().unwrap()).collect()
    };
    let shown = push(&["--dry-run"], 0);
    assert_eq!(each(&shown["steps"], "kind"), kinds);
    assert_eq!(done(&shown), [false; 4]);
    assert_eq!(shown["written"], json!({"files": []}));
    let request = &shown["steps"][2]["request"];
    let url = format!("{}/incidents/Q1", server.server.address);
    assert_eq!(
        (&request["method"], &request["url"]),
        (&json!("PUT"), &json!(url))
    );
    assert_eq!(request["body"]["incident"]["status"], "resolved");
    assert_eq!(server.world(), world());
    // Nobody can be asked: what is to be done is told all the same.
    assert_eq!(push(&[], 2), shown);
    // What was done before one failed was done, and is on record.
    let broken = fault(400, 2001, "Not now");
    server
        .server
        .plan("POST /incidents/Q1/notes", Trouble::Instead(broken));
    let failed = push(&["--yes"], 2);
    assert_eq!(done(&failed), [true, true, true, false]);
    assert_eq!(failed["written"]["files"], json!([CHECKLIST, PLACE]));
    let rest = push(&["--yes"], 0);
    assert_eq!(
        (each(&rest["steps"], "kind"), done(&rest)),
        (vec!["note"], vec![true])
    );
    assert_eq!(rest["written"]["files"], json!([PLACE]));
    assert_eq!(rest["incident"]["priority"], "P1");
    let nothing = push(&[], 0);
    assert_eq!(
        (&nothing["steps"], &nothing["written"]["files"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn what_is_held_back_is_told_too() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(World::with([incident("Q1", 1, "triggered", Some("P3"))]));
    let words = ["pagerduty", "push", "checkout", "--format", "json", "--yes"];
    let told = told("push", &run(&it, &server, &words).ends(1));
    let held = told["held"].to_string();
    assert!(
        held.contains("Q2 is not in PagerDuty") && held.contains("has not looked before"),
        "{held}"
    );
    assert_eq!(told["steps"], json!([]));
}
