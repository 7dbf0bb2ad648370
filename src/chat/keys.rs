//! What a message is called for ever, and where a text names one.

use std::collections::BTreeMap;

use crate::time::Moment;

/// What keys begin with: the sources of messages.
const SOURCES: [&str; 8] = [
    "slack",
    "paste",
    "mattermost",
    "irc",
    "meetbot",
    "webvtt",
    "log",
    "pagerduty",
];

/// What may stand in a key.
const MARKS: &[u8] = b"-_.:/+@=";

/// A key in a text, and the mark of what was written of its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The key.
    pub key: String,
    /// What stands behind a `#`: a mark of the row as it was written.
    pub mark: Option<String>,
}

/// In which directory beside a report its saved logs lie.
pub const SAVED: &str = "evidence/";

/// How the name of a saved log ends.
pub const SAVED_END: &str = ".jsonl";

/// The keys that a text names, each as a word or in a code span.
pub fn in_text(text: &str) -> Vec<Named> {
    let between = |it: char| it.is_whitespace() || "`,;()[]|<>".contains(it);
    let words = text.split(between).filter(|it| !it.is_empty());
    words
        .filter_map(|word| {
            let (key, mark) = match word.split_once('#') {
                Some((key, mark)) => (key, Some(mark.to_owned())),
                None => (word, None),
            };
            let (source, rest) = key.split_once(':')?;
            let is_line = source.starts_with(SAVED) && source.ends_with(SAVED_END);
            let is_key = (is_line || SOURCES.contains(&source))
                && rest.bytes().any(|it| it.is_ascii_digit());
            is_key.then(|| Named {
                key: key.to_owned(),
                mark,
            })
        })
        .collect()
}

/// The key of a message that has an id: what could not stand in a table or in a link is written otherwise.
pub fn of_id(source: &str, id: &str) -> String {
    let is_plain =
        |it: char| it.is_alphanumeric() || u8::try_from(it).is_ok_and(|it| MARKS.contains(&it));
    if id.chars().all(is_plain) && id.len() <= 120 && id.bytes().any(|it| it.is_ascii_digit()) {
        return format!("{source}:{id}");
    }
    let plain: String = id.chars().filter(|it| is_plain(*it)).take(60).collect();
    format!("{source}:{plain}-{:08x}", hash(&[id]))
}

/// Keys that are made of what messages say, where their source gives them none: the time, a short hash of
/// author and text, and a number where these are equal.
#[derive(Debug, Default)]
pub(super) struct Keys {
    seen: BTreeMap<u64, usize>,
}

impl Keys {
    pub(super) fn of(&mut self, prefix: &str, at: Moment, author: &str, text: &str) -> String {
        let hash = hash(&[author, text]);
        let key = format!("{prefix}:{}/{hash:08x}", at.utc().format("%Y%m%dT%H%M%SZ"));
        let short = u64::from(hash) ^ at.unix().cast_unsigned().rotate_left(32);
        let count = self.seen.entry(short).or_default();
        *count += 1;
        if *count == 1 {
            key
        } else {
            format!("{key}-{count}")
        }
    }
}

/// FNV-1a: the same on every machine and in every version.
pub fn hash(parts: &[&str]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_keys_as_words_and_in_code() {
        let text = "see `slack:C1/179.01#ab12`, `irc:20261120T140000Z/00ff00ff` and https://x.example/1, slack:none";
        let keys: Vec<(String, Option<String>)> = in_text(text)
            .into_iter()
            .map(|it| (it.key, it.mark))
            .collect();
        assert_eq!(
            keys,
            [
                ("slack:C1/179.01".to_owned(), Some("ab12".to_owned())),
                ("irc:20261120T140000Z/00ff00ff".to_owned(), None),
            ]
        );
    }

    #[test]
    fn an_id_that_could_harm_a_table_is_written_otherwise() {
        assert_eq!(of_id("slack", "C1/1.2"), "slack:C1/1.2");
        let key = of_id("slack", "a|b`c<d>/1.2");
        assert!(key.starts_with("slack:abcd/1.2-"), "{key}");
        assert_eq!(in_text(&format!("`{key}`")).len(), 1);
    }
}
