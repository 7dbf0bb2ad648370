//! Adding action items and moving them on. Only the item's own fields change.

use clap_complete::ArgValueCandidates;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use crate::commands::print;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::edit;
use crate::model;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::postmortem::ProcessReview;
use crate::postmortem::Report;
use crate::postmortem::review_id;
use crate::report::actions;
use crate::report::actions::Item;
use crate::root::Root;
use crate::schema;
use crate::time;
use crate::tree::Edits;
use crate::workspace::State;
use crate::workspace::Workspace;

/// The keys of an item, in the order in which they are written.
pub(super) const KEYS: [&str; 11] = [
    "id", "title", "kind", "priority", "owner", "due", "ticket", "state", "done_on", "reason",
    "from",
];

/// Options of `action add`.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    /// The postmortem's id, or a part of it; or a process review's
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: String,
    /// What is to be done, beginning with a verb and with an end in sight
    title: String,
    /// The person or team who does it; `me` is git's user.email
    #[arg(long, value_name = "PERSON|TEAM")]
    owner: Option<String>,
    /// The day by which it is done
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// Where the work is tracked
    #[arg(long)]
    ticket: Option<String>,
    /// How urgent it is
    #[arg(long)]
    priority: Option<String>,
    /// What it is good for
    #[arg(long, value_parser = ["prevent", "detect", "mitigate", "repair", "process", "investigate"])]
    kind: Option<String>,
    /// Only propose it: it owes nothing until it is accepted
    #[arg(long)]
    proposed: bool,
}

/// Who does an item, by when, and where it is tracked.
pub(super) struct Terms<'a> {
    pub(super) owner: Option<&'a str>,
    pub(super) due: Option<&'a str>,
    pub(super) ticket: Option<&'a str>,
    pub(super) priority: Option<&'a str>,
}

impl Terms<'_> {
    /// The fields that they set.
    fn fields(&self, target: &Target) -> Result<Vec<(&'static str, Value)>, Refusal> {
        let policy = &target.root.config.policy;
        let mut fields = Vec::new();
        if let Some(priority) = self.priority {
            if !policy.priorities.iter().any(|it| it == priority) {
                return Err(Refusal::usage(format!("`{priority}` is no priority"))
                    .hint(format!("one of {}", policy.priorities.join(", "))));
            }
            fields.push(("priority", json!(priority)));
        }
        if let Some(owner) = self.owner {
            let owner = target.workspace.person_or_team(policy, owner)?;
            fields.push(("owner", json!(owner)));
        }
        if let Some(due) = self.due {
            fields.push(("due", json!(day(due)?)));
        }
        if let Some(ticket) = self.ticket {
            fields.push(("ticket", json!(ticket.trim())));
        }
        Ok(fields)
    }
}

/// A postmortem whose items are changed, or a process review whose tweaks are.
pub(super) struct Target {
    pub(super) workspace: Workspace,
    pub(super) root: Root,
    /// The files of the postmortem; of a process review its notes alone, as the report.
    pub(super) files: Files,
    /// The field that holds the items.
    list: FieldName,
}

impl Target {
    /// Opens the postmortem that an id means; without one, that of the command's directory.
    pub(super) fn open(ctx: &Ctx, id: Option<&str>) -> Result<Self, Refusal> {
        let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
        let mut roots = workspace.roots_to_write()?;
        let review = match id {
            Some(word) => review(&roots, word)?,
            None => None,
        };
        let (root, files, list) = if let Some((at, notes)) = review {
            (roots.swap_remove(at), notes, FieldName::Tweaks)
        } else {
            let (root, files) = workspace.find_among(roots, id)?;
            (root, files, FieldName::ActionItems)
        };
        root.must_be_sound()?;
        Ok(Self {
            workspace,
            root,
            files,
            list,
        })
    }

    /// The items that it has.
    pub(super) fn items(&self) -> Vec<Item> {
        let reader = self.workspace.snapshot.reader();
        let document = Document::read(&reader, &self.files.report, Sort::WithFrontMatter);
        let policy = &self.root.config.policy;
        if self.list == FieldName::Tweaks {
            actions::of_review(&ProcessReview::new(policy, &document))
        } else {
            actions::of_report(&self.files.id, &Report::new(policy, &document))
        }
    }

    /// The text of its report.
    pub(super) fn text(&self) -> Result<String, Refusal> {
        self.root.text_of(&self.files.report.path)
    }

    /// Writes its report.
    pub(super) fn write(&self, before: String, after: String) -> Result<(), Refusal> {
        let mut edits = Edits::none();
        edits.change(&self.files.report.path, before, after);
        self.workspace.apply(&edits)?;
        Ok(())
    }

    /// The id that a new item gets: none is ever used twice.
    pub(super) fn next_id(items: &[Item]) -> u32 {
        items
            .iter()
            .filter_map(|it| it.id.as_deref()?.strip_prefix("AI-")?.parse::<u32>().ok())
            .max()
            .unwrap_or(0)
            .saturating_add(1)
    }

    /// The keys of the report, in the order of the schema.
    pub(super) fn order(&self) -> Vec<String> {
        let name = if self.list == FieldName::Tweaks {
            schema::Name::ProcessReview
        } else {
            schema::Name::Postmortem
        };
        schema::siblings(
            &schema::effective(name, &self.root.config),
            &[self.list.as_str()],
        )
    }

    /// What closed reports are spared.
    pub(super) fn refuse_closed(&self) -> Result<(), Refusal> {
        let reader = self.workspace.snapshot.reader();
        let document = Document::read(&reader, &self.files.report, Sort::WithFrontMatter);
        let report = Report::new(&self.root.config.policy, &document);
        // Notes of a process review never say so.
        if report.status() == Some(model::Status::Closed) {
            return Err(Refusal::not_ready(format!(
                "{} is closed, and gets no more action items",
                self.files.id
            ))
            .hint("write the work down in the tracker, or in a newer postmortem"));
        }
        Ok(())
    }
}

/// The notes of the process review that a word means, and which root's they are: its whole id, or a
/// part of it where no postmortem fits.
fn review(roots: &[Root], word: &str) -> Result<Option<(usize, Files)>, Refusal> {
    let mut postmortems: Vec<&str> = Vec::new();
    let mut reviews = Vec::new();
    for (at, root) in roots.iter().enumerate() {
        let layout = root.layout()?;
        postmortems.extend(layout.postmortems.iter().map(|it| it.id.as_str()));
        reviews.extend(layout.process_reviews.iter().map(|it| (at, it)));
    }
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut fitting = reviews.iter().filter(|(_, it)| fits(review_id(&it.path)));
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Some(*one),
            _ => None,
        }
    };
    let is_postmortem = |fits: &dyn Fn(&str) -> bool| postmortems.iter().any(|it| fits(it));
    let notes = if is_postmortem(&|id| id == word) {
        None
    } else if is_postmortem(&|id| id.contains(word)) {
        only(&|id| id == word)
    } else {
        only(&|id| id == word).or_else(|| only(&|id| id.contains(word)))
    };
    Ok(notes.map(|(at, notes)| {
        let files = Files {
            id: review_id(&notes.path).to_owned(),
            directory: notes.path.parent().unwrap_or_default(),
            report: notes.clone(),
            checklist: None,
            messages: Vec::new(),
            notes: Vec::new(),
        };
        (at, files)
    }))
}

/// Adds an item.
pub(super) fn add(args: &AddArgs, ctx: &Ctx) -> Result<Ending, Refusal> {
    let target = Target::open(ctx, Some(&args.id))?;
    target.refuse_closed()?;
    let title = args.title.trim();
    if title.is_empty() {
        return Err(Refusal::usage("the title is empty").hint("say what is to be done"));
    }
    let terms = Terms {
        owner: args.owner.as_deref(),
        due: args.due.as_deref(),
        ticket: args.ticket.as_deref(),
        priority: args.priority.as_deref(),
    };
    let id = format!("AI-{}", Target::next_id(&target.items()));
    let mut fields = vec![("id", json!(id)), ("title", json!(title))];
    // What a process review changes is the process.
    let tweak = (target.list == FieldName::Tweaks).then_some("process");
    let kind = args.kind.as_deref().or(tweak);
    fields.extend(kind.map(|it| ("kind", json!(it))));
    fields.extend(terms.fields(&target)?);
    let state = if args.proposed {
        ActionState::Proposed
    } else {
        ActionState::Open
    };
    fields.push(("state", json!(state)));
    let before = target.text()?;
    let text = append(&target, &before, &fields)?;
    target.write(before, text)?;
    print(&format!("{}/{id}\n", target.files.id))?;
    Ok(Ending::Clean)
}

/// Puts an item at the end of the list in a report's text.
pub(super) fn append(
    target: &Target,
    text: &str,
    fields: &[(&'static str, Value)],
) -> Result<String, Refusal> {
    let mut item = Map::new();
    for key in KEYS {
        if let Some((_, value)) = fields.iter().find(|(name, _)| *name == key) {
            item.insert(key.to_owned(), value.clone());
        }
    }
    let order = target.order();
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    edit::append(text, &[target.list.as_str()], &Value::Object(item), &order)
        .map_err(|it| refused(&target.files, &it))
}

/// Says that work has begun.
pub(super) fn start(item: &str, ctx: &Ctx) -> Result<Ending, Refusal> {
    let (target, item) = find(item, ctx)?;
    change(&target, &item, &[("state", json!(ActionState::InProgress))])
}

/// Says that it is done.
pub(super) fn done(
    item: &str,
    on: Option<&str>,
    ticket: Option<&str>,
    ctx: &Ctx,
) -> Result<Ending, Refusal> {
    let (target, item) = find(item, ctx)?;
    let on = match on {
        Some(on) => day(on)?,
        None => target
            .root
            .today(ctx.now(target.root.config.policy.zone)?)
            .to_string(),
    };
    let mut fields = vec![("state", json!(ActionState::Done)), ("done_on", json!(on))];
    fields.extend(ticket.map(|it| ("ticket", json!(it.trim()))));
    change(&target, &item, &fields)
}

/// Says that it will not be done, and why.
pub(super) fn drop(item: &str, because: &str, ctx: &Ctx) -> Result<Ending, Refusal> {
    let (target, item) = find(item, ctx)?;
    let reason = reason(because)?;
    change(
        &target,
        &item,
        &[
            ("state", json!(ActionState::WontDo)),
            ("reason", json!(reason)),
        ],
    )
}

/// Sets the day by which it is done.
pub(super) fn due(
    item: &str,
    date: &str,
    because: Option<&str>,
    ctx: &Ctx,
) -> Result<Ending, Refusal> {
    let (target, item) = find(item, ctx)?;
    let date = day(date)?;
    let is_later = item.due.as_deref().is_some_and(|it| it < date.as_str());
    let mut fields = vec![("due", json!(date))];
    match because {
        Some(because) => fields.push(("reason", json!(reason(because)?))),
        None if is_later => {
            return Err(Refusal::usage("a later day needs a reason")
                .hint("say it with --because: reviewers will ask"));
        }
        None => {}
    }
    change(&target, &item, &fields)
}

/// Takes on what was proposed.
pub(super) fn accept(item: &str, terms: &Terms<'_>, ctx: &Ctx) -> Result<Ending, Refusal> {
    let (target, item) = find(item, ctx)?;
    if item.state() != Some(ActionState::Proposed) {
        return Err(Refusal::not_ready(format!(
            "{} is {} already",
            item.name(),
            item.state
        )));
    }
    let mut fields = terms.fields(&target)?;
    for (key, known) in [("owner", &item.owner), ("due", &item.due)] {
        if known.is_none() && !fields.iter().any(|(name, _)| *name == key) {
            return Err(Refusal::usage(format!("--{key} is missing"))
                .hint("an item that is taken on has somebody who does it, and a day"));
        }
    }
    fields.push(("state", json!(ActionState::Open)));
    change(&target, &item, &fields)
}

/// The item that a word means: `ID/AI-3`, or `AI-3` inside a postmortem's directory.
fn find(word: &str, ctx: &Ctx) -> Result<(Target, Item), Refusal> {
    let (id, name) = match word.rsplit_once('/') {
        Some((id, name)) => (Some(id), name),
        None => (None, word),
    };
    let target = Target::open(ctx, id)?;
    let items = target.items();
    let mut fitting = items.iter().filter(|it| {
        it.id
            .as_deref()
            .is_some_and(|id| id.eq_ignore_ascii_case(name))
    });
    match (fitting.next(), fitting.next()) {
        (Some(item), None) => Ok((target, item.clone())),
        (Some(_), Some(_)) => Err(Refusal::ambiguous(format!(
            "{} has several items `{name}`",
            target.files.id
        ))
        .hint("give each an id of its own: `pmrepo edit`")),
        (None, _) => {
            let known: Vec<&str> = items.iter().filter_map(|it| it.id.as_deref()).collect();
            let error = Refusal::not_found(format!("{} has no item `{name}`", target.files.id));
            Err(if known.is_empty() {
                error.hint("`pmrepo action add` adds one")
            } else {
                error.hint(format!("it has {}", known.join(", ")))
            })
        }
    }
}

/// Sets fields of an item, and says so.
fn change(
    target: &Target,
    item: &Item,
    fields: &[(&'static str, Value)],
) -> Result<Ending, Refusal> {
    let state = fields
        .iter()
        .find(|(key, _)| *key == "state")
        .and_then(|(_, value)| value.as_str())
        .unwrap_or(&item.state)
        .to_owned();
    let before = target.text()?;
    let text = changed(before.clone(), &target.files, item, fields)?;
    target.write(before, text)?;
    print(&format!("{}: {state}\n", item.name()))?;
    Ok(Ending::Clean)
}

/// A report's text with some fields of an item set.
pub(super) fn changed(
    mut text: String,
    files: &Files,
    item: &Item,
    fields: &[(&'static str, Value)],
) -> Result<String, Refusal> {
    let index = item.index.to_string();
    for (key, value) in fields {
        text = edit::set(&text, &[item.list.as_str(), &index, key], value, &KEYS)
            .map_err(|it| refused(files, &it))?;
    }
    Ok(text)
}

fn refused(files: &Files, refusal: &edit::Refusal) -> Refusal {
    let path = &files.report.path;
    Refusal::unreadable(format!("{path}: {refusal}"))
        .hint(format!("`pmrepo check {path}` says more"))
}

fn day(text: &str) -> Result<String, Refusal> {
    time::parse_date(text.trim())
        .map(|it| it.to_string())
        .map_err(|it| Refusal::usage(format!("`{text}` {it}")).hint(it.help()))
}

fn reason(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why"));
    }
    Ok(text)
}
