//! Finds phrases in prose, all of them in one pass.

use std::collections::HashSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::automaton::Automaton;
use aho_corasick::automaton::StateID;
use aho_corasick::dfa::DFA;
use aho_corasick::nfa::noncontiguous::NFA;
use aho_corasick::{Anchored, MatchKind};
use memchr::{memchr, memchr3};

use super::{Body, Joint};
use crate::source::Span;

/// What stands between blocks, and where something was left out: no phrase has it.
const BARRIER: char = '\u{1}';

/// A phrase that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its list: an index into those that the scanner was built from.
    pub list: usize,
    /// The phrase: an index into its list.
    pub phrase: usize,
    /// The block: an index into those of the body.
    pub block: usize,
    /// Where it stands, with the markup inside it.
    pub span: Span,
}

/// Finds the phrases of several lists at once. Case does not matter (of ASCII letters), a blank in a phrase
/// matches any white space, a straight apostrophe a curly one too; a phrase begins and ends with a
/// whole word, and may run over emphasis and links.
#[derive(Debug)]
pub struct Scanner {
    /// What is looked for, in small letters.
    patterns: Vec<String>,
    /// Quick to build and slow to run.
    first: OnceLock<Option<NFA>>,
    /// Slow to build and quick to run; both find the same. A commit of one report does without.
    second: OnceLock<Option<DFA>>,
    /// How much was read, in bytes.
    read: AtomicUsize,
    /// The list and the phrase in it that each pattern stands for.
    phrases: Vec<(usize, usize)>,
    /// How many lists there are.
    lists: usize,
}

impl Scanner {
    /// A scanner for these lists of phrases. Empty phrases are never found.
    pub fn new(lists: &[&[&str]]) -> Self {
        let mut patterns = Vec::new();
        let mut indexes = Vec::new();
        for (list, phrases) in lists.iter().enumerate() {
            for (index, phrase) in phrases.iter().enumerate() {
                let phrase = super::one_line(phrase).to_ascii_lowercase();
                if phrase.is_empty() {
                    continue;
                }
                if phrase.contains('\'') {
                    patterns.push(phrase.replace('\'', "’"));
                    indexes.push((list, index));
                }
                patterns.push(phrase);
                indexes.push((list, index));
            }
        }
        Self {
            patterns,
            first: OnceLock::new(),
            second: OnceLock::new(),
            read: AtomicUsize::new(0),
            phrases: indexes,
            lists: lists.len(),
        }
    }

    /// The phrases in the prose of a body, in the order of the text. Of hits of one list that
    /// overlap, the one that begins first counts; of those, the longest.
    pub fn scan(&self, text: &str, body: &Body) -> Vec<Hit> {
        let mut prose = Prose::with_room_for(body);
        for block in &body.blocks {
            prose.begin_block();
            for run in body.prose(block) {
                match run.joint {
                    Joint::Direct => {}
                    Joint::Space => prose.blank(run.span.start),
                    Joint::Cut => prose.barrier(),
                }
                prose.push(text, run.span);
            }
        }
        let more = prose.joined.len();
        let read = self.read.fetch_add(more, Ordering::Relaxed) + more;
        let mut found = self.find(&prose, read);
        found.sort_unstable_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let mut hits = Vec::new();
        // Where each list's last hit ends.
        let mut taken = vec![0; self.lists];
        for (start, end, pattern) in found {
            let Some((list, phrase)) = self.phrases.get(pattern).copied() else {
                continue;
            };
            let Some(taken) = taken.get_mut(list).filter(|taken| **taken <= start) else {
                continue;
            };
            *taken = end;
            hits.push(Hit {
                list,
                phrase,
                block: prose.block(start),
                span: Span::new(prose.source(start), prose.source(end - 1) + 1),
            });
        }
        hits
    }

    /// Where patterns stand, and which; `read` says how much was read by now.
    fn find(&self, prose: &Prose, read: usize) -> Vec<(usize, usize, usize)> {
        if read <= FEW && self.first.get().is_none() {
            return self.find_few(prose);
        }
        let first = self.first.get_or_init(|| automaton(&self.patterns));
        let Some(first) = first else {
            return Vec::new();
        };
        let second = (read > PAYS).then(|| self.second.get_or_init(|| second(first)));
        match second {
            Some(Some(automaton)) => find(automaton, prose),
            _ => find(first, prose),
        }
    }

    /// The same by an automaton of the few patterns whose words are all there.
    fn find_few(&self, prose: &Prose) -> Vec<(usize, usize, usize)> {
        let text = prose.joined.to_ascii_lowercase();
        let words: HashSet<&[u8]> = words(&text).collect();
        let may_be = |pattern: &str| self::words(pattern).all(|it| words.contains(it));
        let all = self.patterns.iter().enumerate();
        let (places, patterns): (Vec<usize>, Vec<&String>) =
            all.filter(|(_, pattern)| may_be(pattern)).unzip();
        if patterns.is_empty() {
            return Vec::new();
        }
        let Some(automaton) = automaton(&patterns) else {
            return Vec::new();
        };
        let mut found = find(&automaton, prose);
        for (_, _, pattern) in &mut found {
            *pattern = places.get(*pattern).copied().unwrap_or(usize::MAX);
        }
        found
    }
}

/// The automaton of some patterns that is quick to build.
fn automaton(patterns: &[impl AsRef<[u8]>]) -> Option<NFA> {
    let mut builder = NFA::builder();
    builder.ascii_case_insensitive(true).prefilter(false);
    builder.match_kind(MatchKind::Standard).build(patterns).ok()
}

/// The letters of ASCII that stand together. Where a phrase stands, so do those of its own: it begins and ends
/// with whole words.
fn words(text: &str) -> impl Iterator<Item = &[u8]> {
    let words = text.as_bytes().split(|it| !it.is_ascii_alphabetic());
    words.filter(|it| !it.is_empty())
}

/// Where patterns begin and end that are whole words, and which: every one, in one pass.
///
/// Each step of an automaton waits for the one before it. So several stretches of the text are
/// walked in turn, which do not wait for each other; they begin at barriers, where no phrase is
/// on its way.
fn find(automaton: &impl Automaton, prose: &Prose) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    let Ok(start) = automaton.start_state(Anchored::No) else {
        return found;
    };
    let text = prose.joined.as_bytes();
    let mut lanes = lanes(text);
    let mut states = [start; LANES];
    let together = lanes.iter().map(|it| it.1.len()).min().unwrap_or(0);
    let heads = lanes.map(|(_, bytes)| bytes.get(..together).unwrap_or_default());
    let [a, b, c, d] = heads;
    for (at, (((a, b), c), d)) in a.iter().zip(b).zip(c).zip(d).enumerate() {
        for ((state, byte), (begin, _)) in states.iter_mut().zip([a, b, c, d]).zip(&lanes) {
            *state = automaton.next_state(Anchored::No, *state, *byte);
            if automaton.is_match(*state) {
                keep(automaton, prose, *state, begin + at + 1, &mut found);
            }
        }
    }
    for ((begin, bytes), mut state) in lanes.iter_mut().zip(states) {
        let rest = bytes.iter().enumerate().skip(together);
        for (at, byte) in rest {
            state = automaton.next_state(Anchored::No, state, *byte);
            if automaton.is_match(state) {
                keep(automaton, prose, state, *begin + at + 1, &mut found);
            }
        }
    }
    found
}

/// Keeps the patterns that end here, if they are whole words.
#[cold]
fn keep(
    automaton: &impl Automaton,
    prose: &Prose,
    state: StateID,
    end: usize,
    found: &mut Vec<(usize, usize, usize)>,
) {
    for index in 0..automaton.match_len(state) {
        let pattern = automaton.match_pattern(state, index);
        let start = end.saturating_sub(automaton.pattern_len(pattern));
        if prose.is_whole(start, end) {
            found.push((start, end, pattern.as_usize()));
        }
    }
}

/// Up to how much text only what may be in it is looked for, in bytes: a few reports.
const FEW: usize = 32 * 1024;

/// From how much text on the quick automaton pays, in bytes: some tens of reports.
const PAYS: usize = 256 * 1024;

/// The quick automaton of a slow one.
fn second(first: &NFA) -> Option<DFA> {
    DFA::builder().build_from_noncontiguous(first).ok()
}

/// How many stretches of a text are walked in turn.
const LANES: usize = 4;

/// The text in stretches of about the same length, each with where it begins; all but the first begin
/// at a barrier. Short texts leave some empty.
fn lanes(text: &[u8]) -> [(usize, &[u8]); LANES] {
    let mut lanes = [(text.len(), &[][..]); LANES];
    let mut begin = 0;
    for (index, lane) in lanes.iter_mut().enumerate() {
        let rest = text.get(begin..).unwrap_or_default();
        let left = LANES - index;
        let end = if left == 1 {
            rest.len()
        } else {
            let share = rest.len() / left;
            let ahead = rest.get(share.max(1)..).unwrap_or_default();
            let barrier = memchr(BARRIER as u8, ahead);
            barrier.map_or(rest.len(), |it| share.max(1) + it)
        };
        *lane = (begin, rest.get(..end).unwrap_or_default());
        begin += end;
    }
    lanes
}

/// The prose of some blocks as one text with single blanks, and where its parts come from.
struct Prose {
    joined: String,
    /// Where a part begins, here and in the source.
    parts: Vec<(usize, usize)>,
    /// Where a block begins here.
    blocks: Vec<usize>,
}

impl Prose {
    /// Room for the prose of a body: most of it is, and most runs are a part each.
    fn with_room_for(body: &Body) -> Self {
        Self {
            joined: String::with_capacity(body.span.len()),
            parts: Vec::with_capacity(body.runs.len()),
            blocks: Vec::with_capacity(body.blocks.len()),
        }
    }

    fn begin_block(&mut self) {
        self.blocks.push(self.joined.len());
        self.barrier();
    }

    fn barrier(&mut self) {
        self.joined.push(BARRIER);
    }

    /// A blank for the white space at `source`, unless there is one already.
    fn blank(&mut self, source: usize) {
        if !self.joined.ends_with([' ', BARRIER]) {
            self.parts.push((self.joined.len(), source));
            self.joined.push(' ');
        }
    }

    fn push(&mut self, text: &str, run: Span) {
        let mut from = run.start;
        while from < run.end {
            let rest = Span::new(from, run.end).of(text);
            let end = memchr3(b'\n', b'\t', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            self.push_line(rest.get(..end).unwrap_or(""), from);
            from += end;
            if from < run.end {
                self.blank(from);
                from += 1;
            }
        }
    }

    /// A piece of a line, whose only white space is blanks.
    fn push_line(&mut self, line: &str, source: usize) {
        let goes_on_blank = line.starts_with(' ') && self.joined.ends_with(' ');
        if !goes_on_blank && !has_double_blank(line) {
            if !line.is_empty() {
                self.parts.push((self.joined.len(), source));
                self.joined.push_str(line);
            }
            return;
        }
        let mut at = source;
        for piece in line.split_inclusive(' ') {
            let word = piece.strip_suffix(' ').unwrap_or(piece);
            if !word.is_empty() {
                self.parts.push((self.joined.len(), at));
                self.joined.push_str(word);
            }
            if word.len() < piece.len() {
                self.blank(at + word.len());
            }
            at += piece.len();
        }
    }

    /// The block that a byte of the joined text belongs to.
    fn block(&self, at: usize) -> usize {
        let after = self.blocks.partition_point(|start| *start <= at);
        after.saturating_sub(1)
    }

    /// The place in the source of a byte of the joined text.
    fn source(&self, at: usize) -> usize {
        let after = self.parts.partition_point(|(here, _)| *here <= at);
        let part = after.checked_sub(1).and_then(|index| self.parts.get(index));
        part.map_or(0, |(here, source)| source + (at - here))
    }

    /// Whether a stretch of the joined text begins and ends where words do.
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let (Some(head), Some(hit), Some(tail)) = (
            self.joined.get(..start),
            self.joined.get(start..end),
            self.joined.get(end..),
        ) else {
            return false;
        };
        let split_before = is_word(head.chars().next_back()) && is_word(hit.chars().next());
        let split_after = is_word(hit.chars().next_back()) && is_word(tail.chars().next());
        !split_before && !split_after
    }
}

/// Whether two blanks follow each other; looks at many bytes at a time.
fn has_double_blank(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_double = |one: &u8, next: &u8| *one == b' ' && *next == b' ';
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |any, (one, next)| any | is_double(one, next))
}

#[cfg(test)]
mod tests;
