//! What a change asks less, and the bars that hold as long as nobody has allowed that.

use super::before::Before;
use super::between::Whose;
use super::between::sunk;
use super::earlier::earlier;
use super::found::Doing;
use super::found::Found;
use super::moves::Allowed;
use super::moves::settle;
use super::place::place;
use super::setting_up::is_setting_up;
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
use crate::model::Severity;
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
    /// For what it holds, and who asks for it.
    pub(super) of: Of,
}

/// For which documents a bar holds beside the configuration of a change, and who asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// All, as the configuration before the change did.
    Before,
    /// Those that came from another root, as that did.
    Root(RepoPath),
    /// All, as the branch of this name does: what they lacked by that before the change is not looked for
    /// again.
    Head(String),
}

impl Held {
    /// Why something counts that the configuration of the change does not ask for.
    pub(super) fn why(&self) -> String {
        match &self.of {
            Of::Before | Of::Root(_) => {
                "the configuration before this change asks for it".to_owned()
            }
            Of::Head(name) => format!("the configuration of {name} asks for it"),
        }
    }

    /// Whether it holds for the whole root.
    pub(super) fn is_whole(&self) -> bool {
        match self.of {
            Of::Before | Of::Head(_) => true,
            Of::Root(_) => false,
        }
    }
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
                let is_gone = !root::is_root(&comparison.after, &old.directory);
                let kin = if is_gone { Kin::Moved } else { Kin::Other };
                lowered.own_files(root, comparison, (&[old], kin))?;
            }
        } else if own.len() == before.len() {
            lowered.own_files(root, comparison, (&own, Kin::Same))?;
        }
        let is_new = |it: &&Root| !taken_over.iter().any(|old| old.directory == it.directory);
        let others = before.iter().take(1).flat_map(|it| &it.others);
        for old in others.filter(is_new) {
            lowered.moved(root, comparison, old)?;
        }
        lowered.standing(root, comparison)?;
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
            let asks = "asks less than before";
            found.extend(in_own_file(
                (root, old),
                asks,
                (file, here.copied().collect()),
            ));
        }
        if !found.is_empty() {
            let held = first.over(root).map(|root| Held {
                root,
                of: Of::Before,
            });
            self.take(comparison, (root, old), (found, held))?;
        }
        Ok(())
    }

    /// What is asked less of postmortems that came from another root.
    fn moved(&mut self, root: &Root, comparison: &Comparison, old: &Root) -> Result<(), Refusal> {
        let bar = Bar::new((old, root), Kin::Joined, &Beside::default());
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
            of: Of::Root(old.directory.clone()),
        };
        self.take(comparison, (root, old), (found, Some(held)))
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
        let layout = root.layout()?;
        let is_left = !layout.postmortems.is_empty() || !layout.process_reviews.is_empty();
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
        self.take(comparison, (root, old), (found, None))
    }

    /// What is asked less than HEAD's branch asks, to which this change does not go.
    fn standing(&mut self, root: &Root, comparison: &Comparison) -> Result<(), Refusal> {
        let Some(standing) = comparison.standing.as_ref().filter(|it| !it.is_base) else {
            return Ok(());
        };
        let others = standing.roots_for(root)?.into_iter();
        // What is asked less than before is known already, and holds.
        let mut whole = self.bars.iter().filter(|it| it.is_whole());
        let by = whole.next_back().map_or(root, |it| &it.root);
        let bars = others.map(|it| (Bar::new((&it, by), Kin::Other, &Beside::default()), it));
        let Some((bar, head)) = bars.min_by_key(|(bar, _)| bar.lowered.len()) else {
            return Ok(());
        };
        let held = bar.over(by).map(|root| Held {
            root,
            of: Of::Head(standing.name.clone()),
        });
        let asks = format!("asks less than {} does", standing.name);
        let lowerings = (OwnFile::Config, bar.lowered.iter().collect());
        let found = in_own_file((root, &head), &asks, lowerings).into_iter();
        let found = found.map(|mut one| {
            one.doing = Doing::Nobody(root.directory.clone());
            one
        });
        self.take(comparison, (root, &head), (found.collect(), held))
    }

    /// Takes what was found; what of it nobody has allowed keeps its bar.
    fn take(
        &mut self,
        comparison: &Comparison,
        (root, old): (&Root, &Root),
        (mut found, held): (Vec<Found>, Option<Held>),
    ) -> Result<(), Refusal> {
        if found.is_empty() {
            return Ok(());
        }
        // Where HEAD stands in for a base without a root, no commit does it.
        if comparison.standing.as_ref().is_some_and(|it| it.is_base) {
            for one in &mut found {
                one.doing = Doing::Nobody(old.directory.clone());
            }
        }
        if is_setting_up((root, old), comparison)? {
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
        let paths = &old.config.paths;
        let places = [
            (
                &paths.postmortems,
                old.postmortems_directory(),
                root.postmortems_directory(),
            ),
            (
                &paths.process_reviews,
                old.reviews_directory(),
                root.reviews_directory(),
            ),
        ];
        for (place, was, is) in places {
            let (Some(was), Some(is)) = (was, is) else {
                continue;
            };
            if was == is {
                continue;
            }
            // A report that is read as the notes of a process review is as good as gone.
            let is_lost = |it: &RepoPath| {
                let was_there = old.snapshot().exists(it);
                !root.has(it) || (was_there && it.below(&is).is_none())
            };
            let entries = comparison.after.list(&was)?;
            if entries.iter().any(|it| is_lost(&it.path)) {
                left.push(place.clone());
            }
        }
    }
    Ok(Beside {
        head_ref: comparison.witness.guarded_by_default()?,
        left,
        earlier: earlier(root, comparison, before)?,
        major_by_word: major_by_word(root, before)?,
    })
}

/// What is asked less in one of a root's own files than another root asks, as findings in it.
fn in_own_file(
    (root, old): (&Root, &Root),
    asks: &str,
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
        let message = format!("{asks}: {}", it.message);
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

/// The severities of the reports before that are major by their own word and may owe something; nobody
/// looks where what is major stays.
fn major_by_word(root: &Root, before: &[&Root]) -> Result<Vec<Severity>, Refusal> {
    let mut severities = Vec::new();
    for old in before {
        let policy = &old.config.policy;
        if policy.major == root.config.policy.major {
            continue;
        }
        let reader = old.snapshot().reader();
        for files in &old.layout()?.postmortems {
            let document = Document::read(&reader, &files.report, Sort::FactsOnly);
            let report = Report::new(policy, &document);
            let is_open = report.owes() && report.status() != Some(Status::Closed);
            let own = report.severity().filter(|it| !policy.is_major(it));
            let own = own.filter(|it| is_open && report.is_major() && !severities.contains(*it));
            severities.extend(own.cloned());
        }
    }
    Ok(severities)
}
