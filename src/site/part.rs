//! One root of a repository, and what its pages are called.

use rayon::prelude::*;

use super::entry::Entry;
use super::entry::Owed;
use super::names::Places;
use crate::report::Public;
use crate::report::overdue::Item;
use crate::report::site::Of;
use crate::report::site::Site;
use crate::root::Root;
use crate::time::Moment;

/// One root, and what its pages are called.
pub(super) struct Part<'a> {
    pub(super) root: &'a Root,
    pub(super) now: Moment,
    /// Its place among the roots.
    pub(super) number: usize,
    pub(super) site: Public<Site>,
    /// The entries of its postmortems, in the order of the cards.
    pub(super) entries: Vec<Entry>,
    /// How many bytes of words each of them is found by.
    pub(super) share: usize,
}

/// All roots, and the pages of what is in them.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) all: &'a [Part<'a>],
    pub(super) places: &'a Places,
    /// What is owed, most late first.
    pub(super) owed: &'a [Due<'a>],
}

/// Something that is owed.
#[derive(Clone, Copy)]
pub(super) struct Due<'a> {
    /// The place of its root among the roots.
    pub(super) root: usize,
    pub(super) item: &'a Item,
    /// The digest of all that is said of it: it stands in a list, and on the page of what owes it.
    pub(super) of: Of,
}

impl<'a> Due<'a> {
    /// What is owed of all roots, most late first.
    pub(super) fn all(parts: &'a [Part<'_>], places: &Places) -> Vec<Self> {
        let each = parts.iter();
        let each = each.flat_map(|part| part.site.owed.iter().map(|it| (part.number, it)));
        let mut all: Vec<(usize, &Item)> = each.collect();
        if parts.len() > 1 {
            // Each root's are in order: what is late first, the most late of all at the top.
            let rank = |it: &Item| (it.state().is_none(), it.state(), it.owed().map(|it| it.due));
            all.sort_by_key(|(_, it)| rank(it));
        }
        let all = all.into_par_iter();
        all.map(|(root, item)| Self {
            root,
            item,
            of: Owed::digest(item, (root, places)),
        })
        .collect()
    }
}
