//! Any bytes as a report: read, judged, mended, edited, shown.

#![no_main]

#[path = "../../support/exercise.rs"]
mod exercise;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    exercise::one(bytes);
});
