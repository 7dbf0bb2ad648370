//! What was told to whom.

use super::super::Look;
use super::super::table::{Column, table};
use crate::report::messages::Message;

/// Writes a table of messages.
pub fn messages(all: &[Message], look: &Look) -> String {
    if all.is_empty() {
        return "no messages\n".to_owned();
    }
    let columns = [
        Column::Whole("MESSAGE"),
        Column::Whole("STATE"),
        Column::Wrapped("BY"),
        Column::Cut("POSTMORTEM"),
        Column::Wrapped("WHEN, OR WHY NOT"),
    ];
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|it| {
            let people = if it.people.is_empty() {
                "-".to_owned()
            } else {
                it.people.join(", ")
            };
            let said = it.sent_at.as_ref().or(it.reason.as_ref());
            vec![
                it.name.to_string(),
                it.state.as_str().to_owned(),
                people,
                it.postmortem.clone(),
                said.cloned().unwrap_or_else(|| "-".to_owned()),
            ]
        })
        .collect();
    table(&columns, &rows, look)
}
