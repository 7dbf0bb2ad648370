//! The figures of `stats`.

use serde::Serialize;

use super::document::VERSION;
use super::document::rfc3339;
use super::line;
use crate::report::stats;
use crate::report::stats::Left;
use crate::report::stats::Paged;
use crate::report::stats::Value;
use crate::report::stats::View;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    as_of: Option<String>,
    repos: Vec<Repo<'a>>,
    since: Option<String>,
    until: Option<String>,
    by: Option<&'a str>,
    left_out: Vec<LeftOut>,
    groups: Vec<Group<'a>>,
    missing: Option<Vec<Missing<'a>>>,
    is_cut_off: bool,
}

#[derive(Serialize)]
struct Repo<'a> {
    repo: &'a str,
    snapshot: &'a str,
}

#[derive(Serialize)]
struct Group<'a> {
    #[serde(rename = "group")]
    key: Option<&'a str>,
    incidents: usize,
    severities: Vec<Severity<'a>>,
    figures: Vec<Figure<'a>>,
}

#[derive(Serialize)]
struct Severity<'a> {
    severity: Option<&'a str>,
    incidents: usize,
}

/// What is not said is null: below twenty values no percentile, and then all values.
#[derive(Default, Serialize)]
struct Figure<'a> {
    #[serde(rename = "figure")]
    name: &'a str,
    kind: &'a str,
    rests_on: usize,
    part: Option<usize>,
    lowest_seconds: Option<i64>,
    median_seconds: Option<i64>,
    p90_seconds: Option<i64>,
    highest_seconds: Option<i64>,
    values_seconds: Option<Vec<i64>>,
    unknown_because: Option<&'a str>,
    left_out: Vec<LeftOut>,
}

#[derive(Serialize)]
struct LeftOut {
    why: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Missing<'a> {
    id: &'a str,
    number: Option<i64>,
    created_at: Option<&'a str>,
}

/// Writes the figures.
pub fn stats(view: &View) -> String {
    line(&Document {
        version: VERSION,
        as_of: view.as_of.map(rfc3339),
        repos: view
            .snapshots
            .iter()
            .map(|(repo, snapshot)| Repo { repo, snapshot })
            .collect(),
        since: view.since.map(|it| it.to_string()),
        until: view.until.map(|it| it.to_string()),
        by: view.by.map(stats::By::as_str),
        left_out: left_out(&view.left_out),
        groups: view.groups.iter().map(group).collect(),
        missing: view
            .missing
            .as_ref()
            .map(|it| it.iter().map(missing).collect()),
        is_cut_off: view.is_cut_off,
    })
}

fn missing(it: &Paged) -> Missing<'_> {
    Missing {
        id: &it.id,
        number: it.number,
        created_at: it.created_at.as_deref(),
    }
}

fn left_out(all: &[Left]) -> Vec<LeftOut> {
    let of = |it: &Left| LeftOut {
        why: it.why.as_str(),
        count: it.count,
    };
    all.iter().map(of).collect()
}

fn group(it: &stats::Group) -> Group<'_> {
    let severities = it.severities.iter().map(|(severity, count)| Severity {
        severity: Some(severity.as_str()).filter(|it| !it.is_empty()),
        incidents: *count,
    });
    Group {
        key: it.key.as_deref(),
        incidents: it.incidents,
        severities: severities.collect(),
        figures: it.figures.iter().map(figure).collect(),
    }
}

fn figure(it: &stats::Figure) -> Figure<'_> {
    let common = Figure {
        name: it.name.as_str(),
        rests_on: it.rests_on(),
        left_out: left_out(&it.left_out),
        ..Figure::default()
    };
    let seconds = |it: Option<chrono::TimeDelta>| it.map(|it| it.num_seconds());
    match &it.value {
        Value::Share { part, .. } => Figure {
            kind: "share",
            part: Some(*part),
            ..common
        },
        Value::Spread(it) => Figure {
            kind: "spread",
            lowest_seconds: seconds(it.lowest()),
            median_seconds: seconds(it.median()),
            p90_seconds: seconds(it.ninetieth()),
            highest_seconds: seconds(it.highest()),
            values_seconds: it.few().map(<[i64]>::to_vec),
            ..common
        },
        Value::Unknown(why) => Figure {
            kind: "unknown",
            unknown_because: Some(why),
            ..common
        },
    }
}
