//! The tables and their columns, told once: every format of an export, its schema and its page read them
//! here. Columns are only ever added.

use chrono::NaiveDate;

use crate::time::Moment;

/// A table of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// One row for each postmortem.
    Postmortems,
    /// One for each row of a timeline.
    Timeline,
    /// One for each action item, and each tweak of a process review.
    ActionItems,
    /// One for each deadline, met or not.
    Deadlines,
    /// One for each step of a checklist.
    ChecklistSteps,
    /// One for each process review.
    ProcessReviews,
}

/// What a column holds. Any cell may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A list of texts.
    List,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A moment, in UTC.
    Time,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What that means.
    pub about: &'static str,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text.
    Text(&'a str),
    /// A list of texts.
    List(&'a [String]),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(NaiveDate),
    /// A moment.
    Time(Moment),
}

impl Cell<'_> {
    /// What it holds; `None` where it is empty.
    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::Empty => return None,
            Self::Text(_) => Kind::Text,
            Self::List(_) => Kind::List,
            Self::Integer(_) => Kind::Integer,
            Self::Boolean(_) => Kind::Boolean,
            Self::Date(_) => Kind::Date,
            Self::Time(_) => Kind::Time,
        })
    }
}

const fn column(name: &'static str, kind: Kind, about: &'static str) -> Column {
    Column { name, kind, about }
}

const fn text(name: &'static str, about: &'static str) -> Column {
    column(name, Kind::Text, about)
}

const fn list(name: &'static str, about: &'static str) -> Column {
    column(name, Kind::List, about)
}

const fn integer(name: &'static str, about: &'static str) -> Column {
    column(name, Kind::Integer, about)
}

const fn boolean(name: &'static str, about: &'static str) -> Column {
    column(name, Kind::Boolean, about)
}

const fn date(name: &'static str, about: &'static str) -> Column {
    column(name, Kind::Date, about)
}

const fn time(name: &'static str, about: &'static str) -> Column {
    column(name, Kind::Time, about)
}

const POSTMORTEM: Column = text("postmortem", "The postmortem's id.");
const LINE: Column = integer("line", "The line in that file, from 1.");
const PATH: Column = text("path", "The file, from the top of the repository.");

/// What every table begins with.
const COMMON: [Column; 4] = [
    text("repo", "What the repository is called."),
    text(
        "snapshot",
        "What was read: `worktree`, `index`, or a commit.",
    ),
    time("as_of", "The clock of the export."),
    text(
        "root",
        "The directory of the `pmrepo.yaml`; empty at the top.",
    ),
];

const POSTMORTEMS: [Column; 36] = [
    text("id", "The postmortem's id; empty where it is confidential."),
    text("path", "The report, from the top of the repository."),
    date("date", "The day of the incident in the team's zone."),
    boolean("confidential", "Whether nothing but its date is here."),
    boolean("readable", "Whether the report can be read."),
    text("title", "Its title."),
    text("status", "Its status."),
    text("severity", "Its severity."),
    boolean("major", "Whether the incident is a major one."),
    boolean("adopted", "Whether it was made of an older document."),
    boolean("older", "Whether it is from before `enforce_from`."),
    text("owner", "Who sees it through."),
    text("incident_commander", "Who led the response."),
    time("started_at", "When the incident began."),
    time("detected_at", "When it was noticed."),
    time("paged_at", "When somebody was called."),
    time("mitigated_at", "When customers no longer felt it."),
    time("resolved_at", "When it was over."),
    time("public_at", "When customers were told first."),
    time(
        "meeting_scheduled_for",
        "When the review meeting is, or was to be.",
    ),
    time("meeting_held_at", "When the review meeting was."),
    time("reviewed_at", "When the report was reviewed."),
    text("detection", "How the incident was noticed."),
    list("services", "The services that were affected."),
    list("tags", "Its tags."),
    integer("users_affected", "How many users were affected."),
    integer("accounts_affected", "How many accounts were affected."),
    integer("support_requests", "How many people asked the support."),
    text("impact", "What customers felt, in short."),
    list("contributing_factors", "What had to come together."),
    list(
        "related",
        "Postmortems worth reading with it; of one that is not here its date.",
    ),
    text("pagerduty", "The incident in PagerDuty: its id or address."),
    text("tracker", "The incident in the tracker: its id or address."),
    text("not_required_because", "Why no postmortem is needed."),
    text("no_meeting_because", "Why there is no review meeting."),
    text("no_action_items_because", "Why there are no action items."),
];

const TIMELINE: [Column; 7] = [
    POSTMORTEM,
    PATH,
    LINE,
    integer("position", "Its place in the timeline, from 1."),
    time("at", "When it happened; empty where that cannot be read."),
    text("event", "What happened."),
    text("evidence", "What shows it."),
];

const ACTION_ITEMS: [Column; 18] = [
    text(
        "postmortem",
        "The postmortem's id; empty for a tweak of a process review.",
    ),
    text(
        "process_review",
        "The process review's id; empty for an action item of a postmortem.",
    ),
    PATH,
    LINE,
    integer("position", "Its place in its list, from 1."),
    text("id", "Its id: `AI-1`."),
    text("title", "What is to be done."),
    text("kind", "What it is good for."),
    text("priority", "Its priority."),
    text("owner", "Who does it."),
    date("due", "By when, as it says itself."),
    text("ticket", "Its ticket."),
    text("state", "How far it is; `open` where it does not say."),
    date("done_on", "When it was done."),
    time("done_at", "The end of that day in the team's zone."),
    text("reason", "Why it is not done, or later."),
    time(
        "policy_due",
        "By when the team's policy wants it done, by the configuration that held when the postmortem was reviewed.",
    ),
    list("services", "The services of the incident."),
];

const DEADLINES: [Column; 17] = [
    text(
        "postmortem",
        "The postmortem's id; empty for what a process review owes.",
    ),
    PATH,
    LINE,
    text("severity", "The incident's severity."),
    text("kind", "What is owed; empty where a file cannot be read."),
    text("step", "The checklist's step."),
    text("action_item", "The action item's id."),
    text("name", "What the team calls a deadline that it added."),
    text("role", "For which part it is owed."),
    list("owed_by", "Who owes it."),
    time(
        "due",
        "When it is due, by the configuration of the snapshot; empty where that asks for nothing.",
    ),
    time("met_at", "Since when it is met, where that is known."),
    text(
        "state",
        "overdue, soon (within two days), open, met, or unreadable.",
    ),
    integer("late_by_seconds", "By how much it is late at the clock."),
    time(
        "due_then",
        "When it was due by the configuration that held when the postmortem was reviewed; else as `due`.",
    ),
    text(
        "judged_by",
        "The commit of that configuration; empty where it is the snapshot's own.",
    ),
    text(
        "explanation",
        "How `due` was computed; of a file that cannot be read, why.",
    ),
];

const CHECKLIST_STEPS: [Column; 8] = [
    POSTMORTEM,
    PATH,
    integer(
        "line",
        "The line in the checklist; empty where it does not stand there.",
    ),
    text("step", "The step's id."),
    text("role", "The role that does it."),
    list("people", "Who has that role."),
    text("text", "What is to be done."),
    text("state", "open, done, settled (a fact says so), or n/a."),
];

const PROCESS_REVIEWS: [Column; 9] = [
    text("id", "The process review's id."),
    PATH,
    boolean("readable", "Whether its notes can be read."),
    text("status", "Its status."),
    time("scheduled_for", "When it is, or was."),
    text("chair", "Who leads it."),
    list("attendees", "Who was there, or has said that they come."),
    list("invited", "Who is asked to come, by name."),
    list(
        "incidents",
        "The postmortems whose response is looked at; of one that is not here its date.",
    ),
];

impl Table {
    /// All of them, parents before children.
    pub const ALL: [Self; 6] = [
        Self::Postmortems,
        Self::Timeline,
        Self::ActionItems,
        Self::Deadlines,
        Self::ChecklistSteps,
        Self::ProcessReviews,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postmortems => "postmortems",
            Self::Timeline => "timeline",
            Self::ActionItems => "action_items",
            Self::Deadlines => "deadlines",
            Self::ChecklistSteps => "checklist_steps",
            Self::ProcessReviews => "process_reviews",
        }
    }

    /// What a row of it is.
    pub fn about(self) -> &'static str {
        match self {
            Self::Postmortems => {
                "A postmortem; of a confidential one its date and `confidential` alone."
            }
            Self::Timeline => "A row of a report's timeline.",
            Self::ActionItems => "An action item of a postmortem, or a tweak of a process review.",
            Self::Deadlines => "Something that is owed by a time, met or not.",
            Self::ChecklistSteps => "A step of a postmortem's checklist.",
            Self::ProcessReviews => "A meeting about the response process.",
        }
    }

    /// The columns that it has behind those that all tables have.
    pub fn own_columns(self) -> &'static [Column] {
        match self {
            Self::Postmortems => &POSTMORTEMS,
            Self::Timeline => &TIMELINE,
            Self::ActionItems => &ACTION_ITEMS,
            Self::Deadlines => &DEADLINES,
            Self::ChecklistSteps => &CHECKLIST_STEPS,
            Self::ProcessReviews => &PROCESS_REVIEWS,
        }
    }

    /// All its columns, in their order.
    pub fn columns(self) -> impl Iterator<Item = &'static Column> {
        COMMON.iter().chain(self.own_columns())
    }

    /// The column that names the postmortem which a row belongs to.
    pub fn parent(self) -> Option<&'static str> {
        let names = |it: &&Column| it.name == POSTMORTEM.name;
        self.own_columns().iter().find(names).map(|it| it.name)
    }
}
