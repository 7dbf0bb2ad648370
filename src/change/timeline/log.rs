//! The messages of rows, saved beside the report: JSON lines with their keys.

use std::collections::BTreeSet;

use serde_json::json;

use super::import::Import;
use super::import::Row;
use super::import::RowState;
use crate::chat::Message;
use crate::chat::saved::Saved;
use crate::corpus::Files;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::tree::Edits;

/// Where they are saved, below the postmortem's directory. Lines are only ever added to it.
pub const LOG: &str = "evidence/chat.jsonl";

/// Adds the messages of rows that are there and of those that are picked, where they are not saved yet.
pub(super) fn save(
    root: &Root,
    files: &Files,
    (import, picked): (&Import, &[&Row]),
    edits: &mut Edits,
) -> Result<(), Refusal> {
    let path = files.directory.join(LOG).unwrap_or_default();
    let before = match root.snapshot().entry(&path) {
        Some(_) => Some(root.text_of(&path)?),
        None => None,
    };
    let saved = Saved::read(before.as_deref().unwrap_or_default());
    let mut added: BTreeSet<&str> = BTreeSet::new();
    let mut text = before.clone().unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let there = import.rows.iter().filter(|it| it.state != RowState::New);
    let rows = there.chain(picked.iter().copied());
    let mut messages: Vec<&Message> = rows.flat_map(|it| &it.messages).collect();
    messages.sort_by_key(|it| it.at);
    for message in messages {
        if saved.at(&message.key).is_none() && added.insert(&message.key) {
            text.push_str(&line(message));
            text.push('\n');
        }
    }
    if !text.is_empty() {
        edits.put(&path, before, text);
    }
    Ok(())
}

fn line(message: &Message) -> String {
    json!({
        "key": message.key,
        "time": message.at.to_string(),
        "author": message.author,
        "text": message.text,
    })
    .to_string()
}
