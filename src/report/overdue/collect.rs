//! From a root to all that it owes.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use rayon::prelude::*;

use super::Clock;
use super::Distance;
use super::Incident;
use super::Item;
use super::Known;
use super::Ledger;
use super::Owed;
use super::Part;
use super::Place;
use super::Unreadable;
use super::Unresolved;
use super::Whom;
use super::obstacle::amiss;
use super::obstacle::concerned;
use super::obstacle::future;
use super::obstacle::is_not_yet;
use super::obstacle::line_of;
use super::obstacle::of_review;
use super::obstacle::silence;
use super::obstacle::trouble;
use super::words;
use crate::config::Policy;
use crate::corpus::Dossier;
use crate::deadline;
use crate::deadline::Coverage;
use crate::deadline::Deadline;
use crate::deadline::State;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::model::Role;
use crate::model::Status;
use crate::postmortem::IncidentClock;
use crate::postmortem::Postmortem;
use crate::postmortem::ProcessReview;
use crate::report::list::Depth;
use crate::root::Root;
use crate::rules;
use crate::snapshot::AT_ONCE;
use crate::snapshot::Entry;
use crate::snapshot::EntryKind;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;
use crate::time::Moment;

/// An incident that goes on for longer than this is worth a note.
const LONG: TimeDelta = TimeDelta::days(7);

/// What of all that a root owes is kept: a repository of many years owes a lot that is done.
pub struct Wish<'a, T> {
    /// Which states are wanted; what cannot be read always is.
    pub state: &'a (dyn Fn(State) -> bool + Sync),
    /// How much of each report is read.
    pub depth: Depth,
    /// Whether it is told how each was computed.
    pub explains: bool,
    /// Has something to say of each document, from any thread: so that none is read twice. What a postmortem
    /// owes may be taken from there; the rest is kept.
    pub tell: &'a (dyn Fn(Read<'_>, &mut Vec<Item>) -> T + Sync),
}

/// Which of the deadlines of a postmortem are kept, and whether with the reckoning.
struct Wanted<'a> {
    state: &'a (dyn Fn(State) -> bool + Sync),
    explains: bool,
}

impl<'a> Wanted<'a> {
    fn of<T>(wish: &Wish<'a, T>) -> Self {
        Self {
            state: wish.state,
            explains: wish.explains,
        }
    }
}

/// A document that has been read, whether that went well or not.
#[derive(Clone, Copy)]
pub enum Read<'a> {
    /// A postmortem.
    Postmortem(Postmortem<'a>),
    /// The notes of a process review.
    ProcessReview(ProcessReview<'a>),
}

/// What was found in some postmortems, in the order of their paths.
struct Found<T> {
    owed: Ledger,
    told: Vec<T>,
    /// Who waits for a process review.
    commanders: Vec<String>,
}

impl<T> Found<T> {
    fn none() -> Self {
        Self {
            owed: Ledger::default(),
            told: Vec::new(),
            commanders: Vec::new(),
        }
    }

    /// The same with what was found in those that follow.
    fn and(mut self, next: Self) -> Self {
        self.owed.append(next.owed);
        self.told.extend(next.told);
        self.commanders.extend(next.commanders);
        self
    }
}

/// What a root owes, sorted, and what was told: of process reviews first, then of postmortems, both in
/// the order of their paths.
pub fn collect<T: Send>(
    root: &Root,
    clock: Clock,
    wish: &Wish<'_, T>,
) -> Result<(Ledger, Vec<T>), SnapshotError> {
    let layout = root.layout()?;
    let snapshot = root.snapshot();
    let policy = &root.config.policy;
    let past = root.clock(clock.now);
    let mut owed = Ledger::default();
    // A configuration with faults is judged by defaults in their place: that is said.
    for fault in &root.findings {
        if fault.level == Level::Error {
            let found = Unreadable::new(&fault.path, fault.start.line, &fault.message);
            let found = found.whose(Whom::Everybody);
            owed.items.push(Item::Unreadable(Box::new(found)));
        }
    }
    for entry in &layout.strange {
        let what = match entry.kind {
            EntryKind::NoDirectory => "is not a directory",
            _ => "is not a plain file",
        };
        let mut found = Unreadable::new(&entry.path, 1, what);
        found.place.is_confidential = root.is_confidential(&entry.path);
        owed.items.push(Item::Unreadable(Box::new(found)));
    }
    let mut reviews = reviews(root, &layout.process_reviews, clock, wish, &mut owed);
    let mut told = std::mem::take(&mut reviews.told);
    let (held, last) = (reviews.held, reviews.last);
    let wanted = Wanted::of(wish);
    let mut commanders = Vec::new();
    for some in layout.postmortems.chunks(AT_ONCE) {
        let found = some.par_iter().fold(
            || (snapshot.reader(), Found::none()),
            |(reader, mut found), files| {
                let dossier = match wish.depth {
                    Depth::FrontMatter => Dossier::read_facts(files, &reader),
                    Depth::Whole => Dossier::read(files, &reader),
                };
                let postmortem = Postmortem::new(policy, &dossier);
                let coverage = held.of(files.id.as_str());
                let mut owed = of_postmortem(postmortem, (clock, past), coverage, &wanted);
                let told = (wish.tell)(Read::Postmortem(postmortem), &mut owed.items);
                found.owed.append(owed);
                found.told.push(told);
                let commander = waits_for_review(&postmortem, coverage);
                found.commanders.extend(commander);
                (reader, found)
            },
        );
        let found = found.map(|(_, it)| it).reduce(Found::none, Found::and);
        owed.append(found.owed);
        told.extend(found.told);
        commanders.extend(found.commanders);
        snapshot.rest();
    }
    if let Some(review) = last {
        let next = deadline::next_review(&ProcessReview::new(policy, &review), &commanders);
        let next = next.map(|it| item(policy, clock, Subject::default(), &review, it));
        owed.items.extend(next);
    }
    if let Some(web) = &root.config.web_url {
        for item in &mut owed.items {
            let place = item.place_mut();
            place.url = web.of(&place.path, place.postmortem.as_deref());
        }
    }
    owed.sort();
    Ok((owed, told))
}

/// What one postmortem owes that is not met, sorted, by when it is due.
pub fn of_one(root: &Root, dossier: &Dossier, clock: Clock) -> Result<Vec<Item>, SnapshotError> {
    let nothing = Wish {
        state: &|_| false,
        depth: Depth::FrontMatter,
        explains: true,
        tell: &|_, _| (),
    };
    let mut others = Ledger::default();
    let Reviews { held, .. } = reviews(root, root.process_reviews()?, clock, &nothing, &mut others);
    let postmortem = Postmortem::new(&root.config.policy, dossier);
    let coverage = held.of(dossier.id.as_str());
    let clocks = (clock, root.clock(clock.now));
    let wanted = Wanted {
        state: &|it| it != State::Met,
        explains: true,
    };
    let mut owed = of_postmortem(postmortem, clocks, coverage, &wanted);
    owed.sort();
    Ok(owed.items)
}

/// What is said of an incident that no process review of a root has covered.
pub fn coverage(root: &Root) -> Coverage {
    let reader = root.snapshot().reader();
    let mut reviews = root.process_reviews().into_iter().flatten();
    let is_held = |it: &Entry| {
        let review = Document::read(&reader, it, Sort::FactsOnly);
        ProcessReview::new(&root.config.policy, &review).is_held()
    };
    if reviews.any(is_held) {
        Coverage::NotYet
    } else {
        Coverage::NoneHeld
    }
}

/// The process reviews that a root has held.
struct Held {
    /// When each incident was reviewed first.
    incidents: BTreeMap<String, Moment>,
    /// What is said of the others.
    otherwise: Coverage,
}

impl Held {
    fn of(&self, id: &str) -> Coverage {
        let at = self.incidents.get(id).copied();
        at.map_or(self.otherwise, Coverage::In)
    }
}

/// What process reviews say of postmortems, and what was told of each review.
struct Reviews<T> {
    held: Held,
    /// The last that was held.
    last: Option<Document>,
    told: Vec<T>,
}

/// Reads the process reviews: what they owe goes into `owed`.
fn reviews<T>(
    root: &Root,
    entries: &[Entry],
    clock: Clock,
    wish: &Wish<'_, T>,
    owed: &mut Ledger,
) -> Reviews<T> {
    let policy = &root.config.policy;
    let reader = root.snapshot().reader();
    let mut held = Held {
        incidents: BTreeMap::new(),
        otherwise: Coverage::NoneHeld,
    };
    let mut told = Vec::new();
    let mut last: Option<(Moment, Document)> = None;
    for entry in entries {
        let review = Document::read(&reader, entry, Sort::WithFrontMatter);
        let said = ProcessReview::new(policy, &review);
        told.push((wish.tell)(Read::ProcessReview(said), &mut Vec::new()));
        if let Some(why) = trouble(&review) {
            owed.items.push(unreadable(&review.path, why.0, &why.1));
            continue;
        }
        let Some(at) = said.scheduled_for() else {
            let line = said.field(FieldName::ScheduledFor).line();
            let why = "`scheduled_for` cannot be read";
            owed.items.push(unreadable(&review.path, line, why));
            continue;
        };
        if said.is_held() {
            held.otherwise = Coverage::NotYet;
            for id in said.incidents() {
                let first = held.incidents.entry(id.to_owned()).or_insert(at);
                *first = at.min(*first);
            }
        }
        let deadlines = deadline::of_review(&said)
            .into_iter()
            .chain(deadline::of_tweaks(&said));
        for it in deadlines {
            owed.items
                .push(item(policy, clock, Subject::default(), &review, it));
        }
        let amiss = of_review(&said).into_iter();
        owed.items
            .extend(amiss.map(|it| Item::Unreadable(Box::new(it))));
        if said.is_held() && last.as_ref().is_none_or(|(before, _)| *before < at) {
            last = Some((at, review));
        }
    }
    Reviews {
        held,
        last: last.map(|(_, review)| review),
        told,
    }
}

/// Who led the response to a major incident that no process review has covered: the next one is about
/// it, and theirs.
fn waits_for_review(postmortem: &Postmortem<'_>, coverage: Coverage) -> Option<String> {
    if coverage != Coverage::NotYet || !postmortem.is_major() || !postmortem.owes() {
        return None;
    }
    let commander = postmortem.people(Role::IncidentCommander).next();
    commander.map(str::to_owned)
}

fn of_postmortem(
    postmortem: Postmortem<'_>,
    (clock, past): (Clock, rules::Clock),
    coverage: Coverage,
    wanted: &Wanted<'_>,
) -> Ledger {
    let policy = postmortem.policy;
    let dossier = postmortem.dossier;
    let report = postmortem.report();
    let is_confidential = postmortem.is_confidential();
    let mut owed = Ledger::default();
    // Looking back, what began later is not yet there, whatever else is wrong with it.
    if is_not_yet(&postmortem, clock, past) {
        return owed;
    }
    if let Some((line, why)) = trouble(report)
        .or_else(|| silence(&postmortem))
        .or_else(|| future(&postmortem, past))
    {
        let found = Unreadable::new(&report.path, line, &why).of(&dossier.id, is_confidential);
        let found = found.whose(concerned(&postmortem));
        owed.items.push(Item::Unreadable(Box::new(found)));
        return owed;
    }
    // Beside the report, a file that cannot be read hides what was done, not what is owed.
    for document in dossier.documents().skip(1) {
        if let Some((line, why)) = trouble(document) {
            let found = Unreadable::new(&document.path, line, &why);
            let found = found.of(&dossier.id, is_confidential);
            let found = found.whose(concerned(&postmortem));
            owed.items.push(Item::Unreadable(Box::new(found)));
        }
    }
    let all = deadline::of_postmortem(postmortem, coverage);
    let mut incident = None;
    for mut it in all
        .into_iter()
        .filter(|it| (wanted.state)(it.state(clock.now, clock.soon)))
    {
        let document = dossier
            .documents()
            .find(|document| document.path == it.path)
            .unwrap_or(report);
        if !wanted.explains {
            it.explanation = String::new().into();
        }
        let incident = incident.get_or_insert_with(|| Arc::new(Incident::of(&postmortem)));
        let incident = Arc::clone(incident);
        owed.items.push(item(
            policy,
            clock,
            (Some(postmortem), incident),
            document,
            it,
        ));
    }
    let amiss = amiss(&postmortem, |it| past.ahead(it).is_some()).into_iter();
    owed.items
        .extend(amiss.map(|it| Item::Unreadable(Box::new(it))));
    let is_open = postmortem.status().is_some_and(Status::is_open);
    let is_asked_for = is_open && postmortem.owes();
    if let (true, IncidentClock::GoesOn(since)) = (is_asked_for, postmortem.clock()) {
        let span = clock.now.since(since);
        if span > LONG {
            owed.unresolved.push(Unresolved {
                postmortem: dossier.id.to_string(),
                path: report.path.clone(),
                days: span.num_days(),
                repo: None,
                is_confidential,
            });
        }
    }
    owed
}

fn unreadable(path: &RepoPath, line: usize, why: &str) -> Item {
    Item::Unreadable(Box::new(Unreadable::new(path, line, why)))
}

/// The postmortem that owes something, and its incident; a process review has none.
type Subject<'a> = (Option<Postmortem<'a>>, Arc<Incident>);

fn item(
    policy: &Policy,
    clock: Clock,
    (postmortem, incident): Subject<'_>,
    document: &Document,
    it: Deadline,
) -> Item {
    let handle = |person: &str| policy.roster.handle(person).to_owned();
    let state = it.state(clock.now, clock.soon);
    let calendar = &policy.calendar;
    let has_passed = it.due < clock.now;
    let distance = match state {
        State::Overdue => words::distance(calendar, it.due, clock.now, it.in_business_days),
        State::Soon | State::Open if has_passed => {
            words::distance(calendar, it.due, clock.now, false)
        }
        State::Soon | State::Open => words::distance(calendar, clock.now, it.due, false),
        State::Met => Distance::None,
    };
    let part = Part {
        step: it.step,
        action_item: it.action_item,
        action_title: it.action_title,
        name: it.name,
    };
    let in_chat = if it.owed_by.iter().any(|it| has_chat(policy, it)) {
        it.owed_by.iter().map(|it| in_chat(policy, it)).collect()
    } else {
        Vec::new()
    };
    let known = Known {
        teams: teams(policy, &it.owed_by),
        in_chat,
    };
    Item::Owed(Box::new(Owed {
        place: Place {
            postmortem: postmortem.map(|it| it.dossier.id.clone()),
            line: line_of(document, it.span.start),
            path: it.path,
            url: None,
            repo: None,
            is_confidential: postmortem.is_some_and(|it| it.is_confidential()),
        },
        incident,
        kind: it.kind,
        part: (part != Part::default()).then(|| Box::new(part)),
        role: it.role,
        owed_by: it.owed_by.iter().map(|it| handle(it)).collect(),
        known: (known != Known::default()).then(|| Box::new(known)),
        due: it.due,
        met_at: it.met_at,
        state,
        has_passed,
        apart: clock.now.since(it.due),
        distance,
        explanation: it.explanation.to_string().into(),
    }))
}

impl Incident {
    /// What a postmortem says of it.
    fn of(postmortem: &Postmortem<'_>) -> Self {
        let roster = &postmortem.policy.roster;
        let text = |field| postmortem.field(field).text();
        let handle = |person: &str| roster.handle(person).to_owned();
        let services = postmortem.field(FieldName::Services).texts();
        Self {
            title: text(FieldName::Title).map(str::to_owned),
            owner: text(FieldName::Owner).map(handle),
            commander: text(FieldName::IncidentCommander).map(handle),
            services: services.map(str::to_owned).collect(),
            severity: text(FieldName::Severity).map(str::to_owned),
        }
    }
}

/// The teams of people, each once.
fn teams(policy: &Policy, people: &[String]) -> Vec<String> {
    let mut teams: Vec<String> = Vec::new();
    for it in people {
        let team = match policy.roster.find(it) {
            Some(member) => member.team.clone(),
            None => Some(it.clone()).filter(|it| it.contains('/')),
        };
        teams.extend(team.filter(|it| !teams.contains(it)));
    }
    teams
}

/// Whether the roster knows what the chat calls a person.
fn has_chat(policy: &Policy, person: &str) -> bool {
    let member = policy.roster.find(person);
    member.is_some_and(|it| it.chat.is_some())
}

/// What the chat calls a person, where the roster knows.
fn in_chat(policy: &Policy, person: &str) -> String {
    let chat = policy.roster.find(person).and_then(|it| it.chat.clone());
    chat.unwrap_or_else(|| policy.roster.handle(person).to_owned())
}
