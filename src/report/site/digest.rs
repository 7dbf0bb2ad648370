//! What a page is made of, in a few bytes: where they are the same, the page is.

use std::fmt;
use std::io;

use sha2::Digest as _;
use sha2::Sha256;

/// How many bytes are kept: two pages with the same ones do not happen.
const LENGTH: usize = 16;

/// A digest of texts.
#[derive(Clone, Default)]
pub struct Digest(Sha256);

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
        if let Err(error) = serde_json::to_writer(&mut *self, value) {
            self.text(&error.to_string());
        }
        self.text("")
    }

    /// In hexadecimal digits.
    pub fn finish(&self) -> String {
        let bytes = self.0.clone().finalize();
        let bytes = bytes.iter().take(LENGTH);
        bytes.map(|it| format!("{it:02x}")).collect()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finish())
    }
}

impl io::Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
