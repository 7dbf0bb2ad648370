//! What `check` is asked to look at: paths, ids, roots, and the files by which a root is judged.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// A root with one more inside, in which something is wrong.
fn teams() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write("teams/b/pmrepo.yaml", "");
    repo.write(&format!("teams/b/{}", report("two")), bad());
    repo.write("notes.md", "# Notes\n");
    repo.write("docs/readme.md", "# Read me\n");
    repo
}

#[test]
fn a_path_is_judged_by_the_root_in_which_it_lies() {
    let repo = teams();
    for path in [
        "teams/b".to_owned(),
        "teams".to_owned(),
        ".".to_owned(),
        format!("teams/b/{}", report("two")),
        "teams/b/postmortems".to_owned(),
    ] {
        let found = repo.pmrepo(&["check", &path]).ends(1).out;
        assert!(found.contains("SEV1-ish"), "{path}: {found}");
    }
    let both = repo.pmrepo(&["check", "."]).out;
    assert!(
        both.contains("2 documents") || both.contains("2 "),
        "{both}"
    );
    repo.pmrepo(&["check", "postmortems"]).ends(0);
    // By its own configuration.
    repo.write("teams/b/pmrepo.yaml", "severities: [SEV1-ish]\n");
    repo.pmrepo(&["check", "teams/b"]).ends(0);
}

#[test]
fn where_there_is_nothing_to_judge_it_says_so_and_ends_with_2() {
    let repo = teams();
    for (path, why) in [
        ("notes.md", "`notes.md` is not a file of a postmortem"),
        ("docs/readme.md", "is not a file of a postmortem"),
        ("docs", "there is no postmortem in `docs`"),
    ] {
        let refused = repo.pmrepo(&["check", path]).ends(2);
        assert!(refused.err.contains(why), "{refused:#?}");
        assert_eq!(refused.out, "");
        // One that is judged does not hide it.
        repo.pmrepo(&["check", "postmortems", path]).ends(2);
    }
    let plain = Sandbox::plain();
    plain.write("x.md", "# Notes\n");
    let refused = plain.pmrepo(&["check", "x.md"]).ends(2);
    assert!(
        refused.err.contains("not a file of a postmortem"),
        "{refused:#?}"
    );
    // What the root is judged by is judged, and a file beside a report means its postmortem.
    repo.pmrepo(&["check", "pmrepo.yaml"]).ends(0);
    repo.write(
        "postmortems/2026/2026-03-10-one/evidence/chat.txt",
        "hello\n",
    );
    repo.write(&report("one"), bad());
    repo.pmrepo(&["check", "postmortems/2026/2026-03-10-one/evidence/chat.txt"])
        .ends(1);
    repo.write("people.yaml", "people: 7\n");
    repo.pmrepo(&["check", "people.yaml"]).ends(1);
}

#[test]
fn nothing_passes_that_was_not_looked_at() {
    // Without a root, a file is judged that is a report, and no other in its stead.
    let plain = Sandbox::plain();
    plain.write("here/postmortem.md", GOOD);
    plain.write("here/y.md", GOOD);
    plain.write("here/x.md", "# Notes\n");
    plain.write("there/report.md", GOOD);
    plain.pmrepo(&["check", "here"]).ends(0);
    plain.pmrepo(&["check", "here/postmortem.md"]).ends(0);
    for (word, why) in [
        ("here/y.md", "`here/y.md` is not a file of a postmortem"),
        (
            "here/x.md",
            "`here/x.md` is not a file of a postmortem: it has no front matter",
        ),
        ("there", "there is no postmortem in `there`"),
        ("there/report.md", "is not a file of a postmortem"),
    ] {
        let refused = plain.pmrepo(&["check", word]).ends(2);
        assert!(refused.err.contains(why), "{refused:#?}");
        assert_eq!(refused.out, "");
    }
    // In a root, what belongs to a postmortem is judged with it, which is said.
    let repo = Sandbox::new();
    let directory = "postmortems/2026/2026-03-10-one";
    repo.write(&report("one"), GOOD);
    for file in ["evidence/chat.txt", "postmortem-v2.md"] {
        let path = format!("{directory}/{file}");
        repo.write(&path, "hello\n");
        let said = repo.pmrepo(&["check", &path]).ends(0).err;
        let expected = format!("`{path}` is not checked itself");
        assert!(said.contains(&expected), "{said}");
    }
    assert_eq!(repo.pmrepo(&["check", directory]).ends(0).err, "");
    let said = repo.pmrepo(&["check", "pmrepo.yaml"]).ends(0).err;
    assert!(
        said.contains("only the configuration was checked"),
        "{said}"
    );
    let refused = repo.pmrepo(&["check", "../elsewhere.md"]).ends(2).err;
    assert!(
        refused.contains("lies outside of this repository"),
        "{refused}"
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(report("one"), repo.path("link.md")).unwrap();
        let refused = repo.pmrepo(&["check", "link.md"]).ends(2).err;
        assert!(
            refused.contains("of a postmortem: it is a link"),
            "{refused}"
        );
    }
}

#[test]
fn what_is_staged_is_judged_as_far_as_it_is_named() {
    let repo = Sandbox::new();
    repo.write(&report("fine"), GOOD);
    repo.write(&report("wrong"), bad());
    repo.git(&["add", "--all"]).ends(0);
    repo.pmrepo(&["check", "--staged"]).ends(1);
    repo.pmrepo(&["check", "--staged", "fine"]).ends(0);
    repo.pmrepo(&["check", "--staged", &report("fine")]).ends(0);
    repo.pmrepo(&["check", "--staged", "wrong"]).ends(1);
    repo.pmrepo(&["check", "--staged", "postmortems"]).ends(1);
    repo.pmrepo(&["check", "--staged", "nonsense"]).ends(2);
    repo.git(&[
        "rm",
        "--quiet",
        "--cached",
        "-r",
        "postmortems/2026/2026-03-10-wrong",
    ])
    .ends(0);
    repo.git(&["commit", "--quiet", "--message", "fine"])
        .ends(0);
    let nothing = repo.pmrepo(&["check", "--staged", "fine"]).ends(0);
    assert!(
        nothing.err.contains("nothing of that is staged"),
        "{nothing:#?}"
    );
}

#[test]
fn the_files_by_which_a_root_is_judged_are_judged_when_they_are_staged() {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "calendar:\n  holidays: days/off\n");
    repo.write(
        "days/off",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260403\r\nSUMMARY:Good Friday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    );
    repo.commit("Holidays").ends(0);
    for (path, text) in [
        ("people.yaml", "people: 7\n"),
        ("days/off", "No calendar.\n"),
    ] {
        repo.write(path, text);
        let refused = repo.commit("Break it");
        assert_ne!(refused.status, 0, "{path}: {refused:#?}");
        repo.pmrepo(&["check", "--staged"]).ends(1);
        repo.git(&["reset", "--quiet", "--hard"]).ends(0);
    }
    // Gone, too: it is the configuration that is wrong then.
    repo.git(&["rm", "--quiet", "days/off"]).ends(0);
    let found = repo.pmrepo(&["check", "--staged"]).ends(1).out;
    assert!(found.contains("there is no `days/off`"), "{found}");
    // What was wrong before is not this commit's.
    repo.git(&["commit", "--quiet", "--no-verify", "--message", "Gone"])
        .ends(0);
    repo.write("people.yaml", "people: []\n");
    repo.git(&["add", "--all"]).ends(0);
    repo.pmrepo(&["check", "--staged"]).ends(0);
}

#[test]
fn a_whole_id_is_looked_for_where_its_year_says_and_nowhere_else() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write("postmortems/2025/2025-03-10-other/postmortem.md", GOOD);
    repo.commit("two").ends(0);
    // Whoever reads the other year ends here: its tree is not there.
    let other = repo.git(&["rev-parse", "HEAD:postmortems/2025"]).out;
    let (first, rest) = other.trim().split_at(2);
    std::fs::remove_file(repo.path(&format!(".git/objects/{first}/{rest}"))).unwrap();
    let show = |id: &str| repo.pmrepo(&["show", "--rev", "HEAD", "--path", id]);
    let shown = show("2026-03-10-one").ends(0);
    assert_eq!(shown.out, "postmortems/2026/2026-03-10-one\n");
    show("03-10-one").ends(2);
}

#[test]
fn an_id_means_the_same_wherever_its_postmortem_lies() {
    let repo = teams();
    repo.write("postmortems/2026-03-10-flat/postmortem.md", GOOD);
    repo.write("postmortems/2025/2026-03-10-misplaced/postmortem.md", GOOD);
    let show = |id: &str| repo.pmrepo(&["show", "--path", id]);
    for id in ["one", "two", "flat", "misplaced"] {
        let whole = show(&format!("2026-03-10-{id}")).ends(0).out;
        assert!(
            whole.trim().ends_with(&format!("2026-03-10-{id}")),
            "{whole}"
        );
        assert_eq!(show(id).ends(0).out, whole);
        assert_eq!(
            show(&format!("2026-03-10-{id}").to_uppercase()).ends(0).out,
            whole
        );
    }
    // In two roots it is nobody's alone.
    repo.write("teams/c/pmrepo.yaml", "");
    repo.write(&format!("teams/c/{}", report("two")), GOOD);
    std::fs::remove_file(repo.path("pmrepo.yaml")).unwrap();
    let refused = show("2026-03-10-two").ends(2);
    assert!(refused.err.contains("teams/c"), "{refused:#?}");
}
