//! The action items of a root.

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::config::Policy;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::Node;
use crate::model::bare;
use crate::root::Root;
use crate::rules;
use crate::snapshot::Reader;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;
use crate::time;

/// The state of an item that does not say.
pub const OPEN: &str = "open";
/// The field of a report that holds its items.
pub const ITEMS: &str = "action_items";
/// The field of a process review's notes that holds its items, the tweaks to the process.
pub const TWEAKS: &str = "tweaks";

/// One action item. What it does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The postmortem's id; of a tweak, the process review's.
    pub postmortem: String,
    /// The report, or the notes.
    pub path: RepoPath,
    /// The item's line in it, from 1.
    pub line: usize,
    /// The field that holds it: [`ITEMS`] or [`TWEAKS`].
    pub list: &'static str,
    /// The item's place in that list.
    pub index: usize,
    /// `AI-1` …
    pub id: Option<String>,
    /// What is to be done.
    pub title: Option<String>,
    /// What it is good for.
    pub kind: Option<String>,
    /// How urgent it is.
    pub priority: Option<String>,
    /// Who does it: the roster's handle where it knows them.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// Its ticket.
    pub ticket: Option<String>,
    /// How far it is; `open` where it does not say.
    pub state: String,
    /// When it was done.
    pub done_on: Option<String>,
    /// Why it is not done.
    pub reason: Option<String>,
    /// The services of the incident.
    pub services: Vec<String>,
    /// Labels for its ticket: the severity, and with the incident's date.
    pub labels: Vec<String>,
    /// Whether only the date of the incident may leave the repository.
    pub is_confidential: bool,
}

impl Item {
    /// What it is called from outside: `2026-11-20-checkout/AI-3`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.postmortem, self.id.as_deref().unwrap_or("?"))
    }

    /// Whether there is still something to do.
    pub fn is_open(&self) -> bool {
        self.state != "done" && self.state != "wont-do"
    }

    /// Whether it was due before a day and is still open.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        let due = self.due.as_deref().and_then(|it| time::parse_date(it).ok());
        self.is_open() && self.state != "proposed" && due.is_some_and(|it| it < today)
    }
}

/// Which items are wanted. Everything that is given must hold; within one list, any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Owners, persons or teams.
    pub owners: Vec<String>,
    /// States; all that are open where there are none.
    pub states: Vec<String>,
    /// Priorities.
    pub priorities: Vec<String>,
    /// Kinds.
    pub kinds: Vec<String>,
    /// Services.
    pub services: Vec<String>,
    /// Only what was due before this day.
    pub late_on: Option<NaiveDate>,
    /// Also what is done.
    pub all: bool,
}

impl Filter {
    /// Whether an item is wanted. People are compared through the roster.
    pub fn takes(&self, item: &Item, policy: &Policy) -> bool {
        let word = |wanted: &[String], found: Option<&str>| {
            wanted.is_empty()
                || found.is_some_and(|it| wanted.iter().any(|w| w.eq_ignore_ascii_case(it)))
        };
        let state = if self.states.is_empty() {
            self.all || item.is_open()
        } else {
            word(&self.states, Some(&item.state))
        };
        let owner = self.owners.is_empty()
            || item.owner.as_ref().is_some_and(|it| {
                self.owners
                    .iter()
                    .any(|wanted| policy.roster.is_same(wanted, it))
            });
        let service = self.services.is_empty()
            || item
                .services
                .iter()
                .any(|it| word(&self.services, Some(it)));
        state
            && owner
            && service
            && word(&self.priorities, item.priority.as_deref())
            && word(&self.kinds, item.kind.as_deref())
            && self.late_on.is_none_or(|today| item.is_late(today))
    }
}

/// The items of a root, by what is due first; those without a date last.
pub fn collect(root: &Root, snapshot: &Snapshot) -> Result<Vec<Item>, SnapshotError> {
    let policy = &root.config.policy;
    let mut items: Vec<Item> = root
        .layout()?
        .postmortems
        .par_iter()
        .map_init(
            || snapshot.reader(),
            |reader, files| of_postmortem(policy, files, reader),
        )
        .flatten()
        .collect();
    sort(&mut items);
    Ok(items)
}

/// Sorts the items of several roots.
pub fn sort(items: &mut [Item]) {
    items.sort_by(|a, b| {
        let key = |it: &Item| (it.due.is_none(), it.due.clone(), it.path.clone(), it.index);
        key(a).cmp(&key(b))
    });
}

/// The items of one postmortem, in the order of its report.
pub fn of_postmortem(policy: &Policy, files: &Files, reader: &Reader<'_>) -> Vec<Item> {
    let report = Document::read(reader, &files.report, Sort::FactsOnly);
    of_document(policy, &files.id, &report, ITEMS)
}

/// The items in a list of a report or of a process review's notes, in its order; `id` is that of the
/// postmortem or of the review.
pub fn of_document(policy: &Policy, id: &str, report: &Document, list: &'static str) -> Vec<Item> {
    let nodes = report.field(list).map_or(&[][..], Node::items);
    let labels = labels(policy, report);
    let services: Vec<String> = report
        .field("services")
        .map_or(&[][..], Node::items)
        .iter()
        .filter_map(Node::as_str)
        .map(str::to_owned)
        .collect();
    let is_confidential = report.field("confidential").and_then(Node::as_bool) == Some(true);
    nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.is_map())
        .map(|(index, node)| {
            let text = |key: &str| {
                let text = node.get(key).and_then(Node::as_str)?.trim();
                (!text.is_empty()).then(|| text.to_owned())
            };
            Item {
                postmortem: id.to_owned(),
                path: report.path.clone(),
                line: report.lines.position(&report.text, node.span.start).line,
                list,
                index,
                id: text("id"),
                title: text("title"),
                kind: text("kind"),
                priority: text("priority"),
                owner: text("owner").map(|it| {
                    let known = policy.roster.find(&it);
                    bare(known.map_or(it.as_str(), |member| member.handle.as_str())).to_owned()
                }),
                due: text("due"),
                ticket: text("ticket"),
                state: text("state").unwrap_or_else(|| OPEN.to_owned()),
                done_on: text("done_on"),
                reason: text("reason"),
                services: services.clone(),
                labels: labels.clone(),
                is_confidential,
            }
        })
        .collect()
}

/// The labels of an incident's tickets: `sev1` and `sev1_20261120`.
fn labels(policy: &Policy, report: &Document) -> Vec<String> {
    let severity: String = report
        .text_of("severity")
        .unwrap_or_default()
        .chars()
        .filter(|it| it.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if severity.is_empty() {
        return Vec::new();
    }
    let date = rules::incident_date(policy, report);
    let dated = date.map(|it| format!("{severity}_{}", it.format("%Y%m%d")));
    std::iter::once(severity).chain(dated).collect()
}
