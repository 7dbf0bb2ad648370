//! Whether a report may be written as it would be.

use crate::change::By;
use crate::check;
use crate::corpus::Dossier;
use crate::diagnostic::Family;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::model::FieldName;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::pm101_missing_field;
use crate::schema::SchemaFaultKind;

/// How many faults are told beside the first.
const MOST_TOLD: usize = 5;

/// What is wrong with a report as it would be.
pub(super) struct Verdict {
    /// Message and help, the worst first.
    faults: Vec<(String, Option<String>)>,
}

impl Verdict {
    /// Judges what would be written in some fields, and what that would make wrong elsewhere. What a
    /// status or a severity asks for is no fault of whoever sets it.
    pub(super) fn new(
        root: &Root,
        (before, after): (&Dossier, &Dossier),
        names: &[&str],
        by: &By<'_>,
    ) -> Self {
        let pointers: Vec<String> = names.iter().map(|it| pointer(it)).collect();
        let is_set = |pointer: &str| {
            let is_in = |it: &String| {
                let rest = pointer.strip_prefix(it.as_str());
                rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
            };
            pointers.iter().any(is_in)
        };
        let mut faults = Vec::new();
        let mut add = |message: &str, help: &Option<String>| {
            if !faults.iter().any(|(it, _)| it == message) {
                faults.push((message.to_owned(), help.clone()));
            }
        };
        // Whatever the level of the rule: a value that is none is never written.
        let front_matter = after.report.front_matter.as_ref();
        let found = front_matter.map(|it| root.report_schema().faults(it));
        for fault in found.iter().flatten() {
            if fault.kind != SchemaFaultKind::Missing && is_set(&fault.pointer) {
                add(&fault.message, &fault.help);
            }
        }
        let clock = root.clock(by.now);
        let errors = |dossier| {
            let mut found = check::judge(root, dossier, clock).into_findings();
            found.retain(|it| it.level == Level::Error);
            found
        };
        let old = errors(before);
        let asks = asks_more(names);
        for finding in errors(after) {
            let is_old = old
                .iter()
                .any(|it| it.fingerprint() == finding.fingerprint());
            let is_asked = asks && is_demand(&finding) && !is_set(&finding.pointer);
            if !is_old && !is_asked {
                add(&finding.message, &finding.help);
            }
        }
        Self { faults }
    }

    /// Refuses what has a fault.
    pub(super) fn must_hold(self) -> Result<(), Refusal> {
        let mut faults = self.faults.into_iter();
        let Some((message, help)) = faults.next() else {
            return Ok(());
        };
        let mut refusal = Refusal::not_ready(format!("nothing was written: {message}"));
        if let Some(help) = help {
            refusal = refusal.hint(help);
        }
        let left = faults.len().saturating_sub(MOST_TOLD);
        for (message, _) in faults.take(MOST_TOLD) {
            refusal = refusal.hint(format!("besides, {message}"));
        }
        Err(match left {
            0 => refusal,
            left => refusal.hint(format!("and {left} more")),
        })
    }
}

/// Whether one of the fields decides what is asked of a report.
fn asks_more(names: &[&str]) -> bool {
    let deciding = [FieldName::Status, FieldName::Severity, FieldName::Major];
    names
        .iter()
        .any(|name| deciding.iter().any(|it| it.as_str() == *name))
}

/// Whether something is asked for that is not there yet.
fn is_demand(finding: &Finding) -> bool {
    finding.rule == &pm101_missing_field::RULE
        || matches!(
            finding.rule.family(),
            Family::Body | Family::ChecklistAndMessages
        )
}

/// The JSON pointer of a dotted field.
fn pointer(name: &str) -> String {
    let parts = name.split('.');
    parts
        .map(|it| format!("/{}", it.replace('~', "~0").replace('/', "~1")))
        .collect()
}
