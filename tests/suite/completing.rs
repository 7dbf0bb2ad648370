//! What bash, zsh and fish offer while a command is typed: in the real shells, where they are installed.

use std::path::Path;
use std::path::PathBuf;

use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A report with something to complete in it.
const REPORT: &str = "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\nowner: carol\n\
    started_at: 2026-03-10T10:00Z\nservices: [checkout, payments]\naction_items:\n\
    \x20 - {id: AI-1, title: Cap the pool, owner: dave}\n  - {id: AI-2, title: Alert, owner: erin}\n---\n";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write("people.yaml", "people:\n  - {handle: priya}\n");
    repo.write(&report("checkout-latency"), REPORT);
    repo.write(&report("mail-is-late"), REPORT.replace("payments", "mail"));
    repo.write(
        "postmortems/2026/2026-03-10-mail-is-late/notes/dave.md",
        "x\n",
    );
    repo
}

/// What is typed, and what is offered for its last word.
#[rustfmt::skip]
const TYPED: &[(&[&str], &[&str])] = &[
    (&["show", "latency"], &["2026-03-10-checkout-latency"]),
    (&["show", "CHECKOUT"], &["2026-03-10-checkout-latency"]),
    (&["show", "2026-03-10-m"], &["2026-03-10-mail-is-late"]),
    (&["set", "mail", "own"], &["owner="]),
    (&["set", "mail", "owner=pri"], &["owner=priya"]),
    (&["set", "mail", "owner=car"], &["owner=carol"]),
    (&["set", "mail", "detection=mon"], &["detection=monitoring"]),
    (&["set", "mail", "services+=checkout,pay"], &["services+=checkout,payments"]),
    (&["set", "mail", "severity=SEV-5"], &["severity=SEV-5"]),
    (&["set", "mail", "confidential=t"], &["confidential=true"]),
    (&["set", "mail", "roles.scr"], &["roles.scribe="]),
    (&["action", "done", "mail/"], &["2026-03-10-mail-is-late/AI-1", "2026-03-10-mail-is-late/AI-2"]),
    (&["action", "done", "mail-is-late/AI-2"], &["2026-03-10-mail-is-late/AI-2"]),
    (&["action", "set", "mail/AI-1", "state=wont"], &["state=wont-do"]),
    (&["edit", "mail", "not"], &["notes/dave.md", "notice"]),
    (&["mine", "--as", "eri"], &["erin"]),
    (&["list", "--service", "pay"], &["payments"]),
    (&["checklist", "ask", "mail", "dep"], &["deputy"]),
];

/// A shell: the one that is installed, or that `.ci/tools` unpacked.
fn shell(name: &str) -> Option<PathBuf> {
    let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
    let unpacked = tools.map(|it| it.join("shells/bin").join(name));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = std::env::split_paths(&path).map(|it| it.join(name));
    let found = unpacked
        .into_iter()
        .chain(installed)
        .find(|it| it.is_file());
    if found.is_none() {
        println!("skipped: {name} is not installed");
    }
    found
}

/// The words of a command line, quoted for any shell.
fn quoted(words: &[&str]) -> String {
    let words = words.iter().map(|it| format!("'{it}'"));
    words.collect::<Vec<_>>().join(" ")
}

/// Runs a script of a shell, and gives the lines that it prints.
fn run(repo: &Sandbox, shell: &Path, options: &[&str], script: &str) -> Vec<String> {
    let words = [options, &["-c", script]].concat();
    let output = repo
        .command(shell.to_str().unwrap(), "", &words)
        .output()
        .unwrap();
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let out = String::from_utf8(output.stdout).unwrap();
    out.lines()
        .filter(|it| !it.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// A word as bash has it: broken at `=`.
fn broken(word: &str) -> Vec<String> {
    match word.split_once('=') {
        Some((name, "")) => vec![name.to_owned(), "=".to_owned()],
        Some((name, value)) => vec![name.to_owned(), "=".to_owned(), value.to_owned()],
        None => vec![word.to_owned()],
    }
}

#[cfg(unix)]
#[test]
fn bash_offers_what_there_is() {
    let Some(bash) = shell("bash") else { return };
    let repo = repo();
    for (typed, offered) in TYPED {
        let words: Vec<String> = typed.iter().flat_map(|it| broken(it)).collect();
        let words: Vec<&str> = std::iter::once("pmrepo")
            .chain(words.iter().map(String::as_str))
            .collect();
        let (count, last) = (words.len() - 1, words.last().unwrap());
        let script = format!(
            "source <(pmrepo completions bash)\nCOMP_WORDS=({})\nCOMP_CWORD={count}\nCOMP_TYPE=9\n\
             _clap_complete_pmrepo pmrepo '{last}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
            quoted(&words)
        );
        // Readline puts what is offered in the place of what stands behind the last `=`.
        let behind = |it: &str| match (it.rsplit_once('='), words.contains(&"=")) {
            (Some((_, value)), true) => value.to_owned(),
            _ => it.to_owned(),
        };
        let wanted: Vec<String> = offered.iter().map(|it| behind(it)).collect();
        let found = run(&repo, &bash, &["--norc", "--noprofile"], &script);
        assert_eq!(found, wanted, "{typed:?}");
    }
}

/// What no shell may be offered stands in nobody's way either.
#[cfg(unix)]
#[test]
fn a_name_that_is_not_offered_hides_no_other() {
    let repo = repo();
    let item = REPORT.replace("id: AI-2", "id: AI-$(id)");
    repo.write(&report("checkout-latency"), item);
    let hostile = "postmortems/2026/latency;reboot/postmortem.md";
    repo.write(hostile, REPORT);
    for (typed, offered) in [
        (&["show", "latency"][..], "2026-03-10-checkout-latency"),
        (
            &["action", "done", "latency/AI"],
            "2026-03-10-checkout-latency/AI-1",
        ),
    ] {
        let words = [&["--", "pmrepo"], typed].concat();
        let shown = repo
            .pmrepo_with(&[("COMPLETE", "fish")], &words)
            .ends(0)
            .out;
        let shown = shown.lines().map(|it| it.split('\t').next().unwrap());
        assert_eq!(shown.collect::<Vec<_>>(), [offered], "{typed:?}");
    }
}

#[cfg(unix)]
#[test]
fn bash_keeps_what_is_typed_where_it_occurs_in_several() {
    let Some(bash) = shell("bash") else { return };
    let repo = repo();
    let script = "source <(pmrepo completions bash)\nCOMP_WORDS=(pmrepo show la)\nCOMP_CWORD=2\nCOMP_TYPE=9\n\
         _clap_complete_pmrepo pmrepo la\nprintf '[%s]\\n' \"${COMPREPLY[@]}\"";
    // What they begin with is nothing: readline puts nothing in its place.
    assert_eq!(
        run(&repo, &bash, &["--norc", "--noprofile"], script),
        [
            "[2026-03-10-mail-is-late]",
            "[2026-03-10-checkout-latency]",
            "[ ]"
        ]
    );
}

#[cfg(unix)]
#[test]
fn zsh_offers_what_there_is() {
    let Some(zsh) = shell("zsh") else { return };
    let repo = repo();
    for (typed, offered) in TYPED {
        let words = [&["pmrepo"], *typed].concat();
        // The functions that only a terminal has are told apart from ours.
        let script = format!(
            "compdef() {{ :; }}\ntypeset -A compstate\n\
             _describe() {{ while [[ $1 == -* ]]; do shift; done; print -rl -- ${{(P)2}}; \
             print -r -- \"options: $argv[3,-1]\"; }}\n\
             source <(pmrepo completions zsh)\nwords=({})\nCURRENT=$#words\n_clap_dynamic_completer_pmrepo",
            quoted(&words)
        );
        let mut found = run(&repo, &zsh, &["-f"], &script);
        let options = found.pop().unwrap();
        let found: Vec<&str> = found
            .iter()
            .map(|it| it.split(':').next().unwrap())
            .collect();
        assert_eq!(&found, offered, "{typed:?}");
        // A word that does not begin as what is typed is put in its place.
        let is_prefix = offered[0].starts_with(typed.last().unwrap());
        assert_eq!(options.contains("-U"), !is_prefix, "{typed:?}: {options}");
    }
}

#[cfg(unix)]
#[test]
fn fish_offers_what_there_is() {
    let Some(fish) = shell("fish") else { return };
    let repo = repo();
    for (typed, offered) in TYPED {
        let line = format!("pmrepo {}", typed.join(" "));
        let script = format!("pmrepo completions fish | source; complete -C '{line}'");
        let found = run(&repo, &fish, &["--no-config"], &script);
        let found: Vec<&str> = found
            .iter()
            .map(|it| it.split('\t').next().unwrap())
            .collect();
        assert_eq!(&found, offered, "{typed:?}");
    }
}

/// A word that a shell would run, expand or take apart, were it on the command line as it is.
const HOSTILE: &str = "x$(touch${IFS}pwned)";

/// What is typed where what would be offered is hostile: nothing of it is.
const HOSTILE_TYPED: &[&[&str]] = &[
    &["show", "2026-03-11"],
    &["show", "x"],
    &["check", "x"],
    &["check", "--config", "x"],
    &["edit", "mail", "notes/x"],
    &["set", "mail", "owner=x"],
    &["set", "mail", "services+=x"],
    &["set", "mail", "severity=x"],
    &["set", "mail", "x"],
    &["new", "A title", "--severity", "x"],
    &["list", "--service", "x"],
    &["list", "--tag", "x"],
    &["mine", "--as", "x"],
    &["mine", "--as", "--"],
    &["action", "done", "mail/x"],
    &["action", "list", "--priority", "x"],
    &["checklist", "done", "mail", "x"],
    &["overdue", "--fail-on", "x"],
    &["process-review", "show", "x"],
];

fn hostile_repo() -> Sandbox {
    let repo = repo();
    let list =
        format!("['{HOSTILE}', 'x y', 'x;id', 'x`id`', 'x*', \"x'\", 'x\u{fc}', '--commit']");
    repo.write(
        "pmrepo.yaml",
        format!(
            "severities: [SEV-1, '{HOSTILE}']\npriorities: [P0, '{HOSTILE}']\n\
             fields: {{'{HOSTILE}': {{enum: {list}}}}}\nchecklist:\n  add: \
             [{{id: 'x$(id)', role: owner, text: Do it., by: reviewed}}]\n"
        ),
    );
    repo.write(
        "people.yaml",
        format!("people:\n  - {{handle: '{HOSTILE}'}}\n"),
    );
    let text = format!(
        "---\ntitle: Mail\nstatus: draft\nseverity: SEV-2\nowner: '{HOSTILE}'\n\
         started_at: 2026-03-11T10:00Z\nservices: {list}\ntags: {list}\nresponders: {list}\n\
         action_items:\n  - {{id: '{HOSTILE}', title: Alert}}\n---\n"
    );
    repo.write(
        &format!("postmortems/2026/2026-03-11-{HOSTILE}/postmortem.md"),
        &text,
    );
    repo.write(
        "postmortems/2026/2026-03-10-mail-is-late/postmortem.md",
        &text,
    );
    for name in [HOSTILE, "x y", "x;id", "x`id`", "x&&id", "x\u{1b}[31m"] {
        repo.write(
            &format!("postmortems/2026/2026-03-10-mail-is-late/notes/{name}.md"),
            "x\n",
        );
        repo.write(&format!("process-reviews/2026/{name}.md"), "x\n");
        repo.write(name, "x\n");
    }
    repo
}

/// Nothing that is offered could be taken for more than itself, and nothing has been run.
fn is_harmless(repo: &Sandbox, offered: &[String], typed: &[&str]) {
    for word in offered {
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "._/@+-=,".contains(it);
        assert!(
            word.chars().all(is_plain) && !word.starts_with("--commit"),
            "{typed:?}: {word}"
        );
    }
    assert!(!repo.path("pwned").exists(), "{typed:?}");
}

#[cfg(unix)]
#[test]
fn bash_is_offered_nothing_that_it_would_run() {
    let Some(bash) = shell("bash") else { return };
    let repo = hostile_repo();
    for typed in HOSTILE_TYPED {
        let words: Vec<String> = typed.iter().flat_map(|it| broken(it)).collect();
        let words: Vec<&str> = std::iter::once("pmrepo")
            .chain(words.iter().map(String::as_str))
            .collect();
        let (count, last) = (words.len() - 1, words.last().unwrap());
        // Whoever presses return runs what was put on the line.
        let script = format!(
            "source <(pmrepo completions bash)\nCOMP_WORDS=({})\nCOMP_CWORD={count}\nCOMP_TYPE=9\n\
             _clap_complete_pmrepo pmrepo '{last}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n\
             for it in \"${{COMPREPLY[@]}}\"; do eval \": $it\"; done",
            quoted(&words)
        );
        let offered = run(&repo, &bash, &["--norc", "--noprofile"], &script);
        is_harmless(&repo, &offered, typed);
    }
}

#[cfg(unix)]
#[test]
fn zsh_and_fish_are_offered_nothing_that_they_would_run() {
    let repo = hostile_repo();
    if let Some(zsh) = shell("zsh") {
        for typed in HOSTILE_TYPED {
            let words = [&["pmrepo"], *typed].concat();
            let script = format!(
                "compdef() {{ :; }}\ntypeset -A compstate\n\
                 _describe() {{ while [[ $1 == -* ]]; do shift; done; print -rl -- ${{(P)2}}; }}\n\
                 source <(pmrepo completions zsh)\nwords=({})\nCURRENT=$#words\n_clap_dynamic_completer_pmrepo",
                quoted(&words)
            );
            let offered = run(&repo, &zsh, &["-f"], &script);
            let offered: Vec<String> = offered
                .iter()
                .map(|it| it.split(':').next().unwrap().to_owned())
                .collect();
            is_harmless(&repo, &offered, typed);
        }
    }
    if let Some(fish) = shell("fish") {
        for typed in HOSTILE_TYPED {
            let line = format!("pmrepo {}", typed.join(" "));
            let script = format!("pmrepo completions fish | source; complete -C '{line}'");
            let offered = run(&repo, &fish, &["--no-config"], &script);
            let offered: Vec<String> = offered
                .iter()
                .map(|it| it.split('\t').next().unwrap().to_owned())
                .collect();
            is_harmless(&repo, &offered, typed);
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_offered_is_read_through_no_link() {
    use std::os::unix::fs::symlink;
    let Some(bash) = shell("bash") else { return };
    let repo = repo();
    let outside = Sandbox::plain();
    outside.write("people.yaml", "people:\n  - {handle: erik}\n");
    std::fs::remove_file(repo.path("people.yaml")).unwrap();
    symlink(outside.path("people.yaml"), repo.path("people.yaml")).unwrap();
    let script = "source <(pmrepo completions bash)\nCOMP_WORDS=(pmrepo mine --as er)\n\
         COMP_CWORD=3\nCOMP_TYPE=9\n_clap_complete_pmrepo pmrepo er\nprintf '%s\\n' \"${COMPREPLY[@]}\"";
    assert_eq!(
        run(&repo, &bash, &["--norc", "--noprofile"], script),
        ["erin"]
    );
}
