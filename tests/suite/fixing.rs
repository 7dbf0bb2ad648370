//! `check --fix`: what needs no guess, and only that.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

fn with(line: &str) -> Sandbox {
    let repo = Sandbox::new();
    repo.write("people.yaml", "people:\n  - {handle: ben}\n");
    let text = GOOD.replace("severity: SEV-2\n", &format!("severity: SEV-2\n{line}\n"));
    repo.write(&report("one"), text);
    repo
}

#[test]
fn an_at_sign_is_removed_and_nobody_is_called_otherwise() {
    for line in [
        "owner: @ben",
        "owner: @zoe",
        "responders: [@ben, @zoe]",
        "@ben: x",
        "title2: `x`",
    ] {
        let repo = with(line);
        let formats: [&[&str]; 3] = [&[], &["--format", "json"], &["--fix"]];
        for format in formats {
            let found = repo.pmrepo(&[&["check", "--all"], format].concat());
            for name in ["xben", "xzoe", "xx`", "`xx"] {
                assert!(
                    !found.out.contains(name) && !found.err.contains(name),
                    "{found:#?}"
                );
            }
        }
        assert!(!repo.read(&report("one")).contains("xben"));
    }
    let repo = with("owner: @ben");
    repo.pmrepo(&["check", "--fix"]).ends(0);
    assert!(repo.read(&report("one")).contains("\nowner: ben\n"));
}

#[test]
fn a_word_for_a_truth_value_becomes_one() {
    for (word, meant) in [
        ("no", "false"),
        ("off", "false"),
        ("No", "false"),
        ("yes", "true"),
        ("\"no\"", "false"),
    ] {
        let repo = with(&format!("confidential: {word}"));
        let found = repo.pmrepo(&["check"]).ends(1).out;
        assert!(found.contains(&format!("write `{meant}`")), "{found}");
        assert!(!found.contains("quote it"), "{found}");
        repo.pmrepo(&["check", "--fix"]).ends(0);
        let text = repo.read(&report("one"));
        assert!(
            text.contains(&format!("\nconfidential: {meant}\n")),
            "{text}"
        );
    }
}

#[test]
fn a_file_that_is_not_utf_8_stops_nobody_elses_fixing() {
    let repo = with("owner: @ben");
    let mut bytes = GOOD.replace("SEV-2", "sev2").into_bytes();
    bytes.extend(b"caf\xe9\n");
    repo.write(&report("other"), &bytes);
    let found = repo.pmrepo(&["check", "--fix"]).ends(1);
    assert!(found.out.contains("UTF-8"), "{found:#?}");
    assert!(repo.read(&report("one")).contains("\nowner: ben\n"));
    assert_eq!(std::fs::read(repo.path(&report("other"))).unwrap(), bytes);
}

#[test]
fn a_time_without_an_offset_gets_the_one_of_the_configured_zone_which_is_named() {
    let repo = with("resolved_at: 2026-03-10T12:00");
    repo.write("pmrepo.yaml", "timezone: Europe/Berlin\n");
    let found = repo.pmrepo(&["check"]).ends(1).out;
    assert!(
        found.contains("2026-03-10T12:00+01:00 in Europe/Berlin"),
        "{found}"
    );
    repo.pmrepo(&["check", "--fix"]).ends(0);
    let text = repo.read(&report("one"));
    assert!(
        text.contains("\nresolved_at: 2026-03-10T12:00+01:00\n"),
        "{text}"
    );
}

#[test]
fn an_unresolved_merge_is_called_one() {
    let sides = "<<<<<<< HEAD\nseverity: SEV-2\n=======\nseverity: SEV-1\n>>>>>>> theirs\n";
    for text in [
        GOOD.replace("severity: SEV-2\n", sides),
        format!("{GOOD}\n{sides}"),
        format!("<<<<<<< HEAD\n{GOOD}=======\n>>>>>>> theirs\n"),
    ] {
        let repo = Sandbox::new();
        repo.write(&report("one"), text);
        let found = repo.pmrepo(&["check"]).ends(1).out;
        assert!(found.contains("an unresolved merge stands here"), "{found}");
        assert!(found.contains("1 error"), "{found}");
        assert!(found.contains("<<<<<<<"), "{found}");
    }
    let repo = Sandbox::new();
    repo.write(
        &report("one"),
        format!("{GOOD}\n```\n{sides}```\n\n<<<<<<<< eight\n"),
    );
    repo.pmrepo(&["check"]).ends(0);
}

#[cfg(unix)]
#[test]
fn an_error_of_the_file_system_names_the_file_once_and_no_temporary_one() {
    use std::os::unix::fs::PermissionsExt;
    let repo = with("owner: ben");
    let directory = repo.path("postmortems/2026/2026-03-10-one");
    let mode = |bits| std::fs::set_permissions(&directory, std::fs::Permissions::from_mode(bits));
    mode(0o555).unwrap();
    // Whoever may write anywhere has no such errors.
    let is_barred = std::fs::write(directory.join("probe"), "").is_err();
    let refused = repo.pmrepo(&["set", "one", "owner=carol"]);
    mode(0o755).unwrap();
    if !is_barred {
        println!("skipped: this user may write everywhere");
        return;
    }
    let err = refused.ends(2).err;
    assert_eq!(err.matches("postmortem.md").count(), 1, "{err}");
    assert!(
        !err.contains(".pmrepo-") && err.contains("ermission denied"),
        "{err}"
    );
}
