//! What one sees: `show`, `overdue`, `mine` and lists, at a terminal and from a directory below.

use serde_json::Value;

use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A major incident in review, with something of everything.
const RICH: &str = "---\ntitle: Checkout latency\nstatus: in-review\nseverity: SEV-2\nowner: carol\n\
    roles:\n  incident_commander: ivan\n  scribe: bob\n  subject_matter_experts: [dave, erin]\n\
    started_at: 2026-03-30T10:00Z\ndetected_at: 2026-03-30T10:05Z\nresolved_at: 2026-03-30T11:00Z\n\
    detection: monitoring\nservices: [checkout]\nimpact: {users_affected: 3}\nregion: eu\n\
    references: {channel: '#inc-7', pagerduty: Q1}\n\
    meeting: {scheduled_for: 2026-04-03T09:00Z}\naction_items:\n\
    \x20 - {id: AI-1, title: Cap the pool, owner: dave, priority: P1, due: 2026-04-03}\n\
    \x20 - {id: AI-2, title: Alert on it, owner: shop/web, priority: P2, due: 2026-03-31}\n---\n\n\
    ## Overview\n\nSlow.\n\n## Impact\n\nEvery third customer waited.\n\nFor an hour.\n\n\
    ## Contributing Factors\n\n- The pool had no cap.\n- Nobody watched it.\n";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(
        "pmrepo.yaml",
        "schema: 1\ntimezone: Europe/Berlin\nfields:\n  region: {enum: [eu, us]}\n",
    );
    repo.write(
        "people.yaml",
        "people:\n  - {handle: carol, team: shop/web}\n  - {handle: dave, team: core}\n  - {handle: ivan, team: core}\n",
    );
    repo.write(&report("rich"), RICH);
    repo.write(
        "postmortems/2026/2026-03-10-rich/checklist.md",
        "## Scribe\n\n- [ ] `scribe.key-events` Bring them.\n\n- [x] `scribe.collect-todos` Done.\n",
    );
    repo.write(
        "postmortems/2026/2026-03-10-rich/messages/notice.md",
        "---\nto: [all@example.com]\nsent_at: 2026-03-30T12:30Z\n---\n\nIt was slow.\n",
    );
    repo
}

fn json(repo: &Sandbox, words: &[&str]) -> Value {
    let all = [words, &["--format", "json"]].concat();
    serde_json::from_str(&repo.pmrepo(&all).out).unwrap()
}

#[test]
fn show_says_what_is_due_and_how_far_everything_is() {
    let repo = repo();
    let shown = repo.pmrepo(&["show", "rich"]).ends(0).out;
    for line in [
        "started:            2026-03-30 12:00 (Europe/Berlin)\n",
        "resolved:           2026-03-30 13:00, after 1 hour\n",
        "meeting:            2026-04-03 11:00\n",
        "incident commander: ivan\n",
        "experts:            dave, erin\n",
        "impact:             Every third customer waited.\n",
        "factors:            - The pool had no cap.\n                    - Nobody watched it.\n",
        "checklist:          1 of 2 done; open: scribe.key-events (bob)\n",
        "messages:           notice sent 2026-03-30 14:30\n                    results missing\n",
        "channel:            #inc-7\n",
        "pagerduty:          Q1\n",
        "region:             eu\n",
        "\nDue\n\nDUE ",
        "  1 day late ",
        "AI-2 ",
        "Alert on it\n",
        "  in 2 days ",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    // RFC 3339 for programs, and all of it.
    let shown = json(&repo, &["show", "rich"]);
    let it = &shown["postmortem"];
    assert_eq!(it["impact"], "Every third customer waited.");
    assert_eq!(it["contributing_factors"][1], "Nobody watched it.");
    assert_eq!(it["references"]["pagerduty"], "Q1");
    assert_eq!(it["own_fields"]["region"], "eu");
    assert_eq!(it["checklist"][0]["step"], "scribe.key-events");
    assert_eq!(it["messages"][0]["state"], "sent");
    let due = it["due"].as_array().unwrap();
    let item = due.iter().find(|it| it["action_item"] == "AI-2").unwrap();
    assert_eq!(item["due"], "2026-03-31T23:59:59+02:00");
    assert_eq!(item["action_item_title"], "Alert on it");
    let listed = json(&repo, &["list"]);
    assert_eq!(listed["postmortems"][0]["impact"], it["impact"]);
}

#[test]
fn what_stands_in_the_front_matter_comes_before_the_sections() {
    let repo = repo();
    let said = RICH.replace(
        "impact: {users_affected: 3}",
        "impact: {users_affected: 3, summary: In short.}\ncontributing_factors: [Load]",
    );
    repo.write(&report("rich"), said);
    let shown = json(&repo, &["show", "rich"]);
    assert_eq!(shown["postmortem"]["impact"], "In short.");
    assert_eq!(shown["postmortem"]["contributing_factors"][0], "Load");
    assert_eq!(
        json(&repo, &["list"])["postmortems"][0]["impact"],
        "In short."
    );
}

#[test]
fn one_postmortem_alone_has_a_line_for_each_deadline_and_each_item() {
    let repo = repo();
    repo.write(
        &report("other"),
        RICH.replace("Alert on it", "Something else"),
    );
    let owed = repo
        .pmrepo(&["overdue", "rich", "--soon", "9d"])
        .ends(1)
        .out;
    assert!(!owed.contains("other"), "{owed}");
    assert!(owed.contains("Alert on it"), "{owed}");
    assert!(owed.contains("AI-1"), "{owed}");
    assert!(!owed.contains("more"), "{owed}");
    let items = repo.pmrepo(&["action", "list", "rich"]).ends(0).out;
    assert!(items.contains("2026-03-10-rich/AI-2"), "{items}");
    assert!(!items.contains("other"), "{items}");
    repo.pmrepo(&["overdue", "nothing-like-it"]).ends(2);
    repo.pmrepo(&["action", "list", "nothing-like-it"]).ends(2);
}

#[test]
fn what_is_owed_is_grouped_by_team() {
    let by = repo()
        .pmrepo(&["overdue", "--by", "team", "--soon", "9d"])
        .ends(1)
        .out;
    let team = |name: &str| {
        let (_, rest) = by.split_once(&format!("{name}\n\n")).unwrap();
        rest.split("\n\n").next().unwrap().to_owned()
    };
    // What a team owes is that team's, and what its people owe too.
    assert!(team("shop/web").contains("AI-2"), "{by}");
    assert!(team("core").contains("AI-1"), "{by}");
}

#[test]
fn a_folded_row_names_all_who_owe_and_is_not_lost_beside_an_unreadable_file() {
    let repo = repo();
    let folded = |shown: &str| {
        let line = shown.lines().find(|it| it.contains("2026-03-10-rich"));
        line.unwrap().to_owned()
    };
    let line = folded(&repo.pmrepo(&["overdue", "--soon", "9d"]).ends(1).out);
    for person in ["shop/web", "dave", "carol", "bob"] {
        assert!(line.contains(person), "{line}");
    }
    assert!(line.contains(" more"), "{line}");
    repo.write(
        "postmortems/2026/2026-03-10-rich/messages/results.md",
        "---\nto: [\n---\n",
    );
    let shown = repo.pmrepo(&["overdue", "--soon", "9d"]).ends(1).out;
    assert!(shown.contains("results.md:"), "{shown}");
    assert!(folded(&shown).contains(" more"), "{shown}");
}

#[test]
fn mine_has_the_meetings_i_attend_and_what_i_should_review() {
    let repo = repo();
    repo.write(
        "process-reviews/2026/2026-04-06.md",
        "---\nscheduled_for: 2026-04-06T10:00Z\nstatus: scheduled\nchair: alice\nattendees: [dave]\nincidents: []\n---\n",
    );
    let mine = repo.pmrepo(&["mine", "--as", "dave"]).out;
    let (_, meetings) = mine.split_once("Meetings\n\n").unwrap();
    assert!(
        meetings.contains("2026-04-03 11:00  2026-03-10-rich"),
        "{mine}"
    );
    assert!(meetings.contains("process-review 2026-04-06"), "{mine}");
    let (_, to_review) = mine.split_once("To review\n\n").unwrap();
    assert!(to_review.contains("2026-03-10-rich"), "{mine}");
    // Nobody reviews their own report, and a meeting that was held is not to come.
    let owner = repo.pmrepo(&["mine", "--as", "carol"]).out;
    assert!(!owner.contains("To review"), "{owner}");
    let held = RICH.replace(
        "scheduled_for:",
        "held_at: 2026-03-31T10:00Z, scheduled_for:",
    );
    repo.write(&report("rich"), held);
    let mine = json(&repo, &["mine", "--as", "dave"]);
    assert_eq!(mine["meetings"].as_array().unwrap().len(), 1, "{mine}");
    assert_eq!(mine["to_review"][0]["owner"], "carol");
}

#[test]
fn paths_are_shown_from_where_one_stands() {
    let repo = repo();
    repo.write(&report("bad"), RICH.replace("SEV-2", "SEV-9"));
    let below = "postmortems/2026/2026-03-10-rich";
    for (words, here, seen) in [
        (
            &["check"][..],
            "postmortems",
            "--> 2026/2026-03-10-bad/postmortem.md:4:",
        ),
        (&["check"], below, "--> ../2026-03-10-bad/postmortem.md:4:"),
        (&["show", "rich"], below, "\npostmortem.md\n"),
        (
            &["show", "bad"],
            below,
            "\n../2026-03-10-bad/postmortem.md\n",
        ),
        (&["overdue"], below, "- ../2026-03-10-bad/postmortem.md:4:"),
        (
            &["new", "Mail is late", "--severity", "SEV-3"],
            "postmortems/2026",
            "-mail-is-late/postmortem.md\n",
        ),
        (
            &["message", "new", "rich", "results"],
            below,
            "messages/results.md\n",
        ),
    ] {
        let shown = repo.pmrepo_in(here, words).out;
        assert!(shown.contains(seen), "{words:?} in {here}: {shown}");
        assert!(
            !shown.contains("postmortems/2026"),
            "{words:?} in {here}: {shown}"
        );
    }
    // For programs they stay as forges understand them.
    let found = repo.pmrepo_in(below, &["check", "--format", "json"]).out;
    assert!(
        found.contains("\"postmortems/2026/2026-03-10-bad/postmortem.md\""),
        "{found}"
    );
}

#[test]
fn late_is_red_closed_is_dim_and_headings_are_bold() {
    let repo = repo();
    repo.write(&report("old"), RICH.replace("in-review", "closed"));
    let coloured = |words: &[&str]| {
        let words = [words, &["--color", "always"]].concat();
        repo.pmrepo(&words).out
    };
    let listed = coloured(&["list"]);
    assert!(listed.contains("\u{1b}[1mTITLE\u{1b}[0m"), "{listed:?}");
    assert!(listed.contains("\u{1b}[2mclosed\u{1b}[0m"), "{listed:?}");
    assert!(!listed.contains("\u{1b}[2min-review"), "{listed:?}");
    let items = coloured(&["action", "list"]);
    assert!(items.contains("\u{1b}[31m2026-03-31\u{1b}[0m"), "{items:?}");
    assert!(!items.contains("\u{1b}[31m2026-04-03"), "{items:?}");
    let owed = coloured(&["overdue"]);
    assert!(owed.contains("\u{1b}[1mLate\u{1b}[0m"), "{owed:?}");
    assert!(owed.contains("\u{1b}[31m1 day\u{1b}[0m"), "{owed:?}");
    let steps = coloured(&["checklist", "rich"]);
    assert!(steps.contains("\u{1b}[2mdone\u{1b}[0m"), "{steps:?}");
}

/// What ends a text in a line to copy.
const SET: &str = "pmrepo set 2026-03-10-bare detection=monitoring|customer|staff|other \
    impact.users_affected=…";

/// A draft that lacks some fields.
fn bare() -> String {
    RICH.replace("status: in-review", "status: draft")
        .replace("detection: monitoring\n", "")
        .replace("impact: {users_affected: 3}\n", "")
        .replace("owner: carol\n", "")
}

#[test]
fn missing_fields_end_in_one_line_to_copy() {
    let repo = repo();
    std::fs::remove_file(repo.path(".git/hooks/pre-commit")).unwrap();
    repo.commit("begin").ends(0);
    repo.git(&["checkout", "--quiet", "-b", "topic"]).ends(0);
    repo.write(&report("bare"), bare());
    repo.commit("draft").ends(0);
    let shown = repo.pmrepo(&["show", "bare"]).ends(0).out;
    assert!(shown.contains(&format!("\n{SET} owner=…")), "{shown}");
    let refused = repo.pmrepo(&["advance", "bare"]).ends(1).out;
    assert!(refused.contains(&format!("\n{SET} owner=…")), "{refused}");
    let told = repo
        .pmrepo(&["pr", "main...topic", "--format", "human"])
        .ends(0)
        .out;
    assert!(told.contains(&format!("\n{SET} owner=…")), "{told}");
    repo.write(
        &report("bare"),
        bare().replace("status: draft", "status: in-review"),
    );
    let checked = repo.pmrepo(&["check", "bare"]).ends(1).out;
    assert!(checked.contains(&format!("\n{SET} owner=…")), "{checked}");
    // Where nothing is missing there is nothing to copy.
    let checked = repo.pmrepo(&["check", "rich"]).out;
    assert!(!checked.contains("pmrepo set"), "{checked}");
}

#[test]
fn a_refused_commit_ends_with_who_refused_it_and_what_next() {
    let repo = repo();
    repo.write(&report("bad"), RICH.replace("SEV-2", "SEV-9"));
    let refused = repo.commit("bad");
    assert_ne!(refused.status, 0);
    let all = format!("{}{}", refused.out, refused.err);
    let (_, end) = all.split_once("pmrepo refuses this commit: ").unwrap();
    for said in ["in what is staged", "git add", "--no-verify"] {
        assert!(end.contains(said), "{said}\n{all}");
    }
    // What is no commit is not refused, and programs read no sentences.
    let checked = repo.pmrepo(&["check"]).ends(1);
    assert!(!checked.err.contains("refuses"), "{checked:?}");
    let checked = repo
        .pmrepo(&["check", "--staged", "--format", "json"])
        .ends(1);
    assert_eq!(checked.err, "", "{checked:?}");
}

#[test]
fn what_is_hidden_is_said() {
    let repo = repo();
    let short = repo.pmrepo(&["check", "--level", "error"]).out;
    let all = repo.pmrepo(&["check", "--all"]).out;
    assert!(short.contains("; --all shows "), "{short}");
    assert!(!all.contains("--all shows"), "{all}");
    let folded = repo.pmrepo(&["overdue", "--soon", "9d"]).ends(1).out;
    assert!(folded.contains("; --all shows each"), "{folded}");
    let opened = repo
        .pmrepo(&["overdue", "--soon", "9d", "--all"])
        .ends(1)
        .out;
    assert!(!opened.contains("--all shows"), "{opened}");
}

#[test]
fn a_review_for_people_has_no_mark_and_says_everything_once() {
    let repo = repo();
    std::fs::remove_file(repo.path(".git/hooks/pre-commit")).unwrap();
    repo.commit("begin").ends(0);
    repo.write(
        &report("bare"),
        bare().replace("status: draft", "status: in-review"),
    );
    repo.commit("send").ends(0);
    let told = repo
        .pmrepo(&["pr", "HEAD~1...HEAD", "--format", "human"])
        .ends(0)
        .out;
    assert!(!told.contains("<!--") && !told.contains('\\'), "{told}");
    assert_eq!(told.matches("`detection` is missing").count(), 1, "{told}");
    assert_eq!(told.matches("`owner` is missing").count(), 1, "{told}");
    // Where nobody reads along it is the comment that it was.
    let piped = repo.pmrepo(&["pr", "HEAD~1...HEAD"]).ends(0).out;
    assert!(piped.starts_with("<!-- pmrepo pr -->\n"), "{piped}");
}
