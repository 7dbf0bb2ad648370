//! Messages: writing one from its template, and what became of it.

mod attempt;
mod begin;
pub(super) mod link;

pub use attempt::Attempted;
pub use attempt::Means;
pub use attempt::attempt;
pub use attempt::may_be_sent;
pub use attempt::posted;
pub use attempt::withdraw;
pub use begin::begin;

use serde_json::Value;
use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::reading;
use super::said::MessageSaid;
use super::trailer;
use crate::check;
use crate::corpus::Files;
use crate::corpus::MESSAGES;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::edit;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Message;
use crate::postmortem::Said as SaidOf;
use crate::postmortem::leftovers;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::pm808_message_rewritten;
use crate::rules::pm812_own_approval;
use crate::source::RepoPath;
use crate::time::Moment;
use crate::tree::Edits;

/// The fields of a message, in their order.
const FIELDS: [&str; 9] = [
    FieldName::To.as_str(),
    FieldName::ApprovedBy.as_str(),
    FieldName::ApprovedAt.as_str(),
    FieldName::AttemptedAt.as_str(),
    FieldName::PostedAt.as_str(),
    FieldName::SentAt.as_str(),
    FieldName::Url.as_str(),
    FieldName::MessageId.as_str(),
    FieldName::NotSentBecause.as_str(),
];

/// What a message begins with that was never written here.
const EMPTY: &str = "---\n---\n";
const BY_HAND: &str = "---\n---\n\nSent by hand.\n";

/// How much is shown of what is not written yet, in characters.
const SHOWN: usize = 60;

/// Whether a message may have been sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// This is the first time.
    Once,
    /// It was sent before, and what is on record of that gives way.
    Again,
}

impl Times {
    /// By whether somebody said that it is meant to go once more.
    pub fn of(is_again: bool) -> Self {
        if is_again { Self::Again } else { Self::Once }
    }
}

/// What is known of a message that was sent.
#[derive(Clone, Copy, Debug)]
pub struct Sending<'a> {
    /// When; now by default.
    pub at: Option<Moment>,
    /// Where it can be read.
    pub url: Option<&'a str>,
    /// The id of the mail or chat message.
    pub message_id: Option<&'a str>,
    /// Who approved it.
    pub approved_by: Option<&'a str>,
    /// Whether it may have been sent before.
    pub times: Times,
}

/// The address at which people read a report; `None` where neither the configuration nor a remote says one.
pub fn address(root: &Root, files: &Files, by: &By<'_>) -> Option<String> {
    link::to_report(root, files, by).url
}

/// Records that a message was sent. One that was never written here was sent by hand.
pub fn sent(
    root: &Root,
    files: &Files,
    (name, sending): (MessageName, &Sending<'_>),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let draft = Text::read((root, files), name, BY_HAND)?;
    let message = draft.message();
    draft.must_not_be_declined()?;
    let before = message.field(FieldName::SentAt);
    let is_again = before.is_there();
    if let (Some(at), Times::Once) = (when(root, before), sending.times) {
        let message = format!("{}: {name} was sent already, {at}", files.id);
        return Err(Refusal::not_ready(message).hint("--again records that it was sent once more"));
    }
    draft.must_be_finished()?;
    let at = sending.at.unwrap_or_else(|| by.moment(&root.config.policy));
    let mut fields = vec![(FieldName::SentAt, json!(at.to_short()))];
    fields.extend(sending.url.map(|it| (FieldName::Url, json!(it.trim()))));
    fields.extend(
        sending
            .message_id
            .map(|it| (FieldName::MessageId, json!(it.trim()))),
    );
    if let Some(person) = sending.approved_by {
        if name != MessageName::External {
            return Err(only_external(name));
        }
        let person = by.person(&root.config.policy, person)?;
        draft.must_be_anothers(&person, by)?;
        fields.push((FieldName::ApprovedBy, json!(person)));
    } else if name == MessageName::External && !message.field(FieldName::ApprovedBy).is_there() {
        return Err(Refusal::usage("--approved-by is missing").hint(format!(
            "somebody approves what customers read, before it is sent: `pmrepo message approve {} \
             {name} --by PERSON`",
            files.id
        )));
    }
    let draft = draft.without(FieldName::AttemptedAt)?;
    let edits = draft.with(&fields)?;
    let mut says = says(files, name, MessageSaid::Sent);
    says.extend(link::unseen(root, files, name, by));
    let headline = Headline::of(&files.id, format!("the {name} message was sent"));
    let made = Draft::make((root, by), headline, edits, says)?;
    Ok(if is_again {
        // What is on record of the first time gives way.
        let rule = pm808_message_rewritten::RULE.code;
        made.with_trailer(trailer(rule, &format!("{name} was sent again")))
    } else {
        made
    })
}

/// An approval of the message to customers.
#[derive(Clone, Copy, Debug)]
pub struct Approval<'a> {
    /// Who approves it.
    pub by: &'a str,
    /// When; now by default.
    pub at: Option<Moment>,
}

/// Records who approved the message to customers, and when. Whoever made the first commit with its
/// text does not.
pub fn approve(
    root: &Root,
    files: &Files,
    (name, approval): (MessageName, &Approval<'_>),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    if name != MessageName::External {
        return Err(only_external(name));
    }
    let policy = &root.config.policy;
    let draft = Text::read((root, files), name, BY_HAND)?;
    let message = draft.message();
    draft.must_not_be_declined()?;
    if draft.before.is_none() || message.is_empty() {
        let message = format!("{}: {name} has no text that could be approved", files.id);
        return Err(Refusal::not_ready(message).hint(match draft.before {
            None => format!("`pmrepo message new {} {name}` begins it", files.id),
            Some(_) => format!("`pmrepo edit {} {name}`", files.id),
        }));
    }
    if let Some(known) = message.field(FieldName::ApprovedBy).words() {
        let message = format!("{}: {name} is approved already, by {known}", files.id);
        return Err(Refusal::not_ready(message).hint(format!(
            "to have another text approved, remove `approved_by` and `approved_at` first: \
             pmrepo edit {} {name}",
            files.id
        )));
    }
    draft.must_be_finished()?;
    let person = by.person(policy, approval.by)?;
    draft.must_be_anothers(&person, by)?;
    let at = approval.at.unwrap_or_else(|| by.moment(policy));
    let fields = [
        (FieldName::ApprovedBy, json!(person)),
        (FieldName::ApprovedAt, json!(at.to_short())),
    ];
    let says = says(files, name, MessageSaid::Approved);
    let headline = Headline::of(&files.id, format!("{person} approves the {name} message"));
    Draft::make((root, by), headline, draft.with(&fields)?, says)
}

fn only_external(name: MessageName) -> Refusal {
    Refusal::usage(format!("{name} needs no approval"))
        .hint("what customers read is approved: the message `external`")
}

/// Records that none is sent, and why.
pub fn none(
    root: &Root,
    files: &Files,
    (name, because): (MessageName, &str),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let because = one_line(because);
    if because.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why none is sent"));
    }
    let draft = Text::read((root, files), name, EMPTY)?;
    if draft.message().field(FieldName::SentAt).is_there() {
        return Err(Refusal::not_ready(format!(
            "{} was sent already",
            draft.path
        )));
    }
    let fields = [(FieldName::NotSentBecause, json!(because))];
    let edits = draft.with(&fields)?;
    let headline = Headline::of(&files.id, format!("no {name} message is sent"));
    let says = says(files, name, MessageSaid::Declined);
    Draft::make((root, by), headline, edits, says)
}

/// When something of a message happened, in words; `None` where it did not.
fn when(root: &Root, field: SaidOf<'_>) -> Option<String> {
    let written = field.text()?.to_owned();
    let zone = root.config.policy.zone;
    Some(field.moment().map_or(written, |it| zone.words(it)))
}

fn says(files: &Files, name: MessageName, what: MessageSaid) -> Vec<Said> {
    vec![Said::Message {
        id: files.id.to_string(),
        name,
        what,
    }]
}

/// Where a message lies.
pub fn place(files: &Files, name: MessageName) -> RepoPath {
    let below = format!("{MESSAGES}/{name}.md");
    files.directory.join(&below).unwrap_or_default()
}

/// The message's text; `None` where there is none yet.
fn text_of(root: &Root, path: &RepoPath) -> Result<Option<String>, Refusal> {
    if !root.snapshot().exists(path) {
        return Ok(None);
    }
    root.text_of(path).map(Some)
}

/// A message, to be changed.
struct Text<'a> {
    root: &'a Root,
    files: &'a Files,
    name: MessageName,
    path: RepoPath,
    /// The text as it is; `None` where there is none yet.
    before: Option<String>,
    document: Document,
}

impl<'a> Text<'a> {
    /// Reads it. Where there is none yet, it begins with a text.
    fn read(
        (root, files): (&'a Root, &'a Files),
        name: MessageName,
        first: &str,
    ) -> Result<Self, Refusal> {
        let path = place(files, name);
        let before = text_of(root, &path)?;
        let text = before.clone().unwrap_or_else(|| first.to_owned());
        Ok(Self {
            root,
            files,
            name,
            document: reading::with(root, &path, &text, Sort::WithFrontMatter),
            path,
            before,
        })
    }

    fn message(&self) -> Message<'_> {
        Message {
            document: &self.document,
        }
    }

    /// Refuses one that says why none is sent.
    fn must_not_be_declined(&self) -> Result<(), Refusal> {
        if !self.message().field(FieldName::NotSentBecause).is_there() {
            return Ok(());
        }
        let Self {
            path, files, name, ..
        } = self;
        let refusal = Refusal::not_ready(format!("{path} says that none is sent")).about(path);
        Err(refusal.hint(format!(
            "remove `not_sent_because`: pmrepo edit {} {name}",
            files.id
        )))
    }

    /// Refuses one in which a comment of its template or a placeholder is left.
    fn must_be_finished(&self) -> Result<(), Refusal> {
        let Document { text, lines, .. } = &self.document;
        let Some(left) = leftovers::leftover(&self.document) else {
            return Ok(());
        };
        let line = lines.position(text, left.start).line;
        let shown: String = one_line(left.of(text)).chars().take(SHOWN).collect();
        let Self {
            path, files, name, ..
        } = self;
        let refusal = Refusal::not_ready(format!("{path}:{line} is not written yet: `{shown}`"));
        Err(refusal.about(path).hint(format!(
            "write what belongs there, or remove the line: pmrepo edit {} {name}",
            files.id
        )))
    }

    /// Refuses an approval by whoever made the first commit with the text, or is about to.
    fn must_be_anothers(&self, person: &str, by: &By<'_>) -> Result<(), Refusal> {
        let (Some(repo), Some(_)) = (&by.workspace.repo, &self.before) else {
            return Ok(());
        };
        if !self.root.levels.is_on(&pm812_own_approval::RULE) {
            return Ok(());
        }
        let writer = check::next_writer(repo, &self.path)?;
        let Some(writer) = writer.filter(|it| it.is(&self.root.config.policy, person)) else {
            return Ok(());
        };
        let message = format!("{person} wrote it first: {}", writer.words());
        Err(Refusal::not_ready(message).hint("let somebody else read it and approve it"))
    }

    /// The same without a field.
    fn without(mut self, field: FieldName) -> Result<Self, Refusal> {
        let path = &self.path;
        let text = edit::remove(&self.document.text, &[field.as_str()])
            .map_err(|it| Refusal::unreadable(format!("{path}: {it}")).about(path))?;
        self.document = reading::with(self.root, path, &text, Sort::WithFrontMatter);
        Ok(self)
    }

    /// The message with some fields set, if every edit is what was meant.
    fn with(&self, fields: &[(FieldName, Value)]) -> Result<Edits, Refusal> {
        let path = &self.path;
        let mut text = self.document.text.clone();
        for (field, value) in fields {
            text = edit::set(&text, &[field.as_str()], value, &FIELDS)
                .map_err(|it| Refusal::unreadable(format!("{path}: {it}")).about(path))?;
        }
        let mut edits = Edits::none();
        edits.put(path, self.before.clone(), text);
        Ok(edits)
    }
}
