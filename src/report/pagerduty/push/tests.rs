use serde_json::json;

use super::*;

fn incident(id: &str, status: &str) -> Incident {
    Incident::read(&json!({"id": id, "status": status})).unwrap()
}

fn priority(name: &str) -> Priority {
    Priority {
        id: format!("ID{name}"),
        name: name.to_owned(),
    }
}

fn wanted() -> Wanted {
    Wanted {
        id: "2026-03-10-one".to_owned(),
        grouped: vec!["Q2".to_owned()],
        priority: Ok(priority("P1")),
        seen: None,
        is_over: true,
        is_confidential: false,
        link: Some("https://x.example/one".to_owned()),
    }
}

fn there() -> There {
    There {
        incident: incident("Q1", "triggered"),
        grouped: vec![incident("Q2", "triggered")],
        notes: Vec::new(),
        priorities: vec![priority("P1")],
    }
}

#[test]
fn what_is_done_is_not_planned_again() {
    let mut there = there();
    let first = plan(&wanted(), &there, Force::No);
    assert_eq!(
        first.steps,
        [
            Step::Merge(vec!["Q2".to_owned()]),
            Step::Priority(priority("P1")),
            Step::Resolve,
            Step::Note("Postmortem 2026-03-10-one: https://x.example/one".to_owned()),
        ]
    );
    // After each step, what is left is what was planned behind it.
    for at in 0..first.steps.len() {
        let step = first.steps[at].clone();
        let note = match &step {
            Step::Note(text) => Note::read(&json!({"id": "N1", "content": text})),
            _ => None,
        };
        there.done(&step, note);
        let left = plan(&wanted(), &there, Force::No).steps;
        assert_eq!(left, first.steps[at + 1..], "{step:?}");
    }
}

#[test]
fn a_priority_gives_way_only_where_it_is_as_it_was_seen() {
    let mut there = there();
    there.incident.priority = Some(priority("P3"));
    let sets = |seen: Option<&str>, force| {
        let wanted = Wanted {
            seen: seen.map(str::to_owned),
            ..wanted()
        };
        let plan = plan(&wanted, &there, force);
        let sets = plan.steps.contains(&Step::Priority(priority("P1")));
        assert_eq!(sets, plan.held.is_empty());
        // What comes behind it waits, too.
        assert_eq!(sets, plan.steps.contains(&Step::Resolve));
        sets
    };
    assert!(!sets(None, Force::No));
    assert!(!sets(Some("P2"), Force::No));
    assert!(sets(Some("P3"), Force::No));
    assert!(sets(None, Force::Yes));
}

#[test]
fn a_note_of_another_postmortem_is_another() {
    let note = |text: &str| Note::read(&json!({"id": "N1", "content": text})).unwrap();
    for (text, then) in [
        ("Postmortem 2026-03-10-one: https://x.example/one", true),
        ("Postmortem 2026-03-10-one", true),
        ("Postmortem 2026-03-10-one-more: https://x.example", false),
        ("See Postmortem 2026-03-10-one", false),
    ] {
        assert_eq!(wanted().noted(&[note(text)]).is_some(), then, "{text}");
    }
}
