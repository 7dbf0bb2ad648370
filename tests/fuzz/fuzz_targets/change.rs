//! Any two texts in one place, as a change: judged both ways.

#![no_main]

#[path = "../../support/pair.rs"]
mod pair;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    pair::of_bytes(bytes);
});
