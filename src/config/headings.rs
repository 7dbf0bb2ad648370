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
    let mut rests = (0..title.len()).filter_map(|at| title.get(at..));
    rests.any(|rest| begins(rest, name))
}

/// Whether words have a section's name at their beginning, or after a few that describe it.
pub(super) fn is_called(title: &[&str], name: &str) -> bool {
    let describes = |word: &&str| !PREPOSITIONS.iter().any(|it| it.eq_ignore_ascii_case(word));
    (0..=BEFORE).any(|before| {
        let rest = title.get(before..);
        rest.is_some_and(|it| begins(it, name)) && title.iter().take(before).all(describes)
    })
}

/// Whether words begin with those of a name, which has some.
fn begins(title: &[&str], name: &str) -> bool {
    // Most are told apart by their first letters: the name's words are not looked for.
    let is_plain = |it: &&&str| it.bytes().all(|byte| byte.is_ascii_alphabetic());
    if let Some(first) = title.first().filter(is_plain)
        && name.starts_with(|it: char| it.is_ascii_alphabetic())
        && let Some(there) = name.as_bytes().get(..first.len().min(name.len()))
        && !first.as_bytes().eq_ignore_ascii_case(there)
    {
        return false;
    }
    let mut title = title.iter();
    let mut name = words(name).peekable();
    name.peek().is_some() && name.all(|word| title.next().is_some_and(|it| is_same_word(it, word)))
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
