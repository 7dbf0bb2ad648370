//! What a person does beside what they owe: the meetings that they attend, and what they should review.

use crate::config::CodeOwners;
use crate::config::Someone;
use crate::model::FieldName;
use crate::model::ReviewStatus;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::postmortem::ProcessReview;
use crate::report::overdue::Read;
use crate::report::overdue::lateness;
use crate::report::reviewers;
use crate::source::RepoPath;
use crate::time::Moment;

/// What a meeting is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A postmortem.
    Postmortem,
    /// The response process.
    ProcessReview,
}

impl About {
    /// Its word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postmortem => "meeting",
            Self::ProcessReview => "process-review",
        }
    }
}

/// A meeting that is still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// What it is about.
    pub about: About,
    /// The postmortem's id, or the process review's.
    pub subject: String,
    /// The report, or the notes.
    pub path: RepoPath,
    /// The postmortem's title.
    pub title: Option<String>,
    /// When it is.
    pub at: Moment,
    /// How long that is from now, in words.
    pub distance: String,
}

/// A report that waits for its reviewers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToReview {
    /// The postmortem's id.
    pub postmortem: String,
    /// The report.
    pub path: RepoPath,
    /// Its title.
    pub title: Option<String>,
    /// Who sees it through: the roster's handle where it knows them.
    pub owner: Option<String>,
}

/// What a person does beside what they owe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// The next first.
    pub meetings: Vec<Meeting>,
    /// In the order of their paths.
    pub to_review: Vec<ToReview>,
}

/// Whose duties are asked for, and when.
pub struct Asked<'a> {
    /// The person.
    pub me: &'a Someone,
    /// The present.
    pub now: Moment,
    /// Who owns which files.
    pub owners: &'a CodeOwners,
}

impl Duties {
    /// Adds those of another root.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Self>) {
        for it in others {
            self.meetings.extend(it.meetings);
            self.to_review.extend(it.to_review);
        }
        let order = |it: &Meeting| (it.at, it.path.clone());
        self.meetings.sort_by_key(order);
        self.to_review.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

impl Asked<'_> {
    /// What a document has for the person to do.
    pub fn of(&self, read: Read<'_>) -> Duties {
        match read {
            Read::Postmortem(it) => Duties {
                meetings: self.meeting(&it).into_iter().collect(),
                to_review: self.to_review(&it).into_iter().collect(),
            },
            Read::ProcessReview(it) => Duties {
                meetings: self.process_review(&it).into_iter().collect(),
                to_review: Vec::new(),
            },
        }
    }

    fn meeting(&self, it: &Postmortem<'_>) -> Option<Meeting> {
        let at = it.moment(FieldName::MeetingScheduledFor)?;
        let is_off = it.field(FieldName::MeetingHeldAt).is_there()
            || it.field(FieldName::NoMeetingBecause).is_text()
            || !it.is_on_its_way();
        let lead = it.field(FieldName::MeetingFacilitator).people();
        let is_me = |person: &str| it.policy.roster.is(self.me, person);
        if is_off || at < self.now || !it.invited().into_iter().chain(lead).any(is_me) {
            return None;
        }
        Some(Meeting {
            about: About::Postmortem,
            subject: it.dossier.id.to_string(),
            path: it.report().path.clone(),
            title: it.title().map(str::to_owned),
            at,
            distance: lateness(&it.policy.calendar, self.now, at, false),
        })
    }

    fn process_review(&self, it: &ProcessReview<'_>) -> Option<Meeting> {
        let at = it.scheduled_for()?;
        let people = it.attendees().chain(it.invited()).chain(it.chair());
        let is_me = |person: &str| it.policy.roster.is(self.me, person);
        let is_planned = it.status() == Some(ReviewStatus::Scheduled) && at >= self.now;
        if !is_planned || !people.into_iter().any(is_me) {
            return None;
        }
        Some(Meeting {
            about: About::ProcessReview,
            subject: it.id().to_owned(),
            path: it.document.path.clone(),
            title: None,
            at,
            distance: lateness(&it.policy.calendar, self.now, at, false),
        })
    }

    fn to_review(&self, it: &Postmortem<'_>) -> Option<ToReview> {
        let roster = &it.policy.roster;
        let asked = reviewers::of(it.policy, self.owners, it);
        let is_mine = asked.iter().any(|person| roster.is(self.me, person));
        if it.status() != Some(Status::InReview) || !is_mine {
            return None;
        }
        let owner = it.field(FieldName::Owner).words();
        Some(ToReview {
            postmortem: it.dossier.id.to_string(),
            path: it.report().path.clone(),
            title: it.title().map(str::to_owned),
            owner: owner.map(|it| roster.handle(it).to_owned()),
        })
    }
}
