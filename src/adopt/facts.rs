//! What a document says of the incident in one place each: lines with a label, tables of facts, headings
//! that are labels, front matter.

use serde_json::Value as Json;

use super::outline::Line;
use super::outline::LineKind;
use super::outline::Outline;
use super::places::Source;
use super::reading::Origin;
use super::reading::Place;
use super::text;
use super::words;
use super::words::Label;
use super::words::Part;
use super::zones;
use super::zones::Named;
use crate::front_matter::FrontMatter;
use crate::front_matter::Node;
use crate::front_matter::Value as YamlValue;
use crate::markdown::Body;
use crate::markdown::Table;

/// A label, and what stands behind it.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    /// What it is of.
    pub(super) label: Label,
    /// The words behind the label, as they are written; of a list, one each.
    pub(super) values: Vec<String>,
    /// The zone that the label names.
    pub(super) zone: Option<Named>,
    /// Where it stands.
    pub(super) place: Place,
}

/// The most characters of a label.
const LABEL: usize = 40;

/// The most items of a list that is a value.
const ITEMS: usize = 200;

/// A document while its facts are gathered.
pub(super) struct Gather<'a> {
    source: &'a Source<'a>,
    text: &'a str,
    pub(super) facts: Vec<Fact>,
    /// A title that stands behind a label.
    pub(super) title: Option<(String, Place)>,
}

impl<'a> Gather<'a> {
    /// Nothing yet.
    pub(super) fn new(source: &'a Source<'a>) -> Self {
        Self {
            source,
            text: source.text,
            facts: Vec::new(),
            title: None,
        }
    }

    fn place(&self, origin: Origin, offset: usize) -> Place {
        self.source.place(origin, offset)
    }

    fn fact(&mut self, words: &str, values: Vec<String>, place: Place) -> bool {
        if words::is_title(words) {
            let first = values.first().map(|it| text::plain(it));
            let title = first.filter(|it| !text::says_nothing(it) && !text::is_placeholder(it));
            if let (Some(title), None) = (title, &self.title) {
                self.title = Some((title, place));
            }
            return true;
        }
        let Some(label) = words::label(words) else {
            return false;
        };
        let zone = words
            .split_once(['(', '['])
            .and_then(|(_, inner)| zones::read(inner.trim_end_matches([')', ']', ':', ' '])));
        self.facts.push(Fact {
            label,
            values,
            zone,
            place,
        });
        true
    }

    /// The facts of the body.
    pub(super) fn body(&mut self, body: &Body, outline: &Outline<'_>) {
        for (index, line) in outline.lines.iter().enumerate() {
            if line.kind == LineKind::Heading {
                self.heading(outline, index, line);
            } else if line.kind != LineKind::Code {
                self.line(outline, index, line);
            }
        }
        for at in &outline.tables {
            let is_possible = at.is_front || at.part.is_none();
            if let Some(table) = body.tables.get(at.table).filter(|_| is_possible) {
                self.table(table, at.is_front);
            }
        }
    }

    /// A heading that is a label: what follows it is the value.
    fn heading(&mut self, outline: &Outline<'_>, index: usize, line: &Line<'_>) {
        if outline.title.is_some() && outline.title == line.heading {
            return;
        }
        let Some(label) = words::label(&text::plain(line.text)) else {
            return;
        };
        let is_possible = match line.part {
            None => true,
            Some(part) => part.holds_facts(),
        };
        // `## Service`, `## Time`, `## From` may head whole sections: only what is short is a fact.
        let mut values = Vec::new();
        let following = outline.lines.iter().skip(index + 1);
        for value in following
            .take_while(|it| it.kind != LineKind::Heading)
            .take(ITEMS)
        {
            match value.kind {
                LineKind::Item { is_first: true } if value.depth == 1 => {
                    values.push(value.text.to_owned());
                }
                LineKind::Text if values.is_empty() || is_people(label) => {
                    values.push(value.text.to_owned());
                }
                _ => {}
            }
        }
        let is_short = values.iter().all(|it| it.len() < 120);
        if is_possible && is_short && !values.is_empty() {
            let place = self.place(Origin::Body, line.start);
            self.fact(&text::plain(line.text), values, place);
        }
    }

    fn line(&mut self, outline: &Outline<'_>, index: usize, line: &Line<'_>) {
        // Several pairs on one line: `**Severity:** SEV1 | **Status:** done`.
        let parts: Vec<&str> = line
            .text
            .split(" | ")
            .flat_map(|it| it.split(" · "))
            .collect();
        let is_several =
            parts.len() > 1 && parts.iter().all(|it| labelled(it).is_some_and(|it| it.2));
        let mut at = line.start;
        if is_several {
            for part in &parts {
                self.pair(outline, index, line, part, at);
                at += part.len();
            }
        } else {
            self.pair(outline, index, line, line.text, line.start);
        }
    }

    fn pair(
        &mut self,
        outline: &Outline<'_>,
        index: usize,
        line: &Line<'_>,
        words: &str,
        at: usize,
    ) {
        let is_late = matches!(line.part, Some(Part::Timeline));
        if !line.is_front && !is_late {
            return;
        }
        let Some((label, rest, _)) = labelled(words) else {
            self.bare_pair(line, words, at);
            return;
        };
        if is_late && !is_time_label(label) {
            return;
        }
        let rest = rest.trim();
        let values = if text::unmarked(rest).is_empty() {
            below(outline, index)
        } else {
            vec![rest.to_owned()]
        };
        if values.is_empty() {
            return;
        }
        let place = self.place(Origin::Body, at);
        self.fact(label, values, place);
    }

    /// A label of a time without a colon: `First detected 2020-09-28 13:14`.
    fn bare_pair(&mut self, line: &Line<'_>, words: &str, at: usize) {
        let is_possible = matches!(line.kind, LineKind::Item { .. }) || line.is_front;
        let Some(digit) = words
            .find(|it: char| it.is_ascii_digit())
            .filter(|_| is_possible)
        else {
            return;
        };
        let label = words.get(..digit).unwrap_or("");
        let label = label.trim_end_matches([' ', '*', '_', ':', '-', '–', '(', '`', '~']);
        let label = label
            .strip_suffix(" at")
            .or_else(|| label.strip_suffix(" on"))
            .unwrap_or(label);
        if !is_time_label(label) {
            return;
        }
        let value = words.get(digit..).unwrap_or("").to_owned();
        let place = self.place(Origin::Body, at);
        self.fact(text::unmarked(label), vec![value], place);
    }

    /// A table of facts: a label and a value on each row, or the labels over one row.
    fn table(&mut self, table: &Table, is_front: bool) {
        let header: Vec<&str> = table
            .header
            .iter()
            .map(|it| it.span.of(self.text))
            .collect();
        let known = |words: &&&str| is_label(words);
        if let [row] = table.rows.as_slice() {
            let count = header.iter().filter(known).count();
            if count >= 2 && header.len() > 2 {
                for (words, cell) in header.iter().zip(&row.cells) {
                    let value = cell.span.of(self.text);
                    self.cell(words, value, cell.span.start);
                }
                return;
            }
        }
        if header.len() < 2 {
            return;
        }
        let rows: Vec<(&str, &str, usize)> = std::iter::once(&table.header)
            .chain(table.rows.iter().map(|it| &it.cells))
            .filter_map(|cells| {
                let (first, second) = (cells.first()?, cells.get(1)?);
                Some((
                    first.span.of(self.text),
                    second.span.of(self.text),
                    first.span.start,
                ))
            })
            .collect();
        let count = rows.iter().filter(|it| is_label(it.0)).count();
        let is_facts = header.len() == 2 && (count >= 2 || (count == 1 && rows.len() <= 3));
        if !is_facts || (!is_front && count < 3) {
            return;
        }
        for (label, value, at) in rows {
            self.cell(label, value, at);
        }
    }

    fn cell(&mut self, label: &str, value: &str, at: usize) {
        if text::unmarked(value).is_empty() {
            return;
        }
        let values = value
            .split("<br>")
            .flat_map(|it| it.split("<br/>"))
            .flat_map(|it| it.split("<br />"))
            .map(str::to_owned)
            .collect();
        let place = self.place(Origin::Table, at);
        let label = text::plain(label);
        self.fact(label.trim_end_matches(':'), values, place);
    }

    /// The facts of front matter in YAML.
    pub(super) fn yaml(&mut self, front: &FrontMatter) {
        for entry in front.root.entries() {
            if entry.key == "roles" {
                for role in entry.value.entries() {
                    self.yaml_entry(&role.key, &role.value);
                }
            }
            self.yaml_entry(&entry.key, &entry.value);
        }
    }

    fn yaml_entry(&mut self, key: &str, node: &Node) {
        let values = match &node.value {
            YamlValue::List(items) => items.iter().filter_map(scalar).take(ITEMS).collect(),
            _ => scalar(node).into_iter().collect::<Vec<_>>(),
        };
        if values.is_empty() {
            return;
        }
        let place = self.place(Origin::FrontMatter, node.span.start);
        self.fact(&spaced(key), values, place);
    }

    /// The facts of front matter in TOML; `begin` is where it begins.
    pub(super) fn toml(&mut self, map: &serde_json::Map<String, Json>, begin: usize) {
        for (key, value) in map {
            let values: Vec<String> = match value {
                Json::Array(items) => items.iter().filter_map(json_scalar).take(ITEMS).collect(),
                other => json_scalar(other).into_iter().collect(),
            };
            if values.is_empty() {
                continue;
            }
            let offset = self
                .text
                .get(begin..)
                .and_then(|it| it.find(&format!("\n{key}")));
            let place = self.place(Origin::FrontMatter, begin + offset.map_or(0, |it| it + 1));
            self.fact(&spaced(key), values, place);
        }
    }
}

/// A key as words: `incident_start`, `startTime`.
fn spaced(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    let mut before = ' ';
    for c in key.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        words.push(if c == '_' || c == '-' || c == '.' {
            ' '
        } else {
            c
        });
        before = c;
    }
    words
}

fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        YamlValue::Text(text) => Some(text.clone()),
        YamlValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn json_scalar(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a cell is a label.
fn is_label(words: &str) -> bool {
    let plain = text::plain(words);
    let bare = plain.trim_end_matches(':');
    words::label(bare).is_some() || words::is_title(bare)
}

fn is_people(label: Label) -> bool {
    use super::reading::Field;
    use crate::model::FieldName;
    matches!(
        label,
        Label::Of(Field::Of(
            FieldName::Responders | FieldName::MeetingAttendees | FieldName::SubjectMatterExperts
        ))
    )
}

fn is_time_label(words: &str) -> bool {
    use super::reading::Field;
    use crate::model::FieldName;
    matches!(
        words::label(text::unmarked(words)),
        Some(
            Label::Declared
                | Label::Of(Field::Of(
                    FieldName::StartedAt
                        | FieldName::DetectedAt
                        | FieldName::PagedAt
                        | FieldName::MitigatedAt
                        | FieldName::ResolvedAt
                ))
        )
    )
}

/// The items below a line that is a label alone.
fn below(outline: &Outline<'_>, index: usize) -> Vec<String> {
    let Some(own) = outline.lines.get(index) else {
        return Vec::new();
    };
    let following = outline.lines.iter().skip(index + 1);
    following
        .take_while(|it| matches!(it.kind, LineKind::Item { .. }) && it.depth > own.depth)
        .filter(|it| it.kind == LineKind::Item { is_first: true } && it.depth == own.depth + 1)
        .map(|it| it.text.to_owned())
        .take(ITEMS)
        .collect()
}

/// A line that begins with a label: the label, what follows, and whether the label is in bold letters.
pub(super) fn labelled(line: &str) -> Option<(&str, &str, bool)> {
    let bare = line.trim_start_matches(|it: char| !it.is_alphanumeric() && !"*_`[<~".contains(it));
    let bare = bare.trim_start_matches(['[', ' ', '\u{fe0f}']);
    for mark in ["**", "__", "*", "_", "`"] {
        let Some(inner) = bare.strip_prefix(mark) else {
            continue;
        };
        let (label, rest) = inner.split_once(mark)?;
        // `**Severity: SEV1**`: all of it in bold letters.
        if let Some((label, value)) = label.split_once(": ") {
            let is_short = label.chars().count() <= LABEL;
            return (is_short && rest.trim().is_empty()).then_some((label, value, true));
        }
        let has_colon = label.ends_with(':') || rest.trim_start().starts_with(':');
        let label = label.trim_end_matches([':', ' ']);
        let value = rest.trim_start().trim_start_matches([':', ' ']);
        let value = if has_colon {
            value
        } else {
            value.trim_start_matches(['-', '–', '—', ' '])
        };
        let is_label = label.chars().count() <= LABEL && !label.is_empty();
        return is_label.then_some((label, value, true));
    }
    // What two columns of plain text have between them.
    if let Some((label, rest)) = bare.split_once("  ").or_else(|| bare.split_once('\t')) {
        let label = label.trim_end_matches(':');
        if words::label(label).is_some() && !rest.trim().is_empty() {
            return Some((label, rest.trim_start(), false));
        }
    }
    let (label, rest) = bare.split_once(':').or_else(|| bare.split_once('：'))?;
    let is_words = label.chars().count() <= LABEL
        && label.starts_with(char::is_alphabetic)
        && (rest.is_empty() || rest.starts_with([' ', '\t', '*', '\u{a0}']))
        && label.split_whitespace().count() <= 6;
    is_words.then(|| (label.trim_end_matches(['*', '_', ' ']), rest, false))
}
