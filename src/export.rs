//! The tables of a repository for other engines: one file for each format, all of the same columns.

mod binary;
mod csv;
mod ndjson;
mod ours;
#[cfg(feature = "data")]
mod parquet;
mod part;
mod schema;
mod sql;
#[cfg(feature = "data")]
mod sqlite;

use rayon::prelude::*;

use crate::report::Public;
use crate::report::tables::Cell;
use crate::report::tables::Table;
use crate::report::tables::Tables;
use crate::time::Moment;

pub use binary::database;
pub use binary::must_be_built;
pub use binary::parquet;
pub use csv::csv;
pub use ndjson::Named;
pub use ndjson::ndjson;
pub use ours::HEADER;
pub use ours::is_our_database;
pub use part::PART;
pub use part::directory;
pub use schema::schema;
pub use sql::sql;

/// How many rows one thread writes at once.
const CHUNK: usize = 256;

/// The cells of every row of a table, written by `write` on all cores, in their order.
fn rows(
    tables: &Public<Tables>,
    table: Table,
    write: impl Fn(&[Cell<'_>], &mut String) + Sync,
) -> String {
    let common = tables.common();
    let chunks: Vec<String> = (0..tables.count(table))
        .into_par_iter()
        .with_min_len(CHUNK)
        .fold(String::new, |mut text, at| {
            let mut cells = common.to_vec();
            cells.extend(tables.row(table, at));
            write(&cells, &mut text);
            text
        })
        .collect();
    chunks.concat()
}

/// A moment in UTC, as RFC 3339 has it.
fn utc(moment: Moment) -> String {
    moment.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A list as one text: a JSON array.
fn listed(items: &[String]) -> String {
    let mut text = String::new();
    ndjson::list(items, &mut text);
    text
}
