//! What the makers of the protocol say of what the server sends: their schemas, their types, their inspector.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;
use serde_json::json;

use super::calls;
use super::demo;
use super::exchange;
use super::request;
use super::with_a_log;
use crate::managers::tool;
use crate::sandbox::Sandbox;

/// Every kind of request, in a version: its id says which definition its result has.
fn requests(version: &str) -> Vec<(&'static str, String)> {
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    });
    let is_stateless = version != "2025-11-25";
    let mut all: Vec<(&str, &str, Value)> = vec![
        ("ListToolsResult", "tools/list", json!({})),
        ("ListResourcesResult", "resources/list", json!({})),
        (
            "ListResourceTemplatesResult",
            "resources/templates/list",
            json!({}),
        ),
        (
            "ReadResourceResult",
            "resources/read",
            json!({"uri": "pmrepo:/rules/PM101"}),
        ),
        (
            "ReadResourceResult",
            "resources/read",
            json!({"uri": "pmrepo:/reports/stale-dns"}),
        ),
        ("ListPromptsResult", "prompts/list", json!({})),
        (
            "GetPromptResult",
            "prompts/get",
            json!({"name": "owner", "arguments": {"id": "stale-dns"}}),
        ),
        ("", "resources/read", json!({"uri": "file:///etc/passwd"})),
        ("", "prompts/get", json!({"name": "nobody"})),
        (
            "",
            "tools/call",
            json!({"name": "advance", "arguments": {}}),
        ),
        ("", "tools/call", json!({})),
        ("", "nonsense", json!({})),
    ];
    if is_stateless {
        all.push(("DiscoverResult", "server/discover", json!({})));
    } else {
        let hello = json!({"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
        all.insert(0, ("InitializeResult", "initialize", hello));
        all.push(("EmptyResult", "ping", json!({})));
    }
    let mut tools = calls();
    tools.extend([
        ("show", json!({"id": "nothing-like-it"})),
        ("show", json!({"id": 3})),
        (
            "set",
            json!({"id": "email-backlog", "fields": ["owner=ben"]}),
        ),
        (
            "set",
            json!({"id": "email-backlog", "fields": ["status=closed"]}),
        ),
        ("note_add", json!({"id": "email-backlog", "text": "Much."})),
        (
            "action_add",
            json!({"id": "email-backlog", "title": "Watch it"}),
        ),
        (
            "timeline_add",
            json!({"id": "email-backlog", "event": "It broke", "evidence": "evidence/chat.jsonl:1"}),
        ),
        (
            "new",
            json!({"title": "Watch it", "severity": "SEV-2", "started": "2026-03-30T10:00Z"}),
        ),
    ]);
    all.extend(tools.into_iter().map(|(name, arguments)| {
        (
            "CallToolResult",
            "tools/call",
            json!({"name": name, "arguments": arguments}),
        )
    }));
    let all = all
        .into_iter()
        .zip(1..)
        .map(|((kind, method, mut params), id)| {
            if is_stateless {
                params["_meta"] = meta.clone();
            }
            (kind, request(id, method, &params))
        });
    let mut all: Vec<(&str, String)> = all.collect();
    all.push(("", "{".to_owned()));
    all.push(("", "[]".to_owned()));
    all
}

/// What is sent in a version, each line with what it should be; an error where that is empty.
fn sent(repo: &Sandbox, version: &str) -> Vec<(&'static str, Value)> {
    let asked = requests(version);
    let lines: Vec<String> = asked.iter().map(|it| it.1.clone()).collect();
    let answers = exchange(repo, &["-C", "d", "mcp", "--allow-drafts"], &lines);
    assert_eq!(answers.len(), asked.len());
    let refused = answers.iter().filter(|it| it["result"]["isError"] == true);
    assert_eq!(refused.count(), 3);
    asked.iter().map(|it| it.0).zip(answers).collect()
}

#[test]
fn every_line_is_what_the_official_schemas_say() {
    for version in ["2025-11-25", "2026-07-28"] {
        let Some(path) = tool(&format!("mcp-schemas/{version}.json")) else {
            return;
        };
        let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let mut compiler = boon::Compiler::new();
        let address = format!("https://example.com/{version}.json");
        compiler.add_resource(&address, schema).unwrap();
        let mut schemas = boon::Schemas::new();
        let repo = demo();
        with_a_log(&repo);
        for (kind, answer) in sent(&repo, version) {
            let mut valid = |definition: &str, value: &Value| {
                let index = format!("{address}#/$defs/{definition}");
                let index = compiler.compile(&index, &mut schemas).unwrap();
                let verdict = schemas.validate(value, index);
                assert!(
                    verdict.is_ok(),
                    "{version} {definition}: {:#}\n{value}",
                    verdict.unwrap_err()
                );
            };
            valid("JSONRPCMessage", &answer);
            if kind.is_empty() {
                valid("JSONRPCErrorResponse", &answer);
            } else {
                valid("JSONRPCResultResponse", &answer);
                valid(kind, &answer["result"]);
            }
        }
    }
}

/// Reads `KIND JSON` lines with the types that the makers made of their schemas, one module a version.
const TYPES: &str = r#"
import importlib, sys
from pydantic import TypeAdapter
types = importlib.import_module("mcp_types._v" + sys.argv[1].replace("-", "_"))
count = 0
for line in sys.stdin:
    kind, text = line.split(" ", 1)
    TypeAdapter(getattr(types, kind)).validate_json(text)
    count += 1
print(count)
"#;

#[test]
fn every_line_is_what_the_types_of_the_makers_take() {
    let Some(python) = tool("mcp/bin/python") else {
        return;
    };
    for version in ["2025-11-25", "2026-07-28"] {
        let repo = demo();
        with_a_log(&repo);
        let mut lines = Vec::new();
        for (kind, answer) in sent(&repo, version) {
            if kind.is_empty() {
                lines.push(format!("JSONRPCErrorResponse {answer}"));
            } else {
                lines.push(format!("JSONRPCResultResponse {answer}"));
                lines.push(format!("{kind} {}", answer["result"]));
            }
        }
        let mut command = repo.command(python.to_str().unwrap(), "", &["-c", TYPES, version]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let text = lines.join("\n") + "\n";
        // It may end before it has read all: then it says why.
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        let out = child.wait_with_output().unwrap();
        assert!(
            out.status.success(),
            "{version}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        assert_eq!(
            String::from_utf8_lossy(&out.stdout).trim(),
            lines.len().to_string()
        );
    }
}

#[cfg(unix)]
#[test]
fn the_inspector_lists_and_calls_every_tool() {
    let Some(inspector) = tool("inspector/inspect") else {
        return;
    };
    let repo = demo();
    with_a_log(&repo);
    let inspector = inspector.to_str().unwrap().to_owned();
    let inspect = |words: &[&str]| -> Value {
        let server = [
            "--cli",
            env!("CARGO_BIN_EXE_pmrepo"),
            "-C",
            "d",
            "--as-of",
            "2026-04-01",
            "mcp",
            "--allow-drafts",
        ];
        let out = repo
            .command(&inspector, "", &[&server, words].concat())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.success(), "{words:?}: {said}");
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let listed = inspect(&["--method", "tools/list"]);
    assert_eq!(listed["tools"].as_array().unwrap().len(), 19);
    for (name, arguments) in [
        ("list", vec![]),
        ("show", vec!["id=stale-dns"]),
        ("stats", vec![]),
        ("note_add", vec!["id=email-backlog", "text=Much."]),
    ] {
        let mut words = vec!["--method", "tools/call", "--tool-name", name];
        for argument in &arguments {
            words.extend(["--tool-arg", argument]);
        }
        let result = inspect(&words);
        assert_eq!(result["isError"], false, "{name}: {result}");
        assert_eq!(result["structuredContent"]["untrusted"], true, "{name}");
    }
}
