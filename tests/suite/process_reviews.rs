//! `process-review`, and what reviews owe.

use snapbox::IntoData as _;

use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A major incident, resolved 22 days before the moment of the runs.
const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
roles: {incident_commander: ivan}
action_items:
  - {id: AI-1, title: Cap the pool, kind: prevent, owner: dave, state: open}
  - {id: AI-2, title: Name a deputy early, kind: process, owner: ivan, due: 2026-03-30, state: open}
  - {id: AI-3, title: Say who writes, kind: process, owner: ivan, state: done, done_on: 2026-03-20}
---

## What Didn't Go So Well

<!-- One line each. -->

- **Nobody** spoke for the `support` team.
- Two people [did](x.md) the same
  work.
";

/// A review that was held, and left a tweak open.
const HELD: &str = "---
scheduled_for: 2026-03-02T14:00Z
status: held
chair: alice
attendees: [alice, ivan]
incidents: [2026-03-10-covered]
tweaks:
  - {id: AI-1, title: Hold a drill every second month, kind: process, owner: bob, due: 2026-03-20, state: open}
  - {id: AI-2, title: Train scribes, kind: process, owner: bob, state: done, done_on: 2026-03-09}
---

## What we did well

Much.
";

const PLANNED: &str = "process-reviews/2026/2026-04-20.md";

fn review(day: &str) -> String {
    format!("process-reviews/2026/{day}.md")
}

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.git(&["config", "user.email", "alice@example.com"])
        .ends(0);
    repo.write(
        "people.yaml",
        "people:\n  - {handle: alice, email: alice@example.com}\n  - {handle: bob}\n  - {handle: carol}\n  \
         - {handle: dave}\n  - {handle: ivan}\n",
    );
    repo.write(&report("late"), REPORT);
    repo.write(&report("covered"), REPORT);
    repo.write(&report("minor"), REPORT.replace("SEV-2", "SEV-4"));
    let not_required = "status: not-required\nnot_required_because: A drill.";
    repo.write(
        &report("drill"),
        REPORT.replace("status: draft", not_required),
    );
    repo.write(&review("2026-03-02"), HELD);
    repo
}

/// A repository in which a review is planned for the 20th of April.
fn planned() -> Sandbox {
    let repo = repo();
    repo.pmrepo(&[
        "process-review",
        "new",
        "--on",
        "2026-04-20",
        "--chair",
        "me",
    ])
    .ends(0);
    repo
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_new_one_begins_with_what_there_is_to_talk_about() {
    let repo = repo();
    let made = repo
        .pmrepo(&[
            "process-review",
            "new",
            "--on",
            "2026-04-20 14:00",
            "--chair",
            "me",
            "--invite",
            "@bob",
            "--invite",
            "ivan",
        ])
        .ends(0);
    assert_eq!(made.snapshot(), format!("{PLANNED}\nexit status 0\n"));
    snapbox::assert_data_eq!(repo.read(PLANNED), snapbox::str![[r#"
---
scheduled_for: 2026-04-20T14:00Z
status: scheduled
chair: alice
attendees: []
invited: [bob, ivan]
incidents: ["2026-03-10-late"]
# tweaks:  # What changes: id, title, kind: process, owner, due, state
---

<!-- About the response, not about the systems: who did what when, and what would make it easier. -->

## Agenda

### Checkout latency (SEV-2)

Report: [2026-03-10-late](../../postmortems/2026/2026-03-10-late/postmortem.md), draft, led by ivan

What didn't go so well, as the report says:

- Nobody spoke for the support team.
- Two people did the same work.

Still open of what is to change in the process:

- 2026-03-10-late/AI-2: Name a deputy early, ivan, due 2026-03-30

### Tweaks that earlier reviews left open

- 2026-03-02/AI-1: Hold a drill every second month, bob, due 2026-03-20

## What we did well

<!-- One line each. -->

## What we would do differently

<!-- One line each. -->

## Tweaks to the process

<!-- Each with an owner; they belong in `tweaks` above. -->

"#]].raw());
    repo.pmrepo(&["check", "--fail-on", "warning", PLANNED])
        .ends(0);
    repo.commit("Plan a process review").ends(0);
}

#[test]
fn a_second_one_of_a_day_gets_a_name_of_its_own() {
    let repo = planned();
    let first = repo.read(PLANNED);
    let second = repo
        .pmrepo(&["process-review", "new", "--on", "2026-04-20 16:00"])
        .ends(0);
    assert_eq!(second.out, "process-reviews/2026/2026-04-20-2.md\n");
    assert_eq!(
        second.err,
        "hint: 2026-04-20 is scheduled too, and names some of the same incidents\n"
    );
    assert_eq!(repo.read(PLANNED), first);
    repo.pmrepo(&["check", "--fail-on", "warning", "process-reviews"])
        .ends(0);
    // Two ids begin alike: the whole one means itself, a part of both means neither.
    repo.pmrepo(&["process-review", "agenda", "2026-04-20"])
        .ends(0);
    let torn = repo.pmrepo(&["process-review", "agenda", "04-20"]).ends(2);
    snapbox::assert_data_eq!(
        torn.err,
        snapbox::str![[r#"
error: `04-20` fits 2 process reviews
hint: 2026-04-20-2
hint: 2026-04-20

"#]]
        .raw()
    );
}

#[cfg(unix)]
#[test]
fn many_at_once_get_names_of_their_own_and_nothing_is_written_through_a_link() {
    let repo = repo();
    repo.sh(
        "for i in 1 2 3 4 5 6; do pmrepo process-review new --on 2026-04-20 >> made & done; wait",
    )
    .ends(0);
    let made = repo.read("made");
    let mut paths: Vec<&str> = made.lines().collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), 6, "{made}");
    for path in paths {
        assert!(repo.read(path).ends_with("`tweaks` above. -->\n"), "{path}");
    }
    repo.sh("rm -r process-reviews && mkdir elsewhere && ln -s elsewhere process-reviews")
        .ends(0);
    let refused = repo.pmrepo(&["process-review", "new"]).ends(2).err;
    assert!(refused.contains("never writes through a link"), "{refused}");
    repo.sh("rmdir elsewhere").ends(0);
}

#[test]
fn what_would_be_wrong_is_not_written() {
    let repo = repo();
    for (words, said) in [
        (&["--chair", "a/b"][..], "nothing was written: "),
        (
            &["--invite", "anyone", "--invite", "bob"],
            "cannot both be invited",
        ),
        (&["--on", "2026-02-30"], "--on: "),
        (&["--on", "soon"], "--on: "),
    ] {
        let all = [&["process-review", "new"], words].concat();
        let refused = repo.pmrepo(&all).ends(2).err;
        assert!(refused.contains(said), "{words:?}: {refused}");
    }
    repo.write(
        ".pmrepo/templates/process-review.md",
        "---\nstatus: planned\n---\n",
    );
    let refused = repo.pmrepo(&["process-review", "new"]).ends(2).err;
    assert!(refused.contains("nothing was written: "), "{refused}");
    repo.write(".pmrepo/templates/process-review.md", "{{ nonsense }}\n");
    let refused = repo.pmrepo(&["process-review", "new"]).ends(2).err;
    assert!(refused.contains("process-review.md"), "{refused}");
    assert!(!repo.path(&review("2026-04-01")).exists());
    repo.write(
        ".pmrepo/templates/process-review.md",
        "---\nscheduled_for: {{ scheduled_for }}\nstatus: scheduled\n---\n\nOurs.\n",
    );
    repo.pmrepo(&["process-review", "new"]).ends(0);
    assert_eq!(
        repo.read(&review("2026-04-01")),
        "---\nscheduled_for: 2026-04-01T12:00Z\nstatus: scheduled\n---\n\nOurs.\n"
    );
}

#[test]
fn older_incidents_and_those_that_a_review_covers_are_left_out() {
    let repo = repo();
    repo.write("pmrepo.yaml", "schema: 1\nenforce_from: 2026-03-15\n");
    let named = |repo: &Sandbox| {
        let agenda = repo
            .pmrepo(&["process-review", "agenda", "--format", "json"])
            .ends(0)
            .out;
        let incidents = json(&agenda)["incidents"].as_array().unwrap().clone();
        let ids = incidents
            .iter()
            .map(|it| it["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert!(named(&repo).is_empty());
    repo.write("pmrepo.yaml", "schema: 1\n");
    assert_eq!(named(&repo), ["2026-03-10-late"]);
    repo.write(&review("2026-03-02"), HELD.replace("covered", "late"));
    assert_eq!(named(&repo), ["2026-03-10-covered"]);
    // One that was held nobody knows when covers nothing, as in `overdue`.
    repo.write(
        &review("2026-03-02"),
        HELD.replace("2026-03-02T14:00Z", "in March"),
    );
    assert_eq!(named(&repo), ["2026-03-10-covered", "2026-03-10-late"]);
    // One that is only planned covers nothing yet.
    let planned = HELD.replace("status: held", "status: scheduled");
    repo.write(&review("2026-03-02"), planned);
    assert_eq!(named(&repo), ["2026-03-10-covered", "2026-03-10-late"]);
}

#[test]
fn nothing_of_a_confidential_postmortem_leaves_its_place() {
    let repo = repo();
    let secret = REPORT.replace("owner: carol", "owner: carol\nconfidential: true");
    repo.write(
        &report("late"),
        secret.replace("Checkout latency", "Stolen keys"),
    );
    repo.pmrepo(&["process-review", "new", "--on", "2026-04-20"])
        .ends(0);
    let notes = repo.read(PLANNED);
    // The id is how it comes to be covered; nothing else is there.
    assert!(
        notes.contains("incidents: [\"2026-03-10-late\"]\n"),
        "{notes}"
    );
    assert!(
        notes.contains(
            "### 2026-03-10 (confidential)\n\n\
             [Its report](../../postmortems/2026/2026-03-10-late/postmortem.md) is confidential: nothing of \
             it is written here.\n"
        ),
        "{notes}"
    );
    for format in ["markdown", "human"] {
        let shown = repo
            .pmrepo(&["process-review", "agenda", "--format", format])
            .ends(0)
            .out;
        let leaks = |word| shown.contains(word);
        assert!(leaks("2026-03-10"), "{shown}");
        let is_public = format == "markdown";
        for word in [
            "2026-03-10-late",
            "Stolen keys",
            "support",
            "deputy",
            "ivan",
        ] {
            assert_eq!(leaks(word), !is_public, "{format} {word}: {shown}");
        }
    }
}

#[test]
fn an_agenda_is_what_there_is_to_talk_about_now() {
    let repo = planned();
    let agenda = repo.pmrepo(&["process-review", "agenda"]).ends(0);
    snapbox::assert_data_eq!(
        agenda.out,
        snapbox::str![[r#"
Process review 2026-04-20

when:     2026-04-20 10:00 (UTC)
status:   scheduled
chair:    alice
invited:  anyone

1 incident

  2026-03-10-late: Checkout latency (SEV-2)
    led by ivan; report: draft; review due 2026-04-09
    what didn't go so well:
    - Nobody spoke for the support team.
    - Two people did the same work.
    action items about the process that are open:
    - 2026-03-10-late/AI-2: Name a deputy early (ivan, open, due 2026-03-30, late)

Tweaks that earlier reviews left open

  - 2026-03-02/AI-1: Hold a drill every second month (bob, open, due 2026-03-20, late)

"#]]
        .raw()
    );
    let markdown = repo
        .pmrepo(&["process-review", "agenda", "--format", "markdown"])
        .ends(0);
    snapbox::assert_data_eq!(
        markdown.out,
        snapbox::str![[r#"
### Process review, 2026-04-20T10:00Z

scheduled, chair: alice, anyone may join

#### 2026-03-10-late: Checkout latency (SEV-2)

Led by ivan; review due 2026-04-09

What didn't go so well:

- Nobody spoke for the support team.
- Two people did the same work.

Still open of what is to change in the process:

- 2026-03-10-late/AI-2: Name a deputy early (ivan, due 2026-03-30, **late**)

#### Tweaks that earlier reviews left open

- 2026-03-02/AI-1: Hold a drill every second month (bob, due 2026-03-20, **late**)

"#]]
        .raw()
    );
    let program = repo
        .pmrepo(&["process-review", "agenda", "--format", "json"])
        .ends(0);
    snapbox::assert_data_eq!(program.out, snapbox::str![[r#"
{"version":1,"snapshot":"worktree","process_review":{"id":"2026-04-20","path":"process-reviews/2026/2026-04-20.md","status":"scheduled","scheduled_for":"2026-04-20T10:00:00Z","chair":"alice","attendees":[],"invited":"anyone","incidents":["2026-03-10-late"],"tweaks":[],"cancelled_because":null,"unreadable":null},"incidents":[{"id":"2026-03-10-late","path":"postmortems/2026/2026-03-10-late/postmortem.md","url":null,"title":"Checkout latency","status":"draft","severity":"SEV-2","date":"2026-03-10","resolved_at":"2026-03-10T11:00:00Z","incident_commander":"ivan","confidential":false,"listed":true,"due":"2026-04-09T23:59:59Z","late":false,"went_badly":["Nobody spoke for the support team.","Two people did the same work."],"action_items":[{"name":"2026-03-10-late/AI-2","title":"Name a deputy early","owner":"ivan","due":"2026-03-30","state":"open","late":true}]}],"open_tweaks":[{"name":"2026-03-02/AI-1","title":"Hold a drill every second month","owner":"bob","due":"2026-03-20","state":"open","late":true}],"unreadable":[]}

"#]].raw());
    // What came after the notes were begun is there, and is said to be new.
    repo.write(
        "postmortems/2026/2026-03-30-young/postmortem.md",
        REPORT.replace("03-10T", "03-30T"),
    );
    let agenda = repo.pmrepo(&["process-review", "agenda"]).ends(0).out;
    assert!(
        agenda.contains("2026-03-30-young: Checkout latency (SEV-2)\n    not in the notes yet; "),
        "{agenda}"
    );
    // One that was held talked about what it names, and nothing else.
    let held = repo
        .pmrepo(&["process-review", "agenda", "03-02", "--format", "json"])
        .ends(0)
        .out;
    let held = json(&held);
    assert_eq!(held["incidents"].as_array().unwrap().len(), 1);
    assert_eq!(held["incidents"][0]["id"], "2026-03-10-covered");
    assert_eq!(held["open_tweaks"].as_array().unwrap().len(), 0);
}

#[test]
fn without_a_review_there_is_an_agenda_too_and_what_cannot_be_read_is_said() {
    let repo = repo();
    repo.write(&report("broken"), "---\ntitle: [\n---\n");
    repo.write(&review("2026-02-02"), "no front matter\n");
    let agenda = repo.pmrepo(&["process-review", "agenda"]).ends(0).out;
    assert!(
        agenda.starts_with(
            "No process review is scheduled. One that is called now would talk about:\n"
        ),
        "{agenda}"
    );
    let (_, unreadable) = agenda
        .split_once("Cannot be read, and may belong here\n")
        .unwrap();
    for path in [report("broken"), review("2026-02-02")] {
        assert!(unreadable.contains(&path), "{agenda}");
    }
    let made = repo.pmrepo(&["process-review", "new"]).ends(0).err;
    assert!(
        made.contains("2026-03-10-broken/postmortem.md cannot be read"),
        "{made}"
    );
}

#[test]
fn everything_that_reads_reads_any_state_and_a_bare_repository() {
    let repo = planned();
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "--quiet", "--no-verify", "-m", "planned"])
        .ends(0);
    repo.write(
        PLANNED,
        repo.read(PLANNED).replace("chair: alice", "chair: bob"),
    );
    repo.git(&["add", "--all"]).ends(0);
    repo.write(
        PLANNED,
        repo.read(PLANNED).replace("chair: bob", "chair: ivan"),
    );
    repo.git(&["clone", "--quiet", "--bare", ".", "bare.git"])
        .ends(0);
    let chair = |directory: &str, words: &[&str]| {
        let list = ["process-review", "list", "--format", "json"];
        let listed = repo
            .pmrepo_in(directory, &[&list, words].concat())
            .ends(0)
            .out;
        let agenda = ["process-review", "agenda", "--format", "json"];
        let agenda = repo
            .pmrepo_in(directory, &[&agenda, words].concat())
            .ends(0)
            .out;
        let named = json(&agenda)["process_review"]["chair"].clone();
        assert_eq!(json(&listed)["process_reviews"][0]["chair"], named);
        assert_eq!(json(&agenda)["version"], 1);
        named.as_str().unwrap().to_owned()
    };
    assert_eq!(chair("", &[]), "ivan");
    assert_eq!(chair("", &["--staged"]), "bob");
    assert_eq!(chair("", &["--rev", "HEAD"]), "alice");
    assert_eq!(chair("bare.git", &[]), "alice");
    let refused = repo
        .pmrepo_in("bare.git", &["process-review", "new"])
        .ends(2)
        .err;
    assert!(
        refused.contains("a bare repository has no files to write"),
        "{refused}"
    );
    repo.pmrepo_in("bare.git", &["process-review", "join"])
        .ends(2);
}

#[test]
fn reviews_are_listed_the_latest_first() {
    let repo = planned();
    let listed = repo.pmrepo(&["process-review", "list"]).ends(0);
    snapbox::assert_data_eq!(
        listed.out,
        snapbox::str![[r#"
ID          STATUS     WHEN              CHAIR  PEOPLE  INCIDENTS  OPEN TWEAKS
2026-04-20  scheduled  2026-04-20 10:00  alice  0       1          0 of 0
2026-03-02  held       2026-03-02 14:00  alice  2       1          1 of 2

times in UTC

"#]]
        .raw()
    );
    let held = repo
        .pmrepo(&[
            "process-review",
            "list",
            "--status",
            "held",
            "--format",
            "json",
        ])
        .ends(0);
    snapbox::assert_data_eq!(held.out, snapbox::str![[r#"
{"version":1,"snapshot":"worktree","process_reviews":[{"id":"2026-03-02","path":"process-reviews/2026/2026-03-02.md","status":"held","scheduled_for":"2026-03-02T14:00:00Z","chair":"alice","attendees":["alice","ivan"],"invited":[],"incidents":["2026-03-10-covered"],"tweaks":[{"id":"AI-1","title":"Hold a drill every second month","owner":"bob","due":"2026-03-20","state":"open"},{"id":"AI-2","title":"Train scribes","owner":"bob","due":null,"state":"done"}],"cancelled_because":null,"unreadable":null}]}

"#]].raw());
    for (format, start) in [
        ("csv", "id,path,status,scheduled_for,chair,"),
        ("markdown", "| Review | Status | When | Chair |"),
    ] {
        let shown = repo
            .pmrepo(&["process-review", "list", "--format", format])
            .ends(0)
            .out;
        assert!(shown.starts_with(start), "{shown}");
        assert_eq!(shown.matches("2026-04-20T10:00Z").count(), 1, "{shown}");
    }
    repo.pmrepo(&["process-review", "list", "--status", "done"])
        .ends(2);
    let none = Sandbox::new().pmrepo(&["process-review", "list"]).ends(0);
    assert_eq!(none.out, "no process reviews\n");
}

#[test]
fn whoever_is_interested_may_join_and_nothing_else_changes() {
    let repo = planned();
    let before = repo.read(PLANNED);
    let joined = repo.pmrepo(&["process-review", "join"]).ends(0).out;
    assert_eq!(joined, "2026-04-20: alice comes\n");
    repo.pmrepo(&["process-review", "join", "04-20", "--as", "@bob"])
        .ends(0);
    let after = repo.read(PLANNED);
    assert_eq!(
        after,
        before.replace("attendees: []\n", "attendees:\n  - alice\n  - bob\n")
    );
    let again = repo
        .pmrepo(&["process-review", "join", "--as", "alice@example.com"])
        .ends(0)
        .out;
    assert_eq!(again, "2026-04-20: alice comes, as the notes say already\n");
    assert_eq!(repo.read(PLANNED), after);
    let team = repo
        .pmrepo(&["process-review", "join", "--as", "platform/storage"])
        .ends(2)
        .err;
    assert!(team.contains("nothing was written: "), "{team}");
    assert_eq!(repo.read(PLANNED), after);
    repo.pmrepo(&["check", "--fail-on", "warning", PLANNED])
        .ends(0);
}

#[test]
fn line_ends_comments_and_order_stay() {
    let repo = repo();
    let notes = "---\r\n# Ours.\r\nstatus: scheduled   # for now\r\nscheduled_for: 2026-03-30T14:00Z\r\n\
                 attendees: [bob] # so far\r\n---\r\n\r\n## What we did well\r\n\r\nMuch.\r\n";
    repo.write(&review("2026-03-30"), notes);
    repo.pmrepo(&["process-review", "join"]).ends(0);
    let joined = notes.replace("[bob]", "[bob, alice]");
    assert_eq!(repo.read(&review("2026-03-30")), joined);
    repo.pmrepo(&["process-review", "held"]).ends(0);
    assert_eq!(
        repo.read(&review("2026-03-30")),
        joined.replace("status: scheduled ", "status: held ")
    );
}

#[test]
fn those_who_are_not_allowed_do_not_join() {
    let repo = planned();
    let invited = repo
        .read(PLANNED)
        .replace("invited: anyone", "invited: [bob]");
    repo.write(PLANNED, &invited);
    let refused = repo
        .pmrepo(&["process-review", "join", "--as", "ivan"])
        .ends(2);
    assert_eq!(
        refused.err,
        "error: 2026-04-20 is for those who are invited, and ivan is not\n\
         hint: ask alice, who may add you to `invited`\n"
    );
    assert_eq!(repo.read(PLANNED), invited);
    repo.pmrepo(&["process-review", "join", "--as", "Bob"])
        .ends(0);
    // The chair needs no invitation.
    repo.pmrepo(&["process-review", "join"]).ends(0);
    repo.pmrepo(&["process-review", "cancel", "--because", "A holiday."])
        .ends(0);
    let refused = repo
        .pmrepo(&["process-review", "join", "04-20", "--as", "bob"])
        .ends(2)
        .err;
    assert!(refused.contains("2026-04-20 is cancelled"), "{refused}");
    // Who was at one that was held is a fact, whoever was invited.
    let said = repo
        .pmrepo(&["process-review", "join", "03-02", "--as", "carol"])
        .ends(0)
        .out;
    assert_eq!(said, "2026-03-02: carol was there\n");
    assert!(
        repo.read(&review("2026-03-02"))
            .contains("attendees: [alice, ivan, carol]\n")
    );
    repo.pmrepo(&["process-review", "join", "nowhere"]).ends(2);
    repo.git(&["config", "--unset", "user.email"]).ends(0);
    let unknown = repo
        .pmrepo_with(
            &[("GIT_AUTHOR_NAME", "")],
            &["process-review", "join", "03-02"],
        )
        .ends(2)
        .err;
    assert!(
        unknown.contains("git does not know who you are"),
        "{unknown}"
    );
}

#[test]
fn a_review_is_held_once_there_are_notes_and_attendees() {
    let repo = planned();
    let held = |words: &[&str]| {
        let mut all = vec!["--as-of", "2026-04-21T12:00Z", "process-review", "held"];
        all.extend(words);
        repo.pmrepo_with(&[], &all)
    };
    // Not before it begins.
    let early = repo.pmrepo(&["process-review", "held"]).ends(2).err;
    assert!(
        early.contains("2026-04-20 10:00 UTC is yet to come"),
        "{early}"
    );
    let before = repo.read(PLANNED);
    let refused = held(&[]).ends(1);
    snapbox::assert_data_eq!(
        refused.out,
        snapbox::str![[r#"
2026-04-20 cannot be recorded as held yet:

  - `attendees` is missing: the review was held (2026-04-20.md:3, PM704)
  - `What we did well` is empty: the review was held (2026-04-20.md:32, PM704)
  - `What we would do differently` is empty: the review was held (2026-04-20.md:36, PM704)
  - `Tweaks to the process` is empty: the review was held (2026-04-20.md:40, PM704)

"#]]
        .raw()
    );
    assert_eq!(repo.read(PLANNED), before);
    repo.pmrepo(&["process-review", "join"]).ends(0);
    let written = repo.read(PLANNED).replace(
        "<!-- One line each. -->",
        "Somebody took the notes from the first minute on.",
    );
    let written = written.replace("`tweaks` above. -->", "`tweaks` above. -->\n\nNone.");
    repo.write(PLANNED, &written);
    let said = held(&["--at", "2026-04-20 15:30"]).ends(0).out;
    assert_eq!(said, "2026-04-20: scheduled -> held\n");
    let expected = written
        .replace("status: scheduled", "status: held")
        .replace("2026-04-20T10:00Z", "2026-04-20T15:30Z");
    assert_eq!(repo.read(PLANNED), expected);
    let later = ["--as-of", "2026-04-21T12:00Z"];
    let check = [&later[..], &["check", "--fail-on", "warning", PLANNED]].concat();
    repo.pmrepo_with(&[], &check).ends(0);
    let again = held(&["04-20"]).ends(2).err;
    assert!(again.contains("2026-04-20 is held already"), "{again}");
    let none = held(&[]).ends(2).err;
    assert!(none.contains("no process review is scheduled"), "{none}");
    // Its incidents are covered now.
    let agenda = repo.pmrepo(&["process-review", "agenda"]).ends(0).out;
    assert!(agenda.contains("\nNo incidents.\n"), "{agenda}");
}

/// What changes may stand in `tweaks` alone: then the section about it has nothing to add.
#[test]
fn tweaks_of_the_front_matter_are_what_a_review_has_to_say() {
    let repo = planned();
    repo.pmrepo(&["process-review", "join"]).ends(0);
    let written = repo.read(PLANNED).replace(
        "<!-- One line each. -->",
        "Somebody took the notes from the first minute on.",
    );
    repo.write(PLANNED, &written);
    let held = || {
        let words = ["--as-of", "2026-04-21T12:00Z", "process-review", "held"];
        repo.pmrepo_with(&[], &words)
    };
    let refused = held().ends(1).out;
    assert!(
        refused.contains("`Tweaks to the process` is empty"),
        "{refused}"
    );
    let words = [
        "action",
        "add",
        "2026-04-20",
        "Page the deputy too",
        "--owner",
        "erin",
    ];
    repo.pmrepo(&words).ends(0);
    held().ends(0);
    assert!(repo.read(PLANNED).contains("status: held"));
}

#[test]
fn one_that_is_not_held_says_why() {
    let repo = planned();
    repo.pmrepo(&["process-review", "cancel", "--because", " "])
        .ends(2);
    let said = repo
        .pmrepo(&[
            "process-review",
            "cancel",
            "--because",
            "Half of us are ill.",
        ])
        .ends(0)
        .out;
    assert_eq!(said, "2026-04-20: scheduled -> cancelled\n");
    let notes = repo.read(PLANNED);
    assert!(
        notes.contains("status: cancelled\ncancelled_because: Half of us are ill.\n"),
        "{notes}"
    );
    repo.pmrepo(&["check", "--fail-on", "warning", PLANNED])
        .ends(0);
    repo.pmrepo(&["process-review", "held", "04-20"]).ends(2);
    repo.pmrepo(&["process-review", "cancel", "04-20", "--because", "Again."])
        .ends(2);
    repo.write(
        PLANNED,
        notes.replace("cancelled_because: Half of us are ill.\n", ""),
    );
    let found = repo.pmrepo(&["check", PLANNED]).ends(1).out;
    assert!(
        found.contains("`cancelled_because` is missing: required for one that is cancelled"),
        "{found}"
    );
}

#[test]
fn an_id_that_is_left_out_means_the_one_that_can_be_meant() {
    let repo = repo();
    for (day, hour) in [
        ("2026-03-30", "14"),
        ("2026-04-13", "14"),
        ("2026-04-20", "14"),
    ] {
        let at = format!("{day} {hour}:00");
        repo.pmrepo(&["process-review", "new", "--on", &at]).ends(0);
    }
    let joined = repo.pmrepo(&["process-review", "join"]).ends(0).out;
    assert_eq!(joined, "2026-04-13: alice comes\n");
    let held = repo.pmrepo(&["process-review", "held"]).ends(1).out;
    assert!(held.starts_with("2026-03-30 cannot be recorded"), "{held}");
    let torn = repo
        .pmrepo(&["process-review", "cancel", "--because", "Ill."])
        .ends(2);
    snapbox::assert_data_eq!(
        torn.err,
        snapbox::str![[r#"
error: which process review?
hint: 2026-03-30
hint: 2026-04-13
hint: 2026-04-20

"#]]
        .raw()
    );
}

/// What reviews owe, as its kind, what it is about, who owes it, and how it stands.
fn owed(repo: &Sandbox, as_of: &str, command: &str) -> Vec<String> {
    let words = ["--as-of", as_of, command, "--format", "json"];
    let shown = json(&repo.pmrepo_with(&[], &words).out);
    let mut owed = Vec::new();
    for item in shown.get("items").and_then(|it| it.as_array()).unwrap() {
        let text = |key: &str| item.get(key).and_then(|it| it.as_str());
        let kind = text("kind").unwrap();
        let is_of_review = text("path").unwrap().starts_with("process-reviews/");
        if is_of_review || kind == "process-review" {
            owed.push(format!(
                "{kind} {} {} {}",
                text("postmortem").or(text("action_item")).unwrap_or("-"),
                item.get("owed_by").unwrap(),
                text("state").unwrap()
            ));
        }
    }
    owed
}

#[test]
fn what_reviews_owe_is_listed_for_all_and_for_whoever_owes_it() {
    let repo = planned();
    repo.write("pmrepo.yaml", "schema: 1\nprocess_review: {every: 40d}\n");
    assert_eq!(
        owed(&repo, "2026-04-01", "overdue"),
        [r#"action-item AI-1 ["bob"] overdue"#]
    );
    // The notes a business day after, an incident after 30 days, the next review after 40.
    assert_eq!(
        owed(&repo, "2026-04-22", "overdue"),
        [
            r#"action-item AI-1 ["bob"] overdue"#,
            r#"process-review 2026-03-10-late ["ivan"] overdue"#,
            r#"next-process-review - ["alice","ivan"] overdue"#,
            r#"process-review-notes - ["alice"] overdue"#,
        ]
    );
    // Alice is `me`.
    assert_eq!(
        owed(&repo, "2026-04-22", "mine"),
        [
            r#"next-process-review - ["alice","ivan"] overdue"#,
            r#"process-review-notes - ["alice"] overdue"#,
        ]
    );
    let shown = repo
        .pmrepo_with(
            &[],
            &[
                "--as-of",
                "2026-04-22",
                "overdue",
                "--kind",
                "process-review-notes",
            ],
        )
        .ends(1)
        .out;
    assert!(shown.contains("process-review 2026-04-20"), "{shown}");
    // Held, it owes no notes, covers the incident, and moves the next one on.
    let held = repo
        .read(PLANNED)
        .replace("status: scheduled", "status: held");
    repo.write(PLANNED, held);
    assert_eq!(
        owed(&repo, "2026-04-22", "overdue"),
        [r#"action-item AI-1 ["bob"] overdue"#]
    );
}

#[test]
fn nothing_that_reports_say_reaches_the_terminal_as_it_is() {
    let repo = planned();
    let hostile = "\u{9b}2J\u{202e}\u{200b}";
    let text = REPORT
        .replace("Checkout latency", &format!("{hostile}title"))
        .replace("same", &format!("{hostile}same"))
        .replace("Name a deputy", &format!("{hostile}Name a deputy"));
    repo.write(&report("late"), text);
    repo.write(
        &review("2026-03-02"),
        HELD.replace("Hold a", &format!("{hostile}a")),
    );
    repo.write(PLANNED, repo.read(PLANNED).replace("alice", hostile));
    for words in [
        &["agenda"][..],
        &["agenda", "--format", "json"],
        &["agenda", "--format", "markdown"],
        &["list"],
        &["list", "--format", "csv"],
        &["list", "--format", "markdown"],
        &["list", "--format", "json"],
    ] {
        let all = [&["process-review"], words].concat();
        let shown = repo.pmrepo(&all).ends(0).out;
        assert!(
            !shown.contains(['\u{9b}', '\u{202e}', '\u{200b}']),
            "{shown:?}"
        );
    }
}

#[test]
fn ids_of_reviews_are_completed() {
    let repo = planned();
    repo.write("process-reviews/2026/.hidden.md", "");
    repo.write("process-reviews/2026/notes.txt", "");
    let words = ["process-review", "join", "2026"];
    let index = words.len().to_string();
    let variables = [
        ("COMPLETE", "bash"),
        ("_CLAP_COMPLETE_INDEX", index.as_str()),
        ("_CLAP_IFS", "\n"),
    ];
    let line = [&["--", "pmrepo"][..], &words].concat();
    let offered = repo.pmrepo_with(&variables, &line).ends(0).out;
    assert_eq!(offered, "2026-04-20\n2026-03-02");
}

#[test]
fn tweaks_are_added_and_moved_on_as_action_items_are() {
    let repo = repo();
    let said = repo
        .pmrepo(&[
            "action",
            "add",
            "2026-03-02",
            "Name a deputy early",
            "--owner",
            "me",
            "--due",
            "2026-04-30",
        ])
        .ends(0)
        .out;
    assert_eq!(said, "2026-03-02/AI-3\n");
    let notes = repo.read(&review("2026-03-02"));
    let added = "  - id: AI-3\n    title: Name a deputy early\n    kind: process\n    owner: alice\n    \
                 due: 2026-04-30\n    state: open\n";
    assert_eq!(
        notes,
        HELD.replace("\n---\n\n## What", &format!("\n{added}---\n\n## What"))
    );
    let said = repo.pmrepo(&["action", "done", "03-02/AI-1"]).ends(0).out;
    assert_eq!(said, "2026-03-02/AI-1: done\n");
    assert_eq!(
        repo.read(&review("2026-03-02")),
        notes.replacen("state: open}", "state: done, done_on: 2026-04-01}", 1)
    );
    repo.pmrepo(&[
        "action",
        "drop",
        "2026-03-02/AI-3",
        "--because",
        "Nobody wants it.",
    ])
    .ends(0);
    repo.pmrepo(&["check", "--fail-on", "warning", &review("2026-03-02")])
        .ends(0);
    assert_eq!(owed(&repo, "2026-04-22", "mine"), [""; 0]);
    repo.pmrepo(&["action", "done", "2026-03-02/AI-9"]).ends(2);
    // The whole id of a postmortem, and a part that fits one, mean the postmortem.
    repo.write(
        "postmortems/2026/2026-03-02-older/postmortem.md",
        REPORT.replace("03-10T", "03-02T"),
    );
    let said = repo.pmrepo(&["action", "start", "03-02/AI-1"]).ends(0).out;
    assert_eq!(said, "2026-03-02-older/AI-1: in-progress\n");
    let said = repo
        .pmrepo(&["action", "start", "2026-03-02/AI-1"])
        .ends(0)
        .out;
    assert_eq!(said, "2026-03-02/AI-1: in-progress\n");
}
