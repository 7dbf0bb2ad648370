//! Two writers at once, and a writer that is killed: nothing is lost, and nothing is half written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::sandbox::NOW;
use crate::sandbox::Sandbox;
use crate::writers;
use crate::writers::WRITERS;
use crate::writers::Writer;

/// From so many rounds on it may take hours.
const LONG: usize = 50;

/// How often two writers are let loose on each other: a few times every day, more in `.ci/run`.
fn rounds() -> usize {
    let said = std::env::var("PMREPO_TEST_ROUNDS").ok();
    said.and_then(|it| it.parse().ok()).unwrap_or(1)
}

/// A command that writes the same file as another, and something else.
fn partner(writer: &Writer) -> Vec<&'static str> {
    let path = writer.writes.first().copied().unwrap_or_default();
    let of_item = writer.name.starts_with("action ") && writer.name != "action import";
    match writer.name {
        "set" => vec!["set", "one", "owner=dave"],
        "message sent" => vec![
            "message",
            "none",
            "one",
            "results",
            "--because",
            "Nobody asked",
        ],
        "message none" => vec![
            "message",
            "none",
            "one",
            "external",
            "--because",
            "Too small",
        ],
        "process-review join" => vec!["process-review", "join", "2026-04-20", "--as", "carol"],
        "process-review cancel" => vec!["process-review", "join", "2026-04-20", "--as", "dave"],
        "process-review held" => vec!["process-review", "join", "2026-03-31", "--as", "dave"],
        _ if of_item => vec!["set", "one", "tags=second"],
        "action import" => vec!["action", "add", "one", "Second"],
        "advance" => vec!["set", "ready", "tags=second"],
        _ if path.ends_with("one/checklist.md") => {
            vec!["checklist", "ask", "one", "scribe", "Second."]
        }
        _ => writer.words.to_vec(),
    }
}

/// What lies in the work tree; then it is as it was. Not by git: started thousands of times, it takes
/// most of the time.
fn state_of(repo: &Sandbox, old: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let found = all_files(repo);
    for path in found.keys().filter(|it| !old.contains_key(*it)) {
        fs::remove_file(path).unwrap();
    }
    remove_empty(&repo.path(""));
    for (path, text) in old
        .iter()
        .filter(|(path, text)| found.get(*path) != Some(text))
    {
        fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    found
}

/// Removes the directories below this one in which nothing lies.
fn remove_empty(directory: &Path) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != ".git" {
            remove_empty(&path);
            // One in which something lies stays.
            let _ = fs::remove_dir(path);
        }
    }
}

/// Whether something of a writer's own is left.
fn is_left(files: &BTreeMap<String, String>) -> bool {
    files.keys().any(|it| it.contains("/.pmrepo-"))
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let repo = writers::repository();
    let run = |words: &[&str]| repo.pmrepo(words).status;
    let old = all_files(&repo);
    let mut refused = 0;
    // One in four every day, all of them in `.ci/run`.
    let step = if rounds() > 1 { 1 } else { 4 };
    for writer in WRITERS.iter().step_by(step) {
        let (one, other) = (writer.words, partner(writer));
        // What there is where one waits for the other: by who is done, in either order.
        let mut right: BTreeMap<(bool, bool), Vec<_>> = BTreeMap::new();
        assert_eq!(run(one), 0, "{}", writer.name);
        right
            .entry((true, false))
            .or_default()
            .push(state_of(&repo, &old));
        assert_eq!(run(&other), 0, "{}", writer.name);
        right
            .entry((false, true))
            .or_default()
            .push(state_of(&repo, &old));
        for (first, second, is_turned) in [(one, &other[..], false), (&other, one, true)] {
            run(first);
            let second = run(second) == 0;
            let done = if is_turned {
                (second, true)
            } else {
                (true, second)
            };
            right.entry(done).or_default().push(state_of(&repo, &old));
        }
        for round in 0..rounds() {
            let start = |words: &[&str]| {
                let all = [&["--as-of", "2026-04-01T12:00:00Z"], words].concat();
                repo.command(env!("CARGO_BIN_EXE_pmrepo"), "", &all)
                    .stdout(Stdio::null())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            };
            let pair = [start(one), start(&other)];
            let done = pair.map(|it| it.wait_with_output().unwrap());
            for it in &done {
                let said = String::from_utf8_lossy(&it.stderr);
                let status = it.status.code();
                assert!(
                    status == Some(0) || status == Some(2),
                    "{}: {said}",
                    writer.name
                );
                assert_eq!(status == Some(2), said.contains("error: "), "{said}");
                refused += usize::from(status == Some(2));
            }
            let [one, other] = done.map(|it| it.status.success());
            let found = state_of(&repo, &old);
            assert!(!is_left(&found), "{found:#?}");
            let right = right.get(&(one, other));
            assert!(
                right.is_some_and(|it| it.contains(&found)),
                "{}, round {round}: {one} {other}",
                writer.name
            );
        }
    }
    println!("{refused} were refused");
}

/// The system calls of a run from the moment that it locks others out: each with its number among
/// those of its name.
fn calls(repo: &Sandbox, words: &[&str]) -> Option<Vec<(String, usize)>> {
    let all = all_calls(repo, words)?.into_iter();
    let found: Vec<_> = all.skip_while(|it| it.0 != "flock").collect();
    assert!(found.len() > 10, "{words:?}");
    Some(found)
}

/// All system calls of a run's first thread.
fn all_calls(repo: &Sandbox, words: &[&str]) -> Option<Vec<(String, usize)>> {
    let log = repo.path(".git/calls");
    let mut all = vec![
        "-o",
        log.to_str()?,
        env!("CARGO_BIN_EXE_pmrepo"),
        "--as-of",
        "2026-04-01T12:00:00Z",
    ];
    all.extend(words);
    let status = repo.command("strace", "", &all).output().ok()?.status;
    assert!(status.success(), "{words:?}");
    let text = fs::read_to_string(log).ok()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for name in text.lines().filter_map(|it| Some(it.split_once('(')?.0)) {
        let count = counts.entry(name).or_default();
        *count += 1;
        if name.chars().all(|it| it.is_alphanumeric() || it == '_') {
            found.push((name.to_owned(), *count));
        }
    }
    Some(found)
}

/// The files of the work tree, hidden ones too, but for git's own.
fn files(directory: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != ".git" {
            files(&path, found);
        } else if path.is_file() {
            let name = path.to_str().unwrap().to_owned();
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

fn all_files(repo: &Sandbox) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    files(&repo.path(""), &mut found);
    found
}

#[test]
fn a_writer_that_is_killed_leaves_each_file_old_or_new() {
    let repo = writers::repository();
    if repo.command("strace", "", &["-V"]).output().is_err() {
        println!("skipped: there is no strace");
        return;
    }
    // One call in 29 every day, one in five in `.ci/run`, each in `.ci/long`.
    let step = match rounds() {
        0 | 1 => 29,
        2..LONG => 5,
        _ => 1,
    };
    let tried: [&[&str]; 6] = [
        &["set", "one", "owner=carol"],
        // Several files: the report, and what a raised severity scaffolds.
        &["set", "minor", "severity=SEV-1"],
        &["new", "Slow", "--severity", "SEV-2", "--no-input"],
        &["message", "new", "one", "notice"],
        // The report, and the log beside it.
        &[
            "timeline",
            "import",
            "ready",
            "chat.csv",
            "--write",
            "--save-log",
        ],
        // Files get other places, and other texts there.
        &["adopt", "old", "--write"],
    ];
    let mail = "# Mail was late\n\n## Summary\n\nLate.\n\n## Timeline\n\n- 10:00 UTC: It began.\n";
    repo.write("old/2026-02-19-mail.md", mail);
    repo.write(
        &crate::sandbox::report("minor"),
        crate::sandbox::GOOD.replace("SEV-2", "SEV-4"),
    );
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "--quiet", "--no-verify", "--message", "minor"])
        .ends(0);
    let old = all_files(&repo);
    let mut killed = 0;
    for words in tried {
        let Some(calls) = calls(&repo, words) else {
            println!("skipped: strace cannot run here");
            return;
        };
        let new = state_of(&repo, &old);
        assert_ne!(old, new);
        for (name, count) in calls.iter().step_by(step) {
            let inject = format!("inject={name}:signal=KILL:when={count}");
            let mut all = vec![
                "-o",
                "/dev/null",
                "-e",
                &inject,
                env!("CARGO_BIN_EXE_pmrepo"),
                "--as-of",
                "2026-04-01T12:00:00Z",
            ];
            all.extend(words);
            repo.command("strace", "", &all).output().unwrap();
            // What git sees, and what is there, but for what git passes over.
            let seen = repo
                .git(&["status", "--short", "--untracked-files=all"])
                .ends(0)
                .out;
            assert!(!seen.contains(".pmrepo-"), "{inject}: {seen}");
            let mut found = all_files(&repo);
            found.retain(|path, _| !path.contains("/.pmrepo-"));
            for (path, text) in &found {
                let is_known = old.get(path) == Some(text) || new.get(path) == Some(text);
                assert!(is_known, "{inject}: {path} is\n{text}");
            }
            let is_whole = new.keys().all(|it| found.contains_key(it));
            for path in old.keys() {
                // What lies elsewhere afterwards is there before it is gone here.
                let may_be_gone = is_whole && !new.contains_key(path);
                assert!(
                    found.contains_key(path) || may_be_gone,
                    "{inject}: {path} is gone"
                );
            }
            // Nobody is locked out, and what was left behind goes with the next writer.
            if found == old {
                killed += 1;
                repo.pmrepo(words).ends(0);
                assert!(!is_left(&all_files(&repo)), "{inject}");
            }
            repo.pmrepo(&["list"]).ends(0);
            state_of(&repo, &old);
        }
    }
    assert!(killed > 4, "only {killed} were killed before they wrote");
}

/// The system calls that give a file its name, or take it away.
const NAMING: [&str; 9] = [
    "linkat",
    "mkdir",
    "mkdirat",
    "rename",
    "renameat",
    "renameat2",
    "rmdir",
    "unlink",
    "unlinkat",
];

#[test]
fn what_is_made_outside_of_documents_leaves_nothing_to_git_where_it_is_killed() {
    let repo = writers::repository();
    if repo.command("strace", "", &["-V"]).output().is_err() {
        println!("skipped: there is no strace");
        return;
    }
    repo.git(&["config", "core.hooksPath", ".githooks"]).ends(0);
    let again = || {
        for made in [".githooks", "docs", "tables", "man"] {
            let _ = fs::remove_dir_all(repo.path(made));
        }
        repo.write(".githooks/pre-commit", "#!/bin/sh\n");
    };
    let tried: [&[&str]; 4] = [
        &["site", "docs"],
        &["export", "--format", "csv", "--out", "tables"],
        &["man", "man"],
        &["hooks", "install"],
    ];
    let most = if rounds() > 1 { 40 } else { 8 };
    // The list of a site is ours under its own name.
    let is_left = |it: &str| it.contains(".pmrepo-") && !it.contains("-files.json");
    for words in tried {
        again();
        let Some(calls) = all_calls(&repo, words) else {
            println!("skipped: strace cannot run here");
            return;
        };
        let calls = calls.iter().filter(|it| NAMING.contains(&it.0.as_str()));
        let calls: Vec<_> = calls.collect();
        let mut killed = 0;
        for (name, count) in calls.iter().step_by(calls.len() / most + 1) {
            again();
            let inject = format!("inject={name}:signal=KILL:when={count}");
            let binary = env!("CARGO_BIN_EXE_pmrepo");
            let all = ["-o", "/dev/null", "-e", &inject, binary, "--as-of", NOW];
            let all = [&all[..], words].concat();
            let ended = repo.command("strace", "", &all).output().unwrap();
            killed += usize::from(!ended.status.success());
            let seen = repo.git(&["status", "--short", "--untracked-files=all"]);
            let seen = seen.ends(0).out;
            assert_eq!(
                seen.lines().find(|it| is_left(it)),
                None,
                "{words:?} {inject}"
            );
            // The next one ends it, and clears away.
            repo.pmrepo(words).ends(0);
            if words[0] == "hooks" {
                // One that is installed already is not written.
                repo.pmrepo(&["hooks", "uninstall"]).ends(0);
                repo.pmrepo(words).ends(0);
            }
            let left = all_files(&repo).into_keys().find(|it| is_left(it));
            assert_eq!(left, None, "{words:?} {inject}");
        }
        assert!(killed > 3, "{words:?}: only {killed} were killed");
    }
}
