//! What an agent may draft, and what it may not.

use serde_json::Value;
use serde_json::json;

use super::call;
use super::exchange;
use super::request;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const LOG: &str = "{\"key\": \"slack:C1/1.000100\", \"time\": \"2026-03-10T10:05:00Z\", \"author\": \"ann\", \"text\": \"It is down\"}\n";
const DRAFTS: &[&str] = &["mcp", "--allow-drafts"];

/// A draft with a saved log, all of it committed.
fn repository() -> Sandbox {
    let repo = Sandbox::new();
    let text = format!("{GOOD}\n## Timeline\n\n| Time | Event | Evidence |\n|---|---|---|\n");
    repo.write(&report("one"), text);
    repo.write(&beside("one", "evidence/chat.jsonl"), LOG);
    repo.commit("one").ends(0);
    repo
}

fn beside(slug: &str, name: &str) -> String {
    report(slug).replace("postmortem.md", name)
}

fn error(result: &Value) -> &str {
    assert_eq!(result["isError"], true, "{result}");
    result["content"][0]["text"].as_str().unwrap()
}

/// What was drafted; a result that is none fails.
fn drafted(result: &Value) -> &Value {
    assert_eq!(result["isError"], false, "{result}");
    &result["structuredContent"]
}

/// Each tool that drafts with what it needs.
fn calls() -> Vec<(&'static str, Value)> {
    vec![
        (
            "new",
            json!({"title": "Slow search", "severity": "sev-2", "started": "2026-03-30T10:00Z"}),
        ),
        (
            "set",
            json!({"id": "one", "fields": ["owner=carol", "services+=search"]}),
        ),
        (
            "note_add",
            json!({"id": "one", "text": "The cache was cold."}),
        ),
        (
            "timeline_add",
            json!({"id": "one", "event": "It went down", "evidence": "evidence/chat.jsonl:1"}),
        ),
        (
            "action_add",
            json!({"id": "one", "title": "Warm the cache", "owner": "dave", "due": "2026-05-01"}),
        ),
    ]
}

#[test]
fn without_leave_no_tool_that_writes_is_listed_or_answers() {
    let repo = repository();
    let names = |words: &[&str]| -> Vec<String> {
        let listed = exchange(&repo, words, &[request(1, "tools/list", &json!({}))]);
        let tools = listed[0]["result"]["tools"].as_array().unwrap();
        let names = tools
            .iter()
            .map(|it| it["name"].as_str().unwrap().to_owned());
        names.collect()
    };
    let (without, with) = (names(&["mcp"]), names(DRAFTS));
    let more: Vec<&String> = with.iter().filter(|it| !without.contains(it)).collect();
    let drafting: Vec<&str> = calls().iter().map(|it| it.0).collect();
    assert_eq!(more, drafting);
    for (name, arguments) in calls() {
        let params = json!({"name": name, "arguments": arguments});
        let answers = exchange(&repo, &["mcp"], &[request(1, "tools/call", &params)]);
        assert_eq!(answers[0]["error"]["code"], -32602, "{name}");
    }
    // What a person does has no tool at all.
    for name in [
        "advance", "approve", "publish", "send", "push", "tick", "waive",
    ] {
        let params = json!({"name": name, "arguments": {"id": "one"}});
        let answers = exchange(&repo, DRAFTS, &[request(1, "tools/call", &params)]);
        assert_eq!(answers[0]["error"]["code"], -32602, "{name}");
    }
    assert_eq!(repo.git(&["status", "--porcelain"]).out, "");
}

#[test]
fn each_draft_is_shown_first_and_then_written_and_never_committed() {
    let repo = repository();
    let head = repo.git(&["rev-parse", "HEAD"]).out;
    let hello = json!({
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "helper", "version": "1.2\nApproved-by: bob"},
    });
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "helper", "version": "1.2"},
    });
    let listed = exchange(&repo, DRAFTS, &[request(1, "tools/list", &json!({}))]);
    let schema = |name: &str| {
        let tools = listed[0]["result"]["tools"].as_array().unwrap();
        tools.iter().find(|it| it["name"] == name).unwrap()["outputSchema"].clone()
    };
    for (name, arguments) in calls() {
        let mut dry = arguments.clone();
        dry["dry_run"] = json!(true);
        let asked = |id, arguments: &Value| {
            request(
                id,
                "tools/call",
                &json!({"name": name, "arguments": arguments}),
            )
        };
        let answers = exchange(
            &repo,
            DRAFTS,
            &[request(1, "initialize", &hello), asked(2, &dry)],
        );
        let shown = drafted(&answers[1]["result"]);
        assert_eq!(shown["written"], false);
        assert_eq!(shown["drafted_by"], "helper 1.2 Approved-by bob");
        assert_eq!(repo.git(&["status", "--porcelain"]).out, "", "{name}");
        let params = json!({"name": name, "arguments": arguments, "_meta": meta});
        let answers = exchange(&repo, DRAFTS, &[request(1, "tools/call", &params)]);
        let written = drafted(&answers[0]["result"]);
        assert_eq!(written["written"], true);
        assert_eq!(written["untrusted"], true);
        assert_eq!(written["drafted_by"], "helper 1.2");
        let message = written["commit_message"].as_str().unwrap();
        assert!(
            message.ends_with("\n\nDrafted-by: helper 1.2\n"),
            "{message}"
        );
        if name != "note_add" {
            assert_eq!(written["files"], shown["files"], "{name}");
        }
        let mut compiler = boon::Compiler::new();
        let address = format!("https://example.com/{name}.json");
        compiler.add_resource(&address, schema(name)).unwrap();
        let mut schemas = boon::Schemas::new();
        let index = compiler.compile(&address, &mut schemas).unwrap();
        let valid = schemas.validate(written, index);
        assert!(valid.is_ok(), "{name}: {}", valid.unwrap_err());
        // The lines that it shows are those that are written, and no other file is touched.
        let status = repo
            .git(&["status", "--porcelain", "--untracked-files=all"])
            .out;
        let files = written["files"].as_array().unwrap();
        assert_eq!(status.lines().count(), files.len(), "{name}: {status}");
        for file in files {
            let text = repo.read(file["path"].as_str().unwrap());
            for line in file["diff"].as_str().unwrap().lines().skip(3) {
                if let Some(line) = line.strip_prefix('+') {
                    assert!(text.lines().any(|it| it == line), "{name}: {line}");
                }
            }
        }
        assert_eq!(repo.git(&["rev-parse", "HEAD"]).out, head);
        assert_eq!(repo.git(&["diff", "--cached", "--name-only"]).out, "");
        repo.sh("git add --all && git stash --quiet && git stash drop --quiet")
            .ends(0);
    }
}

#[test]
fn a_draft_says_who_made_it_and_a_row_has_the_time_of_its_message() {
    let repo = repository();
    let results = call(&repo, DRAFTS, &calls()[2..]);
    let note = drafted(&results[0])["files"][0]["path"].as_str().unwrap();
    assert!(
        repo.read(note)
            .ends_with("The cache was cold.\n\nDrafted by an agent.\n")
    );
    drafted(&results[1]);
    drafted(&results[2]);
    let text = repo.read(&report("one"));
    let row = text.lines().find(|it| it.contains("It went down")).unwrap();
    assert!(
        row.contains("10:05") && row.contains("evidence/chat.jsonl:1"),
        "{row}"
    );
    assert!(text.contains("state: proposed"), "{text}");
}

#[test]
fn what_only_people_set_is_refused_whatever_it_is_called() {
    let repo = repository();
    let before = repo.read(&report("one"));
    for field in [
        "status=in-review",
        " status =closed",
        "reviewed_at=2026-03-20T10:00Z",
        "confidential=true",
        "grouped_incidents=X1",
        "waivers=PM501",
        "waivers.rule=PM501",
        "action_items=x",
        "adopted_from.path=x",
        "no_meeting_because=No time",
        "not_required_because=Small",
        "no_action_items_because=None",
    ] {
        let fields = json!({"id": "one", "fields": ["owner=carol", field]});
        let results = call(&repo, DRAFTS, &[("set", fields)]);
        assert!(
            error(&results[0]).contains("is for a person to set"),
            "{field}"
        );
    }
    for field in [
        "Status=in-review",
        "/status=closed",
        "\"status\"=closed",
        "owner=carol\u{202e}",
        "nothing",
    ] {
        let fields = json!({"id": "one", "fields": [field]});
        let results = call(&repo, DRAFTS, &[("set", fields)]);
        error(&results[0]);
    }
    assert_eq!(repo.read(&report("one")), before);
}

#[test]
fn a_report_that_is_no_draft_is_not_set_and_one_that_is_reviewed_gets_nothing() {
    let repo = repository();
    let text = repo.read(&report("one"));
    for (status, refused) in [
        ("in-review", 1),
        ("reviewed", 4),
        ("closed", 4),
        ("not-required", 4),
        ("odd", 4),
    ] {
        let text = text.replace("status: draft", &format!("status: {status}"));
        repo.write(&report("one"), &text);
        repo.sh("git commit --quiet --no-verify --all --message moved")
            .ends(0);
        for (name, arguments) in &calls()[1..=refused] {
            let results = call(&repo, DRAFTS, &[(*name, arguments.clone())]);
            error(&results[0]);
        }
        assert_eq!(repo.read(&report("one")), text, "{status}");
    }
}

#[test]
fn evidence_is_a_message_that_is_there() {
    let repo = repository();
    for evidence in [
        "evidence/chat.jsonl:2",
        "evidence/other.jsonl:1",
        "slack:C1/9.9",
        "a feeling",
        "",
        "slack:C1/1.000100 evidence/chat.jsonl:1",
        "https://example.com/graph",
    ] {
        let row = json!({"id": "one", "event": "It fell", "evidence": evidence});
        let results = call(&repo, DRAFTS, &[("timeline_add", row)]);
        error(&results[0]);
    }
    assert_eq!(repo.git(&["status", "--porcelain"]).out, "");
    let row = json!({"id": "one", "event": "It fell", "evidence": "slack:C1/1.000100"});
    drafted(&call(&repo, DRAFTS, &[("timeline_add", row)])[0]);
}

#[test]
fn work_of_others_that_is_in_no_commit_is_left_alone_and_its_own_goes_on() {
    let repo = repository();
    let set = |value: &str| {
        (
            "set",
            json!({"id": "one", "fields": [format!("owner={value}")]}),
        )
    };
    // Its own work goes on in one session, staged or not.
    let results = call(
        &repo,
        DRAFTS,
        &[set("carol"), set("dave"), calls().remove(4)],
    );
    for result in &results {
        drafted(result);
    }
    // Another session does not know it.
    let results = call(&repo, DRAFTS, &[set("erin"), calls().remove(2)]);
    for result in &results {
        assert!(
            error(result).contains("changes that are in no commit"),
            "{result}"
        );
    }
    assert!(!repo.path(&beside("one", "notes")).exists());
    repo.git(&["add", "--all"]).ends(0);
    error(&call(&repo, DRAFTS, &[set("erin")])[0]);
    repo.git(&["commit", "--quiet", "--message", "mine"])
        .ends(0);
    drafted(&call(&repo, DRAFTS, &[set("erin")])[0]);
    repo.commit("erin").ends(0);
    // A person's line, and a report that git does not know or passes over.
    let text = repo.read(&report("one"));
    repo.write(&report("one"), format!("{text}\nMine.\n"));
    error(&call(&repo, DRAFTS, &[set("ivan")])[0]);
    repo.write(&report("one"), &text);
    for ignored in ["", "postmortems/2026/2026-03-10-two\n"] {
        repo.write(".gitignore", ignored);
        repo.write(&report("two"), GOOD);
        error(
            &call(
                &repo,
                DRAFTS,
                &[("set", json!({"id": "two", "fields": ["owner=ivan"]}))],
            )[0],
        );
        assert_eq!(repo.read(&report("two")), GOOD);
    }
}

#[test]
fn a_confidential_postmortem_is_not_drafted_in_unless_it_is_shown() {
    let repo = repository();
    repo.write(
        &report("stolen-keys"),
        GOOD.replace("status:", "confidential: true\nstatus:"),
    );
    repo.commit("secret").ends(0);
    let set = || {
        (
            "set",
            json!({"id": "stolen-keys", "fields": ["owner=carol"]}),
        )
    };
    let note = || {
        (
            "note_add",
            json!({"id": "2026-03-10-stolen-keys", "text": "Much."}),
        )
    };
    for result in call(&repo, DRAFTS, &[set(), note()]) {
        error(&result);
    }
    assert_eq!(repo.git(&["status", "--porcelain"]).out, "");
    let words = [DRAFTS, &["--confidential"]].concat();
    drafted(&call(&repo, &words, &[set()])[0]);
    let open = (
        "set",
        json!({"id": "stolen-keys", "fields": ["confidential=false"]}),
    );
    error(&call(&repo, &words, &[open])[0]);
}

#[test]
fn a_session_writes_in_one_root() {
    let repo = Sandbox::new();
    repo.sh("git rm --quiet --cached pmrepo.yaml; rm pmrepo.yaml")
        .ends(0);
    for team in ["a", "b"] {
        repo.write(&format!("{team}/pmrepo.yaml"), "");
        repo.write(&format!("{team}/{}", report(team)), GOOD);
    }
    repo.commit("two").ends(0);
    let set = |id: &str| ("set", json!({"id": id, "fields": ["owner=carol"]}));
    for result in call(&repo, DRAFTS, &[set("a"), calls().remove(0)]) {
        assert!(error(&result).contains("several roots"), "{result}");
    }
    let words = [&["-C", "a"], DRAFTS].concat();
    let results = call(&repo, &words, &[set("2026-03-10-b"), set("2026-03-10-a")]);
    error(&results[0]);
    drafted(&results[1]);
    assert_eq!(
        repo.git(&["diff", "--name-only"]).out,
        format!("a/{}\n", report("a"))
    );
}
