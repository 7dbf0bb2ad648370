//! What is made of a document of which everything is decided: the report, and what there is to say of it.

use super::Case;
use super::Run;
use super::again::Again;
use super::decide::Decided;
use super::made::Made;
use super::made::Origin;
use super::source;
use super::source::Source;
use super::source::Text;
use crate::adopt::Kind;
use crate::adopt::Reading;
use crate::change::By;
use crate::refusal::Refusal;
use crate::report::adoption::Document;
use crate::report::adoption::State;
use crate::source::RepoPath;
use crate::tree::Edits;

/// What became of a document.
pub(super) struct Done {
    pub(super) document: Document,
    pub(super) edits: Edits,
    pub(super) moved: Option<(RepoPath, RepoPath)>,
}

impl Done {
    fn of(document: Document) -> Self {
        Self {
            document,
            edits: Edits::none(),
            moved: None,
        }
    }
}

impl Run<'_> {
    /// Makes the report of a document.
    pub(super) fn finish(&self, case: Case<'_>, by: &By<'_>) -> Result<Done, Refusal> {
        if let Some(document) = case.document {
            return Ok(Done::of(document));
        }
        let (Some(mut decided), Some(text), Some(reading)) =
            (case.decided, case.text, case.reading)
        else {
            let why = "nothing is known of it";
            return Ok(Done::of(Document::plain(
                &case.source.name,
                Kind::Other,
                why,
            )));
        };
        let Some(report) = case.report else {
            return Ok(Done::of(decided.document));
        };
        let before = match case.known {
            None => None,
            Some(known) => {
                decided.document.state = Some(State::Diverged);
                decided.document.becomes = Some(report.clone());
                decided.document.status = known.status;
                let again = Again::of(self, (case.source, known), by)?;
                let Some(before) = again.unchanged_result() else {
                    decided.document.obstacle = Some(format!(
                        "both it and {} have changed since it was adopted: bring one into the other by hand",
                        known.id
                    ));
                    return Ok(Done::of(decided.document));
                };
                decided.document.state = Some(State::Updated);
                Some(before)
            }
        };
        self.make(case.source, (&text, &reading, decided), (&report, before))
    }

    fn make(
        &self,
        source: &Source,
        (text, reading, mut decided): (&Text, &Reading, Decided),
        (report, before): (&RepoPath, Option<String>),
    ) -> Result<Done, Refusal> {
        if decided.document.obstacle.is_some() {
            return Ok(Done::of(decided.document));
        }
        let commit = self.commit_of(source, text);
        let origin = Origin {
            path: &source.name,
            commit: commit.as_deref(),
            sha256: &text.sha256,
        };
        let made = self.maker.make(
            (&text.text, reading, &decided),
            &origin,
            (report, self.asked.status),
        )?;
        let made = match made {
            Ok(made) => made,
            Err(why) => {
                decided.document.obstacle = Some(why);
                decided.document.id = None;
                return Ok(Done::of(decided.document));
            }
        };
        let document = self.told(decided, &made, report);
        let document = self.with_links(document, source, &made, report);
        let mut edits = Edits::none();
        let is_in_place = source.place.as_ref() == Some(report);
        let before = before.or_else(|| is_in_place.then(|| text.text.clone()));
        edits.put(report, before, made.text);
        let moved = source.place.as_ref().filter(|_| !self.asked.keeps);
        let moved = moved.filter(|_| !is_in_place);
        if let Some(place) = moved {
            edits.remove(place, text.text.clone());
        }
        Ok(Done {
            document,
            edits,
            moved: moved.map(|it| (it.clone(), report.clone())),
        })
    }

    /// What there is to say of a document, once its report is made.
    fn told(&self, decided: Decided, made: &Made, report: &RepoPath) -> Document {
        let mut document = decided.document;
        document.becomes = Some(report.clone());
        document.status = Some(made.status);
        document.losses.extend(made.losses.iter().cloned());
        document.not_understood.extend(made.unclear.iter().cloned());
        let unclear = &made.unclear;
        document
            .fields
            .retain(|it| !unclear.iter().any(|other| other.field == it.name));
        document.own_fields.clone_from(&made.own_fields);
        document.is_confidential |= made.is_confidential;
        let enforced = self.policy().enforce_from;
        let is_from_before = |day| enforced.is_some_and(|from| day < from);
        document.gaps_on = decided
            .date
            .filter(|day| made.has_gaps && !is_from_before(*day));
        document
    }

    /// The same with the links that lead elsewhere from the new place.
    fn with_links(
        &self,
        mut document: Document,
        source: &Source,
        made: &Made,
        report: &RepoPath,
    ) -> Document {
        let (Some(old), Some(new)) = (
            source.place.as_ref().and_then(RepoPath::parent),
            report.parent(),
        ) else {
            return document;
        };
        let snapshot = self.root.snapshot();
        for (url, line) in made.links.iter().filter(|_| old != new) {
            let path = url.split(['#', '?']).next().unwrap_or_default();
            if old.walk(path).is_some_and(|it| snapshot.exists(&it)) {
                document.losses.push(format!(
                    "links: `{url}` (line {line} of the report) leads from {old} alone"
                ));
            }
        }
        document
    }

    /// The last commit, if it has the very bytes of a document.
    fn commit_of(&self, source: &Source, text: &Text) -> Option<String> {
        let head = self.head.as_ref()?;
        let bytes = head.read(source.place.as_ref()?).ok()?;
        let is_same = source::sha256(&bytes) == text.sha256;
        is_same.then(|| head.commit_id().map(|it| it.to_string()))?
    }
}
