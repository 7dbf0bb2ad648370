//! Fields and their values, as `set` takes them: `owner=carol`, `services+=checkout,payments`.

use std::collections::BTreeSet;

use clap_complete::engine::CompletionCandidate;

use super::Place;
use super::in_order;
use super::words;
use crate::model::FieldName;
use crate::schema::Field;
use crate::schema::FieldKind;
use crate::schema::Fields;

/// What stands behind the name of a list for each of its items.
const EACH: &str = "[]";

/// The fields of a report, and behind `=` the values that one may have.
pub(super) fn of_report(typed: &str) -> Vec<CompletionCandidate> {
    complete(typed, "")
}

/// The fields of an action item, in the same way.
pub(super) fn of_item(typed: &str) -> Vec<CompletionCandidate> {
    complete(typed, "action_items[].")
}

/// What completes a setting of a field whose full name begins so.
fn complete(typed: &str, within: &str) -> Vec<CompletionCandidate> {
    let config = Place::find().map(|it| it.config).unwrap_or_default();
    let fields = Fields::of_report(&config);
    let named: Vec<(&str, &Field)> = fields
        .iter()
        .filter_map(|it| Some((name(it, within)?, it)))
        .collect();
    let Some((before, value)) = typed.split_once('=') else {
        let names: BTreeSet<&str> = named.iter().map(|(name, _)| *name).collect();
        let fitting = names.into_iter().filter(|it| it.starts_with(typed));
        return in_order(fitting.map(|it| format!("{it}=").into()));
    };
    let wanted = before.trim_end_matches(['+', '-']);
    let fields: Vec<&Field> = named
        .into_iter()
        .filter(|(name, _)| *name == wanted)
        .map(|(_, it)| it)
        .collect();
    let is_list = fields.iter().any(|it| it.name.ends_with(EACH));
    // Of a list the item that is being typed is the last.
    let (items, last) = match value.rsplit_once(',').filter(|_| is_list) {
        Some((items, last)) => (format!("{items},"), last),
        None => (String::new(), value),
    };
    let values = fields.into_iter().flat_map(values).collect();
    words::beginning(values, last, &format!("{before}={items}"))
}

/// What a field is called where it is set; `None` for one that lies elsewhere.
fn name<'a>(field: &'a Field, within: &str) -> Option<&'a str> {
    let name = field.name.strip_prefix(within)?;
    let name = name.strip_suffix(EACH).unwrap_or(name);
    (!name.is_empty() && !name.contains(EACH)).then_some(name)
}

/// The words that a field may hold, as far as they can be known.
fn values(field: &Field) -> BTreeSet<String> {
    let config = || Place::find().map(|it| it.config).unwrap_or_default();
    let all = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
    match field.kind {
        FieldKind::Person | FieldKind::PersonOrTeam => words::all_people(),
        FieldKind::Severity => {
            let policy = config().policy;
            policy
                .severities
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect()
        }
        FieldKind::Priority => config().policy.priorities.into_iter().collect(),
        FieldKind::YesOrNo => all(&["true", "false"]),
        FieldKind::Timestamp => all(&["now"]),
        FieldKind::Date => all(&["today", "tomorrow"]),
        FieldKind::PostmortemId => Place::find().map(|it| it.ids()).unwrap_or_default(),
        FieldKind::Tag => words::texts(FieldName::Tags),
        _ if field.name.trim_end_matches(EACH) == FieldName::Services.as_str() => {
            words::texts(FieldName::Services)
        }
        _ => field.words.iter().cloned().collect(),
    }
}
