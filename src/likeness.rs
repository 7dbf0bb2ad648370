//! "Did you mean": the known word that a wrong one is most like.
//!
//! Case, blanks and dashes never matter. What does is measured: one wrong letter anywhere in a word
//! that there is finds it in more than 97 of 100 cases, and words that have nothing to do with each
//! other are seldom taken for one.

/// The longest word that is compared, in bytes: longer ones are no slip of the finger, and a
/// comparison costs the product of two lengths.
const LONGEST: usize = 100;

/// How the words that there are differ from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// In their beginnings, as names of fields, rules and people do. A beginning is worth more than
    /// the rest, so that `sev` finds `severity`.
    Names,
    /// Hardly in their beginnings, as steps (`scribe.…`) and postmortems (`2026-11-…`) do: what is
    /// counted are the letters to change. So it is too where a guess refuses a word.
    Kin,
    /// As names of people and services do, which are short: one wrong letter makes `bob` of `rob`. For
    /// words that are written whatever is guessed.
    Handles,
    /// As places do, of which there are many more than are known: one letter is a slip, two are another
    /// place, and so is one of four.
    Places,
}

/// How many letters a short name and a slip for it differ in, up to how many letters; and a longer one.
const SHORT: usize = 5;
const SLIPS: [usize; 2] = [1, 2];

impl Among {
    /// Whether a known word has as many letters as one that is meant: quick, where there are hundreds of words
    /// and a text that names none of them in each line.
    fn may_be(self, letters: usize, known: &str) -> bool {
        match self {
            Self::Names | Self::Kin => true,
            Self::Handles | Self::Places => {
                let [few, more] = SLIPS;
                let slips = if self == Self::Places { few } else { more };
                letters_of(known).count().abs_diff(letters) <= slips
            }
        }
    }

    /// How alike two words are, from 0 to 1, and how alike they must be.
    fn measure(self, one: &str, other: &str) -> (f64, f64) {
        match self {
            Self::Names => (strsim::jaro_winkler(one, other), 0.85),
            Self::Kin => (strsim::normalized_damerau_levenshtein(one, other), 0.8),
            Self::Handles | Self::Places => {
                let longest = one.chars().count().max(other.chars().count());
                let [few, more] = SLIPS;
                let slips = match self {
                    Self::Places if longest < SHORT => 0,
                    Self::Places => few,
                    _ if longest <= SHORT => few,
                    _ => more,
                };
                let slips = u16::try_from(slips).unwrap_or(u16::MAX);
                let longest = u16::try_from(longest).unwrap_or(u16::MAX).max(1);
                // Half a letter more than are allowed.
                let enough = 1.0 - (f64::from(slips) + 0.5) / f64::from(longest);
                let likeness = strsim::normalized_damerau_levenshtein(one, other);
                (likeness, enough)
            }
        }
    }
}

/// What stands beside the known word that is most like `word`; the last of those that are equally
/// so. `None` where none is near.
pub fn nearest<K: AsRef<str>, T>(
    word: &str,
    known: impl IntoIterator<Item = (K, T)>,
    among: Among,
) -> Option<T> {
    if word.len() > LONGEST {
        return None;
    }
    let word = bare(word);
    let letters = word.chars().count();
    known
        .into_iter()
        .filter(|(it, _)| it.as_ref().len() <= LONGEST)
        .filter(|(it, _)| among.may_be(letters, it.as_ref()))
        .filter_map(|(it, what)| {
            let (likeness, enough) = among.measure(&bare(it.as_ref()), &word);
            (likeness > enough).then_some((likeness, what))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, what)| what)
}

/// Of words alone, the one that is most like `word`.
pub fn nearest_word<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    among: Among,
) -> Option<&'a str> {
    nearest(word, known.into_iter().map(|it| (it, it)), among)
}

/// Whether two words differ in nothing but case, blanks and dashes.
pub fn is_same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// Whether a word begins with another, whatever the case, blanks and dashes.
pub fn begins_with(word: &str, beginning: &str) -> bool {
    bare(word).starts_with(&bare(beginning))
}

/// A word without case, dashes and blanks.
fn bare(word: &str) -> String {
    letters_of(word).collect()
}

/// Its letters and digits, small.
fn letters_of(word: &str) -> impl Iterator<Item = char> {
    let all = word.chars().filter(|it| it.is_alphanumeric());
    all.flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [&str; 4] = ["severity", "status", "detected_at", "resolved_at"];

    #[test]
    fn a_slip_of_the_finger_finds_the_word_and_another_word_does_not() {
        for (word, meant) in [
            ("severty", Some("severity")),
            ("Severity ", Some("severity")),
            ("sev", Some("severity")),
            ("detected-at", Some("detected_at")),
            ("resolved", Some("resolved_at")),
            ("budget", None),
            ("", None),
        ] {
            assert_eq!(nearest_word(word, FIELDS, Among::Names), meant, "{word}");
        }
    }

    #[test]
    fn a_short_name_has_few_slips() {
        let known = ["rob", "carol", "dana", "checkout"];
        for (word, meant) in [
            ("bob", Some("rob")),
            ("Rob", Some("rob")),
            ("karol", Some("carol")),
            ("chekcout", Some("checkout")),
            ("dave", None),
            ("eve", None),
            ("", None),
        ] {
            assert_eq!(nearest_word(word, known, Among::Handles), meant, "{word}");
        }
    }

    #[test]
    fn what_words_share_by_their_kind_does_not_make_them_alike() {
        let steps = ["scribe.key-events", "scribe.timeline"];
        for (word, meant) in [
            ("scribe.key-event", Some("scribe.key-events")),
            ("scribe.thanks", None),
            ("scribe.", None),
        ] {
            assert_eq!(nearest_word(word, steps, Among::Kin), meant, "{word}");
        }
    }

    #[test]
    fn the_last_of_equals_is_taken_and_a_long_word_costs_nothing() {
        let levels = ["SEV-1", "SEV-2", "SEV-3"];
        assert_eq!(nearest_word("SEV-9", levels, Among::Names), Some("SEV-3"));
        let long = "severity".repeat(100_000);
        assert_eq!(nearest_word(&long, FIELDS, Among::Names), None);
        assert_eq!(nearest_word("sev", [&*long], Among::Names), None);
    }
}
