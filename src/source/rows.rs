//! On which line of a table in a text a row begins.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::io::Read;
use std::rc::Rc;

/// A reader that notes where lines end, for [`RowLines`].
pub struct Counted<R> {
    reader: R,
    ends: Rc<RefCell<Ends>>,
}

/// The lines of rows in what a `Counted` has read.
pub struct RowLines(Rc<RefCell<Ends>>);

#[derive(Default)]
struct Ends {
    /// How many bytes have been read.
    read: u64,
    /// How many lines end before the row that was asked for last.
    before: u64,
    /// The carriage returns and line feeds behind those, with their places.
    next: VecDeque<(u64, u8)>,
}

/// A reader that counts the lines of another one, and what says which line a row is on.
pub fn counted<R: Read>(reader: R) -> (Counted<R>, RowLines) {
    let ends = Rc::new(RefCell::new(Ends::default()));
    let lines = RowLines(Rc::clone(&ends));
    (Counted { reader, ends }, lines)
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(bytes)?;
        let mut ends = self.ends.borrow_mut();
        let mut at = ends.read;
        for byte in bytes.iter().take(count) {
            if matches!(byte, b'\r' | b'\n') {
                ends.next.push_back((at, *byte));
            }
            at += 1;
        }
        ends.read = at;
        Ok(count)
    }
}

impl RowLines {
    /// The line, from 1, of a row that is said to begin at a byte: rows are asked for in their order. What
    /// ends the row before, and lines without anything, may still stand there: the reader of rows steps
    /// over the line feed behind a carriage return only when it reads on.
    pub fn line(&self, byte: u64) -> u64 {
        let mut ends = self.0.borrow_mut();
        let mut begin = byte;
        while let Some((at, end)) = ends.next.front().copied().filter(|it| it.0 <= begin) {
            begin += u64::from(at == begin);
            ends.before += u64::from(end == b'\n');
            ends.next.pop_front();
        }
        ends.before + 1
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn a_row_is_on_the_line_that_an_editor_shows() {
        let table = "\n# t,u\n1,\"a\nb\"\n\n\n2,c\n3,d\n";
        for (table, feed) in [(table.to_owned(), 1), (table.replace('\n', "\r\n"), 2)] {
            let (reader, lines) = counted(table.as_bytes());
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
            reader.headers().unwrap();
            let mut found = Vec::new();
            for row in reader.records() {
                found.push(lines.line(row.unwrap().position().unwrap().byte()));
            }
            assert_eq!(found, [3, 7, 8], "{feed} bytes end a line");
        }
    }
}
