//! The words of a text, as `SQLite`'s `unicode61` sees them: runs of letters and digits, without regard to
//! case, and of Latin letters without their accents.

/// Latin letters with an accent, by the letter that is left without it.
const ACCENTED: [(char, &str); 25] = [
    ('a', "àáâãäåāăąǎȁȃȧḁạả"),
    ('b', "ḃḅḇ"),
    ('c', "çćĉċč"),
    ('d', "ďḋḍḏḑḓ"),
    ('e', "èéêëēĕėęěȅȇȩḙḛẹẻẽ"),
    ('f', "ḟ"),
    ('g', "ĝğġģǧǵḡ"),
    ('h', "ĥȟḣḥḧḩḫẖ"),
    ('i', "ìíîïĩīĭįǐȉȋḭỉị"),
    ('j', "ĵǰ"),
    ('k', "ķǩḱḳḵ"),
    ('l', "ĺļľḷḻḽ"),
    ('m', "ḿṁṃ"),
    ('n', "ñńņňǹṅṇṉṋ"),
    ('o', "òóôõöōŏőơǒǫȍȏȯọỏ"),
    ('p', "ṕṗ"),
    ('r', "ŕŗřȑȓṙṛṟ"),
    ('s', "śŝşšșṡṣẛ"),
    ('t', "ţťțṫṭṯṱẗ"),
    ('u', "ùúûüũūŭůűųưǔȕȗṳṵṷụủ"),
    ('v', "ṽṿ"),
    ('w', "ŵẁẃẅẇẉẘ"),
    ('x', "ẋẍ"),
    ('y', "ýÿŷȳẏẙỳỵỷỹ"),
    ('z', "źżžẑẓẕ"),
];

/// The words that are looked for, each once, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(Vec<String>);

impl Terms {
    /// The words of what somebody typed.
    pub fn of(texts: &[String]) -> Self {
        let mut terms: Vec<String> = Vec::new();
        for text in texts {
            each(text, |word| {
                if !terms.iter().any(|it| it == word) {
                    terms.push(word.to_owned());
                }
            });
        }
        Self(terms)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// They.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// Counts each of them in a text; gives how many words that has.
    pub(super) fn count(&self, text: &str, counts: &mut [u32]) -> usize {
        let mut words = 0;
        let mut folded = String::new();
        for part in parts(text) {
            if part.is_ascii() {
                words += 1;
                for (term, count) in self.0.iter().zip(counts.iter_mut()) {
                    if term.len() == part.len() && term.as_bytes().eq_ignore_ascii_case(part) {
                        *count += 1;
                    }
                }
            } else {
                each_of_part(part, &mut folded, &mut |word| {
                    words += 1;
                    for (term, count) in self.0.iter().zip(counts.iter_mut()) {
                        *count += u32::from(term == word);
                    }
                });
            }
        }
        words
    }

    /// Which of them stand in a text, as a set of bits by their places; of more than 64 the first.
    pub(super) fn in_line(&self, text: &str) -> u64 {
        let mut found = 0;
        each(text, |word| {
            let at = self.0.iter().position(|it| it == word);
            let bit = at.and_then(|it| 1_u64.checked_shl(u32::try_from(it).ok()?));
            found |= bit.unwrap_or_default();
        });
        found
    }
}

/// Calls `tell` with each word of a text, folded.
pub(super) fn each(text: &str, mut tell: impl FnMut(&str)) {
    let mut folded = String::new();
    for part in parts(text) {
        each_of_part(part, &mut folded, &mut tell);
    }
}

/// Runs between ASCII characters that are in no word. Every such part is UTF-8 again.
fn parts(text: &str) -> impl Iterator<Item = &[u8]> {
    let is_between = |it: &u8| it.is_ascii() && !it.is_ascii_alphanumeric();
    text.as_bytes()
        .split(is_between)
        .filter(|it| !it.is_empty())
}

fn each_of_part(part: &[u8], folded: &mut String, tell: &mut dyn FnMut(&str)) {
    let Ok(part) = std::str::from_utf8(part) else {
        return;
    };
    folded.clear();
    for character in part.chars() {
        if character.is_alphanumeric() {
            fold(character, folded);
        } else if !is_accent(character) || folded.is_empty() {
            if !folded.is_empty() {
                tell(folded);
            }
            folded.clear();
        }
    }
    if !folded.is_empty() {
        tell(folded);
    }
}

/// Whether a character is an accent that stands for itself, behind its letter.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

fn fold(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
        return;
    }
    for it in character.to_lowercase().filter(|it| !is_accent(*it)) {
        let plain = ACCENTED.iter().find(|(_, all)| all.contains(it));
        folded.push(plain.map_or(it, |(plain, _)| *plain));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each(text, |it| words.push(it.to_owned()));
        words
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(
            words("Fail-over of `db_2`: 30 s"),
            ["fail", "over", "of", "db", "2", "30", "s"]
        );
        assert_eq!(
            words("Störung, E\u{301}TÉ… ŁÓDŹ; Größe"),
            ["storung", "ete", "łodz", "große"]
        );
        assert_eq!(words("障害報告、отчёт"), ["障害報告", "отчёт"]);
        assert_eq!(words("— …"), [""; 0]);
    }

    #[test]
    fn counting_finds_the_same_words() {
        let terms = Terms::of(&["Störung dns".to_owned(), "DNS".to_owned()]);
        assert_eq!(terms.words(), ["storung", "dns"]);
        let mut counts = [0, 0];
        let text = "DNS: Störung, STORUNG und dns2; dns.";
        assert_eq!(terms.count(text, &mut counts), 6);
        assert_eq!(counts, [2, 2]);
        assert_eq!(terms.in_line("the dns"), 2);
    }
}
