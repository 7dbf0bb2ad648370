//! What goes wrong on the way, and what is said of it. Nothing is done twice, and nothing secret is told.

use std::time::Duration;
use std::time::Instant;

use serde_json::json;

use super::repository;
use super::run;
use super::world;
use crate::http::Reply;
use crate::http::Trouble;
use crate::pagerduty_fake::PagerDuty;
use crate::pagerduty_fake::TOKEN;
use crate::pagerduty_fake::World;
use crate::pagerduty_fake::fault;
use crate::pagerduty_fake::incident;

const PUSH: [&str; 4] = ["pagerduty", "push", "checkout", "--yes"];

#[test]
fn what_may_have_been_done_is_looked_for_before_it_is_done_again() {
    let busy = || fault(500, 2000, "Internal Server Error");
    for trouble in [
        Trouble::Afterwards(busy()),
        Trouble::Instead(busy()),
        Trouble::Cut,
        Trouble::CutBefore,
    ] {
        for line in [
            "PUT /incidents/Q1/merge",
            "PUT /incidents/Q1",
            "POST /incidents/Q1/notes",
        ] {
            let Some(it) = repository() else { return };
            let server = PagerDuty::start(world());
            server.server.plan(line, trouble.clone());
            run(&it, &server, &PUSH).ends(0);
            let after = server.world();
            assert_eq!(after.notes["Q1"].len(), 1, "{trouble:?} {line}");
            assert_eq!(after.incidents["Q1"]["status"], "resolved");
            let posts = server
                .server
                .lines()
                .iter()
                .filter(|it| it.starts_with("POST"))
                .count();
            let is_repeated = line.starts_with("POST")
                && matches!(trouble, Trouble::Instead(_) | Trouble::CutBefore);
            assert_eq!(posts, 1 + usize::from(is_repeated), "{trouble:?} {line}");
        }
    }
}

#[test]
fn too_many_requests_are_waited_for_as_the_server_says() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(world());
    let busy = fault(429, 2020, "Rate Limit Exceeded");
    let told = busy.clone().with("ratelimit-reset", "1");
    server
        .server
        .plan("PUT /incidents/Q1/merge", Trouble::Instead(told));
    let retry = busy.clone().with("Retry-After", "1");
    server
        .server
        .plan("GET /priorities", Trouble::Instead(retry));
    server.server.plan(
        "POST /incidents/Q1/notes",
        Trouble::Instead(Reply {
            headers: vec![],
            body: String::new(),
            ..busy.clone()
        }),
    );
    let began = Instant::now();
    run(&it, &server, &PUSH).ends(0);
    assert!(began.elapsed() >= Duration::from_secs(2));
    assert_eq!(server.world().notes["Q1"].len(), 1);
    // One that wants to wait for very long is told of.
    let long = busy.with("ratelimit-reset", "4000");
    server
        .server
        .plan("GET /priorities", Trouble::Instead(long));
    let said = run(&it, &server, &PUSH).ends(2);
    assert!(said.err.contains("in 4000 seconds"), "{said:?}");
}

#[test]
fn a_refusal_says_what_is_missing_and_never_the_token() {
    for (line, reply, words) in [
        (
            "GET /incidents/Q1",
            fault(401, 2006, "Authentication failed"),
            "the token is not accepted",
        ),
        (
            "GET /incidents/Q1",
            fault(403, 2010, &format!("Access Denied for {TOKEN}")),
            "may not do this",
        ),
        (
            "GET /incidents/Q1",
            fault(404, 2100, "Not Found"),
            "is not there",
        ),
        (
            "PUT /incidents/Q1/merge",
            fault(402, 2014, "Missing ability"),
            "plan does not have this",
        ),
        (
            "PUT /incidents/Q1/merge",
            fault(400, 1019, "Already merged"),
            "grouped_incidents",
        ),
        (
            "PUT /incidents/Q1/merge",
            fault(409, 1005, "Conflict"),
            "409",
        ),
        (
            "PUT /incidents/Q1",
            fault(400, 1020, "Invalid priority"),
            "priorities",
        ),
        (
            "POST /incidents/Q1/notes",
            fault(400, 1008, "Requester not found"),
            "pmrepo.pagerduty.from",
        ),
        (
            "GET /incidents/Q1",
            Reply::json(302, &json!({})).with("Location", "https://evil.example/"),
            "sends on to https://evil.example/",
        ),
        (
            "GET /incidents/Q1",
            Reply::json(200, &json!([1])),
            "has nothing of it",
        ),
        (
            "GET /incidents/Q1",
            Reply {
                status: 200,
                headers: vec![],
                body: "<html>".to_owned(),
            },
            "has nothing of it",
        ),
    ] {
        let Some(it) = repository() else { return };
        let server = PagerDuty::start(world());
        server.server.plan(line, Trouble::Instead(reply));
        let said = run(&it, &server, &PUSH).ends(2);
        assert!(said.err.contains(words), "{words}: {said:?}");
        assert!(!said.snapshot().contains(TOKEN), "{said:?}");
        // Once it is mended, the rest is done.
        run(&it, &server, &PUSH).ends(0);
        assert_eq!(server.world().notes["Q1"].len(), 1);
    }
}

#[test]
fn a_wrong_token_and_no_token_are_told_apart() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(world());
    let host = ("PMREPO_PAGERDUTY_HOST", server.server.address.as_str());
    let none = it.0.run(&it.1, &[host], &PUSH).ends(2);
    assert!(
        none.err.contains("PMREPO_PAGERDUTY_TOKEN") && none.err.contains("tokenCommand"),
        "{none:?}"
    );
    let wrong =
        it.0.run(
            &it.1,
            &[host, ("PMREPO_PAGERDUTY_TOKEN", "other-word-9")],
            &PUSH,
        )
        .ends(2);
    assert!(
        wrong.err.contains("401") && !wrong.err.contains("other-word-9"),
        "{wrong:?}"
    );
    let plain = [
        ("PMREPO_PAGERDUTY_HOST", "http://api.example.com"),
        ("PMREPO_PAGERDUTY_TOKEN", TOKEN),
    ];
    let said = it.0.run(&it.1, &plain, &PUSH).ends(2);
    assert!(said.err.contains("is not https"), "{said:?}");
}

/// It has a time of its own: whoever unlocks something takes longer than a service.
#[test]
fn a_command_that_prints_no_token_in_its_time_is_stopped() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(world());
    for (name, value) in [
        ("host", server.server.address.as_str()),
        ("tokenCommand", "sleep 3; cat token"),
        ("timeout", "2"),
        ("tokenTimeout", "1"),
    ] {
        let name = format!("pmrepo.pagerduty.{name}");
        it.1.git(&["config", &name, value]).ends(0);
    }
    it.1.write("token", TOKEN);
    let words = ["pagerduty", "pull", "checkout"];
    let stopped = it.0.run(&it.1, &[], &words).ends(2);
    assert!(
        stopped.err.contains("did not end in 1 second")
            && stopped
                .err
                .contains("git config pmrepo.pagerduty.tokenTimeout SECONDS"),
        "{stopped:?}"
    );
    assert_eq!(server.server.lines(), Vec::<String>::new());
    let longer = ("PMREPO_PAGERDUTY_TOKEN_TIMEOUT", "20");
    it.0.run(&it.1, &[longer], &words).ends(0);
    let wrong = ("PMREPO_PAGERDUTY_TOKEN_TIMEOUT", "soon");
    let wrong = it.0.run(&it.1, &[wrong], &words).ends(2);
    assert!(
        wrong
            .err
            .contains("pmrepo.pagerduty.tokenTimeout: `soon` is not a number of seconds"),
        "{wrong:?}"
    );
}

#[test]
fn the_settings_are_the_users_and_never_the_repositorys() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(world());
    // A command prints the token; host and address come from this clone's own configuration.
    it.1.write("token", format!("{TOKEN}\n"));
    for (name, value) in [
        ("pmrepo.pagerduty.host", server.server.address.as_str()),
        ("pmrepo.pagerduty.tokenCommand", "env > seen; cat token"),
        ("pmrepo.pagerduty.from", "carol@example.com"),
    ] {
        it.1.git(&["config", name, value]).ends(0);
    }
    let dry = ["pagerduty", "push", "checkout", "--dry-run"];
    let shown = it.0.run(&it.1, &[], &dry).ends(0);
    assert!(shown.out.contains("From: carol@example.com"), "{shown:?}");
    assert!(!shown.snapshot().contains(TOKEN), "{shown:?}");
    // What is secret in the environment does not reach another program.
    let planted = [
        ("PMREPO_JIRA_TOKEN", "jira-secret-7"),
        ("PMREPO_CHANNEL_URL", "https://hook.example/7"),
    ];
    it.0.run(&it.1, &planted, &dry).ends(0);
    let seen = it.1.read("seen");
    assert!(
        seen.contains("HOME=") && !seen.contains("jira-secret-7") && !seen.contains("hook.example"),
        "{seen}"
    );
    // A file of the repository that the configuration includes names nothing.
    it.1.git(&["config", "--unset", "pmrepo.pagerduty.tokenCommand"])
        .ends(0);
    it.1.write(
        "shared.gitconfig",
        "[pmrepo \"pagerduty\"]\n\ttokenCommand = touch ran; cat token\n",
    );
    it.1.git(&["config", "include.path", "../shared.gitconfig"])
        .ends(0);
    let said = it.0.run(&it.1, &[], &dry).ends(2);
    assert!(said.err.contains("there is no token"), "{said:?}");
    assert!(!it.1.path("ran").exists());
}

#[test]
fn a_bare_repository_inside_a_work_tree_names_no_program() {
    let Some(it) = repository() else { return };
    it.1.git(&["clone", "--quiet", "--bare", ".", "inner"])
        .ends(0);
    let command = "touch ran; echo token-1";
    it.1.git_in(
        "inner",
        &["config", "pmrepo.pagerduty.tokenCommand", command],
    )
    .ends(0);
    for tree in [None, Some("..")] {
        if let Some(tree) = tree {
            it.1.git_in("inner", &["config", "core.bare", "false"])
                .ends(0);
            it.1.git_in("inner", &["config", "core.worktree", tree])
                .ends(0);
        }
        let said =
            it.0.run(&it.1, &[], &["-C", "inner", "pagerduty", "missing"])
                .ends(2);
        assert!(
            !it.1.path("ran").exists() && !it.1.path("inner/ran").exists(),
            "{said:?}"
        );
    }
}

#[test]
fn lists_without_an_end_and_answers_that_never_come_are_given_up() {
    let Some(it) = repository() else { return };
    let missing = ["pagerduty", "missing"];
    let mut there = World::with([incident("Q3", 3, "resolved", Some("P3"))]);
    there.endless = Some(false);
    let server = PagerDuty::start(there.clone());
    let said = run(&it, &server, &missing).ends(2);
    assert!(said.err.contains("sends nothing new"), "{said:?}");
    let server = PagerDuty::start(world());
    server
        .server
        .plan("GET /priorities", Trouble::Slow(Duration::from_secs(3)));
    it.1.git(&["config", "pmrepo.pagerduty.timeout", "1"])
        .ends(0);
    run(&it, &server, &["pagerduty", "push", "checkout", "--yes"]).ends(0);
}

#[test]
fn nulls_and_unknown_words_are_harmless() {
    let Some(it) = repository() else { return };
    let mut one = json!({"id": "Q1", "status": "postponed"});
    for key in [
        "title",
        "priority",
        "service",
        "assignments",
        "acknowledgements",
        "resolved_at",
        "created_at",
        "conference_bridge",
        "resolve_reason",
        "html_url",
    ] {
        one[key] = json!(null);
    }
    let mut there = World::with([one, incident("Q2", 2, "resolved", None)]);
    let strange = json!({"id": "R9", "type": "never_heard_of_log_entry", "created_at": null, "summary": null, "agent": null, "channel": null});
    there
        .log
        .insert("Q1".to_owned(), vec![strange, json!(null), json!(5)]);
    let server = PagerDuty::start(there);
    run(&it, &server, &["pagerduty", "pull", "checkout", "--all"]).ends(0);
    let said = run(&it, &server, &["pagerduty", "push", "checkout", "--yes"]);
    assert!(
        said.out.contains("state that pmrepo does not know"),
        "{said:?}"
    );
    run(&it, &server, &["pagerduty", "missing"]).ends(2);
}

#[test]
fn hostile_words_from_there_reach_no_terminal() {
    let Some(it) = repository() else { return };
    let mut one = incident("Q1", 1, "triggered", None);
    one["title"] = json!("\u{1b}[31mred\u{202e}\n::error::x");
    one["service"]["summary"] = json!("a\u{9b}b");
    let server = PagerDuty::start(World::with([one, incident("Q2", 2, "triggered", None)]));
    for words in [
        &["pagerduty", "pull", "checkout"][..],
        &["pagerduty", "push", "checkout", "--dry-run"],
    ] {
        let said = run(&it, &server, words).ends(0);
        let is_hidden = |it: char| (it.is_control() && it != '\n') || it == '\u{202e}';
        assert!(
            !said.out.contains(is_hidden) && !said.err.contains(is_hidden),
            "{said:?}"
        );
        assert!(
            !said.out.lines().any(|it| it.starts_with("::error")),
            "{said:?}"
        );
    }
}
