//! A `SQLite` database: the tables with keys between them, a full-text index, and what Datasette shows of them.

mod datasette;

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::Error;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::ours::APPLICATION;
use super::sql;
use crate::render::sanitize;
use crate::report::Public;
use crate::report::tables::Cell;
use crate::report::tables::Column;
use crate::report::tables::Kind;
use crate::report::tables::Table;
use crate::report::tables::Tables;

/// What the index of words holds.
const INDEXED: [&str; 6] = [
    "title",
    "impact",
    "contributing_factors",
    "services",
    "tags",
    BODY.name,
];
/// The column that the index needs and no other format has.
const BODY: Column = Column {
    name: "body",
    kind: Kind::Text,
    about: "The body of the report, in Markdown.",
};
/// The key of every table: Datasette and the index tell rows by it.
const KEY: &str = "key";

/// What a row belongs to, in another table.
#[derive(Clone, Copy)]
struct Reference {
    column: &'static str,
    to: Table,
}

const TO_POSTMORTEM: Reference = Reference {
    column: "postmortem_key",
    to: Table::Postmortems,
};
const TO_REVIEW: Reference = Reference {
    column: "process_review_key",
    to: Table::ProcessReviews,
};

/// The references of a table.
fn references(table: Table) -> &'static [Reference] {
    match table {
        Table::Postmortems | Table::ProcessReviews => &[],
        Table::Timeline | Table::ChecklistSteps => &[TO_POSTMORTEM],
        Table::ActionItems | Table::Deadlines => &[TO_POSTMORTEM, TO_REVIEW],
    }
}

/// Parents before their children.
fn in_order() -> impl Iterator<Item = Table> {
    let is_parent = |it: &Table| references(*it).is_empty();
    let parents = Table::ALL.into_iter().filter(is_parent);
    parents.chain(Table::ALL.into_iter().filter(move |it| !is_parent(it)))
}

/// The keys of what others belong to, by repository and path: of a postmortem its directory.
type Keys<'a> = BTreeMap<(Table, &'a str, &'a str), i64>;

/// The bytes of a database. The same rows give the same bytes.
pub(super) fn database(all: &[Public<Tables>], name: &str) -> Result<Vec<u8>, Error> {
    let mut base = Connection::open_in_memory()?;
    base.pragma_update(None, "application_id", APPLICATION)?;
    base.pragma_update(None, "foreign_keys", true)?;
    let transaction = base.transaction()?;
    let mut keys = Keys::new();
    for table in in_order() {
        transaction.execute_batch(&create(table))?;
        fill(&transaction, table, all, &mut keys)?;
        for it in references(table) {
            let (table, column) = (table.as_str(), it.column);
            transaction.execute_batch(&format!(
                "CREATE INDEX \"{table}_{column}\" ON \"{table}\" (\"{column}\")"
            ))?;
        }
    }
    index(&transaction)?;
    transaction.execute_batch(datasette::TABLE)?;
    let metadata = datasette::metadata(name);
    transaction.execute("INSERT INTO datasette VALUES (?1)", [metadata])?;
    transaction.commit()?;
    base.execute_batch("VACUUM")?;
    Ok(base.serialize("main")?.to_vec())
}

/// The statement that makes a table. Datasette shows it, with what the columns mean.
fn create(table: Table) -> String {
    let mut lines = vec![(
        format!("\"{KEY}\" INTEGER PRIMARY KEY"),
        "Its number in this file.",
    )];
    let own = table.columns().chain(extra(table));
    lines.extend(own.map(|it| {
        let kind = sql::type_of(it.kind);
        (format!("\"{}\" {kind}", it.name), it.about)
    }));
    lines.extend(references(table).iter().map(|it| {
        let (column, to) = (it.column, it.to.as_str());
        let line = format!("\"{column}\" INTEGER REFERENCES \"{to}\" (\"{KEY}\")");
        (line, "What it belongs to.")
    }));
    let last = lines.len() - 1;
    let lines = lines.iter().enumerate().map(|(at, (line, about))| {
        let comma = if at < last { "," } else { "" };
        format!("  {line}{comma} -- {about}\n")
    });
    let (name, about) = (table.as_str(), table.about());
    let lines: String = lines.collect();
    format!("CREATE TABLE \"{name}\" ( -- {about}\n{lines})")
}

/// The columns that a table has here alone.
fn extra(table: Table) -> &'static [Column] {
    match table {
        Table::Postmortems => &[BODY],
        _ => &[],
    }
}

/// Writes the rows of a table.
fn fill<'a>(
    base: &Connection,
    table: Table,
    all: &'a [Public<Tables>],
    keys: &mut Keys<'a>,
) -> Result<(), Error> {
    let columns = 1 + table.columns().count() + extra(table).len() + references(table).len();
    let marks = vec!["?"; columns].join(",");
    let mut statement = base.prepare(&format!(
        "INSERT INTO \"{}\" VALUES ({marks})",
        table.as_str()
    ))?;
    let path_at = table.own_columns().iter().position(|it| it.name == "path");
    let mut key = 0;
    for tables in all {
        let common = tables.common();
        for at in 0..tables.count(table) {
            key += 1;
            let row = tables.row(table, at);
            let path = path_at.and_then(|it| match row.get(it) {
                Some(Cell::Text(path)) => Some(*path),
                _ => None,
            });
            if let Some(place) = path.and_then(|it| place(table, it)) {
                keys.entry((table, &tables.repo, place)).or_insert(key);
            }
            let mut values = vec![Value::Integer(key)];
            values.extend(common.iter().chain(&row).map(value));
            if table == Table::Postmortems {
                let body = tables.postmortems.get(at).and_then(|it| it.body.as_deref());
                values.push(body.map_or(Value::Null, |it| Value::Text(lines(it))));
            }
            for it in references(table) {
                let key = path.and_then(|path| found(keys, *it, &tables.repo, path));
                values.push(key.map_or(Value::Null, Value::Integer));
            }
            statement.execute(params_from_iter(values))?;
        }
    }
    Ok(())
}

/// What a row's file stands for, where others belong to it.
fn place(table: Table, path: &str) -> Option<&str> {
    match table {
        Table::Postmortems => path.rsplit_once('/').map(|it| it.0),
        Table::ProcessReviews => Some(path),
        _ => None,
    }
}

/// The key of what a file belongs to.
fn found(keys: &Keys<'_>, reference: Reference, repo: &str, path: &str) -> Option<i64> {
    let mut places = std::iter::successors(Some(path), |it| it.rsplit_once('/').map(|it| it.0));
    places.find_map(|it| keys.get(&(reference.to, repo, it)).copied())
}

/// Makes the index of words of all postmortems, which finds them with and without accents.
fn index(base: &Connection) -> Result<(), Error> {
    let to = Table::Postmortems.as_str();
    let columns = INDEXED.join(", ");
    base.execute_batch(&format!(
        "CREATE VIRTUAL TABLE \"{to}_fts\" USING FTS5 ({columns}, content=\"{to}\", content_rowid=\"{KEY}\", \
         tokenize=\"unicode61 remove_diacritics 2\");\n\
         INSERT INTO \"{to}_fts\" (\"{to}_fts\") VALUES ('rebuild');\n\
         INSERT INTO \"{to}_fts\" (\"{to}_fts\") VALUES ('optimize');"
    ))
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(it) => Value::Text(sanitize(it).into_owned()),
        Cell::List(items) => Value::Text(sanitize(&super::listed(items)).into_owned()),
        Cell::Integer(it) => Value::Integer(*it),
        Cell::Boolean(it) => Value::Integer(i64::from(*it)),
        Cell::Date(it) => Value::Text(it.to_string()),
        Cell::Time(it) => Value::Text(sql::utc(*it)),
    }
}

/// A text of several lines, each harmless in a terminal.
fn lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(sanitize).collect();
    lines.join("\n")
}
