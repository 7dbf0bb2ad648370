//! A new postmortem: its files, as texts.

mod twins;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::SetSaid;
use super::front;
use super::reading;
use super::templates;
use crate::calendar;
use crate::config::Policy;
use crate::corpus::CHECKLIST;
use crate::corpus::REPORT;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::model::Role;
use crate::model::Severity;
use crate::model::Status;
use crate::model::TemplateName;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::report::checklist::people;
use crate::root::Root;
use crate::schema;
use crate::schema::SchemaFaultKind;
use crate::template;
use crate::template::input::ChecklistInput;
use crate::template::input::ReportInput;
use crate::template::input::RoleInput;
use crate::time::Moment;
use crate::tree::Edits;
use crate::tree::Fresh;

/// What is known of an incident: enough for a report. What is `None` or empty is not known yet.
#[derive(Clone, Debug)]
pub struct Known {
    /// What happened, in a few words.
    pub title: String,
    /// How bad it was.
    pub severity: Severity,
    /// When it began, or was noticed.
    pub began: Moment,
    /// Whether a response was mobilised although the severity is lower.
    pub major: bool,
    /// Who owns the postmortem.
    pub owner: Option<String>,
    /// Who led the response.
    pub commander: Option<String>,
    /// Who had which other part.
    pub people: Vec<(Role, String)>,
    /// When customers began to feel it.
    pub started: Option<Moment>,
    /// When it was noticed.
    pub detected: Option<Moment>,
    /// When it was over.
    pub resolved: Option<Moment>,
    /// The services that were touched.
    pub services: Vec<String>,
    /// When the review meeting is.
    pub meeting: Option<Moment>,
    /// The incident in PagerDuty.
    pub pagerduty: Option<String>,
    /// The priority that it has there.
    pub pagerduty_priority: Option<String>,
    /// The chat channel of the response.
    pub channel: Option<String>,
    /// What there is to say where a time may mean another, too.
    pub doubts: Vec<String>,
    /// The ids of postmortems of which whoever asks is to learn nothing but the day.
    pub unseen: Vec<PostmortemId>,
}

impl Known {
    /// The same with people and services as they are meant.
    fn named(&self, policy: &Policy, by: &By<'_>) -> Result<Self, Refusal> {
        let mut named = self.clone();
        let people = named.people.iter_mut().map(|(_, who)| who);
        let all = named.owner.iter_mut().chain(&mut named.commander);
        for who in all.chain(people) {
            *who = by.person(policy, who)?;
        }
        for service in &mut named.services {
            *service = by.name(service).to_owned();
        }
        Ok(named)
    }

    /// Who has a part besides owner and commander.
    fn with(&self, role: Role) -> impl Iterator<Item = &String> {
        let people = self.people.iter();
        people
            .filter(move |(it, _)| *it == role)
            .map(|(_, who)| who)
    }
}

impl Known {
    /// The fields of which something is known.
    fn fields(&self) -> impl Iterator<Item = FieldName> {
        let mut all = vec![
            (FieldName::Owner, self.owner.is_some()),
            (FieldName::StartedAt, self.started.is_some()),
            (FieldName::DetectedAt, self.detected.is_some()),
            (FieldName::ResolvedAt, self.resolved.is_some()),
            (FieldName::Services, !self.services.is_empty()),
            (FieldName::IncidentCommander, self.commander.is_some()),
            (FieldName::MeetingScheduledFor, self.meeting.is_some()),
        ];
        for (role, _) in &self.people {
            all.extend(role.field().map(|it| (it, true)));
        }
        all.into_iter().filter(|it| it.1).map(|it| it.0)
    }
}

/// Scaffolds a postmortem: its report, and for a major incident its checklist. What `check` would
/// find an error in is refused.
pub fn new(root: &Root, known: &Known, by: &By<'_>) -> Result<Draft, Refusal> {
    let policy = &root.config.policy;
    let known = &known.named(policy, by)?;
    let date = policy.zone.date_of(known.began);
    let place = root
        .directory
        .join(root.config.paths.postmortems.as_str())
        .and_then(|it| it.join(&date.format("%Y").to_string()));
    let parent = place.ok_or_else(|| {
        Refusal::configuration("the postmortems' directory has no name that can be written")
    })?;
    let is_major = known.major || policy.is_major(&known.severity);
    let own = root.own_template(TemplateName::Report)?;
    let report = template::report(&report_input(root, known, is_major), own.as_deref());
    let report = report.map_err(|it| templates::failed(&it))?;
    let report = completed(root, report, known)?;
    let path = root.directory.join(REPORT).unwrap_or_default();
    let document = reading::with(root, &path, &report, Sort::WithFrontMatter);
    let mut files = vec![(REPORT.to_owned(), report)];
    if is_major {
        files.push((CHECKLIST.to_owned(), checklist_of(root, &document)?));
    }
    let name = format!("{date}-{}", template::slug(&known.title));
    let edits = Edits::fresh(Fresh::Directory {
        parent,
        name: name.clone(),
        files,
        skips: skips(date, &known.unseen),
    });
    let mut says = vec![Said::Opened { file: Some(REPORT) }];
    says.extend(understood(known, policy, by.now).map(Said::Set));
    let doubts = known.doubts.iter().cloned();
    says.extend(doubts.map(|it| Said::Set(SetSaid::Doubt(it))));
    let twins = twins::of(root, &name, &Report::new(policy, &document))?;
    says.extend(twins.into_iter().map(|it| Said::Set(SetSaid::Twin(it))));
    Draft::make((root, by), Headline::Opens("Open postmortem"), edits, says)
}

/// The numbers that a new postmortem of a day does not get. On the day of one that is not seen each gets a
/// number, whatever it is called, and none that such a one ends with: nobody can try whether a name is taken.
fn skips(date: NaiveDate, unseen: &[PostmortemId]) -> BTreeSet<u32> {
    let of_day = unseen
        .iter()
        .filter(|it| PostmortemId::date_in(it) == Some(date));
    let numbers = of_day.flat_map(|it| {
        let last = it.rsplit_once('-').map(|(_, last)| last);
        [Some(1), last.and_then(|it| it.parse().ok())]
    });
    numbers.flatten().collect()
}

/// The text of a new report with what its template has no place for.
fn completed(root: &Root, text: String, known: &Known) -> Result<String, Refusal> {
    let path = root.directory.join(REPORT).unwrap_or_default();
    let document = reading::with(root, &path, &text, Sort::WithFrontMatter);
    let report = Report::new(&root.config.policy, &document);
    let mut values = Vec::new();
    for role in Role::of_report() {
        let people: Vec<&String> = known.with(role).collect();
        let is_there = report.people(role).next().is_some();
        if let (Some(field), [first, ..], false) = (role.field(), people.as_slice(), is_there) {
            let value = if role.holds_several() {
                json!(people)
            } else {
                json!(first)
            };
            values.push((field, value));
        }
    }
    if let Some(priority) = &known.pagerduty_priority {
        values.push((FieldName::PagerdutyPriority, json!(priority)));
    }
    if let Some(channel) = &known.channel {
        values.push((FieldName::Channel, json!(channel)));
    }
    front::put(root, text, &values)
}

/// How the times were understood that are known.
fn understood(known: &Known, policy: &Policy, now: Moment) -> impl Iterator<Item = SetSaid> {
    let times = [
        (FieldName::StartedAt, known.started),
        (FieldName::DetectedAt, known.detected),
        (FieldName::ResolvedAt, known.resolved),
        (FieldName::MeetingScheduledFor, known.meeting),
    ];
    times.into_iter().filter_map(move |(field, at)| {
        Some(SetSaid::Understood {
            field: field.to_string(),
            when: calendar::said(at?, now, policy.zone),
        })
    })
}

fn report_input(root: &Root, known: &Known, is_major: bool) -> ReportInput {
    let short = |moment: Option<Moment>| moment.map(Moment::to_short);
    ReportInput {
        title: known.title.clone(),
        severity: known.severity.to_string(),
        is_major,
        major: known.major,
        started_at: short(known.started),
        detected_at: short(known.detected),
        resolved_at: short(known.resolved),
        owner: known.owner.clone(),
        commander: known.commander.clone(),
        deputy: known.with(Role::Deputy).next().cloned(),
        scribe: known.with(Role::Scribe).next().cloned(),
        experts: known.with(Role::SubjectMatterExpert).cloned().collect(),
        customer_liaison: known.with(Role::CustomerLiaison).next().cloned(),
        internal_liaison: known.with(Role::InternalLiaison).next().cloned(),
        services: known.services.clone(),
        meeting: short(known.meeting),
        pagerduty: known.pagerduty.clone(),
        asked: asked(root, known, is_major),
        ..blank(root, is_major)
    }
}

/// What the schema asks of a report like this one before its review, and is not known yet.
fn asked(root: &Root, known: &Known, is_major: bool) -> Vec<String> {
    let severity = known.severity.as_str();
    let text = format!(
        "---\ntitle: x\nstatus: {}\nseverity: {}\nmajor: {is_major}\n---\n",
        Status::InReview,
        front_matter::scalar(severity)
    );
    let path = root.directory.join(REPORT).unwrap_or_default();
    let document = reading::with(root, &path, &text, Sort::WithFrontMatter);
    let Some(read) = &document.front_matter else {
        return Vec::new();
    };
    let faults = root.report_schema().faults(read).into_iter();
    let missing = faults.filter(|it| it.kind == SchemaFaultKind::Missing);
    let names = missing.map(|it| it.pointer.trim_start_matches('/').replace('/', "."));
    let names: BTreeSet<String> = names.collect();
    let is_known = |name: &str| known.fields().any(|it| it.as_str() == name);
    // In the order in which the schema tells them. The items of a list are fields of their own.
    let mut order: Vec<String> = Vec::new();
    for field in root.fields().iter() {
        let name = field.name.trim_end_matches("[]");
        if names.contains(name) && !is_known(name) && order.last().is_none_or(|it| it != name) {
            order.push(name.to_owned());
        }
    }
    order
}

/// What every new report of a root has.
pub(super) fn blank(root: &Root, is_major: bool) -> ReportInput {
    let policy = &root.config.policy;
    ReportInput {
        zone: policy.zone.to_string().replace("Etc/UTC", "UTC"),
        sections: template::sections(policy, is_major),
        hints: template::descriptions(&schema::effective(schema::Name::Postmortem, &root.config)),
        ..ReportInput::default()
    }
}

/// The text of a checklist for a report that has none: its people named, each expert with a step of
/// their own.
pub(super) fn checklist_of(root: &Root, report: &Document) -> Result<String, Refusal> {
    let policy = &root.config.policy;
    let mut roles = template::standard_roles(policy);
    let said = Report::new(policy, report);
    for known in Role::of_checklist() {
        let named = people(&said, known);
        let is_it = |it: &&mut RoleInput| known.title() == Some(it.title.as_str());
        for role in roles.iter_mut().filter(is_it) {
            let each: Vec<_> = named
                .iter()
                .flat_map(|it| template::expert_steps(policy, it))
                .collect();
            if known == Role::SubjectMatterExpert && !each.is_empty() {
                role.steps
                    .retain(|step| !each.iter().any(|own| own.id == step.id));
                role.steps.extend(each);
            }
            role.people.clone_from(&named);
        }
    }
    let input = ChecklistInput {
        title: said.title().unwrap_or_default().to_owned(),
        roles,
    };
    checklist(root, &input)
}

/// The text of a checklist.
fn checklist(root: &Root, input: &ChecklistInput) -> Result<String, Refusal> {
    let own = root.own_template(TemplateName::Checklist)?;
    template::checklist(input, own.as_deref()).map_err(|it| templates::failed(&it))
}
