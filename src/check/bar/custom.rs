//! The deadlines that a team added: which of them are longer than they were, or of fewer incidents.

use super::Bar;
use super::terms::Weeks;
use crate::config::CustomDeadline;
use crate::config::Policy;
use crate::config::Scale;
use crate::config::Whose;
use crate::config::custom_anchors;
use crate::model::FieldName;
use crate::model::Severity;

impl Bar {
    /// Deadlines of the team's own by which less is asked, and ones that are gone. Where less is asked,
    /// the one from before is kept.
    pub(super) fn custom(&mut self, before: &Policy, scale: &Scale) {
        let after = self.config.policy.clone();
        let weeks = Weeks::new(before, &after);
        for was in &before.custom {
            let was = renamed(was, scale);
            let is = after.custom.iter().find(|it| it.name == was.name);
            let name = &was.name;
            let less = match is {
                None => Some("is gone".to_owned()),
                Some(is) => less(&was, is, &weeks, &after),
            };
            let Some(less) = less else {
                continue;
            };
            self.lower(
                format!("/deadlines/custom/{name}"),
                format!("`{name}` {less}"),
            );
            let custom = &mut self.config.policy.custom;
            custom.retain(|it| it.name != was.name);
            custom.push(was);
        }
    }
}

/// The same with the severities' names of today; those that are gone owe nothing any more.
fn renamed(was: &CustomDeadline, scale: &Scale) -> CustomDeadline {
    let of = match &was.of {
        Whose::These(all) => {
            let pairs = scale.pairs().filter(|(old, _)| all.contains(old));
            Whose::These(pairs.filter_map(|(_, now)| now.cloned()).collect())
        }
        other => other.clone(),
    };
    CustomDeadline { of, ..was.clone() }
}

/// What is asked less.
fn less(
    was: &CustomDeadline,
    is: &CustomDeadline,
    weeks: &Weeks,
    after: &Policy,
) -> Option<String> {
    let place = |field: FieldName| custom_anchors().position(|it| it == field);
    if weeks.is_longer(Some(was.within), Some(is.within)) {
        let differ = weeks.differ(was.within, Some(is.within), "no deadline");
        return Some(format!("has {differ}"));
    }
    if place(is.after) > place(was.after) {
        let (was, is) = (was.after.as_str(), is.after.as_str());
        return Some(format!("runs from `{is}`, not from `{was}`"));
    }
    if is.met_by != was.met_by {
        return Some("is met by something else".to_owned());
    }
    let is_narrower = is.when.is_some() && is.when != was.when;
    let begins_later = is.since > was.since;
    if is_narrower || begins_later || !covers(&is.of, &was.of, after) {
        return Some("is asked of fewer incidents".to_owned());
    }
    None
}

/// Whether all of the one group are in the other.
fn covers(is: &Whose, was: &Whose, policy: &Policy) -> bool {
    let all = |these: &[Severity], mut of: std::slice::Iter<'_, Severity>| {
        of.all(|severity| these.contains(severity))
    };
    match (is, was) {
        (Whose::All, _) | (Whose::Major, Whose::Major) => true,
        (Whose::Major, Whose::These(was)) => all(&policy.major, was.iter()),
        (Whose::These(is), Whose::These(was)) => all(is, was.iter()),
        // A report may be a major one by its own word, whatever its severity.
        (Whose::These(is), Whose::All | Whose::Major) => all(is, policy.severities.iter()),
        (Whose::Major, Whose::All) => all(&policy.major, policy.severities.iter()),
    }
}
