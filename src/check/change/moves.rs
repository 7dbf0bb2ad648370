//! The rules about changes: each postmortem against what it was.

use std::collections::BTreeSet;

use super::verdicts::Key;
use super::verdicts::key;
use crate::check::Comparison;
use crate::check::witness::Trailer;
use crate::check::witness::Trailers;
use crate::check::witness::Witness;
use crate::config::Scale;
use crate::corpus::Dossier;
use crate::corpus::REPORT;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::Sink;
use crate::document::Document;
use crate::document::Sort;
use crate::postmortem::Postmortem;
use crate::postmortem::is_confidential;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules;
use crate::rules::Change;
use crate::rules::Check;
use crate::rules::Clock;
use crate::rules::Context;
use crate::rules::pm809_postmortem_removed;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// What the rules about changes find: `between` is what they found in each postmortem, by base.
pub(super) fn find(
    root: &Root,
    comparison: &Comparison,
    gone: &[RepoPath],
    between: Vec<Vec<Found>>,
) -> Result<Vec<Finding>, Refusal> {
    let mut found: Option<Vec<Found>> = None;
    for (base, mut here) in comparison.bases.iter().zip(between) {
        here.extend(removed(root, comparison, base, gone));
        found = Some(match found {
            None => here,
            // In a merge only what is new to all that is merged.
            Some(mut before) => {
                let keys: Vec<_> = here.iter().map(Found::key).collect();
                before.retain(|it| keys.contains(&it.key()));
                before
            }
        });
    }
    let settled = settle(comparison, found.unwrap_or_default())?;
    Ok(settled.into_iter().map(|(finding, _)| finding).collect())
}

/// Whether somebody has allowed what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Allowed {
    /// A trailer has.
    Yes,
    /// Nobody has, and how to is said; before the commit it is a warning.
    No,
}

/// What was found, with what the change's commits say of it.
pub(super) fn settle(
    comparison: &Comparison,
    mut found: Vec<Found>,
) -> Result<Vec<(Finding, Allowed)>, Refusal> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let trailers = match comparison.witness.trailers()? {
        Trailers::Unwritten => {
            for one in &mut found {
                one.finding.level = one.finding.level.min(Level::Warning);
            }
            Vec::new()
        }
        Trailers::Written(trailers) => trailers,
    };
    let settled = found.into_iter().map(|mut one| {
        let words = trailers.iter().find_map(|it| one.allowed_by(it));
        let allowed = if let Some(words) = words {
            one.finding.level = Level::Note;
            one.finding.message.push_str(&words);
            Allowed::Yes
        } else {
            one.ask();
            Allowed::No
        };
        (one.finding, allowed)
    });
    Ok(settled.collect())
}

/// A finding, and where the postmortem lies and lay.
#[derive(Clone)]
pub(super) struct Found {
    finding: Finding,
    directories: [RepoPath; 2],
}

impl Found {
    /// What was found in a file that is no postmortem's.
    pub(super) fn in_file(finding: Finding) -> Self {
        let path = finding.path.clone();
        Self {
            finding,
            directories: [path.clone(), path],
        }
    }

    /// Makes it no worse than a level.
    pub(super) fn soften(&mut self, level: Level) {
        self.finding.level = self.finding.level.min(level);
    }

    fn key(&self) -> Key {
        key(&self.finding)
    }

    /// Says how it is allowed.
    fn ask(&mut self) {
        let how = format!(
            "to allow it, end the commit message with `Pmrepo-Allow: {} and why`",
            self.finding.rule.code
        );
        self.finding.help = Some(match self.finding.help.take() {
            Some(help) => format!("{help}; {how}"),
            None => how,
        });
    }

    /// What is said of a trailer that allows it: one with a reason, in a commit that touches the
    /// postmortem.
    fn allowed_by(&self, trailer: &Trailer) -> Option<String> {
        let (rule, reason) = trailer.value.trim().split_once(char::is_whitespace)?;
        let touches = |path: &RepoPath| {
            let mut directories = self.directories.iter();
            directories.any(|it| path == it || path.below(it).is_some())
        };
        let allows = self.finding.rule.is_called(rule.trim_end_matches(':'))
            && trailer.paths.iter().any(touches);
        allows.then(|| format!("; allowed in {}: {}", trailer.commit.short(), reason.trim()))
    }
}

/// What the rules find in a postmortem that was, by one root, and is, by another.
pub(super) fn between(
    (old_root, root): (&Root, &Root),
    (before, after): (&Dossier, &Dossier),
    clock: Clock,
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
    };
    let mut found = Vec::new();
    for entry in rules::TABLE {
        if let Check::Change(check) = entry.check {
            check(&change, &mut found);
        }
    }
    let whose = Whose {
        id: &after.id,
        is_confidential: is_confidential(&before.report) || is_confidential(&after.report),
    };
    let findings = sunk(root, &whose, after.documents(), found).into_iter();
    findings
        .map(|finding| Found {
            finding,
            directories: [before.directory.clone(), after.directory.clone()],
        })
        .collect()
}

/// One thing that is found in a postmortem and that a trailer can allow.
pub(super) fn found(root: &Root, dossier: &Dossier, found: Diagnostic) -> Vec<Found> {
    let whose = Whose {
        id: &dossier.id,
        is_confidential: is_confidential(&dossier.report),
    };
    let findings = sunk(root, &whose, dossier.documents(), vec![found]).into_iter();
    findings
        .map(|finding| Found {
            finding,
            directories: [dossier.directory.clone(), dossier.directory.clone()],
        })
        .collect()
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
        id: &dossier.id,
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
struct Whose<'a> {
    id: &'a str,
    is_confidential: bool,
}

/// Puts diagnostics in their places. No waiver of a document, and no age, changes them.
fn sunk<'a>(
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
        .postmortem(Some(whose.id))
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

/// The postmortems of a base that are gone and have not moved.
fn removed(root: &Root, comparison: &Comparison, base: &Snapshot, gone: &[RepoPath]) -> Vec<Found> {
    let postmortems = root.directory.join(root.config.paths.postmortems.as_str());
    let reports = gone.iter().filter(|path| {
        let is_here = postmortems
            .as_ref()
            .is_some_and(|it| path.below(it).is_some());
        path.name() == REPORT && is_here
    });
    let has_moved: BTreeSet<&RepoPath> = comparison.moved.values().collect();
    let mut all = Vec::new();
    for path in reports {
        let Some(directory) = path.parent() else {
            continue;
        };
        let Some(entry) = base.entry(path) else {
            continue;
        };
        if has_moved.contains(&directory) || comparison.after.exists(path) {
            continue;
        }
        let report = Document::read(&base.reader(), &entry, Sort::WithFrontMatter);
        let diagnostic = Diagnostic::new(
            &pm809_postmortem_removed::RULE,
            path,
            report.place(),
            format!("the postmortem `{}` is removed", directory.name()),
        )
        .help("give it the status not-required and a reason, or move it with `git mv`");
        let one = std::iter::once(&report);
        let whose = Whose {
            id: directory.name(),
            is_confidential: is_confidential(&report),
        };
        let findings = sunk(root, &whose, one, vec![diagnostic]);
        all.extend(findings.into_iter().map(|finding| Found {
            finding,
            directories: [directory.clone(), directory.clone()],
        }));
    }
    all
}
