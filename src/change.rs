//! Operations on a postmortem, as values.
//!
//! An operation reads through a root's snapshot, edits text in place, and gives a [`Draft`]: what would
//! become of which files, what errors that would bring in, and what there is to say. It writes
//! nothing, asks nothing and prints nothing. A command applies the draft and prints; an editor or an
//! agent may show it instead.

pub mod adopt;
mod draft;
pub mod fields;
mod front;
mod headline;
pub mod items;
mod judging;
mod major;
pub mod meeting;
pub mod messages;
pub mod notes;
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
pub mod timeline;
pub mod waivers;

pub use draft::Draft;
pub use headline::Headline;
pub use said::MessageSaid;
pub use said::Said;
pub use said::SetSaid;
pub use said::StepSaid;
pub use said::TimelineSaid;

use crate::config::Policy;
use crate::markdown::one_line;
use crate::model::bare;
use crate::refusal::Refusal;
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
    /// Which names that are written mean another: they were asked.
    pub meant: &'a [Meant],
}

/// A name that was typed, and the one that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// What was typed.
    pub typed: String,
    /// What is meant.
    pub name: String,
}

impl By<'_> {
    /// The present as it is written down: in the configured zone, to the minute.
    fn moment(&self, policy: &Policy) -> Moment {
        policy.zone.show(self.now).minute()
    }

    /// What is written for a person whom somebody names: the handle that the roster has for them, else
    /// the name that was typed.
    pub fn person(&self, policy: &Policy, word: &str) -> Result<String, Refusal> {
        let person = self.workspace.person(policy, self.name(word))?;
        Ok(policy.roster.handle(&person).to_owned())
    }

    /// The same for a person or a team: what has a `/` is a team.
    fn person_or_team(&self, policy: &Policy, word: &str) -> Result<String, Refusal> {
        if word.contains('/') {
            return Ok(self.name(word).to_owned());
        }
        self.person(policy, word)
    }

    /// The name that a word means.
    fn name<'w>(&'w self, word: &'w str) -> &'w str {
        let typed = bare(word.trim());
        let mut meant = self.meant.iter();
        meant
            .find(|it| it.typed == typed)
            .map_or(word.trim(), |it| &it.name)
    }
}
