//! What the notes of a process review say.

use super::ActionItem;
use super::Amiss;
use super::Said;
use crate::config::Policy;
use crate::document::Document;
use crate::front_matter::Node;
use crate::model::FieldName;
use crate::model::ReviewStatus;
use crate::source::RepoPath;
use crate::time::Moment;

/// What stands in `invited` where whoever is interested may join.
pub const ANYONE: &str = "anyone";

/// The notes of a process review, and the policy by which they are read.
#[derive(Clone, Copy, Debug)]
pub struct ProcessReview<'a> {
    /// What the configuration says, as plain data.
    pub policy: &'a Policy,
    /// The notes as they were read.
    pub document: &'a Document,
}

impl<'a> ProcessReview<'a> {
    /// Reads notes.
    pub fn new(policy: &'a Policy, document: &'a Document) -> Self {
        Self { policy, document }
    }

    /// What it says in a field.
    pub fn field(&self, field: FieldName) -> Said<'a> {
        Said::of(self.document, field)
    }

    /// Its id.
    pub fn id(&self) -> &'a str {
        review_id(&self.document.path)
    }

    /// How far it is; `None` where that is missing or none that is known.
    pub fn status(&self) -> Option<ReviewStatus> {
        ReviewStatus::parse(self.field(FieldName::Status).text()?)
    }

    /// Whether it was held.
    pub fn is_held(&self) -> bool {
        self.status() == Some(ReviewStatus::Held)
    }

    /// Whether it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.status() == Some(ReviewStatus::Cancelled)
    }

    /// When it is, or was.
    pub fn scheduled_for(&self) -> Option<Moment> {
        self.field(FieldName::ScheduledFor).moment()
    }

    /// Who leads it.
    pub fn chair(&self) -> Option<&'a str> {
        self.field(FieldName::Chair).people().next()
    }

    /// Who was there, or has said that they come.
    pub fn attendees(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.field(FieldName::Attendees).people()
    }

    /// Who is asked to come, by name.
    pub fn invited(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let people = self.field(FieldName::Invited).people();
        people.filter(|it| *it != ANYONE)
    }

    /// Whether whoever is interested may join.
    pub fn is_open_to_all(&self) -> bool {
        self.field(FieldName::Invited).text() == Some(ANYONE)
    }

    /// The ids of the postmortems whose response is looked at. What is no list covers none.
    pub fn incidents(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let items = self.field(FieldName::Incidents).items().iter();
        items.filter_map(Node::as_str)
    }

    /// What of them is there and cannot be read, beside when it is.
    pub fn amiss(&self) -> Vec<Amiss<'a>> {
        Amiss::all(self.document)
    }

    /// What changes in the process.
    pub fn tweaks(&self) -> impl Iterator<Item = ActionItem<'a>> + use<'a> {
        ActionItem::all(self.document, FieldName::Tweaks)
    }
}

/// The id of the process review whose notes lie at a path: the name of the file without `.md`.
pub fn review_id(path: &RepoPath) -> &str {
    path.name().strip_suffix(".md").unwrap_or(path.name())
}
