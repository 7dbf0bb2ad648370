//! `people.yaml`: who is who, so that all names of a person mean one.

use std::collections::BTreeMap;

use super::Fault;
use crate::front_matter;
use crate::front_matter::Node;
use crate::model::bare;

/// A person of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// The handle that reports use.
    pub handle: String,
    /// The name in full.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The team.
    pub team: Option<String>,
    /// The id in the chat.
    pub chat: Option<String>,
}

/// The people of a root; empty where it keeps no roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The people, in the order of the file.
    pub people: Vec<Member>,
    /// Every name of theirs in small letters, and whose it is: an index into `people`. Of two who
    /// share a name, the first.
    names: BTreeMap<String, usize>,
}

impl Roster {
    /// A roster of these people.
    pub fn new(people: Vec<Member>) -> Self {
        let mut names = BTreeMap::new();
        for (index, member) in people.iter().enumerate() {
            let all = [
                Some(&member.handle),
                member.name.as_ref(),
                member.email.as_ref(),
            ];
            for name in all.into_iter().flatten() {
                names.entry(key(name)).or_insert(index);
            }
        }
        Self { people, names }
    }

    /// Reads a `people.yaml`: a list of people under `people`.
    pub fn read(text: &str) -> (Self, Vec<Fault>) {
        let (root, faults) = front_matter::read_yaml(text);
        let mut faults: Vec<Fault> = faults.into_iter().map(super::read::fault).collect();
        let mut people = Vec::new();
        for item in root
            .as_ref()
            .and_then(|root| root.get("people"))
            .map_or(&[][..], Node::items)
        {
            let text = |key: &str| item.get(key).and_then(Node::as_str).map(str::to_owned);
            match text("handle") {
                Some(handle) => people.push(Member {
                    handle,
                    name: text("name"),
                    email: text("email"),
                    team: text("team"),
                    chat: text("chat"),
                }),
                None => faults.push(Fault {
                    span: item.span,
                    message: "a person without a `handle`".to_owned(),
                    help: Some("write `handle: …`, the name that reports use".to_owned()),
                    pointer: "/people".to_owned(),
                }),
            }
        }
        (Self::new(people), faults)
    }

    /// The person whom a handle, a name or an e-mail address means.
    pub fn find(&self, person: &str) -> Option<&Member> {
        self.people.get(*self.names.get(&key(person))?)
    }

    /// Whether two names mean one person.
    pub fn is_same(&self, one: &str, other: &str) -> bool {
        if key(one) == key(other) {
            return true;
        }
        match (self.find(one), self.find(other)) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        }
    }
}

/// What is compared of a name.
fn key(name: &str) -> String {
    bare(name).to_lowercase()
}
