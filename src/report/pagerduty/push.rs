//! What the commander has to do in PagerDuty, as far as it is not done there already.

use super::NO_PRIORITY;
use super::priority_for;
use crate::model::FieldName;
use crate::pagerduty::Incident;
use crate::pagerduty::Note;
use crate::pagerduty::Priority;
use crate::pagerduty::State;
use crate::pagerduty::id_of;
use crate::postmortem::Report;
use crate::root::Root;

/// The state of things there.
#[derive(Clone, Debug)]
pub struct There {
    /// The primary incident.
    pub incident: Incident,
    /// Those that are to be grouped under it.
    pub grouped: Vec<Incident>,
    /// What was noted at it.
    pub notes: Vec<Note>,
    /// The priorities of the account.
    pub priorities: Vec<Priority>,
}

/// Something that is to be done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Incidents are merged into the primary one, by their ids.
    Merge(Vec<String>),
    /// It gets the priority of the final severity.
    Priority(Priority),
    /// It is resolved.
    Resolve,
    /// It gets a note with the way to the report.
    Note(String),
}

/// Whether a priority that somebody changed there gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// It stays, and the push stops there.
    No,
    /// It gives way.
    Yes,
}

/// What is to be done, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// What is not done although the report asks for it, and why.
    pub held: Vec<String>,
    /// What there is to say.
    pub notes: Vec<String>,
}

/// What a report asks for there.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The postmortem's id.
    id: String,
    /// The incidents that are grouped under the primary one.
    grouped: Vec<String>,
    /// The severity's priority; why not, where there is none.
    priority: Result<Priority, String>,
    /// The priority that was there when somebody last looked.
    seen: Option<String>,
    is_over: bool,
    is_confidential: bool,
    /// The address of the report.
    link: Option<String>,
}

impl Wanted {
    /// What a report asks for.
    pub fn new(
        (root, id): (&Root, &str),
        report: &Report<'_>,
        link: Option<String>,
        account: &[Priority],
    ) -> Self {
        let text = |field| report.field(field).text().map(str::to_owned);
        let priority = report.severity().map_or_else(
            || Err("the report has no severity".to_owned()),
            |severity| {
                let found = priority_for(&root.config, severity, account);
                found
                    .cloned()
                    .ok_or_else(|| format!("no priority of the account stands for {severity}"))
            },
        );
        let grouped = report.field(FieldName::GroupedIncidents);
        let grouped = grouped.texts().map(|it| id_of(it).to_owned());
        Self {
            id: id.to_owned(),
            grouped: grouped.collect(),
            priority,
            seen: text(FieldName::PagerdutyPriority),
            is_over: report.moment(FieldName::ResolvedAt).is_some(),
            is_confidential: report.is_confidential(),
            link,
        }
    }

    /// The incidents that are to be grouped.
    pub fn grouped(&self) -> &[String] {
        &self.grouped
    }

    /// What the note begins with, by which it is known again.
    fn mark(&self) -> String {
        format!("Postmortem {}", self.id)
    }

    /// The note that leads to the report, where it is there.
    pub fn noted<'a>(&self, notes: &'a [Note]) -> Option<&'a Note> {
        let mark = self.mark();
        let is_it = |it: &&Note| {
            let rest = it.text.trim_start().strip_prefix(&mark);
            rest.is_some_and(|it| it.is_empty() || it.starts_with([':', '\n', ' ']))
        };
        notes.iter().find(is_it)
    }
}

/// What is to be done: only what differs.
pub fn plan(wanted: &Wanted, there: &There, force: Force) -> Plan {
    let mut plan = Plan::default();
    let not_merged = plan.group(wanted, there);
    if !plan.priority(wanted, there, force) {
        return plan;
    }
    match (wanted.is_over, there.incident.state) {
        (true, State::Open) => plan.steps.push(Step::Resolve),
        (true, State::Unknown) => {
            plan.held.push(
                "the incident is in a state that pmrepo does not know: it is not resolved"
                    .to_owned(),
            );
        }
        (false, State::Open) => plan
            .notes
            .push("the incident stays open: the report has no `resolved_at`".to_owned()),
        (true | false, State::Resolved) | (false, State::Unknown) => {}
    }
    if wanted.noted(&there.notes).is_some() {
        return plan;
    }
    if wanted.is_confidential {
        plan.notes
            .push("no note: the postmortem is confidential".to_owned());
        return plan;
    }
    let mut note = match &wanted.link {
        Some(link) => format!("{}: {link}", wanted.mark()),
        None => wanted.mark(),
    };
    if !not_merged.is_empty() {
        note.push_str(&format!(
            "\nGrouped under this incident: {}",
            not_merged.join(", ")
        ));
    }
    plan.steps.push(Step::Note(note));
    plan
}

impl Plan {
    /// Plans the merge; gives those that belong here and cannot be merged any more.
    fn group(&mut self, wanted: &Wanted, there: &There) -> Vec<String> {
        let primary = &there.incident;
        let mut merges = Vec::new();
        let mut others = Vec::new();
        for reference in &wanted.grouped {
            let Some(it) = there.grouped.iter().find(|it| it.is(reference)) else {
                self.held.push(format!("{reference} is not in PagerDuty"));
                continue;
            };
            if it.id == primary.id || it.merged_into.as_ref() == Some(&primary.id) {
                continue;
            }
            if let Some(into) = &it.merged_into {
                self.held
                    .push(format!("{} is merged into {into} already", it.id));
            } else if primary.state == State::Open && it.is_mergeable != Some(false) {
                merges.push(it.id.clone());
            } else {
                others.push(it.id.clone());
            }
        }
        if !others.is_empty() {
            let why = if primary.state == State::Open {
                "has no alerts and cannot be merged"
            } else {
                "is grouped by a note: the primary incident is resolved, and is not opened again"
            };
            let others = others.join(", ");
            self.notes.push(format!("{others} {why}"));
        }
        if !merges.is_empty() {
            self.steps.push(Step::Merge(merges));
        }
        others
    }

    /// Plans the priority; whether the plan goes on.
    fn priority(&mut self, wanted: &Wanted, there: &There, force: Force) -> bool {
        let priority = match &wanted.priority {
            Ok(priority) => priority,
            Err(why) => {
                self.notes.push(format!("the priority stays: {why}"));
                return true;
            }
        };
        let current = there.incident.priority.as_ref();
        if current.is_some_and(|it| it.id == priority.id) {
            return true;
        }
        let is = current.map_or(NO_PRIORITY, |it| &it.name);
        let is_as_seen = wanted.seen.as_deref() == Some(is);
        // One that has none, and never was looked at, takes nothing away from anybody.
        let is_fresh = current.is_none() && wanted.seen.is_none();
        if force == Force::Yes || is_as_seen || is_fresh {
            self.steps.push(Step::Priority(priority.clone()));
            return true;
        }
        let seen = match &wanted.seen {
            Some(seen) => format!("it was `{seen}` when pmrepo last looked"),
            None => "pmrepo has not looked before".to_owned(),
        };
        self.held.push(format!(
            "the priority is `{is}` there, and {seen}: not set to `{}`, and nothing after it is done",
            priority.name
        ));
        false
    }
}

impl There {
    /// The state once a step is done.
    pub fn done(&mut self, step: &Step, note: Option<Note>) {
        match step {
            Step::Merge(ids) => {
                for it in &mut self.grouped {
                    if ids.contains(&it.id) {
                        it.merged_into = Some(self.incident.id.clone());
                        it.state = State::Resolved;
                    }
                }
            }
            Step::Priority(priority) => self.incident.priority = Some(priority.clone()),
            Step::Resolve => self.incident.state = State::Resolved,
            Step::Note(_) => self.notes.extend(note),
        }
    }
}

/// What is so there now and the report does not say yet: field and value, as they are typed.
pub fn facts(report: &Report<'_>, wanted: &Wanted, there: &There) -> Vec<(FieldName, String)> {
    let mut facts = Vec::new();
    if let Some(note) = wanted.noted(&there.notes) {
        facts.push((FieldName::PagerdutyNote, note.id.clone()));
        let known = report.moment(FieldName::PagerdutyNotedAt);
        let at = note.at.filter(|it| known != Some(it.minute()));
        let shown = at.map(|it| report.policy.zone.show(it).minute().to_string());
        facts.extend(shown.map(|it| (FieldName::PagerdutyNotedAt, it)));
    }
    if let (Ok(wanted), Some(current)) = (&wanted.priority, &there.incident.priority)
        && wanted.id == current.id
    {
        facts.push((FieldName::PagerdutyPriority, current.name.clone()));
    }
    facts.retain(|(field, value)| report.field(*field).text() != Some(value));
    facts
}

/// Whether the final severity is settled there.
pub fn is_severity_settled(wanted: &Wanted, there: &There) -> bool {
    let current = there.incident.priority.as_ref().map(|it| &it.id);
    wanted
        .priority
        .as_ref()
        .is_ok_and(|it| Some(&it.id) == current)
}

#[cfg(test)]
mod tests;
