//! The house has floors (src/lib.rs): a module names only what is below it, or to its left.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A module's floor, and its place on it.
type Place = (usize, usize);

/// The table on the map.
fn floors(map: &str) -> BTreeMap<String, Place> {
    let mut floors = BTreeMap::new();
    for line in map.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, floor, modules, _] = cells.as_slice() else {
            continue;
        };
        let Ok(floor) = floor.parse::<usize>() else {
            continue;
        };
        for (at, module) in modules.split(',').enumerate() {
            let module = module.trim().trim_matches('`').to_owned();
            assert_eq!(floors.insert(module, (floor, at)), None, "{line}");
        }
    }
    floors
}

/// A source without comments and texts: both may name anything.
fn code(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |it| it + 2)
        } else if rest.starts_with("r#\"") {
            let end = rest.find("\"#").map_or(rest.len(), |it| it + 2);
            end.max(3)
        } else if first == '"' {
            text_end(rest)
        } else if rest.starts_with("'\"'") {
            3
        } else if rest.starts_with("'\\\"'") || rest.starts_with("'\\''") {
            4
        } else {
            code.push(first);
            first.len_utf8()
        };
        rest = rest.get(skipped..).unwrap_or("");
    }
    code
}

/// Behind the quote that ends a text.
fn text_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, it) in text.char_indices().skip(1) {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Every Rust source below a directory, as a path from `src`, with its code.
pub(crate) fn sources() -> BTreeMap<String, String> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&top) {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|it| it == "rs") {
            let path = entry.path().strip_prefix(&top).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            let source = fs::read_to_string(entry.path()).unwrap();
            sources.insert(path, code(&source));
        }
    }
    sources
}

/// Takes the test modules out of a source; gives the names of those that are files.
fn without_tests(code: &str) -> (String, Vec<String>) {
    let mut kept = String::new();
    let mut files = Vec::new();
    let mut lines = code.lines().peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().map_or("", |it| it.trim());
        if line.trim() != "#[cfg(test)]" || !next.starts_with("mod ") {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        if let Some(name) = next.strip_suffix(';') {
            files.push(name.trim_start_matches("mod ").to_owned());
            lines.next();
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        for line in lines.by_ref() {
            if line == end {
                break;
            }
        }
    }
    (kept, files)
}

/// Every source, as [`sources`], but for what is a test.
fn sources_without_tests() -> BTreeMap<String, String> {
    let mut sources = sources();
    let mut tests = Vec::new();
    for (path, code) in &mut sources {
        let (kept, files) = without_tests(code);
        *code = kept;
        let parent = path.trim_end_matches(".rs");
        tests.extend(files.iter().map(|it| format!("{parent}/{it}")));
    }
    let is_test = |path: &str| {
        let path = path.trim_end_matches(".rs");
        tests.iter().any(|it| {
            let below = path.strip_prefix(it.as_str());
            below.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        })
    };
    sources.retain(|path, _| !is_test(path));
    sources
}

/// The module that a file is: `check/judge.rs` is `check`, `judge`.
fn module(path: &str) -> Vec<&str> {
    path.trim_end_matches(".rs").split('/').collect()
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
fn a_module_names_only_what_is_below_or_to_its_left() {
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
                wrong.push(format!("src/{path} names `{name}`, which is no module"));
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
const WRITES: [&str; 14] = [
    "fs::write",
    "fs::rename",
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
