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

use chrono::Datelike;
use chrono::Timelike;
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
/// How many bytes a row has, about.
const LENGTH: usize = 512;
/// How many are written before they are given away.
const AT_ONCE: usize = 64 * CHUNK;

/// The cells of every row of a table but those that all have, written by `write` on all cores; `give` gets the
/// texts in their order, and no more of them are there at once than fit well into memory.
fn rows<E>(
    tables: &Public<Tables>,
    table: Table,
    write: impl Fn(&[Cell<'_>], &mut String) + Sync,
    give: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let count = tables.count(table);
    for start in (0..count).step_by(AT_ONCE) {
        let end = count.min(start + AT_ONCE);
        let chunks: Vec<String> = (start..end)
            .into_par_iter()
            .step_by(CHUNK)
            .map(|first| {
                let mut text = String::with_capacity(CHUNK * LENGTH);
                for at in first..end.min(first + CHUNK) {
                    write(&tables.row(table, at), &mut text);
                }
                text
            })
            .collect();
        for text in chunks {
            give(&text)?;
        }
    }
    Ok(())
}

/// A moment in UTC, as RFC 3339 has it.
fn utc(moment: Moment) -> String {
    let mut text = String::with_capacity("0000-00-00T00:00:00Z".len());
    put_utc(moment, &mut text);
    text
}

/// The same, behind a text. There are so many that they are not put together by a format.
fn put_utc(moment: Moment, text: &mut String) {
    let at = moment.utc();
    let mut put = |number: u32, digits: u32, end: char| {
        for place in (0..digits).rev() {
            let digit = number / 10_u32.pow(place) % 10;
            text.extend(char::from_digit(digit, 10));
        }
        text.push(end);
    };
    // No moment lies outside of the years 0001 to 9999.
    put(at.year().unsigned_abs(), 4, '-');
    put(at.month(), 2, '-');
    put(at.day(), 2, 'T');
    put(at.hour(), 2, ':');
    put(at.minute(), 2, ':');
    put(at.second(), 2, 'Z');
}

/// A list as one text: a JSON array.
fn listed(items: &[String]) -> String {
    let mut text = String::new();
    ndjson::list(items, &mut text);
    text
}
