//! What a configuration that is tried would have meant.

use serde::Serialize;

use super::document::VERSION;
use super::document::rfc3339;
use super::line;
use crate::model::DeadlineKind;
use crate::report::replay;
use crate::report::trial;
use crate::report::trial::Both;
use crate::report::trial::View;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    as_of: String,
    tried: &'a [String],
    since: Option<String>,
    until: Option<String>,
    commits: usize,
    begins: Option<String>,
    postmortems: usize,
    unreadable: usize,
    kinds: Vec<Kind<'a>>,
    items: Vec<Entry<'a>>,
    confidential: Vec<Option<String>>,
    is_cut_off: bool,
}

#[derive(Serialize)]
struct Kind<'a> {
    #[serde(rename = "kind")]
    word: &'a str,
    name: Option<&'a str>,
    before: Sum,
    then: Sum,
}

#[derive(Serialize)]
struct Sum {
    owed: usize,
    late: usize,
    late_by_seconds: Option<i64>,
}

#[derive(Serialize)]
struct Entry<'a> {
    postmortem: Option<&'a str>,
    path: &'a str,
    severity: Option<&'a str>,
    kind: &'a str,
    step: Option<&'a str>,
    action_item: Option<&'a str>,
    name: Option<&'a str>,
    before: Course,
    then: Course,
}

#[derive(Serialize)]
struct Course {
    is_owed: bool,
    late_by_seconds: Option<i64>,
    late: Vec<Late>,
}

#[derive(Serialize)]
struct Late {
    due: String,
    from: String,
    until: Option<String>,
}

/// Writes what was late by each of the two.
pub fn trial(view: &View) -> String {
    line(&Document {
        version: VERSION,
        as_of: rfc3339(view.as_of),
        tried: &view.tried,
        since: view.since.map(|it| it.to_string()),
        until: view.until.map(|it| it.to_string()),
        commits: view.commits,
        begins: view.begins.map(rfc3339),
        postmortems: view.postmortems,
        unreadable: view.unreadable,
        kinds: view.kinds.iter().map(kind).collect(),
        items: view.rows.iter().map(item).collect(),
        confidential: view
            .confidential
            .iter()
            .map(|it| it.map(|it| it.to_string()))
            .collect(),
        is_cut_off: view.is_cut_off,
    })
}

fn kind(it: &trial::Kind) -> Kind<'_> {
    let sum = |it: &trial::Sum| Sum {
        owed: it.owed,
        late: it.late,
        late_by_seconds: (it.late > 0).then_some(it.seconds),
    };
    Kind {
        word: it.kind.as_str(),
        name: it.name.as_deref(),
        before: sum(&it.sums.before),
        then: sum(&it.sums.then),
    }
}

fn item(it: &trial::Row) -> Entry<'_> {
    let part = |kind| it.key.part.as_deref().filter(|_| it.key.kind == kind);
    let Both { before, then } = &it.courses;
    Entry {
        postmortem: it.postmortem.as_deref(),
        path: it.path.as_str(),
        severity: it.severity.as_deref(),
        kind: it.key.kind.as_str(),
        step: part(DeadlineKind::ChecklistStep),
        action_item: part(DeadlineKind::ActionItem),
        name: part(DeadlineKind::Custom),
        before: course(before.as_ref()),
        then: course(then.as_ref()),
    }
}

fn course(it: Option<&replay::Course>) -> Course {
    let late = it.map_or(&[][..], |it| it.late.as_slice());
    Course {
        is_owed: it.is_some(),
        late_by_seconds: it.filter(|it| it.is_late()).map(|it| it.seconds),
        late: late
            .iter()
            .map(|it| Late {
                due: rfc3339(it.due),
                from: rfc3339(it.from),
                until: it.until.map(rfc3339),
            })
            .collect(),
    }
}
