//! Where a message begins in a pasted log: a name and a time of day, on one line or on two.

use chrono::NaiveTime;

use super::days::Turn;
use super::days::day;
use super::days::quoted;
use crate::chat::clock;
use crate::chat::clock::Reading;

/// The longest name in a head, in characters.
const NAME: usize = 64;

/// What Slack puts behind the name of a program.
const PROGRAM: [&str; 2] = ["APP", "BOT"];

/// What begins a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) is_bot: bool,
    /// `None`: only how long ago it was.
    pub(super) time: Option<Reading>,
    /// What stands behind it on the same line.
    rest: String,
}

/// A message as it stands in the text.
pub(super) struct Raw {
    pub(super) line: usize,
    pub(super) head: Head,
    /// The day that the log turns to before it.
    pub(super) day: Option<Turn>,
    pub(super) lines: Vec<String>,
}

/// Reads a head on one line: `name [8:27 AM]`, `name  8:27 AM`, `[8:27 AM] name: text`.
fn head(line: &str) -> Option<Head> {
    let line = quoted(line).trim();
    if let Some((name, rest)) = line.split_once('[') {
        let (time, rest) = rest.split_once(']')?;
        if name.trim().is_empty() {
            let (name, text) = rest.split_once(':')?;
            let reading = clock::time(time)?;
            return named(name, Some(reading), text.trim());
        }
        let reading = clock::time(time);
        if reading.is_none() && !time.ends_with(" ago") {
            return None;
        }
        // What follows would be a sentence with a bracket in it.
        return rest
            .trim()
            .is_empty()
            .then(|| named(name, reading, ""))
            .flatten();
    }
    let (name, time) = line.rsplit_once("  ")?;
    named(name, Some(clock::time(time)?), "")
}

/// Reads the second line of a head on two: `  8:27 AM`, `APP  8:27 AM`, `:palm_tree:  8:27 AM`. Says
/// whether a program wrote the message.
fn stamp(line: &str) -> Option<(Reading, bool)> {
    let line = quoted(line).trim_end();
    let (before, time) = line.rsplit_once("  ")?;
    let before = before.trim();
    let is_bot = PROGRAM.contains(&before);
    let is_state = before.len() > 2 && before.starts_with(':') && before.ends_with(':');
    if !(before.is_empty() || is_bot || is_state) {
        return None;
    }
    Some((clock::time(time)?, is_bot))
}

fn named(name: &str, time: Option<Reading>, rest: &str) -> Option<Head> {
    let name = name.trim();
    let tagged = PROGRAM.iter().find_map(|tag| {
        let before = name.strip_suffix(tag)?;
        before.ends_with(' ').then(|| before.trim_end())
    });
    let (name, is_bot) = tagged.map_or((name, false), |name| (name, true));
    let is_name = !name.is_empty()
        && name.chars().count() <= NAME
        && name.split_whitespace().count() <= 5
        && !name.starts_with(['*', '-', '#', '|']);
    is_name.then(|| Head {
        name: name.to_owned(),
        is_bot,
        time,
        rest: rest.to_owned(),
    })
}

/// How many messages begin in a text, of those that say when they were sent.
pub(in crate::chat) fn count(text: &str) -> usize {
    let raw = cut(text);
    raw.iter().filter(|it| it.head.time.is_some()).count()
}

/// Cuts a text into messages.
pub(super) fn cut(text: &str) -> Vec<Raw> {
    let mut cut = Cut::default();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        let number = index + 1;
        if let Some(head) = cut.stacked(line).or_else(|| cut.goes_on(line)) {
            cut.begin(head);
        } else if let Some(head) = head(line) {
            cut.begin((number, head));
        } else if let Some(day) = day(line) {
            // Slack writes it between two messages; in the middle of one it is what somebody said.
            let blank = |(_, line): &(usize, &str)| quoted(line).trim().is_empty();
            while lines.next_if(blank).is_some() {}
            let mut next = lines.clone().map(|(_, it)| it);
            let is_turn = match (next.next(), next.next()) {
                (Some(one), other) => head(one).is_some() || other.and_then(stamp).is_some(),
                _ => false,
            };
            if is_turn {
                cut.turned = Some(day);
                cut.is_open = false;
            } else {
                cut.line(number, line);
            }
        } else if line.starts_with("## ") || line.starts_with("### ") || line.starts_with("# ") {
            cut.is_open = false;
        } else {
            cut.line(number, line);
        }
    }
    cut.all
}

/// A text that is being cut.
#[derive(Default)]
struct Cut<'a> {
    all: Vec<Raw>,
    /// Whether the last message goes on.
    is_open: bool,
    turned: Option<Turn>,
    /// The line before this one, which may be the name of a head on two lines.
    last: Option<(usize, &'a str)>,
    /// Whether the heads of this log have two lines.
    is_stacked: bool,
}

impl<'a> Cut<'a> {
    fn begin(&mut self, (line, head): (usize, Head)) {
        let lines = vec![head.rest.clone()];
        self.all.push(Raw {
            line,
            head,
            day: self.turned.take(),
            lines,
        });
        self.is_open = true;
        self.last = None;
    }

    fn line(&mut self, number: usize, line: &'a str) {
        if let (true, Some(last)) = (self.is_open, self.all.last_mut()) {
            last.lines.push(quoted(line).to_owned());
        }
        self.last = Some((number, line));
    }

    /// A head on two lines, of which the first has been taken for one of the message before it.
    fn stacked(&mut self, line: &str) -> Option<(usize, Head)> {
        let (number, name) = self.last?;
        let (reading, is_bot) = stamp(line)?;
        let name = quoted(name).trim();
        if name.ends_with(['.', '!', '?', ':', ',']) || clock::time(name).is_some() {
            return None;
        }
        let mut head = named(name, Some(reading), "")?;
        head.is_bot |= is_bot;
        if let (true, Some(last)) = (self.is_open, self.all.last_mut()) {
            last.lines.pop();
        }
        self.is_stacked = true;
        Some((number, head))
    }

    /// A time alone: whoever wrote the last message wrote another one soon after it. There is no AM or PM
    /// with it, even where there is with others: it is the next such time.
    fn goes_on(&self, line: &str) -> Option<(usize, Head)> {
        let last = self.all.last().filter(|_| self.is_open)?;
        let before = last.head.time?;
        let plain = line.trim_start().strip_prefix('>');
        let line = plain.map_or(line, |it| it.strip_prefix(' ').unwrap_or(it));
        if !self.is_stacked || line.starts_with(char::is_whitespace) {
            return None;
        }
        let reading = clock::time(line).filter(|it| !it.has_half)?;
        let number = self.last.map_or(last.line + 1, |(number, _)| number) + 1;
        let head = Head {
            time: Some(next_half(before, reading)),
            rest: String::new(),
            ..last.head.clone()
        };
        Some((number, head))
    }
}

/// The reading, in the half of the day in which it comes soonest after another that names its half.
fn next_half(before: Reading, reading: Reading) -> Reading {
    const HALF: chrono::TimeDelta = chrono::TimeDelta::hours(12);
    if !before.has_half {
        return reading;
    }
    let other = reading.time.overflowing_add_signed(HALF).0;
    let gap = |it: NaiveTime| it.overflowing_sub_signed(before.time - NaiveTime::MIN).0;
    let time = std::cmp::min_by_key(reading.time, other, |it| gap(*it));
    Reading {
        time,
        has_half: true,
    }
}
