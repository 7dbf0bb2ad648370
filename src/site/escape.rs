//! The one way of a text into a page: it is seen there, and does nothing.

use std::fmt::Write as _;

use crate::render::is_hidden;

/// Writes a text for HTML and XML, as the content of an element or in the quotes of an attribute.
/// Characters that turn the reading direction or show nothing become visible; joiners and soft hyphens
/// stay, which scripts need and which only shape what is seen.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((plain, behind)) = split(rest) {
        out.push_str(plain);
        let mut characters = behind.chars();
        match characters.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\'') => out.push_str("&#39;"),
            Some(it) => show(it, out),
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

/// What a text begins with that is written as it is, and the rest; `None` where there is no rest.
fn split(text: &str) -> Option<(&str, &str)> {
    let is_plain = |it: u8| (b' '..0x7f).contains(&it) && !b"&<>\"'".contains(&it);
    let at = text.bytes().position(|it| !is_plain(it))?;
    text.split_at_checked(at)
}

/// Writes a character so that it is seen.
fn show(it: char, out: &mut String) {
    match it {
        '\n' | '\t' | '\u{ad}' | '\u{200c}' | '\u{200d}' => out.push(it),
        '\r' => {}
        hidden if is_hidden(hidden) => {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(hidden));
        }
        plain => out.push(plain),
    }
}

/// A text in which everything is seen, for where nothing is markup.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        show(it, &mut out);
    }
    out
}

/// Schemes to which a link may lead.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// The address of a link that leads out of the site; `None` where its scheme is none that may be followed.
pub(super) fn outward(url: &str) -> Option<&str> {
    let url = url.trim();
    let is_one = |it: &&str| {
        let start = url.get(..it.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(it)) && url.len() > it.len()
    };
    let is_plain = |it: char| match it {
        it if it.is_ascii() => it.is_ascii_graphic(),
        it => !is_hidden(it) && !it.is_whitespace(),
    };
    (SCHEMES.iter().any(is_one) && url.chars().all(is_plain)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        escape(text, &mut out);
        out
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escaped("<script>alert('1')</script> & \"x\"\u{202e}\u{0}"),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;\\u{202e}\\u{0}"
        );
    }

    #[test]
    fn only_known_schemes_are_followed() {
        for it in [
            "https://x.example/a?b#c",
            "HTTP://x",
            "mailto:a@example.com",
        ] {
            assert_eq!(outward(it), Some(it));
        }
        let bad = [
            "javascript:alert(1)",
            "JaVaScript:alert(1)",
            " \u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//x.example",
            "https://",
            "http:x",
            "https://a\u{202e}b",
            "blob:https://x",
        ];
        for it in bad {
            assert_eq!(outward(it), None, "{it}");
        }
    }
}
