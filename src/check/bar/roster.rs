//! The roster: whether somebody whom it knew is made somebody else.

use std::collections::BTreeMap;

use super::Bar;
use super::Lowering;
use super::OwnFile;
use crate::config::Member;
use crate::config::Roster;
use crate::config::Who;

impl Bar {
    /// Names of one person that mean two now, and names of two that mean one. Whoever comes or goes,
    /// and whoever gets another name, is nobody else.
    pub(super) fn roster(&mut self, before: &Roster) {
        let now = &self.config.policy.roster;
        if now.people.is_empty() && !before.people.is_empty() {
            self.lower("/paths/people", "there is no roster any more");
            return;
        }
        let mut lowered = Vec::new();
        // Whom of before each person of today is, by the first name that both have.
        let mut was: BTreeMap<Who, &Member> = BTreeMap::new();
        for old in &before.people {
            let mut is: Option<&Member> = None;
            for name in old.names() {
                // Of two who shared a name it meant the first.
                if before.find(name).is_none_or(|it| it != old) {
                    continue;
                }
                let Some(member) = now.find(name) else {
                    continue;
                };
                let other = *was.entry(now.who(name)).or_insert(old);
                if other != old {
                    lowered.push(told(
                        now,
                        member,
                        &format!(
                            "`{name}` and `{}` were two people and are one",
                            other.handle
                        ),
                    ));
                } else if is.is_some_and(|it| it != member) {
                    lowered.push(told(
                        now,
                        member,
                        &format!(
                            "`{name}` is not {} any more but {}",
                            old.handle, member.handle
                        ),
                    ));
                }
                is = is.or(Some(member));
            }
        }
        self.lowered.extend(lowered);
    }
}

/// A lowering in the entry of somebody of today.
pub(super) fn told(now: &Roster, member: &Member, message: &str) -> Lowering {
    let place = now.people.iter().position(|it| it == member);
    Lowering {
        file: OwnFile::Roster,
        pointer: place.map_or_else(String::new, |it| format!("/people/{it}")),
        message: message.to_owned(),
    }
}
