//! What edits would bring in: the documents that they touch, judged as they are and as they would be.

mod touch;

use std::collections::BTreeSet;

use crate::check;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::corpus::REPORT;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::tree::Edits;
use crate::tree::Moving;
use touch::Touch;

/// A document that edits touch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// A postmortem, by its directory.
    Postmortem(RepoPath),
    /// The notes of a process review.
    ProcessReview(RepoPath),
}

/// The errors that are in the touched documents once edits are made, and are not today.
pub(super) struct Introduced {
    /// Those in what the edits touch.
    pub(super) touched: Vec<Finding>,
    /// What another status or severity asks for, and is not there yet: no fault of whoever sets it.
    pub(super) asked: Vec<Finding>,
    /// The others, elsewhere.
    pub(super) elsewhere: Vec<Finding>,
}

/// The errors that edits bring in.
pub(super) fn introduced(root: &Root, edits: &Edits, clock: Clock) -> Result<Introduced, Refusal> {
    let after = root.snapshot().over(edits.texts(root.snapshot()));
    let subjects: BTreeSet<Subject> = after
        .laid_over()
        .filter_map(|(path, _)| subject(root, &after, path))
        .collect();
    let mut introduced = Vec::new();
    for subject in &subjects {
        let today = subject.today(edits.moved());
        let before = errors(root, root.snapshot(), &today, clock)?;
        let is_new = |it: &Finding| {
            let is_same = |old: &Finding| is_same(old, it, edits.moved());
            !before.iter().any(is_same)
        };
        let found = errors(root, &after, subject, clock)?;
        introduced.extend(found.into_iter().filter(is_new));
    }
    let touch = Touch::of(root.snapshot(), edits);
    let (asked, others): (Vec<_>, Vec<_>) = introduced.into_iter().partition(|it| touch.asks(it));
    let (touched, elsewhere) = others.into_iter().partition(|it| touch.takes(it));
    Ok(Introduced {
        touched,
        asked,
        elsewhere,
    })
}

impl Subject {
    /// The same where it lies before a directory moves.
    fn today(&self, moving: Option<&Moving>) -> Self {
        match (self, moving) {
            (Self::Postmortem(directory), Some(moving)) => {
                Self::Postmortem(moving.today(directory))
            }
            _ => self.clone(),
        }
    }
}

/// Whether an error was there before. One that names a directory that moves may name it by its new name.
fn is_same(old: &Finding, new: &Finding, moving: Option<&Moving>) -> bool {
    let (old_rule, old_pointer, old_message) = old.fingerprint();
    let (rule, pointer, message) = new.fingerprint();
    let follows = |it: &Moving| {
        let followed = old_message.replace(it.from.as_str(), it.to.as_str());
        followed.replace(it.from.name(), it.to.name()) == message
    };
    old_rule == rule
        && old_pointer == pointer
        && (old_message == message || moving.is_some_and(follows))
}

/// The document to which a file belongs; `None` for a file that nobody judges.
fn subject(root: &Root, snapshot: &Snapshot, path: &RepoPath) -> Option<Subject> {
    let is_in = |place: &RepoPath| {
        let place = root.directory.join(place.as_str());
        place.is_some_and(|it| path.below(&it).is_some())
    };
    let paths = &root.config.paths;
    if is_in(&paths.process_reviews) {
        return Some(Subject::ProcessReview(path.clone()));
    }
    if !is_in(&paths.postmortems) {
        return None;
    }
    let above = std::iter::successors(path.parent(), RepoPath::parent);
    let mut above = above.into_iter();
    let home = above.find(|it| it.join(REPORT).is_some_and(|it| snapshot.exists(&it)));
    home.map(Subject::Postmortem)
}

/// The errors in a document; none where there is no such document. A value that is none is one whatever
/// the level of its rule, and whatever is waived: it is never written.
fn errors(
    root: &Root,
    snapshot: &Snapshot,
    subject: &Subject,
    clock: Clock,
) -> Result<Vec<Finding>, Refusal> {
    let (verdict, values) = match subject {
        Subject::Postmortem(directory) => {
            let files = Files::of_directory(snapshot, directory)?;
            let dossier = files.map(|it| Dossier::read(&it, &snapshot.reader()));
            let judged = dossier.map(|it| {
                let values = check::values(root, &it);
                (check::judge(root, &it, clock), values)
            });
            judged.unzip()
        }
        Subject::ProcessReview(path) => {
            let notes = snapshot.entry(path).map(|entry| {
                let notes = Document::read(&snapshot.reader(), &entry, Sort::WithFrontMatter);
                check::judge_review(root, &notes, clock)
            });
            (notes, None)
        }
    };
    let mut found = verdict.map_or_else(Vec::new, check::Verdict::into_findings);
    found.retain(|it| it.level == Level::Error);
    let values = values.into_iter().flatten();
    for value in values.filter(|it| it.level == Level::Error) {
        if !found
            .iter()
            .any(|it| it.fingerprint() == value.fingerprint())
        {
            found.push(value);
        }
    }
    Ok(found)
}
