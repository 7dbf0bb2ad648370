//! Nobody above the typed reading of a postmortem reads a field of front matter by its name.

use std::fs;
use std::path::Path;

use super::floors;
use super::source::module;
use super::source::sources_without_tests;
use super::source::without_tests;

/// What looks a field up by a name.
const LOOK_UPS: [&str; 5] = ["field", "place_of", "at", "get", "entry"];
/// Files above in which a text between the parentheses is no field of front matter, and what it is.
const OTHERS: [(&str, &str); 1] = [("template/sections.rs", "a key of the JSON Schema")];

/// The look-ups in a source whose argument is a text, with their lines.
fn by_name(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for look_up in LOOK_UPS {
        let call = format!(".{look_up}(");
        for (at, _) in source.match_indices(&call) {
            let rest = source.get(at + call.len()..).unwrap().trim_start();
            if rest.starts_with('"') {
                let line = source.get(..at).unwrap().lines().count();
                let name = rest.split('"').nth(1).unwrap_or_default();
                found.push((line, format!("{call}\"{name}\")")));
            }
        }
    }
    found
}

#[test]
fn no_field_is_read_by_its_name_above_the_typed_reading() {
    let floors = floors(include_str!("../../../src/lib.rs"));
    let reading = floors.get("postmortem").unwrap();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut met = Vec::new();
    for path in sources_without_tests().keys() {
        let is_above = floors
            .get(*module(path).first().unwrap())
            .is_some_and(|it| it > reading);
        if !is_above || path.ends_with("tests.rs") {
            continue;
        }
        let source = fs::read_to_string(top.join(path)).unwrap();
        let (source, _) = without_tests(&source);
        let found = by_name(&source);
        if let Some((other, _)) = OTHERS.iter().find(|(other, _)| other == path) {
            assert!(
                !found.is_empty(),
                "{other}: an exception that is needed no more"
            );
            met.push(other);
            continue;
        }
        for (line, call) in found {
            wrong.push(format!("src/{path}:{line}: {call}"));
        }
    }
    assert_eq!(met.len(), OTHERS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_look_up_is_found_on_one_line_or_two() {
    let source = "let a = it.field(\"status\");\nlet b = it\n    .get(\n        \"owner\",\n    );\n\
        let c = it.get(key);\n";
    let found: Vec<String> = by_name(source).into_iter().map(|it| it.1).collect();
    assert_eq!(found, [".field(\"status\")", ".get(\"owner\")"]);
}
