//! The columns as a JSON Schema: what one line of NDJSON is.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::report::tables::Column;
use crate::report::tables::Kind;
use crate::report::tables::Table;

/// The schema of a line, with a definition for each table.
pub fn schema() -> Value {
    let definitions = Table::ALL
        .into_iter()
        .map(|table| (table.as_str().to_owned(), of_table(table)));
    let definitions: Map<String, Value> = definitions.collect();
    let ways = Table::ALL.map(|it| json!({"$ref": format!("#/$defs/{}", it.as_str())}));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of `pmrepo export --format ndjson`",
        "description": "The same columns stand in every format. Columns are only ever added.",
        "anyOf": ways,
        "$defs": definitions,
    })
}

fn of_table(table: Table) -> Value {
    let mut properties = Map::new();
    // A stream of several tables says which one it is.
    properties.insert("table".to_owned(), json!({"const": table.as_str()}));
    let mut required = Vec::new();
    for column in table.columns() {
        properties.insert(column.name.to_owned(), of_column(column));
        required.push(column.name);
    }
    json!({
        "type": "object",
        "description": table.about(),
        "required": required,
        "properties": properties,
    })
}

fn of_column(column: &Column) -> Value {
    let mut value = match column.kind {
        Kind::Text => json!({"type": ["string", "null"]}),
        Kind::List => json!({"type": ["array", "null"], "items": {"type": "string"}}),
        Kind::Integer => json!({"type": ["integer", "null"]}),
        Kind::Boolean => json!({"type": ["boolean", "null"]}),
        Kind::Date => json!({"type": ["string", "null"], "format": "date"}),
        Kind::Time => json!({"type": ["string", "null"], "format": "date-time"}),
    };
    if let Some(map) = value.as_object_mut() {
        map.insert("description".to_owned(), Value::from(column.about));
    }
    value
}
