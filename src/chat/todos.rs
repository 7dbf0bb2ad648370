//! What a message says is yet to be done.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::shorten::shortened;

/// How many characters of a sentence are kept.
const LONGEST: usize = 160;

/// Marks of work, as people write them: in capitals, with a colon, or as a command.
const MARKS: &[&str] = &[
    "TODO", "FIXME", "#action", "!todo", "!action", "AI:", "ACTION:", "todo:", "Todo:", "ToDo:",
    "to do:", "To do:", "fixme:", "Fixme:",
];

/// Phrases of work that is yet to be done, in small letters.
const PHRASES: &[&str] = &[
    "action item",
    "follow up",
    "follow-up",
    "followup",
    "we should",
    "we need to",
    "we ought to",
    "somebody should",
    "someone should",
    "somebody needs to",
    "someone needs to",
    "let's file",
    "lets file",
    "let's open a",
    "let's add",
    "let's write",
    "file a ticket",
    "file a bug",
    "file an issue",
    "open a ticket",
    "open an issue",
    "create a ticket",
    "needs a runbook",
    "we have to",
    "we must",
    "we're going to have to",
    "remind me to",
    "remember to",
    "note to self",
    "for the postmortem",
    "next time",
    "clearly we need",
    "ideally we",
    "i should make",
];

/// The same words where they say something else.
const NOT: &[&str] = &[
    "we should be",
    "we should have",
    "we should see",
    "we should not",
    "we should now",
    "we shouldn't",
    "we have to go",
    "ought not",
    "should we",
    "do we need to",
    "we should know",
    "we should get",
];

/// The marks, the phrases, and what is none: a log has very many sentences, and each is read once for all.
static FINDERS: LazyLock<[Option<AhoCorasick>; 3]> =
    LazyLock::new(|| [MARKS, PHRASES, NOT].map(|it| AhoCorasick::new(it).ok()));

/// What is yet to be done, in a message's own words, and by which of them it was found. Several sentences
/// may say so.
pub fn todos(text: &str) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        let fences = line.matches("```").count();
        let was_code = is_code;
        is_code ^= fences % 2 == 1;
        if was_code || fences > 0 {
            continue;
        }
        for sentence in sentences(line) {
            found.extend(todo(sentence));
        }
    }
    found
}

fn todo(sentence: &str) -> Option<(String, &'static str)> {
    let has_word = |mark: &&&str| {
        let mut at = sentence.match_indices(**mark).map(|(at, _)| at);
        at.any(|at| {
            let before = sentence.get(..at).and_then(|it| it.chars().next_back());
            let after = sentence
                .get(at + mark.len()..)
                .and_then(|it| it.chars().next());
            let is_letter = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
            !is_letter(before) && (mark.ends_with(':') || !is_letter(after))
        })
    };
    let [marks, phrases, not] = &*FINDERS;
    let is_marked = marks.as_ref().is_some_and(|it| it.is_match(sentence));
    if is_marked && let Some(mark) = MARKS.iter().find(has_word) {
        let (_, rest) = sentence.split_once(*mark).unwrap_or(("", sentence));
        let rest = match rest.strip_prefix('(') {
            Some(named) => named.split_once(')').map_or(named, |(_, rest)| rest),
            None => rest,
        };
        let rest = rest.trim_start_matches([':', '-', ' ', ']', '*', '_']);
        let rest = if rest.trim().is_empty() {
            sentence
        } else {
            rest
        };
        return Some((short(rest), mark));
    }
    let lower = sentence
        .to_lowercase()
        .replace('\u{2019}', "'")
        .replace(',', "");
    let is_question = sentence.trim_end().ends_with('?');
    if is_question || not.as_ref()?.is_match(&lower) {
        return None;
    }
    // The first of the list, wherever it stands.
    let found = phrases.as_ref()?.find_overlapping_iter(&lower);
    let first = found.map(|it| it.pattern().as_usize()).min()?;
    let phrase = PHRASES.get(first)?;
    Some((short(sentence), phrase))
}

/// The sentences of a line: each ends with a mark and a blank.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.match_indices(['.', '!', '?']).find_map(|(at, mark)| {
            let behind = rest.get(at + mark.len()..)?;
            behind.starts_with(' ').then_some(at + mark.len())
        });
        let (one, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        rest = behind;
        Some(one.trim())
    })
    .filter(|it| !it.is_empty())
}

fn short(text: &str) -> String {
    shortened(text, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_yet_to_be_done_is_found() {
        for (text, wanted) in [
            ("TODO: page on saturation", "page on saturation"),
            (
                "that was bad. We should add an alert for that. ok",
                "We should add an alert for that.",
            ),
            ("TODO(ann) check the pool", "check the pool"),
            ("todo: add a canary step", "add a canary step"),
            ("#action bob writes the runbook", "bob writes the runbook"),
            (
                "let's file a ticket for the retry loop",
                "let's file a ticket for the retry loop",
            ),
            (
                "clearly, we need CI for the CI",
                "clearly, we need CI for the CI",
            ),
            (
                "IMO we should switch it to a deployment",
                "IMO we should switch it to a deployment",
            ),
        ] {
            let found: Vec<String> = todos(text).into_iter().map(|it| it.0).collect();
            assert_eq!(found, [wanted], "{text}");
        }
    }

    #[test]
    fn what_only_sounds_like_it_is_none() {
        for text in [
            "we should be back soon",
            "should we roll back?",
            "todos",
            "we shouldn't see that",
        ] {
            assert!(todos(text).is_empty(), "{text}");
        }
    }
}
