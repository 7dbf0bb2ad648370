//! From a root to its events.

use std::collections::BTreeSet;

use super::Event;
use super::Events;
use super::Person;
use super::Standing;
use super::What;
use super::When;
use super::uid::Uids;
use crate::config::Policy;
use crate::deadline::State;
use crate::model::FieldName;
use crate::model::Role;
use crate::model::Status;
use crate::model::bare;
use crate::postmortem::Postmortem;
use crate::postmortem::ProcessReview;
use crate::report::list::Depth;
use crate::report::overdue;
use crate::report::overdue::Clock;
use crate::report::overdue::Item;
use crate::report::overdue::Owed;
use crate::report::overdue::Read;
use crate::report::overdue::Unreadable;
use crate::report::overdue::Wish;
use crate::root::Root;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// When the review meeting was, or is to be: the first that can be read counts.
const MEETING: [FieldName; 2] = [FieldName::MeetingHeldAt, FieldName::MeetingScheduledFor];

/// The events of a root that is read at a moment, met deadlines among them, by time. `progress` is
/// called once for each postmortem.
pub fn collect(
    root: &Root,
    clock: Clock,
    progress: &(dyn Fn() + Sync),
) -> Result<Events, SnapshotError> {
    let policy = &root.config.policy;
    let web = root.config.web_url.as_ref();
    let mut uids = Uids::new(&root.directory);
    let mut found = Events::default();
    let all = Wish {
        state: &|_| true,
        depth: Depth::FrontMatter,
        explains: true,
        tell: &|read, _| match read {
            Read::Postmortem(postmortem) => {
                progress();
                let mut meeting = review_meeting(policy, &postmortem);
                if let (Some(event), Some(web)) = (&mut meeting.event, web) {
                    event.url = web.of(&postmortem.report().path, Some(&event.subject));
                }
                meeting
            }
            Read::ProcessReview(review) => {
                let mut event = process_review(policy, &review);
                if let (Some(event), Some(web)) = (&mut event, web) {
                    event.url = web.of(&review.document.path, None);
                }
                Meeting {
                    event,
                    unreadable: Vec::new(),
                }
            }
        },
    };
    let (owed, meetings) = overdue::collect(root, clock, &all)?;
    for meeting in meetings {
        found.unreadable.extend(meeting.unreadable);
        if let Some(mut event) = meeting.event {
            event.uid = match event.what {
                What::ProcessReview => uids.give(&["process-reviews", &event.subject]),
                What::Meeting | What::Deadline(_) => {
                    uids.give(&[&event.subject, event.what.as_str()])
                }
            };
            found.events.push(event);
        }
    }
    let mut owed = owed.items;
    // In the order of the files, which knows nothing of the clock: what is met must not change by
    // what UID the others go.
    owed.sort_by(|a, b| in_files(a).cmp(&in_files(b)));
    for item in owed {
        match item {
            Item::Unreadable(it) => found.unreadable.push(*it),
            Item::Owed(it) => found.events.extend(deadline(policy, *it, &mut uids)),
        }
    }
    found.sort();
    Ok(found)
}

/// A meeting, and what of it cannot be read.
#[derive(Default)]
struct Meeting {
    event: Option<Event>,
    unreadable: Vec<Unreadable>,
}

/// The meeting in which a postmortem is reviewed.
fn review_meeting(policy: &Policy, report: &Postmortem<'_>) -> Meeting {
    let document = report.report();
    let id = &report.dossier.id;
    let mut meeting = Meeting::default();
    // That a report cannot be read, its deadlines say.
    if !document.is_readable() {
        return meeting;
    }
    for field in MEETING {
        let said = report.field(field);
        // Where something is owed, its deadlines say that too.
        if !report.owes() && said.is_there() && said.moment().is_none() {
            let why = format!("`{field}` is not a timestamp");
            let found = Unreadable::new(&document.path, said.line(), &why);
            meeting
                .unreadable
                .push(found.of(id, report.is_confidential()));
        }
    }
    if report.is_confidential() {
        return meeting;
    }
    let found = MEETING
        .into_iter()
        .find_map(|field| Some((field, report.moment(field)?)));
    let Some((field, at)) = found else {
        return meeting;
    };
    let is_off = report.status() == Some(Status::NotRequired)
        || report.field(FieldName::NoMeetingBecause).is_text();
    let text = |field| report.field(field).text().map(str::to_owned);
    let said = |field| report.field(field).people();
    let people = people(policy, report.invited().into_iter());
    let lead = said(FieldName::MeetingFacilitator)
        .chain(report.people(Role::Owner))
        .chain(report.people(Role::IncidentCommander));
    meeting.event = Some(Event {
        uid: String::new(),
        what: What::Meeting,
        subject: id.to_string(),
        title: text(FieldName::Title),
        severity: text(FieldName::Severity),
        part: None,
        when: When::From(at),
        standing: if is_off && field != FieldName::MeetingHeldAt {
            Standing::Cancelled
        } else {
            Standing::Holds
        },
        owner: first(policy, report.people(Role::Owner)),
        lead: first(policy, lead),
        people,
        url: Some(document.path.to_uri()),
        explanation: None,
    });
    meeting
}

/// A process review. That one cannot be read, what it owes says.
fn process_review(policy: &Policy, review: &ProcessReview<'_>) -> Option<Event> {
    let at = review.scheduled_for()?;
    let mut people = people(policy, review.attendees());
    if people.is_empty() {
        people = self::people(policy, review.invited());
    }
    Some(Event {
        uid: String::new(),
        what: What::ProcessReview,
        subject: review.id().to_owned(),
        title: None,
        severity: None,
        part: None,
        when: When::From(at),
        standing: if review.is_cancelled() {
            Standing::Cancelled
        } else {
            Standing::Holds
        },
        owner: None,
        lead: first(policy, review.chair().into_iter()),
        people,
        url: Some(review.document.path.to_uri()),
        explanation: None,
    })
}

/// The order of the files.
fn in_files(item: &Item) -> impl Ord + use<'_> {
    let place = item.place();
    let owed = item.owed();
    (&place.path, place.line, owed.map(|it| it.kind), item.part())
}

/// A deadline; nothing of what is confidential.
fn deadline(policy: &Policy, owed: Owed, uids: &mut Uids) -> Option<Event> {
    if owed.place.is_confidential {
        return None;
    }
    let path = &owed.place.path;
    let part = owed.part().map(str::to_owned);
    let uid = {
        let mut names = match &owed.place.postmortem {
            Some(id) => vec![&**id],
            None => vec!["process-reviews", stem(path)],
        };
        names.push(owed.kind.as_str());
        names.extend(part.as_deref());
        uids.give(&names)
    };
    let day = policy.zone.date_of(owed.due);
    let people = owed.owed_by.iter();
    Some(Event {
        uid,
        what: What::Deadline(owed.kind),
        subject: match &owed.place.postmortem {
            Some(id) => id.to_string(),
            None => stem(path).to_owned(),
        },
        title: owed.incident.title.clone(),
        severity: owed.incident.severity.clone(),
        part,
        when: if policy.zone.end_of_day(day) == owed.due {
            When::Day(day)
        } else {
            When::From(owed.due)
        },
        standing: if owed.state == State::Met {
            Standing::Met
        } else {
            Standing::Holds
        },
        owner: owed
            .incident
            .owner
            .as_ref()
            .map(|it| Person::new(policy, it)),
        lead: None,
        people: people.map(|it| Person::new(policy, it)).collect(),
        url: owed.place.url.or_else(|| Some(path.to_uri())),
        explanation: Some(owed.explanation.into()),
    })
}

/// Everybody who is named, each once.
fn people<'a>(policy: &Policy, names: impl Iterator<Item = &'a str>) -> Vec<Person> {
    let mut known = BTreeSet::new();
    let people = names.filter(|it| !bare(it).is_empty());
    let people = people.map(|it| Person::new(policy, it));
    people
        .filter(|it| known.insert(policy.roster.who(&it.handle)))
        .collect()
}

/// The first who is named.
fn first<'a>(policy: &Policy, names: impl Iterator<Item = &'a str>) -> Option<Person> {
    let mut names = names.filter(|it| !bare(it).is_empty());
    names.next().map(|it| Person::new(policy, it))
}

/// A file's name without its ending.
fn stem(path: &RepoPath) -> &str {
    let name = path.name();
    name.strip_suffix(".md").unwrap_or(name)
}
