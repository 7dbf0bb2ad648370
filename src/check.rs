//! Holds a root's documents against the schema and the rules.
//!
//! One postmortem is judged at a time, on all cores, and only its findings are kept: what the
//! whole of a root costs in memory does not grow with the text in it. Rules that look at the root
//! as a whole come last, over what is left of each postmortem, its [`Brief`](crate::rules::Brief).

mod bar;
mod brief;
mod change;
mod comparison;
mod guard;
mod judge;
mod lacking;
mod leniency;
mod mending;
mod named;
mod standing;
mod state;
mod together;
mod verdict;
mod witness;
mod writer;

#[cfg(test)]
mod page_tests;

pub use comparison::Comparison;
pub use guard::Guards;
pub use guard::Received;
pub use guard::judge_push;
pub use judge::judge;
pub use judge::judge_review;
pub use judge::values;
pub use lacking::lacking;
pub use lacking::review_lacking;
pub use mending::Mending;
pub use mending::mend;
pub use mending::mend_by;
pub use named::Named;
pub use standing::Standing;
pub use standing::holder;
pub use standing::is_review;
pub use verdict::Verdict;
pub use witness::Line;
pub use witness::was_reviewed;
pub use writer::Author;
pub use writer::Writer;
pub use writer::next_writer;
pub use writer::writer;

use std::collections::BTreeMap;

use crate::calendar::Present;
use crate::corpus::Dossier;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::sort_findings;
use crate::document::Document;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::source::RepoPath;

/// What of the roots is judged.
#[derive(Clone, Copy)]
pub enum Scope<'a> {
    /// Everything.
    Tree,
    /// What lies at some paths, and below them.
    Paths(&'a [RepoPath]),
    /// What a change touches, of the roots that it names.
    Change(&'a Comparison),
}

/// How it is judged.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// What is taken for the present; waivers expire by it.
    pub present: &'a Present,
    /// Told of each document that has been judged, from any thread.
    pub watch: &'a (dyn Fn(Seen<'_>) + Sync),
}

impl<'a> Judge<'a> {
    /// One who tells nobody.
    pub fn quiet(present: &'a Present) -> Self {
        Self {
            present,
            watch: &|_| {},
        }
    }

    /// The clock in a root.
    fn clock(&self, root: &Root) -> Result<Clock, Refusal> {
        Ok(root.clock(self.present.in_zone(root.config.policy.zone)?))
    }
}

/// A document that has been judged: as it is and, where a change is judged, as it was in the first
/// base.
#[derive(Clone, Copy)]
pub enum Seen<'a> {
    /// A postmortem.
    Postmortem {
        /// As it was; `None` where it is new.
        before: Option<&'a Dossier>,
        /// As it is.
        after: &'a Dossier,
    },
    /// The notes of a process review.
    ProcessReview {
        /// As they were; `None` where they are new.
        before: Option<&'a Document>,
        /// As they are.
        after: &'a Document,
    },
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The findings, in the order of their paths and places.
    pub findings: Vec<Finding>,
    /// How many postmortems and process reviews were judged.
    pub documents: usize,
    /// Of documents that a change touches how many errors are older than it, and only counted.
    pub older: BTreeMap<String, usize>,
}

impl Outcome {
    /// How many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }

    /// Adds what was found in another root.
    pub fn merge(&mut self, other: Self) {
        if self.findings.is_empty() {
            self.findings = other.findings;
        } else {
            self.findings.extend(other.findings);
        }
        self.documents += other.documents;
        self.older.extend(other.older);
        sort_findings(&mut self.findings);
    }
}

/// Judges roots, or of them what the scope names. In a change a finding counts as introduced where no
/// base has it.
pub fn check(roots: &[Root], scope: Scope<'_>, judge: &Judge<'_>) -> Result<Outcome, Refusal> {
    let mut outcome = Outcome::default();
    for root in roots {
        outcome.merge(match scope {
            Scope::Tree => state::find(root, None, judge)?,
            Scope::Paths(paths) => state::find(root, Some(paths), judge)?,
            Scope::Change(comparison) => change::find((root, roots), comparison, judge)?,
        });
    }
    for root in roots {
        root.snapshot().must_have_been_read()?;
    }
    Ok(outcome)
}
