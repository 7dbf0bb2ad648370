//! `--dry-run`, `--commit` and `commit: auto`, in every command that writes.

use std::collections::BTreeSet;
use std::fs;

use crate::sandbox::Sandbox;
use crate::sandbox::report;
use crate::writers;
use crate::writers::WRITERS;
use crate::writers::Writer;

/// The commands that take an option, by their words.
fn commands_with(option: &str) -> BTreeSet<String> {
    fn collect(command: &clap::Command, words: &str, option: &str, found: &mut BTreeSet<String>) {
        if command
            .get_arguments()
            .any(|it| it.get_long() == Some(option))
        {
            found.insert(words.trim().to_owned());
        }
        for below in command.get_subcommands() {
            collect(
                below,
                &format!("{words} {}", below.get_name()),
                option,
                found,
            );
        }
    }
    let mut found = BTreeSet::new();
    collect(&pmrepo::commands::command_line(), "", option, &mut found);
    found
}

fn head(repo: &Sandbox) -> String {
    repo.git(&["rev-parse", "HEAD"]).ends(0).out
}

fn status(repo: &Sandbox) -> String {
    repo.git(&["status", "--short", "--untracked-files=all"])
        .ends(0)
        .out
}

fn changed(repo: &Sandbox) -> Vec<String> {
    let words = ["show", "--name-only", "--format=", "HEAD"];
    let mut all: Vec<String> = repo
        .git(&words)
        .ends(0)
        .out
        .lines()
        .map(str::to_owned)
        .collect();
    all.sort();
    all
}

fn with<'a>(writer: &Writer, more: &[&'a str]) -> Vec<&'a str> {
    writer.words.iter().chain(more).copied().collect()
}

#[test]
fn every_command_that_writes_is_tried() {
    let tried: BTreeSet<String> = WRITERS
        .iter()
        .map(|it| it.name)
        .chain(writers::OTHERS.iter().copied())
        .map(str::to_owned)
        .collect();
    let all = commands_with("commit");
    let missing: Vec<_> = all.difference(&tried).collect();
    assert!(
        missing.is_empty(),
        "tests/support/writers.rs lacks {missing:?}"
    );
    assert_eq!(commands_with("no-commit"), all);
    // An editor writes what it writes.
    for name in all.iter().filter(|it| *it != "edit") {
        assert!(commands_with("dry-run").contains(name), "{name}");
    }
}

#[test]
fn a_dry_run_shows_what_would_change_and_writes_nothing() {
    let repo = writers::repository();
    let before = head(&repo);
    for writer in WRITERS {
        let shown = repo.pmrepo(&with(writer, &["--dry-run"])).ends(0);
        assert_eq!(status(&repo), "", "{}", writer.name);
        assert!(shown.err.contains("nothing was written"), "{shown:#?}");
        let all = format!("{}{}", shown.out, shown.err);
        for path in writer.writes {
            assert!(all.contains(path), "{}: {shown:#?}", writer.name);
        }
        for path in writer.writes {
            let lines = all.lines().filter(|it| it.contains(path)).count();
            assert_eq!(lines, 1, "{}: {shown:#?}", writer.name);
        }
        let marks = ["  + ", "  - "];
        let is_change =
            |it: &str| marks.iter().any(|mark| it.starts_with(mark)) || it.contains(": new, ");
        assert!(all.lines().any(is_change), "{}: {shown:#?}", writer.name);
    }
    assert_eq!(head(&repo), before);
}

#[test]
fn a_commit_holds_the_files_that_were_written_and_a_revert_undoes_it() {
    let repo = writers::repository();
    let start = head(&repo).trim().to_owned();
    for writer in WRITERS {
        // What others have under way stays under way.
        repo.write("staged.txt", "staged\n");
        repo.git(&["add", "staged.txt"]).ends(0);
        repo.write("other.txt", "half done\n");
        let done = repo.pmrepo(&with(writer, &["--commit"])).ends(0);
        assert!(
            done.err.contains("Committed "),
            "{}: {done:#?}",
            writer.name
        );
        assert_eq!(changed(&repo), writer.writes, "{}", writer.name);
        assert_eq!(
            status(&repo),
            " M other.txt\nA  staged.txt\n",
            "{}",
            writer.name
        );
        let parent = repo.git(&["rev-parse", "HEAD^"]).ends(0).out;
        assert_eq!(parent.trim(), start, "{}", writer.name);
        let subject = repo.git(&["log", "-1", "--format=%s"]).ends(0).out;
        println!("{}: {}", writer.name, subject.trim());
        let names_it = ["2026-0", "Take the states", "Fix what", "to the roster"];
        assert!(names_it.iter().any(|it| subject.contains(it)), "{subject}");
        repo.git(&["rm", "--quiet", "--cached", "staged.txt"])
            .ends(0);
        repo.git(&["checkout", "--quiet", "other.txt"]).ends(0);
        fs::remove_file(repo.path("staged.txt")).unwrap();
        repo.git(&[
            "-c",
            "core.hooksPath=/dev/null",
            "revert",
            "--no-edit",
            "HEAD",
        ])
        .ends(0);
        let differs = repo.git(&["diff", "--name-only", &start]).ends(0).out;
        assert_eq!(differs, "", "{}", writer.name);
        repo.git(&["reset", "--quiet", "--hard", &start]).ends(0);
    }
}

/// A repository with one report, committed.
fn one() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), crate::sandbox::GOOD);
    repo.commit("one").ends(0);
    repo
}

const SET: [&str; 4] = ["set", "one", "owner=carol", "--commit"];

#[test]
fn a_message_says_what_was_done_or_what_the_user_says() {
    let repo = one();
    repo.pmrepo(&["set", "one", "owner=carol", "services=checkout", "--commit"])
        .ends(0);
    let subject = |repo: &Sandbox| repo.git(&["log", "-1", "--format=%B"]).ends(0).out;
    assert_eq!(subject(&repo), "2026-03-10-one: set owner, services\n\n");
    repo.pmrepo(&[
        "set",
        "one",
        "owner=dave",
        "--commit=Hand it to Dave\n\nHe asked.",
    ])
    .ends(0);
    assert_eq!(subject(&repo), "Hand it to Dave\n\nHe asked.\n\n");
    let before = head(&repo);
    repo.pmrepo(&["set", "one", "owner=erin", "--commit= "])
        .ends(2);
    let both = ["set", "one", "owner=erin", "--commit", "--dry-run"];
    repo.pmrepo(&both).ends(2);
    assert_eq!(status(&repo), "");
    // What is so already is written nowhere, and committed nowhere.
    let nothing = repo
        .pmrepo(&["set", "one", "owner=dave", "--commit"])
        .ends(0);
    assert!(nothing.err.contains("Nothing to commit"), "{nothing:#?}");
    assert_eq!(head(&repo), before);
}

#[test]
fn the_lines_that_change_are_shown_harmless() {
    let repo = one();
    let done = repo.pmrepo(&["set", "one", "owner=carol"]).ends(0);
    assert!(done.err.contains("  + owner: carol\n"), "{done:#?}");
    assert!(!done.err.contains("- "), "{done:#?}");
    let done = repo.pmrepo(&["set", "one", "owner=dave"]).ends(0);
    assert!(
        done.err.contains("  - owner: carol\n  + owner: dave\n"),
        "{done:#?}"
    );
    let coloured = repo
        .pmrepo(&["--color", "always", "set", "one", "owner=erin"])
        .ends(0);
    assert!(
        coloured.err.contains("\u{1b}[32m+ owner: erin"),
        "{coloured:#?}"
    );
    let dry = repo.pmrepo(&["set", "one", "title=\u{1b}[2J x", "--dry-run"]);
    assert!(
        !dry.out.contains('\u{1b}') && !dry.err.contains('\u{1b}'),
        "{dry:#?}"
    );
}

#[test]
fn changes_of_the_users_own_in_the_same_file_go_in_and_are_told() {
    let repo = one();
    let mine = repo.read(&report("one")) + "\nMine.\n";
    repo.write(&report("one"), mine.clone());
    let done = repo.pmrepo(&SET).ends(0);
    assert!(
        done.err
            .contains("had other changes that were not committed"),
        "{done:#?}"
    );
    assert_eq!(status(&repo), "");
    assert!(repo.read(&report("one")).contains("\nMine.\n"));
    // Staged and changed again, the file as it lies there is committed.
    repo.write(
        &report("one"),
        repo.read(&report("one")).replace("Mine.", "Staged."),
    );
    repo.git(&["add", "--all"]).ends(0);
    repo.write(
        &report("one"),
        repo.read(&report("one")).replace("Staged.", "Later."),
    );
    repo.pmrepo(&["set", "one", "owner=dave", "--commit"])
        .ends(0);
    assert_eq!(status(&repo), "");
    assert!(repo.git(&["show", "HEAD"]).ends(0).out.contains("+Later."));
}

#[test]
fn a_hook_that_refuses_is_named_and_nothing_is_lost() {
    for hook in ["pre-commit", "commit-msg"] {
        let repo = one();
        let before = head(&repo);
        repo.write(
            &format!(".git/hooks/{hook}"),
            "#!/bin/sh\necho no such luck >&2\ngit rev-parse no-such-thing 2>/dev/null\nexit 3\n",
        );
        repo.sh(&format!("chmod +x .git/hooks/{hook}")).ends(0);
        let refused = repo.pmrepo(&SET).ends(2);
        for said in [
            "no such luck",
            &format!("error: the {hook} hook refused the commit"),
            "written, and not committed: postmortems/2026/2026-03-10-one/postmortem.md",
            "git commit -m '2026-03-10-one: set owner' -- postmortems/",
        ] {
            assert!(refused.err.contains(said), "{said}: {refused:#?}");
        }
        assert_eq!(head(&repo), before);
        assert!(repo.read(&report("one")).contains("owner: carol\n"));
        assert_eq!(status(&repo), format!(" M {}\n", report("one")));
        // What was new is as new to the index as before.
        repo.pmrepo(&["message", "new", "one", "notice", "--commit"])
            .ends(2);
        let notice = "postmortems/2026/2026-03-10-one/messages/notice.md";
        assert_eq!(
            status(&repo),
            format!(" M {}\n?? {notice}\n", report("one"))
        );
        // What it says to do works, from wherever one stands.
        let there = "postmortems/2026";
        fs::remove_file(repo.path(&format!(".git/hooks/{hook}"))).unwrap();
        let hint = "git add 2026-03-10-one/postmortem.md && git commit -m 'set' -- 2026-03-10-one/postmortem.md";
        repo.sh(&format!("cd {there} && {hint}")).ends(0);
        assert_eq!(status(&repo), format!("?? {notice}\n"));
    }
}

#[test]
fn the_hook_of_pmrepo_refuses_what_a_commit_would_bring_in() {
    let repo = one();
    repo.write(
        &report("one"),
        repo.read(&report("one")).replace("SEV-2", "SEV1-ish"),
    );
    let refused = repo.pmrepo(&SET).ends(2);
    assert!(refused.err.contains("PM104"), "{refused:#?}");
    assert!(
        refused
            .err
            .contains("the pre-commit hook refused the commit"),
        "{refused:#?}"
    );
}

#[test]
fn where_no_commit_can_be_made_nothing_is_written() {
    let repo = one();
    let text = repo.read(&report("one"));
    let refused = |words: &[&str], repo: &Sandbox, said: &str| {
        let refused = repo.pmrepo(words).ends(2);
        assert!(refused.err.contains(said), "{said}: {refused:#?}");
        assert!(refused.err.contains("hint: "), "{refused:#?}");
        assert!(!repo.read(&report("one")).contains("carol"));
    };
    let as_nobody = [
        ("GIT_AUTHOR_NAME", ""),
        ("GIT_AUTHOR_EMAIL", ""),
        ("GIT_COMMITTER_NAME", ""),
        ("GIT_COMMITTER_EMAIL", ""),
    ];
    repo.git(&["config", "user.useConfigOnly", "true"]).ends(0);
    let words = [&["--as-of", "2026-04-01T12:00:00Z"], &SET[..]].concat();
    let nobody = repo.pmrepo_with(&as_nobody, &words).ends(2);
    assert!(
        nobody.err.contains("git does not know who you are"),
        "{nobody:#?}"
    );
    assert_eq!(repo.read(&report("one")), text);

    repo.git(&["switch", "--quiet", "--create", "side"]).ends(0);
    repo.write("other.txt", "side\n");
    repo.git(&["add", "."]).ends(0);
    repo.git(&["commit", "--quiet", "--message", "side"])
        .ends(0);
    repo.git(&["switch", "--quiet", "main"]).ends(0);
    repo.write("other.txt", "main\n");
    repo.git(&["add", "."]).ends(0);
    repo.git(&["commit", "--quiet", "--message", "main"])
        .ends(0);
    repo.git(&["merge", "side"]).ends(1);
    refused(&SET, &repo, "a git merge is under way here");
    repo.git(&["merge", "--abort"]).ends(0);
    repo.git(&["cherry-pick", "side"]).ends(1);
    refused(&SET, &repo, "a git cherry-pick is under way here");
    repo.git(&["cherry-pick", "--abort"]).ends(0);
    repo.git(&["rebase", "side"]).ends(1);
    refused(&SET, &repo, "a git rebase is under way here");
    // Without a commit it is written, whatever git is in the middle of.
    repo.pmrepo(&["set", "one", "owner=carol"]).ends(0);
    repo.git(&["rebase", "--abort"]);
    let plain = Sandbox::plain();
    plain.write("pmrepo.yaml", "schema: 1\n");
    plain.write(&report("one"), crate::sandbox::GOOD);
    refused(&SET, &plain, "without git there is no commit");
}

#[test]
fn it_ends_with_the_line_that_pushes() {
    let repo = one();
    let set = |owner: &str| {
        let field = format!("owner={owner}");
        repo.pmrepo(&["set", "one", &field, "--commit"]).ends(0).err
    };
    assert!(!set("a").contains("git push"));
    repo.git(&["init", "--quiet", "--bare", "there.git"])
        .ends(0);
    repo.git(&["remote", "add", "origin", "there.git"]).ends(0);
    assert!(set("b").ends_with("hint: git push -u origin main\n"));
    repo.git(&["push", "--quiet", "-u", "origin", "main"])
        .ends(0);
    assert!(set("c").ends_with("hint: git push\n"));
    repo.git(&[
        "switch",
        "--quiet",
        "--create",
        "mine",
        "--track",
        "origin/main",
    ])
    .ends(0);
    assert!(set("d").ends_with("hint: git push -u origin mine\n"));
    repo.git(&["config", "push.default", "upstream"]).ends(0);
    assert!(set("e").ends_with("hint: git push\n"));
    repo.git(&["switch", "--quiet", "--detach"]).ends(0);
    let detached = set("f");
    assert!(detached.contains("HEAD is on no branch"), "{detached}");
    assert!(!detached.contains("git push"), "{detached}");
}

#[test]
fn a_commit_is_signed_where_git_signs() {
    let repo = one();
    let script = "#!/bin/sh\ncat >/dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\n\
        printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n'\n";
    repo.write(".git/sign", script);
    repo.sh("chmod +x .git/sign").ends(0);
    let program = repo.path(".git/sign");
    repo.git(&["config", "gpg.program", program.to_str().unwrap()])
        .ends(0);
    repo.git(&["config", "commit.gpgsign", "true"]).ends(0);
    repo.pmrepo(&SET).ends(0);
    let raw = repo.git(&["cat-file", "commit", "HEAD"]).ends(0).out;
    assert!(raw.contains("BEGIN PGP SIGNATURE"), "{raw}");
    repo.write(".git/sign", "#!/bin/sh\nexit 1\n");
    let refused = repo
        .pmrepo(&["set", "one", "owner=dave", "--commit"])
        .ends(2);
    assert!(
        refused.err.contains("written, and not committed"),
        "{refused:#?}"
    );
    assert!(!refused.err.contains("hook refused"), "{refused:#?}");
}

#[test]
fn a_root_may_commit_always_and_a_command_leave_it_out() {
    let repo = one();
    repo.write("pmrepo.yaml", "commit: auto\n");
    repo.commit("always").ends(0);
    repo.pmrepo(&["set", "one", "owner=carol"]).ends(0);
    assert_eq!(status(&repo), "");
    assert_eq!(changed(&repo), [report("one")]);
    let before = head(&repo);
    repo.pmrepo(&["set", "one", "owner=dave", "--no-commit"])
        .ends(0);
    assert_eq!(head(&repo), before);
    repo.pmrepo(&["set", "one", "owner=erin", "--dry-run"])
        .ends(0);
    assert_eq!(head(&repo), before);
    repo.pmrepo(&["set", "one", "owner=dave", "--no-commit", "--commit"])
        .ends(2);
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-2", "--no-input"])
        .ends(0);
    assert_eq!(changed(&repo).len(), 2);
    // At three in the morning nobody is stopped by what git is in the middle of.
    repo.write(".git/MERGE_HEAD", before);
    let written = repo.pmrepo(&["set", "one", "owner=frank"]).ends(0);
    assert!(
        written
            .err
            .contains("Not committed: a git merge is under way here"),
        "{written:#?}"
    );
    assert!(repo.read(&report("one")).contains("owner: frank\n"));
}
