//! The tables of a whole repository.

use chrono::TimeDelta;

use super::Configurations;
use super::Depth;
use super::Part;
use super::Tables;
use crate::calendar::Present;
use crate::refusal::Refusal;
use crate::report::overdue::Clock;
use crate::report::public::Public;
use crate::workspace::Workspace;

/// How close a deadline is that is soon, as `overdue` has it by default.
const SOON: TimeDelta = TimeDelta::days(2);

/// A repository that is read.
pub struct Whole<'a> {
    /// Where it is read.
    pub workspace: &'a Workspace,
    /// What it is called.
    pub name: &'a str,
    /// How much is read of each report.
    pub depth: Depth,
    /// What is taken for the present.
    pub present: &'a Present,
}

impl Whole<'_> {
    /// The tables of each root. `progress` is called once for each postmortem.
    pub fn tables(&self, progress: &(dyn Fn() + Sync)) -> Result<Vec<Public<Tables>>, Refusal> {
        let mut all = Vec::new();
        for (root, now) in &self.workspace.walk(self.present)?.roots {
            let then = Configurations::of(self.workspace.repo.as_ref(), root)?;
            let part = Part {
                repo: self.name,
                root,
                clock: Clock {
                    now: *now,
                    soon: SOON,
                },
                depth: self.depth,
                then: &then,
            };
            all.push(Tables::collect(&part, progress)?.public());
        }
        Ok(all)
    }
}
