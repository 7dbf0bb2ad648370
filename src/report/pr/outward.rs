//! What may leave the repository of the review of a change.

use std::borrow::Cow;

use super::Postmortem;
use super::ProcessReview;
use super::View;
use super::facts;
use crate::check::Line;
use crate::count::counted;
use crate::diagnostic::Finding;
use crate::report::check::named_as_outside;
use crate::report::check::one_line_each;
use crate::report::public;
use crate::report::public::Public;
use crate::report::secrets::Naming;
use crate::report::secrets::Secrets;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// A confidential postmortem, of which the date alone is told.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it is called.
    pub name: String,
    /// How much the change introduces in it, as one line.
    pub findings: Option<Finding>,
}

impl View {
    /// What may leave the repository: of confidential postmortems the date and how much was found, and
    /// nothing else that names one.
    pub fn public(&self, secrets: &Secrets<'_>) -> Result<Public<Self>, SnapshotError> {
        let (kept, told): (Vec<_>, Vec<_>) =
            self.postmortems.iter().partition(|it| it.is_confidential);
        let kept_at: Vec<RepoPath> = kept.iter().filter_map(|it| it.path.parent()).collect();
        let kept = kept.into_iter().map(|it| Kept {
            name: public::name(&it.id),
            findings: one_line_each(it.findings.iter(), secrets).next(),
        });
        let (hidden, others): (Vec<_>, Vec<_>) =
            self.others.iter().partition(|it| it.is_confidential);
        let mut others = findings(others, secrets)?;
        others.extend(one_line_each(hidden.into_iter(), secrets));
        let squash = squash(&self.squash, &kept_at, secrets)?;
        let postmortems = told.into_iter().map(|it| postmortem(it, secrets));
        let reviews = self.reviews.iter().map(|it| review(it, secrets));
        Ok(Public::new(Self {
            snapshot: self.snapshot.clone(),
            base: self.base.clone(),
            configuration: texts(&self.configuration, secrets)?,
            postmortems: postmortems.collect::<Result<_, _>>()?,
            reviews: reviews.collect::<Result<_, _>>()?,
            others,
            kept: kept.collect(),
            squash,
        }))
    }
}

/// What may be told of the lines that a squash merge has to keep: of commits that change a confidential
/// postmortem, only that there are some.
fn squash(
    lines: &[Line],
    kept_at: &[RepoPath],
    secrets: &Secrets<'_>,
) -> Result<Vec<Line>, SnapshotError> {
    let is_kept = |path: &RepoPath| kept_at.iter().any(|it| path.below(it).is_some());
    let (hidden, told): (Vec<_>, Vec<_>) =
        lines.iter().partition(|it| it.paths.iter().any(is_kept));
    let line = |text| Line {
        text,
        paths: Vec::new(),
    };
    let veiled = told.into_iter().map(|it| {
        let text = secrets.veil(&it.text, Naming::Anything)?;
        Ok(line(text.into_owned()))
    });
    let mut all: Vec<Line> = veiled.collect::<Result<_, SnapshotError>>()?;
    if !hidden.is_empty() {
        let many = counted(hidden.len(), "line");
        all.push(line(format!(
            "… and {many} of commits of a confidential postmortem"
        )));
    }
    Ok(all)
}

fn postmortem(it: &Postmortem, secrets: &Secrets<'_>) -> Result<Postmortem, SnapshotError> {
    let title = it.title.as_deref();
    let title = title.map(|it| secrets.veil(it, Naming::Anything));
    Ok(Postmortem {
        title: title.transpose()?.map(Cow::into_owned),
        lacking: findings(&it.lacking, secrets)?,
        facts: texts(&it.facts, secrets)?,
        findings: findings(&it.findings, secrets)?,
        ..it.clone()
    })
}

fn review(it: &ProcessReview, secrets: &Secrets<'_>) -> Result<ProcessReview, SnapshotError> {
    Ok(ProcessReview {
        lacking: findings(&it.lacking, secrets)?,
        facts: texts(&it.facts, secrets)?,
        findings: findings(&it.findings, secrets)?,
        ..it.clone()
    })
}

fn findings<'a>(
    all: impl IntoIterator<Item = &'a Finding>,
    secrets: &Secrets<'_>,
) -> Result<Vec<Finding>, SnapshotError> {
    let named = all.into_iter().map(|it| {
        let named = named_as_outside(&Cow::Borrowed(it), secrets)?;
        Ok(named.into_owned())
    });
    named.collect()
}

fn texts(all: &[String], secrets: &Secrets<'_>) -> Result<Vec<String>, SnapshotError> {
    let veiled = all.iter().map(|it| {
        let naming = if facts::names_postmortems(it) {
            Naming::Postmortems
        } else {
            Naming::Anything
        };
        Ok(secrets.veil(it, naming)?.into_owned())
    });
    veiled.collect()
}
