//! Words that say nothing of what a text is about. Those of other languages count little where many texts have them.

/// They, in their order.
const COMMON: [&str; 126] = [
    "a", "about", "after", "again", "all", "also", "an", "and", "another", "any", "are", "as",
    "at", "be", "because", "been", "before", "between", "both", "but", "by", "can", "could", "did",
    "do", "does", "down", "during", "each", "every", "few", "first", "for", "from", "had", "has",
    "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "last",
    "less", "like", "look", "made", "make", "many", "may", "more", "most", "much", "must", "no",
    "nobody", "nor", "not", "nothing", "now", "of", "off", "old", "on", "once", "one", "only",
    "or", "other", "our", "out", "over", "own", "s", "same", "she", "should", "since", "so",
    "some", "still", "such", "t", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "three", "through", "to", "too", "two", "under", "until", "up",
    "very", "was", "we", "went", "were", "what", "when", "where", "which", "while", "who", "whole",
    "why", "will", "with", "without", "would",
];

/// Whether a word is one of them.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found() {
        assert!(COMMON.is_sorted() && COMMON.iter().all(|it| is_common(it)));
        assert!(!is_common("cache") && !is_common(""));
    }
}
