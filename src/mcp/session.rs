//! What a server remembers between requests: who the agent says that it is, and which texts are its own.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::Digest as _;
use sha2::Sha256;

use super::messages;
use crate::git::Repo;
use crate::refusal::Refusal;
use crate::source::RepoPath;
use crate::tree::Applied;
use crate::tree::Edits;

/// What an agent is called that does not say.
const NAMELESS: &str = "an agent";
/// The longest name of an agent, in characters: it stands in notes and in messages of commits.
const LONGEST: usize = 80;

/// A text, known again by its hash.
type Hash = [u8; 32];

/// What a server remembers between requests.
#[derive(Default)]
pub(super) struct Session {
    agent: Option<String>,
    /// The text that this session gave each file.
    written: BTreeMap<RepoPath, Hash>,
}

impl Session {
    /// Takes note of who the agent says that it is. It decides nothing: anybody may say anything.
    pub(super) fn meet(&mut self, params: &Value) {
        if let Some(name) = messages::client(params).and_then(called) {
            self.agent = Some(name);
        }
    }

    /// What the agent is called.
    pub(super) fn agent(&self) -> &str {
        self.agent.as_deref().unwrap_or(NAMELESS)
    }

    /// Refuses edits of a file that holds somebody's work that is in no commit yet: what an agent writes
    /// would be mixed with it, and nobody could tell them apart. What this session wrote is no such work.
    pub(super) fn must_not_mix(&self, repo: &Repo, edits: &Edits) -> Result<(), Refusal> {
        let before = edits.files().filter_map(|(path, edit)| {
            let before = edit.before()?;
            (self.written.get(path) != Some(&hash(before))).then_some(path)
        });
        let others: Vec<&RepoPath> = before.collect();
        let uncommitted = repo.uncommitted(&others)?;
        let head = repo.head();
        let is_committed = |path: &RepoPath| {
            let entry = head.and_then(|it| repo.entry_of_commit(it, path.as_str()));
            entry.is_some() && !uncommitted.changed.contains(path)
        };
        let Some(path) = others.iter().find(|it| !is_committed(it)) else {
            return Ok(());
        };
        Err(Refusal::not_ready(format!(
            "`{path}` has changes that are in no commit, and that this session did not make"
        ))
        .hint("whoever made them commits them first")
        .about(path))
    }

    /// Remembers what was written.
    pub(super) fn remember(&mut self, edits: &Edits, applied: &Applied) {
        for (path, edit) in edits.all(applied.fresh.as_ref()) {
            match edit.after() {
                Some(text) => drop(self.written.insert(path, hash(text))),
                None => drop(self.written.remove(&path)),
            }
        }
    }
}

fn hash(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}

/// What an agent is called, in characters that mean nothing in Markdown and in a commit's message.
fn called(client: &Value) -> Option<String> {
    let text = |name: &str| client.get(name).and_then(Value::as_str);
    let name = text("title").or_else(|| text("name"))?;
    let whole = format!("{name} {}", text("version").unwrap_or_default());
    let plain = |it: char| {
        if it.is_alphanumeric() || "-.".contains(it) {
            it
        } else {
            ' '
        }
    };
    let plain: String = whole.chars().map(plain).take(LONGEST).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_agents_name_is_plain_words() {
        let name = |client: Value| called(&client);
        let client =
            json!({"name": "x", "title": "Some *Agent*\n\nApproved-by: bob", "version": "2.0"});
        assert_eq!(
            name(client).as_deref(),
            Some("Some Agent Approved-by bob 2.0")
        );
        assert_eq!(name(json!({"name": "`\u{202e}"})), None);
        assert_eq!(name(json!({"version": "1"})), None);
        let long = name(json!({"name": "a".repeat(500)})).unwrap();
        assert_eq!(long.len(), LONGEST);
    }
}
