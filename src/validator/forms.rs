//! The published patterns, as far as a text plainly has the form: without a machine for them.

use crate::time;
use crate::time::DATE_PATTERN;
use crate::time::TIMESTAMP_PATTERN;

/// The form that a published pattern asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Something that can be seen.
    Text,
    /// A handle, or a name: nothing of it is a `/`.
    Person,
    Timestamp,
    Date,
    /// `AI-3`.
    ActionItem,
    /// `TW-3`, or with other capitals.
    Numbered,
}

/// Their patterns. What cannot be seen is listed in the published schema; a test holds them together.
const BLANK: &str = "\\x00-\\x20\\x7f-\\xa0\u{1680}\u{2000}-\u{200f}\u{2028}-\u{202f}\u{205f}-\u{206f}\u{3000}\u{feff}]";
const ACTION_ITEM: &str = "^AI-[1-9][0-9]*$";
const NUMBERED: &str = "^[A-Z]+-[1-9][0-9]*$";

impl Form {
    /// The form that a pattern asks for; `None` for one that is not published.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let after = |begin: &str| pattern.strip_prefix(begin)?.strip_prefix(BLANK);
        Some(match pattern {
            TIMESTAMP_PATTERN => Self::Timestamp,
            DATE_PATTERN => Self::Date,
            ACTION_ITEM => Self::ActionItem,
            NUMBERED => Self::Numbered,
            _ if after("[^") == Some("") => Self::Text,
            _ if after("^@?[^/@") == Some("[^/]*$") => Self::Person,
            _ => return None,
        })
    }

    /// Whether a text has the form beyond doubt.
    pub(super) fn surely_has(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match self {
            Self::Text => bytes.iter().any(u8::is_ascii_graphic),
            Self::Person => {
                let first = bytes.strip_prefix(b"@").unwrap_or(bytes).first();
                let is_seen = first.is_some_and(|it| it.is_ascii_graphic() && *it != b'@');
                is_seen && !bytes.contains(&b'/')
            }
            Self::Timestamp => time::has_timestamp_shape(text),
            Self::Date => time::has_date_shape(text),
            Self::ActionItem => bytes.strip_prefix(b"AI-").is_some_and(is_number),
            Self::Numbered => {
                let capitals = bytes
                    .iter()
                    .take_while(|it| it.is_ascii_uppercase())
                    .count();
                let number = bytes.get(capitals..).and_then(|it| it.strip_prefix(b"-"));
                capitals > 0 && number.is_some_and(is_number)
            }
        }
    }
}

/// Whether a text is a number that counts something.
fn is_number(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|it| *it != b'0') && bytes.iter().all(u8::is_ascii_digit)
}
