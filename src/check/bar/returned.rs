//! Words that were gone and are back: what is asked of them less than when they went. In one step each of
//! the two would be nothing, or something else.

use super::Bar;
use super::Earlier;
use super::roster::told;
use super::terms::Weeks;
use crate::config::Config;
use crate::config::Member;
use crate::config::Policy;
use crate::config::Requirement;
use crate::config::Roster;
use crate::config::Scale;
use crate::config::Whose;
use crate::front_matter::pointer;
use crate::model::DeadlineKind;
use crate::model::Severity;

impl Bar {
    /// Severities, priorities and names of people that come back.
    pub(super) fn returned(&mut self, before: &Config, earlier: &Earlier) {
        // Each configuration with the one that came after it.
        let mut next = before;
        let mut last: Vec<(&Config, &Config)> = Vec::new();
        for config in &earlier.configs {
            last.push((config, next));
            next = config;
        }
        let severities = self.config.policy.severities.clone();
        let new = severities
            .iter()
            .filter(|it| !before.policy.severities.contains(it));
        let scale = Scale::new(&before.policy.severities, &severities);
        for severity in new {
            let mut known = last.iter();
            let known = known.find(|(was, _)| was.policy.severities.contains(severity));
            let Some((was, next)) = known else {
                continue;
            };
            // A word that had become another one, and stands for that again, is compared with it.
            let stands_for = scale.pairs().any(|(_, now)| now == Some(severity));
            let had_another = Scale::new(&was.policy.severities, &next.policy.severities);
            if !stands_for || had_another.now(severity.as_str()).is_none() {
                self.severity_returned(severity, was);
            }
        }
        let priorities = self.config.policy.priorities.clone();
        let new = priorities
            .iter()
            .filter(|it| !before.policy.priorities.contains(it));
        for priority in new {
            let mut was = last.iter().map(|(was, _)| &was.policy);
            let was = was.find(|it| it.priorities.contains(priority));
            let is_urgent = |it: &Policy| it.has_deadline(priority);
            if was.is_some_and(is_urgent) && !is_urgent(&self.config.policy) {
                let message =
                    format!("action items of {priority}, which is back, have no deadline any more");
                self.lower("/priorities", message);
            }
        }
        self.names_returned(&before.policy.roster, &earlier.rosters);
    }

    /// What is asked less of a severity than when it went.
    fn severity_returned(&mut self, severity: &Severity, was: &Config) {
        let after = self.config.clone();
        if was.policy.is_major(severity) && !after.policy.is_major(severity) {
            self.config.policy.major.push(severity.clone());
            let message = format!("{severity}, which is back, is not major any more");
            self.lower("/major", message);
        }
        let weeks = Weeks::new(&was.policy, &after.policy);
        for kind in DeadlineKind::ALL {
            let is = after.policy.term(kind, severity);
            let term = was.policy.term(kind, severity);
            let Some(term) = term.filter(|it| weeks.is_less(kind, *it, is)) else {
                continue;
            };
            let terms = self.config.policy.deadlines.entry(kind).or_default();
            terms.insert(severity.clone(), Some(term));
            let differ = weeks.differ(term, is, "no deadline");
            self.lower(
                format!("/deadlines/{kind}"),
                format!("`{kind}` of {severity}, which is back, has {differ}"),
            );
        }
        for (field, asked) in &was.required {
            let mut now = after.required.iter().filter(|(it, _)| it == field);
            let is_asked = asked.from.is_some() && asked.severities.contains(severity);
            if is_asked && !now.any(|(_, it)| asks(it, asked, severity)) {
                self.lower(
                    format!("/required/{}", pointer::part(field)),
                    format!("`{field}` is not required any more of {severity}, which is back"),
                );
            }
        }
        for custom in &was.policy.custom {
            let is_of = |it: &Whose| match it {
                Whose::All => true,
                Whose::Major => after.policy.is_major(severity),
                Whose::These(these) => these.contains(severity),
            };
            let mut now = after.policy.custom.iter();
            let now = now.find(|it| it.name == custom.name);
            let is_own = matches!(&custom.of, Whose::These(_)) && is_of(&custom.of);
            if is_own && !now.is_some_and(|it| is_of(&it.of)) {
                let name = &custom.name;
                self.lower(
                    format!("/deadlines/custom/{name}"),
                    format!("`{name}` is not asked any more of {severity}, which is back"),
                );
            }
        }
    }

    /// Names that were somebody's who is still here, or here again, and that become somebody else's.
    fn names_returned(&mut self, before: &Roster, earlier: &[Roster]) {
        let now = self.config.policy.roster.clone();
        let mut newer = vec![before];
        for roster in earlier {
            for old in &roster.people {
                let mut is: Option<(&Member, bool)> = None;
                for name in old.names() {
                    // Of two who shared a name it meant the first.
                    if roster.find(name) != Some(old) {
                        continue;
                    }
                    let Some(member) = now.find(name) else {
                        continue;
                    };
                    let was_free = newer.iter().all(|it| it.find(name).is_none());
                    let Some((known, known_was_free)) = is else {
                        is = Some((member, was_free));
                        continue;
                    };
                    if known != member && (was_free || known_was_free) {
                        let (old, new) = (&old.handle, &member.handle);
                        let message = format!("`{name}` was {old} before, and is {new} now");
                        self.lowered.push(told(&now, member, &message));
                    }
                }
            }
            newer.push(roster);
        }
    }
}

/// Whether a field is required of a severity as it was.
fn asks(now: &Requirement, was: &Requirement, severity: &Severity) -> bool {
    let is_of = now.severities.is_empty() || now.severities.contains(severity);
    let is_as_early = now
        .from
        .is_some_and(|it| was.from.is_some_and(|was| it <= was));
    is_of && is_as_early && now.since <= was.since
}
