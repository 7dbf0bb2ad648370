//! Documents that were good once, and pairs of them, changed at random. `tests/fuzz` does the same with
//! libFuzzer, which sees what the changes reach; this needs no nightly:
//!
//!     PMREPO_FUZZ_SECONDS=600 cargo test --release --test suite fuzz -- --ignored --nocapture

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::panic::resume_unwind;
use std::time::Duration;
use std::time::Instant;

use crate::exercise;
use crate::generate;
use crate::pair;

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

/// What changes begin with that are judged with what was before: where, what was, what is.
fn pairs() -> Vec<(u8, String, String)> {
    let report = SEEDS[0];
    let with = |from: &str, to: &str| report.replacen(from, to, 1);
    let config = "schema: 1\nrequired: {region: {from: in-review, for: [SEV-1]}}\nfields: {region: {enum: [eu, us]}}\n\
        sections: {Lessons: {from: in-review, for: major}}\ndeadlines: {reviewed: {SEV-1: 3d}}\nrules: {PM501: error}\n\
        four_eyes: true\ncommit: never\nchecklist: {drop: [scribe.key-events]}\n";
    let people = "people:\n- {handle: carol, name: Carol, email: carol@example.com}\n- {handle: dave, aliases: [d]}\n";
    let review = SEEDS[3];
    vec![
        (
            0,
            report.to_owned(),
            with("status: closed", "status: draft"),
        ),
        (
            0,
            report.to_owned(),
            with("severity: ", "severity: SEV-4 # "),
        ),
        (
            0,
            with("status: closed", "status: in-review"),
            with("status: closed", "status: reviewed"),
        ),
        (0, report.to_owned(), with("due: ", "due: 2027-01-01 # ")),
        (1, SEEDS[1].to_owned(), SEEDS[1].replace("[x]", "[ ]")),
        (2, SEEDS[2].to_owned(), SEEDS[2].replace("approved", "sent")),
        (
            3,
            review.to_owned(),
            review.replace("status: held", "status: planned"),
        ),
        (4, people.to_owned(), people.replace("dave", "erin")),
        (5, config.to_owned(), "schema: 1\n".to_owned()),
        (
            5,
            config.to_owned(),
            config.replace("3d", "9d").replace("error", "off"),
        ),
    ]
}

/// What is changed at random, and what is done with it.
struct Target {
    seeds: Vec<Vec<u8>>,
    one: fn(&[u8]),
}

/// A pair as one text.
fn packed((place, before, after): &(u8, String, String)) -> Vec<u8> {
    [&[*place], before.as_bytes(), &[0], after.as_bytes()].concat()
}

/// Runs until the time is over or the runs are done; gives the runs and the slowest.
fn run(target: &Target, seed: u64, runs: usize, time: Duration) -> (usize, Duration) {
    let mut numbers = Numbers(seed);
    let mut pool = target.seeds.clone();
    let start = Instant::now();
    let mut slowest = Duration::ZERO;
    let mut done = 0;
    while done < runs && start.elapsed() < time {
        let from = numbers.below(pool.len());
        let mut bytes = pool.get(from).unwrap().clone();
        numbers.change(&mut bytes);
        let begin = Instant::now();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.one)(&bytes))) {
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
                let fixed = target.seeds.len();
                let at = fixed + numbers.below(pool.len() - fixed);
                *pool.get_mut(at).unwrap() = bytes;
            }
        }
    }
    (done, slowest)
}

fn documents() -> Target {
    Target {
        seeds: SEEDS.map(|it| it.as_bytes().to_vec()).to_vec(),
        one: exercise::one,
    }
}

fn changes() -> Target {
    Target {
        seeds: pairs().iter().map(packed).collect(),
        one: pair::of_bytes,
    }
}

#[test]
fn changed_documents_are_read_judged_mended_and_edited() {
    few(&documents(), generate::cases(100));
}

#[test]
fn changes_of_any_text_are_judged() {
    let nothing = pairs().into_iter().filter(|(place, before, after)| {
        let place = usize::from(*place);
        !pair::finds(place, before, after) && !pair::finds(place, after, before)
    });
    let nothing: Vec<_> = nothing.collect();
    assert!(nothing.is_empty(), "nothing is found in {nothing:#?}");
    // Each is judged five times, by roots that are read anew.
    few(&changes(), generate::cases(100) / 5);
}

/// What is changed, and a few changes of it.
fn few(target: &Target, cases: u32) {
    for seed in &target.seeds {
        (target.one)(seed);
    }
    run(target, 1, usize::try_from(cases).unwrap(), Duration::MAX);
}

#[test]
#[ignore = "runs for PMREPO_FUZZ_SECONDS (60), from PMREPO_FUZZ_SEED (2)"]
fn fuzz_documents() {
    long("documents", &documents());
}

#[test]
#[ignore = "runs for PMREPO_FUZZ_SECONDS (60), from PMREPO_FUZZ_SEED (2)"]
fn fuzz_changes() {
    long("changes", &changes());
}

fn long(name: &str, target: &Target) {
    let number = |name: &str, default: u64| {
        let text = std::env::var(name).ok();
        text.map_or(default, |it| it.parse().unwrap())
    };
    let seconds = number("PMREPO_FUZZ_SECONDS", 60);
    let seed = number("PMREPO_FUZZ_SEED", 2);
    let time = Duration::from_secs(seconds);
    let (runs, slowest) = run(target, seed, usize::MAX, time);
    println!("{runs} {name} in {seconds} seconds, the slowest in {slowest:?}");
}
