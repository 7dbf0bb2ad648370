//! One message → what it shows, and how much that counts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use aho_corasick::MatchKind;

use super::Marks;
use super::phrases::CHATTER;
use super::phrases::PHRASES;
use super::phrases::marked;
use super::phrases::phrases;
use super::signs::Sign;
use crate::chat::Message;
use crate::chat::todos::todos;

/// The most bytes of a message that are looked at: what matters is said first.
const LOOK: usize = 8 * 1024;

/// From how many words on a message tells something.
const ACCOUNT: usize = 8;

/// How much less a message counts that says what is yet to be done: it is collected, and nothing happened.
const TODO_COSTS: i32 = 4;

/// How much more a deploy counts that a program announces: it is one, and not talk of one.
const ANNOUNCED: i32 = 2;

/// A row that says less than this many characters is none.
const LEAST: usize = 12;

/// What a message shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// How much all of it counts.
    pub(super) score: i32,
    /// What it shows, without what counts nothing.
    pub(super) signs: BTreeSet<Sign>,
    /// The line that counts most.
    pub(super) line: usize,
}

static FINDER: LazyLock<(Option<AhoCorasick>, Vec<Sign>)> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut signs = Vec::new();
    for (sign, list) in PHRASES {
        for phrase in phrases(list) {
            patterns.push(match phrase.strip_suffix('*') {
                _ if phrase.starts_with('/') => phrase.to_owned(),
                Some(stem) => format!(" {stem}"),
                None => format!(" {phrase} "),
            });
            signs.push(sign);
        }
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(patterns);
    (finder.ok(), signs)
});

static NOTHING: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| phrases(CHATTER).collect());

/// Weighs a message.
pub(super) fn weigh(message: &Message, marks: &Marks) -> Weight {
    let mut weight = Weight::default();
    let text = message
        .text
        .get(..message.text.floor_char_boundary(LOOK))
        .unwrap_or_default();
    if marked(text).is_some() {
        weight.signs.insert(Sign::Mark);
    }
    let reacts = |it: &String| marks.reactions.contains(it);
    if message.is_pinned || message.reactions.iter().any(reacts) {
        weight.signs.insert(Sign::Pin);
    }
    let mut is_code = false;
    let mut best = i32::MIN;
    let mut words = 0;
    for (index, line) in text.lines().enumerate() {
        let fences = line.matches("```").count();
        let was_code = is_code;
        is_code ^= fences % 2 == 1;
        if was_code || fences > 0 {
            weight.signs.insert(Sign::Output);
            continue;
        }
        let (plain, count) = plain(line);
        if is_nothing(&plain) {
            continue;
        }
        words += count;
        let signs = signs_of(&plain);
        let score = score_of_line(&signs, line, count);
        if score > best {
            (best, weight.line) = (score, index);
        }
        if score > 0 {
            weight.score += score;
            weight.signs.extend(signs);
        }
    }
    if words >= ACCOUNT {
        weight.signs.insert(Sign::Account);
    }
    if weight.score > 0 && !todos(text).is_empty() {
        weight.score -= TODO_COSTS;
    }
    let own = [Sign::Mark, Sign::Pin, Sign::Output, Sign::Account];
    let own = own.into_iter().filter(|it| weight.signs.contains(it));
    weight.score += own.map(Sign::weight).sum::<i32>();
    if message.is_bot && weight.score > 0 {
        let is_alert = [Sign::Down, Sign::Trouble, Sign::Seen, Sign::Over];
        if is_alert.iter().any(|it| weight.signs.contains(it)) {
            weight.signs.insert(Sign::Alert);
            weight.score += Sign::Alert.weight();
        } else if weight.signs.contains(&Sign::Deploy) {
            weight.score += ANNOUNCED;
        }
    }
    if text.trim().chars().count() < LEAST && !weight.signs.contains(&Sign::Mark) {
        weight.score = weight.score.min(4);
    }
    weight
}

/// Whether a line says nothing: `ok`, `hmmmm`.
pub(super) fn is_chatter(line: &str) -> bool {
    is_nothing(&plain(line).0)
}

fn is_nothing(plain: &str) -> bool {
    let word = plain.trim();
    let is_hum = word.len() > 2 && word.bytes().all(|it| b"hmr".contains(&it));
    is_hum || NOTHING.contains(word)
}

/// A line in small letters, its words apart by one blank, with one before and behind; and how many words
/// it has.
fn plain(line: &str) -> (String, usize) {
    let mut out = String::with_capacity(line.len() + 2);
    out.push(' ');
    let mut count = 0;
    for word in line.split(parts) {
        let word = word.trim_end_matches(['.', '…', ':', '`', '\'']);
        let word = word.trim_start_matches(['`', '\'', '.']);
        if word.is_empty() {
            continue;
        }
        count += 1;
        for it in word.chars().flat_map(char::to_lowercase) {
            out.push(if it == '\u{2019}' { '\'' } else { it });
        }
        out.push(' ');
    }
    (out, count)
}

/// Whether a character stands between two words.
fn parts(it: char) -> bool {
    let is_mark = matches!(
        it,
        '(' | ')' | ',' | ';' | '!' | '?' | '"' | '*' | '_' | '~' | '<' | '>' | '[' | ']'
    );
    is_mark || it.is_whitespace()
}

fn signs_of(plain: &str) -> BTreeSet<Sign> {
    let (finder, signs) = &*FINDER;
    let mut found = BTreeSet::new();
    if let Some(finder) = finder {
        for it in finder.find_overlapping_iter(plain) {
            found.extend(signs.get(it.pattern().as_usize()));
        }
    }
    if plain.split(' ').any(is_measure) {
        found.insert(Sign::Measure);
    }
    if plain.split(' ').any(is_time) {
        found.insert(Sign::When);
    }
    found
}

/// `102%`, `30s`, `4000ms`, `12gb`, `500x`: a number with a unit.
fn is_measure(word: &str) -> bool {
    let unit = word.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
    let has_number = unit.len() < word.len() && !word.starts_with('.');
    has_number
        && [
            "%", "ms", "s", "sec", "min", "gb", "mb", "mi", "gi", "rps", "qps",
        ]
        .contains(&unit)
}

/// `11pm`, `10:05`, `10:05am`: a time of day.
fn is_time(word: &str) -> bool {
    let half = ["am", "pm"].iter().find_map(|it| word.strip_suffix(it));
    let (hour, minute) = match half.unwrap_or(word).split_once(':') {
        Some((hour, minute)) => (hour, Some(minute)),
        None => (half.unwrap_or_default(), None),
    };
    let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    matches!(hour.len(), 1 | 2)
        && is_number(hour)
        && minute.is_none_or(|it| it.len() == 2 && is_number(it))
}

/// How much a line counts. A question says less than an answer, a long line no more than a short one.
fn score_of_line(signs: &BTreeSet<Sign>, line: &str, words: usize) -> i32 {
    let mut weights: Vec<i32> = signs.iter().map(|it| it.weight()).collect();
    weights.sort_unstable();
    // Of much that a line shows the strongest two count in full.
    let mut score = 0;
    for (index, weight) in weights.iter().rev().enumerate() {
        score += if index < 2 { *weight } else { 1 };
    }
    if line.trim_end().ends_with(['?', ')']) && line.contains('?') {
        score -= 2;
    }
    if words < 3 && score > 0 && !signs.contains(&Sign::Change) {
        score -= 1;
    }
    score
}
