//! Who is who.

use serde::Serialize;

use super::document::document;
use crate::config::Member;
use crate::model::bare;
use crate::report::people::Person;

/// A person of the roster; what it does not say is null.
#[derive(Default, Serialize)]
struct MemberEntry<'a> {
    handle: Option<&'a str>,
    name: Option<&'a str>,
    email: Option<&'a str>,
    team: Option<&'a str>,
    chat: Option<&'a str>,
}

impl<'a> From<&'a Member> for MemberEntry<'a> {
    fn from(it: &'a Member) -> Self {
        Self {
            handle: Some(bare(&it.handle)),
            name: it.name.as_deref(),
            email: it.email.as_deref(),
            team: it.team.as_deref(),
            chat: it.chat.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct PersonEntry<'a> {
    #[serde(flatten)]
    member: MemberEntry<'a>,
    postmortems: Vec<PartEntry<'a>>,
}

/// A postmortem in which somebody has a part.
#[derive(Serialize)]
struct PartEntry<'a> {
    id: &'a str,
    path: &'a str,
    status: Option<&'a str>,
}

/// Writes the people of the roster: one line of JSON.
pub fn people(snapshot: &str, members: &[Member]) -> String {
    let entries: Vec<MemberEntry<'_>> = members.iter().map(Into::into).collect();
    document(snapshot, "people", entries)
}

/// Writes a person: one line of JSON.
pub fn person(snapshot: &str, person: &Person) -> String {
    let unknown = MemberEntry {
        name: Some(&person.name),
        ..MemberEntry::default()
    };
    let parts = person.postmortems.iter().map(|it| PartEntry {
        id: &it.id,
        path: it.path.as_str(),
        status: it.status.as_deref(),
    });
    let entry = PersonEntry {
        member: person.member.as_ref().map_or(unknown, Into::into),
        postmortems: parts.collect(),
    };
    document(snapshot, "person", entry)
}
