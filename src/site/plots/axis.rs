//! The axes of plots: where a value lies, and what is written there.

use chrono::NaiveDate;
use chrono::TimeDelta;

use crate::site::drawing::Drawing;
use crate::time;

/// A number of things as one that is drawn.
#[expect(clippy::cast_precision_loss, reason = "nobody draws so many things")]
pub(super) fn decimal(count: usize) -> f64 {
    count as f64
}

/// An axis of values: from nothing to the last of its ticks.
pub(super) struct Axis {
    ticks: Vec<(f64, String)>,
    /// How a value is bent before it is placed.
    bend: fn(f64) -> f64,
}

/// Steps that people count in.
const STEPS: [usize; 3] = [1, 2, 5];
/// Days that are written on an axis, each with its words.
const DAYS: [(f64, &str); 9] = [
    (0.0, "0"),
    (1.0, "1"),
    (3.0, "3"),
    (7.0, "7"),
    (14.0, "14"),
    (30.0, "30"),
    (90.0, "90"),
    (365.0, "365"),
    (3650.0, "3650"),
];
/// Minutes that are written on an axis, each with its words.
const MINUTES: [(f64, &str); 9] = [
    (0.0, "0"),
    (1.0, "1 min"),
    (5.0, "5 min"),
    (20.0, "20 min"),
    (60.0, "1 h"),
    (360.0, "6 h"),
    (1440.0, "1 day"),
    (10_080.0, "1 week"),
    (525_600.0, "1 year"),
];

impl Axis {
    /// An axis for whole numbers up to one.
    pub(super) fn count(most: usize) -> Self {
        let powers = std::iter::successors(Some(1_usize), |it| it.checked_mul(10));
        let mut steps = powers.flat_map(|it| STEPS.map(|step| it.saturating_mul(step)));
        let step = steps
            .find(|it| it.saturating_mul(5) >= most)
            .unwrap_or(most);
        let last = most.div_ceil(step).max(1);
        let ticks = (0..=last).map(|it| {
            let value = it * step;
            (decimal(value), value.to_string())
        });
        Self {
            ticks: ticks.collect(),
            bend: |it| it,
        }
    }

    /// An axis for days, on which a day more of few is as far as many of many.
    pub(super) fn days(most: f64) -> Self {
        Self {
            ticks: up_to(&DAYS, most),
            bend: f64::ln_1p,
        }
    }

    /// The same for minutes.
    pub(super) fn minutes(most: f64) -> Self {
        Self {
            ticks: up_to(&MINUTES, most),
            bend: f64::ln_1p,
        }
    }

    /// Its ticks.
    pub(super) fn ticks(&self) -> &[(f64, String)] {
        &self.ticks
    }

    /// Where a value lies, from 0 to 1.
    pub(super) fn share(&self, value: f64) -> f64 {
        let last = self.ticks.last().map_or(1.0, |it| it.0);
        ((self.bend)(value) / (self.bend)(last)).clamp(0.0, 1.0)
    }
}

/// The ticks up to the first that is not less than a value.
fn up_to(all: &[(f64, &str)], most: f64) -> Vec<(f64, String)> {
    let end = all
        .iter()
        .position(|it| it.0 >= most)
        .unwrap_or(all.len() - 1);
    let ticks = all.iter().take(end + 1);
    ticks
        .map(|(value, text)| (*value, (*text).to_owned()))
        .collect()
}

/// Minutes in words.
pub(super) fn minutes_in_words(minutes: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a number that is too large becomes the largest, and no incident lasts so long"
    )]
    let seconds = (minutes * 60.0).round() as i64;
    let span = TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX);
    time::in_words(span)
}

/// The part of a plot in which values are drawn.
pub(super) struct Frame {
    axis: Axis,
    right: f64,
    bottom: f64,
}

/// Where the part of values begins.
pub(super) const LEFT: f64 = 46.0;
const TOP: f64 = 44.0;

impl Frame {
    /// That of a plot of a size.
    pub(super) fn new((width, height): (u32, u32), axis: Axis) -> Self {
        Self {
            axis,
            right: f64::from(width) - 14.0,
            bottom: f64::from(height) - 32.0,
        }
    }

    pub(super) fn bottom(&self) -> f64 {
        self.bottom
    }

    pub(super) fn width(&self) -> f64 {
        self.right - LEFT
    }

    /// Where a share of the width lies.
    pub(super) fn x(&self, share: f64) -> f64 {
        LEFT + self.width() * share
    }

    /// Where a value lies.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - TOP) * self.axis.share(value)
    }

    /// Draws the axis of values, with what it counts.
    pub(super) fn draw(&self, drawing: &mut Drawing, unit: &str) {
        for (value, label) in self.axis.ticks() {
            let y = self.y(*value);
            drawing.line("grid", &[(LEFT, y), (self.right, y)]);
            drawing.text("faint end", (LEFT - 6.0, y + 4.0), label);
        }
        drawing.text("faint", (2.0, TOP - 10.0), unit);
        drawing.line("axis", &[(LEFT, self.bottom), (self.right, self.bottom)]);
    }
}

/// An axis of days.
pub(super) struct Days {
    first: NaiveDate,
    last: NaiveDate,
}

/// In how many pieces an axis of days is cut.
const PIECES: i64 = 4;

impl Days {
    /// One on which all of some days lie.
    pub(super) fn new(days: &[NaiveDate]) -> Self {
        let first = days.iter().min().copied().unwrap_or_default();
        Self {
            first,
            last: days.iter().max().copied().unwrap_or(first),
        }
    }

    fn length(&self) -> i64 {
        (self.last - self.first).num_days()
    }

    /// Where a day lies, from 0 to 1: a single one in the middle.
    pub(super) fn share(&self, day: NaiveDate) -> f64 {
        let part = |it: i64| decimal(usize::try_from(it).unwrap_or_default());
        match self.length() {
            0 => 0.5,
            all => part((day - self.first).num_days()) / part(all),
        }
    }

    /// Writes the days below a plot.
    pub(super) fn draw(&self, frame: &Frame, drawing: &mut Drawing) {
        let mut before = None;
        for piece in 0..=PIECES {
            let days = self.length() * piece / PIECES;
            let Some(day) = time::add_days(self.first, days).filter(|it| before != Some(*it))
            else {
                continue;
            };
            before = Some(day);
            let class = match piece {
                0 if self.length() > 0 => "faint",
                PIECES => "faint end",
                _ => "faint mid",
            };
            let at = (frame.x(self.share(day)), frame.bottom() + 16.0);
            drawing.text(class, at, &day.to_string());
        }
    }
}
