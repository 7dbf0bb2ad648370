//! From a root to its tables.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::ActionItem;
use super::ChecklistStep;
use super::Configurations;
use super::Deadline;
use super::Postmortem;
use super::ProcessReview;
use super::Tables;
use super::TimelineRow;
use crate::config::Policy;
use crate::deadline;
use crate::deadline::Coverage;
use crate::deadline::ItemTerm;
use crate::git::Oid;
use crate::markdown::one_line;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::model::Role;
use crate::postmortem;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::report::actions;
use crate::report::checklist;
use crate::report::list;
use crate::report::overdue;
use crate::report::overdue::Clock;
use crate::report::overdue::Item;
use crate::report::overdue::Part as OwedPart;
use crate::report::overdue::Place;
use crate::report::overdue::Read;
use crate::report::overdue::Wish;
use crate::report::process_reviews;
use crate::root::Root;
use crate::rules;
use crate::time;
use crate::time::Moment;

/// How much is read of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Its front matter, which costs little: there is no timeline, and nothing that stands in a body alone.
    FrontMatter,
    /// Its body too.
    Whole,
    /// The same, and the text of the body is kept.
    WithText,
}

/// What is read, and how.
pub struct Part<'a> {
    /// What the repository is called.
    pub repo: &'a str,
    /// The root.
    pub root: &'a Root,
    /// The clock.
    pub clock: Clock,
    /// How much is read of each report.
    pub depth: Depth,
    /// The configurations that held before.
    pub then: &'a Configurations,
}

/// When something was due that a configuration asked for, by its kind and what tells it apart.
type DueThen = BTreeMap<(DeadlineKind, Option<String>), Moment>;

/// What is told of a document.
enum Told {
    Postmortem(Box<Found>),
    ProcessReview(Box<ProcessReview>, Vec<ActionItem>),
    /// It began after the clock. Where it is confidential, its id is looked for in others all the same.
    NotYet(Option<String>),
}

/// The rows of tables, a list for each document.
#[derive(Default)]
struct Rows {
    timeline: Vec<Vec<TimelineRow>>,
    action_items: Vec<Vec<ActionItem>>,
    steps: Vec<Vec<ChecklistStep>>,
    deadlines: Vec<Vec<Deadline>>,
}

/// Puts the rows of all documents behind each other.
fn put<T>(all: &mut Vec<T>, of_each: Vec<Vec<T>>) {
    all.reserve_exact(of_each.iter().map(Vec::len).sum());
    all.extend(of_each.into_iter().flatten());
}

/// What one postmortem has for the tables.
struct Found {
    row: Postmortem,
    timeline: Vec<TimelineRow>,
    action_items: Vec<ActionItem>,
    steps: Vec<ChecklistStep>,
    deadlines: Vec<Deadline>,
    /// What it is about in `PagerDuty`, also where it is confidential: this is compared and never shown.
    references: Vec<String>,
    /// Its id, where it is confidential: this is looked for and never shown.
    secret: Option<String>,
}

impl Tables {
    /// The tables of a root. `progress` is called once for each postmortem.
    pub fn collect(part: &Part<'_>, progress: &(dyn Fn() + Sync)) -> Result<Self, Refusal> {
        let root = part.root;
        // Which commit is looked at is asked of git once, and not for each postmortem.
        let past = root.clock(part.clock.now);
        let wish = Wish {
            explains: true,
            state: &|_| true,
            depth: match part.depth {
                Depth::FrontMatter => list::Depth::FrontMatter,
                Depth::Whole | Depth::WithText => list::Depth::Whole,
            },
            tell: &|read, owed| match read {
                Read::Postmortem(it) => {
                    progress();
                    part.postmortem(it, past, std::mem::take(owed))
                }
                Read::ProcessReview(it) => process_review(&it),
            },
        };
        let (owed, told) = overdue::collect(root, part.clock, &wish)?;
        let mut tables = Self {
            repo: part.repo.to_owned(),
            snapshot: root.snapshot().name().to_owned(),
            as_of: part.clock.now,
            root: root.directory.to_string(),
            postmortems: Vec::new(),
            timeline: Vec::new(),
            action_items: Vec::new(),
            deadlines: owed.items.into_iter().map(of_no_postmortem).collect(),
            checklist_steps: Vec::new(),
            process_reviews: Vec::new(),
            is_cut_off: part.then.is_cut_off(),
            references: Vec::new(),
        };
        let mut tweaks = Vec::new();
        let mut secrets = Vec::new();
        let mut rows = Rows::default();
        for it in told {
            match it {
                Told::NotYet(secret) => secrets.extend(secret),
                Told::ProcessReview(review, items) => {
                    tables.process_reviews.push(*review);
                    tweaks.push(items);
                }
                Told::Postmortem(found) => {
                    tables.references.extend(found.references);
                    secrets.extend(found.secret);
                    tables.postmortems.push(found.row);
                    rows.timeline.push(found.timeline);
                    rows.action_items.push(found.action_items);
                    rows.steps.push(found.steps);
                    rows.deadlines.push(found.deadlines);
                }
            }
        }
        rows.action_items.append(&mut tweaks);
        // Each table is as large as all reports: they are put together at once, and none grows as it is filled.
        let Tables {
            timeline,
            action_items,
            deadlines,
            checklist_steps,
            ..
        } = &mut tables;
        rayon::join(
            || {
                rayon::join(
                    || put(timeline, rows.timeline),
                    || put(action_items, rows.action_items),
                )
            },
            || {
                rayon::join(
                    || put(deadlines, rows.deadlines),
                    || put(checklist_steps, rows.steps),
                )
            },
        );
        tables.deadlines.par_sort_by(in_order);
        tables.name_no_secrets();
        tables.take_out(&secrets)?;
        Ok(tables)
    }

    /// Calls every postmortem by its date that is not here by its id: it may be confidential.
    fn name_no_secrets(&mut self) {
        let ids = self.postmortems.iter().filter_map(|it| it.id.clone());
        let known: BTreeSet<String> = ids.collect();
        let veil = |ids: &mut Vec<String>| {
            for id in ids.iter_mut().filter(|it| !known.contains(*it)) {
                let day = PostmortemId::date_in(id);
                *id = day.map(|it| it.to_string()).unwrap_or_default();
            }
            ids.retain(|it| !it.is_empty());
        };
        for it in &mut self.postmortems {
            veil(&mut it.related);
        }
        for it in &mut self.process_reviews {
            veil(&mut it.incidents);
        }
    }
}

impl Part<'_> {
    fn postmortem(
        &self,
        it: postmortem::Postmortem<'_>,
        past: rules::Clock,
        owed: Vec<Item>,
    ) -> Told {
        if overdue::is_not_yet(&it, self.clock, past) {
            let id = it.is_confidential().then(|| it.dossier.id.to_string());
            return Told::NotYet(id);
        }
        let date = it.incident_date().or_else(|| it.dossier.id.date());
        let references = references(&it);
        if it.is_confidential() {
            return Told::Postmortem(Box::new(Found {
                row: Postmortem {
                    date,
                    is_confidential: true,
                    ..Postmortem::default()
                },
                timeline: Vec::new(),
                action_items: Vec::new(),
                steps: Vec::new(),
                deadlines: Vec::new(),
                references,
                secret: Some(it.dossier.id.to_string()),
            }));
        }
        // Of what was not reviewed yet, what holds now is asked.
        let then = it
            .moment(FieldName::ReviewedAt)
            .and_then(|at| self.then.at(self.root, at));
        let judged = match then {
            Some((policy, _)) => Report::new(policy, it.report()),
            None => *it,
        };
        let steps = checklist::of_postmortem(it.policy, it.dossier);
        let then = then.map(|(policy, commit)| {
            let then = postmortem::Postmortem::new(policy, it.dossier);
            (commit, due_then(then))
        });
        let document = it.report();
        let row = Postmortem {
            body: (self.depth == Depth::WithText)
                .then(|| document.body.span.of(&document.text).to_owned()),
            ..row(&it, date)
        };
        // Where the report does not say what it owes, nobody knows until when the policy wants anything.
        let is_unsaid = |owed: &Item| matches!(owed, Item::Unreadable(owed) if owed.action_item.is_none() && owed.place.path == document.path);
        let is_said = then.is_some() || !owed.iter().any(is_unsaid);
        let term = deadline::item_term(&judged).filter(|_| is_said);
        let action_items = action_items(&it, &judged, term);
        Told::Postmortem(Box::new(Found {
            deadlines: deadlines(owed, &row, then),
            row,
            timeline: match self.depth {
                Depth::FrontMatter => Vec::new(),
                Depth::Whole | Depth::WithText => timeline(&it),
            },
            action_items,
            steps: steps.into_iter().map(step).collect(),
            references,
            secret: None,
        }))
    }
}

/// What no postmortem owes: by today's configuration alone.
fn of_no_postmortem(item: Item) -> Deadline {
    let row = of_item(item);
    Deadline {
        due_then: row.due,
        ..row
    }
}

/// The order of the files, and of what stands in them.
fn in_order(a: &Deadline, b: &Deadline) -> Ordering {
    fn key(it: &Deadline) -> impl Ord + use<'_> {
        let (kind, part) = it.key();
        (
            it.path.as_str(),
            it.line,
            kind,
            part,
            it.explanation.as_str(),
        )
    }
    key(a).cmp(&key(b))
}

/// The incidents that a report is about, by their ids or addresses.
fn references(it: &Report<'_>) -> Vec<String> {
    let own = it.field(FieldName::Pagerduty).words();
    let grouped = it.field(FieldName::GroupedIncidents).texts();
    own.into_iter().chain(grouped).map(str::to_owned).collect()
}

/// What a report says of a postmortem.
fn row(it: &postmortem::Postmortem<'_>, date: Option<chrono::NaiveDate>) -> Postmortem {
    let policy = it.policy;
    let text = |field| it.field(field).words().map(str::to_owned);
    let texts = |field| it.field(field).texts().map(str::to_owned).collect();
    let person = |role| it.people(role).next();
    let handle = |person: &str| policy.roster.handle(person).to_owned();
    let number = |field| it.field(field).whole_number();
    let moment = |field| it.moment(field);
    Postmortem {
        id: Some(it.dossier.id.to_string()),
        path: Some(it.report().path.to_string()),
        date,
        is_confidential: false,
        is_readable: Some(overdue::trouble(it.report()).is_none()),
        title: text(FieldName::Title),
        status: text(FieldName::Status),
        severity: text(FieldName::Severity),
        is_major: Some(it.is_major()),
        is_adopted: Some(it.is_adopted()),
        is_older: Some(it.is_from_before()),
        owner: person(Role::Owner).map(handle),
        incident_commander: person(Role::IncidentCommander).map(handle),
        started_at: moment(FieldName::StartedAt),
        detected_at: moment(FieldName::DetectedAt),
        paged_at: moment(FieldName::PagedAt),
        mitigated_at: moment(FieldName::MitigatedAt),
        resolved_at: moment(FieldName::ResolvedAt),
        public_at: moment(FieldName::PublicAt),
        meeting_scheduled_for: moment(FieldName::MeetingScheduledFor),
        meeting_held_at: moment(FieldName::MeetingHeldAt),
        reviewed_at: moment(FieldName::ReviewedAt),
        detection: text(FieldName::Detection),
        services: texts(FieldName::Services),
        tags: texts(FieldName::Tags),
        users_affected: number(FieldName::UsersAffected),
        accounts_affected: number(FieldName::AccountsAffected),
        support_requests: number(FieldName::SupportRequests),
        impact: it.impact(),
        contributing_factors: it.contributing_factors(),
        related: texts(FieldName::Related),
        pagerduty: text(FieldName::Pagerduty),
        tracker: text(FieldName::Tracker),
        not_required_because: text(FieldName::NotRequiredBecause),
        no_meeting_because: text(FieldName::NoMeetingBecause),
        no_action_items_because: text(FieldName::NoActionItemsBecause),
        unread_items: {
            let amiss = it.amiss().into_iter();
            amiss
                .filter(|it| it.field == FieldName::ActionItems)
                .count()
        },
        body: None,
    }
}

fn timeline(it: &postmortem::Postmortem<'_>) -> Vec<TimelineRow> {
    let document = it.report();
    let timeline = it.timeline().unwrap_or_default();
    let rows = timeline.rows.iter().enumerate();
    rows.map(|(at, row)| TimelineRow {
        postmortem: it.dossier.id.to_string(),
        path: document.path.to_string(),
        line: overdue::line_of(document, row.span.start),
        position: at + 1,
        at: row.time.ok(),
        event: one_line(row.event.of(&document.text)),
        evidence: one_line(row.evidence.of(&document.text)),
    })
    .collect()
}

/// The action items, by the policy that judges the report, and the time that it gives.
fn action_items(
    it: &postmortem::Postmortem<'_>,
    judged: &Report<'_>,
    term: Option<ItemTerm>,
) -> Vec<ActionItem> {
    let said = actions::of_report(&it.dossier.id, it);
    said.into_iter()
        .zip(judged.action_items())
        .map(|(said, item)| {
            let due = |it: ItemTerm| judged.policy.zone.show(it.due(judged.policy));
            let policy_due = term
                .filter(|_| deadline::is_urgent(judged.policy, &item))
                .map(due);
            ActionItem {
                postmortem: Some(it.dossier.id.to_string()),
                policy_due,
                ..action_item(it.policy, said)
            }
        })
        .collect()
}

fn action_item(policy: &Policy, it: actions::Item) -> ActionItem {
    let day = |it: Option<&String>| time::parse_date(it?).ok();
    let done_on = day(it.done_on.as_ref());
    ActionItem {
        postmortem: None,
        process_review: None,
        path: it.path.to_string(),
        line: it.line,
        position: it.index + 1,
        due: day(it.due.as_ref()),
        done_at: done_on.map(|it| policy.zone.end_of_day(it)),
        done_on,
        policy_due: None,
        id: it.id,
        title: it.title,
        kind: it.kind,
        priority: it.priority,
        owner: it.owner,
        ticket: it.ticket,
        state: it.state,
        reason: it.reason,
        services: it.services,
    }
}

fn step(it: checklist::Step) -> ChecklistStep {
    ChecklistStep {
        role: it.role_word(),
        postmortem: it.postmortem,
        path: it.path.to_string(),
        line: it.line,
        step: it.id,
        people: it.people,
        text: it.text,
        state: it.state,
    }
}

fn process_review(it: &postmortem::ProcessReview<'_>) -> Told {
    let said = process_reviews::review(it.policy, it.document);
    let tweaks = said.tweaks.into_iter().map(|tweak| ActionItem {
        process_review: Some(said.id.clone()),
        ..action_item(it.policy, tweak)
    });
    let tweaks = tweaks.collect();
    let review = ProcessReview {
        path: said.path.to_string(),
        is_readable: said.unreadable.is_none(),
        status: said.status,
        scheduled_for: said.at,
        chair: said.chair,
        attendees: said.attendees,
        invited: said.invited,
        incidents: said.incidents,
        id: said.id,
    };
    Told::ProcessReview(Box::new(review), tweaks)
}

/// When everything was due that a policy asked for. What process reviews made of it is not looked at.
fn due_then(it: postmortem::Postmortem<'_>) -> DueThen {
    let owed = deadline::of_postmortem(it, Coverage::NotYet);
    owed.into_iter()
        .map(|it| ((it.kind, it.part().map(str::to_owned)), it.due))
        .collect()
}

/// What a postmortem owes, by today's configuration and by the one that held then.
fn deadlines(items: Vec<Item>, report: &Postmortem, then: Option<(Oid, DueThen)>) -> Vec<Deadline> {
    let (commit, mut left) = then.unzip();
    let commit = commit.map(|it| it.to_string());
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        let mut row = of_item(item);
        match &mut left {
            Some(due) => {
                let key = row.key();
                let key = key.0.map(|kind| (kind, key.1.map(str::to_owned)));
                row.due_then = key.and_then(|it| due.remove(&it));
                row.judged_by.clone_from(&commit);
            }
            None => row.due_then = row.due,
        }
        rows.push(row);
    }
    // What was asked for then, and is no more.
    for ((kind, part), due) in left.into_iter().flatten() {
        if kind == DeadlineKind::ProcessReview {
            continue;
        }
        let part = |wanted| part.clone().filter(|_| kind == wanted);
        rows.push(Deadline {
            postmortem: report.id.clone(),
            path: report.path.clone().unwrap_or_default(),
            line: 1,
            severity: report.severity.clone(),
            kind: Some(kind),
            step: part(DeadlineKind::ChecklistStep),
            action_item: part(DeadlineKind::ActionItem),
            name: part(DeadlineKind::Custom),
            role: None,
            owed_by: Vec::new(),
            due: None,
            met_at: None,
            state: None,
            late_by: None,
            due_then: Some(due),
            judged_by: commit.clone(),
            explanation: "the configuration that held then asked for it".to_owned(),
        });
    }
    // On all cores, so that there is little to sort where all of them stand together.
    rows.sort_by(in_order);
    rows
}

fn of_item(item: Item) -> Deadline {
    let state = item.state();
    let row = |place: Place| Deadline {
        postmortem: place.postmortem.map(|it| it.to_string()),
        path: place.path.to_string(),
        line: place.line,
        severity: None,
        kind: None,
        step: None,
        action_item: None,
        name: None,
        role: None,
        owed_by: Vec::new(),
        due: None,
        met_at: None,
        state,
        late_by: None,
        due_then: None,
        judged_by: None,
        explanation: String::new(),
    };
    match item {
        Item::Owed(mut it) => {
            let part = it.part.take().map_or_else(OwedPart::default, |it| *it);
            Deadline {
                severity: it.incident.severity.clone(),
                kind: Some(it.kind),
                late_by: it.late_by().map(|it| it.num_seconds()),
                step: part.step,
                action_item: part.action_item,
                name: part.name,
                role: Some(it.role.as_str()),
                owed_by: it.owed_by,
                due: Some(it.due),
                met_at: it.met_at,
                explanation: it.explanation.into(),
                ..row(it.place)
            }
        }
        Item::Unreadable(it) => Deadline {
            action_item: it.action_item,
            explanation: it.why,
            ..row(it.place)
        },
    }
}
