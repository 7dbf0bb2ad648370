//! What holds action items, and the items in it.

use super::here::Here;
use super::here::Part;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::postmortem::ActionItem;
use crate::postmortem::ProcessReview;
use crate::postmortem::Report;
use crate::postmortem::review_id;
use crate::source::RepoPath;

/// What holds action items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// A postmortem, by its id.
    Postmortem(PostmortemId),
    /// A process review, by the path of its notes: the items are its tweaks.
    Review(RepoPath),
}

impl Holder {
    /// What a file belongs to.
    pub(super) fn of(here: &Here<'_>) -> Option<Self> {
        match here.part {
            Part::Review => Some(Self::Review(here.path.clone())),
            _ => here
                .files
                .as_ref()
                .map(|it| Self::Postmortem(it.id.clone())),
        }
    }

    /// What has an id: a postmortem, else a process review.
    pub(super) fn called(here: &Here<'_>, id: &str) -> Option<Self> {
        PostmortemId::date_in(id)?;
        if here.standing.has(id) {
            return Some(Self::Postmortem(PostmortemId::new(id)));
        }
        let mut reviews = here.root.process_reviews().ok()?.iter();
        let notes = reviews.find(|it| review_id(&it.path) == id)?;
        Some(Self::Review(notes.path.clone()))
    }

    /// Its id.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Postmortem(id) => id.as_str(),
            Self::Review(path) => review_id(path),
        }
    }

    /// The document in which the items are, as it stands.
    pub(super) fn document(&self, here: &Here<'_>) -> Option<Document> {
        let path = match self {
            Self::Postmortem(id) => here.standing.directory(id)?.join(crate::corpus::REPORT)?,
            Self::Review(path) => path.clone(),
        };
        let entry = here.root.snapshot().entry(&path)?;
        let reader = here.root.snapshot().reader();
        Some(Document::read(&reader, &entry, Sort::WithFrontMatter))
    }

    /// The item with an id in that document.
    pub(super) fn item<'a>(
        &self,
        here: &'a Here<'_>,
        document: &'a Document,
        id: &str,
    ) -> Option<ActionItem<'a>> {
        let policy = &here.root.config.policy;
        let is_it = |it: &ActionItem<'_>| it.id() == Some(id);
        match self {
            Self::Postmortem(_) => Report::new(policy, document).action_items().find(is_it),
            Self::Review(_) => ProcessReview::new(policy, document).tweaks().find(is_it),
        }
    }
}
