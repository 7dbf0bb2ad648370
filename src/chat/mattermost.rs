//! Mattermost: a bulk export, an object on each line.

use std::collections::VecDeque;

use serde_json::Value;

use super::Asked;
use super::ChatFault;
use super::Message;
use super::Messages;
use super::Skipped;
use super::elements::Element;
use super::elements::Elements;
use super::input::Opened;
use super::keys;
use super::slack::without_emoji;
use crate::time::Moment;

/// The messages of a channel, or of all where none is named.
pub(super) fn open(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let text = input.text()?;
    let name = text.name;
    let asked = asked.clone();
    let mut elements = Elements::new(text.reader);
    let mut ready: VecDeque<Result<Message, Skipped>> = VecDeque::new();
    Ok(Box::new(std::iter::from_fn(move || {
        while ready.is_empty() {
            match elements.next()? {
                Ok((line, element)) => {
                    let place = format!("{name}:{line}");
                    ready.extend(posts(&element, &place, &asked));
                }
                Err(error) => ready.push_back(Err(Skipped {
                    place: format!("{name}:1"),
                    reason: format!("it cannot be read further: {error}"),
                })),
            }
        }
        ready.pop_front()
    })))
}

/// A post and the answers to it.
fn posts(element: &Element, place: &str, asked: &Asked) -> Vec<Result<Message, Skipped>> {
    let skipped = |reason: &str| {
        vec![Err(Skipped {
            place: place.to_owned(),
            reason: reason.to_owned(),
        })]
    };
    let Element::Whole(bytes) = element else {
        return skipped("the message is too large");
    };
    let text = String::from_utf8_lossy(bytes);
    let Ok(value) = serde_json::from_str::<Value>(&text) else {
        return skipped("the line is not JSON");
    };
    // A direct post lies under `direct_post`, and has no channel.
    let Some(post) = value.get("post") else {
        return Vec::new();
    };
    let channel = post.get("channel").and_then(Value::as_str).unwrap_or("");
    if asked
        .channel
        .as_ref()
        .is_some_and(|it| it.trim_start_matches(['~', '#']) != channel)
    {
        return Vec::new();
    }
    let parent = message(post, channel, None, place, asked);
    let key = parent.as_ref().ok().map(|it| it.key.clone());
    let replies = post.get("replies").and_then(Value::as_array);
    let replies = replies.into_iter().flatten();
    let replies = replies.map(|it| message(it, channel, key.clone(), place, asked));
    let all = std::iter::once(parent).chain(replies);
    all.filter(|it| !it.as_ref().is_ok_and(is_noise)).collect()
}

fn message(
    post: &Value,
    channel: &str,
    reply_to: Option<String>,
    place: &str,
    asked: &Asked,
) -> Result<Message, Skipped> {
    let text_of = |name: &str| post.get(name).and_then(Value::as_str).unwrap_or("");
    let skipped = |reason: &str| Skipped {
        place: place.to_owned(),
        reason: reason.to_owned(),
    };
    let millis = post.get("create_at").and_then(Value::as_i64);
    let millis = millis.ok_or_else(|| skipped("the message has no `create_at`"))?;
    let seconds = millis.div_euclid(1000);
    if seconds <= 0 || seconds >= Moment::last().unix() {
        return Err(skipped(&format!("its `create_at` is no time: {millis}")));
    }
    let user = text_of("user");
    let text = without_emoji(text_of("message")).trim().to_owned();
    let reactions = post.get("reactions").and_then(Value::as_array);
    let reactions = reactions.into_iter().flatten();
    Ok(Message {
        key: keys::of_id(
            "mattermost",
            &format!(
                "{channel}/{millis}-{:08x}",
                keys::hash(&[user, text_of("message")])
            ),
        ),
        place: place.to_owned(),
        at: Moment::from_unix(seconds, 0),
        author: asked.handle(&[user]),
        is_bot: post
            .get("props")
            .and_then(|it| it.get("from_bot"))
            .is_some(),
        text,
        reactions: reactions
            .filter_map(|it| it.get("emoji_name")?.as_str())
            .map(str::to_owned)
            .collect(),
        is_pinned: post.get("is_pinned") == Some(&Value::Bool(true)),
        reply_to,
        remark: None,
    })
}

/// Who came and went: plain posts in an export.
fn is_noise(message: &Message) -> bool {
    let ends = [
        "joined the channel.",
        "left the channel.",
        "joined the team.",
        "left the team.",
    ];
    let added = message.text.contains(" added to the channel by ");
    added || (ends.iter().any(|it| message.text.ends_with(it)) && !message.text.contains('\n'))
}
