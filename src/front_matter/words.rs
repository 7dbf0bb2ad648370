//! The parser's errors in words that help at three in the morning.

use granit_parser::ErrorKind;
use granit_parser::ScanError;

use super::FaultKind;
use super::indent;
use crate::diagnostic::Fault;
use crate::diagnostic::Fix;
use crate::source::Span;

/// Where an error is, in bytes of the text that was read.
pub(super) fn offset(error: &ScanError, source: &str) -> usize {
    let marker = error.marker();
    let by_index = || {
        source
            .char_indices()
            .nth(marker.index())
            .map_or(source.len(), |(at, _)| at)
    };
    marker
        .byte_offset()
        .unwrap_or_else(by_index)
        .min(source.len())
}

/// The place of an `@` or a backtick at the beginning of a plain value, which YAML reserves, at
/// or just before an error.
pub(super) fn reserved(source: &str, at: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let byte = *bytes.get(at)?;
    // Behind a quote it is the end of a value that an unclosed quote has turned inside out.
    let before = at.checked_sub(1).and_then(|it| bytes.get(it)).copied();
    let begins = matches!(
        before,
        None | Some(b' ' | b'\t' | b'\n' | b'[' | b'{' | b',')
    );
    (begins && (byte == b'@' || byte == b'`')).then_some(at)
}

/// The fault of a reserved character at the beginning of a value, with its mending.
pub(super) fn reserved_fault(source: &str, at: usize, base: usize) -> Fault<FaultKind> {
    let rest = source.get(at..).unwrap_or("");
    let length = rest
        .find(|it: char| it.is_whitespace() || matches!(it, ',' | ']' | '}'))
        .unwrap_or(rest.len());
    let word = rest.get(..length).unwrap_or("");
    let span = Span::new(base + at, base + at + length);
    let first = word.chars().next().unwrap_or('@');
    let bare = word.get(1..).unwrap_or("");
    let message = format!("a value cannot begin with `{first}` in YAML");
    let fault = Fault::new(span, message).of_kind(FaultKind::Syntax);
    if first != '@' || bare.is_empty() {
        return fault.help("put it in quotes");
    }
    let at = Span::new(span.start, span.start + 1);
    fault
        .help(format!(
            "write {bare}, or \"{word}\": both mean the same person"
        ))
        .fix(Fix::replace("remove the `@`", at, ""))
}

/// The fault of text that is not YAML.
pub(super) fn syntax(error: &ScanError, source: &str, at: usize, base: usize) -> Fault<FaultKind> {
    let line_end = source
        .get(at..)
        .and_then(|rest| rest.find('\n'))
        .map_or(source.len(), |length| at + length);
    let here = Span::new(at, (at + 1).min(line_end.max(at))).shift(base);
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        let message = "this is nested deeper than is read";
        return Fault::new(here, message).of_kind(FaultKind::TooLarge);
    }
    if is_about_aliases(error.kind()) {
        return Fault::new(here, "anchors, aliases and tags are not read")
            .help("write the value out where it is meant")
            .of_kind(FaultKind::Feature);
    }
    let fault = if let Some(quote) = unclosed_quote(error.kind(), source, at) {
        let span = Span::new(quote, quote + 1).shift(base);
        Fault::new(span, "the quote that opens here is never closed")
            .help("close it at the end of the value")
    } else if let Some(open) = unclosed_bracket(error.kind(), source, at) {
        let span = Span::new(open, open + 1).shift(base);
        Fault::new(span, "the bracket that opens here is never closed")
            .help("close it, and put a comma between the items")
    } else {
        let (message, help) = plain_words(error.kind());
        Fault::new(here, message).help(help)
    };
    fault.of_kind(FaultKind::Syntax)
}

fn is_about_aliases(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnknownAnchor
            | ErrorKind::MissingAnchorOrAliasName
            | ErrorKind::UndeclaredTagHandle
            | ErrorKind::ExpectedTagBang
            | ErrorKind::InvalidTagTerminator
            | ErrorKind::MissingTagUri
            | ErrorKind::UnclosedVerbatimTag
    )
}

fn plain_words(kind: &ErrorKind) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => indent::TAB,
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::ExpectedBlockSequenceEntry => (
            "this line is not indented as the lines around it are",
            "begin it in the column of the line it belongs with",
        ),
        ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey
        | ErrorKind::ExpectedBlockMappingKey => (
            "this is not a field: a name and a colon are expected",
            "write `name: value`, and put a value in quotes that holds a colon",
        ),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => (
            "a backslash means something in double quotes, and this is not it",
            "use single quotes, or write two backslashes",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "something follows behind the closing quote",
            "put the whole value in quotes",
        ),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "a comma or a closing bracket is expected",
            "put a comma between the items",
        ),
        ErrorKind::UnexpectedCharacter { .. } => ("no value begins like this", "put it in quotes"),
        ErrorKind::BlockSequenceEntryNotAllowed => (
            "a list cannot begin here",
            "put the first `-` on a line of its own",
        ),
        _ => ("this is not YAML", "put the value in quotes"),
    }
}

/// The quote that opens and is never closed. The parser says so only where the text ends, or on a
/// later line that it took for a part of the value.
fn unclosed_quote(kind: &ErrorKind, source: &str, at: usize) -> Option<usize> {
    let about_quotes = matches!(
        kind,
        ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::UnexpectedEof
            | ErrorKind::ExpectedBlockMappingKey
    );
    if !about_quotes {
        return None;
    }
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        if start > at {
            break;
        }
        if let Some(quote) = quote_left_open(line) {
            return Some(start + quote);
        }
        start += line.len();
    }
    None
}

/// The place in a line of a quote that opens a value and is not closed on that line.
fn quote_left_open(line: &str) -> Option<usize> {
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut skip = false;
    for (at, it) in line.char_indices() {
        match open {
            _ if skip => skip = false,
            Some((_, '"')) if it == '\\' => skip = true,
            Some((_, quote)) if it == quote => open = None,
            None if it == '#' && before.is_whitespace() => break,
            None if (it == '"' || it == '\'')
                && (before.is_whitespace() || matches!(before, '[' | '{' | ',' | ':')) =>
            {
                open = Some((at, it));
            }
            Some(_) | None => {}
        }
        before = it;
    }
    open.map(|(at, _)| at)
}

/// The bracket that is never closed.
fn unclosed_bracket(kind: &ErrorKind, source: &str, at: usize) -> Option<usize> {
    let about_brackets = matches!(
        kind,
        ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::ExpectedFlowMappingSeparator
    );
    if !about_brackets {
        return None;
    }
    let mut open = Vec::new();
    let mut quote = None;
    for (place, it) in source.char_indices().take_while(|(place, _)| *place <= at) {
        match (quote, it) {
            (Some(closing), it) if it == closing => quote = None,
            (None, '"') => quote = Some('"'),
            (None, '[' | '{') => open.push(place),
            (None, ']' | '}') => drop(open.pop()),
            _ => {}
        }
    }
    open.first().copied()
}
