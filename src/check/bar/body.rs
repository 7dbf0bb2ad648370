//! The sections of the body, and the steps of the checklist.

use chrono::NaiveDate;

use super::Bar;
use super::eras;
use crate::config::Policy;
use crate::config::SectionRule;
use crate::config::steps::Step;
use crate::front_matter::pointer;
use crate::model::Status;

impl Bar {
    /// Sections that are asked for later, of fewer incidents, or not at all.
    pub(super) fn sections(&mut self, before: &[SectionRule], eras: &[NaiveDate]) {
        let after = self.config.policy.clone();
        for (old, now) in of_today(before, &after) {
            let title = now.map_or(&old.title, |it| &it.title).clone();
            let pointer = format!("/sections/{}", pointer::part(&title));
            let less = eras.iter().find_map(|era| {
                let less = less(old, now, *era)?;
                Some(format!("{less}{}", eras::words(*era)))
            });
            if let Some(less) = less {
                let message = format!("the section \u{201c}{title}\u{201d} {less}");
                self.config.policy.sections.push(SectionRule {
                    title: title.clone(),
                    ..old.clone()
                });
                self.lower(pointer.clone(), message);
            }
            if now.is_some() {
                self.shared_heading(&title, old, pointer);
            }
        }
    }

    /// A heading that is to stand for this section and for another one that is asked for: one of the
    /// two would never be missing.
    fn shared_heading(&mut self, title: &str, old: &SectionRule, pointer: String) {
        let sections = &self.config.policy.sections;
        let Some(own) = sections.iter().find(|it| it.title == title) else {
            return;
        };
        let policy = &self.config.policy;
        let others = sections.iter().filter(|it| it.title != title);
        let mut others = others.filter(|it| it.from.is_some() && it.title != old.title);
        let shared = others.find_map(|other| {
            let mut aliases = own.aliases.iter().filter(|it| !old.aliases.contains(it));
            let shared = aliases.find(|it| policy.is_section(&other.title, it))?;
            Some((other.title.clone(), shared.clone()))
        });
        if let Some((other, alias)) = shared {
            let message = format!(
                "one heading \u{201c}{alias}\u{201d} stands for \u{201c}{title}\u{201d} and for \
                 \u{201c}{other}\u{201d}"
            );
            self.lower(pointer, message);
        }
    }

    /// Steps that are dropped, or that a later status waits for, or none.
    pub(super) fn steps(&mut self, before: &[Step]) {
        for old in before {
            let steps = &mut self.config.policy.steps;
            let Some(now) = steps.iter_mut().find(|it| it.id == old.id) else {
                steps.push(old.clone());
                let policy = &mut self.config.policy;
                policy.dropped_steps.retain(|it| *it != old.id);
                let message = format!("the step `{}` is not asked for any more", old.id);
                self.lower("/checklist/drop", message);
                continue;
            };
            if old.gates.is_some() && is_later(now.gates, old.gates) {
                let what = match now.gates {
                    Some(gate) => format!("waits for {gate}"),
                    None => "is waited for by no status".to_owned(),
                };
                let was = old.gates.map_or("", Status::as_str);
                now.gates = old.gates;
                let message = format!("the step `{}` {what}, not for {was}", old.id);
                self.lower("/checklist/add", message);
            }
        }
    }
}

/// Sections as they were, each with the one of today that stands for it: of its title, else one that is
/// new and knows that title.
fn of_today<'a>(
    before: &'a [SectionRule],
    after: &'a Policy,
) -> Vec<(&'a SectionRule, Option<&'a SectionRule>)> {
    // A section that is new stands for one of before at most: one that has its own, or another one,
    // to stand for would never be missing.
    let mut taken: Vec<&str> = before.iter().map(|it| it.title.as_str()).collect();
    let mut all = Vec::new();
    for old in before {
        let is_it = |it: &&SectionRule| it.title == old.title;
        let renamed = |it: &&SectionRule| {
            !taken.contains(&it.title.as_str()) && after.is_section(&it.title, &old.title)
        };
        let mut sections = after.sections.iter();
        let now = sections
            .clone()
            .find(is_it)
            .or_else(|| sections.find(renamed));
        taken.extend(now.map(|it| it.title.as_str()));
        all.push((old, now));
    }
    all
}

/// The sections that have another title than before: what it was, and what it is.
pub(in crate::check) fn renamed<'a>(
    before: &'a Policy,
    after: &'a Policy,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let all = of_today(&before.sections, after).into_iter();
    let titles = all.filter_map(|(old, now)| Some((old.title.as_str(), now?.title.as_str())));
    titles.filter(|(old, now)| old != now)
}

/// What is asked less of a section in incidents of a day.
fn less(old: &SectionRule, now: Option<&SectionRule>, era: NaiveDate) -> Option<String> {
    let is_older = |since| era < since;
    let (was, was_for_major) = old.asked(is_older);
    let was = was?;
    let now = now.map(|it| it.asked(is_older));
    let Some((Some(from), major_only)) = now else {
        return Some("is not asked for any more".to_owned());
    };
    if from > was {
        return Some(format!("is asked for from {from}, not from {was}"));
    }
    let is_for_fewer = major_only && !was_for_major;
    is_for_fewer.then(|| "is asked for in major incidents only".to_owned())
}

/// Whether a status comes later than another, or never.
fn is_later(status: Option<Status>, than: Option<Status>) -> bool {
    match (status, than) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(status), Some(than)) => status > than,
    }
}
