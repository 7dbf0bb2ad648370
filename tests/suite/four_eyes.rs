//! PM810: who sets a postmortem to reviewed, in real commits by several people.
#![cfg(unix)]

use crate::sandbox::Sandbox;

const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const PATH: &str = "postmortems/2026/2026-03-10-checkout-latency/postmortem.md";
const PEOPLE: &str = "people:\n  - {handle: alice, name: Alice, email: alice@example.com}\n  \
    - {handle: bob, name: Bob Builder, email: bob@example.com}\n  \
    - {handle: carol, name: Carol, email: carol@example.com}\n  - {handle: dave}\n  - {handle: erin}\n";

fn report(status: &str) -> String {
    CLOSED.replace("status: closed", &format!("status: {status}"))
}

/// A report of Carol's in review on main; a branch begins there.
fn repository(four_eyes: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.path(".git/hooks/pre-commit")).unwrap();
    sandbox.write("people.yaml", PEOPLE);
    sandbox.write(
        "pmrepo.yaml",
        format!("guard: {{four_eyes: {four_eyes}}}\n"),
    );
    sandbox.write(PATH, report("in-review"));
    sandbox.commit("Begin").ends(0);
    sandbox.git(&["checkout", "--quiet", "-b", "topic"]).ends(0);
    sandbox
}

/// Commits a status as somebody.
fn set(sandbox: &Sandbox, who: &str, status: &str, more: &str) {
    sandbox.write(PATH, report(status));
    let script = format!(
        "git add --all && GIT_AUTHOR_NAME={who} GIT_AUTHOR_EMAIL={who}@example.com \
         git commit {more} --quiet --message 'Set {status}\n\nPmrepo-Allow: PM810 no reason\n\
         Pmrepo-Allow: PM801 no reason'"
    );
    sandbox.sh(&script).ends(0);
}

/// What PM810 says of the branch.
fn said(sandbox: &Sandbox) -> String {
    let words = [
        "check",
        "--range",
        "main...topic",
        "--rule",
        "four-eyes",
        "--format",
        "json",
    ];
    let out: serde_json::Value = serde_json::from_str(&sandbox.pmrepo(&words).out).unwrap();
    let found = out.get("findings").and_then(|it| it.as_array()).unwrap();
    let text = |it: &serde_json::Value| {
        let text = |key: &str| it.get(key).unwrap().as_str().unwrap().to_owned();
        format!("{}: {}", text("level"), text("message"))
    };
    found.iter().map(text).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_owner_sets_nothing_to_reviewed_and_somebody_who_is_known_does() {
    let sandbox = repository("author");
    set(&sandbox, "carol", "reviewed", "");
    let id = sandbox.git(&["rev-parse", "--short=10", "HEAD"]).out;
    assert_eq!(
        said(&sandbox),
        format!(
            "error: the commit {}, which sets `reviewed`, is by the owner, carol <carol@example.com>",
            id.trim()
        )
    );
    sandbox
        .pmrepo(&["check", "--range", "main...topic"])
        .ends(1);
    // Taken back and set by somebody else: the last one counts.
    set(&sandbox, "carol", "in-review", "");
    set(&sandbox, "bob", "reviewed", "");
    assert_eq!(said(&sandbox), "");
    // By somebody whom nobody knows; and where nothing is asked.
    let sandbox = repository("author");
    set(&sandbox, "mallory", "reviewed", "");
    assert!(said(&sandbox).contains("whom the roster does not know"));
    let sandbox = repository("off");
    set(&sandbox, "carol", "reviewed", "");
    assert_eq!(said(&sandbox), "");
    // A report that is reviewed already is not set to it.
    let sandbox = repository("author");
    set(&sandbox, "bob", "reviewed", "");
    sandbox.git(&["branch", "--force", "main", "topic"]).ends(0);
    set(&sandbox, "carol", "closed", "");
    assert_eq!(said(&sandbox), "");
}

#[test]
fn whoever_merges_sets_nothing_and_a_squash_is_its_authors() {
    let sandbox = repository("author");
    sandbox.git(&["checkout", "--quiet", "-b", "side"]).ends(0);
    set(&sandbox, "bob", "reviewed", "");
    sandbox.git(&["checkout", "--quiet", "topic"]).ends(0);
    let merge = "GIT_AUTHOR_NAME=carol GIT_AUTHOR_EMAIL=carol@example.com \
                 git merge --quiet --no-ff --no-edit side";
    sandbox.sh(merge).ends(0);
    assert_eq!(said(&sandbox), "");
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    sandbox
        .git(&["merge", "--quiet", "--squash", "side"])
        .ends(0);
    set(&sandbox, "carol", "reviewed", "");
    assert!(said(&sandbox).contains("is by the owner"));
    // Moved and set in one commit.
    let sandbox = repository("author");
    let (old, new) = (
        "postmortems/2026/2026-03-10-checkout-latency",
        "postmortems/2026/2026-03-10-checkout",
    );
    sandbox.git(&["mv", old, new]).ends(0);
    sandbox.write(&format!("{new}/postmortem.md"), report("reviewed"));
    let commit = "git add --all && GIT_AUTHOR_NAME=carol GIT_AUTHOR_EMAIL=carol@example.com git commit -qm Move";
    sandbox.sh(commit).ends(0);
    assert!(said(&sandbox).contains("is by the owner"));
}

#[test]
fn before_the_commit_the_owner_is_warned() {
    for (who, count) in [("carol", 1), ("bob", 0)] {
        let sandbox = repository("author");
        sandbox.write(PATH, report("reviewed"));
        let script = format!(
            "git add --all && GIT_AUTHOR_NAME={who} GIT_AUTHOR_EMAIL={who}@example.com pmrepo check --staged"
        );
        let out = sandbox.sh(&script).ends(0).out;
        assert_eq!(out.matches("warning[PM810").count(), count, "{out}");
        assert!(!out.contains("Pmrepo-Allow: PM810"), "{out}");
    }
}

#[test]
fn a_push_cannot_take_the_other_eyes_away() {
    let sandbox = repository("author");
    sandbox
        .git(&[
            "init",
            "--quiet",
            "--bare",
            "--template=",
            "--initial-branch=main",
            ".git/server.git",
        ])
        .ends(0);
    let server = ".git/server.git";
    sandbox
        .pmrepo_in(server, &["hooks", "install", "--server"])
        .ends(0);
    sandbox.git(&["push", "--quiet", server, "main"]).ends(0);
    sandbox.write("pmrepo.yaml", "");
    set(&sandbox, "carol", "reviewed", "");
    let refused = sandbox.git(&["push", server, "topic:main"]).ends(1).err;
    assert!(refused.contains("PM810"), "{refused}");
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    set(&sandbox, "bob", "reviewed", "");
    sandbox
        .git(&["push", "--quiet", server, "topic:main"])
        .ends(0);
}

#[test]
fn a_signature_is_asked_of_git() {
    let sandbox = repository("signed");
    let keys = "ssh-keygen -q -t ed25519 -N '' -C carol -f .git/key &&
        echo \"carol@example.com $(cat .git/key.pub)\" > .git/signers &&
        git config gpg.format ssh && git config user.signingKey \"$PWD/.git/key.pub\" &&
        git config gpg.ssh.allowedSignersFile \"$PWD/.git/signers\"";
    if sandbox.sh("command -v ssh-keygen").status != 0 {
        println!("skipped: ssh-keygen is not installed");
        return;
    }
    sandbox.sh(keys).ends(0);
    set(&sandbox, "carol", "reviewed", "");
    assert!(said(&sandbox).contains("has no signature that git accepts"));
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    set(&sandbox, "carol", "reviewed", "--gpg-sign");
    assert_eq!(said(&sandbox), "");
    // A key that is not known here is none.
    sandbox.write(".git/signers", "");
    assert!(said(&sandbox).contains("has no signature that git accepts"));
}
