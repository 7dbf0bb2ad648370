//! The published schemas, what the configuration makes of them, and their faults in our words.

mod additions;
mod commented;
mod demands;
mod fields;
mod found;
mod judge;
mod kind;
mod overlay;
mod people;
mod place;
mod published;
mod shape;
mod words;

pub use additions::settle;
pub use commented::commented;
pub use demands::Lost;
pub use demands::lost;
pub use fields::Field;
pub use fields::FieldValue;
pub use fields::Fields;
pub use found::SchemaFaultKind;
pub use judge::Schema;
pub use kind::FieldKind;
pub use overlay::effective;
pub use people::of_people;
pub use place::ITEM;
pub use place::Property;
pub use place::alternatives;
pub use place::asked_when;
pub use place::field;
pub use place::properties;
pub use place::siblings;
pub use published::Name;
pub use shape::Shape;
pub use shape::shape;
pub use shape::value_of;
