//! What edits touch: fields by their pointers, and lines.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde_json::Value;
use similar::ChangeTag;
use similar::TextDiff;

use crate::diagnostic::Family;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::pointer;
use crate::model::FieldName;
use crate::rules::pm101_missing_field;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::tree::Edit;
use crate::tree::Edits;

/// The fields that ask for others: what they ask for is no fault of theirs.
const ASK_FOR_OTHERS: [FieldName; 3] = [FieldName::Status, FieldName::Severity, FieldName::Major];

/// What edits touch.
pub(super) struct Touch {
    files: BTreeMap<RepoPath, File>,
}

/// What they touch of one file.
enum File {
    /// All of it: it is new.
    Whole,
    /// Some fields and lines.
    Parts(Parts),
}

struct Parts {
    /// The fields with another value, as JSON pointers: those that are gone among them.
    fields: Vec<String>,
    /// The lines of the new text that are not in the old one, counted from one, but for those of
    /// fields that ask for others.
    lines: Vec<usize>,
    /// The new front matter.
    front_matter: Value,
}

impl Touch {
    pub(super) fn of(snapshot: &Snapshot, edits: &Edits) -> Self {
        let all = edits.all(edits.fresh_path(snapshot).as_ref());
        let files = all.into_iter().filter_map(|(path, edit)| {
            let file = match edit {
                Edit::Create { .. } => File::Whole,
                Edit::Change { before, after } => File::Parts(Parts::of(&path, before, after)),
                Edit::Remove { .. } => return None,
            };
            Some((path, file))
        });
        Self {
            files: files.collect(),
        }
    }

    /// Whether a finding is something that is not there yet and that another status or severity asks for.
    pub(super) fn asks(&self, finding: &Finding) -> bool {
        let is_demand = finding.rule == &pm101_missing_field::RULE
            || matches!(
                finding.rule.family(),
                Family::Body | Family::ChecklistAndMessages
            );
        let parts = self.files.values().filter_map(|it| match it {
            File::Parts(parts) => Some(parts),
            File::Whole => None,
        });
        is_demand && parts.clone().any(Parts::ask) && !parts.clone().any(|it| it.have(finding))
    }

    /// Whether a finding is in what they touch.
    pub(super) fn takes(&self, finding: &Finding) -> bool {
        match self.files.get(&finding.path) {
            None => false,
            Some(File::Whole) => true,
            // A file that can no longer be read is the fault of whoever wrote it last.
            Some(File::Parts(_)) if finding.rule.family() == Family::Reading => true,
            Some(File::Parts(parts)) => parts.take(finding),
        }
    }
}

impl Parts {
    /// Whether a field changes that asks for others.
    fn ask(&self) -> bool {
        ASK_FOR_OTHERS
            .iter()
            .any(|it| self.fields.iter().any(|field| *field == it.pointer()))
    }

    /// Whether a field changes in which a finding is.
    fn have(&self, finding: &Finding) -> bool {
        let pointer = finding.pointer.as_str();
        self.fields.iter().any(|it| is_within(pointer, it))
    }

    fn of(path: &RepoPath, before: String, after: String) -> Self {
        let mut lines = Vec::new();
        for change in TextDiff::from_lines(&before, &after).iter_all_changes() {
            if let (ChangeTag::Insert, Some(index)) = (change.tag(), change.new_index()) {
                lines.push(index + 1);
            }
        }
        let before = Document::from_text(path, before, Sort::WithFrontMatter);
        let after = Document::from_text(path, after, Sort::WithFrontMatter);
        for field in ASK_FOR_OTHERS {
            if let Some(node) = after.field(field.as_str()) {
                let line = after.lines.position(&after.text, node.span.start).line;
                lines.retain(|it| *it != line);
            }
        }
        let mut fields = Vec::new();
        let front_matter = json(&after);
        differences(&json(&before), &front_matter, "", &mut fields);
        Self {
            fields,
            lines,
            front_matter,
        }
    }

    fn take(&self, finding: &Finding) -> bool {
        let pointer = finding.pointer.as_str();
        let asks = ASK_FOR_OTHERS.iter().any(|it| it.pointer() == pointer);
        if asks && !matches!(finding.rule.family(), Family::Shape | Family::Meaning) {
            return false;
        }
        let is_field = |it: &String| is_within(pointer, it) || is_within(it, pointer);
        if !pointer.is_empty() && self.fields.iter().any(is_field) {
            return true;
        }
        // Something that is missing stands where it is asked for.
        let is_missing = !pointer.is_empty() && self.front_matter.pointer(pointer).is_none();
        let is_new = |it: RangeInclusive<usize>| self.lines.iter().any(|line| it.contains(line));
        let labels = finding.labels.iter();
        !is_missing
            && (is_new(finding.start.line..=finding.end.line)
                || labels.map(|(at, ..)| at.line).any(|it| is_new(it..=it)))
    }
}

/// Whether a place is another one, or in it.
fn is_within(place: &str, outer: &str) -> bool {
    let rest = place.strip_prefix(outer);
    rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
}

fn json(document: &Document) -> Value {
    let front_matter = document.front_matter.as_ref();
    front_matter.map_or(Value::Null, |it| it.root.to_json())
}

/// The places of values that differ, the deepest that say so.
fn differences(before: &Value, after: &Value, place: &str, found: &mut Vec<String>) {
    let key = |it: &str| format!("{place}/{}", pointer::part(it));
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let gone = before.keys().filter(|it| !after.contains_key(*it));
            found.extend(gone.map(|it| key(it)));
            for (name, value) in after {
                match before.get(name) {
                    Some(old) => differences(old, value, &key(name), found),
                    None => added(value, &key(name), found),
                }
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            for index in 0..before.len().max(after.len()) {
                match (before.get(index), after.get(index)) {
                    (Some(old), Some(new)) => {
                        differences(old, new, &key(&index.to_string()), found);
                    }
                    _ => found.push(key(&index.to_string())),
                }
            }
            if after.len() < before.len() {
                found.push(place.to_owned());
            }
        }
        _ if before != after => found.push(place.to_owned()),
        _ => {}
    }
}

/// The places of what a new value says: the fields of a group, each by itself.
fn added(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let none = Value::Object(serde_json::Map::new());
            differences(&none, value, place, found);
        }
        _ => found.push(place.to_owned()),
    }
}
