//! Fields that somebody has yet to fill in: each with nothing in it, in its place.

use serde_json::Value;

use super::super::By;
use super::super::Draft;
use super::super::Headline;
use super::super::Said;
use super::super::front;
use super::super::front::Becomes;
use crate::corpus::Files;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::schema;
use crate::tree::Edits;

/// Writes fields of a report with nothing in them. They are missing as before, and asked for as before.
pub fn begin(root: &Root, files: &Files, names: &[String], by: &By<'_>) -> Result<Draft, Refusal> {
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    let values: Vec<(&str, Becomes)> = names
        .iter()
        .map(|name| (name.as_str(), Becomes::Value(Value::Null)))
        .collect();
    let path = &files.report.path;
    let mut edits = Edits::none();
    let text = front::written(root, files, &schema, &values)?;
    edits.change(path, root.text_of(path)?, text);
    let headline = Headline::of(&files.id, format!("begin {}", names.join(", ")));
    let says = vec![Said::Wrote(path.clone())];
    Draft::make((root, by), headline, edits, says)
}
