//! `post`: what is posted to a channel, and that it is posted once. The hook is a server of this test's
//! own on loopback; what posts is the program with all its features, which `.ci/tools DIR` builds.

use std::process::Stdio;

use serde_json::Value;

use crate::elsewhere::Elsewhere;
use crate::http::Asked;
use crate::http::Reply;
use crate::http::Server;
use crate::http::Trouble;
use crate::sandbox::NOW;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// What nobody may be shown.
const SECRET: &str = "T00/B00/tr0ub4dor";

const REPORT: &str = "---
title: Checkout latency
status: reviewed
severity: SEV-3
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
action_items:
  - {id: AI-1, title: Cap <it>, priority: P3, owner: dave, due: 2026-03-29, ticket: A-1, state: open}
  - {id: AI-2, title: Test it, priority: P3, owner: '@here', due: 2026-03-31, ticket: A-2, state: open}
  - {id: AI-3, title: Watch it, priority: P3, owner: erin, due: 2026-04-01, ticket: A-3, state: open}
  - {id: AI-4, title: Drop it, priority: P3, owner: erin, due: 2026-04-02, ticket: A-4, state: open}
  - {id: AI-5, title: Did it, priority: P3, owner: erin, due: 2026-04-01, ticket: A-5, state: done, done_on: 2026-03-20}
---
";

fn notice() -> String {
    report("one").replace("postmortem.md", "messages/notice.md")
}

const NOTICE: &str = "---\n---\n\nIt was *slow* <!channel> @all: https://pm.example/1.\n";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(
        "pmrepo.yaml",
        "web_url: https://git.example.com/x/blob/main\nrules: {PM309: off}\n",
    );
    repo.write(&report("one"), REPORT);
    repo.write(&notice(), NOTICE);
    repo
}

/// What would be posted at a time.
fn dry(repo: &Sandbox, at: &str, words: &[&str]) -> Output {
    let words = [&["--as-of", at, "post"], words, &["--dry-run"]].concat();
    repo.pmrepo_with(&[], &words).ends(0)
}

fn text(body: &str) -> String {
    let body: Value = serde_json::from_str(body).unwrap();
    body.pointer("/text").unwrap().as_str().unwrap().to_owned()
}

#[test]
fn the_digest_has_what_is_due_today_and_what_is_newly_late_and_on_mondays_all() {
    let repo = repo();
    let words = ["overdue", "--as", "mattermost"];
    // A Wednesday morning: AI-2's day ended at midnight, AI-1 is late for longer.
    let told = text(&dry(&repo, "2026-04-01T06:00Z", &words).out);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 4, "{told}");
    assert_eq!(
        (lines[0], lines[2]),
        ("**Late since yesterday**", "**Due today**")
    );
    assert!(
        lines[1].starts_with("- [2026-03-10-one](https://git.example.com/x/blob/main/"),
        "{told}"
    );
    assert!(
        lines[1].contains("AI-2 Test it, 1 day late") && !lines[1].contains("@here"),
        "{told}"
    );
    assert!(lines[3].contains("AI-3 Watch it (erin)"), "{told}");
    // The next day has what became late and is due then, and nothing twice.
    let told = text(&dry(&repo, "2026-04-02T06:00Z", &words).out);
    assert!(
        told.contains("AI-3") && told.contains("AI-4") && !told.contains("AI-2"),
        "{told}"
    );
    // On a Monday all, with days.
    let told = text(&dry(&repo, "2026-04-06T06:00Z", &words).out);
    for it in ["**Late**", "AI-1 Cap ", "AI-2", "AI-3", "AI-4"] {
        assert!(told.contains(it), "{it}: {told}");
    }
    assert!(!told.contains("AI-5"), "{told}");
    // Where there is nothing, nothing is posted.
    let none = dry(&repo, "2026-04-04T06:00Z", &words);
    assert_eq!(none.out, "");
    assert!(none.err.contains("nothing to post"), "{none:?}");
}

#[test]
fn each_chat_has_its_body_and_nobody_is_notified() {
    let repo = repo();
    let at = "2026-04-01T06:00Z";
    let slack = text(&dry(&repo, at, &["notice", "one", "--as", "slack"]).out);
    assert_eq!(
        slack,
        "*Incident: Checkout latency (SEV-3)*\nIt was slow &lt;!channel&gt; @all: https://pm.example/1."
    );
    let mattermost = text(&dry(&repo, at, &["notice", "one", "--as", "mattermost"]).out);
    assert!(!mattermost.contains("@all"), "{mattermost}");
    let teams = dry(&repo, at, &["notice", "one", "--as", "teams"]).out;
    let teams: Value = serde_json::from_str(&teams).unwrap();
    let blocks = teams.pointer("/attachments/0/content/body").unwrap();
    assert_eq!(blocks.as_array().unwrap().len(), 2);
    let digest = text(&dry(&repo, at, &["overdue"]).out);
    assert!(
        digest.contains("<https://git.example.com/x/blob/main/"),
        "{digest}"
    );
    repo.write(
        "process-reviews/2026/2026-05-04.md",
        "---\nscheduled_for: 2026-05-04T14:00Z\nstatus: scheduled\nchair: alice\nattendees: []\ninvited: anyone\nincidents: [2026-03-10-one]\n---\n",
    );
    let review = text(&dry(&repo, at, &["process-review"]).out);
    for it in [
        "Process review 2026-05-04",
        "alice leads it",
        "incidents of 2026-03-10.",
        "may join",
    ] {
        assert!(review.contains(it), "{it}: {review}");
    }
}

#[test]
fn of_a_confidential_postmortem_only_its_date_is_posted() {
    let repo = repo();
    repo.write(
        &report("one"),
        REPORT.replace("owner: carol", "owner: carol\nconfidential: true"),
    );
    let told = text(&dry(&repo, "2026-04-06T06:00Z", &["overdue"]).out);
    assert!(told.contains("2026-03-10 (confidential)"), "{told}");
    assert!(!told.contains("Cap") && !told.contains("-one"), "{told}");
    let words = ["post", "notice", "one", "--dry-run"];
    let refused = repo.pmrepo(&words).ends(2);
    assert!(refused.err.contains("nothing but its date"), "{refused:?}");
    assert!(!refused.err.contains("--to"), "{refused:?}");
}

#[test]
fn a_build_without_a_network_says_which_has_one() {
    let repo = repo();
    let variables = [("PMREPO_CHANNEL_URL", "http://127.0.0.1:9/x")];
    let words = ["--as-of", "2026-04-01T06:00Z", "post", "overdue", "--yes"];
    let refused = repo.pmrepo_with(&variables, &words);
    if !cfg!(feature = "net") {
        assert!(refused.ends(2).err.contains("--features net"));
    }
}

/// A hook that answers each request with the next of some statuses; 0 hangs up.
fn hook(statuses: &'static [u16]) -> Server {
    let mut next = statuses.iter().copied();
    let hook = Server::start(Box::new(move |_| {
        let status = next.next().unwrap_or(500);
        Reply::json(status, &Value::from("ok")).with("Retry-After", "0")
    }));
    if statuses == [0] {
        hook.plan("POST", Trouble::Cut);
    }
    hook
}

/// Its address, all of which is secret.
fn url(hook: &Server) -> String {
    format!("{}/hooks/{SECRET}?sig=a%2Fb", hook.address)
}

const TO: [&str; 3] = ["--yes", "--to", "ops"];

/// Posts with the program that has all features; `None` where there is none.
fn post(repo: &Sandbox, hook: &Server, words: &[&str]) -> Option<Output> {
    let all = [&["post"], words, &TO].concat();
    let url = url(hook);
    let variables = [("PMREPO_CHANNEL_OPS_URL", url.as_str())];
    let shown = Elsewhere::find()?.run(repo, &variables, &all);
    let text = format!("{shown:?}");
    assert!(
        !text.contains("tr0ub4dor") && !text.contains("a%2Fb"),
        "{text}"
    );
    let kept = repo.sh("grep -rl tr0ub4dor . --exclude-dir=.git");
    assert_eq!(kept.out, "");
    Some(shown)
}

#[test]
fn a_message_is_posted_once_and_that_is_on_record() {
    let repo = repo();
    let ok = hook(&[200, 200, 200]);
    let Some(posted) = post(&repo, &ok, &["notice", "one"]) else {
        return;
    };
    assert_eq!(posted.ends(0).out, "2026-03-10-one: notice was posted\n");
    let got = ok.seen();
    let got: Vec<&Asked> = got.iter().map(|(it, _)| it).collect();
    assert_eq!(got[0].line(), format!("POST /hooks/{SECRET}"));
    assert_eq!(got[0].values("sig"), ["a/b"]);
    assert!(
        got[0].text.starts_with("{\"text\":\"**Incident: "),
        "{got:?}"
    );
    assert!(
        repo.read(&notice())
            .contains("posted_at: 2026-04-01T12:00Z\n")
    );
    let listed = repo.pmrepo(&["message", "list", "one"]).ends(0).out;
    assert!(listed.contains("posted 2026-04-01 12:00"), "{listed}");
    let refused = post(&repo, &ok, &["notice", "one"]).unwrap().ends(2);
    assert!(refused.err.contains("may have been sent at"), "{refused:?}");
    assert_eq!(ok.seen().len(), 1);
    post(&repo, &ok, &["notice", "one", "--again"])
        .unwrap()
        .ends(0);
    let checked = repo.pmrepo(&["check"]);
    assert!(!checked.out.contains("notice.md"), "{checked:?}");
    // It stands beside the mail: that is another way.
    repo.pmrepo(&["message", "sent", "one", "notice"]).ends(0);
    let digest = post(&repo, &ok, &["overdue"]).unwrap().ends(0);
    assert!(digest.err.contains("Posted."), "{digest:?}");
}

#[test]
fn what_a_channel_refuses_was_not_posted_and_what_it_does_not_answer_may_have_been() {
    let repo = repo();
    for (statuses, why, is_unclear) in [
        (&[404][..], "it answered 404", false),
        (&[302], "sends on to another place", false),
        (&[500], "may have been posted", true),
        (&[0], "may have been posted", true),
    ] {
        repo.write(&notice(), NOTICE);
        let hook = hook(statuses);
        let Some(refused) = post(&repo, &hook, &["notice", "one"]) else {
            return;
        };
        assert!(refused.ends(2).err.contains(why), "{why}");
        let kept = repo.read(&notice()).contains("posted_at");
        assert_eq!(kept, is_unclear, "{why}");
        assert_eq!(hook.seen().len(), 1, "{why}");
    }
    // What it has no room for is tried again.
    repo.write(&notice(), NOTICE);
    let busy = hook(&[429, 200]);
    post(&repo, &busy, &["notice", "one"]).unwrap().ends(0);
    assert_eq!(busy.seen().len(), 2);
}

/// Nobody can look whether it was posted: after a run that was killed it is not posted again unasked.
#[test]
fn what_was_killed_while_it_was_posted_is_not_posted_again_unasked() {
    let Some(elsewhere) = Elsewhere::find() else {
        return;
    };
    for (hold, times) in [(Trouble::HoldBefore, 0), (Trouble::HoldAfter, 1)] {
        let repo = repo();
        let hook = hook(&[200, 200]);
        hook.plan("POST", hold);
        let words = ["--as-of", NOW, "post", "notice", "one"];
        let mut child = repo
            .command(elsewhere.program(), "", &[&words[..], &TO].concat())
            .env("PMREPO_CHANNEL_OPS_URL", url(&hook))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        assert!(hook.wait());
        child.kill().unwrap();
        child.wait().unwrap();
        let refused = post(&repo, &hook, &["notice", "one"]).unwrap().ends(2);
        assert!(refused.err.contains("may have been sent at"), "{refused:?}");
        let posted = || hook.seen().iter().filter(|(_, it)| it.is_some()).count();
        assert_eq!(posted(), times);
        post(&repo, &hook, &["notice", "one", "--again"])
            .unwrap()
            .ends(0);
        assert_eq!(posted(), times + 1);
    }
}
