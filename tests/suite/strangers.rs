//! A name in a question that nothing knows is never answered with an empty list.

use crate::kept;
use crate::sandbox::Sandbox;

/// A word that no person, team, severity, service, status or kind is called.
const NOBODY: &str = "xyzzy";

/// Commands that change something and have no `--dry-run`, by which others are known, or that ask
/// nothing of what is written in postmortems. Every other command is tried.
const NO_QUESTIONS: [&str; 4] = ["init", "edit", "demo", "site"];

/// Options whose value names no word of the domain, by what the help calls the value.
const NO_WORDS: [&str; 11] = [
    "WHEN", "DATE", "DURATION", "N", "DIR", "PATH", "FILE", "REV", "RANGE", "FORMAT", "MESSAGE",
];

/// What a command cannot do without.
fn needs(command: &str, option: &str) -> &'static [&'static str] {
    match (command, option) {
        ("show", _) => &["stale-dns"],
        ("message show", _) => &["stale-dns", "notice"],
        // What it looks for is another postmortem, or words.
        ("search", "similar") => &[],
        ("search", _) => &["the"],
        _ => &[],
    }
}

/// Every option of a command that takes a word, and those of the commands below it.
fn options(command: &clap::Command, name: &str, found: &mut Vec<(String, String)>) {
    for below in command.get_subcommands() {
        options(below, format!("{name} {}", below.get_name()).trim(), found);
    }
    // `check` only writes with `--fix`.
    let writes = command
        .get_arguments()
        .any(|it| it.get_long() == Some("dry-run"));
    if NO_QUESTIONS.contains(&name) || (writes && name != "check") {
        return;
    }
    for option in command.get_arguments() {
        let values = option.get_value_names().unwrap_or_default();
        let is_word = !values.iter().any(|it| NO_WORDS.contains(&it.as_str()));
        if let (Some(long), true, true) = (
            option.get_long(),
            option.get_action().takes_values(),
            is_word,
        ) {
            found.push((name.to_owned(), long.to_owned()));
        }
    }
}

#[test]
fn every_option_of_every_question_refuses_a_word_that_nothing_knows() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let mut found = Vec::new();
    options(&pmrepo::commands::command_line(), "", &mut found);
    for known in [
        ("mine", "as"),
        ("overdue", "who"),
        ("overdue", "owner"),
        ("overdue", "fail-on"),
        ("overdue", "kind"),
        ("list", "status"),
        ("list", "tag"),
        ("checklist", "role"),
        ("action list", "owner"),
        ("calendar", "who"),
        ("check", "rule"),
        ("process-review list", "status"),
    ] {
        let known = (known.0.to_owned(), known.1.to_owned());
        assert!(found.contains(&known), "{known:?} in {found:?}");
    }
    for (command, option) in &found {
        let flag = format!("--{option}");
        let mut words = vec!["-C", "d", "--as-of", "2026-04-01"];
        words.extend(command.split(' ').filter(|it| !it.is_empty()));
        words.extend(needs(command, option));
        words.extend([flag.as_str(), NOBODY]);
        let refused = sandbox.pmrepo_with(&[], &words).ends(2);
        assert_eq!(refused.out, "", "{words:?}");
        assert!(refused.err.contains(NOBODY), "{words:?}: {refused:#?}");
    }
}

/// A word that an option of a question knows on the demo.
fn known(command: &str, option: &str) -> &'static str {
    match (command, option) {
        (_, "owner" | "who" | "as") => "ben",
        ("overdue", "fail-on") | (_, "severity") => "SEV-2",
        ("check", "fail-on" | "level") => "error",
        ("check", "rule") => "missing-field",
        ("action list", "kind") => "prevent",
        ("overdue" | "calendar", "kind") => "action-item",
        ("overdue", "by") => "team",
        ("list" | "search", "status") => "reviewed",
        ("search", "similar") => "stale-dns",
        ("stats", "by") => "service",
        ("export", "table") => "deadlines",
        ("process-review list", "status") => "held",
        (_, "service") => "checkout",
        (_, "tag") => "database",
        (_, "priority") => "P1",
        (_, "state") => "open",
        (_, "role") => "scribe",
        // Whoever adds an option says here which word it knows.
        _ => "",
    }
}

#[test]
fn a_word_is_known_in_any_case_and_a_slip_is_told_what_it_may_mean() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let mut found = Vec::new();
    options(&pmrepo::commands::command_line(), "", &mut found);
    for (command, option) in &found {
        let word = known(command, option);
        assert!(!word.is_empty(), "{command} --{option} is new here");
        let flag = format!("--{option}");
        let ask = |word: &str| {
            let mut words = vec!["-C", "d", "--as-of", "2026-04-01"];
            words.extend(command.split(' ').filter(|it| !it.is_empty()));
            words.extend(needs(command, option));
            words.extend([flag.as_str(), word]);
            sandbox.pmrepo_with(&[], &words)
        };
        let plain = ask(word);
        assert!(plain.status < 2 && !plain.out.is_empty(), "{plain:#?}");
        let mut ways = vec![word.to_lowercase(), word.to_uppercase()];
        if word == "ben" {
            ways.extend(["@ben".to_owned(), " @Ben".to_owned()]);
        }
        for way in ways {
            let said = ask(&way).ends(plain.status);
            assert_eq!(said.out, plain.out, "{command} {flag} {way}");
        }
        let slip = format!("{}x", word.get(..word.len() - 1).unwrap());
        let refused = ask(&slip).ends(2);
        assert_eq!(refused.out, "", "{command} {flag} {slip}");
        let told = [
            format!("did you mean `{word}`?"),
            // An id, which was shortened.
            format!("-{word}`?"),
            format!("a similar value exists: '{word}'"),
        ];
        // Of a few words that differ in a digit, the nearest says nothing: all of them are listed.
        let is_listed = word.ends_with(char::is_numeric) && refused.err.contains("one of");
        let is_told = told.iter().any(|it| refused.err.contains(it.as_str()));
        assert!(
            is_told || is_listed,
            "{command} {flag} {slip}: {refused:#?}"
        );
    }
}

/// A repository without a roster, whose postmortem is forty days late.
fn late(owner: &str) -> Sandbox {
    let repo = Sandbox::new();
    repo.write(
        "postmortems/2026/2026-02-10-checkout/postmortem.md",
        format!(
            "---\ntitle: Checkout is slow\nstatus: draft\nseverity: SEV-2\n\
             started_at: 2026-02-10T10:00Z\ndetected_at: 2026-02-10T10:05Z\n\
             resolved_at: 2026-02-10T11:00Z\nowner: {owner}\nservices: [checkout]\n---\n"
        ),
    );
    repo
}

#[test]
fn who_is_late_is_told_so_however_the_name_is_written() {
    let ways = [
        "carol",
        "Carol",
        "\"@carol\"",
        "carol@example.com",
        "Carol@Example.com",
    ];
    for written in ways {
        let repo = late(written);
        for asked in ["carol", "CAROL", "@carol", "carol@example.com"] {
            for words in [
                ["mine", "--as", asked],
                ["overdue", "--who", asked],
                ["overdue", "--owner", asked],
            ] {
                let said = repo.pmrepo(&words).ends(1);
                assert!(
                    said.out.contains("checkout"),
                    "{written}: {words:?}: {said:#?}"
                );
            }
        }
    }
    // Git's name for one, where the report has the name in full.
    for written in [
        "Carol Smith",
        "carol  smith",
        "Carol Smith <carol@example.com>",
    ] {
        let repo = late(written);
        let me = [
            ("GIT_AUTHOR_NAME", "Carol Smith"),
            ("GIT_AUTHOR_EMAIL", "c.smith@example.com"),
        ];
        for words in [
            ["mine", "--as", "me"],
            ["overdue", "--who", "c.smith@example.com"],
        ] {
            let words = [&["--as-of", "2026-04-01T12:00Z"][..], &words].concat();
            let said = repo.pmrepo_with(&me, &words).ends(1);
            assert!(said.out.contains("checkout"), "{written}: {said:#?}");
        }
    }
}

#[test]
fn a_name_that_is_nearly_known_is_suggested() {
    let repo = late("carol");
    for (asked, hint) in [
        ("carl", "did you mean `carol`?"),
        ("Carol Smith", "did you mean `carol`?"),
        ("zebedee", "known: carol"),
    ] {
        let refused = repo.pmrepo(&["mine", "--as", asked]).ends(2);
        assert_eq!(
            refused.err,
            format!(
                "error: nobody is called `{asked}`, in the roster or in any document\nhint: {hint}\n"
            )
        );
    }
    // Whoever git calls something else is a stranger, too.
    let refused = repo.pmrepo(&["mine"]).ends(2);
    assert!(
        refused
            .err
            .starts_with("error: git calls you `alice@example.com`"),
        "{refused:#?}"
    );
    for option in ["--owner", "--who"] {
        let refused = repo.pmrepo(&["list", option, "me"]).ends(2);
        let said = "error: git calls you `alice@example.com`";
        assert!(refused.err.starts_with(said), "{refused:#?}");
    }
    // What cannot be read may know the name.
    repo.write(
        "postmortems/2026/2026-02-11-broken/postmortem.md",
        "---\ntitle: [\n---\n",
    );
    let refused = repo.pmrepo(&["mine", "--as", "zebedee"]).ends(2);
    assert!(
        refused
            .err
            .contains("1 document cannot be read and may name it"),
        "{refused:#?}"
    );
    // Where nothing is written yet, nothing can be owed.
    let empty = Sandbox::new();
    empty.pmrepo(&["mine"]).ends(0);
    empty.pmrepo(&["overdue", "--who", "me"]).ends(0);
    empty.pmrepo(&["list", "--service", "checkout"]).ends(0);
    empty.pmrepo(&["overdue", "--severity", "SEV-9"]).ends(2);
}

#[test]
fn me_is_who_git_says_commits() {
    let repo = late("carol");
    repo.git(&["config", "user.email", "bob@example.com"])
        .ends(0);
    // The environment wins, as it does for a commit.
    repo.pmrepo_as("carol", &["mine"]).ends(1);
    repo.pmrepo(&["set", "checkout", "roles.scribe=me"]).ends(0);
    let path = "postmortems/2026/2026-02-10-checkout/postmortem.md";
    let report = repo.read(path);
    assert!(
        report.contains("scribe: \"alice@example.com\"\n"),
        "{report}"
    );
    assert!(!repo.pmrepo(&["mine"]).out.is_empty());
    // With a roster, its handle is written, whichever of git's names it knows.
    repo.write(
        "people.yaml",
        "people:\n  - {handle: ali, name: Alice}\n  - {handle: carol}\n",
    );
    repo.pmrepo(&["set", "checkout", "roles.scribe=me"]).ends(0);
    assert!(repo.read(path).contains("scribe: ali\n"));
    // Git makes no commit without a name; an address says who one is, too.
    let nameless = [("GIT_AUTHOR_NAME", "")];
    let words = ["set", "checkout", "roles.scribe=me"];
    repo.pmrepo_with(&nameless, &words).ends(0);
    assert!(repo.read(path).contains("scribe: \"bob@example.com\"\n"));
    repo.git(&["config", "--unset", "user.email"]).ends(0);
    let nobody = repo.pmrepo_with(&nameless, &words).ends(2).err;
    for said in [
        "git does not know who you are",
        "user.email",
        "GIT_AUTHOR_EMAIL",
    ] {
        assert!(nobody.contains(said), "{nobody}");
    }
}
