//! A session with an editor: its open files, and what is found in them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;

use super::buffer::Buffer;
use super::client::Client;
use super::home::Home;
use super::rpc::Code;
use super::rpc::Failure;
use super::text::Text;
use super::vocabulary::Vocabulary;
use crate::calendar::Present;
use crate::check::Standing;
use crate::root::Root;
use crate::snapshot::Texts;
use crate::source::RepoPath;

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nobody has begun.
    New,
    /// Requests are answered.
    Running,
    /// It ends as soon as the editor says so.
    Ending,
}

/// A root whose documents are to be read, beside what else there is to do.
pub(super) struct Errand {
    /// The top of its repository.
    pub(super) top: PathBuf,
    /// The root, as it lies on disk.
    pub(super) root: Root,
}

/// What an errand brought.
pub(super) struct Brought {
    top: PathBuf,
    directory: RepoPath,
    standing: Standing,
    words: Vocabulary,
}

impl Errand {
    /// Reads the documents.
    pub(super) fn run(self) -> Option<Brought> {
        let standing = Standing::read(&self.root).ok()?;
        Some(Brought {
            standing,
            words: Vocabulary::read(&self.root),
            directory: self.root.directory,
            top: self.top,
        })
    }
}

/// A session with an editor.
pub(super) struct Session<'a> {
    pub(super) phase: Phase,
    pub(super) client: Client,
    pub(super) buffers: BTreeMap<String, Buffer>,
    pub(super) homes: BTreeMap<PathBuf, Home>,
    /// What is sent as soon as there is time.
    pub(super) outbox: Vec<(&'static str, Value)>,
    /// What the editor is asked for.
    pub(super) asks: Vec<(&'static str, Value)>,
    /// Roots whose documents are to be read.
    pub(super) errands: Vec<Errand>,
    pub(super) clock: &'a dyn Fn() -> Present,
    /// Whether something has changed since files were judged.
    pub(super) is_stale: bool,
    /// Counts what was found anew.
    pub(super) round: u64,
    /// What the editor was told already of what could not be done.
    pub(super) last_trouble: Option<String>,
}

impl<'a> Session<'a> {
    pub(super) fn new(clock: &'a dyn Fn() -> Present) -> Self {
        Self {
            phase: Phase::New,
            client: Client::default(),
            buffers: BTreeMap::new(),
            homes: BTreeMap::new(),
            outbox: Vec::new(),
            asks: Vec::new(),
            errands: Vec::new(),
            clock,
            is_stale: false,
            round: 0,
            last_trouble: None,
        }
    }

    /// A file is opened.
    pub(super) fn open(&mut self, uri: &str, version: i64, text: String) {
        let text = Text::new(text, self.client.encoding);
        let around = super::uri::path_of(uri).and_then(|it| Home::around(&it));
        let mut counts = true;
        let spot = around.map(|(home, path)| {
            // Where a link or a directory lies, `check` says so.
            let entry = home.workspace.snapshot.entry(&path);
            counts = entry.is_none_or(|it| !it.is_strange());
            let top = home.top.clone();
            self.homes.entry(top.clone()).or_insert(home);
            super::home::Spot { top, path }
        });
        let told = self.buffers.remove(uri).and_then(|it| it.told);
        let buffer = Buffer {
            uri: uri.to_owned(),
            version,
            text,
            spot,
            counts,
            findings: None,
            diagnostics: Vec::new(),
            told,
        };
        self.buffers.insert(uri.to_owned(), buffer);
        self.touched(uri);
    }

    /// A file has another text.
    pub(super) fn touched(&mut self, uri: &str) {
        self.is_stale = true;
        let Some(spot) = self.buffers.get(uri).and_then(|it| it.spot.clone()) else {
            return;
        };
        let texts = self.texts(&spot.top);
        let home = self.homes.get_mut(&spot.top);
        if home.is_some_and(|it| it.changed(texts, &spot.path, false)) {
            self.ask_again();
        }
    }

    /// A file is closed: what lies on disk counts again.
    pub(super) fn close(&mut self, uri: &str) {
        let Some(buffer) = self.buffers.remove(uri) else {
            return;
        };
        self.is_stale = true;
        if let Some(spot) = buffer.spot {
            let texts = self.texts(&spot.top);
            if let Some(home) = self.homes.get_mut(&spot.top) {
                home.changed(texts, &spot.path, true);
            }
        }
        if buffer.told.is_some_and(|(_, it)| !it.is_empty()) && !self.client.pulls {
            let params = json!({"uri": uri, "diagnostics": []});
            self.outbox
                .push(("textDocument/publishDiagnostics", params));
        }
    }

    /// Something has changed on disk.
    pub(super) fn changed_on_disk(&mut self, uri: &str) {
        let Some(file) = super::uri::path_of(uri) else {
            return;
        };
        self.is_stale = true;
        let tops: Vec<PathBuf> = self.homes.keys().cloned().collect();
        for top in tops {
            let texts = self.texts(&top);
            let Some(home) = self.homes.get_mut(&top) else {
                continue;
            };
            let path = file.to_str().and_then(|it| home.workspace.place(it));
            if let Some(path) = path {
                home.changed(texts, &path, true);
            }
        }
    }

    /// An errand is done.
    pub(super) fn take(&mut self, brought: Brought) {
        let home = self.homes.get_mut(&brought.top);
        if let Some(home) = home {
            let workspace = home.workspace.over(Texts::new());
            if let Some(seat) = home.known(&brought.directory) {
                seat.take(&workspace, brought.standing, brought.words);
                self.is_stale = true;
                self.ask_again();
            }
        }
    }

    /// The texts of the open files in a repository.
    pub(super) fn texts(&self, top: &PathBuf) -> Texts {
        let open = self.buffers.values().filter(|it| it.counts);
        let open = open.filter_map(|it| {
            let spot = it.spot.as_ref().filter(|it| it.top == *top)?;
            Some((spot.path.clone(), Some(it.text.as_str().to_owned())))
        });
        open.collect()
    }
}

/// The address of the file that a request is about.
pub(super) fn uri_of(params: &Value) -> Result<&str, Failure> {
    let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
    uri.ok_or_else(|| Failure::new(Code::InvalidParams, "textDocument.uri is missing"))
}
