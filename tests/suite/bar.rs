//! What a change asks less than before, and by what it is judged: real pushes, ranges and commits.
#![cfg(unix)]

use std::fs;

use crate::receive::push;
use crate::receive::server;
use crate::sandbox::GOOD;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A closed report with everything that one needs.
const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");

/// A clone whose server holds one closed report and this configuration.
fn established(config: &str) -> Sandbox {
    let sandbox = server();
    sandbox.write("pmrepo.yaml", config);
    sandbox.write(&report("closed"), CLOSED);
    sandbox.commit("Establish").ends(0);
    push(&sandbox, &["main"]).ends(0);
    sandbox
}

fn pushed(sandbox: &Sandbox, message: &str) -> Output {
    sandbox.commit(message).ends(0);
    push(sandbox, &["main"])
}

/// Takes the last commit back.
fn back(sandbox: &Sandbox) {
    sandbox
        .git(&["reset", "--quiet", "--hard", "origin/main"])
        .ends(0);
}

#[test]
fn whoever_asks_less_says_so_and_then_the_new_configuration_alone_judges() {
    let sandbox = established("required: {detection: in-review}\n");
    let lower = |message: &str| {
        sandbox.write("pmrepo.yaml", "required: {services: never}\n");
        let less = CLOSED.replace("services: [checkout]\n", "");
        sandbox.write(&report("less"), less);
        pushed(&sandbox, message)
    };
    let refused = lower("Ask less").ends(1).err;
    for said in [
        "PM811",
        "asks less than before: `detection` is not required any more as it was: from in-review",
        "asks less than before: `services` is not required any more",
        "Pmrepo-Allow: PM811 and why",
        "the configuration before this change asks for it",
    ] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    back(&sandbox);
    lower("Ask less\n\nPmrepo-Allow: PM811 nobody looks at it").ends(0);
    // And from then on nobody asks.
    sandbox.write(
        &report("later"),
        CLOSED.replace("services: [checkout]\n", ""),
    );
    pushed(&sandbox, "Later").ends(0);
}

#[test]
fn setting_up_is_not_lowering_but_no_push_lowers_the_bar_for_itself() {
    let sandbox = server();
    let config = "required: {services: never}\n";
    sandbox.write("pmrepo.yaml", config);
    sandbox.write(&report("two"), CLOSED.replace("services: [checkout]\n", ""));
    let refused = pushed(&sandbox, "Both at once").ends(1).err;
    assert!(refused.contains("PM101"), "{refused}");
    assert!(!refused.contains("PM811"), "{refused}");
    back(&sandbox);
    sandbox.write("pmrepo.yaml", config);
    pushed(&sandbox, "Set up").ends(0);
    sandbox.write(&report("two"), CLOSED.replace("services: [checkout]\n", ""));
    pushed(&sandbox, "Two").ends(0);
}

#[test]
fn what_the_older_configuration_did_not_know_is_no_fault() {
    let sandbox = established("");
    // Other words for the severities, with all reports, one of them closed.
    sandbox.write("pmrepo.yaml", "severities: [P1, P2, P3, P4, P5]\n");
    sandbox.write(&report("closed"), CLOSED.replace("SEV-2", "P2"));
    sandbox.write(&report("one"), GOOD.replace("SEV-2", "P2"));
    pushed(&sandbox, "P1 to P5").ends(0);
    // A field with its first use, and one that is required of what is new.
    let config = "severities: [P1, P2, P3, P4, P5]\nfields: {region: {enum: [eu, us]}}\n\
        required: {region: draft}\n";
    sandbox.write("pmrepo.yaml", config);
    let with = |text: &str| text.replace("severity: P2", "severity: P2\nregion: eu");
    let one = sandbox.read(&report("one"));
    sandbox.write(&report("one"), with(&one));
    let refused = pushed(&sandbox, "A field").ends(1).err;
    assert!(refused.contains("closed/postmortem.md"), "{refused}");
    back(&sandbox);
    sandbox.write("pmrepo.yaml", config.replace("draft", "never"));
    sandbox.write(&report("one"), with(&one));
    pushed(&sandbox, "A field").ends(0);
    // A roster, and a new hire as owner.
    let people = "people: [{handle: carol}, {handle: dave}, {handle: erin}, {handle: frank}, \
        {handle: bob}, {handle: grace}, {handle: alice}, {handle: ivan}, {handle: heidi}]\n";
    sandbox.write("people.yaml", people);
    pushed(&sandbox, "A roster").ends(0);
    sandbox.write(
        "people.yaml",
        people.replace("{handle: bob}", "{handle: bob}, {handle: nia}"),
    );
    let owned = with(&one).replace("severity: P2", "severity: P2\nowner: nia");
    sandbox.write(&report("one"), owned);
    pushed(&sandbox, "Nia owns it").ends(0);
}

#[test]
fn a_configuration_that_makes_old_reports_wrong_is_refused_with_them() {
    let sandbox = established("");
    sandbox.write("pmrepo.yaml", "severities: [P1, P2, P3, P4, P5]\n");
    let refused = pushed(&sandbox, "P1 to P5, and the reports later")
        .ends(1)
        .err;
    assert!(refused.contains("PM104"), "{refused}");
    assert!(refused.contains("closed/postmortem.md"), "{refused}");
}

/// A clone whose server has a configuration, reports with faults that nobody has judged, and their
/// commit.
fn with_old_faults(config: &str, reports: &[(&str, String)]) -> Sandbox {
    let sandbox = established("schema: 1\n");
    sandbox.write("pmrepo.yaml", config);
    for (slug, text) in reports {
        sandbox.write(&report(slug), text);
    }
    sandbox.commit("Long ago").ends(0);
    // No hook looks at what is fetched.
    let words = ["fetch", "--quiet", "..", "main:main"];
    sandbox.git_in("server.git", &words).ends(0);
    sandbox.git(&["fetch", "--quiet", "origin"]).ends(0);
    sandbox
}

/// The reports with old faults, and the configuration that they are held against.
fn old_faults() -> (&'static str, Vec<(&'static str, String)>) {
    let config = "severities: [SEV-1, SEV-2, SEV-3]\nrules: {PM403: error, PM203: error}\n\
        fields: {region: {enum: [eu, us]}, cell: {type: integer}}\n\
        sections: {Lessons: {from: reviewed}}\n";
    let reviewed = CLOSED.replace("status: closed", "status: reviewed");
    let with = |from: &str, to: &str| {
        assert!(reviewed.contains(from), "{from}");
        reviewed.replace(from, to)
    };
    let (start, rest) = reviewed.split_once("## Resolution").unwrap();
    let (_, end) = rest.split_once("## Impact").unwrap();
    let reports = vec![
        ("severity", with("severity: SEV-2", "severity: sev2")),
        ("number", with("severity: SEV-2", "severity: 2")),
        ("region", with("detection:", "region: asia\ndetection:")),
        ("cell", with("detection:", "cell: [a]\ndetection:")),
        ("priority", with("priority: P1", "priority: urgent")),
        ("services", with("services: [checkout]\n", "")),
        ("users", with("  users_affected: 1240\n", "")),
        ("section", format!("{start}## Impact{end}")),
        (
            "late",
            with("due: 2026-03-24", "due: 2026-05-24").replace(
                "    state: done\n    done_on: 2026-03-20\n",
                "    state: open\n",
            ),
        ),
        ("date", reviewed.replace("2026-03-10T1", "2026-03-07T1")),
    ];
    (config, reports)
}

#[test]
fn an_old_fault_is_not_new_where_the_configuration_changes_how_it_is_told() {
    let (config, reports) = old_faults();
    let sandbox = with_old_faults(config, &reports);
    let base = sandbox.git(&["rev-parse", "HEAD"]).ends(0).out;
    let base = base.trim();
    let replaced = |from: &str, to: &str| {
        assert!(config.contains(from), "{from}");
        config.replace(from, to)
    };
    let added = |line: &str| format!("{config}{line}\n");
    for after in [
        replaced("SEV-2, SEV-3", "SEV-2, SEV-3, SEV-4"),
        replaced("[eu, us]", "[eu, us, ap]"),
        replaced("type: integer", "type: [integer, string]"),
        added("priorities: [P0, P1, P2, P3, P4]"),
        added("required: {services: {from: draft, since: 2026-12-02}}"),
        added("required: {meeting.scheduled_for: in-review}"),
        added("required: {impact.users_affected: in-review}"),
        replaced(
            "sections: {",
            "sections: {Resolution: {from: draft, for: all, since: 2026-12-02}, ",
        ),
        replaced("Lessons: {", "Learnings: {aliases: [Lessons], "),
        added("deadlines: {action-item: {SEV-2: 25d}}"),
        added("timezone: Asia/Tokyo"),
    ] {
        sandbox.write("pmrepo.yaml", &after);
        sandbox.commit("More").ends(0);
        let range = ["check", "--range", "HEAD~1..HEAD", "--new-only"];
        sandbox.pmrepo(&range).ends(0);
        let taken = push(&sandbox, &["main"]);
        assert_eq!(taken.status, 0, "{after}: {taken:?}");
        let words = ["update-ref", "refs/heads/main", base];
        sandbox.git_in("server.git", &words).ends(0);
        sandbox.git(&["reset", "--quiet", "--hard", base]).ends(0);
    }
}

#[test]
fn another_fault_in_the_same_place_is_new() {
    let (config, reports) = old_faults();
    let sandbox = with_old_faults(config, &reports);
    for (slug, (from, to), code) in [
        ("severity", ("severity: sev2", "severity: sev3"), "PM104"),
        ("region", ("region: asia", "region: africa"), "PM104"),
        ("services", ("detection: monitoring\n", ""), "PM101"),
        ("late", ("due: 2026-05-24", "due: 2026-05-30"), "PM403"),
        ("users", ("## Overview\n", "## Prose\n"), "PM301"),
    ] {
        let after = config.replace("[eu, us]", "[eu, us, ap]");
        sandbox.write("pmrepo.yaml", after.replace("SEV-3", "SEV-3, SEV-4"));
        let text = sandbox.read(&report(slug));
        assert!(text.contains(from), "{slug}");
        sandbox.write(&report(slug), text.replace(from, to));
        let refused = pushed(&sandbox, "Another");
        assert_eq!(refused.status, 1, "{slug}");
        let refused = refused.err;
        assert!(refused.contains(code), "{slug}: {refused}");
        back(&sandbox);
    }
}

#[test]
fn of_several_ways_one_alone_is_no_lowering() {
    let sandbox = established("");
    sandbox.write("pmrepo.yaml", "required: {action_items: in-review}\n");
    pushed(&sandbox, "Always something to do").ends(0);
    let (start, rest) = CLOSED.split_once("action_items:\n").unwrap();
    let (_, end) = rest.split_once("grouped_incidents").unwrap();
    for (items, code) in [
        ("no_action_items_because: It was a drill.\n", "PM101"),
        ("action_items: []\n", "PM106"),
    ] {
        let text = format!("{start}{items}grouped_incidents{end}");
        sandbox.write(&report("less"), text);
        let refused = pushed(&sandbox, "Less").ends(1).err;
        assert!(refused.contains(code), "{refused}");
        back(&sandbox);
    }
}

#[test]
fn nobody_becomes_somebody_else() {
    let people = "people: [{handle: carol, email: carol@example.com}, {handle: dave}]\n";
    let sandbox = server();
    sandbox.write("people.yaml", people);
    sandbox.write("pmrepo.yaml", "rules: {PM205: off}\n");
    sandbox.write(&report("closed"), CLOSED);
    sandbox.commit("Establish").ends(0);
    push(&sandbox, &["main"]).ends(0);
    sandbox.write(
        "people.yaml",
        "people: [{handle: carol}, {handle: karl, email: carol@example.com}, {handle: dave}]\n",
    );
    let refused = pushed(&sandbox, "Karl").ends(1).err;
    let said = "people.yaml:1:28: asks less than before: `carol@example.com` is not carol any more but karl";
    assert!(
        refused.contains("PM811") && refused.contains("but karl"),
        "{said}: {refused}"
    );
}

#[test]
fn a_deleted_configuration_is_found_and_what_it_judged_is_judged() {
    let sandbox = established("");
    fs::remove_file(sandbox.path("pmrepo.yaml")).unwrap();
    sandbox.write(&report("two"), crate::sandbox::bad());
    let refused = pushed(&sandbox, "No more").ends(1).err;
    assert!(refused.contains("PM104"), "{refused}");
    assert!(
        refused.contains("the configuration is deleted"),
        "{refused}"
    );
    back(&sandbox);
    fs::remove_file(sandbox.path("pmrepo.yaml")).unwrap();
    pushed(&sandbox, "No more\n\nPmrepo-Allow: PM811 we stop").ends(0);
}

/// Moves the closed report and the draft, and the configuration with them.
fn move_root(sandbox: &Sandbox, to: &str) {
    fs::create_dir_all(sandbox.path(to)).unwrap();
    for name in ["pmrepo.yaml", "postmortems"] {
        sandbox.git(&["mv", name, &format!("{to}/{name}")]).ends(0);
    }
}

#[test]
fn a_root_that_moves_keeps_its_bar() {
    let config = "required: {tags: in-review}\n";
    let sandbox = server();
    sandbox.write("pmrepo.yaml", config);
    sandbox.write(
        &report("closed"),
        CLOSED.replace("status: closed", "status: closed\ntags: [cache]"),
    );
    sandbox.commit("Establish").ends(0);
    push(&sandbox, &["main"]).ends(0);
    move_root(&sandbox, "team");
    sandbox.write("team/pmrepo.yaml", "schema: 1\n");
    let refused = pushed(&sandbox, "Move and ask less").ends(1).err;
    assert!(
        refused.contains("`tags` is not required any more"),
        "{refused}"
    );
    back(&sandbox);
    move_root(&sandbox, "team");
    pushed(&sandbox, "Move").ends(0);
}

#[test]
fn a_second_root_is_held_to_the_one_in_which_it_lies() {
    let sandbox = established("rules: {PM501: error}\n");
    sandbox.write("team/pmrepo.yaml", "schema: 1\n");
    let refused = pushed(&sandbox, "A team").ends(1).err;
    assert!(refused.contains("team/pmrepo.yaml"), "{refused}");
    assert!(
        refused.contains("`PM501` is warning, not error"),
        "{refused}"
    );
    back(&sandbox);
    sandbox.write("team/pmrepo.yaml", "rules: {PM501: error}\n");
    pushed(&sandbox, "A team").ends(0);
}

#[test]
fn a_report_that_moves_to_a_root_that_asks_less_says_so() {
    let sandbox = server();
    sandbox.git(&["rm", "--quiet", "pmrepo.yaml"]).ends(0);
    sandbox.git(&["mv", "postmortems", "gone"]).ends(0);
    sandbox.write("a/pmrepo.yaml", "required: {owner: draft}\n");
    sandbox.write("b/pmrepo.yaml", "schema: 1\n");
    let owned = GOOD.replace("severity: SEV-2", "severity: SEV-2\nowner: carol");
    sandbox.write(&format!("a/{}", report("two")), owned);
    sandbox.write(&format!("a/{}", report("closed")), CLOSED);
    let hook = "server.git/hooks/pre-receive";
    let text = fs::read(sandbox.path(hook)).unwrap();
    fs::remove_file(sandbox.path(hook)).unwrap();
    pushed(&sandbox, "Two teams").ends(0);
    fs::write(sandbox.path(hook), text).unwrap();
    sandbox.sh(&format!("chmod +x {hook}")).ends(0);
    let directory = |root: &str| format!("{root}/postmortems/2026/2026-03-10-two");
    fs::create_dir_all(sandbox.path("b/postmortems/2026")).unwrap();
    sandbox
        .git(&["mv", &directory("a"), &directory("b")])
        .ends(0);
    let refused = pushed(&sandbox, "Move it").ends(1).err;
    assert!(
        refused.contains("moves to a root that asks less"),
        "{refused}"
    );
    sandbox
        .git(&[
            "commit",
            "--quiet",
            "--amend",
            "--message",
            "Move it\n\nPmrepo-Allow: PM811 theirs now",
        ])
        .ends(0);
    push(&sandbox, &["main"]).ends(0);
}

#[test]
fn a_configuration_among_documents_is_an_error_and_no_root() {
    let sandbox = established("");
    sandbox.write("postmortems/2026/pmrepo.yaml", "rules: {PM104: off}\n");
    sandbox.write(&report("two"), crate::sandbox::bad());
    let refused = pushed(&sandbox, "Inside").ends(1).err;
    assert!(refused.contains("PM104"), "{refused}");
    assert!(
        refused.contains("postmortems/2026/pmrepo.yaml"),
        "{refused}"
    );
    let found = sandbox.pmrepo(&["check"]).ends(1).out;
    assert!(found.contains("PM010"), "{found}");
    assert!(found.contains("PM104"), "{found}");
}

#[test]
fn a_configuration_that_cannot_be_read_is_refused_on_either_side() {
    let sandbox = established("");
    for config in ["rules: [\n", "schema: 1\n\u{0}", "- a list\n"] {
        back(&sandbox);
        sandbox.git(&["checkout", "--quiet", "-B", "topic"]).ends(0);
        sandbox.write("pmrepo.yaml", config);
        sandbox.commit("Break it").ends(0);
        sandbox.write("pmrepo.yaml", "schema: 1\n");
        sandbox.write(&report("one"), GOOD.replace("title: ", "title: A "));
        sandbox.commit("Fix it").ends(0);
        for range in ["main..topic~1", "topic~1..topic"] {
            let refused = sandbox.pmrepo(&["check", "--range", range]).ends(2).err;
            assert!(
                refused.contains("`pmrepo.yaml` cannot be read"),
                "{refused}"
            );
        }
        sandbox.pmrepo(&["pr", "topic~1..topic"]).ends(2);
        sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    }
    // Before the commit it is a finding, and whoever mends it is not stopped.
    sandbox.write("pmrepo.yaml", "rules: [\n");
    sandbox.git(&["add", "--all"]).ends(0);
    let found = sandbox.pmrepo(&["check", "--staged"]).ends(1).out;
    assert!(found.contains("PM010"), "{found}");
    sandbox.commit("Break it").ends(0);
    sandbox.write("pmrepo.yaml", "schema: 1\n");
    sandbox.git(&["add", "--all"]).ends(0);
    sandbox.pmrepo(&["check", "--staged"]).ends(0);
}

#[test]
fn what_a_change_makes_wrong_in_a_file_that_it_does_not_touch_is_found() {
    let sandbox = established("");
    let checklist = report("steps").replace("postmortem.md", "checklist.md");
    let report = report("steps");
    sandbox.write(&report, CLOSED.replace("status: closed", "status: draft"));
    sandbox.write(
        &checklist,
        "# Checklist\n\n## Scribe: bob\n\n- [ ] `scribe.key-events` Bring the key events in.\n",
    );
    pushed(&sandbox, "A draft").ends(0);
    sandbox.write(
        &report,
        CLOSED.replace("status: closed", "status: in-review"),
    );
    let refused = pushed(&sandbox, "In review").ends(1).err;
    assert!(refused.contains("PM603"), "{refused}");
}

#[test]
fn before_the_commit_it_warns_and_shows_the_line_to_paste() {
    let sandbox = established("");
    sandbox.write("pmrepo.yaml", "required: {services: never}\n");
    sandbox.write(
        &report("less"),
        CLOSED.replace("services: [checkout]\n", ""),
    );
    sandbox.git(&["add", "--all"]).ends(0);
    let out = sandbox.pmrepo(&["check", "--staged"]).ends(0).out;
    assert!(out.contains("warning[PM811"), "{out}");
    assert!(out.contains("Pmrepo-Allow: PM811"), "{out}");
    assert!(out.contains("warning[PM101"), "{out}");
}

#[test]
fn what_is_asked_since_a_day_is_asked_of_no_older_incident() {
    let sandbox = established("");
    sandbox.write(
        "pmrepo.yaml",
        "required: {tags: {from: draft, since: 2026-03-20}}\n\
         sections: {Lessons: {from: in-review, since: 2026-03-20}}\n\
         deadlines: {reviewed: {SEV-2: 1d, since: 2026-03-20}}\n",
    );
    pushed(&sandbox, "Ask for more").ends(0);
    sandbox.pmrepo(&["check"]).ends(0);
    let newer = "postmortems/2026/2026-03-21-newer/postmortem.md";
    let text = GOOD.replace("2026-03-10", "2026-03-21");
    let resolved = |it: &str| {
        it.replace(
            "T10:00Z\n",
            "T10:00Z\nresolved_at: 2026-03-21T11:00Z\ntags: [cache]\n",
        )
    };
    sandbox.write(newer, &text);
    let refused = pushed(&sandbox, "Newer").ends(1).err;
    let said = "`tags` is missing: required from draft, for incidents from 2026-03-20 on";
    assert!(refused.contains(said), "{refused}");
    sandbox.write(newer, resolved(&text));
    let due = |id: &str| {
        let words = ["overdue", id, "--all", "--format", "json"];
        let out: serde_json::Value = serde_json::from_str(&sandbox.pmrepo(&words).out).unwrap();
        let items = out.get("items").and_then(|it| it.as_array()).unwrap();
        let text = |it: &serde_json::Value, key: &str| it.get(key)?.as_str().map(str::to_owned);
        let mut reviewed = items
            .iter()
            .filter(|it| text(it, "kind").as_deref() == Some("reviewed"));
        reviewed.next().and_then(|it| text(it, "explanation"))
    };
    assert!(due("newer").unwrap().starts_with("1 day after"));
    assert!(due("closed").unwrap().starts_with("5 business days after"));
    // Without a word of when it began nobody can say that it is older.
    sandbox.write(newer, text.replace("started_at", "paged_at"));
    let found = sandbox.pmrepo(&["check", "newer"]).ends(1).out;
    assert!(found.contains("`tags` is missing"), "{found}");
}

#[test]
fn a_review_begins_with_what_becomes_of_configuration_and_roster() {
    let sandbox = established("required: {detection: in-review}\n");
    sandbox.git(&["checkout", "--quiet", "-b", "topic"]).ends(0);
    sandbox.write("pmrepo.yaml", "rules: {PM501: off}\n");
    sandbox.write("people.yaml", "people: [{handle: erin}]\n");
    sandbox.commit("Less").ends(0);
    let said = sandbox.pmrepo(&["pr", "main...topic"]).ends(0).out;
    let configuration = "Configuration and roster:\n\n\
        - `pmrepo.yaml`: `required.detection` is taken out; it was in-review\n\
        - `pmrepo.yaml`: `rules.PM501` is new: off\n\
        - erin is new in the roster\n";
    let (before, after) = said.split_once(configuration).unwrap();
    assert_eq!(before.lines().count(), 3, "{said}");
    assert!(after.contains("PM811"), "{said}");
    let words = ["pr", "main...topic", "--format", "human"];
    let said = sandbox.pmrepo(&words).ends(0).out;
    assert!(said.starts_with("Configuration and roster:\n"), "{said}");
    let words = ["pr", "main...topic", "--format", "json"];
    let said: serde_json::Value = serde_json::from_str(&sandbox.pmrepo(&words).out).unwrap();
    let told = said.get("configuration").and_then(|it| it.as_array());
    assert_eq!(told.unwrap().len(), 3);
}

#[test]
fn a_status_that_is_taken_out_is_found_and_the_last_one_counts_all_the_same() {
    let sandbox = established("enforce_from: 2026-01-01\n");
    let waived = "waivers: [{rule: PM101, reason: x}, {rule: PM104, reason: x}]\n";
    for instead in ["", "status: foo\n"] {
        let text = CLOSED.replace("status: closed\n", &format!("{waived}{instead}"));
        sandbox.write(&report("closed"), text);
        let refused = pushed(&sandbox, "No status").ends(1).err;
        let said = "the status was closed, and there is none any more";
        assert!(
            refused.contains("PM801") && refused.contains(said),
            "{refused}"
        );
        back(&sandbox);
    }
    // Where that was allowed, or came before the guard, it is closed all the same.
    let without = CLOSED.replace("status: closed\n", waived);
    sandbox.write(&report("closed"), &without);
    pushed(&sandbox, "No status\n\nPmrepo-Allow: PM801 for a test").ends(0);
    let other = without.replace("title: ", "title: Another ");
    sandbox.write(&report("closed"), &other);
    let refused = pushed(&sandbox, "Another title").ends(1).err;
    assert!(refused.contains("PM803"), "{refused}");
    back(&sandbox);
    for status in ["draft", "reviewed"] {
        let text = without.replace("waivers", &format!("status: {status}\nwaivers"));
        sandbox.write(&report("closed"), text);
        let refused = pushed(&sandbox, "Back").ends(1).err;
        let said = format!("the status moves from closed to {status}");
        assert!(
            refused.contains("PM801") && refused.contains(&said),
            "{refused}"
        );
        back(&sandbox);
    }
    let text = without.replace("waivers", "status: closed\nwaivers");
    sandbox.write(&report("closed"), text);
    pushed(&sandbox, "Closed again").ends(0);
}

#[test]
fn reports_become_no_process_reviews() {
    let asks = "rules: {PM501: error}\n";
    let sandbox = established(asks);
    for (paths, said) in [
        ("{postmortems: pm, process_reviews: postmortems}", "PM811"),
        (
            "{postmortems: process-reviews, process_reviews: postmortems}",
            "PM811",
        ),
        (
            "{process_reviews: postmortems/2026}",
            "closed/postmortem.md",
        ),
    ] {
        sandbox.write("pmrepo.yaml", format!("{asks}paths: {paths}\n"));
        let refused = pushed(&sandbox, "Reviews").ends(1).err;
        assert!(refused.contains(said), "{paths}: {refused}");
        back(&sandbox);
    }
    // Whoever moves all of both moves them, also to below where one of them was.
    let review = "process-reviews/2026/2026-03-30.md";
    let text = include_str!("../../src/rules/example/review.md");
    let name = report("closed");
    let id = name.rsplit('/').nth(1).unwrap();
    sandbox.write(review, text.replace("2026-03-10-checkout-latency", id));
    pushed(&sandbox, "A review").ends(0);
    sandbox
        .sh("mkdir docs && git mv postmortems docs/pm && git mv process-reviews docs/reviews")
        .ends(0);
    let paths = "paths: {postmortems: docs/pm, process_reviews: docs/reviews}\n";
    sandbox.write("pmrepo.yaml", format!("{asks}{paths}"));
    pushed(&sandbox, "Both below docs").ends(0);
    sandbox
        .sh("mkdir docs/pm/pm && git mv docs/pm/2026 docs/pm/pm/2026 && git mv docs/reviews docs/pm/reviews")
        .ends(0);
    let paths = "paths: {postmortems: docs/pm/pm, process_reviews: docs/pm/reviews}\n";
    sandbox.write("pmrepo.yaml", format!("{asks}{paths}"));
    pushed(&sandbox, "Both further down").ends(0);
}

#[test]
fn a_clone_finds_as_well_that_branches_are_guarded_no_more() {
    let guarded = "guard: {refs: [refs/heads/main, \"refs/heads/release/*\"]}\n";
    let sandbox = established(guarded);
    sandbox.write("pmrepo.yaml", "schema: 1\n");
    sandbox.commit("Guard less").ends(0);
    let range = ["check", "--range", "HEAD~1..HEAD"];
    let found = sandbox.pmrepo(&range).ends(1).out;
    assert!(
        found.contains("PM811") && found.contains("only HEAD's branch is guarded any more"),
        "{found}"
    );
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(refused.contains("PM811"), "{refused}");
}

#[test]
fn a_section_that_is_asked_for_is_no_other_name_of_another_one() {
    let sandbox = server();
    let asks = "sections: {Lessons: {from: in-review}}\n";
    sandbox.write("pmrepo.yaml", asks);
    let learnt = format!("{CLOSED}\n## Lessons\n\nCaches need room.\n");
    sandbox.write(&report("closed"), learnt);
    sandbox.commit("Establish").ends(0);
    push(&sandbox, &["main"]).ends(0);
    sandbox.write(
        "pmrepo.yaml",
        "sections: {Overview: {aliases: [Lessons]}}\n",
    );
    let refused = pushed(&sandbox, "Another name").ends(1).err;
    let said = "the section “Lessons” is not asked for any more";
    assert!(
        refused.contains("PM811") && refused.contains(said),
        "{refused}"
    );
    back(&sandbox);
    let renamed = "sections: {Learnings: {from: in-review, aliases: [Lessons]}}\n";
    sandbox.write("pmrepo.yaml", renamed);
    pushed(&sandbox, "Learnings").ends(0);
}

#[test]
fn a_root_that_moves_keeps_its_people_its_refs_and_its_process_reviews() {
    let people = "people:\n  - {handle: carol, email: carol@example.com}\n  - {handle: dave, email: dave@example.com}\n  - {handle: erin}\n  - {handle: frank}\n  - {handle: bob}\n  - {handle: ivan}\n  - {handle: grace}\n  - {handle: heidi}\n  - {handle: alice}\n";
    let config = "guard: {four_eyes: author, refs: [refs/heads/main, \"refs/heads/release/*\"]}\n";
    let review = "process-reviews/2026/2026-03-30.md";
    let sandbox = server();
    sandbox.write("people.yaml", people);
    sandbox.write("pmrepo.yaml", "schema: 1\n");
    sandbox.write(&report("closed"), CLOSED);
    pushed(&sandbox, "Establish").ends(0);
    sandbox.write("pmrepo.yaml", config);
    pushed(&sandbox, "Ask more").ends(0);
    let name = report("closed");
    let id = name.rsplit('/').nth(1).unwrap();
    let text = include_str!("../../src/rules/example/review.md");
    sandbox.write(review, text.replace("2026-03-10-checkout-latency", id));
    pushed(&sandbox, "A review").ends(0);
    let all = [
        "pmrepo.yaml",
        "people.yaml",
        "postmortems",
        "process-reviews",
    ];
    let go = |from: &str, to: &str, names: &[&str]| {
        fs::create_dir_all(sandbox.path(to)).unwrap();
        for name in names {
            sandbox
                .git(&["mv", &format!("{from}{name}"), &format!("{to}{name}")])
                .ends(0);
        }
    };
    let refused = |message: &str, said: &str| {
        let refused = pushed(&sandbox, message).ends(1).err;
        assert!(
            refused.contains("PM811") && refused.contains(said),
            "{refused}"
        );
        back(&sandbox);
    };
    go("", "team/", &all);
    let karl = people.replace(
        "  - {handle: carol, email: carol@example.com}\n",
        "  - {handle: carol}\n  - {handle: karl, email: carol@example.com}\n",
    );
    let carol = people.replace(
        "{handle: carol, email: carol@example.com}",
        "{handle: carol, name: Carol, email: carol@example.com}",
    );
    assert_ne!((karl.as_str(), carol.as_str()), (people, people));
    sandbox.write("team/people.yaml", "people: []\n");
    refused("Nobody", "there is no roster any more");
    go("", "team/", &all);
    sandbox.write("team/pmrepo.yaml", "guard: {four_eyes: author}\n");
    refused("Refs", "`refs/heads/release/*` is not guarded any more");
    go("", "team/", &all[..3]);
    refused("Reviews", "the configuration is deleted");
    go("", "team/", &all);
    sandbox.write("team/people.yaml", carol);
    pushed(&sandbox, "Down").ends(0);
    go("team/", "", &all);
    sandbox.write("people.yaml", karl);
    refused("Karl", "is not carol any more but karl");
    go("team/", "", &all);
    pushed(&sandbox, "Up").ends(0);
}
