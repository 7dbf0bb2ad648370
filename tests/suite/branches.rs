//! Guarded branches beside that of HEAD: what is asked there holds for them too, and a release that is
//! cut from what was judged passes.
#![cfg(unix)]

use crate::receive::push;
use crate::receive::server;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A closed report with everything that one needs.
const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");

/// What both configurations guard.
const GUARD: &str = "guard: {refs: [refs/heads/main, 'refs/heads/release/*']}\n";

/// One with what main asks for in the end.
fn tagged(text: &str) -> String {
    let tagged = text.replace("severity:", "tags: [tls]\nseverity:");
    assert_ne!(tagged, text);
    tagged
}

/// A clone whose server asks for tags since its last commit; `old` is the one before, and `before` one
/// without a root.
fn tightened() -> Sandbox {
    let sandbox = server();
    let tag = |name: &str| sandbox.git(&["tag", name]).ends(0);
    sandbox.write("pmrepo.yaml", GUARD);
    sandbox.write(&report("closed"), CLOSED);
    sandbox.commit("Establish").ends(0);
    push(&sandbox, &["main"]).ends(0);
    tag("old");
    sandbox.write(
        "pmrepo.yaml",
        format!("{GUARD}required: {{tags: {{from: draft, since: 2000-01-01}}}}\n"),
    );
    sandbox.write(&report("closed"), tagged(CLOSED));
    sandbox.write(&report("one"), tagged(GOOD));
    sandbox.commit("Ask for tags").ends(0);
    push(&sandbox, &["main"]).ends(0);
    let bare = "git ls-tree main | grep gitignore | git mktree";
    let bare = format!("git tag before $(git commit-tree -m Nothing $({bare}))");
    sandbox.sh(&bare).ends(0);
    sandbox
}

fn at(sandbox: &Sandbox, revision: &str) {
    sandbox
        .git(&["checkout", "--quiet", "--detach", revision])
        .ends(0);
}

const REFUSED: [&str; 4] = [
    "PM811",
    "asks less than refs/heads/main does: `tags` is not required any more as it was: from draft",
    "the configuration of refs/heads/main asks for it",
    "Pmrepo-Allow: PM811 and why",
];

#[track_caller]
fn refused(said: &str) {
    for word in REFUSED {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn a_release_that_is_cut_from_an_old_commit_of_main_passes_and_that_is_said() {
    let sandbox = tightened();
    let said = push(&sandbox, &["old^{commit}:refs/heads/release/1"]).ends(0);
    assert!(
        said.err.contains(
            "refs/heads/release/1 begins at a commit of refs/heads/main, which is guarded: nothing is judged anew"
        ),
        "{said:?}"
    );
    // And on from one that is guarded itself.
    at(&sandbox, "old");
    sandbox.write("main.c", "int main;\n");
    sandbox.commit("A fix of code waits for nobody").ends(0);
    push(&sandbox, &["HEAD:release/1"]).ends(0);
    let said = push(&sandbox, &["HEAD:refs/heads/release/1.1"]).ends(0).err;
    assert!(
        said.contains("begins at a commit of refs/heads/release/1,"),
        "{said}"
    );
    // What is main's is good enough for a release.
    push(&sandbox, &["--force", "main:release/1"]).ends(0);
}

#[test]
fn nobody_begins_a_guarded_branch_before_what_is_asked_for() {
    let sandbox = tightened();
    at(&sandbox, "old");
    sandbox.write(&report("two"), CLOSED);
    sandbox.commit("Two").ends(0);
    refused(&push(&sandbox, &["HEAD:refs/heads/release/1"]).ends(1).err);
    // Nor in two steps.
    push(&sandbox, &["old^{commit}:refs/heads/release/1"]).ends(0);
    refused(&push(&sandbox, &["HEAD:release/1"]).ends(1).err);
    // Nor by way of one that nobody guards.
    push(&sandbox, &["HEAD:refs/heads/topic"]).ends(0);
    refused(&push(&sandbox, &["HEAD:release/1"]).ends(1).err);
    refused(&push(&sandbox, &["HEAD:refs/heads/release/2"]).ends(1).err);
    // Nor with a configuration that asks for something else.
    sandbox.write(
        "pmrepo.yaml",
        format!("{GUARD}required: {{region: never}}\n"),
    );
    sandbox.commit("Ask for nothing").ends(0);
    push(&sandbox, &["HEAD:release/1"]).ends(1);
}

#[test]
fn whoever_stays_behind_on_purpose_says_so() {
    let sandbox = tightened();
    at(&sandbox, "old");
    sandbox.write(&report("two"), CLOSED);
    sandbox
        .commit("Two\n\nPmrepo-Allow: PM811 this release is judged as it was")
        .ends(0);
    push(&sandbox, &["HEAD:refs/heads/release/1"]).ends(0);
    // Each push says it, or asks for what main asks for.
    sandbox.write(&report("three"), CLOSED);
    sandbox.commit("Three").ends(0);
    refused(&push(&sandbox, &["HEAD:release/1"]).ends(1).err);
    sandbox.sh("git checkout -q main -- pmrepo.yaml").ends(0);
    for name in ["two", "three", "closed"] {
        sandbox.write(&report(name), tagged(CLOSED));
    }
    sandbox.write(&report("one"), tagged(GOOD));
    sandbox.commit("As main").ends(0);
    push(&sandbox, &["HEAD:release/1"]).ends(0);
}

#[test]
fn what_a_report_lacked_before_is_not_introduced() {
    let sandbox = tightened();
    push(&sandbox, &["old^{commit}:refs/heads/release/1"]).ends(0);
    at(&sandbox, "old");
    sandbox.write(
        &report("one"),
        GOOD.replace("severity:", "owner: carol\nseverity:"),
    );
    sandbox.commit("An owner").ends(0);
    let said = push(&sandbox, &["HEAD:release/1"]).ends(1).err;
    assert!(
        said.contains("is refused: 1 error") && said.contains("PM811"),
        "{said}"
    );
}

#[test]
fn nobody_begins_before_there_was_anything_to_ask_for() {
    let sandbox = tightened();
    let lax = format!("{GUARD}required: {{tags: never}}\nrules: {{PM101: off}}\n");
    for (file, place) in [("pmrepo.yaml", ""), ("team/pmrepo.yaml", "team/")] {
        at(&sandbox, "before");
        sandbox.write(file, &lax);
        sandbox.commit("A root").ends(0);
        // By itself it asks less already.
        let said = push(&sandbox, &["HEAD:refs/heads/release/1"]).ends(1).err;
        assert!(said.contains("PM811"), "{file}: {said}");
        sandbox.write(&format!("{place}{}", report("two")), CLOSED);
        sandbox.commit("Two").ends(0);
        let said = push(&sandbox, &["HEAD:refs/heads/release/1"]).ends(1).err;
        assert!(
            said.contains("PM811") && said.contains("PM101"),
            "{file}: {said}"
        );
        // An empty branch has nothing to judge, and is no way in.
        let name = format!("release/from-{}", place.len());
        push(&sandbox, &[&format!("before^{{commit}}:refs/heads/{name}")]).ends(0);
        let said = push(&sandbox, &[&format!("HEAD:{name}")]).ends(1).err;
        assert!(
            said.contains("PM811") && said.contains("PM101"),
            "{file}: {said}"
        );
    }
    // With what main asks for it may be.
    at(&sandbox, "before");
    sandbox.sh("git checkout -q main -- pmrepo.yaml").ends(0);
    sandbox.write(&report("two"), tagged(CLOSED));
    sandbox.commit("As main").ends(0);
    push(&sandbox, &["HEAD:release/from-0"]).ends(0);
}
