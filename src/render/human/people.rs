//! The table of `people`.

use super::super::Look;
use super::super::Tone;
use super::super::table;
use super::super::table::Column;
use super::super::table::table;
use super::list::list;
use super::paragraph::hanging;
use crate::config::Member;
use crate::model::bare;
use crate::report::people::Person;

/// What stands for something that the roster does not say.
const UNSAID: &str = "-";

const COLUMNS: [Column; 4] = [
    Column::Whole("HANDLE"),
    Column::Wrapped("NAME"),
    Column::Whole("ADDRESS"),
    Column::Wrapped("TEAM"),
];

/// Writes a table of people.
pub fn people(members: &[Member], look: &Look) -> String {
    let cell = |text: &Option<String>| text.clone().unwrap_or_else(|| UNSAID.to_owned());
    let rows: Vec<table::Row> = members
        .iter()
        .map(|it| {
            table::Row::new([
                bare(&it.handle).to_owned(),
                cell(&it.name),
                cell(&it.email),
                cell(&it.team),
            ])
        })
        .collect();
    table(&COLUMNS, &rows, look)
}

/// Writes all that is known of a person: what the roster says, and where they have a part.
pub fn person(person: &Person, look: &Look) -> String {
    let fields = match &person.member {
        Some(it) => vec![
            ("handle", Some(bare(&it.handle))),
            ("name", it.name.as_deref()),
            ("address", it.email.as_deref()),
            ("team", it.team.as_deref()),
            ("chat", it.chat.as_deref()),
        ],
        None => vec![("name", Some(person.name.as_str()))],
    };
    let said = fields.into_iter().filter_map(|(key, text)| {
        let label = format!("{:<10}", format!("{key}:"));
        Some(hanging(&label, label.len(), text?, look))
    });
    let mut text: String = said.collect();
    if !person.postmortems.is_empty() {
        let heading = look.paint(Tone::Heading, "Has a part in");
        let parts = list(&person.postmortems, look);
        text.push_str(&format!("\n{heading}\n\n{parts}"));
    }
    text
}
