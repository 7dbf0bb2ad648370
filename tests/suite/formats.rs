//! Every format of `check` holds what the JSON holds, and no text of a document does harm in it.

use std::collections::BTreeSet;

use clap::ValueEnum as _;
use pmrepo::commands::format::CheckFormat;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use serde_json::Value;

use crate::kept;
use crate::sandbox::Sandbox;

/// Rule, path and line of each finding.
type Places = BTreeSet<(String, String, u64)>;

/// Names of fields that mean something to one reader or another.
const HOSTILE: [&str; 8] = [
    "::error::owned",
    "a%0A::error::owned",
    "]]></failure><script>alert(1)</script>",
    "@everyone",
    "a | b | c",
    "\u{202e}desrever",
    "[click](javascript:alert(1))",
    "</details>```",
];

fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("pmrepo.yaml", "");
    let keys: String = HOSTILE
        .iter()
        .map(|it| format!("{}: 1\n", serde_json::to_string(it).unwrap()))
        .collect();
    for name in ["2026-03-10-one", "2026-03-10-a|b]]>%0A::error::c,d:e @all"] {
        let text = format!(
            "---\ntitle: x\nstatus: draft\nseverity: sev1\nstarted_at: 2026-03-10T10:00Z\n{keys}---\n"
        );
        sandbox.write(&format!("postmortems/2026/{name}/postmortem.md"), text);
    }
    sandbox
}

/// Five hundred findings, each with a text that means something to one reader or another.
fn many() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("pmrepo.yaml", "");
    for file in 0..10 {
        let keys: String = (0..50)
            .zip(HOSTILE.iter().cycle())
            .map(|(key, it)| {
                format!(
                    "{}: 1\n",
                    serde_json::to_string(&format!("{it}{key}")).unwrap()
                )
            })
            .collect();
        let text = format!(
            "---\ntitle: x\nstatus: draft\nseverity: SEV-1\nstarted_at: 2026-03-10T10:00Z\n{keys}---\n"
        );
        let path = format!("postmortems/2026/2026-03-10-n{file}/postmortem.md");
        sandbox.write(&path, text);
    }
    sandbox
}

fn demo() -> Sandbox {
    let sandbox = Sandbox::new();
    kept::demo(&sandbox, "d");
    sandbox
}

/// What reads a format back; nothing reads what is for people.
fn reader(format: CheckFormat) -> Option<fn(&str) -> Places> {
    match format {
        CheckFormat::Human => None,
        CheckFormat::Json => Some(of_json),
        CheckFormat::Sarif => Some(of_sarif),
        CheckFormat::Github => Some(of_github),
        CheckFormat::Gitlab => Some(of_gitlab),
        CheckFormat::Junit => Some(of_junit),
        CheckFormat::Markdown => Some(of_markdown),
    }
}

/// What `check` prints in a format.
fn printed(sandbox: &Sandbox, directory: &str, format: CheckFormat) -> String {
    let format = format.to_possible_value().unwrap();
    let words = [
        "-C",
        directory,
        "--as-of",
        "2026-04-01",
        "check",
        "--all",
        "--format",
        format.get_name(),
    ];
    sandbox.pmrepo_with(&[], &words).ends(1).out
}

fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_default().to_owned()
}

fn number(value: &Value, pointer: &str) -> u64 {
    let found = value.pointer(pointer).and_then(Value::as_u64);
    found.unwrap_or_default()
}

fn of_json(out: &str) -> Places {
    let out: Value = serde_json::from_str(out).unwrap();
    let findings = out.get("findings").and_then(Value::as_array).unwrap();
    findings
        .iter()
        .map(|it| (text(it, "/code"), text(it, "/path"), number(it, "/line")))
        .collect()
}

fn of_sarif(out: &str) -> Places {
    let out: Value = serde_json::from_str(out).unwrap();
    let rules = out.pointer("/runs/0/tool/driver/rules").unwrap();
    let results = out.pointer("/runs/0/results").unwrap().as_array().unwrap();
    let mut fingerprints = BTreeSet::new();
    results
        .iter()
        .map(|it| {
            let code = text(it, "/ruleId");
            let index = number(it, "/ruleIndex");
            assert_eq!(text(rules, &format!("/{index}/id")), code);
            assert!(fingerprints.insert(text(it, "/partialFingerprints/pmrepo~1v1")));
            let place = it.pointer("/locations/0/physicalLocation").unwrap();
            let path = decoded(&text(place, "/artifactLocation/uri"));
            (code, path, number(place, "/region/startLine"))
        })
        .collect()
}

fn of_gitlab(out: &str) -> Places {
    let out: Value = serde_json::from_str(out).unwrap();
    let mut fingerprints = BTreeSet::new();
    out.as_array()
        .unwrap()
        .iter()
        .map(|it| {
            assert!(fingerprints.insert(text(it, "/fingerprint")));
            // Nobody publishes a schema of this report that could be installed: what its reference asks for.
            let severities = ["info", "minor", "major", "critical", "blocker"];
            assert!(severities.contains(&text(it, "/severity").as_str()));
            assert!(!text(it, "/description").is_empty());
            (
                text(it, "/check_name"),
                text(it, "/location/path"),
                number(it, "/location/lines/begin"),
            )
        })
        .collect()
}

/// What GitHub's runner makes of workflow commands.
fn of_github(out: &str) -> Places {
    out.lines()
        .map(|line| {
            let (properties, _) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (_, properties) = properties.split_once(' ').unwrap();
            let property = |name: &str| {
                let found = properties
                    .split(',')
                    .filter_map(|it| it.split_once('='))
                    .find(|(key, _)| *key == name);
                decoded(found.unwrap().1)
            };
            let title = property("title");
            let code = title.split(' ').next().unwrap().to_owned();
            (code, property("file"), property("line").parse().unwrap())
        })
        .collect()
}

fn of_junit(out: &str) -> Places {
    let mut reader = quick_xml::Reader::from_str(out);
    let mut places = Places::new();
    loop {
        let element = match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return places,
            quick_xml::events::Event::Start(it) | quick_xml::events::Event::Empty(it) => it,
            _ => continue,
        };
        if element.name().as_ref() != b"testcase" {
            continue;
        }
        let attribute = |name: &str| {
            let found = element.try_get_attribute(name).unwrap().unwrap();
            let raw = String::from_utf8(found.value.into_owned()).unwrap();
            quick_xml::escape::unescape(&raw).unwrap().into_owned()
        };
        let name = attribute("name");
        let (code, rest) = name.split_once(' ').unwrap();
        let (line, _) = rest.split_once(':').unwrap();
        places.insert((
            code.to_owned(),
            attribute("classname"),
            line.parse().unwrap(),
        ));
    }
}

/// The cells of the one table, read as a forge reads it.
fn of_markdown(out: &str) -> Places {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut is_over = false;
    for event in Parser::new_ext(out, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new());
                }
            }
            Event::Text(words) => {
                if let Some(cell) = rows.last_mut().and_then(|it| it.last_mut()) {
                    cell.push_str(&words);
                }
            }
            // The line of counts below the table may name a command.
            Event::Code(_) => assert!(is_over, "{event:?}"),
            Event::End(TagEnd::Table) => is_over = true,
            other => {
                let html = matches!(other, Event::Html(_) | Event::InlineHtml(_));
                let link = matches!(other, Event::Start(Tag::Link { .. } | Tag::Image { .. }));
                assert!(!html && !link, "{other:?}");
            }
        }
    }
    rows.into_iter()
        .map(|row| {
            assert_eq!(row.len(), 5, "{row:?}");
            let (path, line) = row.get(2).unwrap().rsplit_once(':').unwrap();
            let path = path.replace('\u{200b}', "");
            (row.get(1).unwrap().clone(), path, line.parse().unwrap())
        })
        .collect()
}

/// A text in which `%20` stands for a blank.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let code = others.get(..2).and_then(|it| {
            let digits = std::str::from_utf8(it).ok()?;
            u8::from_str_radix(digits, 16).ok()
        });
        if let (b'%', Some(code)) = (first, code) {
            bytes.push(code);
            rest = others.get(2..).unwrap();
        } else {
            bytes.push(*first);
            rest = others;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_format_holds_what_the_json_holds() {
    for (sandbox, directory, least) in [(demo(), "d", 10), (hostile(), ".", 16), (many(), ".", 500)]
    {
        let expected = of_json(&printed(&sandbox, directory, CheckFormat::Json));
        assert!(expected.len() >= least, "{}", expected.len());
        for &format in CheckFormat::all() {
            let Some(read) = reader(format) else {
                continue;
            };
            let found = read(&printed(&sandbox, directory, format));
            assert_eq!(found, expected, "{format:?}");
        }
    }
}

#[test]
fn no_text_does_harm_in_any_format() {
    let repositories = [hostile(), many()];
    let all = repositories
        .iter()
        .flat_map(|it| CheckFormat::all().iter().map(move |&format| (it, format)));
    for (sandbox, format) in all {
        let out = printed(sandbox, ".", format);
        assert!(!out.contains(|it: char| it == '\u{202e}' || (it.is_control() && it != '\n')));
        for line in out.lines() {
            let is_command = line.trim_start().starts_with("::");
            let is_ours = line.contains("title=PM");
            let wanted = format == CheckFormat::Github && is_ours;
            assert_eq!(is_command, wanted, "{line}");
        }
        if format == CheckFormat::Markdown {
            assert!(!out.contains("@everyone") && !out.contains("@all"));
        }
    }
}

#[test]
fn with_nothing_found_every_format_is_whole() {
    let sandbox = Sandbox::new();
    sandbox.write("pmrepo.yaml", "");
    let out = |format: &str| {
        let words = ["check", "--format", format];
        sandbox.pmrepo(&words).ends(0).out
    };
    assert_eq!(of_sarif(&out("sarif")), Places::new());
    assert_eq!(out("gitlab"), "[]\n");
    assert_eq!(out("github"), "");
    assert!(out("junit").contains("tests=\"1\""));
    assert_eq!(out("markdown"), "nothing to check\n");
}
