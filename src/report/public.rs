//! What may leave the repository: of a confidential postmortem its date, and nothing else.

use std::ops::Deref;

use chrono::NaiveDate;

use crate::model::PostmortemId;

/// A view as it may leave the repository.
///
/// Only this floor makes one, so that no renderer decides what is shown of a confidential postmortem:
/// whatever writes for a forge, a chat, a mail or a spreadsheet takes a `Public` view and writes all
/// that is in it.
#[derive(Clone, Debug)]
pub struct Public<V>(V);

impl<V> Public<V> {
    /// Says that nothing is left in a view but what may leave the repository.
    pub(super) fn new(view: V) -> Self {
        Self(view)
    }
}

impl<V> Deref for Public<V> {
    type Target = V;

    fn deref(&self) -> &V {
        &self.0
    }
}

/// What a confidential postmortem is called outside of the repository: by its date, which its id
/// begins with. An id that begins otherwise says nothing.
pub fn name(id: &str) -> String {
    name_of_day(PostmortemId::date_in(id))
}

/// What a confidential postmortem of a day is called.
pub(super) fn name_of_day(day: Option<NaiveDate>) -> String {
    match day {
        Some(day) => format!("{day} (confidential)"),
        None => "(confidential)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_date_or_says_nothing() {
        assert_eq!(name("2026-03-10-stolen-keys"), "2026-03-10 (confidential)");
        for id in ["stolen-keys", "2026-13-10-x", "störung-im-netz", ""] {
            assert_eq!(name(id), "(confidential)", "{id}");
        }
    }
}
