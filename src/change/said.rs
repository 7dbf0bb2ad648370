//! What there is to say of a change, as data.

use chrono::NaiveDate;

use crate::model::ActionState;
use crate::model::MessageName;
use crate::model::ReviewStatus;
use crate::model::Status;
use crate::report::asked::Stranger;
use crate::report::moves::Move;
use crate::source::RepoPath;

/// One thing that is so once a draft is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A file has another text, or its first.
    Wrote(RepoPath),
    /// What had no name yet has one.
    Opened {
        /// The file in it that matters; `None` where it is a file itself.
        file: Option<&'static str>,
    },
    /// A postmortem moved on.
    Moved {
        /// Its id.
        id: String,
        /// The status that it had.
        from: Status,
        /// The status that it has.
        to: Status,
    },
    /// A postmortem has another id.
    Renamed {
        /// The old one.
        from: String,
        /// The new one.
        to: String,
    },
    /// An incident goes on: it is not resolved any more.
    GoesOn {
        /// The postmortem's id.
        id: String,
    },
    /// A major incident goes on without a checklist.
    NoChecklist {
        /// The postmortem's id.
        id: String,
    },
    /// A postmortem closes, and work on it does not end.
    StayOpen {
        /// How many action items are still owed.
        count: usize,
        /// The one that is due next, as it is called in the report, and its day.
        next: Option<(String, NaiveDate)>,
        /// How many of them nobody has said a day for.
        undated: usize,
    },
    /// Something comes with fields that are set.
    Set(SetSaid),
    /// There is one action item more.
    Added {
        /// What it is called from outside.
        item: String,
    },
    /// An action item has other fields.
    Item {
        /// What it is called from outside.
        item: String,
        /// How far it is.
        state: String,
    },
    /// A TODO became an action item.
    Proposed {
        /// What it is called from outside.
        item: String,
        /// What is to be done.
        title: String,
        /// Where the TODO stands.
        origin: String,
    },
    /// Something became of a timeline.
    Timeline(TimelineSaid),
    /// There is no TODO that is not an action item already.
    NoTodo,
    /// An action item is as far as its ticket.
    Imported {
        /// What it is called from outside.
        item: String,
        /// How far it was, as written.
        from: String,
        /// How far it is.
        to: ActionState,
    },
    /// Every action item is as far as its ticket already.
    AllAsTracked,
    /// Something became of a step.
    Step {
        /// The postmortem's id.
        id: String,
        /// The step's id.
        step: String,
        /// What.
        what: StepSaid,
    },
    /// Something is on record of a message.
    Message {
        /// The postmortem's id.
        id: String,
        /// The message.
        name: MessageName,
        /// What.
        what: MessageSaid,
    },
    /// A message has no link: nobody knows where its readers can see the report.
    NoLink {
        /// The postmortem's id.
        id: String,
    },
    /// Its readers do not find the report on the main branch of the remote yet.
    OnBranch {
        /// The postmortem's id.
        id: String,
        /// The branch that has the report, which is linked.
        branch: String,
        /// The main branch.
        main: String,
    },
    /// Its readers find the report nowhere yet: it has not been pushed.
    NotPushed {
        /// The postmortem's id.
        id: String,
        /// The main branch of the remote, which is linked.
        main: String,
    },
    /// A person comes to a process review, or was there.
    Attends {
        /// The review's id.
        review: String,
        /// Who.
        person: String,
        /// Whether it is yet to be held.
        status: ReviewStatus,
        /// Whether the notes said so already.
        is_known: bool,
    },
    /// A process review moved on.
    ReviewMoved {
        /// Its id.
        review: String,
        /// The status that it had.
        from: ReviewStatus,
        /// The status that it has.
        to: ReviewStatus,
    },
    /// A file cannot be read, and may belong in new notes.
    MayLack {
        /// The file.
        path: RepoPath,
        /// Why it cannot be read.
        why: String,
    },
    /// Another process review is scheduled, and names some of the same incidents.
    NamesTheSame {
        /// Its id.
        review: String,
    },
}

impl Said {
    /// The step of which something is said.
    pub(super) fn step(&self) -> Option<&str> {
        match self {
            Self::Step { step, .. } => Some(step),
            _ => None,
        }
    }
}

/// What became of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimelineSaid {
    /// It has more rows.
    Rows {
        /// The postmortem's id.
        id: String,
        /// How many.
        count: usize,
    },
    /// There is no row that it does not have already.
    NoRow,
    /// It is a table as it is.
    IsTable {
        /// The postmortem's id.
        id: String,
    },
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepSaid {
    /// It is ticked.
    Ticked,
    /// It was ticked before.
    TickedAlready,
    /// It does not apply.
    DoesNotApply,
    /// Somebody is asked to do it.
    Asked,
}

/// What is on record of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageSaid {
    /// Somebody approved it.
    Approved,
    /// It was sent.
    Sent,
    /// It was posted to a channel.
    Posted,
    /// None is sent.
    Declined,
}

/// What comes with fields that are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetSaid {
    /// A report has sections that it did not have.
    Sections {
        /// The postmortem's id.
        id: String,
        /// Their titles.
        titles: Vec<String>,
    },
    /// What a major incident needs, and this one does not say yet.
    Needs {
        /// The postmortem's id.
        id: String,
        /// The fields.
        fields: Vec<String>,
    },
    /// Experts have a step of their own in a checklist.
    ExpertSteps {
        /// The checklist.
        path: RepoPath,
        /// Who they are.
        people: Vec<String>,
    },
    /// How a time was understood.
    Understood {
        /// The field.
        field: String,
        /// The time, as people read it.
        when: String,
    },
    /// A person or a service is named that nothing knew before.
    New(Stranger),
    /// Another postmortem may be of the same incident: its id.
    Twin(String),
    /// Some rows of a timeline stay on their days, though the incident goes to another.
    RowsStay {
        /// The postmortem's id.
        id: String,
        /// How many.
        count: usize,
    },
    /// A time that was typed may mean another, too.
    Doubt(String),
    /// A deadline is at another moment.
    DeadlineMoves(Move),
    /// A postmortem is confidential from now on.
    StaysPublic,
    /// A postmortem is confidential no more.
    BecomesPublic,
}
