//! What a site shows of a repository. All of it may leave the repository: of a confidential postmortem
//! there is a date in a list, and nothing anywhere else.

mod card;
mod collect;
mod digest;
mod external;
mod page;
mod trends;
mod words;

use chrono::NaiveDate;

use crate::report::overdue;
use crate::report::process_reviews::Review;
use crate::report::public::Public;
use crate::time::Moment;

pub use card::Card;
pub use collect::collect;
pub use digest::Digest;
pub use digest::Of;
pub use external::Notice;
pub use external::notices;
pub use page::Notes;
pub use page::Page;
pub use page::Text;
pub use page::notes;
pub use page::page;
pub use trends::Items;
pub use trends::Times;
pub use trends::Trends;
pub use trends::trends;
pub use words::share;
pub use words::words;

use crate::report::redact::Secrets;

/// All that a site shows of one root, but for what stands on the page of each postmortem.
#[derive(Debug, Default)]
pub struct Site {
    /// The postmortems, the newest incident first.
    pub cards: Vec<Card>,
    /// The dates of those that are confidential, the newest first.
    pub kept: Vec<Option<NaiveDate>>,
    /// What is owed and not met, most late first, and what cannot be read.
    pub owed: Vec<overdue::Item>,
    /// How many things confidential postmortems owe and are late with.
    pub kept_late: usize,
    /// How many files of theirs cannot be read.
    pub kept_unreadable: usize,
    /// The process reviews, the latest first.
    pub reviews: Vec<Review>,
    /// What is to be seen of nobody, and is taken out of every text.
    secrets: Secrets,
}

/// What is asked of a repository for its site.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The present.
    pub now: Moment,
    /// Called once for each postmortem.
    pub progress: &'a (dyn Fn() + Sync),
}

impl Site {
    /// Says that it may leave the repository.
    fn public(self) -> Public<Self> {
        Public::new(self)
    }
}
