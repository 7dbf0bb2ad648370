//! What holds of any report, in any zone and with any days off.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::sample::subsequence;

use super::tests::document;
use super::tests::dossier;
use super::tests::policy;
use super::*;
use crate::calendar::WEEKDAYS;
use crate::config::Policy;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::document::Sort;
use crate::model::Severity;
use crate::postmortem::Postmortem;

const ZONES: [&str; 12] = [
    "Etc/UTC",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
];
const TERMS: [&str; 8] = ["0d", "1d", "40d", "0bd", "1bd", "7bd", "5h", "none"];
const KINDS: [&str; 8] = [
    "owner-named",
    "meeting-scheduled",
    "in-review",
    "reviewed",
    "results-mail",
    "external-message",
    "action-item",
    "process-review",
];
const STATUSES: [&str; 4] = ["draft", "in-review", "reviewed", "closed"];
const CHECKLIST: &str = "- [ ] `ic.group-related` a\n\n- [ ] `scribe.key-events` b\n\n- [ ] `ic.check-progress` c\n\n- [ ] `sme.add-notes` carol: d\n\n- [ ] `ask.deputy.1` e\n";
/// 2026-01-01T00:00Z.
const FIRST: i64 = 1_767_225_600;
const DAY: i64 = 86_400;

/// A configuration and the fields of a report that deadlines are counted from.
#[derive(Clone, Debug)]
struct Any {
    config: String,
    /// The moments by which the incident is counted: it ended, or it began and goes on.
    starts: Moment,
    /// The report's status.
    status: &'static str,
    report: String,
}

/// Text that says nothing about time, and what else may differ without moving a deadline.
#[derive(Clone, Debug)]
struct Rest {
    title: String,
    fields: Vec<&'static str>,
    body: String,
    ticks: Vec<bool>,
    messages: Vec<(&'static str, &'static str)>,
    notes: bool,
}

fn config() -> impl Strategy<Value = String> {
    let days = vec(0..900_i64, 0..40);
    let weekend = subsequence(WEEKDAYS.map(|(name, _)| name).to_vec(), 0..=3);
    let terms = vec((select(&KINDS[..]), select(&TERMS[..])), 0..4);
    (select(&ZONES[..]), weekend, days, terms).prop_map(|(zone, weekend, days, terms)| {
        let days: Vec<String> = days
            .iter()
            .map(|day| Moment::from_unix(FIRST + day * DAY, 0).date().to_string())
            .collect();
        let mut config = format!(
            "timezone: {zone}\ncalendar:\n  weekend: [{}]\n  holidays: [{}]\n",
            weekend.join(", "),
            days.join(", ")
        );
        let terms: BTreeMap<_, _> = terms.into_iter().collect();
        let terms: Vec<String> = terms
            .iter()
            .map(|(kind, it)| format!("{kind}: {it}"))
            .collect();
        writeln!(config, "deadlines: {{{}}}", terms.join(", ")).unwrap();
        config
    })
}

/// A moment within two years; often one at the beginning or the end of an hour.
fn moment() -> impl Strategy<Value = Moment> {
    let second = prop_oneof![Just(0), Just(3_599), 0..3_600_i64];
    let offset = prop_oneof![
        Just(0),
        Just(3_600),
        Just(19_800),
        Just(-28_800),
        Just(50_400)
    ];
    (0..730 * 24_i64, second, offset)
        .prop_map(|(hour, second, offset)| Moment::from_unix(FIRST + hour * 3_600 + second, offset))
}

fn any_report() -> impl Strategy<Value = Any> {
    // How much later something was, in minutes.
    let later = || option::of(0..60 * 24 * 60_i64);
    let items = vec((select(&["P0", "P1", "P2"][..]), later()), 0..4);
    (
        config(),
        moment(),
        (1..=5_u8, any::<bool>(), any::<bool>()),
        select(&STATUSES[..]),
        (later(), later(), later()),
        items,
    )
        .prop_map(|(config, starts, severity, status, moments, items)| {
            let (number, is_major, goes_on) = severity;
            let (scheduled, held, reviewed) = moments;
            let after = |minutes: i64| starts.plus(TimeDelta::minutes(minutes));
            let mut report = format!("status: {status}\nseverity: SEV-{number}\n");
            let field = if goes_on { "started_at" } else { "resolved_at" };
            writeln!(report, "{field}: {starts}").unwrap();
            if is_major {
                report.push_str("major: true\n");
            }
            if let Some(at) = reviewed {
                writeln!(report, "reviewed_at: {}", after(at)).unwrap();
            }
            report.push_str("meeting:\n  facilitator: zoe\n");
            for (field, at) in [("scheduled_for", scheduled), ("held_at", held)] {
                if let Some(at) = at {
                    writeln!(report, "  {field}: {}", after(at)).unwrap();
                }
            }
            report.push_str("action_items:\n  - {id: AI-0, title: x, state: proposed}\n");
            for (number, (priority, due)) in (1..).zip(items) {
                write!(
                    report,
                    "  - {{id: AI-{number}, title: x, priority: {priority}"
                )
                .unwrap();
                if let Some(due) = due {
                    // A day later, so that it is none before the clock's start in any zone.
                    let day = after(due).plus(TimeDelta::days(1)).utc().date();
                    write!(report, ", due: {day}").unwrap();
                }
                report.push_str("}\n");
            }
            Any {
                config,
                starts,
                status,
                report,
            }
        })
}

fn rest() -> impl Strategy<Value = Rest> {
    let fields = vec![
        "owner: carol\n",
        "tags: [disk, latency]\n",
        "services: [checkout]\n",
        "roles: {incident_commander: alice, scribe: bob, subject_matter_experts: [carol]}\n",
        "grouped_incidents: []\n",
        "related: [2026-01-01-y]\n",
        "impact: {users_affected: 3, summary: Nobody could pay.}\n",
        "references: {tracker: OPS-1}\n",
        "confidential: true\n",
        "paged_at: 2025-12-01T10:00Z\n",
    ];
    let messages = vec![
        ("notice", "sent_at: 2026-03-10T10:00Z"),
        ("results", "sent_at: never"),
        ("external", "not_sent_because: Nobody noticed."),
    ];
    (
        "[a-z]{1,9}",
        subsequence(fields, 0..=10),
        "[a-z0-9# .:|\n-]{0,60}",
        vec(any::<bool>(), 5),
        subsequence(messages, 0..=3),
        any::<bool>(),
    )
        .prop_map(|(title, fields, body, ticks, messages, notes)| Rest {
            title,
            fields,
            body,
            ticks,
            messages,
            notes,
        })
}

impl Any {
    fn owed(&self, policy: &Policy, rest: Option<&Rest>) -> Vec<Deadline> {
        let mut dossier = dossier(&self.report);
        let path = RepoPath::new("checklist.md").unwrap();
        let checklist = rest.map_or_else(|| CHECKLIST.to_owned(), Rest::checklist);
        dossier.checklist = Some(Document::from_text(&path, checklist, Sort::BodyOnly));
        if let Some(rest) = rest {
            rest.write_into(&self.report, &mut dossier);
        }
        of_postmortem(Postmortem::new(policy, &dossier), Coverage::NotYet)
    }

    /// The term that a deadline is counted by, where it has one of its own.
    fn term(&self, policy: &Policy, deadline: &Deadline) -> Option<Term> {
        let goes_on = self.report.contains("started_at");
        if goes_on || deadline.kind == DeadlineKind::ChecklistStep {
            return None;
        }
        let number = self.report.split("SEV-").nth(1).unwrap().get(..1).unwrap();
        let is_major = self.report.contains("major: true") && number > "2";
        let severity = if is_major {
            "SEV-2".to_owned()
        } else {
            format!("SEV-{number}")
        };
        policy.term(deadline.kind, &Severity::new(severity))
    }
}

impl Rest {
    /// The checklist with some steps ticked.
    fn checklist(&self) -> String {
        let mut parts = CHECKLIST.split("[ ]");
        let mut text = parts.next().unwrap().to_owned();
        for (part, is_ticked) in parts.zip(&self.ticks) {
            text.push_str(if *is_ticked { "[x]" } else { "[ ]" });
            text.push_str(part);
        }
        text
    }

    fn write_into(&self, report: &str, dossier: &mut Dossier) {
        let fields = self.fields.concat();
        let text = format!(
            "---\ntitle: '{}'\n{fields}{report}---\n\n{}\n",
            self.title, self.body
        );
        let path = dossier.report.path.clone();
        dossier.report = Document::from_text(&path, text, Sort::WithFrontMatter);
        assert_eq!(dossier.report.faults, []);
        for (name, text) in &self.messages {
            let message = document(&format!("messages/{name}.md"), text);
            dossier.messages.insert((*name).to_owned(), message);
        }
        if self.notes {
            dossier.notes.push(RepoPath::new("notes/carol.md").unwrap());
        }
    }
}

/// What a deadline is and when it is due, without who owes it and whether it is met.
fn due(owed: &[Deadline]) -> Vec<(DeadlineKind, Option<String>, Option<String>, String)> {
    owed.iter()
        .map(|it| {
            let at = it.due.to_string();
            (it.kind, it.step.clone(), it.action_item.clone(), at)
        })
        .collect()
}

proptest! {
    #[test]
    fn a_later_clock_never_makes_fewer_overdue(
        any in any_report(),
        mut clocks in vec(moment(), 2..5),
        soon in 0..30_i64,
    ) {
        clocks.sort();
        let owed = any.owed(&policy(&any.config), None);
        for deadline in &owed {
            let states = clocks.iter().map(|now| deadline.state(*now, TimeDelta::days(soon)));
            let overdue: Vec<bool> = states.map(|it| it == State::Overdue).collect();
            prop_assert!(overdue.is_sorted(), "{deadline:?} {clocks:?}");
        }
    }

    #[test]
    fn what_has_nothing_to_do_with_time_moves_no_deadline(any in any_report(), rest in rest()) {
        let policy = policy(&any.config);
        let (plain, full) = (any.owed(&policy, None), any.owed(&policy, Some(&rest)));
        prop_assert_eq!(due(&plain), due(&full));
        // What is so stays so when more is written down.
        let was_met = plain.iter().map(|it| it.is_met);
        let is_less = was_met.zip(&full).any(|(was, now)| was && !now.is_met);
        prop_assert!(!is_less);
    }

    #[test]
    fn business_days_end_on_business_days(any in any_report()) {
        let policy = policy(&any.config);
        for deadline in any.owed(&policy, None) {
            let own = deadline.explanation.to_string().contains("its own `due`,");
            if own || !matches!(any.term(&policy, &deadline), Some(Term::BusinessDays(_))) {
                continue;
            }
            let day = policy.zone.date_of(deadline.due);
            prop_assert!(policy.calendar.is_business_day(day), "{deadline:?}");
        }
    }

    #[test]
    fn days_end_with_their_last_second(any in any_report()) {
        let policy = policy(&any.config);
        for deadline in any.owed(&policy, None) {
            let by_hours = matches!(
                any.term(&policy, &deadline),
                Some(Term::Hours(_))
            );
            if !by_hours && deadline.kind != DeadlineKind::ChecklistStep {
                let time = deadline.due.local().time().to_string();
                prop_assert_eq!(time, "23:59:59", "{:?}", deadline);
            }
        }
    }

    #[test]
    fn nothing_is_due_before_the_clock_starts(any in any_report()) {
        let policy = policy(&any.config);
        for deadline in any.owed(&policy, None) {
            prop_assert!(deadline.due >= any.starts, "{deadline:?}");
        }
    }

    #[test]
    fn every_moment_has_the_offset_of_the_zone(any in any_report()) {
        let policy = policy(&any.config);
        for deadline in any.owed(&policy, None) {
            for at in [Some(deadline.due), deadline.met_at].into_iter().flatten() {
                let shown = policy.zone.show(at);
                prop_assert_eq!(at.offset(), shown.offset(), "{:?}", deadline);
            }
        }
    }

    #[test]
    fn what_is_met_is_never_overdue_and_says_so_alone(any in any_report(), now in moment()) {
        let policy = policy(&any.config);
        let is_reviewed = matches!(any.status, "reviewed" | "closed");
        for deadline in any.owed(&policy, None) {
            let is_met = deadline.state(now, TimeDelta::zero()) == State::Met;
            prop_assert_eq!(is_met, deadline.is_met);
            prop_assert!(is_met || deadline.met_at.is_none(), "{deadline:?}");
            if deadline.kind == DeadlineKind::Reviewed {
                prop_assert_eq!(is_met, is_reviewed);
            }
        }
    }
}
