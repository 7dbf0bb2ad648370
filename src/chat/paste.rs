//! What is copied from a Slack channel and pasted: heads with a name and a time of day, then lines.

use super::Asked;
use super::ChatFault;
use super::Message;
use super::Messages;
use super::Skipped;
use super::clock;
use super::clock::Days;
use super::input::Opened;
use super::keys::Keys;
use super::slack::without_emoji;
use days::Turn;
use heads::cut;

mod days;
mod heads;

pub(super) use heads::count;

/// What Slack adds at the end of a line.
const ADDED_BEHIND: [&str; 3] = ["(edited)", "View newer replies", "View thread"];

/// The lines that Slack adds.
const ADDED: [&str; 3] = ["New", "Show more", "Show less"];

/// What begins a line that Slack adds.
const ADDED_BEFORE: [&str; 2] = ["replied to a thread:", "Last reply "];

/// The most digits of a number of reactions.
const REACTIONS: usize = 4;

/// The messages of a pasted log. What stands before the first head, and under headings, is not of it.
pub(super) fn open(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let text = input.text()?;
    let name = text.name.clone();
    let text = text.whole()?;
    let raw = cut(&text);
    let mut days = match raw.first().and_then(|it| it.day.as_ref()) {
        Some(Turn::Day(day)) => Days::new((asked.zone.ok_or(ChatFault::NoZone)?, *day)),
        // `Today` is the day that is named.
        _ => Days::new(clock::start(asked)?),
    };
    let mut turned = None;
    let mut keys = Keys::default();
    let mut messages = Vec::with_capacity(raw.len());
    for (index, one) in raw.iter().enumerate() {
        let place = format!("{name}:{}", one.line);
        if let Some(turn) = &one.day {
            if let Some(day) = turn.after(days.date(), turned) {
                days.turn_to(day);
            } else if index > 0 || !matches!(turn, Turn::Word(_)) {
                messages.push(Err(Skipped {
                    place: place.clone(),
                    reason: format!(
                        "`{}` before it does not tell which day it is; it is read as of {}",
                        turn.shown(),
                        days.date()
                    ),
                }));
            }
            turned = Some(turn);
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

/// The text of a message: without what Slack adds, without codes of emoji and of a break.
fn clean(lines: &[String]) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut is_code = false;
    let mut was_code_of_emoji = false;
    for line in lines {
        let line = line.trim();
        // How many reacted stands below what they reacted with.
        let is_digits = !line.is_empty() && line.bytes().all(|it| it.is_ascii_digit());
        if was_code_of_emoji && is_digits && line.len() <= REACTIONS {
            continue;
        }
        was_code_of_emoji = line.starts_with(':') && without_emoji(line).trim().is_empty();
        is_code ^= line.matches("```").count() % 2 == 1;
        let line = line.trim_end_matches('\\').trim_end();
        let line = ADDED_BEHIND.iter().fold(line, |line, it| {
            line.strip_suffix(it).unwrap_or(line).trim_end()
        });
        let is_added = ADDED_BEFORE.iter().any(|it| line.starts_with(it))
            || ADDED.contains(&line)
            || counts_replies(line);
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

/// `3 replies`
fn counts_replies(line: &str) -> bool {
    let count = line
        .strip_suffix(" replies")
        .or_else(|| line.strip_suffix(" reply"));
    count.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
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
