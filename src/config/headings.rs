//! Headings that are called more than the section that they are for.

/// How many words may stand before a section's name: "Detailed incident timeline".
const BEFORE: usize = 3;

/// Words that make what follows them only a part of the heading's subject: "notes on the timeline".
const PREPOSITIONS: [&str; 14] = [
    "about", "after", "and", "before", "beyond", "by", "during", "for", "from", "in", "of", "on",
    "to", "with",
];

/// The words of a title, without marks and the number before it.
pub(super) fn words(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}'))
        .filter(|word| !word.is_empty())
        .skip_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether words have a section's name among them.
pub(super) fn names(title: &[&str], name: &str) -> bool {
    let name: Vec<&str> = words(name).collect();
    !name.is_empty() && title.windows(name.len()).any(|it| is_same(it, &name))
}

/// Whether words have a section's name at their beginning, or after a few that describe it.
pub(super) fn is_called(title: &[&str], name: &str) -> bool {
    let name: Vec<&str> = words(name).collect();
    let describes = |word: &&str| !PREPOSITIONS.iter().any(|it| it.eq_ignore_ascii_case(word));
    (0..=BEFORE).any(|before| {
        let there = title.get(before..before + name.len());
        there.is_some_and(|it| is_same(it, &name)) && title.iter().take(before).all(describes)
    })
}

fn is_same(words: &[&str], name: &[&str]) -> bool {
    let mut pairs = words.iter().zip(name);
    words.len() == name.len() && pairs.all(|(one, other)| is_same_word(one, other))
}

fn is_same_word(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    let plain = |word: &str| word.replace('\u{2019}', "'").to_lowercase();
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use crate::config::Policy;

    #[test]
    fn a_heading_with_more_words_is_the_section_that_no_other_could_be() {
        let policy = Policy::default();
        for (title, section) in [
            ("Timeline (times in Europe/Berlin)", Some("Timeline")),
            ("Timeline - all times UTC", Some("Timeline")),
            ("3. Timeline", Some("Timeline")),
            ("Detailed incident timeline", Some("Timeline")),
            ("Timeline:", Some("Timeline")),
            ("Incident timeline in CET", Some("Timeline")),
            ("Impact on customers", Some("Impact")),
            ("Root Cause Analysis", Some("Contributing Factors")),
            ("Executive summary", Some("Overview")),
            ("What happened, in short", Some("What Happened")),
            ("What went well and why", Some("What Went Well")),
            (
                "What didn\u{2019}t go so well this time",
                Some("What Didn't Go So Well"),
            ),
            ("Impact and timeline", None),
            ("Notes on the timeline", None),
            ("Action items from the resolution call", None),
            ("Timelines of other teams", None),
            ("Timeline", None),
            ("Lessons", None),
            ("", None),
        ] {
            let found = policy.section_in(title).map(|it| it.title.as_str());
            assert_eq!(found, section, "{title}");
        }
    }
}
