//! The steps of checklists.

use std::collections::BTreeSet;

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
use crate::report::checklist::{State, Step, Ticks};

/// Writes the steps as a table, for each postmortem one.
pub fn checklist(steps: &[Step], ticks: &Ticks, look: &Look) -> String {
    if steps.is_empty() {
        return "no steps\n".to_owned();
    }
    let ids: BTreeSet<&str> = steps.iter().map(|it| it.postmortem.as_str()).collect();
    let mut text = String::new();
    for id in ids.iter().rev() {
        if ids.len() > 1 {
            let id = sanitize(id);
            text.push_str(&format!("{}\n\n", look.paint(Tone::Heading, &id)));
        }
        let rows: Vec<Row> = steps
            .iter()
            .filter(|it| it.postmortem == *id)
            .map(|it| row(it, ticks))
            .collect();
        let columns = [
            Column::Whole("STATE"),
            Column::Whole("STEP"),
            Column::Wrapped("WHO"),
            Column::Named("BEFORE"),
            Column::Below("WHAT"),
        ];
        text.push_str(&table(&columns, &rows, look));
        if ids.len() > 1 {
            text.push('\n');
        }
    }
    text
}

fn row(step: &Step, ticks: &Ticks) -> Row {
    let ticked = match (step.state, step.line.and_then(|it| ticks.get(&it))) {
        (State::Done | State::NotApplicable, Some(Some((author, at)))) => {
            format!(" [{author}, {}]", at.date())
        }
        (State::Done | State::NotApplicable, Some(None)) => " [not committed]".to_owned(),
        _ => String::new(),
    };
    let row = Row::new([
        step.state.as_str().to_owned(),
        step.id.clone(),
        if step.people.is_empty() {
            "-".to_owned()
        } else {
            step.people.join(", ")
        },
        step.gates
            .map_or("-", crate::model::Status::as_str)
            .to_owned(),
        format!("{}{ticked}", step.text),
    ]);
    match step.state {
        State::Open => row,
        State::Done | State::Settled | State::NotApplicable => row.all(Tone::Over),
    }
}
