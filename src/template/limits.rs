//! How much a template may ask for before it is read: the reader of templates goes down once for each
//! operator that is strung to the one before, and a stack has an end.

/// The most signs and words in one tag; ours have up to twenty.
const MOST_TOKENS: usize = 300;
/// The most tags, and the most `elif` among them, each of which is read inside of the one before.
const MOST_TAGS: usize = 4000;
const MOST_ELIFS: usize = 100;

/// Why a template asks for too much, and in which line, from 1; `None` where it does not.
pub(super) fn exceeded(text: &str) -> Option<(usize, String)> {
    let mut reader = Reader { text, at: 0 };
    let (mut tags, mut elifs) = (0, 0);
    while let Some(start) = reader.next_tag() {
        let tag = reader.tag();
        tags += 1;
        elifs += usize::from(tag.is_elif);
        let message = if tag.tokens > MOST_TOKENS {
            format!("there are more than {MOST_TOKENS} words and signs in one tag")
        } else if tags > MOST_TAGS {
            format!("there are more than {MOST_TAGS} tags")
        } else if elifs > MOST_ELIFS {
            format!("there are more than {MOST_ELIFS} `elif`")
        } else {
            continue;
        };
        let before = text.get(..start).unwrap_or_default();
        return Some((before.matches('\n').count() + 1, message));
    }
    None
}

/// A walk over a template, which finds its tags where the reader of templates finds them.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

#[derive(Default)]
struct Tag {
    tokens: usize,
    is_elif: bool,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes to the next tag, and says where it begins.
    fn next_tag(&mut self) -> Option<usize> {
        let rest = self.rest();
        let mut starts = rest.match_indices('{');
        let (at, _) = starts.find(|(at, _)| {
            let behind = rest.get(at + 1..).unwrap_or_default();
            behind.starts_with(['{', '%', '#'])
        })?;
        self.at += at;
        Some(self.at)
    }

    /// Goes behind the tag that begins here.
    fn tag(&mut self) -> Tag {
        let rest = self.rest();
        self.at += 2;
        let end = match rest.as_bytes().get(1) {
            Some(b'#') => {
                let length = rest.find("#}").map_or(rest.len(), |it| it.max(2) + 2);
                self.at += length - 2;
                return Tag::default();
            }
            Some(b'%') => "%}",
            _ => "}}",
        };
        if end == "%}" && begins_raw(self.rest()) {
            self.behind_raw();
            return Tag::default();
        }
        self.tokens(end)
    }

    /// Goes behind what is no template, though it looks like one.
    fn behind_raw(&mut self) {
        while let Some(at) = self.rest().find("{%") {
            self.at += at + 2;
            let name = self.rest().trim_start_matches(['-', '+']).trim_start();
            if name.starts_with("endraw") {
                return;
            }
        }
        self.at = self.text.len();
    }

    /// Counts the words and signs up to the end of a tag. It is no end within brackets or quotation
    /// marks.
    fn tokens(&mut self, end: &str) -> Tag {
        let mut tag = Tag::default();
        let mut open = 0_i64;
        while let Some(it) = self.rest().chars().next() {
            if open == 0 && self.rest().starts_with(end) {
                self.at += end.len();
                break;
            }
            let is_word = |it: char| it.is_alphanumeric() || it == '_';
            let length = match it {
                '\'' | '"' => quoted(self.rest(), it),
                it if is_word(it) => {
                    let rest = self.rest();
                    rest.find(|it| !is_word(it)).unwrap_or(rest.len())
                }
                it => it.len_utf8(),
            };
            match it {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open -= 1,
                _ => {}
            }
            if tag.tokens == 0 && !it.is_whitespace() && !matches!(it, '-' | '+') {
                tag.is_elif = self.rest().get(..length) == Some("elif");
            }
            tag.tokens += usize::from(!it.is_whitespace());
            self.at += length;
        }
        tag
    }
}

/// Whether behind `{%` everything up to `endraw` is text.
fn begins_raw(tag: &str) -> bool {
    let name = tag.trim_start_matches(['-', '+']).trim_start();
    let behind = name.strip_prefix("raw").map(str::trim_start);
    let behind = behind.map(|it| it.strip_prefix(['-', '+']).unwrap_or(it));
    behind.is_some_and(|it| it.starts_with("%}"))
}

/// How long a text in quotation marks is, these included.
fn quoted(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, it) in text.char_indices().skip(1) {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            it if it == mark => return at + it.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        exceeded(text).map(|(line, message)| format!("{line}: {message}"))
    }

    #[test]
    fn what_is_strung_together_has_a_limit() {
        let many = |what: &str| what.repeat(1_000);
        for text in [
            format!("{{{{ a{} }}}}", many("|upper")),
            format!("{{{{ {}a }}}}", many("not ")),
            format!("{{{{ {}a }}}}", many("-")),
            format!("{{{{ a{} }}}}", many(".b")),
            format!("{{% set {}a{} = 1 %}}", many("("), many(")")),
            format!("{{{{ '}}}}' ~ \"%}}\\\"}}}}\"{} }}}}", many("~ 1 ")),
            format!("{{{{ ('}}'{}) }}}}", many("+ ' {% raw %} '")),
            format!(
                "{{% raw %}} ' {{% endraw %}}{{{{ a{} }}}}{{{{ ' }}}}",
                many("|b")
            ),
            format!("{{# ' #}}{{{{ a{} }}}}", many("|b")),
        ] {
            let text = format!("x\n{text}");
            assert_eq!(
                said(&text).as_deref(),
                Some("2: there are more than 300 words and signs in one tag"),
                "{text:.40}"
            );
        }
        let chain = format!("{{% if a %}}{}{{% endif %}}", many("{% elif a %}"));
        assert_eq!(
            said(&chain).as_deref(),
            Some("1: there are more than 100 `elif`")
        );
        let tags = "{{ a }}".repeat(5_000);
        assert_eq!(
            said(&tags).as_deref(),
            Some("1: there are more than 4000 tags")
        );
    }

    #[test]
    fn prose_of_any_length_may_stand_between() {
        let words = "it's a {word} and \"another\" }} ".repeat(5_000);
        assert_eq!(
            said(&format!(
                "{{{{ a }}}}{words}{{% if b %}}{words}{{% endif %}}"
            )),
            None
        );
        assert_eq!(
            said(&format!(
                "{{% raw %}}{{{{ {words}{{% endraw %}}{{# {words} #}}"
            )),
            None
        );
        assert_eq!(
            said(&format!("{{{{ '{words}'|replace('}}}}', '') }}}}")),
            None
        );
    }
}
