//! The machine format: JSON with a version, as DESIGN 5 fixes it. Keys are only ever added.

mod history;
mod pr;
mod process_reviews;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

pub use history::history;
pub use pr::pr;
pub use process_reviews::agenda;
pub use process_reviews::process_reviews;

use super::sanitize::is_hidden;
use crate::diagnostic::Finding;
use crate::model::Status;
use crate::report::actions;
use crate::report::check;
use crate::report::checklist;
use crate::report::list::Row;
use crate::report::messages;
use crate::report::overdue;
use crate::report::show::Item;
use crate::report::show::View;
use crate::time::Moment;

/// The version of every document.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct CheckDocument<'a> {
    version: u32,
    snapshot: &'a str,
    findings: Vec<FindingEntry<'a>>,
    summary: check::Summary,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    code: &'a str,
    name: &'a str,
    level: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
    postmortem: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    introduced: Option<bool>,
}

impl<'a> From<&'a Finding> for FindingEntry<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            code: finding.rule.code,
            name: finding.rule.name,
            level: finding.level.as_str(),
            path: finding.path.as_str(),
            line: finding.start.line,
            column: finding.start.column,
            end_line: finding.end.line,
            end_column: finding.end.column,
            message: &finding.message,
            help: finding.help.as_deref(),
            postmortem: finding.postmortem.as_deref(),
            introduced: finding.introduced,
        }
    }
}

#[derive(Serialize)]
struct ListDocument<'a> {
    version: u32,
    snapshot: &'a str,
    postmortems: Vec<ListEntry<'a>>,
}

/// What a report does not say is null.
#[derive(Serialize)]
struct ListEntry<'a> {
    id: &'a str,
    path: &'a str,
    title: Option<&'a str>,
    status: Option<&'a str>,
    severity: Option<&'a str>,
    owner: Option<&'a str>,
    started_at: Option<&'a str>,
    detected_at: Option<&'a str>,
    resolved_at: Option<&'a str>,
    services: &'a [String],
}

impl<'a> From<&'a Row> for ListEntry<'a> {
    fn from(row: &'a Row) -> Self {
        Self {
            id: &row.id,
            path: row.path.as_str(),
            title: row.title.as_deref(),
            status: row.status.as_deref(),
            severity: row.severity.as_deref(),
            owner: row.owner.as_deref(),
            started_at: row.started_at.as_deref(),
            detected_at: row.detected_at.as_deref(),
            resolved_at: row.resolved_at.as_deref(),
            services: &row.services,
        }
    }
}

/// Writes what `check` found: one line of JSON.
pub fn check(view: &check::View<'_>) -> String {
    line(&CheckDocument {
        version: VERSION,
        snapshot: view.snapshot,
        findings: view.shown.iter().map(|it| it.as_ref().into()).collect(),
        summary: view.totals.summary,
    })
}

/// Writes a list of postmortems: one line of JSON.
pub fn list(snapshot: &str, rows: &[Row]) -> String {
    line(&ListDocument {
        version: VERSION,
        snapshot,
        postmortems: rows.iter().map(Into::into).collect(),
    })
}

#[derive(Serialize)]
struct ShowDocument<'a> {
    version: u32,
    snapshot: &'a str,
    postmortem: ShowEntry<'a>,
}

#[derive(Serialize)]
struct ShowEntry<'a> {
    #[serde(flatten)]
    row: ListEntry<'a>,
    major: bool,
    tags: &'a [String],
    roles: BTreeMap<&'a str, &'a [String]>,
    meeting: Option<&'a str>,
    impact: Option<&'a str>,
    time_to_detect_seconds: Option<i64>,
    time_to_resolve_seconds: Option<i64>,
    action_items: Vec<ItemEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
    next_status: Option<&'a str>,
    missing: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct ItemEntry<'a> {
    id: Option<&'a str>,
    title: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<&'a str>,
    ticket: Option<&'a str>,
    state: Option<&'a str>,
    priority: Option<&'a str>,
}

impl<'a> From<&'a Item> for ItemEntry<'a> {
    fn from(item: &'a Item) -> Self {
        Self {
            id: item.id.as_deref(),
            title: item.title.as_deref(),
            owner: item.owner.as_deref(),
            due: item.due.as_deref(),
            ticket: item.ticket.as_deref(),
            state: item.state.as_deref(),
            priority: item.priority.as_deref(),
        }
    }
}

/// Writes one postmortem in full: one line of JSON. `missing` is all that stands between it and its
/// next status.
pub fn show(snapshot: &str, view: &View) -> String {
    let people = view.roles.iter();
    line(&ShowDocument {
        version: VERSION,
        snapshot,
        postmortem: ShowEntry {
            row: (&view.row).into(),
            major: view.is_major,
            tags: &view.row.tags,
            roles: people
                .map(|(role, people)| (role.as_str(), people.as_slice()))
                .collect(),
            meeting: view.meeting.as_deref(),
            impact: view.impact.as_deref(),
            time_to_detect_seconds: view.time_to_detect.map(|it| it.num_seconds()),
            time_to_resolve_seconds: view.time_to_resolve.map(|it| it.num_seconds()),
            action_items: view.action_items.iter().map(Into::into).collect(),
            findings: view.findings.iter().map(Into::into).collect(),
            next_status: view.next.map(Status::as_str),
            missing: view.lacking.iter().map(Into::into).collect(),
        },
    })
}

#[derive(Serialize)]
struct OverdueDocument<'a> {
    version: u32,
    as_of: String,
    snapshot: &'a str,
    items: Vec<OwedEntry<'a>>,
    unresolved: Vec<UnresolvedEntry<'a>>,
    summary: overdue::Summary,
}

#[derive(Serialize)]
struct OwedEntry<'a> {
    postmortem: Option<&'a str>,
    path: &'a str,
    line: usize,
    severity: Option<&'a str>,
    kind: Option<&'a str>,
    step: Option<&'a str>,
    action_item: Option<&'a str>,
    role: Option<&'a str>,
    owed_by: &'a [String],
    due: Option<String>,
    met_at: Option<String>,
    state: &'a str,
    late_by_seconds: Option<i64>,
    explanation: &'a str,
}

impl<'a> From<&'a overdue::Item> for OwedEntry<'a> {
    fn from(item: &'a overdue::Item) -> Self {
        let (place, owed) = (item.place(), item.owed());
        Self {
            postmortem: place.postmortem.as_deref(),
            path: place.path.as_str(),
            line: place.line,
            severity: owed.and_then(|it| it.severity.as_deref()),
            kind: owed.map(|it| it.kind.as_str()),
            step: owed.and_then(|it| it.step.as_deref()),
            action_item: item.action_item(),
            role: owed.map(|it| it.role.as_str()),
            owed_by: owed.map_or(&[], |it| &it.owed_by),
            due: owed.map(|it| rfc3339(it.due)),
            met_at: owed.and_then(|it| it.met_at).map(rfc3339),
            state: owed.map_or(overdue::UNREADABLE, |it| it.state.as_str()),
            late_by_seconds: owed.and_then(|it| it.late_by).map(|it| it.num_seconds()),
            explanation: item.explanation(),
        }
    }
}

#[derive(Serialize)]
struct UnresolvedEntry<'a> {
    postmortem: &'a str,
    path: &'a str,
    days: i64,
}

/// Writes what is owed: one line of JSON.
pub fn overdue(view: &overdue::View<'_>) -> String {
    line(&OverdueDocument {
        version: VERSION,
        as_of: rfc3339(view.as_of),
        snapshot: view.snapshot,
        items: view.items.iter().copied().map(Into::into).collect(),
        unresolved: view
            .unresolved
            .iter()
            .map(|it| UnresolvedEntry {
                postmortem: &it.postmortem,
                path: it.path.as_str(),
                days: it.days,
            })
            .collect(),
        summary: view.summary,
    })
}

#[derive(Serialize)]
struct ActionsDocument<'a> {
    version: u32,
    snapshot: &'a str,
    action_items: Vec<ActionEntry<'a>>,
}

#[derive(Serialize)]
struct ActionEntry<'a> {
    postmortem: &'a str,
    path: &'a str,
    line: usize,
    id: Option<&'a str>,
    title: Option<&'a str>,
    kind: Option<&'a str>,
    priority: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<&'a str>,
    ticket: Option<&'a str>,
    state: &'a str,
    done_on: Option<&'a str>,
    reason: Option<&'a str>,
    services: &'a [String],
    labels: &'a [String],
}

/// Writes action items: one line of JSON.
pub fn actions(snapshot: &str, items: &[actions::Item]) -> String {
    fn entry(item: &actions::Item) -> ActionEntry<'_> {
        ActionEntry {
            postmortem: &item.postmortem,
            path: item.path.as_str(),
            line: item.line,
            id: item.id.as_deref(),
            title: item.title.as_deref(),
            kind: item.kind.as_deref(),
            priority: item.priority.as_deref(),
            owner: item.owner.as_deref(),
            due: item.due.as_deref(),
            ticket: item.ticket.as_deref(),
            state: &item.state,
            done_on: item.done_on.as_deref(),
            reason: item.reason.as_deref(),
            services: &item.services,
            labels: &item.labels,
        }
    }
    line(&ActionsDocument {
        version: VERSION,
        snapshot,
        action_items: items.iter().map(entry).collect(),
    })
}

#[derive(Serialize)]
struct ChecklistDocument<'a> {
    version: u32,
    snapshot: &'a str,
    steps: Vec<StepEntry<'a>>,
}

#[derive(Serialize)]
struct StepEntry<'a> {
    postmortem: &'a str,
    path: &'a str,
    line: Option<usize>,
    step: &'a str,
    role: &'a str,
    people: &'a [String],
    text: &'a str,
    state: &'a str,
    gates: Option<&'a str>,
    ticked_by: Option<&'a str>,
    ticked_at: Option<String>,
}

/// Writes the steps of checklists: one line of JSON. Who ticked one is null where the history does
/// not say.
pub fn checklist(snapshot: &str, steps: &[checklist::Step], ticks: &checklist::Ticks) -> String {
    let entries = steps.iter().map(|step| {
        let is_ticked = matches!(
            step.state,
            checklist::State::Done | checklist::State::NotApplicable
        );
        let tick = step
            .line
            .filter(|_| is_ticked)
            .and_then(|it| ticks.get(&it)?.as_ref());
        StepEntry {
            postmortem: &step.postmortem,
            path: step.path.as_str(),
            line: step.line,
            step: &step.id,
            role: step.role_word(),
            people: &step.people,
            text: &step.text,
            state: step.state.as_str(),
            gates: step.gates.map(Status::as_str),
            ticked_by: tick.map(|(author, _)| author.as_str()),
            ticked_at: tick.map(|(_, at)| rfc3339(*at)),
        }
    });
    line(&ChecklistDocument {
        version: VERSION,
        snapshot,
        steps: entries.collect(),
    })
}

#[derive(Serialize)]
struct MessagesDocument<'a> {
    version: u32,
    snapshot: &'a str,
    messages: Vec<MessageEntry<'a>>,
}

#[derive(Serialize)]
struct MessageEntry<'a> {
    postmortem: &'a str,
    message: &'a str,
    path: &'a str,
    state: &'a str,
    sent_at: Option<&'a str>,
    url: Option<&'a str>,
    not_sent_because: Option<&'a str>,
    people: &'a [String],
}

/// Writes what was told to whom: one line of JSON.
pub fn messages(snapshot: &str, all: &[messages::Message]) -> String {
    let entries = all.iter().map(|it| MessageEntry {
        postmortem: &it.postmortem,
        message: it.name.as_str(),
        path: it.path.as_str(),
        state: it.state.as_str(),
        sent_at: it.sent_at.as_deref(),
        url: it.url.as_deref(),
        not_sent_because: it.reason.as_deref(),
        people: &it.people,
    });
    line(&MessagesDocument {
        version: VERSION,
        snapshot,
        messages: entries.collect(),
    })
}

/// A moment as RFC 3339 has it.
pub(super) fn rfc3339(moment: Moment) -> String {
    moment
        .to_chrono()
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// One line of JSON, safe for a terminal.
pub(super) fn line<T: Serialize>(document: &T) -> String {
    // The types above have text for keys and no fallible parts, so that this cannot fail.
    let mut json = serde_json::to_string(document).unwrap_or_default();
    json.push('\n');
    safe(&json)
}

/// JSON in which what a terminal would obey is written as `\u009b`, which a program reads as the
/// same text.
pub fn safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        if character != '\n' && is_hidden(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // Writing to a `String` cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use snapbox::IntoData as _;

    use super::super::fixture;
    use super::*;

    #[test]
    fn every_key_is_there_in_its_order() {
        let findings = fixture::findings();
        let json = check(&fixture::checked("worktree", findings.get(..1).unwrap()));
        snapbox::assert_data_eq!(json, snapbox::str![[r#"
{"version":1,"snapshot":"worktree","findings":[{"code":"PM101","name":"missing-field","level":"error","path":"postmortems/2026/2026-11-20-checkout-latency/postmortem.md","line":3,"column":9,"end_line":3,"end_column":18,"message":"`resolved_at` is missing: required from in-review","help":"add `resolved_at: 2026-11-20T15:04Z`, or set the status back to draft","postmortem":"2026-11-20-checkout-latency"}],"summary":{"documents":12,"errors":1,"warnings":0,"notes":0}}

"#]].raw());
    }

    #[test]
    fn introduced_is_there_only_where_it_is_known() {
        let mut findings = fixture::findings();
        findings.truncate(1);
        findings[0].introduced = Some(false);
        let json = check(&fixture::checked("index", &findings));
        assert!(json.contains(r#","introduced":false}"#), "{json}");
    }

    #[test]
    fn a_list_has_nulls_for_what_is_not_said() {
        let json = list(
            "index",
            &[Row {
                id: "2026-11-20-x".into(),
                path: fixture::path(),
                ..Row::default()
            }],
        );
        snapbox::assert_data_eq!(json, snapbox::str![[r#"
{"version":1,"snapshot":"index","postmortems":[{"id":"2026-11-20-x","path":"postmortems/2026/2026-11-20-checkout-latency/postmortem.md","title":null,"status":null,"severity":null,"owner":null,"started_at":null,"detected_at":null,"resolved_at":null,"services":[]}]}

"#]].raw());
    }

    proptest! {
        #[test]
        fn text_comes_back_as_it_was_and_nothing_hidden_is_written(text in any::<String>()) {
            let json = line(&[&text]);
            prop_assert!(!json.trim_end().chars().any(is_hidden));
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), vec![text]);
        }
    }
}
