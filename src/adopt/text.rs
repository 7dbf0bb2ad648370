//! Words without markup.

use std::borrow::Cow;

/// The most characters of what is quoted.
const EXCERPT: usize = 200;

/// The entities that exports write, and what they mean.
const ENTITIES: [(&str, char); 7] = [
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("quot;", '"'),
    ("#39;", '\''),
    ("apos;", '\''),
    ("nbsp;", ' '),
];

/// Markdown on one line, without emphasis, code marks, HTML tags and the addresses of links. Linear in
/// its length.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut link_ends = LinkEnds::default();
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        match c {
            '\\' if after.starts_with(|it: char| it.is_ascii_punctuation()) => {
                let escaped = after.chars().next().unwrap_or(' ');
                plain.push(escaped);
                rest = after.get(escaped.len_utf8()..).unwrap_or("");
                continue;
            }
            '*' | '`' => {}
            '_' if !is_inside_word(&plain, after) => {}
            '~' if after.starts_with('~') => {
                rest = after.get(1..).unwrap_or("");
                continue;
            }
            '!' if after.starts_with('[') => {}
            '[' if link_ends.is_link(text, text.len() - rest.len()) => {}
            ']' if after.starts_with('(') => {
                rest = after_address(after);
                continue;
            }
            '<' => {
                if let Some(len) = tag(after) {
                    if after.get(..len).is_some_and(|it| it.starts_with("br")) {
                        plain.push(' ');
                    }
                    rest = after.get(len..).unwrap_or("");
                    continue;
                }
                plain.push(c);
            }
            '&' => {
                let entity = ENTITIES.iter().find(|it| after.starts_with(it.0));
                if let Some((name, meant)) = entity {
                    plain.push(*meant);
                    rest = after.get(name.len()..).unwrap_or("");
                    continue;
                }
                plain.push(c);
            }
            c => plain.push(c),
        }
        rest = after;
    }
    crate::markdown::one_line(&plain)
}

/// Remembers where the next `](` stands, so that each `[` need not look for it anew.
#[derive(Default)]
struct LinkEnds {
    next: Option<usize>,
    is_done: bool,
}

impl LinkEnds {
    /// Whether a bracket at `at` opens a link, as far as `](` follows somewhere.
    fn is_link(&mut self, text: &str, at: usize) -> bool {
        if self.is_done {
            return false;
        }
        if self.next.is_none_or(|next| next < at) {
            self.next = text
                .get(at..)
                .and_then(|it| it.find("]("))
                .map(|it| it + at);
            self.is_done = self.next.is_none();
        }
        let within = self
            .next
            .and_then(|next| text.get(at + 1..next))
            .unwrap_or("]");
        !within.contains(']') && within.len() < 1000
    }
}

/// What follows the address of a link, whose bracket is the first character.
fn after_address(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(4096) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return text.get(at + 1..).unwrap_or("");
                }
            }
            b'\n' => break,
            _ => {}
        }
    }
    text.get(1..).unwrap_or("")
}

/// The length of a tag's inside with its `>`; `None` where this is no tag.
fn tag(text: &str) -> Option<usize> {
    let is_tag = text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/');
    let head: &[u8] = text.as_bytes();
    let end = head.iter().take(300).position(|it| *it == b'>')?;
    let inside = text.get(..end)?;
    let is_address = inside.contains("://") || inside.contains('@');
    (is_tag && !is_address && !inside.contains(['\n', '<'])).then_some(end + 1)
}

fn is_inside_word(before: &str, after: &str) -> bool {
    before.ends_with(char::is_alphanumeric)
        && after.starts_with(|it: char| it.is_alphanumeric() || it == '_')
}

/// Words as they are quoted: on one line, cut where they are long.
pub(super) fn excerpt(text: &str) -> String {
    let line = crate::markdown::one_line(text);
    match line.char_indices().nth(EXCERPT) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("")),
        None => line,
    }
}

/// A text without the marks of lists, quotations and emphasis at its ends.
pub(super) fn unmarked(text: &str) -> &str {
    text.trim_matches(|it: char| it.is_whitespace() || "*_`>".contains(it))
}

/// Whether words say that there is nothing: a placeholder, or a word for none.
pub(super) fn says_nothing(text: &str) -> bool {
    let bare =
        unmarked(text).trim_matches(|it: char| "-–—.:?!()[]<>{}*_~/ \u{2026}。".contains(it));
    let small: Cow<'_, str> = bare.to_lowercase().into();
    matches!(
        &*small,
        "" | "n/a"
            | "na"
            | "n.a"
            | "none"
            | "tbd"
            | "tba"
            | "todo"
            | "unknown"
            | "pending"
            | "nil"
            | "null"
            | "xxx"
            | "not applicable"
            | "to be determined"
            | "to be confirmed"
            | "tbc"
            | "keine"
            | "keiner"
            | "aucun"
            | "aucune"
            | "ninguno"
            | "ninguna"
            | "no"
            | "unbekannt"
            | "offen"
            | "inconnu"
            | "desconocido"
    )
}

/// Whether words are a form's placeholder: `[name]`, `<date>`, `{{ title }}`, `YYYY-MM-DD`.
pub(super) fn is_placeholder(text: &str) -> bool {
    let bare = unmarked(text);
    // One stretch in brackets, and not words between two of them.
    let is_in = |open: char, close: char| {
        let inner = bare
            .strip_prefix(open)
            .and_then(|it| it.strip_suffix(close));
        inner.is_some_and(|it| !it.is_empty() && !it.contains([open, close]))
    };
    let upper = bare.to_uppercase();
    is_in('<', '>') && !bare.contains("://") && !bare.contains('@')
        || is_in('[', ']') && !bare.starts_with("[@") && !bare.starts_with("[~")
        || is_in('{', '}')
        || upper.contains("YYYY")
        || upper.contains("HH:MM")
        || upper.starts_with("XX")
        || bare.contains("{{")
        || bare.contains("___")
}
