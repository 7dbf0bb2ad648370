//! The phrases of the language rules and placeholders, looked for in one pass over a postmortem.
//!
//! Each `PM5xx` rule lists its phrases in its line of the table; this module finds all of them at
//! once, in the sections that tell what happened and in the message to customers, and hands each
//! hit over with the words of its sentence. The rule then says whether it means anything there.
//! Placeholders are found on the way, wherever they stand in the report.

mod decoded;
mod grammar;
mod sentence;
mod slip;
mod words;

use std::sync::LazyLock;

pub(super) use grammar::Who;
pub(super) use grammar::ends_with;
pub(super) use grammar::ends_with_negation;
pub(super) use grammar::gives_reason;
pub(super) use grammar::has;
pub(super) use grammar::is_adverb;
pub(super) use grammar::is_denied;
pub(super) use grammar::is_machine;
pub(super) use grammar::is_missed_condition;
pub(super) use grammar::is_missed_condition_behind;
pub(super) use grammar::is_participle;
pub(super) use grammar::is_person;
pub(super) use grammar::who;
pub(super) use grammar::who_is;
pub(super) use slip::is_done_by_machine;
pub(super) use slip::is_guarded;
pub(super) use slip::is_slip;
pub(super) use slip::is_slip_before;
pub(super) use words::ANYBODY;
pub(super) use words::HAPPENED;
pub(super) use words::JUDGED;
pub(super) use words::MEANT;
pub(super) use words::OWED;
pub(super) use words::OWED_OR_MEANT;
pub(super) use words::PREPOSITIONS;
pub(super) use words::PREVENTING;

use super::Check;
use super::TABLE;
use crate::config::Policy;
use crate::config::is_titled;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter::Node;
use crate::front_matter::Style;
use crate::markdown;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::markdown::Body;
use crate::markdown::Section;
use crate::markdown::phrases;
use crate::markdown::phrases::Scanner;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Postmortem;
use crate::postmortem::leftovers::PLACEHOLDERS;
use crate::source::RepoPath;
use crate::source::Span;

/// The sections that tell what happened and why. What went well, what did not, and luck are
/// weighed with hindsight on purpose.
const SECTIONS: [&str; 4] = [
    "Overview",
    "What Happened",
    "Contributing Factors",
    "Timeline",
];

/// How many bytes before and after a hit are looked at: more than most sentences have.
const REACH: usize = 240;

/// How many hits of a file are looked at. No report that a person wrote comes near; a hostile one
/// would cost the memory of a sentence for each.
const MOST_HITS: usize = 2_000;

/// A phrase that stands in a text, and the sentence around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The rule whose phrase it is.
    pub(super) rule: &'static Rule,
    /// The phrase, as the rule lists it.
    pub(super) phrase: &'static str,
    /// The file.
    pub(super) path: RepoPath,
    /// Where it stands.
    pub(super) span: Span,
    /// The text as it stands there, on one line.
    pub(super) text: String,
    /// The words of its sentence before it, in lower case.
    pub(super) before: Vec<String>,
    /// The words of its sentence after it, in lower case.
    pub(super) after: Vec<String>,
    /// The section it stands in; `None` in front matter and in messages.
    pub(super) section: Option<&'static str>,
    /// The field it stands in, as a JSON pointer; empty in a body.
    pub(super) pointer: String,
}

impl Hit {
    /// A finding of its rule, at its place.
    pub(super) fn finding(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.rule, &self.path, self.span, message).pointer(self.pointer.clone())
    }

    /// The first word after it that is no adverb.
    pub(super) fn next(&self) -> &str {
        self.after
            .iter()
            .map(String::as_str)
            .find(|word| !is_adverb(word))
            .unwrap_or("")
    }
}

/// What a language rule's phrases are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prose {
    /// The report: the sections that tell what happened, and its contributing factors.
    Report,
    /// The message to customers.
    External,
}

static REPORTS: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(Prose::Report));
static MESSAGES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(Prose::External));

/// What was found in one postmortem.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What the phrases of the language rules hit, in the report and in the message to customers.
    pub(super) hits: Vec<Hit>,
    /// The placeholders in the report's body.
    pub(super) placeholders: Vec<Span>,
}

/// The placeholders among the scanner's lists.
const LEFTOVERS: usize = 1;

/// Phrases, each with its rule, and what finds them and placeholders.
struct Phrases {
    scanner: Scanner,
    phrases: Vec<(&'static Rule, &'static str)>,
}

impl Phrases {
    /// Those that the rules of the table look for in one kind of prose.
    fn of(wanted: Prose) -> Self {
        let mut all = Vec::new();
        for entry in TABLE {
            if let Check::Language { phrases, prose, .. } = entry.check
                && prose == wanted
            {
                let phrases = phrases.iter().flat_map(|list| list.iter());
                all.extend(phrases.map(|phrase| (entry.rule, *phrase)));
            }
        }
        let words: Vec<&str> = all.iter().map(|(_, phrase)| *phrase).collect();
        Self {
            scanner: Scanner::new(&[&words, &PLACEHOLDERS]),
            phrases: all,
        }
    }

    /// The hits in the blocks of a body for which `place` knows a place, and the placeholders in
    /// all of them.
    fn find(&self, (path, text): (&RepoPath, &str), body: &Body, place: &Place<'_>) -> Found {
        let mut found = Found::default();
        for hit in self.scanner.scan(text, body) {
            if hit.list == LEFTOVERS {
                found.placeholders.push(hit.span);
            } else if found.hits.len() < MOST_HITS
                && let Some(block) = body.blocks.get(hit.block).filter(|it| place.has(it))
            {
                found
                    .hits
                    .extend(self.hit((path, text), (body, block), place, hit));
            }
        }
        found
    }

    fn hit(
        &self,
        (path, text): (&RepoPath, &str),
        (body, block): (&Body, &Block),
        place: &Place<'_>,
        found: phrases::Hit,
    ) -> Option<Hit> {
        let (rule, phrase) = *self.phrases.get(found.phrase)?;
        let (before, after) = sentence::sentence(text, (body, block), found.span, REACH);
        Some(Hit {
            rule,
            phrase,
            path: path.clone(),
            span: found.span,
            text: markdown::one_line(found.span.of(text)),
            before,
            after,
            section: place.name(block),
            pointer: place.pointer().to_owned(),
        })
    }
}

/// Where in a document is looked.
enum Place<'a> {
    /// In sections: the name of each that is eligible, by its index in the body.
    Sections(Vec<Option<&'static str>>),
    /// In the whole body.
    Everywhere,
    /// In a field, by its pointer.
    Field(&'a str),
}

impl Place<'_> {
    fn has(&self, block: &Block) -> bool {
        match self {
            Self::Sections(_) => block.kind != BlockKind::Heading && self.name(block).is_some(),
            Self::Everywhere | Self::Field(_) => true,
        }
    }

    fn name(&self, block: &Block) -> Option<&'static str> {
        match self {
            Self::Sections(names) => *names.get(block.section?)?,
            Self::Everywhere | Self::Field(_) => None,
        }
    }

    fn pointer(&self) -> &str {
        match self {
            Self::Field(pointer) => pointer,
            Self::Sections(_) | Self::Everywhere => "",
        }
    }
}

/// Finds every phrase of every language rule in a postmortem: in the sections of the report that
/// tell what happened, in its `contributing_factors`, and in the message to customers; and every
/// placeholder in the report's body.
pub(super) fn scan(postmortem: &Postmortem<'_>) -> Found {
    let (policy, report) = (postmortem.policy, postmortem.report());
    let names = SECTIONS.map(|name| (name, policy.names_of(name)));
    let called = |title: &str| {
        let mut names = names.iter();
        names.find(|(_, names)| is_titled(names, title))
    };
    let names = report
        .body
        .sections
        .iter()
        .map(|section| {
            if section.level != 2 {
                return None;
            }
            let name = called(&section.title).map(|(name, _)| *name);
            name.or_else(|| longer(policy, section))
        })
        .collect();
    let mut found = REPORTS.find(of(report), &report.body, &Place::Sections(names));
    let field = FieldName::ContributingFactors;
    let factors = postmortem.field(field).items();
    for (index, factor) in factors.iter().enumerate() {
        if let Some(value) = factor.as_str() {
            let pointer = format!("{}/{index}", field.pointer());
            let hits = in_field(report, factor, value, &Place::Field(&pointer));
            found.hits.extend(hits);
        }
    }
    if let Some(message) = postmortem.message(MessageName::External) {
        let message = message.document;
        let message = MESSAGES.find(of(message), &message.body, &Place::Everywhere);
        found.hits.extend(message.hits);
    }
    found
}

/// The section that a heading with more words than its name means, if it is one of those.
fn longer(policy: &Policy, section: &Section) -> Option<&'static str> {
    let meant = policy.section_in(&section.title)?;
    SECTIONS.into_iter().find(|name| meant.title == *name)
}

/// What a document is called, and its text.
fn of(document: &Document) -> (&RepoPath, &str) {
    (&document.path, &document.text)
}

/// The hits in a scalar: in what it says, each at its place in the file.
fn in_field(report: &Document, node: &Node, value: &str, place: &Place<'_>) -> Vec<Hit> {
    let written = inside(node);
    if written.of(&report.text) == value {
        let body = markdown::read(&report.text, written);
        return REPORTS.find(of(report), &body, place).hits;
    }
    let body = markdown::read(value, Span::new(0, value.len()));
    let mut hits = REPORTS.find((&report.path, value), &body, place).hits;
    if !hits.is_empty() {
        let places = decoded::Places::of(written.of(&report.text), value, node.style);
        for hit in &mut hits {
            let place = places.as_ref().and_then(|it| it.span(hit.span));
            hit.span = place.map_or(node.span, |it| it.shift(written.start));
        }
    }
    hits
}

/// The text of a scalar without the marks around it.
fn inside(node: &Node) -> Span {
    match node.style {
        Style::SingleQuoted | Style::DoubleQuoted if node.span.len() >= 2 => {
            Span::new(node.span.start + 1, node.span.end - 1)
        }
        _ => node.span,
    }
}

#[cfg(test)]
mod tests;
