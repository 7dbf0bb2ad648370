//! Which postmortems are confidential, for texts of others that may name them.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cell::RefCell;
use std::collections::HashMap;

use super::public;
use crate::corpus::REPORT;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::postmortem::is_confidential;
use crate::root::Root;
use crate::snapshot::Entry;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// What parts one word of a message from the next, where an id or a path may be one: also the mark of
/// what is cut off.
pub(super) const BETWEEN: [char; 15] = [
    ' ', '\n', '\t', '`', '/', '"', '\'', ',', ';', ':', '(', ')', '[', ']', '…',
];
/// The same where an id has such characters in it: messages put backticks around.
const AROUND: [char; 2] = ['`', '/'];

/// What a text may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Postmortems, whatever they are called: each word is looked up.
    Postmortems,
    /// Whatever its author wrote. Only a word that is called as a postmortem is looked up, a date and
    /// more: the others are nearly all of the words that there are, and to know that none of them is
    /// some directory's name costs more than the rest of a review.
    Anything,
}

/// The confidential postmortems of some roots. A report is read only where a text names it.
pub struct Secrets<'a> {
    roots: &'a [Root],
    shelves: OnceCell<Vec<Shelf<'a>>>,
    known: RefCell<HashMap<String, bool>>,
}

/// A directory of a root in which postmortems may lie.
struct Shelf<'a> {
    root: &'a Root,
    directory: RepoPath,
}

impl<'a> Secrets<'a> {
    /// Those of some roots.
    pub fn of(roots: &'a [Root]) -> Self {
        Self {
            roots,
            shelves: OnceCell::new(),
            known: RefCell::default(),
        }
    }

    /// A text in which every confidential postmortem is called by its date.
    pub(super) fn veil<'t>(
        &self,
        text: &'t str,
        naming: Naming,
    ) -> Result<Cow<'t, str>, SnapshotError> {
        let mut shown = Cow::Borrowed(text);
        for between in [&BETWEEN[..], &AROUND] {
            if let Some(veiled) = self.veil_words(&shown, between, naming)? {
                shown = Cow::Owned(veiled);
            }
        }
        Ok(shown)
    }

    /// The same with words that stand between some characters; `None` where nothing changes.
    fn veil_words(
        &self,
        text: &str,
        between: &[char],
        naming: Naming,
    ) -> Result<Option<String>, SnapshotError> {
        let mut veiled = String::with_capacity(text.len());
        let mut is_veiled = false;
        for part in text.split_inclusive(between) {
            let word = part.trim_end_matches(between);
            let may_be_one = match naming {
                Naming::Postmortems => true,
                Naming::Anything => PostmortemId::slug_in(word).is_some(),
            };
            if may_be_one && self.is_confidential(word)? {
                is_veiled = true;
                veiled.push_str(&public::name(word));
                veiled.push_str(part.get(word.len()..).unwrap_or_default());
            } else {
                veiled.push_str(part);
            }
        }
        Ok(is_veiled.then_some(veiled))
    }

    /// Whether a word is the id of a confidential postmortem, or its beginning where that is no id itself;
    /// where two bear it, of any.
    fn is_confidential(&self, word: &str) -> Result<bool, SnapshotError> {
        if word.is_empty() || word.starts_with('.') {
            return Ok(false);
        }
        if let Some(known) = self.known.borrow().get(word) {
            return Ok(*known);
        }
        let is = self.is_secret(word)?;
        self.known.borrow_mut().insert(word.to_owned(), is);
        Ok(is)
    }

    /// The same for a word that was not looked up yet.
    fn is_secret(&self, word: &str) -> Result<bool, SnapshotError> {
        let mut is_found = false;
        for shelf in self.shelves()? {
            if let Some(report) = shelf.report_of(word) {
                is_found = true;
                if is_kept_back(shelf.root, &report) {
                    return Ok(true);
                }
            }
        }
        if is_found || PostmortemId::slug_in(word).is_none() {
            return Ok(false);
        }
        // One that lies inside another's directory is on no shelf; and messages cut what they repeat,
        // within an id too.
        for root in self.roots {
            let all = root.layout()?.postmortems.iter();
            let mut named = all.filter(|it| it.id.starts_with(word));
            if named.any(|it| is_kept_back(root, &it.report)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The directories of all roots in which postmortems may lie: all but those whose name is a date
    /// and more, as a postmortem's is. There may be ten thousand of these, and a text names few.
    fn shelves(&self) -> Result<&[Shelf<'a>], SnapshotError> {
        if let Some(known) = self.shelves.get() {
            return Ok(known);
        }
        let mut shelves = Vec::new();
        for root in self.roots {
            let mut open: Vec<RepoPath> = root.postmortems_directory().into_iter().collect();
            while let Some(directory) = open.pop() {
                let below = root.snapshot().directories(&directory)?.into_iter();
                let below = below.filter(|it| PostmortemId::slug_in(it).is_none());
                open.extend(below.filter_map(|it| directory.join(&it)));
                shelves.push(Shelf { root, directory });
            }
        }
        Ok(self.shelves.get_or_init(|| shelves))
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

impl Shelf<'_> {
    /// The report of the postmortem that lies here, or whose directory this is.
    fn report_of(&self, id: &str) -> Option<Entry> {
        let inside = self.directory.join(id).filter(|it| it.name() == id);
        let itself = (self.directory.name() == id).then(|| self.directory.clone());
        let mut all = inside.into_iter().chain(itself);
        all.find_map(|it| self.root.snapshot().entry(&it.join(REPORT)?))
    }
}

fn is_kept_back(root: &Root, report: &Entry) -> bool {
    let reader = root.snapshot().reader();
    is_confidential(&Document::read(&reader, report, Sort::FactsOnly))
}
