//! What an agent learns of a confidential postmortem: its date, whichever tool it asks.

use serde_json::Value;
use serde_json::json;

use super::call;
use super::exchange;
use super::request;
use crate::outward;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// Every tool, with what may show something of others.
fn calls() -> Vec<(&'static str, Value)> {
    vec![
        ("list", json!({})),
        ("show", json!({"id": "open"})),
        ("check", json!({})),
        ("check", json!({"id": "open"})),
        ("overdue", json!({"all": true})),
        ("overdue", json!({"all": true, "id": "open"})),
        ("mine", json!({"person": "carol"})),
        ("checklist", json!({"id": "open"})),
        ("actions", json!({"all": true})),
        ("timeline", json!({"id": "open"})),
        ("history", json!({"id": "open"})),
        ("search", json!({"words": "checkout latency 2026 03 10"})),
        ("similar", json!({"id": "open"})),
        ("agenda", json!({})),
        ("stats", json!({})),
        ("stats", json!({"by": "service"})),
        ("stats", json!({"by": "tag"})),
        ("explain", json!({"rule": "PM701"})),
        (
            "new",
            json!({"title": "Checkout latency", "severity": "SEV-2", "started": "2026-03-10T10:00Z", "dry_run": true}),
        ),
        (
            "set",
            json!({"id": "open", "fields": ["owner=carole"], "dry_run": true}),
        ),
        (
            "note_add",
            json!({"id": "open", "text": "Much.", "dry_run": true}),
        ),
        (
            "timeline_add",
            json!({"id": "open", "event": "It fell", "evidence": "slack:C1/1.1"}),
        ),
        (
            "action_add",
            json!({"id": "open", "title": "Watch it", "dry_run": true}),
        ),
    ]
}

#[test]
fn whatever_an_agent_asks_it_learns_the_date_alone() {
    outward::each_secret(|secret, repo| {
        let words = ["mcp", "--allow-drafts"];
        let listed = exchange(repo, &words, &[request(1, "tools/list", &json!({}))]);
        let calls = calls();
        for tool in listed[0]["result"]["tools"].as_array().unwrap() {
            let name = &tool["name"];
            assert!(
                calls.iter().any(|it| name == it.0),
                "what does {name} show?"
            );
        }
        let mut lines: Vec<String> = calls
            .iter()
            .map(|(name, arguments)| {
                request(
                    1,
                    "tools/call",
                    &json!({"name": name, "arguments": arguments}),
                )
            })
            .collect();
        // What is asked about it is answered as if it were not there.
        let id = secret.id();
        let part = id.get(..13).unwrap();
        for name in [
            "show",
            "checklist",
            "timeline",
            "history",
            "similar",
            "check",
            "overdue",
        ] {
            let params = json!({"name": name, "arguments": {"id": part}});
            lines.push(request(2, "tools/call", &params));
        }
        lines.push(request(
            3,
            "resources/read",
            &json!({"uri": "pmrepo:/reports/open"}),
        ));
        lines.push(request(
            4,
            "resources/read",
            &json!({"uri": format!("pmrepo:/reports/{part}")}),
        ));
        for answer in exchange(repo, &words, &lines) {
            let shown = answer.to_string();
            let found = secret.found_in(&shown);
            assert!(found.is_empty(), "{found:?} in {shown}");
            if answer["id"] == 2 {
                assert_eq!(answer["result"]["isError"], true, "{shown}");
            }
            assert!(answer["id"] != 4 || answer["error"].is_object(), "{shown}");
        }
    });
}

#[test]
fn a_name_that_begins_as_a_confidential_one_stays_and_a_cut_one_does_not() {
    let repo = Sandbox::new();
    let secret = GOOD.replace("status:", "confidential: true\nstatus:");
    repo.write(&report("stolen"), &secret);
    repo.write(&report("stolen-keys"), &secret);
    repo.write(
        &report("stolen-bicycles"),
        format!("{GOOD}\nAs 2026-03-10-stolen-keys, and (2026-03-10-stolen).\n\nSee 2026-03-10-stolen-k… there.\n"),
    );
    let read = json!({"uri": "pmrepo:/reports/stolen-bicycles"});
    let answers = exchange(&repo, &["mcp"], &[request(1, "resources/read", &read)]);
    let text = answers[0]["result"]["contents"][0]["text"]
        .as_str()
        .unwrap();
    let name = "2026-03-10 (confidential)";
    assert!(
        text.contains(&format!("As {name}, and ({name}).\n\nSee {name}… there.")),
        "{text}"
    );
    let listed = &call(&repo, &["mcp"], &[("list", json!({}))])[0]["structuredContent"];
    assert_eq!(listed["postmortems"][0]["id"], "2026-03-10-stolen-bicycles");
    assert_eq!(listed["source"]["confidential"], json!([name, name]));
}

#[test]
fn its_findings_are_a_line_and_figures_count_it() {
    let repo = Sandbox::new();
    let secret = GOOD
        .replace("status:", "confidential: true\nowner: 7\nstatus:")
        .replace("SEV-2", "Terrible");
    repo.write(&report("stolen"), secret);
    let results = call(
        &repo,
        &["mcp"],
        &[("check", json!({})), ("stats", json!({}))],
    );
    let check = &results[0]["structuredContent"];
    let [finding] = check["findings"].as_array().unwrap().as_slice() else {
        panic!("{check}");
    };
    assert_eq!(finding["path"], "pmrepo.yaml");
    assert!(
        finding["message"]
            .as_str()
            .unwrap()
            .starts_with("a confidential postmortem has ")
    );
    let left_out = results[1]["structuredContent"]["left_out"].to_string();
    assert!(left_out.contains("confidential"), "{left_out}");
}

#[test]
fn nobody_tries_out_whether_a_confidential_one_has_a_name() {
    let secret = GOOD.replace("status:", "confidential: true\nstatus:");
    let new = |title: &str, day: &str, is_dry: bool| {
        let started = format!("{day}T10:00Z");
        let all =
            json!({"title": title, "severity": "SEV-2", "started": started, "dry_run": is_dry});
        ("new", all)
    };
    let path = |result: &Value| -> String {
        assert_eq!(result["isError"], false, "{result}");
        let report = result["structuredContent"]["files"][0]["path"].as_str();
        let report = report.unwrap().strip_prefix("postmortems/2026/").unwrap();
        report.strip_suffix("/postmortem.md").unwrap().to_owned()
    };
    let drafts = ["mcp", "--allow-drafts"];
    for (hidden, number) in [(&["stolen"][..], 2), (&["stolen", "stolen-2", "lost-4"], 3)] {
        let repo = Sandbox::new();
        for slug in hidden {
            repo.write(&report(slug), &secret);
        }
        repo.commit("hidden").ends(0);
        // The name that is taken, one that is not, and one that begins as the taken one does.
        for title in ["Stolen", "Found", "Stolen keys"] {
            let slug = title.to_lowercase().replace(' ', "-");
            let expected = format!("2026-03-10-{slug}-{number}");
            let calls = [
                new(title, "2026-03-10", true),
                new(title, "2026-03-10", false),
            ];
            for result in call(&repo, &drafts, &calls) {
                assert_eq!(path(&result), expected);
            }
            assert!(repo.path(&format!("postmortems/2026/{expected}")).exists());
            let more = [
                new(title, "2026-03-10", false),
                ("show", json!({"id": expected})),
            ];
            let more = call(&repo, &drafts, &more);
            let next = if number == 3 { 5 } else { 3 };
            assert_eq!(path(&more[0]), format!("2026-03-10-{slug}-{next}"));
            assert_eq!(
                more[1]["structuredContent"]["postmortem"]["id"],
                expected.as_str()
            );
        }
        // On another day, and for one who may know, it is as ever.
        let other = call(&repo, &drafts, &[new("Stolen", "2026-03-11", true)]);
        assert_eq!(path(&other[0]), "2026-03-11-stolen");
        let all = ["mcp", "--allow-drafts", "--confidential"];
        let seen = call(&repo, &all, &[new("Else", "2026-03-10", true)]);
        assert_eq!(path(&seen[0]), "2026-03-10-else");
    }
}
