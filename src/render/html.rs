//! Markdown as HTML that does nothing but be read: no script, no style, nothing that a reader's
//! program would fetch. HTML that somebody wrote is shown as the text that it is.

use pulldown_cmark::Alignment;
use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark::TextMergeStream;
use pulldown_cmark::html::push_html;

use super::sanitize::is_hidden;

/// What a link may lead to. Everything else is text: it runs something, or means nothing to a reader
/// elsewhere.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// How an address that stands in a text as it is begins, and what follows that.
const WEB: (&str, [&str; 2]) = ("http", ["s://", "://"]);

/// Writes a Markdown text as HTML, without the page around it.
pub fn html(markdown: &str) -> String {
    let mut writer = Writer::default();
    for event in events(markdown) {
        writer.event(event);
    }
    let mut out = String::with_capacity(markdown.len() * 2);
    push_html(&mut out, writer.events.into_iter());
    out
}

/// The same with the page around it.
pub fn document(title: &str, markdown: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n\
         <body>\n{}</body>\n</html>\n",
        escaped(title),
        html(markdown)
    )
}

/// A text as HTML shows it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match seen(it) {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            it => out.push(it),
        }
    }
    out
}

/// What a Markdown text consists of, read as `markdown` reads it.
pub(super) fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    TextMergeStream::new(Parser::new_ext(markdown, options))
}

/// A character, or what stands in the place of one that is not seen. Joiners are part of words and
/// of signs.
fn seen(it: char) -> char {
    let joins = matches!(it, '\u{200c}' | '\u{200d}' | '\u{ad}' | '\n' | '\t');
    if is_hidden(it) && !joins {
        char::REPLACEMENT_CHARACTER
    } else {
        it
    }
}

/// A text without what would change how the rest of it is seen.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(seen).collect()
}

/// Whether a link may lead there.
pub(super) fn may_lead_to(address: &str) -> bool {
    let begins = |scheme: &&str| {
        let start = address.get(..scheme.len());
        start.is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    };
    SCHEMES.iter().any(begins) && !address.chars().any(is_hidden)
}

#[derive(Default)]
struct Writer<'a> {
    events: Vec<Event<'a>>,
    /// The links around, the innermost last: whether each is one in the result.
    links: Vec<bool>,
    /// Whether one of them is.
    in_link: bool,
    in_code: bool,
}

impl<'a> Writer<'a> {
    fn event(&mut self, event: Event<'a>) {
        let event = match event {
            Event::Start(tag) => match self.start(tag) {
                Some(tag) => Event::Start(tag),
                None => return,
            },
            Event::End(end) => match self.end(end) {
                Some(end) => Event::End(end),
                None => return,
            },
            Event::Text(text) => return self.text(&text),
            Event::Html(text) | Event::InlineHtml(text) => text_event(&text),
            Event::Code(text) => Event::Code(visible(&text).into()),
            Event::TaskListMarker(done) => {
                let mark = if done { "\u{2611} " } else { "\u{2610} " };
                Event::Text(mark.into())
            }
            other => other,
        };
        self.events.push(event);
    }

    fn start(&mut self, tag: Tag<'a>) -> Option<Tag<'a>> {
        Some(match tag {
            Tag::HtmlBlock => Tag::Paragraph,
            // How cells are set would be a style.
            Tag::Table(columns) => Tag::Table(vec![Alignment::None; columns.len()]),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented)
            }
            // A picture would be fetched: its words lead to it.
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let leads = may_lead_to(&dest_url) && !self.in_link;
                self.in_link |= leads;
                self.links.push(leads);
                return leads.then(|| link(dest_url));
            }
            other => other,
        })
    }

    fn end(&mut self, end: TagEnd) -> Option<TagEnd> {
        Some(match end {
            TagEnd::HtmlBlock => TagEnd::Paragraph,
            TagEnd::CodeBlock => {
                self.in_code = false;
                end
            }
            TagEnd::Link | TagEnd::Image => {
                let leads = self.links.pop().unwrap_or_default();
                self.in_link &= !leads;
                return leads.then_some(TagEnd::Link);
            }
            other => other,
        })
    }

    /// Running text: addresses in it become links.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        if !self.in_code && !self.in_link {
            while let Some((at, length)) = address_in(rest) {
                let (before, after) = rest.split_at(at);
                let (address, after) = after.split_at(length);
                self.events.extend([
                    text_event(before),
                    Event::Start(link(visible(address).into())),
                    text_event(address),
                    Event::End(TagEnd::Link),
                ]);
                rest = after;
            }
        }
        self.events.push(text_event(rest));
    }
}

fn text_event(text: &str) -> Event<'static> {
    Event::Text(visible(text).into())
}

fn link(address: CowStr<'_>) -> Tag<'_> {
    Tag::Link {
        link_type: LinkType::Autolink,
        dest_url: address,
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    }
}

/// Where the first address in a text begins, and how long it is, without the marks that end the
/// sentence around it. It looks at each byte of what comes before once.
fn address_in(text: &str) -> Option<(usize, usize)> {
    let (start, schemes) = WEB;
    for (at, _) in text.match_indices(start) {
        let behind = text.get(at + start.len()..).unwrap_or_default();
        let Some(scheme) = schemes.iter().find(|it| behind.starts_with(**it)) else {
            continue;
        };
        let ends = |it: char| it.is_whitespace() || is_hidden(it) || "<>\"`|".contains(it);
        let address = text.get(at..).and_then(|it| it.split(ends).next());
        let address = address.unwrap_or_default();
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let address = match address.strip_suffix(')') {
            Some(open) if !open.contains('(') => open,
            _ => address,
        };
        if address.len() > start.len() + scheme.len() {
            return Some((at, address.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_does_nothing_but_be_read() {
        for (markdown, expected) in [
            (
                "<script>alert(1)</script>\n",
                "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n",
            ),
            (
                "a <b onclick=x>b</b>",
                "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n",
            ),
            ("[x](javascript:alert(1))", "<p>x</p>\n"),
            (
                "[x](JAVAscript:alert(1)) [y](data:text/html,x)",
                "<p>x y</p>\n",
            ),
            (
                "![cat](https://x.example/c.png)",
                "<p><a href=\"https://x.example/c.png\">cat</a></p>\n",
            ),
            ("[x](../postmortem.md)", "<p>x</p>\n"),
            (
                "[x](https://x.example/?a=1&b=\"2\")",
                "<p><a href=\"https://x.example/?a=1&amp;b=%222%22\">x</a></p>\n",
            ),
            (
                "at https://x.example/a_b_c. Then",
                "<p>at <a href=\"https://x.example/a_b_c\">https://x.example/a_b_c</a>. Then</p>\n",
            ),
            (
                "(see http://x.example/a)",
                "<p>(see <a href=\"http://x.example/a\">http://x.example/a</a>)</p>\n",
            ),
            ("http:// alone", "<p>http:// alone</p>\n"),
            (
                "`https://x.example`",
                "<p><code>https://x.example</code></p>\n",
            ),
            ("a\u{202e}b\u{1b}c", "<p>a\u{fffd}b\u{fffd}c</p>\n"),
            (
                "- [x] a\n- [ ] b\n",
                "<ul>\n<li>\u{2611} a</li>\n<li>\u{2610} b</li>\n</ul>\n",
            ),
            (
                "[![cat](https://x.example/c.png)](https://x.example/)",
                "<p><a href=\"https://x.example/\">cat</a></p>\n",
            ),
        ] {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn a_table_has_no_style_and_code_no_language() {
        let shown = html("| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n```js onload=x\nx\n```\n");
        assert!(
            !shown.contains("style") && !shown.contains("onload"),
            "{shown}"
        );
        assert!(shown.contains("<td>1</td>"), "{shown}");
    }
}
