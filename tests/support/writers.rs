//! Every command that writes, in a repository in which each has something to write.

use std::sync::OnceLock;

use crate::kept;
use crate::kept::Kept;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A report that is ready for each status.
const READY: &str = include_str!("../../src/rules/example/postmortem.md");

/// A major incident that is on its way.
const REPORT: &str = "---
title: Checkout latency # what
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
services: [checkout]
action_items:
  - id: AI-1 # the first
    title: Cap the pool
    priority: P1
    owner: dave
    due: 2026-03-20
    ticket: OPS-1
    state: open
  - {id: AI-2, title: \"Page on saturation\", state: proposed, ticket: OPS-2}
---

## What Happened

TODO: ask the vendor for their graphs
";

const CHECKLIST: &str = "# Checklist

## Incident Commander

- [ ] `ic.final-severity` Set the final severity.

- [ ] `ic.group-related` Group related incidents.

## Scribe

- [ ] `scribe.key-events` Bring the key events in.
";

/// The notes of a review that was yesterday.
const BEGUN: &str = "---
scheduled_for: 2026-03-31T14:00Z
status: scheduled
chair: alice
attendees: [alice, ivan]
incidents: [2026-03-10-one]
---

## What we did well

Much.
";

const PLANNED: &str = "---
scheduled_for: 2026-04-20T14:00Z
status: scheduled
chair: alice
attendees: []
---
";

/// A command that writes.
pub(crate) struct Writer {
    /// What it is called.
    pub(crate) name: &'static str,
    /// How it is called here.
    pub(crate) words: &'static [&'static str],
    /// Files that it writes.
    pub(crate) writes: &'static [&'static str],
}

const fn writer(
    name: &'static str,
    words: &'static [&'static str],
    writes: &'static [&'static str],
) -> Writer {
    Writer {
        name,
        words,
        writes,
    }
}

const ONE: &str = "postmortems/2026/2026-03-10-one/postmortem.md";
const TOLD: &str = "postmortems/2026/2026-03-10-ready/postmortem.md";
const STEPS: &str = "postmortems/2026/2026-03-10-one/checklist.md";

/// Every one of them, but those that open an editor.
#[rustfmt::skip]
pub(crate) const WRITERS: &[Writer] = &[
    writer("set", &["set", "one", "owner=carol"], &[ONE]),
    writer("new", &["new", "Slow", "--severity", "SEV-2", "--no-input"], &["postmortems/2026/2026-04-01-slow/checklist.md", "postmortems/2026/2026-04-01-slow/postmortem.md"]),
    writer("resolve", &["resolve", "going", "--at", "2026-03-10T11:30Z"], &["postmortems/2026/2026-03-10-going/postmortem.md"]),
    writer("move", &["move", "loose", "--title", "Set free"], &["postmortems/2026/2026-03-10-set-free/postmortem.md"]),
    writer("meeting", &["meeting", "one", "--on", "2026-04-02T14:00Z"], &[ONE]),
    writer("reopen", &["reopen", "one", "--because", "It goes on"], &[ONE]),
    writer("advance", &["advance", "ready"], &["postmortems/2026/2026-03-10-ready/postmortem.md"]),
    writer("check", &["check", "--fix", "--quiet", "--fail-on", "error", "odd"], &["postmortems/2026/2026-03-10-odd/postmortem.md"]),
    writer("checklist new", &["checklist", "new", "bare"], &["postmortems/2026/2026-03-10-bare/checklist.md"]),
    writer("checklist done", &["checklist", "done", "one", "final-severity"], &[STEPS]),
    writer("checklist skip", &["checklist", "skip", "one", "key-events", "--because", "Nobody chatted"], &[STEPS]),
    writer("checklist ask", &["checklist", "ask", "one", "deputy", "Call the hosting provider."], &[STEPS]),
    writer("action add", &["action", "add", "one", "Alert early"], &[ONE]),
    writer("action set", &["action", "set", "one/AI-1", "priority=P2"], &[ONE]),
    writer("action start", &["action", "start", "one/AI-1"], &[ONE]),
    writer("action done", &["action", "done", "one/AI-1", "--on", "2026-03-19"], &[ONE]),
    writer("action drop", &["action", "drop", "one/AI-1", "--because", "Too dear"], &[ONE]),
    writer("action due", &["action", "due", "one/AI-1", "2026-03-18"], &[ONE]),
    writer("action accept", &["action", "accept", "one/AI-2", "--owner", "dave", "--due", "2026-04-20"], &[ONE]),
    writer("action collect", &["action", "collect", "one"], &[ONE]),
    writer("action import", &["action", "import", "t.csv"], &[ONE]),
    writer("message new", &["message", "new", "one", "notice"], &["postmortems/2026/2026-03-10-one/messages/notice.md"]),
    writer("message sent", &["message", "sent", "one", "results"], &["postmortems/2026/2026-03-10-one/messages/results.md"]),
    writer("message none", &["message", "none", "one", "external", "--because", "Nobody felt it"], &["postmortems/2026/2026-03-10-one/messages/external.md"]),
    writer("message approve", &["message", "approve", "bare", "external", "--by", "bob"], &["postmortems/2026/2026-03-10-bare/messages/external.md"]),
    writer("process-review new", &["process-review", "new", "--on", "2026-05-04"], &["process-reviews/2026/2026-05-04.md"]),
    writer("process-review join", &["process-review", "join", "2026-04-20", "--as", "bob"], &["process-reviews/2026/2026-04-20.md"]),
    writer("process-review held", &["process-review", "held", "2026-03-31"], &["process-reviews/2026/2026-03-31.md"]),
    writer("process-review cancel", &["process-review", "cancel", "2026-04-20", "--because", "Holidays"], &["process-reviews/2026/2026-04-20.md"]),
    writer("note add", &["note", "add", "one", "note.txt", "--as", "dave"], &["postmortems/2026/2026-03-10-one/notes/dave-2026-04-01.md", ONE]),
    writer("timeline add", &["timeline", "add", "ready", "It is over.", "--at", "2026-03-10T11:20Z"], &[TOLD]),
    writer("timeline import", &["timeline", "import", "ready", "chat.csv", "--write"], &[TOLD]),
    writer("timeline table", &["timeline", "table", "bare"], &["postmortems/2026/2026-03-10-bare/postmortem.md"]),
    writer("adopt", &["adopt", "old", "--write", "--keep-in-place"], &["adopt-report.md", "postmortems/2026/2026-02-18-dns-was-gone/postmortem.md"]),
    writer("people init", &["people", "init", "--yes"], &["people.yaml"]),
    writer("people add", &["people", "add", "carol", "--name", "Carol"], &["people.yaml"]),
];

/// Commands that write by an editor, where no document is, or once another program or a service has done
/// its work: they are tested by themselves.
pub(crate) const OTHERS: &[&str] = &[
    "action sync",
    "action ticket",
    "edit",
    "init",
    "message send",
    "message publish",
    "pagerduty pull",
    "pagerduty push",
    "pagerduty review",
    "post notice",
    "post results",
];

/// A repository in which each of them has something to write.
pub(crate) fn repository() -> Sandbox {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    kept::again(&KEPT, made)
}

fn made() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    let told = "\n## Timeline\n\n- 2026-03-10T10:05Z The first page.\n";
    repo.write(
        &report("bare"),
        format!("{}{told}", REPORT.replace("OPS-", "BARE-")),
    );
    repo.write(
        &report("odd"),
        REPORT
            .replace("OPS-", "ODD-")
            .replace("services: [checkout]", "owner: @dave"),
    );
    let going = REPORT.replace("OPS-", "GO-");
    let going = going.replace("resolved_at: 2026-03-10T11:00Z\n", "");
    repo.write(&report("going"), going);
    repo.write(STEPS, CHECKLIST);
    repo.write(&report("loose"), REPORT.replace("OPS-", "LOOSE-"));
    let ready = "postmortems/2026/2026-03-10-ready";
    repo.write(
        &format!("{ready}/postmortem.md"),
        READY.replace("status: closed", "status: draft"),
    );
    let none = "---\nnot_sent_because: Nobody felt it.\n---\n";
    repo.write(&format!("{ready}/messages/external.md"), none);
    let results = "postmortems/2026/2026-03-10-one/messages/results.md";
    repo.write(results, "---\n---\n\nIt is over.\n");
    let external = "postmortems/2026/2026-03-10-bare/messages/external.md";
    repo.write(
        external,
        "---\n---\n\nPayments were slow from ten to eleven.\n",
    );
    repo.write("process-reviews/2026/2026-03-31.md", BEGUN);
    repo.write("process-reviews/2026/2026-04-20.md", PLANNED);
    repo.write(
        "t.csv",
        "Ticket,State,Date\nOPS-1,Closed,2026-03-19T10:00:00Z\n",
    );
    repo.write(
        "chat.csv",
        "time,author,text\n2026-03-10T10:15Z,bob,rolling back the deploy now\n",
    );
    let old = "# DNS was gone\n\n## Summary\n\nIt was gone.\n\n## Timeline\n\n- 2026-02-18 10:00 UTC: It began.\n";
    repo.write("old/2026-02-18-dns.md", old);
    repo.write("note.txt", "The pool was full.\n");
    repo.write("other.txt", "theirs\n");
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "--quiet", "--no-verify", "--message", "all"])
        .ends(0);
    repo
}
