//! Severities as documents write them, by the words of the team's scale.

use super::text;

/// What a severity's words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    /// A word of the scale; and what stood behind it, where that says more.
    Is(String, Option<String>),
    /// Nothing.
    Nothing,
    /// Something else; why.
    Not(String),
}

/// A word as it is compared: its letters and digits in small letters.
fn key(word: &str) -> String {
    let letters = word.chars().filter(|it| it.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// What a word may be called besides itself: `severity 1` for `SEV-1`.
fn keys_of(word: &str) -> Vec<String> {
    let key = key(word);
    let mut keys = vec![key.clone()];
    if let Some(number) = key.strip_prefix("sev") {
        keys.push(format!("severity{number}"));
        keys.push(format!("s{number}"));
        keys.push(format!("sevlevel{number}"));
    }
    keys
}

/// Reads a severity that stands behind its label.
pub(super) fn read(words: &str, scale: &[String]) -> Severity {
    let plain = text::plain(words);
    let bare = plain.trim();
    if text::says_nothing(bare) || text::is_placeholder(words) {
        return Severity::Nothing;
    }
    let whole = key(bare);
    let is = |word: &String| keys_of(word).contains(&whole);
    if let Some(word) = scale.iter().find(|it| is(it)) {
        return Severity::Is(word.clone(), None);
    }
    // A number alone is that of a scale whose words all end in one.
    let number = |it: &String| {
        key(it)
            .trim_start_matches(|it: char| it.is_alphabetic())
            .to_owned()
    };
    let is_numbered = scale
        .iter()
        .all(|it| key(it).starts_with("sev") && !number(it).is_empty());
    let is_number = bare.len() <= 2 && bare.bytes().all(|it| it.is_ascii_digit()) && is_numbered;
    let by_number = scale.iter().find(|it| is_number && number(it) == bare);
    if let Some(word) = by_number {
        return Severity::Is(word.clone(), None);
    }
    among(bare, scale)
}

/// The one word of the scale among others.
fn among(bare: &str, scale: &[String]) -> Severity {
    let words: Vec<&str> = bare
        .split(|it: char| it.is_whitespace() || "()[],;:/|–—→>".contains(it))
        .filter(|it| !it.is_empty())
        .collect();
    let mut found: Vec<&String> = Vec::new();
    let mut foreign = false;
    for (at, word) in words.iter().enumerate().take(40) {
        let one = key(word);
        let two = words.get(at + 1).map(|next| format!("{one}{}", key(next)));
        let of_scale = scale.iter().find(|it| {
            let keys = keys_of(it);
            keys.contains(&one) || two.as_ref().is_some_and(|two| keys.contains(two))
        });
        match of_scale {
            Some(it) if !found.contains(&it) => found.push(it),
            Some(_) => {}
            None => {
                foreign |= is_like_one(&one) && !found.iter().any(|it| keys_of(it).contains(&one));
            }
        }
    }
    // Only what begins with the word is a severity; elsewhere it is spoken of.
    let begins = found.first().is_some_and(|it| {
        let start = key(bare);
        keys_of(it)
            .iter()
            .any(|key| start.starts_with(key.as_str()))
    });
    match found.as_slice() {
        [one] if begins && !foreign => Severity::Is((*one).clone(), Some(bare.to_owned())),
        [] => Severity::Not("is no word of the scale of severities".to_owned()),
        [_] => Severity::Not("says more than one severity, or something else".to_owned()),
        _ => Severity::Not("says more than one severity".to_owned()),
    }
}

/// The one word of the scale in a title: `[SEV-1] Checkout is down`.
pub(super) fn in_title(words: &str, scale: &[String]) -> Option<String> {
    let parts: Vec<String> = words
        .split(|it: char| it.is_whitespace() || "()[],;:/|–—".contains(it))
        .map(key)
        .filter(|it| !it.is_empty())
        .collect();
    let mut found: Vec<&String> = Vec::new();
    for (at, one) in parts.iter().enumerate().take(100) {
        let two = parts.get(at + 1).map(|next| format!("{one}{next}"));
        // One letter and a number (`S3`) are more often something else.
        let of_scale = scale.iter().find(|it| {
            let key = key(it);
            key.len() > 2 && (key == *one || two.as_ref() == Some(&key))
        });
        if let Some(word) = of_scale.filter(|it| !found.contains(it)) {
            found.push(word);
        }
    }
    match found.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    }
}

/// Whether a word is a severity of some other scale, right or wrong: `sev0`, `p1`.
fn is_like_one(key: &str) -> bool {
    ["severity", "sev", "p", "s"].iter().any(|it| {
        key.strip_prefix(it)
            .is_some_and(|it| it.len() == 1 && it.bytes().all(|it| it.is_ascii_digit()))
    })
}

/// Whether a line speaks of a severity with its number: `sev 2`, `Severity 2`, `severity::2`.
pub(super) fn mention(line: &str) -> bool {
    let mut from = 0;
    let lower = |at: usize| {
        line.get(at..at + 3)
            .is_some_and(|it| it.eq_ignore_ascii_case("sev"))
    };
    while let Some(at) = line
        .get(from..)
        .and_then(|it| it.find(['s', 'S']))
        .map(|it| it + from)
    {
        from = at + 1;
        let starts = !line
            .get(..at)
            .unwrap_or("")
            .ends_with(char::is_alphanumeric);
        if !starts || !lower(at) {
            continue;
        }
        let rest = line.get(at + 3..).unwrap_or("");
        let rest = match rest.get(..5) {
            Some(it) if it.eq_ignore_ascii_case("erity") => rest.get(5..).unwrap_or(""),
            _ => rest,
        };
        let rest = rest.trim_start_matches(['-', ' ', ':']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let ends = !rest
            .get(digits..)
            .unwrap_or("")
            .starts_with(char::is_alphanumeric);
        if digits == 1 && ends {
            return true;
        }
    }
    false
}
