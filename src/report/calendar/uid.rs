//! By what a calendar knows an event.

use std::collections::HashMap;

use crate::source::RepoPath;
use crate::source::percent_encoded;

/// The most characters of a name: longer ones are told apart by a number.
const MOST_CHARACTERS: usize = 200;

/// The UIDs of a root. They are made of names that stay: the root's directory, the postmortem's id
/// or the process review's file name, the kind, the step or action item. Never of a time, a title or
/// a person: what is moved or renamed updates the event that is there.
#[derive(Debug, Default)]
pub(super) struct Uids {
    root: String,
    given: HashMap<String, usize>,
}

impl Uids {
    pub(super) fn new(root: &RepoPath) -> Self {
        Self {
            root: root.to_uri(),
            given: HashMap::new(),
        }
    }

    /// The UID of an event with these names. Where two have the same (a step of two experts, an
    /// action item without an id), the second and those after it are numbered in the order they are
    /// asked for.
    pub(super) fn give(&mut self, names: &[&str]) -> String {
        let mut uid = String::new();
        for name in names {
            if !uid.is_empty() {
                uid.push('/');
            }
            uid.push_str(&plain(name));
        }
        let count = self.given.entry(uid.clone()).or_default();
        *count += 1;
        if *count > 1 {
            // No name can hold a `#`: it is written as `%23`.
            uid.push_str(&format!("#{count}"));
        }
        if !self.root.is_empty() {
            uid = format!("{}:{uid}", self.root);
        }
        format!("{uid}@pmrepo")
    }
}

/// A name in which every character that means something, or is no ASCII, is written as `%20`.
fn plain(name: &str) -> String {
    let short: String = name.chars().take(MOST_CHARACTERS).collect();
    percent_encoded(&short, |_, byte| {
        byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_make_one_uid_each_whatever_is_in_them() {
        let mut uids = Uids::new(&RepoPath::root());
        let all = [
            uids.give(&["2026-03-10-a", "reviewed"]),
            uids.give(&["2026-03-10-a", "reviewed"]),
            uids.give(&["2026-03-10-a", "reviewed#2"]),
            uids.give(&["2026-03-10-a/reviewed"]),
            uids.give(&["é\r\n", "reviewed"]),
            Uids::new(&RepoPath::new("teams/b").unwrap()).give(&["2026-03-10-a", "reviewed"]),
        ];
        assert_eq!(
            all,
            [
                "2026-03-10-a/reviewed@pmrepo",
                "2026-03-10-a/reviewed#2@pmrepo",
                "2026-03-10-a/reviewed%232@pmrepo",
                "2026-03-10-a%2Freviewed@pmrepo",
                "%C3%A9%0D%0A/reviewed@pmrepo",
                "teams/b:2026-03-10-a/reviewed@pmrepo",
            ]
        );
    }
}
