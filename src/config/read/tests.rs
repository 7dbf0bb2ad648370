//! What is wrong with a `pmrepo.yaml`, where, and what to do.

use crate::config::Config;
use crate::source::LineIndex;

/// The faults of a text: line, column, message, and what to do.
fn faults(text: &str) -> Vec<String> {
    let lines = LineIndex::new(text);
    let (_, faults) = Config::read(text);
    faults
        .iter()
        .map(|fault| {
            let at = lines.position(text, fault.span.start);
            let help = fault.help.as_deref().unwrap_or("NO HELP");
            format!("{}:{} {}; {help}", at.line, at.column, fault.message)
        })
        .collect()
}

/// Holds each text against the beginning of the one fault that it has.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let found = faults(text);
        let is_it = matches!(&*found, [one] if one.starts_with(expected));
        assert!(is_it, "{text}\nexpected {expected}\nfound {found:#?}");
        assert!(!found.iter().any(|it| it.ends_with("NO HELP")), "{found:?}");
    }
}

#[test]
fn steps_are_dropped_and_added_in_the_order_of_the_roles() {
    let text = "checklist:\n  drop: [scribe.key-events]\n  add:\n    - {id: ic.update-runbook, \
        role: incident_commander, text: Update the runbook., by: reviewed}\n    - {id: x2, role: \
        owner, text: Close the ticket.}\n";
    let (config, found) = Config::read(text);
    assert_eq!(found, []);
    let policy = config.policy;
    let ids: Vec<&str> = policy.steps.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        ids[5..8],
        [
            "ic.check-progress",
            "ic.update-runbook",
            "scribe.collect-todos"
        ]
    );
    assert_eq!(ids.last(), Some(&"x2"));
    let added = policy.step("ic.update-runbook").unwrap();
    assert_eq!(added.gates, Some(crate::model::Status::Reviewed));
    assert!(policy.drops("scribe.key-events"));
}

#[test]
fn a_step_that_cannot_be_is_refused() {
    check(&[
        (
            "checklist: {drop: [scribe.key-event]}",
            "1:20 `scribe.key-event` is none of the steps; did you mean `scribe.key-events`?",
        ),
        (
            "checklist: {drop: ic.resolve}",
            "1:19 a list is expected; write",
        ),
        (
            "checklist: {drop: [1]}",
            "1:20 a word is expected; put it in quotes",
        ),
        (
            "checklist: {dorp: []}",
            "1:13 `dorp` is not a key of pmrepo.yaml here; did you mean `drop`?",
        ),
        (
            "checklist:\n  add:\n    - {id: a.b, role: scribe}",
            "3:7 `text` is missing; write `text:`",
        ),
        (
            "checklist:\n  add: [{id: a.b, role: scrib, text: T}]",
            "2:25 `scrib` is none of the roles; did you mean `scribe`?",
        ),
        (
            "checklist:\n  add: [{id: a b, role: scribe, text: T}]",
            "2:14 an id of a step is expected; write one like ic.update-runbook: letters, digits,",
        ),
        (
            "checklist:\n  add: [{id: ask.b, role: scribe, text: T}]",
            "2:14 `ask.b` is kept for steps",
        ),
        (
            "checklist:\n  add: [{id: ic.resolve, role: scribe, text: T}]",
            "2:14 there is a step `ic.resolve` already; give this one",
        ),
        (
            "checklist:\n  add: [{id: a.b, role: scribe, text: \"T\\nU\"}]",
            "2:39 one line of text is expected; write a sentence",
        ),
        (
            "checklist:\n  add: [{id: a.b, role: scribe, text: T, by: done}]",
            "2:46 a status is expected; write draft",
        ),
        (
            "checklist:\n  add: [{id: a.b, role: scribe, text: T, gates: closed}]",
            "2:42 `gates` is not a key of pmrepo.yaml here; the keys here are id,",
        ),
    ]);
}

#[test]
fn an_unknown_key_is_refused_at_every_depth() {
    check(&[
        (
            "severites: [P1]",
            "1:1 `severites` is not a key of pmrepo.yaml here; did you mean `severities`?",
        ),
        (
            "qqq: 1",
            "1:1 `qqq` is not a key of pmrepo.yaml here; the keys here are schema,",
        ),
        ("calendar: {weekends: []}", "1:12 `weekends` is not a key"),
        (
            "deadlines: {reviwed: 3d}",
            "1:13 `reviwed` is not a key of pmrepo.yaml here; did you mean `reviewed`?",
        ),
        ("process_review: {witin: 3d}", "1:18 `witin` is not a key"),
        (
            "paths: {postmortem: x}",
            "1:9 `postmortem` is not a key of pmrepo.yaml here; did you mean `postmortems`?",
        ),
        (
            "required: {owner: {form: draft, from: draft}}",
            "1:20 `form` is not a key",
        ),
        (
            "sections: {Impact: {alias: []}}",
            "1:21 `alias` is not a key of pmrepo.yaml here; did you mean `aliases`?",
        ),
        ("guard: {ref: []}", "1:9 `ref` is not a key"),
    ]);
}

#[test]
fn a_map_or_list_is_asked_for_where_something_else_stands() {
    check(&[
        (
            "calendar: x",
            "1:11 keys and values are expected here; the keys here are weekend",
        ),
        (
            "deadlines: [1]",
            "1:12 keys and values are expected here; the keys",
        ),
        (
            "paths: x",
            "1:8 keys and values are expected here; the keys",
        ),
        ("fields: x", "1:9 keys and values are expected here; write"),
        (
            "fields: {a: x}",
            "1:13 a part of a JSON Schema is expected; write",
        ),
        (
            "fields: {a.b: {type: string}}",
            "1:10 a name without dots is expected; write one",
        ),
        (
            "required: [owner]",
            "1:11 keys and values are expected here; write",
        ),
        (
            "rules: none",
            "1:8 keys and values are expected here; write",
        ),
        (
            "sections: {Impact: x}",
            "1:20 keys and values are expected here; the keys",
        ),
        (
            "checklist: [x]",
            "1:12 keys and values are expected here; the keys",
        ),
        ("guard: {refs: x}", "1:15 a list is expected; write"),
        ("severities: P1", "1:13 a list is expected; write"),
        (
            "severities: [1, P2]",
            "1:14 a word is expected; put it in quotes",
        ),
        (
            "calendar: {holidays: 5}",
            "1:22 a list of days is expected; write",
        ),
    ]);
}

#[test]
fn a_word_that_nobody_knows_is_refused_with_the_ones_there_are() {
    check(&[
        ("severities: [P1, P1]", "1:18 `P1` is there twice; take"),
        (
            "severities: []",
            "1:13 `severities` needs at least one word; take",
        ),
        (
            "major: [SEV1]",
            "1:9 `SEV1` is none of the severities; did you mean `SEV-1`?",
        ),
        (
            "severities: [P1, P2]\ndeadlines: {reviewed: {SEV-1: 3d}}",
            "2:24 `SEV-1` is none of the severities; the severities are P1, P2",
        ),
        (
            "deadlines: {reviewed: {SEV-1: 3w}}",
            "1:31 `3w` is not a number of hours",
        ),
        (
            "deadlines: {reviewed: 5}",
            "1:23 a term is expected; write 24h, 3d",
        ),
        (
            "process_review: {every: often}",
            "1:25 `often` is not a number",
        ),
        (
            "required: {owner: {from: draft, for: [SEV-9]}}",
            "1:39 `SEV-9` is none of the severities; did you mean",
        ),
        (
            "required: {owner: {from: soon}}",
            "1:26 a status is expected; write draft",
        ),
        (
            "required: {owner: not-required}",
            "1:19 a status is expected; write draft",
        ),
        (
            "required: {owner: {for: [SEV-1]}}",
            "1:19 `from` is missing; write",
        ),
        (
            "required: {a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q: draft}",
            "1:12 a field at most 16 names deep is expected; write one such as `roles.scribe`",
        ),
        (
            "required: {title: never}",
            "1:19 `title` is required of every postmortem; take",
        ),
        (
            "sections: {Impact: {from: soon}}",
            "1:27 a status is expected; write",
        ),
        (
            "sections: {Impact: {for: [SEV-1]}}",
            "1:26 a group of incidents is expected; write major or all",
        ),
        (
            "sections: {Overveiw: {aliases: [x]}}",
            "1:12 there is no section `Overveiw`; did you mean `Overview`?",
        ),
        (
            "rules: {PM501: silent}",
            "1:16 a level is expected; write error",
        ),
        (
            "calendar: {weekend: [caturday]}",
            "1:22 `caturday` is none of the days; did you mean `saturday`?",
        ),
        ("calendar: {holidays: [2026-02-30]}", "1:23 this date"),
        ("enforce_from: soon", "1:15 this date"),
        (
            "timezone: Europe/Berln",
            "1:11 `Europe/Berln` is not a time zone; did you mean",
        ),
        ("timezone: 1", "1:11 a time zone's name is expected; write"),
        ("schema: 2", "1:9 format 2 needs a newer pmrepo; update"),
        (
            "schema: one",
            "1:9 the format is a number; this pmrepo reads 1; write",
        ),
        (
            "web_url: git@example.com",
            "1:10 a web address is expected; write one like https://",
        ),
        (
            "guard: {four_eyes: maybe}",
            "1:20 something that can be asked of a commit is expected; write author, signed or off",
        ),
        (
            "commit: always",
            "1:9 when writing commands commit is expected; write never or auto",
        ),
        (
            "guard: {refs: [main]}",
            "1:16 a ref is written in full; write `refs/heads/main`",
        ),
    ]);
}

#[test]
fn a_deadline_of_ones_own_that_cannot_be_is_refused() {
    check(&[
        (
            "deadlines: {custom: {Law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
            "1:22 a name in small letters",
        ),
        (
            "deadlines: {custom: {law: {after: noon, within: 24h, owed_by: owner, met_by: {message: external}}}}",
            "1:35 `noon` is none of",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: none, owed_by: owner, met_by: {message: external}}}}",
            "1:56 `none` is not a number of hours",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: carol, met_by: {message: external}}}}",
            "1:70 `carol` is none of the roles; the roles are incident_commander",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: mail}}}}",
            "1:95 `mail` is none of the messages; the messages are",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {step: ic.resolv}}}}",
            "1:92 `ic.resolv` is none of the steps; did you mean `ic.resolve`?",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {}}}}",
            "1:85 a field, a message or a step is expected; write one like {field",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external, field: owner}}}}",
            "1:85 a field, a message or a step is expected; write one like {field",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner}}}",
            "1:27 `met_by` is missing; write",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, for: [SEV-9], met_by: {message: external}}}}",
            "1:83 `SEV-9` is none of the severities; did you mean",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, for: some, met_by: {message: external}}}}",
            "1:82 `all`, `major` or a list of severities is expected; write",
        ),
        (
            "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, untill: 3d, met_by: {message: external}}}}",
            "1:77 `untill` is not a key of pmrepo.yaml here; the keys here are after",
        ),
    ]);
}

#[test]
fn a_path_stays_below_the_directory_of_the_configuration() {
    let out = |path: &str, at: &str| {
        let text = format!("paths: {{people: '{path}'}}");
        check(&[(&text, at)]);
    };
    for path in [
        "/etc/people.yaml",
        "../people.yaml",
        "a/../../b",
        "C:/x",
        "a\\b",
    ] {
        out(
            path,
            "1:17 this path leads out of the repository; write a path below",
        );
    }
    out(
        ".",
        "1:17 the directory of pmrepo.yaml itself is no such path; write",
    );
    out("", "1:17 a path is expected; write");
    check(&[
        (
            "paths: {postmortems: [x]}",
            "1:22 a path is expected; write",
        ),
        (
            "paths: {postmortems: .pm}",
            "1:22 what lies in a hidden directory is not read; take",
        ),
        (
            "paths: {postmortems: pm, process_reviews: pm}",
            "1:8 postmortems and process reviews cannot share a directory; give",
        ),
        (
            "calendar: {holidays: ../x.ics}",
            "1:22 this path leads out of the repository; write",
        ),
    ]);
}

#[test]
fn what_the_design_shows_is_a_whole_configuration() {
    let text = "schema: 1\ntimezone: Europe/Berlin\ncalendar:\n  weekend: [saturday, sunday]\n  \
        holidays: [2026-12-25]\nenforce_from: 2026-01-01\nseverities: [P1, P2, P3]\nmajor: [P1, P2]\n\
        priorities: [P0, P1, P2, P3]\ndeadlines:\n  reviewed: {P1: 3d, P2: 5bd, P3: 10bd}\n\
        process_review: {within: 30d, every: none}\npaths: {postmortems: postmortems, \
        process_reviews: process-reviews, people: people.yaml}\n\
        web_url: https://git.example.com/sre/postmortems/blob/main\nfields:\n  \
        region: {enum: [eu, us]}\nrequired:\n  region: {from: in-review, for: [P1]}\n  \
        roles.scribe: never\nsections:\n  Contributing Factors: {aliases: [Root causes, Ursachen], \
        from: in-review, for: major}\nchecklist:\n  drop: [scribe.key-events]\n  \
        add: [{id: ic.update-runbook, role: incident_commander, text: Update the runbook., \
        by: reviewed}]\nrules: {PM501: off, timeline-evidence: error}\n\
        guard: {refs: [refs/heads/main]}\ncommit: never\n";
    assert_eq!(faults(text), [""; 0]);
}

#[test]
fn every_fault_is_told_whether_the_schema_finds_it_or_who_reads() {
    let text = "timezone: Europe/Berln\nseverites: [P1]\ncalendar: {weekend: [Caturday], holidays: \
        [2026-02-30, soon]}\nfields: {a.b: {}}\nmajor: [SEV-9, 1]\n";
    let mut found = faults(text);
    found.sort();
    let begin = [
        "1:11 `Europe/Berln` is not a time zone; did you mean",
        "2:1 `severites` is not a key of pmrepo.yaml here; did you mean `severities`?",
        "3:22 `Caturday` is none of the days; did you mean `saturday`?",
        "3:44 this date names a date that does not exist",
        "3:56 this date is not written as a date",
        "4:10 a name without dots is expected; write",
        "5:16 a word is expected; put it in quotes",
        "5:9 `SEV-9` is none of the severities; did you mean",
    ];
    assert_eq!(found.len(), begin.len(), "{found:#?}");
    for (found, begin) in found.iter().zip(begin) {
        assert!(found.starts_with(begin), "{found}\n{begin}");
    }
}

#[test]
fn a_group_may_be_empty_and_a_day_may_begin_with_a_capital() {
    let text =
        "schema: 1.0\ncalendar:\npaths: ~\nsections:\n  Impact:\nchecklist:\nrules:\nguard:\n";
    assert_eq!(faults(text), [""; 0]);
    assert_eq!(faults("calendar: {weekend: [Saturday]}"), [""; 0]);
    assert_eq!(faults("site:\n  external:\n  colours:\n"), [""; 0]);
}

#[test]
fn a_scale_has_few_and_short_words() {
    let long = "x".repeat(101);
    let many: Vec<String> = (0..101).map(|it| format!("P{it}")).collect();
    for key in ["severities", "priorities"] {
        for (words, expected) in [
            (
                vec![long.clone()],
                "a word of more than 100 characters; write",
            ),
            (many.clone(), "more than 100 words; take some out"),
        ] {
            let found = faults(&format!("{key}: [{}]", words.join(", ")));
            let is_it = matches!(&*found, [one] if one.contains(expected));
            assert!(is_it, "{key} {found:#?}");
        }
        let most = many.iter().take(100).map(|it| format!("{it:é<100}"));
        let most: Vec<String> = most.collect();
        let found = faults(&format!("{key}: [{}]", most.join(", ")));
        assert_eq!(found, [""; 0], "{key}");
    }
}
