//! `action ticket` and `action sync`: each tracker by a stub or a fake, and GitHub by the real `gh` where
//! that is there.
#![cfg(unix)]

mod killed;

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;

use crate::elsewhere::Elsewhere;
use crate::sandbox::NOW;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;
use crate::trackers_fake::Fake;
use crate::trackers_fake::TOKEN;

const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-1
started_at: 2026-03-10T10:00Z
action_items:
  - {id: AI-1, title: Cap the pool, owner: dave, due: 2026-04-20, priority: P1, state: open}
  - {id: AI-2, title: Page on saturation, ticket: ELSE-7, state: open}
---
";

fn repository(tracker: &str) -> Sandbox {
    let repo = Sandbox::new();
    let web = "web_url: https://git.example.com/pm\n";
    repo.write("pmrepo.yaml", format!("{web}tracker: {tracker}\n"));
    repo.write(&report("one"), REPORT);
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "--quiet", "--no-verify", "--message", "all"])
        .ends(0);
    repo
}

/// Puts a program into the sandbox, and gives the `PATH` that leads there.
fn stub(repo: &Sandbox, name: &str, script: &str) -> String {
    repo.write(&format!("bin/{name}"), format!("#!/bin/sh\n{script}"));
    let path = repo.path(&format!("bin/{name}"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let system = std::env::var("PATH").unwrap_or_default();
    format!("{}:{system}", repo.path("bin").display())
}

fn run(repo: &Sandbox, path: &str, words: &[&str]) -> Output {
    let all = [&["--as-of", NOW], words].concat();
    repo.pmrepo_with(&[("PATH", path), ("PMREPO_JIRA_TOKEN", TOKEN)], &all)
}

/// A program as `gh` and `glab` are: what it was asked stands in `calls`, what it made in `posted`.
fn program(url: &str, body: &str, state: &str) -> String {
    format!(
        r#"echo "$*" >> "$HOME/calls"
env > "$HOME/environment"
case "$*" in
*POST*) cat > "$HOME/posted"; printf '{{"html_url": "{url}", "web_url": "{url}"}}' ;;
*labels=*) if [ -e "$HOME/posted" ]; then
  printf '[{{"html_url": "{url}", "web_url": "{url}", "{body}": "x\\n2026-03-10-one/AI-1"}}]'
else printf '[]'; fi ;;
*) printf '{state}' ;;
esac
"#
    )
}

#[test]
fn a_ticket_is_made_by_the_trackers_program_and_links_both_ways() {
    for (preset, name, url, body, state) in [
        (
            "github",
            "gh",
            "https://github.com/acme/sre/issues/12",
            "body",
            r#"{"state": "closed", "state_reason": "completed", "closed_at": "2026-03-20T10:00:00Z"}"#,
        ),
        (
            "gitlab",
            "glab",
            "https://gitlab.com/acme/sre/-/issues/12",
            "description",
            r#"{"state": "closed", "closed_at": "2026-03-20T10:00:00Z"}"#,
        ),
    ] {
        let repo = repository(&format!("{{preset: {preset}, project: acme/sre}}"));
        let path = stub(&repo, name, &program(url, body, state));
        let shown = run(&repo, &path, &["action", "ticket", "one/AI-1", "--dry-run"]).ends(0);
        assert!(
            shown.out.contains(name) && shown.out.contains("Cap the pool"),
            "{shown:?}"
        );
        assert!(!repo.path("posted").exists());
        let refused = run(&repo, &path, &["action", "ticket", "one/AI-1"]).ends(2);
        assert!(refused.err.contains("--yes"), "{refused:?}");
        run(&repo, &path, &["action", "ticket", "one", "AI-1", "--yes"]).ends(0);
        let posted: Value = serde_json::from_str(&repo.read("posted")).unwrap();
        assert_eq!(posted["title"], "Cap the pool");
        let labels = posted["labels"].to_string();
        assert!(
            labels.contains("sev1") && labels.contains("sev1_20260310"),
            "{labels}"
        );
        let text = posted[body].as_str().unwrap();
        assert!(
            text.contains(
                "https://git.example.com/pm/postmortems/2026/2026-03-10-one/postmortem.md"
            ),
            "{text}"
        );
        assert!(text.lines().any(|it| it == "2026-03-10-one/AI-1"), "{text}");
        let text = repo.read(&report("one"));
        assert!(text.contains(url), "{text}");
        let environment = repo.read("environment");
        assert!(
            !environment.contains(TOKEN) && environment.contains("HOME="),
            "{environment}"
        );
        let again = run(&repo, &path, &["action", "ticket", "one/AI-1", "--yes"]).ends(2);
        assert!(again.err.contains("has a ticket already"), "{again:?}");
        // A run that could not write it down any more finds what it made.
        repo.write(&report("one"), REPORT);
        repo.write("calls", "");
        run(&repo, &path, &["action", "ticket", "one/AI-1", "--yes"]).ends(0);
        assert!(!repo.read("calls").contains("POST"));
        let synced = run(&repo, &path, &["action", "sync"]).ends(0);
        assert!(
            synced.err.contains("1 of the tickets are not in"),
            "{synced:?}"
        );
        let text = repo.read(&report("one"));
        assert!(
            text.contains("state: done") && text.contains("done_on: 2026-03-20"),
            "{text}"
        );
        assert!(text.contains("ticket: ELSE-7, state: open"), "{text}");
    }
}

#[test]
fn work_that_has_begun_stays_so_where_the_tracker_knows_only_open() {
    let repo = repository("{preset: github, project: acme/sre}");
    let url = "https://github.com/acme/sre/issues/12";
    let path = stub(&repo, "gh", &program(url, "body", r#"{"state": "open"}"#));
    let begun = REPORT.replace(
        "priority: P1, state: open",
        &format!("ticket: {url}, state: in-progress"),
    );
    repo.write(&report("one"), &begun);
    run(&repo, &path, &["action", "sync"]).ends(0);
    assert_eq!(repo.read(&report("one")), begun);
}

#[test]
fn a_program_of_the_teams_own_reads_and_prints_json() {
    let repo = repository("{preset: own, project: OPS}");
    let none = run(
        &repo,
        "/usr/bin:/bin",
        &["action", "ticket", "one/AI-1", "--yes"],
    )
    .ends(2);
    assert!(
        none.err.contains("git config pmrepo.tracker.program"),
        "{none:?}"
    );
    let script = "echo \"$*\" >> \"$HOME/calls\"\ncat > \"$HOME/read\"\n\
        case \"$*\" in *create) echo '{\"ticket\": \"OPS-9\"}';; *) echo '{\"state\": \"Wont Do\", \"reason\": \"Too dear\"}';; esac\n";
    let path = stub(&repo, "tickets", script);
    repo.git(&["config", "pmrepo.tracker.program", "tickets --quiet"])
        .ends(0);
    run(&repo, &path, &["action", "ticket", "one/AI-1", "--yes"]).ends(0);
    let read: Value = serde_json::from_str(&repo.read("read")).unwrap();
    assert_eq!(
        (&read["mark"], &read["project"]),
        (&json!("2026-03-10-one/AI-1"), &json!("OPS"))
    );
    assert_eq!(repo.read("calls"), "--quiet create\n");
    run(&repo, &path, &["action", "sync"]).ends(0);
    let text = repo.read(&report("one"));
    assert!(
        text.contains("OPS-9") && text.contains("wont-do") && text.contains("Too dear"),
        "{text}"
    );
    repo.write(&report("one"), REPORT);
    // One that fails is told of, with what it said.
    let path = stub(&repo, "tickets", "echo 'no such project' >&2; exit 3\n");
    let failed = run(&repo, &path, &["action", "sync"]).ends(2);
    assert!(failed.err.contains("no such project"), "{failed:?}");
    let path = stub(&repo, "tickets", "echo '<html>'\n");
    let failed = run(&repo, &path, &["action", "sync"]).ends(2);
    assert!(failed.err.contains("is not JSON"), "{failed:?}");
}

#[test]
fn a_program_that_does_not_end_is_stopped_and_what_it_made_is_found() {
    for (preset, name) in [("github", "gh"), ("own", "tickets")] {
        let repo = repository(&format!("{{preset: {preset}, project: acme/sre}}"));
        repo.git(&["config", "pmrepo.tracker.program", "tickets"])
            .ends(0);
        repo.git(&["config", "pmrepo.tracker.timeout", "1"]).ends(0);
        let path = stub(&repo, name, "echo $$ >> \"$HOME/pids\"; sleep 1000; true\n");
        let stopped = run(&repo, &path, &["action", "ticket", "one/AI-1", "--yes"]).ends(2);
        let said = format!("`{name}` was stopped: it did not end in 1 second");
        assert!(stopped.err.contains(&said), "{stopped:?}");
        assert!(
            stopped
                .err
                .contains("git config pmrepo.tracker.timeout SECONDS"),
            "{stopped:?}"
        );
        assert_eq!(repo.read(&report("one")), REPORT);
        // Whose parent is gone is taken away by the machine, which may take a moment.
        let script = "for it in $(cat pids); do n=0; while kill -0 $it 2>/dev/null && [ $n -lt 100 ]; \
                      do n=$((n + 1)); sleep 0.1; done; [ $n -lt 100 ] || echo $it; done";
        let left = repo.sh(script);
        assert_eq!(left.out, "");
    }
    // It made the ticket before it hung.
    let repo = repository("{preset: github, project: acme/sre}");
    repo.git(&["config", "pmrepo.tracker.timeout", "1"]).ends(0);
    let url = "https://github.com/acme/sre/issues/12";
    let hangs = program(url, "body", "").replace(
        "\"$HOME/posted\"; printf",
        "\"$HOME/posted\"; sleep 1000; printf",
    );
    let path = stub(&repo, "gh", &hangs);
    run(&repo, &path, &["action", "ticket", "one/AI-1", "--yes"]).ends(0);
    assert!(repo.read(&report("one")).contains(url));
    assert_eq!(repo.read("calls").matches("POST").count(), 1);
}

#[test]
fn nothing_of_a_confidential_postmortem_goes_to_a_tracker() {
    let repo = repository("{preset: github, project: acme/sre}");
    repo.write(
        &report("one"),
        REPORT.replace("status:", "confidential: true\nstatus:"),
    );
    let path = stub(&repo, "gh", "touch \"$HOME/ran\"\n");
    let said = run(&repo, &path, &["action", "ticket", "one/AI-1", "--yes"]).ends(2);
    assert!(said.err.contains("confidential"), "{said:?}");
    assert!(!repo.path("ran").exists());
}

#[test]
fn a_project_that_leads_elsewhere_is_none() {
    for project in ["../user/keys", "acme/sre/../../x", "acme", "acme/sre?x=1"] {
        let repo = repository(&format!("{{preset: github, project: '{project}'}}"));
        let path = stub(&repo, "gh", "touch \"$HOME/ran\"\n");
        let said = run(&repo, &path, &["action", "ticket", "one/AI-1", "--yes"]).ends(2);
        assert!(said.err.contains("is no project of GitHub"), "{said:?}");
        assert!(!repo.path("ran").exists());
    }
}

#[test]
fn the_real_gh_makes_a_ticket_and_reads_its_state() {
    let Some(path) = real_gh() else { return };
    let there = Fake::github();
    let server = &there.server;
    let repo = repository("{preset: github, project: acme/sre}");
    let variables = gh_variables(&path, &server.address);
    let run = |words: &[&str]| {
        let all = [&["--as-of", NOW], words].concat();
        repo.pmrepo_with(&variables, &all)
    };
    run(&["action", "ticket", "one/AI-1", "--yes"]).ends(0);
    let url = "https://github.localhost/acme/sre/issues/1";
    assert!(
        repo.read(&report("one")).contains(url),
        "{:?}",
        server.lines()
    );
    repo.write(&report("one"), REPORT);
    run(&["action", "ticket", "one/AI-1", "--yes"]).ends(0);
    assert_eq!(there.made().len(), 1);
    run(&["action", "sync"]).ends(0);
    assert!(repo.read(&report("one")).contains("done_on: 2026-03-21"));
}

/// The `PATH` that leads to the real `gh`; `None` where it is not there, which is said.
fn real_gh() -> Option<String> {
    let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
    let gh = tools.map(|it| it.join("gh/bin"));
    let Some(gh) = gh.filter(|it| it.join("gh").exists()) else {
        println!("skipped: gh is not installed (PMREPO_TEST_TOOLS)");
        return None;
    };
    let system = std::env::var("PATH").unwrap_or_default();
    Some(format!("{}:{system}", gh.display()))
}

/// What leads the real `gh` to a fake.
fn gh_variables<'a>(path: &'a str, proxy: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("PATH", path),
        ("GH_HOST", "github.localhost"),
        ("GH_ENTERPRISE_TOKEN", "x"),
        ("HTTP_PROXY", proxy),
        ("GH_NO_UPDATE_NOTIFIER", "1"),
    ]
}

#[test]
fn jira_is_asked_over_http() {
    let Some(elsewhere) = Elsewhere::find() else {
        return;
    };
    let there = Fake::jira();
    let repo = repository("{preset: jira, project: OPS}");
    repo.git(&["config", "pmrepo.jira.user", "ops@example.com"])
        .ends(0);
    let variables = [
        ("PMREPO_JIRA_HOST", there.server.address.as_str()),
        ("PMREPO_JIRA_TOKEN", TOKEN),
    ];
    let words = ["action", "ticket", "one/AI-1", "--yes"];
    let done = elsewhere.run(&repo, &variables, &words).ends(0);
    assert!(!done.snapshot().contains(TOKEN), "{done:?}");
    elsewhere
        .run(&repo, &variables, &["action", "sync"])
        .ends(0);
    let text = repo
        .read(&report("one"))
        .replace(&there.server.address, "HOST");
    assert_eq!(there.made().len(), 1);
    assert!(
        text.contains("HOST/browse/OPS-1") && text.contains("in-progress"),
        "{text}"
    );
}
