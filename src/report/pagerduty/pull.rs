//! What PagerDuty says of an incident, held against its report.

use chrono::TimeDelta;

use super::NO_PRIORITY;
use super::severity_of;
use crate::config::Config;
use crate::model::FieldName;
use crate::model::Severity;
use crate::pagerduty::Incident;
use crate::postmortem::Report;
use crate::root::Root;
use crate::time::Moment;

/// Times that are so close to each other say the same.
const SAME: TimeDelta = TimeDelta::minutes(1);

/// What a pull gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pulled {
    /// What the report does not say yet: field and value, as they are typed.
    pub fills: Vec<(FieldName, String)>,
    /// What both sides say differently.
    pub differences: Vec<Difference>,
    /// Who was assigned, acknowledged or was asked: candidates for roles, of which PagerDuty has none.
    pub people: Vec<String>,
    /// What else is to be said.
    pub notes: Vec<String>,
}

/// What both sides say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: FieldName,
    /// What the report says.
    pub here: String,
    /// What PagerDuty says.
    pub there: String,
    /// What takes that over, behind `pmrepo set ID`.
    pub setting: String,
}

/// What an incident says for a report that is yet to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// What happened.
    pub title: Option<String>,
    /// The severity that its priority stands for.
    pub severity: Option<Severity>,
    /// When it was triggered.
    pub started: Option<Moment>,
    /// When it was over.
    pub resolved: Option<Moment>,
    /// The service that it is on.
    pub service: Option<String>,
    /// Its id.
    pub id: String,
    /// Its priority there.
    pub priority: String,
    /// Where people talk about it.
    pub channel: Option<String>,
}

/// What an incident says for a new report.
pub fn seed(config: &Config, incident: &Incident) -> Seed {
    let priority = incident.priority.as_ref().map(|it| it.name.as_str());
    let severity = priority.and_then(|it| severity_of(config, it));
    let zone = config.policy.zone;
    Seed {
        title: incident.title.clone(),
        severity: severity.cloned(),
        started: incident.created_at.map(|it| zone.show(it)),
        resolved: incident.over_at().map(|it| zone.show(it)),
        service: incident.service.clone(),
        id: incident.id.clone(),
        priority: priority.unwrap_or(NO_PRIORITY).to_owned(),
        channel: incident.conference.clone(),
    }
}

/// Holds an incident against a report.
pub fn pull(root: &Root, report: &Report<'_>, incident: &Incident) -> Pulled {
    let mut pulled = Pulled {
        people: incident.people.clone(),
        ..Pulled::default()
    };
    pulled.text(report, FieldName::Title, incident.title.as_deref());
    pulled.severity(root, report, incident);
    let zone = root.config.policy.zone;
    let shown = |at: Moment| zone.show(at).to_string();
    pulled.moment(report, FieldName::StartedAt, incident.created_at, &shown);
    pulled.moment(report, FieldName::ResolvedAt, incident.over_at(), &shown);
    pulled.service(report, incident.service.as_deref());
    let reference = report.field(FieldName::Pagerduty);
    if !reference.is_there() {
        pulled
            .fills
            .push((FieldName::Pagerduty, incident.id.clone()));
    }
    if let Some(address) = &incident.conference
        && !report.field(FieldName::Channel).is_there()
    {
        pulled.fills.push((FieldName::Channel, address.clone()));
    }
    let priority = incident
        .priority
        .as_ref()
        .map_or(NO_PRIORITY, |it| &it.name);
    let field = FieldName::PagerdutyPriority;
    if report.field(field).text() != Some(priority) {
        pulled.fills.push((field, priority.to_owned()));
    }
    pulled
}

impl Pulled {
    fn text(&mut self, report: &Report<'_>, field: FieldName, there: Option<&str>) {
        let Some(there) = there else {
            return;
        };
        match report.field(field).text() {
            None if !report.field(field).is_there() => self.fills.push((field, there.to_owned())),
            Some(here) if here == there => {}
            here => self.differs(field, here.unwrap_or("something else"), there),
        }
    }

    fn differs(&mut self, field: FieldName, here: &str, there: &str) {
        self.differences.push(Difference {
            field,
            here: here.to_owned(),
            there: there.to_owned(),
            setting: format!("{field}={there}"),
        });
    }

    fn severity(&mut self, root: &Root, report: &Report<'_>, incident: &Incident) {
        let Some(priority) = &incident.priority else {
            return;
        };
        match severity_of(&root.config, &priority.name) {
            Some(severity) => self.text(report, FieldName::Severity, Some(severity.as_str())),
            None => self.notes.push(format!(
                "the priority `{}` stands for no severity: `pagerduty: {{priorities: …}}` in pmrepo.yaml says for which",
                priority.name
            )),
        }
    }

    fn moment(
        &mut self,
        report: &Report<'_>,
        field: FieldName,
        there: Option<Moment>,
        shown: &dyn Fn(Moment) -> String,
    ) {
        let Some(there) = there else {
            return;
        };
        let said = report.field(field);
        match said.moment() {
            None if !said.is_there() => self.fills.push((field, shown(there))),
            Some(here) if here.since(there).abs() < SAME => {}
            here => {
                let here = here.map_or_else(|| "a time that cannot be read".to_owned(), shown);
                self.differs(field, &here, &shown(there));
            }
        }
    }

    fn service(&mut self, report: &Report<'_>, there: Option<&str>) {
        let Some(there) = there else {
            return;
        };
        let field = FieldName::Services;
        let said = report.field(field);
        let typed = there.replace(',', "\\,");
        if !said.is_there() {
            self.fills.push((field, typed));
            return;
        }
        let here: Vec<&str> = said.texts().collect();
        if !here.iter().any(|it| it.eq_ignore_ascii_case(there)) {
            self.differences.push(Difference {
                field,
                here: here.join(", "),
                there: there.to_owned(),
                setting: format!("{field}+={typed}"),
            });
        }
    }
}
