//! `people.yaml`: who is who, so that all names of a person mean one.

use std::collections::BTreeMap;

use crate::diagnostic::Fault;
use crate::front_matter;
use crate::front_matter::Node;
use crate::model::bare;
use crate::source::Span;

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

impl Member {
    /// What reports and git may call them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = [Some(&self.handle), self.name.as_ref(), self.email.as_ref()];
        all.into_iter().flatten().map(String::as_str)
    }
}

/// Somebody whom a question is about, by every name that reports may give them.
///
/// What is asked is generous: a handle finds the address that begins with it, and an address the
/// handle, so that nobody is told that nothing is late because of how a name is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Someone {
    /// The name that is shown.
    name: String,
    /// All of them, as they are compared.
    keys: Vec<String>,
}

impl Someone {
    /// Whoever has these names; the first of them is shown.
    pub fn called<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().flat_map(parts).collect();
        Self {
            name: names.first().map_or("", |it| bare(it)).to_owned(),
            keys: names.into_iter().map(key).collect(),
        }
    }

    /// The name that is shown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All of their names, as they are compared.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// Whether one of their names is exactly this one, in any case.
    pub fn is_called(&self, name: &str) -> bool {
        self.keys.contains(&key(name))
    }

    /// Whether a written name is one of theirs, or differs from one as a handle does from an address.
    fn has(&self, written: &str) -> bool {
        let is_handle_of = |handle: &str, address: &str| {
            !handle.contains('@') && local_part(address) == Some(handle)
        };
        self.keys
            .iter()
            .any(|it| it == written || is_handle_of(it, written) || is_handle_of(written, it))
    }
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
            for name in member.names() {
                names.entry(key(name)).or_insert(index);
            }
        }
        Self { people, names }
    }

    /// Reads a `people.yaml`: a list of people under `people`. Who has no handle is left out; that
    /// it is a fault is the schema's to say.
    pub fn read(text: &str) -> (Self, Vec<Fault>) {
        let (root, faults) = front_matter::read_yaml(text);
        let mut faults: Vec<Fault> = faults.into_iter().map(Fault::plain).collect();
        let mut people = Vec::new();
        let mut owners = BTreeMap::new();
        for (index, item) in root
            .as_ref()
            .and_then(|root| root.get("people"))
            .map_or(&[][..], Node::items)
            .iter()
            .enumerate()
        {
            let text = |key: &str| item.get(key).and_then(Node::as_str).map(str::to_owned);
            let Some(handle) = text("handle") else {
                continue;
            };
            let member = Member {
                handle,
                name: text("name"),
                email: text("email"),
                team: text("team"),
                chat: text("chat"),
            };
            for name in member.names() {
                let owner = owners.entry(key(name)).or_insert(index);
                if *owner != index {
                    let span = item.get("handle").map_or(item.span, |it| it.span);
                    let fault = Fault::new(span, format!("`{name}` names two people"))
                        .help("give one of the two another name");
                    // No pointer to it: whoever else comes or goes before it, it is the same fault.
                    faults.push(fault);
                }
            }
            people.push(member);
        }
        (Self::new(people), faults)
    }

    /// Where a `people.yaml` has a handle.
    pub fn place_of(text: &str, handle: &str) -> Option<Span> {
        let (root, _) = front_matter::read_yaml(text);
        let mut people = root.as_ref()?.get("people")?.items().iter();
        people.find_map(|it| {
            let node = it.get("handle")?;
            (node.as_str() == Some(handle)).then_some(node.span)
        })
    }

    /// The person whom a handle, a name or an e-mail address means.
    pub fn find(&self, person: &str) -> Option<&Member> {
        if self.names.is_empty() {
            return None;
        }
        self.people.get(*self.names.get(&key(person))?)
    }

    /// The one name of a person: the handle of whoever is meant, else what is written, without `@`.
    pub fn handle<'a>(&'a self, person: &'a str) -> &'a str {
        bare(self.find(person).map_or(person, |it| it.handle.as_str()))
    }

    /// Whether a person is whom git names as an author: by the address, by the name, and where
    /// nobody here has that address by what stands before the `@`.
    pub fn is_author(&self, person: &str, name: &str, email: &str) -> bool {
        let local = email.split_once('@').map_or(email, |(local, _)| local);
        self.is_same(person, email)
            || self.is_same(person, name)
            || forge_handle(email).is_some_and(|it| self.is_same(person, it))
            || (self.find(email).is_none() && key(person) == key(local))
    }

    /// The people whom a name and an address may mean, as git writes an author: by the address, by the
    /// handle in one that a forge makes up, and by the name. More than one where the two contradict
    /// each other.
    pub fn authors<'a>(&'a self, name: &str, email: &str) -> Vec<&'a Member> {
        let names = [Some(email), forge_handle(email), Some(name)];
        let mut all: Vec<&Member> = Vec::new();
        for member in names.into_iter().flatten().filter_map(|it| self.find(it)) {
            if !all.contains(&member) {
                all.push(member);
            }
        }
        all
    }

    /// Whether a written name means somebody. Whoever is in the roster is told apart by it alone.
    pub fn is(&self, someone: &Someone, written: &str) -> bool {
        parts(written)
            .into_iter()
            .any(|written| match self.find(written) {
                Some(member) => someone.keys.iter().any(|it| {
                    self.find(it)
                        .map_or_else(|| someone.has(&key(written)), |it| it == member)
                }),
                None => someone.has(&key(written)),
            })
    }

    /// Whom a name means: equal for two names exactly where [`Roster::is_same`] holds for them.
    pub fn who(&self, name: &str) -> Who {
        let key = key(name);
        match self.names.get(&key) {
            Some(index) => Who::Member(*index),
            None => Who::Other(key),
        }
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

/// Whom a name means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Somebody in the roster, by their place there.
    Member(usize),
    /// Somebody else, as the name is compared.
    Other(String),
}

/// What is compared of a name.
fn key(name: &str) -> String {
    let words: Vec<&str> = bare(name).split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The handle in an address that a forge makes up for whoever hides theirs:
/// `123+carol@users.noreply.github.com`, `123-carol@users.noreply.gitlab.com`.
fn forge_handle(email: &str) -> Option<&str> {
    let (local, host) = email.split_once('@')?;
    let mut labels = host.split('.');
    labels.find(|it| it.eq_ignore_ascii_case("noreply"))?;
    let behind = local.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_numbered = behind.len() < local.len();
    let handle = behind.strip_prefix(['+', '-']).filter(|_| is_numbered);
    Some(handle.unwrap_or(local)).filter(|it| !it.is_empty())
}

/// The name and the address in `Carol Smith <carol@example.com>`; where there are not both, each is
/// the whole.
pub fn name_and_address(text: &str) -> (&str, &str) {
    match parts(text).as_slice() {
        [name, address] => (name, address),
        _ => (text.trim(), text.trim()),
    }
}

/// The names in `Carol Smith <carol@example.com>`; any other name is one.
fn parts(name: &str) -> Vec<&str> {
    let inside = name.trim().strip_suffix('>');
    let Some((before, address)) = inside.and_then(|it| it.split_once('<')) else {
        return vec![name];
    };
    let parts = [before.trim(), address.trim()].into_iter();
    parts.filter(|it| !it.is_empty()).collect()
}

/// What stands before the `@` of an address.
fn local_part(address: &str) -> Option<&str> {
    let (local, host) = address.split_once('@')?;
    (!local.is_empty() && !host.is_empty()).then_some(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_meant_is_the_same_where_two_names_mean_one_person() {
        let roster = Roster::read(
            "people:\n  - {handle: '@carol', name: Carol Smith, email: carol@example.com}\n  - {handle: bob}\n",
        );
        let names = [
            "carol",
            "@Carol",
            "carol  SMITH",
            "carol@example.com",
            "bob",
            "dave",
            "@Dave",
            "",
        ];
        for roster in [roster.0, Roster::default()] {
            for (one, other) in names.iter().flat_map(|it| names.map(|other| (*it, other))) {
                let is_one = roster.who(one) == roster.who(other);
                assert_eq!(is_one, roster.is_same(one, other), "{one} {other}");
            }
        }
    }
}
