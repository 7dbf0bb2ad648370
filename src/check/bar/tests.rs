//! What of a configuration asks less than another one, and what does not.

use super::Bar;
use super::Beside;
use super::Earlier;
use super::Kin;
use crate::diagnostic::Level;
use crate::model::Severity;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::snapshot::Texts;
use crate::source::RepoPath;

fn root(config: &str, people: &str) -> Root {
    let root = flawed(config, people);
    let mut faults = root.findings.iter();
    let fault = faults.find(|it| it.level == Level::Error);
    assert!(fault.is_none(), "{config}: {fault:#?}");
    root
}

/// A root that may have faults.
fn flawed(config: &str, people: &str) -> Root {
    let path = |it: &str| RepoPath::new(it).unwrap();
    let texts = Texts::from([
        (path("pmrepo.yaml"), Some(config.to_owned())),
        (path("people.yaml"), Some(people.to_owned())),
    ]);
    let top = tempfile::tempdir().unwrap();
    let snapshot = Snapshot::disk(top.path()).over(texts);
    Root::open(&snapshot, &RepoPath::root()).unwrap()
}

/// Without a roster nobody could have four eyes.
const PEOPLE: &str = "people: [{handle: carol}]\n";

fn beside() -> Beside {
    Beside {
        head_ref: Some("refs/heads/main".to_owned()),
        left: vec![RepoPath::new("postmortems").unwrap()],
        earlier: Earlier::default(),
        major_by_word: Vec::new(),
    }
}

/// What is asked less, each with its pointer.
fn lowered(before: &Root, after: &Root) -> Vec<String> {
    let bar = Bar::new((before, after), Kin::Same, &beside());
    let all = bar.lowered.iter();
    all.map(|it| format!("{} {}", it.pointer, it.message))
        .collect()
}

/// A configuration, the one after it, and what that asks less.
const LESS: [(&str, &str, &str); 54] = [
    (
        "sections: {Lessons: {from: in-review}}",
        "sections: {Overview: {aliases: [Lessons]}}",
        "/sections/Lessons the section “Lessons” is not asked for any more",
    ),
    (
        "sections: {Lessons: {from: in-review}, Luck: {from: in-review}}",
        "sections: {Learnings: {from: in-review, aliases: [Lessons, Luck]}}",
        "/sections/Luck the section “Luck” is not asked for any more",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "",
        "/deadlines/custom/law `law` is gone",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "deadlines: {custom: {law: {after: detected_at, within: 25h, owed_by: owner, met_by: {message: external}}}}",
        "/deadlines/custom/law `law` has 25 hours, not 24 hours",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 30d, owed_by: owner, met_by: {message: external}}}}",
        "deadlines: {custom: {law: {after: detected_at, within: 1month, owed_by: owner, met_by: {message: external}}}}",
        "/deadlines/custom/law `law` has 1 month, not 30 days",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "deadlines: {custom: {law: {after: resolved_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "/deadlines/custom/law `law` runs from `resolved_at`, not from `detected_at`",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: notice}}}}",
        "/deadlines/custom/law `law` is met by something else",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, for: major, met_by: {message: external}}}}",
        "/deadlines/custom/law `law` is asked of fewer incidents",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, for: [SEV-1], met_by: {message: external}}}}",
        "/deadlines/custom/law `law` is asked of fewer incidents",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, when: tags, met_by: {message: external}}}}",
        "/deadlines/custom/law `law` is asked of fewer incidents",
    ),
    (
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, met_by: {message: external}}}}",
        "deadlines: {custom: {law: {after: detected_at, within: 24h, owed_by: owner, since: 2026-01-01, met_by: {message: external}}}}",
        "/deadlines/custom/law `law` is asked of fewer incidents",
    ),
    (
        "",
        "rules: {PM301: warning}",
        "/rules/PM301 `PM301` is warning, not error",
    ),
    (
        "",
        "rules: {section-missing: off}",
        "/rules/section-missing `PM301` is off, not error",
    ),
    (
        "rules: {PM501: error}",
        "",
        "/rules `PM501` is warning, not error",
    ),
    (
        "",
        "enforce_from: 2026-01-01",
        "/enforce_from incidents before 2026-01-01 count no more",
    ),
    (
        "enforce_from: 2026-01-01",
        "enforce_from: 2026-06-01",
        "/enforce_from incidents count from 2026-06-01 on, not from 2026-01-01",
    ),
    ("", "major: [SEV-1]", "/major SEV-2 is not major any more"),
    (
        "",
        "severities: [SEV-1, SEV-3]\nmajor: [SEV-1]",
        "/severities SEV-2, which was major, is gone",
    ),
    (
        "",
        "severities: [P1, P2, P3, P4, P5]\nmajor: [P1]",
        "/major P2, which was SEV-2, is not major any more",
    ),
    (
        "",
        "required: {owner: never}",
        "/required/owner `owner` is not required any more as it was: from in-review",
    ),
    (
        "",
        "required: {owner: closed}",
        "/required/owner `owner` is not required any more as it was: from in-review",
    ),
    (
        "",
        "required: {services: {from: in-review, for: [SEV-1]}}",
        "/required/services `services` is not required any more as it was: from in-review",
    ),
    (
        "fields: {region: {type: string}}\nrequired: {region: in-review}",
        "fields: {region: {type: string}}",
        "/required/region `region` is not required any more as it was: from in-review",
    ),
    (
        "",
        "fields: {services: {type: string}}",
        "/required/services `services` is not required any more as it was: from in-review",
    ),
    (
        "fields: {region: {}}\nrequired: {region: draft}",
        "fields: {region: {}}\nrequired: {region: {from: draft, since: 2026-06-01}}",
        "/required/region `region` is not required any more as it was: from draft",
    ),
    (
        "fields: {region: {}}\nrequired: {region: {from: draft, since: 2026-06-01}}",
        "fields: {region: {}}\nrequired: {region: {from: draft, since: 2026-07-01}}",
        "/required/region `region` is not required any more as it was: from draft, for incidents from 2026-06-01 on",
    ),
    (
        "",
        "required: {owner: {from: never, since: 2026-06-01}}",
        "/required/owner `owner` is not required any more as it was: from in-review",
    ),
    (
        "sections: {Lessons: {from: draft}}",
        "sections: {Lessons: {from: draft, since: 2026-06-01}}",
        "/sections/Lessons the section “Lessons” is not asked for any more (incidents of 2026-05-31)",
    ),
    (
        "",
        "sections: {Impact: {from: never, since: 2026-06-01}}",
        "/sections/Impact the section “Impact” is not asked for any more",
    ),
    (
        "deadlines: {reviewed: {SEV-4: 20d}}",
        "deadlines: {reviewed: {SEV-4: 20d, since: 2026-06-01}}",
        "/deadlines/reviewed `reviewed` of SEV-4 has no deadline, not 20 days (incidents of 2026-05-31)",
    ),
    (
        "",
        "required: {meeting.held_at: closed}",
        "/required/meeting.held_at `meeting.held_at` or `no_meeting_because` is not required any more as it was: from reviewed, for major incidents",
    ),
    (
        "",
        "required: {action_items: {from: in-review, for: [SEV-1]}}",
        "/required/action_items `action_items` or `no_action_items_because` is not required any more as it was: from in-review, for major incidents",
    ),
    (
        "",
        "required: {meeting.scheduled_for: {from: closed, since: 2026-06-01}}",
        "/required/meeting.scheduled_for `meeting.scheduled_for` or `no_meeting_because` is not required any more as it was: from in-review, for major incidents",
    ),
    (
        "required: {action_items: in-review}",
        "",
        "/required/action_items `action_items` is not required any more as it was: from in-review",
    ),
    (
        "required: {started_at: draft}",
        "",
        "/required/started_at `started_at` is not required any more as it was: from draft",
    ),
    (
        "",
        "required: {started_at: in-review}",
        "/required/started_at `started_at` or `detected_at` is not required any more as it was: always",
    ),
    (
        "",
        "required: {meeting: never}",
        "/required/meeting.attendees `meeting.attendees` or `no_meeting_because` is not required any more as it was: from reviewed, for major incidents\n\
             /required/meeting.held_at `meeting.held_at` or `no_meeting_because` is not required any more as it was: from reviewed, for major incidents\n\
             /required/meeting.scheduled_for `meeting.scheduled_for` or `no_meeting_because` is not required any more as it was: from in-review, for major incidents",
    ),
    (
        "",
        "sections: {Impact: {from: never}}",
        "/sections/Impact the section “Impact” is not asked for any more",
    ),
    (
        "",
        "sections: {Overview: {from: closed}}",
        "/sections/Overview the section “Overview” is asked for from closed, not from in-review",
    ),
    (
        "",
        "sections: {Overview: {for: major}}",
        "/sections/Overview the section “Overview” is asked for in major incidents only",
    ),
    (
        "sections: {Lessons: {from: reviewed}}",
        "",
        "/sections/Lessons the section “Lessons” is not asked for any more",
    ),
    (
        "",
        "sections: {Resolution: {aliases: [Overview]}}",
        "/sections/Resolution one heading “Overview” stands for “Resolution” and for “Overview”",
    ),
    (
        "",
        "checklist: {drop: [scribe.key-events]}",
        "/checklist/drop the step `scribe.key-events` is not asked for any more",
    ),
    (
        "checklist: {add: [{id: ic.x, role: incident_commander, text: X., by: in-review}]}",
        "checklist: {add: [{id: ic.x, role: incident_commander, text: X., by: closed}]}",
        "/checklist/add the step `ic.x` waits for closed, not for in-review",
    ),
    (
        "",
        "deadlines: {reviewed: {SEV-1: 4d}}",
        "/deadlines/reviewed `reviewed` of SEV-1 has 4 days, not 3 days",
    ),
    (
        "",
        "deadlines: {reviewed: {SEV-3: none}}",
        "/deadlines/reviewed `reviewed` of SEV-3 has no deadline, not 10 business days",
    ),
    (
        "",
        "deadlines: {in-review: {SEV-2: 2h}}",
        "/deadlines/in-review `in-review` of SEV-2 has 2 hours, not 24 hours",
    ),
    (
        "process_review: {every: 30d}",
        "process_review: {every: 60d}",
        "/process_review/every `every` is 60 days, not 30 days",
    ),
    (
        "",
        "priorities: [P2, P3, P0, P1]",
        "/priorities action items of P0 have no deadline any more\n\
             /priorities action items of P1 have no deadline any more",
    ),
    (
        "guard: {refs: [refs/heads/main, refs/heads/release/*]}",
        "guard: {refs: [refs/heads/main, refs/heads/release/1]}",
        "/guard/refs `refs/heads/release/*` is not guarded any more",
    ),
    (
        "",
        "guard: {refs: [refs/heads/other]}",
        "/guard/refs `refs/heads/main` is not guarded any more",
    ),
    (
        "guard: {four_eyes: author}",
        "",
        "/guard/four_eyes `four_eyes` is off, not author",
    ),
    (
        "guard: {four_eyes: signed}",
        "guard: {four_eyes: author}",
        "/guard/four_eyes `four_eyes` is author, not signed",
    ),
    (
        "",
        "paths: {postmortems: elsewhere}",
        "/paths/postmortems `postmortems` is `elsewhere`, and what lies in `postmortems` is looked at no more",
    ),
];

#[test]
fn more_than_one_branch_is_lost_wherever_nobody_knows_the_one_of_head() {
    let before = |refs: &str| root(&format!("guard: {{refs: [{refs}]}}\n"), PEOPLE);
    let after = root("", PEOPLE);
    for (refs, is_less) in [
        ("refs/heads/main", false),
        ("refs/heads/*", true),
        ("refs/heads/main, refs/heads/next", true),
    ] {
        let bar = Bar::new((&before(refs), &after), Kin::Same, &Beside::default());
        let pointers: Vec<&str> = bar.lowered.iter().map(|it| &*it.pointer).collect();
        let expected: &[&str] = if is_less { &["/guard/refs"] } else { &[] };
        assert_eq!(pointers, expected, "{refs}");
    }
}

#[test]
fn each_key_that_asks_less_is_told() {
    for (before, after, expected) in LESS {
        let found = lowered(&root(before, PEOPLE), &root(after, PEOPLE));
        assert_eq!(found.join("\n"), expected, "{before:?} becomes {after:?}");
    }
}

#[test]
fn a_longer_weekend_makes_terms_in_business_days_longer() {
    let found = lowered(
        &root("", ""),
        &root("calendar: {weekend: [friday, saturday, sunday]}", ""),
    );
    let reviewed = "/deadlines/reviewed `reviewed` of SEV-2 has 5 business days, \
         which the weekend (friday, saturday, sunday) makes longer";
    assert!(found.iter().any(|it| it == reviewed), "{found:#?}");
}

#[test]
fn what_only_adds_or_says_it_otherwise_is_not_told() {
    for (before, after) in [
        ("", "severities: [P1, P2, P3, P4, P5]"),
        ("", "severities: [SEV-1, SEV-2, SEV-3, SEV-4, SEV-5, SEV-6]"),
        (
            "deadlines: {reviewed: {SEV-1: 2d}}\nrequired: {region: {from: draft, for: [SEV-1]}}\nfields: {region: {}}",
            "severities: [P1, P2, P3, P4, P5]\ndeadlines: {reviewed: {P1: 2d}}\nrequired: {region: {from: draft, for: [P1]}}\nfields: {region: {}}",
        ),
        (
            "",
            "severities: [SEV-1, SEV-2, SEV-3]\nmajor: [SEV-1, SEV-2, SEV-3]",
        ),
        (
            "",
            "fields: {region: {type: string}}\nrequired: {region: draft}",
        ),
        ("required: {owner: reviewed}", ""),
        (
            "required: {services: {from: draft, for: [SEV-1]}}",
            "required: {services: draft}",
        ),
        (
            "",
            "sections: {Impact: {aliases: [Effects], from: draft, for: all}}",
        ),
        (
            "",
            "sections: {Lessons: {from: reviewed, since: 2026-06-01}}",
        ),
        ("", "required: {tags: {from: draft, since: 2026-06-01}}"),
        ("", "required: {owner: {from: draft, since: 2026-06-01}}"),
        // Of several ways one alone is more.
        ("", "required: {meeting.scheduled_for: draft}"),
        (
            "",
            "required: {meeting.scheduled_for: {from: draft, since: 2026-06-01}}",
        ),
        (
            "",
            "required: {meeting.held_at: {from: in-review, since: 2026-06-01}}",
        ),
        ("", "required: {meeting.attendees: reviewed}"),
        ("", "required: {action_items: in-review}"),
        (
            "",
            "required: {impact.users_affected: {from: draft, since: 2026-06-01}}",
        ),
        ("", "required: {impact.accounts_affected: in-review}"),
        ("", "required: {started_at: draft}"),
        (
            "",
            "required: {started_at: {from: draft, since: 2026-06-01}}",
        ),
        ("required: {meeting.scheduled_for: never}", ""),
        // What lies in a field is asked for as it was.
        ("", "required: {meeting: in-review, impact: draft}"),
        (
            "required: {tags: {from: draft, since: 2026-06-01}}",
            "required: {tags: draft}",
        ),
        ("", "deadlines: {reviewed: {SEV-1: 1d, since: 2026-06-01}}"),
        (
            "sections: {Ursachen: {from: reviewed}}",
            "sections: {Roots: {aliases: [Ursachen], from: draft}}",
        ),
        (
            "",
            "checklist: {add: [{id: ic.x, role: incident_commander, text: X., by: in-review}]}",
        ),
        (
            "",
            "deadlines: {reviewed: {SEV-1: 1d, SEV-2: 5d, SEV-4: 30d}}",
        ),
        ("deadlines: {reviewed: {SEV-2: 8d}}", ""),
        ("enforce_from: 2026-06-01", "enforce_from: 2026-01-01"),
        ("enforce_from: 2026-06-01", ""),
        ("", "rules: {PM501: error}"),
        (
            "",
            "calendar: {holidays: [2026-12-25]}\ntimezone: Europe/Berlin",
        ),
        ("", "guard: {refs: [refs/heads/*], four_eyes: author}"),
        ("guard: {refs: [refs/heads/main]}", ""),
        ("", "web_url: https://example.com\ncommit: auto"),
        ("", "paths: {process_reviews: elsewhere}"),
    ] {
        let found = lowered(&root(before, PEOPLE), &root(after, PEOPLE));
        assert_eq!(found, [""; 0], "{before:?} becomes {after:?}");
    }
}

#[test]
fn a_roster_may_grow_and_shrink_and_make_nobody_somebody_else() {
    let before = "people:\n  - {handle: carol, name: Carol, email: carol@example.com}\n  - {handle: dave, email: dave@example.com}\n";
    for (after, expected) in [
        ("people:\n  - {handle: dave}\n", ""),
        (
            "people:\n  - {handle: carol, email: c@example.com}\n  - {handle: dave}\n  - {handle: erin}\n",
            "",
        ),
        ("people:\n  - {handle: cs, name: Carol}\n", ""),
        (
            "people:\n  - {handle: carol}\n  - {handle: karl, email: carol@example.com}\n",
            "/people/1 `carol@example.com` is not carol any more but karl",
        ),
        (
            "people:\n  - {handle: carol, name: Carol, email: dave@example.com}\n",
            "/people/0 `dave@example.com` and `carol` were two people and are one",
        ),
        (
            "people:\n  - {handle: dave, name: carol}\n",
            "/people/0 `dave` and `carol` were two people and are one",
        ),
        ("", "/paths/people there is no roster any more"),
    ] {
        let found = lowered(&root("", before), &root("schema: 1", after));
        assert_eq!(found.join("\n"), expected, "{after}");
    }
}

#[test]
fn two_who_have_one_handle_stay_the_two_that_they_were() {
    let before = "people:\n  - {handle: carol, email: carol@example.com}\n  - {handle: carol, email: c2@example.com}\n";
    let old = flawed("", before);
    for (after, expected) in [
        (format!("{before}  - {{handle: erin}}\n"), ""),
        (
            before.replace(
                "carol@example.com}",
                "carol@example.com, name: c2@example.com}",
            ),
            "/people/0 `c2@example.com` and `carol` were two people and are one",
        ),
    ] {
        let found = lowered(&old, &flawed("schema: 1", &after));
        assert_eq!(found.join("\n"), expected, "{after}");
    }
}

#[test]
fn what_is_owed_less_by_a_word_of_its_own_is_told_once() {
    let (before, after) = (root("", ""), root("major: [SEV-1, SEV-2, SEV-3]", ""));
    let beside = Beside {
        major_by_word: vec![Severity::new("SEV-4")],
        ..beside()
    };
    let bar = Bar::new((&before, &after), Kin::Same, &beside);
    let messages: Vec<&str> = bar.lowered.iter().map(|it| &*it.message).collect();
    assert_eq!(
        messages,
        [
            "`owner-named` of a SEV-4 that is major by its own word has no deadline, not 1 business \
             day, and so on: 10 deadlines in all"
        ]
    );
}
