use serde_json::json;

use super::*;

#[test]
fn an_incident_is_read_whatever_is_missing() {
    let nulls = json!({"id": "Q1", "status": "postponed", "priority": null, "resolved_at": null,
        "assignments": null, "acknowledgements": [null, 5, {"acknowledger": null}], "service": "x",
        "created_at": "yesterday", "conference_bridge": null, "resolve_reason": null});
    let read = Incident::read(&nulls).unwrap();
    assert_eq!(
        (read.state, read.priority, read.service),
        (State::Unknown, None, None)
    );
    assert!(read.people.is_empty() && read.created_at.is_none());
    assert_eq!(Incident::read(&json!({"id": ""})), None);
    assert_eq!(Incident::read(&json!([])), None);
    let whole = json!({"id": "Q1", "incident_number": 7, "title": "Slow", "status": "resolved",
        "created_at": "2026-03-10T10:00:00Z", "resolved_at": "2026-03-10T11:00:00Z",
        "service": {"id": "S", "summary": "Checkout"}, "priority": {"id": "P", "summary": "P1", "name": "P1"},
        "resolve_reason": {"type": "merge_resolve_reason", "incident": {"id": "Q0"}},
        "assignments": [{"assignee": {"type": "user_reference", "summary": "Ann"}}],
        "acknowledgements": [{"acknowledger": {"type": "user_reference", "summary": "Ann"}},
            {"acknowledger": {"type": "service_reference", "summary": "Bot"}}]});
    let read = Incident::read(&whole).unwrap();
    assert_eq!(read.people, ["Ann"]);
    assert_eq!(read.merged_into.as_deref(), Some("Q0"));
    assert_eq!(read.service.as_deref(), Some("Checkout"));
    assert_eq!(read.over_at(), read.resolved_at);
}

#[test]
fn a_reference_means_an_incident_by_id_number_or_address() {
    let incident = Incident::read(&json!({"id": "Q1AB", "incident_number": 7})).unwrap();
    for (reference, then) in [
        ("Q1AB", true),
        ("q1ab ", true),
        ("7", true),
        ("#7", true),
        ("https://acme.pagerduty.com/incidents/Q1AB", true),
        (
            "https://acme.pagerduty.com/incidents/Q1AB/timeline?x#y",
            true,
        ),
        ("https://acme.pagerduty.com/incidents/", false),
        ("Q2", false),
        ("", false),
    ] {
        assert_eq!(incident.is(reference), then, "{reference}");
    }
}

#[test]
fn the_log_becomes_messages_and_unknown_kinds_stay() {
    let entries: Vec<Entry> = [
        json!({"id": "R1", "type": "trigger_log_entry", "created_at": "2026-03-10T10:00:00Z",
            "summary": "Triggered", "agent": {"summary": "Monitor"}, "html_url": "https://x.example/R1"}),
        json!({"id": "R2", "type": "priority_change_log_entry", "created_at": "2026-03-10T05:01:00-05:00",
            "summary": "Now P1", "agent": null}),
        json!({"id": "R3", "type": "notify_log_entry", "created_at": "2026-03-10T10:00:01Z", "summary": "x"}),
        json!({"id": "R4", "type": "trigger_log_entry", "created_at": null, "summary": "x"}),
    ]
    .iter()
    .filter_map(Entry::read)
    .collect();
    assert_eq!(entries[1].kind, "priority_change");
    let note = json!({"id": "N1", "created_at": "2026-03-10T10:00:30Z", "content": "Fire", "user": {"summary": "Ann"}});
    let notes = [Note::read(&note).unwrap()];
    let all = messages(&entries, &notes, Some("https://x.example/Q1"));
    let keys: Vec<&str> = all.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["pagerduty:R1", "pagerduty:N1", "pagerduty:R2"]);
    assert_eq!(all[0].place, "https://x.example/R1");
    assert_eq!(all[1].author, "Ann");
}
