//! Headings and emphasis of other markup, as Markdown of the same length: every place stays where it is.

use std::borrow::Cow;

/// The most signs that begin a heading.
const LEVELS: usize = 6;

/// A text whose headings in the manner of `MediaWiki`, `AsciiDoc` and `reStructuredText` are those of
/// Markdown, byte for byte as long. `ending` is that of the file's name, in small letters.
pub(super) fn as_markdown<'a>(text: &'a str, ending: &str) -> Cow<'a, str> {
    let is_rst = ending == "rst";
    let has_equals = text.starts_with('=') || text.contains("\n=");
    let has_quotes = text.contains("'''");
    if !is_rst && !has_equals && !has_quotes {
        return Cow::Borrowed(text);
    }
    let mut shaped = String::with_capacity(text.len());
    let mut is_code = false;
    let mut before_is_words = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare.starts_with("```") || (bare.starts_with("~~~") && !is_rst) {
            is_code = !is_code;
        }
        let done = if is_code {
            None
        } else {
            heading(line, bare)
                .or_else(|| underline(line, bare).filter(|_| is_rst && before_is_words))
                .or_else(|| emphasis(line).filter(|_| has_quotes))
        };
        before_is_words = bare.starts_with(char::is_alphanumeric);
        match done {
            Some(done) if done.len() == line.len() => shaped.push_str(&done),
            _ => shaped.push_str(line),
        }
    }
    Cow::Owned(shaped)
}

/// `== Timeline ==` or `== Timeline` as `## Timeline   `.
fn heading(line: &str, bare: &str) -> Option<String> {
    let level = bare.bytes().take_while(|it| *it == b'=').count();
    if !(1..=LEVELS).contains(&level) {
        return None;
    }
    let rest = bare.get(level..)?;
    let is_wiki = rest.len() > level && rest.ends_with(&"=".repeat(level));
    let words = if is_wiki {
        rest.get(..rest.len() - level)?
    } else {
        rest
    };
    let begins = words.starts_with(' ') || (is_wiki && level > 1);
    if !begins || words.trim().is_empty() || words.contains('=') {
        return None;
    }
    let mut done = "#".repeat(level);
    // `==Timeline==` has no blank of its own: one of the signs behind it gives way.
    if !words.starts_with(' ') {
        done.push(' ');
    }
    done.push_str(words.trim_end());
    pad(line, bare, done)
}

/// Fills a line up to the length it had, and gives it its end.
fn pad(line: &str, bare: &str, mut done: String) -> Option<String> {
    let missing = bare.len().checked_sub(done.len())?;
    done.push_str(&" ".repeat(missing));
    done.push_str(line.get(bare.len()..)?);
    Some(done)
}

/// The line below a title in `reStructuredText`, of any sign, as one of Markdown's.
fn underline(line: &str, bare: &str) -> Option<String> {
    let sign = bare
        .chars()
        .next()
        .filter(|it| "~^\"'`+*#.:".contains(*it))?;
    let is_all = bare.len() >= 3 && bare.chars().all(|it| it == sign);
    if !is_all {
        return None;
    }
    pad(line, bare, "-".repeat(bare.len()))
}

/// `'''Date:'''` as ` **Date:** `.
fn emphasis(line: &str) -> Option<String> {
    if !line.contains("'''") {
        return None;
    }
    let mut done = String::with_capacity(line.len());
    let mut opens = true;
    let mut parts = line.split("'''");
    done.push_str(parts.next()?);
    for part in parts {
        done.push_str(if opens { " **" } else { "** " });
        opens = !opens;
        done.push_str(part);
    }
    Some(done)
}
