//! Whatever is read may be hostile.

use std::fmt::Write;

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// Checks one report and gives what was found; the program must have done its work.
fn found(text: impl AsRef<[u8]>) -> String {
    let repo = Sandbox::new();
    repo.write(&report("one"), text);
    let output = repo.pmrepo(&["check", "--format", "json"]);
    assert!(output.status == 1, "{output:#?}");
    output.out
}

/// A report with a line in its front matter.
fn with(line: &str) -> String {
    GOOD.replace("---\n\n##", &format!("{line}\n---\n\n##"))
}

#[test]
fn an_alias_bomb_is_a_fault_and_not_expanded() {
    let mut bomb = String::from("a: &a [x, x]\n");
    for (one, next) in ('a'..='y').zip('b'..='z') {
        writeln!(bomb, "{next}: &{next} [*{one}, *{one}, *{one}, *{one}]").unwrap();
    }
    assert!(found(with(&bomb)).contains("PM005"));
}

#[test]
fn nesting_is_read_to_a_limit() {
    assert!(found(with(&format!("tags: {}", "[".repeat(10_000)))).contains("PM006"));
    let mut deep = String::from("tags:\n");
    for depth in 1..2_000 {
        writeln!(deep, "{}- x:", " ".repeat(depth)).unwrap();
    }
    let output = found(with(&deep));
    assert!(
        output.contains("PM006") || output.contains("PM003"),
        "{output}"
    );
}

#[test]
fn size_is_read_to_a_limit() {
    assert!(found(with(&format!("tags: [{}]", "x".repeat(600_000)))).contains("PM006"));
    assert!(found(with(&format!("{}: 1", "k".repeat(1 << 20)))).contains("PM006"));
    assert!(found(with(&format!("{}: 1", "k".repeat(100_000)))).contains("PM0"));
    assert!(found(vec![b'x'; 5 * 1024 * 1024]).contains("PM006"));
}

#[test]
fn bytes_that_are_no_text_have_a_place() {
    assert!(found(b"---\ntitle: \xff\n---\n").contains("PM001"));
    assert!(found(with("tags: [\0]")).contains("PM003"));
    assert!(found(with("tags: [a]\rstatus: closed")).contains("PM003"));
    assert!(found(with("\ttags: [a]")).contains("PM003"));
    assert!(found("").contains("PM002"));
    assert!(found("---\n").contains("PM002"));
}

#[test]
fn words_that_yaml_takes_for_something_else_are_named() {
    assert!(found(with("title: again")).contains("PM004"));
    let no = found(GOOD.replace("draft", "no"));
    assert!(no.contains("PM007") && no.contains("PM104"), "{no}");
    for date in ["2026-3-1T10:00Z", "yesterday", "2026-03-10", "12"] {
        let line = format!("resolved_at: {date}");
        assert!(found(with(&line)).contains("PM10"), "{date}");
    }
}

#[cfg(unix)]
#[test]
fn names_do_no_harm_to_a_terminal() {
    let repo = Sandbox::new();
    for name in ["a\nb", "a\u{1b}[31mb", "a'\"b", "::error::x", "a\u{202e}b"] {
        repo.write(&format!("postmortems/2026/{name}/postmortem.md"), "x");
    }
    let shown = repo.pmrepo(&["check"]).ends(1).out;
    assert!(
        !shown.contains('\u{1b}') && !shown.contains('\u{202e}'),
        "{shown:?}"
    );
    assert!(!shown.lines().any(|line| line.starts_with("::")), "{shown}");
    let list = repo.pmrepo(&["list"]).ends(0).out;
    assert!(
        !list.contains('\u{1b}') && !list.contains('\u{202e}'),
        "{list:?}"
    );
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_repository_is_read() {
    let outside = Sandbox::plain();
    outside.write("secret.md", "---\nowner: s3cret\n---\n");
    let repo = Sandbox::new();
    std::fs::create_dir_all(repo.path("postmortems/2026/2026-03-10-one")).unwrap();
    std::os::unix::fs::symlink(outside.path("secret.md"), repo.path(&report("one"))).unwrap();
    std::os::unix::fs::symlink(outside.path(""), repo.path("postmortems/2027")).unwrap();
    let shown = repo.pmrepo(&["check"]).ends(1).out;
    assert!(
        shown.contains("PM009") && !shown.contains("s3cret"),
        "{shown}"
    );
}

#[test]
fn a_conflict_in_the_index_is_told() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.commit("base").ends(0);
    repo.git(&["switch", "-qc", "side"]).ends(0);
    repo.write(&report("one"), GOOD.replace("Checkout", "Search"));
    repo.commit("side").ends(0);
    repo.git(&["switch", "-q", "main"]).ends(0);
    repo.write(&report("one"), GOOD.replace("Checkout", "Login"));
    repo.commit("main").ends(0);
    repo.git(&["merge", "-q", "side"]).ends(1);
    let shown = repo.pmrepo(&["check", "--staged"]).ends(1).out;
    assert!(shown.contains("undecided"), "{shown}");
}

#[test]
fn a_missing_and_a_damaged_object_are_findings() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.commit("one").ends(0);
    let id = repo
        .git(&["rev-parse", &format!("HEAD:{}", report("one"))])
        .out;
    let (first, rest) = id.trim().split_at(2);
    let object = format!(".git/objects/{first}/{rest}");
    std::fs::remove_file(repo.path(&object)).unwrap();
    let missing = repo.pmrepo(&["check", "--rev", "HEAD"]).ends(1).out;
    assert!(
        missing.contains("PM009") && missing.contains("missing"),
        "{missing}"
    );
    repo.write(&object, "garbage");
    let damaged = repo.pmrepo(&["check", "--rev", "HEAD"]).ends(1).out;
    assert!(damaged.contains("PM009"), "{damaged}");
}
