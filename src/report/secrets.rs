//! Which postmortems are confidential, for texts of others that may name them.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::public;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::postmortem::is_confidential;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// What parts one word of a message from the next, where an id or a path may be one.
const BETWEEN: [char; 14] = [
    ' ', '\n', '\t', '`', '/', '"', '\'', ',', ';', ':', '(', ')', '[', ']',
];
/// The same where an id has such characters in it: messages put backticks around.
const AROUND: [char; 2] = ['`', '/'];

/// The postmortems that bear each id, with their roots.
type ById<'a> = BTreeMap<&'a str, Vec<(&'a Root, &'a Files)>>;

/// The confidential postmortems of some roots. A report is read only where a text names it.
pub struct Secrets<'a> {
    roots: &'a [Root],
    by_id: OnceCell<ById<'a>>,
    known: RefCell<BTreeMap<&'a str, bool>>,
}

impl<'a> Secrets<'a> {
    /// Those of some roots.
    pub fn of(roots: &'a [Root]) -> Self {
        Self {
            roots,
            by_id: OnceCell::new(),
            known: RefCell::default(),
        }
    }

    /// A text in which every confidential postmortem is called by its date.
    pub(super) fn veil<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, SnapshotError> {
        let mut shown = Cow::Borrowed(text);
        for between in [&BETWEEN[..], &AROUND] {
            if let Some(veiled) = self.veil_words(&shown, between)? {
                shown = Cow::Owned(veiled);
            }
        }
        Ok(shown)
    }

    /// The same with words that stand between some characters; `None` where nothing changes.
    fn veil_words(&self, text: &str, between: &[char]) -> Result<Option<String>, SnapshotError> {
        let mut veiled = String::with_capacity(text.len());
        let mut is_veiled = false;
        for part in text.split_inclusive(between) {
            let word = part.trim_end_matches(between);
            if self.is_confidential(word)? {
                is_veiled = true;
                veiled.push_str(&public::name(word));
                veiled.push_str(part.get(word.len()..).unwrap_or_default());
            } else {
                veiled.push_str(part);
            }
        }
        Ok(is_veiled.then_some(veiled))
    }

    /// Whether a word is the id of a confidential postmortem; where two bear it, of any.
    fn is_confidential(&self, word: &str) -> Result<bool, SnapshotError> {
        let Some((id, all)) = self.by_id()?.get_key_value(word) else {
            return Ok(false);
        };
        if let Some(known) = self.known.borrow().get(id) {
            return Ok(*known);
        }
        let is = all.iter().any(|(root, files)| {
            let reader = root.snapshot().reader();
            is_confidential(&Document::read(&reader, &files.report, Sort::FactsOnly))
        });
        self.known.borrow_mut().insert(id, is);
        Ok(is)
    }

    fn by_id(&self) -> Result<&ById<'a>, SnapshotError> {
        if let Some(known) = self.by_id.get() {
            return Ok(known);
        }
        let mut by_id = ById::new();
        for root in self.roots {
            for files in &root.layout()?.postmortems {
                by_id
                    .entry(files.id.as_str())
                    .or_default()
                    .push((root, files));
            }
        }
        Ok(self.by_id.get_or_init(|| by_id))
    }

    /// The configuration of the root in which a file lies.
    pub(super) fn configuration_above(&self, path: &RepoPath) -> RepoPath {
        let above = self
            .roots
            .iter()
            .filter(|it| path.below(&it.directory).is_some());
        let there = above.filter_map(|root| {
            let configuration = root.directory.join(ROOT_FILE)?;
            // Where there is none, a directory stands for a root, and may bear the postmortem's id.
            root.snapshot()
                .exists(&configuration)
                .then_some(configuration)
        });
        let nearest = there.max_by_key(|it| it.as_str().len());
        nearest
            .or_else(|| RepoPath::new(ROOT_FILE))
            .unwrap_or_default()
    }
}
