//! An editor that speaks the language server protocol with the built binary.

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::process::Child;
use std::process::ChildStdin;
use std::process::Stdio;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use crate::sandbox::Sandbox;

/// How long an answer may take on a machine that is busy.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Editor<'a> {
    sandbox: &'a Sandbox,
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    asked: i64,
    versions: BTreeMap<String, i64>,
    /// What is shown in each file, by its path in the sandbox, and of which version.
    pub(crate) shown: BTreeMap<String, (i64, Vec<Value>)>,
    /// Requests and other notifications of the server.
    pub(crate) said: Vec<Value>,
}

impl<'a> Editor<'a> {
    /// Starts the server, and says nothing yet.
    pub(crate) fn start(sandbox: &'a Sandbox) -> Self {
        let words = ["--as-of", "2026-04-01T12:00:00Z", "lsp"];
        let mut command = sandbox.command(env!("CARGO_BIN_EXE_pmrepo"), "", &words);
        let mut server = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut from = BufReader::new(server.stdout.take().unwrap());
        let (sender, output) = channel();
        std::thread::spawn(move || {
            loop {
                let mut length = 0;
                let mut line = String::new();
                while from.read_line(&mut line).unwrap_or(0) > 2 {
                    length = line.trim().rsplit(' ').next().unwrap().parse().unwrap();
                    line.clear();
                }
                let mut body = vec![0; length];
                if length == 0 || from.read_exact(&mut body).is_err() {
                    return;
                }
                let message = serde_json::from_slice(&body).unwrap();
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            sandbox,
            input: server.stdin.take(),
            server,
            output,
            asked: 0,
            versions: BTreeMap::new(),
            shown: BTreeMap::new(),
            said: Vec::new(),
        }
    }

    /// Starts the server and greets it; `capabilities` are laid over those of an able editor.
    pub(crate) fn with(sandbox: &'a Sandbox, capabilities: &Value) -> Self {
        let mut editor = Self::start(sandbox);
        let mut all = json!({
            "workspace": {
                "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]},
            },
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true},
                "completion": {"completionItem": {"snippetSupport": true}},
            },
        });
        lay_over(&mut all, capabilities);
        editor.ask(
            "initialize",
            &json!({"processId": null, "rootUri": null, "capabilities": all}),
        );
        editor.tell("initialized", &json!({}));
        editor
    }

    pub(crate) fn new(sandbox: &'a Sandbox) -> Self {
        Self::with(sandbox, &json!({}))
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        let file = self.sandbox.path(path);
        format!("file://{}", file.to_str().unwrap())
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub(crate) fn framed(message: &Value) -> Vec<u8> {
        let text = message.to_string();
        format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes()
    }

    pub(crate) fn tell(&mut self, method: &str, params: &Value) {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        self.send_raw(&Self::framed(&message));
    }

    /// Sends a request, and gives what was answered: the result, or the error.
    #[track_caller]
    pub(crate) fn try_ask(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        self.asked += 1;
        let id = self.asked;
        let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.send_raw(&Self::framed(&message));
        let mut answer = self.answer(&json!(id));
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer.get_mut("result").unwrap().take()),
        }
    }

    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.try_ask(method, params).unwrap()
    }

    /// The answer to the request with an id.
    #[track_caller]
    pub(crate) fn answer(&mut self, id: &Value) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let message = self.next(end).unwrap();
            if message.get("method").is_none() && message.get("id") == Some(id) {
                return message;
            }
            self.note(message);
        }
    }

    fn next(&self, end: Instant) -> Option<Value> {
        self.output
            .recv_timeout(end.saturating_duration_since(Instant::now()))
            .ok()
    }

    /// Takes note of what the server says unasked.
    fn note(&mut self, message: Value) {
        if message["method"] != "textDocument/publishDiagnostics" {
            self.said.push(message);
            return;
        }
        let params = &message["params"];
        let top = self.uri("");
        let uri = params["uri"].as_str().unwrap();
        let path = uri.strip_prefix(&top).unwrap_or(uri).to_owned();
        let version = params["version"].as_i64().unwrap_or(-1);
        let diagnostics = params["diagnostics"].as_array().unwrap().clone();
        self.shown.insert(path, (version, diagnostics));
    }

    /// Waits until something is so; `false` where it never is.
    pub(crate) fn waits(&mut self, is_so: &dyn Fn(&Self) -> bool) -> bool {
        let end = Instant::now() + PATIENCE;
        while !is_so(self) {
            let Some(message) = self.next(end) else {
                return false;
            };
            self.note(message);
        }
        true
    }

    /// Opens a file with a text.
    pub(crate) fn open_with(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        self.versions.insert(path.to_owned(), 1);
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", &json!({"textDocument": document}));
    }

    /// Opens a file as it lies on disk.
    pub(crate) fn open(&mut self, path: &str) {
        let text = self.sandbox.read(path);
        self.open_with(path, &text);
    }

    /// Makes changes in a file.
    pub(crate) fn change(&mut self, path: &str, changes: &Value) {
        let version = self.versions.get_mut(path).unwrap();
        *version += 1;
        let version = *version;
        let uri = self.uri(path);
        let document = json!({"uri": uri, "version": version});
        self.tell(
            "textDocument/didChange",
            &json!({"textDocument": document, "contentChanges": changes}),
        );
    }

    /// What is shown of the last version of a file.
    #[track_caller]
    pub(crate) fn sees(&mut self, path: &str) -> Vec<Value> {
        let version = self.versions[path];
        let is_there = |it: &Self| it.shown.get(path).is_some_and(|it| it.0 == version);
        assert!(self.waits(&is_there), "nothing is shown in {path}");
        self.shown[path].1.clone()
    }

    /// The codes of what is shown of the last version of a file.
    #[track_caller]
    pub(crate) fn codes(&mut self, path: &str) -> Vec<String> {
        let all = self.sees(path).into_iter();
        all.map(|it| it["code"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Asks something of a place in a file.
    #[track_caller]
    pub(crate) fn at(
        &mut self,
        method: &str,
        path: &str,
        (line, character): (usize, usize),
    ) -> Value {
        let document = json!({"uri": self.uri(path)});
        let position = json!({"line": line, "character": character});
        let method = format!("textDocument/{method}");
        self.ask(
            &method,
            &json!({"textDocument": document, "position": position}),
        )
    }

    /// The actions on a line of a file.
    #[track_caller]
    pub(crate) fn actions(&mut self, path: &str, line: usize) -> Vec<Value> {
        let document = json!({"uri": self.uri(path)});
        let range = json!({
            "start": {"line": line, "character": 0},
            "end": {"line": line, "character": 200},
        });
        let params = json!({
            "textDocument": document, "range": range, "context": {"diagnostics": []},
        });
        let all = self.ask("textDocument/codeAction", &params);
        all.as_array().unwrap().clone()
    }

    /// Ends the session as the protocol wants it, and gives the exit status.
    pub(crate) fn end(mut self) -> i32 {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        self.status()
    }

    /// Goes away without a word.
    pub(crate) fn leave(mut self) -> i32 {
        drop(self.input.take());
        self.status()
    }

    pub(crate) fn status(&mut self) -> i32 {
        self.server.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Editor<'_> {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn lay_over(below: &mut Value, over: &Value) {
    match (below, over) {
        (Value::Object(below), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(below.entry(key).or_insert(Value::Null), value);
            }
        }
        (below, over) => *below = over.clone(),
    }
}

/// A text with the edits of an action made to it: those of the file with this address.
pub(crate) fn edited(text: &str, action: &Value, uri: &str) -> String {
    let documents = action.pointer("/edit/documentChanges").unwrap();
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for document in documents.as_array().unwrap() {
        if document
            .pointer("/textDocument/uri")
            .and_then(Value::as_str)
            != Some(uri)
        {
            continue;
        }
        for edit in document["edits"].as_array().unwrap() {
            let at = |end: &str| offset(text, &edit["range"][end]);
            edits.push((
                at("start"),
                at("end"),
                edit["newText"].as_str().unwrap().to_owned(),
            ));
        }
    }
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    text
}

/// The byte at a place of the protocol, in UTF-16.
pub(crate) fn offset(text: &str, place: &Value) -> usize {
    let (line, column) = (
        place["line"].as_u64().unwrap(),
        place["character"].as_u64().unwrap(),
    );
    let mut at = 0;
    for _ in 0..line {
        let rest = text.get(at..).unwrap();
        let end = rest.find(['\n', '\r']).unwrap();
        at += end
            + if rest.get(end..).unwrap().starts_with("\r\n") {
                2
            } else {
                1
            };
    }
    let mut units = 0;
    for (byte, letter) in text.get(at..).unwrap().char_indices() {
        if units >= column {
            return at + byte;
        }
        units += letter.len_utf16() as u64;
    }
    text.len()
}

/// The place of a byte, in UTF-16.
pub(crate) fn place(text: &str, offset: usize) -> Value {
    let (mut line, mut start) = (0, 0);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate().take(offset) {
        let is_pair = *byte == b'\r' && bytes.get(at + 1) == Some(&b'\n');
        if matches!(byte, b'\n' | b'\r') && !is_pair {
            line += 1;
            start = at + 1;
        }
    }
    json!({"line": line, "character": text.get(start..offset).unwrap().encode_utf16().count()})
}
