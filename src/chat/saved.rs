//! A log that is saved beside a report: JSON lines with keys, times, authors and texts.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::time::Moment;
use crate::time::parse_timestamp;

/// When each message of a saved log was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    times: BTreeMap<String, Moment>,
    lines: Vec<Option<Moment>>,
}

impl Saved {
    /// Reads one. What cannot be read is a message that is not there.
    pub fn read(text: &str) -> Self {
        let mut saved = Self::default();
        for line in text.lines() {
            let read = read(line);
            saved.lines.push(read.as_ref().map(|it| it.1));
            if let Some((Some(key), at)) = read {
                saved.times.entry(key).or_insert(at);
            }
        }
        saved
    }

    /// When the message of a key was sent; `None` where there is none.
    pub fn at(&self, key: &str) -> Option<Moment> {
        self.times.get(key).copied()
    }

    /// The same of a line, counted from 1.
    pub fn at_line(&self, line: usize) -> Option<Moment> {
        self.lines.get(line.checked_sub(1)?).copied().flatten()
    }
}

fn read(line: &str) -> Option<(Option<String>, Moment)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let at = parse_timestamp(value.get("time")?.as_str()?).ok()?;
    let key = value.get("key").and_then(Value::as_str);
    Some((key.map(str::to_owned), at))
}
