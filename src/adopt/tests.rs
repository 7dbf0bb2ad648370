//! Documents of many shapes, each with what a reader makes of it; and the truth of real ones, made by
//! hand, where they are there.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value as Json;
use snapbox::Assert;
use snapbox::Data;

use super::*;
use crate::time::Moment;

fn scale() -> Vec<String> {
    (1..=5).map(|it| format!("SEV-{it}")).collect()
}

fn read_as(text: &str, path: &str) -> Reading {
    let severities = scale();
    let asked = Asked {
        path,
        severities: &severities,
        day_order: None,
        zone: None,
    };
    read(text, &asked)
}

/// All that a reading says, a line each.
fn told(reading: &Reading) -> String {
    let mut told = String::new();
    let mut line = |words: String| writeln!(told, "{words}").unwrap();
    line(format!("{}: {}", reading.is.as_str(), reading.why));
    match &reading.front_matter {
        FrontMatterKind::None => {}
        FrontMatterKind::Yaml => line("front matter: YAML".to_owned()),
        FrontMatterKind::Broken(why) => line(format!("front matter: {why}")),
        FrontMatterKind::Toml(map) => line(format!("front matter: TOML, {} keys", map.len())),
    }
    for it in &reading.fields {
        line(format!("{} = {} [{}]", it.field, it.value, it.place));
    }
    for it in &reading.not_understood {
        line(format!(
            "? {} `{}` [{}] {}",
            it.field, it.text, it.place, it.why
        ));
    }
    for it in &reading.conflicts {
        let readings: Vec<String> = it
            .readings
            .iter()
            .map(|(value, place)| format!("{value} [{place}]"))
            .collect();
        line(format!("! {}: {}", it.field, readings.join(" or ")));
    }
    for it in &reading.losses {
        line(format!("- {} [{}] {}", it.field, it.place, it.what));
    }
    for it in &reading.sections {
        line(format!("# {} <- {}, line {}", it.name, it.heading, it.line));
    }
    for it in &reading.timeline {
        let at = it.at.map(Moment::to_short);
        let day = it.day.map(|it| it.to_string());
        let clock = it.clock.map(|it| it.format("%H:%M").to_string());
        let parts: Vec<String> = [day, clock].into_iter().flatten().collect();
        let time = at.unwrap_or_else(|| parts.join(" "));
        line(format!("| {}: {time} | {}", it.line, it.text));
    }
    for it in &reading.action_items {
        let done = match it.done {
            None => " ",
            Some(true) => "x",
            Some(false) => "o",
        };
        let due = it.due.map(|it| it.to_string());
        let more: Vec<&str> = [it.owner.as_deref(), due.as_deref(), it.ticket.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        line(
            format!("[{done}] {}: {} {}", it.line, it.title, more.join(" "))
                .trim_end()
                .to_owned(),
        );
    }
    if let Some(order) = reading.day_order {
        line(format!("order: {order:?}"));
    }
    told
}

fn files(top: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(top) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

fn source() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn documents_of_many_shapes_are_read_as_people_read_them() {
    let top = source().join("tests/fixtures/adopt");
    let mut all = Vec::new();
    files(&top.join("documents"), &mut all);
    assert!(all.len() >= 50, "{} documents only", all.len());
    let mut told_of = String::new();
    for path in &all {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path
            .strip_prefix(top.join("documents"))
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let reading = read_as(&text, &name);
        writeln!(told_of, "== {name}\n{}", told(&reading)).unwrap();
    }
    let expected = Data::read_from(&top.join("readings.txt"), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(told_of, expected);
}

/// The real documents that lie beside the project, where they do.
fn real() -> Option<PathBuf> {
    let top = source().join("../shared/data/adopt");
    top.is_dir().then_some(top)
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn real_documents_are_read_without_a_wrong_date_or_person() {
    let truth = std::fs::read_to_string(source().join("tests/fixtures/adopt/truth.json")).unwrap();
    let truth: Json = serde_json::from_str(&truth).unwrap();
    let truth = truth.as_array().unwrap();
    assert_eq!(truth.len(), 18);
    let Some(top) = real() else {
        println!("skipped: the documents of shared/data/adopt are not there");
        return;
    };
    let (mut rows, mut items) = ((0, 0), (0, 0));
    for document in truth {
        let path = document["path"].as_str().unwrap();
        let text = std::fs::read_to_string(top.join(path)).unwrap();
        let reading = read_as(&text, path);
        assert_eq!(reading.is, Kind::Postmortem, "{path}");
        let found = |field: Field| reading.found(field).map(|it| it.value.to_string());
        assert_eq!(
            found(Field::Date).as_deref(),
            document["date"].as_str(),
            "{path}"
        );
        let severity = found(Field::Of(crate::model::FieldName::Severity));
        assert_eq!(severity.as_deref(), document["severity"].as_str(), "{path}");
        let people: Vec<String> = reading
            .fields
            .iter()
            .filter_map(|it| match &it.value {
                Value::List(people) => Some(people.clone()),
                _ => None,
            })
            .flatten()
            .collect();
        let expected: Vec<&str> = document["people"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Json::as_str)
            .collect();
        assert_eq!(people, expected, "{path}");
        let conflicts: Vec<&str> = reading
            .conflicts
            .iter()
            .map(|it| it.field.as_str())
            .collect();
        let expected: Vec<&str> = document["conflicts"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Json::as_str)
            .collect();
        assert_eq!(conflicts, expected, "{path}");
        let count = |key: &str| usize::try_from(document[key].as_u64().unwrap()).unwrap();
        let (of_rows, of_items) = (count("timeline_rows"), count("action_items"));
        assert!(
            reading.timeline.len() <= of_rows && reading.action_items.len() <= of_items,
            "{path}"
        );
        rows = (rows.0 + reading.timeline.len(), rows.1 + of_rows);
        items = (items.0 + reading.action_items.len(), items.1 + of_items);
    }
    assert!(rows.0 * 100 >= rows.1 * 95, "{rows:?} rows");
    assert!(items.0 * 100 >= items.1 * 95, "{items:?} action items");
}
