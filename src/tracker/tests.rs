use serde_json::json;

use super::*;

fn ticket() -> NewTicket {
    NewTicket {
        title: "Cap the pool".to_owned(),
        body: "From a postmortem.\n\n2026-03-10-one/AI-1".to_owned(),
        labels: vec!["sev1".to_owned(), "sev1_20260310".to_owned()],
        mark: "2026-03-10-one/AI-1".to_owned(),
    }
}

#[test]
fn a_project_stays_what_it_is_in_a_path() {
    for (tracker, name, then) in [
        (Tracker::Github, "acme/sre", true),
        (Tracker::Github, "acme", false),
        (Tracker::Github, "../user", false),
        (Tracker::Github, "acme/sre/issues", false),
        (Tracker::Github, "acme/sre?x", false),
        (Tracker::Gitlab, "a/b/c-d.e", true),
        (Tracker::Gitlab, "a/../b", false),
        (Tracker::Jira, "OPS", true),
        (Tracker::Jira, "OPS/x", false),
        (Tracker::Jira, "O\"S", false),
        (Tracker::Own, "any thing", true),
    ] {
        assert_eq!(is_project(tracker, name), then, "{name}");
    }
}

#[test]
fn only_tickets_of_the_project_are_asked_for() {
    let path = |tracker, project, ticket| state(tracker, project, ticket).map(|it| it.path);
    let github = |ticket| path(Tracker::Github, "acme/sre", ticket);
    let there = Some("repos/acme/sre/issues/12".to_owned());
    assert_eq!(github("https://github.com/acme/sre/issues/12"), there);
    assert_eq!(github("acme/sre#12"), there);
    for other in [
        "https://github.com/acme/other/issues/12",
        "https://github.com/evilacme/sre/issues/12",
        "https://github.com/acme/sre/issues/x",
        "OPS-12",
    ] {
        assert_eq!(github(other), None, "{other}");
    }
    assert_eq!(
        path(Tracker::Gitlab, "a/b", "https://gitlab.com/a/b/-/issues/3").as_deref(),
        Some("projects/a%2Fb/issues/3")
    );
    let jira = |ticket| path(Tracker::Jira, "OPS", ticket).is_some();
    assert!(jira("OPS-12") && jira("https://x.example/browse/OPS-12"));
    assert!(!jira("OPSX-12") && !jira("OPS-1x") && !jira("12"));
}

#[test]
fn a_ticket_that_is_there_is_found_by_its_mark() {
    let other = json!({"body": "2026-03-10-one/AI-12", "html_url": "https://x.example/1"});
    let it = json!({"body": "x\r\n2026-03-10-one/AI-1\r\n", "html_url": "https://x.example/2"});
    let of = |answer: &Value| found(Tracker::Github, "", answer, &ticket());
    assert_eq!(of(&json!([other])), None);
    assert_eq!(
        of(&json!([other, it])).as_deref(),
        Some("https://x.example/2")
    );
    assert_eq!(of(&json!({"message": "Not Found"})), None);
    let jira = json!({"issues": [{"key": "OPS-7"}]});
    let found = found(Tracker::Jira, "https://j.example", &jira, &ticket());
    assert_eq!(found.as_deref(), Some("https://j.example/browse/OPS-7"));
}

#[test]
fn each_tracker_says_how_far_a_ticket_is() {
    let word = |tracker, answer: Value| read_state(tracker, &answer).map(|it| it.word);
    for (tracker, answer, then) in [
        (
            Tracker::Github,
            json!({"state": "open", "state_reason": "reopened"}),
            "open",
        ),
        (
            Tracker::Github,
            json!({"state": "closed", "state_reason": null}),
            "done",
        ),
        (
            Tracker::Github,
            json!({"state": "closed", "state_reason": "not_planned"}),
            "wont-do",
        ),
        (Tracker::Gitlab, json!({"state": "opened"}), "open"),
        (Tracker::Gitlab, json!({"state": "closed"}), "done"),
        (
            Tracker::Jira,
            json!({"fields": {"status": {"statusCategory": {"key": "indeterminate"}}}}),
            "in-progress",
        ),
        (
            Tracker::Jira,
            json!({"fields": {"status": {"statusCategory": {"key": "done"}}, "resolution": {"name": "Won't Do"}}}),
            "wont-do",
        ),
        (Tracker::Own, json!({"state": "blocked"}), "blocked"),
    ] {
        assert_eq!(word(tracker, answer).as_deref(), Some(then));
    }
    assert_eq!(word(Tracker::Github, json!([])), None);
}
