//! The process reviews of a root: what there is of each.

mod agenda;
mod pick;

use crate::config::Policy;
use crate::corpus::Layout;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::model::ReviewStatus;
use crate::postmortem::ProcessReview;
use crate::report::actions;
use crate::report::public::Public;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::time::Moment;

pub use agenda::Agenda;
pub use agenda::Incident;
pub use agenda::Item;
pub use agenda::Trouble;
pub use agenda::agenda;
pub use agenda::way;
pub use pick::Reviews;
pub use pick::Wanted;
pub use pick::all_of;
pub use pick::find;
pub use pick::find_to_write;

/// One process review. What its notes do not say is `None` or empty; people are handles of the
/// roster, else the names as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// The name of its file without `.md`.
    pub id: String,
    /// Its notes.
    pub path: RepoPath,
    /// Its status, as written.
    pub status: Option<String>,
    /// When it is, or was, as written.
    pub scheduled_for: Option<String>,
    /// The same as a moment, where it is one.
    pub at: Option<Moment>,
    /// Who leads it.
    pub chair: Option<String>,
    /// Who was there, or has said that they come.
    pub attendees: Vec<String>,
    /// Who is asked to come, by name.
    pub invited: Vec<String>,
    /// Whether whoever is interested may join.
    pub is_open_to_all: bool,
    /// The ids of the postmortems whose response is looked at.
    pub incidents: Vec<String>,
    /// What changes in the process.
    pub tweaks: Vec<actions::Item>,
    /// Why it is not held.
    pub cancelled_because: Option<String>,
    /// Why its notes cannot be read.
    pub unreadable: Option<String>,
}

impl Review {
    /// The same with nothing of the incidents but their dates: any of them may be confidential.
    fn with_dates(mut self) -> Self {
        for id in &mut self.incidents {
            let day = PostmortemId::date_in(id);
            *id = day.map(|it| it.to_string()).unwrap_or_default();
        }
        self
    }

    /// Whether it has a status.
    pub fn is(&self, status: ReviewStatus) -> bool {
        self.status.as_deref() == Some(status.as_str())
    }
}

/// What may leave the repository of some reviews.
pub fn public(reviews: &[Review]) -> Public<Vec<Review>> {
    let reviews = reviews.iter().cloned();
    Public::new(reviews.map(Review::with_dates).collect())
}

/// The reviews of a root: the latest first, those without a time last, then by id.
pub fn list(policy: &Policy, layout: &Layout, snapshot: &Snapshot) -> Vec<Review> {
    let reader = snapshot.reader();
    let mut reviews: Vec<Review> = layout
        .process_reviews
        .iter()
        .map(|entry| {
            let notes = Document::read(&reader, entry, Sort::WithFrontMatter);
            review(policy, &notes)
        })
        .collect();
    sort(&mut reviews);
    reviews
}

/// Sorts the reviews of several roots.
pub fn sort(reviews: &mut [Review]) {
    reviews.sort_by(|a, b| {
        b.at.cmp(&a.at)
            .then_with(|| b.id.cmp(&a.id))
            .then_with(|| a.path.cmp(&b.path))
    });
}

/// What the notes of a review say.
pub fn review(policy: &Policy, notes: &Document) -> Review {
    let said = ProcessReview::new(policy, notes);
    let text = |field| said.field(field).text().map(str::to_owned);
    let handle = |it: &str| policy.roster.handle(it).to_owned();
    Review {
        id: said.id().to_owned(),
        path: notes.path.clone(),
        status: text(FieldName::Status),
        scheduled_for: text(FieldName::ScheduledFor),
        at: said.scheduled_for().map(|at| policy.zone.show(at)),
        chair: said.field(FieldName::Chair).text().map(handle),
        attendees: said.attendees().map(handle).collect(),
        invited: said.invited().map(handle).collect(),
        is_open_to_all: said.is_open_to_all(),
        incidents: said.incidents().map(str::to_owned).collect(),
        tweaks: actions::of_review(&said),
        cancelled_because: text(FieldName::CancelledBecause),
        unreadable: (!notes.is_readable()).then(|| {
            let fault = notes.faults.first();
            fault.map_or_else(|| "cannot be read".to_owned(), |it| it.message.clone())
        }),
    }
}
