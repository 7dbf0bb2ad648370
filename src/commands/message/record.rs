//! Writing messages from their templates, and what became of them.

use serde_json::json;

use super::Ctx;
use super::Ending;
use super::Refusal;
use crate::calendar;
use crate::commands::new::scaffold;
use crate::commands::print;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::edit;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Message;
use crate::postmortem::Report;
use crate::root::Root;
use crate::source::RepoPath;
use crate::template;
use crate::template::input::ActionInput;
use crate::template::input::MessageInput;
use crate::tree::Edits;
use crate::workspace::State;
use crate::workspace::Workspace;

/// The keys of a message's front matter, in their order.
const KEYS: [&str; 7] = [
    "to",
    "approved_by",
    "approved_at",
    "sent_at",
    "url",
    "message_id",
    "not_sent_because",
];

/// What is known of a message that was sent.
pub(super) struct Sending<'a> {
    pub(super) at: Option<&'a str>,
    pub(super) url: Option<&'a str>,
    pub(super) approved_by: Option<&'a str>,
}

/// A postmortem, and the place of one of its messages.
struct Target {
    workspace: Workspace,
    root: Root,
    files: Files,
    path: RepoPath,
}

impl Target {
    fn open(ctx: &Ctx, id: &str, name: MessageName) -> Result<Self, Refusal> {
        let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
        let (root, files) = workspace.find_to_write(Some(id))?;
        let path = files
            .directory
            .join(&format!("messages/{name}.md"))
            .unwrap_or_default();
        Ok(Self {
            workspace,
            root,
            files,
            path,
        })
    }

    /// The message's text; `None` where there is none yet.
    fn text(&self) -> Result<Option<String>, Refusal> {
        if !self.workspace.tree()?.exists(&self.path) {
            return Ok(None);
        }
        self.root.text_of(&self.path).map(Some)
    }

    /// Sets fields and writes the message, once, if every edit is what was meant.
    fn write(
        &self,
        before: Option<String>,
        mut text: String,
        fields: &[(&str, String)],
    ) -> Result<(), Refusal> {
        for (field, value) in fields {
            text = edit::set(&text, &[field], &json!(value), &KEYS)
                .map_err(|it| Refusal::unreadable(format!("{}: {it}", self.path)))?;
        }
        let mut edits = Edits::none();
        edits.put(&self.path, before, text);
        self.workspace.apply(&edits)?;
        Ok(())
    }
}

/// Writes a message from its template.
pub(super) fn new(ctx: &Ctx, id: &str, name: MessageName) -> Result<Ending, Refusal> {
    let target = Target::open(ctx, id, name)?;
    if target.text()?.is_some() {
        return Err(
            Refusal::not_ready(format!("{} is there already", target.path))
                .hint(format!("pmrepo edit {} {}", target.files.id, name)),
        );
    }
    let text = from_template(&target, name)?;
    let mut edits = Edits::none();
    edits.create(&target.path, text);
    target.workspace.apply(&edits)?;
    print(&format!("{}\n", target.path))?;
    Ok(Ending::Clean)
}

/// Records that a message was sent. One that was never written here was sent by hand.
pub(super) fn sent(
    ctx: &Ctx,
    id: &str,
    name: MessageName,
    sending: &Sending<'_>,
) -> Result<Ending, Refusal> {
    let target = Target::open(ctx, id, name)?;
    let policy = &target.root.config.policy;
    let now = ctx.now(policy.zone)?;
    let at = match sending.at {
        Some(text) => calendar::read_short(text, now, policy.zone)
            .map_err(|it| Refusal::usage(format!("--at: {it}")).hint(it.help()))?,
        None => policy.zone.show(now),
    };
    let before = target.text()?;
    let by_hand = || "---\n---\n\nSent by hand.\n".to_owned();
    let text = before.clone().unwrap_or_else(by_hand);
    let document = Document::from_text(&target.path, text.clone(), Sort::WithFrontMatter);
    let message = Message {
        document: &document,
    };
    if message.field(FieldName::NotSentBecause).is_there() {
        return Err(
            Refusal::not_ready(format!("{} says that none is sent", target.path)).hint(format!(
                "take `not_sent_because` away: pmrepo edit {} {}",
                target.files.id, name
            )),
        );
    }
    let mut fields = vec![("sent_at", at.to_short())];
    fields.extend(sending.url.map(|it| ("url", it.trim().to_owned())));
    if let Some(person) = sending.approved_by {
        fields.push(("approved_by", target.workspace.person(policy, person)?));
    } else if name == MessageName::External && !message.field(FieldName::ApprovedBy).is_there() {
        return Err(Refusal::usage("--approved-by is missing")
            .hint("somebody approves what customers read, before it is sent"));
    }
    target.write(before, text, &fields)?;
    print(&format!("{}: {} was sent\n", target.files.id, name))?;
    Ok(Ending::Clean)
}

/// Records that none is sent.
pub(super) fn none(
    ctx: &Ctx,
    id: &str,
    name: MessageName,
    because: &str,
) -> Result<Ending, Refusal> {
    let because = one_line(because);
    if because.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why none is sent"));
    }
    let target = Target::open(ctx, id, name)?;
    let before = target.text()?;
    let text = before.clone().unwrap_or_else(|| "---\n---\n".to_owned());
    let document = Document::from_text(&target.path, text.clone(), Sort::WithFrontMatter);
    let message = Message {
        document: &document,
    };
    if message.field(FieldName::SentAt).is_there() {
        return Err(Refusal::not_ready(format!(
            "{} was sent already",
            target.path
        )));
    }
    target.write(before, text, &[("not_sent_because", because)])?;
    print(&format!("{}: no {} is sent\n", target.files.id, name))?;
    Ok(Ending::Clean)
}

fn from_template(target: &Target, name: MessageName) -> Result<String, Refusal> {
    let snapshot = &target.workspace.snapshot;
    let document = Document::read(
        &snapshot.reader(),
        &target.files.report,
        Sort::WithFrontMatter,
    );
    let report = Report::new(&target.root.config.policy, &document);
    let text = |field| report.field(field).text().map(str::to_owned);
    let texts = |field| report.field(field).texts().map(str::to_owned).collect();
    let web = target.root.config.web_url.as_deref();
    let input = MessageInput {
        to: Vec::new(),
        title: text(FieldName::Title).unwrap_or_default(),
        id: target.files.id.clone(),
        severity: text(FieldName::Severity).unwrap_or_default(),
        url: web.map(|it| format!("{it}/{}", target.files.report.path)),
        owner: text(FieldName::Owner),
        started_at: text(FieldName::StartedAt),
        resolved_at: text(FieldName::ResolvedAt),
        services: texts(FieldName::Services),
        impact: text(FieldName::ImpactSummary),
        contributing_factors: texts(FieldName::ContributingFactors),
        action_items: report
            .action_items()
            .map(|item| {
                let text = |field| item.field(field).text().map(str::to_owned);
                ActionInput {
                    id: text(FieldName::Id).unwrap_or_default(),
                    title: text(FieldName::Title).unwrap_or_default(),
                    owner: text(FieldName::Owner),
                    due: text(FieldName::Due),
                }
            })
            .collect(),
    };
    let own = scaffold::own_template(&target.root, snapshot, template::Name::Message(name))?;
    template::message(name, &input, own.as_deref()).map_err(|it| Refusal::failed(it.to_string()))
}
