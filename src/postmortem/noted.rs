//! Whose notes lie beside a report: a file in `notes/` bears the name of whoever wrote it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Bound;

use super::Postmortem;
use crate::model::Role;
use crate::model::bare;

/// The notes of a postmortem, read once for whoever asks for many people.
#[derive(Debug)]
pub(super) struct Noted {
    /// The names of the files in small letters, in order, each with the length of the longest name of an
    /// expert that it bears: `ann-lee-2026-03-10.md` is a note of `ann-lee`, not of `ann`.
    files: Vec<(String, usize)>,
    /// What was answered already.
    known: RefCell<BTreeMap<String, bool>>,
}

impl Noted {
    pub(super) fn of(postmortem: &Postmortem<'_>) -> Self {
        let notes = &postmortem.dossier.notes;
        let experts = postmortem.people(Role::SubjectMatterExpert);
        let experts: BTreeSet<String> = experts.map(|it| bare(it).to_lowercase()).collect();
        let files = notes.iter().map(|path| {
            let name = path.name().to_lowercase();
            let longest = longest(&name, &experts);
            (name, longest)
        });
        let mut files: Vec<(String, usize)> = files.collect();
        files.sort_unstable();
        Self {
            files,
            known: RefCell::default(),
        }
    }

    /// Whether a file bears a person's name: `notes/dave.md`, `notes/dave-graphs.md`.
    pub(super) fn has(&self, person: &str) -> bool {
        let person = bare(person).to_lowercase();
        if person.is_empty() || self.files.is_empty() {
            return false;
        }
        if let Some(known) = self.known.borrow().get(&person) {
            return *known;
        }
        let first = self.files.partition_point(|(name, _)| *name < person);
        let files = self.files.iter().skip(first);
        let mut files = files.take_while(|(name, _)| name.starts_with(&person));
        let has = files.any(|(name, longest)| bears(name, &person) && *longest <= person.len());
        self.known.borrow_mut().insert(person, has);
        has
    }
}

/// Whether the name of a file begins with a person's, and that ends there.
fn bears(name: &str, person: &str) -> bool {
    let rest = name.strip_prefix(person);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The length of the longest of some names that the name of a file bears; 0 where it bears none.
fn longest(name: &str, people: &BTreeSet<String>) -> usize {
    let mut upto: Bound<&str> = Bound::Included(name);
    // The greatest that is not greater either is the beginning of the name, or parts with it where every
    // beginning that is among them ends.
    while let Some(person) = people.range::<str, _>((Bound::Unbounded, upto)).next_back() {
        if bears(name, person) {
            return person.len();
        }
        let same = name.chars().zip(person.chars()).take_while(|(a, b)| a == b);
        let same: usize = same.map(|(it, _)| it.len_utf8()).sum();
        upto = match name.get(..same) {
            Some(beginning) if same < person.len() => Bound::Included(beginning),
            _ => Bound::Excluded(person),
        };
    }
    0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_longest_is_found_among_all(
            name in "[ab-]{0,6}",
            people in prop::collection::btree_set("[ab-]{1,5}", 0..8),
        ) {
            let all = people.iter().filter(|it| bears(&name, it));
            let wanted = all.map(String::len).max().unwrap_or(0);
            prop_assert_eq!(longest(&name, &people), wanted);
        }
    }
}
