//! A text of a document in Markdown: it is shown, and it does nothing.

use super::super::sanitize;

/// Shows nothing, and keeps what stands around it from being one word.
const APART: &str = "&#8203;";

/// How many digits the id of a commit has that a forge links: git's own shortest, and those of SHA-256.
const ID_DIGITS: std::ops::RangeInclusive<usize> = 7..=64;

/// After how many of its digits the id of a commit is broken: before any forge knows one.
const ID_KEPT: usize = 4;

/// A text as one line of Markdown that shows it as it is, in a table's cell too: nothing in it is
/// taken for markup, nobody is notified, and no forge makes a link, a reference or a closing of it
/// (an address, `#1`, `GH-1`, `!1`, `owner/repo#1`, the id of a commit).
pub(in crate::render) fn text(plain: &str) -> String {
    let plain = sanitize(plain);
    let trimmed = plain.trim_start();
    let mut shown = Shown {
        out: String::with_capacity(plain.len() + 16),
        word: "",
        is_first: true,
    };
    // A single blank may part it from what stands before; several begin a block of code.
    if trimmed.len() < plain.len() {
        shown.out.push(' ');
    }
    let mut rest = trimmed;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|it: char| !it.is_ascii_alphanumeric());
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        if word.is_empty() {
            let behind = rest.get(first.len_utf8()..).unwrap_or_default();
            shown.mark(first, behind);
            rest = behind;
        } else {
            shown.word(word);
            rest = behind;
        }
        shown.is_first = false;
    }
    shown.out
}

struct Shown<'a> {
    out: String,
    /// The word that ends here; empty behind anything else.
    word: &'a str,
    is_first: bool,
}

impl<'a> Shown<'a> {
    /// Letters and digits.
    fn word(&mut self, word: &'a str) {
        let is_id =
            ID_DIGITS.contains(&word.len()) && word.bytes().all(|it| it.is_ascii_hexdigit());
        match word.split_at_checked(ID_KEPT) {
            Some((kept, others)) if is_id => {
                self.out.push_str(kept);
                self.out.push_str(APART);
                self.out.push_str(others);
            }
            _ => self.out.push_str(word),
        }
        self.word = word;
    }

    /// Anything else.
    fn mark(&mut self, mark: char, behind: &str) {
        let next = behind.chars().next();
        let refers = next.is_some_and(|it| it.is_alphanumeric() || matches!(it, '"' | '_'));
        let ends = next.is_none_or(|it| it == ' ');
        let is_number = self.word.bytes().all(|it| it.is_ascii_digit());
        // Only the first word of all begins a list.
        let begins_list = self.out.trim_start() == self.word && is_number && !self.word.is_empty();
        match mark {
            '.' if ends_with_www(self.word) => self.push(&[APART, "."]),
            '.' if begins_list && ends => self.push(&["\\."]),
            ')' if begins_list && ends => self.push(&["\\)"]),
            ':' if behind.starts_with('/') => self.push(&[":", APART]),
            '-' if self.is_issue_of() && next.is_some_and(|it| it.is_ascii_digit()) => {
                self.push(&["-", APART]);
            }
            // A dash alone stands for what is not there, in a table's cell.
            '-' if self.is_first && next.is_none() => self.out.push('-'),
            '-' | '+' if self.is_first && (ends || next == Some(mark)) => self.escaped(mark),
            '/' if self.is_first => self.escaped(mark),
            '@' | '#' => {
                self.out.push(mark);
                self.out.push_str(APART);
            }
            // An entity, because behind a backslash it may still begin a formula.
            '$' if refers => self.push(&["&#36;", APART]),
            '$' => self.push(&["&#36;"]),
            '%' if refers => {
                self.out.push(mark);
                self.out.push_str(APART);
            }
            '!' | '~' | '&' | '^' if refers => {
                self.escaped(mark);
                self.out.push_str(APART);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '!' | '^' => {
                self.escaped(mark);
            }
            _ => self.out.push(mark),
        }
        self.word = "";
    }

    /// Whether what ends here says in front of a number that it is one of an issue.
    fn is_issue_of(&self) -> bool {
        ["gh", "gl"]
            .iter()
            .any(|it| self.word.eq_ignore_ascii_case(it))
    }

    fn push(&mut self, parts: &[&str]) {
        self.out.extend(parts.iter().copied());
    }

    fn escaped(&mut self, mark: char) {
        self.out.push('\\');
        self.out.push(mark);
    }
}

/// Whether a word ends as the name of a web server begins.
fn ends_with_www(word: &str) -> bool {
    let at = word.len().saturating_sub(3);
    word.get(at..)
        .is_some_and(|it| it.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::Event;
    use pulldown_cmark::Options;
    use pulldown_cmark::Parser;
    use pulldown_cmark::Tag;
    use pulldown_cmark::TagEnd;

    use super::*;

    #[test]
    fn nothing_becomes_markup_and_nobody_is_notified() {
        assert_eq!(
            text("a|b <script> @everyone [x](y) `c`\n::error::"),
            "a\\|b \\<script\\> @&#8203;everyone \\[x\\](y) \\`c\\`\\\\n::error::"
        );
        for (plain, shown) in [
            ("- x", "\\- x"),
            ("--- x", "\\--- x"),
            ("+ x", "\\+ x"),
            ("+", "\\+"),
            ("1. x", "1\\. x"),
            ("1) x", "1\\) x"),
            ("1.5 hours", "1.5 hours"),
            ("-", "-"),
            ("    x", " x"),
            ("# x", "#&#8203; x"),
            ("/close", "\\/close"),
            ("a_b $x$ 5% ^y", "a\\_b &#36;&#8203;x&#36; 5% \\^&#8203;y"),
        ] {
            assert_eq!(text(plain), shown, "{plain}");
        }
    }

    #[test]
    fn nothing_becomes_a_link_a_reference_or_a_closing() {
        for (plain, shown) in [
            ("see https://x.example/y", "see https:&#8203;//x.example/y"),
            ("HTTP://x.example", "HTTP:&#8203;//x.example"),
            ("www.x.example", "www&#8203;.x.example"),
            ("WWW.x.example", "WWW&#8203;.x.example"),
            ("fixes #1", "fixes #&#8203;1"),
            ("Closes GH-3, gh-4", "Closes GH-&#8203;3, gh-&#8203;4"),
            ("owner/repo#1", "owner/repo#&#8203;1"),
            ("owner/repo@0123456", "owner/repo@&#8203;0123&#8203;456"),
            ("since 0123abcdef", "since 0123&#8203;abcdef"),
            (
                "!12 &3 ~bug %\"v1\"",
                "\\!&#8203;12 \\&&#8203;3 \\~&#8203;bug %&#8203;\"v1\"",
            ),
            (
                "GH-x high-5 2026-03-10 12:30",
                "GH-x high-5 2026-03-10 12:30",
            ),
            ("a@x.example", "a@&#8203;x.example"),
        ] {
            assert_eq!(text(plain), shown, "{plain}");
        }
    }

    /// What a reader sees of Markdown; `None` where there is more in it than text.
    fn read(markdown: &str) -> Option<String> {
        let mut seen = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(it) => seen.push_str(&it),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        Some(seen)
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(plain in "[ -~]{0,40}") {
            prop_assume!(plain.trim() != "-");
            let markdown = text(&plain);
            let seen = read(&markdown).map(|it| it.trim().replace('\u{200b}', ""));
            let wanted = sanitize(&plain).trim().to_owned();
            prop_assert_eq!(seen, Some(wanted), "{}", markdown);
        }

        #[test]
        fn nothing_is_left_that_a_forge_links(plain in "[#@!:/.wWgGhH0-9a-f -]{0,40}") {
            let shown = text(&plain).replace(APART, "\u{200b}").to_lowercase();
            for it in ["#0", "#1", "://", "www.", "gh-1", "@a", "!1"] {
                prop_assert!(!shown.contains(it), "{} in {}", it, shown);
            }
            let words = shown.split(|it: char| !it.is_ascii_alphanumeric());
            let is_id = |it: &str| it.len() >= 7 && it.bytes().all(|it| it.is_ascii_hexdigit());
            for word in words {
                prop_assert!(!is_id(word) || word.len() > 60, "{}", shown);
            }
        }
    }
}
