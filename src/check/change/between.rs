//! What is found between two states of a postmortem, put in its place.

use super::found::Doing;
use super::found::Found;
use crate::check::witness::Witness;
use crate::config::Scale;
use crate::corpus::Dossier;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::Sink;
use crate::document::Document;
use crate::postmortem::Postmortem;
use crate::postmortem::ProcessReview;
use crate::postmortem::is_confidential;
use crate::root::Root;
use crate::rules;
use crate::rules::Change;
use crate::rules::Check;
use crate::rules::Clock;
use crate::rules::Context;
use crate::rules::Past;
use crate::rules::pm806_record_removed;

/// What the rules find in a postmortem that was, by one root, and is, by another.
pub(super) fn between(
    (old_root, root): (&Root, &Root),
    (before, after): (&Dossier, &Dossier),
    (past, clock): (Past, Clock),
) -> Vec<Found> {
    fn context<'a>(root: &'a Root, it: &'a Dossier, clock: Clock) -> Context<'a> {
        Context::new(
            Postmortem::new(&root.config.policy, it),
            root.fields(),
            clock,
        )
    }
    let (old, new) = (
        context(old_root, before, clock),
        context(root, after, clock),
    );
    let scale = |it: &Root| it.config.policy.severities.clone();
    let change = Change {
        before: &old,
        after: &new,
        scale: Scale::new(&scale(old_root), &scale(root)),
        past,
    };
    let mut found = Vec::new();
    for entry in rules::TABLE {
        if let Check::Change(check) = entry.check {
            check(&change, &mut found);
        }
    }
    let whose = Whose {
        id: Some(&after.id),
        is_confidential: is_confidential(&before.report) || is_confidential(&after.report),
    };
    let findings = sunk(root, &whose, after.documents(), found).into_iter();
    findings
        .map(|finding| Found {
            finding,
            doing: Doing::Postmortem {
                was: before.directory.clone(),
                is: after.directory.clone(),
            },
        })
        .collect()
}

/// One thing that is found in a postmortem and that a trailer can allow.
pub(super) fn found(root: &Root, dossier: &Dossier, found: Diagnostic) -> Vec<Found> {
    let whose = Whose {
        id: Some(&dossier.id),
        is_confidential: is_confidential(&dossier.report),
    };
    let findings = sunk(root, &whose, dossier.documents(), vec![found]).into_iter();
    findings.map(Found::in_file).collect()
}

/// What is found in the notes of a process review that were and are.
pub(super) fn of_notes(root: &Root, before: &Document, after: &Document) -> Vec<Found> {
    let policy = &root.config.policy;
    let notes = |document| ProcessReview { policy, document };
    let found = pm806_record_removed::of_notes(&notes(before), &notes(after));
    let findings = sunk(root, &Whose::NOBODYS, std::iter::once(after), found).into_iter();
    findings.map(Found::in_file).collect()
}

/// What is found in a note that has been emptied.
pub(super) fn of_note(root: &Root, dossier: &Dossier, note: &Document) -> Vec<Found> {
    let whose = Whose {
        id: Some(&dossier.id),
        is_confidential: is_confidential(&dossier.report),
    };
    let found = vec![pm806_record_removed::of_note(note)];
    let findings = sunk(root, &whose, std::iter::once(note), found).into_iter();
    findings.map(Found::in_file).collect()
}

/// What no trailer can allow, in its place; a warning where the commit is yet to be made.
pub(super) fn settled(
    root: &Root,
    dossier: &Dossier,
    found: Option<Diagnostic>,
    witness: &Witness,
) -> Vec<Finding> {
    let found = found.into_iter().collect();
    let whose = Whose {
        id: Some(&dossier.id),
        is_confidential: is_confidential(&dossier.report),
    };
    let mut findings = sunk(root, &whose, dossier.documents(), found);
    if witness.is_unwritten() {
        for finding in &mut findings {
            finding.level = finding.level.min(Level::Warning);
        }
    }
    findings
}

/// The postmortem that something is found in.
pub(super) struct Whose<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) is_confidential: bool,
}

impl Whose<'_> {
    /// Of what belongs to no postmortem.
    pub(super) const NOBODYS: Self = Self {
        id: None,
        is_confidential: false,
    };
}

/// Puts diagnostics in their places. No waiver of a document, and no age, changes them.
pub(super) fn sunk<'a>(
    root: &Root,
    whose: &Whose<'_>,
    documents: impl Iterator<Item = &'a Document>,
    found: Vec<Diagnostic>,
) -> Vec<Finding> {
    if found.is_empty() {
        return Vec::new();
    }
    let files = documents.map(Document::source).collect();
    let mut sink = Sink::new(&root.levels, files)
        .postmortem(whose.id)
        .confidential(whose.is_confidential);
    for diagnostic in found {
        sink.push(diagnostic);
    }
    let mut findings = sink.finish();
    for finding in &mut findings {
        finding.introduced = Some(true);
    }
    findings
}
