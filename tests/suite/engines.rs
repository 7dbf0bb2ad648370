//! Files for other engines: what they read is what an export says otherwise. The program with all features, the
//! engines and Datasette are installed by `.ci/tools`.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::elsewhere::Elsewhere;
use crate::kept;
use crate::managers::tool;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/engines.py");

/// Names of repositories that a path or an engine would take for something else.
const NAMES: [&str; 3] = ["shop", "../team/a+b 50%", "2024"];

/// The demo, a copy of it with nothing in it, and one with something confidential and hostile text.
fn repositories() -> Sandbox {
    let sandbox = Sandbox::new();
    kept::demo(&sandbox, "d");
    sandbox
        .sh("mkdir none && echo 'schema: 1' > none/pmrepo.yaml && git init -q --template= none")
        .ends(0);
    sandbox.write(
        &report("hostile"),
        GOOD.replace(
            "Checkout latency",
            "\"'); DROP TABLE a;-- \\\"x\\\" störung\"",
        )
        .replace(
            "started_at",
            "services: [\"a'b\", '[\"x\"]', '+1']\ntags: []\nstarted_at",
        ),
    );
    sandbox.write(
        &report("stolen-keys"),
        GOOD.replace("status", "confidential: true\nstatus"),
    );
    sandbox
}

/// Where they are, each by its name.
fn repos() -> Vec<String> {
    let places = NAMES.iter().zip(["d", ".", "none"]);
    places
        .map(|(name, place)| format!("{name}={place}"))
        .collect()
}

/// How many cells an engine reads, each as the lines say it.
fn cells(python: &Path, engine: &str, place: &Path, lines: &Path) -> u32 {
    let words = [Path::new(SCRIPT), Path::new(engine), place, lines];
    let done = Command::new(python).args(words).output().unwrap();
    assert!(done.status.success(), "{engine}: {done:#?}");
    String::from_utf8(done.stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}

/// All lines of all repositories.
fn lines(sandbox: &Sandbox) {
    let mut words = vec!["export"];
    let repos = repos();
    for it in &repos {
        words.extend(["--repo", it]);
    }
    let out = sandbox.pmrepo(&words).ends(0).out;
    sandbox.write("lines.ndjson", out);
}

#[test]
fn a_database_says_what_the_lines_say() {
    let Some(program) = Elsewhere::find() else {
        return;
    };
    let sandbox = repositories();
    lines(&sandbox);
    let repos = repos();
    let mut words = vec!["export", "--format", "sqlite", "--out", "made/pm.db"];
    for it in &repos {
        words.extend(["--repo", it]);
    }
    let done = program.run(&sandbox, &[], &words).ends(0);
    assert_eq!(done.err, "Wrote made/pm.db: 15 postmortems.\n");
    assert_eq!(done.out, "");
    let before = std::fs::read(sandbox.path("made/pm.db")).unwrap();
    let many = cells(
        Path::new("python3"),
        "sqlite",
        &sandbox.path("made/pm.db"),
        &sandbox.path("lines.ndjson"),
    );
    assert!(many > 3000, "{many}");
    // Written again it is the same, whatever the machine is set to.
    let there = [("TZ", "Asia/Tokyo"), ("LANG", "de_DE.UTF-8")];
    program.run(&sandbox, &there, &words).ends(0);
    assert!(std::fs::read(sandbox.path("made/pm.db")).unwrap() == before);
}

#[test]
fn each_repository_writes_its_own_part_and_engines_find_them_all() {
    let Some(program) = Elsewhere::find() else {
        return;
    };
    let sandbox = repositories();
    lines(&sandbox);
    let export = |repo: &str| {
        let words = [
            "export", "--format", "parquet", "--out", "parts", "--repo", repo,
        ];
        program.run(&sandbox, &[], &words).ends(0)
    };
    for repo in repos() {
        let done = export(&repo);
        assert!(
            done.err.starts_with("Wrote 6 files into parts: "),
            "{done:#?}"
        );
    }
    let parts = std::fs::read_dir(sandbox.path("parts/table=deadlines")).unwrap();
    let mut parts: Vec<_> = parts.map(|it| it.unwrap().file_name()).collect();
    parts.sort();
    assert_eq!(
        parts,
        ["repo=..%2Fteam%2Fa%2Bb%2050%25", "repo=2024", "repo=shop"]
    );
    let part = sandbox.path("parts/table=postmortems/repo=shop/part-0.parquet");
    let before = std::fs::read(&part).unwrap();
    export("shop=d");
    assert!(std::fs::read(&part).unwrap() == before);
    for (engine, python) in [
        ("duckdb", "data"),
        ("pyarrow", "data"),
        ("pyspark", "spark"),
    ] {
        let Some(python) = tool(&format!("{python}/bin/python")) else {
            continue;
        };
        let (place, lines) = (sandbox.path("parts"), sandbox.path("lines.ndjson"));
        let many = cells(&python, engine, &place, &lines);
        assert!(many > 3000, "{engine}: {many}");
    }
}

#[test]
fn datasette_finds_words_and_shows_what_belongs_together() {
    let (Some(program), Some(datasette)) = (Elsewhere::find(), tool("data/bin/datasette")) else {
        return;
    };
    let sandbox = repositories();
    let words = [
        "-C", "d", "export", "--format", "sqlite", "--out", "../pm.db",
    ];
    program.run(&sandbox, &[], &words).ends(0);
    let metadata = "import sqlite3; print(sqlite3.connect('pm.db').execute('SELECT metadata FROM datasette').fetchone()[0])";
    let metadata = sandbox
        .sh(&format!("python3 -c \"{metadata}\""))
        .ends(0)
        .out;
    sandbox.write("metadata.json", metadata);
    let get = |address: &str| {
        let files = [sandbox.path("pm.db"), sandbox.path("metadata.json")];
        let done = Command::new(&datasette)
            .arg(&files[0])
            .arg("--metadata")
            .arg(&files[1])
            .args(["--get", address])
            .output()
            .unwrap();
        assert!(done.status.success(), "{address}: {done:#?}");
        String::from_utf8(done.stdout).unwrap()
    };
    let found = get("/pm/postmortems.json?_search=resolvers&_shape=array");
    let found: Value = serde_json::from_str(&found).unwrap();
    let ids: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert!(ids[0].ends_with("-stale-dns"), "{ids:?}");
    let page = get("/pm/timeline?_size=1");
    assert!(page.contains("What happened."), "{page}");
    assert!(
        page.contains("<a href=\"/pm/postmortems/1\">Checkout latency"),
        "{page}"
    );
    let all = get("/pm");
    assert!(
        !all.contains("<a href=\"/pm/datasette\">datasette</a></h3>"),
        "{all}"
    );
}

#[test]
fn what_is_no_database_of_ours_is_not_written_over() {
    let Some(program) = Elsewhere::find() else {
        return;
    };
    let sandbox = repositories();
    let export = |out: &str| {
        let words = ["export", "--format", "sqlite", "--out", out];
        program.run(&sandbox, &[], &words)
    };
    sandbox.write("notes.db", "mine");
    sandbox.sh("python3 -c \"import sqlite3; c = sqlite3.connect('other.db'); c.execute('CREATE TABLE a (b)'); c.commit()\"").ends(0);
    for name in ["notes.db", "other.db"] {
        let refused = export(name).ends(2);
        assert!(
            refused.err.contains("and no database of pmrepo"),
            "{refused:#?}"
        );
    }
    assert_eq!(sandbox.read("notes.db"), "mine");
    sandbox.write("empty.db", "");
    export("empty.db").ends(0);
    export("empty.db").ends(0);
    let refused = export("postmortems/pm.db").ends(2);
    assert!(
        refused.err.contains("lies among the postmortems"),
        "{refused:#?}"
    );
    let words = [
        "export",
        "--format",
        "sqlite",
        "--table",
        "deadlines",
        "--out",
        "x",
    ];
    let refused = program.run(&sandbox, &[], &words).ends(2);
    assert!(refused.err.contains("leave --table away"), "{refused:#?}");
    for (format, hint) in [
        ("sqlite", "--out postmortems.db"),
        ("parquet", "--out tables"),
    ] {
        let words = ["export", "--format", format];
        let refused = program.run(&sandbox, &[], &words).ends(2);
        assert!(refused.err.contains(hint), "{refused:#?}");
    }
}

#[test]
fn a_build_without_them_says_which_one_has_them() {
    if cfg!(feature = "data") {
        println!("skipped: this build has SQLite and Parquet");
        return;
    }
    let sandbox = Sandbox::new();
    for format in ["sqlite", "parquet"] {
        let refused = sandbox
            .pmrepo(&["export", "--format", format, "--out", "x"])
            .ends(2);
        assert!(
            refused.err.contains("built without SQLite and Parquet"),
            "{refused:#?}"
        );
        assert!(
            refused.err.contains("cargo install pmrepo --features data"),
            "{refused:#?}"
        );
        assert!(!sandbox.path("x").exists());
    }
}
