//! The roster and its commands.

use crate::sandbox::Sandbox;

/// Makes a commit as somebody, so many days before the present of the tests.
fn commit_as(repo: &Sandbox, author: &str, date: &str) {
    let script = format!(
        "GIT_AUTHOR_DATE={date} GIT_COMMITTER_DATE={date} \
         git commit --quiet --allow-empty --message x --author '{author}'"
    );
    repo.sh(&script).ends(0);
}

fn team() -> Sandbox {
    let repo = Sandbox::new();
    commit_as(&repo, "Old Timer <old@example.com>", "2025-06-01T12:00Z");
    commit_as(
        &repo,
        "Carol Smith <carol@example.com>",
        "2026-03-01T12:00Z",
    );
    commit_as(&repo, "Carol <carol@home.example>", "2026-03-02T12:00Z");
    commit_as(&repo, "Bob Ray <bob@example.com>", "2026-03-03T12:00Z");
    commit_as(
        &repo,
        "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
        "2026-03-04T12:00Z",
    );
    repo.write(
        ".mailmap",
        "Carol Smith <carol@example.com> <carol@home.example>\n",
    );
    repo
}

#[test]
fn the_authors_of_ninety_days_are_proposed_and_written_when_asked_to() {
    let repo = team();
    let asked = repo.pmrepo(&["people", "init"]).ends(2);
    assert!(asked.out.contains("carol@example.com"), "{asked:#?}");
    assert!(asked.err.contains("--yes writes them"), "{asked:#?}");
    assert!(!repo.path("people.yaml").exists());
    let shown = repo.pmrepo(&["people", "init", "--dry-run"]).ends(0);
    assert!(shown.err.contains("nothing was written"), "{shown:#?}");
    assert!(!repo.path("people.yaml").exists());
    let written = repo.pmrepo(&["people", "init", "--yes"]).ends(0);
    assert!(
        written.err.contains("Wrote 2 people to people.yaml."),
        "{written:#?}"
    );
    let roster = repo.read("people.yaml");
    assert!(
        roster.ends_with(
            "people:\n  - handle: bob\n    name: Bob Ray\n    email: \"bob@example.com\"\n  \
             - handle: carol\n    name: Carol Smith\n    email: \"carol@example.com\"\n"
        ),
        "{roster}"
    );
    let again = repo.pmrepo(&["people", "init", "--yes"]).ends(0).err;
    assert!(
        again.contains("Nobody who committed in the last 90 days is missing"),
        "{again}"
    );
    repo.pmrepo(&["check"]).ends(0);
    repo.pmrepo(&["people", "add", "dora", "--commit"]).ends(0);
    let log = repo.git(&["log", "-1", "--format=%s"]).ends(0).out;
    assert_eq!(log, "Add dora to the roster\n");
}

#[test]
fn people_are_listed_shown_and_added() {
    let repo = team();
    let none = repo.pmrepo(&["people", "list"]).ends(0);
    assert!(none.err.contains("There is no roster"), "{none:#?}");
    repo.write(
        "people.yaml",
        "# Ours.\npeople:\n  - {handle: bob, team: sre} # lead",
    );
    repo.pmrepo(&[
        "people",
        "add",
        "@dora",
        "--name",
        "Dora D",
        "--email",
        "d@example.com",
    ])
    .ends(0);
    assert_eq!(
        repo.read("people.yaml"),
        "# Ours.\npeople:\n  - {handle: bob, team: sre} # lead\n  - handle: dora\n    \
         name: Dora D\n    email: \"d@example.com\"\n"
    );
    let twice = repo
        .pmrepo(&["people", "add", "dd", "--email", "D@example.com"])
        .ends(2);
    assert!(
        twice.err.contains("`dora` is in the roster already"),
        "{twice:#?}"
    );
    repo.pmrepo(&["people", "add", "a/team"]).ends(2);
    let listed = repo.pmrepo(&["people", "list"]).ends(0).out;
    assert!(
        listed.starts_with("HANDLE  NAME    ADDRESS        TEAM\n"),
        "{listed}"
    );
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-3", "--owner", "dora"])
        .ends(0);
    let shown = repo
        .pmrepo(&["people", "show", "d@example.com"])
        .ends(0)
        .out;
    assert!(
        shown.starts_with("handle:   dora\nname:     Dora D\n"),
        "{shown}"
    );
    assert!(shown.contains("\n2026-04-01-slow  draft "), "{shown}");
    let stranger = repo.pmrepo(&["people", "show", "dorra"]).ends(2).err;
    assert!(stranger.contains("did you mean `dora`?"), "{stranger}");
}

#[test]
fn programs_get_people_as_json() {
    let repo = Sandbox::new();
    repo.write(
        "people.yaml",
        "people:\n  - {handle: rob, name: Rob Roe, email: rob@example.com, team: org/pay, chat: U1}\n",
    );
    repo.write(
        &crate::sandbox::report("slow"),
        crate::sandbox::GOOD.replace("status", "owner: Rob Roe\nroles: {scribe: erin}\nstatus"),
    );
    let json = |words: &[&str]| -> serde_json::Value {
        let shown = repo
            .pmrepo(&[words, &["--format", "json"]].concat())
            .ends(0);
        serde_json::from_str(&shown.out).unwrap()
    };
    let rob = serde_json::json!({
        "handle": "rob",
        "name": "Rob Roe",
        "email": "rob@example.com",
        "team": "org/pay",
        "chat": "U1",
    });
    let document = |key: &str, value: serde_json::Value| serde_json::json!({"version": 1, "snapshot": "worktree", key: value});
    let listed = serde_json::json!([rob]);
    assert_eq!(json(&["people", "list"]), document("people", listed));
    let parts = serde_json::json!([{
        "id": "2026-03-10-slow",
        "path": crate::sandbox::report("slow"),
        "status": "draft",
    }]);
    let mut shown = rob;
    let fields = shown.as_object_mut().unwrap();
    fields.insert("postmortems".to_owned(), parts.clone());
    assert_eq!(json(&["people", "show", "@rob"]), document("person", shown));
    let unknown = serde_json::json!({
        "handle": null,
        "name": "erin",
        "email": null,
        "team": null,
        "chat": null,
        "postmortems": parts,
    });
    assert_eq!(
        json(&["people", "show", "erin"]),
        document("person", unknown)
    );
    std::fs::remove_file(repo.path("people.yaml")).unwrap();
    assert_eq!(
        json(&["people", "list"]),
        document("people", serde_json::json!([]))
    );
}
