//! Files that are no text, and what there is instead of them in a build without the feature `data`.

use crate::refusal::Refusal;
use crate::report::Public;
use crate::report::tables::Table;
use crate::report::tables::Tables;

/// Refuses in a build that writes no such files, and says which one does.
pub fn must_be_built() -> Result<(), Refusal> {
    if cfg!(feature = "data") {
        return Ok(());
    }
    Err(
        Refusal::usage("this pmrepo was built without SQLite and Parquet")
            .hint("the archives and wheels of a release have them")
            .hint("or: cargo install pmrepo --features data")
            .hint("--format sql makes the tables of a database, --format ndjson what DuckDB reads"),
    )
}

/// The bytes of a database of everything, which Datasette calls `name`.
#[cfg(feature = "data")]
pub fn database(all: &[Public<Tables>], name: &str) -> Result<Vec<u8>, Refusal> {
    super::sqlite::database(all, name)
        .map_err(|it| Refusal::failed(format!("the database was not made: {it}")))
}

/// The bytes of a Parquet file of a table of the roots of one repository.
#[cfg(feature = "data")]
pub fn parquet(all: &[&Public<Tables>], table: Table) -> Result<Vec<u8>, Refusal> {
    super::parquet::parquet(all, table).map_err(|it| {
        let table = table.as_str();
        Refusal::failed(format!("the Parquet file of {table} was not made: {it}"))
    })
}

/// The bytes of a database, which this build does not make.
#[cfg(not(feature = "data"))]
pub fn database(_: &[Public<Tables>], _: &str) -> Result<Vec<u8>, Refusal> {
    must_be_built().map(|()| Vec::new())
}

/// The bytes of a Parquet file, which this build does not make.
#[cfg(not(feature = "data"))]
pub fn parquet(_: &[&Public<Tables>], _: Table) -> Result<Vec<u8>, Refusal> {
    must_be_built().map(|()| Vec::new())
}
