//! What there is to say of what somebody points at.

use serde_json::Value;
use serde_json::json;

use super::here::Here;
use super::here::Part;
use super::items::Holder;
use super::rpc::Failure;
use super::text::Position;
use super::word;
use super::word::Thing;
use super::yaml::Yaml;
use crate::calendar::said;
use crate::corpus::Dossier;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::postmortem::Report;
use crate::render::sanitize;
use crate::report::overdue;
use crate::report::overdue::Clock;
use crate::report::overdue::Item;
use crate::rules;
use crate::schema::FieldKind;
use crate::time;

/// What there is to say at a place; null where there is nothing.
pub(super) fn hover(here: &Here<'_>, at: Position) -> Result<Value, Failure> {
    let yaml = Yaml::of(here);
    let offset = here.text().offset(at);
    let found = word::at(here, at);
    let found = found.map(|(thing, span)| (of_thing(here, &thing), span));
    let mut parts = Vec::new();
    let mut range = None;
    if let Some((text, span)) = found {
        parts.extend(text);
        range = Some(span);
    }
    if let (true, Some(yaml)) = (parts.is_empty(), &yaml) {
        // The end of the line says whether it has a key, wherever one points in it.
        let end = Position {
            character: usize::MAX,
            ..at
        };
        let line = here.text().line_span(at.line);
        let own = yaml.cursor(here, end).filter(|it| {
            let key = it.key.as_deref().unwrap_or_default();
            let text = line.of(here.text().as_str());
            text.find(key).is_some_and(|it| line.start + it <= offset)
        });
        if let Some(cursor) = own {
            let way = cursor.group();
            let key = cursor.key.clone().unwrap_or_default();
            if let Some((about, asked)) = yaml.about(&way, &key) {
                parts.push(format!("**{}**: {about}", cursor.name()));
                if !asked.is_empty() {
                    parts.push(format!("Required {}.", asked.join("; ")));
                }
            }
            let value = cursor.typed.of(here.text().as_str());
            if yaml.kind(&cursor) == Some(FieldKind::Timestamp) {
                parts.extend(moment(here, value));
            }
            if here.part == Part::Report {
                parts.extend(deadlines(here, &key, at)?);
            }
            range = Some(line);
        }
    }
    if parts.is_empty() {
        return Ok(Value::Null);
    }
    let text = parts.join("\n\n");
    Ok(json!({
        "contents": {"kind": "markdown", "value": text},
        "range": range.map(|it| here.text().range(it)),
    }))
}

fn of_thing(here: &Here<'_>, thing: &Thing) -> Option<String> {
    match thing {
        Thing::Rule(rule) => Some(rules::readable(rule.page)),
        Thing::Person(name) => person(here, name),
        Thing::Postmortem(id) => postmortem(here, id),
        Thing::Item(holder, item) => action_item(here, holder, item),
        Thing::Step(id) => step(here, id),
        Thing::File(_) => None,
    }
}

/// A text of a document as plain words of Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in sanitize(text).chars() {
        if "\\`*_{}[]<>#|".contains(letter) {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}

fn person(here: &Here<'_>, name: &str) -> Option<String> {
    let member = here.root.config.policy.roster.find(name)?;
    let mut lines = vec![format!("**{}**", plain(&member.handle))];
    for (what, value) in [
        ("name", &member.name),
        ("team", &member.team),
        ("e-mail", &member.email),
        ("chat", &member.chat),
    ] {
        lines.extend(value.as_ref().map(|it| format!("- {what}: {}", plain(it))));
    }
    Some(lines.join("\n"))
}

fn postmortem(here: &Here<'_>, id: &PostmortemId) -> Option<String> {
    let document = Holder::Postmortem(id.clone()).document(here)?;
    let report = Report::new(&here.root.config.policy, &document);
    let title = report.title().unwrap_or(id.as_str());
    let status = report.status().map(|it| it.as_str().to_owned());
    let severity = report.severity().map(|it| it.as_str().to_owned());
    let began = report
        .began()
        .map(|(_, at)| here.root.config.policy.zone.words(at));
    let about = [status, severity, began].into_iter().flatten();
    let about: Vec<String> = about.map(|it| plain(&it)).collect();
    Some(format!("**{}**\n\n{}", plain(title), about.join(", ")))
}

fn action_item(here: &Here<'_>, holder: &Holder, name: &str) -> Option<String> {
    let document = holder.document(here)?;
    let item = holder.item(here, &document, name)?;
    let title = item.field(FieldName::Title).words().unwrap_or_default();
    let facts = [
        FieldName::State,
        FieldName::Priority,
        FieldName::Owner,
        FieldName::Due,
        FieldName::Ticket,
    ];
    let facts = facts.into_iter().filter_map(|it| {
        let text = item.field(it).text()?;
        Some(format!("- {it}: {}", plain(text)))
    });
    let facts: Vec<String> = facts.collect();
    Some(format!(
        "**{name}** {}\n\n{}",
        plain(title),
        facts.join("\n")
    ))
}

fn step(here: &Here<'_>, id: &str) -> Option<String> {
    let policy = &here.root.config.policy;
    let step = policy.step_or_dropped(id)?;
    let mut text = format!("**{}**: {}", plain(&step.id), plain(&step.text));
    if let Some(gate) = policy.gate(id) {
        text.push_str(&format!("\n\nIt must be done before {gate}."));
    }
    Some(text)
}

/// A moment in the configured zone, and how far it is.
fn moment(here: &Here<'_>, value: &str) -> Option<String> {
    let at = time::parse_timestamp(value.trim().trim_matches(['"', '\''])).ok()?;
    Some(said(at, here.now, here.root.config.policy.zone))
}

/// What the postmortem owes.
pub(super) fn owed(here: &Here<'_>) -> Result<Vec<Item>, Failure> {
    let Some(files) = &here.files else {
        return Ok(Vec::new());
    };
    let dossier = Dossier::read(files, &here.root.snapshot().reader());
    let clock = Clock {
        now: here.now,
        soon: chrono::TimeDelta::days(3),
    };
    overdue::of_one(&here.root, &dossier, clock)
        .map_err(|it| Failure::from(crate::refusal::Refusal::from(it)))
}

/// The deadlines that hang on a field, and how they were reckoned.
fn deadlines(here: &Here<'_>, key: &str, at: Position) -> Result<Option<String>, Failure> {
    let is_of_all = [
        FieldName::Status,
        FieldName::ResolvedAt,
        FieldName::Severity,
    ]
    .iter()
    .any(|it| it.as_str() == key);
    let is_of_one = key == FieldName::Due.as_str() || key == FieldName::Priority.as_str();
    if !is_of_all && !is_of_one {
        return Ok(None);
    }
    let item = is_of_one.then(|| item_at(here, at)).flatten();
    let zone = here.root.config.policy.zone;
    let mut lines = Vec::new();
    for owed in owed(here)?.iter().filter_map(Item::owed) {
        if is_of_one && owed.action_item() != item.as_deref() {
            continue;
        }
        let part = owed.step().or(owed.action_item());
        let part = part.map(|it| format!(" {}", plain(it))).unwrap_or_default();
        lines.push(format!(
            "- {}{part}: {}, {} ({})",
            owed.kind,
            zone.words(owed.due),
            owed.state.as_str(),
            plain(&owed.explanation)
        ));
    }
    Ok((!lines.is_empty()).then(|| lines.join("\n")))
}

/// The id of the action item in which somebody stands.
fn item_at(here: &Here<'_>, at: Position) -> Option<String> {
    let document = here.document();
    let offset = here.text().offset(at);
    let report = Report::new(&here.root.config.policy, &document);
    let mut items = report.action_items();
    let items = items.find(|it| {
        let node = document
            .root()
            .and_then(|root| root.at_pointer(&it.pointer()));
        node.is_some_and(|it| it.span.start <= offset && offset <= it.span.end)
    })?;
    items.id().map(str::to_owned)
}
