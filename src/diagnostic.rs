//! What a rule is, what it finds, and the mending it proposes.

mod fault;
mod fix;
mod sink;

pub use fault::{Fault, Label};
pub use fix::{Edit, Fix, apply};
pub use sink::{Excerpt, Finding, Levels, Sink, SourceFile, Waiver, sort_findings};

use crate::source::{RepoPath, Span};

/// How bad a finding is. Only errors make `check` fail, unless `--fail-on` says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to know.
    Note,
    /// A matter of judgement, or one that can wait.
    Warning,
    /// Must be mended.
    Error,
}

impl Level {
    /// Every level, mildest first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The word that all output formats and the configuration use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule is about. Its code says so, and nothing else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// `PM0xx`: whether a file can be read at all.
    Reading,
    /// `PM1xx`: shape and completeness, from the schema.
    Shape,
    /// `PM2xx`: meaning within one postmortem.
    Meaning,
    /// `PM3xx`: the body of a report.
    Body,
    /// `PM4xx`: action items.
    ActionItems,
    /// `PM5xx`: the words that are chosen.
    Language,
    /// `PM6xx`: the checklist and the messages.
    ChecklistAndMessages,
    /// `PM7xx`: process reviews, and the repository as a whole.
    Repository,
    /// `PM8xx`: changes, which need a base to compare with.
    Changes,
}

impl Family {
    /// The family of a code. A test holds that every rule's code is of one of these forms.
    const fn of(code: &str) -> Self {
        match code.as_bytes() {
            [_, _, b'1', ..] => Self::Shape,
            [_, _, b'2', ..] => Self::Meaning,
            [_, _, b'3', ..] => Self::Body,
            [_, _, b'4', ..] => Self::ActionItems,
            [_, _, b'5', ..] => Self::Language,
            [_, _, b'6', ..] => Self::ChecklistAndMessages,
            [_, _, b'7', ..] => Self::Repository,
            [_, _, b'8', ..] => Self::Changes,
            _ => Self::Reading,
        }
    }
}

/// One check: its code and name, and the page that explains it.
///
/// Rules live in `src/rules/`, a file and a page each; the table there lists them all.
#[derive(Debug)]
pub struct Rule {
    /// `PM` and three digits; the first digit is the family.
    pub code: &'static str,
    /// The name in words, `kebab-case`; the configuration takes either.
    pub name: &'static str,
    /// The level where the configuration says nothing.
    pub level: Level,
    /// One line for lists: what is wrong where it finds something.
    pub summary: &'static str,
    /// The whole page, Markdown.
    pub page: &'static str,
}

/// The rules that are off where the configuration says nothing.
const OPTIONAL: [&str; 1] = ["PM311"];

impl Rule {
    /// Whether it is off where the configuration says nothing.
    pub fn is_optional(&self) -> bool {
        OPTIONAL.contains(&self.code)
    }

    /// What it is about.
    pub fn family(&self) -> Family {
        Family::of(self.code)
    }

    /// Whether a document may waive it: what cannot be read cannot be waived, and a change is
    /// allowed by the message of its commit.
    pub fn can_be_waived(&self) -> bool {
        !matches!(self.family(), Family::Reading | Family::Changes)
    }

    /// Whether `enforce_from` turns its errors into warnings for older incidents (DESIGN 3).
    pub fn softens_with_age(&self) -> bool {
        !matches!(self.family(), Family::Reading | Family::Changes)
    }

    /// Whether `word` names it: its code in any case, or its name.
    pub fn is_called(&self, word: &str) -> bool {
        self.code.eq_ignore_ascii_case(word) || self.name.eq_ignore_ascii_case(word)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

/// What a rule found, as the rule says it: before levels, waivers and places in lines are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// The file it is in.
    pub path: RepoPath,
    /// What is wrong, and where.
    pub fault: Fault,
    /// A level other than the rule's own default; the configuration still has the last word.
    pub level: Option<Level>,
}

impl Diagnostic {
    /// A finding with a place and a message; the rest is added with the methods below.
    pub fn new(
        rule: &'static Rule,
        path: &RepoPath,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self::of(rule, path, Fault::new(span, message))
    }

    /// A fault that somebody else found, as a finding of the rule that it breaks.
    pub fn of<K>(rule: &'static Rule, path: &RepoPath, fault: Fault<K>) -> Self {
        Self {
            rule,
            path: path.clone(),
            fault: fault.plain(),
            level: None,
        }
    }

    /// Says what of the message stays the same, whatever a configuration asks and knows.
    #[must_use]
    pub fn gist(mut self, gist: impl Into<String>) -> Self {
        self.fault = self.fault.gist(gist);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.fault = self.fault.help(help);
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fault = self.fault.label(span, text);
        self
    }

    /// Proposes a mending that guesses nothing.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fault = self.fault.fix(fix);
        self
    }

    /// Names the field it is about, as a JSON pointer (`/action_items/0/due`).
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.fault = self.fault.pointer(pointer);
        self
    }

    /// Gives it a level of its own.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }
}
