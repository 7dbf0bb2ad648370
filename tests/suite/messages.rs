//! `message`.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
roles: {incident_commander: ivan}
---
";

const PLACE: &str = "postmortems/2026/2026-03-10-one/messages";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo
}

/// Removes the comments of the template from a message.
fn finish(repo: &Sandbox, name: &str) {
    let path = format!("{PLACE}/{name}.md");
    let text = repo.read(&path);
    let lines = text.lines().filter(|it| !it.starts_with("<!--"));
    let lines: String = lines.map(|it| format!("{it}\n")).collect();
    repo.write(&path, lines);
}

#[test]
fn a_message_is_written_sent_and_listed() {
    let repo = repo();
    repo.pmrepo(&["message", "new", "one", "notice"]).ends(0);
    let shown = repo
        .pmrepo(&["message", "show", "one", "notice"])
        .ends(0)
        .out;
    assert!(shown.contains("Checkout latency (SEV-2)"), "{shown}");
    finish(&repo, "notice");
    repo.pmrepo(&["message", "new", "one", "notice"]).ends(2);
    repo.pmrepo(&[
        "message",
        "sent",
        "one",
        "notice",
        "--at",
        "yesterday 9:30",
        "--url",
        "https://chat.example.com/1",
    ])
    .ends(0);
    let notice = repo.read(&format!("{PLACE}/notice.md"));
    assert!(notice.contains("sent_at: 2026-03-31T09:30Z\n"), "{notice}");
    repo.pmrepo(&[
        "message",
        "none",
        "one",
        "external",
        "--because",
        "Nobody felt it.",
    ])
    .ends(0);
    let listed = repo.pmrepo(&["message", "list"]).ends(0).out;
    let state = |name: &str| {
        let line = listed.lines().find(|it| it.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    assert_eq!(
        [state("notice"), state("results"), state("external")],
        ["sent", "missing", "none"]
    );
    let json = repo
        .pmrepo(&["message", "list", "one", "--format", "json"])
        .ends(0)
        .out;
    assert!(
        json.contains(r#""not_sent_because":"Nobody felt it.""#),
        "{json}"
    );
    repo.pmrepo(&["check", "--fail-on", "warning"]).ends(0);
    let owed = repo
        .pmrepo(&[
            "overdue",
            "--kind",
            "internal-notice",
            "--kind",
            "external-message",
        ])
        .ends(0)
        .out;
    assert!(owed.starts_with("nothing is late"), "{owed}");
}

#[test]
fn one_that_was_sent_by_hand_is_only_recorded() {
    let repo = repo();
    let refused = repo
        .pmrepo(&["message", "sent", "one", "external"])
        .ends(2)
        .err;
    assert!(refused.contains("--approved-by is missing"), "{refused}");
    repo.pmrepo(&[
        "message",
        "sent",
        "one",
        "external",
        "--approved-by",
        "@eve",
    ])
    .ends(0);
    assert_eq!(
        repo.read(&format!("{PLACE}/external.md")),
        "---\napproved_by: eve\nsent_at: 2026-04-01T12:00Z\n---\n\nSent by hand.\n"
    );
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn what_contradicts_itself_is_refused() {
    let repo = repo();
    repo.pmrepo(&["message", "sent", "one", "notice"]).ends(0);
    let before = repo.read(&format!("{PLACE}/notice.md"));
    for words in [
        &["message", "none", "one", "notice", "--because", "No."][..],
        &["message", "none", "one", "results", "--because", " "],
        &["message", "show", "one", "results"],
        &["message", "sent", "one", "results", "--at", "whenever"],
        &["message", "sent", "nowhere", "results"],
    ] {
        repo.pmrepo(words).ends(2);
    }
    assert_eq!(repo.read(&format!("{PLACE}/notice.md")), before);
    assert!(!repo.path(&format!("{PLACE}/results.md")).exists());
    repo.pmrepo(&[
        "message",
        "none",
        "one",
        "results",
        "--because",
        "No meeting.",
    ])
    .ends(0);
    repo.pmrepo(&["message", "sent", "one", "results"]).ends(2);
}

#[test]
fn what_is_not_written_yet_is_not_sent_and_the_line_is_named() {
    let repo = repo();
    repo.pmrepo(&["message", "new", "one", "notice"]).ends(0);
    let path = format!("{PLACE}/notice.md");
    let sent = ["message", "sent", "one", "notice"];
    let fresh = repo.read(&path);
    let at = fresh.lines().position(|it| it.starts_with("<!--")).unwrap() + 1;
    let refused = repo.pmrepo(&sent).ends(2).err;
    assert!(
        refused.contains(&format!("notice.md:{at} is not written yet")),
        "{refused}"
    );
    assert_eq!(repo.read(&path), fresh);
    finish(&repo, "notice");
    let finished = repo.read(&path);
    for left in [
        "Impact: TBD.",
        "TODO say more",
        "???",
        "See <!-- where? --> there.",
    ] {
        repo.write(&path, format!("{finished}\n{left}\n"));
        let line = finished.lines().count() + 2;
        let refused = repo.pmrepo(&sent).ends(2).err;
        assert!(
            refused.contains(&format!("notice.md:{line} is not")),
            "{left}: {refused}"
        );
    }
    repo.write(&path, &finished);
    repo.pmrepo(&sent).ends(0);
    // Whoever writes it down by hand is told by `check`.
    let by_hand = repo.read(&path) + "\nTBD\n";
    repo.write(&path, by_hand);
    let found = repo.pmrepo(&["check"]).ends(0).out;
    assert!(found.contains("PM605"), "{found}");
}

#[test]
fn one_that_was_sent_is_sent_again_only_by_somebody_who_says_so() {
    let repo = repo();
    let sent = [
        "message",
        "sent",
        "one",
        "notice",
        "--at",
        "9:30",
        "--message-id",
        "<1@mail>",
    ];
    repo.pmrepo(&sent).ends(0);
    let path = format!("{PLACE}/notice.md");
    let text = repo.read(&path);
    assert!(text.contains("sent_at: 2026-04-01T09:30Z\n"), "{text}");
    assert!(text.contains("message_id: \"<1@mail>\"\n"), "{text}");
    let refused = repo
        .pmrepo(&["message", "sent", "one", "notice"])
        .ends(2)
        .err;
    assert!(
        refused.contains("was sent already, 2026-04-01 09:30 UTC"),
        "{refused}"
    );
    assert!(refused.contains("--again"), "{refused}");
    assert_eq!(repo.read(&path), text);
    repo.pmrepo(&[
        "message", "sent", "one", "notice", "--again", "--at", "11:00",
    ])
    .ends(0);
    assert!(repo.read(&path).contains("sent_at: 2026-04-01T11:00Z\n"));
}

const EXTERNAL: &str =
    "---\nto: https://status.example.com\n---\n\nYou could not pay for an hour.\n";

#[test]
fn whoever_wrote_the_message_to_customers_does_not_approve_it() {
    let repo = repo();
    let path = format!("{PLACE}/external.md");
    let approve = |by: &str| repo.pmrepo(&["message", "approve", "one", "external", "--by", by]);
    let nothing = approve("eve").ends(2).err;
    assert!(
        nothing.contains("pmrepo message new 2026-03-10-one external"),
        "{nothing}"
    );
    repo.pmrepo(&["message", "new", "one", "external"]).ends(0);
    assert!(
        approve("eve")
            .ends(2)
            .err
            .contains("no text that could be approved")
    );
    repo.commit("The template").ends(0);
    // It is yet to be committed, by Alice.
    repo.write(&path, EXTERNAL);
    let own = approve("alice").ends(2).err;
    assert!(
        own.contains("wrote it first: this commit by Alice"),
        "{own}"
    );
    repo.commit("The text").ends(0);
    for alice in ["me", "alice", "Alice", "alice@example.com"] {
        let own = approve(alice).ends(2).err;
        assert!(
            own.contains("wrote it first: the commit "),
            "{alice}: {own}"
        );
        let sent = ["message", "sent", "one", "external", "--approved-by", alice];
        repo.pmrepo(&sent).ends(2);
    }
    assert_eq!(repo.read(&path), EXTERNAL);
    // Who approves it may correct it.
    repo.write(&path, EXTERNAL.replace("an hour", "70 minutes"));
    assert_eq!(
        approve("@eve").ends(0).out,
        "2026-03-10-one: external is approved\n"
    );
    let text = repo.read(&path);
    assert!(
        text.contains("approved_by: eve\napproved_at: 2026-04-01T12:00Z\n"),
        "{text}"
    );
    assert!(
        approve("bob")
            .ends(2)
            .err
            .contains("approved already, by eve")
    );
    repo.pmrepo(&["message", "sent", "one", "external"]).ends(0);
    repo.pmrepo(&["check"]).ends(0);
    let only = repo
        .pmrepo(&["message", "approve", "one", "notice"])
        .ends(2)
        .err;
    assert!(only.contains("needs no approval"), "{only}");
}

#[test]
fn a_commit_in_which_somebody_approves_their_own_text_is_a_warning() {
    let repo = repo();
    let path = format!("{PLACE}/external.md");
    repo.write(&path, EXTERNAL);
    repo.commit("The text").ends(0);
    let approved =
        |by: &str| EXTERNAL.replace("\n---\n\n", &format!("\napproved_by: {by}\n---\n\n"));
    let staged = |by: &str| {
        repo.write(&path, approved(by));
        repo.git(&["add", "--all"]).ends(0);
        repo.pmrepo(&["check", "--staged"]).ends(0).out
    };
    assert!(!staged("eve").contains("PM812"));
    let own = staged("alice");
    assert!(own.contains("PM812"), "{own}");
    assert!(
        own.contains("alice approves their own text: the commit "),
        "{own}"
    );
    repo.commit("Approve").ends(0);
    let range = ["check", "--range", "HEAD~1..HEAD"];
    let found = repo.pmrepo(&range).ends(0).out;
    assert!(
        found.contains("PM812") && found.contains("warning"),
        "{found}"
    );
    let allowed = "Approve\n\nPmrepo-Allow: PM812 nobody else is awake";
    repo.git(&["commit", "--quiet", "--amend", "-m", allowed])
        .ends(0);
    let found = repo.pmrepo(&range).ends(0).out;
    assert!(!found.contains("warning"), "{found}");
    // What cannot be told is no reason to pass.
    repo.sh("git clone -q --depth 2 \"file://$PWD/.git\" shallow")
        .ends(0);
    let refused = repo.pmrepo_in("shallow", &range).ends(2).err;
    assert!(refused.contains("who wrote"), "{refused}");
    repo.sh("rm -rf shallow").ends(0);
    // A team of five has nobody else.
    repo.write("pmrepo.yaml", "rules: {PM812: off}\n");
    repo.write(&path, EXTERNAL);
    let approve = ["message", "approve", "one", "external", "--by", "alice"];
    repo.pmrepo(&approve).ends(0);
}

#[test]
fn whoever_wrote_a_text_is_known_by_the_address_alone() {
    let repo = repo();
    let path = format!("{PLACE}/external.md");
    let approved = EXTERNAL.replace("\n---\n\n", "\napproved_by: alice\n---\n\n");
    // Git makes no commit without a name; other programs do.
    let commit = |text: &str, author: &str| {
        repo.write(&path, text);
        repo.sh(&format!(
            "git add --all && tree=$(git write-tree) && head=$(git rev-parse HEAD) && \
             id=$(printf 'tree %s\\nparent %s\\nauthor {author}\\ncommitter Eve <eve@example.com> 1775044800 +0000\\n\\nx\\n' \
             $tree $head | git hash-object -t commit -w --stdin --literally) && git reset -q --hard $id"
        ))
        .ends(0);
    };
    let judged = || repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]);
    repo.commit("Begin").ends(0);
    for (author, is_own) in [
        (" <alice@example.com> 1775044800 +0000", true),
        (" <bob@example.com> 1775044800 +0000", false),
        ("Alice <> 1775044800 +0000", true),
    ] {
        commit(EXTERNAL, author);
        commit(
            &EXTERNAL.replace("an hour", "70 minutes"),
            "Bob <bob@example.com> 1775044800 +0000",
        );
        commit(&approved, "Alice <alice@example.com> 1775044800 +0000");
        let found = judged().ends(0).out;
        assert_eq!(found.contains("PM812"), is_own, "{author}: {found}");
        repo.git(&["reset", "-q", "--hard", "HEAD~3"]).ends(0);
    }
    // Nor is one passed over that says not when.
    commit(EXTERNAL, "Bob <bob@example.com> soon");
    let history = repo.pmrepo(&["show", "one", "--history"]);
    assert_eq!(history.status, 0, "{}", history.err);
    repo.sh("id=$(git cat-file commit HEAD | sed 's/^committer.*/committer Eve <eve@example.com> 1775044800/' | \
             git hash-object -t commit -w --stdin --literally) && git reset -q --hard $id")
        .ends(0);
    let corrected = EXTERNAL.replace("an hour", "70 minutes");
    commit(&corrected, "Bob <bob@example.com> 1775044800 +0000");
    commit(&approved, "Alice <alice@example.com> 1775044800 +0000");
    let refused = judged().ends(2).err;
    assert!(
        refused.contains("has no date that git can read"),
        "{refused}"
    );
}

#[test]
fn a_notice_links_the_report_where_its_readers_find_it() {
    let repo = repo();
    let new = |name: &str| {
        let _ = std::fs::remove_file(repo.path(&format!("{PLACE}/{name}.md")));
        let said = repo.pmrepo(&["message", "new", "one", name]).ends(0).err;
        (repo.read(&format!("{PLACE}/{name}.md")), said)
    };
    let path = report("one");
    let (text, said) = new("notice");
    assert!(text.contains("The postmortem: 2026-03-10-one"), "{text}");
    assert!(said.contains("web_url"), "{said}");
    repo.git(&["remote", "add", "origin", "git@github.com:acme/sre.git"])
        .ends(0);
    let (text, said) = new("notice");
    let main = format!("https://github.com/acme/sre/blob/main/{path}");
    assert!(text.contains(&main), "{text}");
    assert!(
        said.contains("2026-03-10-one is not on origin/main yet: push it"),
        "{said}"
    );
    // A branch that was pushed has it, and the main one does not.
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"])
        .ends(0);
    repo.git(&["switch", "--quiet", "--create", "pm/one"])
        .ends(0);
    repo.commit("The report").ends(0);
    repo.git(&["update-ref", "refs/remotes/origin/pm/one", "HEAD"])
        .ends(0);
    let (text, said) = new("notice");
    let branch = format!("https://github.com/acme/sre/blob/pm/one/{path}");
    assert!(text.contains(&branch), "{text}");
    assert!(
        said.contains("the link goes to the branch pm/one"),
        "{said}"
    );
    // What the configuration says about the main branch is true of another one as well.
    repo.write(
        "pmrepo.yaml",
        "web_url: https://git.example.com/sre/src/branch/main\n",
    );
    let (text, _) = new("results");
    let branch = format!("https://git.example.com/sre/src/branch/pm/one/{path}");
    assert!(text.contains(&branch), "{text}");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"])
        .ends(0);
    repo.write("pmrepo.yaml", "web_url: https://pm.example.com/{id}\n");
    let (text, said) = new("results");
    assert!(
        text.contains("The whole postmortem: https://pm.example.com/2026-03-10-one\n"),
        "{text}"
    );
    assert_eq!(said, "");
}

#[test]
fn the_results_are_filled_from_the_report() {
    let repo = Sandbox::new();
    let closed = include_str!("../../src/rules/example/postmortem.md");
    let text = closed.replace(
        "contributing_factors:\n  - The client of the cache waits thirty seconds before it tries another node.\n",
        "",
    );
    let text = text.replace(
        "  summary: A third of the customers waited more than ten seconds for the payment page.\n",
        "",
    );
    let items = "    done_on: 2026-03-20\n  - {id: AI-2, title: Try it, kind: prevent, priority: P2, \
                 state: wont-do, reason: No.}\n  - {id: AI-3, title: Think, state: proposed}\n";
    let text = text.replace("    done_on: 2026-03-20\n", items);
    repo.write(&report("one"), text);
    repo.pmrepo(&["message", "new", "one", "results"]).ends(0);
    let results = repo.read(&format!("{PLACE}/results.md"));
    for line in [
        "1,240 customers waited more than ten seconds for the payment page; none was charged twice.",
        "- The client of the cache waits thirty seconds before it tries another node.",
        "- Lower the timeout of the cache client to 500 ms, dave, by 2026-03-24",
    ] {
        assert!(results.contains(&format!("{line}\n")), "{line}: {results}");
    }
    assert!(
        !results.contains("Try it") && !results.contains("Think"),
        "{results}"
    );
    repo.pmrepo(&["message", "sent", "one", "results"]).ends(0);
}

#[test]
fn a_second_time_is_allowed_by_the_commit_that_records_it() {
    let repo = repo();
    repo.commit("start").ends(0);
    repo.pmrepo(&[
        "message", "sent", "one", "notice", "--at", "9:30", "--commit",
    ])
    .ends(0);
    let again = [
        "message", "sent", "one", "notice", "--again", "--at", "11:00", "--commit",
    ];
    repo.pmrepo(&again).ends(0);
    let log = repo.git(&["log", "-1", "--format=%B"]).out;
    assert!(
        log.contains("Pmrepo-Allow: PM808 notice was sent again"),
        "{log}"
    );
    repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).ends(0);
}

#[test]
fn who_approved_a_message_and_when_is_listed() {
    let repo = repo();
    let path = format!("{PLACE}/external.md");
    repo.write(&path, "---\n---\n\nPayments were slow.\n");
    let words = [
        "message", "approve", "one", "external", "--by", "bob", "--at", "11:30",
    ];
    repo.pmrepo(&words).ends(0);
    let said = "approved by bob, 2026-04-01 11:30";
    let listed = repo.pmrepo(&["message", "list", "one"]).ends(0).out;
    let line = listed
        .lines()
        .find(|it| it.starts_with("external"))
        .unwrap();
    assert!(
        line.contains(" approved ") && line.contains(said),
        "{listed}"
    );
    let shown = repo.pmrepo(&["show", "one"]).ends(0).out;
    assert!(shown.contains(&format!("external {said}")), "{shown}");
    let json = repo
        .pmrepo(&["message", "list", "one", "--format", "json"])
        .ends(0)
        .out;
    let said = r#""state":"approved","sent_at":null,"attempted_at":null,"posted_at":null,"approved_by":"bob","approved_at":"2026-04-01T11:30:00Z""#;
    assert!(json.contains(said), "{json}");
}
