//! What may leave the repository of all that is owed.

use std::collections::HashSet;

use super::Item;
use super::Unreadable;
use super::View;
use crate::deadline::State;
use crate::report::public;
use crate::report::public::Public;

/// A confidential postmortem, of which the date alone is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is called.
    pub name: String,
    /// Where it is listed.
    pub among: Among,
}

/// The list in which a confidential postmortem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// What is owed, by how the worst of it stands.
    Owed(State),
    /// What cannot be read.
    Unreadable,
    /// The incidents that go on.
    Unresolved,
}

impl<'a> View<'a> {
    /// What may leave the repository: each confidential postmortem once in each list. They count as
    /// all others do.
    pub fn public(&self) -> Public<View<'a>> {
        let mut kept = Vec::new();
        let mut seen = HashSet::new();
        // The worst comes first.
        for it in self.items.iter().filter(|it| it.place().is_confidential) {
            let among = match it {
                Item::Owed(it) => Among::Owed(it.state),
                Item::Unreadable(_) => Among::Unreadable,
            };
            let place = it.place();
            let key = (&place.repo, place.home(), among == Among::Unreadable);
            if seen.insert(key) {
                kept.push(Kept {
                    name: public::name(it.place().subject()),
                    among,
                });
            }
        }
        for it in self.unresolved.iter().filter(|it| it.is_confidential) {
            kept.push(Kept {
                name: public::name(&it.postmortem),
                among: Among::Unresolved,
            });
        }
        let mut view = self.clone();
        view.items.retain(|it| !it.place().is_confidential);
        view.unresolved.retain(|it| !it.is_confidential);
        view.kept = kept;
        Public::new(view)
    }
}

impl Unreadable {
    /// What is wrong, and where, in one line that may leave the repository.
    pub fn public_line(&self) -> Public<String> {
        let place = &self.place;
        let repo = place.repo.as_ref();
        let repo = repo.map_or_else(String::new, |it| format!("{it}: "));
        Public::new(if place.is_confidential {
            format!("{repo}{}: cannot be read", public::name(place.subject()))
        } else {
            format!("{repo}{}:{}: {}", place.path, place.line, self.why)
        })
    }
}
