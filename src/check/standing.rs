//! What stands of a root while some of its documents are being written: these are judged anew, each as a
//! part of the whole, and all the others are not read again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::Judge;
use super::Outcome;
use super::brief;
use super::judge::judge as judge_one;
use super::judge::judge_review;
use super::together::ids;
use super::together::judge_together;
use super::together::nested;
use super::verdict::Reach;
use super::verdict::Verdict;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::corpus::REPORT;
use crate::diagnostic::sort_findings;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Brief;
use crate::rules::Repository;
use crate::snapshot::ROOT_FILE;
use crate::source::RepoPath;

/// What the rules about a root as a whole know of its postmortems.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// By directory, as they come in the root.
    briefs: BTreeMap<RepoPath, Arc<Brief>>,
    ids: BTreeMap<PostmortemId, Vec<RepoPath>>,
    /// Whether the whole root has been read.
    is_whole: bool,
}

impl Standing {
    /// Reads all reports of a root. Until somebody has, a default one judges documents as if they were
    /// alone.
    pub fn read(root: &Root) -> Result<Self, Refusal> {
        let layout = root.layout()?;
        let briefs = layout.postmortems.par_iter().map_init(
            || root.snapshot().reader(),
            |reader, files| {
                let report = Document::read(reader, &files.report, Sort::FactsOnly);
                let brief = brief::of_report(root.fields(), &files.id, &report);
                (files.directory.clone(), Arc::new(brief))
            },
        );
        Ok(Self {
            briefs: briefs.collect(),
            ids: ids(layout),
            is_whole: true,
        })
    }

    /// Whether the whole root has been read.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The ids of the postmortems, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = &PostmortemId> {
        self.ids.keys()
    }

    /// Whether a postmortem has an id.
    pub fn has(&self, id: &str) -> bool {
        self.ids.contains_key(id)
    }

    /// The directory of the postmortem that has an id, the first of several.
    pub fn directory(&self, id: &PostmortemId) -> Option<&RepoPath> {
        self.ids.get(id)?.first()
    }

    /// Reads again what lies at a path: it may be another, new or gone.
    pub fn refresh(&mut self, root: &Root, path: &RepoPath) -> Result<(), Refusal> {
        if !self.is_whole || path.name() != REPORT {
            return Ok(());
        }
        let Some(directory) = path.parent() else {
            return Ok(());
        };
        self.forget(&directory);
        if let Some(files) = holder(root, path)?.filter(|it| it.directory == directory) {
            let reader = root.snapshot().reader();
            let report = Document::read(&reader, &files.report, Sort::FactsOnly);
            let brief = brief::of_report(root.fields(), &files.id, &report);
            self.note(&files, Arc::new(brief));
        }
        Ok(())
    }

    fn forget(&mut self, directory: &RepoPath) {
        self.briefs.remove(directory);
        self.ids.retain(|_, directories| {
            directories.retain(|it| it != directory);
            !directories.is_empty()
        });
    }

    fn note(&mut self, files: &Files, brief: Arc<Brief>) {
        self.briefs.insert(files.directory.clone(), brief);
        let directories = self.ids.entry(files.id.clone()).or_default();
        directories.push(files.directory.clone());
        directories.sort();
        directories.dedup();
    }

    /// What is found in the postmortems, process reviews and files of a root's own that lie at some
    /// paths. The root is in the state in which they are judged.
    pub fn find(
        &self,
        root: &Root,
        paths: &[RepoPath],
        judge: &Judge<'_>,
    ) -> Result<Outcome, Refusal> {
        let clock = judge.clock(root)?;
        let mut postmortems = BTreeMap::new();
        for path in paths {
            if let Some(files) = holder(root, path)? {
                postmortems.insert(files.directory.clone(), files);
            }
        }
        let judged: Vec<&Files> = postmortems.values().collect();
        let mut verdicts: Vec<Verdict> = judged
            .par_iter()
            .map_init(
                || root.snapshot().reader(),
                |reader, files| judge_one(root, &Dossier::read(files, reader), clock),
            )
            .collect();
        let count = verdicts.len();
        let reader = root.snapshot().reader();
        for entry in paths
            .iter()
            .filter(|it| is_review(root, it))
            .filter_map(|it| root.snapshot().entry(it))
        {
            let notes = Document::read(&reader, &entry, Sort::WithFrontMatter);
            verdicts.push(judge_review(root, &notes, clock));
        }
        let reach = if self.is_whole {
            self.together(root, &judged, count, &mut verdicts);
            Reach::Root
        } else {
            Reach::Document
        };
        let mut outcome = Outcome {
            documents: verdicts.len(),
            ..Outcome::default()
        };
        for verdict in verdicts {
            let found = verdict.finish(root, root.snapshot(), reach);
            outcome.findings.extend(found);
        }
        let named: BTreeSet<&RepoPath> = paths.iter().collect();
        let own = root.findings.iter().filter(|it| named.contains(&it.path));
        outcome.findings.extend(own.cloned());
        for path in named.iter().filter(|it| is_nested(root, it)) {
            outcome.findings.extend(nested(root, path));
        }
        sort_findings(&mut outcome.findings);
        Ok(outcome)
    }

    /// Lets the rules about the whole root look at what has been judged, beside all that stands.
    fn together(&self, root: &Root, judged: &[&Files], count: usize, verdicts: &mut [Verdict]) {
        let briefs =
            |all: &[Verdict]| -> Vec<_> { all.iter().map(|it| it.brief.clone()).collect() };
        let (of_postmortems, of_reviews) = verdicts.split_at(count);
        let reviews = briefs(of_reviews);
        let mut numbers = BTreeSet::new();
        let mut all: BTreeMap<&RepoPath, Arc<Brief>> = BTreeMap::new();
        let mut ids = std::borrow::Cow::Borrowed(&self.ids);
        for (files, verdict) in judged.iter().zip(of_postmortems) {
            let incidents = verdict.brief.incidents.iter();
            numbers.extend(incidents.map(|(number, ..)| number.trim().to_owned()));
            if !self.briefs.contains_key(&files.directory) {
                let directories = ids.to_mut().entry(files.id.clone()).or_default();
                directories.push(files.directory.clone());
                directories.sort();
            }
        }
        // Of the others only those matter that may be about one incident with one of these.
        let may_matter = |it: &Brief| {
            let mut incidents = it.incidents.iter();
            incidents.any(|(number, ..)| numbers.contains(number.trim()))
        };
        let others = self.briefs.iter().filter(|(_, it)| may_matter(it));
        all.extend(others.map(|(directory, it)| (directory, Arc::clone(it))));
        for (files, verdict) in judged.iter().zip(of_postmortems) {
            all.insert(&files.directory, Arc::clone(&verdict.brief));
        }
        let all: Vec<Arc<Brief>> = all.into_values().collect();
        let repository = Repository {
            policy: &root.config.policy,
            judged: &all,
            reviews: &reviews,
            ids: &ids,
        };
        judge_together(root, &repository, root.snapshot(), verdicts);
    }
}

/// The postmortem in whose directory a file lies; `None` where it lies in none.
pub fn holder(root: &Root, path: &RepoPath) -> Result<Option<Files>, Refusal> {
    let Some(top) = root.postmortems_directory() else {
        return Ok(None);
    };
    let mut above = path.parent();
    while let Some(directory) = above {
        if directory != top && directory.below(&top).is_none() {
            break;
        }
        let report = directory.join(REPORT);
        if report.is_some_and(|it| root.snapshot().exists(&it))
            && let Some(files) = Files::of_directory(root.snapshot(), &directory)?
        {
            return Ok(Some(files));
        }
        above = directory.parent();
    }
    Ok(None)
}

/// Whether a path is that of the notes of a process review.
pub fn is_review(root: &Root, path: &RepoPath) -> bool {
    let directory = &root.config.paths.process_reviews;
    let directory = root.directory.join(directory.as_str());
    let is_below = directory.is_some_and(|it| path.below(&it).is_some());
    is_below && path.name().ends_with(".md") && !is_hidden(path)
}

/// Whether a path is that of a configuration among the root's documents.
fn is_nested(root: &Root, path: &RepoPath) -> bool {
    path.name() == ROOT_FILE && root.has(path) && !is_hidden(path) && root.snapshot().exists(path)
}

fn is_hidden(path: &RepoPath) -> bool {
    path.parts().any(|it| it.starts_with('.'))
}
