//! Taking over the states of tickets.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::json;

use super::Fields;
use super::changed;
use super::tickets::Ticket;
use super::tickets::Tickets;
use crate::change::By;
use crate::change::Draft;
use crate::change::Headline;
use crate::change::Said;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::refusal::Refusal;
use crate::report::actions;
use crate::report::actions::Item;
use crate::root::Root;
use crate::source::RepoPath;
use crate::tree::Edits;

/// Takes over the states of tickets in every postmortem of a root.
pub fn import(root: &Root, tickets: &Tickets, by: &By<'_>) -> Result<Draft, Refusal> {
    let today = root.today(by.now).to_string();
    let mut by_id: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    let with_items: BTreeSet<RepoPath> = actions::of_postmortems(root, root.snapshot())?
        .into_iter()
        .map(|it| it.path)
        .collect();
    let reports = root.layout()?.postmortems.iter().map(|it| &it.report);
    let root = &root.as_read(reports.filter(|it| with_items.contains(&it.path)));
    for item in actions::of_postmortems(root, root.snapshot())? {
        by_id.entry(item.postmortem.clone()).or_default().push(item);
    }
    let mut says = Vec::new();
    let mut edits = Edits::none();
    for files in &root.layout()?.postmortems {
        let path = &files.report.path;
        let items = by_id.get(files.id.as_str()).map_or(&[][..], Vec::as_slice);
        let moved = items.iter().filter(|it| it.path == *path);
        let moved: Vec<(&Item, &Ticket)> = moved
            .filter_map(|item| Some((item, tickets.of(item)?)))
            .filter(|(item, ticket)| Some(ticket.state) != item.state())
            .collect();
        if moved.is_empty() {
            continue;
        }
        let before = root.text_of(path)?;
        let mut after = before.clone();
        for (item, ticket) in moved {
            after = changed(&after, item, &fields(ticket, item, &today))?;
            says.push(Said::Imported {
                item: item.name(),
                from: item.state.clone(),
                to: ticket.state,
            });
        }
        edits.change(path, before, after);
    }
    if says.is_empty() {
        says.push(Said::AllAsTracked);
    }
    let headline = Headline::Across("Take the states of tickets from the tracker".to_owned());
    Draft::make((root, by), headline, edits, says)
}

fn fields(ticket: &Ticket, item: &Item, today: &str) -> Fields {
    let mut fields = vec![(FieldName::State, json!(ticket.state))];
    if ticket.state == ActionState::Done {
        let on = ticket.date.as_deref().unwrap_or(today);
        fields.push((FieldName::DoneOn, json!(on)));
    }
    if ticket.state == ActionState::WontDo {
        let reason = ticket.reason.clone().unwrap_or_else(|| {
            let ticket = item.ticket.as_deref().unwrap_or_default();
            format!("Closed without being done in the tracker ({ticket}).")
        });
        fields.push((FieldName::Reason, json!(reason)));
    }
    fields
}
