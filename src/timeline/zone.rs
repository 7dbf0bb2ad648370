//! Which zone a text names for its times: in a sentence, a heading, or over a column.

mod elsewhere;
mod offsets;
mod tokens;

pub(super) use elsewhere::elsewhere;
pub(super) use tokens::marked;

use crate::calendar::Zone;
use crate::calendar::ZoneFault;
use crate::markdown::BlockKind;
use crate::markdown::Body;
use crate::markdown::Table;
use crate::source::Span;
use offsets::with_offsets;
use tokens::MARKS;
use tokens::Token;
use tokens::parted;
use tokens::tokens;

/// A zone that a text names: where, and which, or why it is none.
pub(super) type Named = (Span, Result<Zone, ZoneFault>);

/// What times are called in a sentence about their zone.
const NOUNS: [&str; 10] = [
    "dates",
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

/// Those that say of one thing only when it was, or what it is about: behind them only what can be nothing but a zone
/// is one.
const SINGLE: [&str; 3] = ["hours", "time", "timeline"];

/// What people call a time that everybody knows who was there.
const VAGUE: [&str; 4] = ["local", "office", "server", "system"];

/// What may stand before them in such a sentence; other words make it one about something else:
/// "response times in Discord".
const PRELUDE: &str = "\
    above all and any are at below clock dates each entries event events every following given here \
    in listed local log note nb of on our please recorded reported server shown stated that the their \
    these this those timeline timelines unless otherwise noted";

/// What stands between them and the zone.
const LINKS: &str = "\
    all always approximate are as at been below both converted displayed document entries expressed for \
    from given have here in incident is list listed local measured mentioned noted now of our per \
    postmortem presented provided quoted recorded report reported section shown stated table the this \
    throughout timeline times timezone to use used uses using were written zone zones";

/// What says where times are to be seen: in that, no zone is meant by any word.
const SHOWN: &str = "displayed listed recorded reported shown";

/// Words in capitals that are no zones: how times are written.
const FORMATS: [&str; 18] = [
    "AM", "DD", "HH", "HHMM", "ISO", "MM", "MMM", "MMSS", "MS", "OK", "PM", "RFC", "SS", "TBC",
    "TBD", "UNIX", "YY", "YYYY",
];

/// The most letters of a word that is taken for an abbreviation, a wrong one, in small letters.
const SHORT_WORD: usize = 4;

/// How many words of a sentence about a zone stand before or behind its noun at most: no more are looked
/// at, or a line of nothing but nouns would cost the square of its length.
const SENTENCE: usize = 24;

/// How many words a spoken name has at most: "Central European Summer Time".
const SPOKEN: usize = 4;

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

/// The zone that the title of a column names: `Time (CET)`, `UTC time`.
pub(super) fn over_column(text: &str, table: &Table, column: usize) -> Option<Named> {
    let cell = table.header.get(column)?.span;
    let tokens = with_offsets(text, cell);
    let tokens: Vec<Token<'_>> = tokens.into_iter().flat_map(parted).collect();
    let in_brackets = cell
        .of(text)
        .contains(['(', '[', '/', ',', '\u{ff08}', '<']);
    let all: Vec<&Token<'_>> = tokens.iter().filter(|it| is_plainly_one(it.word)).collect();
    if let [first, .., last] = all.as_slice()
        && first.word != last.word
    {
        let span = Span::new(first.span.start, last.span.end);
        return Some(named(span, span.of(text)));
    }
    (0..tokens.len()).find_map(|at| {
        let (span, words) = spoken(text, &tokens, at)?;
        let token = tokens.get(at)?;
        let before = at.checked_sub(1).and_then(|it| tokens.get(it));
        if before.is_some_and(|it| it.is("not")) {
            let span = Span::new(before?.span.start, span.end);
            return Some(named(span, span.of(text)));
        }
        let is_meant = is_plainly_one(words)
            || is_vague(&tokens, at)
            || (in_brackets && at > 0 && (is_like_one(token, words) || is_known(words)));
        is_meant.then(|| named(span, words))
    })
}

/// Whether words are what people call a zone, in whatever case.
fn is_known(words: &str) -> bool {
    !Zone::meant_by(words).is_empty()
        || words
            .to_lowercase()
            .strip_suffix(" time")
            .is_some_and(Zone::is_place)
        || is_iana_like(words)
        || (words.contains('/')
            && words.split('/').all(|it| !it.is_empty())
            && Zone::parse(words).is_err_and(|it| {
                matches!(
                    it,
                    ZoneFault::Unknown {
                        suggestion: Some(_),
                        ..
                    }
                )
            }))
}

/// Whether a token is the word for a time that only those know who were there: "local", "server time".
fn is_vague(tokens: &[Token<'_>], at: usize) -> bool {
    let is_vague = |it: &Token<'_>| VAGUE.iter().any(|word| it.is(word));
    let is_time = |it: &Token<'_>| it.is("time") || it.is("times");
    let Some(token) = tokens.get(at).filter(|it| is_vague(it)) else {
        return false;
    };
    token.is("local") || (!token.ends && tokens.get(at + 1).is_some_and(is_time))
}

/// The zone that words behind a time name: `UTC` in `11:00 UTC`; `None` where they are something else.
pub(super) fn behind(text: &str, span: Span) -> Option<Named> {
    let tokens = tokens(text, span);
    let (place, words) = spoken(text, &tokens, 0)?;
    let is_all = is_last(&tokens, place);
    let is_short = words.len() <= SHORT_WORD + 1 && words.bytes().all(|it| it.is_ascii_uppercase());
    let is_meant = is_plainly_one(words) || (is_short && !is_format(words));
    (is_all && is_meant).then(|| named(place, words))
}

/// The zone that a cell for it holds, right or wrong; `None` where it holds nothing.
pub(super) fn alone_in(text: &str, span: Span) -> Option<Named> {
    let words = span.of(text);
    (!words.is_empty()).then(|| named(span, words))
}

/// The zone that stands beside a date: `2026-11-20 (CET)`, "2026-11-20, Berlin time".
pub(super) fn beside_date(text: &str, span: Span) -> Option<Named> {
    let tokens = with_offsets(text, span);
    (0..tokens.len()).find_map(|at| {
        let (place, words) = spoken(text, &tokens, at)?;
        let is_meant = is_plainly_one(words) || is_known(words) || is_vague(&tokens, at);
        is_meant.then(|| named(place, words))
    })
}

/// The zone with which a text begins, such as what follows the time of a list item.
pub(super) fn at_beginning(text: &str, span: Span) -> Option<Named> {
    let tokens = tokens(text, span);
    if let Some(place) = time_of_place(text, &tokens) {
        return Some(named(place, place.of(text)));
    }
    let (place, words) = spoken(text, &tokens, 0)?;
    let is_one =
        is_plainly_one(words) && (words.contains('/') || !words.contains(char::is_lowercase));
    is_one.then(|| named(place, words))
}

/// Words behind "time" with which it is another word: "Pacific time series".
const LONGER: &str = "limit limits out outs series stamp stamps travel zone zones";

/// The words at the beginning that say whose time it is: "Pacific time", "Berlin time"; of "local time" and the like
/// only where no more is said, and "(local)".
fn time_of_place(text: &str, tokens: &[Token<'_>]) -> Option<Span> {
    let first = tokens.first()?;
    let behind = |at: usize| text.get(at..).unwrap_or("");
    let before = text.get(..first.span.start).unwrap_or("");
    let is_in_brackets = |end: usize| before.ends_with('(') && behind(end).starts_with(')');
    if first.is("local") && is_in_brackets(first.span.end) {
        return Some(first.span);
    }
    let at = tokens.iter().take(SPOKEN).position(|it| it.is("time"))?;
    let (words, time) = (tokens.get(..at)?, tokens.get(at)?);
    let next = tokens.get(at + 1);
    let goes_on = words.iter().any(|it| it.ends || it.labels);
    if goes_on || words.iter().skip(1).any(|it| it.begins) {
        return None;
    }
    let place = Span::new(first.span.start, time.span.end);
    let is_vague = at == 1 && VAGUE.iter().any(|it| first.is(it));
    let stops = time.ends || time.labels || next.is_none_or(|it| it.begins);
    let is_longer = next.is_some_and(|it| !it.begins && it.is_in(LONGER));
    let whose = Span::new(first.span.start, words.last()?.span.end).of(text);
    let is_place = first.is_capital() && Zone::is_place(whose);
    let is_one = Zone::is_named_by(place.of(text)) || is_place;
    let is_meant = (is_vague && stops) || (is_one && (stops || !is_longer));
    is_meant.then_some(place)
}

/// The zone that a heading names: in a sentence, in brackets, or as its last word.
fn in_heading(text: &str, span: Span) -> Option<Named> {
    in_sentence(text, span).or_else(|| {
        let tokens = with_offsets(text, span);
        (0..tokens.len()).find_map(|at| {
            let (place, words) = spoken(text, &tokens, at)?;
            let token = tokens.get(at)?;
            let before = text.get(..place.start).unwrap_or("");
            let in_brackets = before.ends_with(['(', '[', '\u{ff08}']);
            // With a zone a heading begins where more follows: "CET, 2026-11-20", not "CET servers".
            let stands = if at == 0 { token.ends } else { token.begins };
            let is_meant = ((stands || is_last(&tokens, place)) && is_plainly_one(words))
                || (in_brackets && (is_known(words) || is_vague(&tokens, at)));
            is_meant.then(|| named(place, words))
        })
    })
}

/// The zone that a sentence names: "all times in ZONE", "Timezone: ZONE", "times are ZONE"; or the
/// zone alone.
fn in_sentence(text: &str, span: Span) -> Option<Named> {
    let tokens = with_offsets(text, span);
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
    let is_single = !is_about_zone(tokens, noun)
        && SINGLE
            .iter()
            .any(|it| tokens.get(noun).is_some_and(|noun| noun.is(it)));
    let is_source = tokens
        .get(noun + 1..at)
        .is_some_and(|it| it.iter().any(|it| it.is_in(SHOWN)));
    let is_meant = if is_about_all && is_single {
        (is_plainly_one(words) || is_vague(tokens, at)) && (ends || is_in || is_labelled)
    } else if is_about_all {
        is_plainly_one(words)
            || is_vague(tokens, at)
            || is_like_one(candidate, words)
            || (ends && is_known(words))
            || (is_in && tokens.get(at + 1).is_some_and(|it| it.is("time")))
            || ((is_in || is_labelled)
                && !is_source
                && is_probably_one(candidate, words, ends || says_all))
    } else {
        // Other words before: only what can be nothing else, at the end.
        is_plainly_one(words) && ends && (is_in || is_labelled)
    };
    if is_meant {
        return Some(named(span, words));
    }
    let says = says_all || begin.is_some_and(|it| it < noun) || is_labelled || candidate.is("not");
    (is_about_all && !is_single && says)
        .then(|| further_on(text, tokens, at))
        .flatten()
}

/// The zone that a sentence about all times names behind words of any kind; where it names several, all of them: nobody
/// knows which is meant. Where it says only which it is not, it is none: "not UTC".
fn further_on(text: &str, tokens: &[Token<'_>], from: usize) -> Option<Named> {
    let rest = tokens.get(from..)?.iter().take(SENTENCE);
    let stops = |it: &Token<'_>| {
        let behind = text
            .get(it.span.end..)
            .unwrap_or("")
            .trim_start_matches(MARKS);
        behind.starts_with(['.', '!', '?', ';'])
    };
    let length = rest.clone().position(stops).map_or(rest.len(), |it| it + 1);
    let mut found = rest.take(length).filter(|it| is_plainly_one(it.word));
    let first = found.next()?;
    let before = tokens
        .get(from..)?
        .iter()
        .take_while(|it| it.span != first.span);
    let is_linked = |it: &&Token<'_>| it.is_in(LINKS);
    let before: Vec<&Token<'_>> = before.collect();
    let denied = before.iter().rev().copied().find(|it| !is_linked(it));
    let denied = denied.filter(|it| it.is("not"));
    let last = found.rfind(|it| it.word != first.word);
    let span = match (denied, last) {
        (_, Some(last)) => Span::new(first.span.start, last.span.end),
        (Some(not), None) => Span::new(not.span.start, first.span.end),
        (None, None) => first.span,
    };
    Some(named(span, span.of(text)))
}

/// Whether a noun is the word for a zone: "timezone", "time zone".
fn is_about_zone(tokens: &[Token<'_>], noun: usize) -> bool {
    let is_zone = |it: &Token<'_>| it.is("zone");
    tokens.get(noun).is_some_and(|it| {
        it.is_in("time-zone timezone tz")
            || (it.is("time") && !it.ends && tokens.get(noun + 1).is_some_and(is_zone))
    })
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
    (is_letters && is_short && !is_format(words))
        || (token.is_capital()
            && !is_format(words)
            && (is_iana_like(words) || Zone::is_place(words)))
        || (words.contains(' ') && token.is_capital())
}

/// Whether words say how times are written: `HH:MM`, `DD/MM/YYYY`.
fn is_format(words: &str) -> bool {
    let mut parts = words.split(|it: char| !it.is_alphanumeric());
    parts.all(|part| FORMATS.iter().any(|it| it.eq_ignore_ascii_case(part)))
}

/// Whether what follows "times in" is meant as a zone: a name, or a word with a capital that ends the sentence.
fn is_probably_one(token: &Token<'_>, words: &str, ends: bool) -> bool {
    !is_format(words) && (words.contains('/') || (ends && (token.is_capital() || is_known(words))))
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
    let whole = several(text, tokens, at).or_else(|| longer(text, tokens, at));
    Some(whole.unwrap_or((first.span, first.word)))
}

/// The words at a token where they are one name of several words in capitals: `New York`, "Central European". Of a part
/// of it another zone may be called.
fn longer<'t>(text: &'t str, tokens: &[Token<'t>], at: usize) -> Option<(Span, &'t str)> {
    let first = tokens.get(at)?;
    let is_name = |it: &Token<'_>| it.is_capital() && it.word.chars().all(char::is_alphabetic);
    if !is_name(first) || Zone::is_named_by(first.word) {
        return None;
    }
    let mut last = first;
    for next in tokens.get(at + 1..)?.iter().take(SPOKEN) {
        if last.ends || last.labels || next.begins || !is_name(next) || Zone::is_named_by(next.word)
        {
            break;
        }
        last = next;
    }
    let span = Span::new(first.span.start, last.span.end);
    (last.span != first.span).then(|| (span, span.of(text)))
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
