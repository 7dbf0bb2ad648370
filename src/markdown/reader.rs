//! From the events of the CommonMark reader to a `Body`.

mod leaf;
mod parts;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::prose::Marks;
use super::{BlockKind, Body, Cell, Joint, Row, Table};
use crate::source::Span;

/// The most bytes of a body that are read, 2 MiB: some hundred times a long report.
pub const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// How many bytes a block has, or a run: for each so many, room is made before one is read.
const USUAL_BLOCK: usize = 64;

/// Reads the part of `text` that `body` covers; spans are byte offsets into the whole `text`.
pub fn read(text: &str, body: Span) -> Body {
    if body.len() > BODY_LIMIT {
        return Body {
            span: body,
            too_large: true,
            ..Body::default()
        };
    }
    let mut reader = Reader {
        text,
        base: body.start,
        body: Body {
            span: body,
            blocks: Vec::with_capacity(body.len() / USUAL_BLOCK),
            runs: Vec::with_capacity(body.len() / USUAL_BLOCK),
            ..Body::default()
        },
        quotes: 0,
        items: Vec::new(),
        leaf: None,
        level_two: None,
        heading: None,
        open: Vec::new(),
        table: None,
        skip: 0,
        html: None,
        marks: Marks::of(text, body),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(body.of(text), options).into_offset_iter() {
        reader.event(event, &range);
    }
    reader.finish()
}

/// A list item that is open.
struct Item {
    span: Span,
    has_block: bool,
    task: Option<OpenTask>,
}

/// A task whose text is being read.
struct OpenTask {
    checked: bool,
    marker: Span,
    id: Option<(String, Span)>,
    text: Option<Span>,
}

/// The innermost block that is open, and takes text.
struct Leaf {
    kind: BlockKind,
    /// From its first piece of text to its last; `None` before the first.
    span: Option<Span>,
    /// Where it stands if it has no text.
    fallback: Span,
    first_run: usize,
    joint: Joint,
    /// Its words without markup, where they are wanted.
    title: Option<String>,
    starts_item: bool,
}

/// A table that is being read.
struct OpenTable {
    table: Table,
    cells: Vec<Cell>,
}

struct Reader<'a> {
    text: &'a str,
    /// Where the body begins in the text: the events count from there.
    base: usize,
    body: Body,
    /// How many block quotes are open.
    quotes: usize,
    items: Vec<Item>,
    leaf: Option<Leaf>,
    level_two: Option<usize>,
    heading: Option<usize>,
    /// The sections that are open, outermost first.
    open: Vec<usize>,
    table: Option<OpenTable>,
    /// How many autolinks are open: their text is an address, not prose.
    skip: usize,
    html: Option<Span>,
    marks: Marks,
}

impl Reader<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.start, range.end).shift(self.base)
    }

    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        let span = self.span(range);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(&words, span),
            Event::Code(words) => self.code(&words, span),
            Event::InlineHtml(html) => {
                self.cut(span);
                if html.starts_with("<!--") {
                    self.push_block(BlockKind::Comment, span);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(leaf) = &mut self.leaf {
                    if leaf.joint == Joint::Direct {
                        leaf.joint = Joint::Space;
                    }
                    if let Some(title) = &mut leaf.title {
                        title.push(' ');
                    }
                }
            }
            Event::TaskListMarker(checked) => {
                self.inline_leaf(span);
                if let Some(item) = self.items.last_mut() {
                    item.task = Some(OpenTask {
                        checked,
                        marker: span,
                        id: None,
                        text: None,
                    });
                }
            }
            Event::Html(_) => self.html = Some(self.html.map_or(span, |html| join(html, span))),
            Event::Rule
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => self.extend(span),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let is_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.link(&dest_url, title.len(), span, false);
                if is_address {
                    self.cut(span);
                    self.skip += 1;
                } else {
                    self.extend(span);
                }
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.link(&dest_url, title.len(), span, true);
                self.extend(span);
            }
            tag => {
                self.end_inline_leaf();
                self.start_block(&tag, span);
            }
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => {
                let kind = self.text_kind();
                self.open_leaf(kind, span);
            }
            Tag::Heading { level, .. } => {
                self.open_leaf(BlockKind::Heading, span);
                if self.quotes == 0 && self.items.is_empty() {
                    self.open_section(*level as u8, span);
                }
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::CodeBlock(_) => {
                let span = self.trimmed(span);
                self.push_block(BlockKind::Code, span);
                // Text events of code end up in a leaf that takes no runs.
                self.open_leaf(BlockKind::Code, span);
            }
            Tag::Item => self.items.push(Item {
                span: self.trimmed(span),
                has_block: false,
                task: None,
            }),
            Tag::Table(_) => {
                self.table = Some(OpenTable {
                    table: Table {
                        span: self.trimmed(span),
                        header: Vec::new(),
                        rows: Vec::new(),
                        section: self.level_two,
                        heading: self.heading,
                    },
                    cells: Vec::new(),
                });
            }
            Tag::TableRow => {
                let span = self.trimmed(span);
                if let Some(table) = &mut self.table {
                    table.table.rows.push(Row {
                        span,
                        cells: Vec::new(),
                    });
                }
            }
            Tag::TableCell => self.open_leaf(BlockKind::TableCell, span),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.skip = self.skip.saturating_sub(1),
            TagEnd::Paragraph | TagEnd::CodeBlock => {
                self.close_leaf();
            }
            TagEnd::Heading(_) => {
                let leaf = self.close_leaf();
                self.name_section(leaf);
            }
            TagEnd::BlockQuote(_) => {
                self.end_inline_leaf();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.end_inline_leaf();
                self.end_item();
            }
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.table.header = std::mem::take(&mut table.cells);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    let cells = std::mem::take(&mut table.cells);
                    if let Some(row) = table.table.rows.last_mut() {
                        row.cells = cells;
                    }
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.body.tables.push(table.table);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.html_block(html);
                }
            }
            _ => {}
        }
    }

    /// The span without the white space at its end.
    fn trimmed(&self, span: Span) -> Span {
        let kept = span.of(self.text).trim_end().len();
        Span::new(span.start, span.start + kept)
    }

    fn finish(mut self) -> Body {
        self.end_inline_leaf();
        self.close_sections(1, self.body.span.end);
        self.body.blocks.sort_by_key(|block| block.span.start);
        self.body.links.sort_by_key(|link| link.span.start);
        self.body.tasks.sort_by_key(|task| task.span.start);
        self.body
    }
}

/// From the beginning of one to the end of the other.
fn join(one: Span, other: Span) -> Span {
    Span::new(one.start.min(other.start), one.end.max(other.end))
}
