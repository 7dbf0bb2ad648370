//! Weighed messages → rows on two shelves.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::Candidate;
use super::Event;
use super::Kind;
use super::Shelf;
use super::Sign;
use crate::time::Moment;

/// From this score on a message may be one for the first shelf: of a log of few words for trouble and repair
/// the best are, too.
const FIRST: i32 = 6;

/// Of how many messages there is at most one row on the first shelf.
const FIRST_OF: usize = 3;

/// The same for a long log, of which there are so many rows anyway.
const LONG_OF: (usize, usize) = (7, 15);

/// So many rows of the first shelf even a short log may have.
const SHORT: usize = 5;

/// So many rows of the first shelf no log has, but for what is marked: nobody reads more.
const MOST_FIRST: usize = 150;

/// Both shelves hold at most one of so many messages.
const BOTH_OF: usize = 2;

/// Messages of one person so close to each other say one thing.
const TOGETHER: TimeDelta = TimeDelta::minutes(2);

/// What a message is worth at least that becomes part of a row with others.
const WORTH: i32 = 4;

/// How many messages one row has at most.
const MOST_TOGETHER: usize = 5;

/// Rows of one kind so close to each other say much the same.
const NEAR: TimeDelta = TimeDelta::minutes(5);

/// How much the second of two such rows counts less.
const NEAR_COSTS: i32 = 2;

/// Proposes events.
pub(super) fn gather(mut candidates: Vec<Candidate>, count: usize) -> Vec<Event> {
    candidates.sort_by_key(|it| (it.message.at, it.number));
    tell_first(&mut candidates);
    tell_pauses(&mut candidates);
    let groups = joined(alerts(candidates));
    let mut events = shelve(groups, count);
    events.sort_by_key(|it| it.messages.first().map(|it| it.at));
    events
}

/// Who speaks first after a while says more often what is new.
fn tell_pauses(candidates: &mut [Candidate]) {
    for one in candidates {
        if one.is_after_pause && one.weight.score > 0 {
            one.weight.signs.insert(Sign::Pause);
            one.weight.score += Sign::Pause.weight();
        }
    }
}

/// The first person who speaks of trouble.
fn tell_first(candidates: &mut [Candidate]) {
    let of_trouble = [Sign::Down, Sign::Trouble, Sign::Seen];
    let first = candidates.iter_mut().find(|it| {
        !it.message.is_bot && of_trouble.iter().any(|sign| it.weight.signs.contains(sign))
    });
    if let Some(first) = first {
        first.weight.signs.insert(Sign::First);
        first.weight.score += Sign::First.weight();
    }
}

/// Some messages that say one thing.
struct Group {
    all: Vec<Candidate>,
    score: i32,
}

impl Group {
    fn of(one: Candidate) -> Self {
        Self {
            score: one.weight.score,
            all: vec![one],
        }
    }

    fn signs(&self) -> BTreeSet<Sign> {
        self.all
            .iter()
            .flat_map(|it| it.weight.signs.iter().copied())
            .collect()
    }

    /// What it shows most.
    fn main(&self) -> Option<Sign> {
        let signs = self.signs();
        signs
            .into_iter()
            .max_by_key(|it| (it.weight(), std::cmp::Reverse(*it)))
    }
}

/// Alerts that differ only in numbers are one.
fn alerts(candidates: Vec<Candidate>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for one in candidates {
        if one.message.is_bot && one.weight.signs.contains(&Sign::Alert) {
            let text = one.message.text.chars().filter(|it| !it.is_ascii_digit());
            let key = (one.message.author.clone(), text.collect());
            if let Some(group) = known.get(&key).and_then(|it| groups.get_mut(*it)) {
                group.all.push(one);
                continue;
            }
            known.insert(key, groups.len());
        }
        groups.push(Group::of(one));
    }
    groups
}

/// Messages that one person sends right after each other are one, where both are worth something.
fn joined(groups: Vec<Group>) -> Vec<Group> {
    let mut all: Vec<Group> = Vec::new();
    for group in groups {
        let (Some(last), Some(one)) = (all.last_mut(), group.all.first()) else {
            all.push(group);
            continue;
        };
        let goes_on = last.all.last().is_some_and(|before| {
            before.number + 1 == one.number
                && before.message.author == one.message.author
                && !one.message.is_bot
                && one.message.at.since(before.message.at) <= TOGETHER
        });
        let is_worth = last.score.min(group.score) >= WORTH;
        if goes_on && is_worth && last.all.len() < MOST_TOGETHER {
            last.score = last.score.max(group.score) + 1;
            last.all.extend(group.all);
        } else {
            all.push(group);
        }
    }
    all
}

/// Puts the strongest on the first shelf, the others on the second, and leaves out what would make them
/// too full.
fn shelve(groups: Vec<Group>, count: usize) -> Vec<Event> {
    let mut order: Vec<(i32, usize)> = groups
        .iter()
        .enumerate()
        .map(|(index, it)| (it.score, index))
        .collect();
    order.sort_by_key(|(score, index)| (-score, *index));
    let mut shelves: Vec<Option<Shelf>> = groups.iter().map(|_| None).collect();
    let mut first = 0;
    let mut taken: BTreeSet<(Option<Kind>, Moment)> = BTreeSet::new();
    let mut messages = 0;
    let room = (count / BOTH_OF).max(SHORT);
    let most = count
        .div_ceil(FIRST_OF)
        .min(LONG_OF.0 + count / LONG_OF.1)
        .clamp(SHORT, MOST_FIRST);
    for (score, index) in &order {
        let Some(group) = groups.get(*index) else {
            continue;
        };
        let kind = group.main().map(Sign::kind);
        let at = group.all.first().map(|it| it.message.at);
        let is_near = at.is_some_and(|at| {
            let around = (kind, at.plus(-NEAR))..=(kind, at.plus(NEAR));
            taken.range(around).next().is_some()
        });
        let cost = if is_near { NEAR_COSTS } else { 0 };
        let is_marked = *score >= Sign::Mark.weight();
        if is_marked || (score - cost >= FIRST && first < most) {
            first += 1;
            taken.extend(at.map(|it| (kind, it)));
            messages += group.all.len();
            if let Some(it) = shelves.get_mut(*index) {
                *it = Some(Shelf::First);
            }
        }
    }
    for (_, index) in order {
        let (Some(group), Some(shelf)) = (groups.get(index), shelves.get_mut(index)) else {
            continue;
        };
        if shelf.is_none() && messages + group.all.len() <= room {
            messages += group.all.len();
            *shelf = Some(Shelf::Second);
        }
    }
    let shelved = groups.into_iter().zip(shelves);
    shelved
        .filter_map(|(group, shelf)| event(group, shelf?))
        .collect()
}

fn event(group: Group, shelf: Shelf) -> Option<Event> {
    let main = group.main()?;
    let mut signs: Vec<Sign> = group.signs().into_iter().collect();
    signs.sort_by_key(|it| (std::cmp::Reverse(it.weight()), *it));
    Some(Event {
        shelf,
        kind: main.kind(),
        why: signs.into_iter().map(Sign::why).take(3).collect(),
        lines: group.all.iter().map(|it| it.weight.line).collect(),
        messages: group.all.into_iter().map(|it| it.message).collect(),
    })
}
