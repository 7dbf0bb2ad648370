//! Objects out of a stream of JSON, one by one, whatever its size: those of a list at the top, of the list
//! `messages` of an object at the top, or one after the other.

use std::io;
use std::io::BufRead;

use super::MESSAGE_LIMIT;

/// The name of the list that is looked for in an object at the top.
const LIST: &[u8] = b"messages";

/// An object, or that there is one too large.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Its bytes.
    Whole(Vec<u8>),
    /// It has more bytes than a message may have.
    TooLarge,
}

/// Cuts a stream into objects. Each comes with the line on which it begins.
pub(super) struct Elements<R> {
    reader: R,
    line: usize,
    /// How deep the next byte lies in lists and objects that are not elements themselves.
    outside: Outside,
    /// Whether the elements are those of lists called `messages`.
    is_named: bool,
    is_over: bool,
}

/// Where the reader is, outside of every element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outside {
    /// At the top: an object here is an element, unless it has the list.
    Top,
    /// In a list whose objects are elements.
    List,
}

impl<R: BufRead> Elements<R> {
    /// The objects of a stream of which it is known whether they lie in a list called `messages`.
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            line: 1,
            outside: Outside::Top,
            is_named: false,
            is_over: false,
        }
    }

    /// The objects of the lists `messages` of the objects at the top: answers may follow each other.
    pub(super) fn of_messages(reader: R) -> Self {
        let mut elements = Self::new(reader);
        elements.is_named = true;
        if elements.find_list(0).unwrap_or(false) {
            elements.outside = Outside::List;
        } else {
            elements.is_over = true;
        }
        elements
    }

    /// Goes behind the bracket that opens the next such list, which lies directly in an object at the top.
    /// So deep is what comes next.
    fn find_list(&mut self, mut depth: usize) -> io::Result<bool> {
        let mut last = Vec::new();
        while let Some(byte) = self.next_byte()? {
            match byte {
                b'"' => last = self.text()?,
                b'[' if depth == 1 && last == LIST => return Ok(true),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    last.clear();
                }
                b',' => last.clear(),
                _ => {}
            }
        }
        Ok(false)
    }

    /// The rest of a text, of which no more is kept than a name can have.
    fn text(&mut self) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        let mut is_escaped = false;
        while let Some(byte) = self.next_byte()? {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => break,
                _ if text.len() <= LIST.len() => text.push(byte),
                _ => {}
            }
        }
        Ok(text)
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let Some(byte) = self.reader.fill_buf()?.first().copied() else {
            return Ok(None);
        };
        self.reader.consume(1);
        if byte == b'\n' {
            self.line += 1;
        }
        Ok(Some(byte))
    }

    /// Takes the rest of an object whose first bracket has been read. One that is broken takes no other with
    /// it: no text of JSON has a line's end in it, and no object inside another begins a line.
    fn object(&mut self) -> io::Result<Element> {
        let mut bytes = vec![b'{'];
        let mut is_kept = true;
        let mut depth = 1_usize;
        let mut in_text = false;
        let mut is_escaped = false;
        let mut begins_line = false;
        let mut is_broken = false;
        while depth > 0 && !is_broken {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let mut taken = 0;
            let mut lines = 0;
            for &byte in buffer {
                if begins_line && byte == b'{' {
                    is_broken = true;
                    break;
                }
                taken += 1;
                begins_line = byte == b'\n';
                match byte {
                    b'\n' => {
                        lines += 1;
                        if in_text {
                            is_broken = true;
                            break;
                        }
                    }
                    _ if is_escaped => {
                        is_escaped = false;
                        continue;
                    }
                    b'\\' if in_text => is_escaped = true,
                    b'"' => in_text = !in_text,
                    b'{' | b'[' if !in_text => depth += 1,
                    b'}' | b']' if !in_text => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            is_kept = is_kept && bytes.len() + taken <= MESSAGE_LIMIT;
            if is_kept {
                bytes.extend(buffer.iter().take(taken));
            } else {
                bytes = Vec::new();
            }
            self.line += lines;
            self.reader.consume(taken);
        }
        Ok(if is_kept {
            Element::Whole(bytes)
        } else {
            Element::TooLarge
        })
    }

    fn step(&mut self) -> io::Result<Option<(usize, Element)>> {
        while let Some(byte) = self.next_byte()? {
            match byte {
                b'{' => {
                    let line = self.line;
                    return Ok(Some((line, self.object()?)));
                }
                b'"' => {
                    self.text()?;
                }
                b'[' if self.outside == Outside::Top => self.outside = Outside::List,
                // Behind a list there may be another.
                b']' if self.outside == Outside::List => {
                    let is_over = self.is_named && !self.find_list(1)?;
                    if is_over {
                        break;
                    }
                    if !self.is_named {
                        self.outside = Outside::Top;
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Elements<R> {
    type Item = io::Result<(usize, Element)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let step = self.step().transpose();
        self.is_over = !matches!(step, Some(Ok(_)));
        step
    }
}
