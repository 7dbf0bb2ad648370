//! One root of a repository, and what its pages are called.

use super::entry::Entry;
use super::names::Places;
use crate::report::Public;
use crate::report::overdue::Item;
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
}

/// All roots, and the pages of what is in them.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) all: &'a [Part<'a>],
    pub(super) places: &'a Places,
}

impl<'a> Parts<'a> {
    /// What is owed of all roots, most late first, each with the place of its root.
    pub(super) fn all_owed(self) -> Vec<(usize, &'a Item)> {
        let each = self.all.iter();
        let each = each.flat_map(|part| part.site.owed.iter().map(|it| (part.number, it)));
        let mut all: Vec<(usize, &Item)> = each.collect();
        if self.all.len() > 1 {
            // Each root's are in order: what is late first, the most late of all at the top.
            let rank = |it: &Item| (it.state().is_none(), it.state(), it.owed().map(|it| it.due));
            all.sort_by_key(|(_, it)| rank(it));
        }
        all
    }
}
