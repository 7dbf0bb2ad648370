//! Words in a command that is shown to be copied.

use crate::render::sanitize;

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || "/\\._-+:=@%".contains(it);
    let shown = sanitize(word);
    if !shown.is_empty() && shown.chars().all(is_plain) && (cfg!(windows) || !word.contains('\\')) {
        shown.into_owned()
    } else if cfg!(windows) {
        format!("\"{shown}\"")
    } else {
        format!("'{}'", shown.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        for (word, shown) in [
            ("/tmp/pmrepo-demo-aB3", "/tmp/pmrepo-demo-aB3"),
            ("2026-04-01", "2026-04-01"),
            ("/tmp/a b", "'/tmp/a b'"),
            ("/tmp/it's", r"'/tmp/it'\''s'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), shown);
        }
    }
}
