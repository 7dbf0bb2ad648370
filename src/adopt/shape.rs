//! Headings and emphasis of other markup, as Markdown of the same length: every place stays where it is.

use std::borrow::Cow;

/// The most signs that begin a heading.
const LEVELS: usize = 6;

/// A text whose headings in the manner of `MediaWiki`, `AsciiDoc`, `reStructuredText` and Jira are those of
/// Markdown, and in which Pandoc's attributes are blanks, byte for byte as long. `ending` is that of the
/// file's name, in small letters.
pub(super) fn as_markdown<'a>(text: &'a str, ending: &str) -> Cow<'a, str> {
    let is_rst = ending == "rst";
    let has_equals = text.starts_with('=') || text.contains("\n=");
    let has_quotes = text.contains("'''");
    let is_jira = text.lines().any(|it| jira_level(it).is_some());
    let has_attributes = ATTRIBUTES.iter().any(|it| text.contains(it));
    if !is_rst && !has_equals && !has_quotes && !is_jira && !has_attributes {
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
            jira(line)
                .filter(|_| is_jira)
                .or_else(|| without_attributes(line).filter(|_| has_attributes))
                .or_else(|| heading(line, bare))
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

/// What begins Pandoc's attributes.
const ATTRIBUTES: [&str; 3] = ["]{.", "]{#", " {#"];

/// The most bytes of attributes, and of what has them.
const MARKED: usize = 200;

/// The level of a heading in Jira's wiki: `h2. Timeline`.
fn jira_level(line: &str) -> Option<u8> {
    let rest = line.strip_prefix('h')?;
    let level = rest.bytes().next().filter(u8::is_ascii_digit)?;
    let is_heading = rest.get(1..).is_some_and(|it| it.starts_with(". "));
    (is_heading && (b'1'..=b'6').contains(&level)).then_some(level - b'0')
}

/// A heading or an item of a list in Jira's wiki. `h2. Timeline` is `##  Timeline`, `# First` `- First`. There is
/// no room for the sign of a fourth level.
fn jira(line: &str) -> Option<String> {
    if let Some(level) = jira_level(line) {
        let signs = "#".repeat(usize::from(level.min(3)));
        return Some(format!("{signs:<4}{}", line.get(4..)?));
    }
    for (item, meant) in [("# ", "- "), ("** ", " - "), ("## ", " - ")] {
        if let Some(rest) = line.strip_prefix(item) {
            return Some(format!("{meant}{rest}"));
        }
    }
    None
}

/// `[Timeline]{.underline}` as ` Timeline             `, `# Report {#report}` as `# Report          `.
fn without_attributes(line: &str) -> Option<String> {
    let mut done = line.as_bytes().to_vec();
    let mut blank = |from: usize, to: usize| {
        if let Some(all) = done.get_mut(from..to) {
            all.fill(b' ');
        }
    };
    let mut from = 0;
    let mut has_any = false;
    while let Some(at) = line
        .get(from..)
        .and_then(|it| it.find('{'))
        .map(|it| it + from)
    {
        from = at + 1;
        let rest = line.get(at..).unwrap_or("");
        let is_attribute = rest.starts_with("{.") || rest.starts_with("{#");
        let rest = rest.get(..rest.floor_char_boundary(MARKED)).unwrap_or("");
        let end = rest
            .find(['}', '\n'])
            .filter(|it| rest.get(*it..).is_some_and(|it| it.starts_with('}')));
        let (Some(end), true) = (end, is_attribute) else {
            continue;
        };
        let before = line.get(..at).unwrap_or("");
        if before.ends_with(']') {
            let Some(open) = opening(before) else {
                continue;
            };
            blank(open, open + 1);
            blank(at - 1, at + end + 1);
        } else if line.starts_with('#') && before.ends_with(' ') {
            blank(at, at + end + 1);
        } else {
            continue;
        }
        has_any = true;
        from = at + end + 1;
    }
    has_any.then(|| String::from_utf8(done).ok()).flatten()
}

/// Where the bracket stands that the last one closes.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (back, byte) in text.bytes().rev().enumerate().take(MARKED) {
        match byte {
            b']' => depth += 1,
            b'[' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(text.len() - 1 - back);
        }
    }
    None
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
