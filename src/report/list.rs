//! What there is: one row for each postmortem.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::config::Policy;
use crate::config::Someone;
use crate::document::Document;
use crate::document::Sort;
use crate::likeness;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::postmortem::Report;
use crate::report::overdue::Unreadable;
use crate::report::unread;
use crate::report::unread::Need;
use crate::root::Root;
use crate::schema::FieldKind;
use crate::schema::Fields;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// One postmortem in a list. What its report does not say is `None`; times are as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The postmortem's id.
    pub id: String,
    /// Its report.
    pub path: RepoPath,
    /// Its title.
    pub title: Option<String>,
    /// Its status, as written.
    pub status: Option<String>,
    /// Its severity, as written.
    pub severity: Option<String>,
    /// Its owner, as written.
    pub owner: Option<String>,
    /// When the incident began.
    pub started_at: Option<String>,
    /// When it was detected.
    pub detected_at: Option<String>,
    /// When it was resolved.
    pub resolved_at: Option<String>,
    /// The services it touched.
    pub services: Vec<String>,
    /// What customers felt, in short. Where the field is missing it is in the body, and only there for
    /// those who read bodies.
    pub impact: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The incident's date in the configured zone; where the report does not say, the id's.
    pub date: Option<NaiveDate>,
    /// Whether the report could be read.
    pub is_readable: bool,
    /// What its repository is called, where several are read.
    pub repo: Option<String>,
}

/// Which postmortems are wanted. Everything that is given must hold; within one list, any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Statuses.
    pub statuses: Vec<String>,
    /// Severities.
    pub severities: Vec<String>,
    /// Owners.
    pub owners: Vec<Someone>,
    /// People with any part in it.
    pub who: Vec<Someone>,
    /// Services.
    pub services: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// The first day.
    pub since: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Filter {
    /// Whether a row is wanted, by all but the people. Owners are compared through the roster.
    fn takes(&self, row: &Row, policy: &Policy) -> bool {
        let one_of = |wanted: &[String], found: &Option<String>| {
            wanted.is_empty()
                || found
                    .as_deref()
                    .is_some_and(|found| wanted.iter().any(|it| likeness::is_same(it, found)))
        };
        let any_of = |wanted: &[String], found: &[String]| {
            wanted.is_empty()
                || found
                    .iter()
                    .any(|found| wanted.iter().any(|it| likeness::is_same(it, found)))
        };
        let person = |wanted: &[Someone], found: &[String]| {
            let is_one = |it: &String| wanted.iter().any(|w| policy.roster.is(w, it));
            wanted.is_empty() || found.iter().any(is_one)
        };
        one_of(&self.statuses, &row.status)
            && one_of(&self.severities, &row.severity)
            && person(&self.owners, row.owner.as_slice())
            && any_of(&self.services, &row.services)
            && any_of(&self.tags, &row.tags)
            && self
                .since
                .is_none_or(|day| row.date.is_some_and(|it| it >= day))
            && self
                .until
                .is_none_or(|day| row.date.is_some_and(|it| it <= day))
    }

    /// What a report that is not taken does not say, where it might be wanted if it did: by all that it
    /// does say it would be.
    fn misses(&self, root: &Root, row: &Row, report: &Document) -> Option<Unreadable> {
        let policy = &root.config.policy;
        let said = Report::new(policy, report);
        let needs = [
            (Need::Status, !self.statuses.is_empty()),
            (Need::Severity, !self.severities.is_empty()),
        ];
        let needs = needs.into_iter().filter(|(_, is_asked)| *is_asked);
        let needs: Vec<Need> = needs.map(|(need, _)| need).collect();
        let found = unread::of_report(&row.id, &said, &needs)?;
        let mut rest = if row.is_readable {
            self.clone()
        } else {
            Self {
                since: self.since,
                until: self.until,
                ..Self::default()
            }
        };
        if said.status().is_none() {
            rest.statuses.clear();
        }
        if said.severity().is_none() {
            rest.severities.clear();
        }
        let is_wanted = rest.takes(row, policy) && rest.takes_people(root, report);
        is_wanted.then_some(found)
    }

    /// Whether somebody who is wanted has a part in what a report tells.
    fn takes_people(&self, root: &Root, report: &Document) -> bool {
        let roster = &root.config.policy.roster;
        let is_wanted = |it: &str| self.who.iter().any(|wanted| roster.is(wanted, it));
        self.who.is_empty() || people(root.fields(), report).any(is_wanted)
    }
}

/// How much of each report is read for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Its front matter, which costs little.
    FrontMatter,
    /// Its body too.
    Whole,
}

/// What is in a root.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The rows: newest incident first, then by id.
    pub rows: Vec<Row>,
    /// What cannot be read, and so may be missing.
    pub unread: Vec<Unreadable>,
}

/// The rows of a root that a filter takes.
pub fn list(
    root: &Root,
    snapshot: &Snapshot,
    filter: &Filter,
    depth: Depth,
) -> Result<Found, SnapshotError> {
    let sort = match depth {
        Depth::FrontMatter => Sort::FactsOnly,
        Depth::Whole => Sort::WithFrontMatter,
    };
    let judged = |row: Row, report: &Document| {
        let policy = &root.config.policy;
        if filter.takes(&row, policy) && filter.takes_people(root, report) {
            Some(Ok(row))
        } else {
            filter.misses(root, &row, report).map(Err)
        }
    };
    let layout = root.layout()?;
    let mut found: Vec<Result<Row, Unreadable>> = layout
        .postmortems
        .par_iter()
        .map_init(
            || snapshot.reader(),
            |reader, files| {
                let report = Document::read(reader, &files.report, sort);
                judged(row(root, &files.id, &report), &report)
            },
        )
        .flatten()
        .collect();
    // A place in a postmortem has that one's row.
    let postmortems = layout
        .postmortems
        .iter()
        .filter(|_| !layout.strange.is_empty());
    let directories: BTreeSet<&RepoPath> = postmortems.map(|it| &it.directory).collect();
    let is_within = |path: &RepoPath| {
        let mut above = std::iter::successors(path.parent(), RepoPath::parent);
        above.any(|it| directories.contains(&it))
    };
    for entry in &layout.strange {
        if let Some(fault) = entry.fault().filter(|_| !is_within(&entry.path)) {
            let document = Document::unread(&entry.path, &fault);
            let row = row(root, &PostmortemId::new(entry.path.name()), &document);
            found.extend(judged(row, &document));
        }
    }
    let mut all = Found::default();
    for it in found {
        match it {
            Ok(row) => all.rows.push(row),
            Err(unread) => all.unread.push(unread),
        }
    }
    all.rows
        .sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    Ok(all)
}

/// The row of one postmortem.
pub fn row(root: &Root, id: &PostmortemId, report: &Document) -> Row {
    let said = Report::new(&root.config.policy, report);
    let text = |field| said.field(field).text().map(str::to_owned);
    let texts = |field| said.field(field).texts().map(str::to_owned).collect();
    let date = said.incident_date();
    Row {
        id: id.to_string(),
        path: report.path.clone(),
        title: text(FieldName::Title),
        status: text(FieldName::Status),
        severity: text(FieldName::Severity),
        owner: text(FieldName::Owner),
        started_at: text(FieldName::StartedAt),
        detected_at: text(FieldName::DetectedAt),
        resolved_at: text(FieldName::ResolvedAt),
        services: texts(FieldName::Services),
        impact: said.impact(),
        tags: texts(FieldName::Tags),
        date: date.or_else(|| id.date()),
        is_readable: report.is_readable(),
        repo: None,
    }
}

/// Who only came to the review meeting has no part in the work.
const AT_MEETING: [FieldName; 2] = [FieldName::MeetingAttendees, FieldName::MeetingFacilitator];

/// Everybody whom a report names with a part in the work: owner, roles, responders, owners of action items.
fn people<'a>(fields: &'a Fields, report: &'a Document) -> impl Iterator<Item = &'a str> {
    let root = report.root().into_iter();
    root.flat_map(|root| fields.values(root, &[FieldKind::Person, FieldKind::PersonOrTeam]))
        .filter(|value| !AT_MEETING.iter().any(|it| value.name() == it.as_str()))
        .filter_map(|value| value.node.as_str())
}
