//! What differs between two commits, and what their messages say: told without git as git itself tells it.

use pmrepo::git::ChangeState;
use pmrepo::git::Kind;
use pmrepo::git::Oid;
use pmrepo::git::Repo;

use crate::sandbox::Sandbox;

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

/// What git says of two commits: path, where it was before, the kind and object that it has.
fn by_git(sandbox: &Sandbox, from: &str, to: &str) -> Vec<String> {
    let words = [
        "diff",
        "--raw",
        "-z",
        "--no-abbrev",
        "--find-renames",
        from,
        to,
    ];
    let out = sandbox.git(&words).out;
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
            "000000" => format!("{path} is gone"),
            mode => format!("{path} from {was:?}: {mode} {id}"),
        });
    }
    all.sort();
    all
}

/// What is told of them.
fn told(repo: &Repo, from: &str, to: &str) -> Vec<String> {
    let id = |it: &str| Oid::parse(it).unwrap();
    let changes = repo.changes_between(id(from), id(to)).unwrap();
    let text = |it: &[u8]| String::from_utf8(it.to_vec()).unwrap();
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
                let known = by_git(&sandbox, from, to);
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
