//! Whatever is read may be hostile.

mod repository;
#[cfg(unix)]
mod writing;

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
    const LEVELS: usize = 10_000;
    let mut block = String::from("tags:\n");
    for depth in 1..600 {
        writeln!(block, "{}- x:", " ".repeat(2 * depth)).unwrap();
    }
    for (deep, code) in [
        (format!("tags: {}", "[".repeat(LEVELS)), "PM006"),
        (
            format!("tags: {}{}", "[".repeat(LEVELS), "]".repeat(LEVELS)),
            "PM006",
        ),
        (
            format!("tags: {}1{}", "{a: ".repeat(LEVELS), "}".repeat(LEVELS)),
            "PM006",
        ),
        (format!("tags:\n  {}x", "- ".repeat(LEVELS)), "PM006"),
        (format!("tags:\n  {}x", "? ".repeat(LEVELS)), "PM006"),
        (block, "PM006"),
    ] {
        let output = found(with(&deep));
        let start: String = deep.chars().take(20).collect();
        assert!(output.contains(code), "{start}: {output}");
        assert!(output.contains("nested deeper"), "{start}: {output}");
    }
    // Markdown is nested at will: it is read, and the front matter is judged as ever.
    for body in ["> ", "- ", "[", "*a _b ", "<div>", "| "] {
        let text = GOOD.replace("SEV-2", "SEV-9") + &body.repeat(LEVELS);
        let output = found(text);
        assert!(output.contains("PM104"), "{body}: {output}");
    }
}

#[test]
fn size_is_read_to_a_limit() {
    assert!(found(with(&format!("tags: [{}]", "x".repeat(600_000)))).contains("PM006"));
    assert!(found(with(&format!("{}: 1", "k".repeat(1 << 20)))).contains("PM006"));
    assert!(found(with(&format!("{}: 1", "k".repeat(100_000)))).contains("PM0"));
    assert!(found(vec![b'x'; 5 * 1024 * 1024]).contains("PM006"));
    // What is shown of a huge line is short, and so is a message about a huge value.
    let repo = Sandbox::new();
    let huge = "x".repeat(400_000);
    repo.write(&report("one"), GOOD.replace("SEV-2", &huge));
    repo.write(&report("two"), GOOD.replace("SEV-2", "x") + &huge);
    let shown = repo.pmrepo(&["check"]).ends(1).out;
    assert_eq!(shown.matches("PM104").count(), 2, "{shown}");
    assert!(shown.len() < 5_000, "{}", shown.len());
}

#[cfg(unix)]
#[test]
fn a_file_of_a_gibibyte_costs_nothing() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write("people.yaml", "");
    for path in [report("one"), "people.yaml".to_owned()] {
        let file = std::fs::File::create(repo.path(&path)).unwrap();
        file.set_len(1 << 30).unwrap();
    }
    let start = std::time::Instant::now();
    let shown = repo.pmrepo(&["check"]).ends(1).out;
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    assert!(
        shown.contains("PM006") && shown.contains("the file has 1073741824 bytes"),
        "{shown}"
    );
    assert!(
        shown.contains("PM010") && shown.contains("`people.yaml` cannot be read"),
        "{shown}"
    );
    let list = repo.pmrepo(&["list"]).ends(0).out;
    assert!(list.contains("unreadable"), "{list}");
    let refused = repo.pmrepo(&["set", "one", "owner=carol"]).ends(2).err;
    assert!(refused.contains("people.yaml"), "{refused}");
}

#[test]
fn what_cannot_be_read_is_never_rewritten() {
    let bomb = with("a: &a [x, x]\nb: [*a, *a]");
    let null = with("tags: [\0]\nowner: @carol");
    let return_alone = with("tags: [a]\rstatus: closed\nowner: @carol");
    let twice = with("title: again\ntitle: 'once more'");
    let latin = [GOOD.as_bytes(), b"\xff\n"].concat();
    for bytes in [
        bomb.as_bytes(),
        null.as_bytes(),
        return_alone.as_bytes(),
        twice.as_bytes(),
        &latin,
        b"",
        b"---\n",
        b"\xef\xbb\xbf",
    ] {
        let repo = Sandbox::new();
        repo.write(&report("one"), bytes);
        repo.pmrepo(&["check", "--fix"]).ends(1);
        assert_eq!(std::fs::read(repo.path(&report("one"))).unwrap(), bytes);
    }
}

#[test]
fn of_one_kind_of_fault_a_thousand_are_shown_and_all_are_counted() {
    let repo = Sandbox::new();
    let todos =
        |count: usize| GOOD.replace("draft", "reviewed") + &"\nTODO call them\n".repeat(count);
    let found = |count: usize| {
        repo.write(&report("one"), todos(count));
        let json = repo.pmrepo(&["check", "--format", "json"]).ends(1).out;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let findings = json["findings"].as_array().unwrap().iter();
        let of_rule = findings.filter(|it| it["code"] == "PM308");
        of_rule.cloned().collect::<Vec<_>>()
    };
    assert_eq!(found(999).len(), 999);
    let many = found(5_000);
    assert_eq!(many.len(), 1_000);
    let last = many.last().unwrap();
    assert_eq!(last["message"], "there is more of the same in this file");
    let help = last["help"].as_str().unwrap();
    assert!(help.starts_with("4001 of them are counted"), "{help}");
}

#[test]
fn each_mark_on_a_long_line_has_its_own_column() {
    let repo = Sandbox::new();
    let line = "\u{e9}\u{1f692} TODO x ".repeat(800);
    repo.write(
        &report("one"),
        format!("{}\n{line}\n", GOOD.replace("draft", "reviewed")),
    );
    let json = repo.pmrepo(&["check", "--format", "json"]).ends(1).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    let of_rule = findings.filter(|it| it["code"] == "PM308");
    let columns: Vec<u64> = of_rule.map(|it| it["column"].as_u64().unwrap()).collect();
    let wanted: Vec<u64> = (0..800).map(|at| 4 + at * 10).collect();
    assert_eq!(columns, wanted);
}

#[test]
fn a_configuration_with_sections_without_end_is_refused() {
    let repo = Sandbox::new();
    let mut text = String::from("sections:\n");
    for at in 0..101 {
        writeln!(text, "  Part {at:03}: {{from: reviewed}}").unwrap();
    }
    repo.write("pmrepo.yaml", text);
    let shown = repo.pmrepo(&["check", "--all"]).ends(1).out;
    assert!(
        shown.contains("PM010") && shown.contains("more than 100 sections"),
        "{shown}"
    );
}

#[test]
fn every_todo_is_collected_at_once_and_once() {
    let repo = Sandbox::new();
    let todos: String = (0..300)
        .map(|at| format!("\nTODO do {}\n", at % 200))
        .collect();
    repo.write(&report("one"), GOOD.to_owned() + &todos);
    repo.pmrepo(&["action", "collect", "one"]).ends(0);
    let text = repo.read(&report("one"));
    assert_eq!(text.matches("state: proposed").count(), 200);
    assert!(
        text.contains("id: AI-200\n") && !text.contains("AI-201"),
        "{text}"
    );
    let again = repo.pmrepo(&["action", "collect", "one"]).ends(0);
    assert_eq!(repo.read(&report("one")), text, "{again:?}");
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

/// Fails where a text holds something that a terminal or a CI system obeys.
#[track_caller]
fn is_harmless(shown: &str) {
    let hidden = |it: char| it != '\n' && it.is_control() || it == '\u{202e}';
    assert!(!shown.contains(hidden), "{shown:?}");
    let is_command = |line: &str| line.trim_start().starts_with("::");
    assert!(!shown.lines().any(is_command), "{shown}");
    assert!(
        !shown.contains("##[") && !shown.contains("##vso["),
        "{shown}"
    );
}

#[cfg(unix)]
#[test]
fn names_do_no_harm_to_a_terminal_or_a_ci_system() {
    let repo = Sandbox::new();
    let names = [
        "a\nb",
        "a\u{1b}[31mb",
        "a'\"b",
        "::error::a",
        "a\n::error::b",
        "  ::error::a",
        "a\u{202e}b",
        "a\r\n::add-mask::b",
        "a\u{9b}2Jb",
        "##[error]a",
        "a ##vso[task.complete]b",
    ];
    for name in names {
        repo.write(&format!("postmortems/2026/{name}/postmortem.md"), "x");
        let message = format!("postmortems/2026/{name}/messages/{name}.md");
        repo.write(&message, "x");
    }
    let all = |repo: &Sandbox| {
        for words in [
            &["check", "--all"][..],
            &["check", "--format", "json"],
            &["check", "--rev", "HEAD"],
            &["list"],
            &["list", "--path"],
            &["list", "--format", "json"],
            &["overdue"],
            &["overdue", "--format", "json"],
            &["overdue", "--format", "github"],
            &["overdue", "--format", "markdown"],
            &["show", "a"],
            &["show", "::error::a"],
            &["show", "a\nb"],
            &["show", "q\n::error::q\u{1b}"],
            &["set", "a", "owner=carol"],
            &["set", "::error::a", "owner=carol"],
            &["advance", "a\u{1b}[31mb"],
            &["check", "--fix"],
        ] {
            let output = repo.pmrepo(words);
            assert!((0..=2).contains(&output.status), "{words:?}: {output:#?}");
            if words != ["overdue", "--format", "github"] {
                is_harmless(&output.out);
            }
            is_harmless(&output.err);
        }
    };
    all(&repo);
    let list = repo.pmrepo(&["list", "--format", "json"]).ends(0).out;
    let json: serde_json::Value = serde_json::from_str(&list).unwrap();
    let ids = json["postmortems"].as_array().unwrap().iter();
    let ids: std::collections::BTreeSet<&str> = ids.map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, names.into_iter().collect());
    repo.git(&["add", "--all"]).ends(0);
    is_harmless(&repo.pmrepo(&["check", "--staged"]).ends(1).out);
    repo.git(&["commit", "-qnm", "all"]).ends(0);
    all(&repo);
}

#[test]
fn what_a_report_says_does_no_harm_either() {
    let repo = Sandbox::new();
    let text = |value: &str| {
        GOOD.replace("Checkout latency", value)
            .replace("SEV-2", value)
            .replace("title:", &format!("{value}: x\nowner: {value}\ntitle:"))
    };
    for (slug, value) in [
        ("one", "\"a\\n::error::b\""),
        ("two", "\"\\e[31m\\x9b2J\\r\\0\""),
        ("three", "'::error::a'"),
        ("four", "\"\\u202e\\u2028::error::\""),
        ("five", "'##vso[task.complete]x ##[group]y'"),
    ] {
        repo.write(&report(slug), text(value));
    }
    for words in [
        &["check", "--all"][..],
        &["check", "--format", "json"],
        &["list"],
        &["list", "--format", "json"],
        &["overdue"],
        &["overdue", "--format", "json"],
        &["show", "one"],
        &["show", "two"],
        &["show", "three"],
        &["show", "four", "--format", "json"],
        &["show", "five"],
        &["check", "--format", "sarif"],
        &["check", "--format", "gitlab"],
        &["check", "--format", "junit"],
        &["overdue", "--format", "csv"],
        &["overdue", "--format", "slack"],
        &["advance", "one"],
        &["set", "one", "owner=\u{1b}[31m"],
        &["set", "three", "tags=::error::"],
    ] {
        let output = repo.pmrepo(words);
        assert!((0..=2).contains(&output.status), "{words:?}: {output:#?}");
        is_harmless(&output.out);
        is_harmless(&output.err);
    }
}

#[test]
fn an_address_that_ends_a_link_is_none_and_nothing_that_is_read_becomes_one() {
    let repo = Sandbox::new();
    for address in [
        "https://x.example/ y",
        "https://x.example/)[z](https://evil.example",
        "https://x.example/>|evil",
        "\"https://x.example/\\u202e\"",
        "\"https://x.example/\\n\"",
        "https://",
    ] {
        repo.write("pmrepo.yaml", format!("web_url: {address}\n"));
        let shown = repo.pmrepo(&["check"]).ends(1).out;
        assert!(shown.contains("PM010"), "{address}: {shown}");
    }
    let text =
        "see https://evil.example and www.evil.example, fixes #1, closes GH-2, by @all in 0123abc";
    repo.write("pmrepo.yaml", "web_url: https://x.example/a[b]\n");
    repo.write(
        &report("one"),
        GOOD.replace("Checkout latency", &format!("'{text}'"))
            .replace("SEV-2", &format!("'SEV-1 {text}'")),
    );
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "--no-verify", "-qm", "one"]).ends(0);
    for words in [
        &["check", "--format", "markdown"][..],
        &["overdue", "--all", "--format", "markdown"],
        &["pr", "HEAD~1..HEAD", "--format", "markdown"],
    ] {
        let shown = repo.pmrepo(words).out;
        assert!(shown.contains("evil"), "{words:?}: {shown}");
        // What stands in code means nothing.
        let shown: String = shown.split('`').step_by(2).collect();
        for link in [
            "https://evil",
            " www.",
            "#1",
            "GH-2",
            "@all",
            " 0123abc",
            "b](",
            "a[b]",
        ] {
            assert!(!shown.contains(link), "{words:?}: {link}: {shown}");
        }
    }
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
