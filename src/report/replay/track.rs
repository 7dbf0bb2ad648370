//! From the commits of a line to what became of each postmortem and each process review.

use std::collections::BTreeMap;

use crate::corpus::REPORT;
use crate::git::Kind;
use crate::git::LineChange;
use crate::git::LineStep;
use crate::git::Listed;
use crate::git::Oid;
use crate::snapshot::Entry;
use crate::source::RepoPath;

/// What a commit made of a file.
pub(super) struct Change {
    /// The commit's place on the line.
    pub(super) step: usize,
    /// The file.
    pub(super) path: RepoPath,
    /// What it is then; `None` where it is gone.
    pub(super) entry: Option<Entry>,
}

/// What became of the files of one postmortem, wherever they lay, or of one process review.
#[derive(Default)]
pub(super) struct Track {
    /// In the order of the line.
    pub(super) changes: Vec<Change>,
}

impl Track {
    /// The steps that changed it, each once.
    pub(super) fn steps(&self) -> impl Iterator<Item = usize> {
        self.changes.iter().map(|it| it.step)
    }
}

/// What became of everything.
#[derive(Default)]
pub(super) struct Tracks {
    /// The postmortems.
    pub(super) postmortems: Vec<Track>,
    /// The notes of process reviews.
    pub(super) reviews: BTreeMap<RepoPath, Track>,
    /// Where each postmortem lies.
    homes: BTreeMap<RepoPath, usize>,
    /// What lies in no postmortem yet.
    orphans: BTreeMap<RepoPath, Entry>,
}

impl Tracks {
    /// Reads the steps of a line. The first of the places is that of the postmortems, the second that of
    /// the process reviews.
    pub(super) fn of(steps: &[LineStep], places: &[RepoPath]) -> Self {
        let mut tracks = Self::default();
        for (at, step) in steps.iter().enumerate() {
            tracks.settle(step, places.first());
            for change in &step.changes {
                let (path, entry) = read(change);
                let change = Change {
                    step: at,
                    path,
                    entry,
                };
                tracks.take(change, places);
            }
        }
        tracks
    }

    /// Gives each report of a commit its postmortem: one that is there already, the one that was moved
    /// there, or a new one.
    fn settle(&mut self, step: &LineStep, place: Option<&RepoPath>) {
        let mut gone: Vec<(RepoPath, Option<Oid>)> = Vec::new();
        let mut fresh: Vec<(RepoPath, Option<Oid>)> = Vec::new();
        for change in &step.changes {
            let (path, entry) = read(change);
            let is_below = place.is_some_and(|it| path.below(it).is_some());
            let Some(home) = path.parent().filter(|_| is_below && path.name() == REPORT) else {
                continue;
            };
            match entry {
                Some(_) if self.homes.contains_key(&home) => {}
                Some(_) => fresh.push((home, change.after.map(|(_, id)| id))),
                None if self.homes.contains_key(&home) => gone.push((home, change.before)),
                None => {}
            }
        }
        // The same report in another place is the same postmortem; so is the only one that came where
        // the only one went.
        fresh.retain(|(home, id)| {
            let old = gone.iter().position(|(_, old)| old == id);
            old.is_none_or(|at| !self.move_to(&gone.swap_remove(at).0, home))
        });
        if let ([(home, _)], [(old, _)]) = (fresh.as_slice(), gone.as_slice())
            && self.move_to(old, home)
        {
            fresh.clear();
        }
        for (home, _) in fresh {
            self.homes.insert(home, self.postmortems.len());
            self.postmortems.push(Track::default());
        }
    }

    fn move_to(&mut self, old: &RepoPath, home: &RepoPath) -> bool {
        let track = self.homes.remove(old);
        self.homes.extend(track.map(|track| (home.clone(), track)));
        track.is_some()
    }

    /// The postmortem in whose directory a path lies.
    fn home(&self, path: &RepoPath) -> Option<(RepoPath, usize)> {
        let mut directory = path.parent()?;
        loop {
            if let Some(track) = self.homes.get(&directory) {
                return Some((directory, *track));
            }
            directory = directory.parent()?;
        }
    }

    fn take(&mut self, change: Change, places: &[RepoPath]) {
        let is_below = |at: usize| {
            let place = places.get(at);
            place.is_some_and(|it| change.path.below(it).is_some())
        };
        if !is_below(0) {
            if is_below(1) {
                let track = self.reviews.entry(change.path.clone()).or_default();
                track.changes.push(change);
            }
            return;
        }
        let Some((home, track)) = self.home(&change.path) else {
            // It may lie there before its report does.
            match change.entry {
                Some(entry) => self.orphans.insert(change.path, entry),
                None => self.orphans.remove(&change.path),
            };
            return;
        };
        let step = change.step;
        let found: Vec<RepoPath> = match change.path.name() {
            REPORT => {
                let below = self.orphans.keys().filter(|it| it.below(&home).is_some());
                below.cloned().collect()
            }
            _ => Vec::new(),
        };
        let Some(track) = self.postmortems.get_mut(track) else {
            return;
        };
        for path in found {
            let entry = self.orphans.remove(&path);
            track.changes.push(Change { step, path, entry });
        }
        track.changes.push(change);
    }
}

/// The path of a change, and what lies there then.
fn read(change: &LineChange) -> (RepoPath, Option<Entry>) {
    let listed = |(kind, id): (Kind, Oid)| {
        Entry::of_object(&Listed {
            path: change.path.clone(),
            kind,
            id,
        })
    };
    let entry = change.after.map(listed);
    let before = || change.before.map(|id| listed((Kind::File, id)));
    let path = entry.clone().or_else(before).map(|it| it.path);
    (path.unwrap_or_default(), entry)
}
