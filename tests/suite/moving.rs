//! `move`.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const OLD: &str = "postmortems/2026/2026-03-10-one";
const NEW: &str = "postmortems/2026/2026-03-10-cache-is-slow";

/// A postmortem, and others that name it.
fn repo(status: &str) -> Sandbox {
    let repo = Sandbox::new();
    let text = CLOSED.replace("status: closed", &format!("status: {status}"));
    let text = text.replace(
        "## Resolution\n",
        "See [notes](notes/dave.md) and [the other](../2026-03-11-other/postmortem.md#impact).\n\n\
         ## Resolution\n",
    );
    repo.write(&report("one"), text);
    repo.write(
        &format!("{OLD}/checklist.md"),
        include_str!("../../src/rules/example/checklist.md"),
    );
    let external = include_str!("../../src/rules/example/external.md");
    repo.write(&format!("{OLD}/messages/external.md"), external);
    repo.write(&format!("{OLD}/notes/dave.md"), "Graphs.\n");
    repo.write(
        &format!("{OLD}/evidence/graph.png"),
        [0_u8, 159, 146, 150, 255, 0],
    );
    repo.write(
        "postmortems/2026/2026-03-11-other/postmortem.md",
        "---\ntitle: Other\nstatus: draft\nseverity: SEV-3\nstarted_at: 2026-03-11T10:00Z\n\
         related: [2026-03-10-one] # both caches\n---\n\n\
         As in [the first](../2026-03-10-one/postmortem.md), [here](../2026-03-10-one/) and\n\
         [there](https://example.com/2026-03-10-one/); 2026-03-10-one is only a word.\n",
    );
    repo.write(
        "process-reviews/2026/2026-03-30.md",
        "---\nscheduled_for: 2026-04-30T14:00Z\nstatus: scheduled\nchair: alice\nincidents:\n  \
         - 2026-03-10-one\n---\n\n\
         Report: [one](../../postmortems/2026/2026-03-10-one/postmortem.md)\n",
    );
    repo.commit("start").ends(0);
    repo
}

#[test]
fn a_postmortem_moves_with_all_that_lies_in_it_and_with_what_names_it() {
    let repo = repo("draft");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = repo.path(&format!("{OLD}/evidence/graph.png"));
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
        repo.commit("mode").ends(0);
    }
    let said = repo
        .pmrepo(&["move", "one", "--title", "Cache is slow", "--commit"])
        .ends(0);
    assert!(
        said.out
            .starts_with("2026-03-10-one -> 2026-03-10-cache-is-slow\n"),
        "{said:#?}"
    );
    assert!(!repo.path(OLD).exists());
    let bytes = std::fs::read(repo.path(&format!("{NEW}/evidence/graph.png"))).unwrap();
    assert_eq!(bytes, [0, 159, 146, 150, 255, 0]);
    let text = repo.read(&format!("{NEW}/postmortem.md"));
    assert!(text.contains("title: Cache is slow\n"), "{text}");
    assert!(text.contains("[notes](notes/dave.md)"), "{text}");
    assert!(
        text.contains("(../2026-03-11-other/postmortem.md#impact)"),
        "{text}"
    );
    let other = repo.read("postmortems/2026/2026-03-11-other/postmortem.md");
    for line in [
        "related: [2026-03-10-cache-is-slow] # both caches\n",
        "[the first](../2026-03-10-cache-is-slow/postmortem.md), [here](../2026-03-10-cache-is-slow/)",
        "(https://example.com/2026-03-10-one/); 2026-03-10-one is only a word.",
    ] {
        assert!(other.contains(line), "{line}: {other}");
    }
    let review = repo.read("process-reviews/2026/2026-03-30.md");
    assert!(
        review.contains("  - 2026-03-10-cache-is-slow\n"),
        "{review}"
    );
    assert!(
        review.contains("/2026-03-10-cache-is-slow/postmortem.md)"),
        "{review}"
    );
    // All of it is in the commit, and git sees that it moved, with the mode.
    assert_eq!(repo.git(&["status", "--porcelain"]).out, "");
    let moved = repo
        .git(&["show", "--find-renames", "--summary", "--format=", "HEAD"])
        .out;
    assert!(
        !moved.contains("delete") && !moved.contains("create"),
        "{moved}"
    );
    assert!(!moved.contains("mode change"), "{moved}");
    repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).ends(0);
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn a_closed_one_moves_and_the_rules_about_changes_accept_it() {
    let repo = repo("closed");
    repo.pmrepo(&["move", "one", "--title", "Cache is slow", "--commit"])
        .ends(0);
    let log = repo.git(&["log", "-1", "--format=%B"]).out;
    assert!(
        log.contains("Pmrepo-Allow: PM803 2026-03-10-one is called 2026-03-10-cache-is-slow now"),
        "{log}"
    );
    repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).ends(0);
}

#[test]
fn with_a_date_the_times_of_the_incident_move_and_without_any_the_id_follows_them() {
    let repo = repo("draft");
    repo.pmrepo(&["move", "one", "--date", "2025-12-31", "--commit"])
        .ends(0);
    let text = repo.read("postmortems/2025/2025-12-31-one/postmortem.md");
    for line in [
        "started_at: 2025-12-31T10:00Z\n",
        "detected_at: 2025-12-31T10:04Z\n",
        "resolved_at: 2025-12-31T11:10Z\n",
        "(../../2026/2026-03-11-other/postmortem.md#impact)",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(repo.git(&["status", "--porcelain"]).out, "");
    repo.pmrepo(&["set", "2025-12-31", "started_at=2025-12-28T10:00Z"])
        .ends(0);
    let said = repo.pmrepo(&["move", "2025-12-31-one"]).ends(0).out;
    assert!(
        said.contains("2025-12-31-one -> 2025-12-28-one\n"),
        "{said}"
    );
    repo.pmrepo(&["move", "2025-12-28-one"]).ends(2);
}

#[test]
fn it_moves_whole_or_not_at_all() {
    let repo = repo("draft");
    let state = || {
        let files = repo
            .sh("find postmortems process-reviews -type f | sort | xargs cksum")
            .out;
        (files, repo.git(&["status", "--porcelain"]).out)
    };
    let before = state();
    repo.pmrepo(&["move", "one", "--title", "Cache is slow", "--dry-run"])
        .ends(0);
    assert_eq!(state(), before);
    // What is there is not written over, be it called so in another year or an empty directory.
    repo.write("postmortems/2026/2026-03-10-cache-is-slow/x.txt", "x");
    let refused = repo
        .pmrepo(&["move", "one", "--title", "Cache is slow"])
        .ends(2)
        .err;
    assert!(refused.contains("is there already"), "{refused}");
    std::fs::remove_dir_all(repo.path(NEW)).unwrap();
    std::fs::create_dir_all(repo.path(NEW)).unwrap();
    repo.pmrepo(&["move", "one", "--title", "Cache is slow"])
        .ends(2);
    std::fs::remove_dir_all(repo.path(NEW)).unwrap();
    for words in [
        &["--title", " "][..],
        &["--date", "2027-01-01"],
        &["--title", "One"],
    ] {
        let words = [&["move", "one"], words].concat();
        let refused = repo.pmrepo(&words);
        assert!(
            words.contains(&"One") || refused.status == 2,
            "{refused:#?}"
        );
    }
    repo.git(&["checkout", "--quiet", "."]).ends(0);
    assert_eq!(state(), before);
}

#[test]
fn the_address_of_its_page_follows_but_not_in_what_was_sent() {
    let repo = repo("draft");
    repo.git(&["remote", "add", "origin", "git@github.com:acme/sre.git"])
        .ends(0);
    repo.pmrepo(&["message", "new", "one", "notice"]).ends(0);
    let url = |directory: &str| {
        format!("https://github.com/acme/sre/blob/main/{directory}/postmortem.md")
    };
    assert!(
        repo.read(&format!("{OLD}/messages/notice.md"))
            .contains(&url(OLD))
    );
    let sent = format!("---\nsent_at: 2026-03-12T10:00Z\n---\n\nSee {}\n", url(OLD));
    repo.write(&format!("{OLD}/messages/results.md"), &sent);
    repo.pmrepo(&["move", "one", "--title", "Cache is slow"])
        .ends(0);
    assert!(
        repo.read(&format!("{NEW}/messages/notice.md"))
            .contains(&url(NEW))
    );
    assert_eq!(repo.read(&format!("{NEW}/messages/results.md")), sent);
}

#[test]
fn without_another_name_or_day_it_says_what_gives_one() {
    let repo = Sandbox::new();
    repo.write(
        &report("one"),
        "---\ntitle: One\nstatus: draft\nseverity: SEV-3\nstarted_at: 2026-03-10T10:00Z\n---\n",
    );
    assert_eq!(
        repo.pmrepo(&["move", "one"]).ends(2).err,
        "error: nothing to change: 2026-03-10-one is called that already\n\
         hint: --title TITLE and --date DAY give it another id\n"
    );
}

#[test]
fn errors_that_were_there_before_do_not_stand_in_its_way_and_new_ones_do() {
    let repo = Sandbox::new();
    repo.write(&report("one"), crate::sandbox::bad());
    repo.pmrepo(&["check"]).ends(1);
    repo.pmrepo(&["move", "one", "--title", "Cache is slow"])
        .ends(0);
    let moved = repo.read(&format!("{NEW}/postmortem.md"));
    assert!(moved.contains("title: Cache is slow\n"), "{moved}");
    // Another day, another year: older errors stay where they are.
    repo.pmrepo(&["move", "cache", "--date", "2025-12-31"])
        .ends(0);
    let refused = repo
        .pmrepo(&["move", "cache", "--date", "2026-05-30"])
        .ends(2);
    assert!(refused.err.contains("nothing was written"), "{refused:#?}");
    assert!(!refused.err.contains("SEV1-ish"), "{refused:#?}");
}

#[test]
fn the_demos_reports_with_older_errors_move() {
    let sandbox = Sandbox::plain();
    sandbox.pmrepo(&["demo", "d"]).ends(0);
    for (id, title) in [("stale", "New Name"), ("orders", "Foo bar two")] {
        sandbox
            .pmrepo_in("d", &["move", id, "--title", title])
            .ends(0);
    }
}

/// A repository in Berlin with an incident.
fn berlin(times: &str, timeline: &str) -> Sandbox {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "timezone: Europe/Berlin\n");
    repo.write(
        "postmortems/2026/2026-03-28-late/postmortem.md",
        format!("---\ntitle: Late\nstatus: draft\nseverity: SEV-3\n{times}---\n\n{timeline}"),
    );
    repo
}

#[test]
fn across_a_change_of_clocks_the_times_keep_the_clock_on_the_wall() {
    let repo = berlin(
        "started_at: 2026-03-28T23:30+01:00\ndetected_at: 2026-03-28T23:40:10+01:00\n\
         mitigated_at: 2026-03-28 23:50+01:00\nresolved_at: 2026-03-28T23:10Z\n",
        "",
    );
    repo.pmrepo(&["move", "late", "--date", "2026-03-30"])
        .ends(0);
    let text = repo.read("postmortems/2026/2026-03-30-late/postmortem.md");
    // The last one is written in UTC, and as long after the first as before.
    for line in [
        "started_at: 2026-03-30T23:30+02:00\n",
        "detected_at: 2026-03-30T23:40:10+02:00\n",
        "mitigated_at: 2026-03-30T23:50+02:00\n",
        "resolved_at: 2026-03-30T22:10Z\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    // And back, when clocks are put back; one that crosses no change stays as it is written.
    repo.pmrepo(&["move", "late", "--date", "2026-03-27"])
        .ends(0);
    repo.pmrepo(&["move", "late", "--date", "2026-03-26"])
        .ends(0);
    let text = repo.read("postmortems/2026/2026-03-26-late/postmortem.md");
    for line in [
        "started_at: 2026-03-26T23:30+01:00\n",
        "resolved_at: 2026-03-26T23:10Z\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn what_is_not_written_in_the_zone_keeps_its_offset() {
    let repo = berlin(
        "started_at: 2026-03-28T10:00Z\nresolved_at: 2026-03-28T12:30+01:00\n",
        "",
    );
    repo.pmrepo(&["move", "late", "--date", "2026-03-30"])
        .ends(0);
    let text = repo.read("postmortems/2026/2026-03-30-late/postmortem.md");
    let times = "started_at: 2026-03-30T10:00Z\nresolved_at: 2026-03-30T12:30+01:00\n";
    assert!(text.contains(times), "{text}");
}

#[test]
fn nothing_is_written_where_the_times_would_change_places() {
    let repo = berlin(
        "started_at: 2026-03-28T02:50+01:00\nresolved_at: 2026-03-28T03:10+01:00\n",
        "",
    );
    // 02:50 is not there, and an hour later it is behind 03:10.
    let refused = repo
        .pmrepo(&["move", "late", "--date", "2026-03-29"])
        .ends(2);
    assert!(refused.err.contains("nothing was written"), "{refused:#?}");
    assert!(repo.path("postmortems/2026/2026-03-28-late").exists());
}

#[test]
fn a_time_that_the_clocks_skip_is_an_hour_later() {
    let repo = berlin(
        "started_at: 2026-03-28T02:10+01:00\nresolved_at: 2026-03-28T02:50+01:00\n",
        "",
    );
    repo.pmrepo(&["move", "late", "--date", "2026-03-29"])
        .ends(0);
    let text = repo.read("postmortems/2026/2026-03-29-late/postmortem.md");
    let times = "started_at: 2026-03-29T03:10+02:00\nresolved_at: 2026-03-29T03:50+02:00\n";
    assert!(text.contains(times), "{text}");
}

#[test]
fn what_would_not_begin_on_the_day_that_is_asked_for_is_refused() {
    let repo = berlin("started_at: 2026-03-28T22:30Z\n", "");
    let refused = repo
        .pmrepo(&["move", "late", "--date", "2026-03-30"])
        .ends(2)
        .err;
    assert_eq!(
        refused,
        "error: 2026-03-28-late would begin on 2026-03-31 in Europe/Berlin, not on 2026-03-30\n\
         hint: say when it began, `pmrepo set 2026-03-28-late started_at=TIME`; then \
         `pmrepo move 2026-03-28-late` follows\n"
    );
}

#[test]
fn rows_of_the_timeline_that_stay_are_told() {
    let rows = "## Timeline\n\n| Time | Event |\n|---|---|\n\
                | 2026-03-28T12:00+01:00 | Slow |\n| 2026-03-27T12:00+01:00 | Deployed |\n";
    let repo = berlin("started_at: 2026-03-28T12:00+01:00\n", rows);
    let said = repo
        .pmrepo(&["move", "late", "--date", "2026-03-26"])
        .ends(0);
    let line = "1 row of the timeline stays on the old day: `pmrepo edit 2026-03-26-late` opens \
                the report\n";
    assert!(said.err.contains(line), "{said:#?}");
    let title = repo.pmrepo(&["move", "late", "--title", "Later"]).ends(0);
    assert!(!title.err.contains("the old day"), "{title:#?}");
}
