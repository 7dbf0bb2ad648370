//! The words around a place: those of its sentence, as they are read.

use super::grammar::has;
use super::words;
use crate::markdown::Block;
use crate::markdown::Body;
use crate::markdown::Joint;
use crate::markdown::Run;
use crate::source::Span;

/// What stands for a piece that is left out: code, a quotation, an address. It is nobody.
const LEFT_OUT: char = '\u{fffc}';

/// The words of a sentence before and after a place in a block, from at most `reach` bytes either way.
///
/// They come from the block's prose, so that an address says nothing, and what is quoted neither.
pub(super) fn sentence(
    text: &str,
    (body, block): (&Body, &Block),
    place: Span,
    reach: usize,
) -> (Vec<String>, Vec<String>) {
    let runs = body.prose(block);
    let before = before(text, runs, place.start, reach);
    let after = after(text, runs, (block.span.end, place.end), reach);
    let start = ends(&before).last().unwrap_or(0);
    let end = ends(&after).next().unwrap_or(after.len());
    (
        words_without_insertions(&without_asides(before.get(start..).unwrap_or(""))),
        words(&without_asides(after.get(..end).unwrap_or(""))),
    )
}

/// What is read before a place, and no half word.
fn before(text: &str, runs: &[Run], place: usize, reach: usize) -> String {
    let end = runs.partition_point(|run| run.span.start < place);
    let mut parts = Vec::new();
    let mut left = reach;
    for run in runs.get(..end).unwrap_or_default().iter().rev() {
        let span = Span::new(run.span.start, run.span.end.min(place).max(run.span.start));
        let part = span.of(text);
        if part.len() > left {
            // Between words, unless a blank stands right before.
            let from = boundary(text, span.end - left);
            let part = Span::new(from, span.end).of(text);
            let is_half = !text
                .get(..from)
                .is_some_and(|it| it.ends_with(char::is_whitespace));
            let blank = part.find(char::is_whitespace).unwrap_or(part.len());
            parts.push(part.get(if is_half { blank } else { 0 }..).unwrap_or(""));
            break;
        }
        left -= part.len();
        parts.push(part);
        parts.push(joint(run.joint));
    }
    parts.reverse();
    parts.concat()
}

/// What is read behind a place, and no half word. The block goes up to `end`.
fn after(text: &str, runs: &[Run], (end, place): (usize, usize), reach: usize) -> String {
    let first = runs.partition_point(|run| run.span.end < place);
    let mut read = String::new();
    let mut left = reach;
    for run in runs.get(first..).unwrap_or_default() {
        if run.span.start >= place {
            read.push_str(joint(run.joint));
        }
        let span = Span::new(run.span.start.max(place), run.span.end);
        let part = span.of(text);
        if part.len() > left {
            let part = Span::new(span.start, boundary(text, span.start + left)).of(text);
            let blank = part.rfind(char::is_whitespace).unwrap_or(0);
            read.push_str(part.get(..blank).unwrap_or(""));
            return read;
        }
        left -= part.len();
        read.push_str(part);
    }
    let last = runs.last().map_or(place, |run| run.span.end.max(place));
    let rest = Span::new(last, end.max(last)).of(text);
    if !rest.starts_with("](") && rest.contains(char::is_alphanumeric) {
        read.push(LEFT_OUT);
    }
    read
}

/// What is read between two runs.
fn joint(joint: Joint) -> &'static str {
    match joint {
        Joint::Direct => "",
        Joint::Space => " ",
        Joint::Cut => "\u{fffc}",
    }
}

/// The last place at or before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// The text without what stands in parentheses, unless that denies something: "an engineer (on call) deleted".
fn without_asides(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('(') {
        kept.push_str(head);
        let aside = tail.split_once(')').filter(|(aside, _)| {
            let denies = |word: &String| has(words::NEGATIONS, word);
            !words(aside).iter().any(denies)
        });
        kept.push(' ');
        rest = aside.map_or(tail, |(_, behind)| behind);
    }
    kept.push_str(rest);
    kept
}

/// The words before a place without what is put in between commas: of "an engineer, who was new, deleted" it is
/// "an engineer deleted". What stands right before the place is put in whatever it is.
fn words_without_insertions(before: &str) -> Vec<String> {
    let mut parts: Vec<&str> = before.split(',').collect();
    if parts.len() < 3 {
        return words(before);
    }
    if parts.last().is_some_and(|it| it.trim().is_empty()) {
        parts.truncate(parts.len() - 2);
    }
    let last = parts.len().saturating_sub(1);
    let is_kept = |at: usize, part: &str| at == 0 || at == last || !is_insertion(part);
    let kept = parts.iter().enumerate().filter(|(at, it)| is_kept(*at, it));
    kept.flat_map(|(_, it)| words(it)).collect()
}

/// Whether words between commas tell more of what stands before them: "who was new", "tired after the night".
fn is_insertion(part: &str) -> bool {
    let first = part.split_whitespace().next().unwrap_or("").to_lowercase();
    has(words::INSERTING, &first) || first.ends_with("ing") || first.ends_with("ed")
}

/// The offsets after marks that end a sentence: a mark and white space, but not after "i.e.".
fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter_map(move |(at, mark)| {
        let end = at + mark.len_utf8();
        let ends = matches!(mark, '.' | '!' | '?' | ';' | ':' | '—' | '–')
            && text
                .get(end..)?
                .chars()
                .next()
                .is_none_or(char::is_whitespace)
            && (mark != '.' || !is_abbreviated(text.get(..at)?, text.get(end..)?));
        ends.then_some(end)
    })
}

/// Whether a full stop belongs to an abbreviation, and the sentence goes on.
fn is_abbreviated(before: &str, after: &str) -> bool {
    let start = before.rfind(|c: char| !c.is_alphabetic() && c != '.');
    let word = start.map_or(before, |at| {
        let word = before.get(at..).unwrap_or("");
        word.trim_start_matches(|c: char| !c.is_alphabetic())
    });
    let word = word.to_lowercase();
    let goes_on = after.trim_start().starts_with(char::is_lowercase);
    has(words::ABBREVIATIONS, &word) || (goes_on && has(words::LAST_ABBREVIATIONS, &word))
}

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | '/' | '|'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != LEFT_OUT))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'"))
        .collect()
}
