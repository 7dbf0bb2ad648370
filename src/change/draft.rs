//! What an operation would do.

use super::By;
use super::Headline;
use super::Said;
use super::judging;
use super::telling;
use crate::config::Commits;
use crate::diagnostic::Finding;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::tree::Edits;

/// How many errors are told beside the first.
const MOST_TOLD: usize = 5;

/// What an operation would do: nothing of it is done yet.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is called in history.
    pub headline: Headline,
    /// Whether the root's configuration wants it committed.
    pub commits: Commits,
    /// The trailers that its commit must carry: `Pmrepo-Allow: PM801 why`.
    pub trailers: Vec<String>,
    /// What would become of which files.
    pub edits: Edits,
    /// The errors that stand in its way: it is not to be applied while there are any.
    pub introduces: Vec<Finding>,
    /// The errors that it brings in and that do not stand in its way: what a status or a severity
    /// asks for besides what it touched.
    pub asks: Vec<Finding>,
    /// What there is to say once it is applied.
    pub says: Vec<Said>,
}

impl Draft {
    /// Every draft is made here: the documents that it touches are judged as they are and as they
    /// would be. What is wrong before, or is only asked for by another status or severity, never stands
    /// in its way. Who is new is said.
    pub(super) fn make(
        (root, by): (&Root, &By<'_>),
        headline: Headline,
        edits: Edits,
        mut says: Vec<Said>,
    ) -> Result<Self, Refusal> {
        let strangers = telling::strangers(root, &edits, by)?;
        says.extend(strangers.into_iter().map(Said::Set));
        let introduced = judging::introduced(root, &edits, root.clock(by.now))?;
        Ok(Self {
            edits,
            introduces: [introduced.touched, introduced.elsewhere].concat(),
            asks: introduced.asked,
            commits: root.config.commits,
            ..Self::saying(headline, says)
        })
    }

    /// One of which nothing is made, and why: the errors that stand in its way.
    pub(super) fn held_up(headline: Headline, lacking: Vec<Finding>, says: Vec<Said>) -> Self {
        Self {
            introduces: lacking,
            ..Self::saying(headline, says)
        }
    }

    /// Edits that need no judging: they were made of findings, or belong to no document.
    pub fn of_edits(headline: Headline, edits: Edits, commits: Commits) -> Self {
        Self {
            commits,
            edits,
            ..Self::saying(headline, Vec::new())
        }
    }

    fn saying(headline: Headline, says: Vec<Said>) -> Self {
        Self {
            headline,
            commits: Commits::Never,
            trailers: Vec::new(),
            edits: Edits::none(),
            introduces: Vec::new(),
            asks: Vec::new(),
            says,
        }
    }

    /// The same, where what is asked for elsewhere stands in its way too.
    #[must_use]
    pub(super) fn strict(mut self) -> Self {
        self.introduces.append(&mut self.asks);
        self
    }

    /// The same, where what it says is said by whoever makes it.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.says = Vec::new();
        self
    }

    /// The same, with a trailer that its commit must carry.
    #[must_use]
    pub fn with_trailer(mut self, trailer: String) -> Self {
        self.trailers.push(trailer);
        self
    }

    /// Refuses one that brings an error in, in the words of `check`: what, where, and what to do.
    pub fn must_be_clean(&self) -> Result<(), Refusal> {
        let [first, rest @ ..] = self.introduces.as_slice() else {
            return Ok(());
        };
        let mut refusal = Refusal::not_ready(format!("nothing was written: {}", said(first)));
        refusal.hints.extend(first.help.clone());
        for finding in rest.iter().take(MOST_TOLD) {
            refusal = refusal.hint(format!("besides, {}", said(finding)));
            refusal.hints.extend(finding.help.clone());
        }
        Err(match rest.len().saturating_sub(MOST_TOLD) {
            0 => refusal,
            left => refusal.hint(format!("and {left} more")),
        })
    }
}

/// A finding on one line, with its place and code.
fn said(finding: &Finding) -> String {
    format!(
        "{} ({}:{}, {})",
        finding.message,
        finding.path.name(),
        finding.start.line,
        finding.rule.code
    )
}
