//! Removing a field in place.

use serde_json::Value as Json;

use super::EditError;
use super::Place;
use super::Span;
use super::change;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::front_matter::Style;
use crate::front_matter::Value;
use crate::front_matter::read;

/// Removes a field, with the groups around it that hold nothing else, or an item of a list. Where it is
/// not there, the text stays. `path` is that of [`set`](super::set).
pub fn remove(text: &str, path: &[&str]) -> Result<String, EditError> {
    let root = read(text).front_matter.ok_or(EditError::Unreadable)?.root;
    if path
        .iter()
        .try_fold(&root, |node, key| below(node, key))
        .is_none()
    {
        return Ok(text.to_owned());
    }
    let mut path = path;
    while let Some((_, group)) = path.split_last().filter(|(_, group)| !group.is_empty()) {
        let holds_more = entry_at(&root, group).is_none_or(|it| it.value.entries().len() != 1);
        if holds_more {
            break;
        }
        path = group;
    }
    change(
        text,
        path,
        |place, root| place.take_out(root, path),
        |meant| take(meant, path),
    )
}

impl Place<'_> {
    /// The one replacement that removes the field.
    fn take_out(&self, root: &Node, path: &[&str]) -> Option<(Span, String)> {
        let (last, groups) = path.split_last()?;
        let map = groups.iter().try_fold(root, |node, key| below(node, key))?;
        if let Value::List(items) = &map.value {
            let span = self.item_out(map, items, last.parse().ok()?)?;
            return Some((span, String::new()));
        }
        let entry = map.entry(last)?;
        if map.style == Style::Flow {
            return self.out_of_flow(map, entry).map(|it| (it, String::new()));
        }
        let start = self.line_start(entry.key_span.start);
        let mut end = self.next_line(self.end_of(entry));
        // What is said within the group goes with it.
        let column = self.column(entry.key_span.start);
        while let Some(line) = self.text.get(end..self.line_end(end)) {
            let is_within = line.len() - line.trim_start().len() > column;
            if !(is_within && line.trim_start().starts_with('#')) {
                break;
            }
            end = self.next_line(end);
        }
        Some((Span::new(start, end), String::new()))
    }

    /// An item of a list, with its line or with its comma.
    fn item_out(&self, list: &Node, items: &[Node], at: usize) -> Option<Span> {
        let item = items.get(at)?;
        if list.style == Style::Flow {
            let next = items.get(at + 1).map(|it| it.span.start);
            let before = at.checked_sub(1).and_then(|it| items.get(it));
            return Some(match (next, before) {
                (Some(next), _) => Span::new(item.span.start, next),
                (None, Some(before)) => Span::new(before.span.end, item.span.end),
                (None, None) => item.span,
            });
        }
        let end = self.text.get(..item.span.end)?.trim_end().len();
        Some(Span::new(
            self.line_start(item.span.start),
            self.next_line(end.max(item.span.start)),
        ))
    }

    /// From the braces, with the comma that is no longer needed.
    fn out_of_flow(&self, map: &Node, entry: &Entry) -> Option<Span> {
        let entries = map.entries();
        let at = entries.iter().position(|it| it.key == entry.key)?;
        if let Some(next) = entries.get(at + 1) {
            return Some(Span::new(entry.key_span.start, next.key_span.start));
        }
        let end = entry.value.span.end.max(entry.key_span.end);
        let before = at.checked_sub(1).and_then(|it| entries.get(it));
        let start = before.map_or(entry.key_span.start, |it| {
            let end = it.value.span.end;
            end.max(self.after_colon(it).unwrap_or(it.key_span.end))
        });
        Some(Span::new(start, end))
    }
}

/// The field that a path leads to.
fn entry_at<'a>(root: &'a Node, path: &[&str]) -> Option<&'a Entry> {
    let (last, groups) = path.split_last()?;
    let group = groups.iter().try_fold(root, |node, key| below(node, key))?;
    group.entry(last)
}

/// The value of a key, or an item of a list by its number.
fn below<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    match &node.value {
        Value::List(items) => items.get(key.parse::<usize>().ok()?),
        _ => node.get(key),
    }
}

/// Takes a field out of JSON, as the edit is meant.
fn take(json: &mut Json, path: &[&str]) {
    match path.split_first() {
        Some((last, [])) => {
            if let Some(map) = json.as_object_mut() {
                map.remove(*last);
            } else if let (Some(list), Ok(at)) = (json.as_array_mut(), last.parse::<usize>())
                && at < list.len()
            {
                list.remove(at);
            }
        }
        Some((first, rest)) => {
            let inner = match json {
                Json::Array(list) => first.parse().ok().and_then(|it: usize| list.get_mut(it)),
                other => other.get_mut(*first),
            };
            if let Some(inner) = inner {
                take(inner, rest);
            }
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removed(yaml: &str, field: &str) -> String {
        let text = format!("---\n{yaml}---\nbody: stays\n");
        let path: Vec<&str> = field.split('.').collect();
        let result = remove(&text, &path).unwrap();
        let inner = result.strip_prefix("---\n").unwrap();
        inner.strip_suffix("---\nbody: stays\n").unwrap().to_owned()
    }

    #[test]
    fn a_field_goes_with_its_line_and_a_group_with_its_last_field() {
        for (before, field, after) in [
            ("title: x\nowner: bob # who\n", "owner", "title: x\n"),
            ("title: x\n", "owner", "title: x\n"),
            (
                "title: x\nroles:\n  scribe: bob\n  deputy: eve\ntags: [a]\n",
                "roles.scribe",
                "title: x\nroles:\n  deputy: eve\ntags: [a]\n",
            ),
            (
                "title: x\nroles:\n  scribe: bob\n  # deputy:  # who\n# services:\ntags: [a]\n",
                "roles.scribe",
                "title: x\n# services:\ntags: [a]\n",
            ),
            (
                "title: x\nroles: {scribe: bob, deputy: eve}\n",
                "roles.scribe",
                "title: x\nroles: {deputy: eve}\n",
            ),
            (
                "title: x\nroles: {scribe: bob, deputy: eve}\n",
                "roles.deputy",
                "title: x\nroles: {scribe: bob}\n",
            ),
            (
                "title: x\nroles: {scribe: bob}\n",
                "roles.scribe",
                "title: x\n",
            ),
            (
                "title: x\ntags:\n  - a # why\n  - b\nowner: y\n",
                "tags",
                "title: x\nowner: y\n",
            ),
            (
                "tags:\n  - a # why\n  # first\n  - b # too\n  - c\n",
                "tags.1",
                "tags:\n  - a # why\n  # first\n  - c\n",
            ),
            ("tags: [a, b, c]\n", "tags.0", "tags: [b, c]\n"),
            ("tags: [a, b, 'c'] # x\n", "tags.2", "tags: [a, b] # x\n"),
            ("tags: [a]\n", "tags.0", "tags: []\n"),
            (
                "title: x\nimpact:\n  summary: |\n    long\n    text\nowner: y\n",
                "impact.summary",
                "title: x\nowner: y\n",
            ),
        ] {
            assert_eq!(removed(before, field), after, "{before} {field}");
        }
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        let text = "---\r\ntitle: x\r\nowner: b\r\n---\r\nx\r\n";
        let result = remove(text, &["owner"]).unwrap();
        assert_eq!(result, "---\r\ntitle: x\r\n---\r\nx\r\n");
    }

    #[test]
    fn the_last_field_goes_too_and_what_cannot_be_read_stays() {
        assert_eq!(removed("owner: x\n", "owner"), "");
        assert_eq!(remove("no front", &["a"]), Err(EditError::Unreadable));
    }
}
