//! The times of the incident: one behind a label, or the two of a window.

use chrono::Datelike as _;
use chrono::NaiveDate;

use super::Local;
use super::MOST;
use super::Meaning;
use crate::adopt::Asked;
use crate::adopt::dates::Day;
use crate::adopt::facts::Fact;
use crate::adopt::lengths;
use crate::adopt::reading::Field;
use crate::adopt::reading::Value;
use crate::adopt::stamps;
use crate::adopt::stamps::Stamp;
use crate::adopt::text;
use crate::adopt::words::Label;
use crate::adopt::zones::Named;
use crate::model::FieldName;

/// How far from the incident's day a date without a year lies at most.
const NEAR: i64 = 120;

impl Meaning<'_> {
    /// The day of a stamp, with that of the incident where it has none or no year.
    pub(super) fn day_of(stamp: &Stamp, near: Option<NaiveDate>) -> Option<NaiveDate> {
        match stamp.day {
            None => near,
            Some(Day::Is(day)) => Some(day),
            Some(Day::NoYear { month, day }) => {
                let near = near?;
                let mut days = [near.year() - 1, near.year(), near.year() + 1]
                    .into_iter()
                    .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                    .filter(|it| (*it - near).num_days().abs() <= NEAR);
                days.next()
            }
            Some(Day::TwoWays(_) | Day::None(_)) => None,
        }
    }

    /// A time of a field; of none where it is only held against lengths.
    pub(super) fn time(
        &mut self,
        name: Option<FieldName>,
        fact: &Fact,
        value: &str,
        near: Option<NaiveDate>,
    ) {
        let plain = text::plain(value);
        if text::says_nothing(&plain) || text::is_placeholder(value) {
            return;
        }
        let stamp = self.stamp(&plain);
        let Some(field) = name.map(Field::Of) else {
            if let Some(stamp) = stamp {
                self.local(&stamp, fact, near);
            }
            return;
        };
        let Some(stamp) = stamp else {
            // `Detected: by a customer` is no time at all; what begins with a number is meant as one.
            let is_meant = plain.starts_with(|it: char| it.is_ascii_digit());
            if is_meant && lengths::read(&plain).is_none() {
                self.settling
                    .not(field, value, fact.place, "is not understood as a time");
            }
            return;
        };
        self.stamped(field, &stamp, fact, value, near);
    }

    pub(super) fn local(&mut self, stamp: &Stamp, fact: &Fact, near: Option<NaiveDate>) {
        let has_room = self.locals.len() < MOST;
        if let (Some(day), Some(clock), true) = (Self::day_of(stamp, near), stamp.clock, has_room) {
            self.locals.push(Local {
                label: fact.label,
                at: day.and_time(clock),
                place: fact.place,
            });
        }
    }

    pub(super) fn stamped(
        &mut self,
        field: Field,
        stamp: &Stamp,
        fact: &Fact,
        value: &str,
        near: Option<NaiveDate>,
    ) {
        if let Some(Day::TwoWays(ways)) = stamp.day {
            self.settling.two_ways(field, value, fact.place, ways);
            return;
        }
        let clock = match (stamp.day, stamp.clock) {
            (Some(Day::None(why)), _) => Err(why),
            (_, Some(clock)) => Ok(clock),
            (_, None) if stamp.has_clock => Err("is no time of day that there is"),
            (_, None) => Err("has no time of day"),
        };
        let day = Self::day_of(stamp, near).ok_or("names no day");
        let (clock, day) = match (clock, day) {
            (Ok(clock), Ok(day)) => (clock, day),
            (Err(why), _) | (_, Err(why)) => {
                self.settling.not(field, value, fact.place, why);
                return;
            }
        };
        let local = day.and_time(clock);
        self.local(stamp, fact, near);
        let zone = stamp
            .zone
            .as_ref()
            .or(fact.zone.as_ref())
            .or(self.zone.as_ref())
            .cloned();
        let Some(zone) = zone.or(self.asked.zone.map(Named::Is)) else {
            self.settling
                .not(field, value, fact.place, "names no time zone");
            return;
        };
        // A time of day without its day, before what it follows: on which day is not said.
        let is_early = stamp.day.is_none()
            && matches!(
                field,
                Field::Of(FieldName::ResolvedAt | FieldName::MitigatedAt)
            )
            && self
                .locals
                .iter()
                .any(|it| it.label == Label::Of(Field::Of(FieldName::StartedAt)) && it.at > local);
        if is_early {
            let why = "is before the beginning, and names no day";
            self.settling.not(field, value, fact.place, why);
            return;
        }
        match zone.moment(local) {
            Ok(moment) => {
                if stamp.is_about {
                    let what = "it says itself that it is not exact".to_owned();
                    self.settling.loss(field, fact.place, what);
                }
                self.settling
                    .found(field, Value::Moment(moment), fact.place);
            }
            Err(why) => self.settling.not(field, value, fact.place, &why),
        }
    }

    /// The begin and the end of a window on one line.
    pub(super) fn window(&mut self, fact: &Fact, near: Option<NaiveDate>) {
        let Some(value) = fact.values.first() else {
            return;
        };
        let plain = text::plain(value);
        let Some(mut start) = self.stamp(&plain).filter(|it| it.has_clock) else {
            return;
        };
        let rest = plain.get(start.end..).unwrap_or("");
        let Some(mut end) = range_end(rest, self.asked).filter(|it| it.has_clock) else {
            return;
        };
        // One zone at the end is of both.
        start.zone = start.zone.or_else(|| end.zone.clone());
        if end.day.is_none() {
            end.day = start.day;
            let is_early = match (start.clock, end.clock) {
                (Some(from), Some(until)) => until < from,
                _ => false,
            };
            if is_early {
                return;
            }
        }
        let of = |name| Fact {
            label: Label::Of(Field::Of(name)),
            ..fact.clone()
        };
        self.stamped(
            Field::Of(FieldName::StartedAt),
            &start,
            &of(FieldName::StartedAt),
            value,
            near,
        );
        self.stamped(
            Field::Of(FieldName::ResolvedAt),
            &end,
            &of(FieldName::ResolvedAt),
            value,
            near,
        );
    }
}

/// The end of a span of time whose beginning has been read: ` - 11:00 UTC`, ` to 2020-11-04 01:00`.
pub(super) fn range_end(rest: &str, asked: &Asked<'_>) -> Option<Stamp> {
    let bare = rest.trim_start();
    let words = [
        "-", "–", "—", "→", "to ", "until ", "till ", "bis ", "through ", "and ", "/", "à ", "a ",
        "hasta ", ">", "~",
    ];
    let mut bare = words.iter().find_map(|it| bare.strip_prefix(it))?;
    bare = bare.trim_start_matches(['>', '-', ' ']);
    let stamp = stamps::at_start(bare, asked.day_order)?;
    (stamp.start < 8).then_some(stamp)
}
