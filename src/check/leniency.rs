//! What makes the findings of one document milder.

use chrono::NaiveDate;

use crate::diagnostic::Sink;
use crate::diagnostic::SourceFile;
use crate::diagnostic::Waiver;
use crate::postmortem::Report;
use crate::root::Root;
use crate::rules::Brief;

/// What makes the findings of one document milder: its waivers, and that it is older than
/// `enforce_from`.
#[derive(Clone, Debug, Default)]
pub(super) struct Leniency {
    pub(super) waivers: Vec<Waiver>,
    soften: bool,
}

impl Leniency {
    /// That for a postmortem. Waivers expire by `today`.
    pub(super) fn of(report: &Report<'_>, today: NaiveDate) -> Self {
        Self {
            waivers: waivers(report, today),
            soften: report.is_from_before(),
        }
    }

    /// The same, but nothing is waived.
    pub(super) fn without_waivers(&self) -> Self {
        Self {
            waivers: Vec::new(),
            soften: self.soften,
        }
    }

    /// A sink for what is found in the files of a postmortem, or in the notes of a process review, which
    /// have no id.
    pub(super) fn sink<'a>(
        &'a self,
        root: &'a Root,
        files: Vec<SourceFile<'a>>,
        brief: &'a Brief,
    ) -> Sink<'a> {
        Sink::new(&root.levels, files)
            .waivers(&self.waivers)
            .soften(self.soften)
            .postmortem(brief.id.as_deref())
            .confidential(brief.is_confidential)
    }
}

/// The waivers that a report states. Whether they are whole is the schema's business.
fn waivers(report: &Report<'_>, today: NaiveDate) -> Vec<Waiver> {
    let waivers = report.waivers();
    waivers
        .filter_map(|it| {
            Some(Waiver {
                rule: it.rule().text()?.to_owned(),
                span: it.rule().place(),
                is_valid: it.holds_on(today),
            })
        })
        .collect()
}
