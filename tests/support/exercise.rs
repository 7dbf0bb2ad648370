//! Everything that happens to a document, with what must hold whatever is in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use pmrepo::check;
use pmrepo::commands::format::CheckFormat;
use pmrepo::corpus::Dossier;
use pmrepo::diagnostic::Edit;
use pmrepo::diagnostic::Finding;
use pmrepo::diagnostic::apply;
use pmrepo::document::Document;
use pmrepo::document::Sort;
use pmrepo::front_matter;
use pmrepo::front_matter::Node;
use pmrepo::front_matter::edit;
use pmrepo::model::PostmortemId;
use pmrepo::render::Look;
use pmrepo::report::Secrets;
use pmrepo::report::check::View;
use pmrepo::root::Root;
use pmrepo::snapshot::Snapshot;
use pmrepo::source::RepoPath;
use pmrepo::source::Span;
use pmrepo::time::Moment;
use pmrepo::timeline::timeline;

/// How often `check --fix` looks again.
const ROUNDS: usize = 5;

/// A root with the defaults.
fn root() -> &'static Root {
    static ROOT: OnceLock<Root> = OnceLock::new();
    ROOT.get_or_init(|| {
        let nothing = Snapshot::disk(Path::new("there is no such directory"));
        Root::open(&nothing, &RepoPath::root()).unwrap()
    })
}

fn path(name: &str) -> RepoPath {
    let directory = RepoPath::new("postmortems/2026/2026-03-10-one").unwrap_or_default();
    directory.join(name).unwrap_or_default()
}

/// Reads YAML in one pass over its lines and by the parser: trees and places are equal. Says whether the
/// first could be.
pub(crate) fn read_alike(yaml: &str) -> bool {
    let Some(short) = front_matter::by_lines(yaml) else {
        return false;
    };
    let (long, faults) = front_matter::by_parser(yaml);
    assert!(faults.is_empty(), "{yaml:?}: {faults:?}");
    assert_eq!(Some(&short), long.as_ref(), "{yaml:?}");
    true
}

/// Reads bytes as a report, as a checklist and as a message; judges, mends, edits and shows them.
pub(crate) fn one(bytes: &[u8]) {
    let report = Document::from_bytes(
        &path("postmortem.md"),
        bytes.to_vec(),
        Sort::WithFrontMatter,
    );
    spans_fit(&report);
    if let Some(front_matter) = &report.front_matter {
        read_alike(front_matter.yaml.of(&report.text));
    }
    sections(&report);
    let findings = findings(&report);
    shown(&findings);
    if std::str::from_utf8(bytes).is_ok() {
        assert_eq!(report.text.as_bytes(), bytes);
        mend(&report, findings);
        set(&report);
    }
}

fn findings(report: &Document) -> Vec<Finding> {
    let text = report.text.clone();
    let checklist = Document::from_text(&path("checklist.md"), text.clone(), Sort::BodyOnly);
    let message = path("messages/external.md");
    let message = Document::from_text(&message, text, Sort::WithFrontMatter);
    let directory = path("");
    let dossier = Dossier {
        id: PostmortemId::new(directory.name()),
        directory,
        report: report.clone(),
        checklist: Some(checklist),
        messages: BTreeMap::from([("external".to_owned(), message)]),
        notes: Vec::new(),
        logs: BTreeMap::new(),
    };
    let clock = root().clock(Moment::from_unix(1_775_044_800, 0));
    let findings = check::judge(root(), &dossier, clock).into_findings();
    let review = check::judge_review(root(), report, clock).into_findings();
    for finding in findings.iter().chain(&review) {
        assert!(finding.start <= finding.end, "{finding:?}");
        assert!(finding.start.line >= 1 && finding.start.column >= 1);
    }
    findings
}

/// Fails where a place does not lie in a text, or cuts a character.
fn fits(text: &str, span: Span) {
    assert!(
        text.get(span.start..span.end).is_some(),
        "{span:?} {text:?}"
    );
}

fn spans_fit(document: &Document) {
    let text = &document.text;
    if let Some(front) = &document.front_matter {
        fits(text, front.fences.0);
        fits(text, front.fences.1);
        fits(text, front.yaml);
        node_fits(text, &front.root);
    }
    for fault in &document.faults {
        if std::str::from_utf8(text.as_bytes()).is_ok() {
            fits(text, fault.span);
        }
        for label in &fault.labels {
            fits(text, label.span);
        }
    }
    fits(text, document.body.span);
    for section in &document.body.sections {
        fits(text, section.heading);
        fits(text, section.content);
    }
}

fn node_fits(text: &str, node: &Node) {
    fits(text, node.span);
    node.items().iter().for_each(|it| node_fits(text, it));
    for entry in node.entries() {
        fits(text, entry.key_span);
        node_fits(text, &entry.value);
    }
}

fn sections(document: &Document) {
    for (index, section) in document.body.sections.iter().enumerate() {
        if index < 5 || section.title == "Timeline" && index < 50 {
            let timeline = timeline(&document.text, &document.body, index);
            for row in &timeline.rows {
                fits(&document.text, row.time_span);
                fits(&document.text, row.event);
                fits(&document.text, row.evidence);
            }
            for fault in &timeline.faults {
                fits(&document.text, fault.span);
            }
        }
    }
}

/// What people and programs get to see holds nothing that a terminal obeys.
fn shown(findings: &[Finding]) {
    let outcome = check::Outcome {
        documents: 1,
        findings: findings.to_vec(),
        ..check::Outcome::default()
    };
    let view = View::new(("worktree", Moment::first()), &outcome, findings);
    let confidential = findings.iter().any(|it| it.is_confidential);
    for &format in CheckFormat::all() {
        let secrets = Secrets::of(&[]);
        let text = format.check(&view, &secrets, &Look::default()).unwrap();
        let obeyed = |it: char| it.is_control() && it != '\n';
        assert!(!text.contains(obeyed), "{text:?}");
        let commands = text.lines().filter(|it| it.trim_start().starts_with("::"));
        let wanted = match format {
            CheckFormat::Github if confidential => 1,
            CheckFormat::Github => findings.len(),
            _ => 0,
        };
        assert_eq!(commands.count(), wanted, "{text}");
    }
}

/// Mends as `check --fix` does: what could be read still can, and in the end nothing is left that
/// could be mended.
fn mend(report: &Document, findings: Vec<Finding>) {
    let mut text = report.text.clone();
    let mut readable = report.is_readable();
    let mut findings = findings;
    for round in 0.. {
        let own = findings.iter().filter(|it| it.path == report.path);
        let fixes = own.filter_map(|it| it.fix.as_ref());
        let edits: Vec<Edit> = fixes.flat_map(|it| it.edits.iter().cloned()).collect();
        let mended = apply(&text, &edits);
        if mended == text {
            return;
        }
        assert!(round < ROUNDS, "this is fixed for ever: {text:?}");
        let again = Document::from_text(&report.path, mended.clone(), Sort::WithFrontMatter);
        assert!(
            again.is_readable() || !readable,
            "{text:?}\nbecame\n{mended:?}"
        );
        spans_fit(&again);
        readable = again.is_readable();
        findings = self::findings(&again);
        text = mended;
    }
}

/// Sets fields; an edit proves by itself that it is what was meant.
fn set(report: &Document) {
    for way in [
        &["owner"][..],
        &["roles", "scribe"],
        &["tags"],
        &["meeting", "held_at"],
    ] {
        for value in ["carol", "2026-03-10T10:00Z", "a: \"b\"\n# c"] {
            if let Ok(edited) = edit::set(&report.text, way, &value.into(), &["title", "owner"]) {
                let again = Document::from_text(&report.path, edited, Sort::WithFrontMatter);
                let said = again.field(&way.join(".")).and_then(Node::as_str);
                assert_eq!(said, Some(value));
            }
        }
    }
}
