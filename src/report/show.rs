//! Where one postmortem stands, and what it lacks for its next status.

use chrono::TimeDelta;

use crate::check::judge;
use crate::check::lacking;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::front_matter::Node;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::ActionItem;
use crate::postmortem::Report;
use crate::report::list;
use crate::report::list::Row;
use crate::root::Root;
use crate::rules::Clock;

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
}

/// What a report may say besides, and in which fields: the first that says something counts. Every view
/// shows it under this name.
const FACTS: [(&str, &[FieldName]); 2] = [
    (
        "meeting",
        &[FieldName::MeetingHeldAt, FieldName::MeetingScheduledFor],
    ),
    ("impact", &[FieldName::ImpactSummary]),
];

/// One thing that a report may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub name: &'static str,
    /// What it says; `None` where it says nothing.
    pub value: Option<String>,
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
    /// What else it may say, each in a line, in the order of `FACTS`.
    pub facts: Vec<Fact>,
    /// The action items.
    pub action_items: Vec<Item>,
    /// What `check` finds today.
    pub findings: Vec<Finding>,
    /// The status that comes next, if there is one.
    pub next: Option<Status>,
    /// What it lacks for that, the report's own faults first; empty where it is ready.
    pub lacking: Vec<Finding>,
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

/// The view of one postmortem.
pub fn show(root: &Root, files: &Files, dossier: &Dossier, clock: Clock) -> View {
    let report = Report::new(&root.config.policy, &dossier.report);
    let next = report.status().and_then(Status::next);
    let between = |from: FieldName, to: FieldName| {
        let (from, to) = (report.moment(from)?, report.moment(to)?);
        Some(to.since(from)).filter(|span| *span >= TimeDelta::zero())
    };
    View {
        row: list::row(root, files, report.document),
        is_major: report.is_major(),
        roles: roles(report.field(FieldName::Roles).node()),
        time_to_detect: between(FieldName::StartedAt, FieldName::DetectedAt),
        time_to_resolve: between(FieldName::StartedAt, FieldName::ResolvedAt),
        facts: facts(&report),
        action_items: report.action_items().map(|it| item(&it)).collect(),
        findings: judge(root, dossier, clock).into_findings(),
        next,
        lacking: next.map_or_else(Vec::new, |next| lacking(root, dossier, next, clock)),
    }
}

fn facts(report: &Report<'_>) -> Vec<Fact> {
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

fn item(item: &ActionItem<'_>) -> Item {
    let text = |field| item.field(field).text().map(str::to_owned);
    Item {
        id: text(FieldName::Id),
        title: text(FieldName::Title),
        owner: text(FieldName::Owner),
        due: text(FieldName::Due),
        ticket: text(FieldName::Ticket),
        state: text(FieldName::State),
        priority: text(FieldName::Priority),
    }
}
