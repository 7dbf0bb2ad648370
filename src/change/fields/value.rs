//! What a value that somebody typed means for a field: by what the schema says that the field holds.

use serde_json::Value;
use serde_json::json;

use super::Manner;
use super::Setting;
use super::list;
use crate::calendar;
use crate::calendar::Toward;
use crate::calendar::Understood;
use crate::change::By;
use crate::change::front::Becomes;
use crate::config::Policy;
use crate::corpus::Files;
use crate::document::Document;
use crate::front_matter::Node;
use crate::likeness;
use crate::likeness::Among;
use crate::model::FieldName;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::schema;
use crate::schema::FieldKind;
use crate::schema::Shape;

/// What typed values are read with.
pub(super) struct Reader<'a> {
    pub(super) schema: &'a Value,
    pub(super) by: &'a By<'a>,
    pub(super) root: &'a Root,
    pub(super) files: &'a Files,
    pub(super) report: &'a Document,
}

impl Reader<'_> {
    /// What is to become of a field.
    pub(super) fn read(&self, setting: &Setting<'_>) -> Result<Becomes, Refusal> {
        let Setting {
            field: name,
            manner,
            value: text,
        } = *setting;
        let Some(place) = schema::field(self.schema, name) else {
            return Err(self.unknown(name));
        };
        let text = text.trim();
        if manner == Manner::Is && text.is_empty() {
            return Ok(Becomes::Gone);
        }
        match schema::shape(self.schema, place) {
            Shape::Group(keys) => Err(group(name, &keys)),
            Shape::Map => Err(
                Refusal::usage(format!("`{name}` is a group of names and values"))
                    .hint(format!("set one of them: `{name}.NAME={text}`")),
            ),
            Shape::ListOfGroups => Err(self.list_of_groups(name)),
            Shape::One => match manner {
                Manner::Is => self.one(name, text, place).map(Becomes::Value),
                Manner::Add | Manner::Remove => {
                    Err(Refusal::usage(format!("`{name}` is not a list"))
                        .hint(format!("set it with `{name}=VALUE`")))
                }
            },
            Shape::OneOrList(_) if manner == Manner::Is && !list::is_list(text) => {
                self.one(name, text, place).map(Becomes::Value)
            }
            Shape::List(items) | Shape::OneOrList(items) => self.list(setting, items),
        }
    }

    /// What becomes of a list.
    fn list(&self, setting: &Setting<'_>, place: Option<&Value>) -> Result<Becomes, Refusal> {
        let Setting {
            field: name,
            manner,
            value,
        } = *setting;
        let kind = self.root.fields().items(name);
        let mut items: Vec<Value> = Vec::new();
        for word in list::split(name, value)? {
            let item = match place {
                Some(place) => self.typed(name, &word, (kind, place))?,
                None => json!(word),
            };
            if !items.contains(&item) {
                items.push(item);
            }
        }
        if manner == Manner::Is {
            return Ok(Becomes::Value(Value::Array(items)));
        }
        if items.is_empty() {
            return Err(Refusal::usage(format!("`{name}`: nothing is named"))
                .hint("write what to add or to remove after the `=`"));
        }
        let there = self.report.field(name).filter(|it| !it.is_null());
        let nodes = there.map_or(&[][..], Node::items);
        let list: Vec<Value> = nodes.iter().map(Node::to_json).collect();
        if there.is_some_and(|it| it.is_map() || it.as_str().is_some())
            || list.iter().any(|it| it.is_object() || it.is_array())
        {
            let message = format!("`{name}` holds more than words");
            return Err(Refusal::not_ready(message).hint(format!(
                "change it in the editor: pmrepo edit {}",
                self.files.id
            )));
        }
        let is_same = |one: &Value, other: &Value| self.is_same(kind, one, other);
        if manner == Manner::Add {
            items.retain(|item| !list.iter().any(|it| is_same(it, item)));
            return Ok(if there.is_none() {
                Becomes::Value(Value::Array(items))
            } else {
                Becomes::Longer(items)
            });
        }
        let mut places: Vec<usize> = Vec::new();
        for item in &items {
            let found = list.iter().enumerate().filter(|(_, it)| is_same(it, item));
            let found: Vec<usize> = found.map(|(at, _)| at).collect();
            if found.is_empty() {
                return Err(not_in(name, item, &list));
            }
            places.extend(found);
        }
        places.sort_unstable();
        places.dedup();
        Ok(if places.len() == list.len() {
            Becomes::Gone
        } else {
            Becomes::Shorter(places)
        })
    }

    /// Whether two items of a list are one: a person may be written in several ways.
    fn is_same(&self, kind: Option<FieldKind>, one: &Value, other: &Value) -> bool {
        let people = [FieldKind::Person, FieldKind::PersonOrTeam];
        match (one.as_str(), other.as_str()) {
            (Some(one), Some(other)) if kind.is_some_and(|it| people.contains(&it)) => {
                self.policy().roster.is_same(one, other)
            }
            _ => one == other,
        }
    }

    /// What is written where a field has one value.
    fn one(&self, name: &str, text: &str, place: &Value) -> Result<Value, Refusal> {
        self.typed(name, text, (self.root.fields().one(name), place))
    }

    /// What is written for a text, by the kind of the field and what the schema says of it.
    fn typed(
        &self,
        name: &str,
        text: &str,
        (kind, place): (Option<FieldKind>, &Value),
    ) -> Result<Value, Refusal> {
        let policy = self.policy();
        Ok(match kind {
            Some(FieldKind::Timestamp) => json!(self.moment(name, text)?.at.to_short()),
            Some(FieldKind::Date) => {
                let day = calendar::read_date(text, Toward::Past, self.by.now, policy.zone);
                json!(
                    day.map_err(|it| it.refuse(&format!("`{name}`")))?
                        .to_string()
                )
            }
            Some(FieldKind::Person) => json!(self.by.person(policy, text)?),
            Some(FieldKind::PersonOrTeam) => json!(self.by.person_or_team(policy, text)?),
            Some(FieldKind::PostmortemId) => json!(self.postmortem(text)?),
            _ if name == FieldName::Services.as_str() => json!(self.by.name(text)),
            _ => schema::value_of(self.schema, place, text),
        })
    }

    fn policy(&self) -> &Policy {
        &self.root.config.policy
    }

    /// A time: a meeting is to come, all else has been.
    fn moment(&self, name: &str, text: &str) -> Result<Understood, Refusal> {
        let (now, zone) = (self.by.now, self.policy().zone);
        let read = if name == FieldName::MeetingScheduledFor.as_str() {
            calendar::read_future(text, now, zone)
        } else {
            calendar::read_past(text, now, zone)
        };
        read.map_err(|it| it.refuse(&format!("`{name}`")))
    }

    /// How the time was understood that a field is set to; `None` where it is set to no time.
    pub(super) fn understood(&self, setting: &Setting<'_>) -> Option<Understood> {
        let is_time = self.root.fields().one(setting.field) == Some(FieldKind::Timestamp);
        let is_set = setting.manner == Manner::Is && !setting.value.trim().is_empty();
        if !is_time || !is_set {
            return None;
        }
        self.moment(setting.field, setting.value).ok()
    }

    /// The whole id of another postmortem.
    fn postmortem(&self, text: &str) -> Result<String, Refusal> {
        let layout = self.root.layout()?;
        let ids = || layout.postmortems.iter().map(|it| it.id.as_str());
        let plain = text.to_lowercase();
        let exact = ids().find(|it| it.to_lowercase() == plain);
        let parts: Vec<&str> = ids()
            .filter(|it| it.to_lowercase().contains(&plain))
            .collect();
        let id = match (exact, parts.as_slice()) {
            (Some(id), _) => id,
            (None, [one]) => one,
            (None, []) => {
                let message = format!("no postmortem is called `{text}`");
                let like = likeness::nearest_word(text, ids(), Among::Kin);
                return Err(Refusal::not_found(message).hint(match like {
                    Some(like) => format!("did you mean `{like}`?"),
                    None => "`pmrepo list` shows what there is".to_owned(),
                }));
            }
            (None, several) => return Err(Refusal::ambiguous_id(text, several)),
        };
        if id == self.files.id.as_str() {
            return Err(
                Refusal::usage(format!("{id} is this postmortem itself")).hint("name another one")
            );
        }
        Ok(id.to_owned())
    }

    /// A list whose items have fields of their own.
    fn list_of_groups(&self, name: &str) -> Refusal {
        let id = &self.files.id;
        let message = format!("`{name}` is a list whose items have fields of their own");
        Refusal::usage(message).hint(if name == "action_items" {
            format!("`pmrepo action add {id} TITLE` adds one; `pmrepo action` changes them")
        } else {
            format!("change it in the editor: pmrepo edit {id}")
        })
    }

    /// A name that no field has: what is wrong with it, and which was meant.
    fn unknown(&self, name: &str) -> Refusal {
        let way: Vec<&str> = name.split('.').collect();
        for length in (1..way.len()).rev() {
            let group = way.get(..length).unwrap_or_default().join(".");
            let Some(place) = schema::field(self.schema, &group) else {
                continue;
            };
            match schema::shape(self.schema, place) {
                Shape::One => {
                    return Refusal::usage(format!("`{group}` holds one value, and no fields"))
                        .hint(format!("set it with `{group}=VALUE`"));
                }
                Shape::List(_) | Shape::OneOrList(_) => {
                    return Refusal::usage(format!("`{group}` is a list"))
                        .hint(format!("add to it with `{group}+=VALUE`"));
                }
                Shape::ListOfGroups => return self.list_of_groups(&group),
                Shape::Group(_) | Shape::Map => break,
            }
        }
        let group = way.split_last().map_or(&[][..], |(_, group)| group);
        let last = way.last().copied().unwrap_or(name);
        let keys = schema::siblings(self.schema, &way).into_iter();
        let keys = keys.map(|key| {
            let full: Vec<&str> = group.iter().copied().chain([key.as_str()]).collect();
            let full = full.join(".");
            (key, full)
        });
        let like = likeness::nearest(last, keys, Among::Names);
        let like = like.or_else(|| self.elsewhere(last));
        Refusal::not_found(format!("`{name}` is not a field")).hint(like.map_or_else(
            || {
                let top = schema::siblings(self.schema, &[""]);
                format!("the fields are {}", top.join(", "))
            },
            |like| format!("did you mean `{like}`?"),
        ))
    }

    /// The field of a name in some group: `scribe` is `roles.scribe`.
    fn elsewhere(&self, last: &str) -> Option<String> {
        let fields = self.root.fields().iter();
        let names = fields.map(|it| it.name.trim_end_matches("[]"));
        let mut names = names.filter(|it| !it.contains("[]"));
        let found = names.find(|it| {
            let own = it.rsplit('.').next().unwrap_or(it);
            likeness::is_same(own, last)
        });
        found.map(str::to_owned)
    }
}

/// A group of fields, which has no value of its own.
fn group(name: &str, keys: &[&str]) -> Refusal {
    let shown: Vec<String> = keys.iter().map(|key| format!("{name}.{key}")).collect();
    let one = shown.first().map_or(name, String::as_str);
    Refusal::usage(format!("`{name}` is a group of fields")).hint(format!(
        "set one of them, like `{one}=…`: {}",
        shown.join(", ")
    ))
}

/// What was to be removed from a list is not in it.
fn not_in(name: &str, item: &Value, list: &[Value]) -> Refusal {
    let shown = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    let words: Vec<String> = list.iter().map(shown).collect();
    let refusal = Refusal::not_found(format!("`{}` is not in `{name}`", shown(item)));
    refusal.hint(if words.is_empty() {
        "it is empty".to_owned()
    } else {
        format!("it holds {}", words.join(", "))
    })
}
