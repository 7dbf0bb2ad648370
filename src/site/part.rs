//! One root of a repository, and what its pages are called.

use super::entry::Entry;
use crate::report::Public;
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
