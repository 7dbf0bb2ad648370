//! Which postmortem is meant.

use super::Workspace;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::likeness;
use crate::likeness::Among;
use crate::model::PostmortemId;
use crate::postmortem::status_of;
use crate::refusal::Refusal;
use crate::root::Root;

/// How many candidates of an ambiguous id are read, to show the open ones first.
const MOST_CANDIDATES: usize = 50;

/// How many ids are suggested in the place of one that is not there.
const SUGGESTED: usize = 3;
/// How many letters of an id are its year.
const YEAR: usize = 4;
/// The letters of the shortest word of an id that is compared: others are like too many.
const SHORTEST: usize = 4;

/// The postmortems that are meant: one, or all there are.
pub enum Meant {
    /// One, and its root.
    One(Box<Root>, Box<Files>),
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
        Ok((root.as_read(files.read_files()), files))
    }

    /// A postmortem and its root, read again: somebody may have made files in it.
    pub fn again(&self, root: &Root, files: &Files) -> Result<(Root, Files), Refusal> {
        let root = Root::open(&self.snapshot, &root.directory)?;
        let found = Files::of_directory(&self.snapshot, &files.directory)?;
        let files = found.ok_or_else(|| Refusal::unknown_id(&files.id))?;
        Ok((root.as_read(files.read_files()), files))
    }

    /// The postmortem that a word means. Without one, that in whose directory one stands, else all.
    pub fn meant(&self, word: Option<&str>) -> Result<Meant, Refusal> {
        let roots = self.roots()?;
        if word.is_none() && !self.is_inside_one(&roots)? {
            return Ok(Meant::All(roots));
        }
        let (root, files) = self.find_among(roots, word)?;
        Ok(Meant::One(Box::new(root), Box::new(files)))
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

    /// The postmortem of some roots that a word means: its id or a part of it, in any case, or the path
    /// of its directory or of a file in it. What is in none of them is looked for in the roots besides.
    pub fn find_among(
        &self,
        mut roots: Vec<Root>,
        word: Option<&str>,
    ) -> Result<(Root, Files), Refusal> {
        let Some((at, files)) = self.one_of(&roots, word)? else {
            let word = word.unwrap_or_default();
            let mut others = self.other_roots(&roots)?;
            if let Some((at, files)) = self.one_of(&others, Some(word))? {
                return Ok((others.swap_remove(at), files));
            }
            roots.extend(others);
            return Err(self.unknown(word, &nearly(&roots, word)?));
        };
        Ok((roots.swap_remove(at), files))
    }

    /// Nothing is called so; `like` is nearly. A path may lead elsewhere.
    pub fn unknown(&self, word: &str, like: &[&str]) -> Refusal {
        match self.place(word) {
            Some(_) => Refusal::no_id_but(word, like),
            None => Refusal::outside(word),
        }
    }

    /// The one postmortem of some roots that a word means, and which root's it is; `None` where it is
    /// none of theirs.
    fn one_of(
        &self,
        roots: &[Root],
        word: Option<&str>,
    ) -> Result<Option<(usize, Files)>, Refusal> {
        if let Some(found) = word.map(|it| in_its_year(roots, it)).transpose()?.flatten() {
            return Ok(Some(found));
        }
        let mut all: Vec<(usize, &Files)> = Vec::new();
        for (at, root) in roots.iter().enumerate() {
            all.extend(root.layout()?.postmortems.iter().map(|files| (at, files)));
        }
        let found = |(at, files): &(usize, &Files)| Some((*at, (*files).clone()));
        let Some(word) = word else {
            let here = all.iter().find(|(_, files)| self.is_in(files));
            return here.map(found).ok_or_else(|| {
                Refusal::usage("which postmortem?")
                    .hint("give its id or a part of it; `pmrepo list` shows what there is")
            });
        };
        if word.trim().is_empty() {
            return Err(Refusal::usage("the id is empty")
                .hint("give an id or a part of it; `pmrepo list` shows what there is"));
        }
        let small = word.to_lowercase();
        let fitting = |fits: &dyn Fn(&str) -> bool| -> Vec<(usize, &Files)> {
            let fits = |(_, it): &&(usize, &Files)| fits(&it.id.to_lowercase());
            all.iter().filter(fits).copied().collect()
        };
        let mut like = fitting(&|id| id == small);
        if like.is_empty()
            && let Some(path) = self.place(word)
        {
            let is_file = self.snapshot.exists(&path);
            let holds = |files: &Files| {
                path == files.directory || (is_file && path.below(&files.directory).is_some())
            };
            like = all.iter().filter(|(_, it)| holds(it)).copied().collect();
        }
        if like.is_empty() {
            like = fitting(&|id| id.contains(&small));
        }
        match like.as_slice() {
            [one] => Ok(found(one)),
            [] => Ok(None),
            several => Err(Refusal::ambiguous_id(word, &self.open_first(several))),
        }
    }

    /// Ids for people to choose from: open postmortems first, each kind newest first. Ids that several
    /// roots have do not tell them apart: paths do.
    fn open_first(&self, several: &[(usize, &Files)]) -> Vec<String> {
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
        let is_twice = found
            .windows(2)
            .any(|it| matches!(it, [a, b] if a.1 == b.1));
        if is_twice {
            let paths = several
                .iter()
                .map(|(_, it)| it.directory.seen_from(&self.here));
            return paths.collect();
        }
        found.into_iter().map(|(_, id)| id.to_owned()).collect()
    }
}

/// The postmortem of a whole id, where its year says that it lies, so that not all that there are have to
/// be listed. `None` where it does not lie there, or in several roots.
fn in_its_year(roots: &[Root], word: &str) -> Result<Option<(usize, Files)>, Refusal> {
    let (Some(_), Some(year)) = (PostmortemId::date_in(word), word.get(..YEAR)) else {
        return Ok(None);
    };
    let mut found = None;
    for (at, root) in roots.iter().enumerate() {
        let home = root.postmortems_directory();
        let Some(home) = home.and_then(|it| it.join(year)) else {
            continue;
        };
        // What is called so in other letters is not it, whatever the file system says.
        let names = root.snapshot().directories(&home)?;
        let directory = names.iter().find(|it| *it == word);
        let Some(directory) = directory.and_then(|it| home.join(it)) else {
            continue;
        };
        let files = Files::of_directory(root.snapshot(), &directory)?;
        if files.is_some() && found.is_some() {
            return Ok(None);
        }
        found = files.map(|it| (at, it)).or(found);
    }
    Ok(found)
}

/// The ids that are nearly what somebody typed: as a whole, without their dates, or in one word.
fn nearly<'a>(roots: &'a [Root], word: &str) -> Result<Vec<&'a str>, Refusal> {
    let mut like = Vec::new();
    for root in roots {
        for files in root.layout()?.postmortems.iter().rev() {
            let id: &str = &files.id;
            let slug = PostmortemId::slug_in(id).unwrap_or(id);
            let words = slug.split('-').filter(|it| it.len() >= SHORTEST);
            let all = [id, slug].into_iter().chain(words);
            if like.len() < SUGGESTED && likeness::nearest_word(word, all, Among::Kin).is_some() {
                like.push(id);
            }
        }
    }
    Ok(like)
}
