//! `MeetBot`: the log of a meeting, with the commands that mark what counts.

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
use crate::time::Moment;
use crate::time::parse_local;
use crate::time::parse_timestamp;

/// The messages of a meeting. Times without an offset are UTC, in which `MeetBot` writes, unless a zone is
/// named.
pub(super) fn open(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let text = input.text()?;
    let name = text.name;
    let asked = asked.clone();
    let elements = Elements::of_messages(text.reader);
    Ok(Box::new(elements.map(move |element| {
        let (line, element) = element.map_err(|error| Skipped {
            place: format!("{name}:1"),
            reason: format!("it cannot be read further: {error}"),
        })?;
        message(&element, &format!("{name}:{line}"), &asked)
    })))
}

fn message(element: &Element, place: &str, asked: &Asked) -> Result<Message, Skipped> {
    let skipped = |reason: &str| Skipped {
        place: place.to_owned(),
        reason: reason.to_owned(),
    };
    let Element::Whole(bytes) = element else {
        return Err(skipped("the message is too large"));
    };
    let text = String::from_utf8_lossy(bytes);
    let value: Value =
        serde_json::from_str(&text).map_err(|_| skipped("the message is not JSON"))?;
    let text_of = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("");
    let stamp = text_of("timestamp");
    let at = moment(stamp, asked).ok_or_else(|| skipped("its `timestamp` is no time"))?;
    let (sender, payload) = (text_of("sender"), text_of("payload"));
    Ok(Message {
        key: format!(
            "meetbot:{}/{:08x}",
            at.utc().format("%Y%m%dT%H%M%SZ"),
            keys::hash(&[sender, payload, text_of("id")])
        ),
        place: place.to_owned(),
        at,
        author: asked.handle(&[sender]),
        is_bot: false,
        text: payload.trim().to_owned(),
        reactions: Vec::new(),
        is_pinned: false,
        reply_to: None,
        remark: None,
    })
}

fn moment(stamp: &str, asked: &Asked) -> Option<Moment> {
    let whole = stamp.split_once('.').map_or(stamp, |(whole, _)| whole);
    if let Ok(at) = parse_timestamp(stamp) {
        return Some(at);
    }
    let zone = asked.zone.unwrap_or_else(crate::calendar::Zone::utc);
    parse_local(whole).ok().map(|it| zone.at(it))
}
