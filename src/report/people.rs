//! Who is who, and in which postmortems somebody has a part.

use super::asked::Asked;
use super::list;
use super::list::Depth;
use super::list::Filter;
use super::list::Row;
use crate::config::Member;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::workspace::Workspace;

/// A person, and what they have a part in.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name that is shown.
    pub name: String,
    /// What the roster says of them, where it knows them.
    pub member: Option<Member>,
    /// The postmortems in which they have a part, by path.
    pub postmortems: Vec<Row>,
}

/// The people of the rosters of some roots.
pub fn all(roots: &[Root]) -> Vec<Member> {
    let people = roots.iter().flat_map(|it| &it.config.policy.roster.people);
    people.cloned().collect()
}

/// The person whom a word names. Whom neither the rosters nor any document know is refused.
pub fn person(workspace: &Workspace, roots: &[Root], word: &str) -> Result<Person, Refusal> {
    let asked = Asked::of(workspace, roots);
    let snapshot: &Snapshot = &workspace.snapshot;
    let mut name = None;
    let mut member = None;
    let mut postmortems = Vec::new();
    for root in roots {
        let someone = asked.person(root, word)?;
        let roster = &root.config.policy.roster;
        member = member.or_else(|| someone.names().find_map(|it| roster.find(it)).cloned());
        name.get_or_insert_with(|| someone.name().to_owned());
        let filter = Filter {
            who: vec![someone],
            ..Filter::default()
        };
        postmortems.extend(list::list(root, snapshot, &filter, Depth::FrontMatter)?.rows);
    }
    Ok(Person {
        name: name.unwrap_or_default(),
        member,
        postmortems,
    })
}
