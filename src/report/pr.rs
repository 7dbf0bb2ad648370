//! What a change makes of postmortems, for whoever reviews it.

mod facts;

use chrono::TimeDelta;

use super::overdue::is_confidential;
use super::overdue::public_subject;
use super::overdue::words::lateness;
use crate::check::Pair;
use crate::check::Root;
use crate::check::lacking;
use crate::config::Policy;
use crate::deadline;
use crate::deadline::Deadline;
use crate::deadline::Kind;
use crate::deadline::State;
use crate::diagnostic::Finding;
use crate::front_matter::Node;
use crate::model::Status;
use crate::model::bare;
use crate::rules::Context;
use crate::source::RepoPath;
use crate::time::Moment;

/// How long before the meeting reviewers should have a report (DESIGN 4).
const READING_TIME: TimeDelta = TimeDelta::hours(24);

/// What a reviewer asks. Somebody who was not there can answer all of them from a good report.
pub const QUESTIONS: [&str; 6] = [
    "Would somebody who was not there understand what happened, and when?",
    "Do the contributing factors go below the first thing that broke, and stop at no person?",
    "Is what happened told apart from how it should be prevented?",
    "Does each action item begin with a verb, and could anybody tell when it is done?",
    "Does the timeline show how it was noticed, and what was tried in vain?",
    "Would a customer find in the external message what it meant for them, and no promise that is \
     not kept?",
];

/// What a change makes of one postmortem.
#[derive(Clone, Debug)]
pub struct Postmortem {
    /// Its id.
    pub id: String,
    /// Its report.
    pub path: RepoPath,
    /// Its title.
    pub title: Option<String>,
    /// Whether only the date of the incident may leave the repository.
    pub is_confidential: bool,
    /// Whether the change brings it in.
    pub is_new: bool,
    /// The status that it had.
    pub before: Option<Status>,
    /// The status that it has.
    pub after: Option<Status>,
    /// The status that comes next.
    pub next: Option<Status>,
    /// What it lacks for that; empty where it is ready.
    pub lacking: Vec<Finding>,
    /// What changes in meaning, a sentence each.
    pub facts: Vec<String>,
    /// What the change introduces, and what a trailer allows.
    pub findings: Vec<Finding>,
    /// Deadlines that it meets or misses, a sentence each.
    pub deadlines: Vec<String>,
    /// Who might review it: not its owner.
    pub reviewers: Vec<String>,
}

impl Postmortem {
    /// What it is called outside of the repository: of what is confidential the date alone.
    pub fn public_subject(&self) -> String {
        public_subject(&self.id, self.is_confidential)
    }
}

/// The whole change.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The commit that it ends with.
    pub snapshot: String,
    /// The commit that it begins after.
    pub base: String,
    /// The postmortems that it touches, by path.
    pub postmortems: Vec<Postmortem>,
    /// What it introduces elsewhere: in process reviews, the configuration, what is taken away.
    pub others: Vec<Finding>,
}

/// What a change makes of a postmortem. What is found in its files is for the caller to add.
pub fn postmortem(root: &Root, pair: &Pair, now: Moment) -> Postmortem {
    let policy = &root.config.policy;
    let after = Context::new(policy, &pair.after);
    let before = pair.before.as_ref().map(|it| Context::new(policy, it));
    let report = after.report();
    let status = after.status();
    let next = status.and_then(Status::next);
    let lacking = next.map_or_else(Vec::new, |next| {
        lacking(root, &pair.after, next, root.today(now))
    });
    Postmortem {
        id: pair.after.id.clone(),
        path: report.path.clone(),
        title: report.text_of("title").map(str::to_owned),
        is_confidential: is_confidential(report),
        is_new: before.is_none(),
        before: before.as_ref().and_then(Context::status),
        after: status,
        next,
        lacking,
        facts: facts::of(before.as_ref(), &after),
        findings: Vec::new(),
        deadlines: deadlines(before.as_ref(), &after, now),
        reviewers: reviewers(policy, &after),
    }
}

/// Deadlines that were not met before and are, and those that have passed. Whether a process review
/// has looked at the incident is not in its own files, and nothing that this change could meet.
fn deadlines(before: Option<&Context<'_>>, after: &Context<'_>, now: Moment) -> Vec<String> {
    let policy = after.policy;
    let what = |it: &Deadline| {
        let kind = it.kind.as_str();
        let id = it.step.as_ref().or(it.action_item.as_ref());
        id.map_or_else(|| kind.to_owned(), |id| format!("{kind} {id}"))
    };
    let old = before.map_or_else(Vec::new, |it| deadline::of_postmortem(it, None));
    let was_met = |it: &Deadline| old.iter().any(|old| what(old) == what(it) && old.is_met);
    let mut told = Vec::new();
    let owed = deadline::of_postmortem(after, None);
    for it in owed.iter().filter(|it| it.kind != Kind::ProcessReview) {
        let due = it.due.to_short();
        match it.state(now, TimeDelta::zero()) {
            State::Met if before.is_some() && !was_met(it) => {
                told.push(format!("meets {}, due {due}", what(it)));
            }
            State::Overdue => {
                let late = lateness(&policy.calendar, it.due, now, it.in_business_days);
                let whose = match it.owed_by.as_slice() {
                    [] => "nobody named".to_owned(),
                    people => people.join(", "),
                };
                told.push(format!("{} is {late} late ({whose})", what(it)));
            }
            _ => {}
        }
    }
    let meeting = after.moment("meeting.scheduled_for").map(|it| it.0);
    let goes_to_reviewers = after.status() == Some(Status::InReview)
        && before.and_then(Context::status) != Some(Status::InReview);
    if let Some(at) = meeting.filter(|it| goes_to_reviewers && *it > now) {
        let left = at.since(now);
        if left < READING_TIME {
            told.push(format!(
                "the meeting is in {} hours, less than the {} that reviewers should have",
                left.num_hours(),
                READING_TIME.num_hours()
            ));
        }
    }
    told
}

/// Everybody who had a part in the incident or whose team runs one of its services, but the owner.
fn reviewers(policy: &Policy, after: &Context<'_>) -> Vec<String> {
    let report = after.report();
    let mut people: Vec<String> = Vec::new();
    let mut add = |person: &str| {
        let is_owner = report
            .text_of("owner")
            .is_some_and(|owner| policy.roster.is_same(owner, person));
        let is_there = people.iter().any(|it| policy.roster.is_same(it, person));
        if !is_owner && !is_there && !person.trim().is_empty() {
            let member = policy.roster.find(person);
            people.push(bare(member.map_or(person, |it| &it.handle)).to_owned());
        }
    };
    for field in ["roles.incident_commander", "roles.deputy"] {
        report.text_of(field).into_iter().for_each(&mut add);
    }
    let experts = report.field("roles.subject_matter_experts");
    let experts = experts.map_or(&[][..], Node::items).iter();
    experts.filter_map(Node::as_str).for_each(&mut add);
    let services = report.field("services").map_or(&[][..], Node::items);
    for member in &policy.roster.people {
        let runs = |service: &Node| {
            let team = member
                .team
                .as_deref()
                .and_then(|it| it.split('/').next_back());
            team.zip(service.as_str())
                .is_some_and(|(team, service)| team.eq_ignore_ascii_case(service))
        };
        if services.iter().any(runs) {
            add(&member.handle);
        }
    }
    people
}
