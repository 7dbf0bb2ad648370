//! What somebody does who wants to get round what a repository asks for, and what is broken then.

use super::BLAME;
use super::Files;
use super::LESSONS;
use super::TAGS;
use super::good;
use super::join;
use super::path;
use super::pick;

/// Directories in which a root may be, or be made.
pub(super) const ROOTS: [&str; 5] = ["", "team", "other", "postmortems", "postmortems/2026"];
/// Configurations that ask less, in one way or another, or cannot be read.
pub(super) const LAX: [&str; 25] = [
    "",
    "required: {tags: in-review}\nsections: {Overview: {aliases: [Lessons]}}\nrules: {PM501: error}\nguard: {four_eyes: author}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\npaths: {postmortems: other, process_reviews: postmortems}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\npaths: {process_reviews: postmortems/2026}\n",
    "required: {tags: never}\n",
    "required: {tags: closed}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\n",
    "required: {tags: {from: in-review, since: 2026-03-20}}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\n",
    "required: {tags: {from: in-review, for: [SEV-1]}}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review, for: major}}\nrules: {PM501: error}\nguard: {four_eyes: author}\nmajor: [SEV-1]\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review, aliases: [Overview]}}\nrules: {PM501: error}\nguard: {four_eyes: author}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nguard: {four_eyes: author}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error, PM101: off, PM301: note}\nguard: {four_eyes: author}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error, PM811: off}\nguard: {four_eyes: author}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error, PM003: off, PM010: off}\nguard: {four_eyes: author}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author, refs: [refs/heads/none]}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: signed}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\nenforce_from: 2027-01-01\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\npaths: {postmortems: other}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\npaths: {people: team/people.yaml}\n",
    "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\nrules: {PM501: error}\nguard: {four_eyes: author}\nfields: {tags: {}}\n",
    "schema: 2\n",
    "rules: [\n",
    "required: [tags]\n",
    "severities: [A]\nmajor: []\n",
];
/// Rosters in which somebody is somebody else, or not at all.
pub(super) const ROSTERS: [&str; 4] = [
    "",
    "people:\n  - {handle: carol}\n  - {handle: karl, email: carol@example.com}\n  - {handle: dave}\n  - {handle: erin}\n  - {handle: frank}\n  - {handle: bob}\n  - {handle: ivan}\n  - {handle: grace}\n  - {handle: heidi}\n  - {handle: alice}\n",
    "people:\n  - {handle: dave}\n  - {handle: erin}\n  - {handle: frank}\n  - {handle: bob}\n  - {handle: ivan}\n  - {handle: grace}\n  - {handle: heidi}\n  - {handle: alice}\n",
    "people: [\n",
];

/// What somebody does to a repository who wants to get round what it asks for.
pub(super) fn attack(files: &mut Files, op: [usize; 3]) {
    let [kind, one, other] = op;
    let root = pick(&ROOTS, one);
    let to = pick(&ROOTS, other);
    let reports: Vec<String> = files
        .keys()
        .filter(|it| it.ends_with("/postmortem.md"))
        .cloned()
        .collect();
    let report = reports.get(other % reports.len().max(1)).cloned();
    match kind % 14 {
        0 => {
            files.insert(join(root, "pmrepo.yaml"), pick(&LAX, other).to_owned());
        }
        1 => {
            files.remove(&join(root, "pmrepo.yaml"));
        }
        2 => {
            files.insert(join(root, "people.yaml"), pick(&ROSTERS, other).to_owned());
        }
        3 => {
            let id = pick(&["new", "newer", "draft"], other);
            files.insert(path(root, id), good("draft"));
        }
        4 => move_all(files, root, to),
        5 => {
            if let Some(from) = report {
                let name = from.rsplit('/').nth(1).unwrap();
                let id = name.trim_start_matches("2026-03-10-");
                let text = files.remove(&from).unwrap();
                files.insert(path(root, id), text);
            }
        }
        6 => {
            if let Some(text) = report.and_then(|it| files.get_mut(&it)) {
                *text = text.replace(TAGS, "");
            }
        }
        7 => {
            if let Some(text) = report.and_then(|it| files.get_mut(&it)) {
                *text = text.replace(LESSONS, "");
            }
        }
        8 => {
            if let Some(text) = report.and_then(|it| files.get_mut(&it)) {
                *text = text.replace("The cache elected a new primary.", BLAME);
            }
        }
        9 => {
            let to = pick(
                &["in-review", "reviewed", "closed", "not-required", "draft"],
                one,
            );
            if let Some(text) = report.and_then(|it| files.get_mut(&it)) {
                for from in ["draft", "in-review", "reviewed"] {
                    *text = text.replace(&format!("status: {from}\n"), &format!("status: {to}\n"));
                }
            }
        }
        10 => {
            if let Some(path) = report {
                files.remove(&path);
            }
        }
        11 => {
            if let Some(text) = report.and_then(|it| files.get_mut(&it)) {
                *text = text.replace("severity: SEV-2", "severity: SEV-5");
            }
        }
        12 => {
            files.insert("src/main.c".to_owned(), format!("int main{other};\n"));
        }
        _ => {
            let config = join(root, "pmrepo.yaml");
            if let Some(text) = files.get_mut(&config) {
                text.push_str(pick(
                    &["severities: [P1, P2, P3, P4, P5]\n", "commit: never\n"],
                    other,
                ));
                for text in files.values_mut().filter(|_| other % 2 == 0) {
                    *text = text.replace("severity: SEV-2", "severity: P2");
                }
            }
        }
    }
}

/// Moves what is a root's own, and its reports.
pub(super) fn move_all(files: &mut Files, from: &str, to: &str) {
    let all: Vec<String> = files.keys().cloned().collect();
    for path in all {
        let below = match path.strip_prefix(from).map(|it| it.trim_start_matches('/')) {
            Some(below) if join(from, below) == path => below.to_owned(),
            _ => continue,
        };
        let is_own = ["pmrepo.yaml", "people.yaml"].contains(&below.as_str());
        if is_own || below.starts_with("postmortems/2026/2026") {
            let text = files.remove(&path).unwrap();
            files.insert(join(to, &below), text);
        }
    }
}

/// The status of a report, as it is written.
pub(super) fn status(text: &str) -> &str {
    let line = text.lines().find_map(|it| it.strip_prefix("status: "));
    line.unwrap_or_default()
}

/// What is not kept any more of what was asked for in the beginning: looked at as text, and by nothing
/// that judges.
pub(super) fn broken(files: &Files) -> Vec<String> {
    let mut broken = Vec::new();
    let roots: Vec<&str> = ROOTS
        .into_iter()
        .filter(|it| files.contains_key(&join(it, "pmrepo.yaml")))
        .collect();
    let is_in_root = |path: &str| {
        roots.iter().any(|root| {
            let config = files.get(&join(root, "pmrepo.yaml"));
            let is_elsewhere = config.is_some_and(|it| it.contains("postmortems: other"));
            path.starts_with(&join(root, "postmortems/"))
                || (is_elsewhere && path.starts_with(&join(root, "other/")))
        })
    };
    let reports = files
        .iter()
        .filter(|(path, _)| path.ends_with("/postmortem.md"));
    let reports: Vec<_> = reports.filter(|(path, _)| is_in_root(path)).collect();
    for (path, text) in &reports {
        let has_left = ["in-review", "reviewed", "closed"].contains(&status(text));
        if has_left && !text.contains(TAGS) {
            broken.push(format!("{path} has no tags"));
        }
        if has_left && !text.contains(LESSONS.trim_end()) && !text.contains("## Lessons") {
            broken.push(format!("{path} has no lessons"));
        }
        if text.contains(BLAME) {
            broken.push(format!("{path} blames"));
        }
        let was_reviewed = path.contains("-closed/") || path.contains("-reviewed/");
        if ["reviewed", "closed"].contains(&status(text)) && !was_reviewed {
            broken.push(format!("{path} is reviewed by its owner alone"));
        }
    }
    // One may have another name, and more may be there.
    if reports.len() < 3 {
        broken.push("a report is gone".to_owned());
    }
    broken
}

/// A report for each root, each without something that was asked for in the beginning.
pub(super) fn next_reports(files: &Files) -> Vec<(String, String)> {
    let mut reports = Vec::new();
    for root in ROOTS {
        let Some(config) = files.get(&join(root, "pmrepo.yaml")) else {
            continue;
        };
        let place = path(root, "next");
        let place = if config.contains("postmortems: other") {
            place.replace("postmortems/2026/2026", "other/2026/2026")
        } else {
            place
        };
        for (from, to) in [
            (TAGS, ""),
            (LESSONS, ""),
            ("The cache elected a new primary.", BLAME),
        ] {
            reports.push((place.clone(), good("in-review").replace(from, to)));
        }
        reports.push((place, good("reviewed")));
    }
    reports
}
