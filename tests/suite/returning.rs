//! What several pushes do, one after the other, that no single one may: real pushes to a server's hook.
#![cfg(unix)]

use std::fs;

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
const DAVE: &str = "  - {handle: dave, name: Dave, email: dave@example.com}\n";

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
fn what_has_left_draft_once_is_set_up_even_where_it_is_a_draft_again() {
    let asks = "required: {tags: in-review}\n";
    let lost = "`tags` is not required any more";
    let sandbox = established(asks, "in-review");
    sandbox.write(&report("begun"), with_tags("draft"));
    takes(&sandbox, "Not yet");
    sandbox.write("pmrepo.yaml", "schema: 1\n");
    refuses(&sandbox, "PM811", lost);
    // Neither in another place, nor behind a merge of what is the same without its past.
    fs::create_dir_all(sandbox.path("team")).unwrap();
    for name in ["pmrepo.yaml", "people.yaml", "postmortems"] {
        sandbox.git(&["mv", name, &format!("team/{name}")]).ends(0);
    }
    takes(&sandbox, "Move");
    let orphan = "tree=$(git rev-parse 'HEAD^{tree}') && \
        git reset -q --hard $(git commit-tree $tree \
        -p $(git commit-tree $tree -m Alone) -p HEAD -m Merge)";
    sandbox.sh(orphan).ends(0);
    push(&sandbox, &["main"]).ends(0);
    sandbox.write("team/pmrepo.yaml", "schema: 1\n");
    refuses(&sandbox, "PM811", lost);
    // While nothing ever has, it is a note.
    let sandbox = established(asks, "draft");
    sandbox.write("pmrepo.yaml", "schema: 1\n");
    takes(&sandbox, "Set up");
}

#[test]
fn what_had_been_reviewed_is_known_behind_a_merge_of_what_is_the_same() {
    let sandbox = established("schema: 1\n", "reviewed");
    sandbox.write(&report("begun"), with_tags("in-review"));
    takes(
        &sandbox,
        "Once more\n\nPmrepo-Allow: PM801 something was missing",
    );
    let orphan = "tree=$(git rev-parse 'HEAD^{tree}') && \
        git reset -q --hard $(git commit-tree $tree \
        -p $(git commit-tree $tree -m Alone) -p HEAD -m Merge)";
    sandbox.sh(orphan).ends(0);
    push(&sandbox, &["main"]).ends(0);
    sandbox.write(&report("begun"), with_tags("draft"));
    refuses(&sandbox, "PM801", "this had been reviewed");
}

#[test]
fn a_second_root_and_an_empty_one_ask_what_the_first_one_asked() {
    let asks = "required: {tags: in-review}\n";
    let lost = "`tags` is not required any more";
    let sandbox = established(asks, "closed");
    // One that is new, with nothing in it.
    sandbox.write("team/pmrepo.yaml", asks);
    takes(&sandbox, "A team");
    sandbox.write("team/pmrepo.yaml", "schema: 1\n");
    refuses(&sandbox, "PM811", lost);
    // The first one, once all is in the second.
    sandbox.write("team/people.yaml", PEOPLE);
    sandbox
        .git(&["mv", "postmortems", "team/postmortems"])
        .ends(0);
    takes(&sandbox, "All of it");
    sandbox.write("pmrepo.yaml", "schema: 1\n");
    refuses(&sandbox, "PM811", lost);
    // A team that asked for more than the others may ask for as much as they do.
    let more = "required: {tags: in-review, public_at: draft}\n";
    sandbox.write("other/pmrepo.yaml", more);
    takes(&sandbox, "Another team");
    sandbox.write("other/pmrepo.yaml", asks);
    takes(&sandbox, "Set up");
}

#[test]
fn a_word_that_comes_back_is_asked_what_it_was() {
    let four = "[SEV-1, SEV-2, SEV-3, SEV-5]";
    let five = "[SEV-1, SEV-2, SEV-3, SEV-4, SEV-5]";
    let asks = "deadlines: {reviewed: {SEV-4: 20d}}\n\
        required: {tags: {from: draft, for: [SEV-4]}}\n";
    let sandbox = established(asks, "closed");
    let write = |text: &str| sandbox.write("pmrepo.yaml", text);
    write(&format!("severities: {four}\n"));
    takes(&sandbox, "No SEV-4");
    write(&format!(
        "severities: {five}\nrequired: {{tags: {{from: draft, for: [SEV-4]}}}}\n"
    ));
    refuses(
        &sandbox,
        "PM811",
        "`reviewed` of SEV-4, which is back, has no deadline, not 20 days",
    );
    write(&format!(
        "severities: {five}\ndeadlines: {{reviewed: {{SEV-4: 20d}}}}\n"
    ));
    refuses(
        &sandbox,
        "PM811",
        "`tags` is not required any more of SEV-4, which is back",
    );
    write(&format!("severities: {five}\n{asks}"));
    takes(&sandbox, "SEV-4 again");
    // Other words, and the old ones again.
    let named = asks.replace("SEV-4", "P4");
    write(&format!("severities: [P1, P2, P3, P4, P5]\n{named}"));
    sandbox.write(&report("begun"), with_tags("closed").replace("SEV-2", "P2"));
    sandbox.write(&report("one"), crate::sandbox::GOOD.replace("SEV-2", "P2"));
    takes(&sandbox, "P1 to P5");
    write(asks);
    sandbox.write(&report("begun"), with_tags("closed"));
    sandbox.write(&report("one"), crate::sandbox::GOOD);
    takes(&sandbox, "SEV-1 to SEV-5");
    // A priority.
    write(&format!("{asks}priorities: [P1, P2, P3]\n"));
    takes(&sandbox, "No P0");
    write(&format!("{asks}priorities: [P1, P2, P3, P0]\n"));
    refuses(
        &sandbox,
        "PM811",
        "action items of P0, which is back, have no deadline any more",
    );
    write(&format!("{asks}priorities: [P1, P2, P3, P4]\n"));
    takes(&sandbox, "P4");
}

#[test]
fn somebody_who_comes_back_is_who_they_were() {
    let sandbox = established("schema: 1\n", "closed");
    let write = |text: String| sandbox.write("people.yaml", text);
    let without = || PEOPLE.replace(DAVE, "");
    let erin = |it: &str| it.replace("{handle: erin}", "{handle: erin, email: dave@example.com}");
    let said = "`dave@example.com` was dave before, and is erin now";
    let nameless = "  - {handle: dave}\n";
    write(without());
    takes(&sandbox, "Dave leaves");
    write(erin(&(without() + nameless)));
    refuses(&sandbox, "PM811", said);
    // Whoever takes over an address of somebody who left is nobody else; but then they come back.
    write(erin(&without()));
    takes(&sandbox, "Erin answers Dave's mail");
    write(erin(&(without() + nameless)));
    refuses(&sandbox, "PM811", said);
    // Where nobody has taken it, all is as it was.
    let sandbox = established("schema: 1\n", "closed");
    let write = |text: String| sandbox.write("people.yaml", text);
    write(without());
    takes(&sandbox, "Dave leaves");
    write(without() + DAVE + "  - {handle: nia, email: nia@example.com}\n");
    takes(&sandbox, "Dave is back, and Nia is new");
    // An address that somebody has no longer is not somebody else's either.
    write(without() + nameless);
    takes(&sandbox, "Without an address");
    write(erin(&(without() + nameless)));
    refuses(&sandbox, "PM811", said);
}

#[test]
fn nobody_is_somebody_else_in_another_root() {
    let sandbox = established("schema: 1\n", "in-review");
    sandbox.write("team/pmrepo.yaml", "schema: 1\n");
    let others = PEOPLE.replace(", email: dave@example.com}", "}");
    let erin = others.replace("{handle: erin}", "{handle: erin, email: dave@example.com}");
    sandbox.write("team/people.yaml", erin);
    takes(&sandbox, "A team");
    let begun = report("begun");
    let directory = begun.trim_end_matches("/postmortem.md");
    let go = || {
        fs::create_dir_all(sandbox.path("team/postmortems/2026")).unwrap();
        let to = format!("team/{directory}");
        sandbox.git(&["mv", directory, &to]).ends(0);
    };
    go();
    refuses(
        &sandbox,
        "PM811",
        "`dave@example.com` is not dave any more but erin",
    );
    sandbox.write("team/people.yaml", others);
    takes(&sandbox, "Erin has no such address");
    go();
    takes(&sandbox, "It is theirs");
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

#[test]
fn what_is_major_by_its_own_word_owes_what_it_did() {
    let sandbox = established("schema: 1\n", "closed");
    let own = crate::sandbox::GOOD.replace("severity: SEV-2", "severity: SEV-5\nmajor: true");
    sandbox.write("pmrepo.yaml", "major: [SEV-1, SEV-2, SEV-3]\n");
    takes(&sandbox, "More are major");
    sandbox.write(&report("own"), &own);
    takes(&sandbox, "One by its own word");
    let more = "major: [SEV-1, SEV-2, SEV-3, SEV-5]\n";
    sandbox.write("pmrepo.yaml", more);
    let said =
        "`reviewed` of a SEV-5 that is major by its own word has no deadline, not 10 business days";
    refuses(&sandbox, "PM811", said);
    let terms = "deadlines: {reviewed: {SEV-5: 10bd}, action-item: {SEV-5: 60d}}\n";
    sandbox.write("pmrepo.yaml", format!("{more}{terms}"));
    takes(&sandbox, "With deadlines");
}

#[test]
fn what_was_reviewed_where_nobody_looked_is_reviewed_where_it_comes() {
    let sandbox = established("guard: {four_eyes: author}\n", "draft");
    let elsewhere = "other/2026-03-10-late/postmortem.md";
    sandbox.write(elsewhere, with_tags("reviewed"));
    takes(&sandbox, "Outside");
    let inside = report("late");
    fs::create_dir_all(sandbox.path(&inside).parent().unwrap()).unwrap();
    sandbox.git(&["mv", elsewhere, &inside]).ends(0);
    refuses(
        &sandbox,
        "PM810",
        "no commit of this change can be found that sets `reviewed`",
    );
    // Nor where the root comes to it.
    let outside = report("late").replace("postmortems/", "team/postmortems/");
    fs::create_dir_all(sandbox.path(&outside).parent().unwrap()).unwrap();
    sandbox.git(&["mv", elsewhere, &outside]).ends(0);
    takes(&sandbox, "Still outside");
    for name in [
        "pmrepo.yaml",
        "people.yaml",
        &report("begun"),
        &report("one"),
    ] {
        let to = format!("team/{name}");
        fs::create_dir_all(sandbox.path(&to).parent().unwrap()).unwrap();
        sandbox.git(&["mv", name, &to]).ends(0);
    }
    refuses(
        &sandbox,
        "PM810",
        "no commit of this change can be found that sets `reviewed`",
    );
}
