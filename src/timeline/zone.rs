//! Which zone a text names for its times: in a sentence, a heading, or over a column.

use crate::calendar::Zone;
use crate::calendar::ZoneFault;
use crate::markdown::BlockKind;
use crate::markdown::Body;
use crate::markdown::Table;
use crate::source::Span;

/// A zone that a text names: where, and which, or why it is none.
pub(super) type Named = (Span, Result<Zone, ZoneFault>);

/// What times are called in a sentence about their zone.
const NOUNS: [&str; 9] = [
    "hours",
    "time",
    "time-zone",
    "timeline",
    "times",
    "timestamp",
    "timestamps",
    "timezone",
    "tz",
];

/// What may stand before them in such a sentence; other words make it one about something else:
/// "response times in Discord".
const PRELUDE: &str = "\
    above all and any are at below clock dates each entries event events every following given here \
    in listed local log note nb of on our please recorded reported server shown stated the their \
    these this those timeline timelines unless otherwise noted";

/// What stands between them and the zone.
const LINKS: &str = "\
    all always are as at below both displayed document expressed given here in incident is list listed \
    local measured noted now our per postmortem recorded report reported section shown stated table \
    the this throughout timeline use used uses using were written zone zones";

/// Words in capitals that are no zones: how times are written.
const FORMATS: [&str; 9] = ["AM", "DD", "HH", "HHMM", "MM", "MMSS", "PM", "SS", "YYYY"];

/// The most letters of a word that is taken for an abbreviation, a wrong one, in small letters.
const SHORT_WORD: usize = 4;

/// How many words of a sentence about a zone stand before or behind its noun at most: no more are looked
/// at, or a line of nothing but nouns would cost the square of its length.
const SENTENCE: usize = 24;

/// How many words a spoken name has at most: "Central European Summer Time".
const SPOKEN: usize = 4;

/// How many blocks of a document outside its timeline are asked for a zone.
const MOST_BLOCKS: usize = 2_000;

/// A word of a text.
#[derive(Clone, Copy)]
struct Token<'a> {
    word: &'a str,
    span: Span,
    /// Whether a sentence, or what stands in brackets, begins with it.
    begins: bool,
    /// Whether they end with it.
    ends: bool,
    /// Whether it is followed by a colon or `=`.
    labels: bool,
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.word.eq_ignore_ascii_case(word)
    }

    fn is_in(&self, list: &str) -> bool {
        list.split_ascii_whitespace().any(|it| self.is(it))
    }

    fn is_capital(&self) -> bool {
        self.word.starts_with(char::is_uppercase)
    }
}

/// The zones that a section names, in the order of the text: in its heading and those below it, and
/// in its sentences.
pub(super) fn in_section(text: &str, body: &Body, section: usize) -> Vec<Named> {
    let Some(found) = body.sections.get(section) else {
        return Vec::new();
    };
    let mut named: Vec<Named> = in_heading(text, found.heading).into_iter().collect();
    for block in body.blocks_of(section) {
        named.extend(match block.kind {
            BlockKind::Heading => in_heading(text, block.span),
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote => {
                in_sentence(text, block.span)
            }
            _ => None,
        });
    }
    named
}

/// The first zone that a document names outside of that section, in a sentence about all its times.
pub(super) fn elsewhere(text: &str, body: &Body, section: usize) -> Option<Named> {
    if !is_about_times(body.span.of(text)) {
        return None;
    }
    let blocks = body.blocks.iter().take(MOST_BLOCKS);
    blocks
        .filter(|block| block.section != Some(section))
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem))
        .filter(|block| is_about_times(block.span.of(text)))
        .find_map(|block| in_sentence(text, block.span))
}

/// Whether a text speaks of all times, or of the zone, of the document that it stands in. Asked of
/// whole documents, so it looks for what follows a first letter of either case.
fn is_about_times(text: &str) -> bool {
    let words = [
        "ll times",
        "ll timestamps",
        "imezone:",
        "ime zone:",
        "imes in this",
    ];
    let mut words = words.iter().map(|it| it.as_bytes());
    words.any(|it| memchr::memmem::find(text.as_bytes(), it).is_some())
}

/// The zone that the title of a column names: `Time (CET)`, `UTC time`.
pub(super) fn over_column(text: &str, table: &Table, column: usize) -> Option<Named> {
    let cell = table.header.get(column)?.span;
    let tokens = tokens(text, cell);
    let in_brackets = cell.of(text).contains(['(', '[', '/', ',']);
    (0..tokens.len()).find_map(|at| {
        let (span, words) = spoken(text, &tokens, at)?;
        let token = tokens.get(at)?;
        let is_meant = is_plainly_one(words)
            || words.eq_ignore_ascii_case("local")
            || (in_brackets && at > 0 && is_like_one(token, words));
        is_meant.then(|| named(span, words))
    })
}

/// The zone that words behind a time name: `UTC` in `11:00 UTC`; `None` where they are something else.
pub(super) fn behind(text: &str, span: Span) -> Option<Named> {
    let tokens = tokens(text, span);
    let (place, words) = spoken(text, &tokens, 0)?;
    let is_all = is_last(&tokens, place);
    let is_short = words.len() <= SHORT_WORD + 1 && words.bytes().all(|it| it.is_ascii_uppercase());
    let is_meant = is_plainly_one(words) || (is_short && !FORMATS.contains(&words));
    (is_all && is_meant).then(|| named(place, words))
}

/// The zone with which a text begins, such as what follows the time of a list item.
pub(super) fn at_beginning(text: &str, span: Span) -> Option<Named> {
    let tokens = tokens(text, span);
    let (place, words) = spoken(text, &tokens, 0)?;
    let is_one =
        is_plainly_one(words) && (words.contains('/') || !words.contains(char::is_lowercase));
    is_one.then(|| named(place, words))
}

/// The zone that a heading names: in a sentence, in brackets, or as its last word.
fn in_heading(text: &str, span: Span) -> Option<Named> {
    in_sentence(text, span).or_else(|| {
        let tokens = tokens(text, span);
        (1..tokens.len()).find_map(|at| {
            let (place, words) = spoken(text, &tokens, at)?;
            let begins = tokens.get(at).is_some_and(|it| it.begins);
            let is_meant = (begins || is_last(&tokens, place)) && is_plainly_one(words);
            is_meant.then(|| named(place, words))
        })
    })
}

/// The zone that a sentence names: "all times in ZONE", "Timezone: ZONE", "times are ZONE"; or the
/// zone alone.
fn in_sentence(text: &str, span: Span) -> Option<Named> {
    let tokens = tokens(text, span);
    if let Some(named) = alone(text, &tokens) {
        return Some(named);
    }
    (0..tokens.len()).find_map(|at| {
        let noun = tokens.get(at)?;
        if !NOUNS.iter().any(|it| noun.is(it)) {
            return None;
        }
        named_after(text, &tokens, at).or_else(|| named_before(&tokens, at))
    })
}

/// A block that is nothing but a zone: "(UTC)", "in CET:".
fn alone(text: &str, tokens: &[Token<'_>]) -> Option<Named> {
    let first = tokens.iter().position(|it| !it.is_in("all in"))?;
    let (span, words) = spoken(text, tokens, first)?;
    (is_last(tokens, span) && is_plainly_one(words)).then(|| named(span, words))
}

/// Whether nothing follows what stands there.
fn is_last(tokens: &[Token<'_>], place: Span) -> bool {
    tokens.last().is_some_and(|it| it.span.end <= place.end)
}

/// Words that are meant as a zone, read.
fn named(place: Span, words: &str) -> Named {
    (place, Zone::parse_word(words))
}

/// The zone that is named for the times at `noun`.
fn named_after(text: &str, tokens: &[Token<'_>], noun: usize) -> Option<Named> {
    let begin = (noun.saturating_sub(SENTENCE)..=noun)
        .rev()
        .find(|at| tokens.get(*at).is_some_and(|it| it.begins));
    let prelude = begin.and_then(|it| tokens.get(it..noun));
    let is_about_all =
        prelude.is_some_and(|it| it.iter().all(|it| it.is_in(PRELUDE) || it.is("time")));
    let prelude = prelude.unwrap_or_default();
    let says_all = prelude.iter().any(|it| it.is("all"));
    let mut at = noun + 1;
    let (mut is_in, mut is_labelled) = (false, tokens.get(noun)?.labels);
    while let Some(link) = tokens.get(at) {
        let before = tokens.get(at - 1)?;
        if before.ends && !link.begins && !before.labels {
            return None;
        }
        let ends_here = link.ends || tokens.get(at + 1).is_some_and(|it| it.is("time"));
        if !link.is_in(LINKS) || (link.is("local") && ends_here) {
            break;
        }
        is_in |= link.is("in");
        is_labelled |= link.labels;
        at += 1;
        if at > noun + SENTENCE {
            return None;
        }
    }
    let before = tokens.get(at - 1)?;
    let candidate = tokens.get(at)?;
    if before.ends && !before.labels && !candidate.begins {
        return None;
    }
    let (span, words) = spoken(text, tokens, at)?;
    let words_on = tokens.get(at..).unwrap_or_default();
    let last = words_on.iter().find(|it| it.span.end >= span.end);
    let ends = last.is_some_and(|it| it.ends);
    let is_meant = if is_about_all {
        is_plainly_one(words)
            || words.eq_ignore_ascii_case("local")
            || is_like_one(candidate, words)
            || (is_in && tokens.get(at + 1).is_some_and(|it| it.is("time")))
            || ((is_in || is_labelled) && is_probably_one(candidate, words, ends || says_all))
    } else {
        // Other words before: only what can be nothing else, at the end.
        is_plainly_one(words) && ends && (is_in || is_labelled)
    };
    is_meant.then(|| named(span, words))
}

/// The zone right before the times at `noun`, where the sentence says no more: "all PST times".
fn named_before(tokens: &[Token<'_>], noun: usize) -> Option<Named> {
    let (zone, prelude) = tokens.get(..noun)?.split_last()?;
    let is_meant = prelude.len() <= SENTENCE
        && tokens.get(noun)?.ends
        && is_plainly_one(zone.word)
        && prelude.iter().all(|it| it.is_in(PRELUDE));
    is_meant.then(|| named(zone.span, zone.word))
}

/// Whether words can be nothing but a zone, right or wrong; or several: "EST/EDT", "UTC / CET".
fn is_plainly_one(words: &str) -> bool {
    let mut parts = words.split(['/', '&', ' ']).filter(|it| !it.is_empty());
    Zone::is_named_by(words)
        || Zone::is_spaced(words)
        || (words.contains(['/', '&', ' '])
            && parts.all(|it| Zone::is_named_by(it) || matches!(it, "and" | "or")))
}

/// Whether this between two zones makes them two.
fn is_joint(between: &str) -> bool {
    matches!(between.trim(), "/" | "&" | "and" | "or")
}

/// Whether a word is written as a zone is: in capitals, or a place.
fn is_like_one(token: &Token<'_>, words: &str) -> bool {
    let is_letters = words.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_short = (2..=SHORT_WORD + 1).contains(&words.len());
    (is_letters && is_short && !FORMATS.contains(&words))
        || (token.is_capital() && (is_iana_like(words) || Zone::is_place(words)))
        || (words.contains(' ') && token.is_capital())
}

/// Whether what follows "times in" is meant as a zone: a name, or a short word that ends the sentence.
fn is_probably_one(token: &Token<'_>, words: &str, ends: bool) -> bool {
    let is_word = words.bytes().all(|byte| byte.is_ascii_alphabetic());
    words.contains('/') || (ends && (token.is_capital() || (is_word && words.len() <= SHORT_WORD)))
}

fn is_iana_like(words: &str) -> bool {
    words.split_once('/').is_some_and(|(area, place)| {
        area.starts_with(char::is_uppercase) && place.starts_with(char::is_uppercase)
    })
}

/// The words at a token that name a zone together, and where they stand: one word, `UTC +1`, or a
/// name that ends in "time" ("Central European Time"), without that word where it is an abbreviation.
fn spoken<'t>(text: &'t str, tokens: &[Token<'t>], at: usize) -> Option<(Span, &'t str)> {
    let first = tokens.get(at)?;
    let join = |last: &Token<'_>| Span::new(first.span.start, last.span.end);
    let mut end = at;
    while let Some(token) = tokens.get(end + 1).filter(|_| end - at < SPOKEN) {
        if tokens.get(end).is_some_and(|it| it.ends || it.labels) || token.begins {
            break;
        }
        end += 1;
        if token.is("time") || token.is("times") {
            let span = join(token);
            let is_name = end > at + 1 || Zone::is_place(first.word);
            let is_zone = Zone::is_named_by(first.word) || !first.is_capital();
            if is_zone || !is_name {
                break;
            }
            return Some((span, span.of(text)));
        }
        let is_offset = end == at + 1 && (first.is("UTC") || first.is("GMT"));
        if is_offset && Zone::is_named_by(join(token).of(text)) {
            let span = join(token);
            return Some((span, span.of(text)));
        }
    }
    Some(several(text, tokens, at).unwrap_or((first.span, first.word)))
}

/// The words at a token where they are one name with blanks in it (`America/New York`), or two zones, of which
/// nobody knows which is meant.
fn several<'t>(text: &'t str, tokens: &[Token<'t>], at: usize) -> Option<(Span, &'t str)> {
    let first = tokens.get(at)?;
    let with = |last: &Token<'_>| {
        let span = Span::new(first.span.start, last.span.end);
        (span, span.of(text))
    };
    let following = tokens.get(at + 1..)?.iter().take(2);
    if is_iana_like(first.word) {
        let mut names = following.map(with);
        return names.find(|(_, words)| Zone::is_spaced(words));
    }
    let mut zones = following.filter(|it| Zone::is_named_by(it.word) && it.word != first.word);
    let second = zones.next().filter(|_| Zone::is_named_by(first.word))?;
    let between = Span::new(first.span.end, second.span.start);
    is_joint(between.of(text)).then(|| with(second))
}

/// The words of a stretch of text, without the marks around them.
fn tokens(text: &str, span: Span) -> Vec<Token<'_>> {
    let within = span.of(text);
    let is_gap = |c: char| c.is_whitespace() || "()[]|,;=".contains(c);
    let marks = ['*', '_', '`', '"', '\'', '“', '”'];
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut begins = true;
    let mut at = 0;
    for piece in within.split_inclusive(is_gap) {
        let raw = piece.trim_end_matches(is_gap);
        let gap = piece.get(raw.len()..).unwrap_or("");
        let lead = raw.len() - raw.trim_start_matches(marks).len();
        let word = raw.get(lead..).unwrap_or("").trim_end_matches(marks);
        let word = word.trim_end_matches(['.', ':', '!', '?', '*', '_', '`']);
        let is_dash = word.bytes().all(|byte| !byte.is_ascii_alphanumeric());
        if word.is_empty() || is_dash {
            begins |= is_dash && !raw.is_empty();
        } else {
            let start = span.start + at + lead;
            let tail = raw.get(lead + word.len()..).unwrap_or("");
            tokens.push(Token {
                word,
                span: Span::new(start, start + word.len()),
                begins,
                ends: tail.contains(['.', '!', '?']),
                labels: tail.contains(':'),
            });
            begins = tail.contains(['.', '!', '?']);
        }
        let last = tokens.last_mut();
        match gap.chars().next() {
            Some('=') => {
                if let Some(last) = last {
                    last.labels = true;
                }
            }
            Some(mark) if !mark.is_whitespace() => {
                if let Some(last) = last {
                    last.ends = true;
                }
                begins = true;
            }
            _ => {}
        }
        at += piece.len();
    }
    if let Some(last) = tokens.last_mut() {
        last.ends = true;
    }
    tokens
}
