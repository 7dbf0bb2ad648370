//! pmrepo

pub mod calendar;
pub mod diagnostic;
pub mod markdown;
pub mod source;
pub mod time;
pub mod timeline;
