//! What is owed, by whom, and what is never quietly left out of that.

use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// Resolved on a Tuesday by Ivan and Carol, and not reviewed in time.
const LATE: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
roles: {incident_commander: ivan, scribe: bob, subject_matter_experts: [dave]}
services: [checkout]
---
";

const BESIDE: &str = "postmortems/2026/2026-03-10-late";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    std::fs::remove_file(repo.path(".git/hooks/pre-commit")).unwrap();
    repo.write(&report("late"), LATE);
    repo
}

/// What is owed, as JSON: `kind` or step, and how it stands.
fn items(repo: &Sandbox, words: &[&str]) -> Vec<(String, String)> {
    let all = [
        &["overdue", "--all", "--format", "json", "--no-fail"],
        words,
    ]
    .concat();
    let json: serde_json::Value = serde_json::from_str(&repo.pmrepo(&all).ends(0).out).unwrap();
    let items = json.get("items").unwrap().as_array().unwrap().iter();
    items
        .map(|it| {
            let text = |key: &str| it.get(key)?.as_str().map(str::to_owned);
            let what = text("step").or_else(|| text("kind"));
            (what.unwrap_or_default(), text("state").unwrap())
        })
        .collect()
}

/// How something stands.
fn state(repo: &Sandbox, what: &str) -> Option<String> {
    let mut all = items(repo, &[]).into_iter();
    all.find(|(it, _)| it == what).map(|(_, state)| state)
}

#[test]
fn what_cannot_be_read_and_may_be_mine_is_said_and_counts() {
    let repo = Sandbox::new();
    repo.write(
        "people.yaml",
        "people:\n  - {handle: carol}\n  - {handle: zoe}\n",
    );
    let mine = |who: &str| repo.pmrepo(&["mine", "--as", who]);
    // Nobody can say whose that is.
    let broken = report("broken");
    repo.write(&broken, LATE.replace("owner: carol", "owner: \"carol"));
    for who in ["carol", "zoe"] {
        let shown = mine(who).ends(1).out;
        assert!(
            shown.contains("2026-03-10-broken/postmortem.md:7"),
            "{shown}"
        );
        assert!(!shown.contains("nothing is late"), "{shown}");
    }
    // Of what can be read as far as that, it is said to those whom it names.
    repo.write(&broken, LATE.replace("SEV-2", "SEV-9"));
    for who in ["carol", "ivan", "bob", "dave"] {
        let shown = mine(who).ends(1).out;
        assert!(shown.contains("`SEV-9`"), "{who}: {shown}");
    }
    let shown = mine("zoe").ends(0).out;
    assert!(shown.contains("nothing is late"), "{shown}");
    // Without an owner and a commander it may become anybody's.
    let nobodys = LATE.replace("SEV-2", "SEV-9");
    let nobodys = nobodys.replace("owner: carol\n", "");
    repo.write(&broken, nobodys.replace("incident_commander: ivan, ", ""));
    mine("zoe").ends(1);
}

/// A report that owes nothing itself, with more front matter.
fn light(more: &str) -> String {
    let light = LATE.replace("SEV-2", "SEV-4").replace("draft", "in-review");
    light.replace("services:", &format!("{more}\nservices:"))
}

#[test]
fn action_items_in_another_form_are_said_and_never_taken_for_none() {
    let repo = repo();
    let place = "2026-03-10-late/postmortem.md:9: ";
    for (items, why) in [
        (
            "{AI-1: {title: Add a lamp, due: 2026-03-20}}",
            "`action_items` is not a list",
        ),
        ("Add a lamp by 2026-03-20", "`action_items` is not a list"),
        (
            "[Add a lamp by 2026-03-20]",
            "entry 1 of `action_items` has no fields",
        ),
        (
            "[[{title: Add a lamp, due: 2026-03-20}]]",
            "entry 1 of `action_items` has no fields",
        ),
        (
            "[{id: AI-1, title: Add a lamp}, ~]",
            "entry 2 of `action_items` has no fields",
        ),
        (
            "[{id: AI-1, due: [2026-03-20]}]",
            "`due` of AI-1 is not a date",
        ),
        (
            "[{id: AI-1, due: 2026-02-31}]",
            "`due` of AI-1 is not a date",
        ),
        (
            "[{id: AI-1, owner: {name: dave}}]",
            "`owner` of AI-1 is not a person",
        ),
    ] {
        repo.write(&report("late"), light(&format!("action_items: {items}")));
        let owed = repo.pmrepo(&["overdue"]).ends(1).out;
        assert!(owed.contains(&format!("{place}{why}")), "{items}: {owed}");
        let listed = repo.pmrepo(&["action", "list"]).ends(1);
        assert!(listed.err.contains(why), "{items}: {listed:#?}");
    }
    // Figures say how many they leave out.
    repo.write(
        &report("late"),
        light("action_items: {AI-1: {due: 2026-03-20}}"),
    );
    let stats = repo.pmrepo(&["stats"]).ends(0).out;
    let figure = stats
        .lines()
        .find(|it| it.starts_with("items done in time"));
    assert!(figure.unwrap().contains("1 cannot be read"), "{stats}");
    // Where the policy has a term, it hangs on the priority.
    for priority in ["[P1]", "urgent", "1"] {
        let items = format!("action_items: [{{id: AI-1, priority: {priority}}}]\nservices:");
        repo.write(&report("late"), LATE.replace("services:", &items));
        let owed = repo.pmrepo(&["overdue"]).ends(1).out;
        assert!(
            owed.contains("`priority` of AI-1 is not a priority"),
            "{owed}"
        );
    }
    // A list of one person names that person, and what is in order says nothing.
    let item = "action_items: [{id: AI-1, title: Add a lamp, owner: [dave], due: 2026-03-20}]";
    repo.write(&report("late"), light(item));
    let owed = repo.pmrepo(&["overdue", "--who", "dave"]).ends(1).out;
    assert!(
        owed.contains("AI-1") && !owed.contains("Cannot be read"),
        "{owed}"
    );
    repo.pmrepo(&["action", "list"]).ends(0);
}

#[test]
fn tweaks_and_notes_in_another_form_are_said() {
    let repo = Sandbox::new();
    let notes = |more: &str| {
        repo.write(
            "process-reviews/2026/2026-03-30.md",
            format!("---\nscheduled_for: 2026-03-30T10:00Z\n{more}---\n\nWe looked at it.\n"),
        );
    };
    for (more, why) in [
        (
            "status: held\ntweaks: {AI-1: {due: 2026-03-31}}\n",
            "`tweaks` is not a list",
        ),
        (
            "status: held\ntweaks: [Ask first]\n",
            "entry 1 of `tweaks` has no fields",
        ),
        (
            "status: held\ntweaks: [{id: AI-1, due: soon}]\n",
            "`due` of AI-1 is not a date",
        ),
        ("status: Held\n", "`Held` is not a status"),
        ("status: [held]\n", "`status` is not a word"),
        (
            "status: held\nincidents: 2026-03-10-late\n",
            "`incidents` is not a list of texts",
        ),
        ("status: held\nchair: {name: ann}\n", "`chair` names nobody"),
    ] {
        notes(more);
        let owed = repo.pmrepo(&["overdue"]).ends(1).out;
        assert!(owed.contains(why), "{more}: {owed}");
        if more.contains("tweaks") {
            let listed = repo.pmrepo(&["action", "list"]).ends(1);
            assert!(listed.err.contains(why), "{more}: {listed:#?}");
        }
    }
    notes("status: held\nchair: ann\nincidents: []\ntweaks: []\n");
    let owed = repo.pmrepo(&["overdue"]).ends(0).out;
    assert!(owed.contains("nothing is late"), "{owed}");
}

#[test]
fn whoever_says_in_other_words_that_it_was_major_owes_nothing_less() {
    let repo = repo();
    for major in ["yes", "\"true\"", "\"false\"", "1", "[true]"] {
        repo.write(&report("late"), light(&format!("major: {major}")));
        let owed = repo.pmrepo(&["overdue"]).ends(1).out;
        assert!(
            owed.contains(":9: `major` is not true or false"),
            "{major}: {owed}"
        );
        let agenda = repo.pmrepo(&["process-review", "agenda"]).ends(0).out;
        assert!(agenda.contains("2026-03-10-late"), "{major}: {agenda}");
    }
    for major in ["false", "~", ""] {
        repo.write(&report("late"), light(&format!("major: {major}")));
        repo.pmrepo(&["overdue"]).ends(0);
    }
}

#[test]
fn whatever_is_there_in_another_form_is_said() {
    let repo = repo();
    let with = |field: &str, more: &str| {
        let lines = LATE
            .lines()
            .filter(|it| !it.starts_with(&format!("{field}:")));
        let text: String = lines.map(|it| format!("{it}\n")).collect();
        text.replacen("title:", &format!("{more}\ntitle:"), 1)
    };
    for (field, value, why) in [
        ("status", "[draft]", "`status` is not a word"),
        ("severity", "[SEV-2]", "`severity` is not a word"),
        ("severity", "Sev 2", "`Sev 2` is not a severity"),
        (
            "resolved_at",
            "2026-13-10T11:00Z",
            "`resolved_at` is not a timestamp",
        ),
        ("started_at", "20260310", "`started_at` is not a timestamp"),
        (
            "reviewed_at",
            "yesterday",
            "`reviewed_at` is not a timestamp",
        ),
        (
            "meeting",
            "{held_at: [2026-03-12T10:00Z]}",
            "`meeting.held_at` is not a timestamp",
        ),
        (
            "meeting",
            "{scheduled_for: true}",
            "`meeting.scheduled_for` is not a timestamp",
        ),
        (
            "meeting",
            "2026-03-12T10:00Z",
            "`meeting` is not a group of fields",
        ),
        (
            "meeting",
            "{attendees: {bob: yes}}",
            "`meeting.attendees` names nobody",
        ),
        ("roles", "ivan", "`roles` is not a group of fields"),
        (
            "roles",
            "{incident_commander: {name: ivan}}",
            "`roles.incident_commander` names nobody",
        ),
        ("owner", "{name: carol}", "`owner` names nobody"),
        ("owner", "7", "`owner` names nobody"),
        (
            "services",
            "{checkout: yes}",
            "`services` is not a list of texts",
        ),
        ("adopted_from", "yes", "`adopted_from` does not say of what"),
        ("adopted_from", "{}", "`adopted_from` does not say of what"),
        (
            "status",
            "draft\nstatus: not-required",
            "`status` is there twice",
        ),
    ] {
        repo.write(&report("late"), with(field, &format!("{field}: {value}")));
        let owed = repo.pmrepo(&["overdue"]).ends(1).out;
        assert!(owed.contains(why), "{field}: {value}: {owed}");
        let calendar = repo.pmrepo(&["calendar"]).ends(1).err;
        assert_eq!(calendar.matches(why).count(), 1, "{calendar}");
    }
    // From this time nothing is reckoned.
    repo.write(&report("late"), with("paged_at", "paged_at: soon"));
    let owed = repo.pmrepo(&["overdue"]).ends(1).out;
    assert!(!owed.contains("Cannot be read"), "{owed}");
    // One service that stands alone is found as if it stood in a list.
    repo.write(&report("late"), with("services", "services: checkout"));
    let owed = repo
        .pmrepo(&["overdue", "--service", "checkout"])
        .ends(1)
        .out;
    assert!(!owed.contains("Cannot be read"), "{owed}");
    // A message that says in no time when it was sent was not.
    repo.write(&report("late"), LATE);
    for (sent, why) in [
        ("yesterday", "`sent_at` is not a timestamp"),
        ("2027-03-10T12:00Z", "`sent_at` is in the future"),
    ] {
        let notice = format!("---\nto: [all@example.com]\nsent_at: {sent}\n---\n\nIt is over.\n");
        repo.write(&format!("{BESIDE}/messages/notice.md"), notice);
        let owed = repo.pmrepo(&["overdue"]).ends(1).out;
        assert!(owed.contains(why), "{owed}");
    }
    repo.write(
        &format!("{BESIDE}/messages/notice.md"),
        "---\nto: [all@example.com]\nsent_at: yesterday\n---\n\nIt is over.\n",
    );
    let listed = repo.pmrepo(&["message", "list"]).ends(0).out;
    assert!(listed.contains("written"), "{listed}");
}

#[test]
fn a_step_is_settled_by_what_can_be_read() {
    let repo = repo();
    let state = |grouped: &str| {
        let grouped = format!("grouped_incidents: {grouped}\nservices:");
        repo.write(&report("late"), LATE.replace("services:", &grouped));
        let steps = repo.pmrepo(&["checklist", "late"]).ends(0).out;
        let step = steps.lines().find(|it| it.contains("ic.group-related"));
        step.unwrap().split_whitespace().next().unwrap().to_owned()
    };
    for it in ["[]", "[INC-1]"] {
        assert_eq!(state(it), "settled", "{it}");
    }
    for it in ["{}", "5", "no", "[[INC-1]]"] {
        assert_eq!(state(it), "open", "{it}");
    }
}

#[test]
fn a_waiver_whose_end_cannot_be_read_holds_never() {
    let repo = repo();
    let errors = |until: &str| {
        let waiver = format!(
            "grouped_incidents: []\nwaivers: [{{rule: PM209, reason: A drill., until: {until}}}]\nservices:"
        );
        let text = LATE.replace("services:", &waiver);
        repo.write(
            &report("late"),
            text.replace("resolved_at: 2026", "resolved_at: 2027"),
        );
        repo.pmrepo(&["check"]).out.contains("PM209 ")
    };
    assert!(!errors("2026-05-01"));
    for it in ["2026-03-01", "2026", "[2026-05-01]", "soon", "true"] {
        assert!(errors(it), "{it}");
    }
}

#[test]
fn a_configuration_with_errors_is_said_whatever_is_asked_for() {
    let repo = repo();
    repo.write("pmrepo.yaml", "timezone: Moon/Base\n");
    repo.write("people.yaml", "people:\n  - {handle: zoe}\n");
    for words in [
        &["mine", "--as", "zoe"][..],
        &["overdue", "late"],
        &["overdue", "--who", "zoe"],
    ] {
        let shown = repo.pmrepo(words).ends(1).out;
        assert!(shown.contains("pmrepo.yaml:1"), "{words:?}: {shown}");
    }
}

#[test]
fn holidays_that_are_missing_are_an_error() {
    let repo = repo();
    repo.write("pmrepo.yaml", "calendar:\n  holidays: days/off.ics\n");
    let found = repo.pmrepo(&["check"]).ends(1);
    assert!(
        found.out.contains("there is no `days/off.ics`") && found.out.contains("pmrepo.yaml:2:13"),
        "{found:#?}"
    );
    let shown = repo.pmrepo(&["overdue"]).ends(1).out;
    assert!(shown.contains("there is no `days/off.ics`"), "{shown}");
    repo.write(
        "days/off.ics",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260403\r\nSUMMARY:Good Friday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    );
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn a_newer_format_is_refused_and_nothing_is_judged_by_defaults() {
    let repo = repo();
    repo.write("pmrepo.yaml", "schema: 2\nseverities: [RED]\n");
    repo.git(&["add", "--all"]).ends(0);
    for words in [
        &["check"][..],
        &["check", "--staged"],
        &["overdue"],
        &["list"],
        &["show", "late"],
        &["set", "late", "owner=bob"],
    ] {
        let refused = repo.pmrepo(words).ends(2);
        assert!(refused.err.contains("needs a newer pmrepo"), "{refused:#?}");
        assert_eq!(refused.out, "", "{words:?}");
    }
    repo.git(&["commit", "--quiet", "--message", "newer"])
        .ends(0);
    repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).ends(2);
}

#[test]
fn a_process_review_is_owed_from_the_first_on_that_was_held() {
    let repo = repo();
    assert_eq!(state(&repo, "process-review"), None);
    let review = "process-reviews/2026/2026-03-30.md";
    let text = "---\nscheduled_for: 2026-03-30T10:00Z\nstatus: scheduled\nchair: ivan\n---\n";
    repo.write(review, text);
    assert_eq!(state(&repo, "process-review"), None);
    repo.write(review, text.replace("scheduled\n", "held\n"));
    assert!(state(&repo, "process-review").is_some());
    // The team that does without them is never asked for one.
    let small = Sandbox::new();
    small.pmrepo(&["init", "--preset", "small", "--force"]);
    small.write(&report("late"), LATE);
    assert_eq!(state(&small, "process-review"), None);
}

#[test]
fn experts_are_reminded_and_never_late() {
    let repo = repo();
    let list = format!("{BESIDE}/checklist.md");
    repo.write(
        &list,
        "## Experts\n\n- [ ] `sme.add-notes` dave: Add them.\n\n- [ ] `scribe.key-events` Bring them.\n",
    );
    assert_eq!(state(&repo, "sme.add-notes").as_deref(), Some("soon"));
    assert_eq!(
        state(&repo, "scribe.key-events").as_deref(),
        Some("overdue")
    );
    let shown = repo.pmrepo(&["mine", "--as", "dave"]).ends(0).out;
    assert!(shown.contains("15 days ago"), "{shown}");
    assert!(shown.contains("1 due soon"), "{shown}");
    for format in ["slack", "github", "markdown"] {
        let shown = repo
            .pmrepo(&["overdue", "--all", "--no-fail", "--format", format])
            .ends(0)
            .out;
        assert!(shown.contains("days ago"), "{format}: {shown}");
    }
}

#[test]
fn a_step_has_no_term_of_its_own() {
    let repo = repo();
    for term in ["20d", "{SEV-1: 20d}", "0d"] {
        repo.write(
            "pmrepo.yaml",
            format!("deadlines: {{checklist-step: {term}}}\n"),
        );
        let found = repo.pmrepo(&["check"]).ends(1).out;
        assert!(found.contains("only `none` may stand here"), "{found}");
    }
    for off in ["none", "{SEV-1: none}"] {
        repo.write(
            "pmrepo.yaml",
            format!("deadlines: {{checklist-step: {off}}}\n"),
        );
        repo.pmrepo(&["check"]).ends(0);
    }
}

#[test]
fn looking_back_what_began_later_is_not_yet_there() {
    let repo = Sandbox::new();
    repo.write(&report("odd"), LATE.replace("SEV-2", "sev2"));
    repo.write(
        &report("broken"),
        LATE.replace("owner: carol", "owner: \"carol"),
    );
    let back = |date: &str| -> Output { repo.pmrepo_with(&[], &["overdue", "--as-of", date]) };
    let calm = back("2026-03-01").ends(0);
    assert!(calm.out.contains("nothing is late"), "{calm:#?}");
    let later = back("2026-03-20").ends(1).out;
    assert!(later.contains("2 unreadable"), "{later}");
}

#[test]
fn a_message_in_which_a_template_is_left_was_not_sent() {
    let repo = repo();
    let notice = format!("{BESIDE}/messages/notice.md");
    for (body, expected) in [
        ("<!-- Say what happened. -->\n", "overdue"),
        ("TBD\n", "overdue"),
        ("Checkout was slow. TODO: the link.\n", "overdue"),
        ("Checkout was slow.\n", "met"),
    ] {
        let text = format!("---\nto: [all@example.com]\nsent_at: 2026-03-10T12:00Z\n---\n\n{body}");
        repo.write(&notice, text);
        assert_eq!(
            state(&repo, "internal-notice").as_deref(),
            Some(expected),
            "{body}"
        );
    }
}

#[test]
fn the_deadline_of_the_notice_and_its_step_say_the_same() {
    let repo = repo();
    let list = format!("{BESIDE}/checklist.md");
    repo.write(
        &list,
        "## Incident commander\n\n- [ ] `ic.internal-notice` Tell them.\n",
    );
    let notice = format!("{BESIDE}/messages/notice.md");
    let step = || -> String {
        let words = ["checklist", "late", "--format", "json"];
        repo.pmrepo(&words).out
    };
    for (said, met) in [
        ("sent_at: 2026-03-10T12:00Z", true),
        ("not_sent_because: Everybody was on the call.", true),
        ("not_sent_because: ''", false),
    ] {
        repo.write(
            &notice,
            format!("---\nto: [all@example.com]\n{said}\n---\n\nSlow.\n"),
        );
        let state = state(&repo, "internal-notice");
        assert_eq!(state.as_deref() == Some("met"), met, "{said}");
        assert_eq!(step().contains("\"settled\""), met, "{said}: {}", step());
    }
}

#[test]
fn a_light_report_may_leave_empty_what_only_major_incidents_have() {
    let repo = Sandbox::new();
    let light = LATE.replace("draft", "in-review").replace("SEV-2", "SEV-3");
    let light = light.replace("started_at", "detected_at: 2026-03-10T10:05Z\nstarted_at");
    let body = "\n## Overview\n\nSlow.\n\n## What Happened\n\nIt was slow.\n\n## Contributing Factors\n\n- The pool.\n\n\
        ## Timeline\n\n| Time | Event | Evidence |\n|---|---|---|\n| 2026-03-10T10:00Z | It began. | x |\n\n## Impact\n\n## Resolution\n";
    repo.write(&report("light"), format!("{light}{body}"));
    let found = repo.pmrepo(&["check"]).out;
    assert!(!found.contains("PM302"), "{found}");
    repo.write(
        &report("light"),
        format!("{light}{body}").replace("SEV-3", "SEV-2"),
    );
    let found = repo.pmrepo(&["check"]).ends(1).out;
    assert!(found.contains("PM302"), "{found}");
}

#[test]
fn what_will_not_be_done_has_a_reason_and_needs_no_more() {
    let repo = Sandbox::new();
    let whole = include_str!("../../src/rules/example/postmortem.md");
    let at = "postmortems/2026/2026-03-10-checkout-latency/postmortem.md";
    let with = |item: &str| {
        let (head, rest) = whole.split_once("action_items:").unwrap();
        let mut lines = rest.lines().skip(1).skip_while(|it| it.starts_with(' '));
        let rest: Vec<&str> = lines.by_ref().collect();
        repo.write(
            at,
            format!("{head}action_items:\n  - {item}\n{}\n", rest.join("\n")),
        );
        repo.pmrepo(&["check", "--rule", "PM101"])
    };
    let base = "id: AI-1, title: Cap the pool at 40, kind: prevent, priority: P1";
    let given_up = with(&format!(
        "{{{base}, state: wont-do, reason: The pool is gone.}}"
    ));
    given_up.ends(0);
    let found = with(&format!("{{{base}, state: wont-do}}")).ends(1).out;
    assert!(found.contains("reason"), "{found}");
    let found = with(&format!("{{{base}, state: open}}")).ends(1).out;
    assert!(found.contains("ticket"), "{found}");
    // Without a state it is open.
    let owned = "owner: dave, due: 2026-03-24, ticket: T-1";
    with(&format!("{{{base}, {owned}}}")).ends(0);
}

#[test]
fn a_tweak_is_of_the_process() {
    let repo = Sandbox::new();
    let with = |kind: &str| {
        repo.write(
            "process-reviews/2026/2026-03-30.md",
            format!(
                "---\nscheduled_for: 2026-03-30T10:00Z\nstatus: scheduled\nchair: ivan\ntweaks:\n  \
                 - {{id: AI-1, title: Page the deputy too, kind: {kind}, owner: carol, due: 2026-05-01}}\n---\n"
            ),
        );
        repo.pmrepo(&["check"])
    };
    with("process").ends(0);
    let found = with("prevent").ends(1).out;
    assert!(
        found.contains("PM104") && found.contains("process"),
        "{found}"
    );
}

#[test]
fn times_in_json_have_seconds() {
    let repo = repo();
    repo.write(
        &report("late"),
        LATE.replace(
            "owner: carol",
            "paged_at: 2026-03-10 12:01+02:00\nowner: carol",
        ),
    );
    repo.write(
        &format!("{BESIDE}/messages/notice.md"),
        "---\nto: [all@example.com]\nsent_at: 2026-03-10T12:00Z\n---\n\nSlow.\n",
    );
    repo.write(
        "process-reviews/2026/2026-03-30.md",
        "---\nscheduled_for: 2026-03-30T10:00Z\nstatus: scheduled\nchair: ivan\n---\n",
    );
    for (words, time) in [
        (&["list"][..], "\"started_at\":\"2026-03-10T10:00:00Z\""),
        (
            &["show", "late"],
            "\"resolved_at\":\"2026-03-10T11:00:00Z\"",
        ),
        (
            &["show", "late"],
            "\"paged_at\":\"2026-03-10T12:01:00+02:00\"",
        ),
        (&["message", "list"], "\"sent_at\":\"2026-03-10T12:00:00Z\""),
        (
            &["process-review", "list"],
            "\"scheduled_for\":\"2026-03-30T10:00:00Z\"",
        ),
    ] {
        let shown = repo
            .pmrepo(&[words, &["--format", "json"]].concat())
            .ends(0)
            .out;
        assert!(shown.contains(time), "{words:?}: {shown}");
    }
    // What is no time stays as it was written.
    repo.write(
        &report("late"),
        LATE.replace("2026-03-10T10:00Z", "yesterday"),
    );
    let shown = repo.pmrepo(&["list", "--format", "json"]).ends(0).out;
    assert!(shown.contains("\"started_at\":\"yesterday\""), "{shown}");
}

#[test]
fn the_next_process_review_is_owed_by_those_who_led_what_it_is_about() {
    let repo = repo();
    repo.write("pmrepo.yaml", "process_review: {every: 7d}\n");
    repo.write(&report("covered"), LATE.replace("ivan", "zoe"));
    repo.write(
        &report("small"),
        LATE.replace("ivan", "yan").replace("SEV-2", "SEV-3"),
    );
    repo.write(
        "process-reviews/2026/2026-03-20.md",
        "---\nscheduled_for: 2026-03-20T10:00Z\nstatus: held\nchair: alice\nincidents: [2026-03-10-covered]\n---\n",
    );
    let words = [
        "overdue",
        "--kind",
        "next-process-review",
        "--format",
        "json",
    ];
    let json: serde_json::Value = serde_json::from_str(&repo.pmrepo(&words).ends(1).out).unwrap();
    assert_eq!(
        json["items"][0]["owed_by"],
        serde_json::json!(["alice", "ivan"])
    );
    let mine = repo.pmrepo(&["mine", "--as", "ivan"]).ends(1).out;
    assert!(mine.contains("next-process-review"), "{mine}");
}

#[test]
fn an_incident_from_before_the_rules_is_not_said_to_go_on() {
    let repo = Sandbox::new();
    repo.write(
        &report("old"),
        LATE.replace("resolved_at: 2026-03-10T11:00Z\n", ""),
    );
    let going_on = || -> bool {
        let shown = repo.pmrepo(&["overdue", "--no-fail"]).ends(0).out;
        shown.contains("unresolved for")
    };
    assert!(going_on());
    repo.write("pmrepo.yaml", "enforce_from: 2026-03-11\n");
    assert!(!going_on());
}
