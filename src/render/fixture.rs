//! The findings that every format is tested on: ordinary ones, hostile ones, many of one rule.

use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Finding, Fix, Level, Levels, Rule, Sink, SourceFile};
use crate::report::check::View;
use crate::source::{LineIndex, RepoPath, Span};

pub(super) static MISSING: Rule = Rule {
    code: "PM101",
    name: "missing-field",
    level: Level::Error,
    summary: "a field that the status asks for is missing",
    page: "",
};

pub(super) static WORDS: Rule = Rule {
    code: "PM501",
    name: "human-error",
    level: Level::Warning,
    summary: "a person is given as the cause",
    page: "",
};

/// A report with a field missing, a key twice, tabs, wide characters and escape codes.
pub(super) const REPORT: &str = "---\n\
    title: Checkout latency\n\
    status: in-review\n\
    severity: sev1\n\
    owner: carol\n\
    tags: [a]\n\
    owner: dave\n\
    ---\n\
    \t障害 caused by human error, \u{1b}[31mred\u{202e}\n\
    human error 1\n\
    human error 2\n\
    human error 3\n\
    human error 4\n";

/// The path of the report.
pub(super) fn path() -> RepoPath {
    RepoPath::new("postmortems/2026/2026-11-20-checkout-latency/postmortem.md").unwrap()
}

/// The findings of `diagnostics` in `text`.
pub(super) fn sink(text: &str, path: &RepoPath, diagnostics: Vec<Diagnostic>) -> Vec<Finding> {
    let lines = LineIndex::new(text);
    let levels = Levels::default();
    let file = SourceFile {
        path,
        text,
        lines: &lines,
    };
    let mut sink = Sink::new(&levels, vec![file]).postmortem(Some("2026-11-20-checkout-latency"));
    for diagnostic in diagnostics {
        sink.push(diagnostic);
    }
    sink.finish()
}

/// All findings of the fixture.
pub(super) fn findings() -> Vec<Finding> {
    let path = path();
    let place = |needle: &str| {
        let at = REPORT.find(needle).unwrap();
        Span::new(at, at + needle.len())
    };
    let mut diagnostics = vec![
        Diagnostic::new(
            &MISSING,
            &path,
            place("in-review"),
            "`resolved_at` is missing: required from in-review",
        )
        .help("add `resolved_at: 2026-11-20T15:04Z`, or set the status back to draft")
        .pointer("/resolved_at"),
        Diagnostic::new(
            &MISSING,
            &path,
            place("sev1"),
            "`severity` is `sev1`, which is not configured",
        )
        .help("did you mean SEV-1?")
        .fix(Fix::replace("write SEV-1", place("sev1"), "SEV-1"))
        .pointer("/severity"),
        Diagnostic::new(
            &MISSING,
            &path,
            Span::new(place("owner: dave").start, place("owner: dave").start + 5),
            "`owner` is there twice",
        )
        .label(place("owner"), "first here"),
    ];
    for (at, found) in REPORT.match_indices("human error") {
        diagnostics.push(
            Diagnostic::new(
                &WORDS,
                &path,
                Span::new(at, at + found.len()),
                "\"human error\" ends the analysis \u{1b}[2Jtoo early",
            )
            .help("say what made the mistake\u{7} likely"),
        );
    }
    sink(REPORT, &path, diagnostics)
}

/// Twelve documents in which `findings` were found, all of them shown.
pub(super) fn checked<'a>(snapshot: &'a str, findings: &'a [Finding]) -> View<'a> {
    let outcome = Outcome {
        documents: 12,
        findings: findings.to_vec(),
        ..Outcome::default()
    };
    View::new((snapshot, crate::time::Moment::first()), &outcome, findings)
}
