//! How much a commit may unfold: a few trees that name each other often enough are more files than there
//! is memory for.

use std::collections::HashSet;
use std::hash::Hash;

use crate::git::GitError;

/// How many directories there may be in any case.
const ALWAYS: usize = 2_000;

/// How often each directory may occur, beyond that: repositories repeat some, and seldom.
const TIMES: usize = 20;

/// Counts directories, those that are alike too.
pub(super) struct Size<T> {
    all: usize,
    known: HashSet<T>,
}

impl<T: Eq + Hash> Size<T> {
    pub(super) fn new() -> Self {
        Self {
            all: 0,
            known: HashSet::new(),
        }
    }

    /// Counts one more; refused where far more unfold than are there.
    pub(super) fn add(&mut self, one: T) -> Result<(), GitError> {
        self.all += 1;
        self.known.insert(one);
        if self.all > ALWAYS + TIMES * self.known.len() {
            return Err(GitError::BadTree {
                path: "/".to_owned(),
                why: "unfolds to more directories than anybody has".to_owned(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_directories_are_fine_and_one_many_times_is_not() {
        let mut size = Size::new();
        for number in 0..100_000 {
            size.add(number / 10).unwrap();
        }
        let mut size = Size::new();
        let many = (0..100_000).try_for_each(|number| size.add(number % 10));
        assert!(many.is_err());
    }
}
