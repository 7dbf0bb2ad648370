//! Which postmortem is meant.

use super::Workspace;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::postmortem::status_of;
use crate::refusal::Refusal;
use crate::root::Root;

/// How many candidates of an ambiguous id are read, to show the open ones first.
const MOST_CANDIDATES: usize = 50;

/// The postmortems that are meant: one, or all there are.
pub enum Meant {
    /// One, and its root.
    One(Box<Root>, Files),
    /// All that lie in these roots.
    All(Vec<Root>),
}

impl Workspace {
    /// The one postmortem that an id, or a part of one, means, and the root in which it lies.
    /// Without one, that in whose directory one stands.
    pub fn find(&self, word: Option<&str>) -> Result<(Root, Files), Refusal> {
        self.find_among(self.roots()?, word)
    }

    /// The same, to be written: the configuration of its root is sound.
    pub fn find_to_write(&self, word: Option<&str>) -> Result<(Root, Files), Refusal> {
        let (root, files) = self.find_among(self.roots_to_write()?, word)?;
        root.must_be_sound()?;
        Ok((root, files))
    }

    /// A postmortem and its root, read again: somebody may have made files in it.
    pub fn again(&self, root: &Root, files: &Files) -> Result<(Root, Files), Refusal> {
        let root = Root::open(&self.snapshot, &root.directory);
        let postmortems = &root.layout()?.postmortems;
        let found = postmortems
            .iter()
            .find(|it| it.directory == files.directory);
        let files = found.ok_or_else(|| Refusal::unknown_id(&files.id))?.clone();
        Ok((root, files))
    }

    /// The postmortem that a word means. Without one, that in whose directory one stands, else all.
    pub fn meant(&self, word: Option<&str>) -> Result<Meant, Refusal> {
        let roots = self.roots()?;
        if word.is_none() && !self.is_inside_one(&roots)? {
            return Ok(Meant::All(roots));
        }
        let (root, files) = self.find_among(roots, word)?;
        Ok(Meant::One(Box::new(root), files))
    }

    fn is_inside_one(&self, roots: &[Root]) -> Result<bool, Refusal> {
        for root in roots {
            if root.layout()?.postmortems.iter().any(|it| self.is_in(it)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether one stands in a postmortem's directory.
    fn is_in(&self, files: &Files) -> bool {
        self.here == files.directory || self.here.below(&files.directory).is_some()
    }

    /// The postmortem of some roots that a word means.
    pub fn find_among(
        &self,
        mut roots: Vec<Root>,
        word: Option<&str>,
    ) -> Result<(Root, Files), Refusal> {
        let mut all: Vec<(usize, &Files)> = Vec::new();
        for (at, root) in roots.iter().enumerate() {
            all.extend(root.layout()?.postmortems.iter().map(|files| (at, files)));
        }
        let (at, files) = self.one_of(&all, word)?;
        let files = files.clone();
        Ok((roots.swap_remove(at), files))
    }

    /// The one of several postmortems that a word means.
    fn one_of<'a>(
        &self,
        all: &[(usize, &'a Files)],
        word: Option<&str>,
    ) -> Result<(usize, &'a Files), Refusal> {
        let Some(word) = word else {
            let here = all.iter().find(|(_, files)| self.is_in(files));
            return here.copied().ok_or_else(|| {
                Refusal::usage("which postmortem?")
                    .hint("give its id or a part of it; `pmrepo list` shows what there is")
            });
        };
        if word.trim().is_empty() {
            return Err(Refusal::usage("the id is empty")
                .hint("give an id or a part of it; `pmrepo list` shows what there is"));
        }
        let fitting = |fits: &dyn Fn(&str) -> bool| -> Vec<(usize, &'a Files)> {
            all.iter().filter(|(_, it)| fits(&it.id)).copied().collect()
        };
        let mut like = fitting(&|id| id == word);
        if like.is_empty() {
            like = fitting(&|id| id.contains(word));
        }
        match like.as_slice() {
            [one] => Ok(*one),
            [] => Err(Refusal::unknown_id(word)),
            several => Err(Refusal::ambiguous_id(word, &self.open_first(several))),
        }
    }

    /// Ids for people to choose from: open postmortems first, each kind newest first.
    fn open_first<'a>(&self, several: &[(usize, &'a Files)]) -> Vec<&'a str> {
        let reader = self.snapshot.reader();
        let mut found: Vec<(bool, &str)> = several
            .iter()
            .enumerate()
            .map(|(at, (_, files))| {
                let is_ended = at < MOST_CANDIDATES && {
                    let report = Document::read(&reader, &files.report, Sort::WithFrontMatter);
                    status_of(&report).is_some_and(|it| !it.is_open())
                };
                (is_ended, files.id.as_str())
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(a.1)));
        found.into_iter().map(|(_, id)| id).collect()
    }
}
