//! The house has floors (src/lib.rs): a module names only what is below it, or before it.

mod fields;
mod loops;
pub(super) mod source;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use source::code;
use source::module;
use source::sources_without_tests;
use source::without_tests;

/// A module's floor, and its place on it.
type Place = (usize, usize);

/// The table on the map: a line for each module.
fn floors(map: &str) -> BTreeMap<String, Place> {
    let mut floors = BTreeMap::new();
    let mut last = 0;
    for (at, line) in map.lines().enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, floor, module, what, _] = cells.as_slice() else {
            continue;
        };
        let Ok(floor) = floor.parse::<usize>() else {
            continue;
        };
        assert!(!what.is_empty() && last <= floor, "{line}");
        last = floor;
        let module = module.trim_matches('`').to_owned();
        assert_eq!(floors.insert(module, (floor, at)), None, "{line}");
    }
    floors
}

/// The word at the beginning of a text.
fn word(text: &str) -> &str {
    let is_part = |it: char| it.is_alphanumeric() || it == '_';
    text.split(|it: char| !is_part(it)).next().unwrap_or("")
}

/// The names that follow a path's beginning: one, or those in braces.
fn names(text: &str) -> Vec<String> {
    let Some(group) = text.strip_prefix('{') else {
        return vec![word(text).to_owned()];
    };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut name = String::new();
    for it in group.chars() {
        match it {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut name)),
            it if depth == 0 => name.push(it),
            _ => {}
        }
    }
    names.push(name);
    names.iter().map(|it| word(it.trim()).to_owned()).collect()
}

/// The top-level modules that a file's code names, by `crate::` or by as many `super::` as lead
/// there.
fn named(code: &str, depth: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let up = "super::".repeat(depth);
    for start in ["crate::", &up] {
        for (at, _) in code.match_indices(start) {
            let before = code.get(..at).unwrap();
            let is_part = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
            let continues = before.ends_with(is_part);
            if !continues {
                let rest = code.get(at + start.len()..).unwrap();
                found.extend(names(rest));
            }
        }
    }
    found
}

#[test]
fn a_module_names_only_what_is_below_or_before_it() {
    let map = include_str!("../../src/lib.rs");
    let floors = floors(map);
    let declared: BTreeSet<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let listed: BTreeSet<&str> = floors.keys().map(String::as_str).collect();
    assert_eq!(declared, listed, "the map lists every module once");

    let mut sources = sources_without_tests();
    sources.remove("lib.rs");
    sources.remove("main.rs");
    let mut wrong = Vec::new();
    let mut count = 0;
    for (path, code) in &sources {
        let way = module(path);
        let own = *way.first().unwrap();
        let place = floors.get(own);
        assert!(place.is_some(), "{path} is in no module of the map");
        for name in named(code, way.len()) {
            let Some(other) = floors.get(&name) else {
                wrong.push(format!("src/{path} names `{name}`, which is not a module"));
                continue;
            };
            count += 1;
            if name != own && Some(other) >= place {
                wrong.push(format!("src/{path} names `{name}`"));
            }
        }
    }
    assert!(count > 500, "the sources name {count} modules only");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What writes a file, gives it another name, or takes it away.
const WRITES: [&str; 15] = [
    "fs::write",
    "fs::rename",
    "renameat",
    "fs::copy",
    "fs::hard_link",
    "fs::symlink(",
    "File::create",
    "OpenOptions",
    "create_dir",
    "remove_dir",
    "remove_file",
    "set_permissions",
    "set_len",
    ".persist",
    "tempfile",
];

#[test]
fn only_the_tree_writes_files() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (path, code) in sources_without_tests() {
        let is_tree = path == "tree.rs" || path.starts_with("tree/");
        for word in WRITES.iter().filter(|it| code.contains(*it)) {
            if is_tree {
                count += 1;
            } else {
                wrong.push(format!("src/{path} has `{word}`"));
            }
        }
    }
    assert!(count > 8, "the tree writes with {count} of these only");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let code = code(
        "use crate::{a, b::{c, d}};\n// crate::x\nlet t = \"crate::y\";\nlet q = '\"'; crate::e::f();\n\
         use super::super::g;\nuse super::h;\nother_crate::i();\n",
    );
    let found: Vec<String> = named(&code, 2).into_iter().collect();
    assert_eq!(found, ["a", "b", "e", "g"]);
    let (kept, files) =
        without_tests("use a;\n#[cfg(test)]\nmod tests;\n#[cfg(test)]\nmod more {\n  b\n}\nc\n");
    assert_eq!(
        (kept.as_str(), files),
        ("use a;\nc\n", vec!["tests".to_owned()])
    );
}
