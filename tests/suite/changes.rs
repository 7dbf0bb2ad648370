//! Changes of postmortems in real histories, judged by `check --range` and by the hook.

use crate::sandbox::Output;
use crate::sandbox::Sandbox;

/// A closed report with everything that one needs.
const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const PATH: &str = "postmortems/2026/2026-03-10-checkout-latency/postmortem.md";

/// A repository whose main branch holds the example with another status; a branch begins there.
fn repository(status: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    // What the hook thinks of these commits is another matter.
    std::fs::remove_file(sandbox.path(".git/hooks/pre-commit")).unwrap();
    sandbox.write(PATH, report(status));
    sandbox.commit("Begin").ends(0);
    sandbox.git(&["checkout", "--quiet", "-b", "topic"]).ends(0);
    sandbox
}

fn report(status: &str) -> String {
    CLOSED.replace("status: closed", &format!("status: {status}"))
}

/// The rules about changes that `check --range` finds broken, each with its level.
fn found(sandbox: &Sandbox, range: &str) -> Vec<String> {
    let out = checked(sandbox, &["--range", range, "--format", "json"]).out;
    let out: serde_json::Value = serde_json::from_str(&out).unwrap();
    let findings = out.get("findings").and_then(|it| it.as_array()).unwrap();
    let text = |it: &serde_json::Value, key: &str| {
        let found = it.get(key).and_then(|it| it.as_str());
        found.unwrap().to_owned()
    };
    findings
        .iter()
        .filter(|it| text(it, "code").starts_with("PM8"))
        .map(|it| format!("{} {}", text(it, "code"), text(it, "level")))
        .collect()
}

fn checked(sandbox: &Sandbox, words: &[&str]) -> Output {
    let mut all = vec!["check"];
    all.extend(words);
    sandbox.pmrepo(&all)
}

/// What a change of the report's text on a branch is found to be.
fn change(status: &str, from: &str, to: &str, message: &str) -> Vec<String> {
    let sandbox = repository(status);
    let before = report(status);
    assert!(before.contains(from), "{from}");
    sandbox.write(PATH, before.replace(from, to));
    sandbox.commit(message).ends(0);
    found(&sandbox, "main...topic")
}

#[test]
fn each_change_and_its_harmless_neighbour() {
    let none: [&str; 0] = [];
    let due = "due: 2026-03-24\n    ticket: OPS-101\n    state: done\n    done_on: 2026-03-20";
    for (status, from, to, expected) in [
        (
            "reviewed",
            "status: reviewed",
            "status: draft",
            &["PM801 error"][..],
        ),
        (
            "reviewed",
            "status: reviewed",
            "status: in-review",
            &["PM801 error"],
        ),
        ("in-review", "status: in-review", "status: draft", &none),
        (
            "closed",
            "status: closed",
            "status: reviewed",
            &["PM801 error"],
        ),
        ("draft", "status: draft", "status: in-review", &none),
        (
            "draft",
            "status: draft",
            "status: reviewed",
            &["PM802 warning"],
        ),
        ("closed", "seventy minutes", "an hour", &["PM803 error"]),
        ("closed", "state: done", "state: wont-do", &none),
        ("closed", "owner: dave", "owner: frank", &none),
        ("closed", "due: 2026-03-24", "due: 2026-03-20", &none),
        (
            "closed",
            "due: 2026-03-24",
            "due: 2026-03-28",
            &["PM803 error"],
        ),
        ("closed", "priority: P1", "priority: P0", &["PM803 error"]),
        (
            "closed",
            "services: [checkout]",
            "services: [checkout]\ntags: [cache]",
            &none,
        ),
        ("reviewed", "seventy minutes", "an hour", &none),
        (
            "reviewed",
            "T10:04Z | The",
            "T10:05Z | The",
            &["PM804 error"],
        ),
        (
            "reviewed",
            "| 2026-03-10T10:04Z |",
            "| 2026-03-10 11:04+01:00 |",
            &none,
        ),
        ("in-review", "T10:04Z | The", "T10:05Z | The", &none),
        (
            "in-review",
            due,
            "due: 2026-04-08\n    ticket: OPS-101\n    state: open",
            &["PM805 error"],
        ),
        (
            "in-review",
            due,
            "due: 2026-04-08\n    ticket: OPS-101\n    state: open\n    reason: The fix is late.",
            &none,
        ),
        ("in-review", "    due: 2026-03-24\n", "", &["PM805 error"]),
        (
            "draft",
            "state: done\n",
            "state: proposed\n",
            &["PM806 error"],
        ),
        ("in-review", "id: AI-1", "id: AI-2", &["PM806 error"]),
        ("in-review", "owner: carol\n", "", &["PM806 error"]),
        ("reviewed", "SEV-2", "SEV-1", &["PM807 error"]),
        ("in-review", "SEV-2", "SEV-1", &none),
    ] {
        let found = change(status, from, to, "Change it");
        assert_eq!(found, expected, "{status}: {from} becomes {to}");
    }
}

#[test]
fn a_trailer_allows_a_change_and_is_shown() {
    let typo = |message: &str| {
        change(
            "closed",
            "seventy minutes after",
            "70 minutes after",
            message,
        )
    };
    assert_eq!(
        typo("Fix a typo\n\nPmrepo-Allow: PM803 a typo"),
        ["PM803 note"]
    );
    assert_eq!(
        typo("Fix a typo\n\nPmrepo-Allow: closed-report-edited a typo"),
        ["PM803 note"]
    );
    // Without a reason, for another rule, or not as a trailer, it allows nothing.
    assert_eq!(typo("Fix a typo\n\nPmrepo-Allow: PM803"), ["PM803 error"]);
    assert_eq!(
        typo("Fix a typo\n\nPmrepo-Allow: PM804 a typo"),
        ["PM803 error"]
    );
    assert_eq!(typo("Fix a typo\n\nPM803 a typo"), ["PM803 error"]);

    let sandbox = repository("closed");
    sandbox.write(PATH, report("closed").replace("seventy", "70"));
    sandbox.commit("Mend").ends(0);
    // In a commit that does not touch the postmortem it allows nothing either.
    sandbox.write("other.txt", "x");
    sandbox
        .commit("Other\n\nPmrepo-Allow: PM803 a typo")
        .ends(0);
    assert_eq!(found(&sandbox, "main...topic"), ["PM803 error"]);
    let shown = checked(&sandbox, &["--range", "main...topic"]).ends(1).out;
    assert!(shown.contains("Pmrepo-Allow: PM803 and why"), "{shown}");
    sandbox.write(PATH, report("closed").replace("seventy", "70 "));
    sandbox
        .commit("Again\n\nPmrepo-Allow: PM803 a typo")
        .ends(0);
    let shown = checked(&sandbox, &["--range", "main...topic", "--all"])
        .ends(0)
        .out;
    assert!(shown.contains("a typo"), "{shown}");
}

#[test]
fn what_others_brought_in_is_not_judged_twice() {
    let sandbox = repository("in-review");
    // Main goes back two statuses and takes the owner away; the branch merges that and adds nothing.
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox.write(PATH, report("in-review").replace("owner: carol\n", ""));
    sandbox.commit("Take the owner away").ends(0);
    sandbox.git(&["checkout", "--quiet", "topic"]).ends(0);
    sandbox.write("other.txt", "x");
    sandbox.commit("Other").ends(0);
    sandbox
        .git(&["merge", "--quiet", "--no-edit", "main"])
        .ends(0);
    assert_eq!(found(&sandbox, "main...topic"), [""; 0]);
    assert_eq!(found(&sandbox, "topic~1..topic"), ["PM806 error"]);
    // A revert of one's own change is none.
    sandbox
        .git(&["revert", "--no-edit", "-m", "1", "HEAD"])
        .ends(0);
    assert_eq!(found(&sandbox, "topic~2..topic"), [""; 0]);
}

#[test]
fn a_rename_is_followed_and_a_removal_is_found() {
    let sandbox = repository("closed");
    let moved = PATH.replace("checkout-latency", "slow-checkout");
    let directory = |path: &str| path.trim_end_matches("/postmortem.md").to_owned();
    sandbox
        .git(&["mv", &directory(PATH), &directory(&moved)])
        .ends(0);
    sandbox.commit("Rename").ends(0);
    assert_eq!(found(&sandbox, "main...topic"), [""; 0]);
    sandbox.write(&moved, report("reviewed"));
    sandbox.commit("Move").ends(0);
    assert_eq!(found(&sandbox, "main...topic"), ["PM801 error"]);
    sandbox
        .git(&["rm", "-r", "--quiet", &directory(&moved)])
        .ends(0);
    sandbox.commit("Remove").ends(0);
    assert_eq!(found(&sandbox, "main...topic"), ["PM809 error"]);
    assert_eq!(found(&sandbox, "topic..main"), [""; 0]);
}

#[test]
fn files_beside_the_report_are_looked_after() {
    let sandbox = repository("in-review");
    let beside = |name: &str| PATH.replace("postmortem.md", name);
    let list =
        "## Scribe\n\n- [ ] `scribe.collect-todos` Collect.\n\n- [x] `scribe.key-events` Bring.\n";
    sandbox.write(&beside("checklist.md"), list);
    sandbox.write(&beside("notes/dave.md"), "I saw it.\n");
    let external = include_str!("../../src/rules/example/external.md");
    sandbox.write(&beside("messages/external.md"), external);
    sandbox.commit("More").ends(0);
    sandbox.git(&["tag", "more"]).ends(0);

    let ticked = list
        .replace("[ ]", "[x]")
        .replace("- [x] `scribe.key-events` Bring.\n", "");
    sandbox.write(&beside("checklist.md"), ticked);
    sandbox.commit("Tick").ends(0);
    assert_eq!(found(&sandbox, "more..topic"), [""; 0]);
    sandbox
        .git(&["rm", "-r", "--quiet", &beside("notes")])
        .ends(0);
    sandbox.commit("Remove the notes").ends(0);
    assert_eq!(found(&sandbox, "more..topic"), ["PM806 error"]);
    sandbox.git(&["reset", "--quiet", "--hard", "more"]).ends(0);
    sandbox
        .git(&["rm", "--quiet", &beside("checklist.md")])
        .ends(0);
    sandbox.commit("Remove the checklist").ends(0);
    assert_eq!(found(&sandbox, "more..topic"), ["PM806 error"]);
    sandbox.git(&["reset", "--quiet", "--hard", "more"]).ends(0);
    sandbox.write(
        &beside("messages/external.md"),
        external.replace("seventy", "70"),
    );
    sandbox.commit("Rewrite").ends(0);
    assert_eq!(found(&sandbox, "more..topic"), ["PM808 error"]);
}

#[test]
fn in_what_is_staged_it_is_a_warning_that_shows_the_trailer() {
    let sandbox = repository("closed");
    sandbox.write(PATH, report("closed").replace("seventy", "70"));
    sandbox.git(&["add", "--all"]).ends(0);
    let shown = checked(&sandbox, &["--staged"]).ends(0).out;
    assert!(shown.contains("warning[PM803"), "{shown}");
    assert!(shown.contains("Pmrepo-Allow: PM803 and why"), "{shown}");
}

#[test]
fn a_range_shows_all_findings_and_marks_the_new_ones() {
    let sandbox = repository("draft");
    let old = report("draft").replace("detection: monitoring", "detection: luck");
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox.write(PATH, &old);
    sandbox.commit("Old fault").ends(0);
    sandbox.git(&["checkout", "--quiet", "-B", "topic"]).ends(0);
    sandbox.write(
        PATH,
        old.replace("users_affected: 1240", "users_affected: many"),
    );
    sandbox.commit("New fault").ends(0);
    let out = checked(&sandbox, &["--range", "main...", "--format", "json"])
        .ends(1)
        .out;
    let out: serde_json::Value = serde_json::from_str(&out).unwrap();
    let findings = out.get("findings").and_then(|it| it.as_array()).unwrap();
    let marks: Vec<_> = findings
        .iter()
        .map(|it| it.get("introduced").and_then(serde_json::Value::as_bool))
        .collect();
    assert_eq!(marks, [Some(false), Some(true)]);
    let new = checked(&sandbox, &["--range", "main...", "--new-only"])
        .ends(1)
        .out;
    assert!(
        new.contains("users_affected") && !new.contains("luck"),
        "{new}"
    );
}

#[test]
fn what_is_no_range_is_refused() {
    let sandbox = repository("draft");
    let refused = checked(&sandbox, &["--range", "main"]).ends(2).err;
    assert!(refused.contains("main...HEAD"), "{refused}");
    let refused = checked(&sandbox, &["--range", "nowhere...HEAD"])
        .ends(2)
        .err;
    assert!(refused.contains("nowhere"), "{refused}");
    sandbox
        .git(&["checkout", "--quiet", "--orphan", "other"])
        .ends(0);
    sandbox.commit("Alone").ends(0);
    let refused = checked(&sandbox, &["--range", "main...other"]).ends(2).err;
    assert!(refused.contains("fetch-depth"), "{refused}");
    // Two dots need nothing in common.
    checked(&sandbox, &["--range", "main..other"]).ends(0);
}

#[test]
fn open_steps_may_go_once_the_incident_is_no_major_one_and_a_checklist_may_not() {
    let sandbox = repository("in-review");
    let list = PATH.replace("postmortem.md", "checklist.md");
    let open =
        "## Scribe\n\n- [ ] `scribe.collect-todos` Collect.\n\n- [ ] `scribe.key-events` Bring.\n";
    let ticked = open.replace("[ ]", "[x]");
    let light = report("in-review").replace("severity: SEV-2", "severity: SEV-3");
    let light = light.replace("severity: SEV-1", "severity: SEV-3");
    let after = |before: &str, report: &str, after: Option<&str>| {
        sandbox.write(&list, before);
        sandbox.commit("Begin again").ends(0);
        sandbox.write(PATH, report);
        match after {
            Some(text) => sandbox.write(&list, text),
            None => std::fs::remove_file(sandbox.path(&list)).unwrap(),
        }
        sandbox.commit("Change it").ends(0);
        let found = found(&sandbox, "HEAD~1..HEAD");
        sandbox.write(PATH, self::report("in-review"));
        found
    };
    let none: [&str; 0] = [];
    let without = "## Scribe\n";
    let major = report("in-review");
    assert_eq!(after(open, &major, Some(without)), ["PM806 error"; 2]);
    assert_eq!(after(open, &light, Some(without)), none);
    assert_eq!(after(open, &light, None), none);
    assert_eq!(after(open, &major, None), ["PM806 error"]);
    assert_eq!(after(&ticked, &major, None), ["PM806 error"]);
    assert_eq!(after(&ticked, &light, None), ["PM806 error"]);
}

/// What a range from the last commit to this one finds by rules about documents: whether it is new, the
/// rule, and the path.
#[cfg(unix)]
fn document_findings(sandbox: &Sandbox) -> Vec<(bool, String, String)> {
    let out = checked(sandbox, &["--range", "HEAD~1..HEAD", "--format", "json"]).out;
    let out: serde_json::Value = serde_json::from_str(&out).unwrap();
    let findings = out["findings"].as_array().unwrap().iter();
    let text = |it: &serde_json::Value| it.as_str().unwrap().to_owned();
    let findings = findings.filter(|it| !text(&it["code"]).starts_with("PM8"));
    findings
        .map(|it| {
            let is_new = it["introduced"].as_bool().unwrap();
            (is_new, text(&it["code"]), text(&it["path"]))
        })
        .collect()
}

/// Puts a link in a place, or another one.
#[cfg(unix)]
fn link(sandbox: &Sandbox, path: &str, to: &str) {
    let path = sandbox.path(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = std::fs::remove_file(&path);
    std::os::unix::fs::symlink(to, path).unwrap();
}

#[cfg(unix)]
#[test]
fn what_is_no_document_is_new_only_where_it_was_none_before() {
    let sandbox = repository("draft");
    let (here, there) = ("postmortems/2026/2026-03-11-x", "process-reviews/2026-x");
    let nested = "postmortems/2026/pmrepo.yaml";
    let wanted = |is_new: bool| {
        [("PM009", here), ("PM010", nested), ("PM009", there)]
            .map(|(code, path)| (is_new, code.to_owned(), path.to_owned()))
    };
    for (to, is_new) in [("a", true), ("b", false)] {
        link(&sandbox, here, to);
        link(&sandbox, there, to);
        sandbox.write(nested, format!("# {to}\n"));
        sandbox.commit("Put it there").ends(0);
        assert_eq!(document_findings(&sandbox), wanted(is_new), "{to}");
    }
    // Elsewhere they are nobody's, and where documents are looked for there again they are new.
    sandbox.write(
        "pmrepo.yaml",
        "paths: {postmortems: a, process_reviews: b}\n",
    );
    sandbox.commit("Look elsewhere").ends(0);
    sandbox.write("pmrepo.yaml", "schema: 1\n");
    sandbox.commit("Look here").ends(0);
    assert_eq!(document_findings(&sandbox), wanted(true));
    // What lay beside a report belongs to nobody without it.
    let beside = PATH.replace("postmortem.md", "graph");
    link(&sandbox, &beside, "a");
    sandbox.commit("Put a link beside it").ends(0);
    assert_eq!(document_findings(&sandbox), []);
    sandbox.git(&["rm", "--quiet", PATH]).ends(0);
    sandbox.commit("Take it away").ends(0);
    let left = (true, "PM009".to_owned(), beside);
    assert_eq!(document_findings(&sandbox), [left]);
}

#[cfg(unix)]
#[test]
fn what_stays_where_another_path_changes_is_judged_once() {
    let sandbox = repository("draft");
    let bad =
        |more: &str| report("draft").replace("status: draft", &format!("status: draft{more}"));
    sandbox.write(PATH, bad(""));
    sandbox.write("process-reviews/2026/2026-03-30.md", "no front matter\n");
    sandbox.commit("Begin again").ends(0);
    sandbox.write("pmrepo.yaml", "paths: {process_reviews: reviews}\n");
    sandbox.write(PATH, bad("\ntitel: x"));
    let linked = "postmortems/2026/2026-03-12-x";
    link(&sandbox, linked, "a");
    sandbox.commit("Move the reviews").ends(0);
    let new = |code: &str, path: &str| (true, code.to_owned(), path.to_owned());
    let wanted = [new("PM102", PATH), new("PM009", linked)];
    assert_eq!(document_findings(&sandbox), wanted);
}

#[cfg(unix)]
#[test]
fn a_root_that_moves_around_its_documents_brings_in_none_of_their_faults() {
    let sandbox = repository("draft");
    let around = "paths: {postmortems: team/postmortems, process_reviews: team/process-reviews, \
                  people: team/people.yaml}\n";
    let path = format!("team/{PATH}");
    sandbox.git(&["rm", "--quiet", "-r", "postmortems", "pmrepo.yaml"]);
    sandbox.write("team/pmrepo.yaml", "schema: 1\n");
    let bad =
        |more: &str| report("draft").replace("status: draft", &format!("status: draft{more}"));
    sandbox.write(&path, bad("\ntitel: x"));
    link(&sandbox, "team/postmortems/2026/2026-03-12-x", "a");
    sandbox.write(
        "team/process-reviews/2026/2026-03-30.md",
        "no front matter\n",
    );
    sandbox.commit("Begin again").ends(0);
    let move_to = |from: &str, to: &str, text: &str, more: &str| {
        std::fs::remove_file(sandbox.path(from)).unwrap();
        sandbox.write(to, text);
        sandbox.write(&path, bad(&format!("\ntitel: x{more}")));
        sandbox.commit("Move the root").ends(0);
        let found = document_findings(&sandbox).into_iter();
        let new = found.filter(|(is_new, ..)| *is_new).map(|it| it.1);
        new.collect::<Vec<_>>()
    };
    let (inner, outer) = ("team/pmrepo.yaml", "pmrepo.yaml");
    assert_eq!(move_to(inner, outer, around, ""), [""; 0]);
    assert_eq!(move_to(outer, inner, "schema: 1\n", ""), [""; 0]);
    assert_eq!(move_to(inner, outer, around, "\nownr: x"), ["PM102"]);
}

#[test]
fn which_field_says_when_the_incident_began_makes_no_other_finding() {
    let sandbox = repository("draft");
    let path = PATH.replace("03-10", "03-01");
    sandbox.write(&path, report("draft"));
    sandbox.commit("Begin again").ends(0);
    let text = report("draft");
    let mut lines = text.lines();
    let line = lines.find(|it| it.starts_with("started_at: ")).unwrap();
    sandbox.write(&path, text.replace(line, "started_at: soon"));
    sandbox.commit("Forget it").ends(0);
    let words = ["--range", "HEAD~1..HEAD", "--new-only"];
    let new = checked(&sandbox, &words).out;
    assert!(new.contains("PM105") && !new.contains("PM203"), "{new}");
    let all = checked(&sandbox, &["--range", "HEAD~1..HEAD"]).out;
    assert!(all.contains("PM203"), "{all}");
}

#[test]
fn a_name_of_two_people_is_no_other_fault_where_somebody_before_them_goes() {
    let sandbox = repository("draft");
    let two = "  - {handle: eve}\n  - {handle: Eve}\n";
    sandbox.write(
        "people.yaml",
        format!("people:\n  - {{handle: zoe}}\n{two}"),
    );
    sandbox.commit("Begin again").ends(0);
    sandbox.write("people.yaml", format!("people:\n{two}"));
    sandbox.commit("Take her out").ends(0);
    let all = checked(&sandbox, &["--range", "HEAD~1..HEAD"]).out;
    assert!(all.contains("`Eve` names two people"), "{all}");
    let words = ["--range", "HEAD~1..HEAD", "--new-only"];
    let new = checked(&sandbox, &words).out;
    assert!(!new.contains("PM010"), "{new}");
}
