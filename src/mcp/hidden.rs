//! The repository as an agent sees it: without what is confidential, and every text of people honest.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::Setting;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::postmortem::is_confidential;
use crate::refusal::Refusal;
use crate::render::sanitize;
use crate::report;
use crate::root::Root;
use crate::snapshot::Texts;
use crate::workspace::At;
use crate::workspace::State;
use crate::workspace::Workspace;

/// The shortest id that is looked for in texts of others: a shorter one is a word like any other.
const SHORTEST: usize = 4;
/// The shortest beginning of an id that names it where a message is cut: a date, and more.
const SHORTEST_PART: usize = 12;
/// The mark of what is cut off.
const CUT: char = '…';

/// The repository as an agent sees it.
pub(super) struct View {
    /// The repository, in which nothing confidential lies.
    pub(super) workspace: Workspace,
    /// The same with everything, for what projects it itself; `None` where nothing is kept back.
    whole: Option<Workspace>,
    /// Confidential postmortems: what each is called, and what is said in its place; the longest name first.
    kept_back: Vec<(String, String)>,
    /// What the others are called, where there are confidential ones.
    others: BTreeSet<String>,
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
        let mut hidden = Hidden::default();
        if !setting.shows_confidential {
            for root in Root::all(&workspace.snapshot)? {
                hidden.take(&root)?;
            }
        }
        let Hidden {
            gone,
            mut kept_back,
            others,
        } = hidden;
        kept_back.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let (workspace, whole) = if gone.is_empty() {
            (workspace, None)
        } else {
            (workspace.over(gone), Some(workspace))
        };
        Ok(Self {
            workspace,
            whole,
            others: if kept_back.is_empty() {
                BTreeSet::new()
            } else {
                others
            },
            kept_back,
            commit,
        })
    }

    /// The repository with everything in it, for what leaves out by itself what is confidential.
    pub(super) fn whole(&self) -> &Workspace {
        self.whole.as_ref().unwrap_or(&self.workspace)
    }

    /// The ids of the confidential postmortems. They are not for the agent.
    pub(super) fn unseen(&self) -> Vec<PostmortemId> {
        let all = self.kept_back.iter();
        all.map(|(id, _)| PostmortemId::new(id.as_str())).collect()
    }

    /// Takes note of a postmortem that the agent made: its name may begin as that of a confidential one does.
    pub(super) fn meet(&mut self, fresh: Option<String>) {
        self.others.extend(fresh);
    }

    /// What an agent gets: what the published schema describes, marked as what people wrote, with where it
    /// was read.
    pub(super) fn marked(&self, mut value: Value) -> Value {
        self.veil(&mut value);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("untrusted".to_owned(), Value::Bool(true));
            let mut names: Vec<&str> = self.kept_back.iter().map(|it| it.1.as_str()).collect();
            names.sort_unstable();
            let source = json!({
                "snapshot": self.workspace.snapshot.name(),
                "commit": self.commit,
                "confidential": names,
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
            Value::Object(fields) => {
                // People choose some of the keys: those of metrics, and of fields of their own.
                let all = std::mem::take(fields).into_iter();
                fields.extend(all.map(|(key, mut value)| {
                    self.veil(&mut value);
                    (self.honest(&key), value)
                }));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// A text in which nothing is hidden and nobody is named who is not to be.
    pub(super) fn honest(&self, text: &str) -> String {
        let lines: Vec<_> = text.split('\n').map(sanitize).collect();
        let mut text = lines.join("\n");
        for (id, name) in &self.kept_back {
            self.rename(&mut text, id, name);
            uncut(&mut text, id, name);
        }
        text
    }

    /// Calls a confidential postmortem by its date wherever a text names it. Another may have a longer name
    /// that begins as its does.
    fn rename(&self, text: &mut String, id: &str, name: &str) {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|it| it.find(id)) {
            let start = from + at;
            let rest = text.get(start..).unwrap_or_default();
            let end = rest.find(|it: char| !it.is_alphanumeric() && it != '-');
            let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            let length = word.len().max(id.len());
            from = start + length;
            if !self.others.contains(word) {
                text.replace_range(start..from, name);
                from = start + name.len();
            }
        }
    }
}

/// Calls it so where a message cut its name.
fn uncut(text: &mut String, id: &str, name: &str) {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|it| it.find(CUT)) {
        let end = from + at;
        from = end + CUT.len_utf8();
        let before = text.get(..end).unwrap_or_default();
        let mut parts = (SHORTEST_PART..id.len())
            .rev()
            .filter_map(|it| id.get(..it));
        if let Some(part) = parts.find(|it| before.ends_with(it)) {
            let start = end - part.len();
            text.replace_range(start..end, name);
            from = start + name.len() + CUT.len_utf8();
        }
    }
}

/// What is kept back of a repository.
#[derive(Default)]
struct Hidden {
    gone: Texts,
    kept_back: Vec<(String, String)>,
    others: BTreeSet<String>,
}

impl Hidden {
    /// Takes the confidential postmortems of a root out.
    fn take(&mut self, root: &Root) -> Result<(), Refusal> {
        let reader = root.snapshot().reader();
        for files in &root.layout()?.postmortems {
            if !is_confidential(&Document::read(&reader, &files.report, Sort::FactsOnly)) {
                self.others.insert(files.id.to_string());
                continue;
            }
            let entries = root.snapshot().list(&files.directory)?;
            self.gone
                .extend(entries.into_iter().map(|it| (it.path, None)));
            if files.id.len() >= SHORTEST {
                self.kept_back
                    .push((files.id.to_string(), report::public_name(&files.id)));
            }
        }
        Ok(())
    }
}
