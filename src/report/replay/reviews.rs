//! What process reviews owed over the history, and which incidents they covered when.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Replay;
use super::Side;
use super::Subject;
use super::Told;
use crate::config::Policy;
use crate::corpus::Layout;
use crate::deadline;
use crate::deadline::Coverage;
use crate::document::Document;
use crate::document::Sort;
use crate::postmortem::ProcessReview;
use crate::report::overdue::of_review;
use crate::report::overdue::trouble;
use crate::snapshot::Entry;
use crate::source::RepoPath;
use crate::time::Moment;

/// What process reviews had made of incidents, by the steps of the line.
#[derive(Default)]
pub(super) struct Covered {
    /// From which step on whether any was held.
    any: BTreeMap<usize, bool>,
    /// By incident, from which step on when the first that covered it was held.
    first: BTreeMap<String, BTreeMap<usize, Option<Moment>>>,
}

impl Covered {
    /// What they had made of an incident at a step.
    pub(super) fn of(&self, id: &str, step: usize) -> Coverage {
        let at = self.first.get(id).and_then(|it| last(it, step)).flatten();
        match at {
            Some(at) => Coverage::In(at),
            None if last(&self.any, step) == Some(true) => Coverage::NotYet,
            None => Coverage::NoneHeld,
        }
    }

    /// The steps behind one at which that changed for a postmortem, by what it was called.
    pub(super) fn steps(&self, behind: usize, names: &BTreeSet<String>) -> Vec<usize> {
        let of_it = names.iter().filter_map(|it| self.first.get(it));
        let of_it = of_it.flat_map(BTreeMap::keys);
        let all = self.any.keys().chain(of_it).copied();
        all.filter(|it| *it > behind).collect()
    }
}

/// What held at a step.
fn last<T: Copy>(by_step: &BTreeMap<usize, T>, step: usize) -> Option<T> {
    by_step.range(..=step).next_back().map(|(_, it)| *it)
}

/// The notes of a process review as they are since a step.
struct Notes {
    document: Document,
    since: usize,
    /// When it is; `None` where that cannot be read.
    at: Option<Moment>,
    is_held: bool,
    incidents: Vec<String>,
}

impl Notes {
    /// When it was held, and in which order of several that were held at once.
    fn held(&self) -> Option<(Moment, RepoPath)> {
        let at = self.at.filter(|_| self.is_held)?;
        Some((at, self.document.path.clone()))
    }
}

/// All of them at one step, and what they owed until then.
struct Shelf<'a, const N: usize> {
    replay: &'a Replay,
    policies: [&'a Policy; N],
    notes: BTreeMap<RepoPath, Notes>,
    /// Those that were held, by when.
    held: BTreeSet<(Moment, RepoPath)>,
    /// Those that cover an incident, and when each was held.
    by_incident: BTreeMap<String, BTreeMap<RepoPath, Moment>>,
    told: BTreeMap<RepoPath, Told<N>>,
}

/// What the process reviews owed, in the order of their paths, and what they covered.
pub(super) fn judge<const N: usize>(
    replay: &Replay,
    policies: [&Policy; N],
) -> (Vec<Told<N>>, Covered) {
    let mut by_step: BTreeMap<usize, Vec<(&RepoPath, Option<&Entry>)>> = BTreeMap::new();
    for (path, track) in &replay.tracks.reviews {
        for it in &track.changes {
            let change = (path, it.entry.as_ref());
            by_step.entry(it.step).or_default().push(change);
        }
    }
    let mut shelf = Shelf {
        replay,
        policies,
        notes: BTreeMap::new(),
        held: BTreeSet::new(),
        by_incident: BTreeMap::new(),
        told: BTreeMap::new(),
    };
    let mut covered = Covered::default();
    let mut before = None;
    for (step, changes) in by_step {
        shelf.weigh_next(before, Some(step));
        before = Some(step);
        let mut incidents = BTreeSet::new();
        for (path, entry) in changes {
            incidents.extend(shelf.remove(path, step));
            let notes = entry.and_then(|it| read(replay, it, (step, policies)));
            incidents.extend(notes.iter().flat_map(|it| it.incidents.clone()));
            shelf.insert(path, notes);
        }
        for id in incidents {
            let of_it = shelf.by_incident.get(&id);
            let first = of_it.and_then(|it| it.values().min().copied());
            covered.first.entry(id).or_default().insert(step, first);
        }
        let is_any = !shelf.held.is_empty();
        if last(&covered.any, step).unwrap_or(false) != is_any {
            covered.any.insert(step, is_any);
        }
    }
    shelf.weigh_next(before, None);
    let left: Vec<Notes> = std::mem::take(&mut shelf.notes).into_values().collect();
    for it in &left {
        shelf.weigh_own(it, None);
    }
    (shelf.told.into_values().collect(), covered)
}

/// Reads the notes that lie at a path since a step; `None` where what lies there is none.
fn read<const N: usize>(
    replay: &Replay,
    entry: &Entry,
    (since, policies): (usize, [&Policy; N]),
) -> Option<Notes> {
    let layout = Layout::new(Vec::new(), vec![entry.clone()]);
    let entry = layout.process_reviews.first()?;
    let document = Document::read(&replay.head.reader(), entry, Sort::WithFrontMatter);
    let review = ProcessReview::new(policies.first()?, &document);
    let at = review
        .scheduled_for()
        .filter(|_| trouble(&document).is_none());
    let is_held = review.is_held();
    let is_counted = at.is_some() && is_held;
    let incidents = review.incidents().filter(|_| is_counted);
    Some(Notes {
        since,
        at,
        is_held,
        incidents: incidents.map(str::to_owned).collect(),
        document,
    })
}

impl<const N: usize> Shelf<'_, N> {
    /// Takes away what lay at a path until a step; gives the incidents that it covered.
    fn remove(&mut self, path: &RepoPath, step: usize) -> Vec<String> {
        let Some(notes) = self.notes.remove(path) else {
            return Vec::new();
        };
        self.weigh_own(&notes, Some(step));
        if let Some(held) = notes.held() {
            self.held.remove(&held);
        }
        for id in &notes.incidents {
            if let Some(of_it) = self.by_incident.get_mut(id) {
                of_it.remove(path);
            }
        }
        notes.incidents
    }

    fn insert(&mut self, path: &RepoPath, notes: Option<Notes>) {
        let Some(notes) = notes else { return };
        if let Some((at, path)) = notes.held() {
            for id in &notes.incidents {
                let of_it = self.by_incident.entry(id.clone()).or_default();
                of_it.insert(path.clone(), at);
            }
            self.held.insert((at, path));
        }
        self.notes.insert(path.clone(), notes);
    }

    /// Weighs what notes owed themselves, until a step that changed them.
    fn weigh_own(&mut self, notes: &Notes, until: Option<usize>) {
        let Some(window) = self.replay.window(notes.since, until) else {
            return;
        };
        let told = told(&mut self.told, notes, self.policies);
        for (side, policy) in told.sides.iter_mut().zip(self.policies) {
            if notes.at.is_none() {
                side.take_unreadable(window);
                continue;
            }
            let review = ProcessReview::new(policy, &notes.document);
            let own = deadline::of_review(&review).into_iter();
            let owed = own.chain(deadline::of_tweaks(&review)).collect();
            if !of_review(&review).is_empty() {
                side.take_amiss(window);
            }
            side.take(owed, window, &policy.calendar);
        }
    }

    /// Weighs by when there was to be another one after the last that was held, from one step to the next.
    fn weigh_next(&mut self, from: Option<usize>, until: Option<usize>) {
        let window = from.and_then(|it| self.replay.window(it, until));
        let Some((window, (at, _))) = window.zip(self.held.last()) else {
            return;
        };
        // Of several that were held at once the first counts, as in `overdue`.
        let mut of_then = self.held.range((*at, RepoPath::root())..);
        let Some(notes) = of_then.next().and_then(|(_, path)| self.notes.get(path)) else {
            return;
        };
        let told = told(&mut self.told, notes, self.policies);
        for (side, policy) in told.sides.iter_mut().zip(self.policies) {
            let review = ProcessReview::new(policy, &notes.document);
            // By whom does not matter here.
            let owed = deadline::next_review(&review, &[]).into_iter().collect();
            side.take(owed, window, &policy.calendar);
        }
    }
}

/// What is told of a process review.
fn told<'a, const N: usize>(
    all: &'a mut BTreeMap<RepoPath, Told<N>>,
    notes: &Notes,
    policies: [&Policy; N],
) -> &'a mut Told<N> {
    let path = &notes.document.path;
    let it = all.entry(path.clone()).or_insert_with(|| Told {
        subject: Subject {
            id: None,
            path: path.clone(),
            day: None,
            severity: None,
            is_confidential: false,
        },
        sides: std::array::from_fn(|_| Side::default()),
    });
    let zone = policies.first().map(|it| it.zone);
    let day = notes.at.zip(zone).map(|(at, zone)| zone.date_of(at));
    it.subject.day = day.or(it.subject.day);
    it
}
