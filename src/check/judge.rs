//! One postmortem, or the notes of one process review, held against schema and rules.

use super::brief;
use super::leniency::Leniency;
use super::verdict::Verdict;
use crate::calendar::Zone;
use crate::corpus::Dossier;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Family;
use crate::diagnostic::Fault;
use crate::diagnostic::Finding;
use crate::diagnostic::Fix;
use crate::diagnostic::Level;
use crate::diagnostic::Levels;
use crate::diagnostic::Sink;
use crate::document::Document;
use crate::postmortem::Postmortem;
use crate::postmortem::ProcessReview;
use crate::root::Root;
use crate::rules;
use crate::rules::Check;
use crate::rules::Clock;
use crate::rules::Context;
use crate::rules::Notes;
use crate::rules::pm101_missing_field;
use crate::rules::pm102_unknown_field;
use crate::schema::Schema;
use crate::schema::SchemaFaultKind;
use crate::time;

/// Judges one postmortem by all rules that need no other.
pub fn judge(root: &Root, dossier: &Dossier, clock: Clock) -> Verdict {
    let policy = &root.config.policy;
    let context = Context::new(Postmortem::new(policy, dossier), root.fields(), clock);
    let mut found = Vec::new();
    for document in dossier.documents() {
        reading(document, &mut found);
    }
    let zone = policy.zone;
    shape_of_report(root, dossier, &mut found);
    for message in dossier.messages.values() {
        shape(message, root.message_schema(), zone, &mut found);
    }
    for entry in rules::TABLE {
        if let Some(check) = entry.check.of_postmortem()
            && root.levels.is_on(entry.rule)
        {
            check(&context, &mut found);
        }
    }
    let files = dossier.documents().map(Document::source).collect();
    let leniency = Leniency::of(&context, clock.today);
    Verdict::new(
        root,
        (brief::of_postmortem(root.fields(), dossier), leniency),
        files,
        found,
    )
}

/// What the front matter of a report holds that its schema refuses, whatever level the rules have and
/// whatever is waived. What is missing is not among it.
pub fn values(root: &Root, dossier: &Dossier) -> Vec<Finding> {
    let mut found = Vec::new();
    shape_of_report(root, dossier, &mut found);
    found.retain(|it| it.rule != &pm101_missing_field::RULE);
    let levels = Levels::default();
    let mut sink = Sink::new(&levels, vec![dossier.report.source()]);
    for diagnostic in found {
        sink.push(diagnostic);
    }
    sink.finish()
}

/// Judges the notes of one process review.
pub fn judge_review(root: &Root, document: &Document, clock: Clock) -> Verdict {
    let mut found = Vec::new();
    reading(document, &mut found);
    let zone = root.config.policy.zone;
    shape(document, root.review_schema(), zone, &mut found);
    let context = Notes::new(ProcessReview::new(&root.config.policy, document), clock);
    for entry in rules::TABLE {
        if let Check::ProcessReview(check) | Check::Both(_, check) = entry.check
            && root.levels.is_on(entry.rule)
        {
            check(&context, &mut found);
        }
    }
    let brief = brief::of_review(document);
    let files = vec![document.source()];
    Verdict::new(root, (brief, Leniency::default()), files, found)
}

/// What reading a single document found.
pub(super) fn judge_reading(root: &Root, document: &Document) -> Vec<Finding> {
    let mut found = Vec::new();
    reading(document, &mut found);
    let mut sink = Sink::new(&root.levels, vec![document.source()]);
    for diagnostic in found {
        sink.push(diagnostic);
    }
    sink.finish()
}

/// The troubles of reading, as diagnostics.
fn reading(document: &Document, found: &mut Vec<Diagnostic>) {
    for fault in &document.faults {
        let Some(rule) = rules::for_trouble(&fault.kind) else {
            continue;
        };
        found.push(Diagnostic::of(rule, &document.path, fault.clone()));
    }
}

/// The faults that the schema finds in a report, as diagnostics.
fn shape_of_report(root: &Root, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
    let policy = &root.config.policy;
    shape(&dossier.report, root.report_schema(), policy.zone, found);
    if Postmortem::new(policy, dossier).is_adopted() {
        bear_with_fields_of_its_source(found);
    }
}

/// The faults that the schema finds, as diagnostics.
fn shape(document: &Document, schema: &Schema, zone: Zone, found: &mut Vec<Diagnostic>) {
    let Some(front_matter) = &document.front_matter else {
        return;
    };
    for mut fault in schema.faults(front_matter) {
        if fault.kind == SchemaFaultKind::BadFormat && fault.fix.is_none() {
            fault.fix = add_offset(document, &fault, zone);
            if let Some(edit) = fault.fix.iter().flat_map(|it| &it.edits).next() {
                fault.help = Some(format!(
                    "add one: {} in {zone}, the configured zone; `pmrepo check --fix` does",
                    edit.text
                ));
            }
        }
        if fault.kind == SchemaFaultKind::WrongType
            && let Some(fix) = &fault.fix
        {
            // It is not to be quoted: it is to be another value.
            let is_there = |it: &Diagnostic| {
                let mut edits = it.fault.fix.iter().flat_map(|it| &it.edits);
                it.rule.family() == Family::Reading
                    && edits.any(|it| fix.edits.iter().any(|own| own.span == it.span))
            };
            found.retain(|it| !is_there(it));
        }
        if let Some(rule) = rules::for_shape(fault.kind) {
            found.push(Diagnostic::of(rule, &document.path, fault));
        }
    }
}

/// Makes warnings of fields that an adopted report has from its source: they were meant for another
/// program, and are kept.
fn bear_with_fields_of_its_source(found: &mut [Diagnostic]) {
    for diagnostic in found {
        let place = diagnostic.fault.pointer.strip_prefix('/');
        let is_of_the_report = place.is_some_and(|it| !it.contains('/'));
        if diagnostic.rule == &pm102_unknown_field::RULE && is_of_the_report {
            diagnostic.level = diagnostic.level.or(Some(Level::Warning));
        }
    }
}

/// The mending of a time without an offset: the offset of the configured zone at that time.
fn add_offset(document: &Document, fault: &Fault<SchemaFaultKind>, zone: Zone) -> Option<Fix> {
    let node = document.root()?.at_pointer(&fault.pointer)?;
    let moment = zone.at(time::parse_local(node.as_str()?).ok()?);
    Some(Fix::replace(
        "add the offset of the configured zone",
        node.span,
        moment.to_short(),
    ))
}
