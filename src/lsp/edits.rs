//! Drafts as edits of an editor: only the bytes that change, and the version of the text that is meant.

use serde_json::Value;
use serde_json::json;
use similar::TextDiff;

use super::here::Here;
use super::text::Text;
use crate::diagnostic;
use crate::source::RepoPath;
use crate::source::Span;
use crate::tree::Edit;
use crate::tree::Edits;

/// Edits of an editor. `None` where it cannot make them: they make a file and it makes none, or a file is
/// not as it was read.
pub(super) fn of(here: &Here<'_>, edits: &Edits) -> Option<Value> {
    let mut documents = Vec::new();
    for (path, edit) in edits.files() {
        match edit {
            Edit::Change { before, after } => {
                let text = here.text_at(path).ok()?;
                if text.as_str() != before {
                    return None;
                }
                documents.push(document(here, path, &replacements(here, &text, after))?);
            }
            Edit::Create { text } => {
                if !here.client.makes_files || !here.client.takes_versions {
                    return None;
                }
                let uri = here.uri(path)?;
                documents.push(json!({"kind": "create", "uri": uri}));
                let nothing = Text::new(String::new(), here.client.encoding);
                let all = replacement(&nothing, Span::default(), text);
                documents.push(document(here, path, &[all])?);
            }
            Edit::Remove { .. } => return None,
        }
    }
    if edits.fresh_path(&here.workspace.snapshot).is_some() || documents.is_empty() {
        return None;
    }
    Some(put_together(here, documents))
}

/// The edits of a mending in the file itself.
pub(super) fn of_fix(here: &Here<'_>, fix: &diagnostic::Fix) -> Option<Value> {
    let text = here.text();
    let edits = fix.edits.iter();
    let edits: Vec<Value> = edits
        .map(|it| replacement(text, it.span, &it.text))
        .collect();
    let document = document(here, here.path, &edits)?;
    Some(put_together(here, vec![document]))
}

/// In one of the two forms that the protocol has.
fn put_together(here: &Here<'_>, documents: Vec<Value>) -> Value {
    if here.client.takes_versions {
        return json!({"documentChanges": documents});
    }
    let mut changes = serde_json::Map::new();
    for document in documents {
        let uri = document.pointer("/textDocument/uri");
        if let (Some(uri), Some(edits)) = (uri.and_then(Value::as_str), document.pointer("/edits"))
        {
            changes.insert(uri.to_owned(), edits.clone());
        }
    }
    json!({"changes": changes})
}

fn document(here: &Here<'_>, path: &RepoPath, edits: &[Value]) -> Option<Value> {
    let version = here.open(path).map(|it| it.version);
    let uri = here.uri(path)?;
    Some(json!({"textDocument": {"uri": uri, "version": version}, "edits": edits}))
}

fn replacement(text: &Text, span: Span, new: &str) -> Value {
    json!({"range": text.range(span), "newText": new})
}

/// What makes one text of another: the lines that differ, and of each only what does.
fn replacements(here: &Here<'_>, text: &Text, after: &str) -> Vec<Value> {
    let before = text.as_str();
    let diff = TextDiff::from_lines(before, after);
    let new = Text::new(after.to_owned(), here.client.encoding);
    let (old, new) = (text.starts(), new.starts());
    let at = |all: &[usize], line: usize, text: &str| all.get(line).copied().unwrap_or(text.len());
    let mut found = Vec::new();
    for op in diff.ops() {
        let (from, to) = (op.old_range(), op.new_range());
        let span = Span::new(at(old, from.start, before), at(old, from.end, before));
        let with = Span::new(at(new, to.start, after), at(new, to.end, after)).of(after);
        let (span, with) = trimmed(before, span, with);
        if !span.is_empty() || !with.is_empty() {
            found.push(replacement(text, span, with));
        }
    }
    found
}

/// A replacement without what is the same at its beginning and its end.
fn trimmed<'t>(text: &str, span: Span, with: &'t str) -> (Span, &'t str) {
    let old = span.of(text);
    let same = |(a, b): &(char, char)| a == b;
    let first: usize = old
        .chars()
        .zip(with.chars())
        .take_while(same)
        .map(|(it, _)| it.len_utf8())
        .sum();
    let (rest, with) = (
        old.get(first..).unwrap_or_default(),
        with.get(first..).unwrap_or_default(),
    );
    let last: usize = rest
        .chars()
        .rev()
        .zip(with.chars().rev())
        .take_while(same)
        .map(|(it, _)| it.len_utf8())
        .sum();
    let end = with.len().saturating_sub(last);
    let span = Span::new(span.start + first, span.end.saturating_sub(last));
    (span, with.get(..end).unwrap_or_default())
}
