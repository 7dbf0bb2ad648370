//! A message on its way out: whether it may go, and what is on record before it is known that it went.
//!
//! Mail and a channel cannot be asked what they got. So an attempt is written down before it is made:
//! whoever is interrupted, or gets no answer, finds it, and nothing is sent twice unasked.

use serde_json::json;

use super::Text;
use super::Times;
use super::when;
use crate::change::By;
use crate::change::Draft;
use crate::change::Headline;
use crate::change::MessageSaid;
use crate::change::reading;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::model::Status;
use crate::postmortem::Message;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::tree::Edits;

/// The commit whose words were approved on record.
const HEAD: &str = "HEAD";

/// A way out of the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// By mail: that is how it is sent.
    Mail,
    /// To a channel, besides.
    Channel,
    /// To a status page, which can be asked what it has.
    StatusPage,
}

impl Means {
    /// Where an attempt is on record.
    fn field(self) -> FieldName {
        match self {
            Self::Mail | Self::StatusPage => FieldName::AttemptedAt,
            Self::Channel => FieldName::PostedAt,
        }
    }
}

/// What is on record of a message that may go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempted {
    /// When it went, or may have gone, in words.
    pub before: Option<String>,
}

/// Refuses a message that may not go: it is not written, not due yet, or went before.
pub fn may_be_sent(
    root: &Root,
    files: &Files,
    (name, means, times): (MessageName, Means, Times),
    by: &By<'_>,
) -> Result<Attempted, Refusal> {
    let text = Text::read((root, files), name, super::EMPTY)?;
    let message = text.message();
    let (id, path) = (&files.id, &text.path);
    if text.before.is_none() {
        let refusal = Refusal::not_found(format!("{id} has no message `{name}`"));
        return Err(refusal.hint(format!("pmrepo message new {id} {name}")));
    }
    text.must_not_be_declined()?;
    if message.is_empty() {
        let refusal = Refusal::not_ready(format!("{path} has no text")).about(path);
        return Err(refusal.hint(format!("pmrepo edit {id} {name}")));
    }
    text.must_be_finished()?;
    must_be_due(root, files, name)?;
    let is_approved = message.field(FieldName::ApprovedBy).is_text()
        && message.field(FieldName::ApprovedAt).moment().is_some();
    if name == MessageName::External && !is_approved {
        let refusal = Refusal::not_ready(format!("{id}: nobody has approved {name}"));
        return Err(refusal.hint(format!(
            "somebody else reads it: pmrepo message approve {id} {name} --by PERSON"
        )));
    }
    must_be_as_approved(&text, by)?;
    let sent = match means {
        Means::Mail | Means::StatusPage => when(root, message.field(FieldName::SentAt)),
        Means::Channel => None,
    };
    let perhaps = when(root, message.field(means.field()));
    let refusal = match (times, &sent, &perhaps) {
        (Times::Again, ..) | (Times::Once, None, None) => {
            return Ok(Attempted {
                before: sent.or(perhaps),
            });
        }
        (_, Some(at), _) => format!("{id}: {name} was sent already, {at}"),
        (_, _, Some(at)) => format!("{id}: {name} may have been sent at {at}"),
    };
    let refusal = Refusal::not_ready(refusal);
    Err(match sent {
        Some(_) => refusal.hint("--again sends it once more"),
        None => refusal
            .hint("ask somebody who should have it; --again sends it once more")
            .hint(match means {
                Means::Mail | Means::StatusPage => {
                    format!("it is there: pmrepo message sent {id} {name}")
                }
                Means::Channel => "it is there: nothing more is to be done".to_owned(),
            }),
    })
}

/// Refuses a message to customers whose words are others than those that its approval was committed with.
fn must_be_as_approved(text: &Text<'_>, by: &By<'_>) -> Result<(), Refusal> {
    let (MessageName::External, Some(repo)) = (text.name, &by.workspace.repo) else {
        return Ok(());
    };
    // Where there is no commit yet, nobody has approved anything on record.
    let Ok(head) = Snapshot::commit(repo, HEAD) else {
        return Ok(());
    };
    let Some(entry) = head.entry(&text.path) else {
        return Ok(());
    };
    let approved = Document::read(&head.reader(), &entry, Sort::WithFrontMatter);
    let approved = Message {
        document: &approved,
    };
    let message = text.message();
    let is_same = |field| approved.field(field).text() == message.field(field).text();
    let is_that = [FieldName::ApprovedBy, FieldName::ApprovedAt]
        .into_iter()
        .all(is_same);
    if !is_that || approved.words() == message.words() {
        return Ok(());
    }
    let (path, id) = (&text.path, &text.files.id);
    let by = message
        .field(FieldName::ApprovedBy)
        .words()
        .unwrap_or_default();
    let refusal = Refusal::not_ready(format!("{path} has other words than {by} approved"));
    Err(refusal.about(path).hint(format!(
        "take `approved_by` and `approved_at` out, and have it approved again: \
         pmrepo edit {id} {}",
        text.name
    )))
}

/// Refuses a message for which it is too early: what came out of the review is told after it.
fn must_be_due(root: &Root, files: &Files, name: MessageName) -> Result<(), Refusal> {
    let document = reading::today(root, &files.report.path, Sort::FactsOnly);
    let report = Report::new(&root.config.policy, &document);
    match name {
        MessageName::Notice => return Ok(()),
        MessageName::Results | MessageName::External => {}
    }
    if report.has_reached(Status::Reviewed) {
        return Ok(());
    }
    let id = &files.id;
    let is = report.status().map_or("not known", Status::as_str);
    let message = format!("{id} is {is}: {name} is sent from reviewed on");
    Err(Refusal::not_ready(message).hint(format!("pmrepo advance {id} reviewed")))
}

/// Writes down that a message is about to go.
pub fn attempt(
    root: &Root,
    files: &Files,
    (name, means): (MessageName, Means),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let edits = stamped((root, files), (name, means), by)?;
    let headline = Headline::of(&files.id, format!("the {name} message is on its way"));
    let draft = Draft::make((root, by), headline, edits, Vec::new())?;
    draft.must_be_clean()?;
    Ok(draft.quiet())
}

/// A message with the time at which it goes.
fn stamped(
    (root, files): (&Root, &Files),
    (name, means): (MessageName, Means),
    by: &By<'_>,
) -> Result<Edits, Refusal> {
    let text = Text::read((root, files), name, super::EMPTY)?;
    let at = by.moment(&root.config.policy);
    text.with(&[(means.field(), json!(at.to_short()))])
}

/// Records that a message was posted to a channel.
pub fn posted(
    root: &Root,
    files: &Files,
    name: MessageName,
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let edits = stamped((root, files), (name, Means::Channel), by)?;
    let headline = Headline::of(&files.id, format!("the {name} message was posted"));
    let says = super::says(files, name, MessageSaid::Posted);
    Draft::make((root, by), headline, edits, says)
}

/// Takes that back: it is known that nothing went.
pub fn withdraw(
    root: &Root,
    files: &Files,
    (name, means): (MessageName, Means),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let text = Text::read((root, files), name, super::EMPTY)?;
    let edits = text.without(means.field())?.with(&[])?;
    let headline = Headline::of(&files.id, format!("the {name} message did not go"));
    Ok(Draft::make((root, by), headline, edits, Vec::new())?.quiet())
}
