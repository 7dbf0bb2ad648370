//! From a root to all that it owes.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use rayon::prelude::*;

use super::Clock;
use super::Item;
use super::Ledger;
use super::Owed;
use super::Place;
use super::Unreadable;
use super::Unresolved;
use super::words;
use crate::config::Policy;
use crate::corpus::CHECKLIST;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::deadline;
use crate::deadline::Deadline;
use crate::deadline::State;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::Node;
use crate::model::Status;
use crate::model::bare;
use crate::root::Root;
use crate::rules;
use crate::rules::Context;
use crate::snapshot::Entry;
use crate::snapshot::Reader;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;
use crate::time;
use crate::time::Moment;

/// An incident that goes on for longer than this is worth a note.
const LONG: TimeDelta = TimeDelta::days(7);

/// What of all that a root owes is kept: a repository of many years owes a lot that is done.
pub struct Wish<'a> {
    /// Which states are wanted; what cannot be read always is.
    pub state: &'a (dyn Fn(State) -> bool + Sync),
    /// Called once for each postmortem.
    pub progress: &'a (dyn Fn() + Sync),
}

/// What a root owes, sorted.
pub fn collect(root: &Root, clock: Clock, wish: &Wish<'_>) -> Result<Ledger, SnapshotError> {
    let layout = root.layout()?;
    let snapshot = root.snapshot();
    let policy = &root.config.policy;
    let mut owed = Ledger::default();
    // A configuration with faults is judged by defaults in their place: that is said.
    for fault in &root.findings {
        if fault.level == Level::Error {
            owed.items
                .push(unreadable(&fault.path, fault.start.line, &fault.message));
        }
    }
    for entry in &layout.strange {
        owed.items
            .push(unreadable(&entry.path, 1, "is not a plain file"));
    }
    let held = reviews(policy, snapshot, &layout.process_reviews, clock, &mut owed);
    let found: Vec<Ledger> = layout
        .postmortems
        .par_iter()
        .map_init(
            || snapshot.reader(),
            |reader, files| {
                let owed = of_postmortem(policy, files, reader, clock, &held, wish);
                (wish.progress)();
                owed
            },
        )
        .collect();
    for one in found {
        owed.items.extend(one.items);
        owed.unresolved.extend(one.unresolved);
    }
    if let Some(web) = &root.config.web_url {
        for item in &mut owed.items {
            let place = item.place_mut();
            place.url = Some(format!("{web}/{}", place.path.to_uri()));
        }
    }
    owed.sort();
    Ok(owed)
}

/// Reads the process reviews: what they owe goes into `owed`; gives when each incident was reviewed.
fn reviews(
    policy: &Policy,
    snapshot: &Snapshot,
    entries: &[Entry],
    clock: Clock,
    owed: &mut Ledger,
) -> BTreeMap<String, Moment> {
    let reader = snapshot.reader();
    let mut held: BTreeMap<String, Moment> = BTreeMap::new();
    let mut last: Option<(Moment, Document)> = None;
    for entry in entries {
        let review = Document::read(&reader, entry, Sort::WithFrontMatter);
        if let Some(why) = trouble(&review) {
            owed.items.push(unreadable(&review.path, why.0, &why.1));
            continue;
        }
        let Some((at, _)) = rules::moment(&review, "scheduled_for") else {
            let line = line_of(&review, review.place_of("scheduled_for").start);
            owed.items.push(unreadable(
                &review.path,
                line,
                "`scheduled_for` cannot be read",
            ));
            continue;
        };
        if review.text_of("status") == Some("held") {
            for id in review.field("incidents").map_or(&[][..], Node::items) {
                if let Some(id) = id.as_str() {
                    let first = held.entry(id.to_owned()).or_insert(at);
                    *first = at.min(*first);
                }
            }
        }
        let deadlines = deadline::of_review(policy, &review)
            .into_iter()
            .chain(deadline::of_tweaks(policy, &review));
        for it in deadlines {
            owed.items.push(item(policy, clock, None, &review, it));
        }
        let tweaks = review.field("tweaks").map_or(&[][..], Node::items);
        let without = without_day(&review, tweaks.iter()).into_iter();
        owed.items.extend(without.map(Item::Unreadable));
        let is_held = review.text_of("status") == Some("held");
        if is_held && last.as_ref().is_none_or(|(before, _)| *before < at) {
            last = Some((at, review));
        }
    }
    if let Some((_, review)) = last {
        let next = deadline::next_review(policy, &review);
        owed.items
            .extend(next.map(|it| item(policy, clock, None, &review, it)));
    }
    held
}

fn of_postmortem(
    policy: &Policy,
    files: &Files,
    reader: &Reader<'_>,
    clock: Clock,
    held: &BTreeMap<String, Moment>,
    wish: &Wish<'_>,
) -> Ledger {
    let dossier = Dossier::read_facts(files, reader);
    let report = &dossier.report;
    let context = Context::new(policy, &dossier);
    let mut owed = Ledger::default();
    if let Some((line, why)) = trouble(report).or_else(|| silence(&context)) {
        let found =
            Unreadable::new(&report.path, line, &why).of(&files.id, is_confidential(report));
        owed.items.push(Item::Unreadable(found));
        return owed;
    }
    // Beside the report, a file that cannot be read hides what was done, not what is owed.
    for document in dossier.documents().skip(1) {
        if let Some((line, why)) = trouble(document) {
            let found = Unreadable::new(&document.path, line, &why);
            let found = found.of(&files.id, is_confidential(report));
            owed.items.push(Item::Unreadable(found));
        }
    }
    let all = deadline::of_postmortem(&context, held.get(&files.id).copied());
    for it in all
        .into_iter()
        .filter(|it| (wish.state)(it.state(clock.now, clock.soon)))
    {
        let document = dossier
            .documents()
            .find(|document| document.path == it.path)
            .unwrap_or(report);
        owed.items
            .push(item(policy, clock, Some(&dossier), document, it));
    }
    if context
        .status()
        .is_some_and(|it| !owes_nothing(&context, it))
    {
        for item in without_day(report, context.action_items().map(|(_, it)| it)) {
            let item = item.of(&files.id, is_confidential(report));
            owed.items.push(Item::Unreadable(item));
        }
    }
    let is_open = context.status().is_some_and(Status::is_open);
    if let (true, deadline::Clock::GoesOn(since)) = (is_open, deadline::clock(&context)) {
        let span = clock.now.since(since);
        if span > LONG {
            owed.unresolved.push(Unresolved {
                postmortem: files.id.clone(),
                path: report.path.clone(),
                days: span.num_days(),
                is_confidential: is_confidential(report),
            });
        }
    }
    owed
}

/// What keeps a document from being read, and its line. A checklist has no front matter and needs
/// none.
fn trouble(document: &Document) -> Option<(usize, String)> {
    let has_none = document.path.name() == CHECKLIST && document.faults.is_empty();
    if document.is_readable() || has_none {
        return None;
    }
    Some(match document.faults.first() {
        Some(fault) => (line_of(document, fault.span.start), fault.message.clone()),
        None => (1, "cannot be read".to_owned()),
    })
}

/// What a report that can be read does not say, and without which nobody knows what it owes: a
/// status, a severity, a date. One that is older than `enforce_from` or not required owes nothing.
fn silence(context: &Context<'_>) -> Option<(usize, String)> {
    let report = context.report();
    let at = |field: &str| line_of(report, report.place_of(field).start);
    let quoted = |field: &str| report.text_of(field).unwrap_or_default().to_owned();
    let Some(status) = context.status() else {
        return Some((
            at("status"),
            match report.field("status") {
                Some(_) => format!("`{}` is no status", quoted("status")),
                None => "`status` is missing".to_owned(),
            },
        ));
    };
    if owes_nothing(context, status) {
        return None;
    }
    if context.severity().is_none() {
        return Some((
            at("severity"),
            match report.field("severity") {
                Some(_) => format!("`{}` is no severity", quoted("severity")),
                None => "`severity` is missing".to_owned(),
            },
        ));
    }
    if deadline::clock(context) == deadline::Clock::Unknown {
        let field = ["resolved_at", "started_at", "detected_at"]
            .into_iter()
            .find(|it| report.field(it).is_some());
        return Some(match field {
            Some(field) => (at(field), format!("`{field}` is no timestamp")),
            None => (
                at("started_at"),
                "it says neither when the incident began nor when it ended".to_owned(),
            ),
        });
    }
    None
}

/// Whether it is required of nobody, or older than `enforce_from`.
fn owes_nothing(context: &Context<'_>, status: Status) -> bool {
    let is_older = context.policy.enforce_from.is_some_and(|from| {
        context
            .incident_date()
            .is_some_and(|incident| incident < from)
    });
    status == Status::NotRequired || is_older
}

/// Action items that are still to be done, by a day that cannot be read.
fn without_day<'a>(document: &Document, items: impl Iterator<Item = &'a Node>) -> Vec<Unreadable> {
    let mut found = Vec::new();
    for item in items.filter(|it| it.is_map()) {
        let text = |key: &str| item.get(key).and_then(Node::as_str);
        let Some(due) = item.get("due").filter(|it| !it.is_null()) else {
            continue;
        };
        let is_owed = !matches!(text("state"), Some("proposed" | "done" | "wont-do"));
        let is_day = text("due").is_some_and(|it| time::parse_date(it.trim()).is_ok());
        if is_owed && !is_day {
            let id = text("id").unwrap_or("an action item");
            let line = line_of(document, due.span.start);
            found.push(Unreadable {
                action_item: text("id").map(str::to_owned),
                ..Unreadable::new(&document.path, line, &format!("`due` of {id} is no date"))
            });
        }
    }
    found
}

fn unreadable(path: &RepoPath, line: usize, why: &str) -> Item {
    Item::Unreadable(Unreadable::new(path, line, why))
}

fn item(
    policy: &Policy,
    clock: Clock,
    dossier: Option<&Dossier>,
    document: &Document,
    it: Deadline,
) -> Item {
    let report = dossier.map(|it| &it.report);
    let text = |field: &str| report?.text_of(field).map(str::to_owned);
    let state = it.state(clock.now, clock.soon);
    let calendar = &policy.calendar;
    let distance = match state {
        State::Overdue => words::lateness(calendar, it.due, clock.now, it.in_business_days),
        State::Soon | State::Open => words::lateness(calendar, clock.now, it.due, false),
        State::Met => String::new(),
    };
    let services = report.and_then(|it| it.field("services"));
    let services = services.map_or(&[][..], Node::items).iter();
    Item::Owed(Box::new(Owed {
        place: Place {
            postmortem: dossier.map(|it| it.id.clone()),
            line: line_of(document, it.span.start),
            path: it.path,
            url: None,
            is_confidential: report.is_some_and(is_confidential),
        },
        title: text("title"),
        owner: text("owner").map(|it| handle(policy, &it)),
        commander: text("roles.incident_commander").map(|it| handle(policy, &it)),
        services: services
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect(),
        severity: text("severity"),
        kind: it.kind,
        step: it.step,
        action_item: it.action_item,
        role: it.role,
        owed_by: it.owed_by.iter().map(|it| handle(policy, it)).collect(),
        owed_by_in_chat: it.owed_by.iter().map(|it| in_chat(policy, it)).collect(),
        due: it.due,
        met_at: it.met_at,
        state,
        late_by: (state == State::Overdue).then(|| clock.now.since(it.due)),
        distance,
        explanation: it.explanation,
    }))
}

/// The one name of a person: the roster's handle, else what is written, without an `@`.
fn handle(policy: &Policy, person: &str) -> String {
    let known = policy.roster.find(person);
    bare(known.map_or(person, |it| it.handle.as_str())).to_owned()
}

/// What the chat calls a person, where the roster knows.
fn in_chat(policy: &Policy, person: &str) -> String {
    let chat = policy.roster.find(person).and_then(|it| it.chat.clone());
    chat.unwrap_or_else(|| handle(policy, person))
}

/// Whether a report is confidential. Of one that cannot be read a line that says so is enough.
pub(in crate::report) fn is_confidential(report: &Document) -> bool {
    if report.is_readable() {
        return report.field("confidential").and_then(Node::as_bool) == Some(true);
    }
    let mut lines = report.text.lines();
    lines.any(|it| it.starts_with("confidential:") && !it.contains("false"))
}

fn line_of(document: &Document, offset: usize) -> usize {
    document.lines.position(&document.text, offset).line
}
