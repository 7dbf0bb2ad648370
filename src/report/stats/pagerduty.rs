//! Major incidents without a postmortem: the repository cannot know of them, a list from `PagerDuty` can.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::Figure;
use super::Name;
use super::Value;
use crate::config::Policy;
use crate::refusal::Refusal;
use crate::report::public::Public;
use crate::report::tables::Tables;
use crate::time::parse_timestamp;

/// An incident as `PagerDuty` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// Its id.
    pub id: String,
    /// Its number, which people call it by.
    pub number: Option<i64>,
    /// When it began, as `PagerDuty` writes it.
    pub created_at: Option<String>,
    /// Whether it is known already to have a postmortem, or to belong to one that has.
    pub is_covered: bool,
}

impl Paged {
    /// The day on which it began, at the offset that is written.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        let at = parse_timestamp(self.created_at.as_deref()?).ok()?;
        Some(at.date())
    }
}

/// What `PagerDuty`'s `GET /incidents` answers, or what `pagerduty missing --format json` prints.
#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Held {
        missing: Vec<Major>,
        covered: Vec<Major>,
    },
    Page {
        incidents: Vec<Incident>,
    },
    List(Vec<Incident>),
}

/// A major incident, as `pagerduty missing` lists it.
#[derive(Deserialize)]
struct Major {
    incident: String,
    number: Option<i64>,
    created_at: Option<String>,
}

impl Major {
    fn paged(self, is_covered: bool) -> Paged {
        Paged {
            id: self.incident,
            number: self.number,
            created_at: self.created_at,
            is_covered,
        }
    }
}

#[derive(Deserialize)]
struct Incident {
    id: String,
    #[serde(rename = "incident_number")]
    number: Option<i64>,
    created_at: Option<String>,
    priority: Option<Priority>,
}

#[derive(Deserialize)]
struct Priority {
    summary: Option<String>,
    name: Option<String>,
}

/// The major incidents of an answer, by the names of their priorities. Where none of them is a severity
/// of the team's, nobody can say which are major.
pub fn paged(text: &str, policies: &[&Policy]) -> Result<Vec<Paged>, Refusal> {
    let answer: Answer = serde_json::from_str(text).map_err(|it| {
        Refusal::unreadable(format!(
            "--pagerduty: the file is no list of incidents: {it}"
        ))
        .hint("save what `pmrepo pagerduty missing --format json` prints, or what `GET /incidents` answers")
    })?;
    let incidents = match answer {
        Answer::Held { missing, covered } => {
            let missing = missing.into_iter().map(|it| it.paged(false));
            let covered = covered.into_iter().map(|it| it.paged(true));
            return Ok(missing.chain(covered).collect());
        }
        Answer::Page { incidents } | Answer::List(incidents) => incidents,
    };
    let mut is_any_known = incidents.is_empty();
    let mut major = Vec::new();
    for it in incidents {
        let priority = it.priority.and_then(|it| it.summary.or(it.name));
        let priority = priority.unwrap_or_default();
        let mut severities = policies
            .iter()
            .filter_map(|policy| Some(policy.is_major(policy.severity(priority.trim())?)));
        let Some(first) = severities.next() else {
            continue;
        };
        is_any_known = true;
        if first || severities.any(|it| it) {
            major.push(Paged {
                id: it.id,
                number: it.number,
                created_at: it.created_at,
                is_covered: false,
            });
        }
    }
    if is_any_known {
        return Ok(major);
    }
    Err(Refusal::not_ready(
        "--pagerduty: no incident has a priority that is called as a severity here: nobody can say which are major",
    )
    .hint("give the priorities in PagerDuty the names of `severities` in pmrepo.yaml"))
}

/// Those of which no postmortem says that it is about them.
pub(super) fn missing(paged: &[Paged], all: &[Public<Tables>]) -> Vec<Paged> {
    let references = all.iter().flat_map(|it| &it.references);
    let known: BTreeSet<&str> = references.filter_map(|it| last_part(it)).collect();
    let is_known = |it: &Paged| {
        let number = it.number.map(|it| it.to_string());
        known.contains(it.id.as_str()) || number.is_some_and(|it| known.contains(it.as_str()))
    };
    let is_missing = |it: &&Paged| !it.is_covered && !is_known(it);
    let mut missing: Vec<Paged> = paged.iter().filter(is_missing).cloned().collect();
    missing.sort_by(|a, b| (&a.created_at, &a.id).cmp(&(&b.created_at, &b.id)));
    missing
}

/// An id, or what an address of one ends with.
fn last_part(reference: &str) -> Option<&str> {
    let reference = reference.split(['?', '#']).next()?.trim_end_matches('/');
    reference.rsplit('/').next().filter(|it| !it.is_empty())
}

/// The figure: of all major incidents those without a postmortem.
pub(super) fn figure(paged: Option<(&[Paged], &[Paged])>) -> Figure {
    let value = match paged {
        Some((all, missing)) => Value::Share {
            part: missing.len(),
            of: all.len(),
        },
        None => Value::Unknown("the repository knows only what was written: see --pagerduty"),
    };
    Figure {
        name: Name::MajorWithoutPostmortem,
        value,
        left_out: Vec::new(),
    }
}
