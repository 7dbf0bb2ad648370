//! A Parquet file of a table of one repository. What the repository is called stands in the path, where engines
//! look for it, and not in the file.

use std::fmt::Write as _;
use std::sync::Arc;

use ::parquet::data_type::BoolType;
use ::parquet::data_type::ByteArray;
use ::parquet::data_type::ByteArrayType;
use ::parquet::data_type::Int32Type;
use ::parquet::data_type::Int64Type;
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedColumnWriter;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use chrono::NaiveDate;

use super::part::REPO;
use crate::render::sanitize;
use crate::report::Public;
use crate::report::tables::Cell;
use crate::report::tables::Column;
use crate::report::tables::Kind;
use crate::report::tables::Table;
use crate::report::tables::Tables;

/// Who wrote a file, in the form that readers take apart. No day and no version: the same rows are the same bytes.
const WRITER: &str = "pmrepo version 1";
const MICROSECONDS: i64 = 1_000_000;

/// Writes a table of the roots of one repository.
pub(super) fn parquet(all: &[&Public<Tables>], table: Table) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(parse_message_type(&message(table))?);
    let properties = WriterProperties::builder().set_created_by(WRITER.to_owned());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build()))?;
    for tables in all.iter().filter(|it| it.count(table) > 0) {
        let common = tables.common();
        let rows = (0..tables.count(table)).map(|at| {
            let mut cells = common.to_vec();
            cells.extend(tables.row(table, at));
            cells
        });
        let rows: Vec<Vec<Cell<'_>>> = rows.collect();
        let mut group = writer.next_row_group()?;
        for (at, column) in table.columns().enumerate().filter(|it| is_inside(it.1)) {
            let cells = rows.iter().map(|it| it.get(at).unwrap_or(&Cell::Empty));
            let Some(mut writer) = group.next_column()? else {
                break;
            };
            write(&mut writer, column.kind, cells)?;
            writer.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

/// Whether a column stands in the file.
fn is_inside(column: &Column) -> bool {
    column.name != REPO
}

/// The columns of a table, as Parquet writes them down. Any cell may be empty.
fn message(table: Table) -> String {
    let mut text = format!("message {} {{\n", table.as_str());
    for column in table.columns().filter(|it| is_inside(it)) {
        let name = column.name;
        // Writing to a `String` cannot fail.
        let _ = match column.kind {
            Kind::Text => writeln!(text, "optional binary {name} (STRING);"),
            Kind::List => writeln!(
                text,
                "optional group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
            ),
            Kind::Integer => writeln!(text, "optional int64 {name};"),
            Kind::Boolean => writeln!(text, "optional boolean {name};"),
            Kind::Date => writeln!(text, "optional int32 {name} (DATE);"),
            Kind::Time => writeln!(text, "optional int64 {name} (TIMESTAMP(MICROS,true));"),
        };
    }
    text.push('}');
    text
}

/// Writes the cells of a column.
fn write<'a>(
    writer: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: impl Iterator<Item = &'a Cell<'a>>,
) -> Result<(), ParquetError> {
    if kind == Kind::List {
        return lists(writer, cells);
    }
    // One for a value, none for an empty cell.
    let mut levels = Vec::new();
    let (mut texts, mut longs, mut days, mut flags) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(*cell != Cell::Empty));
        match cell {
            Cell::Empty | Cell::List(_) => {}
            Cell::Text(it) => texts.push(text(it)),
            Cell::Integer(it) => longs.push(*it),
            Cell::Boolean(it) => flags.push(*it),
            Cell::Date(it) => days.push(day(*it)),
            Cell::Time(it) => {
                longs.push(it.utc().and_utc().timestamp().saturating_mul(MICROSECONDS));
            }
        }
    }
    let levels = Some(levels.as_slice());
    match kind {
        Kind::Text | Kind::List => writer
            .typed::<ByteArrayType>()
            .write_batch(&texts, levels, None)?,
        Kind::Integer | Kind::Time => writer
            .typed::<Int64Type>()
            .write_batch(&longs, levels, None)?,
        Kind::Boolean => writer
            .typed::<BoolType>()
            .write_batch(&flags, levels, None)?,
        Kind::Date => writer
            .typed::<Int32Type>()
            .write_batch(&days, levels, None)?,
    };
    Ok(())
}

/// Writes the cells of a column of lists.
fn lists<'a>(
    writer: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = &'a Cell<'a>>,
) -> Result<(), ParquetError> {
    let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        match cell {
            // There is a list; it has no element.
            Cell::List([]) => {
                defined.push(1);
                repeated.push(0);
            }
            Cell::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    values.push(text(item));
                    defined.push(2);
                    repeated.push(i16::from(at > 0));
                }
            }
            _ => {
                defined.push(0);
                repeated.push(0);
            }
        }
    }
    let writer = writer.typed::<ByteArrayType>();
    writer.write_batch(&values, Some(&defined), Some(&repeated))?;
    Ok(())
}

fn text(it: &str) -> ByteArray {
    ByteArray::from(sanitize(it).as_bytes().to_vec())
}

/// The days since 1970.
fn day(it: NaiveDate) -> i32 {
    let days = (it - NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or_default()
}
