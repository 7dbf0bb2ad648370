//! Action items of a postmortem and tweaks of a process review: adding them and moving them on. Only
//! the item's own fields change.

mod collect;
mod import;
mod place;
mod set;
mod tickets;

use chrono::NaiveDate;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

pub use collect::collect;
pub use import::import;
pub use place::Place;
pub use place::find;
pub use place::find_among;
pub use place::find_item;
pub use place::find_to_read;
pub use set::set;
pub use tickets::Tickets;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use crate::front_matter::edit;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::refusal::Refusal;
use crate::report::actions::Item;
use crate::root::Root;
use crate::schema;
use crate::source::RepoPath;
use crate::tree::Edits;

/// The fields of an item, in the order in which they are written.
const FIELDS: [FieldName; 11] = [
    FieldName::Id,
    FieldName::Title,
    FieldName::Kind,
    FieldName::Priority,
    FieldName::Owner,
    FieldName::Due,
    FieldName::Ticket,
    FieldName::State,
    FieldName::DoneOn,
    FieldName::Reason,
    FieldName::From,
];

/// What a process review changes is the process.
const PROCESS: &str = "process";

/// Fields and what they are set to.
type Fields = Vec<(FieldName, Value)>;

/// Who does an item, by when, and where it is tracked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'a> {
    /// The person or team who does it.
    pub owner: Option<&'a str>,
    /// The due date.
    pub due: Option<NaiveDate>,
    /// Where the work is tracked.
    pub ticket: Option<&'a str>,
    /// How urgent it is.
    pub priority: Option<&'a str>,
}

impl Terms<'_> {
    /// The fields that they set.
    fn fields(&self, root: &Root, by: &By<'_>) -> Result<Fields, Refusal> {
        let policy = &root.config.policy;
        let mut fields = Vec::new();
        if let Some(priority) = self.priority {
            if !policy.priorities.iter().any(|it| it == priority) {
                return Err(Refusal::usage(format!("`{priority}` is not a priority"))
                    .hint(format!("one of {}", policy.priorities.join(", "))));
            }
            fields.push((FieldName::Priority, json!(priority)));
        }
        if let Some(owner) = self.owner {
            let owner = by.person_or_team(policy, owner)?;
            fields.push((FieldName::Owner, json!(owner)));
        }
        fields.extend(self.due.map(|it| (FieldName::Due, json!(it.to_string()))));
        fields.extend(self.ticket.map(|it| (FieldName::Ticket, json!(it.trim()))));
        Ok(fields)
    }
}

/// An item that is added.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// What is to be done.
    pub title: &'a str,
    /// What it is for.
    pub kind: Option<&'a str>,
    /// Who does it, by when.
    pub terms: Terms<'a>,
    /// Whether it is taken on already.
    pub state: ActionState,
}

/// Adds an item.
pub fn add(root: &Root, place: &Place, new: &New<'_>, by: &By<'_>) -> Result<Draft, Refusal> {
    place.must_be_open(root)?;
    let title = new.title.trim();
    if title.is_empty() {
        return Err(Refusal::usage("the title is empty").hint("say what is to be done"));
    }
    let id = format!("AI-{}", next_number(&place.items(root)));
    let mut fields = vec![(FieldName::Id, json!(id)), (FieldName::Title, json!(title))];
    let kind = new.kind.or(match place {
        Place::Postmortem(_) => None,
        Place::ProcessReview(_) => Some(PROCESS),
    });
    fields.extend(kind.map(|it| (FieldName::Kind, json!(it))));
    fields.extend(new.terms.fields(root, by)?);
    fields.push((FieldName::State, json!(new.state)));
    let before = root.text_of(place.path())?;
    let after = appended(root, place, &before, &[json_of(&fields)])?;
    let says = vec![Said::Added {
        item: format!("{}/{id}", place.id()),
    }];
    let headline = Headline::of(place.id(), format!("add {id}"));
    let edits = one(place.path(), before, after);
    Draft::make((root, by), headline, edits, says)
}

/// Says that work has begun.
pub fn start(root: &Root, item: &Item, by: &By<'_>) -> Result<Draft, Refusal> {
    write(
        (root, by),
        item,
        &[(FieldName::State, json!(ActionState::InProgress))],
    )
}

/// Says that it is done; today by default.
pub fn done(
    root: &Root,
    item: &Item,
    (on, ticket): (Option<NaiveDate>, Option<&str>),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let on = on.unwrap_or_else(|| root.today(by.now));
    let mut fields = vec![
        (FieldName::State, json!(ActionState::Done)),
        (FieldName::DoneOn, json!(on.to_string())),
    ];
    fields.extend(ticket.map(|it| (FieldName::Ticket, json!(it.trim()))));
    write((root, by), item, &fields)
}

/// Says that it will not be done, and why.
pub fn drop(root: &Root, item: &Item, because: &str, by: &By<'_>) -> Result<Draft, Refusal> {
    let fields = [
        (FieldName::State, json!(ActionState::WontDo)),
        (FieldName::Reason, json!(reason(because)?)),
    ];
    write((root, by), item, &fields)
}

/// Sets the day by which it is done; a later one needs a reason.
pub fn due(
    root: &Root,
    item: &Item,
    (date, because): (NaiveDate, Option<&str>),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let date = date.to_string();
    let is_later = item.due.as_deref().is_some_and(|it| it < date.as_str());
    let mut fields = vec![(FieldName::Due, json!(date))];
    match because {
        Some(because) => fields.push((FieldName::Reason, json!(reason(because)?))),
        None if is_later => {
            return Err(Refusal::usage("a later day needs a reason")
                .hint("say it with --because: reviewers will ask"));
        }
        None => {}
    }
    write((root, by), item, &fields)
}

/// Takes on what was proposed.
pub fn accept(root: &Root, item: &Item, terms: &Terms<'_>, by: &By<'_>) -> Result<Draft, Refusal> {
    if item.state() != Some(ActionState::Proposed) {
        let message = format!("{} is {} already", item.name(), item.state);
        return Err(Refusal::not_ready(message));
    }
    let mut fields = terms.fields(root, by)?;
    for (field, known) in [(FieldName::Owner, &item.owner), (FieldName::Due, &item.due)] {
        if known.is_none() && !fields.iter().any(|(name, _)| *name == field) {
            return Err(Refusal::usage(format!("--{field} is missing"))
                .hint("an item that is taken on has somebody who does it, and a day"));
        }
    }
    fields.push((FieldName::State, json!(ActionState::Open)));
    write((root, by), item, &fields)
}

fn reason(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why"));
    }
    Ok(text)
}

/// The number that a new item gets: none is ever used twice.
fn next_number(items: &[Item]) -> u32 {
    items
        .iter()
        .filter_map(|it| it.id.as_deref()?.strip_prefix("AI-")?.parse::<u32>().ok())
        .max()
        .unwrap_or(0)
        .saturating_add(1)
}

/// Writes fields of an item; null takes a field away.
fn write(
    (root, by): (&Root, &By<'_>),
    item: &Item,
    fields: &[(FieldName, Value)],
) -> Result<Draft, Refusal> {
    let before = root.text_of(&item.path)?;
    let after = changed(&before, item, fields)?;
    let state = fields.iter().find(|(field, _)| *field == FieldName::State);
    let state = state.and_then(|(_, value)| value.as_str());
    let says = vec![Said::Item {
        item: item.name(),
        state: state.unwrap_or(&item.state).to_owned(),
    }];
    let headline = Headline::of(&item.postmortem, what(item, state, fields));
    let edits = one(&item.path, before, after);
    Draft::make((root, by), headline, edits, says)
}

/// What becomes of an item, for history.
fn what(item: &Item, state: Option<&str>, fields: &[(FieldName, Value)]) -> String {
    let id = item.id.as_deref().unwrap_or("an action item");
    if let Some(state) = state {
        return format!("{id} is {state}");
    }
    let names: Vec<&str> = fields.iter().map(|(field, _)| field.as_str()).collect();
    format!("{id}: set {}", names.join(", "))
}

fn one(path: &RepoPath, before: String, after: String) -> Edits {
    let mut edits = Edits::none();
    edits.change(path, before, after);
    edits
}

/// A report's text with some fields of an item set.
fn changed(text: &str, item: &Item, fields: &[(FieldName, Value)]) -> Result<String, Refusal> {
    let mut text = text.to_owned();
    let index = item.index.to_string();
    for (field, value) in fields {
        let way = [item.list.as_str(), &index, field.as_str()];
        let changed = match value {
            Value::Null => edit::remove(&text, &way),
            value => edit::set(&text, &way, value, &FIELDS.map(FieldName::as_str)),
        };
        text = changed.map_err(|it| refused(&item.path, &it))?;
    }
    Ok(text)
}

/// A report's text with an item at the end of the list.
fn appended(root: &Root, place: &Place, text: &str, items: &[Value]) -> Result<String, Refusal> {
    let list = place.list().as_str();
    let schema = schema::effective(place.schema(), &root.config);
    let order = schema::siblings(&schema, &[list]);
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    edit::append(text, &[list], items, &order).map_err(|it| refused(place.path(), &it))
}

/// An item of these fields, in their order.
fn json_of(fields: &[(FieldName, Value)]) -> Value {
    let mut item = Map::new();
    for field in FIELDS {
        if let Some((_, value)) = fields.iter().find(|(name, _)| *name == field) {
            item.insert(field.to_string(), value.clone());
        }
    }
    Value::Object(item)
}

fn refused(path: &RepoPath, error: &edit::EditError) -> Refusal {
    Refusal::unreadable(format!("{path}: {error}"))
        .hint(format!("`pmrepo check {path}` says more"))
        .about(path)
}
