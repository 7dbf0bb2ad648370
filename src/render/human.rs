//! Findings for people: place, source line, what is wrong, what to do.

use annotate_snippets::AnnotationKind;
use annotate_snippets::Level as Title;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use super::Summary;
use super::sanitize;
use crate::diagnostic::Excerpt;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;

/// How many findings of one rule in one file are shown before the rest is folded.
const FOLD_AFTER: usize = 3;

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// With colour.
    pub color: bool,
    /// Every finding, none folded.
    pub all: bool,
}

/// The findings, one after the other.
pub fn findings(findings: &[&Finding], style: Style) -> String {
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    let mut rest = findings;
    while let Some(first) = rest.first() {
        let alike = |it: &&Finding| it.rule == first.rule && it.path == first.path;
        let before = findings.len() - rest.len();
        let shown = findings
            .iter()
            .take(before)
            .copied()
            .filter(|it| alike(it))
            .count();
        if style.all || shown < FOLD_AFTER {
            text.push_str(&one(first, &renderer));
            text.push('\n');
        } else if shown == FOLD_AFTER {
            let more = rest.iter().copied().filter(|it| alike(it)).count();
            text.push_str(&format!(
                "{}: and {more} more of {} {}; --all shows them\n\n",
                sanitize(first.path.as_str()),
                first.rule.code,
                first.rule.name,
            ));
        }
        rest = rest.get(1..).unwrap_or(&[]);
    }
    text
}

/// One finding.
fn one(finding: &Finding, renderer: &Renderer) -> String {
    let title = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let path = sanitize(finding.path.as_str());
    let message = sanitize(&finding.message);
    let name = format!("{} {}", finding.rule.code, finding.rule.name);
    let (line, span) = shown(&finding.excerpt);
    let labels: Vec<_> = finding
        .labels
        .iter()
        .map(|(at, excerpt, text)| (at.line, shown(excerpt), sanitize(text)))
        .collect();
    let help = finding.help.as_deref().map(sanitize);

    let snippet = Snippet::source(line.as_str())
        .line_start(finding.start.line)
        .path(path.as_str())
        .annotation(AnnotationKind::Primary.span(span));
    let mut group = title
        .primary_title(message.as_str())
        .id(name.as_str())
        .element(snippet);
    for (line, (text, span), label) in &labels {
        group = group.element(
            Snippet::source(text.as_str())
                .line_start(*line)
                .path(path.as_str())
                .annotation(
                    AnnotationKind::Context
                        .span(span.clone())
                        .label(label.as_str()),
                ),
        );
    }
    if let Some(help) = &help {
        group = group.element(Title::HELP.message(help.as_str()));
    }
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// An excerpt that is fit for a terminal, and the place in it.
fn shown(excerpt: &Excerpt) -> (String, std::ops::Range<usize>) {
    let part = |to: usize| sanitize(excerpt.text.get(..to).unwrap_or("")).len();
    let start = part(excerpt.span.start);
    let end = part(excerpt.span.end).max(start);
    (sanitize(&excerpt.text), start..end)
}

/// The line at the end.
pub fn summary(summary: Summary) -> String {
    let documents = counted(summary.documents, "document");
    let found: Vec<String> = [
        (summary.errors, "error"),
        (summary.warnings, "warning"),
        (summary.notes, "note"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| counted(count, word))
    .collect();
    if found.is_empty() {
        format!("{documents} checked, nothing found\n")
    } else {
        format!("{} in {documents}\n", found.join(", "))
    }
}

fn counted(count: usize, word: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {word}{ending}")
}
