//! Which zone a timeline section names.

use crate::calendar::Zone;
use crate::calendar::ZoneFault;
use crate::markdown::BlockKind;
use crate::markdown::Body;
use crate::source::Span;

/// What comes before the word for a zone.
const LEADS: [&str; 2] = ["times in ", "times are in "];
/// A word in small letters that is no known zone is taken for one (a wrong one) up to this length:
/// "times in cet". A longer one ("times in order") is ordinary prose.
const SHORT_WORD: usize = 4;

/// The zone that a section names, and where: "times in ZONE" in its heading or a paragraph, or
/// `Time (ZONE)` over the column. `None` where it names none.
pub(super) fn named(
    text: &str,
    body: &Body,
    section: usize,
) -> Option<(Span, Result<Zone, ZoneFault>)> {
    let found = body.sections.get(section)?;
    let paragraphs = body
        .blocks_of(section)
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem))
        .map(|block| block.span);
    for span in std::iter::once(found.heading).chain(paragraphs) {
        if let Some(named) = in_prose(text, span) {
            return Some(named);
        }
    }
    body.tables_in(found.content)
        .iter()
        .flat_map(|table| &table.header)
        .find_map(|cell| in_header(text, cell.span))
}

/// "times in ZONE" in a stretch of text.
fn in_prose(text: &str, span: Span) -> Option<(Span, Result<Zone, ZoneFault>)> {
    // Only ASCII letters change, so places stay what they are.
    let lower = span
        .of(text)
        .to_ascii_lowercase()
        .replace(['\n', '\r', '\t'], " ");
    for lead in LEADS {
        for (at, _) in lower.match_indices(lead) {
            let start = span.start + at + lead.len();
            let rest = Span::new(start, span.end).of(text);
            let skipped = rest.len() - rest.trim_start_matches([' ', '*', '_', '`', '(']).len();
            let rest = rest.get(skipped..).unwrap_or("");
            let word = word(rest);
            let span = Span::new(start + skipped, start + skipped + word.len());
            let after = rest.get(word.len()..).unwrap_or("");
            if is_meant_as_zone(word, after) {
                return Some((span, Zone::parse_word(word)));
            }
        }
    }
    None
}

/// `Time (ZONE)` in a cell of a table's header.
fn in_header(text: &str, span: Span) -> Option<(Span, Result<Zone, ZoneFault>)> {
    let cell = span.of(text);
    let (title, rest) = cell.split_once('(')?;
    if !title.trim().eq_ignore_ascii_case("time") {
        return None;
    }
    let (inner, _) = rest.split_once(')')?;
    let start = span.start + title.len() + 1 + (inner.len() - inner.trim_start().len());
    let word = word(inner.trim_start());
    let span = Span::new(start, start + word.len());
    is_meant_as_zone(word, "").then(|| (span, Zone::parse_word(word)))
}

/// The word at the beginning of `rest`, without the punctuation after it.
fn word(rest: &str) -> &str {
    let end = rest
        .find(|c: char| c.is_whitespace() || "),;*`|".contains(c))
        .unwrap_or(rest.len());
    rest.get(..end)
        .unwrap_or("")
        .trim_end_matches(['.', ':', '!', '_'])
}

/// Whether a word after "times in" is meant as a zone, right or wrong. `after` is what follows.
fn is_meant_as_zone(word: &str, after: &str) -> bool {
    let Some(first) = word.chars().next() else {
        return false;
    };
    if Zone::parse_word(word).is_ok() || !first.is_lowercase() || word.contains('/') {
        return true;
    }
    let ends_here = !after.starts_with(' ');
    word == "local" || (ends_here && word.len() <= SHORT_WORD)
}
