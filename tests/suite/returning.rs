//! What several pushes do, one after the other, that no single one may: real pushes to a server's hook.
#![cfg(unix)]

use crate::receive::push;
use crate::receive::server;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A closed report with everything that one needs.
const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const REVIEW: &str = include_str!("../../src/rules/example/review.md");
const PEOPLE: &str = "people:\n  - {handle: carol, name: Carol, email: carol@example.com}\n  \
    - {handle: dave, name: Dave, email: dave@example.com}\n  - {handle: erin}\n  - {handle: frank}\n  \
    - {handle: bob}\n  - {handle: ivan}\n  - {handle: grace}\n  - {handle: heidi}\n  - {handle: alice}\n";

/// A clone whose server holds a report of a status and this configuration, with all that it asks for.
fn established(config: &str, status: &str) -> Sandbox {
    let sandbox = server();
    sandbox.write("pmrepo.yaml", config);
    sandbox.write("people.yaml", PEOPLE);
    sandbox.write(&report("begun"), with_tags(status));
    takes(&sandbox, "Establish");
    sandbox
}

fn with_tags(status: &str) -> String {
    CLOSED.replace(
        "status: closed",
        &format!("status: {status}\ntags: [cache]"),
    )
}

fn takes(sandbox: &Sandbox, message: &str) {
    sandbox.commit(message).ends(0);
    push(sandbox, &["main"]).ends(0);
}

/// Pushes what is refused, for these reasons, and takes it back.
fn refuses(sandbox: &Sandbox, rule: &str, said: &str) {
    sandbox.commit("Not so").ends(0);
    let refused = push(sandbox, &["main"]).ends(1).err;
    assert!(
        refused.contains(rule) && refused.contains(said),
        "{refused}"
    );
    sandbox
        .git(&["reset", "--quiet", "--hard", "origin/main"])
        .ends(0);
    sandbox.git(&["clean", "--quiet", "-d", "--force"]).ends(0);
}

#[test]
fn a_process_review_that_was_held_stays_held_and_notes_keep_their_text() {
    let sandbox = established("schema: 1\n", "closed");
    let name = report("begun");
    let id = name.rsplit('/').nth(1).unwrap();
    let tweak = "tweaks:\n  - {id: AI-1, title: Hold a drill each month, kind: process, owner: bob, \
        due: 2026-05-20, state: proposed}\n";
    let held = REVIEW
        .replace("2026-03-10-checkout-latency", id)
        .replace("tweaks: []\n", tweak);
    let review = "process-reviews/2026/2026-03-30.md";
    let note = name.replace("postmortem.md", "notes/dave.md");
    sandbox.write(review, &held);
    sandbox.write(&note, "I saw it.\n");
    takes(&sandbox, "A review and a note");
    sandbox.write(review, held.replace("status: held", "status: scheduled"));
    refuses(
        &sandbox,
        "PM806",
        "that the process review was held is removed",
    );
    let (front, _) = held.split_at(held.rfind("---\n").unwrap() + 4);
    sandbox.write(review, format!("{front}\n## What we did well\n"));
    refuses(&sandbox, "PM806", "all that was written down is removed");
    sandbox.write(&note, "\n");
    refuses(&sandbox, "PM806", "all that `dave.md` said is removed");
    sandbox.write(&note, "It was seen by me.\n");
    sandbox.write(review, held.replace("Hold a drill", "Hold one drill"));
    takes(&sandbox, "Other words");
    sandbox.write(&note, "");
    takes(
        &sandbox,
        "Empty it\n\nPmrepo-Allow: PM806 it named a customer",
    );
}
