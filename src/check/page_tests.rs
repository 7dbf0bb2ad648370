//! The examples on the rules' pages are the rules' tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Author;
use super::Comparison;
use super::Judge;
use super::Scope;
use super::check;
use crate::calendar::Present;
use crate::diagnostic::Family;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::git::Change;
use crate::git::ChangeState;
use crate::git::Kind;
use crate::git::Oid;
use crate::root::Root;
use crate::rules;
use crate::rules::Check;
use crate::rules::Example;
use crate::rules::Expected;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::time;

const REPORT: &str = include_str!("../rules/example/postmortem.md");
const DIRECTORY: &str = "postmortems/2026/2026-03-10-checkout-latency";
/// Rules whose examples are bytes or objects that a page cannot show; they are tested elsewhere.
const WITHOUT_EXAMPLES: [&str; 3] = ["PM001", "PM006", "PM009"];

/// Where each part of an example is laid.
fn place(part: &str) -> Option<String> {
    Some(match part {
        "report" => format!("{DIRECTORY}/postmortem.md"),
        "checklist" => format!("{DIRECTORY}/checklist.md"),
        "notice" | "results" | "external" => format!("{DIRECTORY}/messages/{part}.md"),
        "review" => "process-reviews/2026/2026-03-30.md".to_owned(),
        "config" => "pmrepo.yaml".to_owned(),
        "people" => "people.yaml".to_owned(),
        part => part.strip_prefix("file:")?.to_owned(),
    })
}

/// Lays fields over those of a report: each top-level field of `fields` replaces the field of that
/// name with all that is indented below it; `# gone` takes it out.
fn lay_fields(report: &str, fields: &str) -> String {
    let (front, body) = report.split_once("\n---\n").unwrap();
    let names: BTreeSet<&str> = fields
        .lines()
        .filter(|line| !line.starts_with([' ', '#', '-']))
        .filter_map(|line| line.split_once(':').map(|it| it.0))
        .collect();
    let mut kept = Vec::new();
    let mut keeping = true;
    for line in front.lines() {
        if !line.starts_with([' ', '-']) || line == "---" {
            keeping = !names.contains(line.split(':').next().unwrap_or(""));
        }
        if keeping {
            kept.push(line);
        }
    }
    kept.extend(fields.lines().filter(|line| !line.contains("# gone")));
    format!("{}\n---\n{body}", kept.join("\n"))
}

/// Lays sections over those of a report.
fn lay_body(report: &str, sections: &str) -> String {
    let mut text = report.to_owned();
    for section in sections.split("\n## ") {
        let section = section.strip_prefix("## ").unwrap_or(section);
        let title = section.lines().next().unwrap();
        let new = if section.contains("<!-- gone -->") {
            String::new()
        } else {
            format!("## {}\n\n", section.trim_end())
        };
        let heading = format!("## {title}\n");
        match text.find(&heading) {
            Some(start) => {
                let end = text
                    .get(start + 3..)
                    .unwrap()
                    .find("\n## ")
                    .map_or(text.len(), |it| start + 3 + it + 1);
                text.replace_range(start..end, &new);
            }
            None => text.push_str(&format!("\n{new}")),
        }
    }
    text
}

fn write(top: &Path, path: &str, text: &str) {
    let path = top.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The example postmortem with some parts laid over it.
fn laid<'a>(examples: impl Iterator<Item = (&'a str, &'a str)>) -> tempfile::TempDir {
    let top = tempfile::tempdir().unwrap();
    write(top.path(), "pmrepo.yaml", "");
    write(top.path(), &place("report").unwrap(), REPORT);
    for (part, text) in [
        ("checklist", include_str!("../rules/example/checklist.md")),
        ("notice", include_str!("../rules/example/notice.md")),
        ("results", include_str!("../rules/example/results.md")),
        ("external", include_str!("../rules/example/external.md")),
        ("review", include_str!("../rules/example/review.md")),
    ] {
        write(top.path(), &place(part).unwrap(), text);
    }
    let report = top.path().join(place("report").unwrap());
    for (part, text) in examples {
        let before = fs::read_to_string(&report).unwrap();
        match part {
            "fields" => fs::write(&report, lay_fields(&before, text)).unwrap(),
            "body" => fs::write(&report, lay_body(&before, text)).unwrap(),
            part => match place(part) {
                Some(path) => write(top.path(), &path, text),
                None => panic!("no part of a postmortem is called `{part}`"),
            },
        }
    }
    top
}

/// The findings in the example postmortem with some parts laid over it.
fn findings(examples: &[&Example]) -> Vec<Finding> {
    let top = laid(
        examples
            .iter()
            .map(|it| (it.part.as_str(), it.text.as_str())),
    );
    let snapshot = Snapshot::disk(top.path());
    let root = Root::open(&snapshot, &RepoPath::root()).unwrap();
    found(&[root], Scope::Tree)
}

fn found(roots: &[Root], scope: Scope<'_>) -> Vec<Finding> {
    let now = time::parse_timestamp("2026-04-01T12:00Z").unwrap();
    let present = Present::new(now, None);
    let outcome = check(roots, scope, &Judge::quiet(&present));
    outcome.unwrap().findings
}

/// What is found in the change from one state of the example postmortem to another: parts whose
/// names begin with `before:` are laid over the first alone, context over both, and the example
/// itself over the second.
fn changes(examples: &[&Example]) -> Vec<Finding> {
    let part = |it: &Example| it.part.clone();
    let before = examples.iter().filter_map(|it| {
        let old = it.part.strip_prefix("before:");
        let both = (it.expected == Expected::Context).then_some(&*it.part);
        Some((old.or(both)?, it.text.as_str()))
    });
    let after = examples
        .iter()
        .filter(|it| !part(it).starts_with("before:"))
        .map(|it| (it.part.as_str(), it.text.as_str()));
    let (before, after) = (laid(before), laid(after));
    let (old, new) = (Snapshot::disk(before.path()), Snapshot::disk(after.path()));
    let paths = |snapshot: &Snapshot| -> BTreeSet<RepoPath> {
        let all = snapshot.list(&RepoPath::root()).unwrap();
        all.into_iter().map(|it| it.path).collect()
    };
    let (was, is) = (paths(&old), paths(&new));
    let differs = |it: &&RepoPath| old.read(it).ok() != new.read(it).ok();
    let is_there = ChangeState::There {
        kind: Kind::File,
        id: Oid::parse(&"01".repeat(20)).unwrap(),
    };
    let changed = is.iter().filter(differs).map(|it| (it, is_there.clone()));
    let gone = was.difference(&is).map(|it| (it, ChangeState::Gone));
    let changes = changed.chain(gone).map(|(path, state)| {
        let change = Change {
            path: path.as_str().into(),
            renamed_from: None,
            state,
        };
        (path.clone(), change)
    });
    let author = Author {
        name: "Carol".to_owned(),
        email: "carol@example.com".to_owned(),
    };
    let changes = changes.collect();
    let comparison = Comparison::written([old.clone(), new.clone()], &changes, author);
    found(&comparison.roots().unwrap(), Scope::Change(&comparison))
}

#[test]
fn nothing_is_found_in_the_example_that_all_pages_start_from() {
    let found = findings(&[]);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_bad_example_is_found_and_every_good_one_is_not() {
    let mut wrong = Vec::new();
    for entry in rules::TABLE {
        let rule = entry.rule;
        let mut context: Vec<Example> = Vec::new();
        let examples = rules::examples(rule.page);
        let has = |expected| examples.iter().any(|it| it.expected == expected);
        let is_whole = has(Expected::Bad) && has(Expected::Good);
        if !is_whole && !WITHOUT_EXAMPLES.contains(&rule.code) {
            wrong.push(format!(
                "{}: the page needs a bad and a good example",
                rule.code
            ));
        }
        for (number, example) in examples.iter().enumerate() {
            if example.expected == Expected::Context {
                context.push(example.clone());
                continue;
            }
            let laid: Vec<&Example> = context.iter().chain([example]).collect();
            let found = if rule.code.starts_with("PM8") {
                changes(&laid)
            } else {
                findings(&laid)
            };
            let hit = found.iter().any(|finding| finding.rule == rule);
            if hit != (example.expected == Expected::Bad) {
                let codes: Vec<_> = found
                    .iter()
                    .map(|it| {
                        format!(
                            "{} {}:{} {}",
                            it.rule.code, it.path, it.start.line, it.message
                        )
                    })
                    .collect();
                wrong.push(format!(
                    "{} example {} ({:?}) found {codes:#?}",
                    rule.code,
                    number + 1,
                    example.expected
                ));
            }
            context.clear();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_is_sorted_and_every_rule_has_a_page_that_bears_its_name() {
    let codes: Vec<_> = rules::TABLE.iter().map(|it| it.rule.code).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(codes, sorted);
    for entry in rules::TABLE {
        let heading = format!("# {} {}\n", entry.rule.code, entry.rule.name);
        assert!(entry.rule.page.starts_with(&heading), "{}", entry.rule.code);
    }
    let names: BTreeSet<_> = rules::TABLE.iter().map(|it| it.rule.name).collect();
    assert_eq!(names.len(), rules::TABLE.len());
}

#[test]
fn a_rule_is_of_the_family_that_its_code_says() {
    for entry in rules::TABLE {
        let rule = entry.rule;
        let digit = match rule.family() {
            Family::Reading => "0",
            Family::Shape => "1",
            Family::Meaning => "2",
            Family::Body => "3",
            Family::ActionItems => "4",
            Family::Language => "5",
            Family::ChecklistAndMessages => "6",
            Family::Repository => "7",
            Family::Changes => "8",
        };
        let number = rule.code.strip_prefix("PM").unwrap();
        assert_eq!(number.len(), 3, "{}", rule.code);
        assert!(number.starts_with(digit), "{}", rule.code);
        let is_change = matches!(entry.check, Check::Change(_) | Check::Engine);
        assert!(
            rule.family() != Family::Changes || is_change,
            "{}",
            rule.code
        );
        let has_phrases = matches!(entry.check, Check::Language { .. });
        assert_eq!(
            rule.family() == Family::Language,
            has_phrases,
            "{}",
            rule.code
        );
        assert!(
            !has_phrases || rule.level == Level::Warning,
            "{}",
            rule.code
        );
    }
}

#[test]
fn every_rule_file_is_in_the_table() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let files = fs::read_dir(directory).unwrap();
    let mut count = 0;
    for file in files {
        let name = file.unwrap().file_name().into_string().unwrap();
        if name.starts_with("pm") && name.ends_with(".rs") {
            let code = name.get(..5).unwrap().to_uppercase();
            assert!(rules::find(&code).is_some(), "{name} is not in the table");
            count += 1;
        }
    }
    assert_eq!(count, rules::TABLE.len());
}
