//! The repository as an agent sees it: without what is confidential, and every text of people honest.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::Setting;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::postmortem::is_confidential;
use crate::refusal::Refusal;
use crate::render::sanitize;
use crate::root::Root;
use crate::snapshot::Texts;
use crate::workspace::At;
use crate::workspace::State;
use crate::workspace::Workspace;

/// The shortest id that is looked for in texts of others: a shorter one is a word like any other.
const SHORTEST: usize = 4;

/// The repository as an agent sees it.
pub(super) struct View {
    /// The repository, in which nothing confidential lies.
    pub(super) workspace: Workspace,
    /// Confidential postmortems: what each is called, and what is said in its place.
    kept_back: BTreeMap<String, String>,
    /// The commit over which the work tree lies.
    commit: Option<String>,
}

impl View {
    /// Opens it anew, for one request.
    pub(super) fn open(setting: &Setting<'_>) -> Result<Self, Refusal> {
        let at = At {
            directory: &setting.directory,
            in_hook: false,
        };
        let workspace = Workspace::open(at, &State::Worktree)?;
        let commit = workspace.repo.as_ref().and_then(|it| it.head());
        let commit = commit.map(|it| it.to_string());
        let mut gone = Texts::new();
        let mut kept_back = BTreeMap::new();
        if !setting.shows_confidential {
            for root in Root::all(&workspace.snapshot)? {
                hide(&root, &mut gone, &mut kept_back)?;
            }
        }
        let workspace = if gone.is_empty() {
            workspace
        } else {
            workspace.over(gone)
        };
        Ok(Self {
            workspace,
            kept_back,
            commit,
        })
    }

    /// What an agent gets: what the published schema describes, marked as what people wrote, with where it
    /// was read.
    pub(super) fn marked(&self, mut value: Value) -> Value {
        self.veil(&mut value);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("untrusted".to_owned(), Value::Bool(true));
            let source = json!({
                "snapshot": self.workspace.snapshot.name(),
                "commit": self.commit,
                "confidential": self.kept_back.values().collect::<Vec<_>>(),
            });
            fields.insert("source".to_owned(), source);
        }
        value
    }

    /// Makes every text honest, and calls what is confidential by its date.
    fn veil(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.honest(text),
            Value::Array(items) => items.iter_mut().for_each(|it| self.veil(it)),
            Value::Object(fields) => fields.values_mut().for_each(|it| self.veil(it)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Whether a text names a postmortem that is kept back.
    pub(super) fn names(&self, text: &str) -> bool {
        self.kept_back.keys().any(|id| text.contains(id.as_str()))
    }

    /// A text in which nothing is hidden and nobody is named who is not to be.
    pub(super) fn honest(&self, text: &str) -> String {
        let lines: Vec<_> = text.split('\n').map(sanitize).collect();
        let mut text = lines.join("\n");
        for (id, name) in &self.kept_back {
            if text.contains(id.as_str()) {
                text = text.replace(id.as_str(), name);
            }
        }
        text
    }
}

/// Takes the confidential postmortems of a root out.
fn hide(
    root: &Root,
    gone: &mut Texts,
    kept_back: &mut BTreeMap<String, String>,
) -> Result<(), Refusal> {
    let reader = root.snapshot().reader();
    for files in &root.layout()?.postmortems {
        if !is_confidential(&Document::read(&reader, &files.report, Sort::FactsOnly)) {
            continue;
        }
        let entries = root.snapshot().list(&files.directory)?;
        gone.extend(entries.into_iter().map(|it| (it.path, None)));
        if files.id.len() >= SHORTEST {
            let name = match PostmortemId::date_in(&files.id) {
                Some(day) => format!("{day} (confidential)"),
                None => "(confidential)".to_owned(),
            };
            kept_back.insert(files.id.to_string(), name);
        }
    }
    Ok(())
}
