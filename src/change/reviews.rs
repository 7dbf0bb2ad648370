//! Process reviews: planning one, joining it, and what became of it. Only the fields change that must.

mod plan;

pub use plan::Plan;
pub use plan::plan;

use serde_json::Value;
use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use crate::front_matter::edit;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::model::ReviewStatus;
use crate::refusal::Refusal;
use crate::report::process_reviews::Review;
use crate::root::Root;
use crate::schema;
use crate::time::Moment;
use crate::tree::Edits;

/// Adds a person to the attendees: before the meeting they say that they come, afterwards that they
/// were there.
pub fn join(root: &Root, review: &Review, person: &str, by: &By<'_>) -> Result<Draft, Refusal> {
    let policy = &root.config.policy;
    let person = by.person(policy, person)?;
    let is_held = review.is(ReviewStatus::Held);
    if review.is(ReviewStatus::Cancelled) {
        return Err(Refusal::not_ready(format!("{} is cancelled", review.id)));
    }
    if !is_held {
        must_be_scheduled(review)?;
    }
    let is_them = |it: &String| policy.roster.is_same(it, &person);
    let is_known = review.attendees.iter().any(is_them);
    let mut invited = review.invited.iter().chain(&review.chair);
    let is_invited = review.invited.is_empty() || invited.any(is_them);
    if !is_known && !is_held && !is_invited {
        let refusal = Refusal::not_ready(format!(
            "{} is for those who are invited, and {person} is not",
            review.id
        ));
        return Err(refusal.hint(match &review.chair {
            Some(chair) => format!("ask {chair}, who may add you to `invited`"),
            None => "ask whoever planned it to add you to `invited`".to_owned(),
        }));
    }
    let says = vec![Said::Attends {
        review: review.id.clone(),
        person: person.clone(),
        status: if is_held {
            ReviewStatus::Held
        } else {
            ReviewStatus::Scheduled
        },
        is_known,
    }];
    if is_known {
        let headline = Headline::of(&review.id, format!("{person} comes"));
        return Draft::make((root, by), headline, Edits::none(), says);
    }
    let notes = Notes::read(root, review)?;
    let list = [FieldName::Attendees.as_str()];
    let order = notes.order();
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    let after = edit::append(&notes.text, &list, &[json!(person)], &order);
    let after = after.map_err(|it| notes.refused(&it))?;
    let headline = Headline::of(&review.id, format!("{person} comes"));
    notes.draft(after, (headline, says), by)
}

/// Records that a review was held, when it was planned or at another time. What its notes lack for
/// that stands in the draft's way.
pub fn held(
    root: &Root,
    review: &Review,
    at: Option<Moment>,
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    must_be_scheduled(review)?;
    let mut fields = vec![(FieldName::Status, json!(ReviewStatus::Held))];
    fields.extend(at.map(|it| (FieldName::ScheduledFor, json!(it.to_short()))));
    if let Some(at) = at.or(review.at).filter(|it| *it > by.now) {
        return Err(Refusal::not_ready(format!(
            "{} cannot have been held: {} is yet to come",
            review.id,
            root.config.policy.zone.words(at)
        ))
        .hint("say with --at when it was"));
    }
    let notes = Notes::read(root, review)?;
    let moved = moved(review, ReviewStatus::Held);
    Ok(notes.draft(notes.with(&fields)?, moved, by)?.strict())
}

/// Records that a review is not held, and why.
pub fn cancel(root: &Root, review: &Review, because: &str, by: &By<'_>) -> Result<Draft, Refusal> {
    let because = one_line(because);
    if because.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why it is not held"));
    }
    must_be_scheduled(review)?;
    let notes = Notes::read(root, review)?;
    let after = notes.with(&[
        (FieldName::Status, json!(ReviewStatus::Cancelled)),
        (FieldName::CancelledBecause, json!(because)),
    ])?;
    notes.draft(after, moved(review, ReviewStatus::Cancelled), by)
}

/// What a review that moves on is called in history, and what is said of it.
fn moved(review: &Review, to: ReviewStatus) -> (Headline, Vec<Said>) {
    let from = ReviewStatus::Scheduled;
    let headline = Headline::of(&review.id, format!("{from} -> {to}"));
    let says = vec![Said::ReviewMoved {
        review: review.id.clone(),
        from,
        to,
    }];
    (headline, says)
}

/// Refuses a review that is not scheduled any more.
fn must_be_scheduled(review: &Review) -> Result<(), Refusal> {
    let id = &review.id;
    let status = review.status.as_deref();
    match status.and_then(ReviewStatus::parse) {
        Some(ReviewStatus::Scheduled) => Ok(()),
        Some(status @ (ReviewStatus::Held | ReviewStatus::Cancelled)) => {
            Err(Refusal::not_ready(format!("{id} is {status} already")))
        }
        None => Err(
            Refusal::unreadable(format!("{id} has no status that can be read"))
                .hint(format!("`pmrepo check {}` says more", review.path))
                .about(&review.path),
        ),
    }
}

/// The notes of a review, to be changed.
struct Notes<'a> {
    root: &'a Root,
    review: &'a Review,
    text: String,
}

impl<'a> Notes<'a> {
    fn read(root: &'a Root, review: &'a Review) -> Result<Self, Refusal> {
        Ok(Self {
            root,
            review,
            text: root.text_of(&review.path)?,
        })
    }

    /// The fields of the notes, in the order of the schema.
    fn order(&self) -> Vec<String> {
        let schema = schema::effective(schema::Name::ProcessReview, &self.root.config);
        schema::siblings(&schema, &[FieldName::Status.as_str()])
    }

    /// The notes with some fields set.
    fn with(&self, fields: &[(FieldName, Value)]) -> Result<String, Refusal> {
        let order = self.order();
        let order: Vec<&str> = order.iter().map(String::as_str).collect();
        let mut text = self.text.clone();
        for (field, value) in fields {
            let set = edit::set(&text, &[field.as_str()], value, &order);
            text = set.map_err(|it| self.refused(&it))?;
        }
        Ok(text)
    }

    fn refused(&self, error: &edit::EditError) -> Refusal {
        let path = &self.review.path;
        Refusal::unreadable(format!("{path}: {error}"))
            .hint(format!("`pmrepo check {path}` says more"))
            .about(path)
    }

    /// The notes with another text, judged.
    fn draft(
        &self,
        after: String,
        (headline, says): (Headline, Vec<Said>),
        by: &By<'_>,
    ) -> Result<Draft, Refusal> {
        let mut edits = Edits::none();
        edits.change(&self.review.path, self.text.clone(), after);
        Draft::make((self.root, by), headline, edits, says)
    }
}
