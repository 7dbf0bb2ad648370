//! What Datasette is to show of the tables. It takes that from a file beside the database and not from the database
//! itself, which therefore holds the text of that file: `sqlite3 FILE 'SELECT metadata FROM datasette'`.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::KEY;
use super::extra;
use crate::report::tables::Table;

/// The table with the text, in one row.
pub(super) const TABLE: &str = "CREATE TABLE \"datasette\" ( -- How Datasette shows this file: \
     datasette FILE -m <(sqlite3 FILE 'SELECT metadata FROM datasette')\n  \"metadata\" TEXT\n)";

/// The text, for a database of a name.
pub(super) fn metadata(name: &str) -> String {
    let mut tables = Map::new();
    for table in Table::ALL {
        let all = table.columns().chain(extra(table));
        let columns: Map<String, Value> = all
            .map(|it| (it.name.to_owned(), Value::from(it.about)))
            .collect();
        let mut said = json!({"description": table.about(), "columns": columns});
        if let (Table::Postmortems, Some(said)) = (table, said.as_object_mut()) {
            said.insert("label_column".to_owned(), json!("title"));
            said.insert("sort_desc".to_owned(), json!("date"));
            said.insert("facets".to_owned(), json!(["severity", "status"]));
            said.insert("fts_table".to_owned(), json!("postmortems_fts"));
            said.insert("fts_pk".to_owned(), json!(KEY));
        }
        tables.insert(table.as_str().to_owned(), said);
    }
    tables.insert("datasette".to_owned(), json!({"hidden": true}));
    let databases = json!({name: {"tables": tables}});
    json!({"title": "Postmortems", "databases": databases}).to_string()
}
