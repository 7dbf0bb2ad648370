//! What is taken for the present.

use super::Zone;
use super::read_as_of;
use crate::refusal::Refusal;
use crate::time::Moment;

/// What is taken for the present: the moment at which the run began, or what was asked for instead.
/// Asked for may be a date alone, which ends at another moment in each zone.
#[derive(Clone, Debug)]
pub struct Present {
    began: Moment,
    asked: Option<String>,
}

impl Present {
    /// The moment at which the run began, unless something else was asked for: a timestamp, or a
    /// date for the end of that day.
    pub fn new(began: Moment, asked: Option<String>) -> Self {
        Self { began, asked }
    }

    /// The present in a zone.
    pub fn in_zone(&self, zone: Zone) -> Result<Moment, Refusal> {
        let Some(asked) = &self.asked else {
            return Ok(zone.show(self.began));
        };
        read_as_of(asked, self.began, zone).map_err(|it| it.refuse("--as-of"))
    }
}
