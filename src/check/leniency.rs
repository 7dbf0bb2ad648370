//! What makes the findings of one document milder.

use chrono::NaiveDate;

use crate::diagnostic::Sink;
use crate::diagnostic::SourceFile;
use crate::diagnostic::Waiver;
use crate::document::Document;
use crate::front_matter::Node;
use crate::root::Root;
use crate::rules::Brief;
use crate::rules::Context;
use crate::source::Span;
use crate::time;

/// What makes the findings of one document milder: its waivers, and that it is older than
/// `enforce_from`.
#[derive(Clone, Debug, Default)]
pub(super) struct Leniency {
    pub(super) waivers: Vec<Waiver>,
    soften: bool,
}

impl Leniency {
    /// That for a postmortem. Waivers expire by `today`.
    pub(super) fn of(root: &Root, context: &Context<'_>, today: NaiveDate) -> Self {
        let from = root.config.policy.enforce_from;
        Self {
            waivers: waivers(context.report(), today),
            soften: from
                .zip(context.incident_date())
                .is_some_and(|(from, date)| date < from),
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
            .postmortem(Some(brief.id.as_str()).filter(|id| !id.is_empty()))
            .confidential(brief.is_confidential)
    }
}

/// The waivers that a report states. Whether they are whole is the schema's business.
fn waivers(report: &Document, today: NaiveDate) -> Vec<Waiver> {
    report
        .root()
        .and_then(|root| root.get("waivers"))
        .map_or(&[][..], Node::items)
        .iter()
        .filter_map(|waiver| {
            let rule = waiver.get("rule")?;
            let reason = waiver.get("reason").and_then(Node::as_str).unwrap_or("");
            let until = waiver.get("until").and_then(Node::as_str);
            let is_valid = !reason.trim().is_empty()
                && match until.map(time::parse_date) {
                    None => true,
                    Some(Ok(last)) => today <= last,
                    Some(Err(_)) => false,
                };
            Some(Waiver {
                rule: rule.as_str()?.to_owned(),
                span: Span::new(rule.span.start, rule.span.end),
                is_valid,
            })
        })
        .collect()
}
