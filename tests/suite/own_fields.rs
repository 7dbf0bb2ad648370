//! Fields that a team adds under `fields` are judged, set and listed as what they are.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;

const REPORT: &str = "postmortems/2026/2026-03-10-one/postmortem.md";
const CONFIG: &str = "fields:
  announced_to_press: {$ref: \"#/$defs/timestamp\"}
  press_day: {$ref: \"#/$defs/date\"}
  spokesperson: {$ref: \"#/$defs/person\"}
  pages: {type: array, items: {$ref: \"#/$defs/timestamp\"}}
  witnesses: {type: array, items: {$ref: \"#/$defs/person\"}}
  customer:
    type: object
    properties:
      told_at: {$ref: \"#/$defs/timestamp\"}
      contact: {$ref: \"#/$defs/person-or-team\"}
  summary_for_press: {$ref: \"#/$defs/text\"}
";
const PEOPLE: &str = "people:\n- {handle: carol, name: Carol Jones}\n- {handle: bob, team: sre}\n";

/// A root with those fields, and one report that has some more front matter.
fn with(more: &str) -> Sandbox {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", CONFIG);
    repo.write("people.yaml", PEOPLE);
    let text = format!(
        "---\ntitle: One\nstatus: draft\nseverity: SEV-3\nstarted_at: 2026-03-10T10:00Z\n{more}---\n"
    );
    repo.write(REPORT, &text);
    repo
}

/// What `check` finds: line, code and message.
fn found(repo: &Sandbox) -> Vec<String> {
    let out = repo.pmrepo(&["check", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let findings = json.get("findings").unwrap().as_array().unwrap();
    findings
        .iter()
        .map(|it| {
            let text = |key: &str| it.get(key).unwrap().as_str().unwrap();
            let line = it.get("line").unwrap();
            format!("{line} {} {}", text("code"), text("message"))
        })
        .collect()
}

#[test]
fn a_date_that_does_not_exist_is_found_in_them() {
    let repo = with(
        "announced_to_press: 2026-02-30T10:00Z\npress_day: 2026-02-30\npages: [2026-03-10T10:00Z, \
         2026-03-10T25:00Z]\ncustomer: {told_at: 2026-13-01T10:00Z}\n",
    );
    assert_eq!(
        found(&repo),
        [
            "6 PM201 `announced_to_press` names a date that does not exist",
            "7 PM201 `press_day` names a date that does not exist",
            "8 PM201 `pages` names a time of day that does not exist",
            "9 PM201 `customer.told_at` names a date that does not exist",
        ]
    );
}

#[test]
fn a_stranger_is_found_in_them() {
    let repo = with("spokesperson: carl\nwitnesses: [bob, dave]\ncustomer: {contact: sre}\n");
    assert_eq!(
        found(&repo),
        [
            "6 PM205 `carl` is not in the roster",
            "7 PM205 `dave` is not in the roster",
        ]
    );
}

#[test]
fn what_is_not_written_as_it_should_be_is_told_in_words() {
    let repo = with("announced_to_press: 2026-03-10T10:00\nspokesperson: sre/payments\n");
    assert_eq!(
        found(&repo),
        [
            "6 PM105 `announced_to_press` has no offset from UTC",
            "7 PM105 `spokesperson` is a team: one person is expected",
        ]
    );
}

#[test]
fn a_placeholder_is_found_in_them_and_a_person_is_no_cause() {
    let repo = with("spokesperson: carol\nsummary_for_press: TBD\n");
    let text = repo.read(REPORT).replace("draft", "in-review");
    repo.write(
        REPORT,
        format!("{text}\n## Contributing Factors\n\nJones misconfigured the balancer.\n"),
    );
    let found = found(&repo);
    assert!(
        found.iter().any(|it| it.starts_with("7 PM303 ")),
        "{found:#?}"
    );
    assert!(found.iter().any(|it| it.contains(" PM503 ")), "{found:#?}");
}

#[test]
fn set_reads_them_as_times_days_and_people() {
    let repo = with("");
    repo.pmrepo(&[
        "set",
        "one",
        "announced_to_press=2026-03-10 14:03",
        "press_day=2026-03-11",
        "spokesperson=@carol",
        "pages=2026-03-10 14:03,2026-03-10 15:00",
        "customer.contact=@bob",
    ])
    .ends(0);
    let text = repo.read(REPORT);
    for line in [
        "announced_to_press: 2026-03-10T14:03Z\n",
        "press_day: 2026-03-11\n",
        "spokesperson: carol\n",
        "2026-03-10T15:00Z",
        "contact: bob\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert_eq!(found(&repo), [""; 0]);
    let refused = repo.pmrepo(&["set", "one", "press_day=2026-02-30"]).ends(2);
    assert!(
        refused.err.contains("names a date that does not exist"),
        "{}",
        refused.err
    );
}

#[test]
fn list_knows_the_people_in_them() {
    let repo = with("spokesperson: carol\nmeeting: {attendees: [bob]}\n");
    let rows = |who: &str| repo.pmrepo(&["list", "--who", who, "--path"]).ends(0).out;
    assert_eq!(rows("Carol Jones").lines().count(), 1);
    assert_eq!(rows("bob"), "");
}

#[test]
fn an_own_field_of_a_name_that_pmrepo_has_too_counts_with_a_note() {
    let repo = with("detection: pager\nrelated: [https://example.com]\nimpact: high\n");
    repo.write(
        "pmrepo.yaml",
        "fields:\n  detection: {enum: [pager, phone]}\n  related: {type: array}\n  \
         impact: {enum: [high, low]}\n  services: {type: string}\n",
    );
    let notes = [
        "2 PM010 `detection` is a field of pmrepo too: yours counts",
        "3 PM010 `related` is a field of pmrepo too: yours counts",
        "4 PM010 `impact` is a field of pmrepo too: yours counts",
        "5 PM010 `services` is a field of pmrepo too: yours counts",
    ];
    assert_eq!(found(&repo), notes);
    repo.pmrepo(&["check"]).ends(0);
    // Nothing is asked of it that was asked of pmrepo's.
    let text = repo.read(REPORT);
    let text = text.replace("draft", "in-review").replace("SEV-3", "SEV-1");
    let without = text.replace("detection: pager\n", "");
    repo.write(REPORT, without.replace("impact: high\n", ""));
    let asked = found(&repo);
    for field in ["detection", "impact", "services"] {
        let asks = |it: &String| it.contains(" PM1") && it.contains(field);
        assert!(!asked.iter().any(asks), "{asked:#?}");
    }
    repo.write(REPORT, text.replace("pager", "monitoring"));
    assert!(
        found(&repo).contains(
            &"6 PM104 `monitoring` is not a detection: one of pager, phone is expected".to_owned()
        ),
        "{:#?}",
        found(&repo)
    );
}

#[test]
fn a_field_by_which_pmrepo_goes_is_no_teams_own() {
    let repo = with("");
    repo.write("pmrepo.yaml", "fields: {owner: {type: string}}\n");
    assert_eq!(found(&repo), ["1 PM010 `owner` is a field already"]);
    let shown = repo.pmrepo(&["check"]).ends(1).out;
    assert!(shown.contains("pmrepo goes by this one"), "{shown}");
}

/// Definitions that refer to each other twice each unfold to a billion: a push of a few KB must not cost an
/// hour.
#[test]
fn a_field_refers_to_what_is_published_and_to_nothing_else() {
    let sandbox = Sandbox::new();
    let doubled = |refer: &str| {
        let all: Vec<String> = (0..30)
            .map(|it| {
                let next = format!("{{$ref: \"{refer}/$defs/a{}\"}}", it + 1);
                format!("a{it}: {{allOf: [{next}, {next}]}}")
            })
            .collect();
        let all = format!("$defs: {{{}, a30: {{type: string}}}}", all.join(", "));
        format!("{all}, $ref: \"{refer}/$defs/a0\"")
    };
    for (field, said) in [
        (
            format!("it: {{{}}}", doubled("#/properties/it")),
            "has `$ref: #/properties/it/$defs/a1`",
        ),
        (
            format!("it: {{$id: \"http://x/\", {}}}", doubled("#")),
            "has `$id: http://x/`",
        ),
        ("it: {$ref: \"#\"}".to_owned(), "has `$ref: #`"),
        (
            "it: {items: {$ref: \"#/$defs/nothing\"}}".to_owned(),
            "has `$ref: #/$defs/nothing`",
        ),
        (
            "it: {properties: {enum: {$dynamicRef: \"#\"}}}".to_owned(),
            "has `$dynamicRef: #`",
        ),
    ] {
        sandbox.write("pmrepo.yaml", format!("fields: {{{field}}}\n"));
        sandbox.write(REPORT, GOOD.replace("---\n\n", "it: a\n---\n\n"));
        let found = sandbox.pmrepo(&["check"]).ends(1).out;
        assert!(found.contains(said), "{field}: {found}");
    }
    let fine = "fields: {it: {anyOf: [{$ref: \"#/$defs/date\"}, {enum: [{$ref: x}]}]}}\n";
    sandbox.write("pmrepo.yaml", fine);
    let dated = GOOD.replace("---\n\n", "it: 2026-03-01\n---\n\n");
    sandbox.write(REPORT, dated);
    sandbox.pmrepo(&["check"]).ends(0);
}
