//! The timeline of one postmortem, as it is read.

use chrono::TimeDelta;

use crate::corpus::Dossier;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::postmortem::Postmortem;
use crate::postmortem::Sources;
use crate::root::Root;
use crate::source::RepoPath;
use crate::time::Moment;

/// The times of a report that are drawn, and what they are called.
const MARKS: [(FieldName, &str); 4] = [
    (FieldName::StartedAt, "started"),
    (FieldName::DetectedAt, "detected"),
    (FieldName::MitigatedAt, "mitigated"),
    (FieldName::ResolvedAt, "resolved"),
];

/// The timeline of a postmortem.
#[derive(Clone, Debug)]
pub struct View {
    /// The postmortem's id.
    pub id: String,
    /// Its report.
    pub path: RepoPath,
    /// Its title.
    pub title: Option<String>,
    /// The times that the report states, with what they are called, the first first.
    pub marks: Vec<(&'static str, Moment)>,
    /// The rows, in the order of the report.
    pub rows: Vec<Row>,
    /// How many rows have a source; `None` where no log is saved.
    pub sources: Option<Sources>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// When it happened; `None` where that cannot be read.
    pub at: Option<Moment>,
    /// The time as it is written.
    pub written: String,
    /// How long after the start; negative where it was before.
    pub since: Option<TimeDelta>,
    /// What happened, as it is written.
    pub event: String,
    /// What shows it, as it is written.
    pub evidence: String,
}

/// The view of a postmortem's timeline.
pub fn timeline(root: &Root, dossier: &Dossier) -> View {
    let postmortem = Postmortem::new(&root.config.policy, dossier);
    let report = postmortem.report();
    let mut marks: Vec<(&str, Moment)> = MARKS
        .into_iter()
        .filter_map(|(field, name)| Some((name, postmortem.moment(field)?)))
        .collect();
    marks.sort_by_key(|it| it.1);
    let start = postmortem.began().map(|(_, at)| at);
    let timeline = postmortem.timeline().unwrap_or_default();
    let rows = timeline.rows.iter().map(|row| {
        let at = row.time.ok();
        Row {
            at,
            written: one_line(row.time_span.of(&report.text)),
            since: at.zip(start).map(|(at, start)| at.since(start)),
            event: one_line(row.event.of(&report.text)),
            evidence: one_line(row.evidence.of(&report.text)),
        }
    });
    View {
        id: dossier.id.to_string(),
        path: report.path.clone(),
        title: postmortem.title().map(str::to_owned),
        marks,
        rows: rows.collect(),
        sources: postmortem.sources(),
    }
}
