//! Documents that were good once, changed at random. `tests/fuzz` does the same with libFuzzer,
//! which sees what the changes reach; this needs no nightly:
//!
//!     PMREPO_FUZZ_SECONDS=600 cargo test --release --test suite fuzz -- --ignored --nocapture

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::panic::resume_unwind;
use std::time::Duration;
use std::time::Instant;

use crate::exercise;
use crate::generate;

/// What the changes begin with.
pub(crate) const SEEDS: [&str; 6] = [
    include_str!("../../src/rules/example/postmortem.md"),
    include_str!("../../src/rules/example/checklist.md"),
    include_str!("../../src/rules/example/external.md"),
    include_str!("../../src/rules/example/review.md"),
    "---\ntitle: x\nstatus: draft\nseverity: sev1\nowner: @bob\ntags: [no, 1:30, {a: b}]\n---\n",
    "---\r\ntitle: |\r\n  x\r\nroles:\r\n  scribe: 'a'\r\n---\r\n# T\r\n\r\n| Time | Event |\r\n|--|--|\r\n",
];

/// Pieces that mean something to one of the readers.
#[rustfmt::skip]
const PIECES: [&str; 64] = [
    "---\n", "---", "...", ": ", ":", "- ", "? ", "| ", "|\n", ">-\n", "\n", "\r\n", "\r", "\t", "  ", "[", "]",
    "{", "}", ",", "#", " # ", "'", "\"", "\\", "\\u2028", "&a ", "*a", "!t ", "<<: ", "@", "`", "%", "~", "null",
    "no", "012", "1:30", ".nan", "1e400", "2026-03-10T10:00Z", "2026-13-99", "10:61", "TODO", "TBD", "n/a:",
    "- [ ] ", "- [x] `ic.resolve` ", "## Timeline\n", "### 2026-03-10\n", "<!-- ", " -->", "<details>", "```\n",
    "> ", "[a](b)", "| a | b |\n|---|---|\n", "human error", "should have", "\u{feff}", "\u{202e}", "ß", "\u{0}",
    "::error::",
];

/// Numbers that are the same in every run (splitmix64).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) >> 16).unwrap() % end.max(1)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all.get(self.below(all.len())).unwrap()
    }

    fn range(&mut self, bytes: &[u8], longest: usize) -> std::ops::Range<usize> {
        let start = self.below(bytes.len() + 1);
        let length = self.below(longest + 1);
        start..(start + length).min(bytes.len())
    }

    /// Changes a document a few times.
    fn change(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len() + 1);
            match self.below(8) {
                0 => drop(bytes.splice(at..at, self.of(&PIECES).bytes())),
                1 => {
                    let range = self.range(bytes, 4);
                    bytes.splice(range, self.of(&PIECES).bytes());
                }
                2 => drop(bytes.drain(self.range(bytes, 40))),
                3 => {
                    // A piece of it, once more or many times.
                    let range = self.range(bytes, 60);
                    let times = *self.of(&[&1, &2, &80]);
                    let piece = bytes.get(range).unwrap().repeat(times);
                    bytes.splice(at..at, piece);
                }
                4 => {
                    // A piece of another document.
                    let other = self.of(&SEEDS).as_bytes();
                    let piece = other.get(self.range(other, 200)).unwrap().to_vec();
                    bytes.splice(at..at, piece);
                }
                5 => {
                    // A line that goes elsewhere.
                    let range = self.range(bytes, 80);
                    let piece: Vec<u8> = bytes.drain(range).collect();
                    let at = self.below(bytes.len() + 1);
                    bytes.splice(at..at, piece);
                }
                6 => {
                    let byte = u8::try_from(self.below(256)).unwrap();
                    bytes.insert(at, byte);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        bytes.truncate(64 * 1024);
    }
}

/// Runs until the time is over or the runs are done; gives the runs and the slowest.
fn run(seed: u64, runs: usize, time: Duration) -> (usize, Duration) {
    let mut numbers = Numbers(seed);
    let mut pool: Vec<Vec<u8>> = SEEDS.map(|it| it.as_bytes().to_vec()).to_vec();
    let start = Instant::now();
    let mut slowest = Duration::ZERO;
    let mut done = 0;
    while done < runs && start.elapsed() < time {
        let from = numbers.below(pool.len());
        let mut bytes = pool.get(from).unwrap().clone();
        numbers.change(&mut bytes);
        let begin = Instant::now();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| exercise::one(&bytes))) {
            println!(
                "run {done} with the seed {seed}: b\"{}\"",
                bytes.escape_ascii()
            );
            resume_unwind(panic);
        }
        slowest = slowest.max(begin.elapsed());
        done += 1;
        // What has been changed is changed further, for a while.
        if numbers.below(4) == 0 {
            if pool.len() < 200 {
                pool.push(bytes);
            } else {
                let at = SEEDS.len() + numbers.below(pool.len() - SEEDS.len());
                *pool.get_mut(at).unwrap() = bytes;
            }
        }
    }
    (done, slowest)
}

#[test]
fn changed_documents_are_read_judged_mended_and_edited() {
    for seed in SEEDS {
        exercise::one(seed.as_bytes());
    }
    let runs = generate::cases(100);
    run(1, usize::try_from(runs).unwrap(), Duration::MAX);
}

#[test]
#[ignore = "runs for PMREPO_FUZZ_SECONDS (60), from PMREPO_FUZZ_SEED (2)"]
fn fuzz() {
    let number = |name: &str, default: u64| {
        let text = std::env::var(name).ok();
        text.map_or(default, |it| it.parse().unwrap())
    };
    let seconds = number("PMREPO_FUZZ_SECONDS", 60);
    let seed = number("PMREPO_FUZZ_SEED", 2);
    let (runs, slowest) = run(seed, usize::MAX, Duration::from_secs(seconds));
    println!("{runs} documents in {seconds} seconds, the slowest in {slowest:?}");
}
