//! Breaking sentences between words.

use unicode_width::UnicodeWidthStr;

/// Breaks text between words so that no line is wider than `width` columns, a single word apart
/// that is wider itself.
pub fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut used = 0;
    for (at, word) in text.split(' ').enumerate() {
        let wide = word.width();
        if at > 0 && used > 0 && used + 1 + wide > width {
            wrapped.push('\n');
            used = 0;
        } else if at > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += wide;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_by_display_width() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(wrap("障害 報告 x", 6), "障害\n報告 x");
        assert_eq!(wrap("unbreakable", 4), "unbreakable");
        assert_eq!(wrap("", 4), "");
    }
}
