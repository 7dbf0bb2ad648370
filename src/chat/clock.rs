//! Times of day in a log that names no day: when each message was sent.

use chrono::NaiveDate;
use chrono::NaiveTime;
use chrono::TimeDelta;

use super::Asked;
use super::ChatFault;
use crate::calendar::Zone;
use crate::time::Moment;
use crate::time::parse_half_day;

/// A step back by more than this is midnight, by less a slip.
const MIDNIGHT: TimeDelta = TimeDelta::hours(12);

/// Half a day: what a slip between AM and PM is off by.
const HALF: TimeDelta = TimeDelta::hours(12);

/// A step forward by more than this, which the next message takes back, is such a slip.
const FAR: TimeDelta = TimeDelta::hours(6);

/// What is said of a message whose time was read otherwise than it is written.
pub(super) const SLIP: &str =
    "its time is half a day away from those around it; AM and PM are taken for mixed up";

/// What is said of a message that is earlier than the one before it.
pub(super) const BACKWARDS: &str = "it is earlier than the message before it";

/// Whether a time of day says which half of the day is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The time as it is written.
    pub(super) time: NaiveTime,
    /// Whether it was written with AM or PM.
    pub(super) has_half: bool,
}

/// The zone and the first day of a log, which must both be named.
pub(super) fn start(asked: &Asked) -> Result<(Zone, NaiveDate), ChatFault> {
    let date = asked.date.ok_or(ChatFault::NoDate)?;
    let zone = asked.zone.ok_or(ChatFault::NoZone)?;
    Ok((zone, date))
}

/// The days of a log, message by message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    zone: Zone,
    date: NaiveDate,
    last: Option<NaiveTime>,
}

impl Days {
    pub(super) fn new((zone, date): (Zone, NaiveDate)) -> Self {
        Self {
            zone,
            date,
            last: None,
        }
    }

    /// The day is said by the log.
    pub(super) fn turn_to(&mut self, date: NaiveDate) {
        self.date = date;
        self.last = None;
    }

    /// The day that it is now.
    pub(super) fn date(&self) -> NaiveDate {
        self.date
    }

    /// When a message was sent, and what there is to say of how that was read. `next` is the time of the
    /// message after it.
    pub(super) fn at(
        &mut self,
        reading: Reading,
        next: Option<NaiveTime>,
    ) -> (Moment, Option<&'static str>) {
        let mut time = reading.time;
        let mut remark = None;
        if let Some(last) = self.last {
            let step = time - last;
            let returns = next.is_some_and(|next| (next - last).abs() < FAR && next < time);
            if reading.has_half && step > FAR && returns {
                time = time.overflowing_sub_signed(HALF).0;
                remark = Some(SLIP);
            }
            let step = time - last;
            if step < -MIDNIGHT {
                self.date = self.date.succ_opt().unwrap_or(self.date);
            } else if step < TimeDelta::zero() {
                remark = Some(BACKWARDS);
            }
        }
        self.last = Some(time);
        (self.zone.at(self.date.and_time(time)), remark)
    }
}

/// Reads a time of day as chats write it: `8:27 AM`, `20:27`, `20:27:05`.
pub(super) fn time(text: &str) -> Option<Reading> {
    let text = text.trim().to_ascii_lowercase();
    if let Ok(time) = parse_half_day(&text) {
        let has_half = true;
        return Some(Reading { time, has_half });
    }
    let mut parts = text.split(':');
    let hour = number(parts.next()?)?;
    let minute = number(parts.next()?)?;
    let second = parts.next().map_or(Some(0), number)?;
    if parts.next().is_some() {
        return None;
    }
    let time = NaiveTime::from_hms_opt(hour, minute, second)?;
    let has_half = false;
    Some(Reading { time, has_half })
}

fn number(text: &str) -> Option<u32> {
    let is_short = matches!(text.len(), 1 | 2) && text.bytes().all(|it| it.is_ascii_digit());
    is_short.then(|| text.parse().ok()).flatten()
}
