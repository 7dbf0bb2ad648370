//! Joining a process review, and what became of it. Only the fields change that must.

use serde_json::Value;
use serde_json::json;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Wanted;
use super::Workspace;
use super::pick;
use super::print;
use super::scaffold;
use crate::calendar;
use crate::check;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::edit;
use crate::markdown::one_line;
use crate::model::ReviewStatus;
use crate::render::Detail;
use crate::render::human;
use crate::render::sanitize;
use crate::report::process_reviews::Review;
use crate::root::Root;
use crate::schema;
use crate::time::Moment;
use crate::tree::Edits;
use crate::workspace::State;

/// A review that is changed.
struct Target {
    workspace: Workspace,
    root: Root,
    review: Review,
    now: Moment,
    /// Its notes as they are.
    text: String,
}

impl Target {
    fn open(ctx: &Ctx, id: Option<&str>, wanted: Wanted) -> Result<Self, Refusal> {
        let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
        let root = workspace.root_to_write()?;
        let now = ctx.now(root.config.policy.zone)?;
        let all = pick::all(&workspace, &root)?;
        let review = pick::pick(&all, id, wanted, now)?.clone();
        let path = &review.path;
        if let Some(why) = &review.unreadable {
            return Err(Refusal::unreadable(format!("{path} cannot be read: {why}"))
                .hint(format!("`pmrepo check {path}` says more")));
        }
        let text = root.text_of(path)?;
        Ok(Self {
            workspace,
            root,
            review,
            now,
            text,
        })
    }

    /// The fields of the notes, in the order of the schema.
    fn order(&self) -> Vec<String> {
        let schema = schema::effective(schema::Name::ProcessReview, &self.root.config);
        schema::siblings(&schema, &["status"])
    }

    /// The notes with some fields set.
    fn with(&self, fields: &[(&str, Value)]) -> Result<String, Refusal> {
        let order = self.order();
        let order: Vec<&str> = order.iter().map(String::as_str).collect();
        let mut text = self.text.clone();
        for (field, value) in fields {
            text = edit::set(&text, &[field], value, &order).map_err(|it| self.refusal(&it))?;
        }
        Ok(text)
    }

    fn refusal(&self, refusal: &edit::Refusal) -> Refusal {
        let path = &self.review.path;
        Refusal::unreadable(format!("{path}: {refusal}"))
            .hint(format!("`pmrepo check {path}` says more"))
    }

    /// What is wrong with a text of the notes, and is not with the one that is there.
    fn introduced(&self, text: &str) -> Vec<Finding> {
        let judge = |text: &str| {
            let notes =
                Document::from_text(&self.review.path, text.to_owned(), Sort::WithFrontMatter);
            check::judge_review(&self.root, &notes).into_findings()
        };
        let before = judge(&self.text);
        let is_new = |it: &Finding| {
            !before
                .iter()
                .any(|old| old.fingerprint() == it.fingerprint())
        };
        let mut found = judge(text);
        found.retain(|it| it.level == Level::Error && is_new(it));
        found
    }

    fn write(&self, text: &str) -> Result<(), Refusal> {
        let mut edits = Edits::none();
        edits.change(&self.review.path, self.text.clone(), text.to_owned());
        self.workspace.apply(&edits)?;
        Ok(())
    }

    /// Says what is so now.
    fn tell(&self, said: &str) -> Result<(), Refusal> {
        let line = format!("{}: {said}", self.review.id);
        print(&format!("{}\n", sanitize(&line)))
    }

    /// Says what status it has now, which was scheduled.
    fn tell_move(&self, status: ReviewStatus) -> Result<(), Refusal> {
        self.tell(&format!("{} -> {status}", ReviewStatus::Scheduled))
    }

    /// Refuses a review that is not scheduled any more.
    fn must_be_scheduled(&self) -> Result<(), Refusal> {
        let id = &self.review.id;
        let status = self.review.status.as_deref();
        match status.and_then(ReviewStatus::parse) {
            Some(ReviewStatus::Scheduled) => Ok(()),
            Some(status @ (ReviewStatus::Held | ReviewStatus::Cancelled)) => {
                Err(Refusal::not_ready(format!("{id} is {status} already")))
            }
            None => Err(
                Refusal::unreadable(format!("{id} has no status that can be read"))
                    .hint(format!("`pmrepo check {}` says more", self.review.path)),
            ),
        }
    }
}

/// Adds a person to the attendees: before the meeting they say that they come, afterwards that they
/// were there.
pub(super) fn join(ctx: &Ctx, id: Option<&str>, person: &str) -> Result<Ending, Refusal> {
    let target = Target::open(ctx, id, Wanted::Next)?;
    let policy = &target.root.config.policy;
    let review = &target.review;
    let person = target.workspace.person(policy, person)?;
    let person = policy.roster.handle(&person).to_owned();
    let is_held = review.is(ReviewStatus::Held);
    if !is_held {
        if review.is(ReviewStatus::Cancelled) {
            return Err(Refusal::not_ready(format!("{} is cancelled", review.id)));
        }
        target.must_be_scheduled()?;
    }
    let is_them = |it: &String| policy.roster.is_same(it, &person);
    let says = if is_held { "was there" } else { "comes" };
    if review.attendees.iter().any(is_them) {
        target.tell(&format!("{person} {says}, as the notes say already"))?;
        return Ok(Ending::Clean);
    }
    let is_invited =
        review.invited.is_empty() || review.invited.iter().chain(&review.chair).any(is_them);
    if !is_held && !is_invited {
        let error = Refusal::not_ready(format!(
            "{} is for those who are invited, and {person} is not",
            review.id
        ));
        return Err(error.hint(match &review.chair {
            Some(chair) => format!("ask {chair}, who may add you to `invited`"),
            None => "ask whoever planned it to add you to `invited`".to_owned(),
        }));
    }
    let order = target.order();
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    let text = edit::append(&target.text, &["attendees"], &json!(person), &order)
        .map_err(|it| target.refusal(&it))?;
    if let Some(fault) = target.introduced(&text).first() {
        return Err(scaffold::refused(fault));
    }
    target.write(&text)?;
    target.tell(&format!("{person} {says}"))?;
    Ok(Ending::Clean)
}

/// Records that a review was held. Where its notes are not ready for that it shows what is missing,
/// and nothing is written.
pub(super) fn held(ctx: &Ctx, id: Option<&str>, at: Option<&str>) -> Result<Ending, Refusal> {
    let target = Target::open(ctx, id, Wanted::Begun)?;
    target.must_be_scheduled()?;
    let review = &target.review;
    let zone = target.root.config.policy.zone;
    let mut fields = vec![("status", json!(ReviewStatus::Held))];
    let at = match at {
        Some(text) => {
            let at = calendar::read_short(text, target.now, zone)
                .map_err(|it| Refusal::usage(format!("--at: {it}")).hint(it.help()))?;
            fields.push(("scheduled_for", json!(at.to_short())));
            Some(at)
        }
        None => review.at,
    };
    if let Some(at) = at.filter(|it| *it > target.now) {
        return Err(Refusal::not_ready(format!(
            "{} cannot have been held: {} is yet to come",
            review.id,
            at.to_short()
        ))
        .hint("say with --at when it was"));
    }
    let text = target.with(&fields)?;
    let lacking = target.introduced(&text);
    if !lacking.is_empty() {
        let mut text = format!(
            "{} cannot be recorded as held yet. Missing:\n\n",
            sanitize(&review.id)
        );
        text.push_str(&human::points(&lacking, &ctx.look(Detail::Folded)));
        print(&text)?;
        return Ok(Ending::Findings);
    }
    target.write(&text)?;
    target.tell_move(ReviewStatus::Held)?;
    Ok(Ending::Clean)
}

/// Records that a review is not held, and why.
pub(super) fn cancel(ctx: &Ctx, id: Option<&str>, because: &str) -> Result<Ending, Refusal> {
    let because = one_line(because);
    if because.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why it is not held"));
    }
    let target = Target::open(ctx, id, Wanted::Only)?;
    target.must_be_scheduled()?;
    let text = target.with(&[
        ("status", json!(ReviewStatus::Cancelled)),
        ("cancelled_because", json!(because)),
    ])?;
    if let Some(fault) = target.introduced(&text).first() {
        return Err(scaffold::refused(fault));
    }
    target.write(&text)?;
    target.tell_move(ReviewStatus::Cancelled)?;
    Ok(Ending::Clean)
}
