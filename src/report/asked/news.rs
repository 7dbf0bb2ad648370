//! Names that are written for the first time: nobody is stopped for one, but a slip is said.

use super::Asked;
use super::Word;
use crate::config::Someone;
use crate::likeness;
use crate::likeness::Among;
use crate::model::bare;
use crate::refusal::Refusal;
use crate::root::Root;

/// A name that neither the roster nor any document knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// The name.
    pub name: String,
    /// The name that is known and like it, where one is.
    pub like: Option<String>,
}

impl Asked<'_> {
    /// Those of some people, or teams, whom nothing knows. Where there is hardly a document yet and no
    /// roster, everybody is new, and nobody is told so.
    pub fn new_people(&self, root: &Root, names: &[&str]) -> Result<Vec<Stranger>, Refusal> {
        let mut found = Vec::new();
        if root.config.policy.roster.people.is_empty() && self.known()?.is_alone() {
            return Ok(found);
        }
        for name in names {
            if self.knows(&Someone::called([*name]))? {
                continue;
            }
            let roster = &root.config.policy.roster;
            let handles = roster.people.iter().map(|it| bare(&it.handle));
            let known = self.known()?.people.iter().map(|it| bare(it));
            found.push(Stranger {
                name: bare(name).to_owned(),
                like: like(name, handles.chain(known)),
            });
        }
        Ok(found)
    }

    /// Those of some services that no document knows.
    pub fn new_services(&self, names: &[&str]) -> Result<Vec<Stranger>, Refusal> {
        if names.is_empty() || self.known()?.is_alone() {
            return Ok(Vec::new());
        }
        let known = self.known()?.words(Word::Service);
        let names = names.iter().filter(|it| !known.contains(**it));
        let strangers = names.map(|name| Stranger {
            name: (*name).to_owned(),
            like: like(name, known.iter().map(String::as_str)),
        });
        Ok(strangers.collect())
    }
}

/// The known name that one may be a slip for.
fn like<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    likeness::nearest_word(bare(name), known, Among::Handles).map(str::to_owned)
}
