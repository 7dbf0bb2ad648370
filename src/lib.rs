//! pmrepo

pub mod calendar;
pub mod diagnostic;
pub mod source;
pub mod time;
