use snapbox::assert_data_eq;
use snapbox::str;

use super::input::*;
use super::*;
use crate::config::Config;
use crate::config::Policy;

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}

pub(super) fn night() -> ReportInput {
    let policy = Config::default().policy;
    ReportInput {
        title: "Checkout latency after cache failover".to_owned(),
        severity: "SEV-2".to_owned(),
        is_major: true,
        started_at: Some("2026-11-20T14:03Z".to_owned()),
        commander: Some("carol".to_owned()),
        zone: "UTC".to_owned(),
        asked: texts(&[
            "owner",
            "detected_at",
            "resolved_at",
            "detection",
            "services",
            "roles.scribe",
            "roles.subject_matter_experts",
            "impact.users_affected",
            "meeting.scheduled_for",
            "action_items",
        ]),
        sections: sections(&policy, true),
        ..ReportInput::default()
    }
}

#[test]
fn a_draft_at_three_in_the_morning_is_short() {
    let text = report(&night(), None).unwrap();
    assert_data_eq!(
        text,
        str![[r#"
---
title: Checkout latency after cache failover
status: draft
severity: SEV-2
started_at: 2026-11-20T14:03Z
roles:
  incident_commander: carol
  # scribe:
  # subject_matter_experts:
# A draft needs no more. Required before the review (`pmrepo show` says what is missing):
# owner:
# detected_at:
# resolved_at:
# detection:
# services: []
# impact:
#   users_affected:
# meeting:
#   scheduled_for:
# action_items: []
---

## Overview

<!-- Three sentences for somebody who was not there: what broke, for whom, how long. -->

## What Happened

<!-- The story in the order in which it unfolded: what people saw, what they thought, what they did. -->

## Contributing Factors

<!-- A list. What had to come together? Ask what made it possible, not who did it. -->

## Resolution

<!-- What ended it, and how you knew that it was over. -->

## Impact

<!-- What customers could not do, how many, how long; what it cost. -->

## Timeline

<!-- From the first change to the end. Each row has a link that shows it: a graph, a log, a chat line. -->

Times in UTC.

| Time | Event | Evidence |
|---|---|---|
| 2026-11-20T14:03Z | It begins. | |

## What Went Well

<!-- A list. What would you want to happen again next time? -->

## What Didn't Go So Well

<!-- A list. Where luck helped, add a section "Where We Got Lucky". -->

"#]]
    );
}

#[test]
fn hints_come_from_the_schema() {
    let schema = serde_json::json!({"properties": {"roles": {"description": "Who.", "properties": {
        "scribe": {"description": "Who wrote -- it down."}}}}});
    let hints = descriptions(&schema);
    assert_eq!(hints.get("roles").map(String::as_str), Some("Who."));
    let text = report(&ReportInput { hints, ..night() }, None).unwrap();
    assert!(
        text.contains("  # scribe:  # Who wrote - - it down.\n"),
        "{text}"
    );
}

#[test]
fn a_lesser_incident_gets_the_light_profile() {
    let policy = Config::default().policy;
    let titles: Vec<String> = sections(&policy, false)
        .into_iter()
        .map(|it| it.title)
        .collect();
    assert_eq!(
        titles,
        [
            "Overview",
            "What Happened",
            "Contributing Factors",
            "Timeline"
        ]
    );
    assert_eq!(sections(&policy, true).len(), 8);
}

#[test]
fn the_checklist_says_what_each_role_does() {
    let policy = Policy::default();
    let mut roles = standard_roles(&policy);
    roles[0].people = vec!["carol".to_owned()];
    roles[0].steps[2].done = true;
    roles[3].steps = expert_steps(&policy, "dave");
    let input = ChecklistInput {
        title: "Checkout latency".to_owned(),
        roles,
    };
    assert_data_eq!(
        checklist(&input, None).unwrap(),
        str![[r#"
# After the incident: Checkout latency

Tick what is done. What does not apply is ticked too, and its text begins with `n/a:` and a reason.

## Incident commander: carol

- [ ] `ic.group-related` Group related incidents under the primary one.

- [ ] `ic.final-severity` Set the final severity.

- [x] `ic.resolve` Resolve the incident.

- [ ] `ic.assign-owner` Create the postmortem and give it an owner.

- [ ] `ic.internal-notice` Tell the stakeholders that there was an incident, with a link to the postmortem.

- [ ] `ic.check-progress` Check now and then that the postmortem will be done in time.

## Deputy

No steps of its own. The incident commander may ask for help; what is asked becomes a step.

## Scribe

- [ ] `scribe.key-events` Bring the key events from the chat into the timeline.

- [ ] `scribe.collect-todos` Collect every TODO into the postmortem.

## Subject matter experts

- [ ] `sme.add-notes` dave: Add whatever notes help, in `notes/`.

## Customer liaison

- [ ] `cl.answer-customers` Answer the customers who asked about the incident.

- [ ] `cl.publish-external` Follow the postmortem, and put the external message on the status page once it is approved.

## Internal liaison

No steps of its own. The incident commander may ask for help; what is asked becomes a step.

"#]]
    );
}

fn mail() -> MessageInput {
    MessageInput {
        to: vec!["stakeholders@example.com".to_owned()],
        title: "Checkout latency".to_owned(),
        id: "2026-11-20-checkout-latency".to_owned(),
        severity: "SEV-2".to_owned(),
        owner: Some("carol".to_owned()),
        started_at: Some("2026-11-20T14:03Z".to_owned()),
        services: vec!["checkout".to_owned()],
        ..MessageInput::default()
    }
}

#[test]
fn messages_say_what_is_known_and_ask_for_the_rest() {
    assert_data_eq!(
        message(MessageName::Notice, &mail(), None).unwrap(),
        str![[r#"
---
to: ["stakeholders@example.com"]
# sent_at:
# url:
---

Checkout latency (SEV-2)

Affected: checkout.
It began at 2026-11-20T14:03Z and is not over yet.

The postmortem: 2026-11-20-checkout-latency
carol sees it through.

<!-- Anything that readers have to know or do today? Remove this line before you send it. -->

"#]]
    );
    assert_data_eq!(
        message(MessageName::Results, &mail(), None).unwrap(),
        str![[r#"
---
to: ["stakeholders@example.com"]
# sent_at:
# message_id:
---

What came out of the review of: Checkout latency (SEV-2)

<!-- What customers felt, in a sentence. -->

What came together:

<!-- One line for each factor. -->

What we do about it:

<!-- One line for each action item. -->

The whole postmortem: 2026-11-20-checkout-latency

"#]]
    );
    assert_data_eq!(
        message(MessageName::External, &mail(), None).unwrap(),
        str![[r#"
---
to: ["stakeholders@example.com"]
# approved_by:
# approved_at:
# sent_at:
# url:
---

<!--
For customers, in their words: from 2026-11-20T14:03Z.
What could they not do, and from when to when? What have we changed since, what are we working on?
No severities, no names, no promised dates. Somebody else approves it before it is sent.
-->

"#]]
    );
}

#[test]
fn a_process_review_begins_with_what_is_open() {
    let input = ProcessReviewInput {
        scheduled_for: "2026-11-30T14:00Z".to_owned(),
        chair: Some("carol".to_owned()),
        invited: Vec::new(),
        incidents: vec![IncidentInput {
            id: "2026-11-20-checkout-latency".to_owned(),
            title: "Checkout latency".to_owned(),
            severity: "SEV-2".to_owned(),
            status: Some("draft".to_owned()),
            link: "../../x/postmortem.md".to_owned(),
            commander: Some("carol".to_owned()),
            went_badly: vec!["Nobody spoke for the support team.".to_owned()],
            ..IncidentInput::default()
        }],
        open_tweaks: vec![ActionInput {
            id: "2026-10-30/AI-2".to_owned(),
            title: "Name a deputy before the second hour".to_owned(),
            owner: Some("alice".to_owned()),
            due: Some("2026-12-01".to_owned()),
        }],
    };
    assert_data_eq!(
        process_review(&input, None).unwrap(),
        str![[r#"
---
scheduled_for: 2026-11-30T14:00Z
status: scheduled
chair: carol
attendees: []
invited: anyone
incidents: ["2026-11-20-checkout-latency"]
# tweaks:  # What changes: id, title, kind: process, owner, due, state
---

<!-- About the response, not about the systems: who did what when, and what would make it easier. -->

## Agenda

### Checkout latency (SEV-2)

Report: [2026-11-20-checkout-latency](../../x/postmortem.md), draft, led by carol

What didn't go so well, as the report says:

- Nobody spoke for the support team.

### Tweaks that earlier reviews left open

- 2026-10-30/AI-2: Name a deputy before the second hour, alice, due 2026-12-01

## What we did well

<!-- One line each. -->

## What we would do differently

<!-- One line each. -->

## Tweaks to the process

<!-- Each with an owner; they belong in `tweaks` above. -->

"#]]
    );
}

#[test]
fn ci_files_are_yaml_with_a_pinned_version() {
    let input = CiInput {
        version: "0.1.0".to_owned(),
        branch: "main".to_owned(),
        root: "team a/".to_owned(),
        postmortems: "postmortems".to_owned(),
        owners: vec!["@org/sre".to_owned()],
    };
    for name in [
        TemplateName::GithubWorkflow,
        TemplateName::GithubOverdue,
        TemplateName::GitlabJob,
    ] {
        let text = ci(name, &input, None).unwrap();
        serde_yaml::from_str::<serde_yaml::Value>(&text).unwrap();
        assert!(text.contains("PMREPO_VERSION: \"0.1.0\""), "{text}");
        assert!(text.contains("--only-binary pmrepo \"pmrepo==$PMREPO_VERSION\""));
    }
    let github = ci(TemplateName::GithubWorkflow, &input, None).unwrap();
    assert!(github.contains("branches: [main]"));
    let gitlab = ci(TemplateName::GitlabJob, &input, None).unwrap();
    assert!(
        gitlab.contains("$CI_COMMIT_BRANCH == \\\"main\\\""),
        "{gitlab}"
    );
    assert_eq!(
        ci(TemplateName::CodeOwners, &input, None).unwrap(),
        "# Who reviews postmortems.\n/team\\ a/postmortems/ @org/sre\n/team\\ a/pmrepo.yaml @org/sre\n"
    );
    assert!(
        ci(TemplateName::PullRequest, &input, None)
            .unwrap()
            .contains("- [ ]")
    );
}

#[test]
fn a_template_of_the_repository_takes_the_place_of_ours() {
    let text = report(&night(), Some("{{ title | yaml }}, {{ severity }}\n")).unwrap();
    assert_eq!(text, "Checkout latency after cache failover, SEV-2\n");
}

#[test]
fn a_template_that_fails_names_its_line() {
    let failure = |text: &str| report(&night(), Some(text)).unwrap_err().to_string();
    assert_data_eq!(
        failure("x\n{{ ownr }}\n"),
        str!["template `postmortem.md`, line 2: undefined value: `ownr` is undefined"]
    );
    assert_data_eq!(
        failure("x\ny\n{% if %}\n"),
        str!["template `postmortem.md`, line 3: syntax error: unexpected end of block"]
    );
    assert_data_eq!(
        failure("{{ title | shout }}"),
        str!["template `postmortem.md`, line 1: unknown filter: filter shout is unknown"]
    );
    assert!(failure(&"x".repeat(LONGEST_TEMPLATE + 1)).contains("longer"));
}
