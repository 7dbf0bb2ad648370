//! What a change asks less, and the bars that hold as long as nobody has allowed that.

use super::before::Before;
use super::between::Whose;
use super::between::sunk;
use super::found::Found;
use super::moves::Allowed;
use super::moves::settle;
use super::place::place;
use crate::check::Comparison;
use crate::check::bar::Bar;
use crate::check::bar::Beside;
use crate::check::bar::Kin;
use crate::check::bar::Lowering;
use crate::check::bar::OwnFile;
use crate::corpus::REPORT;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::model::Status;
use crate::postmortem::Report;
use crate::postmortem::is_confidential;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::rules::pm811_bar_lowered;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::source::Span;

/// A bar to which documents of a root are held beside its own configuration.
pub(super) struct Held {
    /// The root, judging by it.
    pub(super) root: Root,
    /// Only those that came from this root; `None`: all.
    pub(super) from: Option<RepoPath>,
}

/// What is asked less in a root, and the bars that hold all the same.
#[derive(Default)]
pub(super) struct Lowered {
    pub(super) findings: Vec<Finding>,
    pub(super) bars: Vec<Held>,
}

impl Lowered {
    /// What is asked less in a root than before the change.
    pub(super) fn find(
        root: &Root,
        comparison: &Comparison,
        before: &[Before],
    ) -> Result<Self, Refusal> {
        let mut lowered = Self::default();
        let own: Vec<&Root> = before.iter().filter_map(|it| it.own.as_ref()).collect();
        if !root::is_root(&comparison.after, &root.directory) {
            lowered.deleted(root, comparison, &own)?;
            return Ok(lowered);
        }
        let mut taken_over = Vec::new();
        if own.is_empty() {
            taken_over = comparison.predecessors(root)?;
            if taken_over.is_empty() {
                // Of teams beside each other a new one asks no less than one of the others.
                let others = comparison.base_roots()?.into_iter();
                let less = |it: &Root| {
                    let bar = Bar::new((it, root), Kin::Other, &Beside::default());
                    bar.lowered.len()
                };
                taken_over.extend(others.min_by_key(less));
            }
            for old in &taken_over {
                lowered.own_files(root, comparison, (&[old], Kin::Other))?;
            }
        } else if own.len() == before.len() {
            lowered.own_files(root, comparison, (&own, Kin::Same))?;
        }
        let is_new = |it: &&Root| !taken_over.iter().any(|old| old.directory == it.directory);
        let others = before.iter().take(1).flat_map(|it| &it.others);
        for old in others.filter(is_new) {
            lowered.moved(root, comparison, old)?;
        }
        Ok(lowered)
    }

    /// What configuration and roster ask less than those of each base.
    fn own_files(
        &mut self,
        root: &Root,
        comparison: &Comparison,
        (before, kin): (&[&Root], Kin),
    ) -> Result<(), Refusal> {
        // Nothing is asked less of what stays, and to know what lies where costs more than all else.
        if before.iter().any(|old| old.config == root.config) {
            return Ok(());
        }
        let beside = beside(root, comparison, before)?;
        let bars = before.iter().map(|old| Bar::new((old, root), kin, &beside));
        let mut bars: Vec<Bar> = bars.collect();
        let (Some(first), Some(old)) = (bars.pop(), before.last()) else {
            return Ok(());
        };
        // In a merge only what is less than all that is merged asked for.
        let is_new = |it: &&Lowering| bars.iter().all(|bar| bar.lowered.contains(it));
        let lowerings: Vec<&Lowering> = first.lowered.iter().filter(is_new).collect();
        let files = [OwnFile::Config, OwnFile::Roster].into_iter();
        let mut found = Vec::new();
        for file in files {
            let here = lowerings.iter().filter(|it| it.file == file);
            found.extend(in_own_file(root, old, (file, here.copied().collect())));
        }
        if !found.is_empty() {
            let held = first.over(root).map(|root| Held { root, from: None });
            self.take(comparison, old, (found, held))?;
        }
        Ok(())
    }

    /// What is asked less of postmortems that came from another root.
    fn moved(&mut self, root: &Root, comparison: &Comparison, old: &Root) -> Result<(), Refusal> {
        let bar = Bar::new((old, root), Kin::Other, &Beside::default());
        let Some(held) = bar.over(root) else {
            return Ok(());
        };
        let less: Vec<&str> = bar.lowered.iter().map(|it| it.message.as_str()).collect();
        let message = format!("moves to a root that asks less: {}", less.join("; "));
        let mut found = Vec::new();
        let came = comparison.moved.iter();
        for (directory, was) in came.filter(|(new, was)| root.has(new) && old.has(was)) {
            let Some(document) = report_in(&comparison.after, directory) else {
                continue;
            };
            let before = report_in(old.snapshot(), was);
            let diagnostic = Diagnostic::new(
                &pm811_bar_lowered::RULE,
                &document.path,
                document.place(),
                &message,
            );
            let whose = Whose {
                id: Some(directory.name()),
                is_confidential: before.iter().chain([&document]).any(is_confidential),
            };
            found.extend(by_levels_of(old, &whose, &document, vec![diagnostic]));
        }
        let held = Held {
            root: held,
            from: Some(old.directory.clone()),
        };
        self.take(comparison, old, (found, Some(held)))
    }

    /// A configuration that is gone, and not because the root moved as a whole.
    fn deleted(
        &mut self,
        root: &Root,
        comparison: &Comparison,
        before: &[&Root],
    ) -> Result<(), Refusal> {
        let Some(old) = before.first() else {
            return Ok(());
        };
        let is_left = !root.layout()?.postmortems.is_empty();
        let has_moved = comparison.has_new_root() && !is_left;
        let path = root.directory.join(ROOT_FILE);
        let Some(path) = path.filter(|_| !has_moved) else {
            return Ok(());
        };
        let text = old.text_of(&path).unwrap_or_default();
        let document = Document::from_text(&path, text, Sort::BodyOnly);
        let message = "asks less than before: the configuration is deleted";
        let diagnostic = Diagnostic::new(&pm811_bar_lowered::RULE, &path, Span::default(), message);
        let found = by_levels_of(old, &Whose::NOBODYS, &document, vec![diagnostic]);
        self.take(comparison, old, (found, None))
    }

    /// Takes what was found; what of it nobody has allowed keeps its bar.
    fn take(
        &mut self,
        comparison: &Comparison,
        old: &Root,
        (mut found, held): (Vec<Found>, Option<Held>),
    ) -> Result<(), Refusal> {
        if !found.is_empty() && is_setting_up(old)? {
            for one in &mut found {
                one.soften(Level::Note);
            }
        }
        let settled = settle(comparison, found, None)?;
        if settled.iter().any(|(_, allowed)| *allowed == Allowed::No) {
            self.bars.extend(held);
        }
        self.findings
            .extend(settled.into_iter().map(|(finding, _)| finding));
        Ok(())
    }
}

/// What is known beside the configurations of a root.
fn beside(root: &Root, comparison: &Comparison, before: &[&Root]) -> Result<Beside, Refusal> {
    let mut left = Vec::new();
    for old in before {
        let was = old.config.paths.postmortems.clone();
        let reviews = old.config.paths.process_reviews.clone();
        for place in [was, reviews] {
            let directory = root.directory.join(place.as_str());
            let stays = |it: &RepoPath| root.places().any(|place| place == *it);
            let Some(directory) = directory.filter(|it| !stays(it)) else {
                continue;
            };
            let entries = comparison.after.list(&directory)?;
            if entries.iter().any(|it| !root.has(&it.path)) {
                left.push(place);
            }
        }
    }
    Ok(Beside {
        head_ref: comparison.witness.guarded_by_default()?,
        left,
    })
}

/// What is asked less in one of a root's own files, as findings in it.
fn in_own_file(
    root: &Root,
    old: &Root,
    (file, lowerings): (OwnFile, Vec<&Lowering>),
) -> Vec<Found> {
    let below = match file {
        OwnFile::Config => ROOT_FILE,
        OwnFile::Roster => root.config.paths.people.as_str(),
    };
    let Some(path) = root.directory.join(below).filter(|_| !lowerings.is_empty()) else {
        return Vec::new();
    };
    let text = root.text_of(&path).unwrap_or_default();
    let found = lowerings.into_iter().map(|it| {
        let message = format!("asks less than before: {}", it.message);
        Diagnostic::new(
            &pm811_bar_lowered::RULE,
            &path,
            place(&text, &it.pointer),
            message,
        )
        .pointer(&*it.pointer)
    });
    let found = found.collect();
    let document = Document::from_text(&path, text, Sort::BodyOnly);
    by_levels_of(old, &Whose::NOBODYS, &document, found)
}

/// Findings in a file by the levels that the root had.
fn by_levels_of(
    old: &Root,
    whose: &Whose<'_>,
    document: &Document,
    found: Vec<Diagnostic>,
) -> Vec<Found> {
    let findings = sunk(old, whose, std::iter::once(document), found).into_iter();
    findings.map(Found::in_file).collect()
}

/// The report that lies in a directory.
fn report_in(snapshot: &Snapshot, directory: &RepoPath) -> Option<Document> {
    let entry = snapshot.entry(&directory.join(REPORT)?)?;
    let reader = snapshot.reader();
    Some(Document::read(&reader, &entry, Sort::WithFrontMatter))
}

/// Whether a root is only being set up: no report but adopted ones has left draft.
fn is_setting_up(root: &Root) -> Result<bool, Refusal> {
    let reader = root.snapshot().reader();
    let mut reports = root.layout()?.postmortems.iter();
    Ok(!reports.any(|files| {
        let document = Document::read(&reader, &files.report, Sort::FactsOnly);
        let report = Report::new(&root.config.policy, &document);
        !report.is_adopted() && report.status() != Some(Status::Draft)
    }))
}
