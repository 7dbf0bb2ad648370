//! What of a reading is written down.

use chrono::NaiveDate;
use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use super::Prefer;
use crate::adopt::Field;
use crate::adopt::Found;
use crate::adopt::FrontMatterKind;
use crate::adopt::Item;
use crate::adopt::Kind;
use crate::adopt::Origin;
use crate::adopt::Place;
use crate::adopt::Reading;
use crate::adopt::Value;
use crate::config::Policy;
use crate::count::counted;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::report::adoption::Conflict;
use crate::report::adoption::Document;
use crate::report::adoption::Field as Shown;
use crate::report::adoption::Unclear;
use crate::report::adoption::Words;

/// Times that say when the incident was.
const BEGINNINGS: [FieldName; 2] = [FieldName::StartedAt, FieldName::DetectedAt];
/// How many days the beginning may be away from the day of the incident: people live in zones.
const MOST_DAYS_OFF: i64 = 1;

/// What of a reading is written down.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    /// What there is to say of the document.
    pub(super) document: Document,
    /// The title.
    pub(super) title: String,
    /// The day of the incident; `None` where nothing can be made of the document.
    pub(super) date: Option<NaiveDate>,
    /// The fields of the front matter, each with its value and the line on which that stands.
    pub(super) fields: Vec<(FieldName, Json, Option<usize>)>,
}

/// Decides what of a reading is written down, and what stands in the way.
pub(super) fn decide(
    name: &str,
    reading: &Reading,
    prefer: Option<Prefer>,
    policy: &Policy,
) -> Decided {
    let mut document = Document::plain(name, reading.is, reading.why.clone());
    let mut decided = Decided {
        title: String::new(),
        date: None,
        fields: Vec::new(),
        document: document.clone(),
    };
    if reading.is != Kind::Postmortem {
        return decided;
    }
    tell(reading, policy, &mut document);
    let mut found = reading.fields.clone();
    for conflict in &reading.conflicts {
        let chosen = prefer.and_then(|it| it.choose(&conflict.readings));
        if let Some((value, place)) = chosen {
            found.retain(|it| it.field != conflict.field);
            found.push(Found {
                field: conflict.field,
                value: value.clone(),
                place: *place,
            });
        }
        document.conflicts.push(Conflict {
            field: conflict.field.to_string(),
            readings: conflict
                .readings
                .iter()
                .map(|(value, place)| (value.to_string(), place.to_string()))
                .collect(),
            is_decided: chosen.is_some(),
        });
    }
    let day = found.iter().find_map(|it| match (it.field, &it.value) {
        (Field::Date, Value::Day(day)) => Some((*day, it.place)),
        _ => None,
    });
    let is_open = |field: Field| {
        let mut conflicts = document.conflicts.iter();
        conflicts.any(|it| !it.is_decided && it.field == field.as_str())
    };
    let began = BEGINNINGS.into_iter().find_map(|field| {
        let it = found.iter().find(|it| it.field == Field::Of(field))?;
        match &it.value {
            Value::Moment(at) => Some(policy.zone.date_of(*at)),
            _ => None,
        }
    });
    // A day that contradicts itself is not helped by a time that is built on it.
    decided.date = match day {
        Some((day, _)) => Some(day),
        None if is_open(Field::Date) => None,
        None => began,
    };
    if let Some((day, place)) = day {
        drop_times_of_other_days(&mut found, (day, place), policy, &mut document);
    }
    for it in &found {
        document.fields.push(shown(it));
        let is_broken = matches!((it.field, &it.value), (Field::Of(_), Value::Day(_)));
        if let (Field::Of(field), false) = (it.field, is_broken) {
            let line = it.place.line;
            decided.fields.push((field, json(&it.value), line));
        }
    }
    let title = decided.fields.iter().find_map(|(field, value, _)| {
        let text = value.as_str()?;
        (*field == FieldName::Title).then(|| text.to_owned())
    });
    let items = items(&reading.action_items, &mut document);
    if !items.is_empty() {
        decided
            .fields
            .push((FieldName::ActionItems, Json::Array(items), None));
    }
    document.obstacle = obstacle(reading, &document, decided.date, title.as_deref());
    decided.title = title.unwrap_or_default();
    decided.document = document;
    decided
}

/// Tells what a reading says of itself.
fn tell(reading: &Reading, policy: &Policy, document: &mut Document) {
    document.absent = reading.absent.iter().map(|it| it.as_str()).collect();
    let unclear = reading.not_understood.iter().map(|it| Unclear {
        field: it.field.to_string(),
        text: it.text.clone(),
        line: it.place.line,
        why: it.why.clone(),
    });
    document.not_understood = unclear.collect();
    let losses = reading.losses.iter();
    document.losses = losses
        .map(|it| format!("{}: {} ({})", it.field, it.what, it.place))
        .collect();
    document.timeline_rows = reading.timeline.len();
    document.action_items = reading.action_items.len();
    let known = |name: &str, heading: &str| {
        policy.is_section(name, heading)
            || policy
                .section_in(heading)
                .is_some_and(|it| it.title == name)
    };
    let is_configured = |name: &str| policy.sections.iter().any(|it| it.title == name);
    for it in &reading.sections {
        if it.is_level_two && is_configured(it.name) && !known(it.name, &it.heading) {
            document
                .aliases
                .push((it.name.to_owned(), it.heading.clone()));
        }
    }
}

/// Why nothing can be made of a document, and what to do.
fn obstacle(
    reading: &Reading,
    document: &Document,
    date: Option<NaiveDate>,
    title: Option<&str>,
) -> Option<String> {
    if let FrontMatterKind::Broken(why) = &reading.front_matter {
        return Some(format!(
            "its front matter cannot be read: {why}; fix that first"
        ));
    }
    if title.is_none_or(|it| it.trim().is_empty()) {
        return Some("it has no title: add a heading `# What happened`".to_owned());
    }
    if date.is_some() {
        return None;
    }
    let day = Field::Date.as_str();
    let mut conflicts = document.conflicts.iter();
    if let Some(conflict) = conflicts.find(|it| it.field == day) {
        let said = conflict.readings.iter();
        let said: Vec<String> = said
            .map(|(value, place)| format!("{value} ({place})"))
            .collect();
        return Some(format!(
            "its dates contradict each other: {}; fix one, or say which counts with --prefer",
            said.join(", ")
        ));
    }
    let mut unclear = document.not_understood.iter();
    Some(match unclear.find(|it| it.field == day) {
        Some(it) => format!(
            "its date `{}` is not understood: {}; add `date: YYYY-MM-DD` to its front matter",
            it.text, it.why
        ),
        None => {
            "it does not say when the incident was: add `date: YYYY-MM-DD` to its front matter, \
                 or the date to its name"
                .to_owned()
        }
    })
}

/// Takes out the beginning of an incident that is on another day than the incident.
fn drop_times_of_other_days(
    found: &mut Vec<Found>,
    (day, place): (NaiveDate, Place),
    policy: &Policy,
    document: &mut Document,
) {
    found.retain(|it| {
        let Value::Moment(at) = &it.value else {
            return true;
        };
        let is_beginning = BEGINNINGS.iter().any(|field| it.field == Field::Of(*field));
        let days = [at.date(), policy.zone.date_of(*at)].into_iter();
        let off = days.map(|it| it.signed_duration_since(day).num_days().abs());
        let is_off = is_beginning && off.min().is_some_and(|it| it > MOST_DAYS_OFF);
        if is_off {
            document.conflicts.push(Conflict {
                field: it.field.to_string(),
                readings: vec![
                    (it.value.to_string(), it.place.to_string()),
                    (day.to_string(), place.to_string()),
                ],
                is_decided: false,
            });
        }
        !is_off
    });
}

fn shown(found: &Found) -> Shown {
    Shown {
        name: found.field.as_str(),
        value: match &found.value {
            Value::List(words) => Words::Several(words.clone()),
            other => Words::One(other.to_string()),
        },
        place: found.place.to_string(),
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Day(day) => json!(day.to_string()),
        Value::Moment(at) => json!(at.to_short()),
        Value::List(words) => json!(words),
    }
}

/// The action items as the front matter has them. One that is ticked stays in the text alone: nobody
/// says when it was done. One of which nobody says how far it is, is proposed.
fn items(items: &[Item], document: &mut Document) -> Vec<Json> {
    let done = items.iter().filter(|it| it.done == Some(true)).count();
    if done > 0 {
        let count = counted(done, "action item");
        let (is, stay) = if done == 1 {
            ("is", "it stays")
        } else {
            ("are", "they stay")
        };
        document.losses.push(format!(
            "action_items: {count} {is} done, and nothing says on which day: {stay} in the text alone"
        ));
    }
    let open = items.iter().filter(|it| it.done != Some(true));
    let entry = |(index, item): (usize, &Item)| {
        let mut map = Map::new();
        let mut put = |field: FieldName, value: &str| {
            map.insert(field.as_str().to_owned(), json!(value));
        };
        put(FieldName::Id, &format!("AI-{}", index + 1));
        put(FieldName::Title, &item.title);
        if let Some(owner) = &item.owner {
            put(FieldName::Owner, owner);
        }
        if let Some(due) = item.due {
            put(FieldName::Due, &due.to_string());
        }
        if let Some(ticket) = &item.ticket {
            put(FieldName::Ticket, ticket);
        }
        let state = match item.done {
            Some(_) => ActionState::Open,
            None => ActionState::Proposed,
        };
        put(FieldName::State, state.as_str());
        Json::Object(map)
    };
    open.enumerate().map(entry).collect()
}

impl Prefer {
    /// The one reading that comes from where somebody said; `None` where none does, or several that
    /// differ.
    fn choose(self, readings: &[(Value, Place)]) -> Option<&(Value, Place)> {
        let origin = match self {
            Self::Name => Origin::Name,
            Self::Heading => Origin::Heading,
            Self::FrontMatter => Origin::FrontMatter,
        };
        let mut of_it = readings.iter().filter(|(_, it)| it.origin == origin);
        let first = of_it.next()?;
        of_it.all(|it| it.0 == first.0).then_some(first)
    }
}
