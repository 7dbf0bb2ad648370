//! `pmrepo export`: everything as tables, for other engines.

mod files;

use std::convert::Infallible;
use std::path::PathBuf;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::print;
use super::repos::Opened;
use super::repos::Repos;
use super::say;
use crate::commands::which::Which;
use crate::count::counted;
use crate::count::grouped;
use crate::export;
use crate::export::Named;
use crate::report::Public;
use crate::report::tables::Depth;
use crate::report::tables::Table;
use crate::report::tables::Tables;
use crate::report::tables::Whole;

/// Write everything as tables, for databases and spreadsheets
///
/// Postmortems, rows of timelines, action items, deadlines, steps of checklists, process reviews: with stable
/// columns (`pmrepo schema export`) and times in UTC. Of a confidential postmortem there is one row with its
/// date.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    repos: Repos,
    /// The format of the output
    #[arg(long, value_enum, default_value = "ndjson")]
    format: Format,
    /// Write into this directory, a file for each table; it is made where it is missing. With sqlite, this file
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    out: Option<PathBuf>,
    /// Only this table
    #[arg(long, value_enum)]
    table: Option<Table>,
}

/// The format of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A JSON object on each line
    #[default]
    Ndjson,
    /// A table for spreadsheets
    Csv,
    #[value(help = "A script for SQLite, DuckDB or PostgreSQL")]
    Sql,
    #[value(help = "A database with an index of words, as Datasette reads it (--out FILE)")]
    Sqlite,
    #[value(
        help = "A file for each table and repository, for DuckDB, Spark and others (--out DIR)"
    )]
    Parquet,
}

/// What a format is written as.
enum Shape {
    /// Texts, which may also be printed.
    Texts(Texts),
    Database,
    Parts,
}

/// A format that is text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Texts {
    Ndjson,
    Csv,
    Sql,
}

impl Format {
    fn shape(self) -> Shape {
        match self {
            Self::Ndjson => Shape::Texts(Texts::Ndjson),
            Self::Csv => Shape::Texts(Texts::Csv),
            Self::Sql => Shape::Texts(Texts::Sql),
            Self::Sqlite => Shape::Database,
            Self::Parquet => Shape::Parts,
        }
    }
}

impl Texts {
    fn ending(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Sql => "sql",
        }
    }

    /// The files of some tables, each with its name.
    fn files(self, all: &[Public<Tables>], wanted: &[Table]) -> Vec<(String, String)> {
        let each = |write: &dyn Fn(Table) -> String| -> Vec<(String, String)> {
            let name = |it: &Table| format!("{}.{}", it.as_str(), self.ending());
            wanted.iter().map(|it| (name(it), write(*it))).collect()
        };
        match self {
            Self::Ndjson => each(&|table| {
                let mut text = String::new();
                for it in all {
                    let mut give = |rows: &str| {
                        text.push_str(rows);
                        Ok::<_, Infallible>(())
                    };
                    let Ok(()) = export::ndjson(it, table, Named::ByFile, &mut give);
                }
                text
            }),
            Self::Csv => each(&|table| export::csv(all, table)),
            Self::Sql => vec![("pmrepo.sql".to_owned(), export::sql(all, wanted))],
        }
    }
}

impl clap::ValueEnum for Table {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.as_str()).help(self.about()))
    }
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let opened = args.repos.open(ctx, &args.which.state())?;
    let wanted: Vec<Table> = match args.table {
        Some(it) => vec![it],
        None => Table::ALL.to_vec(),
    };
    let shape = args.format.shape();
    args.must_fit(&shape)?;
    if let Some(out) = &args.out {
        refuse_inside(&opened, &ctx.directory.join(out))?;
    }
    let depth = match shape {
        Shape::Texts(_) | Shape::Parts => Depth::Whole,
        Shape::Database => Depth::WithText,
    };
    let all = tables(&opened, depth, ctx)?;
    let written = match (&args.out, shape) {
        (None, Shape::Texts(format)) => {
            show(format, &all, &wanted)?;
            None
        }
        (None, Shape::Database | Shape::Parts) => None,
        (Some(out), shape) => {
            let place = ctx.directory.join(out);
            let files = match shape {
                Shape::Texts(format) => files::texts(&place, format.files(&all, &wanted))?,
                Shape::Database => files::database(&place, &all)?,
                Shape::Parts => files::parts(&place, &all, &wanted)?,
            };
            Some((out, files))
        }
    };
    if let Some((out, files)) = written {
        let what = match args.format.shape() {
            Shape::Database => out.display().to_string(),
            Shape::Texts(_) | Shape::Parts => {
                format!("{} into {}", counted(files, "file"), out.display())
            }
        };
        let postmortems = all.iter().map(|it| it.postmortems.len()).sum();
        let postmortems = grouped(postmortems);
        say(format_args!("Wrote {what}: {postmortems} postmortems."));
    }
    tell_unreadable(&all);
    // The run is about to end: to give all rows back, one by one, would take a tenth of its time.
    std::mem::forget(all);
    Ok(Ending::Clean)
}

impl Args {
    /// Refuses what this format cannot do, or this build.
    fn must_fit(&self, shape: &Shape) -> Result<(), Refusal> {
        match (shape, &self.out, self.table) {
            (Shape::Texts(Texts::Csv), None, None) => {
                Err(Refusal::usage("several tables do not fit into one CSV")
                    .hint("name one: --table postmortems")
                    .hint("or a directory for all: --out DIR"))
            }
            (Shape::Texts(_), ..) => Ok(()),
            (Shape::Database, _, Some(_)) => Err(Refusal::usage(
                "a database has all tables: there are keys between them",
            )
            .hint("leave --table away")),
            (Shape::Database, None, None) => {
                export::must_be_built()?;
                Err(Refusal::usage("a database is no text to print")
                    .hint("name a file: --out postmortems.db"))
            }
            (Shape::Parts, None, _) => {
                export::must_be_built()?;
                Err(Refusal::usage("Parquet is no text to print")
                    .hint("name a directory: --out tables"))
            }
            (Shape::Database | Shape::Parts, Some(_), _) => export::must_be_built(),
        }
    }
}

/// Prints tables.
fn show(format: Texts, all: &[Public<Tables>], wanted: &[Table]) -> Result<(), Refusal> {
    if format == Texts::Ndjson {
        for table in wanted {
            for it in all {
                export::ndjson(it, *table, Named::Each, &mut print)?;
            }
        }
        return Ok(());
    }
    for (_, text) in format.files(all, wanted) {
        print(&text)?;
    }
    Ok(())
}

/// The tables of every root of some repositories.
pub(super) fn tables(
    opened: &[Opened],
    depth: Depth,
    ctx: &Ctx,
) -> Result<Vec<Public<Tables>>, Refusal> {
    let mut all = Vec::new();
    for Opened { name, workspace } in opened {
        let progress = ctx.env.progress("read");
        let whole = Whole {
            workspace,
            name,
            depth,
            present: &ctx.present,
        };
        all.extend(whole.tables(&|| progress.tick())?);
    }
    Ok(all)
}

/// Says how many reports cannot be read: their rows say little.
pub(super) fn tell_unreadable(all: &[Public<Tables>]) {
    let reports = all.iter().flat_map(|it| &it.postmortems);
    let unreadable = reports.filter(|it| it.is_readable == Some(false)).count();
    if unreadable > 0 {
        say(format_args!(
            "{} cannot be read: see `pmrepo check`.",
            counted(unreadable, "report")
        ));
    }
}

/// Refuses a directory among the postmortems: what is written there would be taken for notes.
fn refuse_inside(opened: &[Opened], out: &std::path::Path) -> Result<(), Refusal> {
    for Opened { workspace, .. } in opened {
        let place = out.to_str().and_then(|it| workspace.place(it));
        let Some(place) = place else { continue };
        if workspace.roots()?.iter().any(|root| root.has(&place)) {
            return Err(
                Refusal::usage(format!("{} lies among the postmortems", out.display()))
                    .hint("choose a directory elsewhere"),
            );
        }
    }
    Ok(())
}
