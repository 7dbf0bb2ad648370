//! The process reviews of a root: what there is of each.

mod agenda;

use crate::config::Policy;
use crate::corpus::Layout;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::Node;
use crate::model::bare;
use crate::report::actions;
use crate::rules;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::time::Moment;

pub use agenda::Agenda;
pub use agenda::Incident;
pub use agenda::Item;
pub use agenda::Trouble;
pub use agenda::agenda;
pub use agenda::way;

/// The status of a review that is yet to be held.
pub const SCHEDULED: &str = "scheduled";
/// The status of a review that was held.
pub const HELD: &str = "held";
/// The status of a review that is not held.
pub const CANCELLED: &str = "cancelled";
/// Every status, in the order of the way.
pub const STATUSES: [&str; 3] = [SCHEDULED, HELD, CANCELLED];
/// What `invited` says where whoever is interested may join.
pub const ANYONE: &str = "anyone";

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
    /// Whether it has a status.
    pub fn is(&self, status: &str) -> bool {
        self.status.as_deref() == Some(status)
    }
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
    let id = id(&notes.path).to_owned();
    let text = |field: &str| notes.text_of(field).map(str::to_owned);
    let people = |field: &str| -> Vec<String> {
        texts(notes.field(field))
            .iter()
            .map(|it| handle(policy, it))
            .collect()
    };
    Review {
        tweaks: actions::of_document(policy, &id, notes, actions::TWEAKS),
        path: notes.path.clone(),
        status: text("status"),
        scheduled_for: text("scheduled_for"),
        at: rules::moment(notes, "scheduled_for").map(|(at, _)| policy.zone.show(at)),
        chair: text("chair").map(|it| handle(policy, &it)),
        attendees: people("attendees"),
        invited: people("invited"),
        is_open_to_all: notes.text_of("invited") == Some(ANYONE),
        incidents: texts(notes.field("incidents")),
        cancelled_because: text("cancelled_because"),
        unreadable: (!notes.is_readable()).then(|| {
            let fault = notes.faults.first();
            fault.map_or_else(|| "cannot be read".to_owned(), |it| it.message.clone())
        }),
        id,
    }
}

/// The id of the review whose notes lie at a path.
pub fn id(path: &RepoPath) -> &str {
    path.name().strip_suffix(".md").unwrap_or(path.name())
}

/// The one name of a person: the roster's handle, else what is written, without an `@`.
pub fn handle(policy: &Policy, person: &str) -> String {
    let known = policy.roster.find(person);
    bare(known.map_or(person, |it| it.handle.as_str())).to_owned()
}

fn texts(node: Option<&Node>) -> Vec<String> {
    node.map_or(&[][..], Node::items)
        .iter()
        .filter_map(Node::as_str)
        .map(str::to_owned)
        .collect()
}
