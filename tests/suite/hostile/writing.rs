//! What is written is whole or not there: on a full disk, and where the process is killed.

use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const NEW: [&str; 4] = ["new", "Payments down", "--severity", "SEV-1"];

/// What there is below a directory, hidden files too, as sorted paths.
fn files(repo: &Sandbox) -> Vec<String> {
    let top = repo.path("");
    let mut files: Vec<String> = walkdir::WalkDir::new(&top)
        .into_iter()
        .filter_entry(|it| it.file_name() != ".git")
        .map(|it| it.unwrap())
        .filter(|it| it.file_type().is_file())
        .map(|it| it.path().strip_prefix(&top).unwrap().display().to_string())
        .collect();
    files.sort();
    files
}

/// Runs the program where every write to a file fails: as on a full disk, or with the signal that
/// ends a process that writes more than it may.
fn on_a_full_disk(repo: &Sandbox, trap: bool, words: &[&str]) -> (i32, String) {
    let words: Vec<String> = words.iter().map(|it| format!("'{it}'")).collect();
    let ignore = if trap { "trap '' XFSZ; " } else { "" };
    let script = format!("{ignore}ulimit -f 0; exec pmrepo {}", words.join(" "));
    let output = repo.sh(&script);
    (output.status, output.err)
}

#[test]
fn a_full_disk_leaves_nothing_half_written() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD.replace("SEV-2", "sev2"));
    repo.commit("one").ends(1);
    let before = files(&repo);
    for words in [
        &NEW[..],
        &["set", "one", "owner=carol"],
        &["check", "--fix"],
        &[
            "advance",
            "one",
            "not-required",
            "--because",
            "Nobody felt it.",
        ],
        &["init", "--force"],
    ] {
        let (status, said) = on_a_full_disk(&repo, true, words);
        assert_eq!(status, 2, "{words:?}: {said}");
        assert!(said.contains("error: "), "{words:?}: {said}");
        assert_eq!(files(&repo), before, "{words:?}");
        assert_eq!(
            repo.read(&report("one")),
            GOOD.replace("SEV-2", "sev2"),
            "{words:?}"
        );
    }
    let (_, said) = on_a_full_disk(&repo, true, &NEW);
    assert!(said.contains("File too large"), "{said}");
    repo.pmrepo(&NEW).ends(0);
}

#[test]
fn a_process_that_may_not_write_and_is_ended_for_it_harms_nothing() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    for words in [&NEW[..], &["set", "one", "owner=carol"]] {
        on_a_full_disk(&repo, false, words);
        assert_eq!(repo.read(&report("one")), GOOD);
    }
    let checked = repo.pmrepo(&["check"]).ends(0).out;
    assert_eq!(checked, "1 document checked, nothing found\n");
    repo.pmrepo(&NEW).ends(0);
}

/// How long a run takes that nobody ends.
fn duration(repo: &Sandbox, words: &[&str]) -> Duration {
    let start = Instant::now();
    repo.pmrepo(words).ends(0);
    start.elapsed()
}

/// Starts the program and kills it after a while.
fn kill_after(repo: &Sandbox, words: &[&str], while_: Duration) {
    let mut all = vec!["--as-of", "2026-04-01T12:00:00Z"];
    all.extend(words);
    let mut child = repo
        .command(env!("CARGO_BIN_EXE_pmrepo"), "", &all)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(while_);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_killed_new_leaves_a_whole_postmortem_or_none() {
    const RUNS: u32 = 60;
    let repo = Sandbox::new();
    let whole = duration(&repo, &NEW);
    let name = "2026-04-01-payments-down";
    let texts = |directory: &str| {
        ["postmortem.md", "checklist.md"].map(|file| repo.read(&format!("{directory}/{file}")))
    };
    let wanted = texts(&format!("postmortems/2026/{name}"));
    for run in 0..RUNS {
        // Most of the time goes into the start; what is written is written at the end.
        let share = whole * (RUNS / 2 + run) / RUNS;
        kill_after(&repo, &NEW, share);
    }
    let mut count = 0;
    let mut left = 0;
    for entry in std::fs::read_dir(repo.path("postmortems/2026")).unwrap() {
        let entry = entry.unwrap().file_name().into_string().unwrap();
        if entry.starts_with(".pmrepo-") {
            left += 1;
            continue;
        }
        assert!(entry.starts_with(name), "{entry}");
        assert_eq!(texts(&format!("postmortems/2026/{entry}")), wanted);
        count += 1;
    }
    println!("{RUNS} killed runs: {count} whole postmortems with the first, {left} leftovers");
    // What is left behind is nothing to git, to check and to list.
    let status = repo
        .git(&["status", "--short", "--untracked-files=all"])
        .ends(0)
        .out;
    let is_whole = |line: &&str| !line.contains("/.pmrepo-");
    assert_eq!(status.lines().filter(is_whole).count(), 2 * count);
    // Where the system makes no file without a name, `.gitignore` may lie there empty.
    let is_hidden = |line: &&str| {
        is_whole(line) || (cfg!(not(target_os = "linux")) && line.ends_with("/.gitignore"))
    };
    assert_eq!(status.lines().find(|line| !is_hidden(line)), None);
    let checked = repo.pmrepo(&["check"]).ends(0).out;
    assert!(
        checked.starts_with(&format!("{count} document")),
        "{checked}"
    );
    repo.commit("all").ends(0);
    let next = repo.pmrepo(&NEW).ends(0).out;
    let path = repo.path(next.trim());
    assert!(path.exists(), "{next}");
    let list = repo.pmrepo(&["list", "--format", "json"]).ends(0).out;
    assert_eq!(list.matches("\"id\"").count(), count + 1, "{list}");
}

#[test]
fn a_killed_set_leaves_the_old_text_or_the_new_one() {
    const RUNS: u32 = 30;
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    let words = ["set", "one", "owner=carol"];
    let whole = duration(&repo, &words);
    let new = repo.read(&report("one"));
    assert_ne!(new, GOOD);
    for run in 0..RUNS {
        repo.write(&report("one"), GOOD);
        kill_after(&repo, &words, whole * (RUNS / 2 + run) / RUNS);
        let text = repo.read(&report("one"));
        assert!(text == GOOD || text == new, "{text}");
    }
    let checked = repo.pmrepo(&["check"]).ends(0).out;
    assert_eq!(checked, "1 document checked, nothing found\n");
    repo.pmrepo(&words).ends(0);
}
