//! From a history to the two answers.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Both;
use super::Kind;
use super::Question;
use super::Row;
use super::Sum;
use super::View;
use crate::config::Policy;
use crate::model::DeadlineKind;
use crate::refusal::Refusal;
use crate::report::public::Public;
use crate::report::replay::Course;
use crate::report::replay::Key;
use crate::report::replay::Replay;
use crate::report::replay::Subject;
use crate::report::replay::Told;
use crate::time::Moment;

/// Looks at a history by today's policy and by another one.
pub fn trial(
    replay: &Replay,
    (today, tried): (&Policy, &Policy),
    (question, as_of): (&Question, Moment),
    progress: &(dyn Fn() + Sync),
) -> Result<Public<View>, Refusal> {
    let mut kinds = kinds(today, tried);
    let mut view = View {
        as_of,
        tried: question.tried.clone(),
        since: question.since,
        until: question.until,
        commits: replay.commits(),
        begins: replay.begins().map(|it| today.zone.show(it)),
        postmortems: 0,
        unreadable: 0,
        kinds: Vec::new(),
        rows: Vec::new(),
        confidential: Vec::new(),
        is_cut_off: replay.is_cut_off,
    };
    for told in replay.judge([today, tried], progress)? {
        if question.takes(&told.subject) {
            add(&mut view, &mut kinds, told);
        }
    }
    view.kinds = kinds
        .into_iter()
        .map(|((kind, name), sums)| Kind { kind, name, sums })
        .collect();
    view.confidential.sort_unstable();
    // What goes otherwise is told first.
    view.rows.sort_by_key(|it| !it.differs());
    Ok(super::public(view))
}

impl Question {
    fn takes(&self, subject: &Subject) -> bool {
        let Some(day) = subject.day else {
            return self.since.is_none() && self.until.is_none();
        };
        self.since.is_none_or(|it| it <= day) && self.until.is_none_or(|it| day <= it)
    }
}

/// What there was of each kind.
type Kinds = BTreeMap<(DeadlineKind, Option<String>), Both<Sum>>;

/// Every kind that there is, with nothing in it.
fn kinds(today: &Policy, tried: &Policy) -> Kinds {
    let general = DeadlineKind::ALL
        .into_iter()
        .filter(|it| *it != DeadlineKind::Custom);
    let own = today.custom.iter().chain(&tried.custom);
    let own = own.map(|it| (DeadlineKind::Custom, Some(it.name.clone())));
    let all = general.map(|it| (it, None)).chain(own);
    all.map(|it| (it, Both::default())).collect()
}

fn add(view: &mut View, kinds: &mut Kinds, told: Told<2>) {
    let Told {
        subject,
        sides: [before, then],
    } = told;
    if subject.id.is_some() {
        view.postmortems += 1;
        view.unreadable += usize::from(before.was_unreadable || then.was_unreadable);
    }
    let (mut before, mut then) = (before.owed, then.owed);
    let keys: BTreeSet<Key> = before.keys().chain(then.keys()).cloned().collect();
    let mut is_late = false;
    for key in keys {
        let courses = Both {
            before: before.remove(&key),
            then: then.remove(&key),
        };
        let is_own = key.kind == DeadlineKind::Custom;
        let name = key.part.clone().filter(|_| is_own);
        let sums = kinds.entry((key.kind, name)).or_default();
        count(&mut sums.before, courses.before.as_ref());
        count(&mut sums.then, courses.then.as_ref());
        let mut both = courses.before.iter().chain(&courses.then);
        if !both.any(Course::is_late) {
            continue;
        }
        is_late = true;
        if !subject.is_confidential {
            view.rows.push(Row {
                postmortem: subject.id.clone(),
                path: subject.path.clone(),
                severity: subject.severity.clone(),
                key,
                courses,
            });
        }
    }
    if is_late && subject.is_confidential {
        view.confidential.push(subject.day);
    }
}

fn count(sum: &mut Sum, course: Option<&Course>) {
    let Some(course) = course else { return };
    sum.owed += 1;
    sum.late += usize::from(course.is_late());
    if course.seconds > sum.seconds {
        sum.seconds = course.seconds;
        sum.distance.clone_from(&course.distance);
    }
}
