//! `calendar`.

use std::process::Command;

use snapbox::IntoData as _;

use crate::icalendar::Event;
use crate::icalendar::read;
use crate::icalendar::text;
use crate::icalendar::value;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// Its meeting is to come, one action item is done and one is not.
const REPORT: &str = "---
title: Checkout latency
status: in-review
severity: SEV-2
started_at: 2026-03-10T10:00Z
detected_at: 2026-03-10T10:05Z
resolved_at: 2026-03-10T11:00Z
owner: carol
roles: {incident_commander: ivan, scribe: bob}
services: [checkout]
meeting: {scheduled_for: 2026-04-02T15:00+02:00}
action_items:
  - {id: AI-1, title: Cap the pool, priority: P1, owner: dave, due: 2026-04-03, ticket: T-1, state: open}
  - {id: AI-2, title: Add a graph, priority: P3, owner: dave, due: 2026-03-20, ticket: T-2, state: done, done_on: 2026-03-19}
---
";

const REVIEW: &str = "---
scheduled_for: 2026-04-20T14:00Z
status: scheduled
chair: ivan
invited: [carol, bob]
---
";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "web_url: https://git.example.com/pm/\n");
    repo.write(
        "people.yaml",
        "people:\n  - {handle: carol, name: \"Carol, of the shop\", email: carol@example.com}\n  \
         - {handle: ivan, name: Ivan, email: ivan@example.com}\n  - {handle: dave}\n",
    );
    repo.write(&report("checkout"), REPORT);
    repo.write("process-reviews/2026/2026-04-20.md", REVIEW);
    repo
}

fn uids(events: &[Event]) -> Vec<&str> {
    events.iter().map(|it| value(it, "UID")).collect()
}

/// The event whose UID begins so.
#[track_caller]
fn find<'a>(events: &'a [Event], uid: &str) -> &'a Event {
    let mut found = events.iter().filter(|it| value(it, "UID").starts_with(uid));
    let event = found.next().unwrap();
    assert_eq!(found.next(), None);
    event
}

#[test]
fn meetings_deadlines_and_process_reviews_are_written() {
    let repo = repo();
    let all = repo.pmrepo(&["calendar"]).ends(0);
    assert_eq!(all.err, "");
    let events = read(&all.out);
    assert_eq!(
        uids(&events),
        [
            "2026-03-10-checkout/internal-notice@pmrepo",
            "2026-03-10-checkout/reviewed@pmrepo",
            "2026-03-10-checkout/external-message@pmrepo",
            "2026-03-10-checkout/meeting@pmrepo",
            "2026-03-10-checkout/action-item/AI-1@pmrepo",
            "2026-03-10-checkout/results-mail@pmrepo",
            "process-reviews/2026-04-20@pmrepo",
            "process-reviews/2026-04-20/process-review-notes@pmrepo",
        ]
    );
    let done = read(&repo.pmrepo(&["calendar", "--all"]).ends(0).out);
    assert!(done.len() > events.len());
    let item = find(&done, "2026-03-10-checkout/action-item/AI-2");
    assert_eq!(text(item, "SUMMARY"), "Done: AI-2 (Checkout latency)");
    let meeting = repo.pmrepo(&["calendar", "--kind", "meeting"]).ends(0);
    snapbox::assert_data_eq!(
        meeting
            .out
            .replace("\r\n", "\n")
            .replace(env!("CARGO_PKG_VERSION"), "[VERSION]"),
        snapbox::str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//pmrepo//pmrepo [VERSION]//EN
NAME:Postmortems
X-WR-CALNAME:Postmortems
BEGIN:VEVENT
DESCRIPTION:2026-03-10-checkout\, SEV-2\nLed by: Carol\, of the shop\nWith:
  Carol\, of the shop\, Ivan\, bob\nOwner of the postmortem: Carol\, of the
  shop\nhttps://git.example.com/pm/postmortems/2026/2026-03-10-checkout/pos
 tmortem.md
DTEND:20260402T140000Z
DTSTAMP:20260401T120000Z
DTSTART:20260402T130000Z
ORGANIZER;CN="Carol, of the shop":mailto:carol@example.com
SUMMARY:Postmortem review: Checkout latency
UID:2026-03-10-checkout/meeting@pmrepo
URL:https://git.example.com/pm/postmortems/2026/2026-03-10-checkout/postmor
 tem.md
ATTENDEE;CN="Carol, of the shop":mailto:carol@example.com
ATTENDEE;CN=Ivan:mailto:ivan@example.com
CATEGORIES:meeting
END:VEVENT
END:VCALENDAR

"#]]
        .raw()
    );
}

#[test]
fn what_is_moved_or_renamed_keeps_its_uid() {
    let repo = repo();
    let before = read(&repo.pmrepo(&["calendar", "--all"]).ends(0).out);
    repo.write(
        &report("checkout"),
        REPORT
            .replace("title: Checkout latency", "title: Nobody could pay")
            .replace("2026-03-10T11:00Z", "2026-03-11T11:00Z")
            .replace("owner: carol", "owner: dave")
            .replace("2026-04-02T15:00", "2026-04-07T10:00")
            .replace("due: 2026-04-03", "due: 2026-03-30")
            .replace("state: open", "state: in-progress"),
    );
    repo.write(
        "process-reviews/2026/2026-04-20.md",
        REVIEW
            .replace("2026-04-20T", "2026-04-21T")
            .replace("status: scheduled", "status: cancelled"),
    );
    let after = read(&repo.pmrepo(&["calendar", "--all"]).ends(0).out);
    let names = |events: &[Event]| {
        let mut names: Vec<String> = uids(events).into_iter().map(str::to_owned).collect();
        // A review that is off owes no notes.
        names.retain(|it| !it.contains("process-review-notes"));
        names.sort();
        names
    };
    assert_eq!(names(&before), names(&after));
    let review = find(&after, "process-reviews/2026-04-20@");
    assert_eq!(value(review, "STATUS"), "CANCELLED");
    assert_eq!(value(review, "DTSTART"), "20260421T140000Z");
    assert_eq!(
        text(review, "SUMMARY"),
        "Cancelled: process review 2026-04-20"
    );
    // A meeting that was planned, and then was not needed.
    repo.write(
        &report("checkout"),
        REPORT.replace(
            "status: in-review",
            "status: not-required\nnot_required_because: A drill.",
        ),
    );
    let off = read(&repo.pmrepo(&["calendar"]).ends(0).out);
    let meeting = find(&off, "2026-03-10-checkout/meeting");
    assert_eq!(value(meeting, "STATUS"), "CANCELLED");
    assert!(!uids(&off).iter().any(|it| it.contains("AI-1")));
}

#[test]
fn only_what_somebody_asks_for() {
    let repo = repo();
    let mine = |words: &[&str]| -> Vec<String> {
        let all = [&["calendar"], words].concat();
        let events = read(&repo.pmrepo_as("ivan", &all).ends(0).out);
        let names = uids(&events).into_iter();
        names
            .map(|it| it.trim_end_matches("@pmrepo").to_owned())
            .collect()
    };
    assert_eq!(
        mine(&["--who", "dave"]),
        ["2026-03-10-checkout/action-item/AI-1"]
    );
    let ivans = mine(&["--who", "me"]);
    assert!(ivans.contains(&"2026-03-10-checkout/meeting".to_owned()));
    assert!(ivans.contains(&"process-reviews/2026-04-20".to_owned()));
    assert!(!ivans.iter().any(|it| it.contains("AI-1")));
    assert_eq!(mine(&["--owner", "@Carol"]).len(), 6);
    assert_eq!(mine(&["--owner", "bob"]).len(), 0);
    assert_eq!(
        mine(&["--kind", "process-review", "--kind", "reviewed"]),
        ["2026-03-10-checkout/reviewed", "process-reviews/2026-04-20",]
    );
    let wrong = repo.pmrepo(&["calendar", "--kind", "nonsense"]).ends(2);
    assert!(
        wrong.err.contains("possible values: meeting, "),
        "{wrong:#?}"
    );
}

#[test]
fn what_is_confidential_is_left_out() {
    let repo = repo();
    repo.write(
        &report("secret"),
        REPORT.replace(
            "title: Checkout latency",
            "title: Breach\nconfidential: true",
        ),
    );
    // One that cannot be read is named by its date alone.
    repo.write(
        &report("hidden"),
        "---\ntitle: Leak\nconfidential: true\nstatus: [\n---\n",
    );
    let said = repo.pmrepo(&["calendar", "--all"]).ends(1);
    let events = read(&said.out);
    assert!(uids(&events).iter().all(|it| !it.contains("secret")));
    for word in ["secret", "hidden", "Breach", "Leak"] {
        assert!(
            !said.out.contains(word) && !said.err.contains(word),
            "{word}"
        );
    }
    assert_eq!(said.err, "2026-03-10 (confidential): cannot be read\n");
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_written() {
    let repo = repo();
    repo.write(&report("broken"), "---\ntitle: [\n---\n");
    repo.write(
        &report("when"),
        REPORT.replace("2026-04-02T15:00+02:00", "next Tuesday"),
    );
    repo.write(
        "process-reviews/2026/2026-05-01.md",
        "---\nscheduled_for: soon\nstatus: scheduled\n---\n",
    );
    let said = repo.pmrepo(&["calendar"]).ends(1);
    let events = read(&said.out);
    find(&events, "2026-03-10-checkout/meeting");
    find(&events, "2026-03-10-when/reviewed");
    snapbox::assert_data_eq!(
        said.err,
        snapbox::str![[r#"
postmortems/2026/2026-03-10-broken/postmortem.md:2: the bracket that opens here is never closed
postmortems/2026/2026-03-10-when/postmortem.md:11: `meeting.scheduled_for` is not a timestamp
process-reviews/2026/2026-05-01.md:2: `scheduled_for` cannot be read

"#]]
        .raw()
    );
}

#[test]
fn several_roots_and_a_bare_repository_are_written_alike() {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q", "--template=", "--initial-branch=main", "w"])
        .ends(0);
    for team in ["a", "b"] {
        repo.write(&format!("w/{team}/pmrepo.yaml"), "");
        repo.write(&format!("w/{team}/{}", report("checkout")), REPORT);
    }
    repo.git_in("w", &["add", "--all"]).ends(0);
    repo.git_in("w", &["commit", "-qm", "start"]).ends(0);
    let events = repo.pmrepo_in("w", &["calendar"]).ends(0).out;
    let names = read(&events);
    find(&names, "a:2026-03-10-checkout/meeting");
    find(&names, "b:2026-03-10-checkout/meeting");
    repo.git(&["clone", "-q", "--bare", "w", "bare.git"])
        .ends(0);
    for words in [&["calendar"][..], &["calendar", "--rev", "main"]] {
        assert_eq!(repo.pmrepo_in("bare.git", words).ends(0).out, events);
    }
}

/// Texts that would be something else in a calendar, a shell or a terminal.
fn hostile() -> Sandbox {
    let repo = repo();
    let long = "Überlänge, 障害; \\n \u{1f692} ".repeat(20);
    for (slug, title) in [
        ("event", "x\\r\\nEND:VEVENT\\r\\nBEGIN:VEVENT\\r\\nUID:1"),
        ("codes", "\\u001b[31mred\\u202e\\u0000\\u0085\\u2028"),
        ("marks", "a, b; c\\\\d \\\\n : \\\" =20"),
        ("long", &long.replace('\\', "\\\\")),
    ] {
        let title = format!("title: \"{title}\"");
        let text = REPORT
            .replace("title: Checkout latency", &title)
            .replace(
                "scribe: bob",
                "scribe: \"b\\nATTENDEE:mailto:x@example.com\"",
            )
            .replace("AI-1", "AI,1;\\n");
        repo.write(&report(slug), text);
    }
    // Two steps of one name, two items without one, two reports of one name.
    let twice = "  - {title: Twice, owner: dave, due: 2026-04-05, state: open}\n";
    let text = REPORT.replace("---\n\n", "").replacen(
        "action_items:\n",
        &format!("action_items:\n{twice}{twice}"),
        1,
    );
    repo.write(&report("twice"), &text);
    repo.write("postmortems/2025/2026-03-10-twice/postmortem.md", &text);
    let step = "- [ ] `sme.add-notes` bob Add notes.\n\n";
    repo.write(
        "postmortems/2026/2026-03-10-twice/checklist.md",
        format!("## Experts\n\n{step}{step}"),
    );
    repo
}

#[test]
fn a_text_stays_a_text() {
    let said = hostile().pmrepo(&["calendar", "--all"]);
    let events = read(&said.out);
    let titles: Vec<String> = events.iter().map(|it| text(it, "SUMMARY")).collect();
    let is_there = |it: &str| assert!(titles.iter().any(|title| title == it), "{titles:#?}");
    is_there("Postmortem review: x\\r\\nEND:VEVENT\\r\\nBEGIN:VEVENT\\r\\nUID:1");
    is_there("Postmortem review: \\u{1b}[31mred\\u{202e}\\u{0}\\u{85}\\u{2028}");
    is_there("Postmortem review: a, b; c\\d \\n : \" =20");
    find(&events, "2026-03-10-twice/checklist-step/sme.add-notes#2");
    find(&events, "2026-03-10-twice/action-item#4");
}

/// Programs that others wrote read what is written. Where they are not installed, that is said.
#[test]
fn other_readers_understand_it() {
    let repo = hostile();
    repo.pmrepo(&["demo", "d"]).ends(0);
    let all: [Output; 2] = [
        repo.pmrepo(&["calendar", "--all"]),
        repo.pmrepo(&["-C", "d", "calendar", "--all"]),
    ];
    for (at, output) in all.iter().enumerate() {
        let name = format!("{at}.ics");
        repo.write(&name, &output.out);
        let path = repo.path(&name);
        let count = read(&output.out).len();
        let python = format!(
            "import sys, icalendar\n\
             it = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
             events = list(it.walk('VEVENT'))\n\
             assert len(events) == {count}, len(events)\n\
             assert not it.errors and not any(it.errors for it in events)\n"
        );
        let has_python = Command::new("python3")
            .args(["-c", "import icalendar"])
            .output()
            .is_ok_and(|it| it.status.success());
        if has_python {
            let read = Command::new("python3")
                .args(["-c", &python])
                .arg(&path)
                .output()
                .unwrap();
            assert!(read.status.success(), "{read:#?}");
        } else {
            println!("skipped: Python's icalendar is not installed");
        }
        let Some(libical) = libical(&repo) else {
            println!("skipped: libical and a C compiler are not installed");
            continue;
        };
        let read = Command::new(libical).arg(&path).output().unwrap();
        assert!(read.status.success(), "{read:#?}");
    }
}

/// Builds the reader that stands on libical.
fn libical(repo: &Sandbox) -> Option<std::path::PathBuf> {
    let flags = Command::new("pkg-config")
        .args(["--cflags", "--libs", "libical"])
        .output()
        .ok()
        .filter(|it| it.status.success())?;
    let flags = String::from_utf8(flags.stdout).ok()?;
    let program = repo.path("icalcheck");
    let built = Command::new("cc")
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/support/icalcheck.c"
        ))
        .arg("-o")
        .arg(&program)
        .args(flags.split_whitespace())
        .status()
        .ok()?;
    built.success().then_some(program)
}
