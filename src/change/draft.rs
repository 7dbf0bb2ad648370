//! What an operation would do.

use super::Said;
use super::judging;
use crate::diagnostic::Finding;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::tree::Edits;

/// What an operation would do: nothing of it is done yet.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What would become of which files.
    pub edits: Edits,
    /// The errors that stand in its way: it is not to be applied while there are any.
    pub introduces: Vec<Finding>,
    /// What there is to say once it is applied.
    pub says: Vec<Said>,
}

impl Draft {
    /// One that is not judged: `check` says what is wrong afterwards.
    pub(super) fn unjudged(edits: Edits, says: Vec<Said>) -> Self {
        Self::make(edits, says, Vec::new())
    }

    /// One that brings in the errors that are in the files which it touches afterwards, and are not
    /// today.
    pub(super) fn judged(
        root: &Root,
        clock: Clock,
        edits: Edits,
        says: Vec<Said>,
    ) -> Result<Self, Refusal> {
        let introduces = judging::introduced(root, &edits, clock)?;
        Ok(Self::make(edits, says, introduces))
    }

    /// One that has been judged already.
    pub(super) fn held_up_by(introduces: Vec<Finding>, edits: Edits, says: Vec<Said>) -> Self {
        Self::make(edits, says, introduces)
    }

    /// Every draft is made here.
    fn make(edits: Edits, says: Vec<Said>, introduces: Vec<Finding>) -> Self {
        Self {
            edits,
            introduces,
            says,
        }
    }

    /// The draft, if it brings no error in.
    pub(super) fn clean(self) -> Result<Self, Refusal> {
        let Some(fault) = self.introduces.first() else {
            return Ok(self);
        };
        let refusal = Refusal::not_ready(format!("nothing was written: {}", fault.message));
        Err(match &fault.help {
            Some(help) => refusal.hint(help.clone()),
            None => refusal,
        })
    }
}
