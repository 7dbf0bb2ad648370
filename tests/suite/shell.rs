//! How the program behaves among others: pipes, colour, completions, manual pages.

use std::fs;

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// A repository with `count` bad reports.
fn bad_reports(count: usize) -> Sandbox {
    let repo = Sandbox::new();
    for at in 0..count {
        repo.write(&report(&format!("number-{at}")), bad());
    }
    repo
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly_with_the_status_of_the_findings() {
    let repo = bad_reports(400);
    let piped = repo
        .sh("{ pmrepo check; echo \"status $?\" >&2; } | head -n 1")
        .ends(0);
    assert!(piped.out.starts_with("error[PM104"), "{}", piped.out);
    assert_eq!(piped.err, "status 1\n");
    let help = repo
        .sh("{ pmrepo --help; echo \"status $?\" >&2; } | true")
        .ends(0);
    assert_eq!(help.err, "status 0\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_clean_end() {
    let full = bad_reports(1).sh("pmrepo check > /dev/full").ends(2);
    assert!(full.err.starts_with("error: standard output: "), "{full:?}");
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let repo = bad_reports(1);
    let coloured = |variables: &[(&str, &str)], words: &[&str]| {
        repo.pmrepo_with(variables, words).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &["check"]));
    assert!(coloured(&[], &["check", "--color", "always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &["check"]));
    assert!(!coloured(
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
        &["check"]
    ));
    assert!(!coloured(
        &[("CLICOLOR_FORCE", "1")],
        &["check", "--color", "never"]
    ));
    assert!(!coloured(
        &[],
        &["--color", "always", "check", "--format", "json"]
    ));
}

#[test]
fn the_surroundings_change_no_byte() {
    let repo = bad_reports(3);
    let plain = repo.pmrepo_with(&[], &["check"]);
    for variables in [
        [("TZ", "Asia/Tokyo"), ("COLUMNS", "200")],
        [("LANG", "tr_TR.UTF-8"), ("LC_ALL", "C")],
        [("TERM", "dumb"), ("CI", "true")],
    ] {
        assert_eq!(repo.pmrepo_with(&variables, &["check"]).out, plain.out);
    }
}

#[test]
fn hostile_text_reaches_no_terminal_as_it_is() {
    let repo = Sandbox::new();
    let title = "\u{9b}2J\u{202e}\u{200b}title";
    repo.write(&report("one"), bad().replace("Checkout latency", title));
    for words in [&["check"][..], &["list"], &["list", "--format", "json"]] {
        let shown = repo.pmrepo(words).out;
        let hidden = ['\u{9b}', '\u{202e}', '\u{200b}'];
        assert!(!shown.contains(hidden), "{words:?}: {shown:?}");
    }
}

#[test]
fn a_wrong_command_line_ends_with_two_and_help_with_zero() {
    let repo = Sandbox::plain();
    repo.pmrepo_with(&[], &["check", "--no-such-flag"]).ends(2);
    repo.pmrepo_with(&[], &["no-such-command"]).ends(2);
    repo.pmrepo_with(&[], &["--as-of", "2026-13-45", "list"])
        .ends(2);
    repo.pmrepo_with(&[], &["-C", "no-such-directory", "list"])
        .ends(2);
    repo.pmrepo_with(&[], &["--help"]).ends(0);
    repo.pmrepo_with(&[], &["--version"]).ends(0);
}

/// What a shell would be offered for the last of `words`.
fn offered(repo: &Sandbox, words: &[&str]) -> Vec<String> {
    let index = words.len().to_string();
    let mut line = vec!["--", "pmrepo"];
    line.extend(words);
    let variables = [
        ("COMPLETE", "bash"),
        ("_CLAP_COMPLETE_INDEX", index.as_str()),
        ("_CLAP_IFS", "\n"),
    ];
    let answer = repo.pmrepo_with(&variables, &line).ends(0);
    assert_eq!(answer.err, "");
    answer.out.lines().map(str::to_owned).collect()
}

#[test]
fn every_shell_gets_its_code() {
    let repo = Sandbox::plain();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let code = repo.pmrepo_with(&[], &["completions", shell]).ends(0).out;
        assert!(code.contains("pmrepo"), "{shell}");
    }
    repo.pmrepo_with(&[], &["completions", "cmd"]).ends(2);
}

#[test]
fn ids_statuses_severities_and_rules_are_completed() {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "schema: 1\nseverities: [P1, P2, P3]\n");
    repo.write(&report("one"), GOOD);
    repo.write(&report("two"), GOOD);
    let ids = ["2026-03-10-two", "2026-03-10-one"];
    assert_eq!(offered(&repo, &["advance", "2026"]), ids);
    assert_eq!(
        offered(&repo, &["check", "2026-03-10-o"]),
        ["2026-03-10-one"]
    );
    assert_eq!(offered(&repo, &["check", "pmr"]), ["pmrepo.yaml"]);
    assert_eq!(offered(&repo, &["advance", "x", "rev"]), ["reviewed"]);
    assert_eq!(
        offered(&repo, &["list", "--severity", ""]),
        ["P1", "P2", "P3"]
    );
    assert!(offered(&repo, &["explain", "PM10"]).contains(&"PM101".to_owned()));
    assert!(offered(&repo, &["hooks", ""]).contains(&"install".to_owned()));
}

#[test]
fn completions_find_the_root_from_below_and_by_the_flag_and_are_silent_without_one() {
    let repo = Sandbox::plain();
    assert!(offered(&repo, &["advance", "2026"]).is_empty());
    repo.write("team/pmrepo.yaml", "schema: 1\npaths: {postmortems: pms}\n");
    repo.write("team/pms/2026/2026-03-10-one/postmortem.md", GOOD);
    assert!(offered(&repo, &["advance", "2026"]).is_empty());
    assert_eq!(
        offered(&repo, &["-C", "team", "advance", "2026"]),
        ["2026-03-10-one"]
    );
    assert_eq!(
        offered(&repo, &["-C", "team/pms", "advance", "2026"]),
        ["2026-03-10-one"]
    );
    repo.write("team/pmrepo.yaml", "{{{{");
    assert!(offered(&repo, &["-C", "team", "advance", "2026"]).is_empty());
}

#[test]
fn there_is_a_manual_page_for_every_command_and_nothing_else_is_overwritten() {
    let repo = Sandbox::plain();
    repo.pmrepo_with(&[], &["man", "pages/man1"]).ends(0);
    let page = repo.read("pages/man1/pmrepo.1");
    assert!(!repo.path("pages/man1/pages").exists());
    assert!(page.contains("SYNOPSIS"), "{page}");
    for name in ["pmrepo-check.1", "pmrepo-hooks-install.1"] {
        assert!(repo.path("pages/man1").join(name).is_file(), "{name}");
    }
    // Once more over its own pages; never over anything else, and then nothing is written.
    repo.pmrepo_with(&[], &["man", "pages/man1"]).ends(0);
    repo.write("pages/man1/pmrepo-check.1", "mine\n");
    fs::remove_file(repo.path("pages/man1/pmrepo.1")).unwrap();
    let refused = repo.pmrepo_with(&[], &["man", "pages/man1"]).ends(2);
    assert!(
        refused.err.contains("is not a manual page of pmrepo"),
        "{refused:?}"
    );
    assert_eq!(repo.read("pages/man1/pmrepo-check.1"), "mine\n");
    assert!(!repo.path("pages/man1/pmrepo.1").exists());
}
