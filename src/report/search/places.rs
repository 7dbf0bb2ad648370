//! Where in a document the words stand.

use super::Searched;
use super::Terms;
use super::text_of;
use crate::source::RepoPath;

/// A line with some of the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: RepoPath,
    /// The line in it, from 1.
    pub line: usize,
    /// The line, without blanks around it.
    pub text: String,
}

/// The lines of a document with the most of the words, at most `most` of them, in their order.
pub fn places(document: &Searched<'_>, terms: &Terms, most: usize) -> Vec<Place> {
    let reader = document.root.snapshot().reader();
    let mut found: Vec<(u32, usize, Place)> = Vec::new();
    for entry in &document.entries {
        let text = text_of(&reader, entry).unwrap_or_default();
        for (at, line) in text.lines().enumerate() {
            let words = terms.in_line(line).count_ones();
            if words > 0 {
                let place = Place {
                    path: entry.path.clone(),
                    line: at + 1,
                    text: line.trim().to_owned(),
                };
                found.push((words, found.len(), place));
            }
        }
    }
    found.sort_by_key(|(words, at, _)| (std::cmp::Reverse(*words), *at));
    found.truncate(most);
    found.sort_by_key(|(_, at, _)| *at);
    found.into_iter().map(|(_, _, place)| place).collect()
}
