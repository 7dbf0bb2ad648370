//! Every format of every command, as the command line lists them, says something on the demo, and is what
//! it is called.

use serde_json::Value;

use crate::products::Product;
use crate::products::products;
use crate::sandbox::Sandbox;

/// What is asked of a command beside the format, so that there is something to say. Another command with
/// formats is asked nothing, and may need to be.
fn asked(command: &str) -> &'static [&'static str] {
    match command {
        "check" | "overdue" | "action list" => &["--all"],
        "show" | "timeline show" | "prove" => &["stale-dns"],
        "mine" => &["--as", "ben"],
        "people show" => &["ben"],
        "search" => &["cache", "dns"],
        "export" => &["--table", "postmortems"],
        "policy try" => &["deadlines.reviewed.SEV-2=3d"],
        "message show" => &["stale-dns", "notice"],
        "pr" => &["HEAD~5...HEAD"],
        "adopt" => &["../2020-02-18-old.md"],
        "timeline import" => &["stale-dns", "../chat.csv"],
        _ => &[],
    }
}

/// The JSON of a text.
fn json(out: &str) -> Value {
    serde_json::from_str(out).unwrap()
}

/// How many things are told in a product; fails where it is not what it is called.
fn told(format: &str, out: &str) -> usize {
    let hidden = |it: char| it.is_control() && it != '\n' && it != '\r';
    assert!(!out.contains(hidden), "{out}");
    match format {
        "human" | "markdown" | "slack" | "text" | "html" | "eml" => {
            assert!(out.ends_with('\n'), "{out}");
            out.lines().filter(|it| !it.trim().is_empty()).count()
        }
        "json" => {
            let out = json(out);
            assert_eq!(out.get("version"), Some(&Value::from(1)), "{out}");
            let values = out.as_object().unwrap().values();
            let lists = values.filter_map(|it| it.as_array().map(Vec::len));
            // What tells of one thing has that in the place of a list.
            let one = out.get("postmortem").or_else(|| out.get("person"));
            lists.sum::<usize>() + usize::from(one.is_some())
        }
        "sarif" => {
            let out = json(out);
            assert_eq!(out.get("version"), Some(&Value::from("2.1.0")), "{out}");
            out.pointer("/runs/0/results")
                .unwrap()
                .as_array()
                .unwrap()
                .len()
        }
        "gitlab" => json(out).as_array().unwrap().len(),
        "github" => {
            let is_command = |line: &&str| {
                let words = ["::error ", "::warning ", "::notice "];
                words.iter().any(|it| line.starts_with(it))
            };
            assert_eq!(
                out.lines().filter(is_command).count(),
                out.lines().count(),
                "{out}"
            );
            out.lines().count()
        }
        "junit" => cases(out),
        "ndjson" => out.lines().map(json).count(),
        // What it does in a database is tried with real ones.
        "sql" => out.matches("\n('").count(),
        "csv" => {
            let mut reader = csv::Reader::from_reader(out.as_bytes());
            let columns = reader.headers().unwrap().len();
            let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
            assert!(rows.iter().all(|it| it.len() == columns), "{out}");
            rows.len()
        }
        // Whoever adds a format says here how it is read.
        _ => 0,
    }
}

/// The tests of a report, whose elements all end.
fn cases(out: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(out);
    let (mut depth, mut cases) = (0_i32, 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(it) => {
                depth += 1;
                cases += usize::from(it.name().as_ref() == b"testcase");
            }
            quick_xml::events::Event::Empty(it) => {
                cases += usize::from(it.name().as_ref() == b"testcase");
            }
            quick_xml::events::Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{out}");
    cases
}

#[test]
fn every_format_of_every_command_says_something_and_is_what_it_is_called() {
    let sandbox = Sandbox::new();
    let made = sandbox.pmrepo_with(&[], &["--as-of", "2026-11-20", "demo", "d"]);
    made.ends(0);
    sandbox.write(
        "chat.csv",
        "time,author,text\n2026-03-23T11:00Z,ben,rolling back the deploy now\n",
    );
    sandbox.write(
        "2020-02-18-old.md",
        "# DNS was gone\n\n## Timeline\n\nNone.\n",
    );
    for product in products() {
        if product.is_file() {
            continue; // What is in those is read by engines: engines.rs.
        }
        let Product { command, format } = product;
        let mut words = vec!["-C", "d", "--as-of", "2026-11-20"];
        words.extend(command.split(' '));
        words.extend(["--format", &format]);
        words.extend(asked(&command));
        let output = sandbox.pmrepo_with(&[], &words);
        assert!(output.status < 2, "{words:?}: {}", output.err);
        let told = told(&format, &output.out);
        assert!(told > 0, "{words:?} says nothing: {}", output.out);
    }
}
