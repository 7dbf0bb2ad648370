//! All that a repository says, as tables of plain values: what an export writes, and what figures are
//! reckoned from. Of a confidential postmortem there is one row, with its date and nothing else.

mod collect;
mod columns;
mod rows;
mod secrets;
mod then;
mod whole;

use crate::report::public::Public;
use crate::time::Moment;

pub use collect::Depth;
pub use collect::Part;
pub use columns::Cell;
pub use columns::Column;
pub use columns::Kind;
pub use columns::Table;
pub use rows::ActionItem;
pub use rows::ChecklistStep;
pub use rows::Deadline;
pub use rows::Postmortem;
pub use rows::ProcessReview;
pub use rows::TimelineRow;
pub use then::Configurations;
pub use whole::Whole;

/// The tables of one root, each in the order of the paths of its documents.
#[derive(Clone, Debug)]
pub struct Tables {
    /// What the repository is called.
    pub repo: String,
    /// What was read of it: `worktree`, `index`, or a commit.
    pub snapshot: String,
    /// The clock.
    pub as_of: Moment,
    /// The directory of the root; empty at the top of the repository.
    pub root: String,
    /// The postmortems.
    pub postmortems: Vec<Postmortem>,
    /// The rows of their timelines.
    pub timeline: Vec<TimelineRow>,
    /// Their action items, and the tweaks of process reviews.
    pub action_items: Vec<ActionItem>,
    /// What they owe, met or not.
    pub deadlines: Vec<Deadline>,
    /// The steps of their checklists.
    pub checklist_steps: Vec<ChecklistStep>,
    /// The process reviews.
    pub process_reviews: Vec<ProcessReview>,
    /// Whether older versions of the configuration may be missing here, as in a shallow clone.
    pub is_cut_off: bool,
    /// What the postmortems are about in `PagerDuty`, the confidential ones too: compared, never shown.
    pub(super) references: Vec<String>,
}

impl Tables {
    /// What may leave the repository, and that is all there is: what is confidential never was in it.
    pub fn public(self) -> Public<Self> {
        Public::new(self)
    }

    /// The cells that every row of every table begins with.
    pub fn common(&self) -> [Cell<'_>; 4] {
        [
            Cell::Text(&self.repo),
            Cell::Text(&self.snapshot),
            Cell::Time(self.as_of),
            Cell::Text(&self.root),
        ]
    }

    /// How many rows a table has.
    pub fn count(&self, table: Table) -> usize {
        match table {
            Table::Postmortems => self.postmortems.len(),
            Table::Timeline => self.timeline.len(),
            Table::ActionItems => self.action_items.len(),
            Table::Deadlines => self.deadlines.len(),
            Table::ChecklistSteps => self.checklist_steps.len(),
            Table::ProcessReviews => self.process_reviews.len(),
        }
    }

    /// The cells of a row of a table behind those that all have; nothing where there is no such row.
    pub fn row(&self, table: Table, at: usize) -> Vec<Cell<'_>> {
        let cells = match table {
            Table::Postmortems => self.postmortems.get(at).map(Postmortem::cells),
            Table::Timeline => self.timeline.get(at).map(TimelineRow::cells),
            Table::ActionItems => self.action_items.get(at).map(ActionItem::cells),
            Table::Deadlines => self.deadlines.get(at).map(Deadline::cells),
            Table::ChecklistSteps => self.checklist_steps.get(at).map(ChecklistStep::cells),
            Table::ProcessReviews => self.process_reviews.get(at).map(ProcessReview::cells),
        };
        cells.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
