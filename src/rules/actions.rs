//! The action items that are still to be done, and the words of their titles.

use crate::front_matter::Node;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::ActionItem;
use crate::postmortem::Postmortem;

/// The longest title whose words are looked at, in bytes; a longer one is no title.
const LONGEST: usize = 400;

/// Words that no English title has, and many in other languages: of those whose titles these are,
/// nothing is said.
const FOREIGN: [&str; 47] = [
    "alle", "auf", "avec", "bei", "con", "dans", "das", "de", "dei", "del", "della", "dem", "den",
    "der", "des", "di", "du", "een", "ein", "eine", "einen", "el", "et", "fuer", "het", "il", "im",
    "la", "las", "le", "les", "los", "mit", "och", "oder", "para", "pour", "sur", "una", "und",
    "une", "van", "vom", "von", "voor", "zu", "zum",
];

/// A title of an action item, as the rules on its wording see it.
pub(super) struct Title<'a> {
    item: ActionItem<'a>,
    /// The value.
    pub node: &'a Node,
    /// Its words in small letters, without marks around them. What stands in quotation marks or
    /// backticks is one word, [`QUOTED`].
    pub words: Vec<String>,
}

/// What stands for a quotation among the words of a title.
pub(super) const QUOTED: &str = "\u{201c}\u{201d}";

impl Title<'_> {
    /// The item's place as a JSON pointer.
    pub(super) fn pointer(&self) -> String {
        self.item.pointer_to(FieldName::Title)
    }

    /// The first word; empty where there is none.
    pub(super) fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Whether it has one of these words.
    pub(super) fn has_any(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether these words, separated by blanks, stand in it one after the other.
    pub(super) fn has(&self, phrase: &str) -> bool {
        (0..self.words.len()).any(|at| begin(self.words.get(at..).unwrap_or_default(), phrase))
    }

    /// Whether it begins with these words, separated by blanks.
    pub(super) fn begins(&self, phrase: &str) -> bool {
        begin(&self.words, phrase)
    }
}

/// Whether words begin with those of a phrase. Asked so often that it must not allocate.
fn begin(words: &[String], phrase: &str) -> bool {
    let mut rest = phrase;
    for word in words {
        match rest.strip_prefix(word.as_str()) {
            Some("") => return true,
            Some(more) if more.starts_with(' ') => rest = more.get(1..).unwrap_or(""),
            _ => return false,
        }
    }
    false
}

/// The titles of the action items that are still to be done, from in-review on, where they may be
/// English.
pub(super) fn titles<'a>(postmortem: &Postmortem<'a>) -> Vec<Title<'a>> {
    if !postmortem.has_reached(Status::InReview) {
        return Vec::new();
    }
    postmortem
        .action_items()
        .filter(|item| !item.is_over())
        .filter_map(|item| {
            let node = item.field(FieldName::Title).node()?;
            let words = words(node.as_str().filter(|it| it.len() <= LONGEST)?);
            let is_foreign = words.iter().any(|word| {
                FOREIGN.contains(&word.as_str())
                    || (word != QUOTED
                        && word.chars().any(|it| it.is_alphabetic() && !it.is_ascii()))
            });
            (!is_foreign && !words.is_empty()).then_some(Title { item, node, words })
        })
        .collect()
}

/// The words of a title. A single word before a colon says what it is about, and is left out.
fn words(title: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut quote: Option<char> = None;
    for raw in title.split_whitespace() {
        if let Some(mark) = quote {
            if raw
                .trim_end_matches(['.', ',', ';', ':', ')'])
                .ends_with(mark)
            {
                quote = None;
            }
            continue;
        }
        if let Some((mark, rest)) = quotation(raw) {
            if !rest.contains(mark) {
                quote = Some(mark);
            }
            words.push(QUOTED.to_owned());
            continue;
        }
        let is_topic = words.is_empty() && raw.ends_with(':');
        let bare = raw.trim_matches(|it: char| !it.is_alphanumeric());
        if !bare.is_empty() && !is_topic {
            // A path or an address is no word of the language.
            words.push(if raw.starts_with('/') || raw.contains("://") {
                QUOTED.to_owned()
            } else {
                bare.to_lowercase().replace('\u{2019}', "'")
            });
        }
    }
    words
}

/// The mark that ends the quotation that a word begins, and what follows the mark that begins it;
/// `None` where it begins none.
fn quotation(word: &str) -> Option<(char, &str)> {
    let mut chars = word.trim_start_matches('(').chars();
    let mark = match chars.next()? {
        '`' => '`',
        '"' => '"',
        '\u{201c}' => '\u{201d}',
        _ => return None,
    };
    Some((mark, chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::QUOTED;
    use super::words;

    #[test]
    fn the_words_of_a_title_are_plain() {
        for (title, expected) in [
            ("**Add** an alert, etc.", vec!["add", "an", "alert", "etc"]),
            ("Checkout: better logs", vec!["better", "logs"]),
            ("Edit /etc/hosts", vec!["edit", QUOTED]),
            ("Stop `always on` mode", vec!["stop", QUOTED, "mode"]),
            (
                "Drop \"x\" and \u{201c}y z\u{201d}, (\u{201c}a\u{201d}) too.",
                vec!["drop", QUOTED, "and", QUOTED, QUOTED, "too"],
            ),
            ("- [ ]", vec![]),
            ("`never closed", vec![QUOTED]),
        ] {
            assert_eq!(words(title), expected, "{title}");
        }
    }
}
