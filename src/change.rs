//! Operations on a postmortem, as values.
//!
//! An operation reads through a root's snapshot, edits text in place, and gives a [`Draft`]: what would
//! become of which files, what errors that would bring in, and what there is to say. It writes
//! nothing, asks nothing and prints nothing. A command applies the draft and prints; an editor or an
//! agent may show it instead.

mod draft;
pub mod fields;
mod front;
mod headline;
pub mod items;
mod judging;
mod major;
pub mod meeting;
pub mod messages;
pub mod people;
mod reading;
pub mod rename;
pub mod reopen;
pub mod reviews;
mod said;
pub mod scaffold;
pub mod status;
pub mod steps;
mod telling;
mod templates;

pub use draft::Draft;
pub use headline::Headline;
pub use said::MessageSaid;
pub use said::Said;
pub use said::SetSaid;
pub use said::StepSaid;

use crate::markdown::one_line;
use crate::time::Moment;
use crate::workspace::Workspace;

/// The line of a commit's message that allows what a rule about changes finds.
fn trailer(rule: &str, why: &str) -> String {
    format!("Pmrepo-Allow: {rule} {}", one_line(why))
}

/// Who makes a change, and when.
#[derive(Clone, Copy)]
pub struct By<'a> {
    /// Where they work; it knows who `me` is.
    pub workspace: &'a Workspace,
    /// The present, in the zone of the root that is changed.
    pub now: Moment,
}
