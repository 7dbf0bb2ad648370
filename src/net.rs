//! The one door to the network, and the services behind it.
//!
//! What is asked and answered are values ([`Request`], [`Answer`]): what is wanted of a service is
//! decided on lower floors, where no socket is. A [`Door`] leads to one host, with one token; requests go
//! through it one after the other, and it follows no redirect. What may have been done although no
//! answer came is looked for before it is repeated ([`Door::change`]).
//!
//! Only `wire` and `smtp` need the feature `net`: without it every door stays shut, and says which build opens it.

mod address;
mod base64;
mod channel;
mod door;
pub mod pagerduty;
mod pages;
mod request;
mod secret;
mod settings;
mod smtp;
pub mod trackers;
mod trouble;
mod wait;
mod wire;

pub use address::Address;
pub use channel::Channel;
pub use door::Door;
pub use pages::Notify;
pub use pages::PagerDutyPage;
pub use pages::Statuspage;
pub use request::Answer;
pub use request::Method;
pub use request::Request;
pub use secret::Secret;
pub use settings::Settings;
pub use smtp::Smtp;
pub use smtp::Untaken;
pub use trouble::Trouble;
pub use wire::must_be_built;
