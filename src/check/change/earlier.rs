//! What a root said before it said what it says.

use std::collections::BTreeSet;

use crate::check::Comparison;
use crate::check::bar::Earlier;
use crate::config::Config;
use crate::config::Member;
use crate::config::Policy;
use crate::config::Roster;
use crate::model::Severity;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;

/// What a root said before it said what it says, the latest first: only where there is a word that is
/// new, and may be back.
pub(super) fn earlier(
    root: &Root,
    comparison: &Comparison,
    before: &[&Root],
) -> Result<Earlier, Refusal> {
    let mut earlier = Earlier::default();
    let Some(old) = before.first() else {
        return Ok(earlier);
    };
    let (was, is) = (&old.config.policy, &root.config.policy);
    let known: BTreeSet<&str> = words(was).collect();
    let is_fresh = words(is).any(|it| !known.contains(it));
    let mut names = is.roster.people.iter().flat_map(Member::names);
    let is_named = names.any(|it| was.roster.find(it).is_none());
    if !is_fresh && !is_named {
        return Ok(earlier);
    }
    let witness = &comparison.witness;
    let commit = old.snapshot().commit_id();
    if let Some(path) = old.directory.join(ROOT_FILE) {
        let texts = witness.texts(commit, &path)?.into_iter();
        earlier.configs = texts.map(|it| Config::read(&it).0).collect();
    }
    if is_named {
        let mut places = vec![&old.config.paths.people];
        places.extend(earlier.configs.iter().map(|it| &it.paths.people));
        let mut read = BTreeSet::new();
        for place in places.into_iter().filter(|it| read.insert(it.as_str())) {
            if let Some(path) = old.directory.join(place.as_str()) {
                let texts = witness.texts(commit, &path)?.into_iter();
                earlier.rosters.extend(texts.map(|it| Roster::read(&it).0));
            }
        }
    }
    Ok(earlier)
}

/// The words of a team: its severities and priorities.
fn words(policy: &Policy) -> impl Iterator<Item = &str> {
    let severities = policy.severities.iter().map(Severity::as_str);
    severities.chain(policy.priorities.iter().map(String::as_str))
}
