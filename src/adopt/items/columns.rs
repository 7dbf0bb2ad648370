//! Which column of a table of action items holds what.

use crate::adopt::text;
use crate::adopt::words;
use crate::markdown::Table;

/// What the columns of a table of action items are called.
pub(in crate::adopt) const TITLES: &[&str] = &[
    "action",
    "item",
    "task",
    "description",
    "what",
    "title",
    "todo",
    "actions",
    "items",
    "tasks",
    "aufgabe",
    "massnahme",
    "tache",
    "accion",
    "tarea",
    "improvement",
    "recommendation",
    "measure",
    "summary",
    "work",
    "remediation",
    "fix",
    "followup",
    "follow",
];
pub(in crate::adopt) const OWNERS: &[&str] = &[
    "owner",
    "assignee",
    "assigned",
    "who",
    "dri",
    "responsible",
    "owners",
    "verantwortlich",
    "responsable",
    "person",
    "lead",
    "poc",
];
pub(in crate::adopt) const DUES: &[&str] = &[
    "due",
    "deadline",
    "eta",
    "target",
    "by",
    "faellig",
    "fallig",
    "frist",
    "echeance",
    "vencimiento",
    "limite",
    "date",
];
pub(in crate::adopt) const TICKETS: &[&str] = &[
    "ticket",
    "issue",
    "jira",
    "link",
    "bug",
    "pr",
    "tracking",
    "url",
    "reference",
    "tickets",
    "issues",
    "links",
    "github",
];
pub(in crate::adopt) const STATES: &[&str] = &[
    "status",
    "state",
    "done",
    "complete",
    "completed",
    "progress",
    "estado",
    "statut",
    "erledigt",
];
pub(in crate::adopt) const NUMBERS: &[&str] = &[
    "id", "no", "nr", "number", "type", "kind", "priority", "prio", "p", "category", "area", "",
];

pub(in crate::adopt) struct Columns {
    pub(in crate::adopt) title: usize,
    pub(in crate::adopt) owner: Option<usize>,
    pub(in crate::adopt) due: Option<usize>,
    pub(in crate::adopt) ticket: Option<usize>,
    pub(in crate::adopt) state: Option<usize>,
}

pub(in crate::adopt) fn columns(text: &str, table: &Table) -> Option<Columns> {
    let titles: Vec<String> = table
        .header
        .iter()
        .map(|it| words::plain(&text::plain(it.span.of(text))))
        .collect();
    let first = |names: &[&str]| {
        titles
            .iter()
            .position(|it| names.contains(&it.split(' ').next().unwrap_or("")))
    };
    let any = |names: &[&str]| {
        titles
            .iter()
            .position(|it| it.split(' ').any(|it| names.contains(&it)))
    };
    let owner = first(OWNERS).or_else(|| any(OWNERS));
    let state = first(STATES).filter(|it| Some(*it) != owner);
    let due = first(DUES)
        .or_else(|| any(&["due", "deadline", "eta"]))
        .filter(|it| ![owner, state].contains(&Some(*it)));
    let taken = [owner, state, due];
    let ticket = first(TICKETS).filter(|it| !taken.contains(&Some(*it)));
    let title = titles
        .iter()
        .position(|it| TITLES.contains(&it.split(' ').next().unwrap_or("")))
        .filter(|it| !taken.contains(&Some(*it)))
        .or_else(|| {
            titles.iter().enumerate().position(|(at, it)| {
                let is_taken = taken.contains(&Some(at)) || Some(at) == ticket;
                !is_taken && !NUMBERS.contains(&it.split(' ').next().unwrap_or(""))
            })
        })
        .or(ticket)?;
    Some(Columns {
        title,
        owner,
        due,
        ticket: ticket.filter(|it| *it != title),
        state,
    })
}
