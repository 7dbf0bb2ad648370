//! What is left out of a block's prose: quotations in quotation marks, and bare addresses.

use memchr::memchr_iter;
use memchr::memchr3;
use memchr::memchr3_iter;
use memchr::memmem;

use super::{Body, Joint, Link, Run};
use crate::source::Span;

/// The longest scheme of an address (`https` has five letters).
const SCHEME_LIMIT: usize = 16;

/// The first bytes of `"`, of `«` and `»`, and of the curly quotation marks.
const MAY_QUOTE: [u8; 3] = [b'"', 0xC2, 0xE2];

/// What stands behind the scheme of an address.
const SEPARATOR: &[u8] = b"://";

/// From the first to the last place in a body where there may be a quotation mark, and where there may be
/// an address: they are looked for once, and most blocks have neither.
pub(super) struct Marks {
    quotations: Option<Span>,
    addresses: Option<Span>,
    /// The runs of a block and the holes in them: room that is used again for the next.
    runs: Vec<Run>,
    holes: Vec<Span>,
}

impl Marks {
    /// Looks through a part of a text.
    pub(super) fn of(text: &str, body: Span) -> Self {
        let bytes = body.of(text).as_bytes();
        let [first, second, third] = MAY_QUOTE;
        let mut quotes = memchr3_iter(first, second, third, bytes);
        let begin = quotes.next();
        let end = quotes.next_back().or(begin);
        let quotations = begin.zip(end).map(|(begin, end)| Span::new(begin, end + 1));
        let begin = memmem::find(bytes, SEPARATOR);
        let end = begin.and_then(|_| memmem::rfind(bytes, SEPARATOR));
        let addresses = begin.zip(end).map(|(begin, end)| Span::new(begin, end + 1));
        let place = |it: Span| it.shift(body.start);
        Self {
            quotations: quotations.map(place),
            addresses: addresses.map(place),
            runs: Vec::new(),
            holes: Vec::new(),
        }
    }
}

/// Takes quotations and addresses out of the runs of a block, from run `first` on; `block` is the
/// block's span. Addresses are added to the links.
pub(super) fn leave_out(
    (text, marks): (&str, &mut Marks),
    block: Span,
    first: usize,
    body: &mut Body,
) {
    if body.runs.len() <= first {
        return;
    }
    let bytes = block.of(text).as_bytes();
    let touches =
        |it: &Option<Span>| it.is_some_and(|it| it.start < block.end && block.start < it.end);
    let [mark, other, third] = MAY_QUOTE;
    let may_quote = touches(&marks.quotations) && memchr3(mark, other, third, bytes).is_some();
    let may_lead = touches(&marks.addresses) && separators(bytes).next().is_some();
    if !may_quote && !may_lead {
        return;
    }
    let Marks { runs, holes, .. } = marks;
    runs.clear();
    runs.extend(body.runs.drain(first..));
    holes.clear();
    if may_lead {
        addresses(text, runs, body, holes);
    }
    if may_quote {
        quotations(text, runs, holes);
    }
    holes.sort_unstable();
    punch(runs, holes, &mut body.runs);
}

/// Puts the runs into `kept` without the holes, which are sorted and may overlap.
fn punch(runs: &[Run], holes: &[Span], kept: &mut Vec<Run>) {
    let mut holes = holes.iter().peekable();
    // Everything before this place is covered by a hole.
    let mut covered = 0;
    for run in runs {
        let mut joint = run.joint;
        let mut from = run.span.start;
        if covered > from {
            joint = Joint::Cut;
            from = covered.min(run.span.end);
        }
        while let Some(hole) = holes.next_if(|hole| hole.start < run.span.end) {
            if hole.start > from {
                let span = Span::new(from, hole.start);
                kept.push(Run { span, joint });
            }
            covered = covered.max(hole.end);
            from = from.max(covered.min(run.span.end));
            joint = Joint::Cut;
        }
        if from < run.span.end {
            let span = Span::new(from, run.span.end);
            kept.push(Run { span, joint });
        }
    }
}

/// Where `://` stands.
fn separators(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr_iter(b':', bytes).filter(|at| bytes.get(at + 1..at + 3) == Some(b"//"))
}

fn ends_address(c: char) -> bool {
    matches!(c, '<' | '>' | '"' | '`' | '|' | '“' | '”') || c.is_whitespace()
}

/// Finds addresses that stand in the text as they are.
fn addresses(text: &str, runs: &[Run], body: &mut Body, holes: &mut Vec<Span>) {
    for run in runs {
        let prose = run.span.of(text);
        let mut from = 0;
        for at in separators(prose.as_bytes()) {
            let head = prose.get(from..at).unwrap_or("");
            let scheme = head
                .bytes()
                .rev()
                .take(SCHEME_LIMIT)
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(byte))
                .count();
            if scheme == 0 {
                continue;
            }
            let tail = prose.get(at..).unwrap_or("");
            let end = tail.find(ends_address).unwrap_or(tail.len());
            let tail = tail
                .get(..end)
                .unwrap_or("")
                .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '_', '\'']);
            if tail.len() <= "://".len() {
                continue;
            }
            from = at + tail.len();
            let span = Span::new(at - scheme, from).shift(run.span.start);
            body.links.push(Link {
                url: span.of(text).to_owned(),
                span,
                url_span: span,
                is_image: false,
            });
            holes.push(span);
        }
    }
}

/// Finds pairs of quotation marks and what is between them, in one block.
fn quotations(text: &str, runs: &[Run], holes: &mut Vec<Span>) {
    // The mark that is open: where it is, and what may close it.
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for run in runs {
        if run.joint != Joint::Direct {
            before = ' ';
        }
        let mut characters = run.span.of(text).char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let at = run.span.start + at;
            let after = characters.peek().map_or(' ', |(_, c)| *c);
            match open {
                Some((start, mark)) if closes(mark, c, after) => {
                    holes.push(Span::new(start, at + c.len_utf8()));
                    open = None;
                }
                // A second opening mark of the same kind: the first was never closed.
                Some((_, mark)) if mark != '"' && c == mark => open = Some((at, c)),
                None if opens(c, before) => open = Some((at, c)),
                _ => {}
            }
            before = c;
        }
    }
}

fn opens(c: char, before: char) -> bool {
    match c {
        '“' | '„' | '«' => true,
        '"' => !before.is_alphanumeric(),
        _ => false,
    }
}

fn closes(open: char, c: char, after: char) -> bool {
    match open {
        '“' => c == '”',
        '„' => c == '“' || c == '”',
        '«' => c == '»',
        _ => c == '"' && !after.is_alphanumeric(),
    }
}
