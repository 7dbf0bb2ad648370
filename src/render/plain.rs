//! Markdown as plain text, as people write it in a mail.

use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::html::events;
use super::html::may_lead_to;
use super::html::visible;

/// How far code is moved in.
const CODE: &str = "    ";
/// How many blocks inside each other are moved in: more of them, on many lines, would cost their product.
const DEEPEST: usize = 16;

/// Writes a Markdown text without its markup. Addresses stand behind the words that lead there.
pub fn plain(markdown: &str) -> String {
    let mut writer = Writer::default();
    for event in events(markdown) {
        writer.event(&event);
    }
    let text = writer.out.trim_end();
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// What every line of the blocks around begins with.
    margins: Vec<String>,
    /// What the next line begins with in the place of the innermost margin.
    mark: Option<String>,
    /// The numbers of the lists around; `None` where they have none.
    lists: Vec<Option<u64>>,
    /// The addresses of the links around, and where their words begin.
    links: Vec<(String, usize)>,
    /// Whether a block has ended, so that a blank line stands before the next.
    parts: bool,
    /// Whether the line is begun.
    is_open: bool,
    /// How many cells of a row are written.
    cells: usize,
}

impl Writer {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(*end),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text(text);
            }
            Event::SoftBreak | Event::HardBreak => self.line(),
            Event::Rule => {
                self.text("--");
                self.block();
            }
            Event::TaskListMarker(true) => self.text("[x] "),
            Event::TaskListMarker(false) => self.text("[ ] "),
            Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => self.push("> "),
            Tag::CodeBlock(_) => self.push(CODE),
            Tag::List(first) => {
                if !self.lists.is_empty() {
                    self.line();
                }
                self.lists.push(*first);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        *number = number.saturating_add(1);
                        mark
                    }
                    _ => "- ".to_owned(),
                };
                self.push(&" ".repeat(mark.len()));
                self.mark = Some(mark);
            }
            Tag::TableHead | Tag::TableRow => self.cells = 0,
            Tag::TableCell => {
                if self.cells > 0 {
                    self.text(" | ");
                }
                self.cells += 1;
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.begin();
                self.links.push((dest_url.to_string(), self.out.len()));
            }
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Table | TagEnd::HtmlBlock => {
                self.block();
            }
            TagEnd::BlockQuote(_) | TagEnd::CodeBlock => {
                self.block();
                self.margins.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.block();
                }
            }
            TagEnd::Item => {
                // One with nothing in it has its mark.
                if self.mark.is_some() {
                    self.begin();
                }
                self.line();
                self.margins.pop();
            }
            TagEnd::TableHead | TagEnd::TableRow => self.line(),
            TagEnd::Link | TagEnd::Image => {
                if let Some((address, from)) = self.links.pop() {
                    let words = self.out.get(from..).unwrap_or_default();
                    let is_said = words == address || address == format!("mailto:{words}");
                    if may_lead_to(&address) && !is_said {
                        self.text(&format!(" <{address}>"));
                    }
                }
            }
            _ => {}
        }
    }

    /// Moves what follows in.
    fn push(&mut self, margin: &str) {
        let is_deep = self.margins.len() >= DEEPEST;
        let margin = if is_deep { "" } else { margin };
        self.margins.push(margin.to_owned());
    }

    /// Writes text, which may have several lines.
    fn text(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line();
            }
            if !line.is_empty() {
                self.begin();
                self.out.push_str(&visible(line));
            }
        }
    }

    /// Begins a line that is not begun.
    fn begin(&mut self) {
        if self.is_open {
            return;
        }
        if self.parts && !self.out.is_empty() {
            let margin = self.margins.concat();
            let quoted = margin.trim_end().to_owned();
            self.out.push_str(&quoted);
            self.out.push('\n');
        }
        self.parts = false;
        self.is_open = true;
        match self.mark.take() {
            Some(mark) => {
                let around = self.margins.len().saturating_sub(1);
                let around = self.margins.get(..around).unwrap_or_default();
                self.out.push_str(&around.concat());
                self.out.push_str(&mark);
            }
            None => self.out.push_str(&self.margins.concat()),
        }
    }

    /// Ends a line that is begun; inside code, an empty one is one too.
    fn line(&mut self) {
        if self.is_open || self.margins.last().is_some_and(|it| it == CODE) {
            self.out.push('\n');
        }
        self.is_open = false;
    }

    /// Ends a block.
    fn block(&mut self) {
        if self.is_open {
            self.line();
        }
        self.parts = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_people_write_it() {
        for (markdown, expected) in [
            ("a *b* **c** \\[d\\]\nand e\n\nf", "a b c [d]\nand e\n\nf\n"),
            ("# One\n\nTwo", "One\n\nTwo\n"),
            ("- a\n- b\n  - c\n\nd", "- a\n- b\n  - c\n\nd\n"),
            ("- a\n\n  b\n\n- c", "- a\n\n  b\n\n- c\n"),
            ("3. a\n4. b", "3. a\n4. b\n"),
            ("> a\n>\n> b\n\nc", "> a\n>\n> b\n\nc\n"),
            (
                "[x](https://x.example) <https://y.example>",
                "x <https://x.example> https://y.example\n",
            ),
            ("[x](javascript:y)", "x\n"),
            ("```\na\n\nb\n```\nc", "    a\n\n    b\n\nc\n"),
            ("| a | b |\n|---|---|\n| 1 | 2 |\n", "a | b\n1 | 2\n"),
            ("<b>x</b>", "<b>x</b>\n"),
            ("- [x] a", "- [x] a\n"),
            ("", ""),
            ("a\u{1b}b", "a\u{fffd}b\n"),
        ] {
            assert_eq!(plain(markdown), expected, "{markdown}");
        }
    }
}
