//! What is found in the open files, and how the editor learns of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;

use super::diagnostics;
use super::home::Home;
use super::rpc::Failure;
use super::session::Errand;
use super::session::Session;
use super::session::uri_of;
use crate::calendar::Present;
use crate::check::Judge;
use crate::diagnostic::Finding;
use crate::refusal::Refusal;
use crate::render::sanitize;
use crate::snapshot::Texts;
use crate::source::RepoPath;

impl Session<'_> {
    /// Judges every open file, if something has changed.
    pub(super) fn judge(&mut self) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        self.round += 1;
        let present = (self.clock)();
        let mut found: BTreeMap<String, Option<Vec<Finding>>> =
            self.buffers.keys().map(|it| (it.clone(), None)).collect();
        let mut trouble = None;
        let tops: Vec<PathBuf> = self.homes.keys().cloned().collect();
        for top in &tops {
            let texts = self.texts(top);
            let open = self.buffers.values();
            let open: Vec<(String, RepoPath)> = open
                .filter_map(|it| {
                    let spot = it.spot.as_ref().filter(|it| it.top == *top)?;
                    Some((it.uri.clone(), spot.path.clone()))
                })
                .collect();
            let Some(home) = self.homes.get_mut(top) else {
                continue;
            };
            let (findings, refused) = judge_home(home, texts, &open, &present, &mut self.errands);
            found.extend(findings);
            trouble = trouble.or(refused);
        }
        for (uri, findings) in found {
            if let Some(buffer) = self.buffers.get_mut(&uri) {
                let all = findings.as_deref().unwrap_or_default();
                buffer.diagnostics = diagnostics::of(all, &buffer.text, &uri, &self.client);
                buffer.findings = findings;
            }
        }
        self.say(trouble.as_ref());
        self.tell();
    }

    /// Says what could not be done, once.
    fn say(&mut self, trouble: Option<&Refusal>) {
        let message = trouble.map(|it| sanitize(&it.message).into_owned());
        if let Some(message) = &message
            && self.last_trouble.as_ref() != Some(message)
        {
            let params = json!({"type": 1, "message": format!("pmrepo: {message}")});
            self.outbox.push(("window/showMessage", params));
        }
        self.last_trouble = message;
    }

    /// Tells the editor what is new. One that asks itself is told by the answer.
    fn tell(&mut self) {
        if self.client.pulls {
            return;
        }
        for buffer in self.buffers.values_mut() {
            if let Some(params) = buffer.news() {
                self.outbox
                    .push(("textDocument/publishDiagnostics", params));
            }
        }
    }

    /// The diagnostics of a file, for an editor that asks.
    pub(super) fn pulled(&mut self, params: &Value) -> Result<Value, Failure> {
        let uri = uri_of(params)?.to_owned();
        self.judge();
        let Some(buffer) = self.buffers.get(&uri) else {
            return Ok(json!({"kind": "full", "items": []}));
        };
        let result = format!("{}-{}", buffer.version, self.round);
        if params.pointer("/previousResultId").and_then(Value::as_str) == Some(&result) {
            return Ok(json!({"kind": "unchanged", "resultId": result}));
        }
        Ok(json!({"kind": "full", "resultId": result, "items": buffer.diagnostics}))
    }
}

/// What is found in the open files of a repository.
type Found = Vec<(String, Option<Vec<Finding>>)>;

/// Judges the open files of a repository. A root that cannot be judged keeps none of the others from it.
fn judge_home(
    home: &mut Home,
    texts: Texts,
    open: &[(String, RepoPath)],
    present: &Present,
    errands: &mut Vec<Errand>,
) -> (Found, Option<Refusal>) {
    let mut trouble = None;
    let over = home.workspace.over(texts);
    let mut by_root: BTreeMap<RepoPath, Vec<&(String, RepoPath)>> = BTreeMap::new();
    for one in open {
        match home.seat(&over, &one.1) {
            Ok(Some(seat)) => {
                let directory = seat.root.directory.clone();
                by_root.entry(directory).or_default().push(one);
            }
            Ok(None) => {}
            Err(refusal) => trouble = Some(refusal),
        }
    }
    let mut found = Found::new();
    let top = home.top.clone();
    let disk = home.workspace.snapshot.clone();
    for (directory, files) in by_root {
        let Some(seat) = home.known(&directory) else {
            continue;
        };
        if !std::mem::replace(&mut seat.is_asked, true) {
            errands.push(Errand {
                top: top.clone(),
                root: seat.root.on(disk.clone()),
            });
        }
        let root = seat.root.on(over.snapshot.clone());
        let paths: Vec<RepoPath> = files.iter().map(|(_, path)| path.clone()).collect();
        let outcome = match seat.standing.find(&root, &paths, &Judge::quiet(present)) {
            Ok(outcome) => outcome,
            Err(refusal) => {
                trouble = Some(refusal);
                continue;
            }
        };
        for (uri, path) in files {
            let of_it = outcome.findings.iter().filter(|it| it.path == *path);
            found.push((uri.clone(), Some(of_it.cloned().collect())));
        }
    }
    (found, trouble)
}
