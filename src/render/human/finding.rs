//! One finding as text: title, place, source line with the place marked, help.

use std::collections::BTreeMap;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Shown, Renderer, Snippet};

use super::super::sanitize::sanitize_line;
use super::super::wrap::wrap;
use super::super::{Look, sanitize};
use crate::diagnostic::Excerpt;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;

/// How many lines apart two marked lines may be and still share one excerpt. The lines between
/// them are not known here; they are stood in for by empty ones, which are then folded away.
const FARTHEST: usize = 2000;

/// The narrowest column of words that is worth breaking lines for.
const LEAST_COLUMN: usize = 30;

/// What a line between two marked ones shows where it is too little to be folded.
const LEFT_OUT: &str = "…";

/// Writes one finding, without a line feed at its end.
pub(super) fn render(finding: &Finding, look: &Look) -> String {
    let level = match finding.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Note => Shown::NOTE,
    };
    let id = format!("{} {}", finding.rule.code, finding.rule.name);
    let before_title = finding.level.as_str().len() + id.len() + 4;
    let title = fit(&finding.message, before_title, look);
    let title_lines = title.lines().count().max(1);

    let source = Source::of(finding);
    let gutter = source.last_line().to_string().len();
    let mut group = Group::with_title(level.primary_title(title).id(id));
    if let Some(snippet) = source.snippet() {
        group = group.element(snippet);
    }
    for note in &source.notes {
        group = group.element(Shown::NOTE.message(fit(note, gutter + 9, look)));
    }
    if let Some(help) = &finding.help {
        group = group.element(Shown::HELP.message(fit(help, gutter + 9, look)));
    }
    let renderer = if look.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let text = renderer.term_width(look.width()).render(&[group]);
    with_place(&text, title_lines, &place(finding, gutter, look))
}

/// The line that says where: its column counts in the file, which the excerpt alone cannot know.
fn place(finding: &Finding, gutter: usize, look: &Look) -> String {
    let arrow = if look.colour {
        let style = annotate_snippets::renderer::DEFAULT_LINE_NUM_STYLE;
        format!("{style}-->{style:#}")
    } else {
        "-->".to_owned()
    };
    format!(
        "{:gutter$}{arrow} {}:{}:{}",
        "",
        look.path(&finding.path),
        finding.start.line,
        finding.start.column
    )
}

/// Puts the line that says where below the title.
fn with_place(text: &str, title_lines: usize, place: &str) -> String {
    let mut placed = String::with_capacity(text.len() + place.len() + 1);
    for (at, line) in text.lines().enumerate() {
        if at == title_lines {
            placed.push_str(place);
            placed.push('\n');
        }
        placed.push_str(line.trim_end());
        placed.push('\n');
    }
    if text.lines().count() <= title_lines {
        placed.push_str(place);
    }
    placed.truncate(placed.trim_end().len());
    placed
}

/// Sanitised text, broken to fit a terminal beside what stands before it.
fn fit(text: &str, before: usize, look: &Look) -> String {
    let text = sanitize(text);
    match look.terminal {
        Some(_) => wrap(&text, look.width().saturating_sub(before).max(LEAST_COLUMN)),
        None => text.into_owned(),
    }
}

/// The marked lines of a finding: the one it is on, and those of its labels that are near.
struct Source {
    lines: BTreeMap<usize, Line>,
    notes: Vec<String>,
}

/// A line of the file and the places marked in it.
struct Line {
    /// As the finding has it, to tell two cuts of one very long line apart.
    raw: String,
    shown: String,
    marks: Vec<(AnnotationKind, std::ops::Range<usize>, Option<String>)>,
}

impl Line {
    fn new(excerpt: &Excerpt) -> Self {
        Self {
            raw: excerpt.text.clone(),
            shown: sanitize_line(&excerpt.text, excerpt.span).0,
            marks: Vec::new(),
        }
    }

    fn mark(&mut self, excerpt: &Excerpt, kind: AnnotationKind, label: Option<String>) {
        let (_, span) = sanitize_line(&excerpt.text, excerpt.span);
        self.marks.push((kind, span.start..span.end, label));
    }
}

impl Source {
    fn of(finding: &Finding) -> Self {
        let mut first = Line::new(&finding.excerpt);
        first.mark(&finding.excerpt, AnnotationKind::Primary, None);
        let mut source = Self {
            lines: BTreeMap::new(),
            notes: Vec::new(),
        };
        if !finding.excerpt.text.trim().is_empty() {
            source.lines.insert(finding.start.line, first);
        }
        for (at, excerpt, text) in &finding.labels {
            let text = sanitize(text).into_owned();
            let near = !source.lines.is_empty()
                && at.line.abs_diff(finding.start.line) <= FARTHEST
                && !excerpt.text.trim().is_empty();
            let line = near.then(|| {
                source
                    .lines
                    .entry(at.line)
                    .or_insert_with(|| Line::new(excerpt))
            });
            match line {
                Some(line) if line.raw == excerpt.text => {
                    line.mark(excerpt, AnnotationKind::Context, Some(text));
                }
                _ => source.notes.push(format!("line {}: {text}", at.line)),
            }
        }
        source
    }

    fn last_line(&self) -> usize {
        self.lines.keys().next_back().copied().unwrap_or(1)
    }

    /// One snippet of all marked lines, empty ones between them.
    fn snippet(&self) -> Option<Snippet<'static, Annotation<'static>>> {
        let (&line_start, _) = self.lines.first_key_value()?;
        let mut text = String::new();
        let mut annotations = Vec::new();
        let mut previous = line_start;
        for (&number, line) in &self.lines {
            match number - previous {
                2 => text.extend(["\n", LEFT_OUT, "\n"]),
                gap => text.push_str(&"\n".repeat(gap)),
            }
            for (kind, span, label) in &line.marks {
                let span = span.start + text.len()..span.end + text.len();
                annotations.push(kind.span(span).label(label.clone()));
            }
            text.push_str(&line.shown);
            previous = number;
        }
        Some(
            Snippet::source(text)
                .line_start(line_start)
                .annotations(annotations),
        )
    }
}
