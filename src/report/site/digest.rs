//! What a page is made of, in a few bytes: where they are the same, the page is.

use std::fmt;

use sha2::Digest as _;
use sha2::Sha256;

/// How many bytes are kept: two pages with the same ones do not happen.
const LENGTH: usize = 16;

/// A digest of texts.
#[derive(Clone, Default)]
pub struct Digest(Sha256);

/// The digest of something that stands in several places: it is reckoned once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Of([u8; LENGTH]);

impl Digest {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more text: `["ab", "c"]` and `["a", "bc"]` differ.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.0
            .update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        self.0.update(text.as_bytes());
        self
    }

    /// With one more value, whatever it is.
    pub fn value(&mut self, value: &impl serde::Serialize) -> &mut Self {
        // What cannot be written as JSON is in no view: nothing of it is left out for that.
        match serde_json::to_vec(value) {
            Ok(bytes) => self.0.update(bytes),
            Err(error) => {
                self.text(&error.to_string());
            }
        }
        self.text("")
    }

    /// With one more text that may be missing.
    pub fn some(&mut self, text: Option<&str>) -> &mut Self {
        self.text(if text.is_some() { "1" } else { "0" });
        self.text(text.unwrap_or_default())
    }

    /// With a number.
    pub fn number(&mut self, number: i64) -> &mut Self {
        self.0.update(number.to_le_bytes());
        self
    }

    /// With what has been digested.
    pub fn of(&mut self, of: Of) -> &mut Self {
        self.0.update(of.0);
        self
    }

    /// In a few bytes.
    pub fn short(&self) -> Of {
        let mut short = Of::default();
        let bytes = self.0.clone().finalize();
        short.0.iter_mut().zip(bytes).for_each(|(to, it)| *to = it);
        short
    }

    /// In hexadecimal digits.
    pub fn finish(&self) -> String {
        let bytes = self.short().0;
        let halves = bytes.iter().flat_map(|it| [it >> 4, it & 15]);
        halves
            .filter_map(|it| char::from_digit(u32::from(it), 16))
            .collect()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finish())
    }
}
