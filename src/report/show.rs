//! Where one postmortem stands, and what it lacks for its next status.

use chrono::TimeDelta;
use serde_json::Value;

use crate::check::judge;
use crate::check::lacking;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::deadline;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::front_matter::Node;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::ActionItem;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::postmortem::Sources;
use crate::report::actions;
use crate::report::checklist;
use crate::report::list;
use crate::report::list::Row;
use crate::report::messages;
use crate::report::missing;
use crate::report::overdue;
use crate::report::overdue::Clock;
use crate::root::Root;
use crate::snapshot::SnapshotError;
use crate::time::Moment;

/// What is due within this is due soon.
const SOON: TimeDelta = TimeDelta::days(2);

/// An action item in a view. What it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// `AI-1` …
    pub id: Option<String>,
    /// What is to be done.
    pub title: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// Its ticket.
    pub ticket: Option<String>,
    /// Its state.
    pub state: Option<String>,
    /// Its priority.
    pub priority: Option<String>,
    /// Whether nothing more happens to it.
    pub is_over: bool,
    /// Whether it is late, as `overdue` says.
    pub is_late: bool,
}

/// What the time of the meeting is called.
pub const MEETING: &str = "meeting";

/// What a report says besides, with its name in every view and the fields in which it may stand: the
/// first that says something counts.
const FACTS: [(&str, &[FieldName]); 9] = [
    (
        MEETING,
        &[FieldName::MeetingHeldAt, FieldName::MeetingScheduledFor],
    ),
    ("paged_at", &[FieldName::PagedAt]),
    ("mitigated_at", &[FieldName::MitigatedAt]),
    ("public_at", &[FieldName::PublicAt]),
    ("reviewed_at", &[FieldName::ReviewedAt]),
    ("detection", &[FieldName::Detection]),
    ("not_required_because", &[FieldName::NotRequiredBecause]),
    ("no_meeting_because", &[FieldName::NoMeetingBecause]),
    (
        "no_action_items_because",
        &[FieldName::NoActionItemsBecause],
    ),
];

/// One thing that a report may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub name: &'static str,
    /// What it says; `None` where it says nothing.
    pub value: Option<String>,
}

/// A value that a view shows as it stands in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name there.
    pub name: String,
    /// What it holds.
    pub value: Value,
}

/// One postmortem in full.
#[derive(Clone, Debug)]
pub struct View {
    /// What a list says of it.
    pub row: Row,
    /// Whether it is a major incident.
    pub is_major: bool,
    /// The roles and who has them, in the order of the report.
    pub roles: Vec<(String, Vec<String>)>,
    /// From the start to detection.
    pub time_to_detect: Option<TimeDelta>,
    /// From the start to the end.
    pub time_to_resolve: Option<TimeDelta>,
    /// How many rows of its timeline name a message of a saved log; `None` where no log is saved.
    pub sources: Option<Sources>,
    /// What else it may say, each in a line, in the order of `FACTS`.
    pub facts: Vec<Fact>,
    /// What had to come together.
    pub factors: Vec<String>,
    /// Where more of it can be found.
    pub references: Vec<Entry>,
    /// The fields that the configuration adds.
    pub own_fields: Vec<Entry>,
    /// Postmortems worth reading together with it.
    pub related: Vec<String>,
    /// What is owed and not met, most late first, and what cannot be read.
    pub due: Vec<overdue::Item>,
    /// The steps of its checklist.
    pub steps: Vec<checklist::Step>,
    /// Its messages.
    pub messages: Vec<messages::Message>,
    /// The action items.
    pub action_items: Vec<Item>,
    /// What `check` finds today.
    pub findings: Vec<Finding>,
    /// The status that comes next, if there is one.
    pub next: Option<Status>,
    /// What it lacks for that, the report's own faults first; empty where it is ready.
    pub lacking: Vec<Finding>,
    /// The command that sets the fields that are missing.
    pub set_missing: Option<String>,
}

impl View {
    /// What is wrong today.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|it| it.level == Level::Error)
    }

    /// What the next status asks for beyond what is wrong today.
    pub fn missing(&self) -> impl Iterator<Item = &Finding> {
        self.lacking.iter().filter(|it| {
            !self
                .findings
                .iter()
                .any(|now| now.rule.code == it.rule.code && now.message == it.message)
        })
    }
}

/// The view of one postmortem at a moment; what is due within two days is due soon.
pub fn show(
    root: &Root,
    files: &Files,
    dossier: &Dossier,
    now: Moment,
) -> Result<View, SnapshotError> {
    let clock = root.clock(now);
    let policy = &root.config.policy;
    let report = Report::new(policy, &dossier.report);
    let next = report.status().and_then(Status::next);
    let related = report.field(FieldName::Related).texts();
    let findings = judge(root, dossier, clock).into_findings();
    let lacking = next.map_or_else(Vec::new, |next| lacking(root, dossier, next, clock));
    let wrong = findings.iter().filter(|it| it.level == Level::Error);
    Ok(View {
        set_missing: missing::command(root, &files.id, wrong.chain(&lacking)),
        row: list::row(root, &files.id, report.document),
        is_major: report.is_major(),
        roles: roles(report.field(FieldName::Roles).node()),
        time_to_detect: since_start(&report, FieldName::DetectedAt),
        time_to_resolve: since_start(&report, FieldName::ResolvedAt),
        sources: Postmortem::new(policy, dossier).sources(),
        facts: facts(&report),
        factors: report.contributing_factors(),
        references: references(&report),
        own_fields: own_fields(root, report.document),
        related: related.map(str::to_owned).collect(),
        due: overdue::of_one(root, dossier, Clock { now, soon: SOON })?,
        steps: checklist::of_postmortem(policy, dossier),
        messages: messages::of_postmortem(policy, dossier),
        action_items: items(&report, now),
        findings,
        next,
        lacking,
    })
}

/// How long after the start a field's moment is; `None` where it is before.
fn since_start(report: &Report<'_>, field: FieldName) -> Option<TimeDelta> {
    let start = report.moment(FieldName::StartedAt)?;
    let span = report.moment(field)?.since(start);
    Some(span).filter(|span| *span >= TimeDelta::zero())
}

/// How long it took from the start, with what each is called.
pub(super) fn spans(report: &Report<'_>) -> Vec<(&'static str, TimeDelta)> {
    let all = [
        ("time to detect", FieldName::DetectedAt),
        ("time to mitigate", FieldName::MitigatedAt),
        ("time to resolve", FieldName::ResolvedAt),
    ];
    let all = all.into_iter();
    all.filter_map(|(name, field)| Some((name, since_start(report, field)?)))
        .collect()
}

/// Where more of it can be found.
pub(super) fn references(report: &Report<'_>) -> Vec<Entry> {
    entries(report.field(FieldName::References).node())
}

/// The entries of a group, those that say something.
fn entries(node: Option<&Node>) -> Vec<Entry> {
    let entries = node.map_or(&[][..], Node::entries).iter();
    entries
        .filter(|it| !it.value.is_null())
        .map(|it| Entry {
            name: it.key.clone(),
            value: it.value.to_json(),
        })
        .collect()
}

/// The fields that the configuration adds, those that say something.
pub(super) fn own_fields(root: &Root, report: &Document) -> Vec<Entry> {
    let names = root.config.fields.iter().map(|it| &it.name);
    names
        .filter_map(|name| {
            let node = report.root()?.get(name).filter(|it| !it.is_null())?;
            Some(Entry {
                name: name.clone(),
                value: node.to_json(),
            })
        })
        .collect()
}

pub(super) fn facts(report: &Report<'_>) -> Vec<Fact> {
    let said = |fields: &[FieldName]| {
        let mut said = fields.iter().map(|it| report.field(*it).text());
        said.find_map(|it| it.map(str::to_owned))
    };
    FACTS
        .iter()
        .map(|(name, fields)| Fact {
            name,
            value: said(fields),
        })
        .collect()
}

fn roles(node: Option<&Node>) -> Vec<(String, Vec<String>)> {
    node.map_or(&[][..], Node::entries)
        .iter()
        .map(|entry| {
            let mut people: Vec<String> = entry
                .value
                .as_str()
                .map(str::to_owned)
                .into_iter()
                .collect();
            people.extend(
                entry
                    .value
                    .items()
                    .iter()
                    .filter_map(Node::as_str)
                    .map(str::to_owned),
            );
            (entry.key.clone(), people)
        })
        .collect()
}

/// The action items as they stand at a moment.
fn items(report: &Report<'_>, now: Moment) -> Vec<Item> {
    let term = deadline::item_term(report);
    let items = report.action_items().map(|it| Item {
        is_late: it.owes() && actions::due_at(report, term, &it).is_some_and(|it| it < now),
        ..item(&it)
    });
    items.collect()
}

fn item(item: &ActionItem<'_>) -> Item {
    let text = |field| item.field(field).text().map(str::to_owned);
    Item {
        is_over: item.is_over(),
        is_late: false,
        id: text(FieldName::Id),
        title: text(FieldName::Title),
        owner: text(FieldName::Owner),
        due: text(FieldName::Due),
        ticket: text(FieldName::Ticket),
        state: text(FieldName::State),
        priority: text(FieldName::Priority),
    }
}
