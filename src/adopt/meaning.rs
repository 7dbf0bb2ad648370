//! From facts to readings: dates, times, severities, people, services, lengths.

mod times;

use chrono::NaiveDate;
use chrono::NaiveDateTime;

use times::range_end;

use super::Asked;
use super::dates::Day;
use super::dates::DayAt;
use super::facts::Fact;
use super::lengths;
use super::people;
use super::reading::Conflict;
use super::reading::Field;
use super::reading::Origin;
use super::reading::Place;
use super::reading::Row;
use super::reading::Value;
use super::settle::Settling;
use super::severity;
use super::severity::Severity;
use super::stamps;
use super::stamps::Stamp;
use super::text;
use super::words::Ends;
use super::words::Label;
use super::zones;
use super::zones::Named;
use crate::model::FieldName;

/// A local time of one of the incident's moments, with or without a zone: lengths are held against it.
struct Local {
    label: Label,
    at: NaiveDateTime,
    place: Place,
}

/// Facts while they are understood.
pub(super) struct Meaning<'a> {
    pub(super) asked: &'a Asked<'a>,
    /// The zone that the document names for all its times.
    pub(super) zone: Option<Named>,
    pub(super) settling: Settling,
    locals: Vec<Local>,
}

/// The longest that a service's name is, in characters and in words.
const SERVICE: (usize, usize) = (60, 6);

/// The most times and lengths that are held against each other: a document that is one has fewer.
const MOST: usize = 40;

impl<'a> Meaning<'a> {
    pub(super) fn new(asked: &'a Asked<'a>) -> Self {
        Self {
            asked,
            zone: None,
            settling: Settling::default(),
            locals: Vec::new(),
        }
    }

    /// The dates of all facts that are of the incident's day.
    pub(super) fn dates(&mut self, facts: &[Fact]) {
        for fact in facts {
            match fact.label {
                Label::Of(Field::Date) => self.date_fact(fact),
                Label::Window => self.window_date(fact),
                _ => {}
            }
        }
    }

    fn date_fact(&mut self, fact: &Fact) {
        let Some(value) = fact.values.first() else {
            return;
        };
        let plain = text::plain(value);
        if text::says_nothing(&plain) || text::is_placeholder(value) {
            return;
        }
        let Some(stamp) = self.stamp(&plain) else {
            let spots = super::name::spots(&plain, self.asked.day_order);
            if let [
                (
                    _,
                    DayAt {
                        day: Day::Is(day), ..
                    },
                ),
            ] = spots.as_slice()
            {
                self.settling
                    .found(Field::Date, Value::Day(*day), fact.place);
                return;
            }
            self.settling.not(
                Field::Date,
                value,
                fact.place,
                "is not understood as a date",
            );
            return;
        };
        let rest = plain.get(stamp.end..).unwrap_or("");
        let until = range_end(rest, self.asked).and_then(|it| it.date());
        if let Some(until) = until.filter(|it| stamp.date().is_some_and(|day| day != *it)) {
            self.settling.loss(
                Field::Date,
                fact.place,
                format!("it goes on until {until}: the first day is taken"),
            );
        }
        let is_window = range_end(rest, self.asked).is_some_and(|it| it.has_clock);
        if let (Some(clock), Some(_), false) = (stamp.clock, stamp.day, is_window) {
            self.settling.loss(
                Field::Date,
                fact.place,
                format!(
                    "the time of day, {}: it is not said of what it is",
                    clock.format("%H:%M")
                ),
            );
        }
        self.day(&stamp, Field::Date, value, fact.place);
    }

    /// The day of a window: `2020-11-03 10:15 - 11:00 UTC`.
    fn window_date(&mut self, fact: &Fact) {
        let Some(value) = fact.values.first() else {
            return;
        };
        let plain = text::plain(value);
        let Some(stamp) = self.stamp(&plain).filter(|it| it.day.is_some()) else {
            return;
        };
        self.day(&stamp, Field::Date, value, fact.place);
    }

    /// Reads a stamp, and remembers the order of day and month that it shows.
    fn stamp(&mut self, words: &str) -> Option<Stamp> {
        let stamp = stamps::at_start(words, self.asked.day_order)?;
        self.settling.shows(stamp.shows);
        Some(stamp)
    }

    /// Takes the day of a stamp for a field.
    pub(super) fn day(&mut self, stamp: &Stamp, field: Field, words: &str, place: Place) {
        match stamp.day {
            Some(day) => self.one_day(day, field, words, place),
            None => self.settling.not(field, words, place, "names no day"),
        }
    }

    pub(super) fn one_day(&mut self, day: Day, field: Field, words: &str, place: Place) {
        match day {
            Day::Is(day) => self.settling.found(field, Value::Day(day), place),
            Day::TwoWays(ways) => self.settling.two_ways(field, words, place, ways),
            Day::NoYear { .. } => self.settling.not(field, words, place, "names no year"),
            Day::None(why) => self.settling.not(field, words, place, why),
        }
    }

    /// All other facts, now that the day is known as far as it is.
    pub(super) fn facts(&mut self, facts: &[Fact]) {
        let near = self.settling.date();
        for fact in facts {
            let values = &fact.values;
            match fact.label {
                Label::Of(Field::Zone) => self.zone_fact(fact),
                Label::Of(Field::Of(FieldName::Severity)) => self.severity(fact),
                Label::Of(Field::Of(FieldName::Services)) => self.services(fact),
                Label::Of(Field::Of(
                    name @ (FieldName::Owner
                    | FieldName::IncidentCommander
                    | FieldName::Deputy
                    | FieldName::Scribe
                    | FieldName::CustomerLiaison
                    | FieldName::InternalLiaison),
                )) => self.person(name, fact),
                Label::Of(Field::Of(
                    name @ (FieldName::Responders
                    | FieldName::MeetingAttendees
                    | FieldName::SubjectMatterExperts),
                )) => self.people(name, fact),
                Label::Of(Field::Of(name)) => {
                    if let Some(value) = values.first() {
                        self.time(Some(name), fact, value, near);
                    }
                }
                Label::Declared => {
                    if let Some(value) = values.first() {
                        self.time(None, fact, value, near);
                    }
                }
                Label::Window | Label::Of(Field::Date) => self.window(fact, near),
                Label::Of(_) | Label::Lasted(_) => {}
            }
        }
    }

    fn zone_fact(&mut self, fact: &Fact) {
        let Some(value) = fact.values.first() else {
            return;
        };
        let plain = text::plain(value);
        if text::says_nothing(&plain) || text::is_placeholder(value) {
            return;
        }
        match zones::read(&plain).or_else(|| zones::at_start(&plain).map(|it| it.0)) {
            Some(named) => self.name_zone(named, value, fact.place),
            None => self.settling.not(
                Field::Zone,
                value,
                fact.place,
                "is not understood as a time zone",
            ),
        }
    }

    /// Takes the zone that the document names. Two that differ are none.
    pub(super) fn name_zone(&mut self, named: Named, words: &str, place: Place) {
        let value = |named: &Named| match named {
            Named::Is(zone) => Value::Text(zone.short_name()),
            Named::Shown(name, _) | Named::Unclear(name) => Value::Text(name.clone()),
        };
        if let Named::Unclear(_) = named {
            self.settling
                .not(Field::Zone, words, place, "does not name one time zone");
        } else {
            self.settling.found(Field::Zone, value(&named), place);
        }
        if self.zone.is_none() {
            self.zone = Some(named);
        } else if self.zone.as_ref() != Some(&named) {
            self.zone = Some(Named::Unclear(
                "the two zones that the document names".to_owned(),
            ));
        }
    }

    fn severity(&mut self, fact: &Fact) {
        let field = Field::Of(FieldName::Severity);
        let words = fact.values.join(", ");
        match severity::read(&words, self.asked.severities) {
            Severity::Is(word, more) => {
                self.settling.found(field, Value::Text(word), fact.place);
                if let Some(more) = more {
                    let what = format!("the words around it: `{}`", text::excerpt(&more));
                    self.settling.loss(field, fact.place, what);
                }
            }
            Severity::Nothing => {}
            Severity::Not(why) => self.settling.not(field, &words, fact.place, &why),
        }
    }

    fn person(&mut self, name: FieldName, fact: &Fact) {
        let field = Field::Of(name);
        let words = fact.values.join(", ");
        let plain = text::plain(&words);
        if text::says_nothing(&plain) || text::is_placeholder(&words) {
            return;
        }
        match people::one(&words) {
            Ok(person) => {
                let is_cut =
                    plain.trim_start_matches('@').trim_end_matches('.').len() > person.len() + 1;
                self.settling.found(field, Value::Text(person), fact.place);
                if is_cut {
                    let what = format!("the words around the name: `{}`", text::excerpt(&plain));
                    self.settling.loss(field, fact.place, what);
                }
            }
            Err(why) => self.settling.not(field, &words, fact.place, why),
        }
    }

    fn people(&mut self, name: FieldName, fact: &Fact) {
        let field = Field::Of(name);
        let (found, others) = people::several(&fact.values);
        for other in others.iter().take(20) {
            self.settling
                .not(field, other, fact.place, "is not understood as a person");
        }
        if !found.is_empty() {
            self.settling.found(field, Value::List(found), fact.place);
        }
    }

    fn services(&mut self, fact: &Fact) {
        let field = Field::Of(FieldName::Services);
        let mut services: Vec<String> = Vec::new();
        for value in &fact.values {
            let plain = text::plain(value);
            if text::says_nothing(&plain) || text::is_placeholder(value) {
                continue;
            }
            let parts: Vec<&str> = plain
                .split([',', ';'])
                .map(str::trim)
                .filter(|it| !it.is_empty())
                .collect();
            let is_long = |it: &&str| {
                let has_marks = it.contains(['.', ':', '(']) && it.contains(' ');
                it.chars().count() > SERVICE.0 || it.split(' ').count() > SERVICE.1 || has_marks
            };
            if parts.iter().any(is_long) {
                self.settling.not(
                    field,
                    value,
                    fact.place,
                    "is a sentence, not a list of names",
                );
                continue;
            }
            for part in parts {
                let bare = part
                    .trim_end_matches('.')
                    .trim_start_matches("and ")
                    .to_owned();
                if !services.contains(&bare) && services.len() < 50 {
                    services.push(bare);
                }
            }
        }
        if !services.is_empty() {
            self.settling
                .found(field, Value::List(services), fact.place);
        }
    }

    /// Holds the lengths that are said against the times.
    pub(super) fn lengths(&mut self, facts: &[Fact]) {
        let lasted = facts.iter().filter_map(|it| match it.label {
            Label::Lasted(ends) => Some((it, ends)),
            _ => None,
        });
        for (fact, ends) in lasted.take(MOST) {
            let Some(value) = fact.values.first() else {
                continue;
            };
            let plain = text::plain(value);
            if text::says_nothing(&plain) || text::is_placeholder(value) || ends == Ends::Detected {
                continue;
            }
            let Some(length) = lengths::read(&plain) else {
                continue;
            };
            if ends == Ends::Any {
                self.settling.found(
                    Field::Duration,
                    Value::Text(text::excerpt(&plain)),
                    fact.place,
                );
            }
            self.hold(fact, ends, length, &plain);
        }
    }

    fn hold(&mut self, fact: &Fact, ends: Ends, length: lengths::Length, words: &str) {
        let is_end = |label: Label| match label {
            Label::Of(Field::Of(FieldName::ResolvedAt)) => ends != Ends::Mitigated,
            Label::Of(Field::Of(FieldName::MitigatedAt)) => ends != Ends::Resolved,
            _ => false,
        };
        let is_begin = |label: Label| {
            matches!(
                label,
                Label::Of(Field::Of(FieldName::StartedAt | FieldName::DetectedAt))
            )
        };
        // What it counts from is not known where no beginning is.
        if !self.locals.iter().any(|it| is_begin(it.label)) {
            return;
        }
        let mut last: Option<(chrono::TimeDelta, Place)> = None;
        for end in self.locals.iter().filter(|it| is_end(it.label)) {
            // What was mended may be what the end counts from.
            for start in self.locals.iter().filter(|it| it.label != end.label) {
                let span = end.at - start.at;
                if (span - length.span).abs() <= length.slack {
                    return;
                }
                let is_longer = last.is_none_or(|it| span > it.0);
                if span >= chrono::TimeDelta::zero() && is_longer {
                    last = Some((span, end.place));
                }
            }
        }
        let Some((span, place)) = last else {
            return;
        };
        let minutes = span.num_minutes();
        let said = format!("{}h {:02}m by the times", minutes / 60, minutes % 60);
        self.settling.conflicts.push(Conflict {
            field: Field::Duration,
            readings: vec![
                (Value::Text(text::excerpt(words)), fact.place),
                (Value::Text(said), place),
            ],
        });
    }

    /// The days of the incident's times that are known, with their places.
    pub(super) fn moments(&self) -> Vec<(Field, NaiveDate, Place)> {
        let times = [
            FieldName::StartedAt,
            FieldName::DetectedAt,
            FieldName::PagedAt,
            FieldName::MitigatedAt,
            FieldName::ResolvedAt,
        ];
        let mut days = Vec::new();
        for name in times {
            for (value, place) in self.settling.values(Field::Of(name)) {
                if let Value::Moment(moment) = value {
                    days.push((Field::Of(name), moment.date(), place));
                }
            }
        }
        days
    }

    /// Holds the zone against the day: an abbreviation that clocks did not show then is none.
    pub(super) fn hold_zone(&mut self) {
        let Some(zone @ Named::Shown(..)) = &self.zone else {
            return;
        };
        let noon = chrono::NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let why = match self.settling.date() {
            Some(date) => zone.moment(date.and_time(noon)).err(),
            None => None,
        };
        if let Some(why) = why {
            self.settling.doubt(Field::Zone, &why);
        }
    }

    /// Holds the day that is named against the days of the timeline and of the times.
    pub(super) fn hold_date(&mut self, rows: &[Row]) {
        let Some(date) = self.settling.date() else {
            return;
        };
        let days: Vec<(NaiveDate, Place)> = rows
            .iter()
            .filter_map(|it| {
                Some((
                    it.day?,
                    Place {
                        origin: Origin::Timeline,
                        line: Some(it.line),
                    },
                ))
            })
            .chain(self.moments().into_iter().map(|it| (it.1, it.2)))
            .collect();
        let (Some(first), Some(last)) = (
            days.iter().min_by_key(|it| it.0),
            days.iter().max_by_key(|it| it.0),
        ) else {
            return;
        };
        let off = if date < first.0 {
            (first.0 - date).num_days()
        } else {
            (date - last.0).num_days()
        };
        if off > 1 {
            let nearest = if date < first.0 { *first } else { *last };
            self.settling
                .found(Field::Date, Value::Day(nearest.0), nearest.1);
        }
    }
}
