//! Adding to a list in place.

use serde_json::Value as Json;

use super::EditError;
use super::Place;
use super::Span;
use super::change;
use super::flow;
use super::scalar;
use super::set;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::front_matter::Style;
use crate::front_matter::Value;
use crate::front_matter::read;

/// Adds items to the end of a list, as the list is written: on lines of their own, or in the
/// brackets. A list that is missing or empty is begun. `path` and `order` are those of [`set`].
pub fn append(
    text: &str,
    path: &[&str],
    items: &[Json],
    order: &[&str],
) -> Result<String, EditError> {
    let name = path.join(".");
    let reading = read(text);
    let root = reading.front_matter.ok_or(EditError::Unreadable)?.root;
    let begun;
    let text = match root.at(&name).map(|it| &it.value) {
        Some(Value::List(_)) => text,
        None | Some(Value::Null) => {
            begun = set(text, path, &Json::Array(Vec::new()), order)?;
            begun.as_str()
        }
        Some(_) => return Err(EditError::NoList(name)),
    };
    change(
        text,
        path,
        |place, root| place.add(root, path, items),
        |meant| {
            let pointer = format!("/{}", path.join("/"));
            if let Some(list) = meant.pointer_mut(&pointer).and_then(Json::as_array_mut) {
                list.extend(items.iter().cloned());
            }
        },
    )
}

impl Place<'_> {
    /// The one replacement that adds the items.
    fn add(&self, root: &Node, path: &[&str], added: &[Json]) -> Option<(Span, String)> {
        let entry = entry_at(root, path)?;
        let node = &entry.value;
        let items = node.items();
        let Some(last) = items.last() else {
            let indent = self.column(entry.key_span.start) + 2;
            let lines = self.items(added, indent);
            let lines = lines.trim_end_matches(['\r', '\n']);
            let after = self.after_colon(entry)?;
            let new = format!("{}{lines}", self.end_of_line);
            return Some((Span::new(after, node.span.end.max(after)), new));
        };
        if node.style == Style::Flow {
            // Behind the last item and its comma: a comment may follow.
            let close = node.span.end.checked_sub(1)?;
            let rest = self.text.get(last.span.end..close)?;
            let comma = rest.trim_start().strip_prefix(',');
            let at = comma.map_or(last.span.end, |it| close - it.len());
            let comma = if comma.is_some() { " " } else { ", " };
            let added: Vec<String> = added.iter().map(flow).collect();
            return Some((Span::at(at), format!("{comma}{}", added.join(", "))));
        }
        let line = self.line_start(last.span.start);
        let before = self.text.get(line..last.span.start)?;
        let indent = before.find('-')?;
        let end = self.text.get(..last.span.end)?.trim_end().len();
        let at = self.next_line(end);
        Some((Span::at(at), self.items(added, indent)))
    }

    /// Items on lines of their own.
    fn items(&self, items: &[Json], indent: usize) -> String {
        items.iter().map(|it| self.item(it, indent)).collect()
    }

    /// An item on lines of its own.
    fn item(&self, item: &Json, indent: usize) -> String {
        let blanks = " ".repeat(indent);
        let Some(map) = item.as_object().filter(|it| !it.is_empty()) else {
            return format!("{blanks}- {}{}", flow(item), self.end_of_line);
        };
        let mut lines = String::new();
        for (at, (key, value)) in map.iter().enumerate() {
            let mark = if at == 0 { "- " } else { "  " };
            lines.push_str(&format!(
                "{blanks}{mark}{}: {}{}",
                scalar(key),
                flow(value),
                self.end_of_line
            ));
        }
        lines
    }
}

/// The field that a path of keys leads to.
fn entry_at<'a>(root: &'a Node, path: &[&str]) -> Option<&'a Entry> {
    let (last, groups) = path.split_last()?;
    let group = groups
        .iter()
        .try_fold(root, |node, key| Some(&node.entry(key)?.value))?;
    group.entry(last)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn appended(yaml: &str, item: &Json) -> String {
        let text = format!("---\n{yaml}---\nbody\n");
        let order = ["title", "action_items", "tags"];
        let result = append(&text, &["action_items"], std::slice::from_ref(item), &order).unwrap();
        let inner = result.strip_prefix("---\n").unwrap();
        inner.strip_suffix("---\nbody\n").unwrap().to_owned()
    }

    #[test]
    fn an_item_is_written_as_the_list_is() {
        let item = json!({"id": "AI-2", "title": "Cap: it"});
        let new = "  - id: AI-2\n    title: \"Cap: it\"\n";
        for (before, after) in [
            ("title: x\n", format!("title: x\naction_items:\n{new}")),
            (
                "action_items: []\ntags: [a]\n",
                format!("action_items:\n{new}tags: [a]\n"),
            ),
            ("action_items:\n", format!("action_items:\n{new}")),
            (
                "action_items:\n  - id: AI-1\n    title: y # why\n  # a comment\ntags: [a]\n",
                format!(
                    "action_items:\n  - id: AI-1\n    title: y # why\n{new}  # a comment\ntags: [a]\n"
                ),
            ),
            (
                "action_items:\n- id: AI-1\n",
                "action_items:\n- id: AI-1\n- id: AI-2\n  title: \"Cap: it\"\n".to_owned(),
            ),
            (
                "action_items: [{id: AI-1}]\n",
                "action_items: [{id: AI-1}, {id: AI-2, title: \"Cap: it\"}]\n".to_owned(),
            ),
            (
                "action_items:\n  - {id: AI-1, title: y}\n",
                format!("action_items:\n  - {{id: AI-1, title: y}}\n{new}"),
            ),
        ] {
            assert_eq!(appended(before, &item), after, "{before}");
        }
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        let text = "---\r\naction_items:\r\n  - id: AI-1\r\n---\r\nx\r\n";
        let result = append(text, &["action_items"], &[json!({"id": "AI-2"})], &[]).unwrap();
        assert_eq!(
            result,
            "---\r\naction_items:\r\n  - id: AI-1\r\n  - id: AI-2\r\n---\r\nx\r\n"
        );
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let text = "---\naction_items: none\n---\n";
        let refused = append(text, &["action_items"], &[json!({"id": "AI-2"})], &[]);
        assert_eq!(refused, Err(EditError::NoList("action_items".to_owned())));
    }

    #[test]
    fn a_field_of_an_item_is_set_in_its_place() {
        let text = "---\naction_items:\n  - id: AI-1 # one\n    state: open # now\n  - {id: AI-2, state: open}\n---\n";
        let order = ["id", "state", "done_on"];
        let done = json!("done");
        let result = set(text, &["action_items", "0", "state"], &done, &order).unwrap();
        let result = set(&result, &["action_items", "1", "state"], &done, &order).unwrap();
        let day = json!("2026-04-01");
        let result = set(&result, &["action_items", "0", "done_on"], &day, &order).unwrap();
        assert_eq!(
            result,
            "---\naction_items:\n  - id: AI-1 # one\n    state: done # now\n    done_on: 2026-04-01\n  - {id: AI-2, state: done}\n---\n"
        );
        set(text, &["action_items", "2", "state"], &done, &order).unwrap_err();
    }

    #[test]
    fn a_comment_behind_the_last_item_in_brackets_stays_one() {
        let new = "{id: AI-2}";
        for (before, after) in [
            ("[\n  {id: AI-1}, # c\n  ]", "[\n  {id: AI-1}, NEW # c\n  ]"),
            ("[\n  {id: AI-1} # c\n  ]", "[\n  {id: AI-1}, NEW # c\n  ]"),
            ("[\n  {id: AI-1}\n  ]", "[\n  {id: AI-1}, NEW\n  ]"),
        ] {
            assert_eq!(
                appended(&format!("action_items: {before}\n"), &json!({"id": "AI-2"})),
                format!("action_items: {}\n", after.replace("NEW", new))
            );
        }
    }
}
