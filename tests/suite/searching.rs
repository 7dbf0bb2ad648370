//! `search`: the ranking is that of `SQLite`'s FTS5, and what is like another is found.
#![cfg(unix)]

use std::process::Command;
use std::process::Stdio;

use pmrepo::report::search;
use pmrepo::report::search::Terms;
use pmrepo::root::Root;
use pmrepo::snapshot::Snapshot;
use pmrepo::source::RepoPath;
use serde_json::Value;
use serde_json::json;
use snapbox::IntoData as _;

use crate::kept;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// Holds rankings against those of FTS5: the same scores in the same order, each of the same document.
const FTS: &str = r#"
import json, sqlite3, sys
asked = json.load(sys.stdin)
base = sqlite3.connect(":memory:")
base.execute("CREATE VIRTUAL TABLE t USING fts5(path UNINDEXED, text, tokenize='unicode61')")
base.executemany("INSERT INTO t VALUES (?, ?)", asked["documents"])
compared = 0
for words, hits in asked["queries"]:
    query = " OR ".join('"' + it + '"' for it in words)
    theirs = base.execute("SELECT path, -bm25(t) AS score FROM t WHERE t MATCH ? ORDER BY score DESC", [query]).fetchall()
    scores = dict(theirs)
    assert len(hits) == min(10, len(theirs)), (words, len(hits), len(theirs))
    for (path, score), (_, best) in zip(hits, theirs):
        assert abs(score - scores[path]) < 1e-9 and abs(score - best) < 1e-9, (words, path, score, scores[path], best)
        compared += 1
print(compared)
"#;

const WORDS: &str = "the cache failover of checkout database replica queue timeout retry latency certificate \
    Störung Größe über Café naïve 障害 отчёт MySQL v2 429 p99 DNS dns Dns deploy rollback the the of of a a \
    region quota disk index lock-free fail-over don't e\u{301}te\u{301} payment orders search billing token";

/// A number that follows from another one, as if by chance.
fn next(state: &mut u32) -> usize {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*state >> 8) as usize
}

fn word(state: &mut u32) -> &'static str {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let at = next(state) % words.len();
    // Those that stand first come more often.
    let at = at * (next(state) % words.len()) / words.len();
    words.get(at).unwrap()
}

fn text(state: &mut u32, most: usize) -> String {
    let many = 1 + next(state) % most;
    let between = [" ", " ", ", ", ".\n", " (", ") ", "\n\n- ", "/"];
    (0..many)
        .map(|_| format!("{}{}", word(state), between.get(next(state) % 8).unwrap()))
        .collect()
}

#[test]
fn the_best_ten_of_two_hundred_questions_are_those_of_fts5() {
    let sandbox = Sandbox::new();
    let mut state = 7;
    let mut documents = Vec::new();
    for at in 0..120 {
        let body = text(&mut state, 300);
        let report_text = format!("---\ntitle: {}\n---\n\n{body}\n", word(&mut state));
        let path = report(&format!("number-{at}"));
        sandbox.write(&path, &report_text);
        let mut all = report_text;
        if at % 3 == 0 {
            let message = text(&mut state, 40);
            sandbox.write(
                &path.replace("postmortem.md", "messages/notice.md"),
                &message,
            );
            all = format!("{all}\n{message}");
        }
        if at % 4 == 0 {
            let note = text(&mut state, 40);
            sandbox.write(&path.replace("postmortem.md", "notes/carol.md"), &note);
            all = format!("{all}\n{note}");
        }
        documents.push((path, all));
    }
    for day in 10..20 {
        let path = format!("process-reviews/2026/2026-01-{day}.md");
        let notes = text(&mut state, 100);
        sandbox.write(&path, &notes);
        documents.push((path, notes));
    }
    let snapshot = Snapshot::disk(&sandbox.path(""));
    let root = Root::open(&snapshot, &RepoPath::root()).unwrap();
    let queries: Vec<Value> = (0..200)
        .map(|_| {
            let asked: Vec<String> = (0..=next(&mut state) % 3)
                .map(|_| word(&mut state).to_uppercase())
                .collect();
            let terms = Terms::of(&asked);
            let found = search::search(search::documents(&root, 0).unwrap(), &terms, &|| ());
            assert_eq!(found.searched, documents.len());
            let hits = found.hits.iter().take(10);
            let hits: Vec<_> = hits
                .map(|it| (it.document.path().to_string(), it.score))
                .collect();
            json!([terms.words(), hits])
        })
        .collect();
    let asked = json!({"documents": documents, "queries": queries}).to_string();
    let mut python = Command::new("python3")
        .args(["-c", FTS])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut python.stdin.take().unwrap(), asked.as_bytes()).unwrap();
    let done = python.wait_with_output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let compared: usize = String::from_utf8_lossy(&done.stdout)
        .trim()
        .parse()
        .unwrap();
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn pairs_that_a_person_marked_are_found() {
    let sandbox = Sandbox::new();
    let lines = include_str!("../fixtures/similar.txt").lines();
    let lines: Vec<Vec<&str>> = lines
        .filter(|it| !it.starts_with('#'))
        .map(|it| it.split('|').map(str::trim).collect())
        .collect();
    assert_eq!(lines.len(), 40);
    for (at, line) in lines.iter().enumerate() {
        let [_, title, services, tags, factors, summary] = line.as_slice() else {
            panic!("{line:?}");
        };
        let factors: String = factors
            .split(';')
            .map(|it| format!("  - {}\n", it.trim()))
            .collect();
        let factors = factors.replace(": ", " ");
        sandbox.write(
            &report(&format!("number-{at}")),
            format!(
                "---\ntitle: \"{title}\"\nservices: [{services}]\ntags: [{tags}]\ncontributing_factors:\n{factors}\
                 impact: {{summary: \"{summary}\"}}\n---\n"
            ),
        );
    }
    let snapshot = Snapshot::disk(&sandbox.path(""));
    let root = Root::open(&snapshot, &RepoPath::root()).unwrap();
    let mut missed = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let path = RepoPath::new(&report(&format!("number-{at}"))).unwrap();
        let found = search::similar(&[(0, &root)], (&root, &path)).unwrap();
        let other = report(&format!("number-{}", at ^ 1));
        if found.first().unwrap().row.path.as_str() != other {
            missed.push(line.get(1).unwrap());
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn words_that_say_nothing_make_nothing_alike() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let words = [
        "-C",
        "d",
        "search",
        "--similar",
        "stale-dns",
        "--format",
        "json",
    ];
    let found = sandbox.pmrepo(&words).ends(0).out;
    let found: Value = serde_json::from_str(&found).unwrap();
    for it in found["results"].as_array().unwrap() {
        let shared = it["shared"].as_array().unwrap();
        assert!(!shared.is_empty(), "{it}");
        for word in ["the", "a", "of", "after", "could", "s"] {
            assert!(!shared.contains(&Value::from(word)), "{it}");
        }
        assert!(it["score"].as_f64().unwrap() >= 0.05, "{it}");
    }
}

#[test]
fn a_new_one_is_said_to_look_like_another_where_that_is_sure() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let new = |title: &str, service: &str| {
        let words = [
            "-C",
            "d",
            "new",
            title,
            "--severity",
            "SEV-3",
            "--service",
            service,
            "--no-input",
        ];
        sandbox.pmrepo(&words).ends(0).err
    };
    let said = new("Quota for map tiles is used up again", "maps");
    assert!(
        said.contains("-map-tiles-quota: Quota for map tiles used up\n"),
        "{said}"
    );
    assert_eq!(said.matches("It looks like ").count(), 1, "{said}");
    for title in [
        "The quota of mail senders",
        "Cache of prices is cold after a deploy",
    ] {
        let said = new(title, "checkout");
        assert!(!said.contains("looks like"), "{title}: {said}");
    }
}

#[test]
fn it_shows_where_the_words_stand() {
    let sandbox = Sandbox::new();
    sandbox.write(
        &report("one"),
        format!("{GOOD}\nThe Störung\nwas bad: a failover of the cache.\n"),
    );
    sandbox.write(&report("two"), GOOD.replace("SEV-2", "SEV-4"));
    sandbox.write(
        "postmortems/2026/2026-03-10-one/notes/dave.md",
        "Cache: \u{1b}[31mcold\n",
    );
    let found = sandbox.pmrepo(&["search", "CACHE", "storung"]).ends(0).out;
    snapbox::assert_data_eq!(
        found,
        snapbox::str![[r#"
2026-03-10-one  SEV-2  draft  Checkout latency
    postmortems/2026/2026-03-10-one/postmortem.md:10: The Störung
    postmortems/2026/2026-03-10-one/postmortem.md:11: was bad: a failover of the cache.
    postmortems/2026/2026-03-10-one/notes/dave.md:1: Cache: \u{1b}[31mcold

"#]]
        .raw()
    );
    let found = sandbox
        .pmrepo(&[
            "search",
            "latency",
            "--severity",
            "SEV-4",
            "--format",
            "json",
        ])
        .ends(0)
        .out;
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["results"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["results"][0]["id"], "2026-03-10-two");
    let nothing = sandbox.pmrepo(&["search", "unheard"]).ends(0).out;
    assert_eq!(nothing, "nothing found\n");
    sandbox.pmrepo(&["search", "…"]).ends(2);
    sandbox.pmrepo(&["search"]).ends(2);
    let refused = sandbox
        .pmrepo(&["search", "cache", "--service", "nowhere"])
        .ends(2);
    assert!(
        refused.err.contains("`nowhere` is not a service"),
        "{refused:#?}"
    );
    sandbox.write(&report("three"), b"---\ntitle: \xff\n---\n");
    let found = sandbox.pmrepo(&["search", "cache"]).ends(0);
    assert_eq!(
        found.err,
        "1 file cannot be read and was not searched: see `pmrepo check`.\n"
    );
}

#[test]
fn several_repositories_are_searched_and_listed_at_once() {
    let sandbox = Sandbox::new();
    for name in ["a", "b"] {
        sandbox.git(&["init", "-q", "--template=", name]).ends(0);
        sandbox.write(&format!("{name}/pmrepo.yaml"), "");
        sandbox.write(&format!("{name}/{}", report(&format!("of-{name}"))), GOOD);
    }
    let both = ["--repo", "a", "--repo", "b"];
    let listed = sandbox.pmrepo(&[&["list"], &both[..]].concat()).ends(0).out;
    snapbox::assert_data_eq!(
        listed,
        snapbox::str![[r#"
REPO  ID               STATUS  SEVERITY  OWNER  TITLE
a     2026-03-10-of-a  draft   SEV-2     -      Checkout latency
b     2026-03-10-of-b  draft   SEV-2     -      Checkout latency

"#]]
        .raw()
    );
    let late = [&["overdue", "--kind", "owner-named"], &both[..]].concat();
    let late = sandbox.pmrepo(&late).ends(1).out;
    for name in ["a", "b"] {
        assert!(
            late.contains(&format!("{name}     2026-03-10-of-{name}")),
            "{late}"
        );
    }
    let found = [&["search", "latency", "--format", "json"], &both[..]].concat();
    let found: Value = serde_json::from_str(&sandbox.pmrepo(&found).ends(0).out).unwrap();
    let repos: Vec<&Value> = found["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["repo"])
        .collect();
    assert_eq!(repos, ["b", "a"]);
    assert_eq!(found["searched"], 2);
}
