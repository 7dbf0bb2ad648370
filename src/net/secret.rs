//! What nobody is shown.

use serde_json::Value;

use super::base64::within;
use super::request::Request;

/// What is shown in its place.
const HIDDEN: &str = "***";
/// So long is every token that there is, in bytes: what is shorter may stand in any word by chance.
const SHORTEST: usize = 8;

/// A token or a password. It has no `Display` and no `Debug`, and only the door reads it.
#[derive(Clone)]
pub struct Secret {
    text: String,
    /// How it may be written elsewhere, itself first.
    forms: Vec<String>,
}

impl Secret {
    /// Takes a text that is secret from now on; `None` where it is no single word that a header can hold.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_word = !text.is_empty() && text.bytes().all(|it| it.is_ascii_graphic());
        is_word.then(|| Self {
            text: text.to_owned(),
            forms: forms(text),
        })
    }

    /// The text, for whoever sends it.
    pub(super) fn expose(&self) -> &str {
        &self.text
    }

    /// A text in which it does not stand, whoever wrote it: neither as it is, nor as addresses and headers
    /// have it.
    pub fn redact(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for form in &self.forms {
            if text.contains(form) {
                text = text.replace(form, HIDDEN);
            }
        }
        text
    }

    /// What a service says, without it.
    pub(super) fn redact_all(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.redact(&text)),
            Value::Array(all) => all.into_iter().map(|it| self.redact_all(it)).collect(),
            Value::Object(all) => {
                let all = all.into_iter();
                all.map(|(name, it)| (self.redact(&name), self.redact_all(it)))
                    .collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value,
        }
    }

    /// Whether it is so long that it stands nowhere by chance.
    pub(super) fn is_long(&self) -> bool {
        self.text.len() >= SHORTEST
    }
}

/// How a text may be written: as it is, as part of an address, and in base64, of which there are two kinds.
/// One that is short has only itself.
fn forms(text: &str) -> Vec<String> {
    let mut forms = vec![text.to_owned()];
    if text.len() < SHORTEST {
        return forms;
    }
    let encoded = Request::segment(text);
    forms.extend([lower(&encoded), encoded]);
    for others in 0..3 {
        let part = within(text.as_bytes(), others);
        forms.push(part.replace('+', "-").replace('/', "_"));
        forms.push(part);
    }
    forms
}

/// The same with small letters in the numbers of its signs.
fn lower(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        text.push_str(&format!("%{}{rest}", number.to_ascii_lowercase()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_one_word() {
        assert!(Secret::new(" abc\n").is_some());
        for text in ["", " ", "a b", "a\nb", "\u{1b}a", "ä"] {
            assert!(Secret::new(text).is_none(), "{text:?}");
        }
        let secret = Secret::new("abc").unwrap();
        assert_eq!(
            secret.redact("token abc is not known"),
            "token *** is not known"
        );
    }

    #[test]
    fn it_is_hidden_however_it_is_written() {
        let secret = Secret::new("a+b/\"c\\d=Z").unwrap();
        for text in [
            "x a+b/\"c\\d=Z y",
            "x a%2Bb%2F%22c%5Cd%3DZ y",
            "x a%2bb%2f%22c%5cd%3dZ y",
        ] {
            assert_eq!(secret.redact(text), "x *** y");
        }
        // `user:` and it, and it alone.
        assert_eq!(secret.redact("dXNlcjphK2IvImNcZD1a"), "dXNlcjp***");
        assert_eq!(secret.redact("YStiLyJjXGQ9Wg=="), "***g==");
        let said = serde_json::json!({"a": ["no: a+b/\"c\\d=Z", 1], "a+b/\"c\\d=Z": null});
        let hidden = serde_json::json!({"a": ["no: ***", 1], "***": null});
        assert_eq!(secret.redact_all(said), hidden);
        // A short one could stand anywhere.
        let short = Secret::new("a+b").unwrap();
        assert_eq!(short.redact("a%2Bb YSti"), "a%2Bb YSti");
    }
}
