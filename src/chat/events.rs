//! Key events: which messages of an incident are worth a row of the timeline, and why.
//!
//! Messages come one by one, and of those that nobody would want nothing is kept. The *first shelf* is what
//! a scribe would hardly strike out, the *second* what might matter.

mod gather;
mod phrases;
mod signs;
mod text;
mod weigh;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::Message;
use crate::time::Moment;
use signs::Sign;
use weigh::Weight;
use weigh::weigh;

/// The most messages of which one may think that they matter: a log with more is no incident's, and only
/// the best of it are kept.
const MOST: usize = 20_000;

/// Takes the last mark back.
const UNDO: &str = "#undo";

/// What comes after so long a silence is often something new.
const PAUSE: TimeDelta = TimeDelta::minutes(8);

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something is wrong, and somebody sees it.
    Detection,
    /// What it is, and why.
    Diagnosis,
    /// What is done about it, and that it works.
    Repair,
    /// What is decided, by whom.
    Decision,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Detection,
        Self::Diagnosis,
        Self::Repair,
        Self::Decision,
    ];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Detection => "detection",
            Self::Diagnosis => "diagnosis",
            Self::Repair => "repair",
            Self::Decision => "decision",
        }
    }
}

/// How sure it is that a row is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// A scribe would hardly strike it out.
    First,
    /// It might matter.
    Second,
}

impl Shelf {
    /// Its number.
    pub fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }
}

/// The reactions by which most teams mark what counts.
const REACTIONS: [&str; 6] = [
    "pushpin",
    "round_pushpin",
    "bookmark",
    "memo",
    "spiral_note_pad",
    "scroll",
];

/// What marks a message beside its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The names of the reactions by which a team marks what counts.
    pub reactions: BTreeSet<String>,
}

impl Default for Marks {
    fn default() -> Self {
        let reactions = REACTIONS.iter().map(|it| (*it).to_owned());
        Self {
            reactions: reactions.collect(),
        }
    }
}

/// Messages that say one thing together, and why that is worth a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The messages, the earliest first; at least one.
    pub messages: Vec<Message>,
    /// How sure it is that a row is wanted.
    pub shelf: Shelf,
    /// What it is about.
    pub kind: Kind,
    /// Why it is proposed, in words, the strongest reason first.
    pub why: Vec<&'static str>,
    /// Of each message, which line says most.
    pub lines: Vec<usize>,
}

impl Event {
    /// Messages that somebody named.
    pub fn named(messages: Vec<Message>, marks: &Marks) -> Self {
        let weights: Vec<Weight> = messages.iter().map(|it| weigh(it, marks)).collect();
        let signs = weights.iter().flat_map(|it| it.signs.iter().copied());
        let main = signs.max_by_key(|it| (it.weight(), std::cmp::Reverse(*it)));
        Self {
            lines: weights.iter().map(|it| it.line).collect(),
            messages,
            shelf: Shelf::First,
            kind: main.map_or(Kind::Decision, Sign::kind),
            why: vec!["it was asked for"],
        }
    }
}

/// A message that may be worth a row.
#[derive(Clone, Debug)]
struct Candidate {
    /// How many messages came before it.
    number: usize,
    message: Message,
    weight: Weight,
    /// Whether nobody said anything for a while before.
    is_after_pause: bool,
}

/// Takes messages one by one, and proposes events.
#[derive(Debug, Default)]
pub struct Events {
    marks: Marks,
    candidates: Vec<Candidate>,
    /// The numbers of those that their authors marked, and of those that were taken back.
    marked: Vec<usize>,
    undone: BTreeSet<usize>,
    count: usize,
    last: Option<Moment>,
}

impl Events {
    /// None yet.
    pub fn new(marks: Marks) -> Self {
        Self {
            marks,
            ..Self::default()
        }
    }

    /// Takes the next message.
    pub fn take(&mut self, message: Message) {
        self.count += 1;
        let weight = weigh(&message, &self.marks);
        let before = self.last.replace(message.at);
        let is_after_pause = before.is_none_or(|it| message.at.since(it) >= PAUSE);
        if message.text.trim().eq_ignore_ascii_case(UNDO) {
            self.undone.extend(self.marked.pop());
            return;
        }
        if weight.score <= 0 {
            return;
        }
        if weight.signs.contains(&Sign::Mark) {
            self.marked.push(self.count);
        }
        self.candidates.push(Candidate {
            number: self.count,
            message,
            weight,
            is_after_pause,
        });
        if self.candidates.len() >= 2 * MOST {
            self.candidates
                .sort_by_key(|it| (-it.weight.score, it.number));
            self.candidates.truncate(MOST);
        }
    }

    /// How many messages there were.
    pub fn count(&self) -> usize {
        self.count
    }

    /// What is proposed, in the order of time. Of a message that came twice the last counts: it may have
    /// been edited.
    pub fn propose(mut self) -> Vec<Event> {
        self.candidates
            .retain(|it| !self.undone.contains(&it.number));
        self.candidates
            .sort_by_key(|it| std::cmp::Reverse(it.number));
        let mut seen = BTreeSet::new();
        self.candidates
            .retain(|it| seen.insert(it.message.key.clone()));
        gather::gather(self.candidates, self.count)
    }
}

#[cfg(test)]
mod tests;
