//! `check`, `list`, `explain` and `schema`.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

#[test]
fn a_finding_shows_its_place_its_line_and_what_to_do() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD.replace("SEV-2", "sev1"));
    let found = repo.pmrepo(&["check"]).ends(1);
    assert_eq!(
        found.out,
        "\
error[PM104 value-not-allowed]: `sev1` is not a severity: one of SEV-1, SEV-2, SEV-3, SEV-4, SEV-5 is expected
 --> postmortems/2026/2026-03-10-one/postmortem.md:4:11
  |
4 | severity: sev1
  |           ^^^^
  |
  = help: did you mean SEV-1?

1 error in 1 document; `pmrepo check --fix` fixes 1
"
    );
}

#[test]
fn of_very_many_values_some_are_told() {
    let repo = Sandbox::new();
    let long = "x".repeat(300);
    let values: Vec<String> = (0..1_500).map(|it| format!("v{it}-{long}")).collect();
    let region = format!("fields: {{region: {{enum: [{}]}}}}\n", values.join(", "));
    repo.write("pmrepo.yaml", region);
    let text = GOOD.replacen("\n---\n\n", "\nregion: v1\n---\n\n", 1);
    repo.write(&report("one"), text);
    let found = repo.pmrepo(&["check", "--format", "json"]).ends(1).out;
    let beginning = format!("`v1` is not a region: one of v0-{}…, v1-", "x".repeat(37));
    assert!(found.contains(&beginning), "{found}");
    assert!(found.contains("…, 1480 more is expected"), "{found}");
    assert!(found.len() < 5_000, "{}", found.len());
}

#[test]
fn something_missing_points_at_what_asks_for_it() {
    let repo = Sandbox::new();
    repo.write(
        &report("one"),
        GOOD.replace("draft", "in-review").replace("SEV-2", "SEV-3"),
    );
    let found = repo
        .pmrepo(&["check", "--rule", "missing-field", "--all"])
        .ends(1);
    for field in ["detected_at", "resolved_at", "owner", "services"] {
        assert!(
            found
                .out
                .contains(&format!("`{field}` is missing: required from in-review")),
            "{}",
            found.out
        );
    }
    assert!(found.out.contains("postmortem.md:3:9"), "{}", found.out);
    assert!(!found.out.contains("`roles"), "{}", found.out);
}

#[test]
fn nothing_found_is_one_quiet_line() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    let clean = repo.pmrepo(&["check"]).ends(0);
    assert_eq!(clean.out, "1 document checked, nothing found\n");
    assert_eq!(clean.err, "");
}

#[test]
fn several_at_signs_in_one_report_come_out_at_once() {
    let repo = Sandbox::new();
    repo.write(
        &report("one"),
        GOOD.replace(
            "title:",
            "owner: @carol\nresponders: [@dave, erin, @frank]\ntitle:",
        ),
    );
    let found = repo.pmrepo(&["check", "--format", "json"]).ends(1);
    assert_eq!(found.out.matches("PM003").count(), 3, "{}", found.out);
}

#[test]
fn the_index_a_commit_the_work_tree_and_a_bare_repository_are_judged_by_the_same_rules() {
    let repo = Sandbox::new();
    repo.write(&report("one"), bad());
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "-qnm", "bad"]).ends(0);
    repo.git(&["clone", "-q", "--bare", ".", "bare.git"])
        .ends(0);
    repo.pmrepo(&["check"]).ends(1);
    repo.pmrepo(&["check", "--rev", "HEAD"]).ends(1);
    repo.pmrepo(&["check", "--rev", "HEAD~1"]).ends(0);
    repo.pmrepo_in("bare.git", &["check"]).ends(1);
    let unknown = repo.pmrepo(&["check", "--rev", "no-such"]).ends(2);
    assert!(unknown.err.contains("names no commit"), "{unknown:#?}");
}

#[test]
fn without_git_and_without_a_root_there_is_a_clear_answer() {
    let plain = Sandbox::plain();
    let error = plain.pmrepo(&["check"]).ends(2);
    assert!(error.err.contains("pmrepo init"), "{error:#?}");
    plain.write("pmrepo.yaml", "");
    plain.write(&report("one"), bad());
    plain.pmrepo(&["check"]).ends(1);
    plain
        .pmrepo_in("postmortems/2026", &["check", "2026-03-10-one"])
        .ends(1);
}

#[test]
fn a_file_is_checked_by_the_defaults_where_there_is_no_root() {
    let plain = Sandbox::plain();
    plain.write("notes/postmortem.md", GOOD);
    let fine = plain.pmrepo(&["check", "notes/postmortem.md"]).ends(0);
    assert_eq!(fine.out, "1 document checked, nothing found\n");
    plain.write("notes/postmortem.md", bad());
    for words in [&["check", "notes/postmortem.md"][..], &["check", "notes"]] {
        let found = plain.pmrepo(words).ends(1).out;
        assert!(found.contains("PM104"), "{found}");
    }
    plain
        .pmrepo_in("notes", &["check", "postmortem.md"])
        .ends(1);
    let repo = Sandbox::plain();
    repo.git(&["init", "-q"]).ends(0);
    repo.write("x/postmortem.md", bad());
    repo.pmrepo(&["check", "x/postmortem.md"]).ends(1);
    repo.pmrepo(&["check", "elsewhere"]).ends(2);
    repo.pmrepo(&["check"]).ends(2);
}

#[test]
fn in_a_bare_repository_each_root_is_judged() {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q", "--template=", "--initial-branch=main", "w"])
        .ends(0);
    repo.write("w/pmrepo.yaml", "");
    repo.write("w/team/pmrepo.yaml", "");
    let wrong = GOOD.replace("SEV-2", "SEV-9");
    repo.write(&format!("w/team/{}", report("one")), wrong);
    repo.git_in("w", &["add", "--all"]).ends(0);
    repo.git_in("w", &["commit", "-qm", "start"]).ends(0);
    repo.git(&["clone", "-q", "--bare", "w", "bare.git"])
        .ends(0);
    let found = repo
        .pmrepo_in("bare.git", &["check", "--rev", "HEAD"])
        .ends(1);
    assert!(found.out.contains("PM104"), "{}", found.out);
}

#[test]
fn two_roots_are_each_judged_by_their_own_configuration() {
    let repo = Sandbox::new();
    repo.git(&["rm", "-q", "pmrepo.yaml"]).ends(0);
    repo.write("a/pmrepo.yaml", "severities: [P1, P2]\n");
    repo.write("b/pmrepo.yaml", "");
    repo.write(&format!("a/{}", report("one")), GOOD.replace("SEV-2", "P1"));
    repo.write(&format!("b/{}", report("one")), GOOD);
    repo.pmrepo(&["check"]).ends(0);
    repo.write(&format!("b/{}", report("one")), GOOD.replace("SEV-2", "P1"));
    repo.pmrepo_in("a", &["check"]).ends(0);
    repo.pmrepo_in("b", &["check"]).ends(1);
    repo.commit("both").ends(1);
}

#[test]
fn a_broken_configuration_is_a_finding_and_the_defaults_stand_in() {
    let repo = Sandbox::new();
    repo.write(
        "pmrepo.yaml",
        "timezone: Europe/Berln\nseverites: [P1]\npaths: {people: ../../x}\n",
    );
    repo.write(&report("one"), bad());
    let found = repo.pmrepo(&["check"]).ends(1);
    assert!(found.out.contains("Europe/Berlin"), "{}", found.out);
    assert!(
        found.out.contains("did you mean `severities`"),
        "{}",
        found.out
    );
    assert!(
        found.out.contains("leads out of the repository"),
        "{}",
        found.out
    );
    assert!(found.out.contains("PM104"), "{}", found.out);
}

#[test]
fn a_waiver_holds_until_its_last_day() {
    let repo = Sandbox::new();
    let waived = |until: &str| {
        GOOD.replace(
            "---\n\n##",
            &format!("services: []\nwaivers:\n  - rule: empty-list\n    reason: No name yet.\n    until: {until}\n---\n\n##"),
        )
    };
    repo.write(&report("one"), waived("2026-04-01"));
    repo.pmrepo(&["check"]).ends(0);
    repo.write(&report("one"), waived("2026-03-31"));
    repo.pmrepo(&["check"]).ends(1);
}

#[test]
fn older_incidents_are_judged_mildly() {
    let repo = Sandbox::new();
    repo.write(&report("one"), bad());
    repo.write("pmrepo.yaml", "enforce_from: 2026-03-11\n");
    let mild = repo.pmrepo(&["check"]).ends(0);
    assert!(mild.out.contains("warning[PM104"), "{}", mild.out);
    repo.pmrepo(&["check", "--fail-on", "warning"]).ends(1);
    repo.write("pmrepo.yaml", "enforce_from: 2026-03-10\n");
    repo.pmrepo(&["check"]).ends(1);
}

#[test]
fn list_filters_and_sorts() {
    let repo = Sandbox::new();
    repo.write(
        &report("one"),
        GOOD.replace("title:", "owner: carol\ntitle:"),
    );
    repo.write(
        "postmortems/2026/2026-03-12-two/postmortem.md",
        GOOD.replace("03-10", "03-12").replace("SEV-2", "SEV-1"),
    );
    let all = repo.pmrepo(&["list"]).ends(0).out;
    assert!(all.find("2026-03-12-two").unwrap() < all.find("2026-03-10-one").unwrap());
    let mine = repo
        .pmrepo(&["list", "--owner", "@Carol", "--path"])
        .ends(0)
        .out;
    assert_eq!(mine.trim_end(), repo.path(&report("one")).to_str().unwrap());
    let late = repo
        .pmrepo(&["list", "--since", "2026-03-11", "--format", "json"])
        .ends(0)
        .out;
    let json: serde_json::Value = serde_json::from_str(&late).unwrap();
    assert_eq!(json["postmortems"].as_array().unwrap().len(), 1);
    assert_eq!(json["postmortems"][0]["id"], "2026-03-12-two");
}

#[test]
fn how_long_ago_and_how_soon_are_said_in_words() {
    let repo = Sandbox::new();
    for (slug, day) in [("old", "03-10"), ("new", "03-29")] {
        let text = GOOD.replace("2026-03-10", &format!("2026-{day}"));
        repo.write(
            &format!("postmortems/2026/2026-{day}-{slug}/postmortem.md"),
            text,
        );
    }
    let listed = |words: &[&str]| repo.pmrepo(&[&["list"], words].concat()).ends(0).out;
    for since in ["7d", "1w", "7 days ago", "-7d", "last sunday"] {
        let out = listed(&["--since", since]);
        assert!(
            out.contains("-new") && !out.contains("-old"),
            "{since}: {out}"
        );
        let out = listed(&["--until", since]);
        assert!(out.contains("-old"), "{since}: {out}");
    }
    assert!(listed(&["--since", "4w"]).contains("-old"));
    // It is to be reviewed by the end of 7 April.
    repo.pmrepo(&["set", "new", "owner=carol", "resolved_at=2026-03-31T12:00Z"])
        .ends(0);
    let soon = |words: &[&str]| {
        repo.pmrepo(&[&["overdue", "--kind", "reviewed"], words].concat())
            .out
    };
    let is_there = |out: &str| out.contains("Due soon");
    assert!(!is_there(&soon(&["--soon", "2d"])), "{}", soon(&[]));
    for words in [["--soon", "1w"], ["--soon", "8d"], ["--soon", "8 days"]] {
        assert!(is_there(&soon(&words)), "{words:?}: {}", soon(&words));
    }
}

#[test]
fn explain_and_schema_print_what_holds_here() {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "severities: [P1, P2]\n");
    let page = repo.pmrepo(&["explain", "missing-field"]).ends(0).out;
    assert!(page.starts_with("# PM101 missing-field"), "{page}");
    assert!(repo.pmrepo(&["explain"]).ends(0).out.contains("PM101"));
    assert!(
        repo.pmrepo(&["explain", "missing-feild"])
            .ends(2)
            .err
            .contains("did you mean")
    );
    let schema = repo.pmrepo(&["schema"]).ends(0).out;
    let json: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(
        json["$defs"]["severity"]["enum"],
        serde_json::json!(["P1", "P2"])
    );
}

#[test]
fn fix_mends_what_needs_no_guess_and_changes_nothing_else() {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "timezone: Europe/Berlin\n");
    let text = GOOD
        .replace("SEV-2", "sev2  # for now")
        .replace("10:00Z", "10:00")
        .replace("title:", "owner: @carol # who\r\ntags: [no, @x] \t\ntitle:");
    repo.write(&report("one"), &text);
    repo.pmrepo(&["check", "--fix"]).ends(0);
    let mended = text
        .replace("sev2", "SEV-2")
        .replace("10:00", "10:00+01:00")
        .replace("@carol", "carol")
        .replace("[no, @x] \t", "[\"no\", x]");
    assert_eq!(repo.read(&report("one")), mended);
}
