//! `pmrepo pr`: one comment that says what a branch makes of postmortems.

use pulldown_cmark::Event;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use snapbox::IntoData as _;

use crate::sandbox::Output;
use crate::sandbox::Sandbox;

const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const PATH: &str = "postmortems/2026/2026-03-10-checkout-latency/postmortem.md";

/// A draft on main; a branch begins there.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.path(".git/hooks/pre-commit")).unwrap();
    sandbox.write(PATH, report());
    sandbox.commit("Begin").ends(0);
    sandbox.git(&["checkout", "--quiet", "-b", "topic"]).ends(0);
    sandbox
}

/// The example as a draft whose meeting is yet to come.
fn report() -> String {
    CLOSED
        .replace("status: closed", "status: draft")
        .replace("  held_at: 2026-03-12T14:00Z\n", "")
        .replace(
            "scheduled_for: 2026-03-12T14:00Z",
            "scheduled_for: 2026-04-02T08:00Z",
        )
        .replace("reviewed_at: 2026-03-12T15:00Z\n", "")
}

fn pr(sandbox: &Sandbox, words: &[&str]) -> Output {
    let mut all = vec!["pr"];
    all.extend(words);
    sandbox.pmrepo(&all).ends(0)
}

#[test]
fn the_comment_says_what_becomes_of_a_postmortem() {
    let sandbox = repository();
    let row = "| 2026-03-10T11:10Z |";
    let changed = report()
        .replace("status: draft", "status: in-review")
        .replace("SEV-2", "SEV-1")
        .replace(
            row,
            &format!("| 2026-03-10T10:30Z | Somebody calls. | mail |\n{row}"),
        )
        .replace(
            "grouped_incidents: []",
            "  - {id: AI-2, title: Write a runbook, priority: P2, owner: dave, state: open}\n\
             grouped_incidents: []",
        )
        .replace("  scribe: bob\n", "");
    sandbox.write(PATH, changed);
    sandbox.commit("Send it to the reviewers").ends(0);
    snapbox::assert_data_eq!(
        pr(&sandbox, &[]).out,
        snapbox::str![[r#"
<!-- pmrepo pr -->
## Postmortems in this change

### 2026-03-10-checkout-latency

**Checkout latency after cache failover**: moves from draft to in-review.

Before reviewed:

- [ ] `meeting.held_at` is missing: required from reviewed, for major incidents
- [ ] `due` of AI-2 is missing: required from reviewed, for items that are to be done
- [ ] `ticket` of AI-2 is missing: required from reviewed, for items that are to be done

What changes:

- roles.scribe is removed
- severity: SEV-2 becomes SEV-1
- AI-2 is new: Write a runbook (without due and ticket)
- the timeline gains 1 row and loses none

Findings:

- error PM101 postmortem.md:3: `roles.scribe` is missing: required from in-review, for major incidents
- warning PM604 postmortem.md:3: a major incident without `checklist.md`

Deadlines:

- internal-notice: due Tue 2026-03-10 15:10, was Wed 2026-03-11 11:10
- reviewed: due Fri 2026-03-13, was Tue 2026-03-17
- external-message: due Tue 2026-03-17, was Tue 2026-03-24
- internal-notice is 22 days late (alice)
- meets in-review, due 2026-04-01T08:00Z
- reviewed is 19 days late (carol)
- external-message is 15 days late (erin)
- the meeting is in 20 hours, less than the 24 that reviewers should have

Reviewers might be alice, dave.

### Questions to read with

- Would somebody who was not there understand what happened, and when?
- Do the contributing factors go below the first thing that broke, and stop at no person?
- Is what happened told apart from how it should be prevented?
- Does each action item begin with a verb, and could anybody tell when it is done?
- Does the timeline show how it was noticed, and what was tried in vain?
- Would a customer find in the external message what it meant for them, and no promise that is not kept?

"#]]
        .raw()
    );
}

#[test]
fn a_process_review_is_not_asked_of_a_change() {
    let sandbox = repository();
    sandbox.write(PATH, report().replace("status: draft", "status: in-review"));
    sandbox.commit("Send it").ends(0);
    let words = ["--as-of", "2026-06-01", "pr"];
    let out = sandbox.pmrepo_with(&[], &words).ends(0).out;
    assert!(
        out.contains("reviewed is") && !out.contains("process-review"),
        "{out}"
    );
}

#[test]
fn nothing_of_a_document_breaks_out() {
    let sandbox = repository();
    let hostile =
        "<!-- pmrepo pr --> </details> <script>x</script> @everyone [x](javascript:y) | `z`";
    let changed = report()
        .replace(
            "title: Checkout latency after cache failover",
            &format!("title: '{hostile}'"),
        )
        .replace("owner: carol", &format!("owner: '{hostile}'"));
    sandbox.write(PATH, changed);
    sandbox.commit("Hostile").ends(0);
    let out = pr(&sandbox, &["main...topic"]).out;
    let events: Vec<Event<'_>> = Parser::new(&out).collect();
    let html = events
        .iter()
        .filter(|it| matches!(it, Event::Html(_) | Event::InlineHtml(_)));
    assert_eq!(html.count(), 1, "{out}");
    let links = events
        .iter()
        .filter(|it| matches!(it, Event::Start(Tag::Link { .. } | Tag::Image { .. })));
    assert_eq!(links.count(), 0, "{out}");
    assert!(!out.contains("@everyone"), "{out}");
}

#[test]
fn of_what_is_confidential_only_the_date_is_told() {
    let sandbox = repository();
    let changed = report().replace("owner: carol", "owner: dave\nconfidential: true");
    sandbox.write(PATH, changed);
    sandbox.commit("Keep it close").ends(0);
    let out = pr(&sandbox, &[]).out;
    assert!(
        out.contains("2026-03-10 \\(confidential)") || out.contains("2026-03-10 (confidential)"),
        "{out}"
    );
    assert!(!out.contains("latency") && !out.contains("dave"), "{out}");
}

#[test]
fn the_comment_fits_whatever_the_change() {
    let sandbox = repository();
    for day in 1..=28 {
        for hour in 0..10 {
            let path = PATH.replace("03-10-checkout", &format!("02-{day:02}-n{hour}"));
            sandbox.write(
                &path,
                report()
                    .replace("2026-03-", "2026-02-")
                    .replace("SEV-2", "SEV-9"),
            );
        }
    }
    sandbox.commit("Many").ends(0);
    let out = pr(&sandbox, &[]).out;
    assert!(out.len() < 60_000, "{}", out.len());
    assert!(out.contains("more: `pmrepo pr` shows them"), "{out}");
    assert!(out.contains("Questions to read with"));
}

#[test]
fn without_postmortems_it_says_so() {
    let sandbox = repository();
    sandbox.write("main.c", "int main;\n");
    sandbox.commit("Code").ends(0);
    let out = pr(&sandbox, &[]).out;
    assert!(out.starts_with("<!-- pmrepo pr -->\n"), "{out}");
    assert!(out.ends_with("\nNone.\n"), "{out}");
}

const NOTES: &str = "process-reviews/2026/2026-03-30.md";

#[test]
fn a_process_review_is_told_of_too() {
    let sandbox = repository();
    let notes = "---\nscheduled_for: 2026-03-30T10:00Z\nstatus: scheduled\nchair: erin\nattendees: []\n\
                 invited: anyone\nincidents: []\n---\n\n## What we did well\n\n## What we would do differently\n\n\
                 ## Tweaks to the process\n";
    sandbox.write(NOTES, notes);
    sandbox.commit("Invite to a review").ends(0);
    let invited = pr(&sandbox, &["HEAD~1..HEAD"]).out;
    assert!(
        invited.contains("### Process review 2026-03-30\n\nIt is new, scheduled.\n"),
        "{invited}"
    );
    assert!(invited.contains("\nBefore held:\n\n- [ ] "), "{invited}");
    let held = notes
        .replace("scheduled\n", "held\n")
        .replace("attendees: []", "attendees: [erin, bob]")
        .replace(
            "incidents: []",
            "incidents: [2026-03-10-checkout-latency]\ntweaks:\n  - {id: AI-1, title: Page the deputy too, \
             kind: process, owner: bob, due: 2026-04-30, state: open}",
        )
        .replace("did well\n", "did well\n\nWe paged early.\n");
    sandbox.write(NOTES, held);
    sandbox.commit("Hold it").ends(0);
    snapbox::assert_data_eq!(
        pr(&sandbox, &["HEAD~1..HEAD"]).out,
        snapbox::str![[r#"
<!-- pmrepo pr -->
## Postmortems in this change

### Process review 2026-03-30

It moves from scheduled to held.

What changes:

- attendees: erin, bob
- 1 incident more on its list
- AI-1 is new: Page the deputy too (without ticket)
- written: What we did well

Findings:

- error PM704 2026-03-30.md:16: `What we would do differently` is empty: the review was held

"#]]
        .raw()
    );
    let json = pr(&sandbox, &["HEAD~1..HEAD", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let review = &json["process_reviews"][0];
    assert_eq!(review["status_before"], "scheduled");
    assert_eq!(review["status"], "held");
    assert_eq!(review["path"], NOTES);
}

#[test]
fn reviewers_come_from_code_owners_as_the_base_has_them_and_never_are_the_owner() {
    let sandbox = repository();
    sandbox.write(PATH, report().replace("status: draft", "status: in-review"));
    sandbox.write(
        ".github/CODEOWNERS",
        "/postmortems/ @sre/oncall @carol\n/apps/checkout/ @payments\n",
    );
    sandbox.commit("Send it, and say who owns what").ends(0);
    let out = pr(&sandbox, &[]).out;
    assert!(!out.contains("oncall"), "{out}");
    sandbox.write(
        PATH,
        report().replace("status: draft", "status: in-review") + "\nMore.\n",
    );
    sandbox.commit("More").ends(0);
    let out = pr(&sandbox, &["HEAD~1..HEAD"]).out;
    let line = out.lines().find(|it| it.starts_with("Reviewers")).unwrap();
    assert!(
        line.contains("payments") && line.ends_with("sre/oncall."),
        "{line}"
    );
    assert!(!line.contains("carol"), "{line}");
}

/// What is missing and what is wrong already is one thing: it is told where it is wrong.
#[test]
fn a_fault_is_told_once_in_every_format_for_people() {
    let sandbox = repository();
    let changed = report()
        .replace("status: draft", "status: in-review")
        .replace("  scribe: bob\n", "");
    sandbox.write(PATH, changed);
    sandbox.commit("Send it to the reviewers").ends(0);
    for format in ["human", "markdown"] {
        let out = pr(&sandbox, &["main...HEAD", "--format", format]).out;
        assert_eq!(out.matches("`roles.scribe`").count(), 1, "{out}");
        // What only the next status asks for is told beside it.
        assert_eq!(out.matches("`meeting.held_at`").count(), 1, "{out}");
        assert!(!out.contains("Everything that"), "{out}");
    }
}
