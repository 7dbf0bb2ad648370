//! The zone that a document names outside of its timeline.

use super::BlockKind;
use super::Body;
use super::LINKS;
use super::NOUNS;
use super::Named;
use super::PRELUDE;
use super::SENTENCE;
use super::SINGLE;
use super::Token;
use super::is_about_zone;
use super::is_known;
use super::is_like_one;
use super::is_plainly_one;
use super::marked;
use super::named;
use super::named_after;
use super::named_before;
use super::with_offsets;
use crate::markdown::Block;
use crate::source::Span;
use memchr::memmem;

/// How many blocks of a document outside its timeline are asked for a zone.
const MOST_BLOCKS: usize = 2_000;

/// The first zone that a document names outside of that section, in a sentence about all its times.
pub(in crate::timeline) fn elsewhere(text: &str, body: &Body, section: usize) -> Option<Named> {
    let start = body.sections.get(section).map(|it| it.heading.start);
    let mut blocks = blocks_about_times(text, body);
    blocks.retain(|(_, it)| it.section != Some(section) && is_read(it.kind));
    blocks
        .into_iter()
        .take(MOST_BLOCKS)
        .find_map(|(at, block)| {
            let is_above =
                start.is_some_and(|it| block.span.start < it) && !is_of_part(body, block);
            in_sentence(text, block.span, is_above).or_else(|| beside_label(text, body, at))
        })
}

/// Whether the sentences of such blocks are read.
fn is_read(kind: BlockKind) -> bool {
    match kind {
        BlockKind::Paragraph
        | BlockKind::ListItem
        | BlockKind::TableCell
        | BlockKind::Heading
        | BlockKind::Quote => true,
        BlockKind::Code | BlockKind::Html | BlockKind::Comment => false,
    }
}

/// Whether a block is the heading of a part of the document: what it says is of that part.
fn is_of_part(body: &Body, block: &Block) -> bool {
    let heading = block.heading.and_then(|it| body.sections.get(it));
    block.kind == BlockKind::Heading && heading.is_some_and(|it| it.level > 1)
}

/// The blocks in which a word for times or for a zone stands, each with its index. Asked of whole documents, so it
/// looks for what such words have in common.
fn blocks_about_times<'b>(text: &str, body: &'b Body) -> Vec<(usize, &'b Block)> {
    let words = body.span.of(text);
    let hits = |part: &'static str| memmem::find_iter(words.as_bytes(), part);
    let mut places: Vec<usize> = ["ime", "IME", "tz", "TZ"]
        .into_iter()
        .flat_map(hits)
        .collect();
    places.retain(|at| is_noun_at(words, *at));
    let block_at = |at: usize| {
        let at = at + body.span.start;
        let index = body.blocks.partition_point(|it| it.span.start <= at);
        let index = index.checked_sub(1)?;
        let block = body.blocks.get(index)?;
        (at < block.span.end).then_some((index, block))
    };
    let mut blocks: Vec<_> = places.into_iter().filter_map(block_at).collect();
    blocks.sort_by_key(|it| it.0);
    blocks.dedup_by_key(|it| it.0);
    blocks
}

/// Whether one of the nouns stands at the `ime` of "times" or the `tz` at that byte, in either case.
fn is_noun_at(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let begin = match bytes.get(at) {
        Some(b't' | b'T') => Some(at),
        _ => at.checked_sub(1),
    };
    let begins = begin.is_some_and(|it| {
        matches!(bytes.get(it), Some(b't' | b'T')) && !it.checked_sub(1).is_some_and(is_word)
    });
    let rest = bytes.get(at..).unwrap_or_default();
    let is_one = |end: &[u8]| {
        rest.get(..end.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(end))
    };
    begins
        && ([
            &b"imes"[..],
            b"imezone",
            b"ime zone",
            b"ime-zone",
            b"imeline",
        ]
        .into_iter()
        .any(is_one)
            || (is_one(b"tz") && !is_word(at + 2)))
}

/// The zone that a sentence names for all times of its document; one that is not about all, or not about times, names
/// none. `is_above` says whether it stands over the timeline, and in no heading of another part.
fn in_sentence(text: &str, span: Span, is_above: bool) -> Option<Named> {
    let tokens = with_offsets(text, span);
    (0..tokens.len()).find_map(|noun| {
        let is_noun = |it: &Token<'_>| NOUNS.iter().any(|noun| it.is(noun));
        tokens.get(noun).filter(|it| is_noun(it))?;
        let found = named_after(text, &tokens, noun).or_else(|| named_before(&tokens, noun))?;
        is_about_document(&tokens, noun, (found.0, is_above)).then_some(found)
    })
}

/// Whether the sentence that names a zone for the times at `noun` is about those of the whole document: it says "all",
/// or is about its zone and nothing else.
fn is_about_document(tokens: &[Token<'_>], noun: usize, (zone, is_above): (Span, bool)) -> bool {
    let begin = (noun.saturating_sub(SENTENCE)..=noun).rev();
    let begin = begin
        .into_iter()
        .find(|at| tokens.get(*at).is_some_and(|it| it.begins));
    let prelude = begin
        .and_then(|it| tokens.get(it..noun))
        .unwrap_or_default();
    if prelude.iter().any(|it| it.is("all")) {
        return true;
    }
    let behind = tokens.get(noun + 1..).unwrap_or_default();
    let mut between = behind.iter().take_while(|it| it.span.start < zone.start);
    let is_link = |it: &Token<'_>| it.is_in(LINKS) && !it.is_in("section table");
    let is_plain = begin.is_some()
        && prelude.iter().all(|it| it.is_in(PRELUDE))
        && between.clone().all(|it| is_link(it) || it.is("not"));
    let ends = behind
        .iter()
        .find(|it| it.span.end >= zone.end)
        .is_some_and(|it| it.ends);
    let is_single = tokens
        .get(noun)
        .is_some_and(|noun| SINGLE.iter().any(|it| noun.is(it)));
    let is_timeline = tokens.get(noun).is_some_and(|it| it.is("timeline"));
    let is_meant = is_about_zone(tokens, noun)
        || is_timeline
        || between.any(|it| it.is("this"))
        || (is_above && !is_single);
    is_plain && ends && is_meant
}

/// What such a cell may say, beside "zone".
const LABELS: &str = "all the time times timestamps time-zone timezone tz";

/// The zone beside a cell that says "Timezone" or "All times", in a table of two columns.
fn beside_label(text: &str, body: &Body, at: usize) -> Option<Named> {
    let label = body.blocks.get(at)?;
    if label.kind != BlockKind::TableCell {
        return None;
    }
    let tokens = with_offsets(text, label.span);
    let is_all = tokens.first().is_some_and(|it| it.is("all"));
    let is_zones = (0..tokens.len()).any(|noun| is_about_zone(&tokens, noun));
    let is_label = tokens.iter().all(|it| it.is("zone") || it.is_in(LABELS));
    if !is_label || !(is_all || is_zones) {
        return None;
    }
    let table = body.table_at(label.span.start)?;
    let row = table
        .rows
        .partition_point(|it| it.span.start <= label.span.start);
    let row = row.checked_sub(1).and_then(|it| table.rows.get(it));
    let cells = row.map_or(&table.header, |it| &it.cells);
    let [first, value] = cells.as_slice() else {
        return None;
    };
    if first.span.start != label.span.start {
        return None;
    }
    let place = marked(value.span, text);
    let words = place.of(text);
    let first = *with_offsets(text, place).first()?;
    let is_zone = is_plainly_one(words) || is_known(words) || is_like_one(&first, words);
    is_zone.then(|| named(place, words))
}
