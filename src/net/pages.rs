//! Status pages over HTTP: the postmortem of an incident that is on the page already.

mod pagerduty;
mod statuspage;

pub use pagerduty::PagerDutyPage;
pub use statuspage::Statuspage;

use super::request::Request;
use crate::refusal::Refusal;

/// Whether the readers of a page who asked for it are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notify {
    /// Nobody is.
    Nobody,
    /// All who subscribed to the page.
    Subscribers,
}

/// What a page has of an incident's postmortem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum There {
    /// None.
    Nothing,
    /// This one.
    This,
    /// Another one.
    Other,
}

/// Refuses to write over what is published, unless that is meant.
fn must_give_way(there: There, is_meant: bool) -> Result<(), Refusal> {
    match there {
        There::Nothing | There::This => Ok(()),
        There::Other if is_meant => Ok(()),
        There::Other => Err(Refusal::not_ready(
            "the page has another postmortem of this incident already",
        )
        .hint("--again puts this one in its place")),
    }
}

/// The last part of an address, or an id as it is, as one part of a path.
fn segment(reference: &str) -> String {
    let id = reference.trim().trim_end_matches('/');
    Request::segment(id.rsplit('/').next().unwrap_or(id))
}
