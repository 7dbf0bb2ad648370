//! Texts of messages, shortened.

use crate::markdown::one_line;

/// A text on one line, cut at the end of a sentence where it is too long, else at a word.
pub(in crate::chat) fn shortened(text: &str, longest: usize) -> String {
    let visible = |it: &char| !it.is_control() || it.is_whitespace();
    let text: String = text.chars().filter(visible).collect();
    let text = one_line(&text);
    if text.chars().count() <= longest {
        return text;
    }
    let end = text
        .char_indices()
        .nth(longest)
        .map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or_default();
    let ends = [". ", "! ", "? "];
    let sentence = ends.iter().filter_map(|it| head.rfind(it)).max();
    if let Some(whole) = sentence
        .and_then(|at| head.get(..=at))
        .filter(|it| it.chars().count() * 3 >= longest)
    {
        return whole.to_owned();
    }
    // No part of a word or a number: it would be another one.
    let is_between = |it: char| !it.is_alphanumeric();
    let word = head
        .rfind(' ')
        .or_else(|| head.rfind(is_between))
        .and_then(|at| head.get(..at))
        .unwrap_or(head);
    format!("{}…", word.trim_end_matches([',', ';', ':', ' ']))
}
