//! Incidents out of a table: each row becomes a document that the reader reads like any other.
//!
//! A mapping says which column holds which field, and which holds the text of which section. Nothing of a
//! row is understood here: a cell stands behind its label as it is, and what it means is read as it is
//! everywhere.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::reading::Field;
use super::words;
use super::zones;
use super::zones::Named;
use crate::model::FieldName;
use crate::source::counted;

/// The mappings that come with the program, by what exports such tables.
pub const SHIPPED: [(&str, &str); 2] = [
    ("dispatch", include_str!("table/dispatch.yaml")),
    ("opsgenie", include_str!("table/opsgenie.yaml")),
];

/// The most rows of a table that are read: a product has fewer incidents.
const MOST_ROWS: usize = 100_000;

/// How many columns of a table are told where one is not among them.
const SHOWN: usize = 12;

/// Which column of a table holds what.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The column that names a row: the number or key of the incident.
    name: String,
    /// The column of each field, by the field's dotted name, or `date`.
    fields: BTreeMap<String, String>,
    /// The column of the text of each section, by its heading.
    #[serde(default)]
    sections: BTreeMap<String, String>,
    /// What a cell means: for a field the words of the table, and what to read for them.
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
    /// The zone of times that name none.
    #[serde(default)]
    zone: Option<String>,
    /// Whether a table may lack columns that are named here: whoever exports it picks them.
    #[serde(default)]
    optional: bool,
}

impl Mapping {
    /// The columns that it names.
    fn columns(&self) -> impl Iterator<Item = &String> {
        self.fields.values().chain(self.sections.values())
    }
}

/// A row of a table as a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDocument {
    /// What the table calls the row.
    pub name: String,
    /// Its line in the table, from 1.
    pub line: u64,
    /// The document, in Markdown.
    pub text: String,
}

/// Reads a mapping; else why it is none, in lower case without a full stop.
pub fn mapping(text: &str) -> Result<Mapping, String> {
    let mapping: Mapping =
        serde_yaml::from_str(text).map_err(|it| crate::markdown::one_line(&it.to_string()))?;
    for field in mapping.fields.keys().chain(mapping.values.keys()) {
        if label(field).is_none() {
            return Err(format!("`{field}` is no field that is read"));
        }
    }
    if let Some(zone) = &mapping.zone
        && !matches!(zones::read(zone), Some(Named::Is(_)))
    {
        return Err(format!("`{zone}` is not understood as a time zone"));
    }
    Ok(mapping)
}

/// The words by which the reader knows a field.
fn label(field: &str) -> Option<&'static str> {
    if field == FieldName::Title.as_str() {
        return Some("Title");
    }
    let field = if field == Field::Date.as_str() {
        Field::Date
    } else {
        Field::Of(FieldName::parse(field)?)
    };
    words::first_label(field)
}

/// The rows of a table as documents, in their order; else why it cannot be read.
pub fn documents(table: &[u8], mapping: &Mapping) -> Result<Vec<RowDocument>, String> {
    let bare = table.strip_prefix("\u{feff}".as_bytes()).unwrap_or(table);
    let (bare, lines) = counted(bare);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bare);
    let headers = reader.headers().map_err(|it| it.to_string())?.clone();
    let column = |name: &str| headers.iter().position(|it| it.trim() == name);
    let lacks = |name: &String| {
        let columns = headers
            .iter()
            .take(SHOWN)
            .map(|it| format!("`{}`", it.trim()));
        let columns: Vec<String> = columns.collect();
        let more = if headers.len() > SHOWN { ", …" } else { "" };
        format!(
            "it has no column `{name}`; it has {}{more}",
            columns.join(", ")
        )
    };
    let key = column(&mapping.name).ok_or_else(|| lacks(&mapping.name))?;
    let mut columns = mapping.columns();
    if let Some(name) = columns.find(|it| !mapping.optional && column(it).is_none()) {
        return Err(lacks(name));
    }
    let mut documents = Vec::new();
    for row in reader.records() {
        if documents.len() == MOST_ROWS {
            return Err(format!("it has more than {MOST_ROWS} rows"));
        }
        let line_of = |it: &csv::Position| lines.line(it.byte());
        let row = row.map_err(|it| match it.position().map(line_of) {
            Some(line) => format!("its line {line} is not UTF-8"),
            None => it.to_string(),
        })?;
        let line = row.position().map_or(0, line_of);
        let cell = |name: &String| column(name).and_then(|it| row.get(it)).unwrap_or("").trim();
        let name = crate::markdown::one_line(row.get(key).unwrap_or(""));
        let name = if name.is_empty() {
            format!("line {line}")
        } else {
            name
        };
        documents.push(RowDocument {
            text: document(mapping, cell),
            name,
            line,
        });
    }
    Ok(documents)
}

/// A document with a line for each field, and a section for each text.
fn document<'a>(mapping: &Mapping, cell: impl Fn(&String) -> &'a str) -> String {
    let mut text = String::new();
    let title = mapping
        .fields
        .get(FieldName::Title.as_str())
        .map_or("", &cell);
    if !title.is_empty() {
        text.push_str(&format!("# {}\n\n", crate::markdown::one_line(title)));
    }
    for (field, column) in &mapping.fields {
        let value = crate::markdown::one_line(cell(column));
        let meant = mapping.values.get(field).and_then(|it| it.get(&value));
        let value = meant.unwrap_or(&value);
        let label = label(field).filter(|it| *it != "Title" && !value.is_empty());
        if let Some(label) = label {
            text.push_str(&format!("- {label}: {value}\n"));
        }
    }
    if let Some(zone) = &mapping.zone {
        text.push_str(&format!("- Timezone: {zone}\n"));
    }
    for (heading, column) in &mapping.sections {
        let words = cell(column);
        if !words.is_empty() {
            let heading = crate::markdown::one_line(heading);
            text.push_str(&format!("\n## {heading}\n\n{words}\n"));
        }
    }
    text
}

#[cfg(test)]
#[expect(
    clippy::needless_raw_string_hashes,
    reason = "that is how snapbox rewrites snapshots"
)]
mod tests {
    use super::*;
    use crate::adopt::Asked;
    use crate::adopt::Kind;

    fn read(table: &str, text: &str) -> Vec<RowDocument> {
        documents(table.as_bytes(), &mapping(text).unwrap()).unwrap()
    }

    #[test]
    fn the_mappings_that_come_along_are_read_and_say_that_they_are_untried() {
        for (name, text) in SHIPPED {
            assert!(text.contains("Untried"), "{name}");
            mapping(text).unwrap();
        }
    }

    #[test]
    fn a_row_is_a_document_that_says_what_the_row_says() {
        let (_, dispatch) = SHIPPED[0];
        let table = "\u{feff}name,title,description,incident_severity.name,commander.individual.email,reported_at,\
                     closed_at\n\
                     inc-1,\"Checkout, down\",\"Nobody could\npay.\",SEV-1,ann@example.com,2021-05-20T10:00:00Z,\
                     2021-05-20T11:00:00\n";
        let rows = read(table, dispatch);
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].name.as_str(), rows[0].line), ("inc-1", 2));
        snapbox::assert_data_eq!(
            rows[0].text.as_str(),
            snapbox::str![[r#"
# Checkout, down

- detected at: 2021-05-20T10:00:00Z
- resolved at: 2021-05-20T11:00:00
- incident commander: ann@example.com
- severity: SEV-1
- Timezone: UTC

## Overview

Nobody could
pay.

"#]]
        );
        let severities = ["SEV-1".to_owned()];
        let asked = Asked {
            path: "incidents.csv: inc-1",
            severities: &severities,
            day_order: None,
            zone: None,
        };
        let reading = crate::adopt::read(&rows[0].text, &asked);
        assert_eq!(reading.is, Kind::Postmortem);
        let said: Vec<String> = reading
            .fields
            .iter()
            .map(|it| format!("{} = {}", it.field, it.value))
            .collect();
        assert_eq!(
            said,
            [
                "date = 2021-05-20",
                "zone = UTC",
                "title = Checkout, down",
                "severity = SEV-1",
                "detected_at = 2021-05-20T10:00:00Z",
                "resolved_at = 2021-05-20T11:00:00Z",
                "roles.incident_commander = ann@example.com",
            ]
        );
    }

    #[test]
    fn words_of_a_table_are_read_as_the_mapping_says() {
        let text = "name: id\nfields: {severity: prio}\nvalues: {severity: {high: SEV-2}}\n";
        let rows = read("id,prio\n1,high\n2,low\n,\n", text);
        let texts: Vec<&str> = rows.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, ["- severity: SEV-2\n", "- severity: low\n", ""]);
        assert_eq!(rows[2].name, "line 4");
        let rows = read("id,prio\r\n1,high\r\n2,low\r\n,\r\n", text);
        assert_eq!(rows[2].name, "line 4");
    }

    #[test]
    fn what_is_no_mapping_and_no_table_says_why() {
        for (text, why) in [
            (
                "name: id\nfields: {colour: c}\n",
                "`colour` is no field that is read",
            ),
            ("name: id\n", "missing field `fields`"),
            (
                "name: id\nfields: {title: t}\nzone: Europe/Nowhere\n",
                "`Europe/Nowhere` is not understood as a time zone",
            ),
            (
                "name: id\nfields: {title: t}\nzone: CST\n",
                "`CST` is not understood as a time zone",
            ),
        ] {
            let told = mapping(text).unwrap_err();
            assert!(told.contains(why), "{told}");
        }
        let plain = mapping("name: id\nfields: {title: t}\n").unwrap();
        let told = documents(b"a,b\n1,2\n", &plain).unwrap_err();
        assert_eq!(told, "it has no column `id`; it has `a`, `b`");
        let told = documents(b"id,titel\n1,2\n", &plain).unwrap_err();
        assert_eq!(told, "it has no column `t`; it has `id`, `titel`");
        let may_lack = mapping("name: id\nfields: {title: t}\noptional: true\n").unwrap();
        assert_eq!(documents(b"id,a\n1,2\n", &may_lack).unwrap().len(), 1);
        let told = documents(b"id,t\r\n1,a\r\n2,\xff\r\n", &plain).unwrap_err();
        assert_eq!(told, "its line 3 is not UTF-8");
    }
}
