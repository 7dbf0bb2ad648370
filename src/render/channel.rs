//! What is posted to a channel: one message, as the bodies of three kinds of chats have it.

use serde_json::Value;
use serde_json::json;

use super::address::address;
use super::markdown;
use super::plain::plain;
use super::slack;
use crate::deadline::State;
use crate::report::Public;
use crate::report::digest::Digest;
use crate::report::letter::Letter;
use crate::report::overdue::Among;
use crate::report::overdue::Item;
use crate::report::overdue::Place;
use crate::report::process_reviews::Review;

/// The most characters of a message: the least that one of the chats takes.
const LONGEST: usize = 12_000;
/// The most lines about one thing.
const MOST_LINES: usize = 40;

/// The kind of chat that takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chat {
    /// Slack.
    Slack,
    /// Mattermost, and what takes the same.
    Mattermost,
    /// Microsoft Teams.
    Teams,
}

impl Chat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Slack, Self::Mattermost, Self::Teams];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Mattermost => "mattermost",
            Self::Teams => "teams",
        }
    }

    /// The chat of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// A text that stays text.
    fn text(self, plain: &str) -> String {
        match self {
            Self::Slack => slack::text(plain),
            Self::Mattermost | Self::Teams => markdown::text(plain),
        }
    }

    fn link(self, label: &str, url: &str) -> String {
        let (label, url) = (self.text(label), address(url));
        match self {
            // In the label a bar would end it.
            Self::Slack => format!("<{url}|{}>", label.replace('|', "/")),
            Self::Mattermost | Self::Teams => format!("[{label}]({url})"),
        }
    }

    fn bold(self, text: &str) -> String {
        match self {
            Self::Slack => format!("*{text}*"),
            Self::Mattermost | Self::Teams => format!("**{text}**"),
        }
    }

    fn point(self, text: &str) -> String {
        match self {
            Self::Slack => format!("\u{2022} {text}"),
            Self::Mattermost | Self::Teams => format!("- {text}"),
        }
    }

    fn subject(self, place: &Place) -> String {
        match &place.url {
            Some(url) => self.link(place.subject(), url),
            None => self.text(place.subject()),
        }
    }

    /// A line that people wrote, with its addresses; nobody is notified by it.
    fn written(self, line: &str) -> String {
        match self {
            Self::Slack => line
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
            Self::Mattermost | Self::Teams => line.replace('@', "@\u{200b}").replace('<', "&lt;"),
        }
    }

    /// The body that the chat takes.
    fn body(self, lines: &[String]) -> Value {
        let mut text = lines.join("\n");
        if text.chars().count() > LONGEST {
            text = text.chars().take(LONGEST).chain(['\u{2026}']).collect();
        }
        match self {
            Self::Slack => json!({"text": text, "unfurl_links": false}),
            Self::Mattermost => json!({"text": text}),
            Self::Teams => {
                let block = |it: &str| json!({"type": "TextBlock", "text": it, "wrap": true});
                let lines = text.lines().filter(|it| !it.is_empty());
                let blocks: Vec<Value> = lines.map(block).collect();
                json!({"type": "message", "attachments": [{
                    "contentType": "application/vnd.microsoft.card.adaptive",
                    "content": {
                        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                        "type": "AdaptiveCard",
                        "version": "1.4",
                        "body": blocks,
                    },
                }]})
            }
        }
    }
}

/// What a team is told in the morning.
pub fn digest(chat: Chat, digest: &Public<Digest<'_>>) -> Value {
    let mut lines = Vec::new();
    let late = if digest.is_whole {
        "Late"
    } else {
        "Late since yesterday"
    };
    let view = &digest.view;
    let is_of = |among: Among, is_late: bool| match among {
        Among::Owed(State::Overdue) => is_late,
        Among::Owed(State::Soon | State::Open | State::Met) => !is_late,
        Among::Unreadable | Among::Unresolved => false,
    };
    for (heading, is_late) in [(late, true), ("Due today", false)] {
        let items = view.items.iter().filter_map(|it| it.owed());
        let items = items.filter(|it| is_of(Among::Owed(it.state), is_late));
        let mut points: Vec<String> = items
            .map(|it| {
                let what = match it.what_title() {
                    Some(title) => format!("{} {}", it.what(), title),
                    None => it.what().to_owned(),
                };
                let late = if is_late {
                    format!(", {} late", it.distance)
                } else {
                    String::new()
                };
                chat.point(&format!(
                    "{}: {}{late} ({})",
                    chat.subject(&it.place),
                    chat.text(&what),
                    chat.text(&it.people())
                ))
            })
            .collect();
        let kept = view.kept.iter().filter(|it| is_of(it.among, is_late));
        points.extend(kept.map(|it| chat.point(&chat.text(&it.name))));
        section(chat, heading, points, &mut lines);
    }
    let mut points: Vec<String> = Vec::new();
    for it in &view.items {
        if let Item::Unreadable(it) = it {
            let subject = chat.subject(&it.place);
            points.push(chat.point(&format!("{subject}: {}", chat.text(&it.why))));
        }
    }
    let kept = view.kept.iter().filter(|it| it.among == Among::Unreadable);
    points.extend(kept.map(|it| chat.point(&chat.text(&it.name))));
    section(chat, "Cannot be read", points, &mut lines);
    chat.body(&lines)
}

/// A heading and what stands under it; nothing where nothing does.
fn section(chat: Chat, heading: &str, mut points: Vec<String>, lines: &mut Vec<String>) {
    if points.is_empty() {
        return;
    }
    let more = points.len().saturating_sub(MOST_LINES);
    points.truncate(MOST_LINES);
    lines.push(chat.bold(heading));
    lines.append(&mut points);
    if more > 0 {
        lines.push(chat.point(&format!("and {more} more")));
    }
}

/// A message of a postmortem.
pub fn letter(chat: Chat, letter: &Public<Letter>) -> Value {
    let mut lines = vec![chat.bold(&chat.text(&letter.subject))];
    lines.extend(plain(&letter.words).lines().map(|it| chat.written(it)));
    chat.body(&lines)
}

/// A process review that is planned.
pub fn review(chat: Chat, review: &Review) -> Value {
    let mut lines = vec![chat.bold(&format!("Process review {}", chat.text(&review.id)))];
    if let Some(at) = review.at {
        lines.push(format!("It is at {}.", at.to_local_words()));
    }
    if let Some(chair) = &review.chair {
        lines.push(format!("{} leads it.", chat.text(chair)));
    }
    let days: Vec<&str> = review
        .incidents
        .iter()
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    if !days.is_empty() {
        lines.push(format!("The incidents of {}.", days.join(", ")));
    }
    if review.is_open_to_all {
        lines.push("Whoever is interested may join.".to_owned());
    }
    chat.body(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_notifies_or_becomes_a_link_of_another() {
        let slack = Chat::Slack;
        assert_eq!(
            slack.link("a|<b>", "https://x.example/|>"),
            "<https://x.example/%7C%3E|a/&lt;b&gt;>"
        );
        assert_eq!(
            slack.written("<!here> https://x.example"),
            "&lt;!here&gt; https://x.example"
        );
        assert_eq!(Chat::Mattermost.written("@all"), "@\u{200b}all");
        let body = Chat::Teams.body(&["a".to_owned(), String::new(), "b".to_owned()]);
        let blocks = body.pointer("/attachments/0/content/body").unwrap();
        assert_eq!(blocks.as_array().unwrap().len(), 2);
    }
}
