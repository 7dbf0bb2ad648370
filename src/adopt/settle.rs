//! What of all that was read is certain: one value for a field, or why there is none.

use chrono::NaiveDate;

use super::DayOrder;
use super::TwoWays;
use super::reading::Conflict;
use super::reading::Field;
use super::reading::Found;
use super::reading::Loss;
use super::reading::NotUnderstood;
use super::reading::Place;
use super::reading::Reading;
use super::reading::Value;
use super::text;
use crate::model::FieldName;

/// The fields that are looked for in every document, in the order of reports.
pub(super) const LOOKED_FOR: [Field; 18] = [
    Field::Date,
    Field::Zone,
    Field::Duration,
    Field::Of(FieldName::Title),
    Field::Of(FieldName::Severity),
    Field::Of(FieldName::Owner),
    Field::Of(FieldName::StartedAt),
    Field::Of(FieldName::DetectedAt),
    Field::Of(FieldName::PagedAt),
    Field::Of(FieldName::MitigatedAt),
    Field::Of(FieldName::ResolvedAt),
    Field::Of(FieldName::Services),
    Field::Of(FieldName::IncidentCommander),
    Field::Of(FieldName::Scribe),
    Field::Of(FieldName::SubjectMatterExperts),
    Field::Of(FieldName::Responders),
    Field::Of(FieldName::MeetingAttendees),
    Field::Of(FieldName::Deputy),
];

/// The most things of one kind that are said of a document: one that is nothing else has more.
const MOST: usize = 200;

/// How many days apart two days are at most that both tell the year.
const NEAR: i64 = 60;

/// All readings of all fields, while they are gathered.
#[derive(Default)]
pub(super) struct Settling {
    readings: Vec<(Field, Value, Place)>,
    pub(super) not_understood: Vec<NotUnderstood>,
    pub(super) conflicts: Vec<Conflict>,
    losses: Vec<Loss>,
    /// The orders of day and month that dates show.
    orders: Vec<DayOrder>,
}

impl Settling {
    /// Takes a reading.
    pub(super) fn found(&mut self, field: Field, value: Value, place: Place) {
        if self.readings.len() < MOST {
            self.readings.push((field, value, place));
        }
    }

    /// Takes something that was not understood.
    pub(super) fn not(&mut self, field: Field, words: &str, place: Place, why: &str) {
        self.open(field, words, place, why, None);
    }

    /// The same of a date that can be read in two ways.
    pub(super) fn two_ways(&mut self, field: Field, words: &str, place: Place, ways: TwoWays) {
        let why = "day and month can be read in both orders";
        self.open(field, words, place, why, Some(ways));
    }

    fn open(
        &mut self,
        field: Field,
        words: &str,
        place: Place,
        why: &str,
        two_ways: Option<TwoWays>,
    ) {
        if self.not_understood.len() >= MOST {
            return;
        }
        self.not_understood.push(NotUnderstood {
            field,
            text: text::excerpt(words),
            place,
            why: why.to_owned(),
            two_ways,
        });
    }

    /// Takes a loss.
    pub(super) fn loss(&mut self, field: Field, place: Place, what: String) {
        if self.losses.len() < MOST {
            self.losses.push(Loss { field, place, what });
        }
    }

    /// Takes the order of day and month that a date shows.
    pub(super) fn shows(&mut self, order: Option<DayOrder>) {
        let order = order.filter(|it| !self.orders.contains(it));
        self.orders.extend(order);
    }

    /// All values of a field that were read.
    pub(super) fn values(&self, field: Field) -> impl Iterator<Item = (&Value, Place)> {
        self.readings
            .iter()
            .filter(move |it| it.0 == field)
            .map(|it| (&it.1, it.2))
    }

    /// The value of a field on which all places agree.
    pub(super) fn agreed(&self, field: Field) -> Option<&Value> {
        let mut values = self.values(field).map(|it| it.0);
        let first = values.next()?;
        values.all(|it| it == first).then_some(first)
    }

    /// Whether a day is named, also one that can be read in two ways.
    pub(super) fn names_date(&self) -> bool {
        let is_open = |it: &NotUnderstood| it.field == Field::Date && it.two_ways.is_some();
        self.values(Field::Date).next().is_some() || self.not_understood.iter().any(is_open)
    }

    /// The day of the incident, where all places agree on it.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        match self.agreed(Field::Date) {
            Some(Value::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// A day near the incident's, by which dates without a year get theirs: that day, or the first of
    /// several that contradict each other by a few days.
    pub(super) fn near(&self) -> Option<NaiveDate> {
        let days: Vec<NaiveDate> = self
            .values(Field::Date)
            .filter_map(|it| match it.0 {
                Value::Day(day) => Some(*day),
                _ => None,
            })
            .collect();
        let first = *days.first()?;
        let is_near = |it: &NaiveDate| (*it - first).num_days().abs() <= NEAR;
        days.iter().all(is_near).then_some(first)
    }

    /// Turns what was read of a field into something that was not understood.
    pub(super) fn doubt(&mut self, field: Field, why: &str) {
        let doubted: Vec<_> = self
            .readings
            .iter()
            .filter(|it| it.0 == field)
            .cloned()
            .collect();
        self.readings.retain(|it| it.0 != field);
        for (field, value, place) in doubted {
            self.not(field, &value.to_string(), place, why);
        }
    }

    /// Settles dates of two ways by a date that is understood: one of the ways is that date.
    pub(super) fn settle_orders(&mut self) {
        let Some(date) = self.date() else {
            return;
        };
        let mut shown = Vec::new();
        self.not_understood.retain(|it| {
            let (Field::Date, Some(ways)) = (it.field, it.two_ways) else {
                return true;
            };
            let order = if ways.day_first == date {
                DayOrder::DayFirst
            } else if ways.month_first == date {
                DayOrder::MonthFirst
            } else {
                return true;
            };
            shown.push(order);
            false
        });
        for order in shown {
            self.shows(Some(order));
        }
    }

    /// Puts what is certain, what contradicts itself and what is absent into a reading.
    pub(super) fn into_reading(mut self, reading: &mut Reading) {
        let mut fields: Vec<Field> = self.readings.iter().map(|it| it.0).collect();
        fields.sort();
        fields.dedup();
        let mut found = Vec::new();
        for field in &fields {
            let mut readings: Vec<(Value, Place)> = Vec::new();
            for (value, place) in self.values(*field) {
                if readings.iter().all(|it| it.0 != *value) {
                    readings.push((value.clone(), place));
                }
            }
            match readings.as_slice() {
                [(value, place)] => found.push(Found {
                    field: *field,
                    value: value.clone(),
                    place: *place,
                }),
                _ => self.conflicts.push(Conflict {
                    field: *field,
                    readings,
                }),
            }
        }
        // What contradicts something else is not certain either.
        found.retain(|it| {
            it.field == Field::Duration
                || self.conflicts.iter().all(|other| other.field != it.field)
        });
        let is_open = |field: &Field| {
            !fields.contains(field)
                && self.not_understood.iter().all(|it| it.field != *field)
                && self.conflicts.iter().all(|it| it.field != *field)
        };
        reading.absent = LOOKED_FOR.into_iter().filter(is_open).collect();
        self.not_understood.sort_by_key(|it| it.place.line);
        reading.fields = found;
        reading.not_understood = self.not_understood;
        reading.conflicts = self.conflicts;
        reading.losses = self.losses;
        reading.day_order = match self.orders.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
    }
}
