//! Where findings end up: levels and waivers applied, places worked out, sorted once.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Diagnostic, Fault, Fix, Level, Rule};
use crate::source::{LineIndex, Position, RepoPath, Span};

/// The most of a source line that a finding keeps, so that a hostile line costs nothing.
const EXCERPT_LIMIT: usize = 400;

/// How many findings of one rule in one file there are at most: all that come behind are counted in the
/// last, so that a file of nothing but faults costs no more than one that has some.
const MOST_OF_A_KIND: usize = 1000;

/// What that last one says. It says no number, so that a change of another line does not make it new.
const MORE: &str = "there is more of the same in this file";

/// The text of a file that findings point into.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// Its path.
    pub path: &'a RepoPath,
    /// Its text.
    pub text: &'a str,
    /// Its lines.
    pub lines: &'a LineIndex,
}

/// The levels that the configuration gives to rules. A rule that is not in it has its own.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    by_code: BTreeMap<&'static str, Option<Level>>,
}

impl Levels {
    /// Sets a rule's level; `None` switches it off.
    pub fn set(&mut self, rule: &'static Rule, level: Option<Level>) {
        self.by_code.insert(rule.code, level);
    }

    /// Gives a rule the level that it has among others, be it none of its own.
    pub fn copy(&mut self, rule: &'static Rule, from: &Self) {
        match from.by_code.get(rule.code) {
            Some(level) => self.by_code.insert(rule.code, *level),
            None => self.by_code.remove(rule.code),
        };
    }

    /// Whether a rule is on.
    pub fn is_on(&self, rule: &Rule) -> bool {
        self.of(rule, None).is_some()
    }

    /// The level of a finding of `rule`, whose own wish is `own`; `None` where it is off.
    pub fn of(&self, rule: &Rule, own: Option<Level>) -> Option<Level> {
        match self.by_code.get(rule.code) {
            Some(level) => *level,
            None if rule.is_optional() => None,
            None => Some(own.unwrap_or(rule.level)),
        }
    }
}

/// A waiver as a report's front matter states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's code or name.
    pub rule: String,
    /// Where it stands in the report.
    pub span: Span,
    /// Whether its `until` has not passed.
    pub is_valid: bool,
}

/// The source line of a finding, kept so that the file itself need not be.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// The line's text, cut where it is very long.
    pub text: String,
    /// The place of the finding in it, bytes.
    pub span: Span,
}

/// A finding as it is shown: its level decided, its place in lines and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Its level, after configuration and age.
    pub level: Level,
    /// The file it is in.
    pub path: RepoPath,
    /// Where it begins.
    pub start: Position,
    /// Where it ends (the place after its last character).
    pub end: Position,
    /// Its first line.
    pub excerpt: Excerpt,
    /// What is wrong.
    pub message: String,
    /// What of that stays the same, whatever a configuration asks and knows; `None` where all of it does.
    pub gist: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Other places in the same file: line, excerpt and why.
    pub labels: Vec<(Position, Excerpt, String)>,
    /// How `--fix` mends it.
    pub fix: Option<Fix>,
    /// The JSON pointer of the field it is about; may be empty.
    pub pointer: String,
    /// The id of the postmortem it belongs to.
    pub postmortem: Option<String>,
    /// Whether that postmortem is confidential.
    pub is_confidential: bool,
    /// Whether the change that is judged introduced it; `None` where no change is judged.
    pub introduced: Option<bool>,
}

impl Finding {
    /// What stays the same when lines move, and when a configuration changes how the same thing is said:
    /// two states of a file are compared by it.
    pub fn fingerprint(&self) -> (&'static str, &str, &str) {
        let said = self.gist.as_ref().unwrap_or(&self.message);
        (self.rule.code, &self.pointer, said)
    }

    fn order(&self) -> (&RepoPath, Position, &'static str, &str, &str) {
        (
            &self.path,
            self.start,
            self.rule.code,
            &self.message,
            &self.pointer,
        )
    }
}

/// Takes the diagnostics of one postmortem (or one other file) and makes findings of them.
#[derive(Debug)]
pub struct Sink<'a> {
    levels: &'a Levels,
    files: Vec<SourceFile<'a>>,
    waivers: &'a [Waiver],
    met: Vec<bool>,
    /// For each rule that found something, whether a waiver holds for it.
    waived: BTreeMap<&'static str, bool>,
    /// How many findings of a rule and level there are in each file.
    counts: BTreeMap<(&'static str, Level, RepoPath), usize>,
    soften: bool,
    postmortem: Option<&'a str>,
    is_confidential: bool,
    findings: Vec<Finding>,
}

impl<'a> Sink<'a> {
    /// A sink for findings in `files`.
    pub fn new(levels: &'a Levels, files: Vec<SourceFile<'a>>) -> Self {
        Self {
            levels,
            files,
            waivers: &[],
            met: Vec::new(),
            waived: BTreeMap::new(),
            counts: BTreeMap::new(),
            soften: false,
            postmortem: None,
            is_confidential: false,
            findings: Vec::new(),
        }
    }

    /// Applies the waivers of a report.
    #[must_use]
    pub fn waivers(mut self, waivers: &'a [Waiver]) -> Self {
        self.waivers = waivers;
        self.met = vec![false; waivers.len()];
        self
    }

    /// Turns errors into warnings: the incident is older than `enforce_from`.
    #[must_use]
    pub fn soften(mut self, soften: bool) -> Self {
        self.soften = soften;
        self
    }

    /// Names the postmortem that the findings belong to.
    #[must_use]
    pub fn postmortem(mut self, id: Option<&'a str>) -> Self {
        self.postmortem = id;
        self
    }

    /// Says whether that postmortem is confidential.
    #[must_use]
    pub fn confidential(mut self, is_confidential: bool) -> Self {
        self.is_confidential = is_confidential;
        self
    }

    /// Takes one diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let rule = diagnostic.rule;
        let Some(mut level) = self.levels.of(rule, diagnostic.level) else {
            return;
        };
        if self.soften && rule.softens_with_age() {
            level = level.min(Level::Warning);
        }
        if self.is_waived(rule) {
            return;
        }
        let mut fault = diagnostic.fault;
        let key = (rule.code, level, diagnostic.path.clone());
        let count = self.counts.entry(key).or_default();
        *count += 1;
        match (*count).cmp(&MOST_OF_A_KIND) {
            Ordering::Less => {}
            Ordering::Equal => fault = more(fault.span),
            Ordering::Greater => return,
        }
        let file = self.files.iter().find(|f| *f.path == diagnostic.path);
        let (start, end, excerpt) = place(file, fault.span);
        let labels = fault
            .labels
            .into_iter()
            .map(|label| {
                let (at, _, excerpt) = place(file, label.span);
                (at, excerpt, label.text)
            })
            .collect();
        self.findings.push(Finding {
            rule,
            level,
            path: diagnostic.path,
            start,
            end,
            excerpt,
            message: fault.message,
            gist: fault.gist,
            help: fault.help,
            labels,
            fix: fault.fix,
            pointer: fault.pointer,
            postmortem: self.postmortem.map(str::to_owned),
            is_confidential: self.is_confidential,
            introduced: None,
        });
    }

    /// Whether a waiver holds for a rule, which has found something.
    fn is_waived(&mut self, rule: &'static Rule) -> bool {
        if self.waivers.is_empty() || !rule.can_be_waived() {
            return false;
        }
        if let Some(known) = self.waived.get(rule.code) {
            return *known;
        }
        let mut is_waived = false;
        for (waiver, met) in self.waivers.iter().zip(&mut self.met) {
            if rule.is_called(&waiver.rule) {
                *met = true;
                is_waived |= waiver.is_valid;
            }
        }
        self.waived.insert(rule.code, is_waived);
        is_waived
    }

    /// Which of the waivers have met a finding so far, in their order.
    pub fn met(&self) -> &[bool] {
        &self.met
    }

    /// The findings, sorted by path, place and code.
    pub fn finish(mut self) -> Vec<Finding> {
        for it in &mut self.findings {
            if it.message == MORE {
                let key = (it.rule.code, it.level, it.path.clone());
                let count = self.counts.get(&key).copied().unwrap_or_default();
                let left = (count + 1).saturating_sub(MOST_OF_A_KIND);
                it.help = Some(format!(
                    "{left} of them are counted and not shown; mend some, and look again"
                ));
            }
        }
        sort_findings(&mut self.findings);
        // They are kept for long, and most files have one or two.
        self.findings.shrink_to_fit();
        self.findings
    }
}

/// What stands for all findings of a rule in a file that are more than are shown.
fn more(at: Span) -> Fault {
    Fault::new(at, MORE)
}

/// Sorts findings by path, place and code: the one order of every output.
pub fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
}

/// The lines and columns of a span, and the line it begins on.
fn place(file: Option<&SourceFile<'_>>, span: Span) -> (Position, Position, Excerpt) {
    let first = Position { line: 1, column: 1 };
    let Some(file) = file else {
        return (first, first, Excerpt::default());
    };
    let start = file.lines.position(file.text, span.start);
    let end = file.lines.position(file.text, span.end);
    let line = file
        .lines
        .line_span(file.text, start.line)
        .unwrap_or_default();
    (start, end, excerpt(line.of(file.text), line, span))
}

/// The part of `line` (which lies at `at`) that shows `span`, at most `EXCERPT_LIMIT` bytes of it.
fn excerpt(line: &str, at: Span, span: Span) -> Excerpt {
    let boundary = |mut offset: usize| {
        while offset > 0 && !line.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let start = span.start.saturating_sub(at.start).min(line.len());
    let end = span.end.saturating_sub(at.start).clamp(start, line.len());
    let from = if line.len() <= EXCERPT_LIMIT {
        0
    } else {
        boundary(start.saturating_sub(EXCERPT_LIMIT / 4))
    };
    let to = boundary((from + EXCERPT_LIMIT).min(line.len()));
    Excerpt {
        text: line.get(from..to).unwrap_or("").to_owned(),
        span: Span::new(start.min(to) - from, end.min(to) - from),
    }
}
