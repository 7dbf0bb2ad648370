//! The table of `people`.

use super::super::Look;
use super::super::sanitize;
use super::super::table;
use super::super::table::Column;
use super::super::table::table;
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
pub fn person(person: &Person) -> String {
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
    let line = |key: &str, text: &str| format!("{key:<10}{}\n", sanitize(text));
    let said = fields.into_iter();
    let said = said.filter_map(|(key, text)| Some(line(key, text?)));
    let parts = person.postmortems.iter().map(|it| {
        let status = it.status.as_deref().unwrap_or(UNSAID);
        line("in", &format!("{} ({status})", it.id))
    });
    said.chain(parts).collect()
}
