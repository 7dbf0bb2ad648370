//! A change from one text to another, judged by the rules of changes, with what must hold whatever is in them.

use std::collections::BTreeMap;
use std::path::Path;

use pmrepo::calendar::Present;
use pmrepo::check;
use pmrepo::check::Author;
use pmrepo::check::Comparison;
use pmrepo::check::Judge;
use pmrepo::check::Scope;
use pmrepo::diagnostic::Finding;
use pmrepo::diagnostic::Level;
use pmrepo::git::Change;
use pmrepo::git::ChangeState;
use pmrepo::git::Kind;
use pmrepo::git::Oid;
use pmrepo::snapshot::Snapshot;
use pmrepo::source::RepoPath;
use pmrepo::time::Moment;

/// A report in which nothing is found, whatever becomes of the files around it.
const REPORT: &str = include_str!("../../src/rules/example/postmortem.md");
const ID: &str = "postmortems/2026/2026-03-10-checkout-latency";

/// Every place in which a text is judged together with what it was.
const PLACES: [&str; 6] = [
    "postmortems/2026/2026-03-10-checkout-latency/postmortem.md",
    "postmortems/2026/2026-03-10-checkout-latency/checklist.md",
    "postmortems/2026/2026-03-10-checkout-latency/messages/external.md",
    "process-reviews/2026/2026-03-31.md",
    "people.yaml",
    "pmrepo.yaml",
];

/// Two texts in one place, as bytes that a fuzzer changes: the first byte says where, a zero byte parts them.
pub(crate) fn of_bytes(bytes: &[u8]) {
    let Some((place, texts)) = bytes.split_first() else {
        return;
    };
    let cut = texts.iter().position(|it| *it == 0).unwrap_or(texts.len());
    let (before, after) = texts.split_at(cut);
    let (Ok(before), Ok(after)) = (
        std::str::from_utf8(before),
        std::str::from_utf8(after.get(1..).unwrap_or_default()),
    ) else {
        return;
    };
    if let Some(place) = PLACES.get(usize::from(*place) % PLACES.len()) {
        both(place, before, after);
    }
}

/// One text becomes another and, where they are two, the other the one.
fn both(place: &str, before: &str, after: &str) {
    // Where nothing changed nothing is found that is new. A configuration that is touched answers for all
    // that is wrong with it.
    let same = changed(place, before, before);
    let is_document = place.ends_with(".md");
    let mut new = same.iter().filter(|it| it.introduced == Some(true));
    let new = new.find(|_| is_document);
    assert!(new.is_none(), "{place}: {new:?}\n{before:?}");
    for (before, after) in [(before, after), (after, before)] {
        let found = changed(place, before, after);
        // What is found says where, and is found again.
        for it in &found {
            assert!(it.start <= it.end, "{it:?}");
            assert!(it.start.line >= 1 && it.start.column >= 1, "{it:?}");
        }
        let again = changed(place, before, after);
        assert_eq!(found.len(), again.len(), "{place}: {before:?} -> {after:?}");
    }
}

fn files(place: &str, text: &str) -> BTreeMap<RepoPath, Option<String>> {
    let report = format!("{ID}/postmortem.md");
    let mut files: BTreeMap<&str, &str> =
        BTreeMap::from([("pmrepo.yaml", "schema: 1\n"), (report.as_str(), REPORT)]);
    files.insert(place, text);
    let files = files.into_iter();
    files
        .filter_map(|(path, text)| Some((RepoPath::new(path)?, Some(text.to_owned()))))
        .collect()
}

/// What is found in a change that nobody has committed yet.
fn changed(place: &str, before: &str, after: &str) -> Vec<Finding> {
    let nothing = Snapshot::disk(Path::new("there is no such directory"));
    let (Some(path), Some(id)) = (RepoPath::new(place), Oid::parse(&"01".repeat(20))) else {
        return Vec::new();
    };
    let snapshots = [before, after].map(|text| nothing.over(files(place, text)));
    let change = Change {
        path: place.as_bytes().to_vec(),
        renamed_from: None,
        state: ChangeState::There {
            kind: Kind::File,
            id,
        },
    };
    let author = Author {
        name: "Carol".to_owned(),
        email: "carol@example.com".to_owned(),
    };
    let comparison = Comparison::written(snapshots, &BTreeMap::from([(path, change)]), author);
    let present = Present::new(Moment::from_unix(1_775_044_800, 0), None);
    // A configuration that cannot be read is refused, in words.
    match comparison.roots() {
        Ok(roots) => {
            match check::check(&roots, Scope::Change(&comparison), &Judge::quiet(&present)) {
                Ok(outcome) => outcome.findings,
                Err(refusal) => {
                    assert!(!refusal.to_string().is_empty());
                    Vec::new()
                }
            }
        }
        Err(refusal) => {
            assert!(!refusal.to_string().is_empty());
            Vec::new()
        }
    }
}

/// Whether a change of a place is judged at all: what can find nothing shows nothing.
pub(crate) fn finds(place: usize, before: &str, after: &str) -> bool {
    let place = PLACES.get(place).copied().unwrap_or_default();
    let found = changed(place, before, after);
    found
        .iter()
        .any(|it| it.introduced == Some(true) && it.level != Level::Note)
}
