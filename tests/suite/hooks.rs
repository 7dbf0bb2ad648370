//! `hooks install|uninstall|status`, and real commits that run what it installs.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

const HOOK: &str = ".git/hooks/pre-commit";
const BEFORE: &str = ".git/hooks/pre-commit.before-pmrepo";

/// A hook of somebody's own, which leaves a trace and obeys a file.
const THEIRS: &str = "#!/bin/sh\necho \"$# ${0##*/}\" >> trace\ntest ! -e refuse\n";

/// A repository with a `pmrepo.yaml` and no hook.
fn repository() -> Sandbox {
    let repo = Sandbox::new();
    fs::remove_file(repo.path(HOOK)).unwrap();
    repo
}

fn write_hook(repo: &Sandbox, path: &str, text: &str, mode: u32) {
    repo.write(path, text);
    fs::set_permissions(repo.path(path), fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(repo: &Sandbox, path: &str) -> u32 {
    let metadata = fs::symlink_metadata(repo.path(path)).unwrap();
    metadata.permissions().mode() & 0o777
}

#[test]
fn the_installed_hook_judges_commits() {
    let repo = repository();
    let said = repo.pmrepo(&["hooks", "install"]).ends(0);
    assert_eq!(
        said.snapshot(),
        "Installed .git/hooks/pre-commit.\nexit status 0\n"
    );
    assert_eq!(mode(&repo, HOOK), 0o755);
    repo.write(&report("one"), bad());
    repo.commit("bad").ends(1);
    repo.write(&report("one"), GOOD);
    repo.commit("good").ends(0);
    repo.pmrepo(&["hooks", "uninstall"]).ends(0);
    assert!(!repo.path(HOOK).exists());
}

#[test]
fn installing_twice_changes_nothing() {
    let repo = repository();
    write_hook(&repo, HOOK, THEIRS, 0o755);
    repo.pmrepo(&["hooks", "install"]).ends(0);
    let first = (repo.read(HOOK), repo.read(BEFORE));
    let said = repo.pmrepo(&["hooks", "install"]).ends(0);
    assert!(said.err.contains("is installed already"), "{said:?}");
    assert_eq!(first, (repo.read(HOOK), repo.read(BEFORE)));
}

#[test]
fn a_hook_that_was_there_runs_first_and_its_failure_stands() {
    let repo = repository();
    write_hook(&repo, HOOK, THEIRS, 0o755);
    let said = repo.pmrepo(&["hooks", "install"]).ends(0);
    assert!(said.err.contains("runs first"), "{said:?}");

    repo.write(&report("one"), GOOD);
    repo.commit("both agree").ends(0);
    assert_eq!(repo.read("trace"), "0 pre-commit.before-pmrepo\n");

    repo.write(&report("one"), bad());
    repo.commit("ours refuses").ends(1);
    repo.write(&report("one"), GOOD.replace("Checkout", "Search"));
    repo.write("refuse", "");
    let refused = repo.commit("theirs refuses").ends(1);
    assert_eq!((refused.out.as_str(), refused.err.as_str()), ("", ""));
}

#[test]
fn uninstalling_brings_back_what_was_there_byte_for_byte_with_its_mode() {
    for (text, bits) in [(THEIRS, 0o750), ("#!/bin/sh\r\nexit 0", 0o644), ("", 0o755)] {
        let repo = repository();
        write_hook(&repo, HOOK, text, bits);
        repo.pmrepo(&["hooks", "install"]).ends(0);
        assert_ne!(repo.read(HOOK), text);
        repo.pmrepo(&["hooks", "uninstall"]).ends(0);
        assert_eq!((repo.read(HOOK).as_str(), mode(&repo, HOOK)), (text, bits));
        assert!(!repo.path(BEFORE).exists());
    }
}

#[test]
fn an_installation_that_was_killed_in_between_is_ended_by_the_next() {
    let repo = repository();
    write_hook(&repo, HOOK, THEIRS, 0o755);
    fs::hard_link(repo.path(HOOK), repo.path(BEFORE)).unwrap();
    repo.pmrepo(&["hooks", "install"]).ends(0);
    assert_eq!(repo.read(BEFORE), THEIRS);
    assert_ne!(repo.read(HOOK), THEIRS);
    repo.pmrepo(&["hooks", "uninstall"]).ends(0);
    assert_eq!(repo.read(HOOK), THEIRS);
    assert!(!repo.path(BEFORE).exists());
    // Another file of that name is somebody's.
    repo.write(BEFORE, THEIRS);
    let refused = repo.pmrepo(&["hooks", "install"]).ends(2).err;
    assert!(refused.contains("is there already"), "{refused}");
}

#[test]
fn a_hook_that_did_not_run_before_does_not_run_now() {
    let repo = repository();
    write_hook(&repo, HOOK, "#!/bin/sh\nexit 1\n", 0o644);
    repo.pmrepo(&["hooks", "install"]).ends(0);
    repo.write(&report("one"), GOOD);
    repo.commit("good").ends(0);
}

#[test]
fn a_hook_that_is_a_link_goes_on_and_comes_back() {
    let repo = repository();
    write_hook(&repo, "scripts/check", THEIRS, 0o755);
    std::os::unix::fs::symlink("../../scripts/check", repo.path(HOOK)).unwrap();
    repo.pmrepo(&["hooks", "install"]).ends(0);
    assert_eq!(repo.read("scripts/check"), THEIRS);
    repo.write(&report("one"), GOOD);
    repo.commit("good").ends(0);
    assert!(repo.path("trace").exists());
    repo.pmrepo(&["hooks", "uninstall"]).ends(0);
    assert!(repo.path(HOOK).is_symlink());
}

#[test]
fn a_hook_that_mentions_pmrepo_is_left_alone() {
    let repo = repository();
    let own = "#!/bin/sh\npmrepo check --staged --quiet\n";
    write_hook(&repo, HOOK, own, 0o755);
    for action in ["install", "uninstall"] {
        let said = repo.pmrepo(&["hooks", action]).ends(0);
        assert!(said.err.contains("stays as it is"), "{said:?}");
        assert_eq!(repo.read(HOOK), own);
    }
    repo.pmrepo(&["hooks", "status"]).ends(0);
}

#[test]
fn an_older_hook_of_ours_is_brought_up_to_date() {
    let repo = repository();
    repo.pmrepo(&["hooks", "install"]).ends(0);
    let current = repo.read(HOOK);
    repo.write(HOOK, format!("{current}# of another version\n"));
    repo.pmrepo(&["hooks", "status"]).ends(1);
    repo.pmrepo(&["hooks", "install"]).ends(0);
    assert_eq!(repo.read(HOOK), current);
}

#[test]
fn nothing_of_an_earlier_installation_is_overwritten() {
    let repo = repository();
    write_hook(&repo, HOOK, THEIRS, 0o755);
    write_hook(&repo, BEFORE, "#!/bin/sh\n", 0o755);
    repo.pmrepo(&["hooks", "install"]).ends(2);
    assert_eq!(repo.read(HOOK), THEIRS);
    assert_eq!(repo.read(BEFORE), "#!/bin/sh\n");
}

#[test]
fn status_says_how_things_are() {
    let repo = repository();
    let status = || repo.pmrepo(&["hooks", "status"]).snapshot();
    assert_eq!(
        status(),
        ".git/hooks/pre-commit: not installed\nexit status 1\n"
    );
    repo.pmrepo(&["hooks", "install"]).ends(0);
    assert_eq!(
        status(),
        ".git/hooks/pre-commit: installed\nexit status 0\n"
    );
    fs::create_dir(repo.path("below")).unwrap();
    assert_eq!(
        repo.pmrepo_in("below", &["hooks", "status"]).snapshot(),
        "../.git/hooks/pre-commit: installed\nexit status 0\n"
    );
    fs::set_permissions(repo.path(HOOK), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(
        status(),
        ".git/hooks/pre-commit: not executable\nexit status 1\n"
    );
    repo.pmrepo(&["hooks", "install"]).ends(0);
    assert_eq!(mode(&repo, HOOK), 0o755);
}

#[test]
fn the_configured_directory_of_hooks_is_respected() {
    let repo = repository();
    repo.git(&["config", "core.hooksPath", "tools/hooks"])
        .ends(0);
    fs::create_dir(repo.path("below")).unwrap();
    repo.pmrepo_in("below", &["hooks", "install"]).ends(0);
    assert!(repo.path("tools/hooks/pre-commit").is_file());
    assert!(!repo.path(HOOK).exists());
    repo.write(&report("one"), bad());
    repo.commit("bad").ends(1);
}

#[test]
fn a_linked_worktree_shares_the_hooks_of_its_repository() {
    let repo = repository();
    repo.git(&["worktree", "add", "-q", "linked"]).ends(0);
    repo.pmrepo_in("linked", &["hooks", "install"]).ends(0);
    assert!(repo.path(HOOK).is_file());
    repo.write(&format!("linked/{}", report("one")), bad());
    repo.git_in("linked", &["add", "--all"]).ends(0);
    repo.git_in("linked", &["commit", "-qm", "bad"]).ends(1);
}

#[test]
fn hooks_outside_the_repository_are_refused_with_the_line_to_add() {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q", "--template=", "inner"]).ends(0);
    for path in ["../shared", "missing/../../shared"] {
        repo.git_in("inner", &["config", "core.hooksPath", path])
            .ends(0);
        let refused = repo.pmrepo_in("inner", &["hooks", "install"]).ends(2);
        assert!(
            refused.err.contains("outside this repository"),
            "{refused:?}"
        );
        assert!(
            refused.err.contains("  pmrepo check --staged || exit 1\n"),
            "{refused:?}"
        );
    }
    assert!(!repo.path("shared").exists());
}

#[test]
fn hooks_behind_a_link_are_refused() {
    let repo = repository();
    fs::remove_dir_all(repo.path(".git/hooks")).unwrap();
    for target in ["../scripts", "/nowhere"] {
        fs::create_dir_all(repo.path("scripts")).unwrap();
        std::os::unix::fs::symlink(target, repo.path(".git/hooks")).unwrap();
        repo.pmrepo(&["hooks", "install"]).ends(2);
        fs::remove_file(repo.path(".git/hooks")).unwrap();
    }
    assert_eq!(fs::read_dir(repo.path("scripts")).unwrap().count(), 0);
}

#[test]
fn other_keepers_of_hooks_get_a_word() {
    let repo = repository();
    repo.write(".pre-commit-config.yaml", "repos: []\n");
    let said = repo.pmrepo(&["hooks", "install"]).ends(0);
    assert!(
        said.err.contains("hint: this repository uses pre-commit"),
        "{said:?}"
    );

    let repo = repository();
    repo.git(&["config", "core.hooksPath", ".husky"]).ends(0);
    let said = repo.pmrepo(&["hooks", "install"]).ends(0);
    assert!(said.err.contains("hint: husky keeps its hooks"), "{said:?}");

    repo.git(&["config", "core.hooksPath", ".husky/_"]).ends(0);
    let refused = repo.pmrepo(&["hooks", "install"]).ends(2);
    assert!(
        refused.err.contains("add this line to .husky/pre-commit"),
        "{refused:?}"
    );
}

#[test]
fn without_a_repository_there_is_advice() {
    let refused = Sandbox::plain().pmrepo(&["hooks", "install"]).ends(2);
    assert_eq!(
        refused.snapshot(),
        "error: this is not a git repository\n\
         hint: run it inside one, or make one with `git init`\n\
         exit status 2\n"
    );
}

#[test]
fn a_repository_that_libgit2_cannot_open_gets_its_hook_too() {
    let repo = Sandbox::plain();
    if repo
        .git(&["init", "-q", "--template=", "--object-format=sha256"])
        .status
        != 0
    {
        println!("skipped: this git knows no SHA-256");
        return;
    }
    repo.pmrepo(&["hooks", "install"]).ends(0);
    assert!(repo.path(HOOK).is_file());
}
