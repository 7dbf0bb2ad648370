//! What is shown beside the text: links, how long there is left, local times, what is missing.

use serde_json::Value;
use serde_json::json;

use super::completion;
use super::here::Here;
use super::here::Part;
use super::hover;
use super::rpc::Failure;
use super::text::Position;
use super::text::Range;
use super::word;
use crate::count::counted;
use crate::deadline::State;
use crate::document::Document;
use crate::model::FieldName;
use crate::postmortem::Report;
use crate::report::overdue::Item;
use crate::report::overdue::Owed;
use crate::schema::FieldKind;
use crate::source::Span;
use crate::time;

/// The links to files of the repository.
pub(super) fn links(here: &Here<'_>) -> Value {
    let document = here.document();
    let text = here.text();
    let mut found: Vec<Value> = Vec::new();
    let mut add = |span: Span, path| {
        if let Some(uri) = here.uri(&path) {
            found.push(json!({"range": text.range(span), "target": uri}));
        }
    };
    for link in &document.body.links {
        if let Some(path) = word::target(here, &link.url) {
            add(link.url_span, path);
        }
    }
    let fields = word::fields(here);
    let values = document.root();
    let values = values.map(|it| fields.values(it, &[FieldKind::PostmortemId]));
    for value in values.unwrap_or_default() {
        let id = value.node.as_str().map(crate::model::PostmortemId::new);
        let directory = id.and_then(|it| here.standing.directory(&it).cloned());
        if let Some(path) = directory.and_then(|it| it.join(crate::corpus::REPORT)) {
            add(value.node.span, path);
        }
    }
    Value::Array(found)
}

/// The hints in a stretch of a file.
pub(super) fn hints(here: &Here<'_>, within: Range) -> Result<Value, Failure> {
    let document = here.document();
    let mut hints: Vec<(usize, String)> = local_times(here, &document);
    if here.part == Part::Report {
        hints.extend(due(here, &document)?);
    }
    let text = here.text();
    let hints = hints.into_iter().filter_map(|(offset, label)| {
        let position = text.position(offset);
        let at = Range {
            start: position,
            end: position,
        };
        at.touches(within)
            .then(|| json!({"position": position, "label": label, "paddingLeft": true}))
    });
    Ok(hints.collect())
}

/// Times that are written in another offset than the configured zone's.
fn local_times(here: &Here<'_>, document: &Document) -> Vec<(usize, String)> {
    let zone = here.root.config.policy.zone;
    let fields = word::fields(here);
    let values = document.root();
    let values = values.map(|it| fields.values(it, &[FieldKind::Timestamp]));
    let values = values.unwrap_or_default();
    let hints = values.iter().filter_map(|it| {
        let at = time::parse_timestamp(it.node.as_str()?).ok()?;
        let is_other = zone.show(at).offset() != at.offset();
        is_other.then(|| (it.node.span.end, zone.words(at)))
    });
    hints.collect()
}

/// How long there is left: of an action item at its day, of the postmortem at its status.
fn due(here: &Here<'_>, document: &Document) -> Result<Vec<(usize, String)>, Failure> {
    let report = Report::new(&here.root.config.policy, document);
    let owed = hover::owed(here)?;
    let owed: Vec<&Owed> = owed.iter().filter_map(Item::owed).collect();
    let mut hints = Vec::new();
    for item in report.action_items() {
        let of_it = |it: &&&Owed| it.action_item().is_some() && it.action_item() == item.id();
        let node = item.field(FieldName::Due).node();
        if let (Some(node), Some(owed)) = (node, owed.iter().find(of_it)) {
            hints.push((node.span.end, left(owed)));
        }
    }
    let first = owed.iter().find(|it| it.action_item().is_none());
    let status = document.field(FieldName::Status.as_str());
    if let (Some(node), Some(owed)) = (status, first) {
        let part = owed.step();
        let what = part.map_or_else(|| owed.kind.to_string(), str::to_owned);
        hints.push((node.span.end, format!("{what} {}", left(owed))));
    }
    Ok(hints)
}

fn left(owed: &Owed) -> String {
    match owed.state {
        State::Overdue => format!("{} late", owed.distance),
        State::Met => "met".to_owned(),
        State::Soon | State::Open => format!("due in {}", owed.distance),
    }
}

/// What the report lacks for its next status, above its first line.
pub(super) fn lenses(here: &Here<'_>) -> Value {
    let is_report = here.part == Part::Report;
    let Some((next, lacking)) = is_report.then(|| completion::next(here)).flatten() else {
        return Value::Array(Vec::new());
    };
    let title = match lacking.len() {
        0 => format!("ready for {next}"),
        1 => format!("1 thing missing for {next}"),
        count => format!("{} missing for {next}", counted(count, "thing")),
    };
    let start = Position {
        line: 0,
        character: 0,
    };
    json!([{
        "range": {"start": start, "end": start},
        "command": {"title": title, "command": ""},
    }])
}
