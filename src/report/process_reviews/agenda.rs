//! What a process review has to talk about.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::Review;
use crate::corpus::Files;
use crate::deadline;
use crate::deadline::Coverage;
use crate::document::Document;
use crate::document::Sort;
use crate::markdown;
use crate::model::FieldName;
use crate::model::ReviewStatus;
use crate::postmortem::Report;
use crate::report::actions;
use crate::report::public;
use crate::report::public::Public;
use crate::report::unread;
use crate::report::unread::Need;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;
use crate::time::Moment;

/// The section of a report that a review begins with.
const WENT_BADLY: &str = "What Didn't Go So Well";
/// The kind of the action items that change the process.
const PROCESS: &str = "process";

/// What a review has to talk about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// The review; `None` where none is scheduled yet.
    pub review: Option<Review>,
    /// The incidents, the earliest first.
    pub incidents: Vec<Incident>,
    /// The tweaks that earlier reviews left open, those that are due first at the top.
    pub tweaks: Vec<Item>,
    /// What could not be read, and might belong here.
    pub unreadable: Vec<Trouble>,
    /// In what leaves the repository, the confidential incidents by their dates; elsewhere they are
    /// among all others.
    pub kept: Vec<String>,
}

impl Agenda {
    /// What may leave the repository: of confidential incidents the dates, and of what cannot be read
    /// that there is some: it may be confidential.
    pub fn public(&self) -> Public<Self> {
        let mut agenda = self.clone();
        agenda.review = agenda.review.map(Review::with_dates);
        agenda.incidents.retain(|it| !it.is_confidential);
        let kept = self.incidents.iter().filter(|it| it.is_confidential);
        agenda.kept = kept.map(|it| public::name_of_day(it.date)).collect();
        for it in &mut agenda.unreadable {
            *it = Trouble {
                path: RepoPath::root(),
                message: "cannot be read".to_owned(),
            };
        }
        Public::new(agenda)
    }
}

/// An incident whose response is looked at. What its report does not say is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// The postmortem's id.
    pub id: String,
    /// Its report.
    pub path: RepoPath,
    /// Where the report can be read on the web.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its severity, as written.
    pub severity: Option<String>,
    /// Its status, as written.
    pub status: Option<String>,
    /// The incident's date; where the report does not say, the id's.
    pub date: Option<NaiveDate>,
    /// When it was over.
    pub resolved_at: Option<String>,
    /// Who led the response.
    pub commander: Option<String>,
    /// What didn't go so well, a line for each point.
    pub went_badly: Vec<String>,
    /// Its open action items of kind `process`.
    pub action_items: Vec<Item>,
    /// Until when a review must have looked at it; `None` where it owes no such thing.
    pub due: Option<Moment>,
    /// Whether that has passed.
    pub is_late: bool,
    /// Whether the review names it already.
    pub is_listed: bool,
    /// Whether only its date may leave the repository.
    pub is_confidential: bool,
}

impl Incident {
    /// Its date as a text; empty where nobody knows it.
    pub fn date_in_words(&self) -> String {
        self.date.map(|it| it.to_string()).unwrap_or_default()
    }
}

/// A piece of work that is still open: an action item of a report, or a tweak of an earlier review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it is called from outside: `2026-11-20-checkout/AI-3`.
    pub name: String,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By when, as written.
    pub due: Option<String>,
    /// How far it is.
    pub state: String,
    /// Whether it is late at the moment of the run.
    pub is_late: bool,
}

impl Item {
    fn new(item: &actions::Item, now: Moment) -> Self {
        Self {
            name: item.name(),
            title: item.title.clone().unwrap_or_default(),
            owner: item.owner.clone(),
            due: item.due.clone(),
            state: item.state.clone(),
            is_late: item.is_late_at(now),
        }
    }
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The file that says it, or cannot.
    pub path: RepoPath,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

/// What `review` has to talk about: the incidents that it names and, until it is held, every major
/// incident that no held review covers; and the tweaks that earlier reviews left open. Without a
/// review, what one would have that is called now. `all` are the reviews of the root.
pub fn agenda(
    root: &Root,
    snapshot: &Snapshot,
    review: Option<&Review>,
    all: &[Review],
    now: Moment,
) -> Result<Agenda, SnapshotError> {
    let layout = root.layout()?;
    let looked = Looked {
        root,
        now,
        listed: review
            .map(|it| it.incidents.iter().map(String::as_str).collect())
            .unwrap_or_default(),
        held: held(all),
        otherwise: if all.iter().any(|it| it.is(ReviewStatus::Held)) {
            Coverage::NotYet
        } else {
            Coverage::NoneHeld
        },
        takes_more: review.is_none_or(|it| !it.is(ReviewStatus::Held)),
    };
    let found: Vec<Found> = layout
        .postmortems
        .par_iter()
        .map_init(
            || snapshot.reader(),
            |reader, files| {
                let report = Document::read(reader, &files.report, Sort::WithFrontMatter);
                looked.at(files, report)
            },
        )
        .collect();
    let mut agenda = Agenda {
        review: review.cloned(),
        tweaks: tweaks(review, all, now),
        ..Agenda::default()
    };
    for it in found {
        match it {
            Found::Incident(incident) => agenda.incidents.push(*incident),
            Found::Trouble(trouble) => agenda.unreadable.push(trouble),
            Found::Nothing => {}
        }
    }
    agenda
        .incidents
        .sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
    for it in all {
        let why = match (&it.unreadable, it.at) {
            (Some(why), _) => why.clone(),
            (None, None) => "`scheduled_for` cannot be read".to_owned(),
            (None, Some(_)) => continue,
        };
        agenda.unreadable.push(Trouble {
            path: it.path.clone(),
            message: why,
        });
    }
    if let Some(review) = review {
        let known: BTreeSet<&str> = layout.postmortems.iter().map(|it| it.id.as_str()).collect();
        for id in review
            .incidents
            .iter()
            .filter(|it| !known.contains(it.as_str()))
        {
            agenda.unreadable.push(Trouble {
                path: review.path.clone(),
                message: format!("no postmortem is called `{id}`"),
            });
        }
    }
    Ok(agenda)
}

/// When each incident was first looked at by a review that was held. As in `overdue`, one without a
/// time that can be read covers nothing.
fn held(all: &[Review]) -> BTreeMap<&str, Moment> {
    let mut held: BTreeMap<&str, Moment> = BTreeMap::new();
    for review in all.iter().filter(|it| it.is(ReviewStatus::Held)) {
        let Some(at) = review.at else {
            continue;
        };
        for id in &review.incidents {
            let first = held.entry(id).or_insert(at);
            *first = at.min(*first);
        }
    }
    held
}

/// The tweaks that reviews before `review` left open; of all reviews where there is none.
fn tweaks(review: Option<&Review>, all: &[Review], now: Moment) -> Vec<Item> {
    let is_earlier = |it: &Review| {
        review.is_none_or(|review| {
            it.path != review.path && (it.at, &it.id) < (review.at, &review.id)
        })
    };
    let mut open: Vec<Item> = all
        .iter()
        .filter(|it| is_earlier(it))
        .flat_map(|it| &it.tweaks)
        .filter(|it| it.is_open())
        .map(|it| Item::new(it, now))
        .collect();
    open.sort_by(|a, b| {
        let key = |it: &Item| (it.due.is_none(), it.due.clone(), it.name.clone());
        key(a).cmp(&key(b))
    });
    open
}

/// What a postmortem adds to an agenda.
enum Found {
    Incident(Box<Incident>),
    Trouble(Trouble),
    Nothing,
}

/// How postmortems are looked at.
struct Looked<'a> {
    root: &'a Root,
    now: Moment,
    /// What the review names.
    listed: BTreeSet<&'a str>,
    /// What held reviews cover.
    held: BTreeMap<&'a str, Moment>,
    /// What is said of an incident that they do not cover.
    otherwise: Coverage,
    /// Whether it takes on what it does not name.
    takes_more: bool,
}

impl Looked<'_> {
    fn at(&self, files: &Files, report: Document) -> Found {
        let policy = &self.root.config.policy;
        let is_listed = self.listed.contains(files.id.as_str());
        let is_covered = self.held.contains_key(files.id.as_str());
        if !is_listed && (is_covered || !self.takes_more) {
            return Found::Nothing;
        }
        if !report.is_readable() {
            let fault = report.faults.first();
            return Found::Trouble(Trouble {
                message: fault.map_or_else(|| "cannot be read".to_owned(), |it| it.message.clone()),
                path: report.path,
            });
        }
        let report = Report::new(policy, &report);
        if !is_listed && !is_wanted(&report) {
            // Of an incident of which nobody knows how severe it was, it is not said that none was major.
            let found = unread::of_report(&files.id, &report, &[Need::Severity]);
            return found.map_or(Found::Nothing, |it| {
                Found::Trouble(Trouble {
                    path: it.place.path,
                    message: it.why,
                })
            });
        }
        Found::Incident(Box::new(self.incident(files, report, is_listed)))
    }

    fn incident(&self, files: &Files, report: Report<'_>, is_listed: bool) -> Incident {
        let policy = &self.root.config.policy;
        let document = report.document;
        let text = |field| report.field(field).text().map(str::to_owned);
        let web = self.root.config.web_url.as_ref();
        let items = actions::of_report(&files.id, &report);
        let mut incident = Incident {
            id: files.id.to_string(),
            path: document.path.clone(),
            url: web.and_then(|it| it.of(&document.path, Some(&files.id))),
            title: text(FieldName::Title),
            severity: text(FieldName::Severity),
            status: text(FieldName::Status),
            date: report.incident_date().or_else(|| files.id.date()),
            resolved_at: text(FieldName::ResolvedAt),
            commander: text(FieldName::IncidentCommander)
                .map(|it| policy.roster.handle(&it).to_owned()),
            went_badly: went_badly(&report),
            action_items: items
                .iter()
                .filter(|it| it.is_open() && it.kind.as_deref() == Some(PROCESS))
                .map(|it| Item::new(it, self.now))
                .collect(),
            due: None,
            is_late: false,
            is_listed,
            is_confidential: report.is_confidential(),
        };
        let coverage = match self.held.get(files.id.as_str()) {
            Some(at) => Coverage::In(*at),
            None => self.otherwise,
        };
        if let Some(due) = deadline::of_incident(report, coverage) {
            incident.is_late = !due.is_met && due.due < self.now;
            incident.due = Some(due.due);
        }
        incident
    }
}

/// Whether a report is one that reviews look at: a major incident that a postmortem is required of,
/// and no older than the configuration wants.
fn is_wanted(report: &Report<'_>) -> bool {
    report.is_major() && report.owes()
}

/// What didn't go so well, as the report says.
fn went_badly(report: &Report<'_>) -> Vec<String> {
    let Some((_, section)) = report.section(WENT_BADLY) else {
        return Vec::new();
    };
    markdown::points(section.content.of(&report.document.text))
}

/// The way from a directory of the repository to a file in it, as a link.
pub fn way(from: &RepoPath, to: &RepoPath) -> String {
    let shared = from
        .parts()
        .zip(to.parts())
        .take_while(|(a, b)| a == b)
        .count();
    let up = from.parts().count() - shared;
    let whole = to.to_uri();
    let down: Vec<&str> = whole.split('/').skip(shared).collect();
    format!("{}{}", "../".repeat(up), down.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_leads_up_and_down() {
        let way =
            |from: &str, to: &str| way(&RepoPath::new(from).unwrap(), &RepoPath::new(to).unwrap());
        assert_eq!(
            way("process-reviews/2026", "postmortems/2026/x/postmortem.md"),
            "../../postmortems/2026/x/postmortem.md"
        );
        assert_eq!(
            way("team/reviews", "team/pms/a (b)/r.md"),
            "../pms/a%20%28b%29/r.md"
        );
        assert_eq!(way("", "r.md"), "r.md");
    }
}
