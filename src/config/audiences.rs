//! Who gets which message.

use std::collections::BTreeMap;

use crate::model::Severity;

/// The people outside of the response who are told, by the audience's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audiences(BTreeMap<String, Audience>);

/// The addresses of an audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// The same for every incident.
    All(Vec<String>),
    /// Others for each severity.
    BySeverity(BTreeMap<Severity, Vec<String>>),
}

impl Audiences {
    /// The audience that the notice and the results go to.
    pub const STAKEHOLDERS: &'static str = "stakeholders";

    pub(super) fn add(&mut self, name: &str, audience: Audience) {
        self.0.insert(name.to_owned(), audience);
    }

    /// The addresses of an audience for an incident of a severity; `None` where there is no such
    /// audience.
    pub fn of(&self, name: &str, severity: Option<&Severity>) -> Option<&[String]> {
        Some(match self.0.get(name)? {
            Audience::All(all) => all,
            Audience::BySeverity(by) => {
                let of = severity.and_then(|it| by.get(it));
                of.map_or(&[][..], Vec::as_slice)
            }
        })
    }

    /// The names of all audiences.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
