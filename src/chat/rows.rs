//! What every other program's log can be turned into: time, author and text, as a table or as JSON lines.

use std::cell::Cell;
use std::io;
use std::io::Read;
use std::rc::Rc;

use serde_json::Value;

use super::Asked;
use super::ChatFault;
use super::MESSAGE_LIMIT;
use super::Message;
use super::Messages;
use super::Skipped;
use super::elements::Element;
use super::elements::Elements;
use super::input::Opened;
use super::keys;
use super::keys::Keys;
use crate::source::counted;
use crate::time::Moment;
use crate::time::parse_local;
use crate::time::parse_timestamp;

/// The names that each of the three may have, in a table and in JSON.
const TIME: [&str; 6] = ["time", "timestamp", "date", "at", "created_at", "ts"];
const AUTHOR: [&str; 6] = ["author", "user", "sender", "from", "name", "nick"];
const TEXT: [&str; 5] = ["text", "message", "content", "body", "event"];
/// The name of a key that a program gave, which is kept.
const KEY: [&str; 2] = ["key", "id"];

/// Whether a text begins with the titles of such a table.
pub(super) fn is_table(text: &str) -> bool {
    let titles = text.lines().next().unwrap_or_default().to_lowercase();
    let titles: Vec<&str> = titles
        .split([',', ';', '\t'])
        .map(|it| it.trim().trim_matches('"'))
        .collect();
    let has = |names: &[&str]| titles.iter().any(|it| names.contains(it));
    titles.len() > 2 && has(&TIME) && has(&AUTHOR) && has(&TEXT)
}

/// One message as it lies there.
struct Row<'a> {
    place: String,
    time: &'a str,
    author: &'a str,
    text: &'a str,
    key: Option<&'a str>,
}

impl Row<'_> {
    fn message(self, asked: &Asked, keys: &mut Keys) -> Result<Message, Skipped> {
        let Some(at) = moment(self.time, asked) else {
            let shown: String = self.time.chars().take(32).collect();
            let reason = match parse_local(self.time.trim()) {
                Ok(_) => format!("its time has no zone: {shown} (say which with --tz)"),
                Err(_) => format!("`{shown}` is not a time"),
            };
            return Err(Skipped {
                place: self.place,
                reason,
            });
        };
        let key = match self.key.map(str::trim) {
            Some(key) if !key.is_empty() && !key.contains(char::is_whitespace) => of_id(key),
            _ => keys.of("log", at, self.author, self.text),
        };
        Ok(Message {
            key,
            place: self.place,
            at,
            author: asked.handle(&[self.author]),
            is_bot: false,
            text: self.text.trim().to_owned(),
            reactions: Vec::new(),
            is_pinned: false,
            reply_to: None,
            remark: None,
        })
    }
}

/// The key of a message whose program gave it an id; one that is a key already stays what it is.
fn of_id(id: &str) -> String {
    match keys::in_text(id).as_slice() {
        [one] if one.key == id => id.to_owned(),
        _ => keys::of_id("log", id),
    }
}

/// Reads a timestamp, a local time in the zone that is named, or seconds or milliseconds since 1970.
fn moment(text: &str, asked: &Asked) -> Option<Moment> {
    let text = text.trim();
    if let Ok(at) = parse_timestamp(text) {
        return Some(at);
    }
    if let (Ok(local), Some(zone)) = (parse_local(text), asked.zone) {
        return Some(zone.at(local));
    }
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let is_number = (9..=13).contains(&whole.len()) && whole.bytes().all(|it| it.is_ascii_digit());
    let number: i64 = is_number.then(|| whole.parse().ok()).flatten()?;
    let seconds = if whole.len() > 11 {
        number / 1000
    } else {
        number
    };
    Some(Moment::from_unix(seconds, 0))
}

/// A reader that ends with an error where one row takes so many bytes: a quotation mark without an end
/// would take all that follows.
struct Limited<R> {
    reader: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let Some(left) = self.left.get().checked_sub(bytes.len()) else {
            return Err(io::Error::other(
                "a row is too large; does a quotation mark lack its end?",
            ));
        };
        self.left.set(left);
        self.reader.read(bytes)
    }
}

/// The most bytes of a row, with what the reader takes in advance.
const ROW_LIMIT: usize = 2 * MESSAGE_LIMIT;

/// The rows of a table.
pub(super) fn table(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let mut text = input.text()?;
    let head = io::BufRead::fill_buf(&mut text.reader).unwrap_or_default();
    let first = head.split(|it| *it == b'\n').next().unwrap_or_default();
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .find(|it| first.contains(it));
    let left = Rc::new(Cell::new(ROW_LIMIT));
    let (reader, lines) = counted(Limited {
        reader: text.reader,
        left: Rc::clone(&left),
    });
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .from_reader(reader);
    let titles: Vec<String> = match reader.byte_headers() {
        Ok(titles) => titles
            .iter()
            .map(|it| {
                String::from_utf8_lossy(it)
                    .trim_start_matches('\u{feff}')
                    .trim()
                    .to_lowercase()
            })
            .collect(),
        Err(_) => return Err(ChatFault::Unknown),
    };
    let column = |names: &[&str]| titles.iter().position(|it| names.contains(&it.as_str()));
    let (Some(time), Some(author), Some(words)) = (column(&TIME), column(&AUTHOR), column(&TEXT))
    else {
        return Err(ChatFault::Unknown);
    };
    let key = column(&KEY);
    let name = text.name;
    let asked = asked.clone();
    let mut keys = Keys::default();
    let mut is_over = false;
    Ok(Box::new(std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let mut record = csv::ByteRecord::new();
        left.set(ROW_LIMIT);
        let is_there = reader.read_byte_record(&mut record);
        let line = record.position().map_or(1, |it| lines.line(it.byte()));
        let place = format!("{name}:{line}");
        match is_there {
            Ok(false) => return None,
            Ok(true) if record.as_slice().len() > MESSAGE_LIMIT => {
                let reason = "the message is too large".to_owned();
                return Some(Err(Skipped { place, reason }));
            }
            Ok(true) => {}
            Err(error) => {
                is_over = true;
                let reason = format!("nothing behind the row before can be read: {error}");
                return Some(Err(Skipped { place, reason }));
            }
        }
        let cell = |index: usize| String::from_utf8_lossy(record.get(index).unwrap_or_default());
        let key = key.map(cell);
        let row = Row {
            place,
            time: &cell(time),
            author: &cell(author),
            text: &cell(words),
            key: key.as_deref(),
        };
        Some(row.message(&asked, &mut keys))
    })))
}

/// The objects of JSON lines.
pub(super) fn objects(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let text = input.text()?;
    let name = text.name;
    let asked = asked.clone();
    let mut keys = Keys::default();
    let elements = Elements::new(text.reader);
    Ok(Box::new(elements.map(move |element| {
        let (line, element) = element.map_err(|error| Skipped {
            place: format!("{name}:1"),
            reason: format!("it cannot be read further: {error}"),
        })?;
        let place = format!("{name}:{line}");
        let skipped = |reason: &str| Skipped {
            place: place.clone(),
            reason: reason.to_owned(),
        };
        let Element::Whole(bytes) = element else {
            return Err(skipped("the message is too large"));
        };
        let text = String::from_utf8_lossy(&bytes);
        let value: Value =
            serde_json::from_str(&text).map_err(|_| skipped("the line is not JSON"))?;
        let found = |names: &[&str]| names.iter().find_map(|it| value.get(it)).map(words);
        let time = found(&TIME).ok_or_else(|| skipped("the message has no `time`"))?;
        let [author, text] = [&AUTHOR[..], &TEXT[..]].map(|it| found(it).unwrap_or_default());
        let key = found(&KEY);
        let row = Row {
            place: place.clone(),
            time: &time,
            author: &author,
            text: &text,
            key: key.as_deref(),
        };
        row.message(&asked, &mut keys)
    })))
}

/// A value as text; of an object its name.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            let mut names = ["name", "login", "display_name", "id"].iter();
            let name = names.find_map(|it| fields.get(*it)?.as_str());
            name.unwrap_or_default().to_owned()
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
