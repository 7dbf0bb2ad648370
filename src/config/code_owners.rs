//! `CODEOWNERS`: whom a forge asks to review which files, as GitHub and GitLab read it.

use std::sync::Arc;

use globset::GlobBuilder;
use globset::GlobMatcher;

use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// Where forges look for it; the first that is there counts.
pub const CODE_OWNERS: [&str; 7] = [
    ".github/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    ".gitea/CODEOWNERS",
    ".forgejo/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".CODEOWNERS",
];
/// The most lines that are read. GitHub takes no file of more than 3 MB.
const MOST_LINES: usize = 10_000;
/// The longest pattern, in bytes: no path that anybody types is longer.
const LONGEST_PATTERN: usize = 1000;

/// The owners of a repository's files.
#[derive(Clone, Debug, Default)]
pub struct CodeOwners {
    /// The lines by section: in each the last that matches counts. GitHub knows one section only.
    sections: Vec<Vec<Line>>,
}

/// A pattern and its owners.
#[derive(Clone, Debug)]
struct Line {
    pattern: String,
    globs: Vec<GlobMatcher>,
    /// Those of its section are shared: it may have very many lines.
    owners: Arc<[String]>,
}

impl CodeOwners {
    /// Those of a snapshot: of the first file that is there.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut places = CODE_OWNERS.iter().filter_map(|it| RepoPath::new(it));
        places
            .find_map(|it| snapshot.read(&it).ok())
            .map(|bytes| Self::read(&String::from_utf8_lossy(&bytes)))
            .unwrap_or_default()
    }

    /// Reads it. A line that says nothing it knows is left out.
    pub fn read(text: &str) -> Self {
        let mut sections = vec![Vec::new()];
        let mut default: Arc<[String]> = Arc::default();
        for line in text.lines().take(MOST_LINES) {
            let words = words(line);
            let mut words = words.into_iter();
            if let Some(rest) = line.trim().trim_start_matches('^').strip_prefix('[') {
                let (_, rest) = rest.split_once(']').unwrap_or_default();
                default = owners(rest.split_whitespace().map(str::to_owned));
                sections.push(Vec::new());
                continue;
            }
            let Some(pattern) = words.next().filter(|it| it.len() <= LONGEST_PATTERN) else {
                continue;
            };
            let mut owners = owners(words);
            if owners.is_empty() {
                owners = Arc::clone(&default);
            }
            let globs = globs(&pattern);
            if let Some(section) = sections.last_mut() {
                section.push(Line {
                    pattern,
                    globs,
                    owners,
                });
            }
        }
        Self { sections }
    }

    /// Who owns a file.
    pub fn of_path(&self, path: &RepoPath) -> impl Iterator<Item = &str> {
        let matches = |line: &&Line| line.globs.iter().any(|it| it.is_match(path.as_str()));
        let lines = self.sections.iter();
        lines
            .filter_map(move |it| it.iter().rev().find(matches))
            .flat_map(|it| it.owners.iter().map(String::as_str))
    }

    /// Who owns the directory that is called as a service is, wherever it lies.
    pub fn of_service(&self, service: &str) -> impl Iterator<Item = &str> {
        let is_called = move |line: &&Line| {
            let path = line.pattern.trim_end_matches(['/', '*']);
            let name = path.rsplit('/').next().unwrap_or_default();
            name.eq_ignore_ascii_case(service)
        };
        let lines = self.sections.iter().flatten();
        lines
            .filter(is_called)
            .flat_map(|it| it.owners.iter().map(String::as_str))
    }
}

/// What looks like an owner: `@user`, `@org/team`, an address.
fn owners(words: impl Iterator<Item = String>) -> Arc<[String]> {
    words.filter(|it| it.contains('@')).collect()
}

/// The words of a line up to a comment; `\ ` is a blank within one.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut escaped = false;
    for it in line.chars() {
        let is_new = words.last().is_none_or(String::is_empty);
        match it {
            '#' if is_new && !escaped => break,
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            it if it.is_whitespace() && !escaped => {
                if !is_new {
                    words.push(String::new());
                }
            }
            it => words.last_mut().into_iter().for_each(|word| word.push(it)),
        }
        escaped = false;
    }
    words.retain(|it| !it.is_empty());
    words
}

/// What a pattern matches: a name anywhere, a path from the top, and what lies below a directory.
fn globs(pattern: &str) -> Vec<GlobMatcher> {
    let inner = pattern.trim_end_matches('/');
    let mut base = inner.trim_start_matches('/').to_owned();
    if !inner.contains('/') {
        base.insert_str(0, "**/");
    }
    // Classes and alternatives mean nothing in this file.
    let base = base.replace(['[', ']', '{', '}', '\\'], "?");
    let all = if pattern.ends_with('/') {
        vec![format!("{base}/**")]
    } else if base.ends_with("/*") {
        vec![base]
    } else {
        vec![format!("{base}/**"), base]
    };
    let glob = |it: &String| GlobBuilder::new(it).literal_separator(true).build().ok();
    let built = all.iter().filter_map(glob);
    built.map(|it| it.compile_matcher()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, path: &str) -> Vec<String> {
        let owners = CodeOwners::read(text);
        let path = RepoPath::new(path).unwrap();
        owners.of_path(&path).map(str::to_owned).collect()
    }

    #[test]
    fn the_last_line_that_matches_counts() {
        let text = "* @all\n/postmortems/ @sre @org/oncall # they wrote it\n*.md docs@example.com\n/postmortems/2025/\n";
        assert_eq!(of(text, "src/main.rs"), ["@all"]);
        assert_eq!(of(text, "postmortems/x.txt"), ["@sre", "@org/oncall"]);
        assert_eq!(of(text, "a/b/c.md"), ["docs@example.com"]);
        assert_eq!(of(text, "postmortems/2025/x.txt"), Vec::<String>::new());
    }

    #[test]
    fn a_pattern_is_a_name_anywhere_or_a_path_from_the_top() {
        assert_eq!(of("build @a", "x/build/y"), ["@a"]);
        assert_eq!(of("x/build @a", "y/x/build"), Vec::<String>::new());
        assert_eq!(of("docs/* @a", "docs/x"), ["@a"]);
        assert_eq!(of("docs/* @a", "docs/x/y"), Vec::<String>::new());
        assert_eq!(of("docs/**/z @a", "docs/x/y/z"), ["@a"]);
        assert_eq!(of("a\\ b/ @a", "a b/c"), ["@a"]);
        assert_eq!(of("{a,b}[c] @a", "a"), Vec::<String>::new());
    }

    #[test]
    fn each_section_has_its_own_owners() {
        let text = "[Docs][2] @docs\n*.md\n^[SRE]\npostmortems/ @sre\n";
        assert_eq!(of(text, "postmortems/x.md"), ["@docs", "@sre"]);
    }

    #[test]
    fn the_owners_of_a_section_are_there_once_whatever_lines_it_has() {
        let owners = CodeOwners::read("[x] @a @b\n/a\n/b\n/c @c\n");
        let lines = &owners.sections[1];
        assert!(Arc::ptr_eq(&lines[0].owners, &lines[1].owners));
        assert_eq!(*lines[2].owners, ["@c"]);
    }

    #[test]
    fn a_service_is_the_name_of_a_directory() {
        let owners =
            CodeOwners::read("/services/Checkout/** @pay\n/apps/checkout/ @web\nfoo @no\n");
        let found: Vec<&str> = owners.of_service("checkout").collect();
        assert_eq!(found, ["@pay", "@web"]);
    }
}
