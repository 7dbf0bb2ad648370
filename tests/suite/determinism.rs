//! The same repository, revision and clock give the same bytes, wherever and however it is read.

use std::fs;

use clap::ValueEnum as _;
use pmrepo::commands::format::OwedFormat;
use serde_json::Value;

use crate::kept;
use crate::sandbox::Sandbox;

const AS_OF: &str = "2026-04-01";

/// The demo, in a directory of the sandbox.
fn demo() -> Sandbox {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    sandbox
}

/// Everything that is printed about a directory.
fn printed(sandbox: &Sandbox, variables: &[(&str, &str)], directory: &str) -> Vec<String> {
    let formats: Vec<_> = OwedFormat::value_variants()
        .iter()
        .filter_map(clap::ValueEnum::to_possible_value)
        .collect();
    let mut commands: Vec<Vec<&str>> = formats
        .iter()
        .map(clap::builder::PossibleValue::get_name)
        .map(|format| vec!["overdue", "--all", "--format", format])
        .collect();
    commands.extend([
        vec!["overdue", "--explain", "--by", "service"],
        vec!["list"],
        vec!["list", "--format", "json"],
        vec!["calendar", "--all"],
        vec!["export", "--repo", "r=."],
        vec!["export", "--repo", "r=.", "--format", "sql"],
        vec!["stats"],
        vec!["search", "cache", "dns", "the"],
        vec!["search", "--similar", "stale-dns", "--format", "json"],
        vec![
            "stats", "--repo", "r=.", "--by", "service", "--format", "json",
        ],
        vec!["action", "list", "--all", "--format", "json"],
    ]);
    commands
        .iter()
        .map(|words| {
            let all = [&["-C", directory, "--as-of", AS_OF], words.as_slice()].concat();
            let output = sandbox.pmrepo_with(variables, &all);
            assert!((0..=1).contains(&output.status), "{output:#?}");
            assert!(!output.out.is_empty(), "{words:?}");
            output.snapshot()
        })
        .collect()
}

#[test]
fn neither_zone_nor_language_nor_threads_change_a_byte() {
    let sandbox = demo();
    let plain = printed(&sandbox, &[], "d");
    for variables in [
        &[("TZ", "Asia/Kathmandu"), ("LC_ALL", "C")][..],
        &[("TZ", "America/St_Johns"), ("LANG", "de_DE.UTF-8")],
        &[
            ("TZ", ":/nowhere"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LANGUAGE", "tr"),
        ],
        &[("RAYON_NUM_THREADS", "1")],
        &[("RAYON_NUM_THREADS", "7")],
    ] {
        assert_eq!(printed(&sandbox, variables, "d"), plain, "{variables:?}");
    }
}

#[test]
fn the_order_of_the_files_on_disk_changes_no_byte() {
    let sandbox = demo();
    let listed = sandbox.git_in("d", &["ls-files", "-z"]).ends(0).out;
    let mut files: Vec<&str> = listed.split_terminator('\0').collect();
    for copy in ["forwards", "backwards"] {
        for file in &files {
            let text = fs::read(sandbox.path("d").join(file)).unwrap();
            sandbox.write(&format!("{copy}/{file}"), text);
        }
        sandbox.git(&["init", "-q", "--template=", copy]).ends(0);
        // Names that went before leave gaps in a directory.
        files.reverse();
        sandbox.write("backwards/postmortems/2026/gone", "");
    }
    fs::remove_file(sandbox.path("backwards/postmortems/2026/gone")).unwrap();
    let forwards = printed(&sandbox, &[], "forwards");
    assert_eq!(forwards, printed(&sandbox, &[], "backwards"));
    assert_eq!(forwards, printed(&sandbox, &[], "d"));
}

/// What is owed, without the name of the snapshot, which is another one.
fn items(sandbox: &Sandbox, directory: &str, more: &[&str]) -> Value {
    let words = [
        &["-C", directory, "--as-of", AS_OF, "overdue"],
        &["--all", "--format", "json"][..],
        more,
    ]
    .concat();
    let out = sandbox.pmrepo_with(&[], &words).ends(1).out;
    let mut json: Value = serde_json::from_str(&out).unwrap();
    json.get_mut("items").unwrap().take()
}

#[test]
fn a_clone_without_history_and_one_without_files_owe_the_same() {
    let sandbox = demo();
    let here = items(&sandbox, "d", &[]);
    assert!(here.as_array().unwrap().len() > 40);
    let address = format!("file://{}", sandbox.path("d").display());
    sandbox
        .git(&["clone", "-q", "--depth", "1", &address, "shallow"])
        .ends(0);
    let depth = sandbox.git_in("shallow", &["rev-list", "--count", "HEAD"]);
    assert_eq!(depth.ends(0).out, "1\n");
    sandbox
        .git(&["clone", "-q", "--bare", &address, "bare.git"])
        .ends(0);
    for (directory, more) in [
        ("d", &["--rev", "HEAD"][..]),
        ("shallow", &[]),
        ("shallow", &["--rev", "HEAD"]),
        ("bare.git", &[]),
        ("bare.git", &["--rev", "HEAD"]),
    ] {
        assert_eq!(items(&sandbox, directory, more), here, "{directory}");
    }
    let calendar = |directory| {
        let words = ["-C", directory, "--as-of", AS_OF, "calendar"];
        sandbox.pmrepo_with(&[], &words).ends(1).out
    };
    assert_eq!(calendar("shallow"), calendar("d"));
    assert_eq!(calendar("bare.git"), calendar("d"));
}

#[test]
fn one_broken_report_among_many_hides_no_other() {
    let sandbox = Sandbox::new();
    let path = |at: usize| format!("postmortems/2026/2026-01-10-r{at:03}/postmortem.md");
    let good = "---\ntitle: It broke\nstatus: draft\nseverity: SEV-2\n\
                started_at: 2026-01-10T10:00Z\nresolved_at: 2026-01-10T11:00Z\n---\n";
    for at in 0..200 {
        sandbox.write(&path(at), good);
    }
    let owed = |broken: &[u8]| {
        sandbox.write(&path(100), broken);
        items(&sandbox, ".", &[])
    };
    let of_others = |items: &Value| -> Vec<Value> {
        let all = items.as_array().unwrap().iter();
        all.filter(|it| it.get("path").unwrap() != path(100).as_str())
            .cloned()
            .collect()
    };
    let sound = of_others(&owed(good.as_bytes()));
    for (broken, line) in [
        (&b"---\ntitle: [\n---\n"[..], 2),
        (b"", 1),
        (b"---\ntitle: \xff\n---\n", 2),
        (
            b"---\ntitle: It broke\nstatus: draft\nseverity: SEV-9\n---\n",
            4,
        ),
    ] {
        let found = owed(broken);
        assert_eq!(of_others(&found), sound);
        let mine: Vec<&Value> = found
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it.get("path").unwrap() == path(100).as_str())
            .collect();
        assert_eq!(mine.len(), 1, "{mine:#?}");
        let one = mine.first().unwrap();
        assert_eq!(one.get("state").unwrap(), "unreadable");
        assert_eq!(one.get("line").unwrap(), line);
        let said = sandbox.pmrepo(&["calendar"]).ends(1).err;
        assert!(
            said.starts_with(&format!("{}:{line}: ", path(100))),
            "{said}"
        );
    }
}
