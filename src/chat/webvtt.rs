//! `WebVTT`: a transcript of Meet, Teams or Zoom, whose times count from the start of the recording.

use chrono::TimeDelta;

use super::Asked;
use super::ChatFault;
use super::Message;
use super::Messages;
use super::Skipped;
use super::input::Opened;
use super::keys::Keys;

/// What stands between the beginning and the end of a cue.
const ARROW: &str = "-->";

/// Of how many parts a time consists at most: hours, minutes, seconds.
const PARTS: usize = 3;

/// The cues of a transcript. One that goes on where the one before it ends, by the same speaker, is of the
/// same message.
pub(super) fn open(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let start = asked.start.ok_or(ChatFault::NoStart)?;
    let text = input.text()?;
    let name = text.name.clone();
    let text = text.whole()?;
    let mut keys = Keys::default();
    let mut messages: Vec<Result<Message, Skipped>> = Vec::new();
    let mut cue: Option<(usize, TimeDelta)> = None;
    let mut lines: Vec<&str> = Vec::new();
    let all = text.lines().map(Some).chain([None]).enumerate();
    for (index, line) in all {
        let line = line.map(str::trim).unwrap_or_default();
        if let Some((from, _)) = line.split_once(ARROW) {
            cue = offset(from).map(|it| (index + 1, it));
            if cue.is_none() {
                let shown: String = line.chars().take(32).collect();
                messages.push(Err(Skipped {
                    place: format!("{name}:{}", index + 1),
                    reason: format!("`{shown}` is not a time"),
                }));
            }
            lines.clear();
        } else if line.is_empty() {
            let Some((line, at)) = cue.take() else {
                continue;
            };
            let (speaker, text) = said(&lines);
            if text.is_empty() {
                continue;
            }
            let goes_on = messages
                .last_mut()
                .and_then(|it| it.as_mut().ok())
                .filter(|it| it.author == asked.handle(&[&speaker]) && !ends(&it.text));
            if let Some(last) = goes_on {
                last.text.push(' ');
                last.text.push_str(&text);
                continue;
            }
            let at = start.plus(at);
            messages.push(Ok(Message {
                key: keys.of("webvtt", at, &speaker, &text),
                place: format!("{name}:{line}"),
                at,
                author: asked.handle(&[&speaker]),
                is_bot: false,
                text,
                reactions: Vec::new(),
                is_pinned: false,
                reply_to: None,
                remark: None,
            }));
        } else if cue.is_some() {
            lines.push(line);
        }
    }
    Ok(Box::new(messages.into_iter()))
}

/// Whether a sentence ends here.
fn ends(text: &str) -> bool {
    text.trim_end().ends_with(['.', '?', '!', '…'])
}

/// `00:01:02.500`, `01:02.500`; some write a comma.
fn offset(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    let whole = text.split_once(['.', ',']).map_or(text, |(whole, _)| whole);
    let mut seconds: i64 = 0;
    let parts = whole.split(':');
    if parts.clone().nth(PARTS).is_some() {
        return None;
    }
    for part in parts {
        let is_short = (1..=3).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
        let part: i64 = is_short.then(|| part.parse().ok()).flatten()?;
        seconds = seconds * 60 + part;
    }
    TimeDelta::try_seconds(seconds)
}

/// Who says what: `<v Ann Lee>text</v>`, `Ann Lee: text`.
fn said(lines: &[&str]) -> (String, String) {
    let text = lines.join(" ");
    if let Some((_, rest)) = text.split_once("<v ")
        && let Some((speaker, rest)) = rest.split_once('>')
    {
        return (speaker.trim().to_owned(), without_tags(rest));
    }
    let text = without_tags(&text);
    let named = text.split_once(": ").filter(|(name, _)| {
        name.split_whitespace().count() <= 4 && name.chars().next().is_some_and(char::is_uppercase)
    });
    match named {
        Some((name, said)) => (name.trim().to_owned(), said.trim().to_owned()),
        None => (String::new(), text),
    }
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        if let Some((_, behind)) = after.split_once('>') {
            rest = behind;
        } else {
            // Nor has any bracket behind it an end.
            rest = after;
            out.push('<');
            break;
        }
    }
    out.push_str(rest);
    let out = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    out.trim().to_owned()
}
