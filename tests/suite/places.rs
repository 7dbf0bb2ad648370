//! Which postmortem is meant: by id, by path, and in which root.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// Two teams in one repository.
fn teams() -> Sandbox {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q", "--template=", "--initial-branch=main"])
        .ends(0);
    for team in ["a", "b"] {
        repo.write(&format!("teams/{team}/pmrepo.yaml"), "");
        repo.write(
            &format!("teams/{team}/{}", report(&format!("{team}-slow"))),
            GOOD,
        );
    }
    repo.commit("Begin");
    repo
}

#[test]
fn a_path_serves_wherever_an_id_does() {
    let repo = Sandbox::new();
    repo.write(&report("checkout"), GOOD);
    let path = report("checkout");
    let directory = path.strip_suffix("/postmortem.md").unwrap();
    let absolute = repo.path(&path).display().to_string();
    let whole = repo.path(directory).display().to_string();
    for (from, word) in [
        ("", path.as_str()),
        ("", directory),
        ("", &format!("./{directory}/")),
        ("", &absolute),
        ("", &whole),
        ("postmortems", &format!("../{path}")),
        ("postmortems", "2026/2026-03-10-checkout"),
        (directory, "."),
        (directory, "postmortem.md"),
        (directory, "../2026-03-10-checkout/postmortem.md"),
    ] {
        let shown = repo.pmrepo_in(from, &["show", word]).ends(0);
        assert!(
            shown.out.starts_with("Checkout latency\n"),
            "{word}: {shown:#?}"
        );
        let checked = repo.pmrepo_in(from, &["check", "--format", "json", word]);
        assert!(
            checked.out.contains("\"documents\":1"),
            "{word}: {checked:#?}"
        );
        repo.pmrepo_in(from, &["set", word, "tags+=x"]).ends(0);
    }
    let outside = repo.pmrepo(&["show", "/nowhere/postmortem.md"]).ends(2);
    assert!(
        outside.err.contains("lies outside of this repository"),
        "{outside:#?}"
    );
    repo.pmrepo(&["show", "../../x"]).ends(2);
}

#[test]
fn an_id_is_found_in_any_case_and_suggested_where_it_is_misspelt() {
    let repo = Sandbox::new();
    repo.write(&report("checkout-latency"), GOOD);
    repo.write(&report("checkout-errors"), GOOD.replace("draft", "closed"));
    repo.write(&report("dns"), GOOD);
    repo.pmrepo(&["show", "DNS"]).ends(0);
    repo.pmrepo(&["show", "2026-03-10-Checkout-Latency"])
        .ends(0);
    for (word, meant) in [
        (
            "chekout-latency",
            "did you mean `2026-03-10-checkout-latency`?",
        ),
        ("2026-03-10-dnss", "did you mean `2026-03-10-dns`?"),
        ("latncy", "did you mean `2026-03-10-checkout-latency`?"),
        (
            "chekout",
            "did you mean `2026-03-10-checkout-latency` or `2026-03-10-checkout-errors`?",
        ),
        ("payments", "`pmrepo list` shows what there is"),
    ] {
        let err = repo.pmrepo(&["show", word]).ends(2).err;
        assert!(err.contains(meant), "{word}: {err}");
    }
    let several = repo.pmrepo(&["set", "CHECKOUT", "tags+=x"]).ends(2).err;
    assert!(
        several.contains("`CHECKOUT` fits 2 postmortems"),
        "{several}"
    );
}

#[test]
fn the_id_decides_the_root_and_where_one_must_be_named_all_are_listed() {
    let repo = teams();
    // From the top, and from within the other team's root.
    for from in ["", "teams/b"] {
        repo.pmrepo_in(from, &["set", "a-slow", "tags+=x"]).ends(0);
        repo.pmrepo_in(from, &["show", "a-slow"]).ends(0);
        repo.pmrepo_in(
            from,
            &["action", "add", "a-slow", "Alert early", "--proposed"],
        )
        .ends(0);
    }
    repo.pmrepo_in(
        "teams/b",
        &["show", "../a/postmortems/2026/2026-03-10-a-slow"],
    )
    .ends(0);
    for words in [
        &["new", "Slow", "--severity", "SEV-3"][..],
        &["process-review", "new", "--on", "2026-04-20"],
        &["people", "add", "carol"],
    ] {
        let err = repo.pmrepo(words).ends(2).err;
        for root in ["-C teams/a", "-C teams/b"] {
            assert!(err.contains(root), "{words:?}: {err}");
        }
    }
    // What several roots have is told apart by its path.
    repo.write(&format!("teams/a/{}", report("both")), GOOD);
    repo.write(&format!("teams/b/{}", report("both")), GOOD);
    let err = repo.pmrepo(&["show", "both"]).ends(2).err;
    assert!(
        err.contains("teams/a/postmortems/2026/2026-03-10-both"),
        "{err}"
    );
    repo.pmrepo(&["show", "teams/a/postmortems/2026/2026-03-10-both"])
        .ends(0);
}

/// Whatever is said of a file, its path leads there from where one stands.
#[test]
fn a_refusal_names_files_from_where_one_stands() {
    let repo = Sandbox::new();
    repo.write(&report("slow"), GOOD.replace("SEV-2", "SEV-1"));
    repo.write(
        "process-reviews/2026/2026-03-31.md",
        "---\nscheduled_for: 2026-03-31T14:00Z\nstatus: held it\n---\n",
    );
    let directory = "postmortems/2026/2026-03-10-slow";
    let file = |name: &str| format!("{directory}/{name}");
    repo.write(&file("messages/results.md"), "---\n---\n\nTODO\n");
    repo.write(
        &file("messages/notice.md"),
        "---\nnot_sent_because: Nobody asked\n---\n",
    );
    repo.write(&file("checklist.md"), "# Checklist\n");
    repo.write("people.yaml", "people:\n  - {handle: erin}\n");
    repo.write(".pmrepo/templates/results.md", "{{ nothing }}");
    let below = |words: &[&str], said: &str| {
        let refused = repo.pmrepo_in(directory, words).ends(2);
        let err = &refused.err;
        assert!(err.contains(said), "{words:?}: {refused:#?}");
        for whole in [
            "postmortems/2026/2026-03",
            " process-reviews/",
            " people.yaml:",
        ] {
            assert!(!err.contains(whole), "{words:?}: {refused:#?}");
        }
    };
    below(
        &["message", "sent", "slow", "results"],
        "error: messages/results.md:4 is not written yet",
    );
    below(
        &["message", "sent", "slow", "notice"],
        "error: messages/notice.md says that none is sent",
    );
    below(
        &["message", "new", "slow", "notice"],
        "error: messages/notice.md is there already",
    );
    below(
        &["checklist", "new", "slow"],
        "error: checklist.md is there already",
    );
    repo.write("people.yaml", "people: 3\n");
    below(&["people", "add", "bob"], "error: ../../../people.yaml:");
    std::fs::remove_file(repo.path("people.yaml")).unwrap();
    below(
        &["process-review", "cancel", "2026-03-31", "--because", "x"],
        "`pmrepo check ../../../process-reviews/2026/2026-03-31.md` says more",
    );
    repo.write(
        &report("slow"),
        GOOD.replace("---\n\n## Overview", "x: [\n---\n"),
    );
    below(&["set", "slow", "owner=bob"], "error: postmortem.md: ");
    repo.write("pmrepo.yaml", "schema: 1\nnothing_like_it: 1\n");
    below(
        &["new", "X", "--severity", "SEV-3"],
        "error: ../../../pmrepo.yaml:2: ",
    );
}

/// What the file system refuses, too: the file once, and not by its whole path.
#[cfg(unix)]
#[test]
fn what_the_system_refuses_is_named_from_where_one_stands() {
    let repo = Sandbox::new();
    repo.write(&report("slow"), GOOD);
    let directory = "postmortems/2026/2026-03-10-slow";
    // A file lies where the directory of the messages would be.
    repo.write(&format!("{directory}/messages"), "x");
    let refused = repo
        .pmrepo_in(directory, &["message", "new", "slow", "notice"])
        .ends(2);
    let top = repo.path("").canonicalize().unwrap();
    assert!(!refused.err.contains(top.to_str().unwrap()), "{refused:#?}");
    assert_eq!(refused.err.matches("messages").count(), 1, "{refused:#?}");
    repo.write("people.yaml", "people: []\n");
    std::fs::remove_file(repo.path("people.yaml")).unwrap();
    std::os::unix::fs::symlink("other.yaml", repo.path("people.yaml")).unwrap();
    let refused = repo.pmrepo_in(directory, &["people", "add", "bob"]).ends(2);
    assert!(refused.err.contains("../../../people.yaml"), "{refused:#?}");
}

/// Times in what is said are those of the configured zone, and to the minute where nobody said more.
#[test]
fn times_are_said_in_the_configured_zone_and_written_to_the_minute() {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "schema: 1\ntimezone: Europe/Berlin\n");
    repo.write(&report("slow"), GOOD);
    let at = |words: &[&str]| {
        let now = "2026-04-01T12:00:37Z";
        repo.pmrepo_with(&[], &[&["--as-of", now], words].concat())
    };
    let done = at(&["resolve", "slow", "--at", "2 hours ago"]).ends(0);
    assert!(
        done.err
            .contains("resolved_at: 2026-04-01 12:00 CEST, 2 hours ago\n"),
        "{done:#?}"
    );
    let text = repo.read(&report("slow"));
    assert!(
        text.contains("resolved_at: 2026-04-01T12:00+02:00\n"),
        "{text}"
    );
    let again = at(&["resolve", "slow"]).ends(2);
    assert!(
        again
            .err
            .contains("is resolved already: 2026-04-01 12:00 CEST\n"),
        "{again:#?}"
    );
    repo.write(&report("fast"), GOOD);
    at(&["set", "fast", "detected_at=now"]).ends(0);
    let text = repo.read(&report("fast"));
    assert!(
        text.contains("detected_at: 2026-04-01T14:00+02:00\n"),
        "{text}"
    );
    at(&["set", "fast", "detected_at=90s ago"]).ends(0);
    let text = repo.read(&report("fast"));
    assert!(
        text.contains("detected_at: 2026-04-01T13:59:07+02:00\n"),
        "{text}"
    );
    let made = at(&["new", "Other", "--severity", "SEV-3", "--no-input"]).ends(0);
    assert!(
        made.err
            .contains("started_at: 2026-04-01 14:00 CEST, now\n"),
        "{made:#?}"
    );
    let directory = "postmortems/2026/2026-03-10-slow/messages";
    repo.write(
        &format!("{directory}/results.md"),
        "---\n---\n\nIt is over.\n",
    );
    at(&["message", "sent", "slow", "results"]).ends(0);
    let text = repo.read(&format!("{directory}/results.md"));
    assert!(text.contains("sent_at: 2026-04-01T14:00+02:00\n"), "{text}");
    let again = at(&["message", "sent", "slow", "results"]).ends(2);
    assert!(
        again
            .err
            .contains("results was sent already, 2026-04-01 14:00 CEST\n"),
        "{again:#?}"
    );
    repo.write(
        "process-reviews/2026/2026-04-20.md",
        "---\nscheduled_for: 2026-04-20T14:00Z\nstatus: scheduled\nchair: alice\nattendees: []\n---\n",
    );
    let held = at(&["process-review", "held", "2026-04-20"]).ends(2);
    assert!(
        held.err
            .contains(": 2026-04-20 16:00 CEST is yet to come\n"),
        "{held:#?}"
    );
}
