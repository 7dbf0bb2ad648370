//! `policy try`: what was late over the history, by today's configuration and by another one.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::kept;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// The last moment that is looked at.
const END: &str = "2026-04-01T12:00:00Z";

/// A deadline, told from all others: what it is of, its kind, and which of that kind.
type Owed = (String, String, String);

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn owed(item: &Value) -> Owed {
    let of = match &item["postmortem"] {
        Value::Null => &item["path"],
        id => id,
    };
    let parts = ["step", "action_item", "name"].map(|it| text(&item[it]));
    (text(of), text(&item["kind"]), parts.concat())
}

fn at(value: &Value) -> i64 {
    let moment = chrono::DateTime::parse_from_rfc3339(value.as_str().unwrap());
    moment.unwrap().timestamp()
}

/// What `policy try` says was late at a moment, by one of the two.
fn late(answer: &Value, side: &str, moment: i64) -> BTreeSet<Owed> {
    let items = answer["items"].as_array().unwrap().iter();
    let is_late = |item: &&Value| {
        item[side]["late"].as_array().unwrap().iter().any(|it| {
            let is_over = !it["until"].is_null() && at(&it["until"]) <= moment;
            at(&it["due"]) < moment && at(&it["from"]) <= moment && !is_over
        })
    };
    items.filter(is_late).map(owed).collect()
}

/// What `overdue --replay` says was late at a moment.
fn replayed(sandbox: &Sandbox, directory: &str, moment: i64) -> BTreeSet<Owed> {
    let moment = chrono::DateTime::from_timestamp(moment, 0).unwrap();
    let moment = moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let words = [
        "-C", directory, "overdue", "--replay", &moment, "--format", "json",
    ];
    let out = sandbox.pmrepo_with(&[], &words);
    assert!(out.status < 2, "{out:#?}");
    let out: Value = serde_json::from_str(&out.out).unwrap();
    let items = out["items"].as_array().unwrap().iter();
    let is_late = |it: &&Value| it["state"] == "overdue";
    items.filter(is_late).map(owed).collect()
}

fn tried(sandbox: &Sandbox, directory: &str, words: &[&str]) -> Output {
    let mut all = vec!["-C", directory, "--as-of", END, "policy", "try"];
    all.extend(words);
    sandbox.pmrepo_with(&[], &all)
}

fn answer(sandbox: &Sandbox, directory: &str, words: &[&str]) -> Value {
    let words = [words, &["--format", "json"]].concat();
    let out = tried(sandbox, directory, &words).ends(0).out;
    serde_json::from_str(&out).unwrap()
}

/// The moment of every commit on HEAD's own line, one a second before each, one in the middle between two,
/// and the last.
fn moments(sandbox: &Sandbox, directory: &str) -> BTreeSet<i64> {
    let words = ["log", "--first-parent", "--format=%ct"];
    let log = sandbox.git_in(directory, &words).ends(0).out;
    let mut commits: Vec<i64> = log.lines().map(|it| it.parse().unwrap()).collect();
    commits.push(at(&Value::from(END)));
    commits.sort_unstable();
    let first = *commits.first().unwrap();
    let before = commits.iter().map(|it| it - 1);
    let between = commits.windows(2).map(|it| i64::midpoint(it[0], it[1]));
    let all: BTreeSet<i64> = commits
        .iter()
        .copied()
        .chain(before)
        .chain(between)
        .collect();
    all.into_iter().filter(|it| *it >= first).collect()
}

/// Holds an answer against `overdue --replay`; gives how many were late, all moments together.
fn agrees(sandbox: &Sandbox, directory: &str, answer: &Value, side: &str) -> usize {
    let mut count = 0;
    for moment in moments(sandbox, directory) {
        let found = late(answer, side, moment);
        assert_eq!(
            found,
            replayed(sandbox, directory, moment),
            "{side} at {moment}"
        );
        count += found.len();
    }
    count
}

/// Writes another configuration into every commit of a repository.
fn rewrite(sandbox: &Sandbox, directory: &str, config: &str) {
    sandbox.write("tried.yaml", config);
    let file = sandbox.path("tried.yaml");
    let words = ["hash-object", "-w", file.to_str().unwrap()];
    let blob = sandbox.git_in(directory, &words).ends(0).out;
    let entry = "^M 100644 [0-9a-f]* pmrepo\\.yaml$";
    let sed = format!("s/{entry}/M 100644 {} pmrepo.yaml/", blob.trim());
    sandbox.rewrite(directory, &sed);
}

#[test]
fn it_agrees_with_what_overdue_replays_at_every_commit_of_the_demo() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let tried = [
        "deadlines.reviewed.SEV-2=3d",
        "deadlines.action-item={SEV-2: 10d, SEV-3: 20d}",
        "deadlines.internal-notice.SEV-1=none",
        "process_review.every=14d",
        "calendar.holidays=[2026-03-16, 2026-03-17]",
    ];
    let answer = answer(&sandbox, "d", &tried);
    let before = agrees(&sandbox, "d", &answer, "before");
    assert!(before > 50, "{before}");
    // The same history, had it been the configuration of each commit.
    let config = sandbox.read("d/pmrepo.yaml");
    let config = config.replace(
        "weekend: [saturday, sunday]",
        "weekend: [saturday, sunday]\n  holidays: [2026-03-16, 2026-03-17]",
    ) + "deadlines:\n  reviewed: {SEV-2: 3d}\n  action-item: {SEV-2: 10d, SEV-3: 20d}\n  internal-notice: {SEV-1: none}\n\
           process_review: {every: 14d}\n";
    rewrite(&sandbox, "d", &config);
    let then = agrees(&sandbox, "d", &answer, "then");
    assert!(then > before, "{then}");
    // As a file it is the same.
    kept::demo(&sandbox, "e");
    let by_file = answer_of_file(&sandbox, "e");
    assert_eq!(by_file["items"], answer["items"]);
    assert_eq!(by_file["kinds"], answer["kinds"]);
}

fn answer_of_file(sandbox: &Sandbox, directory: &str) -> Value {
    answer(sandbox, directory, &["--config", "../tried.yaml"])
}

/// A report that owes much, and names nobody.
fn open(more: &str) -> String {
    format!(
        "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-02T10:00Z\n\
         resolved_at: 2026-03-02T11:00Z\nservices: [checkout]\n{more}---\n"
    )
}

fn commit(sandbox: &Sandbox, at: &str) {
    let dates = [("GIT_COMMITTER_DATE", at), ("GIT_AUTHOR_DATE", at)];
    sandbox.git(&["add", "--all"]).ends(0);
    let words = [
        "commit",
        "--quiet",
        "--no-verify",
        "--allow-empty",
        "--message",
        "x",
    ];
    sandbox.program_with(&dates, "git", &words).ends(0);
}

/// Clocks that are behind, a merge, a postmortem that moves and one that goes, one that cannot be read for
/// a while, times that are yet to come, process reviews that are held, changed and gone.
#[test]
fn it_agrees_on_a_history_that_is_no_straight_line() {
    let sandbox = Sandbox::new();
    let review = |status: &str, incidents: &str| {
        format!(
            "---\nscheduled_for: 2026-03-10T10:00Z\nstatus: {status}\nchair: alice\n\
             incidents: [{incidents}]\ntweaks:\n  - {{id: AI-1, title: Page, kind: process, \
             priority: P1, owner: bob, due: 2026-03-12, ticket: X-1, state: open}}\n---\n"
        )
    };
    sandbox.write("pmrepo.yaml", "process_review: {every: 10d}\n");
    commit(&sandbox, "2026-03-01T10:00Z");
    sandbox.write(&report("one"), open(""));
    sandbox.write(&report("two"), open("owner: carol\n"));
    commit(&sandbox, "2026-03-02T12:00Z");
    sandbox.write(&report("one"), "---\ntitle: [\n---\n");
    commit(&sandbox, "2026-03-03T12:00Z");
    sandbox.git(&["checkout", "--quiet", "-b", "side"]).ends(0);
    sandbox.write(&report("one"), open("owner: bob\n"));
    commit(&sandbox, "2026-03-04T12:00Z");
    sandbox.git(&["checkout", "--quiet", "-"]).ends(0);
    sandbox.write(
        &report("two"),
        open("owner: carol\nreviewed_at: 2026-03-20T10:00Z\n"),
    );
    commit(&sandbox, "2026-03-05T12:00Z");
    let dates = [("GIT_COMMITTER_DATE", "2026-03-06T12:00Z")];
    let words = ["merge", "--quiet", "--no-edit", "side"];
    sandbox.program_with(&dates, "git", &words).ends(0);
    // Its clock was ahead, and the next one's was behind.
    sandbox.write(
        "process-reviews/2026/2026-03-10.md",
        review("held", "2026-03-10-one"),
    );
    commit(&sandbox, "2026-03-19T12:00Z");
    let [from, to] = ["two", "three"].map(report);
    std::fs::create_dir_all(sandbox.path(&to).parent().unwrap()).unwrap();
    sandbox.git(&["mv", &from, &to]).ends(0);
    commit(&sandbox, "2026-03-11T12:00Z");
    sandbox.write("process-reviews/2026/2026-03-10.md", review("held", ""));
    commit(&sandbox, "2026-03-21T12:00Z");
    sandbox.write(&report("nested"), open("owner: dave\n"));
    commit(&sandbox, "2026-03-21T13:00Z");
    sandbox.git(&["rm", "--quiet", &report("one")]).ends(0);
    commit(&sandbox, "2026-03-22T12:00Z");
    sandbox
        .git(&["rm", "--quiet", "process-reviews/2026/2026-03-10.md"])
        .ends(0);
    commit(&sandbox, "2026-03-24T12:00Z");
    sandbox.write(&report("one"), open(""));
    commit(&sandbox, "2026-03-26T12:00Z");

    let answer = answer(&sandbox, ".", &["deadlines.reviewed.SEV-2=1d"]);
    assert_eq!(answer["postmortems"], 3);
    // What was called `two` is the same postmortem.
    let mut now = answer.clone();
    let renamed = |it: &str| it.replace("2026-03-10-two", "2026-03-10-three");
    for item in now["items"].as_array_mut().unwrap() {
        let of = item["postmortem"].as_str().map(renamed);
        item["postmortem"] = of.map_or(Value::Null, Value::from);
    }
    let mut count = 0;
    for moment in moments(&sandbox, ".") {
        let found = late(&now, "before", moment);
        let replayed: BTreeSet<Owed> = replayed(&sandbox, ".", moment)
            .into_iter()
            .map(|(of, kind, part)| (renamed(&of), kind, part))
            .collect();
        assert_eq!(found, replayed, "at {moment}");
        count += found.len();
    }
    assert!(count > 30, "{count}");
}

#[test]
fn nobody_vouches_for_what_overdue_cannot_read() {
    let sandbox = Sandbox::plain();
    sandbox.git(&["init", "--quiet", "d"]).ends(0);
    let words = ["deadlines.reviewed.SEV-2=1d"];
    let mut at = 10;
    let mut says = |report_says: &str| {
        sandbox.write("d/pmrepo.yaml", "schema: 1\n");
        sandbox.write(&format!("d/{}", report("late")), report_says);
        at += 1;
        let at = format!("2026-03-{at}T10:00:00Z");
        let dates = [("GIT_COMMITTER_DATE", &*at), ("GIT_AUTHOR_DATE", &*at)];
        let script = "git -C d add --all && git -C d -c core.hooksPath=/dev/null commit --quiet --amend \
                      --message x 2>/dev/null || git -C d commit --quiet --no-verify --message x";
        sandbox.program_with(&dates, "sh", &["-c", script]).ends(0);
        let tried = answer(&sandbox, "d", &words);
        let proof = sandbox
            .pmrepo_with(
                &[],
                &[
                    "-C", "d", "--as-of", END, "prove", "late", "--format", "json",
                ],
            )
            .ends(0);
        let proof: Value = serde_json::from_str(&proof.out).unwrap();
        (tried, proof["proofs"][0].clone())
    };
    let owed_of = |tried: &Value, kind: &str| {
        let mut kinds = tried["kinds"].as_array().unwrap().iter();
        kinds.find(|it| it["kind"] == kind).unwrap()["then"]["owed"].clone()
    };
    let (tried, proof) = says(&open(""));
    assert_eq!(tried["unreadable"], 0, "{tried}");
    assert_eq!(owed_of(&tried, "reviewed"), 1, "{tried}");
    assert_eq!(proof["was_unreadable"], false, "{proof}");
    // An end that is yet to come.
    let (tried, proof) = says(&open("").replace("resolved_at: 2026", "resolved_at: 2027"));
    assert_eq!(tried["unreadable"], 1, "{tried}");
    assert_eq!(owed_of(&tried, "reviewed"), 0, "{tried}");
    assert_eq!(proof["was_unreadable"], true, "{proof}");
    assert_eq!(proof["clocks"].as_array().unwrap().len(), 0, "{proof}");
    // One that has come since: until then nobody could say.
    let later = open("").replace("resolved_at: 2026-03-02", "resolved_at: 2026-03-20");
    let (tried, proof) = says(&later);
    assert_eq!(tried["unreadable"], 1, "{tried}");
    assert_eq!(owed_of(&tried, "reviewed"), 1, "{tried}");
    assert_eq!(proof["was_unreadable"], true, "{proof}");
    assert_ne!(proof["clocks"].as_array().unwrap().len(), 0, "{proof}");
    // What is beside what is owed, and cannot be read.
    for more in [
        "action_items: [{id: AI-1, title: Add a lamp, priority: P1, due: soon}]\n",
        "action_items: [{id: AI-1, title: Add a lamp, priority: P3, due: 2026-03-32}]\n",
        "action_items: {AI-1: {title: Add a lamp}}\n",
        "reviewed_at: soon\n",
        "major: yes\n",
    ] {
        let (tried, proof) = says(&open(more));
        assert_eq!(tried["unreadable"], 1, "{more}: {tried}");
        assert_eq!(proof["was_unreadable"], true, "{more}: {proof}");
    }
}

#[test]
fn what_is_no_deadline_is_refused_as_it_is_in_the_configuration() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    for (word, said) in [
        (
            "deadlines.reviewed.SEV-9=3d",
            "error: `SEV-9` is none of the severities\nhint: did you mean `SEV-5`?\n",
        ),
        (
            "deadlines.reveiwed.SEV-2=3d",
            "error: `reveiwed` is not a key of pmrepo.yaml here\nhint: did you mean `reviewed`?\n",
        ),
        (
            "deadlines.reviewed.SEV-2=soon",
            "error: `soon` is not a number of hours (`24h`), days (`3d`), business days (`5bd`) or months (`1month`)\nhint: write it like `24h`, `3d`, `5bd` or `1month`\n",
        ),
        (
            "deadlines.reviewed.SEV-2=",
            "error: `deadlines.reviewed.SEV-2` gets no value\nhint: write a term (`3d`, `5bd`, `24h`), or `none` for no deadline\n",
        ),
        (
            "deadline.reviewed.SEV-2=3d",
            "error: nothing is due by `deadline`\nhint: did you mean `deadlines`?\n",
        ),
        (
            "rules.PM501=off",
            "error: nothing is due by `rules`\nhint: what can be tried is deadlines, process_review, calendar, timezone, enforce_from, major, priorities\n",
        ),
        (
            "deadlines.reviewed.SEV-2",
            "error: `deadlines.reviewed.SEV-2` is no KEY=VALUE\nhint: write `deadlines.reviewed.SEV-2=3d`\n",
        ),
        (
            "deadlines.reviewed=[",
            "error: the bracket that opens here is never closed\nhint: close it, and put a comma between the items\n",
        ),
    ] {
        let refused = tried(&sandbox, "d", &[word]).ends(2);
        assert_eq!((refused.out.as_str(), refused.err.as_str()), ("", said));
        // In the file it is the same.
        let Some((key, value)) = word.split_once('=').filter(|(it, value)| {
            it.starts_with("deadlines.") && it.matches('.').count() == 2 && !value.is_empty()
        }) else {
            continue;
        };
        let mut parts = key.split('.').skip(1);
        let (kind, severity) = (parts.next().unwrap(), parts.next().unwrap());
        sandbox.write(
            "x.yaml",
            format!("deadlines:\n  {kind}:\n    {severity}: {value}\n"),
        );
        let refused = tried(&sandbox, "d", &["--config", "../x.yaml"]).ends(2);
        let (_, message) = said.split_once("error: ").unwrap();
        let line = if severity == "SEV-2" && value == "3d" {
            2
        } else {
            3
        };
        assert_eq!(refused.err, format!("error: ../x.yaml:{line}: {message}"));
    }
    // With a configuration of today that cannot be trusted nothing is compared.
    let broken = sandbox.read("d/pmrepo.yaml") + "deadlines: {x: 3d}\n";
    sandbox.write("d/pmrepo.yaml", broken);
    tried(&sandbox, "d", &["deadlines.reviewed.SEV-2=3d"]).ends(2);
    let nothing = Sandbox::plain();
    nothing.write("pmrepo.yaml", "");
    let refused = nothing
        .pmrepo(&["policy", "try", "deadlines.reviewed.SEV-2=3d"])
        .ends(2);
    assert_eq!(
        refused.err,
        "error: without git there is nothing to replay\n"
    );
}

#[test]
fn nobody_is_named_and_a_confidential_postmortem_is_its_date() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let people = sandbox.read("d/people.yaml");
    let lines = people.lines().filter(|it| {
        let keys = ["handle:", "name:", "email:"];
        keys.iter().any(|key| it.contains(key))
    });
    // What a team is called may be a word of an id.
    let lines = lines.filter_map(|it| it.split(", team").next());
    let words = lines.flat_map(|it| it.split(|it: char| !it.is_alphanumeric()));
    let known = ["handle", "name", "email", "example", "com", "team", "chat"];
    let names: BTreeSet<&str> = words
        .filter(|it| it.len() > 2 && !known.contains(it) && !it.chars().all(char::is_numeric))
        .collect();
    assert!(
        names.contains("mara") && names.contains("Carter"),
        "{names:?}"
    );
    let path = "postmortems/2026/2026-03-02-stolen/postmortem.md";
    sandbox.write(
        &format!("d/{path}"),
        open("confidential: true\nowner: mallory\n"),
    );
    sandbox.git_in("d", &["add", "--all"]).ends(0);
    let date = [("GIT_COMMITTER_DATE", "2026-03-31T23:00Z")];
    let words = [
        "-C",
        "d",
        "commit",
        "--quiet",
        "--no-verify",
        "--message",
        "x",
    ];
    sandbox.program_with(&date, "git", &words).ends(0);
    let human = tried(&sandbox, "d", &["deadlines.reviewed.SEV-2=1d"])
        .ends(0)
        .out;
    let json = answer(&sandbox, "d", &["deadlines.reviewed.SEV-2=1d"]);
    for shown in [&human, &json.to_string()] {
        assert!(
            !shown.contains("stolen") && !shown.contains("mallory"),
            "{shown}"
        );
        let mut words = shown.split(|it: char| !it.is_alphanumeric());
        let named = words.find(|it| names.contains(it));
        assert_eq!(named, None, "{shown}");
    }
    assert!(
        human.contains("Confidential, counted and not listed: 2026-03-02.\n"),
        "{human}"
    );
    assert_eq!(json["confidential"], serde_json::json!(["2026-03-02"]));
    // It counts, also once it is no longer confidential.
    let count = |json: &Value| {
        let kinds = json["kinds"].as_array().unwrap().iter();
        let mut kinds = kinds.filter(|it| it["kind"] == "reviewed");
        kinds.next().unwrap()["then"]["late"].as_u64().unwrap()
    };
    let all = count(&json);
    sandbox.write(&format!("d/{path}"), open("owner: mallory\n"));
    sandbox
        .git_in(
            "d",
            &[
                "commit",
                "--all",
                "--quiet",
                "--no-verify",
                "--message",
                "x",
            ],
        )
        .ends(0);
    let json = answer(&sandbox, "d", &["deadlines.reviewed.SEV-2=1d"]);
    assert_eq!(count(&json), all);
    assert_eq!(json["confidential"], serde_json::json!(["2026-03-02"]));
    let words = ["deadlines.reviewed.SEV-2=1d", "--since", "2026-03-03"];
    assert_eq!(
        answer(&sandbox, "d", &words)["confidential"],
        serde_json::json!([])
    );
    let words = [
        "deadlines.reviewed.SEV-2=1d",
        "--since",
        "2026-03-02",
        "--until",
        "2026-03-02",
    ];
    let one = answer(&sandbox, "d", &words);
    assert_eq!((&one["postmortems"], count(&one)), (&Value::from(1), 1));
}

#[test]
fn a_bare_repository_says_the_same_and_a_shallow_one_that_it_is_cut_off() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let whole = tried(&sandbox, "d", &["deadlines.reviewed.SEV-2=3d"])
        .ends(0)
        .out;
    assert!(!whole.contains("cut off"), "{whole}");
    sandbox
        .git(&["clone", "--quiet", "--bare", "d", "b.git"])
        .ends(0);
    let bare = tried(&sandbox, "b.git", &["deadlines.reviewed.SEV-2=3d"])
        .ends(0)
        .out;
    assert_eq!(bare, whole);
    let url = format!("file://{}", sandbox.path("d").display());
    sandbox
        .git(&["clone", "--quiet", "--depth", "9", &url, "s"])
        .ends(0);
    let shallow = tried(&sandbox, "s", &["deadlines.reviewed.SEV-2=3d"])
        .ends(0)
        .out;
    assert!(shallow.contains("The history is cut off here"), "{shallow}");
    // Before the first commit there is nothing.
    let empty = Sandbox::new();
    let none = tried(&empty, ".", &["deadlines.reviewed.SEV-2=3d"])
        .ends(0)
        .out;
    assert!(none.starts_with("0 postmortems, 0 commits."), "{none}");
}

#[test]
fn the_commands_on_its_page_work() {
    kept::follow(include_str!("../../.github/pages/policy.md"), 4);
}

#[test]
fn neither_zone_nor_threads_change_a_byte() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    for more in [&[][..], &["--format", "json"]] {
        let words = [
            &["-C", "d", "--as-of", END, "policy", "try"],
            &["deadlines.reviewed.SEV-2=3d"][..],
            more,
        ]
        .concat();
        let plain = sandbox.pmrepo_with(&[], &words).ends(0).out;
        for variables in [
            ("TZ", "Asia/Kathmandu"),
            ("RAYON_NUM_THREADS", "1"),
            ("RAYON_NUM_THREADS", "7"),
        ] {
            let said = sandbox.pmrepo_with(&[variables], &words).ends(0).out;
            assert_eq!(said, plain, "{variables:?}");
        }
    }
}
