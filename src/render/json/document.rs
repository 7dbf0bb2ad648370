//! What all documents have: a version, what was read, and one line that is safe for a terminal.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::super::sanitize::commands;
use super::super::sanitize::is_hidden;
use crate::report::overdue::Unreadable;
use crate::time::Moment;
use crate::time::parse_timestamp;

/// The version of every document.
pub(super) const VERSION: u32 = 1;

/// What tells of one thing, or of a list of things that are alike.
#[derive(Serialize)]
struct Document<'a, T> {
    version: u32,
    snapshot: &'a str,
    #[serde(flatten)]
    content: BTreeMap<&'a str, T>,
}

/// Writes what was read of a snapshot, below its name: one line of JSON.
pub(super) fn document<T: Serialize>(snapshot: &str, name: &str, content: T) -> String {
    line(&Document {
        version: VERSION,
        snapshot,
        content: BTreeMap::from([(name, content)]),
    })
}

/// A list of what was read of a snapshot, and what could not be read and may belong there.
#[derive(Serialize)]
struct Listing<'a, T> {
    version: u32,
    snapshot: &'a str,
    #[serde(flatten)]
    content: BTreeMap<&'a str, T>,
    /// Only where there is some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unreadable: Vec<UnreadEntry<'a>>,
}

#[derive(Serialize)]
struct UnreadEntry<'a> {
    path: &'a str,
    message: &'a str,
}

impl<'a> From<&'a Unreadable> for UnreadEntry<'a> {
    fn from(it: &'a Unreadable) -> Self {
        Self {
            path: it.place.path.as_str(),
            message: &it.why,
        }
    }
}

/// Writes a list of what was read of a snapshot, below its name, and beside it what could not be read and
/// may belong there: one line of JSON.
pub(super) fn listing<T: Serialize>(
    snapshot: &str,
    (name, content): (&str, T),
    unread: &[Unreadable],
) -> String {
    line(&Listing {
        version: VERSION,
        snapshot,
        content: BTreeMap::from([(name, content)]),
        unreadable: unread.iter().map(Into::into).collect(),
    })
}

/// A moment as RFC 3339 has it.
pub(in crate::render) fn rfc3339(moment: Moment) -> String {
    moment
        .to_chrono()
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A time as somebody wrote it, as RFC 3339 has it; what is no time stays as it is.
pub(super) fn written(time: Option<&str>) -> Option<Cow<'_, str>> {
    let time = time?;
    Some(match parse_timestamp(time) {
        Ok(moment) => Cow::Owned(rfc3339(moment)),
        Err(_) => Cow::Borrowed(time),
    })
}

/// One line of JSON, safe for a terminal.
pub(in crate::render) fn line<T: Serialize>(document: &T) -> String {
    // The types above have text for keys and no fallible parts, so that this cannot fail.
    let mut json = serde_json::to_string(document).unwrap_or_default();
    json.push('\n');
    // It may be very long, and mostly it is safe as it is.
    if commands(&json).next().is_none() && !json.chars().any(is_to_be_written) {
        return json;
    }
    safe(&json)
}

/// Whether a character is written in another way wherever it stands.
fn is_to_be_written(character: char) -> bool {
    character != '\n' && is_hidden(character)
}

/// JSON in which what a terminal or a CI system would obey is written as `\u009b`, which a program reads
/// as the same text.
pub fn safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    // In JSON all but brackets and commas stands in a text, where it may be written so.
    let mut commands = commands(json).peekable();
    for (at, character) in json.char_indices() {
        let is_command = commands.next_if_eq(&at).is_some();
        if is_command || is_to_be_written(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // Writing to a `String` cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_command_to_a_ci_system_is_none() {
        let text = "##vso[task.complete]";
        let json = line(&[text]);
        assert_eq!(json, "[\"\\u0023#vso[task.complete]\"]\n");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }

    proptest! {
        #[test]
        fn text_comes_back_as_it_was_and_nothing_hidden_is_written(text in any::<String>()) {
            let json = line(&[&text]);
            prop_assert!(!json.trim_end().chars().any(is_hidden));
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), vec![text]);
        }
    }
}
