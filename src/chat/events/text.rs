//! What a row says: the messages' own words, shortened.

use std::collections::BTreeSet;

use super::Event;
use super::phrases::Mark;
use super::phrases::marked;
use super::weigh::is_chatter;
use crate::chat::Message;
use crate::chat::shorten::shortened;
use crate::time::in_words;

/// How many characters of one message a row repeats.
const LONGEST: usize = 180;

/// How many characters a row has altogether.
const LONGEST_ROW: usize = 280;

impl Event {
    /// What the row says, on one line.
    pub fn text(&self) -> String {
        let texts: Vec<String> = self
            .messages
            .iter()
            .zip(&self.lines)
            .map(|(message, line)| said(message, *line))
            .filter(|it| !it.is_empty())
            .collect();
        let is_repeated = self.messages.iter().all(|it| it.is_bot) && self.messages.len() > 1;
        if let (true, Some(first), [one, .., last]) =
            (is_repeated, texts.first(), self.messages.as_slice())
        {
            let span = in_words(last.at.since(one.at));
            return format!("{first} ({} times in {span})", self.messages.len());
        }
        let mut seen = BTreeSet::new();
        let texts: Vec<String> = texts
            .into_iter()
            .filter(|it| seen.insert(it.clone()))
            .collect();
        shortened(&texts.join(" / "), LONGEST_ROW)
    }
}

/// What a message says; where that is too long, from the line on that says most.
fn said(message: &Message, line: usize) -> String {
    let lines = plain_lines(&message.text);
    let main = message.text.lines().nth(line).unwrap_or_default().trim();
    let length: usize = lines.iter().map(|it| it.chars().count() + 2).sum();
    let start = if length <= LONGEST {
        0
    } else {
        lines.iter().position(|it| *it == main).unwrap_or(0)
    };
    let mut text = String::new();
    for line in lines.get(start..).unwrap_or_default() {
        if !text.is_empty() {
            let ends = text.ends_with(['.', '!', '?', ':', ';', ',', '…']);
            text.push_str(if ends { " " } else { "; " });
        }
        text.push_str(line);
    }
    if text.is_empty() {
        text.clone_from(&message.text);
    }
    let words = match marked(&text) {
        Some((Mark::Bare, rest)) => rest,
        _ => text.trim(),
    };
    shortened(words, LONGEST)
}

/// The lines outside of code that are no chatter.
fn plain_lines(text: &str) -> Vec<&str> {
    let mut is_code = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        let fences = line.matches("```").count();
        let was_code = is_code;
        is_code ^= fences % 2 == 1;
        let is_empty = line.trim().is_empty() || is_chatter(line);
        if !was_code && fences == 0 && !is_empty {
            lines.push(line.trim());
        }
    }
    lines
}
