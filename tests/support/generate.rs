//! Front matter made up at random: valid reports, changed here and there, written in every style.

use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest::test_runner::RngSeed;
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;
use serde_json::json;

/// How many cases something is held against: the few that every `cargo test` has time for, or
/// `PROPTEST_CASES`, which the properties of the library read too.
pub(crate) fn cases(few: u32) -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.map_or(few, |it| it.parse().unwrap())
}

/// The same for a property. The cases are the same in every run unless `PROPTEST_RNG_SEED` is set.
pub(crate) fn config(few: u32) -> Config {
    let mut config = Config {
        failure_persistence: None,
        max_shrink_iters: 4_000,
        cases: cases(few),
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(20_260_310);
    }
    config
}

/// Holds a property that makes commits, which takes seconds: where many cases are asked for, of one in a hundred
/// and twenty-eight. The macro would take their number from the environment, whatever they cost.
pub(crate) fn hold_of_commits<S: Strategy>(
    few: u32,
    any: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let mut config = config(few);
    if config.cases > few {
        config.cases = (config.cases / 128).max(few);
    }
    // What is smaller is made of commits too.
    config.max_shrink_iters = 200;
    let result = TestRunner::new(config).run(any, property);
    assert!(result.is_ok(), "{}", result.unwrap_err());
}

/// A value, and whether its text is YAML already.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    /// YAML, written as it stands.
    Raw(String),
    /// Text, in whatever style can hold it.
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

const STATUSES: &[&str] = &["draft", "in-review", "reviewed", "closed", "not-required"];
const SEVERITIES: &[&str] = &["SEV-1", "SEV-2", "SEV-3", "SEV-4", "SEV-5"];

/// What may stand in the place of a value, as YAML.
#[rustfmt::skip]
const RAW: &[&str] = &[
    // Nothing.
    "", "~", "null", "Null", "NULL", "nUll", "# a comment",
    // Truth values, and what YAML 1.1 takes for them.
    "true", "True", "FALSE", "tRue", "yes", "No", "ON", "off", "y", "N",
    // Numbers, and what looks like them.
    "0", "-0", "+1", "12", "-7", "012", "08", "0o17", "0O17", "0x1F", "-0x1f", "0b101", "1_000",
    "1.5", "-1.5", "+1.5", ".5", "5.", "-.5", ".", "..", "1e3", "1E+3", "1e-3", "1.0", "1e400",
    "-1e400", "1e", "e1", "0.0", "00", "0.1.2", "18446744073709551615", "18446744073709551616",
    "-9223372036854775808", "-9223372036854775809", "340282366920938463463374607431768211456",
    ".inf", "-.INF", "+.inf", ".nan", "-.nan", "inf", "nan", "0x", "0o8", "0b2", "+", "-+1",
    "++1", "0x-1", "0x1F.5", "1 2", "１２",
    // Times and dates.
    "2026-03-10", "2026-3-1", "2026-03-10T10:00Z", "2026-03-10 10:00+01:00", "2026-03-10T10:00",
    "2026-13-45T99:99Z", "1:30", "190:20:30", "12:30:45.5", "2026-03-10T10:00:00.123456789Z",
    // Plain text at its edges.
    "a b", "a#b", "a #b", "a:b", "a :b", "a: b", "a:", ":a", ": a", "-a", "- a", "?a", "? a",
    "--", "---", "...", "=", "<<", "http://x/y?z#a", "it's", "a\"b", "a'", "'", "\"", "%a",
    "@a", "`a`", "a@b", "!a", "!", "!!str 1", "!a b", "&a b", "&a", "*a", "*", "|", ">", "|x",
    "a|b", "{", "}", "[", "]", ",", "a,b", ",a", "a, b", "a]", "a}", "ä", "数据库", "😀",
    "\u{e000}", "\u{a0}", "a\u{85}b", "a\u{2028}b", "\u{2029}", "a\u{feff}b", "\u{feff}",
    "a\tb", "\ta", "a\t", "a \t#b", "a\t#b", "a\u{200b}b", "a\u{ad}b", "\u{fffd}",
    // Quoted.
    "''", "\"\"", "' '", "'it''s'", "'a'b", "'a' b", "\"a\\tb\"", "\"\\x41\\u00e4\\U0001F600\"",
    "\"\\0\\a\\b\\e\\f\\v\\r\\n\\ \\/\\_\\N\\L\\P\\\\\\\"\"", "\"\\q\"", "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"", "\"\\xZZ\"", "'a\\nb'", "\"a", "'a", "'a' # b", "'a'# b", "'no'", "\"12\"",
    "\"~\"", "'2026-03-10'", "\"a: b\"", "\"# a\"", "'@a'", "\"\\u0085\\u2028\\ufeff\"",
    // Collections in brackets.
    "[]", "{}", "[ ]", "{ }", "[a]", "[a, b]", "[a, b, ]", "[a, , b]", "[,]", "[a b, c]",
    "[a: b]", "[a: b, c: d]", "[a:b]", "[\"a\":b]", "[\"a\": b]", "{a: b}", "{a:b}", "{a}",
    "{a, b}", "{a: }", "{a:, b: 1}", "{\"a\":1}", "{'a':1, \"b\":2}", "{a: 1, a: 2}",
    "{? a : b}", "{? a}", "[? a : b]", "{: a}", "{a: b: c}", "[[a, [b]], {c: [d, {e: f}]}]",
    "{a: {b: {c: [1, ~, 'x']}}}", "[a, b", "{a: b", "[a}", "{a]", "[a] b",
    "[1, 2.0, true, ~, no]", "[@a]", "[`a`]", "[&a b]", "[*a]", "[!a b]", "[<<]",
    "{<<: {a: b}}", "{1: a}", "{~: a}", "{true: a}", "{[a]: b}", "{{a: b}: c}", "{a: b, }",
    "[a,b]", "{a: b,c: d}", "{a: http://x}", "[http://x, y]", "[#a]", "[a #b\n    ]", "[-]",
    "[- a]", "[--- a]", "{-: a}", "[a\n    , b]", "{a:\n    b}", "{\n    a: b\n    }",
    "[\n    a,\n    b,\n    ]", "{a: |\n    b}", "[\"a\n    b\", 'c\n\n    d']",
    // Text over several lines.
    "a\n    b", "a\n\n    b", "\"a\n    b\"", "\"a\\\n    b\"", "'a\n\n    b'",
    "\"a\n\n\n    b \n    c\"", "|\n    a\n    b", "|-\n    a\n    b\n", "|+\n    a\n\n\n",
    ">\n    a\n    b\n\n    c", ">-\n    a\n      b\n    c", ">+\n    a\n\n", "|2\n      a",
    "|1-\n   a", "|9\n    a", "|0\n    a", "|\n\n    a", "|\n     \n    a",
    "| # a comment\n    a", "|# no\n    a", "|\n    ---\n    a", ">\n    # a\n    b",
    "|\n    a\tb\n    \tc", "|-\n", ">+\n", "a\n    # b", "a\n    # b\n    c", "a\n    b: c",
    "|\n    a\n   b",
];

/// What may stand in the place of a text.
#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "", " ", "\t", "\n", "\u{a0}", "\u{feff}", "\u{85}", "\u{2028}", "\u{180e}", "\u{200b}",
    "\u{3000}", "a", "a b", " a", "a ", "a\n", "\na", "a\nb", "a\n\nb\n\n", "a\n b\n",
    "\ta\n\tb", "no", "12", "~", "2026-03-10", "2026-03-10T10:00Z", "2026-03-10T10:00:00+01:00",
    "2026-03-10 10:00", "２０２６-03-10", "2026-03-10T10:00Z\n", "2026-03-10\n", "carol", "@carol",
    "@", "@@carol", "a/b", "carol ", " carol", "@ carol", "carol\nbob", "é",
    "carol@example.com", "draft", "Draft", "SEV-1", "sev-1", "SEV-1\n", "unknown", "AI-1",
    "AI-0", "AI-01", "AI-1\n", "AI-12", "P0", "done", "wont-do", "proposed", "monitoring",
    "it's", "\"q\"", "a: b", "# a", "- a", "[a", "{a", "a\\b", "\u{1}", "\u{0}", "\u{7f}",
    "\u{9b}", "\u{1b}[31m", "\r", "a\rb", "a\r\nb", "😀", "\u{202e}", "%", "&a", "*a", "!a", "|",
    ">", "'", "\"", ",", "---", "...", "--- a", "?", "? a", ":", ": a", "=", "<<",
];

/// Keys that may be added.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "titel", "Title", "title ", "owners", "x", "x y", "x: y", "", " ", "no", "12", "~", "null",
    "true", "1.5", "<<", "a/b", "a~b", "~0", "~1", "a~1b", "ä", "😀", "-", "- a", "?", "#",
    "# a", "[", "{", "'", "\"", "a\nb", "\u{85}", "@a", "*a", "&a", "!a", "%", "0", "1",
    "region", "$ref", "__proto__", "constructor", "status", "severity", "due", "started_at",
    "resolved_at", "roles", "action_items", "impact", "metrics", "meeting",
    "not_required_because", "no_meeting_because", "no_action_items_because", "major", "owner",
    "services",
];

/// A whole report: everything that may be said, for any status.
fn full(status: &str, severity: &str) -> Json {
    json!({
        "title": "Checkout latency", "status": status, "severity": severity, "owner": "carol",
        "started_at": "2026-03-10T10:00Z", "detected_at": "2026-03-10 10:05+00:00",
        "paged_at": "2026-03-10T10:06Z", "mitigated_at": "2026-03-10T11:00Z",
        "resolved_at": "2026-03-10T11:30:00.5Z", "public_at": "2026-03-10T10:30Z",
        "detection": "monitoring", "services": ["checkout", "search"],
        "roles": {"incident_commander": "alice", "deputy": "@bob", "scribe": "dave",
            "subject_matter_experts": ["erin", "frank@example.com"], "shadow": "Grace Hopper"},
        "responders": ["heidi"],
        "impact": {"summary": "Slow.", "users_affected": 1200, "accounts_affected": 0,
            "metrics": {"orders lost": 12, "share": 0.5, "latency": "9 s"}},
        "contributing_factors": ["A cache.", "A retry."],
        "meeting": {"scheduled_for": "2026-03-12T10:00Z", "held_at": "2026-03-12T10:00Z",
            "attendees": ["alice", "carol"], "facilitator": "ivan", "recording": "https://x/y"},
        "reviewed_at": "2026-03-12T11:00Z",
        "action_items": [
            {"id": "AI-1", "title": "Bound the retries", "kind": "prevent", "priority": "P0",
             "owner": "team/checkout", "due": "2026-03-20", "ticket": "T-1", "state": "open"},
            {"id": "AI-2", "title": "Warm the cache", "owner": "erin", "due": "2026-03-21",
             "ticket": "T-2", "state": "done", "done_on": "2026-03-19"},
            {"id": "AI-3", "title": "Alert", "owner": "erin", "due": "2026-03-21", "ticket": "T-3",
             "state": "wont-do", "reason": "Too dear."},
            {"id": "AI-4", "title": "Think", "state": "proposed"}],
        "grouped_incidents": [], "related": ["2026-01-01-x"],
        "references": {"pagerduty": "P1", "channel": "#inc", "tracker": "https://x"},
        "tags": ["cache"], "confidential": false,
        "waivers": [{"rule": "PM501", "reason": "A quotation.", "until": "2027-01-01"}],
    })
}

/// The least that a status asks for where the incident is not major, and a little more.
fn least(status: &str, severity: &str) -> Json {
    json!({
        "title": "Checkout latency", "status": status, "severity": severity,
        "started_at": "2026-03-10T10:00Z", "detected_at": "2026-03-10T10:00Z",
        "resolved_at": "2026-03-10T11:00Z", "owner": "carol", "services": ["checkout"],
        "not_required_because": "Nobody felt it.", "no_meeting_because": "Read in the request.",
        "no_action_items_because": "Done already.", "major": false,
    })
}

impl Tree {
    fn of(json: &Json) -> Self {
        match json {
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Json::Object(map) => {
                let entries = map.iter().map(|(key, it)| (key.clone(), Self::of(it)));
                Self::Map(entries.collect())
            }
            other => Self::Raw(other.to_string()),
        }
    }

    fn count(&self) -> usize {
        1 + match self {
            Self::List(items) => items.iter().map(Self::count).sum(),
            Self::Map(entries) => entries.iter().map(|it| it.1.count()).sum(),
            _ => 0,
        }
    }

    /// Changes the value with a number, counted from the root: takes it out where the change
    /// gives nothing.
    fn change(&mut self, mut number: usize, change: &mut dyn FnMut(&mut Self) -> bool) {
        let at = match self {
            Self::List(items) => {
                let mut trees = items.iter_mut().enumerate();
                trees.find_map(|(at, it)| step(it, &mut number, change).then_some(at))
            }
            Self::Map(entries) => {
                let mut trees = entries.iter_mut().enumerate();
                trees.find_map(|(at, it)| step(&mut it.1, &mut number, change).then_some(at))
            }
            _ => None,
        };
        match (at, self) {
            (Some(at), Self::List(items)) => drop(items.remove(at)),
            (Some(at), Self::Map(entries)) => drop(entries.remove(at)),
            _ => {}
        }
    }
}

/// Counts a value, changes it where it is the one, and says whether it is to go.
fn step(tree: &mut Tree, number: &mut usize, change: &mut dyn FnMut(&mut Tree) -> bool) -> bool {
    let count = tree.count();
    let is_below = *number < count;
    let is_this = *number == 0;
    *number = number.wrapping_sub(count);
    if is_this {
        return !change(tree);
    }
    if is_below {
        tree.change(number.wrapping_add(count) - 1, change);
    }
    false
}

/// One change of a report.
#[derive(Clone, Debug)]
struct Change {
    place: usize,
    kind: u8,
    pick: usize,
    text: String,
}

fn pick(from: &[&str], number: usize) -> String {
    from.get(number % from.len())
        .copied()
        .unwrap_or_default()
        .to_owned()
}

impl Change {
    /// A value that has nothing to do with what was there.
    fn value(&self, kind: u8) -> Tree {
        match kind % 5 {
            0 | 1 => Tree::Raw(pick(RAW, self.pick)),
            2 | 3 => Tree::Text(pick(TEXTS, self.pick)),
            _ => Tree::Text(self.text.clone()),
        }
    }

    fn apply(&self, root: &mut Tree) {
        let count = root.count().saturating_sub(1).max(1);
        match self.kind {
            // A key that nobody knows, or one that is there already: at the top or further down.
            0..=2 => self.add_key(root),
            kind => root.change(self.place % count, &mut |tree| {
                match kind {
                    3..=6 => return false,
                    7 => *tree = Tree::List(vec![tree.clone()]),
                    8 => *tree = Tree::Map(vec![(pick(KEYS, self.pick), tree.clone())]),
                    9 => *tree = Tree::List(Vec::new()),
                    10 => *tree = Tree::Map(Vec::new()),
                    11 => self.add_key(tree),
                    12 => *tree = Tree::List(vec![self.value(1), self.value(2), self.value(4)]),
                    kind => *tree = self.value(kind),
                }
                true
            }),
        }
    }

    fn add_key(&self, tree: &mut Tree) {
        if let Tree::Map(entries) = tree {
            let at = self.place % (entries.len() + 1);
            let value = self.value(self.text.len().to_le_bytes()[0]);
            entries.insert(at, (pick(KEYS, self.pick), value));
        }
    }
}

/// A report's front matter, as YAML that ends with a line feed.
pub(crate) fn front_matter() -> impl Strategy<Value = String> {
    let change =
        (any::<u16>(), 0..24_u8, any::<u16>(), ".{0,6}").prop_map(|(place, kind, pick, text)| {
            Change {
                place: usize::from(place),
                kind,
                pick: usize::from(pick),
                text,
            }
        });
    (
        (0..5_usize, 0..5_usize, any::<bool>()),
        proptest::collection::vec(change, 0..4),
        proptest::collection::vec(any::<u8>(), 0..24),
        any::<bool>(),
    )
        .prop_map(|((status, severity, is_full), changes, styles, crlf)| {
            let report = if is_full { full } else { least };
            let report = report(&pick(STATUSES, status), &pick(SEVERITIES, severity));
            let mut tree = Tree::of(&report);
            for change in &changes {
                change.apply(&mut tree);
            }
            let yaml = write(&tree, styles);
            if crlf {
                yaml.replace("\r\n", "\n").replace('\n', "\r\n")
            } else {
                yaml
            }
        })
}

/// Writes a tree as YAML; each byte decides on a style, and where they end everything is plain.
fn write(tree: &Tree, styles: Vec<u8>) -> String {
    let mut writer = Writer {
        yaml: String::new(),
        styles: styles.into_iter(),
    };
    match tree {
        Tree::Map(entries) => writer.block_map(entries, 0),
        other => writer.node(other, 0),
    }
    if !writer.yaml.ends_with('\n') {
        writer.yaml.push('\n');
    }
    writer.yaml
}

struct Writer {
    yaml: String,
    styles: std::vec::IntoIter<u8>,
}

impl Writer {
    fn style(&mut self) -> u8 {
        self.styles.next().unwrap_or(0)
    }

    fn indent(&mut self, by: usize) {
        self.yaml.push_str(&" ".repeat(by));
    }

    fn block_map(&mut self, entries: &[(String, Tree)], indent: usize) {
        for (key, value) in entries {
            match self.style() % 12 {
                1 => self.yaml.push_str("# a comment: [\n"),
                2 => self.yaml.push('\n'),
                3 => self.yaml.push_str("      # far in\n"),
                _ => {}
            }
            self.indent(indent);
            self.key(key);
            self.yaml.push(':');
            self.node(value, indent);
        }
    }

    fn key(&mut self, key: &str) {
        let is_plain = !key.is_empty() && key.chars().all(|it| it.is_alphanumeric() || it == '_');
        match self.style() % 8 {
            1 => self.yaml.push_str(&double(key)),
            2 if !key.contains(char::is_control) => self.yaml.push_str(&single(key)),
            _ if is_plain => self.yaml.push_str(key),
            _ => self.yaml.push_str(&double(key)),
        }
    }

    /// A value behind a colon or dash that has just been written, up to its line's end.
    fn node(&mut self, tree: &Tree, indent: usize) {
        let style = self.style();
        match tree {
            Tree::List(items) if !items.is_empty() && !style.is_multiple_of(4) => {
                self.comment_or_end(style);
                let inner = indent + usize::from(style % 3) + usize::from(indent > 0);
                for item in items {
                    self.indent(inner);
                    self.yaml.push('-');
                    self.item(item, inner);
                }
            }
            Tree::Map(entries) if !entries.is_empty() && !style.is_multiple_of(4) => {
                self.comment_or_end(style);
                self.block_map(entries, indent + 1 + usize::from(style % 3));
            }
            Tree::Text(text) if style % 8 == 5 || style % 8 == 6 => self.block(text, style, indent),
            _ => {
                self.yaml
                    .push_str(if style % 32 == 31 { "\t" } else { " " });
                self.flow(tree, true);
                if style % 16 == 9 {
                    self.yaml.push_str(" # why: \"this\"");
                }
                self.yaml.push('\n');
            }
        }
    }

    /// An item behind a dash: the first key of a map stands on its line.
    fn item(&mut self, tree: &Tree, indent: usize) {
        match tree {
            Tree::Map(entries) if !entries.is_empty() && self.style() % 8 != 1 => {
                let mut inner = Self {
                    yaml: String::new(),
                    styles: std::mem::take(&mut self.styles),
                };
                inner.block_map(entries, indent + 2);
                self.styles = inner.styles;
                let starts_well = inner.yaml.starts_with(' ');
                let lines = if starts_well {
                    inner.yaml.trim_start_matches(' ')
                } else {
                    &inner.yaml
                };
                self.yaml.push_str(if starts_well { " " } else { "\n" });
                self.yaml.push_str(lines);
            }
            other => self.node(other, indent),
        }
    }

    fn comment_or_end(&mut self, style: u8) {
        let comment = style % 5 == 1;
        self.yaml.push_str(if comment { " # here\n" } else { "\n" });
    }

    /// A value on one line, as far as it has one.
    fn flow(&mut self, tree: &Tree, is_block: bool) {
        match tree {
            Tree::Raw(yaml) => self.yaml.push_str(yaml),
            Tree::Text(text) => {
                let quoted = match self.style() % 8 {
                    1 if !text.contains(char::is_control) => single(text),
                    2 => double(text),
                    // Whatever comes of it.
                    3 if is_block && !text.contains(['\n', '\r']) => text.clone(),
                    _ => pmrepo::front_matter::scalar(text),
                };
                self.yaml.push_str(&quoted);
            }
            Tree::List(items) => {
                self.yaml.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.comma(at);
                    self.flow(item, false);
                }
                self.yaml.push(']');
            }
            Tree::Map(entries) => {
                self.yaml.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.comma(at);
                    self.key(key);
                    self.yaml.push_str(": ");
                    self.flow(value, false);
                }
                self.yaml.push('}');
            }
        }
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            let wide = self.style() % 8 == 1;
            self.yaml.push_str(if wide { ",\n         " } else { ", " });
        }
    }

    /// Text on lines of its own.
    fn block(&mut self, text: &str, style: u8, indent: usize) {
        let begins_well = !text.starts_with([' ', '\n', '\t']) && !text.trim().is_empty();
        if !begins_well || text.contains(|it: char| it.is_control() && it != '\n') {
            self.yaml.push_str(&format!(" {}\n", double(text)));
            return;
        }
        let sign = if style % 8 == 5 { '|' } else { '>' };
        let chomp = pick(&["", "-", "+"], usize::from(style / 8));
        self.yaml.push_str(&format!(" {sign}{chomp}\n"));
        for line in text.lines() {
            self.indent(indent + 2);
            self.yaml.push_str(line);
            self.yaml.push('\n');
        }
    }
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Text in double quotes, with an escape for everything that is not plain ASCII.
fn double(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|it| match it {
            '"' | '\\' => format!("\\{it}"),
            ' '..='~' => it.to_string(),
            it => format!("\\U{:08x}", u32::from(it)),
        })
        .collect();
    format!("\"{escaped}\"")
}
