//! `set`: what would be wrong is refused and nothing is written, what needs no guess is put right, and
//! what changes with a field is said.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const DRAFT: &str = "---\ntitle: Card declines\nstatus: draft\nseverity: SEV-3\n\
    started_at: 2026-03-10T10:00Z\naction_items:\n  - id: AI-1\n    title: Cap the queue\n---\n\n\
    ## Overview\n\nIt broke.\n\n## Timeline\n\nNone yet.\n";
const CONFIG: &str = "schema: 1\nfields:\n  region: {enum: [eu, us]}\n  cost: {type: number}\n  \
    pages: {type: array, items: {type: integer}}\n  told: {type: object, properties: {press: {type: boolean}}}\n  \
    calls: {type: array, items: {type: object, properties: {who: {type: string}}}}\n";
const CHECKLIST: &str = "postmortems/2026/2026-03-10-card/checklist.md";

fn draft() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("pmrepo.yaml", CONFIG);
    sandbox.write(&report("card"), DRAFT);
    sandbox.commit("card").ends(0);
    sandbox
}

fn set(sandbox: &Sandbox, words: &[&str]) -> crate::sandbox::Output {
    sandbox.pmrepo(&[&["set", "card"], words].concat())
}

#[test]
fn what_a_field_cannot_hold_is_refused_and_nothing_is_written() {
    let sandbox = draft();
    for (word, says) in [
        ("severity=banana", "one of SEV-1, SEV-2"),
        ("major=maybe", "true or false is expected"),
        ("detection=luck", "one of monitoring"),
        ("owner=sre/payments", "one person is expected"),
        ("responders=carol,sre/payments", "one person is expected"),
        ("impact.users_affected=-3", "a whole number or `unknown`"),
        ("impact.users_affected=lots", "a whole number or `unknown`"),
        ("region=asia", "one of eu, us"),
        ("cost=much", "a number is expected"),
        ("pages=1,two", "a whole number is expected"),
        ("told.press=maybe", "true or false is expected"),
        ("resolved_at=whenever", "not a time"),
        ("related=2026-03-10-nothing", "no postmortem is called"),
        ("related=card", "this postmortem itself"),
        ("title=", "`title` is missing"),
        ("severity=", "`severity` is missing"),
        // A time of the future, and one that contradicts another.
        ("resolved_at=2027-03-10T11:00Z", "in the future"),
        ("resolved_at=2026-03-10T09:00Z", "before `started_at`"),
        ("meeting.held_at=2026-05-01 10:00", "in the future"),
        // What is more than a value.
        ("action_items=x", "pmrepo action add"),
        ("action_items+=x", "pmrepo action add"),
        ("action_items.0.owner=x", "pmrepo action"),
        ("waivers=x", "pmrepo edit"),
        ("calls=x", "pmrepo edit"),
        ("roles=x", "roles.incident_commander"),
        ("meeting=x", "meeting.scheduled_for"),
        ("impact=x", "impact.summary"),
        ("impact.metrics=x", "impact.metrics.NAME=x"),
        ("told=x", "told.press"),
        // What is no field.
        ("owner.name=x", "set it with `owner=VALUE`"),
        ("services.0=x", "add to it with `services+=VALUE`"),
        ("owner+=x", "not a list"),
        ("ownr=x", "did you mean `owner`?"),
        ("scribe=x", "did you mean `roles.scribe`?"),
        ("told.radio=x", "not a field"),
    ] {
        let refused = set(&sandbox, &["tags=x", word]).ends(2).err;
        assert!(refused.contains(says), "{word}: {refused}");
        assert_eq!(sandbox.read(&report("card")), DRAFT, "{word}");
    }
    sandbox.pmrepo(&["set", "", "owner=x"]).ends(2);
    assert_eq!(sandbox.read(&report("card")), DRAFT);
}

#[test]
fn what_needs_no_guess_is_put_right() {
    let sandbox = draft();
    sandbox.write(
        "people.yaml",
        "people:\n- {handle: carol, name: Carol Jones, email: carol@example.com}\n",
    );
    sandbox.write("pmrepo.yaml", format!("{CONFIG}timezone: Europe/Berlin\n"));
    for (word, line) in [
        ("severity=sev4", "severity: SEV-4"),
        ("severity=Sev-5", "severity: SEV-5"),
        ("owner=@carol", "owner: carol"),
        ("owner=Carol Jones", "owner: carol"),
        ("roles.scribe=CAROL@example.com", "  scribe: carol"),
        ("detection=Monitoring", "detection: monitoring"),
        ("major=No", "major: false"),
        ("impact.users_affected=Unknown", "  users_affected: unknown"),
        ("impact.support_requests=1_200", "  support_requests: 1200"),
        ("impact.metrics.lost=312", "    lost: 312"),
        ("region=EU", "region: eu"),
        ("cost=12.5", "cost: 12.5"),
        ("pages=1, 2", "pages: [1, 2]"),
        ("told.press=yes", "  press: true"),
        (
            "resolved_at=2026-03-10 12:00",
            "resolved_at: 2026-03-10T12:00+01:00",
        ),
        (
            "services=checkout , payments,",
            "services: [checkout, payments]",
        ),
        ("tags=[\"a, b\", c]", "tags: [\"a, b\", c]"),
        (
            "contributing_factors=slow\\, then dead",
            "contributing_factors: [\"slow, then dead\"]",
        ),
        ("grouped_incidents=[]", "grouped_incidents: []"),
    ] {
        set(&sandbox, &[word]).ends(0);
        let text = sandbox.read(&report("card"));
        assert!(text.lines().any(|it| it == line), "{word}: {text}");
    }
    sandbox.pmrepo(&["check"]).ends(0);
}

#[test]
fn how_a_time_was_understood_is_said() {
    let sandbox = draft();
    let said = set(&sandbox, &["resolved_at=2 days ago"]).ends(0).err;
    assert!(
        said.contains("resolved_at: 2026-03-30 12:00 UTC, 2 days ago"),
        "{said}"
    );
}

#[test]
fn a_field_without_a_value_goes_with_the_group_that_it_leaves_empty() {
    let sandbox = draft();
    set(&sandbox, &["roles.scribe=bob", "owner=carol", "services=a"]).ends(0);
    assert_ne!(sandbox.read(&report("card")), DRAFT);
    set(&sandbox, &["roles.scribe=", "owner=", "services-=a"]).ends(0);
    assert_eq!(sandbox.read(&report("card")), DRAFT);
}

#[test]
fn a_field_is_set_once() {
    let sandbox = draft();
    for words in [
        ["owner=a", "owner=b"],
        ["tags+=a", "tags-=b"],
        ["meeting=", "meeting.scheduled_for=2026-04-03 10:00"],
        ["meeting.scheduled_for=2026-04-03 10:00", "meeting="],
    ] {
        set(&sandbox, &words).ends(2);
        assert_eq!(sandbox.read(&report("card")), DRAFT);
    }
}

#[test]
fn a_status_that_jumps_is_refused_with_what_makes_it() {
    let sandbox = draft();
    let refused = |word: &str, says: &str| {
        let before = sandbox.read(&report("card"));
        let err = set(&sandbox, &[word]).ends(2).err;
        assert!(err.contains(says), "{err}");
        assert_eq!(sandbox.read(&report("card")), before);
    };
    refused("status=closed", "pmrepo advance");
    refused("status=Reviewed", "pmrepo advance");
    // A step is taken, and what it asks for is said; `advance` takes it only where nothing is missing.
    let asked = set(&sandbox, &["status=in-review"]).ends(0).err;
    assert!(asked.contains("`owner` is missing"), "{asked}");
    set(&sandbox, &["status=draft"]).ends(0);
    assert_eq!(sandbox.read(&report("card")), DRAFT);
    set(
        &sandbox,
        &["status=not-required", "not_required_because=a drill"],
    )
    .ends(0);
    refused("status=in-review", "status=draft");
    set(&sandbox, &["status=draft", "not_required_because="]).ends(0);
    assert_eq!(sandbox.read(&report("card")), DRAFT);
    sandbox.write(&report("card"), DRAFT.replace("draft", "closed"));
    refused("status=draft", "pmrepo reopen");
    refused("status=reviewed", "pmrepo reopen");
}

#[test]
fn a_prompt_that_is_answered_goes() {
    let sandbox = Sandbox::new();
    let new = [
        "new",
        "Card",
        "--severity",
        "SEV-1",
        "--started",
        "2026-03-10 10:00",
    ];
    sandbox.pmrepo(&new).ends(0);
    let prompts = || -> Vec<String> {
        let text = sandbox.read(&report("card"));
        let lines = text.lines().take_while(|it| *it != "## Overview");
        let prompts = lines.filter(|it| it.trim_start().starts_with('#'));
        let key = |it: &str| {
            it.split(':')
                .next()
                .unwrap()
                .trim_start_matches(['#', ' '])
                .to_owned()
        };
        prompts.map(key).collect()
    };
    assert!(prompts().contains(&"scribe".to_owned()), "{:?}", prompts());
    for (words, gone) in [
        (vec!["roles.scribe=bob"], vec!["scribe"]),
        (
            vec!["impact.accounts_affected=3"],
            vec!["impact", "users_affected"],
        ),
        (
            vec!["no_meeting_because=The pull request is the review."],
            vec!["meeting", "scheduled_for"],
        ),
        (
            vec!["no_action_items_because=Nothing."],
            vec!["action_items"],
        ),
        (
            vec![
                "owner=carol",
                "detected_at=2026-03-10 10:01",
                "resolved_at=2026-03-10 11:00",
                "services=a",
                "detection=staff",
                "roles.incident_commander=alice",
                "roles.subject_matter_experts=dave",
            ],
            vec![],
        ),
    ] {
        set(&sandbox, &words).ends(0);
        for it in gone {
            assert!(
                !prompts().contains(&it.to_owned()),
                "{words:?} {:?}",
                prompts()
            );
        }
    }
    assert_eq!(prompts(), [""; 0]);
}

#[test]
fn a_major_severity_scaffolds_what_it_asks_for_and_says_so() {
    let sandbox = draft();
    let said = set(
        &sandbox,
        &["severity=sev1", "roles.subject_matter_experts=dave,erin"],
    )
    .ends(0);
    assert!(said.out.contains("checklist.md"), "{}", said.out);
    assert!(said.err.contains("Resolution, Impact"), "{}", said.err);
    assert!(said.err.contains("needs besides: "), "{}", said.err);
    assert!(said.err.contains("roles.scribe"), "{}", said.err);
    let text = sandbox.read(&report("card"));
    let titles: Vec<&str> = text
        .lines()
        .filter_map(|it| it.strip_prefix("## "))
        .collect();
    assert_eq!(
        titles,
        [
            "Overview",
            "What Happened",
            "Contributing Factors",
            "Resolution",
            "Impact",
            "Timeline",
            "What Went Well",
            "What Didn't Go So Well",
        ]
    );
    assert!(
        text.contains("## Overview\n\nIt broke.\n\n## What Happened\n\n<!-- The story"),
        "{text}"
    );
    let steps = sandbox.read(CHECKLIST);
    assert!(steps.contains("`sme.add-notes` dave: ") && steps.contains("`sme.add-notes` erin: "));
    sandbox.pmrepo(&["check"]).ends(0);
    // Whoever is named later gets a step, too, and nobody two.
    let said = set(&sandbox, &["roles.subject_matter_experts+=frank,dave"])
        .ends(0)
        .err;
    assert!(said.contains("frank has a step"), "{said}");
    let steps = sandbox.read(CHECKLIST);
    assert_eq!(steps.matches("`sme.add-notes`").count(), 3, "{steps}");
    sandbox
        .pmrepo(&["check", "--fail-on", "warning", CHECKLIST])
        .ends(0);
    // Lowering it takes nothing away, and what is open then binds nobody.
    set(&sandbox, &["resolved_at=2026-03-10 11:00"]).ends(0);
    let owed = || {
        sandbox
            .pmrepo(&["overdue", "--all", "--format", "json"])
            .out
    };
    assert!(owed().contains("checklist-step"));
    let report_before = sandbox.read(&report("card"));
    set(&sandbox, &["severity=SEV-3"]).ends(0);
    assert_eq!(sandbox.read(CHECKLIST), steps);
    assert_eq!(
        sandbox.read(&report("card")),
        report_before.replace("severity: SEV-1", "severity: SEV-3")
    );
    assert!(!owed().contains("checklist-step"), "{}", owed());
}

#[test]
fn what_a_raised_severity_asks_for_is_reported_and_not_refused() {
    let sandbox = draft();
    let in_review = DRAFT
        .replace("draft", "in-review")
        .replace("started_at", "owner: carol\ndetected_at: 2026-03-10T10:01Z\nresolved_at: 2026-03-10T11:00Z\nservices: [a]\nstarted_at")
        .replace("## Timeline", "## What Happened\n\nIt fell.\n\n## Contributing Factors\n\n- Age\n\n## Timeline")
        .replace("None yet.", "| Time | Event | Evidence |\n|---|---|---|\n| 2026-03-10T10:00Z | It began. | [a](https://a.example) |");
    sandbox.write(&report("card"), &in_review);
    sandbox.pmrepo(&["check"]).ends(0);
    let said = set(&sandbox, &["major=true"]).ends(0).err;
    assert!(said.contains("roles.incident_commander"), "{said}");
    sandbox.pmrepo(&["check"]).ends(1);
}

#[test]
fn the_deadlines_that_move_or_fall_away_are_said() {
    let sandbox = draft();
    let said = set(&sandbox, &["resolved_at=2026-03-27 11:00"]).ends(0).err;
    assert!(said.contains("reviewed: due Fri 2026-04-10\n"), "{said}");
    let said = set(&sandbox, &["severity=SEV-2"]).ends(0).err;
    assert!(
        said.contains("reviewed: due Fri 2026-04-03, was Fri 2026-04-10\n"),
        "{said}"
    );
    let said = set(&sandbox, &["severity=SEV-3"]).ends(0).err;
    assert!(
        said.contains("results-mail: no longer owed, was due "),
        "{said}"
    );
    let said = set(&sandbox, &["tags=x"]).ends(0).err;
    assert!(!said.contains("due"), "{said}");
}

#[test]
fn whoever_makes_a_postmortem_confidential_is_told_what_stays() {
    let sandbox = draft();
    let said = set(&sandbox, &["confidential=true"]).ends(0).err;
    assert!(said.contains("history"), "{said}");
    let said = set(&sandbox, &["confidential=true"]).ends(0).err;
    assert!(!said.contains("history"), "{said}");
}

#[test]
fn people_are_named_by_the_same_flags_wherever_they_are_named() {
    let flags = [
        "--owner",
        "@carol",
        "--commander",
        "alice",
        "--deputy",
        "ben",
        "--scribe",
        "bob",
        "--expert",
        "dave",
        "--expert",
        "erin",
        "--liaison",
        "frank",
        "--internal-liaison",
        "gina",
        "--shadow",
        "hans",
    ];
    let lines = [
        "owner: carol",
        "  incident_commander: alice",
        "  deputy: ben",
        "  scribe: bob",
        "  subject_matter_experts: [dave, erin]",
        "  customer_liaison: frank",
        "  internal_liaison: gina",
        "  shadow: hans",
    ];
    let names = |text: &str| {
        for line in lines {
            assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        }
    };
    let sandbox = draft();
    set(&sandbox, &flags).ends(0);
    names(&sandbox.read(&report("card")));
    // Experts are named besides those who are there; a team is none.
    set(&sandbox, &["--expert", "ivan"]).ends(0);
    assert!(sandbox.read(&report("card")).contains("[dave, erin, ivan]"));
    set(&sandbox, &["--scribe", "sre/payments"]).ends(2);
    set(&sandbox, &["--scribe", "bob", "roles.scribe=carol"]).ends(2);
    let new = [
        "new",
        "Mail late",
        "--severity",
        "SEV-1",
        "--started",
        "2026-03-10 10:00",
    ];
    sandbox.pmrepo(&[&new[..], &flags].concat()).ends(0);
    names(&sandbox.read(&report("mail-late")));
    let steps = sandbox.read("postmortems/2026/2026-03-10-mail-late/checklist.md");
    for line in [
        "## Scribe: bob",
        "`sme.add-notes` dave: ",
        "`sme.add-notes` erin: ",
    ] {
        assert!(steps.contains(line), "{line}\n{steps}");
    }
}

#[test]
fn resolve_says_when_it_was_over_and_what_is_due() {
    let sandbox = draft();
    let flags = [
        "resolve",
        "card",
        "--at",
        "2026-03-27 11:00",
        "--owner",
        "carol",
    ];
    let said = sandbox.pmrepo(&flags).ends(0).err;
    assert!(said.contains("resolved_at: 2026-03-27 11:00 UTC"), "{said}");
    assert!(said.contains("reviewed: due Fri 2026-04-10\n"), "{said}");
    let text = sandbox.read(&report("card"));
    assert!(text.contains("owner: carol\n"), "{text}");
    assert!(text.contains("resolved_at: 2026-03-27T11:00Z\n"), "{text}");
    let again = sandbox.pmrepo(&["resolve", "card"]).ends(2).err;
    assert!(
        again.contains("set 2026-03-10-card resolved_at=WHEN"),
        "{again}"
    );
    assert_eq!(sandbox.read(&report("card")), text);
    sandbox.write(&report("card"), DRAFT);
    sandbox
        .pmrepo(&["resolve", "card", "--at", "2026-03-09 11:00"])
        .ends(2);
    sandbox
        .pmrepo(&["resolve", "card", "--at", "2026-04-02 11:00"])
        .ends(2);
    assert_eq!(sandbox.read(&report("card")), DRAFT);
    sandbox
        .pmrepo_in("postmortems/2026/2026-03-10-card", &["resolve"])
        .ends(0);
    assert!(
        sandbox
            .read(&report("card"))
            .contains("resolved_at: 2026-04-01T12:00Z\n")
    );
}

#[test]
fn new_says_what_it_understood_and_which_postmortem_may_be_the_same() {
    let sandbox = Sandbox::new();
    sandbox.write("pmrepo.yaml", "timezone: Europe/Berlin\n");
    let new = |title: &str, more: &[&str]| {
        sandbox.pmrepo(&[&["new", title, "--severity", "SEV-3", "--no-input"], more].concat())
    };
    let first = new(
        "Card declines",
        &["--started", "8 minutes ago", "--pagerduty", "P1"],
    )
    .ends(0)
    .err;
    assert!(
        first.contains("started_at: 2026-04-01 13:52 CEST, 8 minutes ago"),
        "{first}"
    );
    assert!(!first.contains("same incident"), "{first}");
    let same = "2026-04-01-card-declines may be of the same incident";
    let twin = new("Cards declined", &[]).ends(0).err;
    assert!(twin.contains(same), "{twin}");
    assert!(
        twin.contains("started_at: 2026-04-01 14:00 CEST, now"),
        "{twin}"
    );
    let other = new("DNS is stale", &["--channel", "inc-7"]).ends(0).err;
    assert!(!other.contains("same incident"), "{other}");
    let named = new(
        "Payments fail",
        &["--pagerduty", "p1", "--started", "2026-03-31 10:00"],
    );
    assert!(named.ends(0).err.contains(same));
    let channel = new("Lookups fail", &["--channel", "inc-7"]).ends(0).err;
    assert!(
        channel.contains("2026-04-01-dns-is-stale may be of the same"),
        "{channel}"
    );
}

#[test]
fn a_list_keeps_its_lines_and_comments() {
    let sandbox = draft();
    let with = |services: &str| DRAFT.replace("started_at", &format!("{services}started_at"));
    let before =
        with("services:\n  - checkout # first\n  # the others\n  - payments\n  - search\n");
    sandbox.write(&report("card"), &before);
    set(&sandbox, &["services+=mail,checkout"]).ends(0);
    let longer = before.replace("  - search\n", "  - search\n  - mail\n");
    assert_eq!(sandbox.read(&report("card")), longer);
    set(&sandbox, &["services-=mail,payments"]).ends(0);
    assert_eq!(
        sandbox.read(&report("card")),
        before.replace("  - payments\n", "")
    );
}

#[test]
fn naming_experts_and_lowering_the_severity_remove_no_record() {
    let sandbox = draft();
    set(&sandbox, &["severity=SEV-1"]).ends(0);
    sandbox.commit("raise it").ends(0);
    let step = "- [ ] `sme.add-notes` Add";
    assert!(sandbox.read(CHECKLIST).contains(step));
    set(&sandbox, &["--expert", "dave", "--expert", "erin"]).ends(0);
    assert!(!sandbox.read(CHECKLIST).contains(step));
    sandbox.commit("name them").ends(0);
    let range = || sandbox.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).out;
    assert!(!range().contains("PM806"), "{}", range());
    // What binds nobody any more may go.
    set(&sandbox, &["severity=SEV-4"]).ends(0);
    std::fs::remove_file(sandbox.path(CHECKLIST)).unwrap();
    sandbox.commit("lower it").ends(0);
    assert!(!range().contains("PM806"), "{}", range());
}

#[test]
fn the_checklist_follows_the_people_of_the_report() {
    let sandbox = draft();
    let people = ["--scribe", "bob", "--expert", "dave", "--expert", "erin"];
    set(&sandbox, &people).ends(0);
    set(&sandbox, &["severity=SEV-1"]).ends(0);
    let checklist = sandbox.read(CHECKLIST);
    assert!(checklist.contains("## Scribe: bob\n"), "{checklist}");
    let ticked = checklist
        .replace("- [ ] `sme.add-notes` dave", "- [x] `sme.add-notes` dave")
        .replace("## Deputy\n", "## Deputy: whoever is there\n");
    sandbox.write(CHECKLIST, &ticked);
    sandbox.commit("as it is").ends(0);
    set(
        &sandbox,
        &[
            "--scribe",
            "frank",
            "--deputy",
            "heidi",
            "--commander",
            "_ivan_",
            "roles.subject_matter_experts=grace,dave",
        ],
    )
    .ends(0);
    let expected = ticked
        .replace("## Scribe: bob\n", "## Scribe: frank\n")
        .replace(
            "## Incident commander\n",
            "## Incident commander: \\_ivan\\_\n",
        )
        .replace(
            "## Subject matter experts: dave, erin\n",
            "## Subject matter experts: grace, dave\n",
        )
        .replace(
            "- [ ] `sme.add-notes` erin:",
            "- [ ] `sme.add-notes` grace:",
        );
    // What somebody wrote themselves stays, and so does what is ticked.
    assert_eq!(sandbox.read(CHECKLIST), expected);
    sandbox.commit("others").ends(0);
    let range = sandbox.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).out;
    assert!(!range.contains("PM806"), "{range}");
    // Whoever is only taken off the list leaves their step.
    set(
        &sandbox,
        &["roles.subject_matter_experts-=grace", "roles.scribe="],
    )
    .ends(0);
    let text = sandbox.read(CHECKLIST);
    assert!(text.contains("## Scribe\n"), "{text}");
    assert!(text.contains("## Subject matter experts: dave\n"), "{text}");
    assert!(text.contains("- [ ] `sme.add-notes` grace:"), "{text}");
}

#[test]
fn a_person_or_a_service_that_is_new_is_written_and_said() {
    let sandbox = draft();
    sandbox.write(
        &report("other"),
        DRAFT.replace("started_at", "owner: rob\nservices: [checkout]\nstarted_at"),
    );
    let said = |words: &[&str]| set(&sandbox, words).ends(0).err;
    let slip = said(&["owner=bob", "services=chekcout,rockets"]);
    assert!(
        slip.contains("bob is new here; did you mean rob?\n"),
        "{slip}"
    );
    assert!(
        slip.contains("chekcout is new here; did you mean checkout?\n"),
        "{slip}"
    );
    assert!(slip.contains("rockets is new here\n"), "{slip}");
    assert!(sandbox.read(&report("card")).contains("owner: bob\n"));
    // Who is known is not new: from another report, from this one, from the roster, or by git.
    for words in [
        ["--scribe", "bob"],
        ["owner=rob", "services=checkout"],
        ["--deputy", "me"],
    ] {
        let known = said(&words);
        assert!(!known.contains("is new here"), "{known}");
    }
    sandbox.write("people.yaml", "people:\n- {handle: zoe, name: Zoe Zed}\n");
    let known = said(&["roles.shadow=Zoe Zed"]);
    assert!(!known.contains("is new here"), "{known}");
    let new = [
        "new",
        "DNS",
        "--severity",
        "SEV-4",
        "--owner",
        "zoé",
        "--no-input",
    ];
    let new = sandbox.pmrepo(&new).ends(0).err;
    assert!(
        new.contains("zoé is new here; did you mean zoe?\n"),
        "{new}"
    );
}
