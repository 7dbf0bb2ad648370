//! `show --history`: what became of a postmortem, from its own commits.

use snapbox::IntoData as _;

use crate::sandbox::Output;
use crate::sandbox::Sandbox;

const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const PATH: &str = "postmortems/2026/2026-03-10-checkout-latency/postmortem.md";
const PEOPLE: &str = "people:\n  - {handle: bob, name: Bob Builder, email: bob@example.com}\n";

fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.path(".git/hooks/pre-commit")).unwrap();
    sandbox.write("people.yaml", PEOPLE);
    sandbox.commit("Begin").ends(0);
    sandbox
}

fn report(status: &str) -> String {
    CLOSED.replace("status: closed", &format!("status: {status}"))
}

/// Commits everything as somebody, at a moment.
fn commit(sandbox: &Sandbox, who: &str, at: &str, message: &str) {
    sandbox.git(&["add", "--all"]).ends(0);
    let (name, email) = who.split_once(' ').unwrap();
    let script = format!(
        "GIT_AUTHOR_NAME='{name}' GIT_AUTHOR_EMAIL='{email}' GIT_COMMITTER_DATE='{at}' \
         git commit --quiet --message '{message}'"
    );
    sandbox.sh(&script).ends(0);
}

fn history(sandbox: &Sandbox, words: &[&str]) -> Output {
    let mut all = vec!["show", "checkout-latency", "--history"];
    all.extend(words);
    sandbox.pmrepo(&all).ends(0)
}

/// What each event is, with the status from then on.
fn events(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let mut all = vec!["--format", "json"];
    all.extend(words);
    let out: serde_json::Value = serde_json::from_str(&history(sandbox, &all).out).unwrap();
    let events = out.get("events").and_then(|it| it.as_array()).unwrap();
    let text =
        |it: &serde_json::Value, key: &str| it.get(key).unwrap().as_str().unwrap().to_owned();
    events
        .iter()
        .map(|it| format!("{} {}", text(it, "event"), text(it, "status")))
        .collect()
}

#[test]
fn each_status_has_its_moment_its_author_and_what_the_report_claims() {
    let sandbox = repository();
    sandbox.write(PATH, report("draft"));
    commit(
        &sandbox,
        "Alice alice@example.com",
        "2026-03-10T14:30:00+0100",
        "Draft",
    );
    sandbox.write(PATH, report("draft").replace("seventy", "70"));
    commit(
        &sandbox,
        "Alice alice@example.com",
        "2026-03-10T15:00:00+0100",
        "Words",
    );
    sandbox.write(PATH, report("in-review"));
    commit(
        &sandbox,
        "Bob bob@example.com",
        "2026-03-11T10:00:00Z",
        "Send it",
    );
    sandbox.write(PATH, report("reviewed"));
    commit(
        &sandbox,
        "Carol carol@example.com",
        "2026-03-20T10:00:00Z",
        "Reviewed",
    );
    sandbox.write(PATH, report("closed"));
    commit(
        &sandbox,
        "Carol carol@example.com",
        "2026-03-25T10:00:00Z",
        "Close",
    );
    let out = history(&sandbox, &[]).out;
    let ids = sandbox.git(&["log", "--format=%H"]).out;
    let out = ids.lines().fold(out, |out, id| {
        out.replace(id.get(..10).unwrap(), "[COMMIT]")
    });
    snapbox::assert_data_eq!(
        out,
        snapbox::str![[r#"
Checkout latency after cache failover
postmortems/2026/2026-03-10-checkout-latency/postmortem.md

2026-03-10 13:30  appeared as draft, by Alice <alice@example.com> ([COMMIT])
    2 hours 20 minutes after the incident was resolved
2026-03-11 10:00  from draft to in-review, by bob ([COMMIT])
    in-review was due 2026-03-11: in time
2026-03-20 10:00  from in-review to reviewed, by Carol <carol@example.com> ([COMMIT])
    reviewed was due 2026-03-17: 3 days late
    `reviewed_at` says 2026-03-12 15:00, 8 days before this commit
2026-03-25 10:00  from reviewed to closed, by Carol <carol@example.com> ([COMMIT])

times in UTC

"#]]
        .raw()
    );
}

#[test]
fn a_move_is_followed_and_is_an_event_where_it_moves_alone() {
    let sandbox = repository();
    let other = "postmortems/2026/2026-03-11-search/postmortem.md";
    sandbox.write(PATH, report("draft"));
    sandbox.commit("Draft").ends(0);
    // Alike to the byte, but no copy: a scaffold is like any other.
    sandbox.write(other, report("draft"));
    sandbox.commit("Another").ends(0);
    let old = "postmortems/2026/2026-03-11-search";
    let new = "postmortems/2026/2026-03-11-search-slow";
    sandbox.git(&["mv", old, new]).ends(0);
    sandbox.commit("Move one").ends(0);
    sandbox.git(&["mv", "postmortems", "incidents"]).ends(0);
    sandbox.write("pmrepo.yaml", "paths: {postmortems: incidents}\n");
    sandbox.commit("Move all").ends(0);
    assert_eq!(events(&sandbox, &[]), ["appeared draft"]);
    let out = sandbox
        .pmrepo(&["show", "search-slow", "--history"])
        .ends(0)
        .out;
    assert_eq!(out.matches(", by ").count(), 2, "{out}");
    assert!(
        out.contains("moved from postmortems/2026/2026-03-11-search, by"),
        "{out}"
    );
}

#[test]
fn a_branch_tells_once_and_a_merge_only_what_is_its_own() {
    let sandbox = repository();
    sandbox.write(PATH, report("draft"));
    sandbox.commit("Draft").ends(0);
    sandbox.git(&["checkout", "--quiet", "-b", "topic"]).ends(0);
    sandbox.write(PATH, report("in-review"));
    sandbox.commit("Send it").ends(0);
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox.write(PATH, report("draft").replace("seventy", "70"));
    sandbox.commit("Words on main").ends(0);
    sandbox
        .git(&["merge", "--quiet", "--no-edit", "topic"])
        .ends(0);
    assert_eq!(
        events(&sandbox, &[]),
        ["appeared draft", "status in-review"]
    );
    // A merge that is like neither side.
    sandbox
        .git(&["checkout", "--quiet", "-b", "other", "HEAD~1"])
        .ends(0);
    sandbox.write(PATH, report("draft").replace("seventy", "about 70"));
    sandbox.commit("Words on a branch").ends(0);
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox
        .git(&[
            "merge",
            "--quiet",
            "--no-commit",
            "--strategy=ours",
            "other",
        ])
        .ends(0);
    sandbox.write(PATH, report("reviewed"));
    sandbox.commit("Merge, and review").ends(0);
    let all = events(&sandbox, &[]);
    assert_eq!(
        all,
        ["appeared draft", "status in-review", "status reviewed"]
    );
}

#[test]
fn what_is_broken_taken_away_and_brought_back_is_told() {
    let sandbox = repository();
    sandbox.write(PATH, report("draft"));
    sandbox.commit("Draft").ends(0);
    sandbox.write(PATH, "---\nstatus: [\n---\n");
    sandbox.commit("Break it").ends(0);
    sandbox.git(&["rm", "--quiet", PATH]).ends(0);
    sandbox.commit("Gone").ends(0);
    sandbox.git(&["revert", "--no-edit", "HEAD"]).ends(0);
    sandbox.write(PATH, report("in-review"));
    sandbox.commit("Fix it").ends(0);
    assert_eq!(
        events(&sandbox, &[]),
        [
            "appeared draft",
            "status unreadable",
            "removed unreadable",
            "appeared unreadable",
            "status in-review"
        ]
    );
    // At a commit, and in a bare repository, which has no other state.
    let first = events(&sandbox, &["--rev", "HEAD~3"]);
    assert_eq!(first, ["appeared draft", "status unreadable"]);
    sandbox
        .git(&["clone", "--quiet", "--bare", ".", "bare.git"])
        .ends(0);
    let words = ["show", "checkout-latency", "--history", "--rev", "HEAD"];
    let bare = sandbox.pmrepo_in("bare.git", &words).ends(0).out;
    assert_eq!(bare.matches(", by ").count(), 5, "{bare}");
}

#[test]
fn where_there_is_no_history_or_not_all_of_it_that_is_said() {
    let sandbox = repository();
    sandbox.write(PATH, report("draft"));
    let out = history(&sandbox, &[]).out;
    assert!(
        out.ends_with("\nNothing of it is committed yet.\n"),
        "{out}"
    );
    sandbox.commit("Draft").ends(0);
    sandbox.write(PATH, report("in-review"));
    sandbox.commit("Send it").ends(0);
    let source = format!("file://{}", sandbox.path("").display());
    let words = ["clone", "--quiet", "--depth", "1", &source, "shallow"];
    sandbox.git(&words).ends(0);
    let words = ["show", "checkout-latency", "--history"];
    let out = sandbox.pmrepo_in("shallow", &words).ends(0).out;
    assert!(
        out.ends_with("\nThis clone is shallow: what was before may be missing.\n"),
        "{out}"
    );
    std::fs::remove_dir_all(sandbox.path(".git")).unwrap();
    let out = sandbox.pmrepo(&words).ends(2).err;
    assert!(out.contains("no git repository"), "{out}");
}

#[test]
fn a_name_puts_nothing_on_the_terminal() {
    let sandbox = repository();
    sandbox.write(
        PATH,
        report("draft").replace("status: draft", "status: \"\\e[31mdraft\""),
    );
    commit(
        &sandbox,
        "\u{1b}[31mEve\u{202e} eve@example.com",
        "2026-03-10T14:30:00Z",
        "Draft",
    );
    let out = history(&sandbox, &[]).out;
    assert!(out.contains("Eve"), "{out}");
    assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out:?}");
}
