//! Within a module of the map, files that stand beside each other make no loops either.
//!
//! What a file takes from the one above it counts as that file's only where it is written there:
//! what is handed on with `pub use` counts as the file's that it comes from. A file and the one
//! above it may name each other: the upper one says what all share, and calls what lies below.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::source::module;
use super::source::sources_without_tests;

/// A module, or a path: names from the top.
type Way = Vec<String>;

/// The files, with the names that each hands on and what they stand for.
struct Files {
    code: BTreeMap<Way, String>,
    handed_on: BTreeMap<Way, BTreeMap<String, Way>>,
}

/// A path with a group at its end, written out.
fn spread(path: &str) -> Vec<String> {
    let Some((head, group)) = path.split_once('{') else {
        return vec![path.trim().to_owned()];
    };
    let group = group.trim_end().strip_suffix('}').unwrap();
    let mut paths = Vec::new();
    let mut depth = 0;
    let mut part = String::new();
    for it in group.chars().chain([',']) {
        match it {
            ',' if depth == 0 => {
                let whole = format!("{}{}", head.trim(), part.trim());
                if !part.trim().is_empty() {
                    paths.extend(spread(&whole));
                }
                part.clear();
            }
            _ => {
                depth += i32::from(it == '{') - i32::from(it == '}');
                part.push(it);
            }
        }
    }
    paths
}

/// The paths that a file takes with `use`, and those that it hands on.
fn uses(code: &str) -> (Vec<Way>, Vec<Way>) {
    let mut taken = Vec::new();
    let mut handed_on = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code.get(..at).unwrap().rsplit('\n').next().unwrap().trim();
        // `pub` or `pub(…)` alone: no `pub enum Because`.
        let is_public = line == "pub" || (line.starts_with("pub(") && line.ends_with(')'));
        if !line.is_empty() && !is_public {
            continue;
        }
        let rest = code.get(at + 4..).unwrap();
        let statement = rest.split(';').next().unwrap();
        for path in spread(statement) {
            let path = path.split(" as ").next().unwrap();
            let way = path.split("::").map(|it| it.trim().to_owned()).collect();
            if is_public {
                handed_on.push(way);
            } else {
                taken.push(way);
            }
        }
    }
    (taken, handed_on)
}

/// The paths in the code itself that begin with `crate`, `self` or `super`.
fn inline(code: &str) -> Vec<Way> {
    let is_part = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
    let mut paths = Vec::new();
    for line in code.lines() {
        let statement = line.trim();
        if statement.starts_with("use ") || statement.starts_with("pub") && line.contains(" use ") {
            continue;
        }
        for start in ["crate::", "self::", "super::"] {
            for (at, _) in line.match_indices(start) {
                if line.get(..at).unwrap().ends_with(is_part) {
                    continue;
                }
                let rest = line.get(at..).unwrap();
                let path = rest.split(|it| !is_part(it)).next().unwrap();
                paths.push(path.split("::").map(str::to_owned).collect());
            }
        }
    }
    paths
}

impl Files {
    fn read() -> Self {
        let mut code = BTreeMap::new();
        let mut handed_on = BTreeMap::new();
        for (path, text) in sources_without_tests() {
            let way: Way = module(&path).into_iter().map(str::to_owned).collect();
            let names = uses(&text).1.into_iter();
            let names = names.filter_map(|path| Some((path.last()?.clone(), path)));
            handed_on.insert(way.clone(), names.collect());
            code.insert(way, text);
        }
        Self { code, handed_on }
    }

    /// The file that a path in `from` leads to; `None` where it leads out of the program.
    fn target(&self, from: &[String], path: &[String]) -> Option<Way> {
        let up = path.iter().take_while(|it| *it == "super").count();
        let base = match path.first()?.as_str() {
            "crate" => Way::new(),
            "super" => from.get(..from.len().checked_sub(up)?)?.to_vec(),
            "self" => from.to_vec(),
            name => {
                let below = [from, &[name.to_owned()]].concat();
                self.code.contains_key(&below).then(|| from.to_vec())?
            }
        };
        let is_start = matches!(path.first()?.as_str(), "crate" | "self");
        let mut way = base;
        for name in path.get(up + usize::from(is_start)..)? {
            let below = [&way[..], &[name.to_owned()]].concat();
            if self.code.contains_key(&below) {
                way = below;
                continue;
            }
            if let Some(origin) = self.handed_on.get(&way).and_then(|it| it.get(name)) {
                return self.target(&way, origin);
            }
            break;
        }
        Some(way)
    }

    /// Which files beside it, or beside one above it, each file names.
    fn edges(&self) -> BTreeMap<&Way, BTreeSet<Way>> {
        let mut edges = BTreeMap::new();
        for (from, code) in &self.code {
            let paths = uses(code).0.into_iter().chain(inline(code));
            let targets = paths
                .filter_map(|path| self.target(from, &path))
                .filter(|to| to.first() == from.first() && self.code.contains_key(to))
                .filter(|to| !to.starts_with(from) && !from.starts_with(to));
            edges.insert(from, targets.collect());
        }
        edges
    }
}

/// What is left of a graph once everything that is on no loop is taken away: pairs of files.
fn loops<'a>(edges: &'a BTreeMap<&Way, BTreeSet<Way>>) -> Vec<(&'a Way, &'a Way)> {
    let mut pairs: Vec<(&Way, &Way)> = edges
        .iter()
        .flat_map(|(from, all)| all.iter().map(|to| (*from, to)))
        .collect();
    loop {
        let goes: BTreeSet<&Way> = pairs.iter().map(|(from, _)| *from).collect();
        let comes: BTreeSet<&Way> = pairs.iter().map(|(_, to)| *to).collect();
        let before = pairs.len();
        pairs.retain(|(from, to)| goes.contains(to) && comes.contains(from));
        if pairs.len() == before {
            return pairs;
        }
    }
}

#[test]
fn files_beside_each_other_make_no_loops() {
    let files = Files::read();
    let edges = files.edges();
    let count: usize = edges.values().map(BTreeSet::len).sum();
    assert!(count > 150, "the files name {count} beside them only");
    let wrong: Vec<String> = loops(&edges)
        .into_iter()
        .map(|(from, to)| format!("{} names {}", from.join("/"), to.join("/")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_path_leads_to_the_file_in_which_it_is_written() {
    let way = |it: &str| -> Way { it.split("::").map(str::to_owned).collect() };
    let mut files = Files {
        code: BTreeMap::new(),
        handed_on: BTreeMap::new(),
    };
    for file in ["a", "a::b", "a::c", "a::c::d"] {
        files.code.insert(way(file), String::new());
    }
    let (_, handed_on) = uses("pub use c::{E, d::{F, G}};\npub(super) use b::H;\n");
    let shown: Vec<String> = handed_on.iter().map(|it| it.join("::")).collect();
    assert_eq!(shown, ["c::E", "c::d::F", "c::d::G", "b::H"]);
    let names = handed_on
        .into_iter()
        .map(|it| (it.last().unwrap().clone(), it));
    files.handed_on.insert(way("a"), names.collect());
    for (from, path, to) in [
        ("a::b", "super::E", Some("a::c")),
        ("a::b", "super::G", Some("a::c::d")),
        ("a::b", "crate::a::c::Own", Some("a::c")),
        ("a::b", "super::Own", Some("a")),
        ("a::c::d", "super::super::H", Some("a::b")),
        ("a::c::d", "super::super::b::own", Some("a::b")),
        ("a", "c::Own", Some("a::c")),
        ("a::b", "std::fmt", None),
    ] {
        assert_eq!(
            files.target(&way(from), &way(path)),
            to.map(way),
            "{from} {path}"
        );
    }
    let found =
        inline("let x = super::b::y(); // \nlet z = crate::a::E::new(self::f, not_super::g);\n");
    let shown: Vec<String> = found.iter().map(|it| it.join("::")).collect();
    assert_eq!(shown, ["super::b::y", "crate::a::E::new", "self::f"]);
}
