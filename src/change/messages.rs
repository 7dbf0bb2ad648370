//! Messages: writing one from its template, and what became of it.

use serde_json::Value;
use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::reading;
use super::said::MessageSaid;
use super::templates;
use crate::corpus::Files;
use crate::corpus::MESSAGES;
use crate::document::Sort;
use crate::front_matter::edit;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Message;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::RepoPath;
use crate::template;
use crate::template::input::ActionInput;
use crate::template::input::MessageInput;
use crate::time::Moment;
use crate::tree::Edits;

/// The fields of a message, in their order.
const FIELDS: [&str; 7] = [
    "to",
    FieldName::ApprovedBy.as_str(),
    FieldName::ApprovedAt.as_str(),
    FieldName::SentAt.as_str(),
    FieldName::Url.as_str(),
    FieldName::MessageId.as_str(),
    FieldName::NotSentBecause.as_str(),
];

/// What is known of a message that was sent.
#[derive(Clone, Copy, Debug)]
pub struct Sending<'a> {
    /// When; now by default.
    pub at: Option<Moment>,
    /// Where it can be read.
    pub url: Option<&'a str>,
    /// Who approved it.
    pub approved_by: Option<&'a str>,
}

/// Writes a message from its template.
pub fn write(root: &Root, files: &Files, name: MessageName, by: &By<'_>) -> Result<Draft, Refusal> {
    let path = place(files, name);
    if text_of(root, &path)?.is_some() {
        let refusal = Refusal::not_ready(format!("{path} is there already"));
        return Err(refusal.hint(format!("pmrepo edit {} {name}", files.id)));
    }
    let mut edits = Edits::none();
    edits.create(&path, from_template(root, files, name)?);
    let headline = Headline::of(&files.id, format!("write the {name} message"));
    Draft::make((root, by), headline, edits, vec![Said::Wrote(path)])
}

/// Records that a message was sent. One that was never written here was sent by hand.
pub fn sent(
    root: &Root,
    files: &Files,
    (name, sending): (MessageName, &Sending<'_>),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let policy = &root.config.policy;
    let path = place(files, name);
    let before = text_of(root, &path)?;
    let by_hand = || "---\n---\n\nSent by hand.\n".to_owned();
    let text = before.clone().unwrap_or_else(by_hand);
    let document = reading::with(root, &path, &text, Sort::WithFrontMatter);
    let message = Message {
        document: &document,
    };
    if message.field(FieldName::NotSentBecause).is_there() {
        let refusal = Refusal::not_ready(format!("{path} says that none is sent"));
        return Err(refusal.hint(format!(
            "take `not_sent_because` away: pmrepo edit {} {name}",
            files.id
        )));
    }
    let at = sending.at.unwrap_or_else(|| policy.zone.show(by.now));
    let mut fields = vec![(FieldName::SentAt, json!(at.to_short()))];
    fields.extend(sending.url.map(|it| (FieldName::Url, json!(it.trim()))));
    if let Some(person) = sending.approved_by {
        let person = by.workspace.person(policy, person)?;
        fields.push((FieldName::ApprovedBy, json!(person)));
    } else if name == MessageName::External && !message.field(FieldName::ApprovedBy).is_there() {
        return Err(Refusal::usage("--approved-by is missing")
            .hint("somebody approves what customers read, before it is sent"));
    }
    let edits = edits(&path, before, text, &fields)?;
    let headline = Headline::of(&files.id, format!("the {name} message was sent"));
    Draft::make(
        (root, by),
        headline,
        edits,
        says(files, name, MessageSaid::Sent),
    )
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
    let path = place(files, name);
    let before = text_of(root, &path)?;
    let text = before.clone().unwrap_or_else(|| "---\n---\n".to_owned());
    let document = reading::with(root, &path, &text, Sort::WithFrontMatter);
    let message = Message {
        document: &document,
    };
    if message.field(FieldName::SentAt).is_there() {
        return Err(Refusal::not_ready(format!("{path} was sent already")));
    }
    let fields = [(FieldName::NotSentBecause, json!(because))];
    let edits = edits(&path, before, text, &fields)?;
    let headline = Headline::of(&files.id, format!("no {name} message is sent"));
    Draft::make(
        (root, by),
        headline,
        edits,
        says(files, name, MessageSaid::Declined),
    )
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

/// Sets fields, if every edit is what was meant.
fn edits(
    path: &RepoPath,
    before: Option<String>,
    mut text: String,
    fields: &[(FieldName, Value)],
) -> Result<Edits, Refusal> {
    for (field, value) in fields {
        text = edit::set(&text, &[field.as_str()], value, &FIELDS)
            .map_err(|it| Refusal::unreadable(format!("{path}: {it}")))?;
    }
    let mut edits = Edits::none();
    edits.put(path, before, text);
    Ok(edits)
}

fn from_template(root: &Root, files: &Files, name: MessageName) -> Result<String, Refusal> {
    let document = reading::today(root, &files.report.path, Sort::WithFrontMatter);
    let report = Report::new(&root.config.policy, &document);
    let text = |field| report.field(field).text().map(str::to_owned);
    let texts = |field| report.field(field).texts().map(str::to_owned).collect();
    let web = root.config.web_url.as_deref();
    let items = report.action_items().map(|item| {
        let text = |field| item.field(field).text().map(str::to_owned);
        ActionInput {
            id: text(FieldName::Id).unwrap_or_default(),
            title: text(FieldName::Title).unwrap_or_default(),
            owner: text(FieldName::Owner),
            due: text(FieldName::Due),
        }
    });
    let input = MessageInput {
        to: Vec::new(),
        title: text(FieldName::Title).unwrap_or_default(),
        id: files.id.to_string(),
        severity: text(FieldName::Severity).unwrap_or_default(),
        url: web.map(|it| format!("{it}/{}", files.report.path)),
        owner: text(FieldName::Owner),
        started_at: text(FieldName::StartedAt),
        resolved_at: text(FieldName::ResolvedAt),
        services: texts(FieldName::Services),
        impact: text(FieldName::ImpactSummary),
        contributing_factors: texts(FieldName::ContributingFactors),
        action_items: items.collect(),
    };
    let own = templates::own(root, template::Name::Message(name))?;
    let made = template::message(name, &input, own.as_deref());
    made.map_err(|it| Refusal::configuration(it.to_string()))
}
