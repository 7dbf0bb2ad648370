//! What the rules about changes have in common.

use crate::markdown::Task;
use crate::postmortem::steps;

/// A step with whoever it is for: the id, and what stands before the first colon of what it asks for.
pub(super) fn step(task: &Task) -> String {
    let id = task.id.as_ref().map_or("", |(id, _)| id.as_str());
    match steps::asked(&task.text).split_once(':') {
        Some((whom, _)) if !whom.contains(' ') => format!("`{id}` {whom}"),
        _ => format!("`{id}`"),
    }
}
