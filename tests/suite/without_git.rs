//! What differs between two commits, what is staged, and what messages say: told without git as git itself
//! tells it.

use std::collections::BTreeSet;

use pmrepo::git::Change;
use pmrepo::git::ChangeState;
use pmrepo::git::Kind;
use pmrepo::git::Oid;
use pmrepo::git::Repo;

use crate::sandbox::GOOD;
use crate::sandbox::NOW;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What git says of two commits, or of what is staged (`--cached`): path, where it was before, the kind and
/// object that it has.
fn by_git(sandbox: &Sandbox, sides: &[&str]) -> Vec<String> {
    let words = ["diff", "--raw", "-z", "--no-abbrev", "--find-renames"];
    let done = sandbox.git(&[&words, sides].concat());
    assert_eq!(done.status, 0, "{}", done.err);
    let out = done.out;
    let mut fields = out.split('\0').filter(|it| !it.is_empty());
    let mut all = Vec::new();
    while let Some(head) = fields.next() {
        let words: Vec<&str> = head.split(' ').collect();
        let (mode, id, status) = (words[1], words[3], words[4]);
        let first = fields.next().unwrap();
        let (path, was) = if status.starts_with('R') {
            (fields.next().unwrap(), first)
        } else {
            (first, "")
        };
        all.push(match mode {
            _ if status == "U" => format!("{path} is unmerged"),
            "000000" => format!("{path} is gone"),
            mode => format!("{path} from {was:?}: {mode} {id}"),
        });
    }
    all.sort();
    all
}

/// What is told of two commits.
fn told(repo: &Repo, from: &str, to: &str) -> Vec<String> {
    let id = |it: &str| Oid::parse(it).unwrap();
    in_words(repo.changes_between(id(from), id(to)).unwrap())
}

fn in_words(changes: Vec<Change>) -> Vec<String> {
    let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
    let mut all: Vec<String> = Vec::new();
    for it in changes {
        let path = text(&it.path);
        let was = it.renamed_from.as_deref().map(text).unwrap_or_default();
        all.push(match it.state {
            ChangeState::Gone => format!("{path} is gone"),
            ChangeState::Unmerged => format!("{path} is unmerged"),
            ChangeState::There { kind, id } => {
                let mode = match kind {
                    Kind::File => "100644",
                    Kind::Executable => "100755",
                    Kind::Link => "120000",
                    Kind::Submodule => "160000",
                };
                format!("{path} from {was:?}: {mode} {id}")
            }
        });
    }
    let is_sorted = all.is_sorted_by_key(|it| it.split(' ').next().map(str::to_owned));
    assert!(is_sorted, "{all:?}");
    all.sort();
    all
}

/// Makes one small change somewhere in a few nested directories.
fn edit(sandbox: &Sandbox, dice: &mut Dice) {
    let directory = ["", "a/", "a/b/", "a.b/", "c/d/e/"][usize::try_from(dice.roll(5)).unwrap()];
    let path = format!("x/{directory}f{}", dice.roll(4));
    let full = sandbox.path(&path);
    let clear = || {
        // A file may be where a directory was, and the other way round.
        let _ = std::fs::remove_file(&full);
        let _ = std::fs::remove_dir_all(&full);
        for above in full.ancestors().skip(1).filter(|it| it.is_file()) {
            std::fs::remove_file(above).unwrap();
        }
    };
    match dice.roll(8) {
        0 | 1 => clear(),
        2 => {
            clear();
            let name = format!("{path}/g");
            sandbox.write(&name, format!("{}\n", dice.roll(1000)));
        }
        3 if full.is_file() => drop(sandbox.sh(&format!("chmod +x {path}"))),
        4 => {
            clear();
            drop(sandbox.sh(&format!("mkdir -p x/{directory} && ln -s f0 {path}")));
        }
        _ => {
            clear();
            let lines: String = (0..20)
                .map(|it| format!("{it} {}\n", dice.roll(3)))
                .collect();
            sandbox.write(&path, lines);
        }
    }
}

#[test]
fn what_differs_is_told_as_git_tells_it() {
    let sandbox = Sandbox::plain();
    sandbox.git(&["init", "--quiet"]);
    sandbox.write("x/f0", "one\n");
    sandbox.commit("Begin");
    let mut dice = Dice(7);
    for number in 0..60 {
        for _ in 0..=dice.roll(4) {
            edit(&sandbox, &mut dice);
        }
        sandbox.sh(&format!(
            "git add -A && git commit -q --allow-empty -m {number}"
        ));
    }
    let commits = sandbox.git(&["rev-list", "HEAD"]).out;
    let commits: Vec<&str> = commits.lines().collect();
    assert!(commits.len() > 50, "{}", commits.len());
    let repo = Repo::open(&sandbox.path(""), false).unwrap();
    let (mut plain, mut renamed) = (0, 0);
    for (at, to) in commits.iter().enumerate() {
        for from in commits.iter().skip(at).step_by(3).take(4) {
            for (from, to) in [(from, to), (to, from)] {
                let known = by_git(&sandbox, &[from, to]);
                assert_eq!(told(&repo, from, to), known, "{from} {to}");
                let has = |it: &str| known.iter().any(|line| line.contains(it));
                let may_be_renamed = has("is gone") && has("from");
                plain += usize::from(!known.is_empty() && !may_be_renamed);
                renamed += usize::from(has("from \"x"));
            }
        }
    }
    assert!(plain > 20 && renamed > 20, "{plain} {renamed}");
}

#[test]
fn what_is_staged_is_told_as_git_tells_it() {
    let sandbox = Sandbox::plain();
    sandbox.git(&["init", "--quiet"]);
    let repo = || Repo::open(&sandbox.path(""), false).unwrap();
    // What git was not needed for is told where there is none.
    let alone = |settings: &str| {
        let same = |what: &str| {
            let known = by_git(&sandbox, &["--cached"]);
            let told = in_words(repo().staged_changes().unwrap());
            assert_eq!(told, known, "{settings} {what}");
            known
        };
        same("before the first commit");
        sandbox.write("x/f0", "one\n");
        sandbox.git(&["add", "x"]);
        same("with the first file");
        sandbox.commit("Begin");
        assert_eq!(same("with nothing"), [""; 0]);
        let mut dice = Dice(11);
        let (mut plain, mut renamed) = (0, 0);
        for number in 0..40 {
            for _ in 0..=dice.roll(3) {
                edit(&sandbox, &mut dice);
            }
            let moved = format!(
                "git add -A && mkdir -p y && git mv $(git ls-files x | head -n 1) y/{number}"
            );
            let stage = match dice.roll(12) {
                0 => "git add -N .",
                1 => "git add x/a",
                2 => "git rm -r -q --cached --ignore-unmatch x/c",
                3 => "git add -A && git read-tree HEAD",
                4 => "git add -A && git update-index --skip-worktree x/f0",
                5 | 6 => &moved,
                _ => "git add -A",
            };
            sandbox.sh(stage);
            let known = same(&format!("{number}: {stage}"));
            let has = |it: &str| known.iter().any(|line| line.contains(it));
            let may_be_renamed = has("is gone") && has("from");
            plain += usize::from(!known.is_empty() && !may_be_renamed);
            renamed += usize::from(has("from \"x"));
            if dice.roll(2) == 0 {
                sandbox.sh("git add -A && git commit -q --allow-empty -m x");
            }
        }
        assert!(plain > 10 && renamed > 2, "{settings} {plain} {renamed}");
    };
    for settings in [
        "",
        "git config index.version 4",
        "git config core.splitIndex true",
        "git config core.untrackedCache true",
        "git config index.skipHash true",
    ] {
        sandbox.sh("rm -rf .git x y && git init --quiet");
        sandbox.sh(settings);
        alone(settings);
    }
}

/// A repository with a few directories and something staged in one, and the file of its index.
fn with_something_staged() -> (Sandbox, std::path::PathBuf) {
    let sandbox = Sandbox::plain();
    sandbox.git(&["init", "--quiet"]);
    for path in ["a", "b/c", "b/d/e", "b/d/f", "b.g", "h/i/j"] {
        sandbox.write(path, path);
    }
    sandbox.commit("Begin");
    sandbox.write("b/d/f", "other\n");
    sandbox.write("h/k", "new\n");
    sandbox.git(&["add", "."]).ends(0);
    let index = sandbox.path(".git/index");
    (sandbox, index)
}

#[test]
fn of_an_index_that_is_damaged_nothing_is_told_that_git_does_not_tell() {
    let (sandbox, index) = with_something_staged();
    let whole = std::fs::read(&index).unwrap();
    let told = || {
        let repo = Repo::open(&sandbox.path(""), false).unwrap();
        repo.staged_changes().map(in_words)
    };
    let all = told().unwrap();
    assert_eq!(all.len(), 2, "{all:?}");
    // Cut off anywhere, git says that it is damaged, or that there is none.
    for length in (0..whole.len()).step_by(23) {
        std::fs::write(&index, &whole[..length]).unwrap();
        let known = sandbox.git(&["diff", "--cached", "--raw"]);
        assert_eq!(told().is_ok(), known.status == 0, "{length}: {}", known.err);
    }
    let trees = memchr::memmem::find(&whole, b"TREE").unwrap();
    let mut dice = Dice(5);
    let mut read = 0;
    for _ in 0..120 {
        let mut bytes = whole.clone();
        let at = usize::try_from(dice.roll(u64::try_from(trees).unwrap())).unwrap();
        bytes[at] ^= 1 << dice.roll(8);
        std::fs::write(&index, &bytes).unwrap();
        let words = ["diff", "--cached", "--raw", "-z", "--no-abbrev"];
        if sandbox.git(&words).status == 0 {
            let Ok(told) = told() else { continue };
            let known = by_git(&sandbox, &["--cached"]);
            // Of a path that is out of its place git says two things: one of them is told.
            let paths = known.iter().filter_map(|it| it.split(' ').next());
            if paths.collect::<BTreeSet<_>>().len() == known.len() {
                assert_eq!(told, known, "byte {at}: {:?}", bytes[at]);
            } else {
                assert!(told.iter().all(|it| known.contains(it)), "byte {at}");
            }
            read += 1;
        }
    }
    assert!(read > 40, "{read}");
    // What it says of trees may be wrong in any way: it is an answer, or not.
    for at in trees..whole.len() {
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            std::fs::write(&index, &bytes).unwrap();
            drop(told());
        }
    }
}

#[test]
fn an_index_that_leaves_out_directories_is_for_git() {
    let (sandbox, index) = with_something_staged();
    sandbox.commit("All");
    let sparse = ["sparse-checkout", "set", "--cone", "--sparse-index", "b"];
    sandbox.git(&sparse).ends(0);
    let bytes = std::fs::read(&index).unwrap();
    assert!(memchr::memmem::find(&bytes, b"sdir").is_some());
    sandbox.write("b/c", "other\n");
    sandbox.git(&["add", "b/c"]).ends(0);
    let repo = Repo::open(&sandbox.path(""), false).unwrap();
    let told = in_words(repo.staged_changes().unwrap());
    assert_eq!(told, by_git(&sandbox, &["--cached"]));
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn what_is_committed_counts_where_git_makes_an_index_for_it() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write(&report("two"), GOOD);
    repo.commit("Two").ends(0);
    repo.write(&report("one"), format!("{GOOD}\nMore.\n"));
    repo.write(&report("two"), bad());
    // All that is changed, and one of two although the other is staged.
    let done = repo.git(&["commit", "--quiet", "--all", "--message", "Both"]);
    assert_eq!(done.status, 1, "{}{}", done.out, done.err);
    assert!(done.err.contains("SEV1-ish"), "{}{}", done.out, done.err);
    repo.git(&["add", "."]).ends(0);
    let only = |path: &str| repo.git(&["commit", "--quiet", "--message", "It", "--only", path]);
    only(&report("one")).ends(0);
    assert_eq!(only(&report("two")).status, 1);
    // In a linked work tree too.
    repo.git(&["worktree", "add", "--quiet", "--detach", "other-work-tree"])
        .ends(0);
    repo.write(&format!("other-work-tree/{}", report("two")), bad());
    let done = repo.git_in(
        "other-work-tree",
        &["commit", "--quiet", "--all", "--message", "It"],
    );
    assert_eq!(done.status, 1, "{}{}", done.out, done.err);
}

#[cfg(unix)]
#[test]
fn a_commit_of_one_postmortem_starts_no_git() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write(&report("two"), GOOD);
    repo.commit("Two").ends(0);
    let real = repo.sh("command -v git").out;
    let script = format!(
        "#!/bin/sh\necho \"$@\" >>{{}}\nexec {} \"$@\"\n",
        real.trim_end()
    );
    let log = repo.path(".git/log");
    repo.write(
        ".git/bin/git",
        script.replace("{}", &log.display().to_string()),
    );
    repo.sh("chmod +x .git/bin/git").ends(0);
    let path = format!(
        "{}:{}",
        repo.path(".git/bin").display(),
        std::env::var("PATH").unwrap()
    );
    let check = || {
        let words = ["--as-of", NOW, "check", "--staged"];
        let done = repo.pmrepo_with(&[("PATH", &path)], &words).ends(0);
        (done.out, std::fs::read_to_string(&log).unwrap_or_default())
    };
    assert_eq!(check(), (String::new(), String::new()));
    repo.write(&report("one"), format!("{GOOD}\nMore.\n"));
    repo.git(&["add", "."]).ends(0);
    let (out, started) = check();
    assert!(out.starts_with("1 document checked"), "{out}");
    assert_eq!(started, "");
    repo.write(&report("three"), GOOD);
    repo.git(&["add", "."]).ends(0);
    let (out, started) = check();
    assert!(out.starts_with("2 documents checked"), "{out}");
    assert_eq!(started, "");
    // What may be a rename is git's to tell.
    let move_it = "cd postmortems/2026 && git mv 2026-03-10-two 2026-03-10-four";
    repo.sh(move_it).ends(0);
    let (_, started) = check();
    assert!(started.contains("--find-renames"), "{started}");
}

#[test]
fn what_a_merge_left_undecided_is_told_and_so_is_what_lies_in_another_index() {
    let sandbox = Sandbox::plain();
    sandbox.git(&["init", "--quiet", "--initial-branch=main"]);
    sandbox.write("f", "one\n");
    sandbox.commit("Begin");
    sandbox.git(&["checkout", "--quiet", "-b", "side"]).ends(0);
    sandbox.write("f", "two\n");
    sandbox.commit("Aside");
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox.write("f", "three\n");
    sandbox.commit("On");
    sandbox.git(&["merge", "--quiet", "side"]).ends(1);
    let repo = Repo::open(&sandbox.path(""), false).unwrap();
    let told = || in_words(repo.staged_changes().unwrap());
    assert_eq!(told(), ["f is unmerged"]);
    sandbox.git(&["reset", "--quiet", "--hard"]).ends(0);
    assert_eq!(told(), [""; 0]);
    // A submodule is for git.
    let head = sandbox.git(&["rev-parse", "HEAD"]).out;
    let module = format!("160000,{},module", head.trim());
    sandbox
        .git(&["update-index", "--add", "--cacheinfo", &module])
        .ends(0);
    assert_eq!(told(), by_git(&sandbox, &["--cached"]));
    assert_eq!(told().len(), 1);
    // A file whose mode only an old git wrote is the same file.
    sandbox.git(&["reset", "--quiet", "--hard"]).ends(0);
    let tree = "git cat-file tree HEAD: | sed 's/^100644/100664/' | git hash-object --literally -t tree -w --stdin";
    let commit = format!("git commit-tree -m Old $({tree})");
    sandbox
        .sh(&format!("git update-ref HEAD $({commit})"))
        .ends(0);
    assert_eq!(by_git(&sandbox, &["--cached"]), [""; 0]);
    assert_eq!(told(), [""; 0]);
}

#[test]
fn what_messages_say_is_told_whatever_their_encoding_and_order() {
    let sandbox = Sandbox::plain();
    sandbox.git(&["init", "--quiet", "--initial-branch=main"]);
    sandbox.write("f", "one\n");
    sandbox.commit("Begin\n\nKey: not of the range");
    let say = |name: &str, message: &[u8], encoding: &str| {
        sandbox.write(name, message);
        sandbox.write("message", message);
        let commit = format!("git -c i18n.commitEncoding={encoding} commit -q -F message");
        sandbox.sh(&format!("git add {name} && {commit}")).ends(0);
    };
    let repo = || Repo::open(&sandbox.path(""), false).unwrap();
    let id = |name: &str| Oid::parse(sandbox.git(&["rev-parse", name]).out.trim()).unwrap();
    let values = |from: &str| {
        let found = repo().trailers(id(from), id("HEAD"), "Key").unwrap();
        let all = found.iter().map(|it| {
            let paths = it.paths.iter().map(|it| String::from_utf8_lossy(it));
            format!("{} ({})", it.value, paths.collect::<Vec<_>>().join(" "))
        });
        all.collect::<Vec<_>>()
    };
    assert_eq!(values("HEAD"), [""; 0]);
    say("a", "Say\n\nKey: gr\u{fc}n\n".as_bytes(), "UTF-8");
    say("b", b"Say\n\nKey: two\nKey: lines\n", "UTF-8");
    say("c", b"Say\n\nKey: no - letter\n", "UTF-8");
    // What no git writes that is asked to commit.
    let bytes = "git cat-file commit HEAD | LC_ALL=C sed \"s/ - / $(printf '\\377') /\"";
    let id_of_it = "git hash-object -t commit -w --stdin";
    sandbox
        .sh(&format!("git reset -q --soft $({bytes} | {id_of_it})"))
        .ends(0);
    let in_line = [
        "no \u{fffd} letter (c)",
        "two (b)",
        "lines (b)",
        "gr\u{fc}n (a)",
    ];
    assert_eq!(values("HEAD~3"), in_line);
    assert_eq!(values("HEAD~1"), in_line[..1]);
    say("d", b"Say\n\nKey: gr\xfcn too\n", "ISO-8859-1");
    assert_eq!(values("HEAD~1"), ["gr\u{fc}n too (d)"]);
    // A branch is merged: git sorts.
    sandbox
        .git(&["checkout", "--quiet", "-b", "side", "HEAD~2"])
        .ends(0);
    say("e", b"Say\n\nKey: aside\n", "UTF-8");
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox
        .git(&[
            "merge",
            "--quiet",
            "--no-ff",
            "-m",
            "Merge\n\nKey: merged",
            "side",
        ])
        .ends(0);
    let mut all = values("HEAD~1");
    all.sort();
    assert_eq!(all, ["aside (e)", "merged (e)"]);
    // What is asked for does not come before: the way back ends all the same.
    assert_eq!(
        values("side"),
        ["merged (e)", "gr\u{fc}n too (d)", "no \u{fffd} letter (c)"]
    );
}
