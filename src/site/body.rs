//! A body in Markdown as HTML. What authors wrote as HTML is shown as text, a link leads only where it
//! may, and nothing is fetched from anywhere: an image is a link to it.

use std::collections::HashMap;

use pulldown_cmark::Alignment;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::escape::escape;
use crate::template::slug;

/// The highest level of a heading: the first is the page's title.
pub(super) const TOP: u8 = 2;
/// How many columns a cell may span.
const WIDEST: usize = 1000;
/// What the anchor of a heading begins with: no other element of a page has such a name.
const ANCHOR: &str = "s-";

/// A heading of the highest level, for the list of what is on a page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Heading {
    /// Its words.
    pub(super) title: String,
    /// Its anchor.
    pub(super) anchor: String,
}

/// A body as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    /// The HTML.
    pub(super) html: String,
    /// Its headings of the highest level.
    pub(super) headings: Vec<Heading>,
}

impl Body {
    /// One with no list of what is in it.
    pub(super) fn without_headings(html: String) -> Self {
        Self {
            html,
            headings: Vec::new(),
        }
    }
}

/// A text that is shown as it is.
pub(super) fn plain(text: &str) -> Body {
    let mut html = String::with_capacity(text.len() + 64);
    html.push_str("<pre>");
    escape(text, &mut html);
    html.push_str("</pre>\n");
    Body::without_headings(html)
}

/// What an image is shown as, which is fetched from nowhere.
pub(super) fn image(words: &str) -> String {
    let words = words.trim();
    let words = if words.is_empty() { "image" } else { words };
    format!("[image: {words}]")
}

/// Markdown as HTML. `resolve` says where the address of a link leads from the page, be it out of the
/// site; `None` where it may not be followed.
pub(super) fn html(text: &str, resolve: &dyn Fn(&str) -> Option<String>) -> Body {
    let mut writer = Writer {
        out: String::with_capacity(text.len() * 2),
        resolve,
        headings: Vec::new(),
        anchors: HashMap::new(),
        links: Vec::new(),
        level: TOP - 1,
        open: Vec::new(),
        heading: None,
        image: None,
        raw: None,
        table: Table::default(),
    };
    // As `markdown` reads it.
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(text, options) {
        writer.event(event);
    }
    Body {
        html: writer.out,
        headings: writer.headings,
    }
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    has_body: bool,
    column: usize,
    /// Where the open cell begins.
    cell: usize,
    /// How many cells are empty before it.
    empty: usize,
}

struct Writer<'a> {
    out: String,
    resolve: &'a dyn Fn(&str) -> Option<String>,
    headings: Vec<Heading>,
    /// How often each anchor was given.
    anchors: HashMap<String, usize>,
    /// Whether each of the links that are open leads anywhere.
    links: Vec<bool>,
    /// The level of the last heading: none is left out after it.
    level: u8,
    /// The levels of the headings that are open.
    open: Vec<u8>,
    /// Where the open heading's content begins, and its words.
    heading: Option<(usize, String)>,
    /// Where the open image leads, and its words.
    image: Option<(Option<String>, String)>,
    /// The HTML that the author wrote, one block of it.
    raw: Option<String>,
    table: Table,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            // Mathematics and footnotes are off.
            Event::Text(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            Event::Html(text) => match &mut self.raw {
                Some(raw) => raw.push_str(&text),
                None => self.text(&text),
            },
            Event::InlineHtml(text) if is_comment(&text) => {}
            Event::Code(text) | Event::InlineHtml(text) => self.inline("code", &text),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak if self.heading.is_none() && self.image.is_none() => {
                self.out.push_str("<br>\n");
            }
            Event::HardBreak => self.text(" "),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(is_done) => self.out.push_str(if is_done {
                "<span class=\"task done\"><span class=\"unseen\">done: </span></span>"
            } else {
                "<span class=\"task\"><span class=\"unseen\">to do: </span></span>"
            }),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, words)) = &mut self.image {
            words.push_str(text);
            return;
        }
        if let Some((_, words)) = &mut self.heading {
            words.push_str(text);
        }
        escape(text, &mut self.out);
    }

    fn inline(&mut self, tag: &str, text: &str) {
        if self.image.is_some() {
            return self.text(text);
        }
        self.out.push_str(&format!("<{tag}>"));
        self.text(text);
        self.out.push_str(&format!("</{tag}>"));
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => self.start_heading(level as u8),
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::CodeBlock(_) => self.out.push_str("<pre><code>"),
            Tag::HtmlBlock => self.raw = Some(String::new()),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => self.out.push_str(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(alignments) => {
                self.out.push_str("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n");
                self.table = Table {
                    alignments,
                    ..Table::default()
                };
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.out.push_str("<thead>\n");
                self.start_row();
            }
            Tag::TableRow => {
                if !self.table.has_body {
                    self.table.has_body = true;
                    self.out.push_str("<tbody>\n");
                }
                self.start_row();
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis if self.image.is_none() => self.out.push_str("<em>"),
            Tag::Strong if self.image.is_none() => self.out.push_str("<strong>"),
            Tag::Link { dest_url, .. } if self.image.is_none() => self.start_link(&dest_url),
            Tag::Image { dest_url, .. } if self.image.is_none() => {
                let is_inside = !self.links.is_empty();
                let leads = (!is_inside).then(|| (self.resolve)(&dest_url)).flatten();
                self.image = Some((leads, String::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => {
                let end = if self.table.has_body {
                    "</tbody>\n"
                } else {
                    ""
                };
                self.out.push_str(end);
                self.out.push_str("</table></div>\n");
            }
            TagEnd::TableHead => {
                self.end_row();
                self.table.in_head = false;
                self.out.push_str("</thead>\n");
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis if self.image.is_none() => self.out.push_str("</em>"),
            TagEnd::Strong if self.image.is_none() => self.out.push_str("</strong>"),
            TagEnd::Link if self.image.is_none() && self.links.pop() == Some(true) => {
                self.out.push_str("</a>");
            }
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn start_heading(&mut self, level: u8) {
        let level = level.clamp(TOP, self.level + 1).min(6);
        self.level = level;
        self.open.push(level);
        self.heading = Some((self.out.len(), String::new()));
    }

    fn end_heading(&mut self) {
        let level = self.open.pop().unwrap_or(TOP);
        let Some((start, words)) = self.heading.take() else {
            return;
        };
        let words = words.trim();
        let content = self.out.split_off(start.min(self.out.len()));
        // An empty heading says nothing to a reader of screens.
        if words.is_empty() {
            self.out.push_str(&content);
            return;
        }
        let name = format!("{ANCHOR}{}", slug(words));
        let count = self.anchors.entry(name.clone()).or_default();
        *count += 1;
        let anchor = match *count {
            1 => name,
            // Two dashes are in no slug.
            count => format!("{name}--{count}"),
        };
        self.out
            .push_str(&format!("<h{level} id=\"{anchor}\">{content}</h{level}>\n"));
        if level == TOP {
            self.headings.push(Heading {
                title: words.to_owned(),
                anchor,
            });
        }
    }

    fn start_link(&mut self, url: &str) {
        let leads = (self.resolve)(url);
        self.links.push(leads.is_some());
        if let Some(url) = leads {
            self.out.push_str("<a href=\"");
            escape(&url, &mut self.out);
            self.out.push_str("\">");
        }
    }

    fn end_image(&mut self) {
        let Some((leads, words)) = self.image.take() else {
            return;
        };
        let shown = image(&words);
        match leads {
            Some(url) => {
                self.start_link_to(&url);
                self.text(&shown);
                self.out.push_str("</a>");
            }
            None => self.text(&shown),
        }
    }

    fn start_link_to(&mut self, url: &str) {
        self.out.push_str("<a href=\"");
        escape(url, &mut self.out);
        self.out.push_str("\">");
    }

    /// HTML is shown as it is written; a comment is for whoever writes.
    fn end_raw(&mut self) {
        let raw = self.raw.take().unwrap_or_default();
        let shown = without_comments(&raw);
        let shown = shown.trim_end();
        if !shown.trim().is_empty() {
            self.out.push_str("<pre><code>");
            escape(shown, &mut self.out);
            self.out.push_str("</code></pre>\n");
        }
    }

    fn start_row(&mut self) {
        self.table.column = 0;
        self.table.empty = 0;
        self.out.push_str("<tr>");
    }

    fn start_cell(&mut self) {
        self.table.cell = self.out.len();
    }

    /// Cells that are empty become one: a row that lacks cells is filled up, and costs nothing.
    fn end_cell(&mut self) {
        let cell = self.table.cell.min(self.out.len());
        let content = self.out.split_off(cell);
        let alignment = self.table.alignments.get(self.table.column).copied();
        self.table.column += 1;
        if content.trim().is_empty() && !self.table.in_head {
            self.table.empty += 1;
            return;
        }
        self.fill();
        let class = match alignment {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"middle\"",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        let (tag, scope) = match (self.table.in_head, content.trim().is_empty()) {
            (true, false) => ("th", " scope=\"col\""),
            // A heading without words is none.
            (true, true) | (false, _) => ("td", ""),
        };
        self.out
            .push_str(&format!("<{tag}{scope}{class}>{content}</{tag}>"));
    }

    fn end_row(&mut self) {
        self.fill();
        self.out.push_str("</tr>\n");
    }

    fn fill(&mut self) {
        let mut empty = std::mem::take(&mut self.table.empty);
        while empty > 0 {
            let span = empty.min(WIDEST);
            match span {
                1 => self.out.push_str("<td></td>"),
                span => self.out.push_str(&format!("<td colspan=\"{span}\"></td>")),
            }
            empty -= span;
        }
    }
}

pub(super) fn is_comment(text: &str) -> bool {
    text.starts_with("<!--") && text.ends_with("-->")
}

/// HTML without its comments; one that does not end is none.
pub(super) fn without_comments(html: &str) -> String {
    let mut shown = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        shown.push_str(before);
        let Some((_, behind)) = comment.split_once("-->") else {
            shown.push_str("<!--");
            shown.push_str(comment);
            return shown;
        };
        rest = behind;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests;
