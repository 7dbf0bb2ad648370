//! Setting fields of an item: what would be wrong is refused, and nothing is guessed.

use serde_json::Value;
use serde_json::json;

use super::Fields;
use super::reason;
use crate::calendar;
use crate::calendar::Toward;
use crate::change::By;
use crate::change::Draft;
use crate::change::fields::Manner;
use crate::change::fields::Setting;
use crate::change::reading;
use crate::document::Sort;
use crate::likeness;
use crate::likeness::Among;
use crate::model::ActionKind;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::status_of;
use crate::refusal::Refusal;
use crate::report::actions::Item;
use crate::root::Root;
use crate::time;

/// The fields of an item that may be set.
const SETTABLE: [FieldName; 9] = [
    FieldName::Title,
    FieldName::Kind,
    FieldName::Priority,
    FieldName::Owner,
    FieldName::Due,
    FieldName::Ticket,
    FieldName::State,
    FieldName::DoneOn,
    FieldName::Reason,
];

/// What cannot be done without.
const NEEDED: [FieldName; 2] = [FieldName::Title, FieldName::State];

/// Sets fields of an item: all of them, or none. What a state needs is seen to: what is done has its
/// day, what is not has none, what is given up or put off says why.
pub fn set(
    root: &Root,
    item: &Item,
    settings: &[Setting<'_>],
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let mut fields: Fields = Vec::new();
    for setting in settings {
        let (field, value) = read(root, setting, by)?;
        if fields.iter().any(|(known, _)| *known == field) {
            return Err(
                Refusal::usage(format!("`{field}` is set twice")).hint("set each field once")
            );
        }
        fields.push((field, value));
    }
    if fields.is_empty() {
        return Err(Refusal::usage("nothing to set").hint("write FIELD=VALUE after the item"));
    }
    must_be_free(root, item, &fields)?;
    states(root, item, &mut fields, by)?;
    put_off(item, &fields)?;
    super::write((root, by), item, &fields)
}

/// What one word sets; null takes the field away.
fn read(root: &Root, setting: &Setting<'_>, by: &By<'_>) -> Result<(FieldName, Value), Refusal> {
    let name = setting.field.trim();
    let field = field(name)?;
    if setting.manner != Manner::Is {
        return Err(Refusal::usage(format!("`{field}` is not a list"))
            .hint(format!("set it with `{field}=VALUE`")));
    }
    let text = setting.value.trim();
    if text.is_empty() {
        if NEEDED.contains(&field) {
            return Err(Refusal::usage(format!("an item needs its {field}"))
                .hint(format!("set it with `{field}=VALUE`")));
        }
        return Ok((field, Value::Null));
    }
    let policy = &root.config.policy;
    let day = |toward| {
        let day = calendar::read_date(text, toward, by.now, policy.zone);
        day.map(|it| json!(it.to_string()))
            .map_err(|it| it.refuse(&format!("`{field}`")))
    };
    let value = match field {
        FieldName::Due => day(Toward::Future)?,
        FieldName::DoneOn => day(Toward::Past)?,
        FieldName::Owner => {
            let owner = by.person_or_team(policy, text)?;
            json!(policy.roster.handle(&owner))
        }
        FieldName::Priority => {
            let priorities: Vec<&str> = policy.priorities.iter().map(String::as_str).collect();
            json!(one_of(field, text, &priorities)?)
        }
        FieldName::Kind => json!(one_of(
            field,
            text,
            &ActionKind::ALL.map(ActionKind::as_str)
        )?),
        FieldName::State => json!(one_of(
            field,
            text,
            &ActionState::ALL.map(ActionState::as_str)
        )?),
        _ => json!(text),
    };
    Ok((field, value))
}

/// The field of a name.
fn field(name: &str) -> Result<FieldName, Refusal> {
    if let Some(field) = SETTABLE.into_iter().find(|it| it.as_str() == name) {
        return Ok(field);
    }
    if name == FieldName::Id.as_str() || name == FieldName::From.as_str() {
        return Err(Refusal::usage(format!(
            "`{name}` of an item stays as it is"
        )));
    }
    let known = SETTABLE.map(FieldName::as_str);
    let refusal = Refusal::not_found(format!("`{name}` is not a field of an action item"));
    let like = likeness::nearest_word(name, known, Among::Names);
    Err(match like {
        Some(like) => refusal.hint(format!("did you mean `{like}`?")),
        None => refusal.hint(format!("it has {}", known.join(", "))),
    })
}

/// The one of several words that is meant, however it was typed: `p1`, `in progress`.
fn one_of<'a>(field: FieldName, text: &str, words: &[&'a str]) -> Result<&'a str, Refusal> {
    let plain = |it: &str| it.replace([' ', '_', '\''], "-").to_lowercase();
    let text = plain(text);
    let found = words.iter().find(|it| plain(it) == text);
    found.copied().ok_or_else(|| {
        Refusal::usage(format!("`{text}` is not a {field}"))
            .hint(format!("one of {}", words.join(", ")))
    })
}

/// Refuses what stays as it was agreed in a report that is closed.
fn must_be_free(root: &Root, item: &Item, fields: &Fields) -> Result<(), Refusal> {
    if item.list != FieldName::ActionItems {
        return Ok(());
    }
    let report = reading::today(root, &item.path, Sort::FactsOnly);
    if status_of(&report) != Some(Status::Closed) {
        return Ok(());
    }
    let agreed = [FieldName::Title, FieldName::Kind, FieldName::Priority];
    let Some((field, _)) = fields.iter().find(|(it, _)| agreed.contains(it)) else {
        return Ok(());
    };
    let message = format!(
        "{} is closed: the {field} of an item stays",
        item.postmortem
    );
    Err(Refusal::not_ready(message).hint(format!(
        "`pmrepo reopen {} --because WHY` opens it again",
        item.postmortem
    )))
}

/// Sees to what a state needs, and to what it rules out.
fn states(root: &Root, item: &Item, fields: &mut Fields, by: &By<'_>) -> Result<(), Refusal> {
    let said = |fields: &Fields, field: FieldName| {
        let found = fields.iter().find(|(it, _)| *it == field);
        found.map(|(_, value)| value.clone())
    };
    let set_to = said(fields, FieldName::State);
    let set_to = set_to
        .as_ref()
        .and_then(Value::as_str)
        .and_then(ActionState::parse);
    let to = set_to.or(item.state());
    let done_on = said(fields, FieldName::DoneOn);
    match to {
        Some(ActionState::Done) => {
            let has_day = match &done_on {
                Some(day) => !day.is_null(),
                None => item.done_on.is_some(),
            };
            if done_on == Some(Value::Null) {
                return Err(Refusal::usage("what is done has its day")
                    .hint("say in the same command how far it is: `state=open`"));
            }
            if !has_day {
                let today = root.today(by.now).to_string();
                fields.push((FieldName::DoneOn, json!(today)));
            }
        }
        Some(state) => {
            if done_on.as_ref().is_some_and(|it| !it.is_null()) {
                return Err(
                    Refusal::usage(format!("{} is {state}, and not done", item.name()))
                        .hint("say that it is done in the same command: `state=done`"),
                );
            }
            if set_to.is_some() && item.done_on.is_some() && done_on.is_none() {
                fields.push((FieldName::DoneOn, Value::Null));
            }
        }
        None => {}
    }
    let is_agreed = item.state().is_some_and(|it| it != ActionState::Proposed);
    if set_to == Some(ActionState::Proposed) && is_agreed {
        let message = format!("{} is {}: it is agreed already", item.name(), item.state);
        return Err(Refusal::not_ready(message)
            .hint("`state=wont-do` and a reason say that it will not be done"));
    }
    let reason = match said(fields, FieldName::Reason) {
        Some(reason) => reason.as_str().map(str::to_owned),
        None => item.reason.clone(),
    };
    if to == Some(ActionState::WontDo) && reason.is_none() {
        return Err(Refusal::usage("what will not be done has a reason")
            .hint("say it in the same command: `reason=WHY`"));
    }
    Ok(())
}

/// Refuses a later day without a reason that is new.
fn put_off(item: &Item, fields: &Fields) -> Result<(), Refusal> {
    let said = |field| {
        let found = fields.iter().find(|(it, _)| *it == field);
        found.and_then(|(_, value)| value.as_str())
    };
    let was = item.due.as_deref().and_then(|it| time::parse_date(it).ok());
    let is = said(FieldName::Due).and_then(|it| time::parse_date(it).ok());
    let is_later = was.zip(is).is_some_and(|(was, is)| is > was);
    let text = said(FieldName::Reason);
    if let Some(text) = text {
        reason(text)?;
    }
    let is_new = text.is_some_and(|it| Some(it) != item.reason.as_deref());
    if is_later && !is_new {
        return Err(Refusal::usage("a later day needs a reason")
            .hint("say it in the same command: `reason=WHY`; reviewers will ask"));
    }
    Ok(())
}
