//! Values and templates that mean no good.

use proptest::prelude::*;

use super::input::*;
use super::tests::night;
use super::*;
use crate::config::Policy;
use crate::front_matter;
use crate::markdown;
use crate::source::Span;

/// Text that tries to become something else.
const HOSTILE: [&str; 12] = [
    "no",
    "1:30",
    "@carol",
    "a: b # c",
    "- x",
    "---\nstatus: closed",
    "\u{0}\u{1b}[31m\u{202e}",
    "--> <script>",
    "| a | b |",
    "{{ 1 }}{% raw %}",
    "2026-08-01",
    "``` `x` [a](b) *c* _d_",
];

fn everything(text: &str) -> ReportInput {
    let text = text.to_owned();
    let some = || Some(text.clone());
    ReportInput {
        title: text.clone(),
        major: true,
        detected_at: Some("2026-11-20T14:07Z".to_owned()),
        resolved_at: Some("2026-11-20T15:20Z".to_owned()),
        owner: some(),
        commander: some(),
        deputy: some(),
        scribe: some(),
        experts: vec![text.clone(), text.clone()],
        customer_liaison: some(),
        internal_liaison: some(),
        services: vec![text.clone()],
        meeting: Some("2026-11-24T10:00Z".to_owned()),
        pagerduty: some(),
        hints: [("detection".to_owned(), text.clone())].into(),
        sections: vec![SectionInput {
            title: text.clone(),
            prompt: text.clone(),
            is_timeline: true,
        }],
        ..night()
    }
}

#[test]
fn every_value_is_read_back_as_it_was_meant() {
    for hostile in HOSTILE {
        let text = report(&everything(hostile), None).unwrap();
        let reading = front_matter::read(&text);
        assert!(reading.faults.is_empty(), "{:?}\n{text}", reading.faults);
        let root = reading.front_matter.unwrap().root;
        for field in [
            "title",
            "owner",
            "roles.incident_commander",
            "roles.deputy",
            "roles.scribe",
            "roles.subject_matter_experts",
            "services",
            "references.pagerduty",
        ] {
            let node = root.at(field).unwrap();
            let found = node.items().first().unwrap_or(node).as_str();
            assert_eq!(found, Some(hostile), "{field}\n{text}");
        }
        assert_eq!(root.at("status").unwrap().as_str(), Some("draft"));
    }
}

#[test]
fn nothing_from_outside_becomes_markup() {
    for hostile in HOSTILE {
        let input = ChecklistInput {
            title: hostile.to_owned(),
            roles: vec![RoleInput {
                title: "Subject matter experts".to_owned(),
                people: vec![hostile.to_owned()],
                note: None,
                steps: expert_steps(&Policy::default(), hostile),
            }],
        };
        let text = checklist(&input, None).unwrap();
        let body = markdown::read(&text, Span::new(0, text.len()));
        assert_eq!(body.tasks.len(), 1, "{text}");
        assert_eq!(body.sections.len(), 2, "{text}");
        assert_eq!(body.links.len(), 0, "{text}");
        let text = report(&everything(hostile), None).unwrap();
        let reading = front_matter::read(&text);
        let body = markdown::read(&text, reading.body);
        assert_eq!(body.tables.len(), 1, "{text}");
        assert_eq!(body.sections.len(), 1, "{text}");
    }
}

#[test]
fn nothing_from_a_report_becomes_markup_in_the_notes_of_a_review() {
    for hostile in HOSTILE {
        let text = || hostile.to_owned();
        let item = ActionInput {
            id: text(),
            title: text(),
            owner: Some(text()),
            due: Some(text()),
        };
        let review = ProcessReviewInput {
            scheduled_for: "2026-11-30T14:00Z".to_owned(),
            chair: Some(text()),
            invited: vec![text()],
            incidents: vec![IncidentInput {
                id: text(),
                title: text(),
                severity: text(),
                status: Some(text()),
                link: "../../x/postmortem.md".to_owned(),
                commander: Some(text()),
                went_badly: vec![text()],
                action_items: vec![item.clone()],
                ..IncidentInput::default()
            }],
            open_tweaks: vec![item],
        };
        let text = process_review(&review, None).unwrap();
        let reading = front_matter::read(&text);
        assert!(reading.faults.is_empty(), "{:?}\n{text}", reading.faults);
        let root = reading.front_matter.unwrap().root;
        assert_eq!(root.at("chair").unwrap().as_str(), Some(hostile));
        assert_eq!(root.at("status").unwrap().as_str(), Some("scheduled"));
        let body = markdown::read(&text, reading.body);
        assert_eq!(body.links.len(), 1, "{text}");
        assert_eq!(body.tables.len(), 0, "{text}");
        assert_eq!(body.sections.len(), 6, "{text}");
    }
}

#[test]
fn a_template_that_does_not_end_is_stopped() {
    let loops = "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
    assert!(report(&night(), Some(loops)).is_err());
    let calls = "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}";
    assert!(report(&night(), Some(calls)).is_err());
    assert!(report(&night(), Some("{% include 'postmortem.md' %}")).is_err());
}

#[test]
fn what_is_strung_together_is_refused_before_it_is_read() {
    for (start, more, end) in [
        ("{{ title", "|upper", " }}"),
        ("{{ title", ".a", " }}"),
        ("{{ title", "[0]", " }}"),
        ("{{ title", "()", " }}"),
        ("{{ 1", "+1", " }}"),
        ("{{ 1", "**1", " }}"),
        ("{{ 1", " and 1", " }}"),
        ("{{ 1", " if 1 else 1", " }}"),
        ("{{ 1", " is defined", " }}"),
        ("{{ ", "not ", "1 }}"),
        ("{{ ", "-", "1 }}"),
        ("{% set ", "(", "a = 1 %}"),
        ("{% set a", ".b", " = 1 %}"),
        ("{% if 0 %}", "{% elif 0 %}x", "{% endif %}"),
        ("{% filter upper", "|upper", " %}x{% endfilter %}"),
        ("", "{% if 1 %}", ""),
        ("", "{# x #}", ""),
    ] {
        let times = (LONGEST_TEMPLATE - start.len() - end.len()) / more.len();
        let text = format!("{start}{}{end}", more.repeat(times));
        assert!(report(&night(), Some(&text)).is_err(), "{more}");
    }
}

#[test]
fn what_grows_without_end_is_refused_before_it_fills_the_memory() {
    let twice = "{% set a = [1] %}".to_owned() + &"{% set a = [a, a] %}".repeat(60) + "{{ a }}";
    assert!(report(&night(), Some(&twice)).is_err());
    let doubled = "{% set a = 'x' %}".to_owned() + &"{% set a = a ~ a %}".repeat(60) + "{{ a }}";
    assert!(report(&night(), Some(&doubled)).is_err());
    let long = format!(
        "{}{{% for a in range(99) %}}{{{{ t }}}}{{% endfor %}}",
        "{% set t = 'x' * 20000 %}"
    );
    let error = report(&night(), Some(&long)).unwrap_err();
    assert_eq!(error.message, "makes more than 1024 KiB of text");
    let flat = report(&night(), Some("{{ [1, [2, {'a': 3}]] }}\n")).unwrap();
    assert_eq!(flat, "[1, [2, {'a': 3}]]\n");
}

proptest! {
    #[test]
    fn whatever_a_person_types_a_report_can_be_read_back(title in "\\PC{0,40}|.{0,40}") {
        prop_assume!(!title.contains(['\u{fffe}', '\u{ffff}']));
        let text = report(&everything(&title), None).unwrap();
        let reading = front_matter::read(&text);
        let root = reading.front_matter.unwrap().root;
        prop_assert_eq!(root.at("title").unwrap().as_str(), Some(&*title));
    }
}
