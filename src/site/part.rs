//! One root of a repository, and what its pages are called.

use rayon::prelude::*;

use super::entry::Entry;
use super::entry::Line;
use super::entry::Owed;
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

/// All roots, and what stands on several pages: it is put into words once.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) all: &'a [Part<'a>],
    pub(super) places: &'a Places,
    /// The words of each root.
    pub(super) words: &'a [Words<'a>],
}

/// What of a root stands on several pages, in words.
pub(super) struct Words<'a> {
    /// What is owed, in the order of `site.owed`.
    pub(super) owed: Vec<Owed<'a>>,
    /// The action items of each postmortem, in the order of the cards.
    pub(super) items: Vec<Vec<Line<'a>>>,
}

impl<'a> Words<'a> {
    /// Those of a root.
    pub(super) fn new(part: &'a Part<'a>, places: &'a Places) -> Self {
        let owed = part.site.owed.par_iter();
        let owed = owed.map(|it| Owed::new(it, (part.number, places), true));
        let clock = (&part.root.config.policy, part.now);
        let cards = part.site.cards.par_iter().zip(&part.entries);
        let items = cards.map(|(card, entry)| {
            let of = (card.title.as_str(), entry.to.as_str());
            let items = card.items.iter();
            items
                .map(|it| Line::new(it, clock, (of.0.into(), Some(of.1))))
                .collect()
        });
        Self {
            owed: owed.collect(),
            items: items.collect(),
        }
    }
}

impl<'a> Parts<'a> {
    /// Each root with its words.
    pub(super) fn each(self) -> impl Iterator<Item = (&'a Part<'a>, &'a Words<'a>)> {
        self.all.iter().zip(self.words)
    }

    /// What is owed of all roots, most late first, each with the place of its root and in words.
    pub(super) fn all_owed(self) -> Vec<(usize, &'a Item, &'a Owed<'a>)> {
        let each = self.each().flat_map(|(part, words)| {
            let owed = part.site.owed.iter().zip(&words.owed);
            owed.map(|(it, words)| (part.number, it, words))
        });
        let mut all: Vec<(usize, &Item, &Owed<'_>)> = each.collect();
        if self.all.len() > 1 {
            // Each root's are in order: what is late first, the most late of all at the top.
            let rank = |it: &Item| (it.state().is_none(), it.state(), it.owed().map(|it| it.due));
            all.sort_by_key(|(_, it, _)| rank(it));
        }
        all
    }
}
