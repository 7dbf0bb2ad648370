//! Times by how far they are from now: `2 hours ago`, `-2h`, `in 3 days`.

use chrono::TimeDelta;

use super::Toward;
use crate::calendar::Zone;
use crate::time::Moment;
use crate::time::Span;
use crate::time::SpanFault;
use crate::time::add_days;
use crate::time::parse_span;

/// How far away a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Away {
    span: Span,
    toward: Toward,
}

impl Away {
    /// Whether it is said to the second.
    pub(super) fn says_seconds(self) -> bool {
        !self.span.seconds.is_multiple_of(60)
    }

    /// The moment: whole days by the calendar of the zone, so that the time of day stays.
    pub(super) fn from(self, now: Moment, zone: Zone) -> Moment {
        let sign = match self.toward {
            Toward::Past => -1,
            Toward::Future => 1,
        };
        let here = zone.show(now);
        let days = i64::from(self.span.days) * sign;
        let there = match (days, add_days(here.date(), days)) {
            (0, _) => here,
            (_, Some(date)) => zone.at(date.and_time(here.local().time())),
            (_, None) => here.plus(TimeDelta::days(days)),
        };
        let seconds = i64::from(self.span.seconds) * sign;
        zone.show(there.plus(TimeDelta::seconds(seconds)))
    }
}

/// Reads how far away something is; `None` where the text does not look like that. A length of time
/// alone lies on the side that is asked for.
pub(super) fn read(text: &str, side: Toward) -> Option<Result<Away, SpanFault>> {
    let text = text.trim().to_lowercase();
    let (span, toward, is_said) = if let Some(span) = text.strip_suffix(" ago") {
        (span, Toward::Past, true)
    } else if let Some(span) = text.strip_prefix(['-', '\u{2212}']) {
        (
            span.strip_suffix(" ago").unwrap_or(span),
            Toward::Past,
            true,
        )
    } else if let Some(span) = text.strip_prefix("in ").or(text.strip_prefix('+')) {
        (span, Toward::Future, true)
    } else {
        (text.as_str(), side, false)
    };
    match parse_span(span) {
        Err(SpanFault::Shape) if !is_said => None,
        read => Some(read.map(|span| Away { span, toward })),
    }
}
