//! What was told to whom.

use super::super::Look;
use super::super::Tone;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
use crate::report::messages::Message;
use crate::report::messages::State;

/// Writes a table of messages.
pub fn messages(all: &[Message], look: &Look) -> String {
    if all.is_empty() {
        return "no messages\n".to_owned();
    }
    let columns = [
        Column::Whole("MESSAGE"),
        Column::Whole("STATE"),
        Column::Wrapped("BY"),
        Column::Whole("POSTMORTEM"),
        Column::Below("WHEN, OR WHY NOT"),
    ];
    let rows: Vec<Row> = all.iter().map(|it| row(it, look)).collect();
    let mut text = table(&columns, &rows, look);
    let times = |it: &Message| {
        let sent = it.sent_at.is_some() || it.attempted_at.is_some();
        sent || it.posted_at.is_some() || it.approved_at.is_some()
    };
    let has_time = all.iter().any(times);
    if let (true, Some(zone)) = (has_time, look.zone_words()) {
        text.push_str(&format!("\n{zone}\n"));
    }
    text
}

fn row(it: &Message, look: &Look) -> Row {
    let people = if it.people.is_empty() {
        "-".to_owned()
    } else {
        it.people.join(", ")
    };
    let sent = it.sent_at.as_ref().map(|it| look.written(it));
    let attempted = it.attempted_at.as_ref();
    let attempted = attempted.map(|at| format!("may have been sent {}", look.written(at)));
    let said = sent.or_else(|| it.reason.clone()).or(attempted);
    let said = said.or_else(|| approved(it, look));
    let posted = it.posted_at.as_ref();
    let posted = posted.map(|at| format!("posted {}", look.written(at)));
    let said: Vec<String> = said.into_iter().chain(posted).collect();
    let row = Row::new([
        it.name.to_string(),
        it.state.as_str().to_owned(),
        people,
        it.postmortem.clone(),
        if said.is_empty() {
            "-".to_owned()
        } else {
            said.join("; ")
        },
    ]);
    match it.state {
        State::Sent | State::None => row.all(Tone::Over),
        State::Missing | State::Written | State::Approved => row,
    }
}

/// Who approved a message, and when: `approved by bob, 2026-03-23 16:00`.
pub(super) fn approved(it: &Message, look: &Look) -> Option<String> {
    let by = it.approved_by.as_ref()?;
    Some(match &it.approved_at {
        Some(at) => format!("approved by {by}, {}", look.written(at)),
        None => format!("approved by {by}"),
    })
}
