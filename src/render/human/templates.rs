//! The list of templates.

use super::super::Look;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
use crate::model::TemplateName;
use crate::source::RepoPath;

const COLUMNS: [Column; 3] = [
    Column::Whole("TEMPLATE"),
    Column::Named("YOURS"),
    Column::Below("MAKES"),
];

/// Writes a table of templates, each with the file that replaces it, where there is one.
pub fn templates(all: &[(TemplateName, Option<RepoPath>)], look: &Look) -> String {
    let rows = all.iter().map(|(name, own)| {
        let own = own.as_ref().map(|it| look.path(it));
        Row::new([
            name.to_string(),
            own.unwrap_or_default(),
            name.about().to_owned(),
        ])
    });
    table(&COLUMNS, &rows.collect::<Vec<_>>(), look)
}
