//! A report that was adopted says what its source says: it lacks nothing as a draft, and owes nothing
//! but what it says itself.

use crate::sandbox::Sandbox;

const PATH: &str = "postmortems/2025/2025-02-18-old/postmortem.md";

/// One that says nothing of the incident.
const BARE: &str = "---\ntitle: Pods were gone\nstatus: draft\n\
    adopted_from: {path: docs/2025-02-18.md}\n---\n# Pods were gone\n";

fn with(text: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(PATH, text);
    sandbox
}

#[test]
fn as_a_draft_it_needs_a_title_and_a_status_alone() {
    let sandbox = with(BARE);
    sandbox.pmrepo(&["check"]).ends(0);
    for field in ["title: Pods were gone\n", "status: draft\n"] {
        let sandbox = with(&BARE.replace(field, ""));
        sandbox.pmrepo(&["check"]).ends(1);
    }
    // Written here, it needs a severity and a start.
    let sandbox = with(&BARE.replace("adopted_from: {path: docs/2025-02-18.md}\n", ""));
    let found = sandbox.pmrepo(&["check"]).ends(1).out;
    assert!(found.contains("`severity` is missing"), "{found}");
    assert!(found.contains("`started_at` is missing"), "{found}");
}

#[test]
fn from_the_review_on_it_needs_what_every_report_needs() {
    let sandbox = with(&BARE.replace("draft", "in-review"));
    let found = sandbox.pmrepo(&["check", "--all"]).ends(1).out;
    for field in ["severity", "started_at", "detected_at", "owner"] {
        let said = format!("`{field}` is missing: required from in-review");
        assert_eq!(found.matches(&said).count(), 1, "{field}: {found}");
    }
}

#[test]
fn a_day_from_which_rules_hold_goes_by_its_id_where_it_says_no_other() {
    let sandbox = with(&BARE.replace("draft", "closed"));
    for (day, status) in [("2025-02-19", 0), ("2025-02-18", 1)] {
        sandbox.write("pmrepo.yaml", format!("schema: 1\nenforce_from: {day}\n"));
        sandbox.pmrepo(&["check"]).ends(status);
    }
    // What it says itself counts for more than its id.
    let said = BARE.replace("draft", "closed\nstarted_at: 2025-02-17T23:00Z");
    sandbox.write(PATH, said);
    sandbox.pmrepo(&["check"]).ends(0);
}

#[test]
fn fields_of_its_source_are_warnings() {
    let sandbox = with(&BARE.replace("draft\n", "draft\nweight: 32\n"));
    let found = sandbox.pmrepo(&["check"]).ends(0).out;
    assert!(found.contains("`weight` is not a field"), "{found}");
    // In a group that pmrepo knows, nobody else has put anything.
    let sandbox = with(&BARE.replace("draft\n", "draft\nroles: {boss: ann}\n"));
    sandbox.pmrepo(&["check"]).ends(1);
    let of_here = BARE.replace(
        "adopted_from: {path: docs/2025-02-18.md}\n",
        "severity: SEV-4\nstarted_at: 2025-02-18T10:00Z\nweight: 32\n",
    );
    with(&of_here).pmrepo(&["check"]).ends(1);
}

#[test]
fn it_owes_what_it_says_itself_and_nothing_else() {
    let times = "draft\nseverity: SEV-1\nowner: ann\nstarted_at: 2025-02-18T10:00Z\n\
        resolved_at: 2025-02-18T11:00Z\n\
        action_items:\n  - {id: AI-1, title: Page earlier, priority: P0, state: open DUE}\n";
    let owed = |due: &str, of_here: bool| {
        let mut text = BARE.replace("draft\n", &times.replace(" DUE", due));
        if of_here {
            text = text.replace("adopted_from: {path: docs/2025-02-18.md}\n", "");
        }
        let output = with(&text).pmrepo(&["overdue", "--format", "json", "--all"]);
        let json: serde_json::Value = serde_json::from_str(&output.out).unwrap();
        let items = json.get("items").unwrap().as_array().unwrap();
        let kinds = items.iter().map(|it| it.get("kind").unwrap().to_string());
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(owed("", false), Vec::<String>::new());
    assert_eq!(owed(", due: 2025-03-01", false), ["\"action-item\""]);
    assert!(owed("", true).len() > 3);
    // Nor is one that cannot be read as a day passed over.
    let unreadable = owed(", due: soon", false);
    assert_eq!(unreadable.len(), 1, "{unreadable:?}");
}
