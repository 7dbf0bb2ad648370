//! What a change makes of postmortems, for whoever reviews it.

mod configuration;
mod deadlines;
mod facts;
mod outward;

use std::collections::BTreeMap;

use crate::check::Line;
use crate::check::Seen;
use crate::check::lacking;
use crate::check::review_lacking;
use crate::config::CodeOwners;
use crate::corpus::Dossier;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::model::FieldName;
use crate::model::ReviewStatus;
use crate::model::Status;
use crate::postmortem;
use crate::postmortem::is_confidential;
use crate::report::missing;
use crate::report::overdue;
use crate::report::reviewers;
use crate::root::Root;
use crate::source::RepoPath;
use crate::time::Moment;

pub use configuration::of as configuration;
pub use outward::Kept;

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
    /// The command that sets the fields that are missing.
    pub set_missing: Option<String>,
    /// What changes in meaning, a sentence each.
    pub facts: Vec<String>,
    /// What the change introduces, and what a trailer allows.
    pub findings: Vec<Finding>,
    /// Deadlines that it moves, meets or misses, a sentence each.
    pub deadlines: Vec<String>,
    /// Who might review it: not its owner.
    pub reviewers: Vec<String>,
}

impl Postmortem {
    /// What it lacks and is not told among what was found.
    pub fn missing(&self) -> impl Iterator<Item = &Finding> + Clone {
        once(&self.lacking, &self.findings)
    }
}

/// What is lacking and not told among what was found.
fn once<'a>(
    lacking: &'a [Finding],
    findings: &'a [Finding],
) -> impl Iterator<Item = &'a Finding> + Clone {
    let is_told = |it: &Finding| {
        findings
            .iter()
            .any(|told| told.fingerprint() == it.fingerprint())
    };
    lacking.iter().filter(move |it| !is_told(it))
}

/// The whole change.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The commit that it ends with.
    pub snapshot: String,
    /// The commit that it begins after.
    pub base: String,
    /// What it makes of configurations and rosters, a sentence each.
    pub configuration: Vec<String>,
    /// The postmortems that it touches, by path.
    pub postmortems: Vec<Postmortem>,
    /// The process reviews that it touches, by path.
    pub reviews: Vec<ProcessReview>,
    /// What it introduces elsewhere: in the configuration, and of what is taken away.
    pub others: Vec<Finding>,
    /// In what leaves the repository, the confidential postmortems; elsewhere they are among all
    /// others.
    pub kept: Vec<Kept>,
    /// The lines that the message of a squash merge has to hold.
    pub squash: Vec<Line>,
}

impl View {
    /// Adds what is told of the documents of a root, and what was found in it: each finding goes to its
    /// document, and what was there before the change to none.
    pub fn add(&mut self, told: BTreeMap<RepoPath, Told>, findings: Vec<Finding>) {
        let mut by_id: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        let mut by_path: BTreeMap<RepoPath, Vec<Finding>> = BTreeMap::new();
        let found = findings.into_iter();
        for finding in found.filter(|it| it.introduced != Some(false)) {
            let all = match &finding.postmortem {
                Some(id) => by_id.entry(id.clone()).or_default(),
                None => by_path.entry(finding.path.clone()).or_default(),
            };
            all.push(finding);
        }
        for it in told.into_values() {
            match it {
                Told::Postmortem(mut it) => {
                    it.findings = by_id.remove(&it.id).unwrap_or_default();
                    self.postmortems.push(*it);
                }
                Told::Review(mut it) => {
                    it.findings = by_path.remove(&it.path).unwrap_or_default();
                    self.reviews.push(*it);
                }
            }
        }
        // Those of the configuration, and of postmortems that are taken away.
        self.others.extend(by_path.into_values().flatten());
        self.others.extend(by_id.into_values().flatten());
    }
}

/// What is told of one document.
#[derive(Clone, Debug)]
pub enum Told {
    /// A postmortem.
    Postmortem(Box<Postmortem>),
    /// The notes of a process review.
    Review(Box<ProcessReview>),
}

/// What a change makes of the notes of a process review.
#[derive(Clone, Debug)]
pub struct ProcessReview {
    /// The name of its file without `.md`.
    pub id: String,
    /// Its notes.
    pub path: RepoPath,
    /// Whether the change brings it in.
    pub is_new: bool,
    /// The status that it had, as written.
    pub before: Option<String>,
    /// The status that it has, as written.
    pub after: Option<String>,
    /// What it lacks before it counts as held; empty where it is ready, or done with.
    pub lacking: Vec<Finding>,
    /// What changes in meaning, a sentence each.
    pub facts: Vec<String>,
    /// What the change introduces.
    pub findings: Vec<Finding>,
}

impl ProcessReview {
    /// What it lacks and is not told among what was found.
    pub fn missing(&self) -> impl Iterator<Item = &Finding> + Clone {
        once(&self.lacking, &self.findings)
    }
}

/// What is known beside the documents.
pub struct Desk<'a> {
    /// The root in which they lie.
    pub root: &'a Root,
    /// Who owns which files.
    pub owners: &'a CodeOwners,
    /// The moment of the run.
    pub now: Moment,
}

impl Desk<'_> {
    /// What a change makes of a document, with where that lies. What is found in it, [`View::add`] adds.
    pub fn tell(&self, seen: Seen<'_>) -> (RepoPath, Told) {
        match seen {
            Seen::Postmortem { before, after } => {
                let told = postmortem(self, before, after);
                (after.directory.clone(), Told::Postmortem(Box::new(told)))
            }
            Seen::ProcessReview { before, after } => {
                let told = process_review(self, before, after);
                (after.path.clone(), Told::Review(Box::new(told)))
            }
        }
    }
}

/// What a change makes of the notes of a process review.
fn process_review(desk: &Desk<'_>, before: Option<&Document>, after: &Document) -> ProcessReview {
    let policy = &desk.root.config.policy;
    let was = before.map(|it| postmortem::ProcessReview::new(policy, it));
    let is = postmortem::ProcessReview::new(policy, after);
    let status = |it: postmortem::ProcessReview<'_>| {
        let word = it.field(FieldName::Status).text();
        word.map(str::to_owned)
    };
    let lacking = if is.status() == Some(ReviewStatus::Scheduled) {
        review_lacking(
            desk.root,
            after,
            ReviewStatus::Held,
            desk.root.clock(desk.now),
        )
    } else {
        Vec::new()
    };
    ProcessReview {
        id: is.id().to_owned(),
        path: after.path.clone(),
        is_new: before.is_none(),
        before: was.and_then(status),
        after: status(is),
        lacking,
        facts: facts::of_notes(was, is),
        findings: Vec::new(),
    }
}

/// What a change makes of a postmortem.
fn postmortem(desk: &Desk<'_>, before: Option<&Dossier>, after: &Dossier) -> Postmortem {
    let (root, now) = (desk.root, desk.now);
    let policy = &root.config.policy;
    let dossier = after;
    // What it was is told beside what it is.
    let is_confidential =
        is_confidential(&after.report) || before.is_some_and(|it| is_confidential(&it.report));
    let after = postmortem::Postmortem::new(policy, dossier);
    let before = before.map(|it| postmortem::Postmortem::new(policy, it));
    let status = after.status();
    let next = status.and_then(Status::next);
    let lacking = next.map_or_else(Vec::new, |next| {
        lacking(root, dossier, next, root.clock(now))
    });
    Postmortem {
        id: dossier.id.to_string(),
        path: after.document.path.clone(),
        title: after.title().map(str::to_owned),
        is_confidential,
        is_new: before.is_none(),
        before: before.and_then(|it| it.status()),
        after: status,
        next,
        set_missing: missing::command(root, &dossier.id, &lacking),
        lacking,
        facts: facts::of(before, after),
        findings: Vec::new(),
        deadlines: deadlines::of(before, after, (now, overdue::coverage(root))),
        reviewers: reviewers::of(policy, desk.owners, &after),
    }
}
