//! Time zones: local dates and times to moments, and back.

mod base;
mod spoken;

use std::fmt;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta};

use crate::likeness;
use crate::likeness::Among;
use crate::time::Moment;
use crate::time::parse_offset;

use base::Instants;
use base::Tz;
pub use spoken::sign as offset_sign;

/// The most of a zone name that a message repeats, in characters.
const NAME_LIMIT: usize = 64;
/// The zone of everything that names none.
const UTC: &str = "Etc/UTC";

/// A time zone: one of the IANA database, or a fixed offset from UTC.
///
/// Where clocks are put forward, a local time that does not exist means the first instant after
/// the gap. Where they are put back, a local time that exists twice means the earlier of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    /// `Etc/UTC`.
    Utc,
    Named(Tz),
    Fixed(FixedOffset),
}

/// What a local time of a zone is, where its clocks are changed now and then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// It is there once.
    Once(Moment),
    /// The clocks were put back over it: the earlier and the later one.
    Twice(Moment, Moment),
    /// The clocks were put forward over it: what it would be by the time that ended then, and by
    /// the one that began.
    Never(Moment, Moment),
}

/// Why a word is no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneFault {
    /// No zone of the IANA database has that name.
    #[error("`{name}` is not a time zone")]
    Unknown {
        /// What was written.
        name: String,
        /// What is nearly that, or what people mean by it: a zone, or an offset.
        suggestion: Option<String>,
    },
    /// An abbreviation, which is not a zone: several may share it, and it says nothing of summer.
    #[error("`{name}` is an abbreviation that does not name one time zone")]
    Abbreviation {
        /// What was written.
        name: String,
        /// The zones that it may mean; none where it is not known.
        places: &'static [&'static str],
    },
    /// It begins like an offset from UTC, but no place has it, or it is written in another way.
    #[error("`{name}` is not an offset from UTC")]
    Offset {
        /// What was written.
        name: String,
        /// The offset that is meant, as it is to be written.
        meant: Option<String>,
    },
}

impl ZoneFault {
    /// What to write instead: imperative, no full stop.
    pub fn help(&self) -> String {
        match self {
            Self::Unknown {
                suggestion: Some(name),
                ..
            } => format!("did you mean `{name}`?"),
            Self::Unknown { .. } => {
                "write a name from the IANA database, like `Europe/Berlin`, or `UTC`".to_owned()
            }
            Self::Abbreviation { places, .. } if **places == ["UTC"] => "write `UTC`".to_owned(),
            Self::Abbreviation { places, .. } => {
                let places = if places.is_empty() {
                    &["Europe/Berlin"]
                } else {
                    *places
                };
                let places: Vec<String> = places.iter().map(|it| format!("`{it}`")).collect();
                let places = places.join(" or ");
                format!("write `UTC`, an offset like `+01:00`, or an IANA name like {places}")
            }
            Self::Offset {
                meant: Some(offset),
                ..
            } => format!("did you mean `{offset}`?"),
            Self::Offset { .. } => "write it like `+01:00` or `-03:30`".to_owned(),
        }
    }
}

impl Zone {
    /// UTC.
    pub fn utc() -> Self {
        Self(Kind::Utc)
    }

    /// A fixed offset from UTC.
    pub fn fixed(offset: FixedOffset) -> Self {
        Self(Kind::Fixed(offset))
    }

    /// Reads a name of the IANA database, exactly as it is written there, or an offset (`+01:00`).
    pub fn parse(name: &str) -> Result<Self, ZoneFault> {
        if name == UTC {
            return Ok(Self::utc());
        }
        if let Some(zone) = Tz::parse(name) {
            return Ok(Self(Kind::Named(zone)));
        }
        if is_like_offset(name) {
            return Self::parse_offset(name);
        }
        Err(ZoneFault::Unknown {
            name: clip(name),
            suggestion: suggestion(name),
        })
    }

    /// Reads what is written as an offset, with a sign or behind `UTC` or `GMT`.
    fn parse_offset(word: &str) -> Result<Self, ZoneFault> {
        if let Ok(offset) = parse_offset(word) {
            return Ok(Self::fixed(offset));
        }
        let (name, meant) = (clip(word), spoken::offset(word));
        Err(
            if word.starts_with(|first: char| first.is_ascii_alphabetic()) {
                ZoneFault::Unknown {
                    name,
                    suggestion: meant,
                }
            } else {
                ZoneFault::Offset { name, meant }
            },
        )
    }

    /// Whether a word is one that people write for a zone, be it none that can be read: an IANA name,
    /// `UTC`, an offset, an abbreviation in capitals, "Central European Time".
    pub fn is_named_by(words: &str) -> bool {
        let is_short = || words.bytes().all(|byte| byte.is_ascii_uppercase());
        words.eq_ignore_ascii_case("utc")
            || is_like_offset(words)
            || (words.contains('/') && Tz::parse(words).is_some())
            || (is_short() && !spoken::of_abbreviation(words).is_empty())
            || (words.to_lowercase().ends_with(" time") && !spoken::of_name(words).is_empty())
    }

    /// Whether a word is a place after which people call a time: the city of an IANA name (`Berlin`),
    /// or what they say (`Pacific`).
    pub fn is_place(word: &str) -> bool {
        let mut zones = Tz::all();
        let city = word.replace(' ', "_");
        !spoken::of_name(word).is_empty()
            || zones.any(|zone| {
                let parts = zone.name().rsplit_once('/');
                parts.is_some_and(|(_, it)| it == city)
            })
    }

    /// Whether a word is the name of a zone of the database with blanks in it: `America/New York`.
    pub fn is_spaced(words: &str) -> bool {
        words.contains(' ') && Tz::parse(&words.replace(' ', "_")).is_some()
    }

    /// The names of the zones that people may mean by words that name none by themselves: `PST`,
    /// "Central European Time"; none where that is not known.
    pub fn meant_by(words: &str) -> &'static [&'static str] {
        match spoken::of_name(words) {
            [] => spoken::of_abbreviation(words),
            meant => meant,
        }
    }

    /// Reads the word for a zone in running text: an IANA name with a `/`, `UTC`, or an offset
    /// (`+01:00`). Abbreviations such as `CET` and `PST` are refused although the database has
    /// some: they do not say whether it was summer, and half of them mean two places.
    pub fn parse_word(word: &str) -> Result<Self, ZoneFault> {
        if word.eq_ignore_ascii_case("utc") {
            return Ok(Self::utc());
        }
        if is_like_offset(word) || word == "Z" {
            return Self::parse_offset(word);
        }
        if word.contains('/') {
            return Self::parse(word);
        }
        let name = clip(word);
        let places = spoken::of_abbreviation(word);
        let is_short = word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_one = is_short || !places.is_empty();
        if (is_one && !Self::is_place(word)) || Tz::parse(word).is_some() {
            return Err(ZoneFault::Abbreviation { name, places });
        }
        Err(ZoneFault::Unknown {
            name,
            suggestion: suggestion(word),
        })
    }

    /// What people call it: its name, `UTC` for that of the database.
    pub fn short_name(self) -> String {
        if self == Self::utc() {
            return "UTC".to_owned();
        }
        self.to_string()
    }

    /// The same instant, shown with this zone's offset at that instant.
    pub fn show(self, moment: Moment) -> Moment {
        let offset = match self.0 {
            Kind::Utc => chrono::Utc.fix(),
            Kind::Named(zone) => zone.offset(moment.utc()),
            Kind::Fixed(offset) => offset,
        };
        moment.at_offset(offset)
    }

    /// The local date of a moment.
    pub fn date_of(self, moment: Moment) -> NaiveDate {
        self.show(moment).date()
    }

    /// The moment of a local date and time: in a gap the first instant after it, in a fold the
    /// earlier one.
    pub fn at(self, local: NaiveDateTime) -> Moment {
        self.instants(local).0
    }

    /// The last second of a local day, with that day's offset. Where that second exists twice, the
    /// later one: the day is not over before it. Where it does not exist, the first one after.
    pub fn end_of_day(self, date: NaiveDate) -> Moment {
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        self.instants(date.and_time(last)).1
    }

    /// The first second of a local day.
    pub fn start_of_day(self, date: NaiveDate) -> Moment {
        self.at(date.and_time(NaiveTime::MIN))
    }

    /// What a local date and time is here.
    pub fn local(self, local: NaiveDateTime) -> Local {
        let (earlier, later) = self.instants(local);
        if self.show(earlier).local() == local {
            return if earlier == later {
                Local::Once(earlier)
            } else {
                Local::Twice(earlier, later)
            };
        }
        // The first instant after the gap, and the last before it: each with its offset.
        let after = self.show(earlier).offset();
        let before = self.show(earlier.plus(TimeDelta::seconds(-1))).offset();
        Local::Never(
            self.show(Moment::from_local(local, before)),
            self.show(Moment::from_local(local, after)),
        )
    }

    /// What people here call the time at a moment, such as `CET`; where nothing is, the offset.
    pub fn abbreviation(self, moment: Moment) -> String {
        let name = match self.0 {
            Kind::Utc => Some("UTC"),
            Kind::Named(zone) => zone.abbreviation(moment.utc()),
            Kind::Fixed(_) => None,
        };
        name.map_or_else(|| self.show(moment).offset().to_string(), str::to_owned)
    }

    /// A moment as people here read it: `2026-11-24 03:12 CET`.
    pub fn words(self, moment: Moment) -> String {
        let local = self.show(moment).local();
        let has_seconds = local.and_utc().timestamp() % 60 != 0;
        let shape = if has_seconds {
            "%Y-%m-%d %H:%M:%S"
        } else {
            "%Y-%m-%d %H:%M"
        };
        format!("{} {}", local.format(shape), self.abbreviation(moment))
    }

    /// The earlier and the later moment of a local time; the same where it exists once.
    fn instants(self, local: NaiveDateTime) -> (Moment, Moment) {
        let moment = |offset: FixedOffset| Moment::from_local(local, offset);
        let zone = match self.0 {
            Kind::Named(zone) => zone,
            Kind::Utc => return (moment(chrono::Utc.fix()), moment(chrono::Utc.fix())),
            Kind::Fixed(offset) => return (moment(offset), moment(offset)),
        };
        match zone.instants(local) {
            Instants::Once(offset) => (moment(offset), moment(offset)),
            Instants::Twice(one, other) => {
                let (one, other) = (moment(one), moment(other));
                (one.min(other), one.max(other))
            }
            Instants::Never(utc, offset) => {
                let at = Moment::from_local(utc, chrono::Utc.fix()).at_offset(offset);
                (at, at)
            }
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Utc => f.write_str(UTC),
            Kind::Named(zone) => f.write_str(zone.name()),
            Kind::Fixed(offset) => write!(f, "{offset}"),
        }
    }
}

/// The part of a wrong name that a message repeats.
fn clip(name: &str) -> String {
    name.chars().take(NAME_LIMIT).collect()
}

/// Whether a word is written as an offset from UTC: `+01:00`, `UTC+1`, `GMT -3`.
fn is_like_offset(word: &str) -> bool {
    spoken::signed(word).is_some()
}

/// The zone that people mean by `name`, else the one whose name, or the city in it, is nearest to it;
/// `None` where none is near, or several are meant. What is no more than an abbreviation or a number
/// of hours is near to nothing: one letter off is another time.
fn suggestion(name: &str) -> Option<String> {
    let name = name.strip_suffix(" time").unwrap_or(name);
    let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let meant = match spoken::of_name(name) {
        [] => spoken::of_abbreviation(name),
        meant => meant,
    };
    match meant {
        [one] => return Some((*one).to_owned()),
        [] if !name
            .bytes()
            .all(|byte| is_capital(byte) || !byte.is_ascii_alphanumeric()) => {}
        _ => return None,
    }
    let is_fixed = |zone: &Tz| zone.name().starts_with("Etc/") || zone.name().starts_with("GMT");
    let zones = || Tz::all().filter(|it| !is_fixed(it)).map(Tz::name);
    if name.contains('/') {
        return begun(name, zones()).or_else(|| slipped(name, zones().map(|it| (it, it))));
    }
    let city = |whole: &'static str| (whole.rsplit('/').next().unwrap_or(whole), whole);
    slipped(name, zones().map(city))
}

/// The only zone whose name goes on from this one: `America/Los`.
fn begun(name: &str, mut zones: impl Iterator<Item = &'static str>) -> Option<String> {
    let (_, city) = name.rsplit_once('/')?;
    let mut goes_on = || zones.find(|it| likeness::begins_with(it, name));
    let one = goes_on().filter(|_| city.len() > 1)?;
    goes_on().is_none().then(|| one.to_owned())
}

/// The zone beside the name that is most like this one, and differs in one letter at most: two make Poland of
/// Portland.
fn slipped(
    name: &str,
    zones: impl Iterator<Item = (&'static str, &'static str)>,
) -> Option<String> {
    likeness::nearest(name, zones, Among::Places).map(str::to_owned)
}

#[cfg(test)]
mod tests;
