//! The lines of a calendar (RFC 5545, 3.1 and 3.3.11): escaped, folded, and ended as it asks for.

/// The most bytes of a line, its end not counted.
const MOST_BYTES: usize = 75;

/// Lines, folded as they come.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property whose value is no text: a time, an address, a word that the standard gives.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        self.push(&format!("{name}:{value}"));
    }

    /// A property whose value is a text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.value(name, &escaped(text));
    }

    /// A property with a parameter, whose own value holds no quotation mark.
    pub(super) fn parameter(&mut self, name: &str, key: &str, of_key: &str, value: &str) {
        // Outside of quotation marks these would end it.
        let quote = if of_key.contains([':', ';', ',']) {
            "\""
        } else {
            ""
        };
        self.push(&format!("{name};{key}={quote}{of_key}{quote}:{value}"));
    }

    /// All of them.
    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// Folds a line; no character is cut.
    fn push(&mut self, line: &str) {
        let mut width = 0;
        for it in line.chars() {
            if width + it.len_utf8() > MOST_BYTES {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(it);
            width += it.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\n' => out.push_str("\\n"),
            '\\' | ',' | ';' => out.extend(['\\', it]),
            _ => out.push(it),
        }
    }
    out
}
