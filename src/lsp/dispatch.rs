//! What is done with each message.

use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::actions;
use super::client::Client;
use super::completion;
use super::diagnostics;
use super::here::Here;
use super::hints;
use super::hover;
use super::outline;
use super::places;
use super::rpc::Code;
use super::rpc::Failure;
use super::rpc::read;
use super::session::Phase;
use super::session::Session;
use super::session::uri_of;
use super::text::Change;
use super::text::Position;
use super::text::Range;

/// The files outside of the editor that matter to what is open in it.
const WATCHED: [&str; 4] = ["**/*.{md,yaml}", "**/notes/*", "**/evidence/**", "**/*.ics"];

#[derive(Deserialize)]
struct Opened {
    uri: String,
    #[serde(default)]
    version: i64,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    text_document: Version,
    content_changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Version {
    uri: String,
    #[serde(default)]
    version: Option<i64>,
}

#[derive(Deserialize)]
struct Stretch {
    range: Range,
}

#[derive(Deserialize)]
struct Place {
    position: Position,
}

impl Session<'_> {
    /// Answers a question about a file; null where no root judges it.
    fn of(
        &mut self,
        params: &Value,
        answer: &dyn Fn(&Here<'_>) -> Result<Value, Failure>,
    ) -> Result<Value, Failure> {
        match self.here(params)? {
            Some(here) => answer(&here),
            None => Ok(Value::Null),
        }
    }

    /// Answers a question about a place in one.
    fn at(
        &mut self,
        params: &Value,
        answer: &dyn Fn(&Here<'_>, Position) -> Result<Value, Failure>,
    ) -> Result<Value, Failure> {
        let place: Place = read(params)?;
        self.of(params, &|here| answer(here, place.position))
    }

    /// Answers a request.
    pub(super) fn request(&mut self, method: &str, params: &Value) -> Result<Value, Failure> {
        match (self.phase, method) {
            (Phase::New, "initialize") => {
                self.client = Client::of(params);
                self.phase = Phase::Running;
                return Ok(self.greeting());
            }
            (Phase::New, _) => {
                return Err(Failure::new(
                    Code::NotInitialized,
                    "`initialize` comes first",
                ));
            }
            (Phase::Ending, _) => {
                return Err(Failure::new(Code::InvalidRequest, "this session is over"));
            }
            (Phase::Running, _) => {}
        }
        match method {
            "initialize" => Err(Failure::new(Code::InvalidRequest, "it has begun already")),
            "shutdown" => {
                self.phase = Phase::Ending;
                Ok(Value::Null)
            }
            "textDocument/diagnostic" => self.pulled(params),
            "textDocument/codeAction" => {
                let present = (self.clock)();
                match self.here(params)? {
                    Some(here) => actions::actions(&here, &present, params),
                    None => Ok(Value::Null),
                }
            }
            "textDocument/completion" => {
                self.at(params, &|here, at| Ok(completion::complete(here, at)))
            }
            "textDocument/hover" => self.at(params, &hover::hover),
            "textDocument/definition" => {
                self.at(params, &|here, at| Ok(places::definition(here, at)))
            }
            "textDocument/references" => self.at(params, &places::references),
            "textDocument/documentSymbol" => self.of(params, &|it| Ok(outline::symbols(it))),
            "textDocument/foldingRange" => self.of(params, &|it| Ok(outline::folds(it))),
            "textDocument/documentLink" => self.of(params, &|it| Ok(hints::links(it))),
            "textDocument/codeLens" => self.of(params, &|it| Ok(hints::lenses(it))),
            "textDocument/inlayHint" => {
                let asked: Stretch = read(params)?;
                self.of(params, &|it| hints::hints(it, asked.range))
            }
            "workspace/textDocumentContent" => {
                let uri = params.pointer("/uri").and_then(Value::as_str);
                let text = uri.and_then(diagnostics::text_of_page);
                let text =
                    text.ok_or_else(|| Failure::new(Code::InvalidParams, "there is no such page"))?;
                Ok(json!({"text": text}))
            }
            _ => Err(Failure::new(
                Code::MethodNotFound,
                format!("`{method}` is not known here"),
            )),
        }
    }

    /// Takes note of something. What cannot be understood is passed over: nobody waits for an answer.
    pub(super) fn notice(&mut self, method: &str, params: &Value) {
        if self.phase != Phase::Running {
            return;
        }
        match method {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                let document = params.pointer("/textDocument").unwrap_or(&Value::Null);
                if let Ok(it) = read::<Opened>(document) {
                    self.open(&it.uri, it.version, it.text);
                }
            }
            "textDocument/didChange" => {
                if let Ok(it) = read::<Changed>(params) {
                    self.change(it);
                }
            }
            "textDocument/didClose" => {
                if let Ok(uri) = uri_of(params) {
                    self.close(uri);
                }
            }
            "textDocument/didSave" => {
                if let Ok(uri) = uri_of(params) {
                    self.changed_on_disk(uri);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                let changes = params.pointer("/changes").and_then(Value::as_array);
                let uris = changes
                    .into_iter()
                    .flatten()
                    .filter_map(|it| it.pointer("/uri"));
                for uri in uris.filter_map(Value::as_str) {
                    self.changed_on_disk(uri);
                }
                self.ask_again();
            }
            _ => {}
        }
    }

    fn change(&mut self, changed: Changed) {
        let Some(buffer) = self.buffers.get_mut(&changed.text_document.uri) else {
            return;
        };
        for change in changed.content_changes {
            buffer.text.apply(change);
        }
        let next = buffer.version.saturating_add(1);
        buffer.version = changed.text_document.version.unwrap_or(next);
        self.touched(&changed.text_document.uri);
    }

    /// What this server can do.
    fn greeting(&self) -> Value {
        let mut capabilities = json!({
            "positionEncoding": self.client.encoding.as_str(),
            "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
            "completionProvider": {"triggerCharacters": completion::TRIGGERS},
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentSymbolProvider": true,
            "foldingRangeProvider": true,
            "documentLinkProvider": {"resolveProvider": false},
            "codeLensProvider": {"resolveProvider": false},
            "inlayHintProvider": true,
            "codeActionProvider": {"codeActionKinds": actions::KINDS},
        });
        let pulled = json!({
            "identifier": "pmrepo",
            "interFileDependencies": true,
            "workspaceDiagnostics": false,
        });
        if let Some(all) = capabilities.as_object_mut() {
            if self.client.pulls {
                all.insert("diagnosticProvider".to_owned(), pulled);
            }
            if self.client.opens_pages {
                let pages = json!({"textDocumentContent": {"schemes": [diagnostics::SCHEME]}});
                all.insert("workspace".to_owned(), pages);
            }
        }
        json!({
            "capabilities": capabilities,
            "serverInfo": {"name": "pmrepo", "version": env!("CARGO_PKG_VERSION")},
        })
    }

    /// Asks to be told of files that change on disk.
    fn watch(&mut self) {
        if !self.client.watches {
            return;
        }
        let watchers: Vec<Value> = WATCHED
            .iter()
            .map(|it| json!({"globPattern": it}))
            .collect();
        self.asks.push((
            "client/registerCapability",
            json!({"registrations": [{
                "id": "pmrepo-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": watchers},
            }]}),
        ));
    }

    /// Lets the editor ask again for what it has asked for.
    pub(super) fn ask_again(&mut self) {
        let client = &self.client;
        let all = [
            (
                client.pulls && client.asks_again,
                "workspace/diagnostic/refresh",
            ),
            (client.refreshes.hints, "workspace/inlayHint/refresh"),
            (client.refreshes.lenses, "workspace/codeLens/refresh"),
        ];
        for (is_meant, method) in all {
            if is_meant && !self.asks.iter().any(|(it, _)| *it == method) {
                self.asks.push((method, Value::Null));
            }
        }
    }
}
