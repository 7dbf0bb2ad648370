//! What a rule may know.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::config::Policy;
use crate::corpus::Dossier;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter::Node;
use crate::markdown::Section;
use crate::model::Severity;
use crate::model::Status;
use crate::schema::Fields;
use crate::source::RepoPath;
use crate::source::Span;
use crate::time;
use crate::time::Moment;
use crate::timeline;
use crate::timeline::Timeline;

use super::language;
use super::language::Hit;

/// One postmortem, as its rules see it.
pub struct Context<'a> {
    /// What the configuration says, as plain data.
    pub policy: &'a Policy,
    /// The postmortem's files.
    pub dossier: &'a Dossier,
    /// The fields of its report.
    pub fields: &'a Fields,
    timeline: OnceCell<Option<Timeline>>,
    phrases: OnceCell<language::Found>,
}

impl<'a> Context<'a> {
    /// A postmortem and the policy that it is judged by; its report has the fields that are
    /// published.
    pub fn new(policy: &'a Policy, dossier: &'a Dossier) -> Self {
        Self {
            policy,
            dossier,
            fields: Fields::published(),
            timeline: OnceCell::new(),
            phrases: OnceCell::new(),
        }
    }

    /// The same, where its report has other fields.
    #[must_use]
    pub fn with_fields(mut self, fields: &'a Fields) -> Self {
        self.fields = fields;
        self
    }

    /// The report.
    pub fn report(&self) -> &'a Document {
        &self.dossier.report
    }

    /// The report's status; `None` where it is missing or none that is known.
    pub fn status(&self) -> Option<Status> {
        Status::parse(self.report().text_of("status")?)
    }

    /// Whether the report has come as far as `status`. A postmortem that is not required, or
    /// whose status cannot be read, never has.
    pub fn has_reached(&self, status: Status) -> bool {
        self.status().is_some_and(|it| it.has_reached(status))
    }

    /// The report's severity, if it is one that is configured.
    pub fn severity(&self) -> Option<&'a Severity> {
        self.policy.severity(self.report().text_of("severity")?)
    }

    /// Whether the incident is a major one (DESIGN 2).
    pub fn is_major(&self) -> bool {
        is_major(self.policy, self.report())
    }

    /// The moment that a field of the report states; `None` where it is missing or unreadable.
    pub fn moment(&self, dotted: &str) -> Option<(Moment, Span)> {
        moment(self.report(), dotted)
    }

    /// The incident's date in the configured zone (DESIGN 3).
    pub fn incident_date(&self) -> Option<NaiveDate> {
        incident_date(self.policy, self.report())
    }

    /// The report's action items, each with its place in the list.
    pub fn action_items(&self) -> impl Iterator<Item = (usize, &'a Node)> {
        self.report()
            .root()
            .and_then(|root| root.get("action_items"))
            .map_or(&[][..], Node::items)
            .iter()
            .enumerate()
            .filter(|(_, item)| item.is_map())
    }

    /// The report's section of a configured name, found by that name or an alias, in any case.
    pub fn section(&self, name: &str) -> Option<(usize, &'a Section)> {
        section(self.policy, self.report(), name)
    }

    /// The report's timeline; `None` where it has no section of that name.
    pub fn timeline(&self) -> Option<&Timeline> {
        self.timeline
            .get_or_init(|| {
                let (index, _) = self.section("Timeline")?;
                let report = self.report();
                Some(timeline::timeline(&report.text, &report.body, index))
            })
            .as_ref()
    }

    /// What the phrases of a language rule hit.
    pub(super) fn hits(&self, rule: &Rule) -> impl Iterator<Item = &Hit> {
        self.phrases()
            .hits
            .iter()
            .filter(move |hit| hit.rule == rule)
    }

    /// The placeholders in the report's body.
    pub fn placeholders(&self) -> &[Span] {
        &self.phrases().placeholders
    }

    fn phrases(&self) -> &language::Found {
        self.phrases
            .get_or_init(|| language::scan(self.policy, self.dossier))
    }
}

/// Whether a report is about a major incident: by its severity, or because it says so.
pub fn is_major(policy: &Policy, report: &Document) -> bool {
    let says_so = report.field("major").and_then(Node::as_bool) == Some(true);
    says_so
        || report
            .text_of("severity")
            .and_then(|word| policy.severity(word))
            .is_some_and(|it| policy.is_major(it))
}

/// The moment that a field states; `None` where it is missing or unreadable.
pub fn moment(document: &Document, dotted: &str) -> Option<(Moment, Span)> {
    let node = document.field(dotted)?;
    let moment = time::parse_timestamp(node.as_str()?).ok()?;
    Some((moment, node.span))
}

/// The local date of `started_at`, else of `detected_at`, in the configured zone.
pub fn incident_date(policy: &Policy, report: &Document) -> Option<NaiveDate> {
    let (start, _) = moment(report, "started_at").or_else(|| moment(report, "detected_at"))?;
    Some(policy.zone.date_of(start))
}

/// The section of a configured name in a report, and its index among the body's sections.
pub fn section<'a>(
    policy: &Policy,
    report: &'a Document,
    name: &str,
) -> Option<(usize, &'a Section)> {
    report
        .body
        .sections
        .iter()
        .enumerate()
        .find(|(_, section)| section.level == 2 && policy.is_section(name, &section.title))
}

/// A postmortem before and after a change.
pub struct Change<'a> {
    /// As it was.
    pub before: &'a Context<'a>,
    /// As it is, where its places are.
    pub after: &'a Context<'a>,
}

impl Change<'_> {
    /// The status before and after; `None` where one of them cannot be read.
    pub fn statuses(&self) -> Option<(Status, Status)> {
        self.before.status().zip(self.after.status())
    }
}

/// The notes of one process review, as their rules see them.
pub struct ReviewContext<'a> {
    /// What the configuration says.
    pub policy: &'a Policy,
    /// The notes.
    pub document: &'a Document,
}

/// What is known of one postmortem when the root is looked at as a whole. The text is not kept:
/// where a rule finds something, the file is read again for its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// The postmortem's id.
    pub id: String,
    /// Its report.
    pub path: RepoPath,
    /// Ids of other postmortems that it names, with their places and JSON pointers.
    pub names: Vec<(String, Span, String)>,
    /// The incident's number in PagerDuty and in the tracker, with its field and place.
    pub incidents: Vec<(String, &'static str, Span)>,
}

/// A root as a whole.
pub struct Repository<'a> {
    /// What the configuration says.
    pub policy: &'a Policy,
    /// The postmortems that are judged, by report path.
    pub judged: &'a [Arc<Brief>],
    /// The process reviews that are judged; only `path` and `names` are filled.
    pub reviews: &'a [Arc<Brief>],
    /// Every postmortem of the root: its ids, and the directories that bear them.
    pub ids: &'a BTreeMap<String, Vec<RepoPath>>,
}
