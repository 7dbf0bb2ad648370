//! Which zone a document names for its times.

use super::meaning::Meaning;
use super::outline::Outline;
use super::places::Source;
use super::reading::Field;
use super::reading::Origin;
use super::words::Part;
use super::zones::Named;
use super::zones::in_brackets;
use super::zones::read;
use crate::markdown::Body;
use crate::timeline;

/// The zone that the timeline or the document names for its times.
pub(super) fn name(
    meaning: &mut Meaning<'_>,
    source: &Source<'_>,
    body: &Body,
    outline: &Outline<'_>,
) {
    let text = source.text;
    let section = outline
        .parts
        .iter()
        .position(|it| *it == Some(Part::Timeline));
    let mut spans = section.map_or_else(Vec::new, |it| timeline::zones_named(text, body, it));
    // Each row may name its zone: one of a time of its own is not that of the section.
    spans.truncate(50);
    if spans.is_empty() {
        spans.extend(timeline::zone_elsewhere(text, body, section));
    }
    for span in spans {
        let rest = text.get(span.end..).unwrap_or("");
        let named = match read(span.of(text)) {
            Some(named @ (Named::Shown(..) | Named::Unclear(_))) => {
                Some(in_brackets(rest).map_or(named, |it| it.0))
            }
            other => other,
        };
        let origin = if body.table_at(span.start).is_some() {
            Origin::Table
        } else {
            Origin::Body
        };
        let place = source.place(origin, span.start);
        match named {
            Some(named) => meaning.name_zone(named, span.of(text), place),
            None if span.of(text).contains(char::is_uppercase) => meaning.settling.not(
                Field::Zone,
                span.of(text),
                place,
                "is not understood as a time zone",
            ),
            None => {}
        }
    }
}
