//! What comes when, and what becomes of a message that makes no sense.

use serde_json::Value;
use serde_json::json;

use crate::editor::Editor;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

fn code(answer: &Value) -> i64 {
    let code = answer.pointer("/error/code").or_else(|| answer.get("code"));
    code.and_then(Value::as_i64).unwrap()
}

#[test]
fn a_session_begins_works_and_ends_in_order() {
    let repo = Sandbox::new();
    let mut editor = Editor::start(&repo);
    let early = editor
        .try_ask("textDocument/hover", &json!({}))
        .unwrap_err();
    assert_eq!(code(&early), -32002);
    let hello = editor.ask("initialize", &json!({"capabilities": {}}));
    assert_eq!(hello["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(hello["serverInfo"]["name"], "pmrepo");
    let twice = editor
        .try_ask("initialize", &json!({"capabilities": {}}))
        .unwrap_err();
    assert_eq!(code(&twice), -32600);
    let unknown = editor
        .try_ask("textDocument/nonsense", &json!({}))
        .unwrap_err();
    assert_eq!(code(&unknown), -32601);
    editor.tell("$/setTrace", &json!({"value": "off"}));
    editor.tell("nonsense", &json!(7));
    editor.ask("shutdown", &Value::Null);
    let late = editor
        .try_ask("textDocument/hover", &json!({}))
        .unwrap_err();
    assert_eq!(code(&late), -32600);
    editor.tell("exit", &Value::Null);
    assert_eq!(editor.status(), 0);
}

#[test]
fn an_editor_that_goes_without_a_word_leaves_nobody_behind() {
    let repo = Sandbox::new();
    assert_eq!(Editor::new(&repo).leave(), 1);
    let mut editor = Editor::new(&repo);
    editor.tell("exit", &Value::Null);
    assert_eq!(editor.status(), 1);
}

#[test]
fn a_broken_message_is_answered_and_the_next_is_read() {
    let repo = Sandbox::new();
    let path = report("one");
    repo.write(&path, bad());
    let mut editor = Editor::new(&repo);
    for bytes in [
        &b"Content-Length: 5\r\n\r\n{\"a\":"[..],
        b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc",
        b"X: y\r\n\r\n",
        b"Content-Length: 3\r\n\r\n[1]",
        b"Content-Length: 9\r\n\r\n{\"id\":{}}",
    ] {
        editor.send_raw(bytes);
        let answer = editor.answer(&Value::Null);
        assert!([-32700, -32600].contains(&code(&answer)), "{answer}");
    }
    // What nobody waits for is passed over.
    for params in [json!(null), json!([]), json!({"textDocument": {"uri": 3}})] {
        for method in ["didOpen", "didChange", "didClose", "didSave"] {
            editor.tell(&format!("textDocument/{method}"), &params);
        }
    }
    let failure = editor.try_ask("textDocument/codeAction", &json!({"textDocument": 1}));
    assert_eq!(code(&failure.unwrap_err()), -32602);
    editor.open(&path);
    assert_eq!(editor.codes(&path), ["PM104"]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn what_is_cancelled_before_its_turn_is_not_worked_on() {
    let repo = Sandbox::new();
    let path = report("one");
    repo.write(&path, GOOD);
    let mut editor = Editor::new(&repo);
    editor.open(&path);
    editor.sees(&path);
    let request = |id: &str| {
        let document = json!({"uri": format!("file://{}", repo.path(&path).display())});
        let params = json!({"textDocument": document});
        let method = "textDocument/diagnostic";
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
    };
    let mut bytes = Vec::new();
    for id in ["a", "b", "c"] {
        bytes.extend(Editor::framed(&request(id)));
    }
    let cancel = json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "b"}});
    // It is there before the request that it is about has its turn.
    let all = [Editor::framed(&cancel), bytes].concat();
    let many = vec![Editor::framed(&json!({"jsonrpc": "2.0", "method": "$/x"})); 50].concat();
    editor.send_raw(
        &[
            many,
            all[Editor::framed(&cancel).len()..].to_vec(),
            Editor::framed(&cancel),
        ]
        .concat(),
    );
    let mut codes = Vec::new();
    for id in ["a", "b", "c"] {
        let answer = editor.answer(&json!(id));
        codes.push(answer.pointer("/error/code").and_then(Value::as_i64));
    }
    assert_eq!(codes[0], None);
    assert!(matches!(codes[1], None | Some(-32800)), "{codes:?}");
    assert_eq!(codes[2], None);
}

#[test]
fn an_editor_that_asks_for_diagnostics_is_told_none_unasked() {
    let repo = Sandbox::new();
    let path = report("one");
    repo.write(&path, bad());
    let asks = json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    });
    let mut editor = Editor::with(&repo, &asks);
    editor.open(&path);
    let document = json!({"uri": editor.uri(&path)});
    let first = editor.ask(
        "textDocument/diagnostic",
        &json!({"textDocument": document}),
    );
    assert_eq!(first["kind"], "full");
    assert_eq!(first["items"][0]["code"], "PM104");
    // Once all documents have been read, it is asked to ask again.
    let is_told = |it: &Editor<'_>| {
        let mut said = it.said.iter();
        said.any(|it| it["method"] == "workspace/diagnostic/refresh")
    };
    assert!(editor.waits(&is_told));
    let params = json!({"textDocument": document});
    let second = editor.ask("textDocument/diagnostic", &params);
    let params = json!({"textDocument": document, "previousResultId": second["resultId"]});
    let third = editor.ask("textDocument/diagnostic", &params);
    assert_eq!(third["kind"], "unchanged");
    editor.change(&path, &json!([{"text": GOOD}]));
    let fourth = editor.ask("textDocument/diagnostic", &params);
    assert_eq!(fourth["items"], json!([]));
    assert!(editor.shown.is_empty(), "{:?}", editor.shown);
}

#[test]
fn columns_are_bytes_where_that_was_agreed() {
    let repo = Sandbox::new();
    let path = report("one");
    let text = GOOD.replace(
        "title: Checkout latency",
        "title: \"\u{1f692}\u{65e5}\u{672c}\" # \u{1f692}\ntags: {\"\u{1f692}\u{65e5}\": x}",
    );
    repo.write(&path, &text);
    for (encodings, name) in [
        (json!(["utf-8", "utf-16"]), "utf-8"),
        (json!(["utf-16"]), "utf-16"),
    ] {
        let mut editor = Editor::start(&repo);
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        let hello = editor.ask("initialize", &json!({"capabilities": capabilities}));
        assert_eq!(hello["capabilities"]["positionEncoding"], name);
        editor.open(&path);
        let shown = editor.sees(&path);
        let found = shown
            .iter()
            .find(|it| it["range"]["start"]["line"] == 2)
            .unwrap();
        let line = text.lines().nth(2).unwrap();
        let columns = |text: &str| {
            if name == "utf-8" {
                text.len()
            } else {
                text.encode_utf16().count()
            }
        };
        let start = columns(line.split('{').next().unwrap());
        let end = columns(line);
        assert_eq!(found["range"]["start"]["character"], start, "{found}");
        assert_eq!(found["range"]["end"]["character"], end, "{found}");
    }
}

#[test]
fn a_file_outside_of_every_root_is_left_alone() {
    let repo = Sandbox::plain();
    repo.write("x/postmortem.md", bad());
    let mut editor = Editor::new(&repo);
    editor.open("x/postmortem.md");
    let document =
        json!({"uri": "untitled:1", "languageId": "markdown", "version": 1, "text": bad()});
    editor.tell("textDocument/didOpen", &json!({"textDocument": document}));
    let document = json!({"uri": editor.uri("x/postmortem.md")});
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let params = json!({"textDocument": document, "range": range, "context": {"diagnostics": []}});
    assert_eq!(editor.ask("textDocument/codeAction", &params), Value::Null);
    assert!(editor.shown.is_empty() && editor.said.is_empty());
    assert_eq!(editor.end(), 0);
}

#[test]
fn another_configuration_is_another_verdict_in_every_open_file() {
    let repo = Sandbox::new();
    let paths = [report("one"), report("two")];
    for path in &paths {
        repo.write(path, bad());
    }
    let mut editor = Editor::new(&repo);
    for path in &paths {
        editor.open(path);
        assert_eq!(editor.codes(path), ["PM104"]);
    }
    editor.open("pmrepo.yaml");
    assert_eq!(editor.codes("pmrepo.yaml"), Vec::<String>::new());
    editor.change(
        "pmrepo.yaml",
        &json!([{"text": "severities: [SEV1-ish]\n"}]),
    );
    let is_clean = |it: &Editor<'_>| paths.iter().all(|path| it.shown[path].1.is_empty());
    assert!(editor.waits(&is_clean), "{:?}", editor.shown);
    // A fault in it silences nothing else.
    editor.change("pmrepo.yaml", &json!([{"text": "severities: [\n"}]));
    let is_told = |it: &Editor<'_>| {
        let mut all = paths.iter().map(|path| &it.shown[path].1);
        all.all(|it| it.len() == 1) && !it.shown["pmrepo.yaml"].1.is_empty()
    };
    assert!(editor.waits(&is_told), "{:?}", editor.shown);
    // One that is written by somebody else counts as well.
    let document = json!({"uri": editor.uri("pmrepo.yaml")});
    editor.tell("textDocument/didClose", &json!({"textDocument": document}));
    repo.write("pmrepo.yaml", "rules: {PM104: off}\n");
    let changes = json!({"changes": [{"uri": editor.uri("pmrepo.yaml"), "type": 2}]});
    editor.tell("workspace/didChangeWatchedFiles", &changes);
    assert!(editor.waits(&is_clean), "{:?}", editor.shown);
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_root_that_needs_a_newer_program_silences_no_other() {
    let repo = Sandbox::plain();
    repo.git(&["init", "--quiet"]).ends(0);
    let paths = ["a", "b"].map(|it| format!("{it}/{}", report("one")));
    for path in &paths {
        repo.write(path, bad());
    }
    repo.write("a/pmrepo.yaml", "schema: 999\n");
    repo.write("b/pmrepo.yaml", "schema: 1\n");
    let mut editor = Editor::new(&repo);
    for path in &paths {
        editor.open(path);
    }
    assert_eq!(editor.codes(&paths[1]), ["PM104"]);
    let said: Vec<&str> = editor
        .said
        .iter()
        .filter_map(|it| it["params"]["message"].as_str())
        .collect();
    assert!(
        said.iter().all(|it| it.contains("newer pmrepo")) && said.len() == 1,
        "{said:?}"
    );
    assert!(!editor.shown.contains_key(&paths[0]));
}

#[test]
fn a_code_leads_to_the_page_of_its_rule_where_the_editor_can_go_there() {
    let repo = Sandbox::new();
    let path = report("one");
    repo.write(&path, bad());
    let pages = json!({"rulePages": "https://wiki.example.com/rules/"});
    for (options, content, href) in [
        (
            pages,
            json!(null),
            json!("https://wiki.example.com/rules/PM104.md"),
        ),
        (json!(null), json!({}), json!("pmrepo:/rules/PM104.md")),
        (json!(null), json!(null), json!(null)),
    ] {
        let mut editor = Editor::start(&repo);
        let capabilities = json!({
            "workspace": {"textDocumentContent": content},
            "textDocument": {"publishDiagnostics": {"codeDescriptionSupport": true}},
        });
        let asked = json!({"capabilities": capabilities, "initializationOptions": options});
        editor.ask("initialize", &asked);
        editor.open(&path);
        assert_eq!(editor.sees(&path)[0]["codeDescription"]["href"], href);
    }
}

#[test]
fn what_is_open_nowhere_counts_as_it_lies_on_disk() {
    let repo = Sandbox::new();
    let (one, two) = (report("one"), report("two"));
    let named = GOOD.replace("status:", "related: [2026-03-10-two]\nstatus:");
    repo.write(&one, &named);
    let mut editor = Editor::new(&repo);
    editor.open(&one);
    let is = |codes: &'static [&'static str]| {
        let one = one.clone();
        move |it: &Editor<'_>| {
            let shown = it.shown.get(&one);
            shown.is_some_and(|it| it.1.iter().map(|it| &it["code"]).eq(codes))
        }
    };
    assert!(editor.waits(&is(&["PM701"])), "{:?}", editor.shown);
    repo.write(&two, GOOD);
    let changes = json!({"changes": [{"uri": editor.uri(&two), "type": 1}]});
    editor.tell("workspace/didChangeWatchedFiles", &changes);
    assert!(editor.waits(&is(&[])), "{:?}", editor.shown);
    // A file that is open and new counts too.
    std::fs::remove_file(repo.path(&two)).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", &changes);
    assert!(editor.waits(&is(&["PM701"])), "{:?}", editor.shown);
    editor.open_with(&two, GOOD);
    assert!(editor.waits(&is(&[])), "{:?}", editor.shown);
}
