//! IRC: the logs of irssi, weechat, `HexChat` and mIRC, and lines that begin with an ISO timestamp.

use std::collections::VecDeque;
use std::io::BufRead;

use chrono::Datelike as _;
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
    /// A day and a time of day, without a year and a zone.
    OfSomeYear(MonthDay, Reading),
}

/// A day of some year: month and day.
type MonthDay = (u32, u32);

/// After so many lines that are none of a log no message is looked for any more: what its times need is
/// said of the first.
const UNREAD: usize = 10_000;

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
    /// Who came and went, and what else programs write.
    Other,
    /// What is no line of a log.
    Unread,
}

/// What programs write behind the time of a line in which nobody says anything.
const NOTICES: [&str; 10] = [
    "-!-", "-->", "<--", "--", "***", "=-=", "**", "-*-", "==", "!",
];

/// What programs write on a line without a time.
const ASIDES: [&str; 4] = ["---", "***", "===", "Session "];

/// What programs write behind a star, where people write what they do.
const COMINGS: [&str; 6] = [
    " has joined",
    " has quit",
    " has left",
    " is now known as ",
    " sets mode",
    "Now talking on ",
];

/// Whether a line is of a log: somebody says something.
pub(super) fn is_line(line: &str) -> bool {
    matches!(read(line), Line::Said { .. })
}

fn read(line: &str) -> Line<'_> {
    if let Some(day) = opened(line) {
        return Line::Day(day);
    }
    let Some((when, rest)) = when(line) else {
        let line = line.trim();
        let is_aside = line.is_empty() || ASIDES.iter().any(|it| line.starts_with(it));
        return if is_aside { Line::Other } else { Line::Unread };
    };
    let is_coming = |text: &str| COMINGS.iter().any(|it| text.contains(it));
    // weechat and `HexChat` separate their columns by tabulators.
    if let Some((nick, text)) = rest.trim_start_matches([' ', '\t']).split_once('\t') {
        // What somebody does stands behind a star, with who does it.
        let actor = text.split(' ').next().filter(|_| nick.trim() == "*");
        if actor.is_some() && is_coming(text) {
            return Line::Other;
        }
        let nick = nick.trim();
        let inside = nick.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
        let nick = inside.unwrap_or(nick);
        return said(when, actor.unwrap_or(nick), text);
    }
    let rest = rest.trim_start();
    if let Some(rest) = rest.strip_prefix('<') {
        return match rest.split_once('>') {
            Some((nick, text)) => said(when, nick, text),
            // `<-- nick` is gone; with another ending it is no message.
            None if rest.starts_with('-') => Line::Other,
            None => Line::Unread,
        };
    }
    if let Some(rest) = rest.strip_prefix("* ") {
        let rest = rest.trim_start();
        return match rest.split_once(' ') {
            Some((nick, _)) if !is_coming(rest) => said(when, nick, rest),
            _ => Line::Other,
        };
    }
    // `-nick:#channel- text` is a notice.
    let is_notice = NOTICES.iter().any(|it| rest.starts_with(it)) || rest.starts_with('-');
    if rest.is_empty() || is_notice {
        Line::Other
    } else {
        Line::Unread
    }
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

/// What stands before a day on a line by which a program begins or goes on with a log.
const OPENS: [&str; 4] = [
    "--- Log opened ",
    "--- Day changed ",
    "**** BEGIN LOGGING AT ",
    "Session Start: ",
];

/// `--- Log opened Thu Jun 04 13:00:00 2020`, `--- Day changed Fri Jun 05 2020`.
fn opened(line: &str) -> Option<NaiveDate> {
    let line = line.trim();
    let rest = OPENS.iter().find_map(|it| line.strip_prefix(it))?;
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
    if let Some(found) = of_some_year(line) {
        return Some(found);
    }
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

/// `Aug 14 18:55:12`, as `HexChat` and syslog write it.
fn of_some_year(line: &str) -> Option<(When, &str)> {
    let mut rest = line;
    let mut word = || {
        let (word, behind) = rest.split_once([' ', '\t'])?;
        rest = behind.trim_start_matches(' ');
        Some(word)
    };
    let (month, day, time) = (word()?, word()?, word()?);
    let reading = clock::time(time)?;
    // A leap year has all days.
    let date = NaiveDate::parse_from_str(&format!("{day} {month} 2000"), "%d %b %Y").ok()?;
    Some((When::OfSomeYear((date.month(), date.day()), reading), rest))
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
    let mut first: VecDeque<Result<Said, Skipped>> = VecDeque::new();
    while let Some(read) = log.next_said() {
        let is_said = read.is_ok();
        first.push_back(read);
        if is_said || first.len() > UNREAD {
            break;
        }
    }
    if let Some(Ok(said)) = first.back() {
        match said.when {
            When::Clock(_) | When::OfSomeYear(..) => {
                let day = log.day.or(asked.date).ok_or(ChatFault::NoDate)?;
                let zone = asked.zone.ok_or(ChatFault::NoZone)?;
                log.days = Some(Days::new((zone, day)));
            }
            When::Local(_) if asked.zone.is_none() => return Err(ChatFault::NoZone),
            When::Local(_) | When::At(_) => {}
        }
    }
    Ok(Box::new(std::iter::from_fn(move || {
        let said = first.pop_front().or_else(|| log.next_said())?;
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
                Line::Unread => {
                    let reason = "it is no message in a form that is known here".to_owned();
                    return Some(Err(Skipped { place, reason }));
                }
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
            When::Clock(reading) | When::OfSomeYear(_, reading) => {
                let Some(days) = &mut self.days else {
                    return Err(Skipped {
                        place: said.place,
                        reason: "its time has no day, and those before it have".to_owned(),
                    });
                };
                if let When::OfSomeYear(day, _) = said.when {
                    turn(days, day);
                }
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

/// Turns to a day of the year in which the log is, or of the next one, where it has gone past its end.
fn turn(days: &mut Days, (month, day): MonthDay) {
    let now = days.date();
    let of = |year| NaiveDate::from_ymd_opt(year, month, day);
    // A little back is a line out of order, far back is the next year.
    let this = of(now.year()).filter(|it| now.signed_duration_since(*it).num_days() < 180);
    if let Some(date) = this.or_else(|| of(now.year() + 1)).filter(|it| *it != now) {
        days.turn_to(date);
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
