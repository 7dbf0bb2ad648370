//! Why what somebody typed is no time, and what to type instead.

use super::Toward;
use crate::calendar::Zone;
use crate::calendar::ZoneFault;
use crate::refusal::Refusal;
use crate::time::Moment;
use crate::time::SpanFault;
use crate::time::TimeFault;

/// The most of a text that a message repeats, in characters.
const EXCERPT: usize = 80;

/// Why a text is no time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` {wrong}")]
pub struct TypedFault {
    text: String,
    wrong: Wrong,
    toward: Toward,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Wrong {
    /// It has another shape, or is in no calendar.
    #[error(transparent)]
    Time(#[from] TimeFault),
    /// How far away it is said to be cannot be read.
    #[error(transparent)]
    Span(#[from] SpanFault),
    /// It names no zone: a sentence of its own.
    #[error("cannot be read: {0}")]
    Zone(#[from] ZoneFault),
    /// It names a time by a name that it does not have in the zone that is meant.
    #[error("names another zone")]
    Name,
    /// It names a day, but for a slip.
    #[error("is not a time that can be read")]
    Like(&'static str),
    /// The clocks went forward and skipped it.
    #[error("does not exist in {0}: the clocks went forward and skipped it")]
    Never(Zone, Moment, Moment),
}

impl TypedFault {
    pub(super) fn new(text: &str, wrong: Wrong, toward: Toward) -> Self {
        let is_shape = matches!(wrong, Wrong::Time(TimeFault::Shape | TimeFault::ClockShape));
        Self {
            text: text.chars().take(EXCERPT).collect(),
            // Nobody who types `noon` has heard of timestamps.
            wrong: if is_shape { Wrong::Like("") } else { wrong },
            toward,
        }
    }

    /// Whether it is only that a name of a time is not one of the zone.
    pub(super) fn is_about_a_name(&self) -> bool {
        self.wrong == Wrong::Name
    }

    /// The refusal of a command to which it was given as `what`, such as `--at`.
    pub fn refuse(&self, what: &str) -> Refusal {
        Refusal::usage(format!("{what}: {self}")).hint(self.help())
    }

    /// What to type instead: imperative, no full stop.
    pub fn help(&self) -> String {
        match &self.wrong {
            Wrong::Like("") | Wrong::Name => self.examples().to_owned(),
            Wrong::Like(day) => format!("did you mean `{day}`?"),
            Wrong::Time(TimeFault::NoTime) => {
                format!("add the time of day, like `{} 14:03`", self.text)
            }
            Wrong::Time(TimeFault::DateShape) => match self.toward {
                Toward::Past => {
                    "type a day like `2026-11-20`, `yesterday`, `tuesday` or `7d` (seven days ago)"
                }
                Toward::Future => {
                    "type a day like `2026-11-20`, `tomorrow`, `friday` or `7d` (in seven days)"
                }
            }
            .to_owned(),
            Wrong::Time(fault) => fault.help().to_owned(),
            Wrong::Span(fault) => fault.help().to_owned(),
            Wrong::Zone(fault) => fault.help(),
            Wrong::Never(_, before, after) => format!(
                "type `{}` or `{}`, or the time that you mean",
                before.to_short(),
                after.to_short()
            ),
        }
    }

    fn examples(&self) -> &'static str {
        match self.toward {
            Toward::Past => {
                "type it like `14:03`, `2 hours ago`, `-2h`, `yesterday 9:30`, `tuesday 03:12`, `03:12 UTC`, `2026-11-20 14:03`, `2026-11-20T14:03+01:00` or `now`"
            }
            Toward::Future => {
                "type it like `14:03`, `in 2 hours`, `tomorrow 9:30`, `friday 10:00`, `10:00 UTC`, `2026-11-20 14:03` or `2026-11-20T14:03+01:00`"
            }
        }
    }
}
