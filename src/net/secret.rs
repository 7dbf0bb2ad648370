//! What nobody is shown.

/// A token or a password. It has no `Display` and no `Debug`, and only the door reads it.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes a text that is secret from now on; `None` where it is no single word that a header can hold.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_word = !text.is_empty() && text.bytes().all(|it| it.is_ascii_graphic());
        is_word.then(|| Self(text.to_owned()))
    }

    /// The text, for whoever sends it.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// A text in which it does not stand, whoever wrote it.
    pub fn redact(&self, text: &str) -> String {
        text.replace(&self.0, "***")
    }
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
}
