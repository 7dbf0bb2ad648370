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

/// A push of `topic` to a new server whose main branch is `main`.
fn pushed(sandbox: &Sandbox) -> crate::sandbox::Output {
    let init = "rm -rf .git/server.git && git init -q --bare --template= --initial-branch=main \
                .git/server.git && git push -q .git/server.git main";
    sandbox.sh(init).ends(0);
    let server = ".git/server.git";
    sandbox
        .pmrepo_in(server, &["hooks", "install", "--server"])
        .ends(0);
    sandbox.git(&["push", server, "topic:main"])
}

#[test]
fn neither_the_owner_before_nor_the_owner_after_sets_it() {
    let sandbox = repository("author");
    let text = report("reviewed").replace("owner: carol", "owner: bob");
    sandbox.write(PATH, text);
    let commit = "git add --all && GIT_AUTHOR_NAME=carol GIT_AUTHOR_EMAIL=carol@example.com git commit -qm Set";
    sandbox.sh(commit).ends(0);
    assert!(
        said(&sandbox).contains("is by the owner before"),
        "{}",
        said(&sandbox)
    );
    // In two commits of one change too, be the report new in it.
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    sandbox.write(
        PATH,
        report("in-review").replace("owner: carol", "owner: bob"),
    );
    sandbox.sh(commit).ends(0);
    sandbox.write(
        PATH,
        report("reviewed").replace("owner: carol", "owner: bob"),
    );
    sandbox.sh(commit).ends(0);
    assert!(said(&sandbox).contains("is by the owner before"));
    let sandbox = repository("author");
    let new = PATH.replace("checkout-latency", "other");
    sandbox.write(&new, report("in-review"));
    sandbox.sh(commit).ends(0);
    sandbox.write(
        &new,
        report("reviewed").replace("owner: carol", "owner: bob"),
    );
    sandbox.sh(commit).ends(0);
    assert!(said(&sandbox).contains("is by the owner before"));
    // Handed over to the one who reviewed it.
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    sandbox.write(
        PATH,
        report("reviewed").replace("owner: carol", "owner: bob"),
    );
    sandbox.sh(&commit.replace("carol", "bob")).ends(0);
    assert!(said(&sandbox).contains("is by the owner, bob"));
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    sandbox.write(
        PATH,
        report("reviewed").replace("owner: carol", "owner: bob"),
    );
    sandbox.sh(&commit.replace("carol", "alice")).ends(0);
    assert_eq!(said(&sandbox), "");
}

#[test]
fn whom_the_roster_before_does_not_know_is_nobody() {
    // Whoever writes themselves into the roster on the way.
    let sandbox = repository("author");
    let more = format!("{PEOPLE}  - {{handle: mallory, email: mallory@example.com}}\n");
    sandbox.write("people.yaml", &more);
    set(&sandbox, "mallory", "reviewed", "");
    assert!(said(&sandbox).contains("by mallory <mallory@example.com>, whom the roster"));
    let refused = pushed(&sandbox).ends(1).err;
    assert!(
        refused.contains("let alice or bob or dave or erin make the commit"),
        "{refused}"
    );
    // Whoever makes the owner somebody whom nobody knows.
    let sandbox = repository("author");
    let text = report("reviewed").replace("owner: carol", "owner: ghost");
    sandbox.write(PATH, &text);
    let commit =
        "git add --all && GIT_AUTHOR_NAME=bob GIT_AUTHOR_EMAIL=bob@example.com git commit -qm Set";
    sandbox.sh(commit).ends(0);
    assert!(
        said(&sandbox).contains("ghost, the owner, is not in the roster"),
        "{}",
        said(&sandbox)
    );
    // Whoever takes the owner's address out of the roster.
    let sandbox = repository("author");
    sandbox.write(
        "people.yaml",
        PEOPLE.replace("carol@example.com", "c@example.com"),
    );
    set(&sandbox, "carol", "reviewed", "");
    assert!(said(&sandbox).contains("is by the owner"));
}

#[test]
fn of_a_report_without_an_owner_nobody_can_be_told_apart() {
    let sandbox = repository("author");
    let waived = "waivers: [{rule: PM101, reason: x}]\n";
    let text = report("reviewed").replace("owner: carol\n", waived);
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox.git(&["rm", "--quiet", PATH]).ends(0);
    sandbox.commit("Nothing yet").ends(0);
    sandbox.git(&["checkout", "--quiet", "-B", "topic"]).ends(0);
    sandbox.write(PATH, text);
    let commit =
        "git add --all && GIT_AUTHOR_NAME=bob GIT_AUTHOR_EMAIL=bob@example.com git commit -qm Set";
    sandbox.sh(commit).ends(0);
    let said = said(&sandbox);
    assert!(said.contains("there is no owner"), "{said}");
}

#[test]
fn an_address_that_a_forge_makes_up_is_known_by_its_handle() {
    for (email, by_owner) in [
        ("12345+carol@users.noreply.github.com", true),
        ("carol@users.noreply.github.com", true),
        ("77-carol@users.noreply.gitlab.com", true),
        ("carol@noreply.codeberg.org", true),
        ("12345+bob@users.noreply.github.com", false),
    ] {
        let sandbox = repository("author");
        sandbox.write(PATH, report("reviewed"));
        let commit = format!(
            "git add --all && GIT_AUTHOR_NAME='Some Name' GIT_AUTHOR_EMAIL={email} git commit -qm Set"
        );
        sandbox.sh(&commit).ends(0);
        let said = said(&sandbox);
        assert_eq!(
            said.contains("is by the owner, Some Name"),
            by_owner,
            "{email}: {said}"
        );
        assert_eq!(said.is_empty(), !by_owner, "{email}: {said}");
    }
}

#[test]
fn without_a_roster_nobody_can_be_told_apart() {
    let sandbox = repository("author");
    std::fs::remove_file(sandbox.path("people.yaml")).unwrap();
    let found = sandbox.pmrepo(&["check"]).ends(1).out;
    assert!(
        found.contains("PM010") && found.contains("`four_eyes: author` needs a roster"),
        "{found}"
    );
    sandbox.write("people.yaml", "people: []\n");
    let found = sandbox.pmrepo(&["check"]).ends(1).out;
    assert!(found.contains("needs a roster"), "{found}");
    // It can be mended by the command that it names.
    sandbox.pmrepo(&["people", "init", "--yes"]).ends(0);
    assert!(!sandbox.pmrepo(&["check"]).out.contains("needs a roster"));
}

#[test]
fn a_line_of_a_second_member_in_a_signed_commit_serves_too() {
    let keys = "ssh-keygen -q -t ed25519 -N '' -C carol -f .git/key &&
        echo \"carol@example.com $(cat .git/key.pub)\" > .git/signers &&
        git config gpg.format ssh && git config user.signingKey \"$PWD/.git/key.pub\" &&
        git config gpg.ssh.allowedSignersFile \"$PWD/.git/signers\"";
    let set_with = |line: &str, more: &str| {
        let sandbox = repository("author");
        if sandbox.sh("command -v ssh-keygen").status != 0 {
            return None;
        }
        sandbox.sh(keys).ends(0);
        sandbox.write(PATH, report("reviewed"));
        let commit = format!(
            "git add --all && GIT_AUTHOR_NAME=carol GIT_AUTHOR_EMAIL=carol@example.com \
             git commit {more} -qm 'Set it\n\n{line}\n'"
        );
        sandbox.sh(&commit).ends(0);
        Some(said(&sandbox))
    };
    let bob = "Reviewed-by: Bob Builder <bob@example.com>";
    for (line, more, passes) in [
        (bob, "--gpg-sign", true),
        ("Reviewed-by: @bob", "--gpg-sign", true),
        (bob, "", false),
        (
            "Reviewed-by: Carol <carol@example.com>",
            "--gpg-sign",
            false,
        ),
        ("Reviewed-by: Bob <carol@example.com>", "--gpg-sign", false),
        ("Reviewed-by: Mallory <m@example.com>", "--gpg-sign", false),
    ] {
        let Some(said) = set_with(line, more) else {
            println!("skipped: ssh-keygen is not installed");
            return;
        };
        assert_eq!(said.is_empty(), passes, "{line} {more}: {said}");
    }
}

#[test]
fn a_signature_is_that_of_the_commit_and_of_no_other_that_replaces_it() {
    let sandbox = repository("signed");
    if sandbox.sh("command -v ssh-keygen").status != 0 {
        println!("skipped: ssh-keygen is not installed");
        return;
    }
    let keys = "ssh-keygen -q -t ed25519 -N '' -C carol -f .git/key &&
        echo \"carol@example.com $(cat .git/key.pub)\" > .git/signers &&
        git config gpg.format ssh && git config user.signingKey \"$PWD/.git/key.pub\" &&
        git config gpg.ssh.allowedSignersFile \"$PWD/.git/signers\"";
    sandbox.sh(keys).ends(0);
    set(&sandbox, "carol", "reviewed", "");
    let replace = "git branch plain && git commit -q --amend --no-edit --gpg-sign && \
                   git replace plain topic && git checkout -q -B topic plain && git reset -q --hard plain";
    sandbox.sh(replace).ends(0);
    assert!(said(&sandbox).contains("has no signature that git accepts"));
}

#[test]
fn the_commit_is_found_behind_renames_or_that_is_the_finding() {
    let sandbox = repository("author");
    set(&sandbox, "carol", "reviewed", "");
    let directory = PATH.trim_end_matches("/postmortem.md");
    let moves = |count: usize| {
        let script = format!(
            "from={directory}; for n in $(seq {count}); do to=postmortems/2026/2026-03-10-m$n; \
             git mv $from $to; GIT_AUTHOR_NAME=bob GIT_AUTHOR_EMAIL=bob@example.com \
             git commit -qm $n; from=$to; done"
        );
        sandbox.sh(&script).ends(0);
    };
    moves(12);
    assert!(
        said(&sandbox).contains("is by the owner"),
        "{}",
        said(&sandbox)
    );
    sandbox
        .git(&["reset", "--quiet", "--hard", "HEAD~12"])
        .ends(0);
    moves(110);
    assert!(
        said(&sandbox).contains("no commit of this change can be found"),
        "{}",
        said(&sandbox)
    );
}

#[test]
fn whoever_hands_it_over_is_no_second_pair_of_eyes_until_the_owner_has_had_a_look() {
    let sandbox = repository("author");
    let bobs = |status: &str| report(status).replace("owner: carol", "owner: bob");
    let commit = |who: &str, text: String| {
        sandbox.write(PATH, text);
        let script = format!(
            "git add --all && GIT_AUTHOR_NAME={who} GIT_AUTHOR_EMAIL={who}@example.com git commit -qm Set"
        );
        sandbox.sh(&script).ends(0);
    };
    let onto_main = || sandbox.git(&["branch", "--force", "main", "topic"]).ends(0);
    commit("carol", bobs("in-review"));
    onto_main();
    commit("carol", bobs("reviewed"));
    let refused = said(&sandbox);
    let why =
        "is by carol <carol@example.com>, who was the owner, and bob, who is, has changed nothing";
    assert!(refused.contains(why), "{refused}");
    // Somebody else may, and so may Carol once Bob has written something.
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    commit("alice", bobs("reviewed"));
    assert_eq!(said(&sandbox), "");
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    commit(
        "bob",
        bobs("in-review").replace("Clients kept", "All clients kept"),
    );
    onto_main();
    commit(
        "carol",
        bobs("reviewed").replace("Clients kept", "All clients kept"),
    );
    assert_eq!(said(&sandbox), "");
}
