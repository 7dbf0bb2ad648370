//! Which severity is which, where a team gives its scale other words.

use std::collections::BTreeSet;

use crate::model::Severity;

/// The severities of one scale in the words of another: a word that both know means the same, and the
/// others stand for each other in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    pairs: Vec<(Severity, Option<Severity>)>,
}

impl Scale {
    /// The severities of the scale before in the words of the one after.
    pub fn new(before: &[Severity], after: &[Severity]) -> Self {
        let words = |all: &'_ [Severity]| -> BTreeSet<String> {
            all.iter().map(|it| it.as_str().to_owned()).collect()
        };
        let (known, kept) = (words(before), words(after));
        let mut fresh = after.iter().filter(|it| !known.contains(it.as_str()));
        let pairs = before.iter().map(|old| {
            let now = if kept.contains(old.as_str()) {
                Some(old)
            } else {
                fresh.next()
            };
            (old.clone(), now.cloned())
        });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// What a severity is called now; `None` where nothing stands in its place.
    pub fn now(&self, old: &str) -> Option<&Severity> {
        let mut pairs = self.pairs.iter();
        pairs.find(|(it, _)| it.as_str() == old)?.1.as_ref()
    }

    /// Each severity that was, and what it is called now.
    pub fn pairs(&self) -> impl Iterator<Item = (&Severity, Option<&Severity>)> {
        self.pairs.iter().map(|(old, now)| (old, now.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_known_by_its_words_and_by_its_order() {
        let scale = |words: &[&str]| -> Vec<Severity> {
            words.iter().map(|it| Severity::new(*it)).collect()
        };
        let before = scale(&["SEV-1", "SEV-2", "SEV-3"]);
        for (after, expected) in [
            (
                &["SEV-1", "SEV-2", "SEV-3", "SEV-4"][..],
                "SEV-1 SEV-2 SEV-3",
            ),
            (&["P1", "P2", "P3"], "P1 P2 P3"),
            (&["SEV-3", "SEV-2", "SEV-1"], "SEV-1 SEV-2 SEV-3"),
            (&["SEV-0", "SEV-1", "SEV-3"], "SEV-1 SEV-0 SEV-3"),
            (&["P1"], "P1 - -"),
        ] {
            let scale = Scale::new(&before, &scale(after));
            let now: Vec<&str> = before
                .iter()
                .map(|it| scale.now(it.as_str()).map_or("-", Severity::as_str))
                .collect();
            assert_eq!(now.join(" "), expected, "{after:?}");
        }
    }
}
