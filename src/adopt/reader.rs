//! From a text to all that it says.

use super::Asked;
use super::days;
use super::document_zone;
use super::facts::Fact;
use super::facts::Gather;
use super::items::Items;
use super::items::Unclear;
use super::kind;
use super::kind::Known;
use super::markup;
use super::meaning::Meaning;
use super::name;
use super::outline;
use super::outline::Outline;
use super::places::Source;
use super::reading::Field;
use super::reading::FrontMatterKind;
use super::reading::Kind;
use super::reading::Origin;
use super::reading::Place;
use super::reading::Reading;
use super::rows::Rows;
use super::shape;
use super::title;
use super::toml;
use crate::front_matter;
use crate::front_matter::FrontMatter;
use crate::markdown;
use crate::markdown::Body;
use crate::model::FieldName;
use crate::source::LineIndex;
use crate::source::Span;

/// What stands before the body, read.
struct Front {
    kind: FrontMatterKind,
    yaml: Option<FrontMatter>,
    begin: usize,
    body: Span,
}

fn front(text: &str) -> Front {
    if let Some(found) = toml::read(text) {
        let kind = match found.read {
            Ok(map) => FrontMatterKind::Toml(map),
            Err(why) => FrontMatterKind::Broken(why),
        };
        return Front {
            kind,
            yaml: None,
            begin: found.inner.start,
            body: Span::new(found.body, text.len()),
        };
    }
    let read = front_matter::read(text);
    let is_none = |it: &crate::diagnostic::Fault<front_matter::FaultKind>| {
        matches!(
            it.kind,
            front_matter::FaultKind::NoFrontMatter | front_matter::FaultKind::Unclosed
        )
    };
    let kind = match (&read.front_matter, read.faults.first()) {
        (Some(_), _) => FrontMatterKind::Yaml,
        (None, Some(fault)) if !is_none(fault) => FrontMatterKind::Broken(fault.message.clone()),
        (None, _) => FrontMatterKind::None,
    };
    Front {
        kind,
        yaml: read.front_matter,
        begin: 0,
        body: read.body,
    }
}

/// Why a text is not read at all.
fn refused(text: &str) -> Option<String> {
    if text.len() > markdown::BODY_LIMIT {
        return Some(format!("{} bytes are more than is read", text.len()));
    }
    let has_control = text.bytes().any(|it| it == 0);
    has_control.then(|| "it is not text".to_owned())
}

/// Reads a document.
pub(super) fn read(text: &str, asked: &Asked<'_>) -> Reading {
    let name = name::read(asked.path, asked.day_order);
    if let Some(why) = refused(text).or_else(|| kind::by_ending(&name)) {
        return Reading::nothing(Kind::Other, &why);
    }
    let front = front(text);
    let shaped = shape::as_markdown(text, &name.ending);
    let mut body = markdown::read(&shaped, front.body);
    markup::add(&shaped, &mut body);
    let source = Source {
        text: &shaped,
        lines: LineIndex::new(text),
        asked,
    };
    let outline = outline::of(&source, &body);
    let (facts, label_title) = gather(&source, &front, &body, &outline);
    let heading = outline.title.and_then(|it| body.sections.get(it));
    let mut meaning = Meaning::new(asked);
    if let Some(heading) = heading {
        let place = source.place(Origin::Heading, heading.heading.start);
        days::in_title(&mut meaning, &heading.title, place);
    }
    days::in_name(&mut meaning, &name);
    let of_front = |it: &&(String, Place)| it.1.origin == Origin::FrontMatter;
    if let Some((title, place)) = label_title.as_ref().filter(of_front) {
        days::in_title(&mut meaning, title, *place);
    }
    meaning.dates(&facts);
    document_zone::name(&mut meaning, &source, &body, &outline);
    let first_time = || days::first_time(&facts, asked).map(|it| it.0);
    let near = meaning.settling.near().or_else(first_time);
    let rows = Rows::new(&source, &body, near, meaning.zone.clone());
    let timeline = rows.read(&outline);
    for order in &timeline.orders {
        meaning.settling.shows(Some(*order));
    }
    let (rows, no_times) = (timeline.rows, timeline.unclear);
    days::fall_back(&mut meaning, &source, &facts, (&rows, &no_times), &outline);
    meaning.facts(&facts);
    meaning.lengths(&facts);
    meaning.hold_date(&rows);
    meaning.hold_zone();
    meaning.settling.settle_orders();
    let (items, unclear) = Items::new(&source, &body).read(&outline);
    say_unclear(&mut meaning, &no_times, &unclear);

    let words = heading.map_or("", |it| it.title.as_str());
    title::severity_outside(&mut meaning.settling, &source, &outline, &rows, words);
    let first = title::first_line(&outline);
    let title = title::read(
        &mut meaning.settling,
        &source,
        label_title,
        (heading, first),
        &name,
    );
    let known = Known {
        name: &name,
        path: asked.path,
        title: if words.is_empty() { &title } else { words },
        outline: &outline,
        body: &body,
        facts: &facts,
        rows: &rows,
        items: &items,
        has_date: meaning.settling.names_date(),
        text: front.body.of(text),
    };
    let (is, why) = known.decide();
    let mut reading = Reading::nothing(is, &why);
    meaning.settling.into_reading(&mut reading);
    reading.front_matter = front.kind;
    reading.body = front.body;
    reading.sections = outline.named;
    reading.timeline = rows;
    reading.action_items = items;
    reading
}

/// The facts of a document, and its title where it stands behind a label.
fn gather(
    source: &Source<'_>,
    front: &Front,
    body: &Body,
    outline: &Outline<'_>,
) -> (Vec<Fact>, Option<(String, Place)>) {
    let mut gather = Gather::new(source);
    if let Some(yaml) = &front.yaml {
        gather.yaml(yaml);
    }
    if let FrontMatterKind::Toml(map) = &front.kind {
        gather.toml(map, front.begin);
    }
    gather.body(body, outline);
    (gather.facts, gather.title)
}

/// What rows and action items say that was not understood.
fn say_unclear(meaning: &mut Meaning<'_>, times: &[(usize, String)], items: &[Unclear]) {
    let place = |origin, line| Place {
        origin,
        line: Some(line),
    };
    for (line, words) in times {
        let place = place(Origin::Timeline, *line);
        let why = "is not understood as a time";
        meaning.settling.not(Field::Timeline, words, place, why);
    }
    for it in items {
        let field = Field::Of(FieldName::ActionItems);
        let place = place(Origin::Body, it.line);
        meaning.settling.not(field, &it.words, place, it.why);
    }
}
