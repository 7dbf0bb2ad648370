//! What a file is made of: its symbols, and what folds away.

use serde_json::Value;
use serde_json::json;

use super::here::Here;
use super::text::Text;
use crate::document::Document;
use crate::front_matter::Node;
use crate::markdown::Section;
use crate::model::FieldName;
use crate::postmortem::Report;
use crate::source::Span;

/// The kinds of symbols, as the protocol numbers them.
const FILE_PART: u8 = 3;
const PROPERTY: u8 = 7;
const TEXT: u8 = 15;
const EVENT: u8 = 24;

/// The symbols of a file, each with what lies in it.
pub(super) fn symbols(here: &Here<'_>) -> Value {
    let document = here.document();
    let text = here.text();
    let mut all: Vec<Value> = Vec::new();
    if let (Some(front), Some(root)) = (&document.front_matter, document.root()) {
        let fields = fields(here, text, &document, root);
        all.extend(symbol(
            text,
            ("front matter", FILE_PART),
            (
                front.fences.0,
                Span::new(front.fences.0.start, front.fences.1.end),
            ),
            &fields,
        ));
    }
    all.extend(sections(text, &document, None));
    Value::Array(all)
}

fn symbol(
    text: &Text,
    (name, kind): (&str, u8),
    (selection, span): (Span, Span),
    children: &[Value],
) -> Option<Value> {
    // A name may not be empty.
    let name = crate::markdown::one_line(name);
    let span = Span::new(span.start.min(selection.start), span.end.max(selection.end));
    (!name.is_empty()).then(|| {
        json!({
            "name": name,
            "kind": kind,
            "range": text.range(span),
            "selectionRange": text.range(selection),
            "children": children,
        })
    })
}

/// The fields of a front matter, and the action items in theirs.
fn fields(here: &Here<'_>, text: &Text, document: &Document, root: &Node) -> Vec<Value> {
    let report = Report::new(&here.root.config.policy, document);
    let items = || {
        let items = report.action_items().filter_map(|it| {
            let title = it.field(FieldName::Title).words().unwrap_or_default();
            let name = format!("{} {title}", it.id().unwrap_or_default());
            let span = root.at_pointer(&it.pointer())?.span;
            symbol(text, (&name, EVENT), (it.place(), span), &[])
        });
        items.collect()
    };
    let entries = root.entries().iter().filter_map(|it| {
        let is_items = it.key == FieldName::ActionItems.as_str();
        let below = if is_items { items() } else { Vec::new() };
        let span = Span::new(it.key_span.start, it.value.span.end.max(it.key_span.end));
        symbol(text, (&it.key, PROPERTY), (it.key_span, span), &below)
    });
    entries.collect()
}

/// The sections in one, with those in them.
fn sections(text: &Text, document: &Document, parent: Option<usize>) -> Vec<Value> {
    let all = document.body.sections.iter().enumerate();
    let all = all.filter(|(_, it)| it.parent == parent);
    let all = all.filter_map(|(at, it)| {
        let below = sections(text, document, Some(at));
        symbol(text, (&it.title, TEXT), (it.heading, whole(it)), &below)
    });
    all.collect()
}

fn whole(section: &Section) -> Span {
    Span::new(section.heading.start, section.content.end)
}

/// What folds away: the front matter, the groups in it, and the sections.
pub(super) fn folds(here: &Here<'_>) -> Value {
    let document = here.document();
    let text = here.text();
    let mut spans: Vec<Span> = Vec::new();
    if let Some(front) = &document.front_matter {
        spans.push(Span::new(front.fences.0.start, front.fences.1.end));
    }
    let entries = document.root().map(Node::entries).unwrap_or_default();
    spans.extend(
        entries
            .iter()
            .map(|it| Span::new(it.key_span.start, it.value.span.end)),
    );
    spans.extend(document.body.sections.iter().map(whole));
    let folds = spans.into_iter().filter_map(|it| {
        let written = it.of(text.as_str()).trim_end().len();
        let range = text.range(Span::new(it.start, it.start + written));
        let (start, end) = (range.start.line, range.end.line);
        (start < end).then(|| json!({"startLine": start, "endLine": end, "kind": "region"}))
    });
    folds.collect()
}
