//! Tables that Markdown does not see: in HTML, as word processors and wikis export them, and in the manner of
//! Jira's wiki, whose rows begin and end with a bar.

use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::markdown::Body;
use crate::markdown::Cell;
use crate::markdown::Row;
use crate::markdown::Table;
use crate::source::Span;

/// The most cells of a row.
const CELLS: usize = 100;

/// The most bytes of a tag.
const TAG: usize = 500;

/// Adds the tables to those of the body, in the order of the text.
pub(super) fn add(text: &str, body: &mut Body) {
    let html = in_html(text, &body.blocks);
    let (bars, taken) = in_bars(text, &body.blocks);
    for index in taken {
        if let Some(block) = body.blocks.get_mut(index) {
            block.kind = BlockKind::TableCell;
        }
    }
    body.tables.extend(html);
    body.tables.extend(bars);
    body.tables.sort_by_key(|it| it.span.start);
}

/// A table out of rows of cells, of which the first is the header.
fn table(rows: Vec<(Span, Vec<Span>)>, block: &Block) -> Option<Table> {
    let width = rows.iter().map(|it| it.1.len()).max()?;
    if width < 2 {
        return None;
    }
    let span = Span::new(rows.first()?.0.start, rows.last()?.0.end);
    let mut rows = rows.into_iter().map(|(span, cells)| Row {
        span,
        cells: filled(cells, width, span.end),
    });
    Some(Table {
        header: rows.next()?.cells,
        rows: rows.collect(),
        span,
        section: block.section,
        heading: block.heading,
    })
}

/// As many cells as the widest row has.
fn filled(cells: Vec<Span>, width: usize, end: usize) -> Vec<Cell> {
    let missing = width.saturating_sub(cells.len());
    let empty = std::iter::repeat_n(Span::at(end), missing);
    let cells = cells.into_iter().chain(empty);
    cells.map(|span| Cell { span }).collect()
}

/// The tables in blocks of HTML. One pass over the tags, whatever they say.
fn in_html(text: &str, blocks: &[Block]) -> Vec<Table> {
    let mut blocks = blocks.iter().filter(|it| it.kind == BlockKind::Html);
    let mut tables = Vec::new();
    let mut at = 0;
    for block in &mut blocks {
        // A blank line inside of a table begins another block.
        let mut from = block.span.start.max(at);
        while let Some(begin) = opens(text, from, block.span.end) {
            let mut reader = Rows::default();
            at = reader.read(text, begin);
            tables.extend(table(reader.rows, block));
            from = at;
        }
    }
    tables
}

/// Where the next table begins: behind its tag.
fn opens(text: &str, mut from: usize, until: usize) -> Option<usize> {
    while from < until {
        let (name, tag) = next_tag(text, from)?;
        if tag.end > until {
            return None;
        }
        if name == "table" {
            return Some(tag.end);
        }
        from = tag.end;
    }
    None
}

/// The name of the next tag in small letters, with a `/` where it closes something, and where it stands.
fn next_tag(text: &str, mut from: usize) -> Option<(String, Span)> {
    loop {
        let at = from + memchr::memchr(b'<', text.as_bytes().get(from..)?)?;
        let rest = text.as_bytes().get(at + 1..)?;
        let is_tag = rest
            .first()
            .is_some_and(|it| it.is_ascii_alphabetic() || *it == b'/');
        let within = rest.get(..rest.len().min(TAG))?;
        let end = memchr::memchr(b'>', within).filter(|_| is_tag);
        let Some(end) = end else {
            from = at + 1;
            continue;
        };
        let inside = within.get(..end)?;
        let name = inside.iter().take_while(|it| !it.is_ascii_whitespace());
        let name: String = name.map(|it| char::from(it.to_ascii_lowercase())).collect();
        return Some((name, Span::new(at, at + 1 + end + 1)));
    }
}

/// The rows of a table of HTML while it is read.
#[derive(Default)]
struct Rows {
    rows: Vec<(Span, Vec<Span>)>,
    /// Where the text of the open cell begins.
    cell: Option<usize>,
}

impl Rows {
    /// Reads up to the table's end, and gives where that is.
    fn read(&mut self, text: &str, mut at: usize) -> usize {
        while let Some((name, tag)) = next_tag(text, at) {
            match name.as_str() {
                "tr" => {
                    self.close(text, tag.start);
                    self.rows.push((tag, Vec::new()));
                }
                "td" | "th" => {
                    self.close(text, tag.start);
                    self.cell = Some(tag.end);
                }
                "/td" | "/th" | "/tr" => self.close(text, tag.start),
                "/table" => {
                    self.close(text, tag.start);
                    self.rows.retain(|it| !it.1.is_empty());
                    return tag.end;
                }
                // A table inside a cell: the outer one is over, as far as it can be read.
                "table" => {
                    self.close(text, tag.start);
                    self.rows.retain(|it| !it.1.is_empty());
                    return tag.start;
                }
                _ => {}
            }
            at = tag.end;
        }
        self.rows.retain(|it| !it.1.is_empty());
        text.len()
    }

    /// Ends the open cell.
    fn close(&mut self, text: &str, end: usize) {
        let (Some(start), Some(row)) = (self.cell.take(), self.rows.last_mut()) else {
            return;
        };
        if row.1.len() < CELLS {
            row.1.push(bare(text, Span::new(start, end)));
            row.0 = Span::new(row.0.start, end);
        }
    }
}

/// A stretch of text without the blanks around it.
fn bare(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// The tables of paragraphs whose lines all begin and end with a bar, and which blocks these are.
fn in_bars(text: &str, blocks: &[Block]) -> (Vec<Table>, Vec<usize>) {
    let mut tables = Vec::new();
    let mut taken = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph || !block.span.of(text).starts_with('|') {
            continue;
        }
        let mut rows = Vec::new();
        let mut start = block.span.start;
        for line in block.span.of(text).split_inclusive('\n') {
            let span = bare(text, Span::new(start, start + line.len()));
            start += line.len();
            rows.push((span, cells(text, span)));
        }
        let is_table = rows.len() > 1 && rows.iter().all(|it| it.1.len() > 1);
        if let Some(table) = table(rows, block).filter(|_| is_table) {
            tables.push(table);
            taken.push(index);
        }
    }
    (tables, taken)
}

/// The cells of a row: `||Field||Value||`, `|Severity|P1|`, `|a||b|` with nothing between two of them. A bar
/// in a link is of the link.
fn cells(text: &str, row: Span) -> Vec<Span> {
    let line = row.of(text);
    let mut cells = Vec::new();
    if line.len() < 2 || !line.starts_with('|') || !line.ends_with('|') {
        return cells;
    }
    // Two bars are one where they set a header apart.
    let is_header = line.starts_with("||");
    let mut from = None;
    let mut depth = 0_usize;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            // A bracket that nothing closes takes no more than its cell.
            b'|' if depth == 0 || at + 1 == line.len() => {
                if let Some(from) =
                    from.filter(|it| (*it < at || !is_header) && cells.len() < CELLS)
                {
                    cells.push(bare(text, Span::new(row.start + from, row.start + at)));
                }
                depth = 0;
                from = Some(at + 1);
            }
            _ => {}
        }
    }
    cells
}
