//! What postmortems owed over the history.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::Replay;
use super::Side;
use super::Subject;
use super::Told;
use super::course::Window;
use super::reviews::Covered;
use super::track::Track;
use crate::config::Policy;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::corpus::Layout;
use crate::deadline;
use crate::deadline::Coverage;
use crate::model::FieldName;
use crate::postmortem::Postmortem;
use crate::report::overdue::amiss;
use crate::report::overdue::past_from;
use crate::report::overdue::silence;
use crate::report::overdue::trouble;
use crate::rules::Clock;
use crate::snapshot::Entry;
use crate::snapshot::Reader;
use crate::source::RepoPath;

/// What every postmortem owed, in the order of their ids.
pub(super) fn postmortems<const N: usize>(
    replay: &Replay,
    coverage: &Covered,
    policies: [&Policy; N],
    progress: &(dyn Fn() + Sync),
) -> Vec<Told<N>> {
    let mut all: Vec<Told<N>> = replay
        .tracks
        .postmortems
        .par_iter()
        .map_init(
            || replay.head.reader(),
            |reader, track| {
                progress();
                let course = OfOne {
                    replay,
                    coverage,
                    policies,
                    reader,
                };
                course.of(track)
            },
        )
        .flatten()
        .collect();
    all.sort_by(|a, b| (&a.subject.id, &a.subject.path).cmp(&(&b.subject.id, &b.subject.path)));
    all
}

/// What one postmortem is judged with.
struct OfOne<'a, 'r, const N: usize> {
    replay: &'a Replay,
    coverage: &'a Covered,
    policies: [&'a Policy; N],
    reader: &'a Reader<'r>,
}

/// A postmortem as it is at one step.
struct Now {
    files: Files,
    dossier: Dossier,
}

impl<const N: usize> OfOne<'_, '_, N> {
    fn of(&self, track: &Track) -> Option<Told<N>> {
        let mut steps: BTreeSet<usize> = track.steps().collect();
        let first = *steps.first()?;
        steps.extend(self.coverage.steps(first, &names(track)));
        let steps: Vec<usize> = steps.into_iter().collect();
        let mut changes = track.changes.iter().peekable();
        let mut entries: BTreeMap<RepoPath, Entry> = BTreeMap::new();
        let mut now: Option<Now> = None;
        let mut subject: Option<Subject> = None;
        let mut sides = std::array::from_fn(|_| Side::default());
        for (at, step) in steps.iter().enumerate() {
            let mut is_changed = false;
            while let Some(change) = changes.next_if(|it| it.step <= *step) {
                is_changed = true;
                match &change.entry {
                    Some(entry) => entries.insert(change.path.clone(), entry.clone()),
                    None => entries.remove(&change.path),
                };
            }
            if is_changed {
                now = self.read(&entries, now);
            }
            let (Some(now), Some(window)) =
                (&now, self.replay.window(*step, steps.get(at + 1).copied()))
            else {
                continue;
            };
            let was_secret = subject.is_some_and(|it| it.is_confidential);
            subject = Some(self.subject(now, was_secret));
            let coverage = self.coverage.of(now.files.id.as_str(), *step);
            for (side, policy) in sides.iter_mut().zip(self.policies) {
                weigh(
                    side,
                    &Postmortem::new(policy, &now.dossier),
                    coverage,
                    window,
                );
            }
        }
        Some(Told {
            subject: subject?,
            sides,
        })
    }

    /// The postmortem that some files make, of which those are not read again that have not changed.
    fn read(&self, entries: &BTreeMap<RepoPath, Entry>, before: Option<Now>) -> Option<Now> {
        let layout = Layout::new(entries.values().cloned().collect(), Vec::new());
        let files = layout.postmortems.into_iter().next()?;
        let dossier = match before {
            Some(it) => it.dossier.read_facts_again(&it.files, &files, self.reader),
            None => Dossier::read_facts(&files, self.reader),
        };
        Some(Now { files, dossier })
    }

    fn subject(&self, now: &Now, was_secret: bool) -> Subject {
        let report = self
            .policies
            .first()
            .map(|it| Postmortem::new(it, &now.dossier));
        let day = report.and_then(|it| it.incident_date());
        let severity = report.and_then(|it| it.field(FieldName::Severity).text());
        Subject {
            id: Some(now.files.id.to_string()),
            path: now.files.report.path.clone(),
            day: day.or_else(|| now.files.id.date()),
            severity: severity.map(str::to_owned),
            is_confidential: was_secret || report.is_some_and(|it| it.is_confidential()),
        }
    }
}

/// What a postmortem was ever called.
fn names(track: &Track) -> BTreeSet<String> {
    let directories = track.changes.iter().filter_map(|it| it.path.parent());
    directories.map(|it| it.name().to_owned()).collect()
}

/// Weighs what a postmortem owed in a window, as `overdue` reads it.
fn weigh(side: &mut Side, postmortem: &Postmortem<'_>, coverage: Coverage, window: Window) {
    if trouble(postmortem.report()).is_some() || silence(postmortem).is_some() {
        side.take_unreadable(window);
        return;
    }
    // Before the last of its times had come, nobody could say either.
    let (unready, window) = window.split(past_from(postmortem));
    if let Some(it) = unready {
        side.take_unreadable(it);
    }
    let Some(window) = window else { return };
    let is_ahead = |at| window.end() < Clock::passes_at(at);
    if !amiss(postmortem, is_ahead).is_empty() {
        side.take_amiss(window);
    }
    let owed = deadline::of_postmortem(*postmortem, coverage);
    side.take(owed, window, &postmortem.policy.calendar);
}
