//! Edits of generated documents: what is meant is changed, and not a byte more; or nothing is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use pmrepo::front_matter;
use pmrepo::front_matter::FaultKind;
use pmrepo::front_matter::Node;
use pmrepo::front_matter::Reading;
use pmrepo::front_matter::Style;
use pmrepo::front_matter::Value;
use pmrepo::front_matter::edit;
use pmrepo::front_matter::edit::EditError;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::generate;

/// Keys that may be new.
const NEW: &[&str] = &["owner", "title", "tags", "x y", "no", "12", "a: b", "ä"];
/// The order in which fields belong.
const ORDER: &[&str] = &[
    "title",
    "status",
    "severity",
    "owner",
    "started_at",
    "services",
    "tags",
    "id",
    "deputy",
];
const BODIES: &[&str] = &["", "\n## Overview\n", "---\nowner: body\n---\n", "no end"];

fn values() -> impl Strategy<Value = Json> {
    let texts = [
        "carol",
        "",
        "no",
        "12",
        "2026-03-10T10:00Z",
        "2026-03-10",
        "a: b",
        " # x",
        "a\nb\n",
        "@x",
        "it's \"q\"",
        "---",
        "\u{2028}",
        "\u{0}",
        "…",
        "[a",
        "- a",
        "?a",
        "a,b",
    ];
    let text = proptest::sample::select(texts.to_vec());
    let scalar = prop_oneof![
        4 => text.prop_map(|it| json!(it)),
        1 => ".{0,8}".prop_map(|it| json!(it)),
        1 => any::<i32>().prop_map(|it| json!(it)),
        1 => any::<bool>().prop_map(|it| json!(it)),
        1 => Just(json!(1.5)),
        1 => Just(Json::Null),
    ];
    scalar.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
            proptest::collection::vec(("[a-z:# ]{1,4}", inner), 0..3)
                .prop_map(|it| Json::Object(it.into_iter().collect())),
        ]
    })
}

/// Every way to a key of a tree, and the ways to keys that are not there.
fn ways(root: &Node, new: &str) -> Vec<Vec<String>> {
    let mut ways = vec![vec![new.to_owned()], vec!["one".to_owned(), new.to_owned()]];
    for entry in root.entries() {
        ways.push(vec![entry.key.clone()]);
        for mut below in self::ways(&entry.value, new) {
            below.insert(0, entry.key.clone());
            ways.push(below);
        }
        if ways.len() > 400 {
            break;
        }
    }
    ways
}

/// What is meant: the value at the end of the way, and maps on it where there is nothing.
fn meant(before: &Json, way: &[String], value: &Json) -> Option<Json> {
    let Some((first, rest)) = way.split_first() else {
        return Some(value.clone());
    };
    let mut map = match before {
        Json::Object(map) => map.clone(),
        Json::Null => Map::new(),
        _ => return None,
    };
    let inner = map.get(first).cloned().unwrap_or(Json::Null);
    map.insert(first.clone(), meant(&inner, rest, value)?);
    Some(Json::Object(map))
}

/// The keys of a tree in their order, each with the way to it.
fn keys(json: &Json, way: &str, found: &mut Vec<String>) {
    for (key, value) in json.as_object().into_iter().flatten() {
        let way = format!("{way}/{key}");
        found.push(way.clone());
        keys(value, &way, found);
    }
}

fn hard_faults(reading: &Reading) -> usize {
    let hard = |it: &&pmrepo::diagnostic::Fault<FaultKind>| it.kind != FaultKind::AmbiguousScalar;
    reading.faults.iter().filter(hard).count()
}

/// Where a text may change for a field: behind its key, up to the end of its value. `None` where
/// the field is not there, and text may only be put in.
fn room(root: &Node, way: &[String]) -> Option<(usize, usize)> {
    let mut node = root;
    let mut room = None;
    for key in way {
        let Some(entry) = node.entry(key) else {
            // `~` is nothing as well, but something to be replaced.
            return room.filter(|_| node.is_null() && !node.span.is_empty());
        };
        room = Some((entry.key_span.end, entry.value.span.end));
        node = &entry.value;
    }
    room
}

/// The comments of a text, as far as a line shows that it holds one and nothing else.
fn comments(yaml: &str) -> Vec<&str> {
    let lines = yaml.lines().map(str::trim);
    let marks = ["# a comment: [", "# far in", "# here", "# why: \"this\""];
    lines
        .filter_map(|line| marks.into_iter().find(|mark| line.ends_with(mark)))
        .collect()
}

#[test]
fn an_edit_changes_what_it_names_and_not_a_byte_more() {
    let counts = RefCell::new(BTreeMap::new());
    let count = |what: &'static str| *counts.borrow_mut().entry(what).or_insert(0) += 1;
    let mut runner = TestRunner::new(generate::config(200));
    let cases = (
        generate::front_matter(),
        proptest::sample::select(BODIES.to_vec()),
        proptest::sample::select(NEW.to_vec()),
        any::<prop::sample::Index>(),
        values(),
    );
    let result = runner.run(&cases, |(yaml, body, new, pick, value)| {
        let end = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
        let text = format!("---{end}{yaml}---{end}{body}");
        let before = front_matter::read(&text);
        let Some(front) = &before.front_matter else {
            count("not readable");
            let refused = edit::set(&text, &["owner"], &value, ORDER);
            prop_assert_eq!(refused, Err(EditError::Unreadable));
            return Ok(());
        };
        let all = ways(&front.root, new);
        let way = pick.get(&all);
        let path: Vec<&str> = way.iter().map(String::as_str).collect();
        let old = front.root.to_json();
        let wanted = meant(&old, way, &value);
        let result = match edit::set(&text, &path, &value, ORDER) {
            Ok(result) => result,
            Err(EditError::NoGroup(_)) => {
                count("no group");
                let blocked = wanted.is_none() || hard_faults(&before) > 0;
                prop_assert!(blocked, "{} {:?}", text, way);
                return Ok(());
            }
            Err(refusal) => {
                count("refused");
                let faulty = hard_faults(&before) > 0;
                prop_assert!(faulty, "{} {:?} {} {}", text, way, value, refusal);
                return Ok(());
            }
        };
        count("edited");
        let after = front_matter::read(&result);
        let root = after.front_matter.as_ref().map(|it| it.root.to_json());
        prop_assert_eq!(root.as_ref(), wanted.as_ref(), "{}", result);
        prop_assert!(hard_faults(&after) <= hard_faults(&before), "{}", result);
        // The order of what was there stays.
        let (mut was, mut is) = (Vec::new(), Vec::new());
        keys(&old, "", &mut was);
        keys(&root.unwrap_or_default(), "", &mut is);
        let here = format!("/{}/", way.join("/"));
        was.retain(|it| !format!("{it}/").starts_with(&here));
        is.retain(|it| was.contains(it));
        prop_assert_eq!(was, is);
        // Whatever is not the value itself stays, byte for byte.
        let (start, stop) = room(&front.root, way).unwrap_or((0, 0));
        let same = |(a, b): &(u8, u8)| a == b;
        let head = text.bytes().zip(result.bytes()).take_while(same).count();
        let tail = text.bytes().rev().zip(result.bytes().rev());
        let tail = tail.take_while(same).count();
        let is_put_in = head + tail >= text.len();
        let is_replaced = stop > 0 && head >= start && tail >= text.len() - stop.max(start);
        let kept = is_put_in || is_replaced;
        prop_assert!(kept, "{}\nbecame\n{}\nfor {:?}", text, result, way);
        let ends = |text: &str| text.matches("\r\n").count() == text.matches('\n').count();
        if end == "\r\n" && ends(&text) {
            prop_assert!(ends(&result), "{:?}", result);
        }
        let is_on_a_line = |node: &Node| match node.style {
            Style::Literal | Style::Folded => false,
            _ => !matches!(node.value, Value::List(_) | Value::Map(_)),
        };
        let node = path.iter().try_fold(&front.root, |node, key| node.get(key));
        if node.is_none_or(is_on_a_line) {
            prop_assert_eq!(comments(&text), comments(&result), "{}", result);
        }
        Ok(())
    });
    println!("{:?}", counts.borrow());
    assert!(result.is_ok(), "{}", result.unwrap_err());
}

#[test]
fn a_comment_behind_the_key_of_a_block_stays() {
    for (before, after) in [
        ("tags: # why\n  - a # first\n  - b\n", "tags: x # why\n"),
        ("tags:  # why\n- a\n", "tags: x  # why\n"),
        ("tags: | # why\n  a\n", "tags: x # why\n"),
        ("tags: >-\n  a # no comment\n", "tags: x\n"),
    ] {
        let text = format!("---\n{before}owner: y\n---\n");
        let result = edit::set(&text, &["tags"], &json!("x"), &[]).unwrap();
        assert_eq!(result, format!("---\n{after}owner: y\n---\n"));
    }
}
