//! The deadlines that a change moves, adds, or lets fall away.

use std::collections::BTreeMap;
use std::fmt;

use chrono::Timelike;

use crate::count::counted;
use crate::deadline::Deadline;
use crate::model::DeadlineKind;
use crate::time::Moment;

/// A deadline that is at another moment than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What is owed: `reviewed`, `action-item AI-3`, `6 checklist steps`.
    pub what: String,
    /// When it is due; `None` where it is no longer owed.
    pub due: Option<Moment>,
    /// When it was due; `None` where it was not owed.
    pub was: Option<Moment>,
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, due, was } = self;
        match (due, was) {
            (Some(due), Some(was)) => write!(f, "{what}: due {}, was {}", day(*due), day(*was)),
            (Some(due), None) => write!(f, "{what}: due {}", day(*due)),
            (None, Some(was)) => write!(f, "{what}: no longer owed, was due {}", day(*was)),
            (None, None) => f.write_str(what),
        }
    }
}

/// A day as people read it; where something is not due at its end, with the time.
fn day(moment: Moment) -> String {
    let local = moment.local();
    let is_end = local.hour() == 23 && local.minute() == 59;
    let form = if is_end {
        "%a %Y-%m-%d"
    } else {
        "%a %Y-%m-%d %H:%M"
    };
    local.format(form).to_string()
}

/// What tells one deadline of a postmortem from another.
type Key = (DeadlineKind, Option<String>, Vec<String>);

/// The deadlines that are at other moments than they were, those that were not owed, and those that no
/// longer are; of what is met nothing. The steps of the checklist are told together.
pub fn between(before: &[Deadline], after: &[Deadline]) -> Vec<Move> {
    let (old, new) = (by_key(before), by_key(after));
    let order = after.iter().chain(before);
    let mut told: Vec<Key> = Vec::new();
    let mut moves = Vec::new();
    let mut steps: BTreeMap<(Option<Moment>, Option<Moment>), Vec<String>> = BTreeMap::new();
    for it in order {
        let key = key(it);
        if told.contains(&key) {
            continue;
        }
        let (was, is) = (old.get(&key), new.get(&key));
        told.push(key);
        let is_met = is.or(was).is_some_and(|it| it.is_met);
        let (was, due) = (was.map(|it| it.due), is.map(|it| it.due));
        if is_met || was == due {
            continue;
        }
        if let Some(step) = &it.step {
            steps.entry((due, was)).or_default().push(step.clone());
            continue;
        }
        moves.push(Move {
            what: what(it),
            due,
            was,
        });
    }
    moves.extend(steps.into_iter().map(|((due, was), steps)| Move {
        what: match steps.as_slice() {
            [one] => one.clone(),
            several => counted(several.len(), "checklist step"),
        },
        due,
        was,
    }));
    moves
}

fn by_key(all: &[Deadline]) -> BTreeMap<Key, &Deadline> {
    all.iter().map(|it| (key(it), it)).collect()
}

fn key(it: &Deadline) -> Key {
    // Who owes something may change with nothing else; only a step stands there once for each.
    let whose = if it.step.is_some() {
        it.owed_by.clone()
    } else {
        Vec::new()
    };
    (it.kind, it.part().map(str::to_owned), whose)
}

fn what(it: &Deadline) -> String {
    it.part().unwrap_or(it.kind.as_str()).to_owned()
}
