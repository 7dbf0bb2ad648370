//! What may leave the repository of what `check` found.

use std::borrow::Cow;

use super::Summary;
use super::View;
use crate::diagnostic::Excerpt;
use crate::diagnostic::Family;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::report::public::Public;
use crate::report::secrets::Naming;
use crate::report::secrets::Secrets;
use crate::snapshot::SnapshotError;
use crate::source::Position;

/// What stands in the place of a rule where the findings of a confidential postmortem are one line.
static CONFIDENTIAL: Rule = Rule {
    code: "confidential",
    name: "postmortem",
    level: Level::Error,
    summary: "a confidential postmortem has findings",
    page: "",
};

impl<'a> View<'a> {
    /// What may leave the repository: the findings of a confidential postmortem are one line on the
    /// configuration of its root, and no other finding names one.
    pub fn public(&self, secrets: &Secrets<'_>) -> Result<Public<View<'a>>, SnapshotError> {
        let mut shown = Vec::with_capacity(self.shown.len());
        for finding in self.shown.iter().filter(|it| !it.is_confidential) {
            shown.push(named_as_outside(finding, secrets)?);
        }
        let kept = self.shown.iter().filter(|it| it.is_confidential);
        shown.extend(one_line_each(kept.map(AsRef::as_ref), secrets).map(Cow::Owned));
        let mut view = View {
            shown,
            ..self.clone()
        };
        view.totals.others.clear();
        for path in &self.totals.others {
            let path = secrets.veil(path, Naming::Postmortems)?.into_owned();
            view.totals.others.insert(path);
        }
        view.older.clear();
        for (whose, count) in &self.older {
            let whose = secrets.veil(whose, Naming::Postmortems)?.into_owned();
            *view.older.entry(whose).or_default() += count;
        }
        Ok(Public::new(view))
    }
}

/// A finding whose words name no confidential postmortem.
pub(in crate::report) fn named_as_outside<'a>(
    finding: &Cow<'a, Finding>,
    secrets: &Secrets<'_>,
) -> Result<Cow<'a, Finding>, SnapshotError> {
    let naming = match finding.rule.family() {
        Family::Repository => Naming::Postmortems,
        Family::Reading
        | Family::Shape
        | Family::Meaning
        | Family::Body
        | Family::ActionItems
        | Family::Language
        | Family::ChecklistAndMessages
        | Family::Changes => Naming::Anything,
    };
    let message = secrets.veil(&finding.message, naming)?;
    let help = finding.help.as_deref();
    let help = help.map(|it| secrets.veil(it, naming));
    let help = help.transpose()?;
    let is_same = |it: &Cow<'_, str>| matches!(it, Cow::Borrowed(_));
    if is_same(&message) && help.as_ref().is_none_or(is_same) {
        return Ok(finding.clone());
    }
    Ok(Cow::Owned(Finding {
        message: message.into_owned(),
        gist: None,
        help: help.map(Cow::into_owned),
        excerpt: Excerpt::default(),
        labels: Vec::new(),
        fix: None,
        ..finding.as_ref().clone()
    }))
}

/// The findings of each confidential postmortem as one: `a confidential postmortem has 2 errors`.
pub(in crate::report) fn one_line_each<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    secrets: &Secrets<'_>,
) -> impl Iterator<Item = Finding> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let is_same = |group: &&mut Vec<&Finding>| {
            let first = group.first();
            first.is_some_and(|it| it.postmortem == finding.postmortem)
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
        .into_iter()
        .filter_map(|group| one_line(&group, secrets))
}

fn one_line(group: &[&Finding], secrets: &Secrets<'_>) -> Option<Finding> {
    let first = group.first()?;
    let counts = Summary::of(0, group.iter().copied());
    let start = Position { line: 1, column: 1 };
    Some(Finding {
        rule: &CONFIDENTIAL,
        level: group.iter().map(|it| it.level).max()?,
        path: secrets.configuration_above(&first.path),
        start,
        end: start,
        excerpt: Excerpt::default(),
        message: format!("a confidential postmortem has {}", counts.in_words()),
        gist: None,
        help: None,
        labels: Vec::new(),
        fix: None,
        pointer: String::new(),
        postmortem: None,
        is_confidential: false,
        introduced: first.introduced,
    })
}
