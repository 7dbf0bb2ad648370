//! Where an export is written to.

use std::path::Path;

use crate::export;
use crate::refusal::Refusal;
use crate::report::Public;
use crate::report::tables::Table;
use crate::report::tables::Tables;
use crate::tree::Folder;
use crate::tree::Mode;

/// Writes texts into a directory, each with its name; says how many there are.
pub(super) fn texts(place: &Path, files: Vec<(String, String)>) -> Result<usize, Refusal> {
    let folder = Folder::make(place)?;
    let count = files.len();
    for (name, text) in files {
        folder.write(&name, text, Mode::Text)?;
    }
    Ok(count)
}

/// Writes a database, also over one that pmrepo wrote before.
pub(super) fn database(place: &Path, all: &[Public<Tables>]) -> Result<usize, Refusal> {
    let name = place.file_name().and_then(|it| it.to_str());
    let stem = place.file_stem().and_then(|it| it.to_str());
    let (Some(name), Some(stem)) = (name, stem) else {
        return Err(Refusal::usage(format!(
            "{} is no name of a file",
            place.display()
        )));
    };
    let folder = Folder::make(place.parent().unwrap_or(place))?;
    let before = folder.beginning(name, export::HEADER)?;
    if before.is_some_and(|it| !export::is_our_database(&it)) {
        let message = format!("{} is there, and no database of pmrepo", place.display());
        return Err(Refusal::not_ready(message).hint("choose another name, or remove it"));
    }
    let bytes = export::database(all, stem)?;
    folder.write(name, bytes, Mode::Text)?;
    Ok(1)
}

/// Writes a file for each table of each repository; what others wrote beside them stays.
pub(super) fn parts(
    place: &Path,
    all: &[Public<Tables>],
    wanted: &[Table],
) -> Result<usize, Refusal> {
    let mut repos: Vec<&str> = all.iter().map(|it| it.repo.as_str()).collect();
    repos.dedup();
    let mut files = Vec::new();
    for table in wanted {
        for repo in &repos {
            let of_repo: Vec<_> = all.iter().filter(|it| it.repo == *repo).collect();
            let bytes = export::parquet(&of_repo, *table)?;
            files.push((export::directory(*table, repo), bytes));
        }
    }
    for (directory, bytes) in &files {
        Folder::make(&place.join(directory))?.write(export::PART, bytes, Mode::Text)?;
    }
    Ok(files.len())
}
