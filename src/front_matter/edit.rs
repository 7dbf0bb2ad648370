//! Edits in place: only the bytes change that must; comments, order, quotes and line endings stay.
//! The result is read again before anybody writes it, and refused where it is not what was meant.

mod list;
mod prompts;
mod remove;

use serde_json::Map;
use serde_json::Value as Json;

use super::Entry;
use super::Node;
use super::Style;
use super::Value;
use super::read;
use super::scalar::flow;
use super::scalar::scalar;
use crate::source::Span;

/// Why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no front matter that could be edited.
    #[error("the front matter cannot be read, so nothing in it can be changed")]
    Unreadable,
    /// The way to the field leads through something that is no group of fields.
    #[error("`{0}` is not a group of fields, so nothing can be set in it")]
    NoGroup(String),
    /// An item was to be added to something that is no list.
    #[error("`{0}` is not a list, so nothing can be added to it")]
    NoList(String),
    /// What would be written would not be read back as it is meant.
    #[error("`{0}` would not be read back as it is meant")]
    NotAsMeant(String),
}

pub use list::append;
pub use prompts::without_prompts;
pub use remove::remove;

/// Sets a field to a value. `path` are the keys that lead to it, outermost first, a number for an
/// item of a list; groups on the way that are missing are made. `order` are the keys of the field's own group in the order in
/// which they belong: a new one goes behind the nearest that is there.
pub fn set(text: &str, path: &[&str], value: &Json, order: &[&str]) -> Result<String, EditError> {
    change(
        text,
        path,
        |place, root| place.edit(root, path, value, order),
        |meant| put(meant, path, value),
    )
}

/// Makes one replacement, and sees that the result reads as it is meant.
fn change(
    text: &str,
    path: &[&str],
    edit: impl FnOnce(&Place<'_>, &Node) -> Option<(Span, String)>,
    mean: impl FnOnce(&mut Json),
) -> Result<String, EditError> {
    let reading = read(text);
    let front_matter = reading.front_matter.ok_or(EditError::Unreadable)?;
    let name = path.join(".");
    let own = front_matter.yaml.of(text);
    // Where nothing is in it, the line above it ends as all do.
    let fence = text.get(..front_matter.yaml.start).unwrap_or_default();
    let lines = if own.contains('\n') { own } else { fence };
    let place = Place {
        text,
        begin: front_matter.yaml.start,
        end_of_line: if lines.contains("\r\n") { "\r\n" } else { "\n" },
    };
    let (span, new) =
        edit(&place, &front_matter.root).ok_or_else(|| EditError::NoGroup(name.clone()))?;
    let mut result = text.to_owned();
    result.replace_range(span.start..span.end, &new);

    let mut meant = front_matter.root.to_json();
    mean(&mut meant);
    let again = read(&result).front_matter;
    let is_meant = again.is_some_and(|it| it.root.to_json() == meant);
    let body_stays = result.ends_with(reading.body.of(text));
    if is_meant && body_stays {
        Ok(result)
    } else {
        Err(EditError::NotAsMeant(name))
    }
}

/// Puts a value into JSON, as the edit is meant.
fn put(json: &mut Json, path: &[&str], value: &Json) {
    let Some((first, rest)) = path.split_first() else {
        *json = value.clone();
        return;
    };
    if json.is_null() {
        *json = Json::Object(Map::new());
    }
    if let Some(list) = json.as_array_mut() {
        let item = first.parse().ok().and_then(|it: usize| list.get_mut(it));
        if let Some(item) = item {
            put(item, rest, value);
        }
        return;
    }
    if let Some(map) = json.as_object_mut() {
        put(map.entry(*first).or_insert(Json::Null), rest, value);
    }
}

/// A value inside the groups that lead to it.
fn nested(path: &[&str], value: &Json) -> Json {
    path.iter().rev().fold(value.clone(), |value, key| {
        Json::Object(Map::from_iter([((*key).to_owned(), value)]))
    })
}

/// The text that is edited.
struct Place<'a> {
    text: &'a str,
    begin: usize,
    end_of_line: &'static str,
}

impl Place<'_> {
    /// The one replacement that makes the edit; `None` where the way is blocked.
    fn edit(
        &self,
        map: &Node,
        path: &[&str],
        value: &Json,
        order: &[&str],
    ) -> Option<(Span, String)> {
        let (first, rest) = path.split_first()?;
        let Some(entry) = map.entry(first) else {
            return Some(self.insert(map, path, value, order));
        };
        if rest.is_empty() {
            return Some(self.replace(entry, value));
        }
        match &entry.value.value {
            Value::Map(_) => self.edit(&entry.value, rest, value, order),
            Value::List(items) => {
                let (number, rest) = rest.split_first()?;
                let item = items.get(number.parse::<usize>().ok()?)?;
                (item.is_map() && !rest.is_empty())
                    .then(|| self.edit(item, rest, value, order))
                    .flatten()
            }
            Value::Null => match entry.value.span.of(self.text) {
                "" if map.style != Style::Flow => self.below(entry, rest, value),
                "" | "~" | "null" | "Null" | "NULL" => {
                    Some(self.replace(entry, &nested(rest, value)))
                }
                // Something that could not be read, and is not thrown away.
                _ => None,
            },
            _ => None,
        }
    }

    /// Puts fields on lines of their own below a key that has no value yet.
    fn below(&self, entry: &Entry, rest: &[&str], value: &Json) -> Option<(Span, String)> {
        let indent = self.column(entry.key_span.start) + 2;
        let lines = self.lines(rest, value, indent);
        let end = self.line_end(self.after_colon(entry)?);
        let trimmed = lines.trim_end_matches(['\r', '\n']);
        Some((Span::at(end), format!("{}{trimmed}", self.end_of_line)))
    }

    /// Replaces the value of a field that is there.
    fn replace(&self, entry: &Entry, value: &Json) -> (Span, String) {
        let node = &entry.value;
        let new = flow(value);
        let is_inline = matches!(
            node.style,
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted | Style::Flow
        );
        let Some(after) = self.after_colon(entry) else {
            return (Span::at(entry.key_span.end), format!(": {new}"));
        };
        if node.is_null() && node.span.is_empty() {
            return (Span::at(after), format!(" {new}"));
        }
        if is_inline {
            return (node.span, new);
        }
        let end = self.end_of(entry);
        let header = self.text.get(after..self.line_end(after)).unwrap_or("");
        let comment = match header.find('#') {
            Some(at) => header.get(header.get(..at).unwrap_or("").trim_end().len()..),
            None => None,
        };
        let comment = comment.unwrap_or("");
        (Span::new(after, end), format!(" {new}{comment}"))
    }

    /// Puts in a field that is not there.
    fn insert(&self, map: &Node, path: &[&str], value: &Json, order: &[&str]) -> (Span, String) {
        let key = path.first().copied().unwrap_or_default();
        if map.style == Style::Flow {
            // Behind the last field: a comma may follow it already.
            let at = match map.entries().last() {
                Some(last) if !last.value.span.is_empty() => last.value.span.end,
                Some(last) => self.after_colon(last).unwrap_or(last.key_span.end),
                None => map.span.end.saturating_sub(1),
            };
            let nested = nested(path.get(1..).unwrap_or(&[]), value);
            let comma = if map.entries().is_empty() { "" } else { ", " };
            let new = format!("{comma}{}: {}", scalar(key), flow(&nested));
            return (Span::at(at), new);
        }
        let indent = map
            .entries()
            .first()
            .map_or(0, |entry| self.column(entry.key_span.start));
        let lines = self.lines(path, value, indent);
        let rank = |key: &str| order.iter().position(|it| *it == key);
        let own = rank(key);
        let neighbour = map
            .entries()
            .iter()
            .filter(|entry| rank(&entry.key).is_some() && rank(&entry.key) < own)
            .max_by_key(|entry| rank(&entry.key));
        let (first, last) = (map.entries().first(), map.entries().last());
        let at = match (neighbour, own) {
            (Some(entry), _) => self.next_line(self.end_of(entry)),
            // A key that comes before all that are there stands first; one that has no place of
            // its own stands last.
            (None, Some(_)) => first.map_or(self.begin, |it| self.line_start(it.key_span.start)),
            (None, None) => last.map_or(self.begin, |it| self.next_line(self.end_of(it))),
        };
        (Span::at(at), lines)
    }

    /// A field on lines of its own, with the groups that lead to it.
    fn lines(&self, path: &[&str], value: &Json, indent: usize) -> String {
        let mut lines = String::new();
        for (depth, key) in path.iter().enumerate() {
            lines.push_str(&" ".repeat(indent + 2 * depth));
            lines.push_str(&scalar(key));
            lines.push(':');
            if depth + 1 == path.len() {
                lines.push(' ');
                lines.push_str(&flow(value));
            }
            lines.push_str(self.end_of_line);
        }
        lines
    }

    /// Behind the colon that follows a key; `None` for a key without one, as in `{a, b}`.
    fn after_colon(&self, entry: &Entry) -> Option<usize> {
        let rest = self.text.get(entry.key_span.end..)?;
        let colon = rest.find(|it: char| !it.is_ascii_whitespace())?;
        let is_colon = rest.get(colon..)?.starts_with(':');
        is_colon.then_some(entry.key_span.end + colon + 1)
    }

    /// Behind the last byte of a field, line ends of a block scalar not included.
    fn end_of(&self, entry: &Entry) -> usize {
        let end = entry
            .value
            .span
            .end
            .max(self.after_colon(entry).unwrap_or(entry.key_span.end));
        let mut upto = self.text.get(..end).unwrap_or("");
        // To the parser a text that keeps its lines reaches to the first word of what follows it.
        let is_open = matches!(
            entry.value.style,
            Style::Literal | Style::Folded | Style::Block
        );
        while let Some((head, blanks)) = upto.rsplit_once('\n').filter(|_| is_open)
            && blanks.trim_matches([' ', '\r']).is_empty()
        {
            upto = head;
        }
        upto.trim_end_matches(['\n', '\r']).len()
    }

    fn line_start(&self, at: usize) -> usize {
        let upto = self.text.get(..at).unwrap_or("");
        upto.rfind('\n').map_or(0, |it| it + 1).max(self.begin)
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        at + rest.find(['\r', '\n']).unwrap_or(rest.len())
    }

    fn next_line(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        at + rest.find('\n').map_or(rest.len(), |it| it + 1)
    }

    fn column(&self, at: usize) -> usize {
        at - self.line_start(at).min(at)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ORDER: [&str; 6] = [
        "title",
        "status",
        "severity",
        "owner",
        "started_at",
        "services",
    ];

    fn edited(yaml: &str, field: &str, value: &Json) -> String {
        let text = format!("---\n{yaml}---\nbody: stays\n");
        let path: Vec<&str> = field.split('.').collect();
        let result = set(&text, &path, value, &ORDER).unwrap();
        let inner = result.strip_prefix("---\n").unwrap();
        inner.strip_suffix("---\nbody: stays\n").unwrap().to_owned()
    }

    #[test]
    fn only_the_value_changes_and_comments_stay() {
        for (before, field, value, after) in [
            (
                "owner: bob # who\n",
                "owner",
                json!("carol"),
                "owner: carol # who\n",
            ),
            (
                "owner:   # who\n",
                "owner",
                json!("carol"),
                "owner: carol   # who\n",
            ),
            ("owner:\n", "owner", json!("no"), "owner: \"no\"\n"),
            (
                "title: 'x'\nstatus: draft\n",
                "status",
                json!("closed"),
                "title: 'x'\nstatus: closed\n",
            ),
            (
                "tags:\n  - a\n  - b\nowner: x\n",
                "tags",
                json!(["c"]),
                "tags: [c]\nowner: x\n",
            ),
            (
                "title: |\n  long\n  text\nowner: x\n",
                "title",
                json!("z"),
                "title: z\nowner: x\n",
            ),
            (
                "impact:\n  summary: >\n    long\n    text\n\n  users_affected: 12\n",
                "impact.summary",
                json!("z"),
                "impact:\n  summary: z\n\n  users_affected: 12\n",
            ),
            (
                "impact:\n  summary: |-\n    long\n  users_affected: 12\n",
                "impact.summary",
                json!("z"),
                "impact:\n  summary: z\n  users_affected: 12\n",
            ),
            (
                "roles: {scribe: bob}\n",
                "roles.deputy",
                json!("eve"),
                "roles: {scribe: bob, deputy: eve}\n",
            ),
            (
                "roles:\n    scribe: bob\n",
                "roles.deputy",
                json!("eve"),
                "roles:\n    scribe: bob\n    deputy: eve\n",
            ),
            (
                "roles:\n",
                "roles.scribe",
                json!("eve"),
                "roles:\n  scribe: eve\n",
            ),
        ] {
            assert_eq!(edited(before, field, &value), after, "{before} {field}");
        }
    }

    #[test]
    fn a_new_field_goes_behind_the_nearest_one_before_it() {
        let yaml = "title: x\nstatus: draft # now\nstarted_at: 2026-01-01T00:00Z\n";
        assert_eq!(
            edited(yaml, "owner", &json!("carol")),
            "title: x\nstatus: draft # now\nowner: carol\nstarted_at: 2026-01-01T00:00Z\n"
        );
        assert_eq!(
            edited(yaml, "meeting.held_at", &json!("2026-01-02T00:00Z")),
            "title: x\nstatus: draft # now\nstarted_at: 2026-01-01T00:00Z\nmeeting:\n  held_at: 2026-01-02T00:00Z\n"
        );
        assert_eq!(edited("", "title", &json!("x")), "title: x\n");
        assert_eq!(
            edited("owner: x\n", "title", &json!("z")),
            "title: z\nowner: x\n"
        );
    }

    #[test]
    fn line_endings_and_the_mark_stay() {
        let text = "\u{feff}---\r\ntitle: x\r\nowner: b\r\n---\r\n";
        let result = set(text, &["status"], &json!("draft"), &ORDER).unwrap();
        assert_eq!(
            result,
            "\u{feff}---\r\ntitle: x\r\nstatus: draft\r\nowner: b\r\n---\r\n"
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let refused = |text: &str, path: &[&str]| set(text, path, &json!("x"), &ORDER).unwrap_err();
        assert_eq!(refused("no front matter", &["a"]), EditError::Unreadable);
        let text = "---\nowner: x\n---\n";
        assert_eq!(
            refused(text, &["owner", "name"]),
            EditError::NoGroup("owner.name".to_owned())
        );
    }
}
