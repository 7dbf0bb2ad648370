//! What an editor shows is what `check` says.

use std::collections::BTreeMap;

use pmrepo::render::sanitize;
use pmrepo::rules;
use pmrepo::rules::Expected;
use proptest::strategy::Strategy as _;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use serde_json::json;

use crate::editor::Editor;
use crate::editor::place;
use crate::generate;
use crate::kept;
use crate::sandbox::Sandbox;

const REPORT: &str = include_str!("../../../src/rules/example/postmortem.md");
const CHECKLIST: &str = include_str!("../../../src/rules/example/checklist.md");
const REVIEW: &str = include_str!("../../../src/rules/example/review.md");

/// What is found in each file: range, code, level and words.
type Found = BTreeMap<String, Vec<(String, String, u64, String)>>;

/// What `check` finds.
fn checked(repo: &Sandbox, top: &str) -> Found {
    let mut words = vec!["check", "--all", "--format", "json"];
    if !top.is_empty() {
        words.extend(["-C", top]);
    }
    let out: Value = serde_json::from_str(&repo.pmrepo(&words).out).unwrap();
    let mut found = Found::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for it in out["findings"].as_array().unwrap() {
        let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
        let path = format!("{top}{}", text("path"));
        let source = texts.entry(path.clone());
        let source = source.or_insert_with(|| repo.read(&path));
        let at = |line: &str, column: &str| {
            let number = |name: &str| usize::try_from(it[name].as_u64().unwrap()).unwrap();
            let before = source.split_inclusive('\n').take(number(line) - 1);
            let start: usize = before.map(str::len).sum();
            let rest = source.get(start..).unwrap();
            let column = rest.char_indices().nth(number(column) - 1);
            place(source, column.map_or(source.len(), |(at, _)| start + at))
        };
        let range = json!({"start": at("line", "column"), "end": at("end_line", "end_column")});
        let level = match it["level"].as_str().unwrap() {
            "error" => 1,
            "warning" => 2,
            _ => 3,
        };
        let mut message = sanitize(&text("message")).into_owned();
        if let Some(help) = it["help"].as_str() {
            message = format!("{message}\n{}", sanitize(help));
        }
        let all = found.entry(path).or_default();
        all.push((range.to_string(), text("code"), level, message));
    }
    for all in found.values_mut() {
        all.sort();
    }
    found
}

/// What an editor shows.
fn shown(editor: &Editor<'_>) -> Found {
    let mut found = Found::new();
    for (path, (_, all)) in &editor.shown {
        let all = all.iter().map(|it| {
            let text = |name: &str| it[name].as_str().unwrap().to_owned();
            let level = it["severity"].as_u64().unwrap();
            (
                it["range"].to_string(),
                text("code"),
                level,
                text("message"),
            )
        });
        found.insert(path.clone(), all.collect());
    }
    found.retain(|_, it| !it.is_empty());
    for all in found.values_mut() {
        all.sort();
    }
    found
}

/// The files that the root judges, as git lists them.
fn files(repo: &Sandbox, top: &str) -> Vec<String> {
    let listed = repo.git(&[
        "ls-files",
        "--cached",
        "--others",
        "-z",
        &format!("./{top}"),
    ]);
    let all = listed.ends(0).out;
    let all = all
        .split('\0')
        .filter(|it| it.ends_with(".md") || it.ends_with(".yaml"));
    all.map(str::to_owned).collect()
}

#[track_caller]
fn are_alike(repo: &Sandbox, top: &str, least: usize) {
    let mut editor = Editor::new(repo);
    let files = files(repo, top);
    for path in &files {
        editor.open(path);
    }
    let mut expected = checked(repo, top);
    expected.retain(|path, _| files.contains(path));
    let count: usize = expected.values().map(Vec::len).sum();
    assert!(count >= least, "{count} findings are too few");
    if !editor.waits(&|it| shown(it) == expected) {
        let shown = shown(&editor);
        for (path, all) in &expected {
            assert_eq!(shown.get(path), Some(all), "{path}");
        }
        assert_eq!(shown, expected);
    }
    assert_eq!(editor.end(), 0);
}

#[test]
fn on_the_demo_and_on_the_way_of_each_of_its_reports() {
    let repo = Sandbox::plain();
    kept::demo(&repo, "d");
    for path in repo.git_in("d", &["ls-files"]).ends(0).out.lines() {
        if path.ends_with("/postmortem.md") {
            let path = format!("d/{path}");
            let text = repo
                .read(&path)
                .replace("status: draft", "status: in-review");
            repo.write(&path, text);
        }
    }
    let mut editor = Editor::new(&repo);
    let listed = repo.git_in("d", &["ls-files"]).ends(0).out;
    let is_text = |it: &&str| it.ends_with(".md") || it.ends_with(".yaml");
    for path in listed.lines().filter(is_text) {
        editor.open(&format!("d/{path}"));
    }
    let expected = checked(&repo, "d/");
    assert!(expected.len() > 3, "{expected:?}");
    assert!(
        editor.waits(&|it| shown(it) == expected),
        "{:?}\n{expected:?}",
        shown(&editor)
    );
}

#[test]
fn on_documents_with_every_fault_that_has_an_example() {
    let repo = Sandbox::new();
    for entry in rules::TABLE {
        let bad = rules::examples(entry.rule.page).into_iter();
        let bad = bad.filter(|it| it.expected == Expected::Bad);
        for (number, example) in bad.enumerate() {
            let slug = format!("{}-{number}", entry.rule.code.to_lowercase());
            let directory = format!("postmortems/2026/2026-03-10-{slug}");
            let put = |name: &str, text: &str| repo.write(&format!("{directory}/{name}"), text);
            put("checklist.md", CHECKLIST);
            put("postmortem.md", REPORT);
            match example.part.as_str() {
                "fields" => {
                    let end = format!("\n{}---\n", example.text);
                    put("postmortem.md", &REPORT.replacen("\n---\n", &end, 1));
                }
                "body" => put("postmortem.md", &format!("{REPORT}\n{}", example.text)),
                "report" => put("postmortem.md", &example.text),
                "checklist" => put("checklist.md", &example.text),
                "notice" | "results" | "external" => {
                    put(&format!("messages/{}.md", example.part), &example.text);
                }
                "review" => {
                    let path = format!("process-reviews/2026/2026-03-{slug}.md");
                    repo.write(&path, &example.text);
                }
                _ => {}
            }
        }
    }
    repo.write("process-reviews/2026/2026-03-30.md", REVIEW);
    repo.write("people.yaml", "- {handle: ann, nmae: Ann}\n- x\n");
    repo.write(
        "pmrepo.yaml",
        "rules: {PM311: warning, PM999: off}\nsevrities: [a]\n",
    );
    are_alike(&repo, "", 300);
}

#[test]
fn on_documents_that_nobody_would_write() {
    let repo = Sandbox::new();
    let mut runner = TestRunner::deterministic();
    let body = REPORT.split_once("\n---\n").unwrap().1;
    for number in 0..60 {
        let yaml = generate::front_matter()
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let end = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
        let emoji = "\u{1f692} TODO \u{65e5}\u{672c}: it was human error \u{1f692} of the operator";
        let text = format!(
            "---{end}{yaml}---{end}{end}{}\n{emoji}\n",
            body.replace('\n', end)
        );
        repo.write(
            &format!("postmortems/2026/2026-03-10-r{number}/postmortem.md"),
            text,
        );
    }
    are_alike(&repo, "", 100);
}

#[test]
fn whatever_was_typed_on_the_way_there() {
    let repo = Sandbox::new();
    let path = "postmortems/2026/2026-03-10-typed/postmortem.md";
    let mut editor = Editor::new(&repo);
    let mut text = REPORT.to_owned();
    repo.write(path, &text);
    editor.open(path);
    let pieces = [
        "",
        "\n",
        "\r\n",
        "x",
        "---\n",
        "\u{1f692}",
        "\u{65e5}\u{672c}",
        "status: draft\n",
        ": ",
        "\n## Overview\n",
        "TODO",
        "| a | b |\n",
        "  - ",
        "[",
        "\"",
        "human error",
        "\r",
    ];
    // A sequence that is the same in every run.
    let mut state: u32 = 7;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap() % below
    };
    for _ in 0..12 {
        let mut changes = Vec::new();
        for _ in 0..4 {
            let marks: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let splits = |at: &usize| {
                let (before, after) = text.split_at(*at);
                before.ends_with('\r') && after.starts_with('\n')
            };
            let marks: Vec<usize> = marks.into_iter().filter(|it| !splits(it)).collect();
            let at = next(marks.len());
            let end = (at + next(30)).min(marks.len() - 1);
            let (start, end) = (marks[at], marks[end]);
            let piece = pieces[next(pieces.len())];
            let range = json!({"start": place(&text, start), "end": place(&text, end)});
            changes.push(json!({"range": range, "text": piece}));
            text.replace_range(start..end, piece);
        }
        editor.change(path, &json!(changes));
        editor.sees(path);
        repo.write(path, &text);
        let expected = checked(&repo, "");
        assert!(
            editor.waits(&|it| shown(it) == expected),
            "{text}\n{:?}\n{expected:?}",
            shown(&editor)
        );
    }
}
