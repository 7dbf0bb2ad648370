//! The action items of a root.

use rayon::prelude::*;

use crate::config::Policy;
use crate::config::Someone;
use crate::deadline;
use crate::deadline::ItemTerm;
use crate::document::Document;
use crate::document::Sort;
use crate::likeness;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::postmortem::ActionItem;
use crate::postmortem::ProcessReview;
use crate::postmortem::Report;
use crate::report::overdue;
use crate::report::overdue::Unreadable;
use crate::report::overdue::Whom;
use crate::report::public::Public;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;
use crate::time;
use crate::time::Moment;

/// One action item. What it does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The postmortem's id; of a tweak, the process review's.
    pub postmortem: String,
    /// The report, or the notes.
    pub path: RepoPath,
    /// The item's line in it, from 1.
    pub line: usize,
    /// The list that holds it: the action items, or the tweaks of a process review.
    pub list: FieldName,
    /// The item's place in that list.
    pub index: usize,
    /// `AI-1` …
    pub id: Option<String>,
    /// What is to be done.
    pub title: Option<String>,
    /// What it is for.
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
    /// The moment until which there is time: by its own `due`, or by the policy where that is earlier.
    /// `None` where nobody waits for it.
    pub due_at: Option<Moment>,
    /// Whether that has passed and it is still open; only `seen_at` says so.
    pub is_late: bool,
}

impl Item {
    /// What it is called from outside: `2026-11-20-checkout/AI-3`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.postmortem, self.id.as_deref().unwrap_or("?"))
    }

    /// How far it is; `None` where its word is none that is known.
    pub fn state(&self) -> Option<ActionState> {
        ActionState::parse(&self.state)
    }

    /// Whether there is still something to do.
    pub fn is_open(&self) -> bool {
        !self.state().is_some_and(ActionState::is_over)
    }

    /// The same, as it stands at a moment.
    #[must_use]
    pub fn seen_at(self, now: Moment) -> Self {
        Self {
            is_late: self.is_late_at(now),
            ..self
        }
    }

    /// Whether it was due before a moment and is still open, as `overdue` says.
    pub fn is_late_at(&self, now: Moment) -> bool {
        let owes = self.state().is_none_or(ActionState::owes);
        owes && self.due_at.is_some_and(|it| it < now)
    }
}

/// Which items are wanted. Everything that is given must hold; within one list, any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Owners, persons or teams.
    pub owners: Vec<Someone>,
    /// States; all that are open where there are none.
    pub states: Vec<String>,
    /// Priorities.
    pub priorities: Vec<String>,
    /// Kinds.
    pub kinds: Vec<String>,
    /// Services.
    pub services: Vec<String>,
    /// Only what is late.
    pub is_late: bool,
    /// Also what is done.
    pub all: bool,
}

impl Filter {
    /// Whether an item is wanted. People are compared through the roster.
    pub fn takes(&self, item: &Item, policy: &Policy) -> bool {
        let word = |wanted: &[String], found: Option<&str>| {
            wanted.is_empty()
                || found.is_some_and(|it| wanted.iter().any(|w| likeness::is_same(w, it)))
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
                    .any(|wanted| policy.roster.is(wanted, it))
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
            && (!self.is_late || item.is_late)
    }

    /// Whether what cannot be read may be an item that is wanted, by whose it is.
    fn may_take(&self, it: &Unreadable, policy: &Policy) -> bool {
        let mut owners = self.owners.iter();
        let is_of = |people: &[String], owner: &Someone| {
            people.iter().any(|it| policy.roster.is(owner, it))
        };
        match &it.whom {
            Whom::Named(people) if !self.owners.is_empty() => owners.any(|it| is_of(people, it)),
            _ => true,
        }
    }
}

/// What may leave the repository of some items: none of a confidential postmortem.
pub fn public(items: &[Item]) -> Public<Vec<&Item>> {
    let items = items.iter().filter(|it| !it.is_confidential);
    Public::new(items.collect())
}

/// The items of a root.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// By what is due first; those without a date last.
    pub items: Vec<Item>,
    /// What cannot be read, so that items may be missing.
    pub unread: Vec<Unreadable>,
}

impl Found {
    /// What of a root, as it stands at a moment, a filter takes; where a file is meant, of that alone.
    #[must_use]
    pub fn taken(
        self,
        filter: &Filter,
        meant: Option<&RepoPath>,
        (policy, now): (&Policy, Moment),
    ) -> Self {
        let is_meant = |path: &RepoPath| meant.is_none_or(|it| it == path);
        let items = self.items.into_iter().filter(|it| is_meant(&it.path));
        let items = items.map(|it| it.seen_at(now));
        let unread = self.unread.into_iter();
        let unread = unread.filter(|it| is_meant(&it.place.path));
        Self {
            items: items.filter(|it| filter.takes(it, policy)).collect(),
            unread: unread.filter(|it| filter.may_take(it, policy)).collect(),
        }
    }
}

/// The items of a root, the tweaks of its process reviews among them.
pub fn collect(root: &Root, snapshot: &Snapshot) -> Result<Found, SnapshotError> {
    let policy = &root.config.policy;
    let reader = snapshot.reader();
    let mut found = in_postmortems(root, snapshot)?;
    for notes in &root.layout()?.process_reviews {
        let notes = Document::read(&reader, notes, Sort::FactsOnly);
        let review = ProcessReview::new(policy, &notes);
        found.items.extend(of_review(&review));
        let amiss = || overdue::of_review(&review);
        found.unread.extend(unread(&notes, amiss));
    }
    sort(&mut found.items);
    Ok(found)
}

/// The items of a root's postmortems alone, in the same order.
pub fn of_postmortems(root: &Root, snapshot: &Snapshot) -> Result<Vec<Item>, SnapshotError> {
    let mut items = in_postmortems(root, snapshot)?.items;
    sort(&mut items);
    Ok(items)
}

/// Why a document cannot be read, else what is amiss in it.
fn unread(document: &Document, amiss: impl Fn() -> Vec<Unreadable>) -> Vec<Unreadable> {
    match overdue::trouble(document) {
        Some((line, why)) => vec![Unreadable::new(&document.path, line, &why)],
        None => amiss(),
    }
}

/// What is in the reports of a root, in the order of their paths.
fn in_postmortems(root: &Root, snapshot: &Snapshot) -> Result<Found, SnapshotError> {
    let policy = &root.config.policy;
    let postmortems = root.layout()?.postmortems.par_iter().map_init(
        || snapshot.reader(),
        |reader, files| {
            let report = Document::read(reader, &files.report, Sort::FactsOnly);
            let report = Report::new(policy, &report);
            let amiss = unread(report.document, || overdue::of_items(&report));
            let is_confidential = report.is_confidential();
            let amiss = amiss
                .into_iter()
                .map(|it| it.of(&files.id, is_confidential));
            (of_report(&files.id, &report), amiss.collect::<Vec<_>>())
        },
    );
    let mut found = Found::default();
    for (items, amiss) in postmortems.collect::<Vec<_>>() {
        found.items.extend(items);
        found.unread.extend(amiss);
    }
    Ok(found)
}

/// Sorts the items of several roots.
pub fn sort(items: &mut [Item]) {
    items.sort_by(|a, b| {
        let key = |it: &Item| (it.due.is_none(), it.due.clone(), it.path.clone(), it.index);
        key(a).cmp(&key(b))
    });
}

/// The items of the report of a postmortem.
pub fn of_report(id: &str, report: &Report<'_>) -> Vec<Item> {
    let services = report.field(FieldName::Services).texts();
    let services: Vec<String> = services.map(str::to_owned).collect();
    let labels = labels(report);
    let term = deadline::item_term(report);
    report
        .action_items()
        .map(|it| Item {
            services: services.clone(),
            labels: labels.clone(),
            is_confidential: report.is_confidential(),
            due_at: due_at(report, term, &it),
            ..item(report.policy, id, report.document, &it)
        })
        .collect()
}

/// Until when there is time for an action item of a report, where the policy has such a term for it: by
/// its own `due`, or by that term where that is earlier. `None` where nobody waits for it: it is only
/// proposed, or its report owes nothing.
pub(super) fn due_at(
    report: &Report<'_>,
    term: Option<ItemTerm>,
    item: &ActionItem<'_>,
) -> Option<Moment> {
    if !report.may_owe() {
        return None;
    }
    let policy = report.policy;
    let by_policy = term.filter(|_| deadline::is_urgent(policy, item));
    let by_policy = by_policy.map(|it| it.due(policy));
    let is_agreed = item.state() != Some(ActionState::Proposed);
    let all = own_due(policy, item).into_iter().chain(by_policy);
    all.min().filter(|_| is_agreed)
}

/// The end of the day that an item names itself.
fn own_due(policy: &Policy, item: &ActionItem<'_>) -> Option<Moment> {
    let day = time::parse_date(item.field(FieldName::Due).words()?).ok()?;
    Some(policy.zone.end_of_day(day))
}

/// The tweaks of a process review.
pub fn of_review(review: &ProcessReview<'_>) -> Vec<Item> {
    review
        .tweaks()
        .map(|it| Item {
            due_at: own_due(review.policy, &it),
            ..item(review.policy, review.id(), review.document, &it)
        })
        .collect()
}

fn item(policy: &Policy, id: &str, document: &Document, it: &ActionItem<'_>) -> Item {
    let text = |field| it.field(field).words().map(str::to_owned);
    let owner = it.field(FieldName::Owner).words();
    Item {
        postmortem: id.to_owned(),
        path: document.path.clone(),
        line: document
            .lines
            .position(&document.text, it.node.span.start)
            .line,
        list: it.list,
        index: it.index,
        id: text(FieldName::Id),
        title: text(FieldName::Title),
        kind: text(FieldName::Kind),
        priority: text(FieldName::Priority),
        owner: owner.map(|it| policy.roster.handle(it).to_owned()),
        due: text(FieldName::Due),
        ticket: text(FieldName::Ticket),
        state: text(FieldName::State).unwrap_or_else(|| ActionState::Open.to_string()),
        done_on: text(FieldName::DoneOn),
        reason: text(FieldName::Reason),
        services: Vec::new(),
        labels: Vec::new(),
        is_confidential: false,
        due_at: None,
        is_late: false,
    }
}

/// The labels of an incident's tickets: `sev1` and `sev1_20261120`.
fn labels(report: &Report<'_>) -> Vec<String> {
    let severity: String = report
        .field(FieldName::Severity)
        .text()
        .unwrap_or_default()
        .chars()
        .filter(|it| it.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if severity.is_empty() {
        return Vec::new();
    }
    let date = report.incident_date();
    let dated = date.map(|it| format!("{severity}_{}", it.format("%Y%m%d")));
    std::iter::once(severity).chain(dated).collect()
}
