//! What becomes of what a root is judged by: its configuration and its roster.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::facts::cut;
use crate::config::Member;
use crate::config::Roster;
use crate::front_matter;
use crate::front_matter::Node;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;

/// How much of a value is shown, in characters.
const LONGEST: usize = 60;
/// How many people are named.
const MOST_NAMED: usize = 10;

/// What changes in the configuration and the roster of a root, a sentence each. `before` is the root
/// where the change begins; `None` where it is new.
pub fn of(before: Option<&Root>, after: &Root) -> Vec<String> {
    let Some(path) = after.directory.join(ROOT_FILE) else {
        return Vec::new();
    };
    let text = |root: &Root| root.text_of(&path).ok();
    let mut said = match (before.and_then(text), text(after)) {
        (None, None) => Vec::new(),
        (None, Some(_)) => vec![format!("`{path}` is new")],
        (Some(_), None) => vec![format!("`{path}` is deleted")],
        (Some(was), Some(is)) => {
            let read = |text: &str| values(text);
            differences(&read(&was), &read(&is))
                .into_iter()
                .map(|it| format!("`{path}`: {it}"))
                .collect()
        }
    };
    if let Some(before) = before {
        said.extend(roster(
            &before.config.policy.roster,
            &after.config.policy.roster,
        ));
    }
    said
}

/// The values of a configuration by their keys, two levels deep.
fn values(text: &str) -> BTreeMap<String, String> {
    let (root, _) = front_matter::read_yaml(text);
    let mut values = BTreeMap::new();
    for entry in root.iter().flat_map(Node::entries) {
        if !entry.value.is_map() {
            values.insert(entry.key.clone(), shown(&entry.value));
        }
        for inner in entry.value.entries() {
            let key = format!("{}.{}", entry.key, inner.key);
            values.insert(key, shown(&inner.value));
        }
    }
    values
}

fn shown(node: &Node) -> String {
    let text = match node.as_str() {
        Some(text) => text.to_owned(),
        None => node.to_json().to_string(),
    };
    cut(text, LONGEST)
}

fn differences(was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> Vec<String> {
    let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let told = keys
        .into_iter()
        .filter_map(|key| match (was.get(key), is.get(key)) {
            (Some(was), Some(is)) if was == is => None,
            (Some(was), Some(is)) => Some(format!("`{key}` was {was} and is {is}")),
            (Some(was), None) => Some(format!("`{key}` is taken out; it was {was}")),
            (None, Some(is)) => Some(format!("`{key}` is new: {is}")),
            (None, None) => None,
        });
    told.collect()
}

/// Who comes, goes, and is called otherwise. Addresses are nobody's business outside.
fn roster(was: &Roster, is: &Roster) -> Vec<String> {
    let by_handle = |it: &Roster| -> BTreeMap<String, Member> {
        let people = it.people.iter();
        people.map(|it| (it.handle.clone(), it.clone())).collect()
    };
    let (was, is) = (by_handle(was), by_handle(is));
    let only_in = |one: &BTreeMap<String, Member>, other: &BTreeMap<String, Member>| {
        let handles = one.keys().filter(|it| !other.contains_key(*it));
        handles.cloned().collect::<Vec<_>>()
    };
    let changed = is.iter().filter(|(handle, member)| {
        let before = was.get(*handle);
        before.is_some_and(|it| it != *member)
    });
    let changed: Vec<String> = changed.map(|(handle, _)| handle.clone()).collect();
    [
        ("new in the roster", only_in(&is, &was)),
        ("not in the roster any more", only_in(&was, &is)),
        ("called otherwise in the roster", changed),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(what, names)| {
        let verb = if names.len() == 1 { "is" } else { "are" };
        format!("{} {verb} {what}", named(&names))
    })
    .collect()
}

fn named(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let shown: Vec<&str> = names.iter().take(MOST_NAMED).map(String::as_str).collect();
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
