//! How long there is by default for each kind of deadline (DESIGN 4).

use chrono::NaiveDate;

use super::Policy;
use crate::model::DeadlineKind;
use crate::model::Severity;
use crate::time::Term;
use crate::time::Term::BusinessDays;
use crate::time::Term::Days;
use crate::time::Term::Hours;

/// The terms of a kind for the first severities in the list, worst first. Further severities owe
/// nothing, and nobody owes a kind that depends on no severity by them.
fn defaults(kind: DeadlineKind) -> &'static [Term] {
    match kind {
        DeadlineKind::OwnerNamed | DeadlineKind::MeetingScheduled => &[Days(1), BusinessDays(1)],
        DeadlineKind::InternalNotice => &[Hours(4), Hours(24)],
        DeadlineKind::InReview => &[Hours(24), Hours(24)],
        DeadlineKind::Reviewed => &[Days(3), BusinessDays(5), BusinessDays(10)],
        DeadlineKind::ResultsMail => &[BusinessDays(1), BusinessDays(1)],
        DeadlineKind::ExternalMessage => &[BusinessDays(2), BusinessDays(5)],
        DeadlineKind::ChecklistStep => &[Days(0), Days(0)],
        DeadlineKind::ActionItem => &[Days(15), Days(30), Days(60)],
        DeadlineKind::ProcessReview => &[Days(30), Days(30)],
        DeadlineKind::ProcessReviewNotes
        | DeadlineKind::NextProcessReview
        | DeadlineKind::Custom => &[],
    }
}

/// The kinds of deadline that may be configured by their words. How often process reviews are is
/// said in `process_review`; a team's own have names of their own.
pub(super) fn kinds() -> impl Iterator<Item = DeadlineKind> {
    DeadlineKind::ALL
        .into_iter()
        .filter(|it| !matches!(it, DeadlineKind::NextProcessReview | DeadlineKind::Custom))
}

/// The term by default of a kind for the severity at a place in the list, which counts from 0.
pub(super) fn default_term(kind: DeadlineKind, place: usize) -> Option<Term> {
    defaults(kind).get(place).copied()
}

impl Policy {
    /// How many of the priorities have a deadline.
    pub const URGENT: usize = 2;

    /// How long there is for a kind of deadline at a severity; `None` where nothing is owed. For
    /// `checklist-step` it says only whether steps are owed: each is due with a status. Which
    /// severity an incident owes by is [`Policy::owes_as`]'s to say.
    pub fn term(&self, kind: DeadlineKind, severity: &Severity) -> Option<Term> {
        if let Some(term) = self.deadlines.get(&kind).and_then(|it| it.get(severity)) {
            return *term;
        }
        let place = self.severities.iter().position(|it| it == severity)?;
        default_term(kind, place)
    }

    /// The same for an incident of a certain age; `is_older` says whether it is from before a day.
    pub fn term_of(
        &self,
        kind: DeadlineKind,
        severity: &Severity,
        is_older: impl Fn(NaiveDate) -> bool,
    ) -> Option<Term> {
        let since = self.deadlines_since.get(&kind);
        if !since.is_some_and(|it| is_older(*it)) {
            return self.term(kind, severity);
        }
        let place = self.severities.iter().position(|it| it == severity)?;
        default_term(kind, place)
    }

    /// The severity by which an incident owes: its own; for one that is major only because its
    /// report says so, the mildest that is major.
    pub fn owes_as<'a>(&'a self, severity: &'a Severity, is_major: bool) -> &'a Severity {
        if !is_major || self.is_major(severity) {
            return severity;
        }
        self.severities
            .iter()
            .rfind(|it| self.is_major(it))
            .unwrap_or(severity)
    }

    /// Whether an action item of a priority has a deadline by policy: the first two have.
    pub fn has_deadline(&self, priority: &str) -> bool {
        self.priorities
            .iter()
            .take(Self::URGENT)
            .any(|it| it == priority)
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::model::DeadlineKind;
    use crate::model::Severity;

    /// The terms of a kind by severity, by default or as a configuration has them.
    fn terms(config: &str, kind: &str) -> String {
        let (config, faults) = Config::read(config);
        assert_eq!(faults, []);
        let policy = config.policy;
        let all = policy.severities.iter().map(|severity| {
            let term = policy.term(DeadlineKind::parse(kind).unwrap(), severity);
            term.map_or("-".to_owned(), |it| it.to_string())
        });
        all.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_terms_are_those_of_the_table_and_further_severities_owe_nothing() {
        for (kind, expected) in [
            ("owner-named", "1d 1bd - - -"),
            ("meeting-scheduled", "1d 1bd - - -"),
            ("internal-notice", "4h 24h - - -"),
            ("in-review", "24h 24h - - -"),
            ("reviewed", "3d 5bd 10bd - -"),
            ("results-mail", "1bd 1bd - - -"),
            ("external-message", "2bd 5bd - - -"),
            ("action-item", "15d 30d 60d - -"),
            ("process-review", "30d 30d - - -"),
        ] {
            assert_eq!(terms("", kind), expected, "{kind}");
        }
    }

    #[test]
    fn the_configuration_lies_over_the_table() {
        let text = "severities: [P1, P2, P3]\ndeadlines:\n  reviewed: {P1: none, P3: 20bd}\n  \
            results-mail: none\n  owner-named: 2d\n  process-review: {P2: 60d}\n  \
            process-review-notes: 3bd\nprocess_review: {within: 14d, every: 90d}\n";
        assert_eq!(terms(text, "reviewed"), "- 5bd 20bd");
        assert_eq!(terms(text, "results-mail"), "- - -");
        assert_eq!(terms(text, "owner-named"), "2d 2d -");
        assert_eq!(terms(text, "process-review"), "14d 60d -");
        let (config, _) = Config::read(text);
        let shown = |term: Option<crate::time::Term>| term.map(|it| it.to_string());
        assert_eq!(shown(config.policy.review_notes).as_deref(), Some("3bd"));
        assert_eq!(shown(config.policy.review_every).as_deref(), Some("90d"));
    }

    #[test]
    fn older_incidents_keep_the_defaults() {
        let text = "deadlines:\n  reviewed: {SEV-1: 1d, SEV-4: 9d, since: 2026-06-01}\n";
        let (config, faults) = Config::read(text);
        assert_eq!(faults, []);
        let policy = config.policy;
        let term = |word: &str, is_older| {
            let term = policy.term_of(DeadlineKind::Reviewed, &Severity::new(word), |_| is_older);
            term.map_or("-".to_owned(), |it| it.to_string())
        };
        assert_eq!([term("SEV-1", false), term("SEV-4", false)], ["1d", "9d"]);
        assert_eq!([term("SEV-1", true), term("SEV-4", true)], ["3d", "-"]);
    }

    #[test]
    fn what_is_major_by_its_report_owes_as_the_last_major_severity() {
        let (config, _) = Config::read("severities: [P1, P2, P3]\nmajor: [P2, P1]\n");
        let policy = config.policy;
        let owes = |word, is_major| policy.owes_as(&Severity::new(word), is_major).to_string();
        assert_eq!(owes("P3", true), "P2");
        assert_eq!(owes("P3", false), "P3");
        assert_eq!(owes("P1", true), "P1");
    }
}
