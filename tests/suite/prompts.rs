//! Questions at a real terminal: wrong answers first, and the keys that stop.

use crate::sandbox::Sandbox;
use crate::terminal::CTRL_C;
use crate::terminal::CTRL_D;
use crate::terminal::Terminal;
use crate::terminal::UP;

const NEW: &str = "postmortems/2026/2026-04-01-checkout-is-slow/postmortem.md";

/// What git sees in the work tree, but for what the terminal keeps.
fn status(repo: &Sandbox) -> String {
    repo.git(&["status", "--porcelain", "--untracked-files=all"])
        .ends(0)
        .out
}

#[test]
fn new_asks_again_for_what_it_cannot_use_and_loses_nothing() {
    for columns in [40, 80] {
        let repo = Sandbox::new();
        let mut terminal = Terminal::run(&repo, columns, &["new"]);
        terminal
            .sees("What happened, in a few words:")
            .types("")
            .sees("a postmortem needs a title")
            .sees("in a few words:")
            .types("Checkout is slow")
            .sees("Severity:")
            .sees("5) SEV-5")
            .sees("Number or name [1]:")
            .types("9")
            .sees("`9` is none of them: say a number from 1 to 5, or a name")
            .sees("Number or name [1]:")
            .types("sev")
            .sees("`sev` is none of them")
            .sees("Number or name [1]:")
            .types("sev2")
            .sees("When did it start [now]:")
            .types("tomorrow")
            .sees("When did it start [now]:")
            .types("half past nonsense")
            .sees("When did it start [now]:")
            .types("11:30")
            .sees("Incident commander (- for nobody yet) [alice@example.com]:")
            .types(&format!("bob{UP}"))
            .sees("the answer cannot be read: type it again")
            .sees("Incident commander")
            .types("sre/payments")
            .sees("`sre/payments` is a team: name one person")
            .sees("Incident commander")
            .types("bob")
            .sees("Owner of the postmortem (empty: not known yet):")
            .types("");
        let text = terminal.ends(0);
        assert!(text.contains(NEW), "{text}");
        let report = repo.read(NEW);
        for line in [
            "title: Checkout is slow\n",
            "severity: SEV-2\n",
            "started_at: 2026-04-01T11:30Z\n",
            "  incident_commander: bob\n",
        ] {
            assert!(report.contains(line), "{line}{report}");
        }
    }
}

#[test]
fn whoever_stops_in_the_middle_has_written_nothing_and_can_go_on() {
    for (key, ends) in [(CTRL_C, 130), (CTRL_D, 2)] {
        let repo = Sandbox::new();
        let mut terminal = Terminal::run(&repo, 80, &["new", "--scribe", "erin"]);
        terminal
            .sees("in a few words:")
            .types("Checkout isn't fast")
            .sees("Severity:")
            .sees("[1]:")
            .types("2")
            .sees("When did it start")
            .presses(key);
        let text = terminal.ends(ends);
        assert_eq!(status(&repo), "");
        if key == CTRL_D {
            assert!(text.contains("error: no answer: "), "{text}");
            assert!(text.contains("hint: nothing was written\n"), "{text}");
            let again = r"pmrepo new 'Checkout isn'\''t fast' --severity SEV-2 --scribe erin";
            assert!(text.contains(again), "{text}");
            let line = text.lines().find_map(|it| it.split_once("answers: "));
            repo.sh(line.unwrap().1).ends(0);
        }
    }
}

/// An answer that is refused once all is known is not asked for again from the beginning.
#[test]
fn what_was_answered_is_given_back_with_a_refusal() {
    let repo = Sandbox::new();
    repo.write(".pmrepo/templates/postmortem.md", "{{ nothing_like_it }}\n");
    repo.commit("a template").ends(0);
    let mut terminal = Terminal::run(&repo, 200, &["new"]);
    terminal.sees("words:").types("checkout is slow");
    terminal.sees("[1]:").types("3");
    terminal.sees("When did it start").types("10:00");
    terminal.sees("Incident commander").types("-");
    terminal.sees("Owner").types("carol");
    let text = terminal.ends(2);
    let again = "pmrepo new 'checkout is slow' --severity SEV-3 --started 2026-04-01T10:00Z --owner carol\n";
    assert!(text.contains(again), "{text}");
    assert_eq!(status(&repo), "");
}

#[test]
fn init_asks_first_and_writes_then() {
    for columns in [40, 80] {
        let repo = Sandbox::plain();
        repo.git(&["init", "--quiet", "--template="]).ends(0);
        let asked = |terminal: &mut Terminal<'_>| {
            terminal
                .sees("Process:")
                .sees("[1]:")
                .types("large")
                .sees("`large` is none of them: say a number from 1 to 2, or a name")
                .sees("[1]:")
                .types("small")
                .sees("The team's time zone [UTC]:")
                .types("Berlin")
                .sees("The team's time zone")
                .types("Europe/Berlin")
                .sees("Check each commit with a pre-commit hook? [Y/n]:")
                .types("perhaps")
                .sees("say y or n")
                .sees("[Y/n]:");
        };
        for (key, ends) in [(CTRL_C, 130), (CTRL_D, 2)] {
            let mut terminal = Terminal::run(&repo, columns, &["init"]);
            asked(&mut terminal);
            terminal.presses(key);
            terminal.ends(ends);
            assert_eq!(status(&repo), "");
            assert!(!repo.path(".git/hooks/pre-commit").exists());
        }
        let mut terminal = Terminal::run(&repo, columns, &["init"]);
        asked(&mut terminal);
        terminal.types("N");
        terminal.ends(0);
        assert!(
            repo.read("pmrepo.yaml")
                .contains("timezone: Europe/Berlin\n")
        );
        assert!(!repo.path(".git/hooks/pre-commit").exists());
        // What is there stays, and the hook is offered.
        let mut terminal = Terminal::run(&repo, columns, &["init"]);
        terminal.sees("[Y/n]:").types("");
        let text = terminal.ends(0);
        assert!(text.contains("it stays as it is"), "{text}");
        assert!(repo.path(".git/hooks/pre-commit").exists());
    }
}

#[test]
fn people_init_asks_before_it_writes() {
    for columns in [40, 80] {
        let repo = Sandbox::new();
        for (key, ends) in [(CTRL_C, 130), (CTRL_D, 2), ("n\r", 0), ("y\r", 0)] {
            let mut terminal = Terminal::run(&repo, columns, &["people", "init"]);
            terminal
                .sees("Write 1 person to people.yaml? [Y/n]:")
                .types("what?")
                .sees("say y or n")
                .sees("[Y/n]:")
                .presses(key);
            terminal.ends(ends);
            let is_written = repo.path("people.yaml").exists();
            assert_eq!(is_written, key == "y\r", "{key:?}");
        }
    }
}

#[test]
fn advance_asks_for_the_checklist() {
    let repo = Sandbox::new();
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-1", "--no-input"])
        .ends(0);
    std::fs::remove_file(repo.path("postmortems/2026/2026-04-01-slow/checklist.md")).unwrap();
    repo.commit("one").ends(0);
    for (key, ends) in [(CTRL_C, 130), (CTRL_D, 2)] {
        let mut terminal = Terminal::run(&repo, 40, &["advance", "slow"]);
        terminal
            .sees("This major incident has no checklist.md. Write it? [Y/n]:")
            .types("maybe")
            .sees("say y or n")
            .presses(key);
        terminal.ends(ends);
        assert_eq!(status(&repo), "");
    }
    let mut terminal = Terminal::run(&repo, 80, &["checklist", "new", "slow"]);
    terminal.sees("checklist.md");
    terminal.ends(0);
    repo.pmrepo(&["checklist", "done", "slow", "scribe.key-events"])
        .ends(0);
    repo.commit("two").ends(0);
    for (key, ends) in [(CTRL_C, 130), (CTRL_D, 2), ("\r", 2)] {
        let words = [
            "checklist",
            "skip",
            "slow",
            "scribe.key-events",
            "--because",
            "No chat",
        ];
        let mut terminal = Terminal::run(&repo, 40, &words);
        terminal
            .sees("Say that it does not apply after all? [y/N]:")
            .types("so?")
            .sees("say y or n")
            .presses(key);
        terminal.ends(ends);
        assert_eq!(status(&repo), "");
    }
}

const SLOW: &str = "postmortems/2026/2026-04-01-slow/postmortem.md";

/// A repository that knows Robert, Erin, and a service.
fn named() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(
        "people.yaml",
        "people:\n  - {handle: robert, name: Robert}\n  - {handle: erin, name: Erin}\n",
    );
    let words = [
        "new",
        "Slow",
        "--severity",
        "SEV-2",
        "--no-input",
        "--service",
        "checkout",
    ];
    repo.pmrepo(&words).ends(0);
    repo.pmrepo(&["new", "Other", "--severity", "SEV-3", "--no-input"])
        .ends(0);
    repo.pmrepo(&[
        "process-review",
        "new",
        "--on",
        "2026-05-04",
        "--chair",
        "erin",
    ])
    .ends(0);
    repo.commit("all").ends(0);
    repo
}

/// Every command that writes a name asks for one that may be a slip.
#[test]
fn a_name_that_may_be_a_slip_is_asked_for_wherever_it_is_written() {
    let repo = named();
    let review = "process-reviews/2026/2026-05-04.md";
    for (words, path, line) in [
        (
            &["set", "slow", "owner=@roberd"][..],
            SLOW,
            "owner: robert\n",
        ),
        (
            &["set", "slow", "responders=roberd,erin"],
            SLOW,
            "[robert, erin]",
        ),
        (
            &["resolve", "slow", "--deputy", "roberd"],
            SLOW,
            "deputy: robert\n",
        ),
        (
            &[
                "meeting",
                "slow",
                "--on",
                "tomorrow 10:00",
                "--attendees",
                "erin,roberd",
            ],
            SLOW,
            "[erin, robert]",
        ),
        (
            &["action", "add", "slow", "Alert early", "--owner", "roberd"],
            SLOW,
            "owner: robert\n",
        ),
        (
            &["process-review", "join", "2026-05-04", "--as", "roberd"],
            review,
            "robert",
        ),
    ] {
        for (answer, then, other) in [("", "roberd", "robert"), ("2", "robert", "roberd")] {
            let mut terminal = Terminal::run(&repo, 80, words);
            terminal
                .sees("roberd is new here. Did you mean:")
                .sees("1) roberd 2) robert")
                .types("3")
                .sees("`3` is none of them")
                .types(answer);
            terminal.ends(0);
            let text = repo.read(path);
            assert!(
                text.contains(&line.replace("robert", then)),
                "{words:?}\n{text}"
            );
            assert!(!text.contains(other), "{words:?}\n{text}");
            repo.git(&["checkout", "--quiet", "."]).ends(0);
        }
        let mut terminal = Terminal::run(&repo, 40, words);
        terminal.sees("[1]:").presses(CTRL_D);
        terminal.ends(2);
        assert_eq!(status(&repo), "", "{words:?}");
    }
}

#[test]
fn a_service_that_may_be_a_slip_is_asked_for_and_a_new_postmortem_is_whole() {
    let repo = named();
    let mut terminal = Terminal::run(&repo, 80, &["set", "slow", "services+=chekout"]);
    terminal
        .sees("Did you mean:")
        .sees("[1]:")
        .types("checkout");
    terminal.ends(0);
    assert!(!repo.read(SLOW).contains("chekout"));
    let words = ["new", "Again", "--severity", "SEV-2", "--expert", "roberd"];
    let mut terminal = Terminal::run(&repo, 80, &words);
    terminal.sees("Did you mean:").sees("[1]:").types("robert");
    terminal.ends(0);
    let steps = repo.read("postmortems/2026/2026-04-01-again/checklist.md");
    assert!(
        steps.contains("robert") && !steps.contains("roberd"),
        "{steps}"
    );
}
