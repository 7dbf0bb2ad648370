//! What became of a mail that was handed over.

use crate::commands::Refusal;

/// What became of it.
pub(super) enum Outcome {
    /// It was taken.
    Taken,
    /// It was not, and nobody got it.
    Refused(Refusal),
    /// Nobody knows.
    Unknown(Refusal),
}
