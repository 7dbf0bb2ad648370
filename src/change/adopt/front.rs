//! The front matter of a report that is made of another document: what is there, kept, and what pmrepo
//! wants to know.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value as Json;

use crate::adopt::FrontMatterKind;
use crate::front_matter;
use crate::front_matter::FrontMatter;
use crate::front_matter::flow;
use crate::front_matter::scalar;
use crate::source::Span;

/// The byte order mark, which stays the first thing of a file.
const MARK: char = '\u{feff}';
/// The line around front matter.
const FENCE: &str = "---";

/// A document as it is taken apart.
pub(super) struct Parts<'a> {
    /// What stands before everything else.
    mark: &'a str,
    /// How its lines end.
    end_of_line: &'static str,
    /// The front matter that it has.
    own: Own<'a>,
    /// The rest, which stays byte for byte.
    body: &'a str,
}

/// The front matter that a document has.
enum Own<'a> {
    None,
    /// YAML: from the start of the document to the closing fence, and that.
    Yaml(Box<FrontMatter>, &'a str),
    /// Another language, as values.
    Values(Map<String, Json>),
}

/// A text, and whether what it had in its front matter was written anew.
pub(super) struct Assembled {
    pub(super) text: String,
    pub(super) is_rewritten: bool,
}

impl<'a> Parts<'a> {
    /// Takes a document apart; `None` where its front matter cannot be read.
    pub(super) fn of(text: &'a str, kind: &FrontMatterKind, body: Span) -> Option<Self> {
        let mark = if text.starts_with(MARK) {
            MARK.len_utf8()
        } else {
            0
        };
        let first = text.lines().next().unwrap_or_default();
        let has_carriage_return = text
            .get(first.len()..)
            .is_some_and(|it| it.starts_with("\r\n"));
        let own = match kind {
            FrontMatterKind::None => Own::None,
            FrontMatterKind::Broken(_) => return None,
            FrontMatterKind::Toml(values) => Own::Values(values.clone()),
            FrontMatterKind::Yaml => {
                Own::Yaml(Box::new(front_matter::read(text).front_matter?), text)
            }
        };
        let start = match &own {
            Own::None => mark,
            Own::Yaml(..) | Own::Values(_) => body.start,
        };
        Some(Self {
            mark: text.get(..mark).unwrap_or_default(),
            end_of_line: if has_carriage_return { "\r\n" } else { "\n" },
            own,
            body: text.get(start..).unwrap_or_default(),
        })
    }

    /// The fields that it has.
    pub(super) fn fields(&self) -> Map<String, Json> {
        match &self.own {
            Own::None => Map::new(),
            Own::Values(values) => values.clone(),
            Own::Yaml(read, _) => match read.root.to_json() {
                Json::Object(map) => map,
                _ => Map::new(),
            },
        }
    }

    /// The text with more fields; those in `aside` are left as comments.
    pub(super) fn with(&self, fields: &Map<String, Json>, aside: &BTreeSet<String>) -> Assembled {
        let own = self.fields();
        let mut meant = own.clone();
        meant.retain(|key, _| !aside.contains(key));
        for (key, value) in fields {
            meant.insert(key.clone(), value.clone());
        }
        let added: String = fields
            .iter()
            .map(|(key, value)| self.entry(key, value))
            .collect();
        let kept = match &self.own {
            Own::Yaml(read, text) => self.kept(read, text, aside),
            Own::None => Some(String::new()),
            Own::Values(_) => None,
        };
        if let Some(kept) = kept {
            let text = self.whole(&format!("{kept}{added}"));
            if is_meant(&text, &meant) {
                return Assembled {
                    text,
                    is_rewritten: false,
                };
            }
        }
        let mut lines = String::new();
        for (key, value) in &own {
            if aside.contains(key) {
                lines.push_str(&commented(&self.entry(key, value)));
            } else if !fields.contains_key(key) {
                lines.push_str(&self.entry(key, value));
            }
        }
        Assembled {
            text: self.whole(&format!("{lines}{added}")),
            is_rewritten: !own.is_empty(),
        }
    }

    fn whole(&self, yaml: &str) -> String {
        let Self {
            mark,
            end_of_line: end,
            body,
            ..
        } = self;
        format!("{mark}{FENCE}{end}{yaml}{FENCE}{end}{body}")
    }

    /// The lines of its YAML, those of some keys made comments; `None` where a key has no lines of its
    /// own.
    fn kept(&self, read: &FrontMatter, text: &str, aside: &BTreeSet<String>) -> Option<String> {
        let mut kept = String::new();
        let mut at = read.yaml.start;
        let starts: Vec<usize> = read
            .root
            .entries()
            .iter()
            .map(|it| line_start(text, it.key_span.start))
            .collect();
        let entries = read.root.entries().iter().enumerate();
        for (index, entry) in entries.filter(|(_, it)| aside.contains(&it.key)) {
            let start = *starts.get(index)?;
            let end = starts.get(index + 1).copied().unwrap_or(read.yaml.end);
            if start < at || end <= start {
                return None;
            }
            // What stands below the value belongs to whatever comes next.
            let value_end = entry.value.span.end.max(entry.key_span.end);
            let rest = text.get(value_end..end)?;
            let end = match rest.find('\n') {
                // A text of several lines ends behind its last one.
                _ if text.get(..value_end)?.ends_with('\n') => value_end,
                Some(at) => value_end + at + 1,
                None => end,
            };
            kept.push_str(text.get(at..start)?);
            kept.push_str(&commented(text.get(start..end)?));
            at = end;
        }
        kept.push_str(text.get(at..read.yaml.end)?);
        if !kept.is_empty() && !kept.ends_with('\n') {
            kept.push_str(self.end_of_line);
        }
        Some(kept)
    }

    /// A key and its value on lines of their own.
    fn entry(&self, key: &str, value: &Json) -> String {
        let key = scalar(key);
        let end = self.end_of_line;
        match value {
            Json::Object(map) if !map.is_empty() => {
                let lines = map.iter();
                let lines: String = lines
                    .map(|(key, value)| format!("  {}: {}{end}", scalar(key), flow(value)))
                    .collect();
                format!("{key}:{end}{lines}")
            }
            Json::Array(items) if items.iter().any(Json::is_object) => {
                let mut lines = format!("{key}:{end}");
                for item in items {
                    lines.push_str(&self.item(item));
                }
                lines
            }
            other => format!("{key}: {}{end}", flow(other)),
        }
    }

    /// An item of a list, a key on each line.
    fn item(&self, item: &Json) -> String {
        let end = self.end_of_line;
        match item {
            Json::Object(map) if !map.is_empty() => {
                let lines = map.iter().enumerate();
                lines
                    .map(|(index, (key, value))| {
                        let mark = if index == 0 { "- " } else { "  " };
                        format!("  {mark}{}: {}{end}", scalar(key), flow(value))
                    })
                    .collect()
            }
            other => format!("  - {}{end}", flow(other)),
        }
    }
}

/// Where the line begins in which a place lies.
fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |it| it + 1)
}

/// Lines as comments.
fn commented(lines: &str) -> String {
    let lines = lines.split_inclusive('\n');
    lines.map(|it| format!("# {it}")).collect()
}

/// Whether a text reads as it is meant.
fn is_meant(text: &str, meant: &Map<String, Json>) -> bool {
    let read = front_matter::read(text).front_matter;
    let json = read.map(|it| it.root.to_json());
    json.as_ref().and_then(Json::as_object) == Some(meant)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parts<'a>(text: &'a str, kind: &FrontMatterKind, body: usize) -> Parts<'a> {
        Parts::of(text, kind, Span::new(body, text.len())).unwrap()
    }

    fn map(value: &Json) -> Map<String, Json> {
        value.as_object().unwrap().clone()
    }

    fn aside(keys: &[&str]) -> BTreeSet<String> {
        keys.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn a_document_without_any_gets_it_and_keeps_its_bytes() {
        for (text, expected) in [
            ("# A\n", "---\ntitle: A\n---\n# A\n"),
            ("# A\r\nb", "---\r\ntitle: A\r\n---\r\n# A\r\nb"),
            ("\u{feff}# A\n", "\u{feff}---\ntitle: A\n---\n# A\n"),
            ("", "---\ntitle: A\n---\n"),
            ("\n---\nx", "---\ntitle: A\n---\n\n---\nx"),
        ] {
            let made = parts(text, &FrontMatterKind::None, 0)
                .with(&map(&json!({"title": "A"})), &aside(&[]));
            assert_eq!(made.text, expected);
            assert!(!made.is_rewritten);
        }
    }

    #[test]
    fn what_is_there_stays_as_it_is_written() {
        let text = "---\n# ours\ntitle:   'A' # b\nweight: 32\nstatus: >\n  very\n\n  old\n# end\n---\nbody\n";
        let body = text.find("body").unwrap();
        let made = parts(text, &FrontMatterKind::Yaml, body).with(
            &map(&json!({"status": "draft", "owner": "ann"})),
            &aside(&["status"]),
        );
        assert_eq!(
            made.text,
            "---\n# ours\ntitle:   'A' # b\nweight: 32\n# status: >\n#   very\n# \n#   old\n# end\n\
             status: draft\nowner: ann\n---\nbody\n"
        );
        assert!(!made.is_rewritten);
    }

    #[test]
    fn what_cannot_be_extended_is_written_anew() {
        let text = "---\n{title: A, status: old}\n---\nbody\n";
        let body = text.find("body").unwrap();
        let made = parts(text, &FrontMatterKind::Yaml, body)
            .with(&map(&json!({"status": "draft"})), &aside(&["status"]));
        assert_eq!(
            made.text,
            "---\ntitle: A\n# status: old\nstatus: draft\n---\nbody\n"
        );
        assert!(made.is_rewritten);
        let text = "+++\ntitle = 'A'\n+++\nbody\n";
        let values = map(&json!({"title": "A", "params": {"size": [1, "two"]}, "draft": false}));
        let body = text.find("body").unwrap();
        let made = parts(text, &FrontMatterKind::Toml(values), body)
            .with(&map(&json!({"status": "draft"})), &aside(&[]));
        assert_eq!(
            made.text,
            "---\ntitle: A\nparams:\n  size: [1, two]\ndraft: false\nstatus: draft\n---\nbody\n"
        );
    }

    #[test]
    fn lists_of_items_and_groups_have_lines_of_their_own() {
        let fields = map(&json!({
            "roles": {"scribe": "ann"},
            "action_items": [{"id": "AI-1", "title": "- a: b\u{7}", "due": "2020-01-02"}],
            "services": ["a b", "no"],
            "started_at": "2020-01-02T10:00Z",
        }));
        let made = parts("x", &FrontMatterKind::None, 0).with(&fields, &aside(&[]));
        assert_eq!(
            made.text,
            "---\nroles:\n  scribe: ann\naction_items:\n  - id: AI-1\n    title: \"- a: b\\u0007\"\n    \
             due: 2020-01-02\nservices: [a b, \"no\"]\nstarted_at: 2020-01-02T10:00Z\n---\nx"
        );
        let read = front_matter::read(&made.text).front_matter.unwrap();
        assert_eq!(read.root.to_json(), Json::Object(fields));
    }
}
