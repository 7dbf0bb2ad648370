//! What becomes of documents that were there before pmrepo: one by one, and what to add to the
//! configuration for all of them.

mod outward;
mod proposal;

pub use proposal::Proposal;

use chrono::NaiveDate;

use crate::adopt::Kind;
use crate::model::Status;
use crate::source::RepoPath;

/// What becomes of some documents.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// They, in the order of their paths.
    pub documents: Vec<Document>,
    /// How many files that were come upon are pmrepo's own.
    pub own: usize,
}

/// One document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it lies: in the repository from its top, elsewhere as it was named.
    pub path: String,
    /// The same, where it lies in the work tree.
    pub place: Option<RepoPath>,
    /// What it is.
    pub is: Kind,
    /// Why it is taken for that.
    pub why: String,
    /// The id that its postmortem has or gets.
    pub id: Option<String>,
    /// Where its report lies or will lie.
    pub becomes: Option<RepoPath>,
    /// What was understood.
    pub fields: Vec<Field>,
    /// The fields that were looked for and are not in it.
    pub absent: Vec<&'static str>,
    /// What is there and was not understood.
    pub not_understood: Vec<Unclear>,
    /// What contradicts itself.
    pub conflicts: Vec<Conflict>,
    /// What is lost of what was understood.
    pub losses: Vec<String>,
    /// How many rows its timeline has.
    pub timeline_rows: usize,
    /// How many action items it has.
    pub action_items: usize,
    /// The status that its report has or gets.
    pub status: Option<Status>,
    /// What it is to a postmortem that was made of it before; `None` where none is made of it.
    pub state: Option<State>,
    /// Why nothing is made of it, and what to do.
    pub obstacle: Option<String>,
    /// What else there is to know.
    pub notes: Vec<String>,
    /// Headings that would be sections under the names that the configuration has: name, heading.
    pub aliases: Vec<(String, String)>,
    /// Fields of its own that the configuration does not know, and the type of their values.
    pub own_fields: Vec<(String, &'static str)>,
    /// The day of the incident, where errors stay in the report.
    pub gaps_on: Option<NaiveDate>,
    /// Whether it says that it is confidential.
    pub is_confidential: bool,
}

/// A value that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field's name.
    pub name: &'static str,
    /// What it is.
    pub value: Words,
    /// Where it stands.
    pub place: String,
}

/// A value in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Words {
    /// As one text.
    pub fn joined(&self) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::Several(words) => words.join(", "),
        }
    }
}

/// Something that is there and was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// What it would be of.
    pub field: String,
    /// The words as they are written.
    pub text: String,
    /// Their line, from 1; `None` for the document's name.
    pub line: Option<usize>,
    /// Why.
    pub why: String,
}

/// Places that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// About what.
    pub field: String,
    /// What each place says, and which place it is.
    pub readings: Vec<(String, String)>,
    /// Whether somebody has said which of them counts.
    pub is_decided: bool,
}

/// What a document is to the postmortem that was made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// None was.
    New,
    /// It has changed since, and the postmortem has not.
    Updated,
    /// Both have changed.
    Diverged,
    /// It is as it was.
    Unchanged,
}

impl State {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::New, Self::Updated, Self::Diverged, Self::Unchanged];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated => "updated",
            Self::Diverged => "diverged",
            Self::Unchanged => "unchanged",
        }
    }
}

impl Document {
    /// One of which nothing is known but what it is.
    pub fn plain(path: impl Into<String>, is: Kind, why: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            place: None,
            is,
            why: why.into(),
            id: None,
            becomes: None,
            fields: Vec::new(),
            absent: Vec::new(),
            not_understood: Vec::new(),
            conflicts: Vec::new(),
            losses: Vec::new(),
            timeline_rows: 0,
            action_items: 0,
            status: None,
            state: None,
            obstacle: None,
            notes: Vec::new(),
            aliases: Vec::new(),
            own_fields: Vec::new(),
            gaps_on: None,
            is_confidential: false,
        }
    }

    /// Whether somebody has to look at it: something in it was not understood or contradicts itself, or
    /// nothing can be made of it.
    pub fn is_open(&self) -> bool {
        self.obstacle.is_some()
            || !self.not_understood.is_empty()
            || self.conflicts.iter().any(|it| !it.is_decided)
    }

    /// Whether a postmortem is made of it now.
    pub fn is_made(&self) -> bool {
        let is_made = matches!(self.state, Some(State::New | State::Updated));
        is_made && self.becomes.is_some() && self.obstacle.is_none()
    }
}

/// How many documents there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All.
    pub documents: usize,
    /// Those that are postmortems.
    pub postmortems: usize,
    /// Of them those that are new.
    pub new: usize,
    /// Those whose source has changed.
    pub updated: usize,
    /// Those of which both have changed.
    pub diverged: usize,
    /// Those that are as they were.
    pub unchanged: usize,
    /// The new and updated ones of which a postmortem is made.
    pub made: usize,
    /// Lists of others.
    pub indexes: usize,
    /// Forms.
    pub templates: usize,
    /// What is something else.
    pub others: usize,
    /// Those at which somebody has to look.
    pub open: usize,
}

impl View {
    /// Whether somebody has to look at one of them.
    pub fn is_open(&self) -> bool {
        self.documents.iter().any(Document::is_open)
    }

    /// How many there are of each kind.
    pub fn summary(&self) -> Summary {
        let count = |is: &dyn Fn(&Document) -> bool| {
            let all = self.documents.iter();
            all.filter(|it| is(it)).count()
        };
        let of_kind = |kind| count(&|it| it.is == kind);
        let of_state = |state| count(&|it| it.state == Some(state));
        Summary {
            documents: self.documents.len(),
            postmortems: of_kind(Kind::Postmortem),
            new: of_state(State::New),
            updated: of_state(State::Updated),
            diverged: of_state(State::Diverged),
            unchanged: of_state(State::Unchanged),
            made: count(&Document::is_made),
            indexes: of_kind(Kind::Index),
            templates: of_kind(Kind::Template),
            others: of_kind(Kind::Other),
            open: count(&Document::is_open),
        }
    }

    /// What to add to the configuration.
    pub fn proposal(&self) -> Proposal {
        Proposal::of(&self.documents)
    }
}
