//! Front matter of the usual shape is read in one pass over its lines, and no otherwise than the parser
//! reads it: the same trees, the same places, and every fault is the parser's.

use std::cell::Cell;

use proptest::test_runner::TestRunner;

use crate::exercise;
use crate::fuzz::Numbers;
use crate::fuzz::SEEDS;
use crate::generate;
use crate::sandbox::Sandbox;

/// Front matter of the usual shape.
const USUAL: [&str; 7] = [
    "title: Checkout latency\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00Z\n",
    "# why\n\ntitle: \"a: b\" # c\nowner: '@it''s'\nroles:\n  scribe: dave # the second\n\n  deputy:\n",
    "services: [checkout, \"a, b\", 'c', 12, -1, ~]\nrelated: []\nmetrics: {}\ntags: [ a ]\n",
    "items:\n- id: AI-1\n  title: x y\n- id: AI-2\nother: 1\n",
    "items:\n  - id: AI-1\n    metrics:\n      p99 of checkout: 34 s\n  - plain\n  - 'quoted'\nlast:\n",
    "due: 2026-03-20\nnumber: 1.5\nurl: https://x/y?z#a\nword: \u{fc}ber \u{201c}x\u{201d}\n",
    "title: x\r\nroles:\r\n  scribe: a  \r\nlist:\r\n  - b\r\n",
];

/// What means something in YAML.
#[rustfmt::skip]
const PIECES: [&str; 40] = [
    " ", "  ", "\n", "\r\n", ":", ": ", "-", "- ", "#", " #", "'", "''", "\"", "\\", ",", ", ", "[", "]", "{", "}",
    "{}", "[]", "~", "?", "? ", "|", ">", "&a ", "*a", "!", "%", "@", "a: b\n", "- a\n", "\n  ", "no", "0", "...",
    "\t", "\u{e9}",
];

/// The YAML of a report; what has no fences is taken for YAML.
fn yaml_of(text: &str) -> &str {
    let inside = text.split_once("---\n").map_or(text, |it| it.1);
    inside.split_once("\n---").map_or(inside, |it| it.0)
}

/// A text with one or two small changes.
fn changed(text: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=numbers.below(2) {
        let at = numbers.below(letters.len() + 1);
        let end = (at + 1 + numbers.below(3)).min(letters.len());
        match numbers.below(5) {
            0 => drop(letters.drain(at.min(end)..end)),
            1 => {
                // A line once more, here.
                let text: String = letters.iter().collect();
                let lines: Vec<&str> = text.split_inclusive('\n').collect();
                let line = lines.get(numbers.below(lines.len())).copied();
                letters.splice(at..at, line.unwrap_or_default().chars());
            }
            2 => {
                // A line further in or out.
                let begin = letters.iter().take(at).rposition(|it| *it == '\n');
                let begin = begin.map_or(0, |it| it + 1);
                if letters.get(begin) == Some(&' ') && numbers.below(2) == 0 {
                    letters.remove(begin);
                } else {
                    letters.insert(begin, ' ');
                }
            }
            3 => drop(letters.splice(at.min(end)..end, pieces(numbers))),
            _ => drop(letters.splice(at..at, pieces(numbers))),
        }
    }
    letters.into_iter().collect()
}

fn pieces(numbers: &mut Numbers) -> std::str::Chars<'static> {
    let piece = PIECES.get(numbers.below(PIECES.len()));
    piece.copied().unwrap_or_default().chars()
}

/// How often it was asked, and how often the short way could be taken.
#[derive(Default)]
struct Share(Cell<(u32, u32)>);

impl Share {
    fn of(&self, yaml: &str) {
        let (all, short) = self.0.get();
        let took = exercise::read_alike(yaml);
        self.0.set((all + 1, short + u32::from(took)));
    }

    /// In hundredths.
    fn told(&self, what: &str) -> u32 {
        let (all, short) = self.0.get();
        println!("{what}: {short} of {all} in one pass over the lines");
        100 * short / all.max(1)
    }
}

#[test]
fn what_is_generated_is_read_alike_both_ways() {
    let share = Share::default();
    let mut runner = TestRunner::new(generate::config(300));
    let result = runner.run(&generate::front_matter(), |yaml| {
        share.of(&yaml);
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.unwrap_err());
    share.told("generated");
}

#[test]
fn what_is_changed_a_little_is_read_alike_both_ways() {
    let share = Share::default();
    let seeds: Vec<&str> = SEEDS.iter().copied().map(yaml_of).chain(USUAL).collect();
    for seed in 0..generate::cases(300) {
        let mut numbers = Numbers(u64::from(seed));
        for yaml in &seeds {
            share.of(&changed(yaml, &mut numbers));
        }
    }
    assert!(share.told("changed") > 10);
}

#[test]
fn the_usual_shape_is_read_in_one_pass() {
    for yaml in USUAL {
        assert!(exercise::read_alike(yaml), "{yaml:?}");
    }
}

#[test]
fn whatever_else_there_may_be_is_left_to_the_parser() {
    for yaml in [
        "",
        "# only a comment\n",
        "- a\n",
        "  title: x\n",
        "a: x\na: y\n",
        "a: x\n  y\n",
        "a: x\n # c\n  y\n",
        "a: 'x\n  y'\n",
        "a: \"x\\ty\"\n",
        "a: [x,\n  y]\n",
        "a: [x: y]\n",
        "a: |\n  x\n",
        "a: &x y\n",
        "a: *x\n",
        "a: !!str x\n",
        "a: @x\n",
        "a: no\n",
        "a: 012\n",
        "a: .nan\n",
        "a: b: c\n",
        "a: b:\n",
        "a: \"b\" c\n",
        "a: \"b\"#c\n",
        "a:\tb\n",
        "a : b\n",
        "null: a\n",
        "? a\n",
        "a:\n- - b\n",
        "a:\n-\n  b: c\n",
        "a:\n  - b\n   - c\n",
        "a:\n    b: 1\n  c: 2\n",
        "a: \u{fffe}\n",
    ] {
        assert!(!exercise::read_alike(yaml), "{yaml:?}");
    }
    let long = format!("{}: x\n", "k".repeat(100_000));
    assert!(!exercise::read_alike(&long));
    let deep: String = (0..80)
        .map(|it| format!("{}a:\n", " ".repeat(it)))
        .collect();
    assert!(!exercise::read_alike(&deep));
}

#[test]
fn the_reports_of_the_demo_are_read_in_one_pass() {
    let sandbox = Sandbox::new();
    sandbox.pmrepo(&["demo", "d"]).ends(0);
    let share = Share::default();
    let mut directories = vec![sandbox.path("d")];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                directories.push(entry.path());
            } else if entry.file_name() == "postmortem.md" {
                share.of(yaml_of(&std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    assert_eq!(share.told("the demo"), 100);
}
