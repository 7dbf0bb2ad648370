//! Which major incidents have no postmortem, and which postmortems' incidents go on again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::severity_of;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::model::Severity;
use crate::pagerduty::Incident;
use crate::pagerduty::Priority;
use crate::pagerduty::State;
use crate::pagerduty::id_of;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::time::Moment;

/// What is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// From when incidents were looked at.
    pub since: Moment,
    /// Until when.
    pub until: Moment,
    /// How many incidents were looked at.
    pub incidents: usize,
    /// How many resolved ones have no priority: whether they were major is not known.
    pub without_priority: usize,
    /// Priorities of incidents that stand for no severity.
    pub unknown_priorities: Vec<String>,
    /// Major incidents without a postmortem, the earliest first.
    pub missing: Vec<Major>,
    /// Those that have one, the earliest first.
    pub covered: Vec<Major>,
    /// Postmortems whose incident is open again.
    pub reopened: Vec<Reopened>,
}

/// A major incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Major {
    /// The incident.
    pub incident: Incident,
    /// The severity that its priority stands for.
    pub severity: Severity,
}

/// A postmortem whose incident is open again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// The postmortem's id.
    pub postmortem: String,
    /// The incident.
    pub incident: Incident,
}

impl View {
    /// Whether there is nothing to do.
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.reopened.is_empty()
    }
}

/// Refuses where no priority of the account stands for a severity: nothing could be found then.
pub fn must_be_mapped(roots: &[Root], account: &[Priority]) -> Result<(), Refusal> {
    let is_mapped = |it: &Priority| {
        let mut roots = roots.iter();
        roots.any(|root| severity_of(&root.config, &it.name).is_some())
    };
    if account.iter().any(is_mapped) {
        return Ok(());
    }
    let names: Vec<&str> = account.iter().map(|it| it.name.as_str()).collect();
    let example = names.first().copied().unwrap_or("P1");
    let severity = roots
        .first()
        .and_then(|it| it.config.policy.severities.first());
    let severity = severity.map_or("SEV-1", Severity::as_str);
    let refusal = if names.is_empty() {
        Refusal::not_ready("the account has no priorities: which incidents were major is not known")
    } else {
        Refusal::configuration(format!(
            "no priority of the account stands for a severity: it has {}",
            names.join(", ")
        ))
    };
    Err(refusal.hint(format!(
        "in pmrepo.yaml: `pagerduty: {{priorities: {{{example}: {severity}}}}}`"
    )))
}

/// What a report says of incidents there.
struct Known {
    postmortem: String,
    /// The incident that it is of, and those that were grouped under it.
    own: Option<String>,
    grouped: Vec<String>,
    is_over: bool,
}

/// Holds incidents of a time, and those that are open now whenever they began, against the postmortems of some
/// roots.
pub fn missing(
    roots: &[Root],
    (incidents, open): (&[Incident], &[Incident]),
    (since, until): (Moment, Moment),
) -> Result<View, Refusal> {
    let known = known(roots)?;
    let covered = Covered::new(&known, incidents);
    let resolved = || incidents.iter().filter(|it| it.state == State::Resolved);
    let without_priority = resolved().filter(|it| it.priority.is_none()).count();
    if without_priority > 0 && without_priority == resolved().count() {
        return Err(Refusal::not_ready(
            "no incident has a priority: which of them were major is not known",
        )
        .hint("give incidents a priority in PagerDuty, or look further back with --since"));
    }
    let mut unknown = BTreeSet::new();
    let (mut missing, mut covering) = (Vec::new(), Vec::new());
    for incident in resolved() {
        let Some(priority) = &incident.priority else {
            continue;
        };
        let mut found = roots
            .iter()
            .filter_map(|root| Some((root, severity_of(&root.config, &priority.name)?)));
        let first = found.next();
        if first.is_none() {
            unknown.insert(priority.name.clone());
        }
        let mut all = first.into_iter().chain(found);
        let major = all.find(|(root, severity)| root.config.policy.is_major(severity));
        if let Some((_, severity)) = major {
            let list = if covered.has(incident) {
                &mut covering
            } else {
                &mut missing
            };
            list.push(Major {
                incident: incident.clone(),
                severity: severity.clone(),
            });
        }
    }
    let key = |it: &Major| (it.incident.created_at, it.incident.id.clone());
    missing.sort_by_key(key);
    covering.sort_by_key(key);
    let open = incidents.iter().chain(open);
    let open = open.filter(|it| it.state == State::Open);
    let mut reopened: Vec<Reopened> = open
        .flat_map(|incident| {
            let of_it = known
                .iter()
                .filter(|it| it.is_over && it.own.as_deref().is_some_and(|it| incident.is(it)));
            of_it.map(|it| Reopened {
                postmortem: it.postmortem.clone(),
                incident: incident.clone(),
            })
        })
        .collect();
    let key = |it: &Reopened| (it.postmortem.clone(), it.incident.id.clone());
    reopened.sort_by_key(key);
    reopened.dedup_by_key(|it| key(it));
    Ok(View {
        since,
        until,
        incidents: incidents.len(),
        without_priority,
        unknown_priorities: unknown.into_iter().collect(),
        missing,
        covered: covering,
        reopened,
    })
}

/// The incidents that have a postmortem, by all that they are called.
struct Covered<'a> {
    names: BTreeSet<String>,
    by_id: BTreeMap<&'a str, &'a Incident>,
}

impl<'a> Covered<'a> {
    fn new(known: &[Known], incidents: &'a [Incident]) -> Self {
        let names = known.iter().flat_map(|it| it.own.iter().chain(&it.grouped));
        let name = |it: &String| id_of(it).trim_start_matches('#').to_ascii_uppercase();
        Self {
            names: names.map(name).collect(),
            by_id: incidents.iter().map(|it| (it.id.as_str(), it)).collect(),
        }
    }

    /// Whether it, or one that it was merged into, has a postmortem.
    fn has(&self, incident: &Incident) -> bool {
        let mut seen = BTreeSet::new();
        let mut next = Some(incident);
        while let Some(it) = next {
            let number = it.number.map(|it| it.to_string());
            let is_named = |name: &str| self.names.contains(&name.to_ascii_uppercase());
            if is_named(&it.id) || number.as_deref().is_some_and(is_named) {
                return true;
            }
            let Some(into) = &it.merged_into else {
                return false;
            };
            if is_named(into) {
                return true;
            }
            // Merged round in a circle is merged into none.
            next = seen
                .insert(into.as_str())
                .then(|| self.by_id.get(into.as_str()).copied())
                .flatten();
        }
        false
    }
}

/// What the reports say of incidents there.
fn known(roots: &[Root]) -> Result<Vec<Known>, Refusal> {
    let mut all = Vec::new();
    for root in roots {
        let of = |files: &Files| {
            let snapshot = root.snapshot();
            let document = Document::read(&snapshot.reader(), &files.report, Sort::FactsOnly);
            let report = Report::new(&root.config.policy, &document);
            let grouped = report.field(FieldName::GroupedIncidents);
            Known {
                postmortem: files.id.to_string(),
                own: report.field(FieldName::Pagerduty).text().map(str::to_owned),
                grouped: grouped.texts().map(str::to_owned).collect(),
                is_over: report.moment(FieldName::ResolvedAt).is_some(),
            }
        };
        let found: Vec<Known> = root.layout()?.postmortems.par_iter().map(of).collect();
        all.extend(found);
    }
    Ok(all)
}

/// The postmortem of an incident: the one whose report names it.
pub fn postmortem_of(roots: &[Root], reference: &str) -> Result<Option<String>, Refusal> {
    let wanted = id_of(reference);
    let mut known = known(roots)?.into_iter();
    let found = known.find(|it| {
        let own = it.own.as_deref().map(id_of);
        own.is_some_and(|it| it.eq_ignore_ascii_case(wanted))
    });
    Ok(found.map(|it| it.postmortem))
}
