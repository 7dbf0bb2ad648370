//! Prompts: how an agent helps somebody in each part.

use serde_json::Value;
use serde_json::json;

use super::messages::Failure;

/// A prompt: its name, for whom it is, and what it asks for.
const GUIDES: [(&str, &str, &str); 4] = [
    (
        "scribe",
        "Bring order into what was written during an incident",
        "Help the scribe of the postmortem {id}. Read it with `show`, `timeline` and `checklist`. Say which rows of \
         the timeline have no evidence, which TODOs are left, and which steps of the scribe are open. Propose rows \
         as text. The scribe writes them.",
    ),
    (
        "owner",
        "See what a postmortem still needs",
        "Help the owner of the postmortem {id}. Read it with `show`, `check` and `overdue`. Say in a short list what is \
         missing for its next status, by when, and who can give it. Propose words for what is missing. The owner \
         decides and writes.",
    ),
    (
        "reviewer",
        "Read a postmortem as a reviewer does",
        "Read the postmortem {id} as a careful reviewer. Use `show`, `check`, `timeline` and `actions`. Ask what is \
         unclear, where a cause is a person, and whether each action item would have changed what happened. A person \
         approves.",
    ),
    (
        "process-review",
        "Prepare a review of the response process",
        "Prepare the next process review. Read it with `agenda`. Put together what the incidents have in common in how \
         the response went, with the ids of the postmortems, and say what is still open from earlier reviews.",
    ),
];

/// Where the id stands in a prompt.
const ID: &str = "{id}";

/// The prompts as they are listed.
pub(super) fn list() -> Value {
    let all = GUIDES.iter().map(|(name, title, text)| {
        let id = json!({"name": "id", "description": "The postmortem's id.", "required": true});
        let arguments = if text.contains(ID) {
            json!([id])
        } else {
            json!([])
        };
        json!({"name": name, "title": title, "description": title, "arguments": arguments})
    });
    all.collect()
}

/// A prompt for one postmortem.
pub(super) fn get(name: &str, arguments: &Value) -> Result<Value, Failure> {
    let found = GUIDES.iter().find(|(it, ..)| *it == name);
    let Some((_, title, text)) = found else {
        return Err(Failure::no_sense(format!("there is no prompt `{name}`")));
    };
    let id = arguments.pointer("/id").and_then(Value::as_str);
    let text = match id {
        Some(id) => text.replace(ID, &crate::render::sanitize(id)),
        None if text.contains(ID) => return Err(Failure::no_sense("`id` is missing")),
        None => (*text).to_owned(),
    };
    Ok(json!({
        "description": title,
        "messages": [{"role": "user", "content": {"type": "text", "text": text}}],
    }))
}
