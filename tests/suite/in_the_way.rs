//! Links, submodules and files in the place of directories: what lies behind them is never passed over in
//! silence, and every reading command finds the same.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::receive::push;
use crate::receive::server;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// What stands in the place of a directory.
#[derive(Clone, Copy, Debug)]
enum Thing {
    Link,
    Submodule,
    File,
}

const THINGS: [Thing; 3] = [Thing::Link, Thing::Submodule, Thing::File];

impl Thing {
    /// Puts it in a place, with a bad report behind it.
    fn put(self, repo: &Sandbox, place: &str) {
        let _ = fs::remove_dir_all(repo.path(place));
        match self {
            Self::Link => {
                let below = report("two").replacen("postmortems/", "", 1);
                repo.write(&format!("real/{below}"), bad());
                fs::create_dir_all(repo.path(place).parent().unwrap()).unwrap();
                symlink(repo.path("real"), repo.path(place)).unwrap();
            }
            Self::Submodule => {
                let below = report("two").replacen("postmortems/", "", 1);
                repo.write(&format!("{place}/{below}"), bad());
                repo.git_in(place, &["init", "--quiet"]).ends(0);
                repo.git_in(place, &["add", "--all"]).ends(0);
                let words = ["commit", "--quiet", "--message", "Its own"];
                repo.git_in(place, &words).ends(0);
            }
            Self::File => repo.write(place, "nothing\n"),
        }
    }
}

/// The findings of a check: whether each is new, its rule and its path.
fn found(repo: &Sandbox, words: &[&str]) -> Vec<(bool, String, String)> {
    let all = [&["check"], words, &["--format", "json"]].concat();
    let out = repo.pmrepo(&all).out;
    let out: Value = serde_json::from_str(&out).unwrap();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let findings = out["findings"].as_array().unwrap().iter();
    let findings = findings.map(|it| {
        let is_new = it["introduced"].as_bool().unwrap_or(false);
        (is_new, text(&it["code"]), text(&it["path"]))
    });
    findings.filter(|it| !it.1.starts_with("PM8")).collect()
}

/// The same without what is new.
fn faults(repo: &Sandbox, words: &[&str]) -> Vec<(String, String)> {
    let all = found(repo, words).into_iter();
    all.map(|(_, code, path)| (code, path)).collect()
}

fn stage(repo: &Sandbox) {
    // Git warns of a repository in another.
    repo.git(&["add", "--all"]).ends(0);
}

fn commit_past_the_hook(repo: &Sandbox, message: &str) {
    stage(repo);
    let words = ["commit", "--quiet", "--no-verify", "--message", message];
    repo.git(&words).ends(0);
}

#[test]
fn what_is_in_the_place_of_all_documents_is_found_in_every_state() {
    let places = [
        ("schema: 1\n", "postmortems"),
        ("schema: 1\n", "process-reviews"),
        ("paths: {postmortems: docs/pm}\n", "docs"),
        ("paths: {postmortems: docs/pm}\n", "docs/pm"),
    ];
    for (config, place) in places {
        for thing in THINGS {
            let repo = Sandbox::new();
            repo.write("pmrepo.yaml", config);
            repo.write(".gitignore", "real\n");
            repo.commit("Begin").ends(0);
            thing.put(&repo, place);
            let wanted = vec![("PM009".to_owned(), place.to_owned())];
            assert_eq!(faults(&repo, &[]), wanted, "{place} {thing:?}");
            stage(&repo);
            assert_eq!(faults(&repo, &["--staged"]), wanted, "{place} {thing:?}");
            repo.pmrepo(&["check", "--staged"]).ends(1);
            commit_past_the_hook(&repo, "In the way");
            let all: [&[&str]; 2] = [&["--rev", "HEAD"], &["--range", "HEAD~1..HEAD"]];
            for words in all {
                assert_eq!(faults(&repo, words), wanted, "{place} {thing:?} {words:?}");
            }
            let owed = repo.pmrepo(&["overdue"]).ends(1);
            assert!(owed.out.contains(place), "{place} {thing:?}: {owed:?}");
            let listed = repo.pmrepo(&["list"]).ends(0).out;
            assert!(listed.contains("unreadable"), "{place} {thing:?}: {listed}");
            let searched = repo.pmrepo(&["search", "latency"]);
            let wanted = "1 file cannot be read and was not searched";
            assert!(searched.err.contains(wanted), "{place} {searched:?}");
        }
    }
}

#[test]
fn what_was_in_the_way_before_is_not_new() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.commit("One").ends(0);
    let wanted = |is_new| vec![(is_new, "PM009".to_owned(), "postmortems".to_owned())];
    for (to, is_new) in [("a", true), ("b", false)] {
        let place = repo.path("postmortems");
        let _ = fs::remove_file(&place);
        let _ = fs::remove_dir_all(&place);
        symlink(to, place).unwrap();
        commit_past_the_hook(&repo, "A link");
        let range = ["--range", "HEAD~1..HEAD"];
        assert_eq!(found(&repo, &range), wanted(is_new), "{to}");
    }
    // Nothing under the root differs.
    repo.write("src/main.rs", "x\n");
    repo.commit("Something else").ends(0);
    assert_eq!(found(&repo, &["--range", "HEAD~1..HEAD"]), []);
    // It is looked for documents elsewhere, where a link has been all along.
    symlink("c", repo.path("other")).unwrap();
    repo.commit("Nobody's link").ends(0);
    repo.write("pmrepo.yaml", "paths: {postmortems: other}\n");
    commit_past_the_hook(&repo, "Look there");
    let wanted = vec![(true, "PM009".to_owned(), "other".to_owned())];
    assert_eq!(found(&repo, &["--range", "HEAD~1..HEAD"]), wanted);
}

#[test]
fn a_push_that_hides_all_documents_is_refused_and_what_is_elsewhere_passes() {
    for thing in THINGS {
        let sandbox = server();
        sandbox.write(".gitignore", "server.git\nreal\n");
        sandbox.git(&["rm", "-r", "-q", "postmortems"]).ends(0);
        thing.put(&sandbox, "postmortems");
        sandbox.commit("Hide").ends(0);
        let refused = push(&sandbox, &["main"]).ends(1).err;
        assert!(refused.contains("PM009"), "{thing:?}: {refused}");
        // A repository that begins so.
        sandbox.git(&["checkout", "-q", "--orphan", "new"]).ends(0);
        sandbox.commit("Begin").ends(0);
        sandbox.git_in("server.git", &["update-ref", "-d", "refs/heads/main"]);
        let refused = push(&sandbox, &["new:main"]).ends(1).err;
        assert!(refused.contains("PM009"), "{thing:?}: {refused}");
        // One in which it was before anybody looked.
        let words = ["fetch", "-q", "..", "new:main"];
        sandbox.git_in("server.git", &words).ends(0);
        sandbox.write("src/main.rs", "x\n");
        sandbox.commit("Something else").ends(0);
        push(&sandbox, &["new:main"]).ends(0);
    }
}

#[test]
fn what_is_in_a_postmortem_and_hides_documents_is_found() {
    let beside = |name: &str| report("one").replace("postmortem.md", name);
    let all = [
        "evidence",
        "messages",
        "notes",
        "evidence/chat.jsonl",
        "evidence/more",
        "messages/more",
        "messages/notice.md",
        "notes/alice.md",
        "checklist.md",
    ];
    for name in all {
        let repo = Sandbox::new();
        repo.write(&report("one"), GOOD);
        // Where nothing is read a link hides nothing.
        symlink("elsewhere", repo.path(&beside("graph.png"))).unwrap();
        repo.commit("One").ends(0);
        let place = repo.path(&beside(name));
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        repo.write("real/notice.md", "---\ntitle: x\n---\n");
        symlink(repo.path("real"), &place).unwrap();
        let wanted = vec![("PM009".to_owned(), beside(name))];
        let only = |words: &[&str]| {
            let mut all = faults(&repo, words);
            all.retain(|it| it.0 == "PM009");
            all
        };
        assert_eq!(only(&[]), wanted);
        stage(&repo);
        assert_eq!(only(&["--staged"]), wanted);
        commit_past_the_hook(&repo, "A link");
        assert_eq!(only(&["--rev", "HEAD"]), wanted);
        let is_new = |repo: &Sandbox| {
            let all = found(repo, &["--range", "HEAD~1..HEAD"]);
            let mut all = all.into_iter().filter(|it| it.1 == "PM009");
            all.next().map(|it| it.0)
        };
        assert_eq!(is_new(&repo), Some(true), "{name}");
        repo.write(&report("one"), format!("{GOOD}\nMore.\n"));
        commit_past_the_hook(&repo, "More");
        assert_eq!(is_new(&repo), Some(false), "{name}");
        let searched = repo.pmrepo(&["search", "latency"]);
        let wanted = "1 file cannot be read and was not searched";
        let is_read = !name.contains("evidence/chat");
        assert!(
            !is_read || searched.err.contains(wanted),
            "{name} {searched:?}"
        );
        if name == "messages" {
            let refused = repo
                .pmrepo(&["message", "new", "one", "notice"])
                .ends(2)
                .err;
            assert!(refused.contains("is not a directory"), "{refused}");
        }
    }
}

#[test]
fn nothing_is_written_into_another_repository() {
    let repo = Sandbox::new();
    Thing::Submodule.put(&repo, "postmortems");
    let new = ["new", "Mail", "--severity", "SEV-3", "--no-input"];
    let refused = repo.pmrepo(&new).ends(2).err;
    assert!(refused.contains("is another repository"), "{refused}");
    repo.pmrepo(&["set", "two", "owner=alice", "--commit"])
        .ends(2);
    let inside = repo.git_in("postmortems", &["status", "--short"]).ends(0);
    assert_eq!(inside.out, "");
}

#[test]
fn a_saved_log_that_cannot_be_read_is_named_where_a_row_names_its_messages() {
    let repo = Sandbox::new();
    let row = "## Timeline\n\n| Time | Event | Evidence |\n|---|---|---|\n\
               | 2026-03-10T10:00Z | ann: It began. | `slack:C1/1773136800.000100` |\n";
    repo.write(&report("one"), format!("{GOOD}\n{row}"));
    let log = report("one").replace("postmortem.md", "evidence/chat.jsonl");
    let message = r#"{"key":"slack:C1/1773136800.000100","time":"2026-03-10T10:00:00Z","author":"ann","text":"It began."}"#;
    let found = || repo.pmrepo(&["check"]).out;
    repo.write(&log, format!("{message}\n"));
    assert!(!found().contains("PM310"), "{}", found());
    let utf16: Vec<u8> = message.encode_utf16().flat_map(u16::to_le_bytes).collect();
    repo.write(&log, [vec![0xff, 0xfe], utf16].concat());
    let why = "cannot be read: it is not UTF-8";
    assert!(found().contains(why), "{}", found());
    repo.write(&log, vec![b'\n'; 5 * 1024 * 1024]);
    assert!(
        found().contains("cannot be read: the file has"),
        "{}",
        found()
    );
    fs::remove_file(repo.path(&log)).unwrap();
    symlink("elsewhere", repo.path(&log)).unwrap();
    let why = "cannot be read: this is a symbolic link";
    assert!(found().contains(why), "{}", found());
    assert!(!found().contains("no saved log has"), "{}", found());
}
