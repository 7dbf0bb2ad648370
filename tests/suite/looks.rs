//! What every command shows to people on the demo, at 40, 80 and 200 columns, with colour and without.
//!
//! The snapshots lie in `tests/fixtures/looks`, one file for each line of the table. Escape codes are
//! written as `␛`. What changes there is to be looked at.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::kept;
use crate::sandbox::Sandbox;

/// The present of the demo.
const AS_OF: &str = "2026-04-01T12:00:00Z";

/// What is run, by the command's words; the last one is what it writes, or shows.
#[rustfmt::skip]
const SHOWN: &[(&str, &str)] = &[
    ("list", "list"),
    ("show", "show stale-dns"),
    ("show-closed", "show checkout"),
    ("show-draft", "show login"),
    ("show-history", "show checkout --history"),
    ("overdue", "overdue"),
    ("overdue-one", "overdue stale-dns"),
    ("overdue-by-team", "overdue --by team --all"),
    ("overdue-explained", "overdue --who ben --explain"),
    ("mine", "mine --as mara"),
    ("action-list", "action list --all"),
    ("checklist", "checklist stale-dns"),
    ("message-list", "message list"),
    ("process-review-list", "process-review list"),
    ("process-review-agenda", "process-review agenda"),
    ("search", "search cache failover dns"),
    ("search-similar", "search --similar stale-dns --limit 3"),
    ("stats", "stats"),
    ("stats-by-quarter", "stats --by quarter"),
    ("policy-try", "policy try deadlines.reviewed.SEV-2=3d"),
    ("pr", "pr HEAD~6...HEAD --format human"),
    ("check", "check"),
    ("explain", "explain"),
    ("explain-one", "explain PM502"),
    ("hooks-status", "hooks status"),
    ("people-list", "people list"),
    ("people-show", "people show ben"),
    ("people-add", "people add carol --name Carol --dry-run"),
    ("stranger", "mine --as bem"),
    ("help", "--help"),
    ("help-of-set", "set --help"),
    ("unknown", "status"),
    ("ambiguous", "show 2026-03"),
    ("advance", "advance stale-dns"),
    ("advance-ready", "advance ingest --dry-run"),
    ("new", "new Mail --severity SEV-1 --dry-run"),
    ("set", "set ingest owner=mara services+=mail --dry-run"),
    ("timeline-show", "timeline show email"),
    ("timeline-table", "timeline table email --dry-run"),
    ("timeline-add", "timeline add email Over --at 2026-03-18T10:00Z --dry-run"),
    ("checklist-new", "checklist new email --dry-run"),
    ("checklist-done", "checklist done stale-dns collect-todos --dry-run"),
    ("checklist-skip", "checklist skip stale-dns answer-customers --because None --dry-run"),
    ("checklist-ask", "checklist ask stale-dns deputy Call --dry-run"),
    ("action-add", "action add stale-dns Alert --owner diego --dry-run"),
    ("action-set", "action set search-index/AI-2 priority=P2 --dry-run"),
    ("action-start", "action start search-index/AI-2 --dry-run"),
    ("action-done", "action done search-index/AI-2 --dry-run"),
    ("action-drop", "action drop search-index/AI-3 --because Never --dry-run"),
    ("action-due", "action due search-index/AI-3 2026-05-01 --because Later --dry-run"),
    ("action-accept", "action accept stale-dns/AI-2 --owner mara --due 2026-05-01 --dry-run"),
    ("action-collect", "action collect orders --dry-run"),
    ("message-show", "message show stale-dns notice"),
    ("message-send", "message send stale-dns notice --as sendmail --again --dry-run"),
    ("message-publish", "message publish checkout external --to file --out status.md --again --dry-run"),
    ("post-overdue", "post overdue --dry-run"),
    ("post-notice", "post notice stale-dns --dry-run"),
    ("post-results", "post results checkout --as mattermost --dry-run"),
    ("post-process-review", "post process-review --as teams --dry-run"),
    ("message-new", "message new stale-dns results --dry-run"),
    ("message-sent", "message sent card external --approved-by amina --dry-run"),
    ("message-none", "message none stale-dns external --because None --dry-run"),
    ("message-approve", "message approve card external --by amina --dry-run"),
    ("process-review-new", "process-review new --on 2026-04-30 --dry-run"),
    ("process-review-join", "process-review join --as ben --dry-run"),
    ("process-review-held", "process-review held 2026-04-06 --at 2026-04-01T11:00Z"),
    ("process-review-held-already", "process-review held 2026-02-16"),
    ("process-review-cancel", "process-review cancel --because None --dry-run"),
    ("resolve", "resolve login --at 9:00 --dry-run"),
    ("meeting", "meeting stale-dns --on 2026-04-02T14:00Z --dry-run"),
    ("reopen", "reopen checkout --because Again --dry-run"),
    ("move", "move login --title Login --dry-run"),
    ("adopt", "adopt ../old"),
    ("timeline-import", "timeline import email ../chat.csv --all --explain"),
    ("note-add", "note add email ../chat.csv --as mara --dry-run"),
    ("action-import", "action import ../tickets.csv --dry-run"),
    ("people-init", "people init --dry-run"),
    ("init", "init --dry-run"),
    ("template-list", "template list"),
    ("template-check", "template check"),
];

/// Commands that show nothing to people, or what others hold: a text of its own, a file, an editor.
const OTHERS: [&str; 20] = [
    // Another place answers.
    "action ticket",
    "action sync",
    "pagerduty missing",
    "pagerduty pull",
    "pagerduty push",
    "pagerduty review",
    "calendar",
    "completions",
    "demo",
    "edit",
    "export",
    "hooks install",
    "hooks uninstall",
    "lsp",
    "man",
    "mcp",
    "prove",
    "schema",
    "site",
    "template show",
];

/// A log of a chat, in which one message cannot be read.
const CHAT: &str = "time,author,text\n\
    2026-03-17T13:05Z,ann,The mail queue is down since the deploy\n\
    2026-03-17T13:20Z,bob,TODO: page earlier when the queue grows\n\
    2026-03-17T14:00Z,ann,Found it: a large message blocks the queue\n\
    2026-03-17T14:50Z,bob,\"I rolled it back, the queue is empty again\"\n\
    soon,ann,no\n";

/// States of tickets, as a tracker exports them.
const TICKETS: &str = "ticket,state\nPAY-391,in progress\nDATA-918,done\n";

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/looks")
        .join(format!("{name}.txt"))
}

/// What a command prints at a width, all of it.
fn shown(demo: &Sandbox, words: &str, width: &str, colour: &str) -> String {
    let mut all = vec!["-C", "demo", "--as-of", AS_OF, "--color", colour];
    all.extend(words.split(' '));
    demo.pmrepo_with(&[("COLUMNS", width)], &all).snapshot()
}

#[test]
fn every_command_looks_as_it_was_looked_at() {
    let demo = Sandbox::plain();
    kept::demo(&demo, "demo");
    demo.git_in("demo", &["gc", "--quiet"]).ends(0);
    let old = "# DNS was gone\n\nSeverity: terrible\n\n## Timeline\n\n- 10:00 UTC: It began.\n";
    demo.write("old/2025-02-18-dns.md", old);
    demo.write(
        "old/2025-02-19-mail.md",
        old.replace("DNS", "2025-03-01: Mail"),
    );
    demo.write("chat.csv", CHAT);
    demo.write("tickets.csv", TICKETS);
    for (name, words) in SHOWN {
        let mut text = format!("$ pmrepo {words}\n");
        for width in ["40", "80", "200"] {
            let plain = shown(&demo, words, width, "never");
            assert!(!plain.contains('\u{1b}'), "{words}: {plain:?}");
            text.push_str(&format!("\n=== {width} columns\n\n{plain}"));
            if width == "80" {
                let coloured = shown(&demo, words, width, "always");
                assert_eq!(
                    anstream::adapter::strip_str(&coloured).to_string(),
                    plain,
                    "{words}: colour changes more than colour"
                );
                let coloured = coloured.replace('\u{1b}', "␛");
                text.push_str(&format!("\n=== {width} columns, in colour\n\n{coloured}"));
            }
        }
        snapbox::assert_data_eq!(text, snapbox::Data::read_from(&file(name), None).raw());
    }
    assert_eq!(demo.git_in("demo", &["status", "--porcelain"]).out, "");
}

/// What of a text is not to be broken, because it is copied: commands, and paths with what is wrong there.
fn may_be_wide(line: &str) -> bool {
    [
        "pmrepo ",
        "--> ",
        "postmortems/",
        "process-reviews/",
        "[ROOT]",
        "http",
        "hint: ",
        "error: ",
    ]
    .iter()
    .any(|it| line.contains(it))
}

#[test]
fn what_is_read_fits_its_terminal() {
    let demo = Sandbox::plain();
    kept::demo(&demo, "demo");
    for (name, words) in &SHOWN[..20] {
        for width in ["40", "80", "200"] {
            let text = shown(&demo, words, width, "never");
            for line in text.lines().filter(|it| !may_be_wide(it)) {
                let wide = unicode_width::UnicodeWidthStr::width(line);
                assert!(wide <= width.parse().unwrap(), "{name} at {width}: {line}");
            }
        }
    }
}

#[test]
fn no_command_is_left_out() {
    fn leaves(command: &clap::Command, path: &str, all: &mut BTreeSet<String>) {
        for it in command
            .get_subcommands()
            .filter(|it| !it.is_hide_set() && it.get_name() != "help")
        {
            let path = format!("{path} {}", it.get_name());
            if !it.has_subcommands() {
                all.insert(path.trim_start().to_owned());
            }
            leaves(it, &path, all);
        }
    }
    let mut all = BTreeSet::new();
    leaves(&pmrepo::commands::command_line(), "", &mut all);
    let is_shown = |it: &str| {
        SHOWN
            .iter()
            .any(|(_, words)| *words == it || words.starts_with(&format!("{it} ")))
    };
    let missing: Vec<_> = all
        .iter()
        .filter(|it| !is_shown(it) && !OTHERS.contains(&it.as_str()))
        .collect();
    assert!(missing.is_empty(), "a line for {missing:?} in SHOWN");
}
