//! What commands show, as data: no text, no format.

pub mod actions;
pub mod adoption;
pub mod announcement;
pub mod asked;
pub mod calendar;
pub mod check;
pub mod checklist;
pub mod digest;
pub mod history;
pub mod letter;
pub mod list;
pub mod messages;
pub mod mine;
pub mod missing;
pub mod moves;
pub mod overdue;
pub mod pagerduty;
pub mod people;
pub mod pr;
pub mod process_reviews;
mod public;
mod redact;
pub mod replay;
mod reviewers;
pub mod search;
mod secrets;
pub mod show;
pub mod site;
pub mod stats;
pub mod tables;
pub mod tickets;
pub mod timeline;
pub mod trial;

pub use public::Public;
pub use public::name as public_name;
pub use secrets::Secrets;
