//! What rules may know of the configuration, as plain data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono::Weekday;

use super::CustomDeadline;
use super::Roster;
use super::headings;
use super::steps;
use super::steps::Step;
use crate::calendar::Calendar;
use crate::calendar::Zone;
use crate::model::DeadlineKind;
use crate::model::Role;
use crate::model::Severity;
use crate::model::Status;
use crate::refusal::Refusal;
use crate::time::Term;

/// A section of the report's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionRule {
    /// Its name, which is its title unless the team writes another.
    pub title: String,
    /// The title that the team writes in its place; one of the aliases too.
    pub written: Option<String>,
    /// Other titles that mean the same.
    pub aliases: Vec<String>,
    /// From which status on it must be there; `None`: never.
    pub from: Option<Status>,
    /// Whether only major incidents need it.
    pub major_only: bool,
    /// What is asked of older incidents.
    pub earlier: Option<Earlier>,
}

/// What is asked of incidents that are older than an entry of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The first day on which the entry counts.
    pub since: NaiveDate,
    /// From which status on the section must be there; `None`: never.
    pub from: Option<Status>,
    /// Whether only major incidents need it.
    pub major_only: bool,
}

impl SectionRule {
    /// The title that a new section gets.
    pub fn heading(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.title)
    }

    /// From which status on an incident needs it, and whether only a major one does. `is_older` says
    /// whether the incident is from before a day.
    pub fn asked(&self, is_older: impl Fn(NaiveDate) -> bool) -> (Option<Status>, bool) {
        match self.earlier.filter(|it| is_older(it.since)) {
            Some(earlier) => (earlier.from, earlier.major_only),
            None => (self.from, self.major_only),
        }
    }

    /// All that it may be called.
    fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.aliases.iter().chain(&self.written);
        names.chain([&self.title]).map(String::as_str)
    }
}

/// What rules may know of the configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The team's time zone.
    pub zone: Zone,
    /// Its working days.
    pub calendar: Calendar,
    /// The days that are no working days, every week.
    pub weekend: Vec<Weekday>,
    /// Incidents before this day are judged mildly.
    pub enforce_from: Option<NaiveDate>,
    /// The severities, worst first.
    pub severities: Vec<Severity>,
    /// Those of them that are major.
    pub major: Vec<Severity>,
    /// The priorities of action items, most urgent first.
    pub priorities: Vec<String>,
    /// By kind of deadline, by severity, as it is configured; `None` for `none`. [`Policy::term`]
    /// lays it over the defaults.
    pub deadlines: BTreeMap<DeadlineKind, BTreeMap<Severity, Option<Term>>>,
    /// By kind of deadline, the first day on which what is configured counts: older incidents have the
    /// defaults.
    pub deadlines_since: BTreeMap<DeadlineKind, NaiveDate>,
    /// The deadlines that the team adds.
    pub custom: Vec<CustomDeadline>,
    /// How long the chair of a process review has for its notes, from its beginning.
    pub review_notes: Option<Term>,
    /// How often the response process is reviewed at least; `None`: as it comes.
    pub review_every: Option<Term>,
    /// The sections of the body, in their order.
    pub sections: Vec<SectionRule>,
    /// The steps of the checklist: the published ones that are not dropped, and those that are
    /// added, role by role.
    pub steps: Vec<Step>,
    /// Published steps that the checklist does without, by id.
    pub dropped_steps: Vec<String>,
    /// Who is who.
    pub roster: Roster,
}

/// Title, aliases, and whether only major incidents need it.
const SECTIONS: [(&str, &[&str], bool); 8] = [
    ("Overview", &["Summary"], false),
    ("What Happened", &["What happened?"], false),
    (
        "Contributing Factors",
        &["Root Cause", "Root Causes", "Causes", "Contributing Factor"],
        false,
    ),
    ("Resolution", &["Resolution and Recovery"], true),
    ("Impact", &["Customer Impact"], true),
    ("Timeline", &["Timeline of Events"], false),
    ("What Went Well", &["What Went Well?"], true),
    (
        "What Didn't Go So Well",
        &[
            "What Did Not Go So Well",
            "What Didn't Go Well",
            "What Went Wrong",
        ],
        true,
    ),
];

impl Default for Policy {
    fn default() -> Self {
        let texts = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let scale = |all: &[&str]| all.iter().map(|it| Severity::new(*it)).collect::<Vec<_>>();
        Self {
            zone: Zone::utc(),
            calendar: Calendar::default(),
            weekend: vec![Weekday::Sat, Weekday::Sun],
            enforce_from: None,
            severities: scale(&["SEV-1", "SEV-2", "SEV-3", "SEV-4", "SEV-5"]),
            major: scale(&["SEV-1", "SEV-2"]),
            priorities: texts(&["P0", "P1", "P2", "P3"]),
            deadlines: BTreeMap::new(),
            deadlines_since: BTreeMap::new(),
            custom: Vec::new(),
            review_notes: Some(Term::BusinessDays(1)),
            review_every: None,
            sections: SECTIONS
                .iter()
                .map(|(title, aliases, major_only)| SectionRule {
                    title: (*title).to_owned(),
                    written: None,
                    aliases: texts(aliases),
                    from: Some(Status::InReview),
                    major_only: *major_only,
                    earlier: None,
                })
                .collect(),
            steps: steps::standard().to_vec(),
            dropped_steps: Vec::new(),
            roster: Roster::default(),
        }
    }
}

impl Policy {
    /// The severity that a word stands for; `None` where the team's scale has none of that name.
    pub fn severity(&self, word: &str) -> Option<&Severity> {
        self.severities.iter().find(|it| it.as_str() == word)
    }

    /// The severity as it is configured, however it was typed (`sev1`).
    pub fn severity_typed(&self, word: &str) -> Result<Severity, Refusal> {
        let plain = |it: &str| -> String {
            it.chars()
                .filter(|it| it.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect()
        };
        let mut all = self.severities.iter();
        let found = all.find(|it| plain(it.as_str()) == plain(word));
        found.cloned().ok_or_else(|| {
            Refusal::usage(format!("`{word}` is not a severity"))
                .hint(format!("one of {}", Severity::list(&self.severities)))
        })
    }

    /// Whether a severity is a major one.
    pub fn is_major(&self, severity: &Severity) -> bool {
        self.major.contains(severity)
    }

    /// All that the configured section of a name may be called: so, by its own title or an alias.
    pub fn names_of<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        let sections = self.sections.iter();
        let named = sections.filter(|it| it.title == name || it.written.as_deref() == Some(name));
        let names = named.flat_map(|it| it.aliases.iter().chain([&it.title]));
        std::iter::once(name)
            .chain(names.map(String::as_str))
            .collect()
    }

    /// Whether a heading's title means the configured section of a name, as `is_titled` compares.
    pub fn is_section(&self, name: &str, title: &str) -> bool {
        is_titled(&self.names_of(name), title)
    }

    /// The section that a heading means which is called more than a section: "Timeline (UTC)", "3.
    /// Detailed timeline", "Impact on customers". `None` where it is called exactly like one, like
    /// none, or like several ("Impact and timeline").
    pub fn section_in(&self, title: &str) -> Option<&SectionRule> {
        // Most headings of most reports are called exactly like one: that is quick to see.
        let mut titles = self.sections.iter().map(|it| it.title.as_str());
        let mut names = self.sections.iter().flat_map(SectionRule::names);
        if titles.any(|it| it == title) || names.any(|it| it == title) {
            return None;
        }
        let words: Vec<&str> = headings::words(title).collect();
        let mut named = self
            .sections
            .iter()
            .filter(|rule| rule.names().any(|name| headings::names(&words, name)));
        let meant = named.next().filter(|_| named.next().is_none())?;
        let is_called = meant.names().any(|name| headings::is_called(&words, name));
        (is_called && !self.is_section(&meant.title, title)).then_some(meant)
    }

    /// Gives the calendar its holidays; says why where there are too many.
    pub(super) fn set_holidays(&mut self, days: Vec<NaiveDate>) -> Result<(), String> {
        self.calendar =
            Calendar::new(&self.weekend, days, self.zone).map_err(|it| it.to_string())?;
        Ok(())
    }

    /// The step of an id, if the configuration does not drop it.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The step of an id, be it dropped: postmortems from before may have it.
    pub fn step_or_dropped(&self, id: &str) -> Option<&Step> {
        let published = || steps::standard().iter().find(|step| step.id == id);
        self.step(id).or_else(published)
    }

    /// Whether an id is that of a step: a listed one, be it dropped, or one that somebody asked for.
    pub fn is_step(&self, id: &str) -> bool {
        self.step_or_dropped(id).is_some() || steps::is_asked(id)
    }

    /// Whether a step stands once for each subject matter expert.
    pub fn is_for_each_expert(&self, id: &str) -> bool {
        self.step_or_dropped(id)
            .is_some_and(Step::is_for_each_expert)
    }

    /// The status that waits for a step; `None` where none does, or the configuration drops the step.
    pub fn gate(&self, id: &str) -> Option<Status> {
        self.step(id)?.gates
    }

    /// Whether the configuration does without a published step.
    pub fn drops(&self, id: &str) -> bool {
        self.dropped_steps.iter().any(|dropped| dropped == id)
    }

    /// The steps of a role, in their order.
    pub fn steps_of(&self, role: Role) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.role == role)
    }
}

/// Whether a title is one of these names, whatever the case, straight or curly apostrophe.
pub fn is_titled(names: &[&str], title: &str) -> bool {
    names.iter().any(|name| is_same_title(name, title))
}

/// Whether two titles are the same but for case and the form of the apostrophe. Asked so often that
/// it must not allocate.
fn is_same_title(one: &str, other: &str) -> bool {
    fn plain(title: &str) -> impl Iterator<Item = char> {
        title.chars().flat_map(|it| {
            let it = if it == '\u{2019}' { '\'' } else { it };
            it.to_lowercase()
        })
    }
    // Most are told apart by their first letter.
    if let (Some(one), Some(other)) = (one.bytes().next(), other.bytes().next())
        && one.is_ascii_alphabetic()
        && other.is_ascii_alphabetic()
        && !one.eq_ignore_ascii_case(&other)
    {
        return false;
    }
    let (one, other) = (one.trim_ascii(), other.trim_ascii());
    if one.eq_ignore_ascii_case(other) {
        return true;
    }
    let is_plain = one.is_ascii() && other.is_ascii();
    !is_plain && plain(one.trim()).eq(plain(other.trim()))
}
