//! What pages are called: by what they are about, in letters that every file system and every host takes.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use super::Style;
use crate::report::site::Digest;
use crate::source::RepoPath;
use crate::template::slug;

/// The longest name that is taken as it is.
const LONGEST: usize = 120;

/// Names of pages in a directory, each given once.
#[derive(Debug)]
pub(super) struct Names {
    style: Style,
    given: HashSet<String>,
    /// How often each stem was given that was given more than once: many may be called alike.
    counts: HashMap<String, usize>,
}

impl Names {
    /// None given yet.
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            given: HashSet::new(),
            counts: HashMap::new(),
        }
    }

    /// A name for a page in a directory: the word itself where it is plain, else what can be read of it.
    pub(super) fn give(&mut self, directory: &str, word: &str) -> String {
        let stem = if is_plain(word) {
            word.to_owned()
        } else {
            slug(word)
        };
        let path = format!("{directory}/{stem}");
        let name = self.style.name(&path);
        // Some file systems take `A` and `a` for one.
        if self.given.insert(name.to_lowercase()) {
            return name;
        }
        let count = self.counts.entry(path.to_lowercase()).or_insert(1);
        loop {
            *count += 1;
            // Two dashes are in no slug.
            let name = self.style.name(&format!("{path}--{count}"));
            if self.given.insert(name.to_lowercase()) {
                return name;
            }
        }
    }
}

/// Whether a word can stand in an address and in the name of a file as it is.
fn is_plain(word: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    !word.is_empty() && word.len() <= LONGEST && word.chars().all(is_plain)
}

/// The pages of postmortems and process reviews.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By the path of the report, or of the notes.
    pages: HashMap<RepoPath, String>,
    /// By the place of the root, and then by the postmortem's id.
    ids: Vec<HashMap<String, String>>,
}

impl Places {
    /// Adds a page.
    pub(super) fn add(&mut self, root: usize, id: &str, path: &RepoPath, page: String) {
        if self.ids.len() <= root {
            self.ids.resize_with(root + 1, HashMap::new);
        }
        if let Some(ids) = self.ids.get_mut(root) {
            ids.entry(id.to_owned()).or_insert_with(|| page.clone());
        }
        self.pages.insert(path.clone(), page);
    }

    /// Adds the page of a process review.
    pub(super) fn add_review(&mut self, path: &RepoPath, page: String) {
        self.pages.insert(path.clone(), page);
    }

    /// The page of a postmortem of a root.
    pub(super) fn of_id(&self, root: usize, id: &str) -> Option<&str> {
        self.ids.get(root)?.get(id).map(String::as_str)
    }

    /// The page that a file has.
    pub(super) fn of_path(&self, path: &RepoPath) -> Option<&str> {
        self.pages.get(path).map(String::as_str)
    }

    /// The digest of all of them.
    pub(super) fn digest(&self) -> String {
        let mut digest = Digest::new();
        let sorted: BTreeMap<&RepoPath, &String> = self.pages.iter().collect();
        for (path, page) in sorted {
            digest.text(path.as_str()).text(page);
        }
        digest.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_differ_on_every_file_system() {
        let mut names = Names::new(Style::Html);
        let mut give = |it| names.give("services", it);
        assert_eq!(give("checkout"), "services/checkout.html");
        assert_eq!(give("Checkout"), "services/Checkout--2.html");
        assert_eq!(give("../../etc/passwd"), "services/etc-passwd.html");
        assert_eq!(give("con/../aux"), "services/con-aux.html");
        assert_eq!(give("\u{202e}"), "services/incident.html");
        assert_eq!(give("Z\u{fc}rich"), "services/zurich.html");
    }
}
