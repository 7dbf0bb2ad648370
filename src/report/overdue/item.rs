//! One line of all that a root owes.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::TimeDelta;

use super::words::Distance;
use crate::deadline::State;
use crate::model::DeadlineKind;
use crate::model::PostmortemId;
use crate::model::Role;
use crate::source::RepoPath;
use crate::time::Moment;

/// The word of a file that cannot say what is owed, where others have that of a state.
pub const UNREADABLE: &str = "unreadable";

/// One thing that is owed, or a file that cannot say what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A deadline.
    Owed(Box<Owed>),
    /// A file that cannot say what is owed.
    Unreadable(Box<Unreadable>),
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The postmortem's id; `None` for what no postmortem owes.
    pub postmortem: Option<PostmortemId>,
    /// The file that says so.
    pub path: RepoPath,
    /// The line in it, from 1.
    pub line: usize,
    /// Where the file can be read on the web.
    pub url: Option<String>,
    /// What its repository is called, where several are read.
    pub repo: Option<Arc<str>>,
    /// Whether only the date of the incident may leave the repository.
    pub is_confidential: bool,
}

/// What a postmortem says of its incident: the same for all that it owes, and kept once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// The postmortem's title.
    pub title: Option<String>,
    /// Its owner: the roster's handle where it knows them.
    pub owner: Option<String>,
    /// Who led the response, in the same words.
    pub commander: Option<String>,
    /// The services that were affected.
    pub services: Vec<String>,
    /// The incident's severity, as written.
    pub severity: Option<String>,
}

/// A deadline, and how it stands at the clock of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Where what asks for it stands.
    pub place: Place,
    /// The incident; nothing is said of one where no postmortem owes it.
    pub incident: Arc<Incident>,
    /// What is owed.
    pub kind: DeadlineKind,
    /// What tells it from others of its kind; most are the only one.
    pub part: Option<Box<Part>>,
    /// For which part it is owed.
    pub role: Role,
    /// Who owes it: handles of the roster, else the names as written. Nobody where nobody is named.
    pub owed_by: Vec<String>,
    /// What the roster knows of them.
    pub known: Option<Box<Known>>,
    /// When it is due, in the configured zone.
    pub due: Moment,
    /// Since when it is met, where the snapshot says that.
    pub met_at: Option<Moment>,
    /// How it stands.
    pub state: State,
    /// Whether that moment has passed: what only reminds is not late then.
    pub has_passed: bool,
    /// How far that moment is from the clock.
    pub(super) apart: TimeDelta,
    /// How late it is or how much time is left, in words: `3 days`; nothing where it is met.
    pub distance: Distance,
    /// How `due` was computed; empty where nobody asked for that.
    pub explanation: Box<str>,
}

/// What tells a deadline from others of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The checklist's step.
    pub step: Option<String>,
    /// The action item's id.
    pub action_item: Option<String>,
    /// What it is to do.
    pub action_title: Option<String>,
    /// What the team calls it, where it is one that the team added.
    pub name: Option<String>,
}

/// What the roster knows of those who owe something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Their teams, as far as they are known; what is owed by a team is that one's.
    pub teams: Vec<String>,
    /// The same people by their ids in the chat, else by the same names; empty where no such id is known.
    pub in_chat: Vec<String>,
}

/// A file that cannot say what is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub place: Place,
    /// The action item that says no day, where it is no more than that.
    pub action_item: Option<String>,
    /// What is wrong with it.
    pub why: String,
    /// Whose it may be.
    pub whom: Whom,
}

/// Whose something may be that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Everybody's: all that is said hangs on it.
    Everybody,
    /// Anybody's: what names people cannot be read.
    Unknown,
    /// That of these, as they are written.
    Named(Vec<String>),
}

impl Whom {
    /// Who is named; where nobody is, it is anybody's.
    pub(super) fn named<'a>(people: impl Iterator<Item = &'a str>) -> Self {
        let people: Vec<String> = people.map(str::to_owned).collect();
        if people.is_empty() {
            Self::Unknown
        } else {
            Self::Named(people)
        }
    }
}

impl Item {
    /// Where it stands.
    pub fn place(&self) -> &Place {
        match self {
            Self::Owed(it) => &it.place,
            Self::Unreadable(it) => &it.place,
        }
    }

    /// The same, to be changed.
    pub(super) fn place_mut(&mut self) -> &mut Place {
        match self {
            Self::Owed(it) => &mut it.place,
            Self::Unreadable(it) => &mut it.place,
        }
    }

    /// The deadline, where it is one.
    pub fn owed(&self) -> Option<&Owed> {
        match self {
            Self::Owed(it) => Some(it),
            Self::Unreadable(_) => None,
        }
    }

    /// How it stands; `None` where nobody knows.
    pub fn state(&self) -> Option<State> {
        self.owed().map(|it| it.state)
    }

    /// The action item that it is about.
    pub fn action_item(&self) -> Option<&str> {
        match self {
            Self::Owed(it) => it.action_item(),
            Self::Unreadable(it) => it.action_item.as_deref(),
        }
    }

    /// What tells it from others of its kind: the step, the action item, or the team's name for it.
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Owed(it) => it.part(),
            Self::Unreadable(it) => it.action_item.as_deref(),
        }
    }

    /// What the team calls a deadline that it added.
    pub fn name(&self) -> Option<&str> {
        self.owed()?.name()
    }

    /// What is owed, in short: `reviewed`, `AI-3`, `scribe.key-events`.
    pub fn what(&self) -> &str {
        match self {
            Self::Owed(it) => it.what(),
            Self::Unreadable(_) => self.part().unwrap_or(UNREADABLE),
        }
    }

    /// How `due` was computed, if that was asked for; of an unreadable file, what is wrong with it.
    pub fn explanation(&self) -> &str {
        match self {
            Self::Owed(it) => &it.explanation,
            Self::Unreadable(it) => &it.why,
        }
    }

    /// By what items are sorted: the most late first, then what cannot be read, then by when it is
    /// due.
    pub(super) fn order(&self) -> impl Ord + use<'_> {
        let owed = self.owed();
        let place = self.place();
        (
            rank(self.state()),
            owed.map(|it| it.due),
            &place.path,
            place.line,
            owed.map(|it| it.kind),
            self.part(),
        )
    }
}

/// What cannot be read stands behind what is late, and before all else.
pub(super) fn rank(state: Option<State>) -> u8 {
    match state {
        Some(State::Overdue) => 0,
        None => 1,
        Some(State::Soon) => 2,
        Some(State::Open) => 3,
        Some(State::Met) => 4,
    }
}

impl Place {
    /// What it is about: the postmortem's id, else the file.
    pub fn subject(&self) -> &str {
        self.postmortem.as_deref().unwrap_or(self.path.as_str())
    }

    /// What tells it from all others of its repository, where two postmortems may have one id: the
    /// postmortem's directory, else the file.
    pub fn home(&self) -> &str {
        let path = self.path.as_str();
        let Some(id) = self.postmortem.as_deref() else {
            return path;
        };
        let mut home = path;
        while let Some((above, _)) = home.rsplit_once('/') {
            home = above;
            if home.rsplit('/').next() == Some(id) {
                return home;
            }
        }
        id
    }

    /// What it is about, behind the repository where several are read: in two of them an id may be the same.
    pub fn name(&self) -> Cow<'_, str> {
        match &self.repo {
            Some(repo) => format!("{repo}: {}", self.subject()).into(),
            None => self.subject().into(),
        }
    }
}

impl Owed {
    /// What tells it from others of its kind: the step, the action item, or the team's name for it.
    pub fn part(&self) -> Option<&str> {
        let part = self.step().or(self.action_item());
        part.or(self.name())
    }

    /// The checklist's step.
    pub fn step(&self) -> Option<&str> {
        self.part.as_ref()?.step.as_deref()
    }

    /// The action item's id.
    pub fn action_item(&self) -> Option<&str> {
        self.part.as_ref()?.action_item.as_deref()
    }

    /// What the team calls it, where it is one that the team added.
    pub fn name(&self) -> Option<&str> {
        self.part.as_ref()?.name.as_deref()
    }

    /// By how much it is late; `None` where it is not.
    pub fn late_by(&self) -> Option<TimeDelta> {
        (self.state == State::Overdue).then_some(self.apart)
    }

    /// What is owed, in short: `reviewed`, `AI-3`, `scribe.key-events`.
    pub fn what(&self) -> &str {
        self.part().unwrap_or(self.kind.as_str())
    }

    /// What that is in words, where the short form is only an id.
    pub fn what_title(&self) -> Option<&str> {
        self.part.as_ref()?.action_title.as_deref()
    }

    /// When it is due, in words: `in 3 days`; how late it is, without a word for that.
    pub fn when(&self) -> String {
        match self.state {
            State::Overdue => self.distance.to_string(),
            State::Soon | State::Open if self.has_passed => format!("{} ago", self.distance),
            State::Soon | State::Open => format!("in {}", self.distance),
            State::Met => "met".to_owned(),
        }
    }

    /// Their teams.
    pub fn teams(&self) -> &[String] {
        self.known.as_ref().map_or(&[], |it| &it.teams)
    }

    /// Who owes it, as the chat calls them as far as that is known.
    pub fn in_chat(&self) -> &[String] {
        match &self.known {
            Some(it) if !it.in_chat.is_empty() => &it.in_chat,
            _ => &self.owed_by,
        }
    }

    /// Who owes it, in words: `nobody` where nobody is named.
    pub fn people(&self) -> String {
        if self.owed_by.is_empty() {
            "nobody".to_owned()
        } else {
            self.owed_by.join(", ")
        }
    }
}

impl Unreadable {
    /// A file that cannot say what is owed, of no postmortem.
    pub(in crate::report) fn new(path: &RepoPath, line: usize, why: &str) -> Self {
        Self {
            place: Place {
                postmortem: None,
                path: path.clone(),
                line,
                url: None,
                repo: None,
                is_confidential: false,
            },
            action_item: None,
            why: why.to_owned(),
            whom: Whom::Unknown,
        }
    }

    /// The same, and whose it may be.
    #[must_use]
    pub(super) fn whose(mut self, whom: Whom) -> Self {
        self.whom = whom;
        self
    }

    /// The same, of a postmortem.
    #[must_use]
    pub(in crate::report) fn of(mut self, id: &PostmortemId, is_confidential: bool) -> Self {
        self.place.postmortem = Some(id.clone());
        self.place.is_confidential = is_confidential;
        self
    }
}
