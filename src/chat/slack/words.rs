//! What a Slack message says, as plain text.

use serde_json::Value;

/// The text of a message; where it has none, that of what is attached to it.
pub(super) fn text(message: &Value, person: &dyn Fn(&str) -> Option<String>) -> String {
    let own = message.get("text").and_then(Value::as_str).unwrap_or("");
    let mut parts = vec![plain(own, person)];
    if own.trim().is_empty() {
        for attachment in entries(message, "attachments") {
            let names = ["fallback", "title", "text", "pretext"];
            let mut texts = names.iter().filter_map(|it| attachment.get(it)?.as_str());
            parts.extend(
                texts
                    .find(|it| !it.trim().is_empty())
                    .map(|it| plain(it, person)),
            );
        }
        if parts.iter().all(|it| it.trim().is_empty()) {
            let blocks = message.get("blocks").unwrap_or(&Value::Null);
            let mut found = String::new();
            of_block(blocks, person, &mut found, 0);
            parts.push(found);
        }
    }
    for file in entries(message, "files") {
        let names = ["title", "name"];
        let name = names.iter().find_map(|it| file.get(it)?.as_str());
        parts.extend(name.map(|it| format!("(file: {})", it.trim())));
    }
    parts.retain(|it| !it.trim().is_empty());
    parts.join("\n").trim().to_owned()
}

fn entries<'a>(message: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let all = message.get(name).and_then(Value::as_array);
    all.into_iter().flatten()
}

/// The deepest that blocks lie in each other.
const DEPTH: usize = 16;

/// Puts together what blocks say, whatever they are called.
fn of_block(
    block: &Value,
    person: &dyn Fn(&str) -> Option<String>,
    found: &mut String,
    depth: usize,
) {
    if depth > DEPTH {
        return;
    }
    match block {
        Value::Array(all) => {
            for it in all {
                of_block(it, person, found, depth + 1);
            }
        }
        Value::Object(fields) => {
            match fields.get("text") {
                Some(Value::String(text)) => found.push_str(&plain(text, person)),
                Some(other) => of_block(other, person, found, depth + 1),
                None => {}
            }
            let id = fields.get("user_id").and_then(Value::as_str);
            found.extend(id.map(|id| person(id).unwrap_or_else(|| id.to_owned())));
            for name in ["elements", "fields"] {
                if let Some(inner) = fields.get(name) {
                    of_block(inner, person, found, depth + 1);
                    found.push('\n');
                }
            }
        }
        _ => {}
    }
}

/// Takes Slack's markup out of a text: `<@U1>`, `<#C1|name>`, `<https://…|label>`, `&lt;`, `:tada:`.
fn plain(text: &str, person: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some((inside, behind)) = after.split_once('>') else {
            // Nor has any bracket behind it an end.
            out.push('<');
            rest = after;
            break;
        };
        out.push_str(&resolved(inside, person));
        rest = behind;
    }
    out.push_str(rest);
    let out = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    let words = without_emoji(&out);
    // Nobody loses a message that is nothing else.
    if words.trim().is_empty() { out } else { words }
}

/// What stands between the angle brackets.
fn resolved(inside: &str, person: &dyn Fn(&str) -> Option<String>) -> String {
    let (target, label) = match inside.split_once('|') {
        Some((target, label)) => (target, Some(label)),
        None => (inside, None),
    };
    if let Some(id) = target.strip_prefix('@') {
        let known = person(id).or_else(|| label.map(str::to_owned));
        return format!("@{}", known.unwrap_or_else(|| id.to_owned()));
    }
    if let Some(id) = target.strip_prefix('#') {
        return format!("#{}", label.unwrap_or(id));
    }
    if let Some(word) = target.strip_prefix('!') {
        let word = label.unwrap_or(word);
        return format!("@{}", word.trim_start_matches('@'));
    }
    match label {
        Some(label) if label != target && !target.ends_with(label) => format!("{label} ({target})"),
        _ => target.to_owned(),
    }
}

/// Takes codes of emoji out: `:facepalm:`, but not the colons of a time.
pub(in crate::chat) fn without_emoji(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(':') {
        out.push_str(before);
        let code = after.split_once(':');
        let is_name = |it: &str| {
            let is_word = (2..=48).contains(&it.len())
                && it.bytes().any(|it| it.is_ascii_lowercase())
                && it.bytes().all(|it| {
                    it.is_ascii_lowercase() || it.is_ascii_digit() || b"_+-'".contains(&it)
                });
            is_word || ["+1", "-1"].contains(&it)
        };
        let follows_word = before.ends_with(|it: char| it.is_alphanumeric());
        match code {
            Some((name, behind)) if is_name(name) && !follows_word => {
                // Of the blanks around it one is enough.
                let is_apart = out.ends_with(' ') && behind.starts_with(' ');
                rest = behind.get(usize::from(is_apart)..).unwrap_or_default();
            }
            _ => {
                out.push(':');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
