//! The tools: what each is for, what it takes, and what it gives. Most of them read; those that write drafts
//! are there only where whoever started the server allowed them.

mod drafting;
mod published;
mod reading;
mod table;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Setting;
use super::hidden::View;
use super::messages::Failure;
use super::session::Session;
use crate::calendar::Zone;
use crate::change::Draft;
use crate::refusal::Refusal;
use crate::render::is_hidden;
use crate::render::sanitize;
use crate::time::Moment;
use crate::workspace::Workspace;
use drafting::Desk;

/// What is asked of a tool.
pub(super) struct Asked<'a> {
    arguments: &'a Value,
    setting: &'a Setting<'a>,
    view: &'a View,
}

impl Asked<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.arguments.get(name).and_then(Value::as_str)
    }

    fn is(&self, name: &str) -> bool {
        let value = self.arguments.get(name).and_then(Value::as_bool);
        value.unwrap_or_default()
    }

    /// The items of an argument that is a list.
    fn list(&self, name: &str) -> Vec<String> {
        let items = self.arguments.get(name).and_then(Value::as_array);
        let texts = items.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }

    /// The repository, in which nothing confidential lies unless that is shown.
    fn workspace(&self) -> &Workspace {
        &self.view.workspace
    }

    fn now(&self, zone: Zone) -> Result<Moment, Refusal> {
        (self.setting.clock)().in_zone(zone)
    }

    /// An argument as the list of words that filters take.
    fn words(&self, name: &str) -> Vec<String> {
        self.text(name).map(str::to_owned).into_iter().collect()
    }
}

/// What an argument is.
#[derive(Clone, Copy)]
enum Takes {
    Text,
    Texts,
    YesOrNo,
}

impl Takes {
    fn schema(self, about: &str) -> Value {
        match self {
            Self::Text => json!({"type": "string", "description": about}),
            Self::Texts => {
                json!({"type": "array", "items": {"type": "string"}, "description": about})
            }
            Self::YesOrNo => json!({"type": "boolean", "description": about}),
        }
    }

    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Texts => {
                let items = value.as_array();
                items.is_some_and(|it| it.iter().all(Value::is_string))
            }
            Self::YesOrNo => value.is_boolean(),
        }
    }
}

/// An argument: its name, what it is, whether it is needed, and what it means.
type Argument = (&'static str, Takes, bool, &'static str);

/// A tool.
struct Tool {
    name: &'static str,
    about: &'static str,
    arguments: &'static [Argument],
    /// The definition of what it gives, in the published schema of output.
    gives: &'static str,
    does: Does,
}

/// What a tool does.
#[derive(Clone, Copy)]
enum Does {
    /// It reads.
    Reads(fn(&Asked<'_>) -> Result<String, Refusal>),
    /// It makes a draft, which is written.
    Drafts(fn(&Desk<'_>) -> Result<Draft, Refusal>),
}

impl Tool {
    /// The tools that there are in a session.
    fn of(setting: &Setting<'_>) -> impl Iterator<Item = &'static Self> {
        let drafts = setting.allows_drafts;
        let all = table::TOOLS.iter();
        all.filter(move |it| drafts || matches!(it.does, Does::Reads(_)))
    }
}

/// The argument of each tool that writes with which it only shows what it would write.
const DRY_RUN: &str = "dry_run";

/// The tools as they are listed.
pub(super) fn list(setting: &Setting<'_>) -> Value {
    Tool::of(setting).map(described).collect()
}

fn described(tool: &Tool) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let reads = matches!(tool.does, Does::Reads(_));
    for (name, takes, is_needed, about) in tool.arguments {
        properties.insert((*name).to_owned(), takes.schema(about));
        if *is_needed {
            required.push(*name);
        }
    }
    json!({
        "name": tool.name,
        "description": tool.about,
        "inputSchema": {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        },
        "outputSchema": published::output(tool.gives),
        "annotations": {
            "readOnlyHint": reads,
            "destructiveHint": !reads,
            "idempotentHint": reads,
            "openWorldHint": false,
        },
    })
}

/// Calls a tool. One that cannot do its work says so in its result.
pub(super) fn call(
    setting: &Setting<'_>,
    session: &mut Session,
    name: &str,
    arguments: &Value,
) -> Result<Value, Failure> {
    let Some(tool) = Tool::of(setting).find(|it| it.name == name) else {
        return Err(Failure::no_sense(format!("there is no tool `{name}`")));
    };
    if let Some(why) = wrong(tool, arguments) {
        return Ok(failed(&why));
    }
    let result = View::open(setting).and_then(|mut view| {
        let asked = Asked {
            arguments,
            setting,
            view: &view,
        };
        let text = match tool.does {
            Does::Reads(read) => read(&asked)?,
            Does::Drafts(make) => {
                let outcome = drafting::carry_out(&asked, session, make)?;
                view.meet(outcome.fresh);
                outcome.said
            }
        };
        if tool.gives.is_empty() {
            return Ok(json!({"text": text}));
        }
        let value: Value = serde_json::from_str(&text)
            .map_err(|it| Refusal::failed(format!("the result cannot be read: {it}")))?;
        Ok(view.marked(value))
    });
    Ok(match result {
        Ok(value) => json!({
            "content": [{"type": "text", "text": value.to_string()}],
            "structuredContent": value,
            "isError": false,
        }),
        Err(refusal) => {
            let hints = refusal.hints.iter().map(|it| format!("\n{it}"));
            failed(&format!("{}{}", refusal.message, hints.collect::<String>()))
        }
    })
}

fn failed(why: &str) -> Value {
    let lines: Vec<_> = why.split('\n').map(sanitize).collect();
    json!({"content": [{"type": "text", "text": lines.join("\n")}], "isError": true})
}

/// What is wrong with the arguments of a tool.
fn wrong(tool: &Tool, arguments: &Value) -> Option<String> {
    let Some(given) = arguments.as_object() else {
        return Some("the arguments are no object".to_owned());
    };
    for (name, value) in given {
        let Some((_, takes, ..)) = tool.arguments.iter().find(|it| it.0 == name) else {
            return Some(format!("{} takes no `{name}`", tool.name));
        };
        if !takes.fits(value) {
            return Some(format!("`{name}` is of the wrong type"));
        }
        if matches!(tool.does, Does::Drafts(_)) && has_hidden(value) {
            return Some(format!("`{name}` has characters that nobody sees"));
        }
    }
    let mut needed = tool.arguments.iter().filter(|it| it.2);
    let missing = needed.find(|it| !given.contains_key(it.0))?;
    Some(format!("{} needs `{}`", tool.name, missing.0))
}

/// Whether a text, or one in a list, has characters that show nothing or turn the reading direction: people
/// read what an agent drafts, and are to see all of it.
fn has_hidden(value: &Value) -> bool {
    match value {
        Value::String(text) => text
            .chars()
            .any(|it| it != '\n' && it != '\t' && is_hidden(it)),
        Value::Array(items) => items.iter().any(has_hidden),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}
