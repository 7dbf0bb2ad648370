//! One postmortem, or the notes of one process review, held against schema and rules.

use std::sync::Arc;

use chrono::NaiveDate;

use super::brief;
use crate::calendar::Zone;
use crate::corpus::Dossier;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fault;
use crate::diagnostic::Finding;
use crate::diagnostic::Fix;
use crate::diagnostic::Level;
use crate::diagnostic::Sink;
use crate::diagnostic::SourceFile;
use crate::diagnostic::Waiver;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::Node;
use crate::model::Status;
use crate::root::Root;
use crate::rules;
use crate::rules::Brief;
use crate::rules::Check;
use crate::rules::Context;
use crate::rules::ReviewContext;
use crate::rules::pm008_unused_waiver;
use crate::schema::Schema;
use crate::schema::SchemaFaultKind;
use crate::snapshot::Snapshot;
use crate::source::Span;
use crate::time;

/// What is left of a postmortem once it has been judged.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What the rules about the whole root need.
    pub brief: Arc<Brief>,
    findings: Vec<Finding>,
    waivers: Vec<Waiver>,
    met: Vec<bool>,
    soften: bool,
}

impl Verdict {
    /// How much was found in it.
    pub(super) fn count(&self) -> usize {
        self.findings.len()
    }

    /// What was found in the postmortem alone.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Adds what the rules about the whole root found in it. The report is read again for its
    /// lines; that such a rule finds something is the exception.
    pub(super) fn add(&mut self, root: &Root, snapshot: &Snapshot, found: Vec<Diagnostic>) {
        let document = reread(snapshot, &self.brief);
        let mut sink = Sink::new(&root.levels, vec![document.source()])
            .waivers(&self.waivers)
            .soften(self.soften)
            .postmortem(
                Some(&self.brief.id)
                    .filter(|id| !id.is_empty())
                    .map(|id| &**id),
            );
        for diagnostic in found {
            sink.push(diagnostic);
        }
        for (met, now) in self.met.iter_mut().zip(sink.met()) {
            *met |= now;
        }
        self.findings.extend(sink.finish());
    }

    /// All findings, with those about waivers that met nothing. `whole` says whether the rules
    /// about the whole root ran too: a waiver of a rule that did not run is not judged.
    pub(super) fn finish(self, root: &Root, snapshot: &Snapshot, whole: bool) -> Vec<Finding> {
        let idle: Vec<&Waiver> = self
            .waivers
            .iter()
            .zip(&self.met)
            .filter(|(waiver, met)| !**met && has_run(root, &waiver.rule, whole))
            .map(|(waiver, _)| waiver)
            .collect();
        let mut findings = self.findings;
        if idle.is_empty() {
            return findings;
        }
        let document = reread(snapshot, &self.brief);
        let mut sink = Sink::new(&root.levels, vec![document.source()])
            .soften(self.soften)
            .postmortem(Some(&self.brief.id));
        for waiver in idle {
            let rule = &pm008_unused_waiver::RULE;
            let message = format!("nothing is waived: `{}` finds nothing here", waiver.rule);
            sink.push(
                Diagnostic::new(rule, &self.brief.path, waiver.span, message)
                    .help("remove the waiver"),
            );
        }
        findings.extend(sink.finish());
        findings
    }
}

/// The report of a verdict, read again.
fn reread(snapshot: &Snapshot, brief: &Brief) -> Document {
    match snapshot.read(&brief.path) {
        Ok(bytes) => Document::from_bytes(&brief.path, bytes, Sort::BodyOnly),
        Err(_) => Document::from_text(&brief.path, String::new(), Sort::BodyOnly),
    }
}

/// Whether the rule that a waiver names has run: it is on, and `whole` where it asks for that.
fn has_run(root: &Root, word: &str, whole: bool) -> bool {
    rules::TABLE
        .iter()
        .find(|entry| entry.rule.is_called(word))
        .is_some_and(|entry| {
            entry.rule.can_be_waived()
                && root.levels.of(entry.rule, None).is_some()
                && (whole || !matches!(entry.check, Check::Repository(_)))
        })
}

/// Judges one postmortem by all rules that need no other. `today` is the local date of the run:
/// waivers expire by it.
pub fn judge(root: &Root, dossier: &Dossier, today: NaiveDate) -> Verdict {
    let policy = &root.config.policy;
    let context = Context::new(policy, dossier).with_fields(root.fields());
    let mut found = Vec::new();
    for document in dossier.documents() {
        reading(document, &mut found);
    }
    let zone = policy.zone;
    shape(&dossier.report, root.report_schema(), zone, &mut found);
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
    let waivers = waivers(&dossier.report, today);
    let soften = root
        .config
        .policy
        .enforce_from
        .zip(context.incident_date())
        .is_some_and(|(from, date)| date < from);
    let files = dossier.documents().map(Document::source).collect();
    let (findings, met) = through_sink(
        root,
        files,
        found,
        &Case {
            waivers: &waivers,
            soften,
            postmortem: Some(&dossier.id),
        },
    );
    Verdict {
        brief: Arc::new(brief::of_postmortem(dossier)),
        findings,
        waivers,
        met,
        soften,
    }
}

/// Judges the notes of one process review.
pub fn judge_review(root: &Root, document: &Document) -> Verdict {
    let mut found = Vec::new();
    reading(document, &mut found);
    let zone = root.config.policy.zone;
    shape(document, root.review_schema(), zone, &mut found);
    let context = ReviewContext {
        policy: &root.config.policy,
        document,
    };
    for entry in rules::TABLE {
        if let Check::ProcessReview(check) | Check::Both(_, check) = entry.check
            && root.levels.is_on(entry.rule)
        {
            check(&context, &mut found);
        }
    }
    let (findings, met) = through_sink(root, vec![document.source()], found, &Case::default());
    Verdict {
        brief: Arc::new(brief::of_review(document)),
        findings,
        waivers: Vec::new(),
        met,
        soften: false,
    }
}

/// What reading a single document found.
pub(super) fn judge_reading(root: &Root, document: &Document) -> Vec<Finding> {
    let mut found = Vec::new();
    reading(document, &mut found);
    through_sink(root, vec![document.source()], found, &Case::default()).0
}

/// What a report would lack if its status were `status`: the findings of the schema and of the
/// rules that it does not have today. Empty where it is ready. The body and the checklist are
/// judged too. Waivers and levels apply as they do in `check`.
pub fn lacking(root: &Root, dossier: &Dossier, status: Status, today: NaiveDate) -> Vec<Finding> {
    let Some(moved) = with_status(dossier, status) else {
        return judge(root, dossier, today).findings;
    };
    let mut findings = judge(root, &moved, today).findings;
    findings.retain(|finding| finding.level == Level::Error);
    // What is missing in the report comes first: a checklist is ticked on the way.
    findings.sort_by_key(|finding| finding.path != dossier.report.path);
    findings
}

/// What the notes of a process review would lack if its status were `status`: as [`lacking`].
pub fn review_lacking(root: &Root, notes: &Document, status: &str) -> Vec<Finding> {
    let Some(moved) = moved_on(notes, status) else {
        return Vec::new();
    };
    let mut findings = judge_review(root, &moved).findings;
    findings.retain(|finding| finding.level == Level::Error);
    findings
}

/// The same postmortem with another status in its report; `None` where it has none to replace.
fn with_status(dossier: &Dossier, status: Status) -> Option<Dossier> {
    Some(Dossier {
        report: moved_on(&dossier.report, status.as_str())?,
        ..dossier.clone()
    })
}

/// The same document with another status.
fn moved_on(document: &Document, status: &str) -> Option<Document> {
    let node = document.field("status")?;
    let mut text = document.text.clone();
    text.replace_range(node.span.start..node.span.end, status);
    Some(Document::from_text(
        &document.path,
        text,
        Sort::WithFrontMatter,
    ))
}

/// How the findings of one postmortem are treated.
#[derive(Default)]
struct Case<'a> {
    waivers: &'a [Waiver],
    soften: bool,
    postmortem: Option<&'a str>,
}

fn through_sink<'a>(
    root: &'a Root,
    files: Vec<SourceFile<'a>>,
    found: Vec<Diagnostic>,
    case: &Case<'a>,
) -> (Vec<Finding>, Vec<bool>) {
    let mut sink = Sink::new(&root.levels, files)
        .waivers(case.waivers)
        .soften(case.soften)
        .postmortem(case.postmortem);
    for diagnostic in found {
        sink.push(diagnostic);
    }
    let met = sink.met().to_vec();
    (sink.finish(), met)
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

/// The faults that the schema finds, as diagnostics.
fn shape(document: &Document, schema: &Schema, zone: Zone, found: &mut Vec<Diagnostic>) {
    let Some(front_matter) = &document.front_matter else {
        return;
    };
    for mut fault in schema.faults(front_matter) {
        if fault.kind == SchemaFaultKind::BadFormat && fault.fix.is_none() {
            fault.fix = add_offset(document, &fault, zone);
        }
        if let Some(rule) = rules::for_shape(fault.kind) {
            found.push(Diagnostic::of(rule, &document.path, fault));
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
