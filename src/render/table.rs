//! Tables for people: aligned columns that fit the terminal, cells sanitised.

mod fit;

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::Look;
use super::Tone;
use super::sanitize;
use super::wrap::wrap;
use fit::Fit;

/// The columns between two cells.
const GAP: usize = 2;
/// By how much a line goes in that belongs to the one above it.
const INDENT: usize = 2;
/// Up to how many columns a cell is filled up with blanks where the output is no terminal: one report with a
/// long word makes the rows of all others no longer than that.
const WIDEST: usize = 200;
/// By how much a text goes in that stands below its row.
const BELOW: usize = 4;

/// What a column does where the table is wider than the terminal. All of them are told by their
/// heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// It is never broken, so that it can be copied: an id, a date, a status.
    Whole(&'static str),
    /// The same, of a number, which says nothing without its heading: `6 people`.
    Count(&'static str),
    /// The same, of a word that says nothing without it either: `before in-review`.
    Named(&'static str),
    /// It is broken between words: people.
    Wrapped(&'static str),
    /// It is cut off at its end, so that a row stays one line: a title beside an id that says the
    /// same.
    Cut(&'static str),
    /// It is broken between words, below its row where there is no room beside: a title that stands
    /// nowhere else.
    Below(&'static str),
}

impl Column {
    fn heading(self) -> &'static str {
        match self {
            Self::Whole(it)
            | Self::Count(it)
            | Self::Named(it)
            | Self::Wrapped(it)
            | Self::Cut(it)
            | Self::Below(it) => it,
        }
    }
}

/// A row of a table: cells that are borrowed where they can be, as there may be very many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells<'a>(Vec<(Cow<'a, str>, Tone)>);

/// A row that borrows nothing.
pub type Row = Cells<'static>;

impl<'a> Cells<'a> {
    /// A row of plain text.
    pub fn new(cells: impl IntoIterator<Item = impl Into<Cow<'a, str>>>) -> Self {
        let cells = cells.into_iter();
        Self(cells.map(|it| (it.into(), Tone::Plain)).collect())
    }

    /// The same in a tone.
    #[must_use]
    pub fn all(mut self, tone: Tone) -> Self {
        for (_, it) in &mut self.0 {
            *it = tone;
        }
        self
    }

    /// The same with a tone for the cell at a place.
    #[must_use]
    pub fn toned(mut self, at: usize, tone: Tone) -> Self {
        if let Some((_, it)) = self.0.get_mut(at) {
            *it = tone;
        }
        self
    }
}

/// Lays out a table with a line of headings; every line ends with a line feed. Empty without rows, and
/// without columns in which nothing stands. Where the output is no terminal nothing is broken or cut: a
/// row is a line, for `grep`. On a terminal that is too narrow for columns each row flows by itself.
pub fn table(columns: &[Column], rows: &[Cells<'_>], look: &Look) -> String {
    let says = |at: usize| {
        let mut cells = rows.iter().filter_map(|it| it.0.get(at));
        cells.any(|(it, _)| !it.is_empty())
    };
    let kept: Vec<usize> = (0..columns.len()).filter(|at| says(*at)).collect();
    let columns: Vec<Column> = kept
        .iter()
        .filter_map(|at| columns.get(*at))
        .copied()
        .collect();
    if columns.is_empty() {
        return String::new();
    }
    let table = Table {
        columns: &columns,
        kept: &kept,
        rows,
        look,
    };
    match fit::fit(
        &columns,
        &table.widths(),
        look.terminal.map(|_| look.width()),
    ) {
        Fit::Columns { widths, below } => table.aligned(&widths, &below),
        Fit::Flow => table.flowing(),
    }
}

/// The cells of a row as they are shown, in the columns that are.
type Shown<'a> = Vec<(Cow<'a, str>, Tone)>;

/// A table that is laid out.
struct Table<'a> {
    columns: &'a [Column],
    /// Where in a row the cell of each column is.
    kept: &'a [usize],
    rows: &'a [Cells<'a>],
    look: &'a Look,
}

impl Table<'_> {
    /// What is shown of a row.
    fn shown<'r>(&self, row: &'r Cells<'_>) -> Shown<'r> {
        let cells = self.kept.iter().filter_map(|at| row.0.get(*at));
        cells.map(|(it, tone)| (sanitize(it), *tone)).collect()
    }

    /// The width of each column's widest cell, and of its longest word.
    fn widths(&self) -> Vec<fit::Width> {
        let word = |it: &str| it.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
        let of = |(column, at): (&Column, &usize)| {
            let cells = self.rows.iter().filter_map(|it| it.0.get(*at));
            let texts = cells.map(|(it, _)| sanitize(it));
            let mut widest = fit::Width { whole: 0, word: 0 };
            for text in texts.chain([column.heading().into()]) {
                widest.whole = widest.whole.max(text.width());
                widest.word = widest.word.max(word(&text));
            }
            widest
        };
        self.columns.iter().zip(self.kept).map(of).collect()
    }

    /// Columns of these widths; what stands in one below its row has none.
    fn aligned(&self, widths: &[usize], below: &[usize]) -> String {
        let headings = self.columns.iter();
        let headings = headings.map(|it| (it.heading().into(), Tone::Heading));
        let mut text = self.line(&headings.collect(), widths, below);
        for row in self.rows {
            let row = self.shown(row);
            text.push_str(&self.line(&row, widths, below));
            let cells = below.iter().filter_map(|at| row.get(*at));
            for (cell, tone) in cells.filter(|(it, _)| !it.is_empty()) {
                for line in wrap(cell, self.look.width().saturating_sub(BELOW)).lines() {
                    text.push_str(&format!(
                        "{}{}\n",
                        " ".repeat(BELOW),
                        self.look.paint(*tone, line)
                    ));
                }
            }
        }
        text
    }

    /// A row in columns, as many lines as its highest cell has.
    fn line(&self, row: &Shown<'_>, widths: &[usize], below: &[usize]) -> String {
        let shown = widths
            .iter()
            .enumerate()
            .filter(|(at, _)| !below.contains(at));
        let cells: Vec<(usize, Tone, Vec<String>)> = shown
            .map(|(at, width)| {
                let (cell, tone) = row
                    .get(at)
                    .map_or(("", Tone::default()), |it| (&*it.0, it.1));
                let lines = match self.columns.get(at) {
                    Some(Column::Wrapped(_) | Column::Below(_)) => broken(cell, *width),
                    Some(Column::Cut(_)) => vec![shortened(cell, *width)],
                    _ => vec![cell.to_owned()],
                };
                (*width, tone, lines)
            })
            .collect();
        let height = cells
            .iter()
            .map(|(_, _, lines)| lines.len())
            .max()
            .unwrap_or(0);
        let mut text = String::new();
        for at in 0..height {
            let mut blanks = 0;
            for (width, tone, lines) in &cells {
                let line = lines.get(at).map_or("", String::as_str);
                if !line.is_empty() {
                    text.push_str(&" ".repeat(blanks));
                    text.push_str(&self.look.paint(*tone, line));
                    blanks = 0;
                }
                let width = match self.look.terminal {
                    Some(_) => *width,
                    None => WIDEST.min(*width),
                };
                blanks += width.saturating_sub(line.width()) + GAP;
            }
            text.push('\n');
        }
        text
    }

    /// Each row by itself: what fits beside each other, the rest below.
    fn flowing(&self) -> String {
        let rows = self.rows.iter();
        rows.map(|row| self.flow(&self.shown(row))).collect()
    }

    fn flow(&self, row: &Shown<'_>) -> String {
        let width = self.look.width();
        let mut text = String::new();
        let mut used = 0;
        for ((cell, tone), column) in row.iter().zip(self.columns) {
            let cell = match column {
                _ if cell.is_empty() || cell == "-" => continue,
                Column::Count(heading) => format!("{cell} {}", heading.to_lowercase()),
                Column::Named(heading) => format!("{} {cell}", heading.to_lowercase()),
                _ => cell.to_string(),
            };
            if used > 0 && used + GAP + cell.width() <= width {
                text.push_str(&" ".repeat(GAP));
                text.push_str(&self.look.paint(*tone, &cell));
                used += GAP + cell.width();
                continue;
            }
            let indent = if used == 0 && cell.width() <= width {
                0
            } else {
                INDENT
            };
            let room = width.saturating_sub(indent);
            // An address in a text is not broken: it is to be followed.
            let lines = match column {
                Column::Below(_) => wrap(&cell, room).lines().map(str::to_owned).collect(),
                _ => broken(&cell, room),
            };
            for line in lines {
                if used > 0 {
                    text.push_str(&format!("\n{}", " ".repeat(INDENT)));
                }
                text.push_str(&self.look.paint(*tone, &line));
                used = INDENT + line.width();
            }
        }
        text.push('\n');
        text
    }
}

/// A text broken between words, and a word only where it is wider than all there is.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in wrap(text, width).lines() {
        if line.width() <= width {
            lines.push(line.to_owned());
            continue;
        }
        let (mut part, mut used) = (String::new(), 0);
        for it in line.chars() {
            let wide = unicode_width::UnicodeWidthChar::width(it).unwrap_or(0);
            if used + wide > width && !part.is_empty() {
                lines.push(std::mem::take(&mut part));
                used = 0;
            }
            part.push(it);
            used += wide;
        }
        lines.push(part);
    }
    lines
}

/// A text cut to a number of columns, `…` at its end.
fn shortened(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if used > room {
            break;
        }
        short.push(character);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests;
