//! What stands in a Markdown body, and where: sections, tables, task lists, links, prose.
//!
//! The text is kept once, by whoever read the file: everything here is spans into it. Reading is
//! total: any text is some Markdown.

pub mod phrases;

mod points;
mod prose;
mod reader;

pub use points::points;
pub use reader::BODY_LIMIT;
pub use reader::read;

use crate::source::Span;

/// A body, read. Every list is in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The whole body.
    pub span: Span,
    /// Whether the body is larger than `BODY_LIMIT`; nothing of it has been read then.
    pub too_large: bool,
    /// Sections of every level. Headings inside quotations and lists make none.
    pub sections: Vec<Section>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Task list items.
    pub tasks: Vec<Task>,
    /// Links, images, and addresses that stand in the text as they are.
    pub links: Vec<Link>,
    /// The innermost blocks: each holds text and no other block. An HTML comment inside a
    /// paragraph is a block of its own.
    pub blocks: Vec<Block>,
    runs: Vec<Run>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6.
    pub level: u8,
    /// The heading's words without markup.
    pub title: String,
    /// The heading with its markup, without the line's end.
    pub heading: Span,
    /// What follows, up to the next heading of the same or a higher level.
    pub content: Span,
    /// The section it is part of: an index into `sections`.
    pub parent: Option<usize>,
}

/// What a block is. A paragraph inside a list item counts as a list item, one inside a block quote
/// as a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// The text of a list item, or one paragraph of it.
    ListItem,
    /// A cell of a table, of its header too.
    TableCell,
    /// A heading.
    Heading,
    /// A code block.
    Code,
    /// Text inside a block quote.
    Quote,
    /// HTML other than comments.
    Html,
    /// An HTML comment.
    Comment,
}

/// A stretch of text that holds no other block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, without the markup of the blocks around it (list markers, `#`, `|`).
    pub span: Span,
    /// The innermost level-2 section: an index into `sections`.
    pub section: Option<usize>,
    /// The innermost section of any level: an index into `sections`.
    pub heading: Option<usize>,
    /// How many lists it is in.
    pub depth: usize,
    /// Whether it is the first block of a list item.
    pub starts_item: bool,
    first_run: usize,
    end_run: usize,
}

/// How a run of prose follows the one before it in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// Without a space: only markup stands between them.
    Direct,
    /// As if with a space: a line ends between them.
    Space,
    /// Something was left out: code, a quotation, an address. No phrase reaches across.
    Cut,
}

/// A run of plain prose. It may hold line ends; entities and escapes stay as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The prose.
    pub span: Span,
    /// How it follows the run before it; of a block's first run, `Cut` or `Direct`.
    pub joint: Joint,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The whole table.
    pub span: Span,
    /// The cells of its first row.
    pub header: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Row>,
    /// The innermost level-2 section: an index into `sections`.
    pub section: Option<usize>,
    /// The innermost section of any level: an index into `sections`.
    pub heading: Option<usize>,
}

/// A row of a table. Every row has as many cells as the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The whole row.
    pub span: Span,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table. Its links are `body.links_in(cell.span)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text without the blanks around it; empty where the cell is.
    pub span: Span,
}

/// An item of a task list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Whether it is ticked.
    pub checked: bool,
    /// The `[ ]` or `[x]`.
    pub marker: Span,
    /// The whole item.
    pub span: Span,
    /// The code span it begins with: its words, and where they stand between the backticks.
    pub id: Option<(String, Span)>,
    /// What follows the marker and the id, as it is written, on one line.
    pub text: String,
    /// Where that text stands.
    pub text_span: Span,
    /// The innermost section of any level: an index into `sections`.
    pub heading: Option<usize>,
}

/// Something that leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, with escapes and references resolved.
    pub url: String,
    /// The whole link with its markup.
    pub span: Span,
    /// The address as it stands in the link; the whole link where it stands elsewhere.
    pub url_span: Span,
    /// Whether it is an image.
    pub is_image: bool,
}

/// Text on one line: every stretch of white space becomes one blank, none at the ends.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

impl Body {
    /// A body that is not looked at.
    pub fn unread(span: Span) -> Self {
        Self {
            span,
            ..Self::default()
        }
    }

    /// The runs of plain prose in a block: code spans, quotations in quotation marks, and addresses
    /// are left out. Code, HTML, comments and block quotes have none.
    pub fn prose(&self, block: &Block) -> &[Run] {
        self.runs
            .get(block.first_run..block.end_run)
            .unwrap_or_default()
    }

    /// The section of that level whose title is one of `titles`, in any case; the first of them.
    pub fn section_named(&self, level: u8, titles: &[&str]) -> Option<usize> {
        self.sections.iter().position(|section| {
            section.level == level
                && titles
                    .iter()
                    .any(|title| section.title.to_lowercase() == title.to_lowercase())
        })
    }

    /// The blocks that begin inside `span`.
    pub fn blocks_in(&self, span: Span) -> &[Block] {
        let first = self.blocks.partition_point(|b| b.span.start < span.start);
        let end = self.blocks.partition_point(|b| b.span.start < span.end);
        self.blocks.get(first..end).unwrap_or_default()
    }

    /// The links that begin inside `span`.
    pub fn links_in(&self, span: Span) -> &[Link] {
        let first = self.links.partition_point(|l| l.span.start < span.start);
        let end = self.links.partition_point(|l| l.span.start < span.end);
        self.links.get(first..end).unwrap_or_default()
    }

    /// The tables that begin inside `span`.
    pub fn tables_in(&self, span: Span) -> &[Table] {
        let first = self.tables.partition_point(|t| t.span.start < span.start);
        let end = self.tables.partition_point(|t| t.span.start < span.end);
        self.tables.get(first..end).unwrap_or_default()
    }

    /// The table in which the byte at `offset` stands.
    pub fn table_at(&self, offset: usize) -> Option<&Table> {
        let next = self.tables.partition_point(|it| it.span.start <= offset);
        let table = self.tables.get(next.checked_sub(1)?)?;
        (offset < table.span.end).then_some(table)
    }

    /// The blocks of a section and of those below it; none where there is no such section.
    pub fn blocks_of(&self, section: usize) -> &[Block] {
        self.sections
            .get(section)
            .map(|section| self.blocks_in(section.content))
            .unwrap_or_default()
    }

    /// The text of each item of a section's outermost lists: its first block.
    pub fn items_of(&self, section: usize) -> impl Iterator<Item = &Block> {
        self.blocks_of(section).iter().filter(|block| {
            block.kind == BlockKind::ListItem && block.depth == 1 && block.starts_item
        })
    }

    /// The first paragraph of a section.
    pub fn first_paragraph(&self, section: usize) -> Option<&Block> {
        self.blocks_of(section)
            .iter()
            .find(|block| block.kind == BlockKind::Paragraph)
    }
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;
