//! What somebody tries who wants to get round the server's hook, and the administrator's own way.
#![cfg(unix)]

use std::io::Write;
use std::process::Stdio;

use crate::receive::push;
use crate::receive::server;
use crate::sandbox::GOOD;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

fn id(sandbox: &Sandbox, revision: &str) -> String {
    let words = ["rev-parse", revision];
    sandbox.git(&words).ends(0).out.trim().to_owned()
}

/// A commit on `main` with a report in which something is found, and one on `good` without it.
fn good_and_bad(sandbox: &Sandbox) -> [String; 2] {
    sandbox.git(&["checkout", "--quiet", "-b", "good"]).ends(0);
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Good").ends(0);
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox.write(&report("two"), bad());
    sandbox.commit("Bad").ends(0);
    [id(sandbox, "good"), id(sandbox, "main")]
}

#[test]
fn a_ref_that_replaces_what_is_pushed_changes_nothing() {
    for kind in ["^{commit}", "^{tree}", ":postmortems"] {
        for is_before in [true, false] {
            let sandbox = server();
            good_and_bad(&sandbox);
            let (from, to) = (
                id(&sandbox, &format!("main{kind}")),
                id(&sandbox, &format!("main~1{kind}")),
            );
            // As if nothing changed.
            let replace = format!("{to}:refs/replace/{from}");
            if is_before {
                push(&sandbox, &[&replace]).ends(0);
                let refused = push(&sandbox, &["main"]).ends(1).err;
                assert!(refused.contains("SEV1-ish"), "{kind}: {refused}");
            } else {
                let refused = push(&sandbox, &[&replace, "main"]).ends(1).err;
                assert!(refused.contains("SEV1-ish"), "{kind}: {refused}");
            }
        }
    }
}

#[test]
fn what_is_configured_for_people_who_read_changes_no_judgement() {
    let sandbox = server();
    good_and_bad(&sandbox);
    for setting in [
        "log.showSignature=true",
        "log.showRoot=false",
        "log.mailmap=true",
        "color.ui=always",
        "grep.patternType=fixed",
        "diff.external=false",
    ] {
        let (name, value) = setting.split_once('=').unwrap();
        sandbox
            .git_in("server.git", &["config", name, value])
            .ends(0);
    }
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    let message = "Take it away\n\nPmrepo-Allow: PM809 it was a test";
    sandbox.git(&["checkout", "--quiet", "good"]).ends(0);
    sandbox.git(&["rm", "--quiet", "-r", "postmortems"]).ends(0);
    sandbox.commit(message).ends(0);
    push(&sandbox, &["good:main"]).ends(0);
}

#[test]
fn the_list_of_refs_is_read_to_its_end() {
    let sandbox = server();
    let [_, bad] = good_and_bad(&sandbox);
    let zero = "0".repeat(40);
    let head = id(&sandbox, "good");
    sandbox
        .git(&["push", "--quiet", "origin", "main:topic", "good:other"])
        .ends(0);
    // Eleven megabytes of tags, and the one that counts behind them.
    let line = format!("{zero} {head} refs/tags/{}\n", "t".repeat(200));
    let mut lines = line.repeat(11 * 1024 * 1024 / line.len());
    let old = sandbox.git_in("server.git", &["rev-parse", "main"]).out;
    lines.push_str(&format!("{} {bad} refs/heads/main\n", old.trim()));
    let words = ["hooks", "receive"];
    let mut child = sandbox
        .command(env!("CARGO_BIN_EXE_pmrepo"), "server.git", &words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("refs/heads/main is refused"), "{said}");
}

#[test]
fn the_administrator_alone_opens_a_way_out_and_each_use_is_said() {
    let sandbox = server();
    good_and_bad(&sandbox);
    let set = |value: &str| {
        let words = ["config", "pmrepo.bypassUntil", value];
        sandbox.git_in("server.git", &words).ends(0);
    };
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(
        refused.contains("git config pmrepo.bypassUntil DATE"),
        "{refused}"
    );
    let refused = push(&sandbox, &[":main"]).ends(1).err;
    assert!(refused.contains("pmrepo.bypassUntil"), "{refused}");
    for over in ["2026-01-01", "2026-01-01T10:00Z", "2026-01-01 10:00+01:00"] {
        set(over);
        push(&sandbox, &["main"]).ends(1);
    }
    // What cannot be read opens nothing, and says so.
    for unreadable in ["soon", "2999-13-01", "", "2999-01-01T10:00"] {
        set(unreadable);
        let refused = push(&sandbox, &["main"]).ends(1).err;
        assert!(
            refused.contains("neither a date nor a timestamp"),
            "{unreadable}: {refused}"
        );
    }
    // What nobody guards is not held up by it.
    push(&sandbox, &["main:topic"]).ends(0);
    // Nothing that is pushed opens it, and no other configuration does.
    sandbox
        .git_in(
            "server.git",
            &["config", "--unset-all", "pmrepo.bypassUntil"],
        )
        .ends(0);
    sandbox.write(".gitconfig", "[pmrepo]\n\tbypassUntil = 2999-01-01\n");
    let script = "GIT_CONFIG_GLOBAL=$PWD/.gitconfig git push --quiet origin main";
    sandbox.sh(script).ends(1);
    set("2999-01-01");
    let passed = push(&sandbox, &["main"]).ends(0).err;
    assert!(
        passed.contains("refs/heads/main is not judged until 2999-01-01 (pmrepo.bypassUntil)"),
        "{passed}"
    );
    assert_eq!(
        id(&sandbox, "main"),
        sandbox
            .git_in("server.git", &["rev-parse", "main"])
            .out
            .trim()
    );
}

#[test]
fn the_guard_is_heads_and_the_refs_own() {
    let sandbox = server();
    // A branch from before the guard.
    push(&sandbox, &["main:release/1"]).ends(0);
    sandbox.write(
        "pmrepo.yaml",
        "guard: {refs: [refs/heads/main, 'refs/heads/release/*']}\n",
    );
    sandbox.commit("Guard releases").ends(0);
    push(&sandbox, &["main"]).ends(0);
    let guarded = sandbox.git(&["rev-parse", "main"]).out;
    sandbox
        .git(&["checkout", "--quiet", "-b", "old", "main~1"])
        .ends(0);
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    let refused = push(&sandbox, &["old:release/1"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    // One that comes from nowhere, with a configuration of its own.
    sandbox
        .git(&["checkout", "--quiet", "--orphan", "lost"])
        .ends(0);
    sandbox.write(
        "pmrepo.yaml",
        "rules: {PM104: off}\nguard: {refs: [refs/heads/none]}\n",
    );
    sandbox.commit("Lost").ends(0);
    let refused = push(&sandbox, &["lost:release/2"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    push(&sandbox, &["lost"]).ends(0);
    // A branch that guards itself stays guarded when HEAD's configuration does not know it.
    sandbox
        .git(&["checkout", "--quiet", "-b", "strict", guarded.trim()])
        .ends(0);
    sandbox.write("pmrepo.yaml", "guard: {refs: [refs/heads/strict]}\n");
    sandbox.commit("Guard itself").ends(0);
    push(&sandbox, &["strict"]).ends(0);
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    let refused = push(&sandbox, &["strict"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
}

#[test]
fn a_ref_that_stands_for_a_guarded_one_is_that_one() {
    let sandbox = server();
    good_and_bad(&sandbox);
    let link = |name: &str, to: &str| {
        let words = ["symbolic-ref", name, to];
        sandbox.git_in("server.git", &words).ends(0);
    };
    link("refs/heads/trunk", "refs/heads/main");
    link("refs/heads/stem", "refs/heads/trunk");
    for name in ["main:trunk", "main:stem", ":trunk"] {
        let refused = push(&sandbox, &[name]).ends(1).err;
        assert!(refused.contains("pmrepo.bypassUntil"), "{refused}");
    }
}

#[test]
fn where_head_names_no_branch_each_that_has_a_root_is_guarded() {
    let sandbox = server();
    good_and_bad(&sandbox);
    let head = ["symbolic-ref", "HEAD", "refs/heads/gone"];
    sandbox.git_in("server.git", &head).ends(0);
    for name in ["main", "main:fresh"] {
        let refused = push(&sandbox, &[name]).ends(1).err;
        assert!(refused.contains("SEV1-ish"), "{refused}");
    }
    // One that loses its root had one.
    sandbox.git(&["rm", "--quiet", "pmrepo.yaml"]).ends(0);
    sandbox.commit("No root").ends(0);
    push(&sandbox, &["main"]).ends(1);
    push(&sandbox, &["main:fresh"]).ends(0);
    let status = sandbox
        .pmrepo_in("server.git", &["hooks", "status", "--server"])
        .ends(0);
    assert!(
        status.err.contains(
            "It guards every branch that has, or gets, a pmrepo.yaml: HEAD names \
             refs/heads/gone, which is not there."
        ),
        "{status:?}"
    );
}

#[test]
fn status_and_install_say_what_is_guarded() {
    let sandbox = server();
    let said = |words: &[&str]| sandbox.pmrepo_in("server.git", words).ends(0).err;
    let status = ["hooks", "status"];
    assert_eq!(said(&status), "It guards refs/heads/main.\n");
    sandbox.write(
        "pmrepo.yaml",
        "guard: {refs: ['refs/heads/*', refs/tags/v1]}\n",
    );
    sandbox.commit("Guard more").ends(0);
    push(&sandbox, &["main"]).ends(0);
    assert_eq!(said(&status), "It guards refs/heads/*, refs/tags/v1.\n");
    let installed = said(&["hooks", "install", "--server"]);
    assert!(
        installed.contains("It guards refs/heads/*, refs/tags/v1.\n"),
        "{installed}"
    );
}

#[test]
fn a_pattern_that_matches_nothing_is_refused_and_the_branch_of_head_stays_guarded() {
    let sandbox = server();
    for (pattern, help) in [
        ("refs/heads/**", "write `refs/heads/*`"),
        ("refs/heads/main ", "write `refs/heads/main`"),
        ("refs/head/main", "write `refs/heads/main`"),
    ] {
        sandbox.write("pmrepo.yaml", format!("guard: {{refs: ['{pattern}']}}\n"));
        let found = sandbox.pmrepo(&["check"]).ends(1).out;
        assert!(found.contains("PM010") && found.contains(help), "{found}");
    }
    sandbox.commit("Guard nothing").ends(0);
    push(&sandbox, &["main"]).ends(1);
}

#[test]
fn without_git_nothing_passes() {
    let sandbox = server();
    let [_, bad] = good_and_bad(&sandbox);
    let old = id(&sandbox, "origin/main");
    sandbox
        .git(&["push", "--quiet", "origin", "main:topic"])
        .ends(0);
    let binary = env!("CARGO_BIN_EXE_pmrepo");
    let script = format!(
        "cd server.git && echo {old} {bad} refs/heads/main | PATH=/nowhere {binary} hooks receive"
    );
    let refused = sandbox.sh(&script).ends(2).err;
    assert!(
        refused.contains("`git` executable was not found"),
        "{refused}"
    );
}

/// Writes a tree as it is, entry for entry: `mode name`, and the object.
fn tree(sandbox: &Sandbox, entries: &[(&str, &str)]) -> String {
    let mut bytes = Vec::new();
    for (head, id) in entries {
        bytes.extend(head.as_bytes());
        bytes.push(0);
        let digits: Vec<char> = id.chars().collect();
        bytes.extend(digits.chunks(2).map(|it| {
            let pair: String = it.iter().collect();
            u8::from_str_radix(&pair, 16).unwrap()
        }));
    }
    std::fs::write(sandbox.path(".git/tree"), bytes).unwrap();
    let words = [
        "hash-object",
        "-t",
        "tree",
        "-w",
        "--literally",
        ".git/tree",
    ];
    sandbox.git(&words).ends(0).out.trim().to_owned()
}

/// Commits of trees that no git writes, on top of `main`, each with a bad report in it.
fn strange_trees(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    good_and_bad(sandbox);
    let old = |path: &str| id(sandbox, &format!("main~1:{path}"));
    let new = |path: &str| id(sandbox, &format!("main:{path}"));
    let blob = new(&report("two"));
    let (ignore, config) = (old(".gitignore"), old("pmrepo.yaml"));
    let top = [
        ("100644 .gitignore", ignore.as_str()),
        ("100644 pmrepo.yaml", config.as_str()),
    ];
    let (good, bad) = (old("postmortems"), new("postmortems"));
    let long = format!("100644 {}", report("two"));
    let trees = [
        (
            "slash",
            vec![top[0], top[1], ("40000 postmortems", &good), (&long, &blob)],
        ),
        (
            "twice",
            vec![
                top[0],
                top[1],
                ("40000 postmortems", &bad),
                ("40000 postmortems", &good),
            ],
        ),
        (
            "unsorted",
            vec![("40000 postmortems", bad.as_str()), top[0], top[1]],
        ),
    ];
    let commit = |tree: &str| {
        let words = ["commit-tree", tree, "-p", "main~1", "-m", "Strange"];
        sandbox.git(&words).ends(0).out.trim().to_owned()
    };
    let trees = trees.into_iter();
    trees
        .map(|(name, entries)| (name, commit(&tree(sandbox, &entries))))
        .collect()
}

#[test]
fn a_directory_that_no_git_writes_is_refused() {
    let sandbox = server();
    for (name, commit) in strange_trees(&sandbox) {
        let refused = push(&sandbox, &[&format!("{commit}:main")]).ends(1).err;
        assert!(
            refused.contains("some other program than git wrote it"),
            "{name}: {refused}"
        );
        let range = format!("main~1..{commit}");
        let refused = sandbox.pmrepo(&["check", "--range", &range]).ends(2).err;
        assert!(refused.contains("of a commit"), "{name}: {refused}");
        sandbox.pmrepo(&["check", "--rev", &commit]).ends(2);
        // The first push of all.
        let script = format!(
            "rm -rf new.git && git init -q --bare --template= --initial-branch=main new.git && \
             {} -C new.git hooks install --server && git push new.git {commit}:main",
            env!("CARGO_BIN_EXE_pmrepo")
        );
        sandbox.sh(&script).ends(1);
    }
}

#[test]
fn git_itself_refuses_such_directories_where_it_is_asked_to() {
    let sandbox = server();
    let install = |more: &[&str]| {
        let words = [&["hooks", "install", "--server"], more].concat();
        sandbox.pmrepo_in("server.git", &words).ends(0).err
    };
    assert!(install(&[]).contains("hooks install --server --fsck"));
    assert!(!install(&["--fsck"]).contains("hint"));
    assert!(!install(&[]).contains("hint"));
    std::fs::remove_file(sandbox.path("server.git/hooks/pre-receive")).unwrap();
    for (name, commit) in strange_trees(&sandbox) {
        let refused = push(&sandbox, &[&format!("{commit}:topic")]);
        assert_ne!(refused.status, 0, "{name}: {refused:?}");
    }
    // What else may be wrong in an old history is taken.
    push_what_is_odd(&sandbox).ends(0);
}

/// Pushes a commit with a date that no git writes.
fn push_what_is_odd(sandbox: &Sandbox) -> Output {
    let odd = "printf 'tree %s\nauthor a <a> 1 +0000\ncommitter  <c@example.com> 01 +9999999\n\nOdd\n' \
               $(git rev-parse main^{tree}) > .git/odd && \
               git push -q origin $(git hash-object -t commit -w --literally .git/odd):refs/heads/odd";
    sandbox.sh(odd)
}

#[test]
fn where_git_checks_already_nothing_is_loosened() {
    for set in [
        "receive.fsckObjects true",
        "receive.fsckObjects 1",
        "transfer.fsckObjects yes",
        "receive.fsck.zeroPaddedDate error",
    ] {
        let sandbox = server();
        sandbox
            .sh(&format!("git -C server.git config {set}"))
            .ends(0);
        let words = ["hooks", "install", "--server", "--fsck"];
        sandbox.pmrepo_in("server.git", &words).ends(0);
        // And no second time either.
        sandbox.pmrepo_in("server.git", &words).ends(0);
        let refused = push_what_is_odd(&sandbox);
        assert_eq!(refused.status, 1, "{set}: {refused:?}");
    }
}

#[test]
fn what_a_partial_clone_lacks_is_fetched_or_nothing_is_said() {
    let sandbox = server();
    good_and_bad(&sandbox);
    for setting in ["uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"] {
        sandbox.git(&["config", setting, "true"]).ends(0);
    }
    for filter in ["blob:none", "tree:0"] {
        let clone = format!(
            "rm -rf part && git clone -q --bare --filter={filter} \"file://$PWD/.git\" part"
        );
        for words in [
            &["check", "--rev", "main"][..],
            &["check", "--range", "main~1..main"],
        ] {
            sandbox.sh(&clone).ends(0);
            let found = sandbox.pmrepo_in("part", words).ends(1).out;
            assert!(
                found.contains("SEV1-ish") && !found.contains("PM009"),
                "{found}"
            );
            sandbox.sh(&clone).ends(0);
            sandbox.sh("mv .git gone").ends(0);
            let refused = sandbox.pmrepo_in("part", words);
            sandbox.sh("mv gone .git").ends(0);
            refused.ends(2);
        }
    }
}

#[test]
fn a_repository_of_somebody_else_is_opened_where_git_opens_it() {
    let sandbox = server();
    if sandbox
        .sh("test \"$(id -u)\" = 0 && chown -R 65534 .")
        .status
        != 0
    {
        println!("skipped: only root gives files away");
        return;
    }
    let refused = sandbox.pmrepo(&["list"]).ends(2).err;
    assert!(refused.contains("belongs to another user"), "{refused}");
    let binary = env!("CARGO_BIN_EXE_pmrepo");
    for trusted in ["*", "$PWD", "$PWD/*"] {
        let script = format!(
            "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=\"{trusted}\" \
             git status >/dev/null || exit 0; \
             GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=\"{trusted}\" \
             {binary} list"
        );
        sandbox.sh(&script).ends(0);
    }
}

#[test]
fn an_empty_directory_of_hooks_is_refused() {
    let sandbox = server();
    for directory in ["", "server.git"] {
        sandbox
            .git_in(directory, &["config", "core.hooksPath", ""])
            .ends(0);
        for action in ["install", "status", "uninstall"] {
            let words = ["hooks", action, "--server"];
            let refused = sandbox.pmrepo_in(directory, &words).ends(2).err;
            assert!(refused.contains("`core.hooksPath` is empty"), "{refused}");
        }
    }
    assert!(!sandbox.path("pre-receive").exists());
}

#[test]
fn a_few_trees_that_unfold_to_millions_of_files_are_refused_at_once() {
    for below in ["zzz", "postmortems"] {
        let sandbox = server();
        let script = format!(
            "b=$(echo x | git hash-object -w --stdin)
             t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '100644 blob %s\tf%s\n' $b $i; done | git mktree)
             for l in 1 2 3 4 5 6 7; do
                 t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\td%s\n' $t $i; done | git mktree)
             done
             top=$(git ls-tree main | grep -v '\t{below}$'; printf '040000 tree %s\t{below}\n' $t)
             git commit-tree $(echo \"$top\" | git mktree) -p main -m Bomb"
        );
        let bomb = sandbox.sh(&script).ends(0).out;
        let bomb = bomb.trim();
        let begun = std::time::Instant::now();
        let refused = push(&sandbox, &[&format!("{bomb}:main")]).ends(1).err;
        assert!(refused.contains("unfolds to more directories"), "{refused}");
        // What lies elsewhere a check of a commit does not look at.
        let status = if below == "postmortems" { 2 } else { 0 };
        sandbox.pmrepo(&["check", "--rev", bomb]).ends(status);
        sandbox
            .pmrepo(&["check", "--range", &format!("main..{bomb}")])
            .ends(2);
        // Sixty seconds are the patience of a test; unfolded it takes minutes and all memory.
        assert!(begun.elapsed().as_secs() < 60, "{below}");
    }
}
