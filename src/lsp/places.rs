//! Where something is written down, and where it is named.

use serde_json::Value;
use serde_json::json;

use super::diagnostics;
use super::here::Here;
use super::here::Part;
use super::items::Holder;
use super::mentions;
use super::rpc::Failure;
use super::text::Position;
use super::text::Text;
use super::word;
use super::word::Thing;
use crate::config::Roster;
use crate::corpus::REPORT;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::source::RepoPath;
use crate::source::Span;

/// How many places are told at most.
const MOST: usize = 1_000;

/// Where what somebody points at is written down; null where nobody knows.
pub(super) fn definition(here: &Here<'_>, at: Position) -> Value {
    let Some((thing, _)) = word::at(here, at) else {
        return Value::Null;
    };
    let place = match &thing {
        Thing::Postmortem(id) => report_of(here, id).map(|it| (it, Span::default())),
        Thing::Item(holder, item) => item_of(here, holder, item),
        Thing::Person(name) => member(here, name),
        Thing::File(path) => Some((path.clone(), Span::default())),
        Thing::Step(id) => step(here, id),
        Thing::Rule(rule) => {
            let page = diagnostics::page(rule, here.client);
            let start = Position {
                line: 0,
                character: 0,
            };
            return page.map_or(
                Value::Null,
                |uri| json!({"uri": uri, "range": {"start": start, "end": start}}),
            );
        }
    };
    let location = place.and_then(|(path, span)| location(here, &path, span));
    location.unwrap_or_default()
}

/// Where what somebody points at is named.
pub(super) fn references(here: &Here<'_>, at: Position) -> Result<Value, Failure> {
    let Some((thing, _)) = word::at(here, at) else {
        return Ok(Value::Array(Vec::new()));
    };
    let places = match &thing {
        Thing::Postmortem(id) => mentions::of_postmortem(here, id)?,
        Thing::Person(name) => mentions::of_person(here, name)?,
        Thing::Item(holder, item) => mentions::of_item(here, holder, item)?,
        Thing::File(path) => linked(here, path),
        Thing::Rule(_) | Thing::Step(_) => Vec::new(),
    };
    let places = places.iter().take(MOST);
    Ok(places
        .filter_map(|(path, span)| location(here, path, *span))
        .collect())
}

fn location(here: &Here<'_>, path: &RepoPath, span: Span) -> Option<Value> {
    let uri = here.uri(path)?;
    // Where a file is not read for its places, it is meant as a whole.
    let text = if span.is_empty() {
        Text::new(String::new(), here.client.encoding)
    } else {
        here.text_at(path).ok()?
    };
    Some(json!({"uri": uri, "range": text.range(span)}))
}

fn report_of(here: &Here<'_>, id: &PostmortemId) -> Option<RepoPath> {
    here.standing.directory(id)?.join(REPORT)
}

fn item_of(here: &Here<'_>, holder: &Holder, name: &str) -> Option<(RepoPath, Span)> {
    let document = holder.document(here)?;
    let place = holder.item(here, &document, name)?.place();
    Some((document.path, place))
}

/// Where the roster names a person.
fn member(here: &Here<'_>, name: &str) -> Option<(RepoPath, Span)> {
    let config = &here.root.config;
    let handle = &config.policy.roster.find(name)?.handle;
    let path = here.root.directory.join(config.paths.people.as_str())?;
    let text = here.root.text_of(&path).ok()?;
    let span = Roster::place_of(&text, handle);
    Some((path, span.unwrap_or_default()))
}

/// Where the checklist has a step.
fn step(here: &Here<'_>, id: &str) -> Option<(RepoPath, Span)> {
    let entry = here.files.as_ref()?.checklist.as_ref()?;
    let reader = here.root.snapshot().reader();
    let document = Document::read(&reader, entry, Sort::BodyOnly);
    let mut tasks = document.body.tasks.iter().filter_map(|it| it.id.as_ref());
    let (_, span) = tasks.find(|(it, _)| it == id)?;
    Some((entry.path.clone(), *span))
}

/// Where the report links a file that lies beside it.
fn linked(here: &Here<'_>, path: &RepoPath) -> Vec<(RepoPath, Span)> {
    if here.part == Part::Configuration {
        return Vec::new();
    }
    let document = here.document();
    let links = document.body.links.iter();
    let links = links.filter(|it| word::target(here, &it.url).as_ref() == Some(path));
    links.map(|it| (here.path.clone(), it.span)).collect()
}
