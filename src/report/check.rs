//! What a run of `check` found.

mod outward;

pub(super) use outward::named_as_outside;
pub(super) use outward::one_line_each;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::check::Outcome;
use crate::count::counted;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::report::missing;
use crate::root::Root;
use crate::source::RepoPath;
use crate::time::Moment;

/// What a run of `check` found, and what of it is shown.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// What was judged: `worktree`, `index` or a commit's id.
    pub snapshot: &'a str,
    /// The clock of the run.
    pub as_of: Moment,
    /// All that was found, in numbers.
    pub totals: Totals,
    /// What of it is shown, sorted.
    pub shown: Vec<Cow<'a, Finding>>,
    /// How many more there are that `--all` shows.
    pub hidden: usize,
    /// For each report in which fields are missing the command that sets them.
    pub missing: BTreeMap<RepoPath, String>,
    /// How many errors were there before the change that is judged, by postmortem.
    pub older: BTreeMap<String, usize>,
}

impl<'a> View<'a> {
    /// A view of what was found, of which some is shown.
    pub fn new(
        (snapshot, as_of): (&'a str, Moment),
        outcome: &Outcome,
        shown: impl IntoIterator<Item = &'a Finding>,
    ) -> Self {
        Self {
            snapshot,
            as_of,
            totals: Totals::of(outcome),
            shown: shown.into_iter().map(Cow::Borrowed).collect(),
            hidden: 0,
            missing: BTreeMap::new(),
            older: outcome.older.clone(),
        }
    }
}

impl View<'_> {
    /// The same with how much `--all` would show besides, and what sets the fields that are missing in
    /// reports of these roots.
    #[must_use]
    pub fn with_advice(mut self, roots: &[Root], hidden: usize) -> Self {
        let shown: Vec<&Finding> = self.shown.iter().map(AsRef::as_ref).collect();
        self.missing = missing::commands(roots, &shown);
        self.hidden = hidden;
        self
    }
}

/// All that was found, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many documents were judged, and how many findings of each level there are.
    pub summary: Summary,
    /// In how many documents something was found: a postmortem is one, with all that lies beside its
    /// report.
    pub documents: usize,
    /// The other files in which something was found.
    pub others: BTreeSet<String>,
    /// How many findings `--fix` mends.
    pub fixable: usize,
}

impl Totals {
    fn of(outcome: &Outcome) -> Self {
        let mut documents = BTreeSet::new();
        let mut others = BTreeSet::new();
        for finding in &outcome.findings {
            match &finding.postmortem {
                Some(id) => drop(documents.insert(id.as_str())),
                None if finding.path.name().ends_with(".md") => {
                    documents.insert(finding.path.as_str());
                }
                None => drop(others.insert(finding.path.to_string())),
            }
        }
        let fixable = outcome.findings.iter().filter(|it| it.fix.is_some());
        Self {
            summary: Summary::of(outcome.documents, &outcome.findings),
            documents: documents.len(),
            others,
            fixable: fixable.count(),
        }
    }
}

/// How many documents were judged, and how many findings of each level there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// How many postmortems and process reviews were judged.
    pub documents: usize,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
    /// How many notes were found.
    pub notes: usize,
}

impl Summary {
    /// Counts findings.
    pub fn of<'a>(documents: usize, findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut summary = Self {
            documents,
            ..Self::default()
        };
        for finding in findings {
            match finding.level {
                Level::Error => summary.errors += 1,
                Level::Warning => summary.warnings += 1,
                Level::Note => summary.notes += 1,
            }
        }
        summary
    }

    /// The counts that are not zero, in words: `3 errors, 1 warning`; empty where all are zero.
    pub fn in_words(self) -> String {
        [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.notes, "note"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect::<Vec<_>>()
        .join(", ")
    }
}
