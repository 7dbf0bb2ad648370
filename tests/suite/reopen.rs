//! `reopen`.

use crate::kept;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");

fn with_status(status: &str) -> Sandbox {
    let repo = Sandbox::new();
    let text = CLOSED.replace("status: closed", &format!("status: {status}"));
    repo.write(&report("one"), text);
    repo.write(
        "postmortems/2026/2026-03-10-one/checklist.md",
        include_str!("../../src/rules/example/checklist.md"),
    );
    repo.write(
        "postmortems/2026/2026-03-10-one/messages/external.md",
        include_str!("../../src/rules/example/external.md"),
    );
    repo.commit("start").ends(0);
    repo
}

const REOPEN: [&str; 4] = ["reopen", "one", "--because", "It was the other\ncache."];

#[test]
fn what_is_closed_is_opened_again_by_a_commit_that_says_why() {
    let repo = with_status("closed");
    let said = repo.pmrepo(&REOPEN).ends(0);
    assert!(
        said.out.contains("2026-03-10-one: closed -> reviewed\n"),
        "{said:#?}"
    );
    let trailer = "Pmrepo-Allow: PM801 It was the other cache.";
    assert!(said.err.contains(trailer), "{said:#?}");
    // Before the commit nobody knows its message: a warning.
    repo.git(&["add", "--all"]).ends(0);
    let staged = repo.pmrepo(&["check", "--staged"]).ends(0).out;
    assert!(
        staged.contains("PM801") && staged.contains("Pmrepo-Allow"),
        "{staged}"
    );
    repo.git(&["reset", "--quiet", "--hard"]).ends(0);
    let mut reopen = REOPEN.to_vec();
    reopen.push("--commit");
    let said = repo.pmrepo(&reopen).ends(0).err;
    assert!(!said.contains("needs the line"), "{said}");
    let log = repo.git(&["log", "-1", "--format=%B"]).out;
    assert_eq!(log, format!("2026-03-10-one: reopen\n\n{trailer}\n\n"));
    let text = repo.read(&report("one"));
    assert!(
        text.contains("status: reviewed\n") && text.contains("reviewed_at"),
        "{text}"
    );
    repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).ends(0);
}

#[test]
#[cfg(unix)]
fn a_guarded_branch_takes_it_with_its_reason_and_not_without() {
    let repo = with_status("closed");
    repo.git(&["clone", "--quiet", "--bare", ".", "server.git"])
        .ends(0);
    repo.pmrepo(&["-C", "server.git", "hooks", "install", "--server"])
        .ends(0);
    repo.git(&["remote", "add", "origin", "server.git"]).ends(0);
    repo.pmrepo(&REOPEN).ends(0);
    repo.git(&["add", "postmortems"]).ends(0);
    repo.git(&["commit", "--quiet", "-m", "Open it again"])
        .ends(0);
    let push = ["push", "origin", "HEAD:main"];
    let refused = repo.git(&push);
    assert_ne!(refused.status, 0, "{refused:#?}");
    assert!(refused.err.contains("PM801"), "{refused:#?}");
    repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]).ends(0);
    let mut reopen = REOPEN.to_vec();
    reopen.push("--commit");
    repo.pmrepo(&reopen).ends(0);
    repo.git(&push).ends(0);
}

#[test]
fn what_is_reviewed_goes_back_into_review_and_an_incident_goes_on() {
    let repo = with_status("reviewed");
    let mut reopen = REOPEN.to_vec();
    reopen.push("--commit");
    let said = repo.pmrepo(&reopen).ends(0).out;
    assert!(
        said.contains("2026-03-10-one: reviewed -> in-review\n"),
        "{said}"
    );
    let text = repo.read(&report("one"));
    assert!(!text.contains("reviewed_at"), "{text}");
    let log = repo.git(&["log", "-1", "--format=%B"]).out;
    let trailer = "Pmrepo-Allow: PM801 It was the other cache.";
    assert_eq!(log.trim(), format!("2026-03-10-one: reopen\n\n{trailer}"));
    repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).ends(0);
    // What is in review has ended: one that goes on is a draft.
    let said = repo.pmrepo(&REOPEN).ends(0);
    assert!(
        said.out.contains("2026-03-10-one: in-review -> draft\n"),
        "{said:#?}"
    );
    assert!(
        said.out.contains("2026-03-10-one: not resolved any more\n"),
        "{said:#?}"
    );
    // That it had been reviewed is known from history.
    assert!(said.err.contains(trailer), "{said:#?}");
    let text = repo.read(&report("one"));
    assert!(!text.contains("resolved_at"), "{text}");
    repo.pmrepo(&["check", "one"]).ends(0);
    let again = repo.pmrepo(&REOPEN).ends(2).err;
    assert!(again.contains("there is nothing to open again"), "{again}");
    repo.pmrepo(&["reopen", "one", "--because", " "]).ends(2);
    repo.pmrepo(&["reopen", "one"]).ends(2);
}

#[test]
fn a_draft_stays_one_and_its_deadlines_wait() {
    let repo = with_status("draft");
    let said = repo.pmrepo(&REOPEN).ends(0);
    assert_eq!(said.out, "2026-03-10-one: not resolved any more\n");
    let text = repo.read(&report("one"));
    assert!(
        text.contains("status: draft\n") && !text.contains("resolved_at"),
        "{text}"
    );
}

#[test]
fn a_trial_run_shows_the_line_that_the_commit_needs() {
    let demo = Sandbox::plain();
    kept::demo(&demo, "demo");
    let words = [
        "-C",
        "demo",
        "reopen",
        "checkout",
        "--because",
        "Again",
        "--dry-run",
    ];
    let shown = demo.pmrepo_with(&[], &words).ends(0).err;
    let line = "hint: the commit's message needs the line: Pmrepo-Allow: PM801 Again\n";
    assert!(shown.contains(line), "{shown}");
}

#[test]
fn what_was_not_required_is_asked_for_without_its_reason() {
    let repo = Sandbox::new();
    let text = crate::sandbox::GOOD.replace(
        "status: draft",
        "status: not-required\nnot_required_because: A drill.",
    );
    repo.write(&report("one"), text);
    let hint = "hint: `pmrepo set 2026-03-10-one status=draft not_required_because=` asks for it \
                after all\n";
    for command in [
        &["advance", "one"][..],
        &["reopen", "one", "--because", "It was none"],
    ] {
        let refused = repo.pmrepo(command).ends(2).err;
        assert!(refused.ends_with(hint), "{refused}");
    }
    repo.pmrepo(&["set", "one", "status=draft", "not_required_because="])
        .ends(0);
    let checked = repo.pmrepo(&["check", "one"]).ends(0);
    assert!(!checked.out.contains("PM208"), "{checked:#?}");
}

/// What `check` finds in a range by PM803, and its status.
fn edits_of_closed(repo: &Sandbox, range: &str) -> (Vec<String>, i32) {
    let checked = repo.pmrepo(&["check", "--range", range]);
    let lines = checked.out.lines();
    let lines = lines.filter(|it| it.starts_with("error[PM803"));
    (lines.map(str::to_owned).collect(), checked.status)
}

/// Commits the report with another text, without the hook.
fn edit(repo: &Sandbox, (from, to): (&str, &str), message: &str) {
    let text = repo.read(&report("one"));
    assert!(text.contains(from), "{text}");
    repo.write(&report("one"), text.replacen(from, to, 1));
    repo.git(&["add", "postmortems"]).ends(0);
    repo.git(&["commit", "--quiet", "--no-verify", "-m", message])
        .ends(0);
}

const ALLOW: &str = "Open it\n\nPmrepo-Allow: PM801 it was the other cache";
const OPEN: (&str, &str) = ("status: closed", "status: reviewed");
const CLOSE: (&str, &str) = ("status: reviewed", "status: closed");
const TITLE: (&str, &str) = ("title: ", "title: Again, ");

#[test]
fn what_is_opened_again_step_by_step_may_be_pushed_at_once() {
    let repo = with_status("closed");
    repo.git(&["tag", "start"]).ends(0);
    let mut reopen = REOPEN.to_vec();
    reopen.push("--commit");
    repo.pmrepo(&reopen).ends(0);
    repo.pmrepo(&reopen).ends(0);
    assert!(!repo.read(&report("one")).contains("reviewed_at"));
    assert_eq!(edits_of_closed(&repo, "start..HEAD"), (vec![], 0));
    repo.git(&["reset", "--quiet", "--hard", "start"]).ends(0);
    repo.pmrepo(&reopen).ends(0);
    let place = (
        "## Contributing Factors\n\n",
        "## Contributing Factors\n\nThe other cache. ",
    );
    edit(&repo, place, "What we know now");
    assert_eq!(edits_of_closed(&repo, "start..HEAD"), (vec![], 0));
    repo.pmrepo(&["advance", "one", "--commit"]).ends(0);
    assert!(repo.read(&report("one")).contains("status: closed"));
    assert_eq!(edits_of_closed(&repo, "start..HEAD"), (vec![], 0));
    // Once it is closed again, it is closed.
    edit(&repo, TITLE, "A title");
    let (found, status) = edits_of_closed(&repo, "start..HEAD");
    assert_eq!((found.len(), status), (1, 1), "{found:?}");
    assert!(found[0].contains("`title`"), "{found:?}");
}

#[test]
fn no_edit_of_a_closed_report_hides_behind_an_opening() {
    let repo = with_status("closed");
    repo.git(&["tag", "start"]).ends(0);
    let finds = |commits: &[((&str, &str), &str)]| {
        repo.git(&["reset", "--quiet", "--hard", "start"]).ends(0);
        for (change, message) in commits {
            edit(&repo, *change, message);
        }
        !edits_of_closed(&repo, "start..HEAD").0.is_empty()
    };
    assert!(!finds(&[(OPEN, ALLOW), (TITLE, "Edit"), (CLOSE, "Close")]));
    // Opened by nobody who says why, or in another commit.
    assert!(finds(&[(OPEN, "Open"), (TITLE, "Edit"), (CLOSE, "Close")]));
    assert!(finds(&[(OPEN, "Open"), (TITLE, ALLOW), (CLOSE, "Close")]));
    // Edited before it, or with it.
    assert!(finds(&[(TITLE, "Edit"), (OPEN, ALLOW)]));
    let both = (
        "title: Checkout latency after cache failover\nstatus: closed",
        "title: Checkout latency\nstatus: reviewed",
    );
    assert!(finds(&[(both, ALLOW)]));
    // The opening is taken back, and nobody says why it is opened once more.
    assert!(finds(&[
        (OPEN, ALLOW),
        (CLOSE, "Take it back"),
        (TITLE, "Edit")
    ]));
    let again = [
        (OPEN, ALLOW),
        (CLOSE, "Take it back"),
        (OPEN, "Open"),
        (TITLE, "Edit"),
        (CLOSE, "Close"),
    ];
    assert!(finds(&again));
    let step = ("status: reviewed", "status: in-review");
    let back = ("status: in-review", "status: closed");
    assert!(finds(&[
        (OPEN, "Open"),
        (step, ALLOW),
        (TITLE, "Edit"),
        (back, "Close")
    ]));
    // An item of another name by then is one all the same.
    let item = (
        "action_items:\n",
        "action_items:\n  - {id: AI-8, title: Add more, state: open}\n",
    );
    let renamed = ("AI-8", "AI-9");
    assert!(finds(&[(item, "Add"), (OPEN, ALLOW), (renamed, "Rename")]));
}

#[test]
fn what_went_back_behind_its_review_needs_the_second_person_again() {
    let below = ("status: reviewed", "status: in-review");
    let again = ("status: in-review", "status: closed");
    let chain = [
        (OPEN, ALLOW),
        (below, ALLOW),
        (TITLE, "Edit"),
        (again, "Close"),
    ];
    for (guard, count) in [("schema: 1\n", 0), ("guard: {four_eyes: author}\n", 1)] {
        let repo = with_status("closed");
        repo.write("pmrepo.yaml", guard);
        let people =
            "people:\n  - {handle: carol}\n  - {handle: alice, email: alice@example.com}\n";
        repo.write("people.yaml", people);
        repo.git(&["add", "--all"]).ends(0);
        let words = ["commit", "--quiet", "--no-verify", "-m", "Guard it"];
        repo.git(&words).ends(0);
        repo.git(&["tag", "start"]).ends(0);
        for (change, message) in chain {
            edit(&repo, change, message);
        }
        let found = edits_of_closed(&repo, "start..HEAD").0;
        assert_eq!(found.len(), count, "{guard}: {found:?}");
    }
}
