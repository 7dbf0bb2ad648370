//! IRC: the logs of irssi and weechat, and lines that begin with an ISO timestamp.

use std::io::BufRead;

use chrono::NaiveDate;
use chrono::NaiveDateTime;

use super::Asked;
use super::ChatFault;
use super::MESSAGE_LIMIT;
use super::Message;
use super::Messages;
use super::Skipped;
use super::clock;
use super::clock::Days;
use super::clock::Reading;
use super::input::Opened;
use super::keys::Keys;
use crate::time::Moment;
use crate::time::parse_timestamp;

/// When a line was written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    /// It says all.
    At(Moment),
    /// A date and a time of day, without a zone.
    Local(NaiveDateTime),
    /// A time of day alone.
    Clock(Reading),
}

/// What a line is.
#[derive(Clone, Debug, PartialEq)]
enum Line<'a> {
    Said {
        when: When,
        nick: &'a str,
        text: &'a str,
    },
    /// The day changed, or the log was opened on a day.
    Day(NaiveDate),
    /// Who came and went, and what is no line of a log.
    Other,
}

/// Whether a line is of a log: somebody says something.
pub(super) fn is_line(line: &str) -> bool {
    matches!(read(line), Line::Said { .. })
}

fn read(line: &str) -> Line<'_> {
    if let Some(day) = opened(line) {
        return Line::Day(day);
    }
    let Some((when, rest)) = when(line) else {
        return Line::Other;
    };
    // weechat separates its columns by tabulators.
    if let Some((nick, text)) = rest.trim_start_matches([' ', '\t']).split_once('\t') {
        // What somebody does stands behind a star, with who does it.
        let actor = text.split(' ').next().filter(|_| nick.trim() == "*");
        return said(when, actor.unwrap_or(nick), text);
    }
    let rest = rest.trim_start();
    if let Some(rest) = rest.strip_prefix('<') {
        return match rest.split_once('>') {
            Some((nick, text)) => said(when, nick, text),
            // `< nick> text` with another ending is no message.
            None => Line::Other,
        };
    }
    if let Some(rest) = rest.strip_prefix("* ") {
        let rest = rest.trim_start();
        return match rest.split_once(' ') {
            Some((nick, _)) => said(when, nick, rest),
            None => Line::Other,
        };
    }
    Line::Other
}

fn said<'a>(when: When, nick: &'a str, text: &'a str) -> Line<'a> {
    let nick = nick
        .trim()
        .trim_start_matches(['@', '+', '%', '~', '&'])
        .trim();
    let is_nick = !nick.is_empty()
        && nick.len() <= 64
        && !nick.contains(char::is_whitespace)
        && nick.chars().any(char::is_alphanumeric);
    if is_nick && !text.trim().is_empty() {
        Line::Said {
            when,
            nick,
            text: text.trim(),
        }
    } else {
        Line::Other
    }
}

/// `--- Log opened Thu Jun 04 13:00:00 2020`, `--- Day changed Fri Jun 05 2020`.
fn opened(line: &str) -> Option<NaiveDate> {
    let rest = line.trim().strip_prefix("--- ")?;
    let rest = rest
        .strip_prefix("Log opened ")
        .or_else(|| rest.strip_prefix("Day changed "))?;
    let words: Vec<&str> = rest.split_whitespace().collect();
    let ([_, month, day, _, year] | [_, month, day, year]) = words.as_slice() else {
        return None;
    };
    NaiveDate::parse_from_str(&format!("{day} {month} {year}"), "%d %b %Y").ok()
}

/// The time at the beginning of a line, and what follows it.
fn when(line: &str) -> Option<(When, &str)> {
    let line = line.trim_start();
    let (words, rest) = if let Some(inside) = line.strip_prefix('[') {
        inside.split_once(']')?
    } else {
        let end = line.find([' ', '\t'])?;
        let (first, rest) = line.split_at_checked(end)?;
        // A date and a time with a blank between them.
        let second = rest.trim_start().find([' ', '\t']);
        match (is_date(first), second) {
            (true, Some(second)) => {
                let gap = rest.len() - rest.trim_start().len();
                line.split_at_checked(end + gap + second)?
            }
            _ => (first, rest),
        }
    };
    let words = words.trim();
    if let Ok(at) = parse_timestamp(words) {
        return Some((When::At(at), rest));
    }
    if let Some(reading) = clock::time(words) {
        return Some((When::Clock(reading), rest));
    }
    let forms = [
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
    ];
    let mut forms = forms.iter();
    let local = forms.find_map(|it| NaiveDateTime::parse_from_str(words, it).ok());
    local.map(|it| (When::Local(it), rest))
}

fn is_date(word: &str) -> bool {
    NaiveDate::parse_from_str(word, "%Y-%m-%d").is_ok()
}

/// The messages of a log.
pub(super) fn open(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let text = input.text()?;
    let log = Log {
        name: text.name,
        lines: text.reader,
        line: 0,
        asked: asked.clone(),
        keys: Keys::default(),
        days: None,
        day: None,
    };
    // What the first message needs, the log needs.
    let mut log = log;
    let mut first = log.next_said();
    if let Some(Ok(said)) = &first {
        match said.when {
            When::Clock(_) => {
                let day = log.day.or(asked.date).ok_or(ChatFault::NoDate)?;
                let zone = asked.zone.ok_or(ChatFault::NoZone)?;
                log.days = Some(Days::new((zone, day)));
            }
            When::Local(_) if asked.zone.is_none() => return Err(ChatFault::NoZone),
            When::Local(_) | When::At(_) => {}
        }
    }
    Ok(Box::new(std::iter::from_fn(move || {
        let said = first.take().or_else(|| log.next_said())?;
        Some(said.and_then(|it| log.message(it)))
    })))
}

/// A line in which somebody says something.
struct Said {
    place: String,
    when: When,
    nick: String,
    text: String,
}

struct Log {
    name: String,
    lines: Box<dyn BufRead>,
    line: usize,
    asked: Asked,
    keys: Keys,
    days: Option<Days>,
    /// The day that the log itself says.
    day: Option<NaiveDate>,
}

impl Log {
    fn next_said(&mut self) -> Option<Result<Said, Skipped>> {
        loop {
            let mut bytes = Vec::new();
            let limit = MESSAGE_LIMIT as u64 + 1;
            let read = std::io::Read::take(&mut self.lines, limit).read_until(b'\n', &mut bytes);
            self.line += 1;
            let place = format!("{}:{}", self.name, self.line);
            match read {
                Ok(0) => return None,
                Ok(_) if bytes.len() > MESSAGE_LIMIT => {
                    let reason = "the line is too long".to_owned();
                    // The rest of it is no message either.
                    let _ = self.lines.skip_until(b'\n');
                    return Some(Err(Skipped { place, reason }));
                }
                Ok(_) => {}
                Err(error) => {
                    let reason = format!("it cannot be read further: {error}");
                    return Some(Err(Skipped { place, reason }));
                }
            }
            let line = String::from_utf8_lossy(&bytes);
            match self::read(line.trim_end_matches(['\n', '\r'])) {
                Line::Day(day) => {
                    self.day = Some(day);
                    if let Some(days) = &mut self.days {
                        days.turn_to(day);
                    }
                }
                Line::Other => {}
                Line::Said { when, nick, text } => {
                    return Some(Ok(Said {
                        place,
                        when,
                        nick: nick.to_owned(),
                        text: text.to_owned(),
                    }));
                }
            }
        }
    }

    fn message(&mut self, said: Said) -> Result<Message, Skipped> {
        let (at, remark) = match said.when {
            When::At(at) => (at, None),
            When::Local(local) => match self.asked.zone {
                Some(zone) => (zone.at(local), None),
                None => {
                    return Err(Skipped {
                        place: said.place,
                        reason: "its time has no zone, and those before it have".to_owned(),
                    });
                }
            },
            When::Clock(reading) => {
                let Some(days) = &mut self.days else {
                    return Err(Skipped {
                        place: said.place,
                        reason: "its time has no day, and those before it have".to_owned(),
                    });
                };
                days.at(reading, None)
            }
        };
        let author = self.asked.handle(&[&said.nick]);
        Ok(Message {
            key: self.keys.of("irc", at, &said.nick, &said.text),
            place: said.place,
            at,
            author,
            is_bot: false,
            text: plain(&said.text),
            reactions: Vec::new(),
            is_pinned: false,
            reply_to: None,
            remark,
        })
    }
}

/// A text without the codes of colours.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        if it == '\u{3}' {
            let mut digits = 0;
            while digits < 5
                && rest
                    .next_if(|it| it.is_ascii_digit() || *it == ',')
                    .is_some()
            {
                digits += 1;
            }
        } else if !it.is_control() {
            out.push(it);
        }
    }
    out
}
