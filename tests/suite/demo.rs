//! `pmrepo demo`: always the same repository, wrong only where it means to be.

use std::collections::BTreeSet;

use crate::sandbox::Output;
use crate::sandbox::Sandbox;

/// The present of most tests.
const AS_OF: &str = "2026-04-01";

/// What is wrong in the demo, and nothing else is.
const WRONG: [&str; 11] = [
    "PM101 stale-dns/postmortem.md",
    "PM104 card-payments/postmortem.md",
    "PM105 hall-two-cooling/postmortem.md",
    "PM303 stale-dns/postmortem.md",
    "PM305 stale-dns/postmortem.md",
    "PM308 orders-locked/postmortem.md",
    "PM502 draft-prices/postmortem.md",
    "PM505 card-payments/messages/external.md",
    "PM603 stale-dns/checklist.md",
    "PM701 draft-prices/postmortem.md",
    "PM705 process-review",
];

/// What a user may have configured for all repositories.
const HOSTILE: &str = "[init]\n\ttemplateDir = templates\n\tdefaultBranch = trunk\n\
    \tdefaultObjectFormat = sha256\n\tdefaultRefFormat = reftable\n\
    [core]\n\thooksPath = hooks\n\tautocrlf = true\n\teol = crlf\n\tfileMode = false\n\
    \tattributesFile = attributes\n\tlogAllRefUpdates = always\n\
    [commit]\n\tgpgsign = true\n\ttemplate = none\n[gpg]\n\tprogram = false\n\
    [user]\n\tname = Mallory\n\temail = mallory@example.org\n\tuseConfigOnly = true\n\
    [filter \"shout\"]\n\tsmudge = tr a-z A-Z\n\tclean = cat\n\trequired = true\n";

fn demo(sandbox: &Sandbox, as_of: &str) -> Output {
    sandbox
        .pmrepo_with(&[], &["--as-of", as_of, "demo", "d"])
        .ends(0)
}

fn head(sandbox: &Sandbox) -> String {
    sandbox.git_in("d", &["rev-parse", "HEAD"]).ends(0).out
}

/// The findings of a check, each as its rule and its file without the dates.
fn findings(sandbox: &Sandbox, as_of: &str, more: &[&str]) -> Vec<String> {
    let mut words = vec!["-C", "d", "--as-of", as_of, "check", "--format", "json"];
    words.extend(more);
    let checked = sandbox.pmrepo_with(&[], &words).out;
    let checked: serde_json::Value = serde_json::from_str(&checked).unwrap();
    let findings = checked.get("findings").and_then(|it| it.as_array());
    let mut found: Vec<String> = findings
        .unwrap()
        .iter()
        .map(|finding| {
            let text = |key| finding.get(key).and_then(|it| it.as_str()).unwrap();
            let dated = "postmortems/2026/2026-04-01-".len();
            let file = match text("path") {
                path if path.starts_with("postmortems/") => path.get(dated..).unwrap(),
                _ => "process-review",
            };
            format!("{} {file}", text("code"))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn it_shows_what_is_there_and_what_is_wrong() {
    let sandbox = Sandbox::plain();
    let shown = demo(&sandbox, AS_OF);
    assert_eq!(shown.err, "");
    let start = "A repository to play with, in [ROOT]/d: 13 postmortems, 2 process reviews, 34 commits.\n\n\
                 $ pmrepo --as-of 2026-04-01 check\n";
    assert!(shown.snapshot().starts_with(start), "{}", shown.out);
    for part in [
        "8 errors, 3 warnings in 6 of 15 documents; `pmrepo check --fix` fixes 2\n",
        "\n$ pmrepo --as-of 2026-04-01 list\nID ",
        "\nNext, try:\n\n  cd ",
    ] {
        assert!(shown.out.contains(part), "{part}\n{}", shown.out);
    }
    for status in ["draft", "in-review", "reviewed", "closed", "not-required"] {
        let words = ["-C", "d", "list", "--path", "--status", status];
        let listed = sandbox.pmrepo_with(&[], &words).ends(0).out;
        assert!(!listed.is_empty(), "{status}");
    }
}

#[test]
fn what_is_wrong_is_meant_to_be() {
    let sandbox = Sandbox::plain();
    demo(&sandbox, AS_OF);
    assert_eq!(findings(&sandbox, AS_OF, &["--all"]), WRONG);
    assert!(findings(&sandbox, AS_OF, &["--all", "checkout"]).is_empty());
    let left: Vec<&str> = WRONG
        .into_iter()
        .filter(|it| !it.starts_with("PM104") && !it.starts_with("PM105"))
        .collect();
    assert_eq!(findings(&sandbox, AS_OF, &["--all", "--fix"]), left);
}

#[test]
fn nothing_of_the_user_reaches_into_it() {
    let plain = Sandbox::plain();
    demo(&plain, AS_OF);
    let hostile = Sandbox::plain();
    hostile.write(".gitconfig", HOSTILE);
    hostile.write("attributes", "* filter=shout\n");
    hostile.write("templates/hooks/pre-commit", "#!/bin/sh\nexit 1\n");
    hostile.write("templates/config", "[user]\n\tname = Nobody\n");
    let config = hostile.path(".gitconfig");
    let elsewhere = hostile.path("elsewhere");
    let variables = [
        ("GIT_CONFIG_GLOBAL", config.to_str().unwrap()),
        ("GIT_DIR", elsewhere.to_str().unwrap()),
        ("GIT_INDEX_FILE", elsewhere.to_str().unwrap()),
        ("GIT_OBJECT_DIRECTORY", elsewhere.to_str().unwrap()),
        ("GIT_TEMPLATE_DIR", "templates"),
        ("GIT_AUTHOR_NAME", "Mallory"),
        ("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z"),
        ("GIT_DEFAULT_HASH", "sha256"),
        ("TZ", "Pacific/Auckland"),
        ("LC_ALL", "de_DE.UTF-8"),
    ];
    hostile
        .pmrepo_with(&variables, &["--as-of", AS_OF, "demo", "d"])
        .ends(0);
    assert_eq!(head(&hostile), head(&plain));
    assert!(!elsewhere.exists());
    for sandbox in [&plain, &hostile] {
        for path in ["pmrepo.yaml", ".git/config", ".git/hooks/pre-commit"] {
            let path = format!("d/{path}");
            assert_eq!(sandbox.read(&path), plain.read(&path));
        }
        let branch = sandbox.git_in("d", &["symbolic-ref", "HEAD"]).ends(0);
        assert_eq!(branch.out, "refs/heads/main\n");
        let status = sandbox.git_in("d", &["status", "--porcelain"]).ends(0);
        assert_eq!(status.out, "");
        sandbox.git_in("d", &["fsck", "--strict"]).ends(0);
        assert!(!sandbox.path("d/.git/logs").exists());
    }
    let script = "unset GIT_CONFIG_GLOBAL; cd d && git status --porcelain";
    assert_eq!(hostile.sh(script).ends(0).out, "");
    let script = "unset GIT_CONFIG_GLOBAL; cd d && echo nothing > postmortems/2026/2026-03-20-probe-alarm/postmortem.md \
                  && git commit -qam 'Spoil one'";
    let refused = hostile.sh(script).ends(1);
    assert!(refused.err.contains("PM002"), "{refused:?}");
}

#[test]
fn the_history_has_many_hands_and_one_zone() {
    let sandbox = Sandbox::plain();
    demo(&sandbox, AS_OF);
    let log = sandbox.git_in(
        "d",
        &["log", "--reverse", "--format=%an|%ae|%cn|%aI|%at|%ct"],
    );
    let log = log.ends(0).out;
    let mut before = 0;
    let mut authors = BTreeSet::new();
    for line in log.lines() {
        let parts: Vec<&str> = line.split('|').collect();
        let [name, email, committer, date, at, committed] = parts.as_slice() else {
            panic!("{line}");
        };
        assert_eq!((name, at), (committer, committed));
        assert!(email.ends_with("@example.com"), "{line}");
        let summer = *date >= "2026-03-29T03";
        let offset = if summer { "+02:00" } else { "+01:00" };
        assert!(date.ends_with(offset), "{line}");
        let at: i64 = at.parse().unwrap();
        assert!(at > before, "{line}");
        before = at;
        authors.insert(*name);
    }
    assert!(authors.len() >= 8, "{authors:?}");
    let checklist = sandbox
        .sh("cd d && git blame --line-porcelain postmortems/*/*-checkout-latency/checklist.md");
    let ticked: BTreeSet<String> = checklist
        .ends(0)
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("author "))
        .map(str::to_owned)
        .collect();
    assert_eq!(ticked.len(), 3, "{ticked:?}");
}

#[test]
fn any_day_will_do() {
    for as_of in [
        "2024-03-01",
        "2024-02-29T00:00+01:00",
        "2025-12-31",
        "2026-01-01T00:00+01:00",
        "2026-03-29T01:30Z",
        "2026-10-26",
        "1999-04-18",
        "2103-08-05",
    ] {
        let sandbox = Sandbox::plain();
        demo(&sandbox, as_of);
        assert_eq!(findings(&sandbox, as_of, &["--all"]), WRONG, "{as_of}");
    }
}

#[test]
fn a_day_without_a_past_is_refused() {
    let sandbox = Sandbox::plain();
    for as_of in ["0001-01-02", "1970-03-01", "9999-12-30"] {
        let words = ["--as-of", as_of, "demo", "d"];
        let refused = sandbox.pmrepo_with(&[], &words).ends(2);
        assert!(refused.err.contains("does not fit"), "{refused:?}");
        assert!(!sandbox.path("d").exists());
    }
}

#[test]
fn it_takes_an_empty_directory_and_no_other() {
    let sandbox = Sandbox::plain();
    sandbox.write("full/mine", "mine");
    let refused = sandbox.pmrepo_with(&[], &["demo", "full"]).ends(2);
    assert!(refused.err.contains("is not empty"), "{refused:?}");
    assert_eq!(refused.out, "");
    assert_eq!(std::fs::read_dir(sandbox.path("full")).unwrap().count(), 1);
    sandbox.pmrepo_with(&[], &["demo", "full/mine"]).ends(2);
    assert_eq!(sandbox.read("full/mine"), "mine");
    std::fs::create_dir(sandbox.path("empty")).unwrap();
    sandbox.pmrepo_with(&[], &["demo", "empty"]).ends(0);
    sandbox.pmrepo_with(&[], &["demo", "empty"]).ends(2);
    sandbox
        .pmrepo_with(&[], &["-C", "full", "demo", "new/one"])
        .ends(0);
    assert!(sandbox.path("full/new/one/pmrepo.yaml").exists());
}

#[test]
fn without_a_directory_it_makes_one() {
    let sandbox = Sandbox::plain();
    let scratch = sandbox.path("");
    let variables = [("TMPDIR", scratch.to_str().unwrap())];
    for _ in 0..2 {
        let shown = sandbox.pmrepo_with(&variables, &["demo"]).ends(0);
        follow(&sandbox, &shown, "");
    }
}

#[test]
fn its_commands_work_word_for_word() {
    let sandbox = Sandbox::plain();
    let strange = "it's here";
    let shown = sandbox
        .pmrepo_with(&[], &["--as-of", "2026-04-01 12:00", "demo", strange])
        .ends(0);
    assert!(
        shown
            .out
            .contains("\n  pmrepo --as-of '2026-04-01 12:00' show checkout\n")
    );
    follow(&sandbox, &shown, "");
    let word = "git -C \"it's here\" commit -qam 'The ingest report is reviewed'";
    sandbox.sh(word).ends(0);
}

#[cfg(unix)]
#[test]
fn where_path_does_not_lead_to_it_its_own_path_is_printed() {
    let sandbox = Sandbox::plain();
    let path = "/usr/local/bin:/usr/bin:/bin";
    let shown = sandbox
        .pmrepo_with(&[("PATH", path)], &["demo", "d"])
        .ends(0);
    let called = format!("\n  {} show checkout\n", env!("CARGO_BIN_EXE_pmrepo"));
    assert!(shown.out.contains(&called), "{}", shown.out);
    follow(&sandbox, &shown, &format!("PATH={path}\n"));
    let committed = sandbox.sh(&format!("PATH={path}\ncd d && git commit -qam reviewed"));
    assert!(committed.ends(0).err.contains("pmrepo is not installed"));
}

/// Does what it says under "Next, try", in a shell.
fn follow(sandbox: &Sandbox, shown: &Output, before: &str) {
    let (_, next) = shown.out.split_once("\nNext, try:\n\n").unwrap();
    let lines: Vec<&str> = next.lines().map(str::trim).collect();
    let (enter, rest) = lines.split_first().unwrap();
    assert_eq!(rest.len(), 3, "{next}");
    for line in rest {
        let done = sandbox.sh(&format!("{before}{enter} && {line}")).ends(0);
        assert!(!done.out.is_empty(), "{line}");
    }
}
