//! What process reviews and their tweaks owe.

use super::tests::document;
use super::tests::policy;
use super::*;
use crate::config::Policy;
use crate::document::Document;
use crate::postmortem::ProcessReview;

const BERLIN: &str = "{timezone: Europe/Berlin, calendar: {holidays: [2026-04-06]}}";
/// Held on the Thursday before the change to summer time.
const HELD: &str = "scheduled_for: 2026-03-26T14:00+01:00\nstatus: held\nchair: alice\n";

fn review(front_matter: &str) -> Document {
    document("process-reviews/2026/2026-03-26.md", front_matter)
}

/// What stands in the review at a place.
fn said(review: &Document, place: Span) -> &str {
    review.text.get(place.start..place.end).unwrap()
}

fn notes_due(policy: &Policy, front_matter: &str) -> Option<(String, bool)> {
    of_review(&ProcessReview::new(policy, &review(front_matter)))
        .map(|it| (it.due.to_string(), it.is_met))
}

#[test]
fn the_notes_are_due_the_business_day_after() {
    let policy = policy(BERLIN);
    for (scheduled_for, due) in [
        ("2026-03-26T14:00+01:00", "2026-03-27T23:59:59+01:00"),
        // Over the weekend, and over the change to summer time.
        ("2026-03-27T14:00+01:00", "2026-03-30T23:59:59+02:00"),
        // Friday in UTC, Saturday where the team is; Easter Monday follows.
        ("2026-04-03T22:30Z", "2026-04-07T23:59:59+02:00"),
    ] {
        let text = format!("scheduled_for: {scheduled_for}\nstatus: scheduled\n");
        let expected = Some((due.to_owned(), false));
        assert_eq!(notes_due(&policy, &text), expected, "{scheduled_for}");
    }
}

#[test]
fn the_chair_owes_the_notes_and_owes_them_where_the_time_stands() {
    let review = review(HELD);
    let due = of_review(&ProcessReview::new(&policy(BERLIN), &review)).unwrap();
    assert_eq!(due.kind, DeadlineKind::ProcessReviewNotes);
    assert_eq!(
        (due.role, due.owed_by),
        (Role::Chair, vec!["alice".to_owned()])
    );
    assert_eq!((due.is_met, due.met_at), (true, None));
    assert_eq!(due.path, review.path);
    assert_eq!(said(&review, due.span), "2026-03-26T14:00+01:00");
    assert_eq!(
        due.explanation.to_string(),
        "1 business day after the process review (2026-03-26T14:00+01:00)"
    );
}

#[test]
fn notes_are_owed_until_the_review_is_held_and_not_where_it_is_cancelled() {
    let policy = policy("");
    let at = "scheduled_for: 2026-03-26T14:00Z";
    let due = "2026-03-27T23:59:59Z".to_owned();
    for (status, expected) in [
        ("status: held", Some((due.clone(), true))),
        ("status: scheduled", Some((due.clone(), false))),
        ("chair: alice", Some((due, false))),
        ("status: cancelled", None),
    ] {
        let text = format!("{at}\n{status}\n");
        assert_eq!(notes_due(&policy, &text), expected, "{status}");
    }
    // Without a time nothing can be computed, and a rule asks for it.
    assert_eq!(notes_due(&policy, "status: held"), None);
    assert_eq!(notes_due(&policy, "scheduled_for: on Thursday"), None);
}

#[test]
fn the_term_of_the_notes_can_be_configured() {
    for (term, expected) in [
        ("3d", Some("2026-03-29T23:59:59Z")),
        ("none", None),
        ("48h", Some("2026-03-28T14:00:00Z")),
    ] {
        let policy = policy(&format!("deadlines: {{process-review-notes: {term}}}"));
        let due = notes_due(&policy, "scheduled_for: 2026-03-26T14:00Z");
        let due = due.map(|(at, _)| at);
        assert_eq!(due.as_deref(), expected, "{term}");
    }
}

#[test]
fn without_a_chair_nobody_is_named() {
    let due = of_review(&ProcessReview::new(
        &policy(""),
        &review("scheduled_for: 2026-03-26T14:00Z"),
    ));
    assert_eq!(due.unwrap().owed_by, Vec::<String>::new());
}

#[test]
fn the_next_review_is_due_where_the_policy_wants_one_every_so_often() {
    let next = |config: &str| next_review(&ProcessReview::new(&policy(config), &review(HELD)), &[]);
    assert_eq!(next(""), None);
    assert_eq!(next("process_review: {every: none}"), None);
    let due = next("{timezone: Europe/Berlin, process_review: {every: 30d}}").unwrap();
    // The last was in winter time; 25 April is a Saturday in summer time.
    assert_eq!(due.due.to_string(), "2026-04-25T23:59:59+02:00");
    assert_eq!((due.is_met, due.met_at), (false, None));
    assert_eq!(due.kind, DeadlineKind::NextProcessReview);
    // All incident commanders owe it; the one who called the last is named.
    assert_eq!(due.role, Role::IncidentCommander);
    assert_eq!(due.owed_by, ["alice"]);
    let every = policy("process_review: {every: 30d}");
    let commanders = ["bob", "@Alice", "bob"].map(str::to_owned);
    let due = next_review(&ProcessReview::new(&every, &review(HELD)), &commanders).unwrap();
    assert_eq!(due.owed_by, ["alice", "bob"]);
    let due = next("process_review: {every: 20bd}").unwrap();
    // Four weeks later, again a Thursday.
    assert_eq!(due.due.to_string(), "2026-04-23T23:59:59Z");
    let policy = policy("process_review: {every: 30d}");
    assert_eq!(
        next_review(&ProcessReview::new(&policy, &review("status: held")), &[]),
        None
    );
}

#[test]
fn tweaks_have_their_own_day_alone() {
    let review = review(
        "scheduled_for: 2026-03-26T14:00+01:00
status: held
tweaks:
  - {id: AI-1, title: Page the deputy too., priority: P0, owner: carol, due: 2026-04-10}
  - {id: AI-2, title: Say who is scribe., priority: P0, owner: dave}
  - {id: AI-3, title: Ask for help., state: proposed, due: 2026-04-10}
  - {id: AI-4, title: Train., state: done, due: 2026-03-28, done_on: 2026-03-29}
  - {id: AI-5, title: Drill., state: wont-do, due: 2026-03-28, done_on: 2026-03-29}
  - {id: AI-6, title: Rest., due: 2026-02-30}
  - nothing that is a tweak
",
    );
    let owed = of_tweaks(&ProcessReview::new(&policy(BERLIN), &review));
    let found: Vec<_> = owed
        .iter()
        .map(|it| {
            let at = it.met_at.map(|at| at.to_string());
            let id = it.action_item.as_deref().unwrap();
            (id, it.due.to_string(), it.is_met, at)
        })
        .collect();
    let day = |date: &str, offset: &str| format!("{date}T23:59:59{offset}");
    assert_eq!(
        found,
        [
            ("AI-1", day("2026-04-10", "+02:00"), false, None),
            (
                "AI-4",
                day("2026-03-28", "+01:00"),
                true,
                Some(day("2026-03-29", "+02:00"))
            ),
            ("AI-5", day("2026-03-28", "+01:00"), true, None),
        ]
    );
    assert!(owed.iter().all(|it| it.kind == DeadlineKind::ActionItem));
    assert!(owed.iter().all(|it| it.role == Role::ActionItemOwner));
    assert_eq!(owed[0].owed_by, ["carol"]);
    assert_eq!(owed[0].explanation.to_string(), "its own `due`, 2026-04-10");
    assert_eq!(owed[0].path, review.path);
    assert_eq!(said(&review, owed[0].span), "Page the deputy too.");
}

#[test]
fn a_review_without_tweaks_owes_none() {
    for text in [HELD, "tweaks: []", "tweaks:", "tweaks: later"] {
        assert_eq!(
            of_tweaks(&ProcessReview::new(&policy(""), &review(text))),
            [],
            "{text}"
        );
    }
}
