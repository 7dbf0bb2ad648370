//! The machine format: JSON with a version, as DESIGN 5 fixes it. Keys are only ever added.

mod actions;
mod adoption;
mod check;
mod checklist;
mod document;
mod finding;
mod history;
mod list;
mod messages;
mod overdue;
mod people;
mod pr;
mod process_reviews;
mod show;
mod timeline;

pub use actions::actions;
pub use adoption::adoption;
pub use check::check;
pub use checklist::checklist;
pub(super) use document::line;
pub(super) use document::rfc3339;
pub use document::safe;
pub use history::history;
pub use list::list;
pub use messages::messages;
pub use overdue::overdue;
pub use people::people;
pub use people::person;
pub use pr::pr;
pub use process_reviews::agenda;
pub use process_reviews::process_reviews;
pub use show::show;
pub use timeline::import;
pub use timeline::timeline;
