//! The published schemas, what the configuration makes of them, and their faults in our words.

mod additions;
mod found;
mod judge;
mod overlay;
mod people;
mod place;
mod published;
mod words;

pub use additions::settle;
pub use found::SchemaFaultKind;
pub use judge::Schema;
pub use overlay::effective;
pub use people::of_people;
pub use place::field;
pub use place::is_person;
pub use place::is_timestamp;
pub use place::siblings;
pub use published::Name;
