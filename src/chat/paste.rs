//! What is copied from a Slack channel and pasted: heads with a name and a time of day, then lines.

use super::Asked;
use super::ChatFault;
use super::Message;
use super::Messages;
use super::Skipped;
use super::clock;
use super::clock::Days;
use super::clock::Reading;
use super::input::Opened;
use super::keys::Keys;
use super::slack::without_emoji;
use chrono::NaiveDate;

/// The longest name in a head, in characters.
const NAME: usize = 64;

/// What Slack adds at the end of a line.
const ADDED_BEHIND: [&str; 3] = ["(edited)", "View newer replies", "View thread"];

/// The lines that Slack adds.
const ADDED: [&str; 3] = ["New", "Show more", "Show less"];

/// What begins a message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    name: String,
    is_bot: bool,
    /// `None`: only how long ago it was.
    time: Option<Reading>,
    /// What stands behind it on the same line.
    rest: String,
}

/// Whether a line begins a message.
pub(super) fn is_head(line: &str) -> bool {
    head(line).is_some_and(|it| it.time.is_some())
}

/// Reads a head: `name [8:27 AM]`, `name  8:27 AM`, `[8:27 AM] name: text`.
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

fn named(name: &str, time: Option<Reading>, rest: &str) -> Option<Head> {
    let name = name.trim();
    let (name, is_bot) = match name.strip_suffix(" APP").or(name.strip_suffix(" BOT")) {
        Some(name) => (name.trim_end(), true),
        None => (name, false),
    };
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

/// A line without the mark of a quotation.
fn quoted(line: &str) -> &str {
    line.trim_start().strip_prefix('>').unwrap_or(line)
}

/// A line that only says which day it is: `Tuesday, February 5th, 2019`, `2019-02-05`.
fn day(line: &str) -> Option<NaiveDate> {
    let line = quoted(line).trim().trim_matches('-').trim();
    if line.len() > 40 || !line.bytes().any(|it| it.is_ascii_digit()) {
        return None;
    }
    let plain: String = line.replace(',', " ");
    let words: Vec<String> = plain
        .split_whitespace()
        .map(|it| {
            let digits = it.trim_end_matches(|it: char| it.is_ascii_lowercase());
            let is_ordinal = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
            if is_ordinal { digits } else { it }.to_owned()
        })
        .collect();
    let line = words.join(" ");
    let forms = [
        "%A %B %d %Y",
        "%B %d %Y",
        "%A %d %B %Y",
        "%d %B %Y",
        "%Y-%m-%d",
    ];
    let mut forms = forms.iter();
    forms.find_map(|it| NaiveDate::parse_from_str(&line, it).ok())
}

/// A message as it stands in the text.
struct Raw {
    line: usize,
    head: Head,
    /// The day that the log turns to before it.
    day: Option<NaiveDate>,
    lines: Vec<String>,
}

/// The messages of a pasted log. What stands before the first head, and under headings, is not of it.
pub(super) fn open(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let text = input.text()?;
    let name = text.name.clone();
    let text = text.whole()?;
    let raw = cut(&text);
    let mut days = match raw.first().and_then(|it| it.day) {
        Some(day) => Days::new((asked.zone.ok_or(ChatFault::NoZone)?, day)),
        None => Days::new(clock::start(asked)?),
    };
    let mut keys = Keys::default();
    let mut messages = Vec::with_capacity(raw.len());
    for (index, one) in raw.iter().enumerate() {
        let place = format!("{name}:{}", one.line);
        if let Some(day) = one.day {
            days.turn_to(day);
        }
        let text = clean(&one.lines);
        if is_noise(&text) {
            continue;
        }
        let Some(reading) = one.head.time else {
            messages.push(Err(Skipped {
                place,
                reason: "it says only how long ago it was sent".to_owned(),
            }));
            continue;
        };
        let next = raw.get(index + 1..).unwrap_or_default().iter();
        let next = next
            .take_while(|it| it.day.is_none())
            .find_map(|it| it.head.time);
        let (at, remark) = days.at(reading, next.map(|it| it.time));
        let author = asked.handle(&[&one.head.name]);
        let key = keys.of("paste", at, &one.head.name, &text);
        messages.push(Ok(Message {
            key,
            place,
            at,
            author,
            is_bot: one.head.is_bot,
            text,
            reactions: Vec::new(),
            is_pinned: false,
            reply_to: None,
            remark,
        }));
    }
    Ok(Box::new(messages.into_iter()))
}

fn cut(text: &str) -> Vec<Raw> {
    let mut all: Vec<Raw> = Vec::new();
    let mut is_open = false;
    let mut turned = None;
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        if let Some(head) = head(line) {
            let rest = head.rest.clone();
            all.push(Raw {
                line: index + 1,
                head,
                day: std::mem::take(&mut turned),
                lines: vec![rest],
            });
            is_open = true;
        } else if let Some(day) = day(line) {
            // Slack writes it between two messages; in the middle of one it is what somebody said.
            let blank = |(_, line): &(usize, &str)| quoted(line).trim().is_empty();
            while lines.next_if(blank).is_some() {}
            if lines.peek().is_some_and(|(_, it)| head(it).is_some()) {
                turned = Some(day);
                is_open = false;
            } else if let (true, Some(last)) = (is_open, all.last_mut()) {
                last.lines.push(quoted(line).to_owned());
            }
        } else if line.starts_with("## ") || line.starts_with("### ") || line.starts_with("# ") {
            is_open = false;
        } else if let (true, Some(last)) = (is_open, all.last_mut()) {
            last.lines.push(quoted(line).to_owned());
        }
    }
    all
}

/// The text of a message: without what Slack adds, without codes of emoji and of a break.
fn clean(lines: &[String]) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut is_code = false;
    for line in lines {
        let line = line.trim();
        is_code ^= line.matches("```").count() % 2 == 1;
        let line = line.trim_end_matches('\\').trim_end();
        let line = ADDED_BEHIND.iter().fold(line, |line, it| {
            line.strip_suffix(it).unwrap_or(line).trim_end()
        });
        let is_added = line.starts_with("replied to a thread:") || ADDED.contains(&line);
        if is_added && !is_code {
            continue;
        }
        let line = if is_code || line.contains("```") {
            line.to_owned()
        } else {
            without_emoji(line).trim().to_owned()
        };
        // A definition of a Markdown link belongs to the document around the log.
        let is_definition = line.starts_with('[') && line.contains("]: http");
        if !line.is_empty() && !is_definition {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// What Slack says of who came and went.
fn is_noise(text: &str) -> bool {
    let begins = [
        "joined #",
        "left #",
        "set the channel",
        "was added to #",
        "joined the channel",
    ];
    !text.contains('\n') && begins.iter().any(|it| text.starts_with(it))
}
