//! The rows of the tables, and their cells in the order of the columns.

use chrono::NaiveDate;

use super::Cell;
use crate::deadline::State;
use crate::model::ActionState;
use crate::model::DeadlineKind;
use crate::model::Status;
use crate::report::checklist;
use crate::time::Moment;

/// A postmortem. What its report does not say, or says so that nobody can read it, is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Postmortem {
    /// Its id; `None` where it is confidential, like all that follows but the date.
    pub id: Option<String>,
    /// Its report.
    pub path: Option<String>,
    /// The day of the incident.
    pub date: Option<NaiveDate>,
    /// Whether nothing but its date is here.
    pub is_confidential: bool,
    /// Whether the report can be read.
    pub is_readable: Option<bool>,
    /// Its title.
    pub title: Option<String>,
    /// Its status, as written.
    pub status: Option<String>,
    /// Its severity, as written.
    pub severity: Option<String>,
    /// Whether the incident is a major one.
    pub is_major: Option<bool>,
    /// Whether it was made of an older document.
    pub is_adopted: Option<bool>,
    /// Whether it is from before `enforce_from`.
    pub is_older: Option<bool>,
    /// Who sees it through: the roster's handle where it knows them.
    pub owner: Option<String>,
    /// Who led the response, in the same words.
    pub incident_commander: Option<String>,
    /// When the incident began.
    pub started_at: Option<Moment>,
    /// When it was noticed.
    pub detected_at: Option<Moment>,
    /// When somebody was called.
    pub paged_at: Option<Moment>,
    /// When customers no longer felt it.
    pub mitigated_at: Option<Moment>,
    /// When it was over.
    pub resolved_at: Option<Moment>,
    /// When customers were told first.
    pub public_at: Option<Moment>,
    /// When the review meeting is.
    pub meeting_scheduled_for: Option<Moment>,
    /// When it was.
    pub meeting_held_at: Option<Moment>,
    /// When the report was reviewed.
    pub reviewed_at: Option<Moment>,
    /// How the incident was noticed.
    pub detection: Option<String>,
    /// The services that were affected.
    pub services: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// How many users were affected.
    pub users_affected: Option<i64>,
    /// How many accounts were affected.
    pub accounts_affected: Option<i64>,
    /// How many people asked the support.
    pub support_requests: Option<i64>,
    /// What customers felt.
    pub impact: Option<String>,
    /// What had to come together.
    pub contributing_factors: Vec<String>,
    /// Postmortems worth reading with it.
    pub related: Vec<String>,
    /// The incident in `PagerDuty`.
    pub pagerduty: Option<String>,
    /// The incident in the tracker.
    pub tracker: Option<String>,
    /// Why no postmortem is needed.
    pub not_required_because: Option<String>,
    /// Why there is no review meeting.
    pub no_meeting_because: Option<String>,
    /// Why there are no action items.
    pub no_action_items_because: Option<String>,
    /// How many action items there may be that cannot be read: no column of a table, but figures say how
    /// many they leave out.
    pub unread_items: usize,
    /// Its body, where that is kept: no column of a table, but what a search looks through.
    pub body: Option<String>,
}

/// A row of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineRow {
    /// The postmortem's id.
    pub postmortem: String,
    /// The report.
    pub path: String,
    /// The row's line in it, from 1.
    pub line: usize,
    /// Its place, from 1.
    pub position: usize,
    /// When it happened.
    pub at: Option<Moment>,
    /// What happened, on one line.
    pub event: String,
    /// What shows it, on one line.
    pub evidence: String,
}

/// An action item, or a tweak of a process review.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionItem {
    /// The postmortem's id.
    pub postmortem: Option<String>,
    /// The process review's id.
    pub process_review: Option<String>,
    /// The report, or the notes.
    pub path: String,
    /// The item's line in it, from 1.
    pub line: usize,
    /// Its place in its list, from 1.
    pub position: usize,
    /// Its id.
    pub id: Option<String>,
    /// What is to be done.
    pub title: Option<String>,
    /// What it is good for.
    pub kind: Option<String>,
    /// Its priority.
    pub priority: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// By when, as it says itself.
    pub due: Option<NaiveDate>,
    /// Its ticket.
    pub ticket: Option<String>,
    /// How far it is, as written.
    pub state: String,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// The end of that day.
    pub done_at: Option<Moment>,
    /// Why it is not done, or later.
    pub reason: Option<String>,
    /// By when the policy wants it done.
    pub policy_due: Option<Moment>,
    /// The services of the incident.
    pub services: Vec<String>,
}

/// A deadline, or a file that cannot say what is owed.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    /// The postmortem's id.
    pub postmortem: Option<String>,
    /// The file that asks for it.
    pub path: String,
    /// The line in it, from 1.
    pub line: usize,
    /// The incident's severity.
    pub severity: Option<String>,
    /// What is owed; `None` where a file cannot be read.
    pub kind: Option<DeadlineKind>,
    /// The checklist's step.
    pub step: Option<String>,
    /// The action item's id.
    pub action_item: Option<String>,
    /// What the team calls it.
    pub name: Option<String>,
    /// For which part it is owed.
    pub role: Option<&'static str>,
    /// Who owes it.
    pub owed_by: Vec<String>,
    /// When it is due; `None` where today's configuration does not ask for it.
    pub due: Option<Moment>,
    /// Since when it is met.
    pub met_at: Option<Moment>,
    /// How it stands; `None` where it has no `due`.
    pub state: Option<State>,
    /// By how many seconds it is late.
    pub late_by: Option<i64>,
    /// When it was due by the configuration that held when the postmortem was reviewed.
    pub due_then: Option<Moment>,
    /// The commit of that configuration.
    pub judged_by: Option<String>,
    /// How it was computed, or why it cannot be.
    pub explanation: String,
}

/// A step of a checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct ChecklistStep {
    /// The postmortem's id.
    pub postmortem: String,
    /// The checklist, else the report.
    pub path: String,
    /// The line in the checklist.
    pub line: Option<usize>,
    /// The step's id.
    pub step: String,
    /// The role that does it.
    pub role: &'static str,
    /// Who has that role.
    pub people: Vec<String>,
    /// What is to be done.
    pub text: String,
    /// How far it is.
    pub state: checklist::State,
}

/// A process review.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessReview {
    /// Its id.
    pub id: String,
    /// Its notes.
    pub path: String,
    /// Whether they can be read.
    pub is_readable: bool,
    /// Its status, as written.
    pub status: Option<String>,
    /// When it is.
    pub scheduled_for: Option<Moment>,
    /// Who leads it.
    pub chair: Option<String>,
    /// Who was there.
    pub attendees: Vec<String>,
    /// Who is asked to come.
    pub invited: Vec<String>,
    /// The postmortems whose response is looked at.
    pub incidents: Vec<String>,
}

fn text(it: Option<&String>) -> Cell<'_> {
    it.map_or(Cell::Empty, |it| Cell::Text(it))
}

fn word(it: &str) -> Cell<'_> {
    if it.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(it)
    }
}

fn time<'a>(it: Option<Moment>) -> Cell<'a> {
    it.map_or(Cell::Empty, Cell::Time)
}

fn date<'a>(it: Option<NaiveDate>) -> Cell<'a> {
    it.map_or(Cell::Empty, Cell::Date)
}

fn boolean<'a>(it: Option<bool>) -> Cell<'a> {
    it.map_or(Cell::Empty, Cell::Boolean)
}

fn integer<'a>(it: Option<i64>) -> Cell<'a> {
    it.map_or(Cell::Empty, Cell::Integer)
}

fn count<'a>(it: usize) -> Cell<'a> {
    integer(i64::try_from(it).ok())
}

impl Postmortem {
    /// Its status, where it is one that is known.
    pub fn status(&self) -> Option<Status> {
        Status::parse(self.status.as_deref()?)
    }

    /// Whether the report has been reviewed.
    pub fn is_reviewed(&self) -> bool {
        self.status()
            .is_some_and(|it| it.has_reached(Status::Reviewed))
    }

    /// Its cells, in the order of the columns. Of a confidential one there is no list either.
    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        let list = |it| {
            if self.is_confidential {
                Cell::Empty
            } else {
                Cell::List(it)
            }
        };
        vec![
            text(self.id.as_ref()),
            text(self.path.as_ref()),
            date(self.date),
            Cell::Boolean(self.is_confidential),
            boolean(self.is_readable),
            text(self.title.as_ref()),
            text(self.status.as_ref()),
            text(self.severity.as_ref()),
            boolean(self.is_major),
            boolean(self.is_adopted),
            boolean(self.is_older),
            text(self.owner.as_ref()),
            text(self.incident_commander.as_ref()),
            time(self.started_at),
            time(self.detected_at),
            time(self.paged_at),
            time(self.mitigated_at),
            time(self.resolved_at),
            time(self.public_at),
            time(self.meeting_scheduled_for),
            time(self.meeting_held_at),
            time(self.reviewed_at),
            text(self.detection.as_ref()),
            list(&self.services),
            list(&self.tags),
            integer(self.users_affected),
            integer(self.accounts_affected),
            integer(self.support_requests),
            text(self.impact.as_ref()),
            list(&self.contributing_factors),
            list(&self.related),
            text(self.pagerduty.as_ref()),
            text(self.tracker.as_ref()),
            text(self.not_required_because.as_ref()),
            text(self.no_meeting_because.as_ref()),
            text(self.no_action_items_because.as_ref()),
        ]
    }
}

impl TimelineRow {
    /// Its cells, in the order of the columns.
    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Text(&self.postmortem),
            Cell::Text(&self.path),
            count(self.line),
            count(self.position),
            time(self.at),
            word(&self.event),
            word(&self.evidence),
        ]
    }
}

impl ActionItem {
    /// How far it is; `None` where its word is none that is known.
    pub fn state(&self) -> Option<ActionState> {
        ActionState::parse(&self.state)
    }

    /// Its cells, in the order of the columns.
    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            text(self.postmortem.as_ref()),
            text(self.process_review.as_ref()),
            Cell::Text(&self.path),
            count(self.line),
            count(self.position),
            text(self.id.as_ref()),
            text(self.title.as_ref()),
            text(self.kind.as_ref()),
            text(self.priority.as_ref()),
            text(self.owner.as_ref()),
            date(self.due),
            text(self.ticket.as_ref()),
            Cell::Text(&self.state),
            date(self.done_on),
            time(self.done_at),
            text(self.reason.as_ref()),
            time(self.policy_due),
            Cell::List(&self.services),
        ]
    }
}

impl Deadline {
    /// What it is told by among those of one postmortem.
    pub(super) fn key(&self) -> (Option<DeadlineKind>, Option<&str>) {
        let part = self.step.as_ref().or(self.action_item.as_ref());
        (self.kind, part.or(self.name.as_ref()).map(String::as_str))
    }

    /// Its cells, in the order of the columns.
    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        let state = match (self.kind, self.state) {
            (None, _) => Cell::Text(crate::report::overdue::UNREADABLE),
            (_, Some(state)) => Cell::Text(state.as_str()),
            (_, None) => Cell::Empty,
        };
        vec![
            text(self.postmortem.as_ref()),
            Cell::Text(&self.path),
            count(self.line),
            text(self.severity.as_ref()),
            self.kind.map_or(Cell::Empty, |it| Cell::Text(it.as_str())),
            text(self.step.as_ref()),
            text(self.action_item.as_ref()),
            text(self.name.as_ref()),
            self.role.map_or(Cell::Empty, Cell::Text),
            Cell::List(&self.owed_by),
            time(self.due),
            time(self.met_at),
            state,
            integer(self.late_by),
            time(self.due_then),
            text(self.judged_by.as_ref()),
            word(&self.explanation),
        ]
    }
}

impl ChecklistStep {
    /// Its cells, in the order of the columns.
    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Text(&self.postmortem),
            Cell::Text(&self.path),
            self.line.map_or(Cell::Empty, count),
            Cell::Text(&self.step),
            word(self.role),
            Cell::List(&self.people),
            Cell::Text(&self.text),
            Cell::Text(self.state.as_str()),
        ]
    }
}

impl ProcessReview {
    /// Its cells, in the order of the columns.
    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Text(&self.id),
            Cell::Text(&self.path),
            Cell::Boolean(self.is_readable),
            text(self.status.as_ref()),
            time(self.scheduled_for),
            text(self.chair.as_ref()),
            Cell::List(&self.attendees),
            Cell::List(&self.invited),
            Cell::List(&self.incidents),
        ]
    }
}
