//! The sources as the tests of the floors read them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A source without comments and texts: both may name anything.
pub(super) fn code(source: &str) -> String {
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
pub(super) fn without_tests(code: &str) -> (String, Vec<String>) {
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

/// The module that a file is: `check/judge.rs` is `check`, `judge`.
pub(super) fn module(path: &str) -> Vec<&str> {
    path.trim_end_matches(".rs").split('/').collect()
}

/// Every source, as [`sources`], but for what is a test.
pub(super) fn sources_without_tests() -> BTreeMap<String, String> {
    let mut sources = sources();
    let mut tests = Vec::new();
    for (path, code) in &mut sources {
        let (kept, files) = without_tests(code);
        *code = kept;
        let parent = path.trim_end_matches(".rs");
        tests.extend(files.iter().map(|it| format!("{parent}/{it}")));
    }
    sources.retain(|path, _| {
        let path = path.trim_end_matches(".rs");
        !tests.iter().any(|it| {
            let below = path.strip_prefix(it.as_str());
            below.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        })
    });
    sources
}
