//! Commands about one postmortem: `show` and `edit`.

use snapbox::IntoData as _;

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

fn lesser() -> String {
    GOOD.replace("SEV-2", "SEV-3").replace(
        "---\n\n",
        "owner: carol\nresolved_at: 2026-03-10T11:10Z\nroles: {scribe: bob}\naction_items:\n  - {id: AI-1, title: \"Cap the pool\", owner: dave, due: 2026-04-10, state: open}\n---\n\n",
    )
}

#[test]
fn show_ends_with_what_is_missing() {
    let repo = Sandbox::new();
    repo.write(&report("one"), lesser());
    let shown = repo.pmrepo(&["show", "one"]).ends(0).out;
    snapbox::assert_data_eq!(
        shown,
        snapbox::str![[r#"
Checkout latency
postmortems/2026/2026-03-10-one/postmortem.md

status:             draft
severity:           SEV-3
owner:              carol
started:            2026-03-10 10:00 (UTC)
detected:           -
resolved:           2026-03-10 11:10, after 1 hour 10 minutes
scribe:             bob

Due

DUE         WHEN                  WHAT      OWED BY  TITLE
2026-03-24  6 business days late  reviewed  carol
2026-04-10  in 9 days             AI-1      dave     Cap the pool

Action items

ID    STATE  OWNER  DUE         TITLE
AI-1  open   dave   2026-04-10  Cap the pool

Missing for in-review:

  - `detected_at` is missing: required from in-review (postmortem.md:3, PM101)
  - `services` is missing: required from in-review (postmortem.md:3, PM101)
  - the section “Contributing Factors” is missing: required from in-review (postmortem.md:3, PM301)
  - the section “Timeline” is missing: required from in-review (postmortem.md:3, PM301)
  - the section “What Happened” is missing: required from in-review (postmortem.md:3, PM301)
  - the section “Overview” is empty (postmortem.md:13, PM302)

pmrepo set 2026-03-10-one detected_at=… services=…

"#]]
        .raw()
    );
}

#[test]
fn show_reads_what_is_staged_any_commit_and_json_is_for_programs() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.commit("draft").ends(0);
    repo.write(&report("one"), GOOD.replace("Checkout", "Staged"));
    repo.git(&["add", "--all"]).ends(0);
    repo.write(&report("one"), GOOD.replace("Checkout", "Worktree"));
    for (words, title) in [
        (&["show", "one"][..], "Worktree latency"),
        (&["show", "one", "--staged"], "Staged latency"),
        (&["show", "one", "--rev", "HEAD"], "Checkout latency"),
    ] {
        let shown = repo.pmrepo(words).ends(0).out;
        assert!(shown.starts_with(title), "{shown}");
        let json = repo
            .pmrepo(&[words, &["--format", "json"]].concat())
            .ends(0)
            .out;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["postmortem"]["title"], title);
        assert_eq!(json["postmortem"]["next_status"], "in-review");
        assert_eq!(json["postmortem"]["missing"][0]["code"], "PM101");
    }
}

#[test]
fn a_shell_gets_the_path_and_a_directory_is_an_id() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write(&report("two"), GOOD.replace("Checkout", "Other"));
    let directory = "postmortems/2026/2026-03-10-two";
    let path = repo.pmrepo(&["show", "--path", "two"]).ends(0).out;
    assert_eq!(path.trim_end(), repo.path(directory).to_str().unwrap());
    let shown = repo.pmrepo_in(directory, &["show"]).ends(0).out;
    assert!(shown.starts_with("Other latency\n"), "{shown}");
    let refused = repo.pmrepo(&["show"]).ends(2).err;
    assert!(refused.contains("which postmortem?"), "{refused}");
}

#[test]
fn of_several_candidates_the_open_ones_come_first() {
    let repo = Sandbox::new();
    let closed = GOOD.replace("status: draft", "status: not-required");
    repo.write(&report("one-b"), closed);
    repo.write(&report("one-a"), GOOD);
    let refused = repo.pmrepo(&["show", "one"]).ends(2).err;
    assert_eq!(
        refused,
        "error: `one` fits 2 postmortems\nhint: 2026-03-10-one-a\nhint: 2026-03-10-one-b\n"
    );
    repo.pmrepo(&["show", "zzz"]).ends(2);
}

#[cfg(unix)]
#[test]
fn edit_opens_the_editor_and_then_checks() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write(
        "postmortems/2026/2026-03-10-one/messages/notice.md",
        "---\nto: [all]\n---\nx\n",
    );
    let edit = |editor: &str, words: &[&str]| {
        let all = [&["--as-of", "2026-04-01T12:00:00Z", "edit"], words].concat();
        repo.pmrepo_with(&[("VISUAL", editor)], &all)
    };
    edit("sed -i.old s/Checkout/Search/", &["one"]).ends(0);
    assert!(repo.read(&report("one")).contains("Search latency"));
    let faulty = edit("sed -i.old s/SEV-2/SEV-9/", &["one"]).ends(1).out;
    assert!(faulty.starts_with("error[PM104"), "{faulty}");
    edit("sed -i.old s/all/everybody/", &["one", "notice"]);
    let notice = repo.read("postmortems/2026/2026-03-10-one/messages/notice.md");
    assert!(notice.contains("everybody"), "{notice}");
    let failed = edit("false", &["one"]).ends(2).err;
    assert!(failed.contains("the editor ended with"), "{failed}");
    let unknown = edit("true", &["one", "results"]).ends(2).err;
    assert!(unknown.contains("messages/notice.md"), "{unknown}");
    let unset = repo.pmrepo(&["edit", "one"]).ends(2).err;
    assert!(unset.contains("EDITOR"), "{unset}");
}

#[cfg(unix)]
#[test]
fn edit_makes_notes_takes_process_reviews_and_asks_git_for_the_editor() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    let review = "process-reviews/2026/2026-03-30.md";
    repo.write(
        review,
        "---\nscheduled_for: 2026-04-30T14:00Z\nstatus: scheduled\nchair: alice\n---\n",
    );
    repo.commit("start").ends(0);
    let edit = |editor: &str, words: &[&str]| {
        let all = [&["--as-of", "2026-04-01T12:00:00Z", "edit"], words].concat();
        repo.pmrepo_with(&[("EDITOR", editor)], &all)
    };
    let notes = "postmortems/2026/2026-03-10-one/notes";
    // Whoever writes nothing leaves nothing behind.
    edit("true", &["one", "notes/dave.md"]).ends(0);
    assert!(!repo.path(notes).exists());
    edit("printf 'Graphs.\\n' >", &["one", "notes/dave"]).ends(0);
    assert_eq!(repo.read(&format!("{notes}/dave.md")), "Graphs.\n");
    let log = edit(
        "printf 'More.\\n' >>",
        &["one", "notes/dave.md", "--commit"],
    )
    .ends(0);
    assert!(log.err.contains("Committed "), "{log:#?}");
    let subject = repo.git(&["log", "-1", "--format=%s"]).out;
    assert_eq!(subject, "2026-03-10-one: edit dave.md\n");
    for no_note in [
        "notes/../x.md",
        "notes/.hidden",
        "notes/a/b.md",
        "notes/",
        "other/x.md",
    ] {
        edit("touch", &["one", no_note]).ends(2);
    }
    let missing = edit("true", &["one", "results"]).ends(2).err;
    assert!(
        missing.contains("pmrepo message new 2026-03-10-one results"),
        "{missing}"
    );
    let missing = edit("true", &["one", "checklist"]).ends(2).err;
    assert!(
        missing.contains("pmrepo checklist new 2026-03-10-one"),
        "{missing}"
    );
    let faulty = edit("sed -i.old s/scheduled$/someday/", &["2026-03-30"])
        .ends(1)
        .out;
    assert!(faulty.contains("PM104"), "{faulty}");
    assert!(repo.read(review).contains("status: someday"));
    // What git is told counts before the variable.
    repo.git(&["config", "core.editor", "sed -i.old s/Checkout/Search/"])
        .ends(0);
    edit("false", &["one"]).ends(0);
    assert!(repo.read(&report("one")).contains("Search latency"));
}

#[cfg(unix)]
#[test]
fn no_editor_is_led_out_of_the_repository_by_a_link() {
    use std::os::unix::fs::symlink;
    let outside = Sandbox::plain();
    outside.write("secret", "mine\n");
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write(
        "postmortems/2026/2026-03-10-one/notes/dave.md",
        "His notes.\n",
    );
    let edit = |words: &[&str]| {
        let all = [&["--as-of", "2026-04-01T12:00:00Z", "edit"], words].concat();
        repo.pmrepo_with(&[("VISUAL", "sh -c 'echo led >>\"$1\"' -")], &all)
    };
    for (path, words) in [
        ("notes/dave.md", &["one", "notes/dave.md"][..]),
        ("notes/new.md", &["one", "notes/new.md"]),
        ("checklist.md", &["one", "checklist"]),
        ("postmortem.md", &["one"]),
    ] {
        let place = repo.path("postmortems/2026/2026-03-10-one").join(path);
        let _ = std::fs::remove_file(&place);
        symlink(outside.path("secret"), &place).unwrap();
        let refused = edit(words).ends(2).err;
        assert!(
            refused.contains("link") || path == "postmortem.md",
            "{path}: {refused}"
        );
        assert_eq!(outside.read("secret"), "mine\n", "{path}");
    }
}
