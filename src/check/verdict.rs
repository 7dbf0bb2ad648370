//! What is left of a document once it has been judged.

use std::sync::Arc;

use super::leniency::Leniency;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Finding;
use crate::diagnostic::SourceFile;
use crate::document::Document;
use crate::document::Sort;
use crate::root::Root;
use crate::rules;
use crate::rules::Brief;
use crate::rules::Check;
use crate::rules::pm008_unused_waiver;
use crate::snapshot::Snapshot;

/// What is left of a postmortem, or of the notes of a process review, once it has been judged.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What the rules about the whole root need.
    pub brief: Arc<Brief>,
    findings: Vec<Finding>,
    leniency: Leniency,
    /// For each waiver whether it waived something.
    met: Vec<bool>,
}

impl Verdict {
    /// The verdict on what was found in the files of one postmortem, or in the notes of one process
    /// review.
    pub(super) fn new(
        root: &Root,
        (brief, leniency): (Brief, Leniency),
        files: Vec<SourceFile<'_>>,
        found: Vec<Diagnostic>,
    ) -> Self {
        let mut sink = leniency.sink(root, files, &brief);
        for diagnostic in found {
            sink.push(diagnostic);
        }
        let met = sink.met().to_vec();
        Self {
            findings: sink.finish(),
            brief: Arc::new(brief),
            leniency,
            met,
        }
    }

    /// How much was found in it.
    pub(super) fn count(&self) -> usize {
        self.findings.len()
    }

    /// What was found in the document alone.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Adds what the rules about the whole root found in it. The report is read again for its
    /// lines; that such a rule finds something is the exception.
    pub(super) fn add(&mut self, root: &Root, snapshot: &Snapshot, found: Vec<Diagnostic>) {
        let document = reread(snapshot, &self.brief);
        let mut sink = self
            .leniency
            .sink(root, vec![document.source()], &self.brief);
        for diagnostic in found {
            sink.push(diagnostic);
        }
        for (met, now) in self.met.iter_mut().zip(sink.met()) {
            *met |= now;
        }
        self.findings.extend(sink.finish());
    }

    /// All findings, with those about waivers that met nothing, after the rules of some reach.
    pub(super) fn finish(self, root: &Root, snapshot: &Snapshot, reach: Reach) -> Vec<Finding> {
        let mut idle = self
            .leniency
            .waivers
            .iter()
            .zip(&self.met)
            .filter(|(waiver, met)| !**met && has_run(root, &waiver.rule, reach))
            .map(|(waiver, _)| waiver)
            .peekable();
        let mut findings = self.findings;
        if idle.peek().is_none() {
            return findings;
        }
        let document = reread(snapshot, &self.brief);
        // A waiver cannot waive that it is idle.
        let leniency = self.leniency.without_waivers();
        let mut sink = leniency.sink(root, vec![document.source()], &self.brief);
        for waiver in idle {
            let rule = &pm008_unused_waiver::RULE;
            let message = format!("nothing is waived: `{}` finds nothing here", waiver.rule);
            sink.push(
                Diagnostic::new(rule, &self.brief.path, waiver.span, message)
                    .help("remove the waiver"),
            );
        }
        findings.extend(sink.finish());
        findings
    }
}

/// How far the rules looked that ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Over the whole root.
    Root,
    /// Over single documents: a waiver of a rule about the whole root is not judged.
    Document,
}

/// What was judged, read again.
fn reread(snapshot: &Snapshot, brief: &Brief) -> Document {
    match snapshot.read(&brief.path) {
        Ok(bytes) => Document::from_bytes(&brief.path, bytes, Sort::BodyOnly),
        Err(_) => Document::from_text(&brief.path, String::new(), Sort::BodyOnly),
    }
}

/// Whether the rule that a waiver names has run: it is on, and looked as far as it must.
fn has_run(root: &Root, word: &str, reach: Reach) -> bool {
    rules::TABLE
        .iter()
        .find(|entry| entry.rule.is_called(word))
        .is_some_and(|entry| {
            entry.rule.can_be_waived()
                && root.levels.of(entry.rule, None).is_some()
                && (reach == Reach::Root || !matches!(entry.check, Check::Repository(_)))
        })
}
