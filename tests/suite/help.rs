//! The help: groups, examples that run, colour, and what an unknown command may have meant.

use std::collections::BTreeSet;

use crate::kept;
use crate::sandbox::Sandbox;

/// The present of the demo.
const AS_OF: &str = "2026-04-01T12:00:00Z";

/// Every command, by its words.
fn commands() -> Vec<String> {
    fn below(command: &clap::Command, path: &str, all: &mut Vec<String>) {
        for it in command.get_subcommands() {
            if it.is_hide_set() || it.get_name() == "help" {
                continue;
            }
            let path = format!("{path} {}", it.get_name());
            all.push(path.trim_start().to_owned());
            below(it, &path, all);
        }
    }
    let mut all = Vec::new();
    below(&pmrepo::commands::command_line(), "", &mut all);
    all
}

/// The examples at the end of a help text.
fn examples(help: &str) -> Vec<String> {
    let Some((_, rest)) = help.split_once("\nExamples:\n") else {
        return Vec::new();
    };
    let lines = rest.lines().take_while(|it| it.starts_with("  "));
    lines.map(|it| it.trim().to_owned()).collect()
}

#[test]
fn every_command_has_an_example_that_runs_on_the_demo() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "demo");
    // What an example moves on is there.
    let proposed = [
        "-C",
        "demo",
        "action",
        "add",
        "email",
        "Alert early",
        "--proposed",
    ];
    sandbox.pmrepo(&proposed).ends(0);
    let goes_on = ["-C", "demo", "set", "login", "resolved_at="];
    sandbox.pmrepo(&goes_on).ends(0);
    // One pack is copied faster than many objects.
    sandbox.git_in("demo", &["gc", "--quiet"]).ends(0);
    let mut all = BTreeSet::new();
    for command in commands() {
        let mut words: Vec<&str> = command.split(' ').collect();
        words.push("--help");
        let help = sandbox.pmrepo_with(&[], &words).ends(0).out;
        let found = examples(&help);
        assert!(!found.is_empty(), "`{command}` has no example:\n{help}");
        let calls = format!("pmrepo {command}");
        assert!(
            found
                .iter()
                .any(|it| it.contains(&calls) || it.contains("pmrepo -C")),
            "no example of `{command}` calls it: {found:?}"
        );
        all.extend(found);
    }
    all.extend(examples(&sandbox.pmrepo_with(&[], &["--help"]).out));
    let for_other_shells = |it: &&String| {
        ["source ", "| source", "elvish", "powershell"]
            .iter()
            .any(|word| it.contains(word))
    };
    let mut failed = Vec::new();
    for example in &all {
        assert!(
            example.chars().count() <= 76,
            "wider than eighty columns: {example}"
        );
    }
    for (at, example) in all.iter().filter(|it| !for_other_shells(it)).enumerate() {
        let as_of = match example {
            // A review is held before that is recorded.
            it if it.contains("process-review held") => "2026-04-07",
            _ => AS_OF,
        };
        let ran = sandbox.sh(&format!(
            "cp -R demo d{at} && cd d{at} || exit 2\n\
             ln -s .git postmortems.git || exit 2\n\
             printf 'ticket,state\\nX-1,done\\n' > tickets.csv\n\
             printf 'time,author,text\\n2026-03-18T10:00Z,ann,It is down\\n' > chat.csv\n\
             printf 'See the graph.\\n' > graphs.md\n\
             printf '# DNS was gone\\n\\nDate: 2026-02-18\\n\\n## Timeline\\n' > old.md\n\
             mkdir -p docs/incidents && cp old.md docs/incidents/2026-02-18.md\n\
             unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL\n\
             mkdir tmp; export TMPDIR=\"$PWD/tmp\" EDITOR=true GITHUB_STEP_SUMMARY=summary\n\
             pmrepo() {{ command pmrepo --as-of {as_of} \"$@\"; }}\n{example}"
        ));
        // One that talks to another place, or needs another build, gets as far as the door.
        let shut = [
            "was built without a network",
            "was built without SQLite and Parquet",
            "there is no token for",
            "nothing says where tickets are made",
            "does not say which incident it is of",
        ];
        let elsewhere = [
            "pagerduty",
            "action ticket",
            "action sync",
            "--format sqlite",
        ];
        let is_elsewhere = elsewhere.iter().any(|it| example.contains(it));
        if is_elsewhere && shut.iter().any(|it| ran.err.contains(it)) {
            continue;
        }
        if ran.status > 1 || ran.status < 0 {
            failed.push(format!("{example}\n{}", ran.err));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_commands_stand_in_groups() {
    let help = Sandbox::plain().pmrepo_with(&[], &["--help"]).ends(0).out;
    let mut at = 0;
    for group in ["Begin", "Every day", "Reviews", "Other places", "Set up"] {
        let heading = format!("\n{group}:\n");
        let found = help.get(at..).and_then(|it| it.find(&heading));
        at += found.unwrap_or_else(|| panic!("{heading}\n{help}"));
    }
    for command in commands().iter().filter(|it| !it.contains(' ')) {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command}\n{help}"
        );
    }
    assert!(!help.contains("\nMore:\n"), "{help}");
}

#[test]
fn help_is_coloured_as_all_else_is() {
    let sandbox = Sandbox::plain();
    let coloured = |variables: &[(&str, &str)], words: &[&str]| {
        let shown = sandbox.pmrepo_with(variables, words);
        shown.out.contains('\u{1b}') || shown.err.contains('\u{1b}')
    };
    for help in [
        &["--help"][..],
        &["set", "--help"],
        &["help", "action"],
        &["sett"],
    ] {
        assert!(!coloured(&[], help), "{help:?}");
        assert!(coloured(&[("CLICOLOR_FORCE", "1")], help), "{help:?}");
        let both = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
        assert!(!coloured(&both, help), "{help:?}");
        let mut words = vec!["--color", "always"];
        words.extend(help);
        assert!(coloured(&[("NO_COLOR", "1")], &words), "{words:?}");
        let mut words = vec!["--color=never"];
        words.extend(help);
        assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &words), "{words:?}");
    }
}

#[test]
fn help_fits_narrow_terminals() {
    let sandbox = Sandbox::plain();
    for width in ["40", "80"] {
        let help = sandbox.pmrepo_with(&[("COLUMNS", width)], &["--help"]).out;
        let help = help.split("\nExamples:").next().unwrap();
        for line in help.lines() {
            assert!(line.chars().count() <= width.parse().unwrap(), "{line}");
        }
    }
}

#[test]
fn an_unknown_command_suggests_one() {
    let sandbox = Sandbox::plain();
    for (word, meant) in [
        ("status", "'show'"),
        ("late", "'overdue'"),
        ("lint", "'check'"),
        ("shw", "'show'"),
        ("overdeu", "'overdue'"),
        ("done", "'checklist done', 'action done'"),
    ] {
        let refused = sandbox.pmrepo_with(&[], &[word]).ends(2);
        assert!(refused.err.contains(meant), "{word}: {refused:#?}");
    }
    let refused = sandbox.pmrepo_with(&[], &["zzz"]).ends(2);
    assert!(!refused.err.contains("similar"), "{refused:#?}");
}

#[test]
fn an_option_that_is_none_is_not_said_to_be_a_value() {
    let repo = Sandbox::new();
    let refused = repo.pmrepo(&["overdue", "--role", "scribe"]).ends(2).err;
    assert!(refused.contains("unexpected argument '--role' found"));
    assert!(!refused.contains("-- --role"), "{refused}");
}

#[test]
fn examples_that_are_too_long_fold_into_lines_that_a_shell_takes() {
    let repo = Sandbox::new();
    let narrow = [("COLUMNS", "40")];
    let help = repo.pmrepo_with(&narrow, &["new", "--help"]).ends(0).out;
    let example = "\n  pmrepo new 'Mail is late' \\\n      --severity SEV-3 --started 09:30 \\\n      --owner me\n";
    assert!(help.contains(example), "{help}");
}

/// `--yes` is one option: where it means more than not to ask, its own words say so.
#[test]
fn what_asks_first_goes_unasked_by_the_same_option_everywhere() {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), pmrepo::commands::command_line())];
    while let Some((name, command)) = open.pop() {
        let yes = command.get_arguments().find(|it| it.get_id() == "yes");
        found.extend(yes.map(|it| {
            let help = it.get_help().unwrap().to_string();
            (name.clone(), (it.get_short(), help))
        }));
        let below = command.get_subcommands().cloned();
        open.extend(below.map(|it| (format!("{name} {}", it.get_name()), it)));
    }
    found.retain(|(_, it)| *it != (Some('y'), "Do it without asking".to_owned()));
    found.sort();
    let others: Vec<&str> = found.iter().map(|(name, _)| name.trim()).collect();
    assert_eq!(others, ["checklist skip", "init"]);
}
