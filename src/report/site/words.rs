//! The words by which a postmortem is found.

use std::collections::HashSet;

/// A word that is shorter says little.
const SHORTEST: usize = 3;
/// The longest word that anybody looks for.
const LONGEST: usize = 40;
/// How many bytes of words all postmortems may have together, about: a browser reads them at once.
const ALL: usize = 4 * 1024 * 1024;
/// The most and the least bytes of one of them.
const MOST: usize = 4096;
const LEAST: usize = 256;

/// How many bytes of words each of `count` postmortems gets. It changes where their number has doubled,
/// so that one more does not change what is kept of all others.
pub(super) fn share(count: usize) -> usize {
    (ALL / count.next_power_of_two().max(1)).clamp(LEAST, MOST)
}

/// The words of texts, each once, in small letters, in the order in which they come, up to so many bytes.
pub(super) fn words<'a>(texts: impl IntoIterator<Item = &'a str>, bytes: usize) -> String {
    let mut found = String::new();
    let mut seen: HashSet<String> = HashSet::new();
    for text in texts {
        let said = without_comments(text);
        for word in said.flat_map(|it| it.split(|it: char| !it.is_alphanumeric())) {
            if word.len() < SHORTEST || word.len() > LONGEST {
                continue;
            }
            let word = word.to_lowercase();
            if found.len() + word.len() >= bytes {
                return found;
            }
            if seen.contains(&word) {
                continue;
            }
            if !found.is_empty() {
                found.push(' ');
            }
            found.push_str(&word);
            seen.insert(word);
        }
    }
    found
}

/// A text without the comments that a template left in it.
fn without_comments(text: &str) -> impl Iterator<Item = &str> {
    let mut pieces = text.split("<!--");
    let first = pieces.next();
    let behind = pieces.map(|it| it.split_once("-->").map_or(it, |(_, rest)| rest));
    first.into_iter().chain(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_there_once_and_no_more_than_fit() {
        let texts = [
            "The Cache, the <!-- a list --> cache",
            "of \u{c4}rger 502 ok",
        ];
        assert_eq!(words(texts, 100), "the cache \u{e4}rger 502");
        assert_eq!(words(texts, 9), "the cache");
        assert_eq!(words(texts, 8), "the");
    }

    #[test]
    fn one_more_postmortem_seldom_changes_the_share_of_all() {
        assert_eq!(share(0), MOST);
        assert_eq!(share(1000), share(1024));
        assert_eq!(share(10_000), LEAST);
        assert!(share(3000) < share(2000));
    }
}
